"""`criteria programme`: how the phases of a programme stand over the list of units."""

from criteria_engine.assessment import Assessment
from criteria_engine.cli.evaluate import Out, assessment
from criteria_engine.cli.options import AsOf, Data, Earlier, Json, Lang, RuleFile, ShowPrivate, Tables, Units, WrongUsage
from criteria_engine.cli.reading_options import Reading
from criteria_engine.cli.result_table import digest_line
from criteria_engine.cli.screen import DONE, FAULTS, screen, write
from criteria_engine.cli.words import said
from criteria_engine.cli.written_files import Contents, known_ending, write_by_ending
from criteria_engine.documents.json_text import json_text
from criteria_engine.documents.model import Document, Paragraph
from criteria_engine.documents.workbook.excel import excel_bytes
from criteria_engine.locale import format_date
from criteria_engine.programmes.programme_document import programme_document
from criteria_engine.results.programme_table import programme_csv, programme_parquet, programme_workbook


def programme(
    file: RuleFile,
    *,
    data: Data,
    units: Units = None,
    as_of: AsOf,
    table: Tables = None,
    earlier: Earlier = None,
    json_: Json = False,
    out: Out = None,
    reading: Reading = None,
    show_private: ShowPrivate = False,
    lang: Lang = None,
) -> int:
    """Answer a programme's targets: met, met late, missed, not yet due or open, with how many are lacking and where."""
    show = screen(lang)
    if units is None:
        raise WrongUsage(said(show.tongue, "units_needed"))
    if out is not None:
        known_ending(out, show)
    found = assessment(file, data, as_of, table, units, show, earlier, reading, show_private=show_private)
    if found is None:
        return FAULTS
    if json_:
        write(_json(found))
    elif out is not None:
        if not write_by_ending(out, contents(found, show.tongue), show):
            return FAULTS
    elif not found.standings:
        write(said(show.tongue, "no_programme", file=file, day=format_date(found.as_of, show.tongue)) + "\n")
    else:
        for standing in found.standings:
            document = programme_document(standing, show.tongue)
            foot = Paragraph(digest_line(found.digests, show.tongue))
            show.show(Document(document.tongue, document.title, (*document.blocks, foot)))
    show.report(found.faults)
    return FAULTS if found.errors else DONE


def _json(found: Assessment) -> str:
    whole = found.data()
    kept = ("ruleset", "as_of", "version", "digests", "programmes", "faults")
    return json_text({key: whole[key] for key in kept})


def contents(found: Assessment, tongue: str) -> Contents:
    """What each file of a programme's standing holds, by the end of its name."""
    return {
        ".json": lambda: _json(found),
        ".csv": lambda: programme_csv(found.standings, tongue),
        ".xlsx": lambda: excel_bytes(programme_workbook(found.file(), found.rules.program, tongue)),
        ".parquet": lambda: programme_parquet(found.file(), tongue),
    }
