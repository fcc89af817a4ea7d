"""What would change in a file, as a unified diff."""

from difflib import unified_diff

from criteria_engine.checking import Checked
from criteria_engine.documents.ansi import painted
from criteria_engine.documents.inert import inert
from criteria_engine.documents.model import Style
from criteria_engine.fixes.making import Mended

_STYLES: dict[str, Style] = {"+": "good", "-": "bad", "@": "code"}


def difference(after: Mended, before: Checked, terminal: bool = False) -> str:
    """A diff from the file that was checked to the mended one; empty where nothing would change."""
    if before.original is None or not after.count:
        return ""
    return unified(before.original.name, before.original.changed(()).decode(), after.content.decode(), terminal)


def unified(name: str, before: str, after: str, terminal: bool = False) -> str:
    """A diff that `patch` takes, from one text of a file to another. For a terminal its lines are coloured, and inert."""
    lines = [text.split("\n") for text in (before, after)]
    old, new = ([f"{line}\n" for line in each[:-1]] + ([each[-1]] if each[-1] else []) for each in lines)
    shown: list[str] = []
    for line in unified_diff(old, new, name, name):
        text, ended = line.removesuffix("\n"), line.endswith("\n")
        shown.append((painted(inert(text), _STYLES.get(text[:1], "plain")) if terminal else text) + "\n")
        if not ended:
            shown.append("\\ No newline at end of file\n")
    return "".join(shown)
