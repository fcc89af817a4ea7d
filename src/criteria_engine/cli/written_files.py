"""Texts and bytes become files, whole or not at all."""

import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from criteria_engine.cli.options import WrongUsage
from criteria_engine.cli.screen import Screen, write
from criteria_engine.cli.words import said
from criteria_engine.locale import format_list

ENDINGS = (".csv", ".xlsx", ".parquet", ".json")
"""What a file of results may end in."""

Contents = Mapping[str, Callable[[], str | bytes]]
"""What makes the content of a file, by the end of its name."""


def known_ending(path: Path, screen: Screen) -> str:
    """The end of a name in small letters. Raises WrongUsage for one that no results have."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise WrongUsage(said(screen.tongue, "bad_out", found=path, known=format_list(ENDINGS, screen.tongue, "or")))
    return ending


def known_apart(written: Iterable[Path | None], read: Iterable[Path | None], screen: Screen) -> None:
    """Raises WrongUsage where a file that is to be written is one of those that are read, or is to be written twice."""
    taken = {_place(path) for path in read if path is not None}
    for path in written:
        if path is None or (path.exists() and not path.is_file()):  # a device takes all that is written to it
            continue
        if _place(path) in taken:
            raise WrongUsage(said(screen.tongue, "written_over", file=path))
        taken.add(_place(path))


def _place(path: Path) -> Path:
    """Where a file is, whatever names lead there."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):  # links in a circle, a NUL in the name: told where the file is opened
        return path.absolute()


def write_by_ending(path: Path, contents: Contents, screen: Screen) -> bool:
    """Write what the end of the name asks for. Raises WrongUsage where it needs a package that is not installed."""
    try:
        content = contents[known_ending(path, screen)]()
    except ModuleNotFoundError as problem:
        package = problem.name or "pyarrow"
        raise WrongUsage(said(screen.tongue, "needs_extra", file=path.name, package=package, extra="tables")) from problem
    return write_file(path, content, screen)


def write_file(path: Path, content: str | bytes, screen: Screen, *, say: bool = True) -> bool:
    """Write a whole file at once, so that a stop half-way leaves the old one, and nothing else; says so, or why not."""
    draft = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        draft.replace(path)
    except OSError as problem:
        _without(draft)
        write(said(screen.tongue, "cannot_write", file=path, reason=problem.strerror or "") + "\n", sys.stderr)
        return False
    except BaseException:  # Ctrl-C while writing
        _without(draft)
        raise
    if say:
        write(said(screen.tongue, "wrote", file=path) + "\n", sys.stderr)
    return True


def _without(draft: Path) -> None:
    """Take a half-written file away, where it could be begun at all."""
    with suppress(OSError):
        draft.unlink(missing_ok=True)


def replace_content(path: Path, content: bytes, screen: Screen) -> bool:
    """Write a file anew in one step, with the rights it had and through links; says so where it cannot be written."""
    target = path.resolve()
    draft: Path | None = None
    try:
        with target.open("r+b"):  # what may not be written to is not replaced either
            rights = target.stat().st_mode
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
            draft = Path(file.name)
            file.write(content)
        draft.chmod(stat.S_IMODE(rights))
        draft.replace(target)
    except OSError as problem:
        write(said(screen.tongue, "cannot_write", file=path, reason=problem.strerror or "") + "\n", sys.stderr)
        return False
    finally:
        if draft is not None:
            draft.unlink(missing_ok=True)  # gone already where it has taken the file's place
    return True
