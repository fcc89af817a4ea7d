"""The pytest plugin: test blocks of `.criteria` files as items, off unless asked for, and of no weight until then."""

import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from criteria_engine import locale
from criteria_engine.testing import plugin

HEAD = """ruleset small.example "A small example" vi "Ví dụ nhỏ"
  in force from 2023-07-01
subject ward identified by code
facts
  code : text
  area : number in m2, 0..50000  "Area" vi "Diện tích"
criterion A1 "A large office" vi "Trụ sở đủ rộng"
  requires area >= 200 m2
verdict
  passes when A1 passes
"""
HOLDS = """
test "Phường có trụ sở rộng"
  given area = 250
  expect verdict passes
"""
FAILS = """
test "a small office"
  given area = 150
  expect A1 passes
"""
TOO_EARLY = """
test "before it began"
  as of 2020-01-01
  given area = 250
  expect verdict passes
"""


def rule_file(pytester: pytest.Pytester, name: str, text: str) -> Path:
    path = pytester.path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def outcome(result: pytest.RunResult, **counts: int) -> str:
    result.assert_outcomes(**counts)
    return result.stdout.str()


def test_pytest_finds_it_by_itself() -> None:
    (found,) = entry_points(group="pytest11", name="criteria")
    assert found.value == "criteria_engine.testing.plugin"


def test_off_unless_asked_for(pytester: pytest.Pytester) -> None:
    rule_file(pytester, "a.criteria", HEAD + FAILS)
    pytester.makepyfile("def test_own(): pass")
    outcome(pytester.runpytest(), passed=1)
    outcome(pytester.runpytest("--criteria"), passed=1, failed=1)
    pytester.makeini("[pytest]\ncriteria = true\n")
    outcome(pytester.runpytest(), passed=1, failed=1)
    outcome(pytester.runpytest("--no-criteria"), passed=1)


def test_an_item_for_each_block(pytester: pytest.Pytester) -> None:
    rule_file(pytester, "a.criteria", HEAD + HOLDS + FAILS)
    rule_file(pytester, "none.criteria", HEAD)
    listed = pytester.runpytest("--criteria", "--collect-only", "-q").stdout.lines
    assert listed[:2] == ["a.criteria::Phường có trụ sở rộng", "a.criteria::a small office"]
    outcome(pytester.runpytest("--criteria", "a.criteria::Phường có trụ sở rộng"), passed=1)
    outcome(pytester.runpytest("--criteria", "-k", "small and office"), failed=1)


@pytest.mark.parametrize("tongue", ["vi", "en"])
def test_a_failure_prints_what_the_command_prints(pytester: pytest.Pytester, tongue: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rule_file(pytester, "a.criteria", HEAD + FAILS)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")
    command = [sys.executable, "-m", "criteria_engine", "test", "--lang", tongue, "a.criteria"]
    printed = subprocess.run(command, cwd=pytester.path, capture_output=True, text=True, encoding="utf-8", check=False).stdout
    explanation = printed.rstrip("\n").rpartition("\n")[0]
    assert explanation.startswith("✗ a small office\n    ") and "150" in explanation
    text = outcome(pytester.runpytest("--criteria", "--criteria-lang", tongue), failed=1)
    assert explanation in text
    assert "Traceback" not in text and "FAILED a.criteria::a small office" in text


def test_faults_of_the_day_of_a_block_are_shown(pytester: pytest.Pytester) -> None:
    rule_file(pytester, "a.criteria", HEAD + TOO_EARLY + HOLDS)
    text = outcome(pytester.runpytest("--criteria", "--criteria-lang=en"), passed=1, failed=1)
    assert "error[R022]" in text and "Traceback" not in text


@pytest.mark.parametrize(("tongue", "wanted"), [("en", "error[N001]"), ("vi", "lỗi[N001]")])
def test_faults_of_a_file_are_errors_of_collection(pytester: pytest.Pytester, tongue: str, wanted: str) -> None:
    rule_file(pytester, "rules/bad.criteria", HEAD.replace("requires area", "requires arae"))
    rule_file(pytester, "rules/good.criteria", HEAD + HOLDS)
    pytester.makeini(f"[pytest]\ncriteria_lang = {tongue}\n")
    text = outcome(pytester.runpytest("--criteria", "--continue-on-collection-errors"), errors=1, passed=1)
    assert wanted in text and "rules/bad.criteria:8:12" in text and "arae" in text
    assert "Traceback" not in text and ".py:" not in text


def test_a_file_that_is_no_text_is_an_error_of_collection(pytester: pytest.Pytester) -> None:
    (pytester.path / "a.criteria").write_bytes(b"\xff\xfe\0rules")
    text = outcome(pytester.runpytest("--criteria", "--criteria-lang=en"), errors=1)
    assert "error[S001]" in text and "Traceback" not in text


def test_paths_choose_among_rule_files(pytester: pytest.Pytester) -> None:
    for name in ("rules/a.criteria", "rules/deep/b.criteria", "drafts/c.criteria"):
        rule_file(pytester, name, HEAD + HOLDS)
    outcome(pytester.runpytest("--criteria"), passed=3)
    outcome(pytester.runpytest("--criteria", "--criteria-path", "rules"), passed=2)
    outcome(pytester.runpytest("--criteria", "--criteria-path=rules/*.criteria", "--criteria-path=drafts/c.criteria"), passed=2)
    pytester.makeini("[pytest]\ncriteria = true\ncriteria_paths = rules/deep drafts\n")
    outcome(pytester.runpytest(), passed=2)
    outcome(pytester.runpytest("--criteria-path=rules/a.criteria"), passed=1)
    outcome(pytester.runpytest("rules"), passed=1)


def test_a_tongue_that_there_is_not_is_wrong_usage(pytester: pytest.Pytester) -> None:
    rule_file(pytester, "a.criteria", HEAD + HOLDS)
    pytester.makeini("[pytest]\ncriteria_lang = fr\n")
    result = pytester.runpytest("--criteria")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "criteria_lang: 'fr' is none of vi, en" in result.stderr.str() + result.stdout.str()
    assert locale.TONGUES == plugin.TONGUES
    assert pytester.runpytest("--criteria", "--criteria-lang=fr").ret == pytest.ExitCode.USAGE_ERROR


def test_it_weighs_nothing_until_it_is_used(pytester: pytest.Pytester) -> None:
    rule_file(pytester, "a.criteria", HEAD + HOLDS)
    pytester.makepyfile("""
        import sys
        def test_light():
            engine = sorted(name for name in sys.modules if name.startswith("criteria_engine"))
            assert engine == ["criteria_engine", "criteria_engine.testing", "criteria_engine.testing.plugin"]
            assert not {"attrs", "lark", "babel", "rich", "hypothesis"} & set(sys.modules)
    """)
    outcome(pytester.runpytest_subprocess("-p", "no:hypothesispytest", "-p", "no:xdist"), passed=1)


@pytest.mark.parametrize("absent", ["hypothesis"])
def test_what_needs_the_extra_says_so(pytester: pytest.Pytester, absent: str) -> None:
    code = f"import sys; sys.modules[{absent!r}] = None; from criteria_engine import testing; testing.records"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    said = f"criteria_engine.testing.records needs {absent}, which is not installed: pip install 'criteria-engine[testing]'"
    assert found.stderr.rstrip().splitlines()[-1] == f"ModuleNotFoundError: {said}"
    rule_file(pytester, "a.criteria", HEAD + HOLDS)
    pytester.makeconftest(f"import sys; sys.modules[{absent!r}] = None")
    outcome(pytester.runpytest_subprocess("--criteria", "-p", "no:hypothesispytest"), passed=1)
