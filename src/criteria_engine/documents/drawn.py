"""Blocks that are drawn become tables and lines that say the same, for formats without pictures."""

from fractions import Fraction

from criteria_engine.documents.model import SIGNS, Bar, Block, Column, HeatMap, Line, Paragraph, Run, Shares, Sides, Table, joined, line

_STEPS = 30


def in_words(block: Block) -> tuple[Block, ...]:
    """The blocks that say what a bar, shares, a heat map or sides show; any other block as it is."""
    match block:
        case Bar():
            return (Paragraph(block.text),)
        case Shares():
            return (_shares(block),)
        case HeatMap():
            return (_heat_map(block), Paragraph(_legend(block)))
        case Sides():
            return tuple(Paragraph(each) for each in (*block.left, *block.right) if each)
    return (block,)


def bar_line(bar: Bar) -> Line:
    """A bar drawn with characters: what is sure, what is open, what is lacking, and where the mark is.

    >>> from criteria_engine.documents.model import Bar, plain
    >>> plain(bar_line(Bar((), 15, 20, 30, 25)))
    '███████████████▒▒▒▒▒░░░░░│░░░░░'
    """
    low, high, mark = (round(place(amount, bar.most) * _STEPS) for amount in (bar.low, bar.high, bar.mark or 0))
    steps = ["█"] * low + ["▒"] * (high - low) + ["░"] * (_STEPS - high)
    if bar.mark is not None:
        steps.insert(mark, "│")
    return (Run("".join(steps), SIGNS[bar.sign][1]),)


def place(amount: "int | Fraction", most: "int | Fraction") -> Fraction:
    """Where an amount stands between 0 and the most, as a part of 1; at an end where it is beyond it.

    >>> place(3, 4), place(-1, 4), place(5, 4), place(0, 0)
    (Fraction(3, 4), Fraction(0, 1), Fraction(1, 1), Fraction(0, 1))
    """
    return min(max(Fraction(amount) / Fraction(most), Fraction(0)), Fraction(1)) if most > 0 else Fraction(0)


def _shares(shares: Shares) -> Table:
    names = {part.name: None for _, parts in shares.rows for part in parts}
    columns = (Column(()), *(Column(line(name), "right") for name in names))
    rows = []
    for label, parts in shares.rows:
        counts = {part.name: part.count for part in parts}
        rows.append((label, *(line(Run(str(counts[name]), value=counts[name])) if name in counts else () for name in names)))
    return Table(columns, tuple(rows), shares.caption)


def _heat_map(heat: HeatMap) -> Table:
    columns = (*(Column(title) for title in heat.titles), *(Column(label) for label, _ in heat.columns))
    rows = tuple((row.label, row.group, *((Run(*SIGNS[sign]),) if sign else () for sign in row.signs)) for row in heat.rows)
    return Table(columns, rows, heat.caption)


def _legend(heat: HeatMap) -> Line:
    return joined([line(Run(*SIGNS[sign]), f" {meaning}") for sign, meaning in heat.legend], " · ")
