"""Two results that were compared: what differs, as data or as a document in a tongue."""

import json
from typing import Any, Literal

from attrs import frozen

from criteria_engine.data.supposing import Supposed
from criteria_engine.documents.markdown import document_markdown
from criteria_engine.documents.model import Document
from criteria_engine.documents.plain_text import document_text
from criteria_engine.explain.comparing import compare
from criteria_engine.explain.comparison import Comparison, Side, Way
from criteria_engine.explain.comparison_json import comparison_data
from criteria_engine.explain.document import comparison_document
from criteria_engine.explain.notebook import bundle, reader_tongue, shown


@frozen(eq=False)
class Compared:
    """What `Result.compared_with` gives."""

    comparison: Comparison

    @property
    def same_result(self) -> bool:
        """Whether verdict, grade, score and every heading are the same on both sides."""
        return self.comparison.same_result

    def data(self) -> dict[str, Any]:
        """The comparison as plain data."""
        found: dict[str, Any] = comparison_data(self.comparison)
        return found

    def document(self, tongue: str = "en") -> Document:
        """The comparison as a document."""
        return comparison_document(self.comparison, tongue)

    def explain(self, tongue: str = "en", format: Literal["text", "markdown", "json"] = "text", *, width: int = 100) -> str:
        """What differs and why, in Vietnamese ("vi") or English ("en"), as text, Markdown or JSON."""
        if format == "json":
            return json.dumps(self.data(), ensure_ascii=False, indent=2)
        document = self.document(tongue)
        return shown(document_markdown(document) if format == "markdown" else document_text(document, width), document)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """What a notebook shows."""
        return bundle(self.document(reader_tongue()))

    def _repr_html_(self) -> str:
        return self._repr_mimebundle_()["text/html"]


def compared(before: Side, after: Side, supposed: tuple[Supposed, ...] = ()) -> Compared:
    """Two results compared, as what sets them apart: other rules, another date, something supposed, or another unit."""
    return Compared(compare(before, after, _way(before, after, supposed), supposed))


def _way(before: Side, after: Side, supposed: tuple[Supposed, ...]) -> Way:
    if before.evaluation.dated.program is not after.evaluation.dated.program:
        return "rules"
    if before.proof.as_of != after.proof.as_of:
        return "dates"
    return "what if" if supposed else "units"
