"""A page of the documentation becomes its headings, links and fenced blocks, each with its place and what its fence says."""

import re
import unicodedata
from pathlib import Path

from attrs import field, frozen

ROOT = Path(__file__).parent.parent.parent
LANGUAGES = frozenset(("criteria", "console", "python", "csv", "json", "text", "toml", "sh", "sql", "yaml", "mermaid"))

_FENCE = re.compile(r"^(?P<indent> *)```(?P<info>[^`\n]*)$")
_HEADING = re.compile(r"^(#{1,6}) (.+?) *$")
_LINK = re.compile(r"(?<!!)\[(?:[^\]\[]|\[[^\]]*\])*\]\(([^)\s]+)\)")
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")


@frozen
class Block:
    """A fenced block: its language, the marks on its fence (`part`, `error=T012` …), its text and where it stands."""

    page: Path
    line: int
    language: str
    marks: tuple[tuple[str, str], ...]
    text: str
    end: int

    @property
    def place(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"

    def mark(self, name: str) -> str | None:
        """What a mark says ("" where it stands alone); None where it is not there."""
        return dict(self.marks).get(name)


@frozen
class Page:
    """A Markdown file, read."""

    path: Path
    text: str
    blocks: tuple[Block, ...]
    headings: tuple[tuple[int, str], ...]
    links: tuple[tuple[int, str], ...] = field(factory=tuple)

    @property
    def name(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def tongue(self) -> str:
        return "vi" if self.path.name.endswith(".vi.md") else "en"

    def anchors(self) -> set[str]:
        """The names by which links reach the headings, as code hosts make them."""
        found: set[str] = set()
        for _, title in self.headings:
            slug = _slug(title)
            number, unique = 0, slug
            while unique in found:
                number += 1
                unique = f"{slug}-{number}"
            found.add(unique)
        return found


def _slug(title: str) -> str:
    plain = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", lambda found: found[1] or "", title)
    kept = (c for c in unicodedata.normalize("NFC", plain).lower() if c in " -_" or c.isalnum())
    return "".join(kept).replace(" ", "-")


def page(path: Path) -> Page:
    """A file, read; raises AssertionError for a fence that is not closed or of a language that no page uses."""
    text = path.read_text(encoding="utf-8")
    blocks: list[Block] = []
    headings: list[tuple[int, str]] = []
    links: list[tuple[int, str]] = []
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        fence = _FENCE.match(lines[number])
        if fence is None:
            heading = _HEADING.match(lines[number])
            if heading:
                headings.append((len(heading[1]), heading[2]))
            links += [(number + 1, target) for target in _LINK.findall(_CODE.sub("", lines[number]))]
            number += 1
            continue
        start = number
        number += 1
        while number < len(lines) and lines[number].strip() != "```":
            number += 1
        assert number < len(lines), f"{path}:{start + 1}: this block is not closed"
        words = fence["info"].split()
        language = words[0] if words else ""
        assert language in LANGUAGES, f"{path}:{start + 1}: a block of language {language!r}"
        marks = tuple((name, value) for name, _, value in (word.partition("=") for word in words[1:]))
        content = [line.removeprefix(fence["indent"]) for line in lines[start + 1 : number]]
        blocks.append(Block(path, start + 1, language, marks, "\n".join(content) + "\n", number + 1))
        number += 1
    return Page(path, text, tuple(blocks), tuple(headings), tuple(links))


def pages() -> list[Page]:
    """Every page of docs/ and the pages at the root that belong to it."""
    return [page(path) for path in (*sorted((ROOT / "docs").rglob("*.md")), ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md")]


def twin(of: Path) -> Path:
    """The page that says the same in the other tongue."""
    if of.name.endswith(".vi.md"):
        return of.with_name(of.name.removesuffix(".vi.md") + ".md")
    return of.with_name(of.name.removesuffix(".md") + ".vi.md")
