"""`python -m tests.servers.ready`: Java and PostgreSQL are found, or installed where that can be done; else says what lacks, and fails.

With CRITERIA_POSTGRES (how to connect to a server that runs already) no PostgreSQL is needed here.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from attrs import frozen
from tests.servers.programs import LEAST_JAVA, LEAST_POSTGRES, java, postgres_folder


@frozen
class Need:
    """A program that the tests of engines need."""

    name: str
    find: Callable[[], Path | None]
    package: str
    """Its package in Debian and Ubuntu."""
    advice: str


NEEDS = (
    Need(f"Java {LEAST_JAVA} or newer", java, f"openjdk-{LEAST_JAVA}-jre-headless", "or set JAVA_HOME"),
    Need(
        f"a PostgreSQL server {LEAST_POSTGRES} or newer",
        postgres_folder,
        "postgresql",
        "or set CRITERIA_POSTGRES to how an empty database is reached, such as 'host=db user=me dbname=scratch'",
    ),
)


def installed(package: str) -> bool:
    """Whether a package could be installed: as root, where there is apt-get."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]):
        if subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL).returncode:
            return False
    return True


def lacking(needs: tuple[Need, ...]) -> list[Need]:
    """The needs that are neither found nor can be installed."""
    return [need for need in needs if need.find() is None and not (installed(need.package) and need.find() is not None)]


def main() -> int:
    """0 where everything is there."""
    needs = NEEDS[:1] if os.environ.get("CRITERIA_POSTGRES") else NEEDS
    wanting = lacking(needs)
    for need in wanting:
        print(f"make test-engines needs {need.name}, which is not here and could not be installed.", file=sys.stderr)
        print(f"  Install it (Debian, Ubuntu: apt-get install {need.package}), {need.advice}.", file=sys.stderr)
    return 1 if wanting else 0


if __name__ == "__main__":
    sys.exit(main())
