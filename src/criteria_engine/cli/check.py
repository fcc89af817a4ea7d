"""`criteria check`: rule files are checked before any data is, and mended where there is one way only."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Literal

from attrs import evolve, frozen
from cyclopts import Parameter

from criteria_engine.checking import Checked, with_lint
from criteria_engine.cli.check_formats import findings_text
from criteria_engine.cli.options import Json, Lang, WrongUsage
from criteria_engine.cli.rule_files import STANDARD_INPUT, checked_path, rule_paths
from criteria_engine.cli.screen import DONE, FAULTS, Screen, screen, write, write_exactly
from criteria_engine.cli.warning_choice import Ignore, Select, Strict, chosen
from criteria_engine.cli.words import counted, said, shown
from criteria_engine.cli.written_files import replace_content
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.diagnostics.fix import Fix
from criteria_engine.documents.inert import inert
from criteria_engine.fixes.certain import certain_fixes
from criteria_engine.fixes.making import Mended, mended
from criteria_engine.fixes.showing import difference
from criteria_engine.ir.possible_points import most_together
from criteria_engine.ir.program import Program, walk_headings
from criteria_engine.locale import format_number

Files = Annotated[list[Path], Parameter(help=shown("option check_files"), allow_leading_hyphen=True)]
Format = Annotated[Literal["full", "concise", "json", "sarif", "github"], Parameter(name="--format", help=shown("option check_format"))]
FixIt = Annotated[bool, Parameter(name="--fix", negative=(), help=shown("option fix"))]
Diff = Annotated[bool, Parameter(name="--diff", negative=(), help=shown("option diff"))]
HelpBase = Annotated[str | None, Parameter(name="--help-base", help=shown("option help_base"))]


@frozen
class File:
    """A file with what checking it finds, after its fixes where they are made; the fixes that there are, how many were made,
    and whether the file could be written where it had to be."""

    name: str
    checked: Checked
    fixes: Mapping[Fault, Fix]
    fixed: int = 0
    written: bool = True


def check(
    files: Files,
    *,
    format: Format = "full",
    fix: FixIt = False,
    diff: Diff = False,
    help_base: HelpBase = None,
    strict: Strict = False,
    select: Select = None,
    ignore: Ignore = None,
    lang: Lang = None,
    json_: Json = False,
) -> int:
    """Check rule files: every fault with its place and what to do, warnings, and how much each file holds."""
    show = screen(lang)
    if json_ and format not in ("full", "json"):
        raise WrongUsage(said(show.tongue, "json_or_format", format=format))
    format = "json" if json_ else format
    names, all_found = rule_paths(files, "check", show)
    only_text = diff or (fix and STANDARD_INPUT in names)
    if format != "full" and only_text:
        raise WrongUsage(said(show.tongue, "text_or_format", format=format))

    def asked_for(checked: Checked) -> Checked:
        return evolve(checked, faults=tuple(chosen(with_lint(checked).faults, select, ignore, show)))

    done: list[File] = []
    for name in names:
        checked = asked_for(checked_path(name))
        if diff:
            write(difference(mended(checked, asked_for), checked, show.colour))
        done.append(_fixed(name, checked, asked_for, show) if fix and not diff else File(name, checked, certain_fixes(checked)))
    if format == "full":
        _show(done, show, only_faults=only_text)
    else:
        fixes = {fault: each for file in done for fault, each in file.fixes.items()}
        counts = {file.name: file.fixed for file in done} if fix else {}
        text = findings_text(format, [(file.name, file.checked) for file in done], fixes, show.tongue, counts, help_base)
        write_exactly(text.encode("utf-8", "backslashreplace"))
    wrong = any(file.checked.errors or (strict and file.checked.faults) or not file.written for file in done)
    return FAULTS if wrong or not all_found else DONE


def _fixed(name: str, checked: Checked, asked_for: Callable[[Checked], Checked], show: Screen) -> File:
    """The file with its certain fixes made; what standard input held goes to standard output instead."""
    result: Mended = mended(checked, asked_for)
    if name == STANDARD_INPUT:
        write_exactly(result.content)
        return File(name, result.checked, {}, result.count)
    if not result.count or checked.original is None:
        return File(name, checked, {})
    if not _still_holds(Path(name), checked.original.changed(())):
        write(said(show.tongue, "cannot_write", file=inert(name), reason=said(show.tongue, "changed_meanwhile")) + "\n", sys.stderr)
    elif replace_content(Path(name), result.content, show):
        write(said(show.tongue, "fixed_one" if result.count == 1 else "fixed", file=inert(name), count=result.count) + "\n", sys.stderr)
        return File(name, result.checked, {}, result.count)
    return File(name, checked, {}, written=False)


def _still_holds(path: Path, content: bytes) -> bool:
    """Whether a file has the content with which it was checked."""
    try:
        return path.read_bytes() == content
    except OSError:
        return False


def _show(files: list[File], show: Screen, *, only_faults: bool) -> None:
    for file in files:
        if file.checked.program is not None and not only_faults:
            write("\n".join(_summary(inert(file.name), file.checked.program, show.tongue)) + "\n")
    fixes = {fault: each for file in files for fault, each in file.fixes.items()}
    sources = {file.checked.source.name: file.checked.source for file in files if file.checked.source is not None}
    show.report([fault for file in files for fault in file.checked.faults], sources, fixes)
    if fixes:
        write(said(show.tongue, "fixable_one" if len(fixes) == 1 else "fixable", count=len(fixes)) + "\n", sys.stderr)


def _summary(file: str, program: Program, tongue: str) -> list[str]:
    everything = walk_headings(program.headings)
    criteria = [heading for heading in everything if heading.level == "criterion"]
    counts = {
        "pillars": sum(heading.level == "pillar" for heading in everything),
        "criteria": len(criteria),
        "indicators": sum(heading.level == "indicator" for heading in everything),
        "mandatory_criteria": sum("mandatory" in heading.kinds for heading in criteria),
        "advisory_criteria": sum(heading.advisory for heading in criteria),
        "possible_points": most_together(program.headings),
    }
    first = said(
        tongue, "checked", file=file, criteria=counted(tongue, "criteria_and_indicators", len(everything) - counts["pillars"]),
        tests=counted(tongue, "test_blocks", len(program.tests)),
    )
    return [first, *(said(tongue, "counted", kind=said(tongue, kind), count=format_number(count, tongue)) for kind, count in counts.items() if count)]
