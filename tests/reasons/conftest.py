"""How many made-up rule sets are tried: CRITERIA_HOW_MANY, for long runs."""

import os

import pytest


@pytest.fixture(scope="session")
def how_many() -> int:
    return int(os.environ.get("CRITERIA_HOW_MANY", "0"))
