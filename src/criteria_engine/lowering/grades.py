"""Grades in registers: the first that holds, lowered by every cap that holds."""


from criteria_engine.ir.program import Grading
from criteria_engine.lowering.builder import Part, Place
from criteria_engine.lowering.heading_origins import several
from criteria_engine.lowering.lowered import Program, decided
from criteria_engine.lowering.plan import Register
from criteria_engine.values.truth import Origin


def grades_of(grading: Grading, at: Program) -> tuple[dict[int, Register], Place]:
    """Each grade with the flag that it may come out: the first that holds, lowered by every cap that holds; and from what it is open."""
    b = at.b
    asked: list[tuple[Part, Register | None]] = []
    flags: dict[int, list[Register]] = {}
    waiting = b.flag(True)
    for rule in grading.grades:
        holds = decided(b, b.flag(True)) if rule.condition is None else at.truth(rule.condition)
        flags.setdefault(rule.grade, []).append(b.every((waiting, b.negated(holds.no))))
        asked.append((holds.place, waiting))
        waiting = b.every((waiting, b.negated(holds.yes)))
    asked.append((Origin("judgement" if grading.undetermined_because else "no case holds", grading.choices.name), waiting))
    found = {grade: b.some((waiting, *flags.get(grade, ()))) for grade in range(len(grading.choices.members))}
    for cap in grading.caps:
        holds = decided(b, b.flag(True)) if cap.condition is None else at.truth(cap.condition)
        asked.append((holds.place, None))
        above = b.some(flag for grade, flag in found.items() if grade > cap.grade)
        found[cap.grade] = b.some((found[cap.grade], b.every((above, b.negated(holds.no)))))
        found = {grade: flag if grade <= cap.grade else b.every((flag, b.negated(holds.yes))) for grade, flag in found.items()}
    return found, b.note(several(b, found.values()), asked) if b.tracing else 0
