"""A document becomes tagged PDF (PDF/UA): the same document always the same bytes, set in fonts that have every Vietnamese letter.

The fonts come from a package, not from the machine, so that pages look alike everywhere. Nothing is read from outside while a page is
set: every address but those of the fonts is refused.
"""

import atexit
import logging
import warnings
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from attrs import frozen

from criteria_engine.documents.inert import spelled
from criteria_engine.documents.model import Document
from criteria_engine.documents.paper.fonts import FACES, characters, font_file
from criteria_engine.documents.paper.markup import paper_markup

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

_FONT = "font:"


def document_pdf(document: Document) -> bytes:
    """The pages of the document, with bookmarks, language, title and tags, and no date. Raises ModuleNotFoundError where a package of
    the extra `pdf` is not installed, OSError where the library that sets text (Pango) is not on the machine."""
    setting = _setting()
    return pdf_of(paper_markup(document), setting)


def make_ready() -> None:
    """Read the fonts and load what sets pages, which takes a second or two once. Raises as `document_pdf` does."""
    _setting()


@frozen(eq=False)
class Setting:
    """The style sheet and the fonts, made ready once for any number of documents."""

    sheet: "CSS"
    fonts: "FontConfiguration"
    fetch: Any


def pdf_of(markup: str, setting: Setting) -> bytes:
    """Markup set on pages. A character that the fonts do not have (Chinese, a picture) is spelled out, `\\u6771`: a font of the machine
    might have it or not, and the page would not be the same everywhere."""
    from weasyprint import HTML

    known = characters()
    drawn = markup.translate({ord(each): spelled(each) for each in set(markup) if ord(each) not in known and each != "\n"})
    html = HTML(string=drawn, base_url="about:none", url_fetcher=setting.fetch)
    found = html.write_pdf(stylesheets=[setting.sheet], font_config=setting.fonts, pdf_variant="pdf/ua-1", full_fonts=True)
    assert isinstance(found, bytes)
    return found


@cache
def _setting() -> Setting:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of a library that cuts fonts, which is not needed: they are embedded whole
        import weasyprint  # noqa: F401
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    for noisy in ("weasyprint", "fontTools"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)

    class OnlyFonts(URLFetcher):  # type: ignore[misc]
        """Gives the fonts and nothing else."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith(_FONT):
                raise ValueError(url)
            return URLFetcherResponse(url, font_file(url.removeprefix(_FONT)), {"Content-Type": "font/ttf"})

    atexit.register(_setting.cache_clear)  # fonts are to be closed while the library is there
    for face in FACES:  # a font that cannot be had is told of here; the library would go on without it
        font_file(face)
    fonts, fetch = FontConfiguration(), OnlyFonts()
    text = files("criteria_engine.documents.paper").joinpath("paper.css").read_text("utf-8")
    return Setting(CSS(string=text, font_config=fonts, url_fetcher=fetch, base_url="about:none"), fonts, fetch)
