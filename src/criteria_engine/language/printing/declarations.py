"""Declarations and their clauses as lines of text: a declaration opens a line, its clauses stand below it, indented."""

from collections.abc import Iterator

from criteria_engine.language.printing.expressions import expression, rounded
from criteria_engine.language.printing.words import Words, day, literal, name, text, title
from criteria_engine.language.syntax.keywords import Place
from criteria_engine.language.tree import declarations as d
from criteria_engine.language.tree import expressions as e

STEP = "  "
_OUTCOMES = {
    "passes": "PASSES",
    "fails": "FAILS",
    "not applicable": "NOT_APPLICABLE",
    "undetermined": "UNDETERMINED",
    "basically met": "BASICALLY_MET",
    "scored": "SCORED",
}
_POLICIES = {"are left out": "ARE_LEFT_OUT", "count in full": "COUNT_IN_FULL", "count as none": "COUNT_AS_NONE"}
_LEVELS = {
    "requires": "REQUIRES",
    "met when": "PASSES_WHEN",
    "basically met when": "BASICALLY_MET_WHEN",
    "not met when": "FAILS_WHEN",
    "not met otherwise": "FAILS_OTHERWISE",
    "undetermined otherwise": "UNDETERMINED_OTHERWISE",
}
_MEASURES = {"weight": "WEIGHT", "minimum": "MINIMUM", "basically met counts": "BASICALLY_MET_COUNTS"}


def _titled(head: str, node: e.Title | None) -> str:
    return f"{head} {title(node)}" if node is not None else head


def header(node: d.Header, words: Words) -> Iterator[str]:
    """The lines of a rule file's header."""
    yield f"{words.kw('RULESET')} {name(node.name.text)} {title(node.title)}"
    for clause in node.clauses:
        match clause:
            case d.SourceClause():
                yield f"{STEP}{words.kw('SOURCE')} {name(clause.name.text)} {title(clause.title)}"
            case d.LabelsClause():
                yield f"{STEP}{words.kw('LABELS')} {clause.tongue}"
            case d.Force():
                yield STEP + force(clause, words)
            case d.Policy():
                yield STEP + policy(clause, words)


def force(node: d.Force, words: Words) -> str:
    """`in force from … until …`."""
    return f"{words.kw('IN_FORCE_FROM')} {day(node.start)}" + (f" {words.kw('UNTIL')} {day(node.end)}" if node.end else "")


def policy(node: d.Policy, words: Words) -> str:
    """`not applicable points …`."""
    return f"{words.kw('NOT_APPLICABLE_POINTS')} {words.kw(_POLICIES[node.kind])}"


def cites(node: d.Cites, words: Words) -> str:
    """`cites scheme "II.3", other "4"`."""
    return f"{words.kw('CITES')} " + ", ".join(f"{name(part.source.text)} {text(part.clause)}" for part in node.citations)


def because(node: e.Title | None, words: Words) -> str:
    """` because "…"`, or nothing."""
    return f" {words.kw('BECAUSE')} {title(node)}" if node is not None else ""


def section(node: d.Section, words: Words) -> Iterator[str]:
    """The lines of a declaration."""
    match node:
        case d.Subject():
            yield _subject(node, words)
        case d.UnitDeclaration():
            amount = f" = {expression(node.amount, words)}" if node.amount is not None else ""
            yield _titled(f"{words.kw('UNIT')} {name(node.name.text)}", node.title) + amount
        case d.Choices():
            yield _titled(f"{words.kw('CHOICES')} {name(node.name.text)}", node.title)
            sign = " < " if node.ordered else ", "
            yield STEP + sign.join(_titled(name(member.name.text, after_title=True), member.title) for member in node.members)
        case d.Facts():
            yield words.kw("FACTS")
            yield from (STEP + fact(part, words) for part in node.facts)
        case d.Table():
            yield _titled(f"{words.kw('TABLE')} {name(node.name.text)}, {words.kw('EACH')} {name(node.row.text)}", node.title)
            yield from (f"{STEP}{words.kw('COMPLETE_WHEN')} {expression(part, words)}" for part in node.complete_when)
            yield from (STEP + fact(part, words) for part in node.fields)
        case d.Parameter():
            yield _titled(f"{words.kw('PARAMETER')} {name(node.name.text)} : {type_(node.type, words)}", node.title)
            yield from (STEP + _parameter_value(part, words) for part in node.values)
        case d.Definition():
            yield from _definition(node, words)
        case d.Group():
            members = ", ".join(name(member.text) for member in node.members)
            yield _titled(f"{words.kw('GROUP')} {name(node.name.text)}", node.title) + f" = {members}"
        case d.Heading():
            yield _titled(f"{words.kw(node.level.upper())} {name(node.name.text)}", node.title)
            for clause in node.clauses:
                yield from (STEP + line for line in heading_clause(clause, words))
        case d.Verdict():
            yield words.kw("VERDICT")
            for part in node.clauses:
                yield from (STEP + line for line in _verdict_clause(part, words))
        case d.Programme():
            yield from _programme(node, words)
        case d.Example():
            yield _titled(f"{words.kw('EXAMPLE')} {name(node.name.text)}", node.title)
            for given in node.given:
                yield from (STEP + line for line in _given(given, words))
        case d.Test():
            yield f"{words.kw('TEST')} {text(node.name)}"
            for step in node.clauses:
                yield from (STEP + line for line in _test_clause(step, words))


def _subject(node: d.Subject, words: Words) -> str:
    parts = [_titled(f"{words.kw('SUBJECT')} {name(node.name.text)}", node.title)]
    if node.plural:
        parts.append(f", {words.kw('PLURAL')} {name(node.plural.text)}")
    for keyword, names in (("IDENTIFIED_BY", node.identified_by), ("NAMED_BY", node.named_by), ("GROUPED_BY", node.grouped_by)):
        parts.extend(f"{'' if keyword == 'IDENTIFIED_BY' else ','} {words.kw(keyword)} {name(found.text)}" for found in names)
    return "".join(parts)


def _range(node: d.Range | None, words: Words) -> str:
    if node is None:
        return ""
    ends = [expression(end, words) if end is not None else "" for end in (node.low, node.high)]
    return f", {ends[0]}..{ends[1]}"


def type_(node: d.TypeExpression, words: Words) -> str:
    """A type as written."""
    keywords = {
        "text": "TEXT",
        "yes/no": "YES_NO",
        "integer": "INTEGER",
        "number": "NUMBER_TYPE",
        "percent": "PERCENT_TYPE",
        "money": "MONEY",
        "date": "DATE_TYPE",
        "duration": "DURATION",
    }
    if node.kind == "named":
        assert node.name is not None
        return name(node.name.text)
    if node.kind == "one of":
        sign = " < " if node.ordered else ", "
        return f"{words.kw('ONE_OF')} {sign.join(name(member.name.text) for member in node.members)}"
    scale = f" {words.kw('TO', 'scale')} {expression(node.scale, words)}" if node.scale is not None else ""
    unit = f" {words.kw('IN', 'unit')} {node.unit}" if node.unit else ""
    return words.kw(keywords[node.kind]) + scale + unit + _range(node.range, words)


def fact(node: d.Fact, words: Words) -> str:
    """A fact or field on one line."""
    line = _titled(f"{name(node.name.text)} : {type_(node.type, words)}", node.title)
    for clause in node.clauses:
        match clause:
            case d.IfMissing():
                line += f" {words.kw('IF_MISSING')} {expression(clause.value, words)}"
            case d.Actionable():
                cost = f" {words.kw('AT_COST')} {expression(clause.cost, words)}" if clause.cost is not None else ""
                line += f" {words.kw('ACTIONABLE')}{cost}"
            case d.Private():
                line += f" {words.kw('PRIVATE')}"
    return line


def _parameter_value(node: d.ParameterValue, words: Words) -> str:
    until = f" {words.kw('UNTIL')} {day(node.end)}" if node.end else ""
    cited = f" {cites(node.cites, words)}" if node.cites else ""
    return f"{expression(node.value, words)} {words.kw('FROM')} {day(node.start)}{until}{cited}"


def _definition(node: d.Definition, words: Words) -> Iterator[str]:
    head = _titled(f"{words.kw('DEFINE')} {name(node.name.text)} : {type_(node.type, words)}", node.title)
    cited = f" {cites(node.cites, words)}" if node.cites else ""
    match node.value:
        case e.Banded():
            yield f"{head} ="
            lines = expression(node.value, words).split("\n")
            yield from (STEP + line for line in lines[:-1])
            yield STEP + lines[-1] + cited
        case e.Rounded():
            yield f"{head} = {rounded(node.value, words)}{cited}"
        case _:
            yield f"{head} = {expression(node.value, words)}{cited}"


def _points(node: e.Expression | None, words: Words) -> str:
    return f"{expression(node, words)} {words.kw('POINTS', _number_place(node))}" if node is not None else ""


def _number_place(node: e.Expression) -> Place | None:
    return "singular" if isinstance(node, e.NumberLiteral) and node.value == 1 else None


def heading_clause(clause: d.HeadingClause, words: Words) -> Iterator[str]:
    """The lines of a clause of a heading."""
    kw = words.kw
    match clause:
        case d.Force():
            yield force(clause, words)
        case d.Policy():
            yield policy(clause, words)
        case d.Kind():
            yield kw(clause.kind.upper())
        case d.Under():
            yield f"{kw('UNDER')} {name(clause.heading.text)}"
        case d.Measure():
            yield f"{kw(_MEASURES[clause.kind])} {expression(clause.value, words)}"
        case d.AppliesWhen():
            yield f"{kw('APPLIES_WHEN')} {expression(clause.condition, words)}"
        case d.Level():
            yield _level(clause, words)
        case d.Unless():
            yield f"{kw('OTHERWISE_UNLESS' if clause.ordered else 'UNLESS')} {expression(clause.condition, words)}{because(clause.because, words)}"
            stated = f", {_points(clause.points, words)}" if clause.points is not None else ""
            yield f"{STEP}{kw('THEN')} {kw(_OUTCOMES[clause.outcome])}{stated}"
        case d.Points():
            yield from _points_clause(clause, words)
        case d.ScoreIs():
            yield kw("SCORE_IS_SUM" if clause.kind == "sum" else "SCORE_IS_AVERAGE")
        case d.Graded():
            yield from graded(clause, words)
        case d.Words():
            yield f"{kw(clause.kind.upper())} {title(clause.title)}"
        case d.Cites():
            yield cites(clause, words)


def _level(clause: d.Level, words: Words) -> str:
    word = words.kw(_LEVELS[clause.clause], "level" if clause.clause == "met when" else None)
    condition = f" {expression(clause.condition, words, last=clause.points is None)}" if clause.condition is not None else ""
    points = f" {words.kw('THEN')} {_points(clause.points, words)}" if clause.points is not None else ""
    return f"{word}{condition}{because(clause.because, words)}{points}"


def _points_clause(clause: d.Points, words: Words) -> Iterator[str]:
    yield f"{words.kw('POINTS_AT_MOST')} {expression(clause.at_most, words)}"
    if clause.rule is None:
        return
    if isinstance(clause.rule, e.Banded):
        yield from (STEP + line for line in expression(clause.rule, words).split("\n"))
        return
    bounds = {"at least": "AT_LEAST", "at most": "AT_MOST"}
    clamps = "".join(f", {words.kw(bounds[clamp.kind])} {expression(clamp.value, words, 'sum')}" for clamp in clause.clamps)
    yield STEP + expression(clause.rule, words, "sum") + clamps


def graded(node: d.Graded, words: Words) -> Iterator[str]:
    """The lines of a list of grades."""
    yield f"{words.kw('GRADED')} {name(node.choices.text)}"
    for grade in node.grades:
        if grade.condition is None:
            yield f"{STEP}{name(grade.name.text)} {words.kw('OTHERWISE')}"
        else:
            most = f"{words.kw('AT_MOST')} " if grade.at_most else ""
            yield f"{STEP}{most}{name(grade.name.text)} {words.kw('WHEN')} {expression(grade.condition, words)}"


def _verdict_clause(clause: d.VerdictClause, words: Words) -> Iterator[str]:
    match clause:
        case d.DisqualifiedWhen():
            cited = f" {cites(clause.cites, words)}" if clause.cites else ""
            yield f"{words.kw('DISQUALIFIED_WHEN')} {expression(clause.condition, words)}{because(clause.because, words)}{cited}"
        case d.VerdictPassesWhen():
            cited = f" {cites(clause.cites, words)}" if clause.cites else ""
            yield f"{words.kw('PASSES_WHEN')} {expression(clause.condition, words)}{cited}"
        case d.Graded():
            yield from graded(clause, words)
        case d.GradeUndetermined():
            yield f"{words.kw('UNDETERMINED_OTHERWISE')}{because(clause.because, words)}"
        case d.ScoreIs():
            yield words.kw("SCORE_IS_SUM" if clause.kind == "sum" else "SCORE_IS_AVERAGE")


def _programme(node: d.Programme, words: Words) -> Iterator[str]:
    yield f"{words.kw('PROGRAMME')} {title(node.title)}"
    yield from (STEP + _programme_clause(clause, words) for clause in node.clauses)
    for phase in node.phases:
        label = phase.name if phase.name.isdecimal() else name(phase.name)
        head = _titled(f"{words.kw('PHASE')} {label}", phase.title)
        yield f"{STEP}{head} {words.kw('DUE')} {day(phase.due)}"
        yield from (STEP * 2 + _programme_clause(clause, words) for clause in phase.clauses)
        yield from (STEP * 2 + _target(target, words) for target in phase.targets)


def _programme_clause(clause: d.Force | d.Cites, words: Words) -> str:
    return force(clause, words) if isinstance(clause, d.Force) else cites(clause, words)


def _target(node: d.Target, words: Words) -> str:
    kw = words.kw
    bounds = {"at least": "AT_LEAST", "at most": "AT_MOST", "exactly": "EXACTLY"}
    scope = ""
    if node.scope is not None:
        by = name(node.scope.by.text)
        scope = f"{kw('IN')} {kw('EACH')} {by} " if node.scope.group is None else f"{kw('IN')} {by} {text(node.scope.group)} "
    subject = name(node.subject.text)
    if node.quantity == "every":
        quantity = f"{kw('EVERY')} {subject}"
    else:
        assert node.number is not None
        of = f" {kw('OF')}" if node.percent else ""
        quantity = f"{kw(bounds[node.quantity])} {literal(e.NumberLiteral(node.number, None, node.percent, node.span))}{of} {subject}"
    place: Place | None = None if node.quantity == "every" or node.number == 1 else "plural"
    if node.predicate == "grade":
        assert node.grade is not None
        better = f" {kw('OR_BETTER')}" if node.or_better else ""
        return f"{scope}{quantity} {kw('ARE', place)} {name(node.grade.text)}{better}"
    return f"{scope}{quantity} {kw(_OUTCOMES[node.predicate], place)}"


def _given(node: d.Given, words: Words) -> Iterator[str]:
    head = f"{words.kw('GIVEN')} {name(node.name.text)}"
    if node.rows is not None:
        yield f"{head} ={'' if node.rows else ' ' + words.kw('NO_ROWS')}"
        for row in node.rows:
            fields = ", ".join(f"{name(part.name.text)} = {expression(part.value, words)}" for part in row.fields)
            yield f"{STEP}{words.kw('ROW')} {fields}"
    elif node.value is None:
        yield f"{head} {words.kw('IS_MISSING')}"
    else:
        yield f"{head} = {expression(node.value, words)}"


def _test_clause(clause: d.TestClause, words: Words) -> Iterator[str]:
    match clause:
        case d.Like():
            yield f"{words.kw('LIKE')} {name(clause.name.text)}"
        case d.AsOf():
            yield f"{words.kw('AS_OF')} {day(clause.date)}"
        case d.Given():
            yield from _given(clause, words)
        case _:
            yield f"{words.kw('EXPECT')} {_expectation(clause, words)}"


def _expectation(node: d.Expectation, words: Words) -> str:
    kw = words.kw
    match node:
        case d.ExpectPoints():
            subject = name(node.name.text) if node.name else kw("SCORE")
            high = f" {kw('TO')} {expression(node.high, words)}" if node.high is not None else ""
            points = f" {kw('POINTS', _number_place(node.high or node.low))}" if node.points else ""
            return f"{subject} {kw('HAS')} {expression(node.low, words)}{high}{points}"
        case d.ExpectOutcome():
            are = f"{kw('ARE')} " if node.outcome not in ("passes", "fails") else ""
            return f"{name(node.name.text)} {are}{kw(_OUTCOMES[node.outcome])}"
        case d.ExpectValue():
            return f"{name(node.name.text)} = {expression(node.value, words)}"
        case d.ExpectVerdict():
            names = ", ".join(name(part.text) for part in node.missing)
            missing = f" {kw('BECAUSE')} {names} {kw('IS_MISSING')}" if node.missing else ""
            return f"{kw('VERDICT')} {kw(node.verdict.upper())}{missing}"
    return f"{kw('GRADE')} {name(node.grade.text)}"
