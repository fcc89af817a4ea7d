"""The entry point of the `criteria` command."""

import gc
import sys


def main() -> None:
    """Run the command that the arguments ask for, and exit with its code."""
    gc.set_threshold(1_000_000, 20, 100)  # looking for garbage while classes are made would be a quarter of the start
    from criteria_engine.cli.main import run

    sys.exit(run(sys.argv[1:]))
