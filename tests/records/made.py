"""A small made-up rule set with private facts and related rows, its data, and records of it."""

from datetime import date
from pathlib import Path

from attrs import evolve

from criteria_engine import load
from criteria_engine.assessment import Assessment, assess, assess_inputs
from criteria_engine.engine import showing_private

ROOT = Path(__file__).parents[2]
DAY = date(2024, 6, 30)
RULES = Path(__file__).parent / "offices.criteria"

DATA = """code,name,area,debt,jailed,income
1,One,250.5,87.53,no,123.77
2,Two,100,923.25,no,999.99
3,Three,300,abc77,no,77.71
4,Four,150,,yes,66.61
5,Five,300,20.5,no,91.91
"""
CASES = """code,kind,loss
1,theft,6111.5
1,theft,37.37
2,fraud,222.22
5,fraud,5151.51
"""
SECRETS = ("87.53", "923.25", "abc77", "123.77", "999.99", "77.71", "66.61", "20.5", "91.91", "6111.5", "37.37", "222.22", "5151.51")
"""What the private cells say; the points by a formula of `debt` are in no rule here."""
MARGINS = ("36.24", "12.47", "76.74", "823.25", "71.41", "6148.87", "4151.51")
"""Differences and sums that would give private values away."""


def files(folder: Path, data: str = DATA, cases: str = CASES) -> tuple[Path, dict[str, Path]]:
    """The data files in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "wards.csv").write_text(data, encoding="utf-8")
    (folder / "cases.csv").write_text(cases, encoding="utf-8")
    return folder / "wards.csv", {"cases": folder / "cases.csv"}


def assessed(folder: Path, data: str = DATA, cases: str = CASES, *, show_private: bool = False) -> Assessment:
    """The assessment of the data, with the table of units as its own list of units."""
    rules = load(RULES)
    units, tables = files(folder, data, cases)
    return assess(showing_private(rules) if show_private else rules, units, DAY, tables, units)


def city(wards: int = 249) -> Assessment:
    """The shipped example: its 249 wards, or the first of them."""
    data = ROOT / "examples" / "data"
    tables = {"cases": data / "hcmc_cases.csv", "discipline": data / "hcmc_discipline.csv"}
    rules = load(ROOT / "rulesets" / "hcmc" / "model_ward_police.criteria")
    found = assess(rules, data / "hcmc_wards.csv", date(2023, 12, 31), tables, ROOT / "examples" / "units" / "hcmc_wards_2023.csv")
    loaded = evolve(found.inputs.loaded, records=found.inputs.loaded.records[:wards])
    return found if wards == len(found.results) else assess_inputs(rules, evolve(found.inputs, loaded=loaded), found.as_of)
