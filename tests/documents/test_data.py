"""Documents as JSON data."""

import json

from criteria_engine.documents.data import document_data
from criteria_engine.documents.model import Column, Document, Heading, Item, Paragraph, Run, Table, Tree, Verbatim, line
from criteria_engine.source import Cell, Span


def test_every_block_is_plain_data() -> None:
    below = Item(line("below"), place=Span("a.criteria", 1, 2, 3, 4))
    item = Item(line("x"), "fails", "F1", line("y"), (line("z"),), (below,), place=Cell("w.csv", 16, "own"))
    table = Table((Column(line("c"), "right"),), ((line("1"),),), totals=1)
    document = Document(
        "vi",
        line("T"),
        (Heading(line("h"), 2), Paragraph(line(Run("p", "good"))), Verbatim(("v",)), table, Tree((item,))),
    )
    data = json.loads(json.dumps(document_data(document)))
    assert [block["kind"] for block in data["blocks"]] == ["heading", "paragraph", "verbatim", "table", "tree"]
    assert data["blocks"][1]["text"] == [{"text": "p", "style": "good"}]
    assert data["blocks"][4]["items"][0]["place"] == {"file": "w.csv", "sheet": None, "row": 16, "column": "own"}
    assert data["blocks"][4]["items"][0]["items"][0]["place"] == {"file": "a.criteria", "line": 1, "column": 2, "end_line": 3, "end_column": 4}


def test_user_text_is_inert() -> None:
    written = json.dumps(document_data(Document("en", line("\u202ea\x1b\ud800"))), ensure_ascii=False)
    assert "\\\\u202ea\\\\x1b\\\\ud800" in written
    written.encode("utf-8")
