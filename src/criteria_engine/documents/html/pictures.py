"""Bars and shares become inline SVG, with patterns beside colours and with the text that says the same."""

from fractions import Fraction

from criteria_engine.documents.drawn import place
from criteria_engine.documents.html.escaping import escaped, line_html
from criteria_engine.documents.html.words import word
from criteria_engine.documents.model import SIGNS, Bar, Part, Shares, Sign
from criteria_engine.values.numbers import Rational

WIDTH = 600

KINDS: dict[Sign, str] = {
    "": "n", "passes": "p", "basically met": "b", "fails": "f", "disqualified": "d", "undetermined": "u", "not applicable": "x", "scored": "s",
    "warning": "w",
}
"""The class of each sign, for the style sheet."""

PATTERNS = (
    '<svg class="patterns" aria-hidden="true" focusable="false" width="0" height="0"><defs>'
    '<pattern id="pat-f" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect class="bf" width="6" height="6"/><rect class="ink" width="2" height="6"/></pattern>'
    '<pattern id="pat-d" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="bd" width="6" height="6"/>'
    '<rect class="ink" width="2" height="6"/><rect class="ink" width="6" height="2"/></pattern>'
    '<pattern id="pat-u" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="bu" width="6" height="6"/>'
    '<circle class="ink" cx="3" cy="3" r="1.3"/></pattern>'
    '<pattern id="pat-b" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">'
    '<rect class="bb" width="6" height="6"/><rect class="ink" width="1" height="6"/></pattern></defs></svg>'
)
"""What fills the parts that colour alone would not tell apart; once a page."""


def bar_html(bar: Bar, id: str) -> str:
    """A bar with the mark on it; its text stands below and names it."""
    low, high = _at(bar.low, bar.most), _at(bar.high, bar.most)
    drawn = [f'<rect class="rest" width="{WIDTH}" height="24" y="8"/>', f'<rect class="k{KINDS[bar.sign]}" width="{low}" height="24" y="8"/>']
    if high != low:
        drawn.append(f'<rect class="ku" x="{low}" width="{_shown(Fraction(high) - Fraction(low))}" height="24" y="8"/>')
    if bar.mark is not None:
        at = _at(bar.mark, bar.most)
        drawn.append(f'<rect class="mark" x="{_shown(max(Fraction(at) - 2, Fraction(0)))}" width="4" height="40"/>')
    picture = (
        f'<svg role="img" aria-labelledby="{id}" viewBox="0 0 {WIDTH} 40" preserveAspectRatio="none" focusable="false">{"".join(drawn)}</svg>'
    )
    return f'<figure class="bar">{picture}<figcaption id="{id}">{line_html(bar.text)}</figcaption></figure>'


def _at(amount: Rational, most: Rational) -> str:
    return _shown(place(amount, most) * WIDTH)


def _shown(length: Fraction) -> str:
    """A length with at most two decimals."""
    hundredths = round(length * 100)
    return f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")


def shares_html(shares: Shares, tongue: str) -> str:
    """Rows of stacked bars in a table that has the counts beside them."""
    if not shares.rows:
        return ""
    heads = "".join(
        f'<th scope="col" class="num"><span class="key k{KINDS[part.sign]}" aria-hidden="true">{SIGNS[part.sign][0]}</span> {escaped(part.name)}</th>'
        for part in shares.rows[0][1]
    )
    most = max((sum(part.count for part in parts) for _, parts in shares.rows), default=0)
    rows = []
    for label, parts in shares.rows:
        whole = sum(part.count for part in parts) if shares.alike else most
        counts = "".join(f'<td class="num">{part.count}</td>' for part in parts)
        rows.append(f'<tr><th scope="row">{line_html(label)}</th><td class="stack">{_stack(parts, whole)}</td>{counts}</tr>')
    caption = f"<caption>{line_html(shares.caption)}</caption>"
    head = f'<thead><tr><td></td><td></td>{heads}</tr></thead>'
    return f'<table class="shares">{caption}{head}<tbody>{"".join(rows)}</tbody></table>'


def _stack(parts: tuple[Part, ...], most: int) -> str:
    """One bar, as long as its whole is among all."""
    drawn = []
    at = Fraction(0)
    for part in parts:
        length = Fraction(part.count * WIDTH, most) if most else Fraction(0)
        if part.count:
            drawn.append(f'<rect class="k{KINDS[part.sign]}" x="{_shown(at)}" width="{_shown(length)}" height="20"/>')
        at += length
    return f'<svg aria-hidden="true" viewBox="0 0 {WIDTH} 20" preserveAspectRatio="none" focusable="false">{"".join(drawn)}</svg>'


def sign_html(sign: Sign, tongue: str) -> str:
    """A sign with the word that says it aloud."""
    glyph, style = SIGNS[sign]
    return f'<span class="sign {style}" aria-hidden="true">{glyph}</span><span class="vh">{escaped(word(tongue, f"sign {sign}"))}: </span>'
