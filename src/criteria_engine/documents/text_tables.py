"""A table becomes lines of text whose columns fit a width together."""

from criteria_engine.documents.model import Column, Line, Run, Table, plain
from criteria_engine.documents.width import text_width
from criteria_engine.documents.wrapping import inert_line, line_width, wrapped

NARROWEST_COLUMN = 8
"""Columns of the screen below which no column of a table is narrowed."""

_GAP = "  "


def table_lines(table: Table, width: int) -> list[Line]:
    """The caption, the titles above a rule, the rows, and the totals below a rule; cells wrap where they must."""
    titles = [inert_line(_strong(column.title)) for column in table.columns]
    rows = [[inert_line(cell) for cell in row] for row in table.rows]
    titled = any(titles)
    widths = _widths(titles, rows, width)
    rule: Line = (Run(_GAP.join("─" * room for room in widths), "muted"),)
    found: list[Line] = wrapped(inert_line(table.caption), width) if table.caption else []
    if titled:
        found += [*_row(titles, table.columns, widths), rule]
    for number, row in enumerate(rows):
        if table.totals and number == len(rows) - table.totals:
            found.append(rule)
        found += _row(row, table.columns, widths)
    return found


def _strong(text: Line) -> Line:
    return tuple(Run(run.text, "strong") if run.style == "plain" else run for run in text)


def _widths(titles: list[Line], rows: list[list[Line]], width: int) -> list[int]:
    """Each column as wide as its widest cell. Where that is too wide, titles that are wider than what stands below them wrap
    first; then the widest columns are narrowed in turn until all fit, or none may be narrowed."""
    widths = [max(max(map(line_width, column)), 1) for column in zip(titles, *rows, strict=True)]
    spare = width - len(_GAP) * (len(widths) - 1)
    widths = [min(room, max(spare, NARROWEST_COLUMN)) for room in widths]
    needed = [
        max([NARROWEST_COLUMN, line_width(title) // 3 + 2, *map(line_width, column), *(text_width(word) for word in plain(title).split(" "))])
        for title, column in zip(titles, zip(*rows, strict=True), strict=True)
    ] if rows else widths
    while sum(widths) > spare and any(room > least for room, least in zip(widths, needed, strict=True)):
        room, _, position = max((room, -number, number) for number, (room, least) in enumerate(zip(widths, needed, strict=True)) if room > least)
        widths[position] = room - 1
    while sum(widths) > spare and max(widths, default=0) > NARROWEST_COLUMN:
        widths[widths.index(max(widths))] -= 1
    return widths


def _row(cells: list[Line], columns: tuple[Column, ...], widths: list[int]) -> list[Line]:
    wrapped_cells = [wrapped(cell, room) for cell, room in zip(cells, widths, strict=True)]
    found: list[Line] = []
    for number in range(max(map(len, wrapped_cells), default=0)):
        parts: list[Run] = []
        for position, (lines, column, room) in enumerate(zip(wrapped_cells, columns, widths, strict=True)):
            text = lines[number] if number < len(lines) else ()
            blank = Run(" " * (room - line_width(text)))
            gap = [Run(_GAP)] if position else []
            parts += [*gap, blank, *text] if column.align == "right" else [*gap, *text, blank]
        found.append(tuple(parts))
    return found
