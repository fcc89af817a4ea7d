"""A session of Spark for one piece of work: started without a word on this process's streams, and stopped at the end; or why there is none."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from attrs import frozen

LEAST_JAVA = 17
"""What Spark 4 runs on."""

SECONDS_TO_REACH = 5
LONGEST_SAID = 300

SETTINGS = {
    "spark.sql.caseSensitive": "true",  # columns `Area` and `area` of a file are two
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "50000",
}
"""What an evaluation needs of a session, whoever started it."""

_STARTED = {"spark.log.level": "OFF", "spark.ui.showConsoleProgress": "false", "spark.ui.enabled": "false"}


@frozen
class NoSession(Exception):
    """There is no session: `why` is "no_java", "old_java" (`found` is its version), "unreachable" (the master), or "said" (what Spark said)."""

    why: str
    found: str = ""


@contextmanager
def spark_session(master: str) -> Iterator[Any]:
    """A session at a master: `local[2]`, `spark://host:7077` …; one that this process has already is used as it is, and left open. Raises
    NoSession; ModuleNotFoundError where pyspark is not installed."""
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    if running is not None:
        session = running.newSession()
        _set(session)
        yield session
        return
    _find_java()
    _reach(master)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with tempfile.TemporaryDirectory(prefix="criteria-spark-") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        settings = {**_STARTED, **SETTINGS, "spark.sql.warehouse.dir": str(Path(folder, "warehouse"))}
        builder = SparkSession.builder.master(master).appName("criteria")
        for name, value in settings.items():
            builder = builder.config(name, value)
        said = Path(folder, "said")
        try:
            with _streams_to(said):
                session = builder.getOrCreate()
        except Exception as problem:
            raise NoSession("said", in_words(problem)) from problem
        try:
            yield session
        finally:
            session.stop()


def _set(session: Any) -> None:
    for name, value in SETTINGS.items():
        session.conf.set(name, value)


def _find_java() -> None:
    """Raises NoSession where there is no Java that Spark runs on."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home, "bin"))) if home else shutil.which("java")
    if java is None:
        raise NoSession("no_java")
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise NoSession("no_java") from problem
    found = re.search(r'version "(\d+)', said.stderr + said.stdout)
    if found is None or int(found[1]) < LEAST_JAVA:
        raise NoSession("old_java", found[1] if found else java)


def _reach(master: str) -> None:
    """Raises NoSession for a cluster of which no master answers: Spark itself would try for a minute."""
    if not master.startswith("spark://"):
        return
    for address in master.removeprefix("spark://").split(","):
        host, _, port = address.rpartition(":")
        try:
            socket.create_connection((host, int(port)), SECONDS_TO_REACH).close()
        except (OSError, ValueError):
            continue
        return
    raise NoSession("unreachable", master)


@contextmanager
def _streams_to(path: Path) -> Iterator[None]:
    """What is started here writes to a file instead of this process's streams, as long as it runs."""
    sys.stdout.flush()
    sys.stderr.flush()
    with path.open("wb") as file:
        kept = [os.dup(stream) for stream in (1, 2)]
        try:
            for stream in (1, 2):
                os.dup2(file.fileno(), stream)
            yield
        finally:
            for stream, own in zip((1, 2), kept, strict=True):
                os.dup2(own, stream)
                os.close(own)


def in_words(problem: BaseException) -> str:
    """What Spark says in one line, the innermost of what it gives as reasons, without names of classes."""
    java = getattr(problem, "java_exception", None)
    text = str(problem)
    if java is not None:
        while java.getCause() is not None:
            java = java.getCause()
        text = str(java.getMessage() or java.toString())
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return re.sub(r"^(?:[\w$]+\.)+[\w$]+(?:Exception|Error): ", "", lines[0])[:LONGEST_SAID] if lines else type(problem).__name__
