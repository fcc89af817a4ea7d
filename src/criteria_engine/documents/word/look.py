"""How a Word file looks: fonts, page, styles, and the tongue that its speller checks."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from criteria_engine.documents.model import Style

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from docx.section import Section

TEXT_FONT = "Times New Roman"
"""What letters of Vietnamese authorities are written in; it has every letter, and what stands in for it on other systems has too."""

NAMES_FONT = "Courier New"

COLOURS: Mapping[Style, str] = {"muted": "595959", "good": "1B5E20", "bad": "8E1B1B", "open": "6B4E00"}

_LOCALES = {"vi": "vi-VN", "en": "en-GB"}
_SIZES: Mapping[str, float] = {"Title": 17, "Heading 1": 14, "Heading 2": 13, "Heading 3": 12, "Heading 4": 12, "Heading 5": 12, "Heading 6": 12}


def make_look(file: "WordFile", tongue: str) -> None:
    """Set page and styles of a new file."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    _page(file.sections[0])
    normal = file.styles["Normal"]
    _font(normal, TEXT_FONT, 12)
    normal.paragraph_format.space_after = Pt(5)
    _speak(file, _LOCALES.get(tongue, tongue))
    for name, size in _SIZES.items():
        style = file.styles[name]
        _font(style, TEXT_FONT, size)
        style.font.bold, style.font.italic, style.font.color.rgb = True, False, RGBColor(0x11, 0x11, 0x11)
        style.paragraph_format.space_before = Pt(0 if name == "Title" else 12 if name == "Heading 1" else 8)
        style.paragraph_format.space_after = Pt(8 if name == "Title" else 4)
        style.paragraph_format.keep_with_next = True
        for edge in style.element.findall(".//" + _qn("w:pBdr")):
            edge.getparent().remove(edge)
    caption = file.styles["Caption"]
    _font(caption, TEXT_FONT, 12)
    caption.font.bold, caption.font.color.rgb = True, RGBColor(0x11, 0x11, 0x11)
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(6), Pt(3)
    caption.paragraph_format.keep_with_next = True
    points = file.styles["List"]
    _font(points, TEXT_FONT, 12)
    points.paragraph_format.space_after = Pt(3)
    for indent in points.element.findall(".//" + _qn("w:ind")) + points.element.findall(".//" + _qn("w:contextualSpacing")):
        indent.getparent().remove(indent)
    for name, size, around in (("Table text", 10.5, 2), ("After table", 6.0, 0)):
        style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _font(style, TEXT_FONT, size)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(around)
    lines = file.styles.add_style("Plain lines", WD_STYLE_TYPE.PARAGRAPH)
    lines.base_style = normal
    _font(lines, NAMES_FONT, 9)


def landscape(file: "WordFile") -> None:
    """Go on on pages turned sideways."""
    _turned(file, sideways=True)


def portrait(file: "WordFile") -> None:
    """Go on on upright pages."""
    _turned(file, sideways=False)


def room(file: "WordFile") -> int:
    """The width of the text on the pages that the file stands at."""
    section = file.sections[-1]
    width, left, right = (int(each or 0) for each in (section.page_width, section.left_margin, section.right_margin))
    return width - left - right


def page_number(file: "WordFile") -> None:
    """The number of the page at its foot: the only field in the file, and no text of anybody's."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = file.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = _element("w:fldSimple", "instr", "PAGE")
    run = _element("w:r")
    text = _element("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _page(section: "Section") -> None:
    """A4 with the margins of Vietnamese administrative documents."""
    from docx.shared import Mm

    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(18)
    section.top_margin = section.bottom_margin = Mm(20)
    section.header_distance = section.footer_distance = Mm(10)


def _turned(file: "WordFile", sideways: bool) -> None:
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.shared import Mm

    section = file.add_section(WD_SECTION.NEW_PAGE)
    long, short = Mm(297), Mm(210)
    section.orientation = WD_ORIENT.LANDSCAPE if sideways else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if sideways else (short, long)
    section.left_margin = Mm(15 if sideways else 30)
    section.right_margin = Mm(15 if sideways else 18)


def _font(style: Any, name: str, size: float) -> None:
    """A font for every script: by its theme Word would choose another for East Asian text."""
    from docx.shared import Pt

    style.font.name, style.font.size = name, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for place in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(_qn(f"w:{place}"), name)
        fonts.attrib.pop(_qn(f"w:{place}Theme"), None)
    fonts.attrib.pop(_qn("w:cstheme"), None)


def _speak(file: "WordFile", locale: str) -> None:
    """The tongue of all text, for spelling and for reading aloud."""
    known = file.styles.element.find(".//" + _qn("w:rPrDefault") + "/" + _qn("w:rPr"))
    for old in known.findall(_qn("w:lang")):
        known.remove(old)
    spoken = _element("w:lang", "val", locale)
    spoken.set(_qn("w:eastAsia"), locale)
    known.append(spoken)
    for theme in file.settings.element.findall(_qn("w:themeFontLang")):
        theme.set(_qn("w:val"), locale)


def _element(tag: str, attribute: str = "", value: str = "") -> Any:
    from docx.oxml import OxmlElement

    found = OxmlElement(tag)
    if attribute:
        found.set(_qn(f"w:{attribute}"), value)
    return found


def _qn(tag: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(tag))
