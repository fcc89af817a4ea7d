"""Markdown of our own pages becomes blocks of a document: headings, paragraphs, fenced text and lists."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from criteria_engine.documents.model import Block, Heading, Item, Line, Paragraph, Run, Style, Tree, Verbatim

if TYPE_CHECKING:
    from markdown_it.token import Token

_STYLES: dict[str, Style] = {"strong_open": "strong", "em_open": "plain"}


def blocks_of(markdown: str) -> tuple[Block, ...]:
    """The blocks of a page. Links keep their words, code its back-quotes, so that it stands out without colour too; what
    a page does not use (tables, pictures, HTML) raises ValueError.

    >>> blocks_of("Write `200 m2`.")[0].text[1]
    Run(text='`200 m2`', style='code')
    """
    from markdown_it import MarkdownIt

    return tuple(_blocks(iter(MarkdownIt("commonmark").parse(markdown))))


def _blocks(tokens: Iterator["Token"]) -> Iterator[Block]:
    for token in tokens:
        match token.type:
            case "heading_open":
                yield Heading(_line(next(tokens)), max(int(token.tag[1]) - 1, 1))
            case "paragraph_open":
                yield Paragraph(_line(next(tokens)))
            case "fence":
                yield Verbatim(tuple(token.content.removesuffix("\n").split("\n")))
            case "bullet_list_open" | "ordered_list_open":
                yield Tree(tuple(_items(tokens, token.type.replace("open", "close"))), token.type.startswith("ordered"))
            case "heading_close" | "paragraph_close":
                pass
            case other:
                raise ValueError(other)


def _items(tokens: Iterator["Token"], end: str) -> Iterator[Item]:
    for token in tokens:
        if token.type == end:
            return
        if token.type == "inline":
            yield Item(_line(token))


def _line(token: "Token") -> Line:
    return tuple(_runs(token.children or ()))


def _runs(tokens: Sequence["Token"]) -> Iterator[Run]:
    style: Style = "plain"
    for token in tokens:
        match token.type:
            case "text":
                yield Run(token.content, style)
            case "code_inline":
                yield Run(f"`{token.content}`", "code")
            case "softbreak" | "hardbreak":
                yield Run(" ", style)
            case "strong_open" | "em_open":
                style = _STYLES[token.type]
            case "strong_close" | "em_close":
                style = "plain"
            case "link_open" | "link_close":
                pass
            case other:
                raise ValueError(other)
