"""Engines answer the same on another machine's settings: locale, time zone, hash seed, threads, decimal context."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

ELSEWHERE = (
    ({"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0"}, 1),
    ({"LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "31337"}, 5),
)


def test_every_engine_answers_the_same_elsewhere() -> None:
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    digests = set()
    for settings, threads in ELSEWHERE:
        environment = {**os.environ, **settings, "PYTHONPATH": paths}
        command = [sys.executable, "-m", "tests.engines.answers_digest", str(threads)]
        found = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=ROOT, timeout=600)
        assert found.returncode == 0, found.stderr
        digests.add(found.stdout.strip())
    assert len(digests) == 1 and len(next(iter(digests))) == 64
