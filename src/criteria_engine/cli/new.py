"""`criteria new`: a few questions become a rule file with test blocks, and an empty sheet for its data."""

import os
import sys
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar

from attrs import frozen
from cyclopts import Parameter

from criteria_engine.checking import check_text
from criteria_engine.cli.options import Lang, WrongUsage, date_to_write
from criteria_engine.cli.screen import DONE, FAULTS, Screen, screen, write
from criteria_engine.cli.words import said, shown
from criteria_engine.cli.written_files import write_file
from criteria_engine.datasheets.template_csv import template_tables
from criteria_engine.documents.inert import shortened
from criteria_engine.rule_tests.running import run_tests
from criteria_engine.starting import answers as a
from criteria_engine.starting.first_text import first_text, sample_criteria

T = TypeVar("T")

MOST_CRITERIA = 20
NO_PROGRAMME = "-"

Folder = Annotated[Path, Parameter(help=shown("option new_folder"))]
Name = Annotated[str | None, Parameter(name="--name", help=shown("new_name"))]
Title = Annotated[str | None, Parameter(name="--title", help=shown("new_title"))]
Unit = Annotated[str | None, Parameter(name="--unit", help=shown("new_unit"))]
From = Annotated[str | None, Parameter(name="--from", help=shown("new_from"))]
SourceTitle = Annotated[str | None, Parameter(name="--source", help=shown("new_source"))]
Programme = Annotated[str | None, Parameter(name="--programme", help=shown("new_programme"), allow_leading_hyphen=True)]
Due = Annotated[str | None, Parameter(name="--due", help=shown("new_due"))]
AnswersFile = Annotated[Path | None, Parameter(name="--answers", help=shown("option new_answers"))]
Yes = Annotated[bool, Parameter(name="--yes", negative=(), help=shown("option new_yes"))]


def new(
    folder: Folder = Path("."),
    /,
    *,
    name: Name = None,
    title: Title = None,
    unit: Unit = None,
    from_: From = None,
    source: SourceTitle = None,
    programme: Programme = None,
    due: Due = None,
    answers: AnswersFile = None,
    yes: Yes = False,
    lang: Lang = None,
) -> int:
    """Start a rule set from a few answers, on the screen, as options or in a file."""
    show = screen(lang)
    options = {"name": name, "title": title, "unit": unit, "from": from_, "source": source, "programme": programme, "due": due}
    given = {key: value for key, value in options.items() if value is not None}
    try:
        known = {**(_from_file(answers, show) if answers is not None else {}), **given}
        found = _answered(_Questions(known, asks=not yes and answers is None, show=show), folder)
    except a.NotAnAnswer as problem:
        raise WrongUsage(_refusal(problem, show)) from problem
    text = first_text(found)
    checked = check_text(text, found.name)
    assert checked.program is not None, checked.faults
    assert all(result.holds for result in run_tests(checked.program))
    rules, data = folder / f"{found.name.rpartition('.')[2]}.criteria", folder / "data.csv"
    for path in (rules, data):
        if os.path.lexists(path):
            write(said(show.tongue, "new_exists", file=path) + "\n", sys.stderr)
            return FAULTS
    if not (write_file(rules, text, show) and write_file(data, template_tables(checked.program, None, show.tongue)[""], show)):
        return FAULTS
    write(f"{said(show.tongue, 'new_next')}\n")
    for command in (f"check {rules}", f"test {rules}", f"evaluate {rules} --data {data} --as-of {found.start}"):
        write(f"  criteria {command}\n")
    return DONE


def _refusal(problem: a.NotAnAnswer, show: Screen) -> str:
    return said(show.tongue, problem.reason, found=shortened(problem.found, 80), meant=date_to_write(problem.found, show.tongue))


def _from_file(path: Path, show: Screen) -> dict[str, Any]:
    try:
        return a.given_answers(tomllib.loads(path.read_bytes().decode("utf-8-sig"), parse_float=str))
    except (OSError, ValueError, RecursionError) as problem:
        reason = getattr(problem, "strerror", None) or shortened(str(problem), 200)
        raise WrongUsage(said(show.tongue, "new_bad_file", file=path, reason=reason)) from problem


@frozen
class _Questions:
    """What is answered already, and whether the rest is asked or taken from the defaults."""

    known: dict[str, Any]
    asks: bool
    show: Screen

    def answer(self, key: str, default: str, read: Callable[[str], T]) -> T:
        """The answer to a question, read; asked again while it cannot be taken."""
        if key in self.known:
            return read(self.known[key])
        return self.asked(said(self.show.tongue, f"new_{key}"), default, read)

    def asked(self, question: str, default: str, read: Callable[[str], T]) -> T:
        if not self.asks:
            return read(default)
        while True:
            write(f"{question}{f' [{default}]' if default else ''}: ")
            line = sys.stdin.readline()
            if not line:
                raise WrongUsage(f"\n{said(self.show.tongue, 'new_ended')}")
            try:
                return read(line.strip() or default)
            except a.NotAnAnswer as problem:
                write(_refusal(problem, self.show) + "\n")


def _answered(questions: _Questions, folder: Path) -> a.Answers:
    tongue = questions.show.tongue

    def default(key: str) -> str:
        return said(tongue, f"new_default_{key}")

    name = questions.answer("name", _default_name(folder), a.as_name)
    title = questions.answer("title", default("title"), a.as_text)
    unit = questions.answer("unit", default("unit"), a.as_text)
    start = questions.answer("from", f"{date.today().year}-01-01", a.as_day)
    source = questions.answer("source", default("source"), a.as_text)
    programme = questions.answer("programme", default("programme"), lambda text: None if text == NO_PROGRAMME else a.as_text(text))
    due = questions.answer("due", f"{start.year}-12-31", a.as_day) if programme is not None else None
    criteria = questions.known.get("criteria") or (_criteria(questions) if questions.asks else sample_criteria(tongue))
    return a.Answers(tongue, name, title, unit, start, source, programme, due, criteria)


def _default_name(folder: Path) -> str:
    """The folder's own name, where it can be one."""
    try:
        return a.as_name(folder.resolve().name)
    except a.NotAnAnswer:
        return "my_rules"


def _criteria(questions: _Questions) -> tuple[a.SampleCriterion, ...]:
    """The criteria that the author names, at least one; the samples' titles are offered as examples."""
    samples = sample_criteria(questions.show.tongue)
    found: list[a.SampleCriterion] = []
    while len(found) < MOST_CRITERIA:
        question = said(questions.show.tongue, "new_criterion", count=len(found) + 1)
        title = questions.asked(question, samples[0].title if not found else "", lambda text: _own_title(text, found))
        if not title:
            break
        kind = questions.asked(said(questions.show.tongue, "new_kind"), "1", a.as_kind)
        least = None if kind == "yes/no" else questions.asked(said(questions.show.tongue, "new_at_least"), "80", a.as_threshold(kind))
        found.append(a.SampleCriterion(title, kind, least))
    return tuple(found)


def _own_title(text: str, before: list[a.SampleCriterion]) -> str:
    """A title unlike those before; nothing ends the list."""
    if not text:
        return ""
    title = a.as_text(text)
    a.with_own_titles((*before, a.SampleCriterion(title, "yes/no")))
    return title
