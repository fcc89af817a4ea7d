"""The page of a fault code, as the documentation has it, becomes its parts: what it says, why, wrong, right, how to mend it."""

import re
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from attrs import frozen

import criteria_engine.diagnostics as diagnostics_package

PARTS = ("says", "why", "wrong", "right", "mend")
"""What the sections of every page are, in their order; each tongue has its own titles for them."""

MOST_NEAR = 6
"""Codes that are named where one is not known."""

_FENCE = re.compile(r"^```(.*)$")


@frozen
class Example:
    """A fenced block of a page: its format (`criteria`, `csv` …), the marks on its fence, its text."""

    format: str
    marks: tuple[str, ...]
    text: str


@frozen
class FaultPage:
    """A page: its title without the code, its sections as Markdown (those of `PARTS`), and all of its text."""

    code: str
    tongue: str
    title: str
    sections: tuple[tuple[str, str], ...]
    markdown: str

    def section(self, part: str) -> str:
        """The Markdown of one of `PARTS`, without its title."""
        return self.sections[PARTS.index(part)][1]

    def examples(self, part: str) -> tuple[Example, ...]:
        """The fenced blocks of one of `PARTS`."""
        return fenced(self.section(part))


def page_folder() -> Path:
    """The folder that holds the pages; raises FileNotFoundError when the installation lacks it."""
    package = Path(diagnostics_package.__file__).parent.parent
    for folder in (package / "fault_pages", package.parent.parent / "docs" / "reference" / "errors"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError("docs/reference/errors")


@cache
def codes_with_pages() -> tuple[str, ...]:
    """The codes that have a page, sorted."""
    return tuple(sorted(path.name.removesuffix(".md") for path in page_folder().glob("*.md") if path.name.count(".") == 1))


def fault_page(code: str, tongue: str) -> FaultPage | None:
    """The page of a code (`T017`) in a tongue; None where there is none."""
    if code not in codes_with_pages():
        return None
    ending = ".md" if tongue == "en" else f".{tongue}.md"
    return read_page(code, tongue, (page_folder() / f"{code}{ending}").read_text(encoding="utf-8"))


def read_page(code: str, tongue: str, text: str) -> FaultPage:
    """The text of a page, read; raises ValueError where it has not the sections that every page has."""
    head, *parts = re.split(r"^## ", text, flags=re.MULTILINE)
    titled = re.match(rf"# {code} · (\S.*)\n", head)
    if titled is None or len(parts) != len(PARTS):
        raise ValueError(f"the page of {code} ({tongue}) has not the sections that every page has")
    sections = tuple((title, body.strip("\n")) for title, _, body in (part.partition("\n") for part in parts))
    return FaultPage(code, tongue, titled[1], sections, text)


def fenced(markdown: str) -> tuple[Example, ...]:
    """The fenced blocks of a Markdown text.

    >>> fenced("a\\n```csv wrong units\\ncode\\n```\\n")
    (Example(format='csv', marks=('wrong', 'units'), text='code\\n'),)
    """
    found: list[Example] = []
    lines = iter(markdown.split("\n"))
    for line in lines:
        fence = _FENCE.match(line)
        if fence is not None:
            format, *marks = fence[1].split()
            body = iter(lambda: next(lines, "```"), "```")
            found.append(Example(format, tuple(marks), "".join(f"{each}\n" for each in body)))
    return tuple(found)


def plain_code(asked: str) -> str:
    """A code as people type or copy it, in its plain form: `t17`, `error[T017]` and `T017:` are T017.

    >>> plain_code("error[t017]"), plain_code("s8"), plain_code("hello")
    ('T017', 'S008', 'HELLO')
    """
    found = re.search(r"(?:^|\[)\s*([a-z])-?(\d{1,3})\s*(?:$|[\]:])", asked.strip(), re.IGNORECASE)
    return f"{found[1].upper()}{int(found[2]):03}" if found else asked.strip().upper()


def near_codes(code: str) -> tuple[str, ...]:
    """Codes that may have been meant: those of the same letter that differ least, then those of the same number; at most
    `MOST_NEAR`."""
    known = codes_with_pages()
    same_letter = get_close_matches(code, [each for each in known if each[0] == code[:1]], 2, 0.7)
    same_number = [each for each in known if code[-3:].isdigit() and each[1:] == code[-3:]]
    return tuple(dict.fromkeys([*same_letter, *same_number]))[:MOST_NEAR]
