"""A sheet while it is being filled, row after row."""

from collections.abc import Sequence

from attrs import define, field

from criteria_engine.documents.workbook.model import CellLook, Content, SheetCell


@define
class GrowingSheet:
    """Cells as they are added; `row` is the next free row, counted from 0."""

    cells: dict[tuple[int, int], SheetCell] = field(factory=dict)
    row: int = 0

    def add(self, *contents: Content | SheetCell, look: CellLook = "plain") -> int:
        """A row of contents in one look, or of cells as they are; the row's number."""
        for column, content in enumerate(contents):
            self.cells[self.row, column] = content if isinstance(content, SheetCell) else SheetCell(content, look)
        self.row += 1
        return self.row - 1

    def table(self, titles: Sequence[str], rows: Sequence[Sequence[Content | SheetCell]]) -> int:
        """A table under its titles, and an empty row after it; the row of the titles."""
        first = self.add(*titles, look="heading")
        for row in rows:
            self.add(*row)
        self.skip()
        return first

    def skip(self, rows: int = 1) -> None:
        """Leave rows empty."""
        self.row += rows
