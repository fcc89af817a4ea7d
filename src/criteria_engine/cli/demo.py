"""`criteria demo`: the main job, from nothing, on the real wards of Ho Chi Minh City with made-up indicator values."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

import criteria_engine.cli as cli_package
from criteria_engine.assessment import assess
from criteria_engine.cli.check import check
from criteria_engine.cli.evaluate import write_results
from criteria_engine.cli.explain import show_explanation
from criteria_engine.cli.options import Lang, day
from criteria_engine.cli.result_table import count_blocks, digest_line
from criteria_engine.cli.rule_files import loaded
from criteria_engine.cli.screen import DONE, FAULTS, screen, write
from criteria_engine.cli.words import said, shown
from criteria_engine.cli.written_files import write_file
from criteria_engine.documents.markdown import document_markdown
from criteria_engine.documents.model import Document, Heading, Paragraph, Run, Verbatim, line
from criteria_engine.explain.document import explain_document
from criteria_engine.explain.prove import prove
from criteria_engine.locale import format_date
from criteria_engine.programmes.programme_document import phase_blocks
from criteria_engine.version import VERSION

PILOT = "26776"
"""Tân Chánh Hiệp ward, Quận 12: the pilot of 2021."""

AS_OF = "2023-12-31"

Out = Annotated[Path, Parameter(name="--out", help=shown("option folder"))]


def shipped_folder() -> Path | None:
    """The folder that holds rulesets/ and examples/: the package's in a wheel, the checkout's root otherwise."""
    package = Path(cli_package.__file__).parent.parent
    for folder in (package, package.parent.parent):
        if (folder / "examples" / "data" / "hcmc_wards.csv").is_file():
            return folder
    return None


def demo(*, out: Out = Path("demo-output"), lang: Lang = None) -> int:
    """Run the main job on the shipped example: check, evaluate 249 wards, the programme's phases, one explanation."""
    show = screen(lang)
    tongue = show.tongue
    root = shipped_folder()
    if root is None:
        write(said(tongue, "demo_missing") + "\n")
        return FAULTS
    root = _short(root)
    rule_file, data = root / "rulesets" / "hcmc" / "model_ward_police.criteria", root / "examples" / "data"
    units = root / "examples" / "units" / "hcmc_wards_2023.csv"
    tables = {"cases": data / "hcmc_cases.csv", "discipline": data / "hcmc_discipline.csv"}

    show.show(Document(tongue, line(said(tongue, "demo_check"))))
    if check([rule_file], lang=lang):
        return FAULTS
    rules = loaded(rule_file, show)
    assert rules is not None
    tables = {name: path for name, path in tables.items() if name in rules.program.tables}
    found = assess(rules, data / "hcmc_wards.csv", day(AS_OF, show), tables, units)
    shown = format_date(found.as_of, tongue)
    write("\n")
    title = line(said(tongue, "demo_evaluate", count=len(found.groups), day=shown))
    note = Paragraph(line(Run(said(tongue, "made_up"), "strong")))
    show.show(Document(tongue, title, (note, *count_blocks(found, tongue))))
    write("\n")
    show.show(Document(tongue, line(said(tongue, "demo_programme")), tuple(b for s in found.standings for b in phase_blocks(s, tongue))))
    write("\n")
    pilot = found.result_of(PILOT)
    assert pilot is not None, "the pilot ward is among the examples"
    show.show(Document(tongue, line(said(tongue, "demo_explain", name=found.names[PILOT]))))
    write("\n")
    show_explanation(found, pilot, show, "text", False)
    show.report(found.faults)

    files = [out / "results.csv", out / "results.json", out / f"{PILOT}.md"]
    explanation = explain_document(prove(pilot.evaluation, pilot.outcome, found.digests, VERSION), tongue, True)
    markdown = document_markdown(Document(explanation.tongue, explanation.title, (note, *explanation.blocks)))
    written = [write_results(found, files[0], show), write_results(found, files[1], show), write_file(files[2], markdown, show)]
    if not all(written):
        return FAULTS
    arguments = f"{rule_file} --data {data / 'hcmc_wards.csv'}"
    related = " ".join(f"--table {name}={path}" for name, path in tables.items())
    following = data / "hcmc_wards_2024.csv"
    later = " ".join(f"--table {name}={str(path).replace('.csv', '_2024.csv')}" for name, path in tables.items())
    commands = (
        f"criteria explain {arguments} {related} --units {units} --as-of {AS_OF} --unit 26734 --full",
        f"criteria evaluate {rule_file} --data {following} {later} --units {units} --as-of 2024-12-31 --out {out / 'results_2024.json'}",
        f"criteria review --before {files[1]} --after {out / 'results_2024.json'}",
    )
    write("\n")
    blocks = (Heading(line(said(tongue, "demo_next"))), Verbatim(commands), Paragraph(digest_line(found.digests, tongue)))
    show.show(Document(tongue, line(said(tongue, "demo_files")), (Verbatim(tuple(map(str, files))), *blocks)))
    return DONE if not found.errors else FAULTS


def _short(folder: Path) -> Path:
    """The folder from where we stand, where that is shorter."""
    try:
        return folder.relative_to(Path.cwd())
    except ValueError:
        return folder
