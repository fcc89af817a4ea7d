"""A pytest plugin: `.criteria` files become test items, one for each test block. Off unless `--criteria` or the ini option `criteria`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

# pytest loads this in every run of everybody: nothing of the engine is imported before a rule file is collected.

if TYPE_CHECKING:
    from pathlib import Path

TONGUES = ("vi", "en")
"""Those of `criteria_engine.locale`, which is not imported here."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options, of the command line and the ini file."""
    group = parser.getgroup("criteria", "rule files of criteria_engine")
    group.addoption("--criteria", action="store_true", default=None, help="run the test blocks of .criteria files")
    group.addoption("--no-criteria", action="store_false", dest="criteria", help="do not, whatever the ini file says")
    group.addoption("--criteria-lang", choices=TONGUES, help="the tongue of what failing test blocks print")
    group.addoption(
        "--criteria-path", action="append", default=[], metavar="PATH", help="only rule files at or below PATH, or as a pattern like rules/*.criteria"
    )
    parser.addini("criteria", "run the test blocks of .criteria files", type="bool", default=False)
    parser.addini("criteria_lang", "the tongue of what failing test blocks print: vi or en", default="")
    parser.addini("criteria_paths", "only rule files at or below these paths or patterns, from the folder of the ini file", type="args", default=[])


def pytest_configure(config: pytest.Config) -> None:
    """Refuses a tongue that there is not, before anything is run."""
    asked = config.getini("criteria_lang")
    if asked and asked not in TONGUES:
        raise pytest.UsageError(f"criteria_lang: {asked!r} is none of {', '.join(TONGUES)}")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A rule file, where they are asked for."""
    if file_path.suffix != ".criteria" or not _asked_for(parent.config, file_path):
        return None
    from criteria_engine.testing.collected import RuleFile

    found: pytest.Collector = RuleFile.from_parent(parent, path=file_path)
    return found


def _asked_for(config: pytest.Config, path: Path) -> bool:
    asked = config.getoption("criteria")
    if not (config.getini("criteria") if asked is None else asked):
        return False
    here, root = config.invocation_params.dir, config.inipath.parent if config.inipath else config.rootpath
    wanted = [here / given for given in config.getoption("criteria_path")] or [root / given for given in config.getini("criteria_paths")]
    return not wanted or any(path == place or place in path.parents or path.match(str(place)) for place in wanted)
