"""The same answer under any hash seed, time zone, locale and decimal context."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
DATA = ROOT / "examples" / "data"
SCRIPT = """
import decimal, sys
decimal.getcontext().prec = int(sys.argv[1])
from criteria_engine.cli.main import run
sys.exit(run(sys.argv[2:]))
"""


def digest(precision: int, **environment: str) -> str:
    rules, data = ROOT / "rulesets" / "hcmc" / "model_ward_police.criteria", DATA / "hcmc_wards.csv"
    tables = ["--table", f"cases={DATA / 'hcmc_cases.csv'}", "--table", f"discipline={DATA / 'hcmc_discipline.csv'}"]
    units = ["--units", str(ROOT / "examples" / "units" / "hcmc_wards_2023.csv")]
    arguments = ["evaluate", str(rules), "--data", str(data), *tables, *units, "--as-of", "2023-12-31", "--json"]
    command = [sys.executable, "-c", SCRIPT, str(precision), *arguments]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "TZ"))}
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    found = subprocess.run(command, env=kept | {"PYTHONPATH": path, "PYTHONUTF8": "1"} | environment, capture_output=True, check=True)
    return hashlib.sha256(found.stdout).hexdigest()


def test_results_do_not_depend_on_the_machine() -> None:
    usual = digest(28, PYTHONHASHSEED="0", TZ="UTC", LC_ALL="C")
    assert digest(3, PYTHONHASHSEED="4711", TZ="Asia/Ho_Chi_Minh", LC_ALL="vi_VN.UTF-8") == usual
    assert digest(60, PYTHONHASHSEED="12", TZ="America/Los_Angeles", LC_ALL="tr_TR.UTF-8") == usual
