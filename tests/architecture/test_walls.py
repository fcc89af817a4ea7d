"""The walls of the house: import contracts, small files, exact numbers, a light import, a short public face."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import criteria_engine
from criteria_engine.backends.interpreter.evaluation import MEANINGS
from criteria_engine.ir.expressions import OPERATIONS

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "criteria_engine"
FILES = sorted(SOURCE.rglob("*.py"))
LONGEST_FILE = 450
"""Lines; the declarations and the builder of the tree are one list each, and longer for that."""
LISTS = {"declarations.py", "declaration_builder.py", "expressions.py", "builder.py", "program.py", "data.py"}


def test_imports_run_downwards_and_have_no_cycle() -> None:
    found = subprocess.run([str(Path(sys.executable).with_name("lint-imports"))], cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


def test_no_file_is_too_long() -> None:
    long = {str(path.relative_to(ROOT)): n for path in FILES if (n := len(path.read_text("utf-8").splitlines())) > LONGEST_FILE}
    assert not {name: n for name, n in long.items() if Path(name).name not in LISTS}


def test_no_room_is_a_drawer_for_odds_and_ends() -> None:
    names = {path.stem for path in FILES} | {path.name for path in SOURCE.rglob("*") if path.is_dir()}
    assert not names & {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}


def test_no_float_decides_anything() -> None:
    deciding = ("values", "ir", "backends", "language/elaborate", "language/checks", "rule_tests")
    for room in deciding:
        for path in (SOURCE / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), f"{path}:{node.lineno}"
                called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
                assert not called or path.name == "numbers.py", f"{path}:{getattr(node, 'lineno', 0)}"


def test_every_operation_has_a_meaning_and_no_meaning_lacks_an_operation() -> None:
    assert set(MEANINGS) == set(OPERATIONS)


def test_the_public_face_is_short_sorted_and_documented() -> None:
    names = criteria_engine.__all__
    assert names == sorted(names)
    assert len(names) <= 16
    for name in names:
        value = getattr(criteria_engine, name)
        assert isinstance(value, str) or (value.__doc__ or "").strip(), name


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import sys, criteria_engine; print(' '.join(sorted(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"lark", "babel", "cyclopts", "rich", "cattrs", "attrs"} & set(found)


def test_nothing_names_a_path_of_somebody_s_machine() -> None:
    for path in [*FILES, *(ROOT / "docs").rglob("*.md"), ROOT / "README.md", *(ROOT / "rulesets").rglob("*"), *(ROOT / "examples").rglob("*.py")]:
        if path.is_file():
            assert not re.search(r"/(work|home|root|Users)/\w", path.read_text("utf-8")), path
