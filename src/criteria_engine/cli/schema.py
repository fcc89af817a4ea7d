"""`criteria schema`: what the data of a rule set look like, as a JSON Schema for programs or as an empty sheet for people."""

import json
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from criteria_engine.cli.options import Lang, RuleFile
from criteria_engine.cli.rule_files import loaded
from criteria_engine.cli.screen import DONE, FAULTS, screen, write
from criteria_engine.cli.words import shown
from criteria_engine.cli.written_files import write_file
from criteria_engine.datasheets.json_schema import data_schema

Out = Annotated[Path | None, Parameter(name="--out", help=shown("option schema_out"))]


def schema(file: RuleFile, *, out: Out = None, lang: Lang = None) -> int:
    """Print the JSON Schema of a rule set's data, or write an empty sheet for it."""
    show = screen(lang)
    rules = loaded(file, show)
    if rules is None:
        return FAULTS
    text = json.dumps(data_schema(rules.program, show.tongue), ensure_ascii=False, indent=2) + "\n"
    if out is None:
        write(text)
        return DONE
    return DONE if write_file(out, text, show) else FAULTS
