"""The wheel is built, installed in a place of its own, and does the main job there."""

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    found = subprocess.run([str(part) for part in command], cwd=cwd, env=kept | environment, capture_output=True, text=True, check=False)
    assert found.returncode == 0, f"{found.stdout}\n{found.stderr}"
    return found


def test_the_wheel_works_elsewhere(tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path / "dist", ROOT, cwd=ROOT)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    venv.create(tmp_path / "elsewhere", with_pip=True)
    programs = tmp_path / "elsewhere" / ("Scripts" if os.name == "nt" else "bin")
    run(programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=tmp_path)

    code = "import criteria_engine as ce; print(ce.__version__, ce.__file__)"
    version, place = run(programs / "python", "-c", code, cwd=tmp_path).stdout.split()
    assert version == "0.1.0"
    assert Path(place).is_relative_to(tmp_path)
    demo = run(programs / "criteria", "demo", "--lang", "vi", "--out", tmp_path / "out", cwd=tmp_path, XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert "Trong tổng số 249 phường" in demo.stdout
    assert "Phường Tân Chánh Hiệp" in demo.stdout
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"results.csv", "results.json", "26776.md"}

    explained = run(programs / "criteria", "explain-fault", "s006", "--lang", "vi", cwd=tmp_path)
    assert explained.stdout.startswith("S006 · Con số hiểu được theo hai cách")

    lacking = "from criteria_engine import testing\ntry: testing.records\nexcept ModuleNotFoundError as problem: print(problem)"
    said = run(programs / "python", "-c", lacking, cwd=tmp_path).stdout
    assert said == "criteria_engine.testing.records needs hypothesis, which is not installed: pip install 'criteria-engine[testing]'\n"
    offered = "from importlib.metadata import *; print(metadata('criteria_engine').get_all('Provides-Extra'), *entry_points(group='pytest11'))"
    shown = run(programs / "python", "-c", offered, cwd=tmp_path).stdout
    assert "'testing'" in shown and "criteria_engine.testing.plugin" in shown
