"""Bars, shares and heat maps become pictures on paper, each with the text that says the same; they are read in black and white too."""

from collections.abc import Callable
from fractions import Fraction

from criteria_engine.documents.drawn import place
from criteria_engine.documents.model import SIGNS, Bar, HeatMap, Line, Part, Shares, Sign, plain

_WIDTH = 600
_FEWEST = 16
"""The least width of a part that its count is written in."""

_FILLS: dict[Sign, tuple[str, str]] = {
    "passes": ("#1b5e20", "#fff"),
    "basically met": ("#c9dcae", "#111"),
    "fails": ("#f0c4bf", "#111"),
    "disqualified": ("#8e1b1b", "#fff"),
    "undetermined": ("#fff3c4", "#111"),
    "not applicable": ("#eee", "#111"),
    "scored": ("#c5d3e3", "#111"),
    "warning": ("#fff3c4", "#111"),
    "": ("#ddd", "#111"),
}
"""What a part is filled with, and what is written on it."""

WriteLine = Callable[[Line], str]
WriteText = Callable[[str], str]


def bar_markup(bar: Bar, write_line: WriteLine, text: WriteText) -> str:
    """A bar: what is sure, what is open, and the mark; its text stands below it."""
    low, high = place(bar.low, bar.most) * _WIDTH, place(bar.high, bar.most) * _WIDTH
    fill = _FILLS[bar.sign][0]
    drawn = [f'<rect x="0.5" y="6.5" width="{_WIDTH - 1}" height="19" fill="#fff" stroke="#444"/>']
    drawn.append(f'<rect x="0" y="6" width="{_length(low)}" height="20" fill="{fill}" stroke="#444" stroke-width="0.8"/>')
    if high > low:
        drawn.append(f'<rect x="{_length(low)}" y="6" width="{_length(high - low)}" height="20" fill="#fff3c4" stroke="#444" stroke-width="0.8"/>')
        steps = range(int(low) + 6, int(high), 6)
        drawn += [f'<path d="M{at} 6 l-4 20" stroke="#6b4e00" stroke-width="1"/>' for at in steps]
    if bar.mark is not None:
        at = place(bar.mark, bar.most) * _WIDTH
        drawn.append(f'<path d="M{_length(at)} 0 v32" stroke="#000" stroke-width="3"/>')
    picture = f'<svg class="bar" viewBox="0 0 {_WIDTH} 32" xmlns="http://www.w3.org/2000/svg"><title>{text(plain(bar.text))}</title>{"".join(drawn)}</svg>'
    return f"<div>{picture}<p>{write_line(bar.text)}</p></div>"


def shares_markup(shares: Shares, write_line: WriteLine, text: WriteText) -> str:
    """A stacked bar a row, in a table with the counts beside them."""
    if not shares.rows:
        return ""
    names = {part.name: part.sign for _, parts in shares.rows for part in parts}
    heads = "".join(f'<th scope="col" class="right">{_glyph(sign)}{text(name)}</th>' for name, sign in names.items())
    most = max(sum(part.count for part in parts) for _, parts in shares.rows)
    rows = []
    for label, parts in shares.rows:
        counts = {part.name: str(part.count) for part in parts}
        cells = "".join(f'<td class="right">{counts.get(name, "")}</td>' for name in names)
        rows.append(f'<tr><th scope="row">{write_line(label)}</th><td class="stack">{_stack(parts, most, text)}</td>{cells}</tr>')
    caption = f"<caption>{write_line(shares.caption)}</caption>" if shares.caption else ""
    head = f'<thead><tr><th scope="col"></th><th scope="col"></th>{heads}</tr></thead>'
    return f'<table class="shares">{caption}{head}<tbody>{"".join(rows)}</tbody></table>'


def _stack(parts: tuple[Part, ...], most: int, text: WriteText) -> str:
    drawn, at = [], Fraction(0)
    for part in parts:
        length = Fraction(part.count * _WIDTH, most) if most else Fraction(0)
        if part.count:
            fill, ink = _FILLS[part.sign]
            drawn.append(f'<rect x="{_length(at)}" y="1" width="{_length(length)}" height="28" fill="{fill}" stroke="#444" stroke-width="1"/>')
            if length >= _FEWEST + 12 * len(str(part.count)):
                middle = _length(at + length / 2)
                drawn.append(f'<text x="{middle}" y="22" font-size="20" text-anchor="middle" font-family="Text" fill="{ink}">{part.count}</text>')
        at += length
    said = text("; ".join(f"{part.name}: {part.count}" for part in parts))
    return f'<svg viewBox="0 0 {_WIDTH} 30" xmlns="http://www.w3.org/2000/svg"><title>{said}</title>{"".join(drawn)}</svg>'


def heat_markup(heat: HeatMap, write_line: WriteLine, text: WriteText) -> str:
    """Signs on tinted cells; what they mean stands above the rows, what the columns are below them."""
    legend = " · ".join(f"{_glyph(sign)}{text(meaning)}" for sign, meaning in heat.legend)
    cells = {sign: f'<td class="heat" style="background:{_FILLS[sign][0]};color:{_FILLS[sign][1]}">{SIGNS[sign][0]}</td>' for sign in _FILLS}
    cells[""] = '<td class="heat"></td>'
    heads = [f'<th scope="col">{write_line(title)}</th>' for title in heat.titles]
    heads += [f'<th scope="col" class="heat">{write_line(label)}</th>' for label, _ in heat.columns]
    rows = "".join(
        f'<tr><th scope="row">{write_line(row.label)}</th><td>{write_line(row.group)}</td>{"".join(cells[sign] for sign in row.signs)}</tr>'
        for row in heat.rows
    )
    caption = f"<caption>{write_line(heat.caption)}</caption>" if heat.caption else ""
    columns = "; ".join(f"{text(plain(label))}: {text(title)}" for label, title in heat.columns)
    table = f'<table class="wide">{caption}<thead><tr>{"".join(heads)}</tr></thead><tbody>{rows}</tbody></table>'
    return f'<p class="legend">{legend}</p>{table}<p class="muted">{columns}</p>'


def _glyph(sign: Sign) -> str:
    return f'<span class="sign {SIGNS[sign][1]}">{SIGNS[sign][0]}</span> ' if sign else ""


def _length(length: Fraction) -> str:
    """A length with at most two decimals."""
    hundredths = round(length * 100)
    return f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")
