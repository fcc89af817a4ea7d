"""`python -m criteria_engine` is the `criteria` command."""

from criteria_engine.cli.main import main

main()
