"""A rule file's text as those who propose fixes look at it: by lines, with the tongue that it is written in."""

import re
from collections import Counter
from functools import cached_property

from attrs import define, field

from criteria_engine.diagnostics.fix import Edit, Fix
from criteria_engine.language.syntax.keywords import TONGUES, keyword_in, keyword_names, keyword_pattern, keywords
from criteria_engine.source import Source, Span

_ENOUGH = 20_000
"""Characters from which the tongue of a file is seen."""

COMMENTS_ELSEWHERE = ("#", "//", "—")
"""What begins a comment in other languages, or where a word processor has joined two dashes. What stands behind it on a line
is no rule."""


@define(slots=False)
class RuleText:
    """The text of a Source by lines."""

    source: Source
    lines: list[str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.lines = self.source.text.split("\n")

    def line(self, number: int) -> str:
        """The line of that number, from 1; empty when there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def before(self, span: Span) -> str:
        """What stands on its line before a span."""
        return self.line(span.line)[: span.column - 1]

    def after(self, span: Span) -> str:
        """What stands on its last line behind a span."""
        return self.line(span.end_line)[span.end_column - 1 :]

    def at(self, span: Span) -> str:
        """The text of a span that keeps to one line; empty for another."""
        return self.line(span.line)[span.column - 1 : span.end_column - 1] if span.line == span.end_line else ""

    @cached_property
    def _names(self) -> Counter[str]:
        return Counter(re.findall(r"[^\W\d]\w*(?:\.\w+)*", re.sub(r'"(?:[^"\\\n]|\\.)*"|--[^\n]*', "", self.source.text)))

    def count(self, name: str) -> int:
        """How often a name stands in the file, texts and comments aside."""
        return self._names[name]

    def parted(self, span: Span, word: str) -> str:
        """A word for a span's place, with blanks where it would run into the words beside it."""
        left = " " if word[:1].isalnum() and re.search(r"[\w)]\Z", self.before(span)) else ""
        right = " " if word[-1:].isalnum() and re.match(r"[\w(]", self.after(span)) else ""
        return f"{left}{word}{right}"

    def edit(self, line: int, start: int, end: int, replacement: str) -> Edit:
        """An edit of a line's characters from `start` to `end`, counted from 0."""
        return Edit(Span(self.source.name, line, start + 1, line, end + 1), self.line(line)[start:end], replacement)

    def replace(self, span: Span, replacement: str, certain: bool = True) -> Fix:
        """A fix that replaces a span of one line."""
        return Fix((self.edit(span.line, span.column - 1, span.end_column - 1, replacement),), certain)

    @cached_property
    def tongue(self) -> str:
        """The tongue of most of the keywords."""
        tongues = {spelling: tongue for tongue in TONGUES for word in keywords().values() for spelling in word.spellings[tongue]}
        found = re.findall(keyword_pattern(), self.source.text[:_ENOUGH])
        counts = Counter(tongues[" ".join(word.split())] for word in found if " ".join(word.split()) in keyword_names())
        return max(TONGUES, key=lambda tongue: counts[tongue])

    def word(self, row: str) -> str:
        """What is written in this file's tongue for a keyword."""
        return keyword_in(row, self.tongue) or row.lower()
