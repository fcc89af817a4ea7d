"""Spark for the tests: one session in this process, on one core, that shows nothing and keeps nothing."""

import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.engines.table_engines import OverTables
from tests.servers.programs import java

from criteria_engine.backends.spark.engine import SparkEngine


@contextmanager
def spark_session() -> Iterator[Any]:
    """The session, which stops at the end."""
    from pyspark.sql import SparkSession

    found = java()
    assert found is not None, "Spark needs Java: python -m tests.servers.ready"
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ.setdefault("JAVA_HOME", str(found.resolve().parent.parent))
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        settings = {
            "spark.driver.memory": "2g", "spark.local.dir": folder, "spark.log.level": "OFF", "spark.sql.adaptive.enabled": "false",
            "spark.sql.analyzer.maxIterations": "1000", "spark.sql.codegen.wholeStage": "false",
            "spark.sql.session.timeZone": "UTC", "spark.sql.shuffle.partitions": "1", "spark.sql.warehouse.dir": str(Path(folder, "warehouse")),
            "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false",
        }  # fmt: skip
        builder = SparkSession.builder.master("local[1]").appName("criteria")
        for name, value in settings.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        try:
            yield session
        finally:
            session.stop()


def over_spark(session: Any) -> OverTables:
    """Spark's SQL as an engine that must agree with the interpreter."""
    return OverTables("spark", lambda dated: SparkEngine(dated, session))


@contextmanager
def started() -> Iterator[OverTables]:
    """The engine with a session of its own."""
    with spark_session() as session:
        yield over_spark(session)
