"""A document becomes a whole page: one file that asks for nothing from outside and runs no script but its own."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

from criteria_engine.documents.html.blocks import Page, blocks_html, sides_html
from criteria_engine.documents.html.escaping import escaped, line_html
from criteria_engine.documents.html.pictures import PATTERNS
from criteria_engine.documents.html.words import word
from criteria_engine.documents.model import Bar, Document, HeatMap, Shares, plain

SAID = ("search", "choose", "shown", "open_all", "close_all", "clear")
"""The words that the script says, as attributes of the page."""

FEWEST_CONTENTS = 3
"""Sections from which on a page has a list of them."""


def document_html(document: Document) -> str:
    """The whole page as text."""
    page = Page(document.tongue)
    body = blocks_html(document.blocks, page)
    said = "".join(f' data-{key.replace("_", "-")}="{escaped(word(document.tongue, key))}"' for key in SAID)
    drawn = PATTERNS if any(isinstance(block, (Bar, Shares, HeatMap)) for block in document.blocks) else ""
    return (
        f'<!doctype html>\n<html lang="{document.tongue}">\n{_head(plain(document.title))}<body{said}>\n'
        f'<a class="skip" href="#content">{escaped(word(document.tongue, "skip"))}</a>{drawn}\n'
        f"<header>{_links(document)}{sides_html(document.head) if document.head else ''}<h1>{line_html(document.title)}</h1></header>\n"
        f'{_contents(page)}<main id="content" tabindex="-1">\n{body}</main>\n<script>{_file("script.js")}</script>\n</body>\n</html>\n'
    )


def document_html_bytes(document: Document) -> bytes:
    """The whole page as the bytes of a file."""
    return document_html(document).encode("utf-8")


@cache
def _file(name: str) -> str:
    return files("criteria_engine.documents.html").joinpath(name).read_text("utf-8")


@cache
def policy() -> str:
    """What the page may load and run: its own style sheet and script, known by their digests, and nothing else."""
    style, script = (b64encode(sha256(_file(name).encode()).digest()).decode() for name in ("style.css", "script.js"))
    return f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'"


def _head(title: str) -> str:
    return (
        f'<head>\n<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{policy()}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        '<meta name="format-detection" content="telephone=no">\n'
        f"<title>{escaped(title)}</title>\n<style>{_file('style.css')}</style>\n</head>\n"
    )


def _links(document: Document) -> str:
    if not document.links:
        return ""
    items = "".join(f"<li>{line_html(link)}</li>" for link in document.links)
    return f'<nav aria-label="{escaped(word(document.tongue, "pages"))}"><ul class="pages">{items}</ul></nav>'


def _contents(page: Page) -> str:
    if len(page.contents) < FEWEST_CONTENTS:
        return ""
    title = escaped(word(page.tongue, "contents"))
    items = "".join(f'<li><a href="#{id}">{escaped(plain(text))}</a></li>' for id, text in page.contents)
    return f'<nav class="contents" aria-label="{title}"><p>{title}</p><ul>{items}</ul></nav>\n'
