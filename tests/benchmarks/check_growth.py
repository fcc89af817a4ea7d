"""How the time of `criteria check` grows with the rules: prints a table; run it with `python -m tests.benchmarks.check_growth`.

Every size is checked in a process of its own, through the same entry as the command, and the best of some runs is shown:
what other work on the machine adds is never negative.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES = (250, 500, 1000, 2000)
"""Criteria of ten lines each."""

RUNS = 3

HEAD = """ruleset growth.rules "Growth"
  source scheme "Scheme"
  not applicable points are left out
subject ward identified by code
facts
  code : text
  merging : yes/no
"""

CRITERION = """criterion C{n} "Households served in area {n}"
  mandatory
  applies when not merging
  requires office_{n} and households_{n} >= {least}
  unless share_{n} >= {percent}% because "most are served" then passes
  points at most 10
    10 when share_{n} >= 90%
    linear in share_{n} from 0 at 50% to 10 at 90%
    0 otherwise
  evidence "Record {n}" cites scheme "II.{n}" remedy "Ask for {n}"
"""


def rules(count: int) -> str:
    """A rule set of so many criteria of ten lines, each with facts of its own."""
    facts = "".join(
        f'  office_{n} : yes/no "Office {n}"\n  households_{n} : integer, 0..60000 "Households {n}"\n  share_{n} : percent, 0%..100% "Share {n}"\n'
        for n in range(count)
    )
    criteria = "".join(CRITERION.format(n=n, least=100 + n, percent=n % 40 + 10) for n in range(count))
    return f"{HEAD}{facts}{criteria}verdict\n  passes when every mandatory criterion passes and score >= 60%\n"


def seconds(path: Path) -> float:
    """The time of one `criteria check` of a file, start of the process included."""
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "criteria_engine", "check", str(path)], capture_output=True, text=True, check=False)
    taken = time.perf_counter() - begun
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return taken


def main() -> None:
    """Print criteria, lines, bytes, seconds and milliseconds a criterion."""
    print(f"{'criteria':>8} {'lines':>7} {'kB':>6} {'seconds':>8} {'ms each':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            text = rules(size)
            path = Path(folder) / f"growth_{size}.criteria"
            path.write_text(text, "utf-8")
            best = min(seconds(path) for _ in range(RUNS))
            print(f"{size:>8} {text.count(chr(10)):>7} {len(text.encode()) // 1000:>6} {best:>8.2f} {best / size * 1000:>8.2f}", flush=True)


if __name__ == "__main__":
    main()
