"""The days on which a rule set can be evaluated, as a Hypothesis strategy; and those on which something in it changes."""

from datetime import date, timedelta

from hypothesis import strategies as st

from criteria_engine.diagnostics.fault import FaultsFound
from criteria_engine.engine import Rules
from criteria_engine.language.checks.calendar import days_of_change
from criteria_engine.values.dates import EARLIEST, LATEST

AROUND = timedelta(days=1096)
"""How far beyond the last change, and before the first, days are looked for where the rules set no end."""


def dates(rules: Rules) -> st.SearchStrategy[date]:
    """Days on which the rules are in force and can be evaluated: the first and the last, those on which a parameter or
    heading changes, the days beside them, and any between.

    >>> import criteria_engine as ce
    >>> rules = ce.loads('''
    ... ruleset small.example "A small example"
    ...   in force from 2023-07-01 until 2023-12-31
    ... subject ward identified by code
    ... facts
    ...   code : text
    ...   area : number in m2, 0..50000
    ... criterion A1 "An office"
    ...   requires area >= 200 m2
    ... verdict
    ...   passes when A1 passes
    ... ''')
    >>> from hypothesis import find
    >>> find(dates(rules), lambda day: day.month > 7).isoformat()
    '2023-08-01'
    """
    changes = days_of_change(rules.program)
    force = rules.program.force
    first = force.start or max(changes[0] - AROUND, EARLIEST)
    last = force.end or min(changes[-1] + AROUND, LATEST)
    beside = {day + timedelta(days=step) for day in (first, last, *changes) for step in (-1, 0, 1) if date.min < day < date.max}
    marked = tuple(day for day in sorted(beside) if evaluable(rules, day))
    anywhere = st.dates(first, last).filter(lambda day: evaluable(rules, day))
    return st.sampled_from(marked) | anywhere if marked else anywhere


def evaluable(rules: Rules, day: date) -> bool:
    """Whether the rules can be evaluated on a day."""
    try:
        rules.on(day)
    except FaultsFound:
        return False
    return True


def days_looked_at(rules: Rules, as_of: date | str | None) -> tuple[date, ...]:
    """The day asked for; else each on which something changes and the rules can be evaluated."""
    if as_of is not None:
        return (rules.on(as_of).as_of,)
    return tuple(day for day in days_of_change(rules.program) if evaluable(rules, day))
