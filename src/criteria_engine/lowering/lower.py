"""A program read as of a date becomes a plan: for the verdict alone, or with what becomes of every heading."""

from collections.abc import Iterable

from attrs import define, evolve, field

from criteria_engine.ir import expressions as ir
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.dependencies import SCORE, heading_expressions, reads, tables_read, verdict_expressions
from criteria_engine.lowering import exact as e
from criteria_engine.lowering import rows, states, values
from criteria_engine.lowering.builder import Builder, Part, Place, Unsupported
from criteria_engine.lowering.grades import grades_of
from criteria_engine.lowering.heading_origins import several
from criteria_engine.lowering.headings import judge
from criteria_engine.lowering.lowered import Amount, Judged, Lowered, Meaning, Truth, decided, disjunction, is_decided
from criteria_engine.lowering.origins import told
from criteria_engine.lowering.plan import OUTCOMES, VERDICTS, HeadingPlan, Plan, Register, Span, VerdictPlan
from criteria_engine.lowering.pruning import pruned
from criteria_engine.lowering.scores import may_be_absent, possible_points, sum_of, surely_absent
from criteria_engine.values.truth import Origin

MEANINGS: dict[type, Meaning] = {**values.MEANINGS, **states.MEANINGS, **rows.MEANINGS}
"""How operations are lowered."""

UNSUPPORTED: dict[type[ir.Node], str] = {}
"""Operations that no plan has, and why: programs that use them are the interpreter's. A test holds this and `MEANINGS` together to
the whole of `ir.OPERATIONS`. Some forms of operations are refused where they are met (`Unsupported`): rows asked for within a row,
a quotient folded over rows, a heading with very many exceptions, a number without a finest step."""


@define(eq=False)
class Lowering:
    """One program being lowered."""

    dated: Dated
    b: Builder
    judged: dict[str, Judged] = field(factory=dict)
    _values: dict[ir.Expression, Lowered] = field(factory=dict)
    _definitions: dict[str, Lowered] = field(factory=dict)

    def value(self, expression: ir.Expression) -> Lowered:
        """An operation in registers; each is lowered once."""
        found = self._values.get(expression)
        if found is None:
            meaning = MEANINGS.get(type(expression))
            if meaning is None:
                raise Unsupported(type(expression).__name__, UNSUPPORTED[type(expression)])
            found = self._values[expression] = meaning(expression, self)
        return found

    def truth(self, expression: ir.Expression) -> Truth:
        found = self.value(expression)
        assert isinstance(found, Truth)
        return found

    def amount(self, expression: ir.Expression) -> Amount:
        found = self.value(expression)
        assert isinstance(found, Amount)
        return found

    def defined(self, name: str) -> Lowered:
        return self._definitions[name]

    def run(self, wanted: frozenset[str]) -> None:
        """Lower the wanted definitions and headings in order."""
        for key in self.dated.order:
            if key not in wanted:
                continue
            kind, _, name = key.partition(":")
            if kind == "definition":
                self._definitions[name] = self.value(self.dated.program.definitions[name].value)
            elif kind == "heading":
                self.judged[name] = judge(self.dated.by_id[name], self)

    @property
    def applicable(self) -> Truth:
        """Whether anything that counts is applicable at all; true where nothing counts."""
        counted = [self.judged[heading.id] for heading in self.dated.by_id.values() if not heading.advisory and heading.id in self.judged]
        return disjunction(self.b, [states.applies(judged, self.b) for judged in counted]) if counted else decided(self.b, self.b.flag(True))


def lower(dated: Dated, *, findings: bool, complete: bool) -> Plan:
    """The plan of a program, with or without findings, for records with nothing missing or for all. Raises Unsupported where it
    holds an operation that plans do not have."""
    at = Lowering(dated, Builder(complete, findings))
    at.run(needed(dated, findings))
    verdict, place = _verdict(at)
    headings: list[HeadingPlan] = []
    if findings:
        verdict = evolve(verdict, score=_score(at), most=_most(at))
        headings = [_heading(name, at) for name in dated.by_id]
    b = at.b
    missing, reasons = told(b, place)
    unsure = b.some(b.unsure)
    code = (tuple(b.instructions), tuple(b.kinds), tuple(b.lows), tuple(b.highs))
    asked = (tuple(b.tables), tuple(b.required))
    return pruned(Plan(complete, tuple(b.inputs), *code, verdict, tuple(headings), unsure, *asked, missing, reasons, findings))


def needed(dated: Dated, findings: bool) -> frozenset[str]:
    """The definitions and headings that the verdict reads, itself or through others; with findings all headings too."""
    children = {name: tuple(child.id for child in heading.children) for name, heading in dated.by_id.items()}
    tops = [f"heading:{heading.id}" for heading in dated.headings]
    found: set[str] = set()
    waiting: list[str] = []

    def reach(expressions: Iterable[ir.Expression], own: str | None) -> None:
        for expression in expressions:
            waiting.extend(reads(expression, own, children))
            for table in tables_read(expression) if dated.program.tables else ():
                condition = dated.program.tables[table].complete_when
                if condition is not None:
                    reach([condition], None)

    reach(verdict_expressions(dated.program.verdict), None)
    counted = [heading for heading in dated.by_id.values() if not heading.advisory]
    sure = [heading for heading in counted if heading.applies is None and not (heading.children or heading.exemptions or heading.assessed)]
    if findings:
        waiting += [f"heading:{name}" for name in dated.by_id]
    elif counted and not sure:
        waiting += [f"heading:{heading.id}" for heading in counted]
    while waiting:
        key = waiting.pop()
        if key in found:
            continue
        found.add(key)
        kind, _, name = key.partition(":")
        if key == SCORE:
            waiting += tops
        elif kind == "definition":
            reach([dated.program.definitions[name].value], None)
        elif name in dated.by_id:
            waiting += [f"heading:{child}" for child in children[name]]
            reach(heading_expressions(dated.by_id[name]), name)
    return frozenset(found)


def _verdict(at: Lowering) -> tuple[VerdictPlan, Place]:
    """The verdict and its grade, and where it is noted from what they are open."""
    b, verdict = at.b, at.dated.program.verdict
    barred = disjunction(b, [at.truth(disqualifier.condition) for disqualifier in verdict.disqualifiers])
    free = b.negated(barred.yes)
    applicable = _sure_to_apply(at)
    possible = {"disqualified": b.negated(barred.no)}
    if verdict.passes is None:
        possible["graded"] = free
        asked = free
    else:
        passes = at.truth(verdict.passes)
        possible["passes"] = b.every((free, b.some((b.negated(applicable), b.negated(passes.no)))))
        possible["fails"] = b.every((free, b.some((b.negated(applicable), b.negated(passes.yes)))))
        asked = possible["passes"]
    grades: tuple[tuple[int, Register], ...] = ()
    of_grades = 0
    if verdict.grading is not None:
        found, of_grades = grades_of(verdict.grading, at)
        grades = tuple((grade, b.every((asked, b.some((b.negated(applicable), flag))))) for grade, flag in found.items())
    kept = tuple((name, flag) for name, flag in possible.items() if b.constant_of(flag) is not False)
    grade = _only([(grade, flag) for grade, flag in grades if b.constant_of(flag) is not False], -1, False, b)
    code = _code(barred, applicable, None if verdict.passes is None else at.truth(verdict.passes), b)
    if verdict.passes is None and grades:
        open_grade = b.every((b.compare("=", code, b.number(VERDICTS.index("graded"))), b.compare("<", grade, b.number(0))))
        code = b.choose(open_grade, b.number(len(VERDICTS)), code)
    plan = VerdictPlan(code, grade, kept, grades, None, None)
    return plan, _open_from(plan, barred, of_grades, at) if b.tracing else 0


def _open_from(plan: VerdictPlan, barred: Truth, of_grades: Place, at: Lowering) -> Place:
    """Where it is noted from what the verdict and its grade are open."""
    b, verdict, applicable = at.b, at.dated.program.verdict, at.applicable
    free, possible = b.negated(barred.yes), dict(plan.possible)
    own: list[tuple[Part, Register | None]] = [(applicable.place, None), (Origin("not applicable", ""), applicable.no)]
    if verdict.passes is not None:
        own.append((at.truth(verdict.passes).place, applicable.yes))
    said = b.note(None, own)
    open_verdict = several(b, possible.values())
    parts: list[tuple[Part, Register | None]] = [(barred.place, None), (said, b.every((free, open_verdict)))]
    if verdict.grading is not None:
        asked = free if verdict.passes is None else b.every((possible.get("passes", b.flag(False)), b.negated(open_verdict)))
        parts += [(of_grades, asked), (said, b.every((asked, b.negated(applicable.yes))))]
    return b.note(None, parts)


def _code(barred: Truth, applicable: Register, passes: Truth | None, b: Builder) -> Register:
    """The place in `VERDICTS` of the only verdict that is possible, else their number; what settles it soonest comes first."""
    passed, failed, disqualified, graded, undetermined = (b.number(code) for code in range(len(VERDICTS) + 1))
    code = graded
    if passes is not None:
        sure = passed if is_decided(b, passes) else b.choose(passes.yes, passed, undetermined)
        code = b.choose(b.negated(applicable), undetermined, b.choose(passes.no, failed, sure))
    if not is_decided(b, barred):
        code = b.choose(b.negated(barred.no), undetermined, code)
    return b.choose(barred.yes, disqualified, code)


def _only(options: list[tuple[int, Register]], otherwise: int, single: bool, b: Builder) -> Register:
    """The number of the only flag that is true, else another number; where `single`, there always is exactly one."""
    if not options:
        return b.number(otherwise)
    result = b.number(options[-1][0])
    for number, flag in reversed(options[:-1]):
        result = b.choose(flag, b.number(number), result)
    if single:
        return result
    one = b.compare("=", b.count(flag for _, flag in options), b.number(1))
    return b.choose(one, result, b.number(otherwise))


def _sure_to_apply(at: Lowering) -> Register:
    """Whether something that counts is surely applicable. Where the text alone says so, nothing need be lowered for it."""
    for heading in at.dated.by_id.values():
        if not heading.advisory and heading.applies is None and not (heading.children or heading.exemptions or heading.assessed):
            return at.b.flag(True)
    return at.applicable.yes


def _score(at: Lowering) -> Span:
    found = states.whole_score(False, frozenset(), at)
    unknown = found.unknown
    if at.dated.program.verdict.way != "average":
        unknown = at.b.some((unknown, at.applicable.no))
    return Span(found.low, found.high, at.b.negated(unknown))


def _most(at: Lowering) -> Span:
    b = at.b
    if at.dated.program.verdict.way == "average":
        one = e.exact(b, 1)
        return Span(one, one, b.flag(True))
    found = sum_of(at.dated.headings, frozenset(), at)
    return Span(found.whole_low, found.whole_high, b.flag(True))


def _heading(name: str, at: Lowering) -> HeadingPlan:
    b, heading, judged = at.b, at.dated.by_id[name], at.judged[name]
    points = judged.points
    span = None if points is None else Span(points.low, points.high, b.negated(points.unknown))
    most: Span | None = None
    if judged.counted is not None:
        absent, may_be = surely_absent(judged, b), may_be_absent(judged, b)
        counted = judged.counted
        most = Span(counted.whole_low, counted.whole_high, b.every((counted.counts, b.negated(absent))))
        whole = possible_points(heading, at)
        if whole is not None and b.constant_of(may_be) is False:
            most = Span(whole[0], whole[1], most.there)
    outcomes = tuple(judged.outcomes.items())
    code = _only([(OUTCOMES.index(outcome), flag) for outcome, flag in outcomes], len(OUTCOMES), judged.single, b)
    return HeadingPlan(name, heading.level, heading.advisory, judged.single, code, outcomes, span, most, tuple(judged.grades.items()))

