"""Files of an evaluation become the names that its record calls them: never a folder, and never two files by one name."""

from collections.abc import Iterable, Mapping
from pathlib import PurePath

from attrs import frozen

from criteria_engine.assessment import InputFile
from criteria_engine.source import Source


@frozen
class FileNames:
    """The record's name of each file that an evaluation speaks of, by what it calls the file; of others the name without folders."""

    known: Mapping[str, str]

    def of(self, shown: str) -> str:
        """What the record calls a file."""
        return self.known.get(shown) or bare(shown)


def bare(path: str) -> str:
    """The name of a file without its folders, whichever way its system divides them.

    >>> bare("data/2023/wards.csv"), bare("C:\\\\data\\\\wards.csv")
    ('wards.csv', 'wards.csv')
    """
    return PurePath(path.replace("\\", "/")).name or path.replace("/", "").replace("\\", "")


def file_names(source: Source, files: Iterable[InputFile]) -> FileNames:
    """The names for a record. Files that share one are told apart by what they are: `wards.csv (units)`, `wards.csv (cases)`.

    >>> names = file_names(Source("rules/a.criteria", ""), [InputFile("data", "new/a.csv"), InputFile("table", "old/a.csv", "cases")])
    >>> names.of("rules/a.criteria"), names.of("new/a.csv"), names.of("old/a.csv")
    ('a.criteria', 'a.csv (data)', 'a.csv (cases)')
    """
    kinds: dict[str, str] = {source.name: "rules"}
    for file in files:
        kinds.setdefault(file.shown, file.table or file.role)
    found: dict[str, str] = {}
    shared = [bare(shown) for shown in kinds]
    for shown, kind in kinds.items():
        name = bare(shown) if shared.count(bare(shown)) == 1 else f"{bare(shown)} ({kind})"
        number, wanted = 1, name
        while name in found.values():
            number += 1
            name = f"{wanted} ({number})"
        found[shown] = name
    return FileNames(found)
