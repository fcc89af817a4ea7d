"""Files of earlier results become the standings that they hold of a rule set's programmes."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from attrs import field, frozen

from criteria_engine.diagnostics.catalogue.programme import EarlierIsLater, EarlierOfOtherRules, EarlierWithoutProgramme
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.programmes.model import ProgrammeStanding
from criteria_engine.programmes.result_file import read_result_file
from criteria_engine.programmes.roster import plain_text
from criteria_engine.source import Cell


@frozen
class EarlierResults:
    """The standings of earlier dates, what was wrong with the files, and the SHA-256 of each file that was used."""

    standings: tuple[ProgrammeStanding, ...]
    faults: tuple[Fault, ...]
    digests: Mapping[str, str] = field(factory=dict)


NOTHING_EARLIER = EarlierResults((), ())


def read_earlier(paths: Iterable[Path], ruleset: str, as_of: date) -> EarlierResults:
    """The standings in result files of a rule set. Faults: files that are no result files, or of another rule set; as warnings,
    files of a later date or without any standing. Raises nothing."""
    standings: list[ProgrammeStanding] = []
    faults: list[Fault] = []
    digests: dict[str, str] = {}
    for path in paths:
        read = read_result_file(path)
        faults += read.faults
        place = Cell(str(path))
        if read.file is None:
            continue
        if plain_text(read.file.ruleset) != plain_text(ruleset):
            faults.append(EarlierOfOtherRules(place, read.file.ruleset, ruleset))
        elif read.file.as_of > as_of:
            faults.append(EarlierIsLater(place, read.file.as_of, as_of))
        elif not read.file.programmes:
            faults.append(EarlierWithoutProgramme(place))
        else:
            standings += read.file.programmes
            digests[str(path)] = read.digest
    return EarlierResults(tuple(standings), tuple(faults), digests)
