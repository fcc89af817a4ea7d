"""Names that a reader takes for one another: which letters look alike, and where Vietnamese tone marks may stand."""

import re
from functools import lru_cache
from unicodedata import normalize

_LOOKS_LIKE = str.maketrans(
    "авеѕіјкмнорстухαορνı",
    "abesijkmhopctyxaopvi",
)
"""Small letters of other alphabets by the Latin one that they are taken for."""

_CAPITALS = str.maketrans(
    "АВЕЅІЈКМНОРСТУХΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "abesijkmhopctyxabezhikmnoptyx",
)
"""Capital letters likewise: Greek and Cyrillic capitals look like other letters than their small ones."""

_STROKE = "\u0335"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SYLLABLE = re.compile(r"[^\W\d_][\u0300-\u036f]*(?:[^\W\d_][\u0300-\u036f]*)*")


@lru_cache(maxsize=8192)
def look(name: str) -> str:
    """What a name looks like: the same for names that differ only in case, in letters that look alike, in width, or in the
    letter of a syllable that has its tone mark.

    >>> look("hoà_Ðồng") == look("hòa_đồng"), look("hoa") == look("hòa"), look("m²") == look("m2")
    (True, False, True)
    """
    text = re.sub("[ÐðƉɖĐđ]", f"d{_STROKE}", normalize("NFKC", name))  # `đa` and `da` stay two names
    parted = normalize("NFD", text.translate(_CAPITALS)).casefold().translate(_LOOKS_LIKE)
    return _SYLLABLE.sub(_tone_last, parted)


def _tone_last(syllable: re.Match[str]) -> str:
    """A syllable with its tone mark behind it, wherever it stood."""
    tones = sorted(letter for letter in syllable[0] if letter in _TONES)
    return "".join(letter for letter in syllable[0] if letter not in _TONES) + "".join(tones)


def foreign_letters(name: str) -> int:
    """How many letters of a name only look like those of Vietnamese and English.

    >>> foreign_letters("Ðồng_ý"), foreign_letters("Đồng_ý")
    (1, 0)
    """
    latin = (normalize("NFKC", letter).translate(_CAPITALS).translate(_LOOKS_LIKE) for letter in name)
    return sum(letter in "ÐðƉɖ" or letter != seen for letter, seen in zip(name, latin, strict=True))


@lru_cache(maxsize=8192)
def without_marks(text: str) -> str:
    """Text as it is typed without Vietnamese marks, in small letters.

    >>> without_marks("Bộ tiêu chí Đẹp")
    'bo tieu chi dep'
    """
    return re.sub("[\u0300-\u036f]", "", normalize("NFD", text.casefold().replace("đ", "d")))


def one_slip(found: str, meant: str) -> bool:
    """Whether one slip of the hand makes `found` of `meant`: a letter left out, put in, doubled or wrong, or two neighbours
    that have changed places.

    >>> one_slip("requries", "requires"), one_slip("requirs", "requires"), one_slip("reqiurs", "requires")
    (True, True, False)
    """
    if found == meant or abs(len(found) - len(meant)) > 1:
        return False
    start = next((at for at, pair in enumerate(zip(found, meant, strict=False)) if pair[0] != pair[1]), min(len(found), len(meant)))
    rest, wanted = found[start:], meant[start:]
    return (
        rest[1:] == wanted
        or rest == wanted[1:]
        or rest[1:] == wanted[1:]
        or (len(rest) == len(wanted) >= 2 and rest[0] == wanted[1] and rest[1] == wanted[0] and rest[2:] == wanted[2:])
    )
