"""OpenFisca: every intermediate amount a variable with a formula over NumPy arrays, as its country packages are written."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from tests.benchmarks.peers.written import PILLARS

NAME = "openfisca-core"
PERIOD = "2024"
CODES = ("passes", "fails", "disqualified")


def ready(columns: Mapping[str, Any]) -> Callable[[], Any]:
    """Of columns by name (whole numbers); the function gives the place of each verdict in `CODES`. Setting the inputs is not timed by
    who calls; formulas run afresh at each call."""
    ward = build_entity("ward", "wards", "A ward", is_person=True)
    system = TaxBenefitSystem([ward])
    for name, values in columns.items():
        system.add_variable(_input(ward, name, bool if values.dtype == np.bool_ else int))
    for pillar in PILLARS:
        for variable in _of_pillar(ward, pillar):
            system.add_variable(variable)
    system.add_variable(_verdict(ward))
    many = len(next(iter(columns.values())))

    def simulation() -> Any:
        builder = SimulationBuilder()
        builder.create_entities(system)
        builder.declare_person_entity("ward", np.arange(many))
        found = builder.build(system)
        for name, values in columns.items():
            found.set_input(name, PERIOD, values)
        return found

    waiting = [simulation()]

    def run() -> Any:
        return waiting.pop().calculate("verdict", PERIOD)

    run.again = lambda: waiting.append(simulation())  # type: ignore[attr-defined]
    return run


def _input(ward: Any, name: str, kind: type) -> Any:
    return type(name, (Variable,), {"value_type": kind, "entity": ward, "definition_period": DateUnit.YEAR, "label": name})


def _formula(ward: Any, name: str, kind: type, formula: Any) -> Any:
    parts = {"value_type": kind, "entity": ward, "definition_period": DateUnit.YEAR, "label": name, "formula": formula}
    return type(name, (Variable,), parts)


def _of_pillar(ward: Any, p: str) -> list[Any]:
    def enough(persons: Any, period: Any) -> Any:
        return 10 * persons(f"{p}_staff", period) >= 9 * persons(f"{p}_needed", period)

    def duties(persons: Any, period: Any) -> Any:
        return sum(persons(f"{p}_{duty}", period).astype(np.int32) for duty in ("ready", "plan", "trained", "checked")) >= 3

    def gate(persons: Any, period: Any) -> Any:
        solved = 4 * persons(f"{p}_solved", period) >= 3 * persons(f"{p}_cases", period)
        return persons(f"{p}_ready", period) & (persons(f"{p}_area", period) >= 2000) & solved

    def points(persons: Any, period: Any) -> Any:
        staff, share, grade = persons(f"{p}_staff", period), persons(f"{p}_share", period), persons(f"{p}_grade", period)
        found = 60000 + np.where(staff >= persons(f"{p}_needed", period), 60000, np.where(persons(f"{p}_enough", period), 40000, 0))
        found += np.where(share >= 9000, 60000, np.where(share >= 5000, (share - 5000) * 15, 0))
        found += np.where(persons(f"{p}_duties", period), 40000, 0) + np.where(grade == 3, 60000, np.where(grade == 2, 40000, 0))
        found += np.maximum(60000 - 5000 * persons(f"{p}_late", period), 0)
        return found + np.minimum(4000 * (np.maximum(persons(f"{p}_cases", period) - 1000, 0) // 50), 40000)

    def failed(persons: Any, period: Any) -> Any:
        late = persons(f"{p}_late", period)
        unmet = (~persons(f"{p}_enough", period)).astype(np.int32) + ~persons(f"{p}_duties", period)
        return unmet + (persons(f"{p}_grade", period) < 2) + (late > 8) + (late > 2)

    kinds = ((enough, bool), (duties, bool), (gate, bool), (points, int), (failed, int))
    return [_formula(ward, f"{p}_{formula.__name__}", kind, formula) for formula, kind in kinds]


def _verdict(ward: Any) -> Any:
    def formula(persons: Any, period: Any) -> Any:
        barred = persons("crime_late", period) > 900
        barred |= (persons("order_grade", period) == 0) & (persons("services_grade", period) == 0)
        gates = np.logical_and.reduce([persons(f"{pillar}_gate", period) for pillar in PILLARS])
        score = sum(persons(f"{pillar}_points", period) for pillar in PILLARS)
        failed = sum(persons(f"{pillar}_failed", period) for pillar in PILLARS)
        passes = gates & (persons("facilities_points", period) >= 228000) & (score >= 1000000) & (failed <= 20)
        return np.where(barred, 2, np.where(passes, 0, 1))

    return _formula(ward, "verdict", int, formula)
