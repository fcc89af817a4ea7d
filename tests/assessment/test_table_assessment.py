"""An assessment of a table says what that of single results says: the same file, counts, standings and faults, whatever the engine."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from attrs import evolve

from criteria_engine.assessment import Assessment, assess
from criteria_engine.backends.choosing import EnginesDisagree
from criteria_engine.backends.engine_list import TABLE_ENGINES
from criteria_engine.backends.tables.answers import UNSURE
from criteria_engine.backends.tables.encoded import EncodedBatch, TableEngine
from criteria_engine.engine import Rules, load, loads
from criteria_engine.programmes.standing import verdict_counts
from criteria_engine.results.csv_text import results_csv
from criteria_engine.results.parquet_file import results_parquet
from criteria_engine.table_assessment.assessed import TableAssessment, assess_table

ROOT = Path(__file__).parents[2]
DATA = ROOT / "examples" / "data"
DAY = date(2023, 12, 31)
TABLES = {name: DATA / f"hcmc_{name}.csv" for name in ("cases", "discipline")}
UNITS = ROOT / "examples" / "units" / "hcmc_wards_2023.csv"


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load(ROOT / "rulesets" / "hcmc" / "model_ward_police.criteria")


@pytest.fixture(scope="module")
def by_rows(rules: Rules) -> Assessment:
    return assess(rules, DATA / "hcmc_wards.csv", DAY, TABLES, UNITS)


def assert_same(wanted: Assessment, found: TableAssessment) -> None:
    counts = verdict_counts(wanted.rules.program, [result.outcome for result in wanted.results], wanted.groups)
    assert (found.counts, found.groupings) == counts
    assert found.standings == wanted.standings
    assert found.faults == wanted.faults
    assert found.digests == wanted.digests
    assert (found.evaluated, found.listed) == (len(wanted.results), wanted.listed)


OFFICES = """
ruleset city.offices "Offices"
subject ward, plural wards identified by code, named by name, grouped by district, grouped by kind
choices rating fair < good
facts
  code : text
  name : text
  district : text
  kind : one of urban, rural
  staff : integer, 1..500  if missing 10
  area : number to 0.1 in m2, 0..5000
  own : yes/no
table cases, each case
  solved : yes/no
criterion S1 "Staff"
  requires staff >= 10
  points at most 10
    staff / 40
criterion S2 "Room"
  mandatory
  requires area / staff >= 8 m2
  points at most 5
    5 when area / staff >= 12 m2
    2 otherwise
criterion S3 "Its own"
  applies when kind = urban
  requires own
verdict
  disqualified when exists case in cases where not solved because "an unsolved case"
  passes when every mandatory criterion passes and score >= 3
  graded rating
    good when score >= 6
    fair otherwise
programme "Scheme"
  phase 1 due 2023-12-31
    every ward passes
    in each district at least 2 wards pass
    in each kind at most 1 wards fail
    at least 30% of wards are good or better
  phase 2 due 2025-12-31
    at least 50% of wards pass
"""
LIST = "code,name,district,kind\n" + "".join(f"{n},Phường {n},Quận {n % 3 + 1},{'urban' if n % 2 else 'rural'}\n" for n in range(1, 31))


def offices(folder: Path) -> tuple[Rules, dict[str, Path]]:
    """Thirty listed wards, of which every seventh has no data, some have gaps or cells that nobody can read."""
    rows, cases = ["code,staff,area,own"], ["code,solved"]
    for n in range(1, 31):
        if n % 7:
            area = "" if n % 11 == 0 else "2OO" if n == 13 else f"{n * 37.5:g}"
            rows.append(f"{n},{'' if n % 5 == 0 else n * 3},{area},{'' if n % 9 == 0 else 'yes' if n % 4 else 'no'}")
        cases.append(f"{n},{'no' if n % 12 == 0 else '' if n == 8 else 'yes'}")
    files = {"units": LIST, "data": "\n".join(rows) + "\n", "cases": "\n".join(cases) + "\n"}
    paths = {name: folder / f"{name}.csv" for name in files}
    for name, text in files.items():
        paths[name].write_text(text, "utf-8")
    return loads(OFFICES), paths


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize("engine", sorted(TABLE_ENGINES))
def test_every_engine_gives_the_file_the_counts_and_the_standing_of_single_results(engine: str, listed: bool, tmp_path: Path) -> None:
    rules, paths = offices(tmp_path)
    units = paths["units"] if listed else None
    wanted = assess(rules, paths["data"], DAY, {"cases": paths["cases"]}, units)
    out = tmp_path / "results.parquet"
    found = assess_table(rules, paths["data"], DAY, {"cases": paths["cases"]}, units, engine=engine, out=out)
    assert_same(wanted, found)
    assert out.read_bytes() == results_parquet(wanted.file())
    assert found.interpreted < found.evaluated
    alone = assess_table(rules, paths["data"], DAY, {"cases": paths["cases"]}, units, engine=engine)
    assert_same(wanted, alone)


def test_the_citys_wards_with_tables_and_a_list(rules: Rules, by_rows: Assessment, tmp_path: Path) -> None:
    out = tmp_path / "results.parquet"
    found = assess_table(rules, DATA / "hcmc_wards.csv", DAY, TABLES, UNITS, out=out)
    assert_same(by_rows, found)
    assert out.read_bytes() == results_parquet(by_rows.file())
    assert found.interpreted < found.evaluated


def test_csv_and_counts_alone(rules: Rules, tmp_path: Path) -> None:
    wanted = assess(rules, DATA / "hcmc_wards.csv", DAY, TABLES)
    out = tmp_path / "results.csv"
    for path in (out, None):
        assert_same(wanted, assess_table(rules, DATA / "hcmc_wards.csv", DAY, TABLES, out=path))
    assert out.read_bytes().decode() == results_csv(wanted.file())


class Liar:
    """An engine that says the contrary of every flag that it found."""

    name = "liar"

    def __init__(self, engine: TableEngine) -> None:
        self.engine = engine

    def answers(self, batch: EncodedBatch) -> pa.Table:
        found = self.engine.answers(batch)
        kinds = [each.type for each in found.schema]
        for place, name in enumerate(found.column_names):
            if kinds[place] == pa.bool_() and name != UNSURE:
                found = found.set_column(place, name, pc.invert(found.column(place)))
        return found


def test_a_unit_is_explained_by_the_interpreter_which_must_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules, paths = offices(tmp_path)
    found = assess_table(rules, paths["data"], DAY, {"cases": paths["cases"]})
    result = found.result_of("3")
    assert result is not None
    assert (result.unit, result.engine) == ("3", "interpreter")
    assert result.explain().startswith("3 — ")
    assert found.result_of("no such unit") is None
    listed = TABLE_ENGINES["python"]
    monkeypatch.setitem(TABLE_ENGINES, "python", evolve(listed, make=lambda *given: Liar(listed.make(*given))))
    wrong = assess_table(rules, paths["data"], DAY, {"cases": paths["cases"]})
    with pytest.raises(EnginesDisagree):
        wrong.result_of("3")


def test_what_ends_half_way_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    rules, paths = offices(tmp_path)
    out = tmp_path / "out" / "results.parquet"
    out.parent.mkdir()
    out.write_bytes(b"old")

    def stopped(done: int, total: int | None) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        assess_table(rules, paths["data"], DAY, {"cases": paths["cases"]}, out=out, progress=stopped)
    assert [(each.name, each.read_bytes()) for each in out.parent.iterdir()] == [("results.parquet", b"old")]
