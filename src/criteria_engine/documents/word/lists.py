"""Lists of a Word file: marked with a dash, without marks, or numbered from 1 each time."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from docx.text.paragraph import Paragraph as WordParagraph

_LEVELS = 9
_STEP = 340
"""Twentieths of a point by which each level is indented."""


class Lists:
    """Gives paragraphs their place in lists of a file."""

    def __init__(self, file: "WordFile") -> None:
        self._root = file.part.numbering_part.element
        self._dashes = self._number(self._kind(901, "bullet", "–"))
        self._unmarked = self._number(self._kind(902, "none", ""))
        self._counting = self._kind(903, "decimal", "%1.")

    def plain(self) -> int:
        """The list whose points have a dash."""
        return self._dashes

    def unmarked(self) -> int:
        """The list whose points have no mark of their own."""
        return self._unmarked

    def numbered(self) -> int:
        """A new list that counts from 1."""
        return self._number(self._counting, restart=True)

    def put(self, paragraph: "WordParagraph", number: int, level: int) -> None:
        """Make a paragraph a point of a list at a level, counted from 0."""
        place = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        place.get_or_add_ilvl().val = min(level, _LEVELS - 1)
        place.get_or_add_numId().val = number

    def _kind(self, number: int, format: str, text: str) -> int:
        kind = _element("w:abstractNum", abstractNumId=number)
        kind.append(_element("w:multiLevelType", val="hybridMultilevel"))
        for level in range(_LEVELS):
            shape = _element("w:lvl", ilvl=level)
            shape.append(_element("w:start", val=1))
            shape.append(_element("w:numFmt", val=format))
            shape.append(_element("w:suff", val="nothing" if format == "none" else "tab"))
            shape.append(_element("w:lvlText", val=text.replace("1", str(level + 1))))
            shape.append(_element("w:lvlJc", val="left"))
            place = _element("w:pPr")
            place.append(_element("w:ind", left=_STEP * (level + 1), hanging=_STEP))
            shape.append(place)
            kind.append(shape)
        first_number = next((each for each in self._root if each.tag.endswith("}num")), None)
        if first_number is None:
            self._root.append(kind)
        else:
            first_number.addprevious(kind)
        return number

    def _number(self, kind: int, restart: bool = False) -> int:
        number = self._root.add_num(kind)
        if restart:
            number.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(number.numId)


def _element(tag: str, **attributes: object) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    found = OxmlElement(tag)
    for name, value in attributes.items():
        found.set(qn(f"w:{name}"), str(value))
    return found
