"""Small programs, outcomes and rosters for the tests of programmes."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from criteria_engine.ir.expressions import AllOf, Comparison, Constant, Score
from criteria_engine.ir.outcomes import Extent, HeadingOutcome, UnitOutcome
from criteria_engine.ir.program import (
    ALWAYS,
    Citation,
    Fact,
    Force,
    GradeRule,
    Grading,
    Heading,
    Phase,
    Program,
    Programme,
    SourceDocument,
    Subject,
    Target,
    Verdict,
)
from criteria_engine.values.labels import Labels
from criteria_engine.values.types import NUMBER, TEXT, YES_NO, ChoiceType, Member

DUE = date(2023, 12, 31)
RATING = ChoiceType("rating", (Member("weak"), Member("good", Labels((("vi", "Khá"),))), Member("excellent")), True)
ZONE = ChoiceType("zone", (Member("inner", Labels((("vi", "Nội thành"),))), Member("outer", Labels((("vi", "Ngoại thành"),)))), False)
OPEN = frozenset(("passes", "fails"))


def labels(en: str, vi: str) -> Labels:
    return Labels((("en", en), ("vi", vi)))


def target(quantity="at least", number=1, share=False, by=None, group=None, verdict="passes", grades=None) -> Target:
    return Target(quantity, number, share, by, group, None if grades else verdict, frozenset(grades) if grades else None)


def programme(*targets: Target, due: date = DUE, force: Force = ALWAYS, phase_force: Force = ALWAYS) -> Programme:
    return Programme(labels("Scheme", "Đề án"), (Phase("1", due, targets, force=phase_force, cites=(Citation("scheme", "I.1"),)),), force)


def heading(id: str, level="criterion", children=(), kinds=("mandatory",), remedy=True) -> Heading:
    return Heading(
        level, id, labels(f"Title of {id}", f"Tên của {id}"), frozenset(kinds), children=tuple(children), cites=(Citation("scheme", f"II.{id}"),),
        remedy=labels(f"Mend {id}", f"Khắc phục {id}") if remedy else Labels(), evidence=labels("A paper", "Giấy tờ"),
    )


HEADINGS = (
    heading("P", "pillar", (heading("C1"), heading("C2")), remedy=False),
    heading("A1", kinds=("advisory",)),
)


def program(*programmes: Programme, grouped_by=("district",), name="city.model", headings=HEADINGS, passes=None, graded=True) -> Program:
    mark = Comparison(">=", Score(None, False, type=NUMBER), Constant(85, type=NUMBER), type=YES_NO)
    grading = Grading(RATING, (GradeRule(2, mark), GradeRule(1, None))) if graded else None
    return Program(
        name=name, labels=labels("Model wards", "Phường kiểu mẫu"), sources={"scheme": SourceDocument("scheme", labels("Scheme", "Đề án"))},
        force=ALWAYS, subject=Subject("ward", "wards", labels("Ward", "Phường"), "code", "name", tuple(grouped_by)),
        facts={
            "code": Fact("code", TEXT), "district": Fact("district", TEXT, labels("District", "Quận")), "zone": Fact("zone", ZONE),
            "area": Fact("area", NUMBER, labels("Area", "Diện tích")),
        },
        tables={}, parameters={}, definitions={}, groups={}, headings=headings,
        verdict=Verdict(passes=passes or AllOf((mark,), type=YES_NO), grading=grading), programmes=programmes, digest="sha256:rules",
    )


def outcome(
    unit: str, verdict: str = "passes", score: tuple[int | Fraction, int | Fraction] | None = None, criteria: Mapping[str, str] | None = None,
    grades: Sequence[int] = (), possible: frozenset[str] | None = None, missing: tuple[str, ...] = (), invalid: tuple[str, ...] = (),
) -> UnitOutcome:
    levels = {"P": "pillar"}
    return UnitOutcome(
        unit, f"Phường {unit}", verdict, possible or (OPEN if verdict == "undetermined" else frozenset((verdict,))), tuple(grades),
        Extent(*score) if score else None, Extent(110, 110),
        {
            id: HeadingOutcome(id, levels.get(id, "criterion"), found, frozenset((found,)) if found != "undetermined" else OPEN,
                               Extent(Fraction(48, 7), 10), Extent(10, 10), id == "A1")
            for id, found in (criteria or {}).items()
        },
        missing, invalid,
    )


def roster(*districts: tuple[str, int]) -> dict[str, dict[str, str]]:
    """So many units in each district, with codes counting from u1."""
    found: dict[str, dict[str, str]] = {}
    for district, number in districts:
        for _ in range(number):
            found[f"u{len(found) + 1}"] = {"district": district}
    return found


def results(verdicts: str, **more) -> list[UnitOutcome]:
    """Outcomes of u1, u2, … by letter: p(asses), f(ails), d(isqualified), g(raded), u(ndetermined), `.` for no data."""
    words = {"p": "passes", "f": "fails", "d": "disqualified", "u": "undetermined", "g": "graded"}
    return [outcome(f"u{index}", words[letter], **more) for index, letter in enumerate(verdicts, 1) if letter != "."]
