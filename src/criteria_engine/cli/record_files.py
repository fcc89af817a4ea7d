"""Records named on the command line: what is asked of private values, and the record written."""

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from criteria_engine.assessment import Assessment
from criteria_engine.cli.options import WrongUsage
from criteria_engine.cli.screen import Screen, progress_bar, write
from criteria_engine.cli.words import said, shown
from criteria_engine.cli.written_files import write_file
from criteria_engine.data.private_cells import has_private_facts
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.records.contents import record_bytes
from criteria_engine.records.privacy import Salt
from criteria_engine.records.secrets import read_salt

RecordOut = Annotated[Path | None, Parameter(name="--record", help=shown("option record"))]
SaltFile = Annotated[Path | None, Parameter(name="--salt-file", help=shown("option salt_file"))]


def asked_salt(salt_file: Path | None, record: Path | None, show: Screen) -> tuple[Salt | None, bool]:
    """The salt that was asked for, and whether there is nothing wrong with it; what is, is reported."""
    if salt_file is not None and record is None:
        raise WrongUsage(said(show.tongue, "salt_without_record"))
    if salt_file is None:
        return None, True
    salt = read_salt(salt_file)
    if isinstance(salt, Fault):
        show.report([salt])
        return None, False
    return salt, True


def write_record(found: Assessment, path: Path, salt: Salt | None, show: Screen) -> bool:
    """Write the record of an assessment; says where it withholds values without keeping digests of them."""
    with progress_bar(said(show.tongue, "evaluating")) as progress:
        content = record_bytes(found, salt, progress)
    if not write_file(path, content, show):
        return False
    if has_private_facts(found.rules.program) and salt is None:
        write(said(show.tongue, "record_private") + "\n", sys.stderr)
    return True
