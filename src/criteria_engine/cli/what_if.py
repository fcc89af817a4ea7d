"""`criteria what-if`: what would become of one unit if some of its facts were otherwise."""

from typing import Annotated

from cyclopts import Parameter

from criteria_engine.cli.evaluate import assessment
from criteria_engine.cli.explain import Format, Unit, no_result, show_comparison
from criteria_engine.cli.options import AsOf, Data, Json, Lang, RuleFile, ShowPrivate, Tables, Units, WrongUsage
from criteria_engine.cli.reading_options import Reading
from criteria_engine.cli.screen import DONE, FAULTS, screen
from criteria_engine.cli.supposed import suppositions_of
from criteria_engine.cli.words import said, shown

Set = Annotated[list[str] | None, Parameter(name="--set", help=shown("option set"), negative=(), consume_multiple=True)]
Unset = Annotated[list[str] | None, Parameter(name="--unset", help=shown("option unset"), negative=(), consume_multiple=True)]


def what_if(
    file: RuleFile,
    *,
    data: Data,
    unit: Unit,
    as_of: AsOf,
    set: Set = None,
    unset: Unset = None,
    table: Tables = None,
    units: Units = None,
    format: Format = "text",
    json_: Json = False,
    reading: Reading = None,
    show_private: ShowPrivate = False,
    lang: Lang = None,
) -> int:
    """Suppose other facts of one unit: verdict, grade, score and headings before and after, and what still lacks."""
    show = screen(lang)
    supposed = suppositions_of(set, unset, "--set", show)
    if not supposed:
        raise WrongUsage(said(show.tongue, "nothing_supposed"))
    found = assessment(file, data, as_of, table, units, show, reading=reading, show_private=show_private, only=[unit])
    if found is None:
        return FAULTS
    result = found.result_of(unit)
    if result is None:
        return no_result(found, unit, data, show)
    show_comparison(result.compared_with(result.supposing(supposed)), show, "json" if json_ else format)
    return DONE
