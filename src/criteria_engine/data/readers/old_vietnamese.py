"""Text in the Vietnamese encodings from before Unicode (TCVN3, VNI, VISCII) becomes text again, and is told from others.

TCVN3 gives a byte to each letter; VNI writes a letter and its mark as two. Both are also met inside UTF-8 files and
spreadsheets, where the letters of a font stand as the Latin letters of the same bytes (`Ph­êng` for Phường).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import chain, islice

_TCVN3: Mapping[int, str] = dict(
    zip(
        chain(
            *(range(0xA1, 0xAF), range(0xB5, 0xBA), range(0xBB, 0xBF), range(0xC6, 0xCD)),
            *(range(0xCE, 0xD9), range(0xDC, 0xE0), range(0xE1, 0xF0), range(0xF1, 0xFF)),
        ),
        "ĂÂÊÔƠƯĐăâêôơưđ" "àảãáạ" "ằẳẵắ" "ặầẩẫấậè" "ẻẽéẹềểễếệìỉ" "ĩíịò" "ỏõóọồổỗốộờởỡớợù" "ủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)

_VNI_VOWELS: Mapping[str, str] = {
    "a": "aùáaøàaûảaõãaïạaââaáấaàầaåẩaãẫaäậaêăaéắaèằaúẳaüẵaëặ",
    "e": "eùéeøèeûẻeõẽeïẹeâêeáếeàềeåểeãễeäệ",
    "o": "oùóoøòoûỏoõõoïọoâôoáốoàồoåổoãỗoäộ",
    "ô": "ôùớôøờôûởôõỡôïợ",
    "u": "uùúuøùuûủuõũuïụ",
    "ö": "öùứöøừöûửöõữöïự",
    "y": "yùýyøỳyûỷyõỹ",
}
_VNI_ALONE: Mapping[str, str] = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ", "ñ": "đ"}


def _vni() -> dict[str, str]:
    pairs = {written[i : i + 2]: written[i + 2] for written in _VNI_VOWELS.values() for i in range(0, len(written), 3)}
    small = {**pairs, **_VNI_ALONE}
    mixed = {key[0].upper() + key[1:]: letter.upper() for key, letter in small.items()}
    return {**small, **mixed, **{key.upper(): letter.upper() for key, letter in small.items()}}


_VNI = _vni()
_VNI_FORMS = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))

OLD_ENCODINGS = ("tcvn3", "vni")
"""What can be named besides the encodings that Python knows."""

_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_WORD = re.compile(r"[^\W\d_]+")
_SYLLABLE = re.compile(
    "(ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
    "(iêu|yêu|oai|oay|oao|oeo|uây|uôi|ươi|ươu|uyê|uya|uyu|iê|yê|uâ|uô|ươ|uê|uơ|uy|oa|oă|oe|oo|ua|ưa|ia|ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu"
    "|[aăâeêioôơuưy])"
    "(ch|ng|nh|[cmnpt])?"
)


def from_tcvn3(text: str) -> str:
    """Text whose letters are those of the bytes of TCVN3, as Vietnamese.

    >>> from_tcvn3("Ph\\xad\\xeang")
    'Phường'
    """
    return text.translate(_TCVN3)


def from_vni(text: str) -> str:
    """Text whose letters are those of the bytes of VNI, as Vietnamese.

    >>> from_vni("Phöôøng")
    'Phường'
    """
    return _VNI_FORMS.sub(lambda found: _VNI[found[0]], text)


def share_of_syllables(text: str, most: int = 2_000) -> tuple[int, int]:
    """How many of the words with letters beyond ASCII could be Vietnamese syllables, and how many such words there are;
    of the first `most`.

    >>> share_of_syllables("Phường Bến Nghé, Ph\\xad\\xeang")
    (3, 4)
    """
    words = list(islice((word for word in _words(unicodedata.normalize("NFC", text)) if not word.isascii()), most))
    return sum(map(_is_syllable, words)), len(words)


def _words(text: str) -> Iterable[str]:
    # a soft hyphen and the signs of Latin-1 are letters of TCVN3: a word that holds one is a word with a wrong letter
    return (found[0] for found in re.finditer(r"[^\W\d_](?:[^\W\d_]|[\xa1-\xbf])*|[\xa1-\xbf]+[^\W\d_]+", text))


def _is_syllable(word: str) -> bool:
    marks = unicodedata.normalize("NFD", word.lower())
    bare = unicodedata.normalize("NFC", marks.translate(_TONES))
    tones = len(marks) - len(marks.translate(_TONES))
    return tones <= 1 and _SYLLABLE.fullmatch(bare) is not None


def old_font(texts: Iterable[str]) -> tuple[str, str, str] | None:
    """The encoding before Unicode that texts are in (`TCVN3`, `VNI`), a text as it stands and as it would read; None where
    they are in none.

    Only where at least five words have letters beyond ASCII, of which at most half are Vietnamese as they stand and
    at least nine in ten are so in the old encoding.
    """
    some = [text for text in islice(texts, 5_000) if not text.isascii()]
    joined = "\n".join(text[:500] for text in some)[:100_000]
    good, all_words = share_of_syllables(joined)
    if all_words < 5 or 2 * good > all_words:
        return None
    for name, read in (("TCVN3", from_tcvn3), ("VNI", from_vni)):
        good, all_words = share_of_syllables(read(joined))
        if 10 * good >= 9 * all_words:
            return name, some[0], read(some[0])
    return None
