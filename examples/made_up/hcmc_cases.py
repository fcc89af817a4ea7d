"""Made-up criminal cases of a ward in a year."""

from datetime import date, timedelta

from made_up.chance import Chance, yes_no
from made_up.tables import Record

CASE_COLUMNS = ["code", "file_no", "kind", "grade_of_crime", "opened_on", "solved", "solved_on", "loss", "recovered"]

KINDS = {"theft": 42, "robbery": 9, "assault": 14, "fraud": 13, "drugs": 12, "gambling": 6, "other": 4}
GRADES = {"less_serious": 46, "serious": 42, "very_serious": 9, "extremely_serious": 3}
GAMBLING_GRADES = {"less_serious": 80, "serious": 20}
WITH_LOSS = ("theft", "robbery", "fraud")


def cases_of(chance: Chance, year: int, level: int, shortcomings: frozenset[str], last_year: int | None) -> list[Record]:
    """The cases of a ward that stands at a level (0 weak to 3 leading) with its shortcomings; fewer than last year's,
    where that is known, unless the number of crimes is a shortcoming."""
    number = chance.whole(4, 13)
    if last_year is not None:
        number = last_year + chance.whole(0, 3) if "crimes" in shortcomings else max(0, last_year - chance.whole(1, 3))
    least_unsolved = number // 4 + 1 if "solved" in shortcomings else 0
    most_unsolved = {3: number // 8, 2: number // 5, 1: number // 4, 0: number // 4}[level]
    unsolved = least_unsolved + chance.whole(0, 1) if least_unsolved else chance.whole(0, most_unsolved)
    open_cases = sorted(range(number), key=lambda _: chance.whole(0, 10**6))[:unsolved]
    days = sorted(chance.day(date(year, 1, 3), date(year, 10, 31)) for _ in range(number))
    return [_case(chance, year, place, day, level, place not in open_cases) for place, day in enumerate(days)]


def _case(chance: Chance, year: int, place: int, opened: date, level: int, solved: bool) -> Record:
    kind = chance.weighted(KINDS)
    grades = GAMBLING_GRADES if kind == "gambling" else GRADES
    loss = chance.whole(6, 180) * 500_000 if kind in WITH_LOSS else 0
    took = chance.whole(*{3: (8, 55), 2: (10, 70), 1: (15, 110), 0: (25, 150)}[level])
    closed = min(opened + timedelta(days=took), date(year, 12, 29))
    recovered = loss * chance.whole(30, 100) // 100 // 100_000 * 100_000 if solved else 0
    grade = chance.weighted(grades)
    if not solved and grade in ("very_serious", "extremely_serious") and (level == 3 or chance.happens(60)):
        grade = "serious"
    return {
        "file_no": f"{year}-{place + 1:02d}",
        "kind": kind,
        "grade_of_crime": grade,
        "opened_on": opened.isoformat(),
        "solved": yes_no(solved),
        "solved_on": closed.isoformat() if solved else "",
        "loss": str(loss),
        "recovered": str(recovered),
    }
