"""`criteria check`: rule files are checked before any data is."""

import json
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from criteria_engine.checking import check as check_file
from criteria_engine.checking import with_lint
from criteria_engine.cli.options import Json, Lang
from criteria_engine.cli.screen import DONE, FAULTS, screen, write
from criteria_engine.cli.warning_choice import Ignore, Select, Strict, chosen
from criteria_engine.cli.words import said, shown
from criteria_engine.diagnostics.rendering import faults_data
from criteria_engine.ir.possible_points import most_together
from criteria_engine.ir.program import Program, walk_headings
from criteria_engine.language.syntax.keywords import keyword_in
from criteria_engine.locale import format_number


def check(
    files: Annotated[list[Path], Parameter(help=shown("option files"))],
    *,
    strict: Strict = False,
    select: Select = None,
    ignore: Ignore = None,
    lang: Lang = None,
    json_: Json = False,
) -> int:
    """Check rule files: every fault with its place and what to do, warnings, and how much each file holds."""
    show = screen(lang)
    checked = [with_lint(check_file(path)) for path in files]
    faults = chosen([fault for one in checked for fault in one.faults], select, ignore, show)
    if json_:
        data = {
            "files": [{"file": str(path), "ruleset": one.program.name if one.program else None} for path, one in zip(files, checked, strict=True)],
            "faults": faults_data(faults, show.tongue, keyword_in),
        }
        write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    else:
        for path, one in zip(files, checked, strict=True):
            if one.program is not None:
                write("\n".join(_summary(str(path), one.program, show.tongue)) + "\n")
        show.report(faults, {one.source.name: one.source for one in checked if one.source is not None})
    return FAULTS if any(strict or fault.severity == "error" for fault in faults) else DONE


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
    first = said(tongue, "checked", file=file, count=len(everything) - counts["pillars"], tests=len(program.tests))
    return [first, *(said(tongue, "counted", kind=said(tongue, kind), count=format_number(count, tongue)) for kind, count in counts.items() if count)]
