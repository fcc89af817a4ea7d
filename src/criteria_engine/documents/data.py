"""A document becomes plain data for JSON, with every user text inert."""

from typing import Any

from criteria_engine.documents.inert import inert
from criteria_engine.documents.model import (
    Bar,
    Block,
    Document,
    Heading,
    HeatMap,
    Item,
    Line,
    Paragraph,
    Shares,
    Sides,
    Table,
    Tree,
    Verbatim,
)
from criteria_engine.source import Cell, Span
from criteria_engine.values.numbers import exact_text

Data = dict[str, Any]


def document_data(document: Document) -> Data:
    """The whole document as dictionaries, lists and strings."""
    head = {"head": _sides(document.head)} if document.head is not None else {}
    return {"tongue": document.tongue, "title": _line(document.title), "blocks": [_block(block) for block in document.blocks], **head}


def place_data(place: Span | Cell | None) -> Data | None:
    """A place in rule text or in a data file; None where there is none."""
    match place:
        case Span():
            return {
                "file": inert(place.file), "line": place.line, "column": place.column,
                "end_line": place.end_line, "end_column": place.end_column,
            }
        case Cell():
            return {
                "file": inert(place.file), "sheet": None if place.sheet is None else inert(place.sheet),
                "row": place.row, "column": None if place.column is None else inert(place.column),
                **({} if place.address is None else {"cell": place.address}),
            }
    return None


def _line(text: Line) -> list[Data]:
    return [{"text": inert(run.text), "style": run.style} for run in text]


def _block(block: Block) -> Data:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": _line(block.text)}
        case Paragraph():
            return {"kind": "paragraph", "text": _line(block.text)}
        case Verbatim():
            return {"kind": "verbatim", "lines": [inert(each) for each in block.lines]}
        case Table():
            return {
                "kind": "table",
                "caption": _line(block.caption),
                "columns": [{"title": _line(column.title), "align": column.align} for column in block.columns],
                "rows": [[_line(cell) for cell in row] for row in block.rows],
                "totals": block.totals,
            }
        case Tree():
            return {"kind": "tree", "numbered": block.numbered, "items": [_item(item) for item in block.items]}
        case Bar():
            amounts = {"low": block.low, "high": block.high, "most": block.most, "mark": block.mark}
            exact = {name: None if amount is None else exact_text(amount) for name, amount in amounts.items()}
            return {"kind": "bar", "text": _line(block.text), "sign": block.sign, **exact}
        case Shares():
            rows = [
                {"label": _line(label), "parts": [{"sign": part.sign, "name": inert(part.name), "count": part.count} for part in parts]}
                for label, parts in block.rows
            ]
            return {"kind": "shares", "caption": _line(block.caption), "rows": rows}
        case HeatMap():
            return {
                "kind": "heat map",
                "caption": _line(block.caption),
                "columns": [{"label": _line(label), "title": inert(title)} for label, title in block.columns],
                "rows": [{"label": _line(row.label), "group": _line(row.group), "signs": list(row.signs)} for row in block.rows],
                "legend": [{"sign": sign, "meaning": inert(meaning)} for sign, meaning in block.legend],
            }
        case Sides():
            return _sides(block)


def _sides(sides: Sides) -> Data:
    return {"kind": "sides", "left": [_line(each) for each in sides.left], "right": [_line(each) for each in sides.right]}


def _item(item: Item) -> Data:
    return {
        "sign": item.sign,
        "label": inert(item.label),
        "text": _line(item.text),
        "aside": _line(item.aside),
        "details": [_line(detail) for detail in item.details],
        "items": [_item(below) for below in item.items],
        "folded": item.folded,
        "place": place_data(item.place),
    }
