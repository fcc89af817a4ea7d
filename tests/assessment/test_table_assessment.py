"""An assessment of a table says what that of single results says: the same file, counts, standings and faults, whatever the engine."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from attrs import evolve
from tests.assessment.offices import offices

from criteria_engine.assessment import Assessment, assess
from criteria_engine.backends.choosing import EnginesDisagree
from criteria_engine.backends.engine_list import TABLE_ENGINES
from criteria_engine.backends.tables.answers import UNSURE
from criteria_engine.backends.tables.encoded import EncodedBatch, TableEngine
from criteria_engine.engine import Rules, load, loads
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.programmes.standing import verdict_counts
from criteria_engine.results import parquet_file, table_files
from criteria_engine.results.csv_text import results_csv
from criteria_engine.results.parquet_file import results_parquet
from criteria_engine.table_assessment import evaluator
from criteria_engine.table_assessment.assessed import TableAssessment, assess_table
from criteria_engine.table_assessment.tallies import VerdictTally
from criteria_engine.values.types import NumberType

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
    monkeypatch.setitem(TABLE_ENGINES, "python", evolve(listed, make=lambda *given: Liar(listed.made(*given))))
    wrong = assess_table(rules, paths["data"], DAY, {"cases": paths["cases"]})
    with pytest.raises(EnginesDisagree):
        wrong.result_of("3")


class Late:
    """An engine that finds out only when it begins that the rules are not for it."""

    name = "late"

    def answers(self, batch: EncodedBatch) -> pa.Table:
        raise Unsupported("numbers", "too wide")


def test_an_engine_that_gives_up_late_is_followed_by_compiled_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules, paths = offices(tmp_path)
    monkeypatch.setitem(TABLE_ENGINES, "columns", evolve(TABLE_ENGINES["columns"], make=lambda *given: Late()))
    found = assess_table(rules, paths["data"], DAY, {"cases": paths["cases"]}, engine="columns")
    assert (found.engine, found.counts.all) == ("python", 26)


def test_a_files_bytes_do_not_tell_in_which_parts_its_rows_came(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules, paths = offices(tmp_path)
    for module in (parquet_file, table_files):
        monkeypatch.setattr(module, "ROWS_TOGETHER", 10)
    wanted = results_parquet(assess(rules, paths["data"], DAY, {"cases": paths["cases"]}).file())
    for size in (3, 10, 26, 100):
        monkeypatch.setattr(evaluator, "UNITS_AT_ONCE", size)
        out = tmp_path / f"{size}.parquet"
        assess_table(rules, paths["data"], DAY, {"cases": paths["cases"]}, out=out)
        assert out.read_bytes() == wanted


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


def test_every_rejected_cell_is_told_where_faults_only_count_them(tmp_path: Path, rules: Rules, monkeypatch: pytest.MonkeyPatch) -> None:
    fact = next(name for name, fact in rules.program.facts.items() if isinstance(fact.type, NumberType))
    code = rules.program.subject.identified_by
    path = tmp_path / "wards.csv"
    path.write_text(f"{code},{fact}\n" + "".join(f"{ward:05},many\n" for ward in range(7)), encoding="utf-8")
    wanted = assess_table(rules, path, DAY, rejects=True).rejects
    monkeypatch.setattr("criteria_engine.backends.tables.cell_faults.MOST_OF_A_KIND", 2)
    found = assess_table(rules, path, DAY, rejects=True)
    assert "D133" in {fault.code for fault in found.faults}
    assert [each for each in found.rejects if each.column == fact] == [each for each in wanted if each.column == fact]
    assert len(found.rejects) >= 7


def test_groups_stand_in_the_order_in_which_the_data_name_them(tmp_path: Path) -> None:
    tally = VerdictTally(offices(tmp_path)[0].program)
    named = [f"Quận {number % 997 + 1}" for number in range(2000)]
    verdicts = pa.chunked_array([["passes" if number % 3 else "fails" for number in range(2000)]])
    tally.add(verdicts, [pa.chunked_array([named]), pa.chunked_array([["urban"] * 2000])])
    assert [group.group for group in tally.counts()[1][0].groups] == [f"Quận {number + 1}" for number in range(997)]


@pytest.mark.parametrize("engine", sorted(TABLE_ENGINES))
def test_rules_without_criteria_may_have_more_grades_than_a_number_has_bits(engine: str, tmp_path: Path) -> None:
    many = 130
    bands = "".join(f"    g{number} when staff >= {number}\n" for number in range(many - 1, 0, -1))
    rules = loads(
        f"ruleset city.grades 'Grades'\nsubject ward identified by code\nchoices rating {' < '.join(f'g{number}' for number in range(many))}\n"
        f"facts\n  code : text\n  staff : integer, 0..500\nverdict\n  graded rating\n{bands}    g0 otherwise\n".replace("'", '"')
    )
    data, out = tmp_path / "wards.csv", tmp_path / "results.parquet"
    data.write_text("code,staff\n1,3\n2,\n3,69\n4,500\n")
    found = assess_table(rules, data, DAY, engine=engine, out=out)
    assert out.read_bytes() == results_parquet(assess(rules, data, DAY).file())
    assert found.interpreted == 0
