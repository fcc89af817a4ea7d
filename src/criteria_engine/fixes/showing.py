"""What fixes would change, as a unified diff."""

from difflib import unified_diff

from criteria_engine.checking import Checked
from criteria_engine.documents.ansi import painted
from criteria_engine.documents.inert import inert
from criteria_engine.documents.model import Style
from criteria_engine.fixes.making import Mended

_STYLES: dict[str, Style] = {"+": "good", "-": "bad", "@": "code"}


def difference(after: Mended, before: Checked, terminal: bool = False) -> str:
    """A diff that `patch` takes, from the file that was checked to the mended one; empty where nothing would change. For a
    terminal its lines are coloured, and inert."""
    if before.original is None or not after.count:
        return ""
    name = before.original.name
    lines = [line.split("\n") for line in (before.original.changed(()).decode(), after.content.decode())]
    old, new = ([f"{line}\n" for line in each[:-1]] + ([each[-1]] if each[-1] else []) for each in lines)
    shown: list[str] = []
    for line in unified_diff(old, new, name, name):
        text, ended = line.removesuffix("\n"), line.endswith("\n")
        shown.append((painted(inert(text), _STYLES.get(text[:1], "plain")) if terminal else text) + "\n")
        if not ended:
            shown.append("\\ No newline at end of file\n")
    return "".join(shown)
