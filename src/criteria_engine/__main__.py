"""`python -m criteria_engine` is the `criteria` command."""

from criteria_engine.cli.entry import main

main()
