"""A document becomes a piece of HTML to stand inside another page, as a notebook shows results: no script, nothing from outside."""

from functools import cache
from hashlib import sha256
from importlib.resources import files

from attrs import define, evolve

from criteria_engine.documents.html.blocks import Page, blocks_html
from criteria_engine.documents.html.escaping import line_html
from criteria_engine.documents.html.pictures import PATTERNS
from criteria_engine.documents.model import Bar, Block, Document, HeatMap, Item, Shares, Table, Tree
from criteria_engine.documents.plain_text import document_text

SETTLED = frozenset(("passes", "scored", "not applicable"))
"""Signs of items that begin closed: nothing is left to do about them."""


@define
class _Fragment(Page):
    """A page whose names are its own among all that stand beside it."""

    prefix: str = ""

    def fresh(self, kind: str) -> str:
        return f"{self.prefix}-{Page.fresh(self, kind)}"


def fragment_html(document: Document) -> str:
    """The document in a `div` of its own, its trees to open and close. The same document gives the same bytes."""
    prefix = f"c{sha256(document_text(document).encode()).hexdigest()[:8]}"
    page = _Fragment(document.tongue, prefix=prefix)
    blocks = tuple(_opening(block, page) for block in document.blocks)
    drawn = PATTERNS if any(isinstance(block, (Bar, Shares, HeatMap)) for block in blocks) else ""
    title = f'<p class="title">{line_html(document.title)}</p>\n' if document.title else ""
    return f'<div class="criteria-engine" lang="{document.tongue}">\n<style>{_style()}</style>{drawn}\n{title}{blocks_html(blocks, page)}</div>\n'


def _opening(block: Block, page: Page) -> Block:
    """A block whose items with something below them open and close; tables stay as they are written."""
    if isinstance(block, Tree):
        return evolve(block, items=tuple(_item(item, page) for item in block.items))
    return evolve(block, lively=False) if isinstance(block, Table) else block


def _item(item: Item, page: Page) -> Item:
    if not item.items and not item.details:
        return item
    inner = tuple(_item(each, page) for each in item.items)
    return evolve(item, items=inner, anchor=page.fresh("i"), folded=item.folded or item.sign in SETTLED)


@cache
def _style() -> str:
    return files("criteria_engine.documents.html").joinpath("fragment.css").read_text("utf-8")
