"""Case files that carry over a public suite become the tables of the conformance page: what agrees, what deviates, what is left out.

Such a file has beside its cases a head `suite`: `name`, the suite's own file; `of`, the suite, a key of `suites.toml`; `commit`,
the version that was read, or one for each group; `groups`, how many tests each of its groups has; `left`, how many of a group are left out, by the
reason. Its cases are named `GROUP: TEST` by the suite's names, each test of the suite once. Facts are carried over, no text.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from attrs import frozen
from tests.semantics.cases import Case, case_files, cases_of

WORDS = Path(__file__).with_name("suites.toml")


@frozen
class SuiteFile:
    """A case file that carries over one file of a suite."""

    topic: str
    name: str
    of: str
    commits: tuple[str, ...]
    groups: Mapping[str, int]
    left: Mapping[str, Mapping[str, int]]
    cases: tuple[Case, ...]

    def agreeing(self, group: str) -> int:
        """How many tests of a group we answer as the suite does."""
        return sum(case.departs is None for case in self.of_group(group))

    def departing(self, group: str) -> int:
        """How many tests of a group we answer otherwise."""
        return sum(case.departs is not None for case in self.of_group(group))

    def of_group(self, group: str) -> list[Case]:
        return [case for case in self.cases if group_of(case) == group]


def group_of(case: Case) -> str:
    """The suite's group that a case belongs to."""
    return case.name.partition(": ")[0]


@cache
def suite_files() -> tuple[SuiteFile, ...]:
    """The case files with a head `suite`, sorted by name."""
    return tuple(found for path in case_files() for found in _suite_file(path))


def _suite_file(path: Path) -> Iterator[SuiteFile]:
    head = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader).get("suite")
    if head is not None:
        left = {group: {why: int(many) for why, many in reasons.items()} for group, reasons in head.get("left", {}).items()}
        groups = {group: int(many) for group, many in head["groups"].items()}
        commit = head["commit"]
        commits = (commit,) if isinstance(commit, str) else tuple(dict.fromkeys(commit[group] for group in groups))
        yield SuiteFile(path.stem, head["name"], head["of"], commits, groups, left, tuple(cases_of(path)))


@cache
def words() -> Mapping[str, Any]:
    """What the page says of suites, reasons and deviations, in both tongues."""
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


_TITLES = {
    "en": {
        "files": ("Suite", "its file", "our cases", "tests", "agree", "deviate", "left out"),
        "groups": ("File", "group", "tests", "agree", "deviate", "left out"),
        "departs": ("What", "the suite", "here", "why", "tests"),
        "left": ("Left out", "tests"),
        "all": "all",
    },
    "vi": {
        "files": ("Bộ kiểm thử", "tệp của bộ đó", "trường hợp của ta", "phép thử", "khớp", "khác", "bỏ qua"),
        "groups": ("Tệp", "nhóm", "phép thử", "khớp", "khác", "bỏ qua"),
        "departs": ("Nội dung", "bộ kiểm thử", "ở đây", "vì sao", "phép thử"),
        "left": ("Bỏ qua", "phép thử"),
        "all": "tất cả",
    },
}


def _table(header: tuple[str, ...], rows: list[list[str]]) -> str:
    return "".join(f"| {' | '.join(line)} |\n" for line in [list(header), ["---"] * len(header), *rows])


def _counts(file: SuiteFile, groups: list[str]) -> list[int]:
    left = sum(sum(file.left.get(group, {}).values()) for group in groups)
    return [sum(file.groups[group] for group in groups), sum(map(file.agreeing, groups)), sum(map(file.departing, groups)), left]


def file_table(tongue: str) -> str:
    """One row a file of a suite, and their sums."""
    titles = _TITLES[tongue]
    rows, sums = [], [0, 0, 0, 0]
    for file in suite_files():
        counts = _counts(file, list(file.groups))
        sums = [one + other for one, other in zip(sums, counts, strict=True)]
        where = f"[{file.topic}](../../tests/semantics/{file.topic}.yaml)"
        read = ", ".join(f"`{commit[:8]}`" for commit in file.commits)
        suite = words()["suites"][file.of]
        rows.append([f"[{suite['name']}](https://github.com/{suite['source']})", f"{file.name} ({read})", where, *map(str, counts)])
    return _table(titles["files"], [*rows, [f"**{titles['all']}**", "", "", *(f"**{many}**" for many in sums)]])


def group_table(tongue: str) -> str:
    """One row a group of a suite's file."""
    return _table(
        _TITLES[tongue]["groups"],
        [[file.name, group, *map(str, _counts(file, [group]))] for file in suite_files() for group in file.groups],
    )


def left_table(tongue: str) -> str:
    """Why tests are left out, and how many."""
    counted: Counter[str] = Counter()
    for file in suite_files():
        for reasons in file.left.values():
            counted.update(reasons)
    return _table(_TITLES[tongue]["left"], [[texts[tongue], str(counted[why])] for why, texts in words()["left"].items()])


def departure_table(tongue: str) -> str:
    """Where we answer otherwise, what the suite and we answer, why, and by which tests."""
    rows = []
    for name, texts in words()["departs"].items():
        named = [case.name.partition(": ")[2] for file in suite_files() for case in file.cases if case.departs == name]
        shown = ", ".join(f"`{test}`" for test in named)
        rows.append([texts["title"][tongue], texts["theirs"][tongue], texts["ours"][tongue], texts["why"][tongue], f"{len(named)}: {shown}"])
    return _table(_TITLES[tongue]["departs"], rows)
