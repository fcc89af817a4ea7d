"""Declarations of any shape that the grammar allows; names and types need not fit."""

from typing import get_args

from tests.rule_generation.any_expressions import amount, bands, condition, rounded
from tests.rule_generation.any_words import PLACE, UNITS, day, literal, name, name_text, not_negative, number, text, title, title_or_none, value
from tests.rule_generation.chance import Chance, likely, pick, several

from criteria_engine.language.syntax.tokens import LABEL_TONGUES
from criteria_engine.language.tree import declarations as d
from criteria_engine.language.tree import expressions as e

DEPTH = 3
_TYPES = ("text", "yes/no", "integer", "number", "percent", "money", "date", "duration", "named")
_OUTCOMES = get_args(d.OutcomeWord)
_LEVELS = get_args(e.HeadingLevel)
_TONGUES = tuple(sorted(LABEL_TONGUES))


def header(chance: Chance) -> d.Header:
    """A header with clauses in any order and number."""
    clauses = several(chance, 0, 3, lambda: _header_clause(chance))
    return d.Header(name(chance), title(chance), tuple(clauses), PLACE)


def _header_clause(chance: Chance) -> d.SourceClause | d.LabelsClause | d.Force | d.Policy:
    match chance.whole(0, 3):
        case 0:
            return d.SourceClause(name(chance), title(chance), PLACE)
        case 1:
            return d.LabelsClause(pick(chance, _TONGUES), PLACE)
        case 2:
            return force(chance)
    return policy(chance)


def force(chance: Chance) -> d.Force:
    return d.Force(day(chance), day(chance) if likely(chance, 5) else None, PLACE)


def policy(chance: Chance) -> d.Policy:
    return d.Policy(pick(chance, get_args(d.PolicyKind)), PLACE)


def cites(chance: Chance) -> d.Cites:
    return d.Cites(tuple(several(chance, 1, 2, lambda: d.Citation(name(chance), text(chance), PLACE))), PLACE)


def cites_or_none(chance: Chance) -> d.Cites | None:
    return cites(chance) if likely(chance, 3) else None


def subject(chance: Chance) -> d.Subject:
    def names() -> tuple[e.Name, ...]:
        return tuple(several(chance, 0, 2, lambda: name(chance)))

    return d.Subject(name(chance), title_or_none(chance), name(chance) if likely(chance, 5) else None, names(), names(), names(), PLACE)


def unit(chance: Chance) -> d.UnitDeclaration:
    amount_of = number(chance, negative=False) if likely(chance, 5) else None
    return d.UnitDeclaration(name(chance), title_or_none(chance), amount_of, PLACE)


def choices(chance: Chance) -> d.Choices:
    members = tuple(several(chance, 1, 4, lambda: d.Choice(name(chance), title_or_none(chance), PLACE)))
    return d.Choices(name(chance), title_or_none(chance), members, len(members) > 1 and likely(chance, 5), PLACE)


def full_type(chance: Chance) -> d.TypeExpression:
    """A type of a fact, with scale, unit and bounds."""
    kind = pick(chance, (*_TYPES, "one of"))
    if kind == "one of":
        members = tuple(d.Choice(name(chance), None, PLACE) for _ in range(chance.whole(2, 4)))
        return d.TypeExpression("one of", None, None, None, None, members, likely(chance, 5), PLACE)
    found = plain_type(chance, kind)
    scale = literal(chance) if kind in ("number", "percent", "money") and likely(chance, 4) else None
    limits = _range(chance) if kind not in ("text", "yes/no", "named") and likely(chance, 5) else None
    return d.TypeExpression(found.kind, found.name, found.unit, scale, limits, (), False, PLACE)


def plain_type(chance: Chance, kind: str | None = None) -> d.TypeExpression:
    """A type of a parameter or definition."""
    kind = kind or pick(chance, _TYPES)
    of = name(chance) if kind == "named" else None
    united = kind == "money" or (kind in ("integer", "number", "duration") and likely(chance, 5))
    return d.TypeExpression(kind, of, pick(chance, UNITS) if united else None, None, None, (), False, PLACE)  # type: ignore[arg-type]


def _range(chance: Chance) -> d.Range:
    return d.Range(literal(chance) if likely(chance, 7) else None, literal(chance) if likely(chance, 7) else None, PLACE)


def fact(chance: Chance) -> d.Fact:
    """A fact or field with its clauses."""

    def clause() -> d.IfMissing | d.Actionable | d.Private:
        match chance.whole(0, 2):
            case 0:
                return d.IfMissing(value(chance), PLACE)
            case 1:
                return d.Actionable(number(chance, negative=False) if likely(chance, 5) else None, PLACE)
        return d.Private(PLACE)

    return d.Fact(name(chance), full_type(chance), title_or_none(chance), tuple(several(chance, 0, 2, clause)), PLACE)


def table(chance: Chance) -> d.Table:
    complete = tuple(several(chance, 0, 1, lambda: condition(chance, DEPTH)))
    return d.Table(name(chance), name(chance), title_or_none(chance), complete, tuple(several(chance, 0, 3, lambda: fact(chance))), PLACE)


def parameter(chance: Chance) -> d.Parameter:
    def dated() -> d.ParameterValue:
        return d.ParameterValue(value(chance), day(chance), day(chance) if likely(chance, 4) else None, cites_or_none(chance), PLACE)

    return d.Parameter(name(chance), plain_type(chance), title_or_none(chance), tuple(several(chance, 1, 3, dated)), PLACE)


def definition(chance: Chance) -> d.Definition:
    of: e.Expression
    match chance.whole(0, 3):
        case 0:
            of = bands(chance, DEPTH)
        case 1:
            of = rounded(chance, DEPTH)
        case _:
            of = condition(chance, DEPTH)
    return d.Definition(name(chance), plain_type(chance), title_or_none(chance), of, cites_or_none(chance), PLACE)


def group(chance: Chance) -> d.Group:
    return d.Group(name(chance), title_or_none(chance), tuple(several(chance, 1, 4, lambda: name(chance))), PLACE)


def heading(chance: Chance) -> d.Heading:
    clauses = tuple(several(chance, 0, 5, lambda: heading_clause(chance)))
    return d.Heading(pick(chance, _LEVELS), name(chance), title_or_none(chance), clauses, PLACE)


def heading_clause(chance: Chance) -> d.HeadingClause:
    """One clause of a heading."""
    match chance.whole(0, 14):
        case 0:
            return force(chance)
        case 1:
            return policy(chance)
        case 2:
            return d.Kind(pick(chance, ("mandatory", "scored", "advisory", "assessed")), PLACE)  # type: ignore[arg-type]
        case 3:
            return d.Under(name(chance), PLACE)
        case 4:
            return d.Measure(pick(chance, ("weight", "minimum", "basically met counts")), literal(chance), PLACE)  # type: ignore[arg-type]
        case 5:
            return d.AppliesWhen(condition(chance, DEPTH), PLACE)
        case 6 | 7:
            return _level(chance)
        case 8:
            return _unless(chance)
        case 9 | 10:
            return _points(chance)
        case 11:
            return d.ScoreIs(pick(chance, ("sum", "average")), PLACE)  # type: ignore[arg-type]
        case 12:
            return graded(chance)
        case 13:
            return d.Words(pick(chance, ("evidence", "remedy")), title(chance), PLACE)  # type: ignore[arg-type]
    return cites(chance)


def _level(chance: Chance) -> d.Level:
    clause = pick(chance, ("requires", "met when", "basically met when", "not met when", "not met otherwise", "undetermined otherwise"))
    asked = condition(chance, DEPTH) if clause.endswith(("requires", "when")) else None
    points = literal(chance) if clause not in ("requires", "undetermined otherwise") and likely(chance, 4) else None
    because = title(chance) if clause == "undetermined otherwise" else None
    return d.Level(clause, asked, points, because, PLACE)  # type: ignore[arg-type]


def _unless(chance: Chance) -> d.Unless:
    because = title_or_none(chance)
    points = literal(chance) if likely(chance, 4) else None
    return d.Unless(likely(chance, 3), condition(chance, DEPTH), because, pick(chance, _OUTCOMES), points, PLACE)


def _points(chance: Chance) -> d.Points:
    match chance.whole(0, 2):
        case 0:
            return d.Points(literal(chance), None, (), PLACE)
        case 1:
            return d.Points(literal(chance), bands(chance, DEPTH), (), PLACE)
    bounds = several(chance, 0, 2, lambda: d.Clamp(pick(chance, ("at least", "at most")), amount(chance, 1), PLACE))  # type: ignore[arg-type]
    return d.Points(literal(chance), amount(chance, DEPTH), tuple(bounds), PLACE)


def graded(chance: Chance) -> d.Graded:
    """A list of grades, caps among them."""

    def grade() -> d.Grade:
        capped = likely(chance, 3)
        asked = condition(chance, DEPTH) if capped or likely(chance, 7) else None
        return d.Grade(name(chance), asked, capped, PLACE)

    return d.Graded(name(chance), tuple(several(chance, 1, 3, grade)), PLACE)


def verdict(chance: Chance) -> d.Verdict:
    def clause() -> d.VerdictClause:
        match chance.whole(0, 4):
            case 0:
                return d.VerdictPassesWhen(condition(chance, DEPTH), cites_or_none(chance), PLACE)
            case 1:
                return d.DisqualifiedWhen(condition(chance, DEPTH), title_or_none(chance), cites_or_none(chance), PLACE)
            case 2:
                return graded(chance)
            case 3:
                return d.GradeUndetermined(title(chance), PLACE)
        return d.ScoreIs(pick(chance, ("sum", "average")), PLACE)  # type: ignore[arg-type]

    return d.Verdict(tuple(several(chance, 0, 4, clause)), PLACE)


def programme(chance: Chance) -> d.Programme:
    def phase() -> d.Phase:
        label = str(chance.whole(1, 30)) if likely(chance, 5) else name_text(chance)
        targets = tuple(several(chance, 1, 3, lambda: target(chance)))
        return d.Phase(label, title_or_none(chance), day(chance), _force_and_cites(chance), targets, PLACE)

    return d.Programme(title(chance), _force_and_cites(chance), tuple(several(chance, 1, 2, phase)), PLACE)


def _force_and_cites(chance: Chance) -> tuple[d.Force | d.Cites, ...]:
    return tuple(several(chance, 0, 2, lambda: force(chance) if likely(chance, 5) else cites(chance)))


def target(chance: Chance) -> d.Target:
    """What a phase asks."""
    scope = d.TargetScope(name(chance), text(chance) if likely(chance, 5) else None, PLACE) if likely(chance, 5) else None
    quantity = pick(chance, ("every", "at least", "at most", "exactly"))
    number_of = None if quantity == "every" else not_negative(chance)
    percent = quantity != "every" and likely(chance, 5)
    predicate = pick(chance, ("passes", "fails", "grade"))
    grade = name(chance) if predicate == "grade" else None
    better = grade is not None and likely(chance, 5)
    return d.Target(scope, quantity, number_of, percent, name(chance), predicate, grade, better, PLACE)  # type: ignore[arg-type]


def given(chance: Chance) -> d.Given:
    """What an example or a test states of one fact or table."""
    match chance.whole(0, 4):
        case 0:
            return d.Given(name(chance), None, None, PLACE)
        case 1:
            return d.Given(name(chance), e.OutcomeLiteral(pick(chance, _OUTCOMES), PLACE), None, PLACE)
        case 2:
            fields = lambda: d.Row(tuple(several(chance, 1, 3, lambda: d.RowField(name(chance), value(chance), PLACE))), PLACE)  # noqa: E731
            return d.Given(name(chance), None, tuple(several(chance, 0, 3, fields)), PLACE)
    return d.Given(name(chance), value(chance), None, PLACE)


def example(chance: Chance) -> d.Example:
    return d.Example(name(chance), title_or_none(chance), tuple(several(chance, 0, 3, lambda: given(chance))), PLACE)


def test_block(chance: Chance) -> d.Test:
    """A test block with any clauses in any order."""
    return d.Test(text(chance), tuple(several(chance, 1, 4, lambda: _test_clause(chance))), PLACE)


def _test_clause(chance: Chance) -> d.TestClause:
    match chance.whole(0, 8):
        case 0:
            return d.Like(name(chance), PLACE)
        case 1:
            return d.AsOf(day(chance), PLACE)
        case 2 | 3:
            return given(chance)
        case 4:
            high = literal(chance) if likely(chance, 5) else None
            return d.ExpectPoints(name(chance) if likely(chance, 6) else None, literal(chance), high, likely(chance, 5), PLACE)
        case 5:
            return d.ExpectOutcome(name(chance), pick(chance, (*_OUTCOMES, "scored")), PLACE)
        case 6:
            return d.ExpectValue(name(chance), value(chance), PLACE)
        case 7:
            verdicts = ("passes", "fails", "undetermined", "disqualified", "graded")
            return d.ExpectVerdict(pick(chance, verdicts), tuple(several(chance, 0, 2, lambda: name(chance))), PLACE)  # type: ignore[arg-type]
    return d.ExpectGrade(name(chance), PLACE)


_SECTIONS = (
    subject, unit, choices, lambda chance: d.Facts(tuple(several(chance, 0, 4, lambda: fact(chance))), PLACE), table, parameter, definition, group,
    heading, heading, heading, verdict, programme, example, test_block,
)  # fmt: skip


def section(chance: Chance) -> d.Section:
    """One declaration of any kind."""
    return pick(chance, _SECTIONS)(chance)


def rule_file(chance: Chance) -> d.RuleFile:
    """A whole file that the grammar allows, whatever it means."""
    return d.RuleFile(header(chance), tuple(several(chance, 0, 4, lambda: section(chance))), PLACE)
