"""Texts and bytes become files, whole or not at all."""

import stat
import sys
import tempfile
from pathlib import Path

from criteria_engine.cli.screen import Screen, write
from criteria_engine.cli.words import said


def write_file(path: Path, content: str | bytes, screen: Screen, *, say: bool = True) -> bool:
    """Write a whole file at once, so that a stop half-way leaves the old one, and nothing else; says so, or why not."""
    draft = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        draft.replace(path)
    except OSError as problem:
        draft.unlink(missing_ok=True)
        write(said(screen.tongue, "cannot_write", file=path, reason=problem.strerror or "") + "\n", sys.stderr)
        return False
    except BaseException:  # Ctrl-C while writing
        draft.unlink(missing_ok=True)
        raise
    if say:
        write(said(screen.tongue, "wrote", file=path) + "\n", sys.stderr)
    return True


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
