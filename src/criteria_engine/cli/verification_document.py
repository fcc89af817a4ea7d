"""What verifying a record found becomes sentences and a table."""

from criteria_engine.cli.words import has_words, said
from criteria_engine.documents.model import Block, Column, Document, Paragraph, Run, Style, Table, line
from criteria_engine.records.differences import Difference
from criteria_engine.records.verifying import Verification
from criteria_engine.version import VERSION

MOST = 40
"""Differences that the screen shows."""

_STYLES: dict[str, Style] = {"identical": "good", "incomplete": "open", "different": "bad"}


def verification_document(found: Verification, tongue: str, with_data: bool) -> Document:
    """The answer first, then what stands behind it."""
    units = said(tongue, "units_number", count=found.units)
    open_units = said(tongue, "units_number", count=len(found.withheld))
    answer = said(tongue, f"verify_{found.answer}", units=units, count=open_units)
    blocks: list[Block] = []
    if not found.same_version:
        blocks.append(Paragraph(line(said(tongue, "verify_version", found=found.version, version=VERSION))))
    if found.signed_by is not None and not any(fault.code == "P042" for fault in found.faults):
        keys = ", ".join(key[:16] for key in found.signed_by)
        blocks.append(Paragraph(line(said(tongue, "verify_signed", keys=keys) if keys else said(tongue, "verify_signature_unchecked"))))
    if with_data and found.units and not any(difference.part in ("inputs", "files") for difference in found.differences):
        blocks.append(Paragraph(line(said(tongue, "verify_data_alike" if found.uncompared else "verify_data_same"))))
    if found.uncompared:
        blocks.append(Paragraph(line(said(tongue, "verify_uncompared"))))
    if found.differences:
        blocks.append(_table(found.differences[:MOST], tongue))
    if len(found.differences) > MOST:
        blocks.append(Paragraph(line(said(tongue, "verify_more", count=len(found.differences) - MOST))))
    return Document(tongue, line(Run(answer, _STYLES[found.answer])), tuple(blocks))


def _table(differences: tuple[Difference, ...], tongue: str) -> Table:
    titles = ["verify_column_part", "column_code", "verify_column_name", "verify_column_what", "verify_column_recorded", "verify_column_found"]
    cells = any(difference.cell for difference in differences)
    titles += ["verify_column_cell"] if cells else []
    rows = []
    for each in differences:
        what = said(tongue, f"what {each.what}") if has_words(f"what {each.what}") else each.what
        short = [each.recorded, each.found] if each.what != "digest" else [each.recorded[:12], each.found[:12]]
        texts = [said(tongue, f"part {each.part}"), each.unit, each.name, what, *short, *([each.cell] if cells else [])]
        rows.append(tuple(line(text) for text in texts))
    return Table(tuple(Column(line(said(tongue, title))) for title in titles), tuple(rows))
