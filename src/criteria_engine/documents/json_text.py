"""Data become JSON text that only shows: characters that act instead of printing are written as JSON's own escapes."""

import json
from unicodedata import category

_ACTS = frozenset(("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))


def json_text(data: object) -> str:
    r"""JSON of two spaces' indent with a line end; the data that it reads as are the same.

    >>> print(json_text({"tên": "a\u202eb"}), end="")
    {
      "tên": "a\u202eb"
    }
    """
    text = json.dumps(data, ensure_ascii=False, indent=2)
    acting = {ord(character): json.dumps(character)[1:-1] for character in set(text) if character > "~" and category(character) in _ACTS}
    return (text.translate(acting) if acting else text) + "\n"
