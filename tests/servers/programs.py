"""Where Java and a PostgreSQL server are on this machine, whichever way they came there."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

LEAST_JAVA = 17
LEAST_POSTGRES = 14

_SERVERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin")
_JAVAS = ("/usr/lib/jvm/*/bin", "/opt/homebrew/opt/openjdk*/bin", "/Library/Java/JavaVirtualMachines/*/Contents/Home/bin")


def java() -> Path | None:
    """The program java, of a version that Spark runs on; the first of JAVA_HOME, PATH and the usual places."""
    home = os.environ.get("JAVA_HOME")
    on_path = shutil.which("java")
    found = [*([Path(home, "bin", "java")] if home else []), *([Path(on_path)] if on_path else []), *_in(_JAVAS, "java")]
    return next((path for path in found if _version([path, "-version"], r'version "(\d+)') >= LEAST_JAVA), None)


def postgres_folder() -> Path | None:
    """The folder with initdb, pg_ctl and postgres; of several in the usual places the newest. The folder on PATH often has only clients."""
    on_path = shutil.which("initdb")
    found = [*([Path(on_path).resolve()] if on_path else []), *_in(_SERVERS, "initdb")]
    whole = [path.parent for path in found if (path.parent / "postgres").exists() and (path.parent / "pg_ctl").exists()]
    versions = [(_version([folder / "postgres", "--version"], r"(\d+)"), folder) for folder in whole]
    newest = max(versions, default=(0, Path()))
    return newest[1] if newest[0] >= LEAST_POSTGRES else None


def _in(patterns: tuple[str, ...], name: str) -> Iterator[Path]:
    for pattern in patterns:
        yield from sorted(path / name for path in Path("/").glob(pattern.removeprefix("/")) if (path / name).exists())


def _version(command: list[Path | str], pattern: str) -> int:
    """The first number of the version that a program tells; 0 where it cannot be run."""
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.search(pattern, said.stdout + said.stderr)
    return int(found[1]) if found and said.returncode == 0 else 0
