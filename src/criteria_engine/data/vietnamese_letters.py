"""Two words, perhaps Vietnamese, are compared letter by letter: marks may be missing or stand the old or the new way, but
never differ.

`Diện tích`, `dien_tich`, `DIÊN TÍCH` are written alike; `Số` and `Sổ` are not. `hoà` and `hòa` have one tone in one
syllable, and are alike.
"""

import unicodedata
from functools import lru_cache

from attrs import frozen

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_STROKED_D = str.maketrans({"đ": "d\u0335", "ð": "d\u0335", "ɖ": "d\u0335"})
_BETWEEN = frozenset(" _-\t\r\n\u00a0")


@frozen
class Spelling:
    """A word taken apart: its bare letters without case, marks and what stands between words; the mark of the shape of
    each letter (circumflex, breve, horn, stroke); the tone of each letter; and where each syllable begins."""

    bare: str
    shapes: tuple[str, ...]
    tones: tuple[str, ...]
    syllables: tuple[int, ...]


@lru_cache(maxsize=20_000)
def spelling(text: str) -> Spelling:
    """A word taken apart.

    >>> spelling("Diện_tích").bare, spelling("Diện_tích").syllables
    ('dientich', (0, 4))
    """
    letters: list[str] = []
    shapes: list[str] = []
    tones: list[str] = []
    syllables: list[int] = []
    begins = True
    for each in unicodedata.normalize("NFD", text.casefold().translate(_STROKED_D)):
        if each in _BETWEEN:
            begins = True
        elif each in _TONES:
            if letters:
                tones[-1] += each
        elif unicodedata.combining(each):
            if letters:
                shapes[-1] += each
        else:
            if begins:
                syllables.append(len(letters))
            begins = False
            letters.append(each)
            shapes.append("")
            tones.append("")
    return Spelling("".join(letters), tuple(shapes), tuple(tones), tuple(syllables))


def bare(text: str) -> str:
    """The letters of a word without case, marks and what stands between words.

    >>> bare("Đã_nộp")
    'danop'
    """
    return spelling(text).bare


def alike(found: str, declared: str) -> bool:
    """Whether a word found is a declared one, but for marks that it lacks; marks that it has must be those of the declared
    word, unless that has none at all.

    >>> alike("DIEN TICH", "Diện tích"), alike("Số hồ sơ", "Sổ hồ sơ"), alike("hoà", "hòa"), alike("cơ", "có")
    (True, False, True, False)
    """
    one, other = spelling(found), spelling(declared)
    if one.bare != other.bare:
        return False
    if not any(other.shapes) and not any(other.tones):
        return True
    if any(left and left != right for left, right in zip(one.shapes, other.shapes, strict=True)):
        return False
    starts = other.syllables if len(other.syllables) >= len(one.syllables) else one.syllables
    for start, end in zip(starts, (*starts[1:], len(one.bare)), strict=True):
        left, right = "".join(one.tones[start:end]), "".join(other.tones[start:end])
        if left and left != right:
            return False
    return True
