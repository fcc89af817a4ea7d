"""A PostgreSQL server for as long as a block of code runs: a new cluster in a folder of its own, reached by a socket only, gone at the end."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.servers.programs import postgres_folder

OWNER = "criteria"

_SETTINGS = {
    "listen_addresses": "", "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
    "shared_buffers": "256MB", "work_mem": "64MB", "max_wal_size": "4GB", "autovacuum": "off",
}  # fmt: skip
"""Nothing has to outlive a crash, and nothing of the network is touched."""


@contextmanager
def postgres_server() -> Iterator[str]:
    """How to connect, as the owner of an empty database. With CRITERIA_POSTGRES it is the server named there, which is left running."""
    given = os.environ.get("CRITERIA_POSTGRES")
    if given:
        yield given
        return
    programs = postgres_folder()
    assert programs is not None, "no PostgreSQL server: python -m tests.servers.ready says what to install"
    folder = Path(tempfile.mkdtemp(prefix="criteria-", dir="/tmp"))  # a socket's path must be short
    account = _account()
    try:
        if account:
            os.chown(folder, account["user"], account["group"])
        _run([programs / "initdb", "-D", folder / "data", "-U", OWNER, "-E", "UTF8", "--no-locale", "--auth=trust", "--no-sync"], folder, account)
        settings = " ".join(f"-c {name}={value!r}" for name, value in {**_SETTINGS, "unix_socket_directories": str(folder)}.items())
        control = [programs / "pg_ctl", "-D", folder / "data", "-w", "-s"]
        try:
            _run([*control, "-l", folder / "log", "-o", settings, "start"], folder, account)
            yield f"host={folder} user={OWNER} dbname=postgres"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], cwd=folder, **account, check=False, stderr=subprocess.DEVNULL)
    finally:
        shutil.rmtree(folder)


def _account() -> dict[str, Any]:
    """The server refuses to run as root: an account without rights runs it then."""
    if os.geteuid() != 0:
        return {}
    names = {account.pw_name: account for account in pwd.getpwall()}
    found = names.get("postgres") or names["nobody"]
    return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}


def _run(command: list[Path | str], folder: Path, account: dict[str, Any]) -> None:
    """Run a program of the server; what it complained of is in the error. Its output goes to a file, since the server keeps it open."""
    said = folder / "said"
    with said.open("w+", encoding="utf-8", errors="replace") as out:
        done = subprocess.run(command, cwd=folder, stdout=out, stderr=subprocess.STDOUT, timeout=120, **account)
    if done.returncode:
        log = folder / "log"
        raise RuntimeError(f"{command[0]}: {said.read_text('utf-8')}{log.read_text('utf-8') if log.exists() else ''}")
