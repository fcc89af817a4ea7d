"""A small rule set made by hand, which the tests of data read for."""

from collections.abc import Mapping
from fractions import Fraction

from criteria_engine.ir.program import ALWAYS, Fact, Program, Subject, Table, Verdict
from criteria_engine.values.labels import Labels
from criteria_engine.values.types import OUTCOME, TEXT, YES_NO, ChoiceType, DateType, Member, NumberType, Type
from criteria_engine.values.units import known_units

RATING = ChoiceType(
    "rating",
    (
        Member("weak", Labels((("en", "Weak"), ("vi", "Yếu")))),
        Member("average", Labels((("en", "Average"), ("vi", "Trung bình")))),
        Member("good", Labels((("en", "Good"), ("vi", "Khá")))),
    ),
    ordered=True,
)
AREA = NumberType("number", known_units()["m2"], Fraction(1, 100), 0, 50000)
PERCENT = NumberType("percent", scale=Fraction(1, 10000), low=0, high=1)
COUNT = NumberType("integer", scale=1, low=0, high=10000)
MONEY = NumberType("money", known_units()["VND"], 1, 0, 10**11)

FACTS: dict[str, Type] = {
    "code": TEXT,
    "ward_name": TEXT,
    "district": TEXT,
    "rating": RATING,
    "own": YES_NO,
    "area": AREA,
    "share": PERCENT,
    "late": COUNT,
    "budget": MONEY,
    "drill": DateType(),
    "J2": OUTCOME,
}
LABELS = {"own": Labels((("en", "Own headquarters"), ("vi", "Trụ sở riêng")))}


def fact(name: str, kind: Type) -> Fact:
    return Fact(name, kind, LABELS.get(name, Labels()))


def program_of(facts: Mapping[str, Type], subject: Subject) -> Program:
    """A rule set with these facts and a table of cases, and no rules."""
    fields: dict[str, Type] = {"kind": RATING, "opened": DateType(), "solved": YES_NO}
    cases = {name: fact(name, kind) for name, kind in fields.items()}
    return Program(
        name="test",
        labels=Labels(),
        sources={},
        force=ALWAYS,
        subject=subject,
        facts={name: fact(name, kind) for name, kind in facts.items()},
        tables={"cases": Table("cases", "case", cases)},
        parameters={},
        definitions={},
        groups={},
        headings=(),
        verdict=Verdict(),
    )


WARDS = program_of(FACTS, Subject("ward", "wards", identified_by="code", named_by="ward_name", grouped_by=("district",)))
