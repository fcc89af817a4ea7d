"""Fonts out of a package become the small fonts that pages are set in: Latin letters with every Vietnamese one, and signs.

They are embedded whole, so that no page depends on the fonts of the machine, nor on which library cuts fonts there.
"""

import io
from functools import cache

FACES = {"text": "figo", "strong": "figbo", "names": "cascadia", "signs": "symbol2", "mathematics": "math"}
"""The names that the style sheet has for fonts, and what the package calls them."""

_KEPT = (
    (0x0020, 0x024F), (0x02B0, 0x036F), (0x0390, 0x03CF), (0x0400, 0x045F), (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x2070, 0x209F),
    (0x20A0, 0x20BF), (0x2100, 0x218F), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2460, 0x24FF), (0x2500, 0x25FF), (0x2600, 0x27BF),
)  # fmt: skip
"""Latin with its Vietnamese letters, marks, Greek and Cyrillic letters, punctuation, currencies, arrows, mathematics, boxes, signs."""

_LAYOUT = ("GPOS", "GSUB", "GDEF", "DSIG", "STAT")
"""Tables for scripts that join letters, and for kerning: reading them takes longer than all else, and no Latin letter needs them."""


@cache
def font_file(face: str) -> bytes:
    """The font of a face, cut down to what is kept. Raises ModuleNotFoundError where the package is not installed."""
    import pymupdf_fonts
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(pymupdf_fonts.fontbuffers[FACES[face]]()), recalcTimestamp=False)
    for table in _LAYOUT:
        if table in font:
            del font[table]
    cutter = subset.Subsetter(subset.Options(layout_features=[], hinting=False, notdef_outline=True, desubroutinize=True))
    cutter.populate(unicodes=[code for first, last in _KEPT for code in range(first, last + 1)])
    cutter.subset(font)
    found = io.BytesIO()
    font.save(found)
    return found.getvalue()


@cache
def characters() -> frozenset[int]:
    """The characters that text on pages can have without a font of the machine."""
    from fontTools.ttLib import TTFont

    fonts = (TTFont(io.BytesIO(font_file(face))) for face in ("text", "signs", "mathematics"))
    return frozenset(code for font in fonts for code in font.getBestCmap())
