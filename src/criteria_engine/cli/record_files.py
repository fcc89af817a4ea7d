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
from criteria_engine.records.privacy import Privacy
from criteria_engine.records.secrets import read_salt

RecordOut = Annotated[Path | None, Parameter(name="--record", help=shown("option record"))]
SaltFile = Annotated[Path | None, Parameter(name="--salt-file", help=shown("option salt_file"))]
ShowPrivate = Annotated[bool, Parameter(name="--show-private", negative=(), help=shown("option show_private"))]


def asked_privacy(show_private: bool, salt_file: Path | None, record: Path | None, show: Screen) -> Privacy | None:
    """What is to become of private values; None where the salt cannot be used, which is then reported."""
    if salt_file is not None and record is None:
        raise WrongUsage(said(show.tongue, "salt_without_record"))
    if salt_file is None:
        return Privacy(show_private)
    salt = read_salt(salt_file)
    if isinstance(salt, Fault):
        show.report([salt])
        return None
    return Privacy(show_private, None if show_private else salt)


def write_record(found: Assessment, path: Path, privacy: Privacy, show: Screen) -> bool:
    """Write the record of an assessment; says where it withholds values without keeping digests of them."""
    with progress_bar(said(show.tongue, "evaluating")) as progress:
        content = record_bytes(found, privacy, progress)
    if not write_file(path, content, show):
        return False
    if has_private_facts(found.rules.program) and not privacy.shown and privacy.salt is None:
        write(said(show.tongue, "record_private") + "\n", sys.stderr)
    return True
