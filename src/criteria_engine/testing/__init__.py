"""For tests of your own rules: records that fit a rule set, days on which it is in force, laws to hold it to.

Needs the extra `testing` (Hypothesis and pytest). The pytest plugin that runs the test blocks of rule files is in
`criteria_engine.testing.plugin`; pytest finds it by itself.

>>> import criteria_engine as ce
>>> from criteria_engine import testing
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
>>> testing.assert_monotone(rules, "area", as_of="2023-12-31")
>>> testing.assert_monotone(rules, "area", as_of="2023-12-31", more="worse")
Traceback (most recent call last):
    ...
AssertionError: more `area` must not be better: from 0 to 200 the verdict turns from fails to passes; the rest of the record: {'code': '1'}
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from criteria_engine.testing.days import dates
    from criteria_engine.testing.generated import GeneratedRecord
    from criteria_engine.testing.laws import assert_decided, assert_indifferent, assert_monotone, assert_same
    from criteria_engine.testing.record_strategies import records

_HOMES = {
    "GeneratedRecord": "generated",
    "assert_decided": "laws",
    "assert_indifferent": "laws",
    "assert_monotone": "laws",
    "assert_same": "laws",
    "dates": "days",
    "records": "record_strategies",
}

__all__ = ["GeneratedRecord", "assert_decided", "assert_indifferent", "assert_monotone", "assert_same", "dates", "records"]

NEEDED = frozenset({"hypothesis", "pytest"})
"""The libraries that the extra brings."""


def __getattr__(name: str) -> Any:
    """Public names are imported when they are first asked for: the plugin, which pytest always loads, must cost nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    try:
        value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    except ModuleNotFoundError as problem:
        if problem.name not in NEEDED:
            raise
        said = f"criteria_engine.testing.{name} needs {problem.name}, which is not installed: pip install 'criteria-engine[testing]'"
        raise ModuleNotFoundError(said, name=problem.name) from problem
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
