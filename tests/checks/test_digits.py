"""Numbers that can grow too long: sums of quotients by known numbers do not, quotients by facts do once there are very many."""

import pytest

from criteria_engine.checking import check_text

HEAD = 'ruleset d.t "Digits"\nsubject ward identified by code\nfacts\n  code : text\n  part : integer, 0..10000\n  all : integer, 1..10000\n'
MARK = "verdict\n  passes when score >= 60%\n"

KNOWN = {
    "linear": "linear in part from 0 at {n} to 10 at 9999\n    0 otherwise",
    "divided": "part / 7{n}",
    "pro rata": "1 pro rata for each 7{n} of part",
}


@pytest.mark.parametrize("name", KNOWN)
def test_quotients_by_known_numbers_add_up(name: str) -> None:
    criteria = "".join(f"criterion C{n}\n  points at most 10\n    {KNOWN[name].format(n=n % 10)}\n" for n in range(400))
    assert "T018" not in {fault.code for fault in check_text(HEAD + criteria + MARK).faults}


def test_very_many_quotients_by_facts_are_refused() -> None:
    facts = "".join(f"  all_{n} : integer, 1..10000\n" for n in range(1_200))
    criteria = "".join(f"criterion C{n}\n  points at most 10\n    10 * part / all_{n}\n" for n in range(1_200))
    assert "T018" in {fault.code for fault in check_text(HEAD + facts + criteria + MARK).faults}
