"""Criteria of government programmes: check rule files, evaluate records exactly, explain every verdict.

>>> import criteria_engine as ce
>>> rules = ce.loads('''
... ruleset small.example "A small example"
... subject ward identified by code
... facts
...   code : text
...   area : number in m2, 0..50000  "Area of the headquarters"
... criterion A1 "The headquarters are large enough"
...   requires area >= 200 m2
... verdict
...   passes when A1 passes
... ''')
>>> rules.evaluate({"code": "26776", "area": 180}, as_of="2023-12-31").verdict
'fails'
>>> rules.evaluate({"code": "26776"}, as_of="2023-12-31").missing
('area',)
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from criteria_engine.checking import Checked, check, check_text
    from criteria_engine.data.loading import Loaded
    from criteria_engine.data.reading_choices import ReadAs
    from criteria_engine.diagnostics.fault import Fault, FaultsFound
    from criteria_engine.engine import Result, Rules, load, loads
    from criteria_engine.source import Cell, Span
    from criteria_engine.version import __version__

_HOMES = {
    "Cell": "source",
    "Checked": "checking",
    "Fault": "diagnostics.fault",
    "FaultsFound": "diagnostics.fault",
    "Loaded": "data.loading",
    "ReadAs": "data.reading_choices",
    "Result": "engine",
    "Rules": "engine",
    "Span": "source",
    "__version__": "version",
    "check": "checking",
    "check_text": "checking",
    "load": "engine",
    "loads": "engine",
}

__all__ = [
    "Cell",
    "Checked",
    "Fault",
    "FaultsFound",
    "Loaded",
    "ReadAs",
    "Result",
    "Rules",
    "Span",
    "__version__",
    "check",
    "check_text",
    "load",
    "loads",
]


def __getattr__(name: str) -> Any:
    """Public names are imported when they are first asked for, so that importing the package costs next to nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
