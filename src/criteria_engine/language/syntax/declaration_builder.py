"""Grammar rules of declarations and clauses become tree nodes; conditions and values are built by `builder`."""

from typing import Any

from lark import Token

from criteria_engine.diagnostics.catalogue.syntax import UnknownTongue
from criteria_engine.language.syntax.builder import _BOUNDS, _OUTCOMES, EXPRESSIONS, Builder, Children, first, keyword_types, nodes, unquoted
from criteria_engine.language.syntax.tokens import LABEL_TONGUES, joined_word, token_span
from criteria_engine.language.tree import declarations as d
from criteria_engine.language.tree import expressions as e
from criteria_engine.source import Span


class DeclarationBuilder(Builder):
    """The whole set of callbacks that the parser needs."""

    def start(self, c: Children) -> d.RuleFile:
        return d.RuleFile(c[0], tuple(c[1:]), self.place(c))

    def header(self, c: Children) -> d.Header:
        return d.Header(c[1], c[2], tuple(c[3:]), self.place(c))

    def source_clause(self, c: Children) -> d.SourceClause:
        return d.SourceClause(c[1], c[2], self.place(c))

    def labels_clause(self, c: Children) -> d.LabelsClause:
        if c[1] not in LABEL_TONGUES:
            self.faults.append(UnknownTongue(self.span_of(c[1]), str(c[1]), tuple(sorted(LABEL_TONGUES))))
        return d.LabelsClause(str(c[1]), self.place(c))

    def force_clause(self, c: Children) -> d.Force:
        return d.Force(self.day(c[1]), self.day(c[3]) if len(c) > 3 else None, self.place(c))

    def policy_clause(self, c: Children) -> d.Policy:
        kinds = {"KW_ARE_LEFT_OUT": "are left out", "KW_COUNT_IN_FULL": "count in full", "KW_COUNT_AS_NONE": "count as none"}
        return d.Policy(kinds[c[1].type], self.place(c))  # type: ignore[arg-type]

    def only(self, c: Children) -> Any:
        return c[0]

    header_clause = heading_clause = test_clause = verdict_clause = programme_clause = only

    # Subject, units, choices, facts, tables

    def subject(self, c: Children) -> d.Subject:
        names = [child for child in c if isinstance(child, e.Name)]
        clauses = [child for child in c if isinstance(child, tuple)]
        by = {kind: tuple(name for found, name, _ in clauses if found == kind) for kind in ("identified", "named", "grouped")}
        plural = names[1] if len(names) > 1 else None
        end = clauses[-1][2] if clauses else self.span_of(c[-1])
        span = self.span_of(c[0]).through(end)
        return d.Subject(names[0], first(c, e.Title), plural, by["identified"], by["named"], by["grouped"], span)

    def _subject_clause(self, kind: str, c: Children) -> tuple[str, e.Name, Span]:
        return kind, c[-1], c[-1].span

    def identified_by(self, c: Children) -> tuple[str, e.Name, Span]:
        return self._subject_clause("identified", c)

    def named_by(self, c: Children) -> tuple[str, e.Name, Span]:
        return self._subject_clause("named", c)

    def grouped_by(self, c: Children) -> tuple[str, e.Name, Span]:
        return self._subject_clause("grouped", c)

    def unit(self, c: Children) -> d.UnitDeclaration:
        return d.UnitDeclaration(c[1], first(c, e.Title), first(c, e.NumberLiteral), self.place(c))

    def choice(self, c: Children) -> d.Choice:
        return d.Choice(c[0], first(c, e.Title), self.place(c))

    def name_as_choice(self, c: Children) -> d.Choice:
        return d.Choice(c[0], None, c[0].span)

    def ordered_choices(self, c: Children) -> tuple[tuple[d.Choice, ...], bool, Span]:
        return tuple(nodes(c, d.Choice)), True, self.span_of(c[-1])

    def unordered_choices(self, c: Children) -> tuple[tuple[d.Choice, ...], bool, Span]:
        return tuple(nodes(c, d.Choice)), False, self.span_of(c[-1])

    single_choice = unordered_choices

    def choices(self, c: Children) -> d.Choices:
        members, ordered, end = c[-1]
        return d.Choices(c[1], first(c, e.Title), members, ordered, self.span_of(c[0]).through(end))

    def facts(self, c: Children) -> d.Facts:
        return d.Facts(tuple(c[1:]), self.place(c))

    def fact(self, c: Children) -> d.Fact:
        clauses = tuple(nodes(c, (d.IfMissing, d.Actionable, d.Private)))
        return d.Fact(c[0], c[1], first(c, e.Title), clauses, self.place(c))

    def if_missing(self, c: Children) -> d.IfMissing:
        return d.IfMissing(c[1], self.place(c))

    def actionable(self, c: Children) -> d.Actionable:
        return d.Actionable(first(c, e.NumberLiteral), self.place(c))

    def private(self, c: Children) -> d.Private:
        return d.Private(self.place(c))

    def table_clause(self, c: Children) -> tuple[Any]:
        return (c[1],)

    def table(self, c: Children) -> d.Table:
        names = nodes(c, e.Name)
        complete = tuple(child[0] for child in c if isinstance(child, tuple))
        end = next((child for child in reversed(c) if not isinstance(child, tuple)), c[0])
        return d.Table(names[0], names[1], first(c, e.Title), complete, tuple(nodes(c, d.Fact)), self.place([c[0], end]))

    def unit_word(self, c: Children) -> Token:
        return joined_word("/".join(str(word) for word in c), c[0], c[-1])

    def in_unit(self, c: Children) -> Token:
        return c[1]  # type: ignore[no-any-return]

    def scale(self, c: Children) -> tuple[str, Any, Span]:
        return "scale", c[1], self.place(c)

    def range(self, c: Children) -> d.Range:
        position = next(i for i, child in enumerate(c) if isinstance(child, Token))
        low = c[0] if position else None
        high = c[-1] if position < len(c) - 1 else None
        return d.Range(low, high, self.place(c))

    def _type(self, kind: Any, c: Children) -> d.TypeExpression:
        scale = next((child for child in c if isinstance(child, tuple)), None)
        unit = next((str(child) for child in c if isinstance(child, Token) and child.type == "UNIT_WORD"), None)
        members = tuple(nodes(c, d.Choice))
        last = c[-1]
        end = last[2] if isinstance(last, tuple) else self.span_of(last)
        span = self.span_of(c[0]).through(end)
        return d.TypeExpression(kind, first(c, e.Name), unit, scale[1] if scale else None, first(c, d.Range), members, False, span)

    def text_type(self, c: Children) -> d.TypeExpression:
        return self._type("text", c)

    def yes_no_type(self, c: Children) -> d.TypeExpression:
        return self._type("yes/no", c)

    def integer_type(self, c: Children) -> d.TypeExpression:
        return self._type("integer", c)

    def number_type(self, c: Children) -> d.TypeExpression:
        return self._type("number", c)

    def percent_type(self, c: Children) -> d.TypeExpression:
        return self._type("percent", c)

    def money_type(self, c: Children) -> d.TypeExpression:
        return self._type("money", c)

    def date_type(self, c: Children) -> d.TypeExpression:
        return self._type("date", c)

    def duration_type(self, c: Children) -> d.TypeExpression:
        return self._type("duration", c)

    def named_type(self, c: Children) -> d.TypeExpression:
        return self._type("named", c)

    def ordered_one_of(self, c: Children) -> d.TypeExpression:
        return d.TypeExpression("one of", None, None, None, None, tuple(nodes(c, d.Choice)), True, self.place(c))

    def unordered_one_of(self, c: Children) -> d.TypeExpression:
        return self._type("one of", c)

    # Parameters, definitions, groups

    def parameter(self, c: Children) -> d.Parameter:
        return d.Parameter(c[1], c[2], first(c, e.Title), tuple(nodes(c, d.ParameterValue)), self.place(c))

    def parameter_value(self, c: Children) -> d.ParameterValue:
        dates = [self.day(child) for child in c if isinstance(child, Token) and child.type == "DATE"]
        return d.ParameterValue(c[0], dates[0], dates[1] if len(dates) > 1 else None, first(c, d.Cites), self.place(c))

    def define(self, c: Children) -> d.Definition:
        cites = first(c, d.Cites)
        value = c[-2] if cites else c[-1]
        return d.Definition(c[1], c[2], first(c, e.Title), value, cites, self.place(c))

    def group(self, c: Children) -> d.Group:
        names = nodes(c, e.Name)
        return d.Group(names[0], first(c, e.Title), tuple(names[1:]), self.place(c))

    # Headings

    def heading_level(self, c: Children) -> Token:
        return c[0]  # type: ignore[no-any-return]

    def heading(self, c: Children) -> d.Heading:
        level = c[0].type.removeprefix("KW_").lower()
        title = c[2] if len(c) > 2 and isinstance(c[2], e.Title) else None
        clauses = c[3:] if title else c[2:]
        return d.Heading(level, c[1], title, tuple(clauses), self.place(c))

    def _kind(self, kind: Any, c: Children) -> d.Kind:
        return d.Kind(kind, self.place(c))

    def mandatory(self, c: Children) -> d.Kind:
        return self._kind("mandatory", c)

    def scored(self, c: Children) -> d.Kind:
        return self._kind("scored", c)

    def advisory(self, c: Children) -> d.Kind:
        return self._kind("advisory", c)

    def assessed(self, c: Children) -> d.Kind:
        return self._kind("assessed", c)

    def under(self, c: Children) -> d.Under:
        return d.Under(c[1], self.place(c))

    def points_word(self, c: Children) -> Token:
        return c[0]  # type: ignore[no-any-return]

    def weight(self, c: Children) -> d.Measure:
        return d.Measure("weight", c[1], self.place(c))

    def minimum(self, c: Children) -> d.Measure:
        return d.Measure("minimum", c[1], self.place(c))

    def basically_met_counts(self, c: Children) -> d.Measure:
        return d.Measure("basically met counts", c[1], self.place(c))

    def applies(self, c: Children) -> d.AppliesWhen:
        return d.AppliesWhen(c[1], self.place(c))

    def stated_points(self, c: Children) -> tuple[str, Any, Span]:
        return "points", c[-2], self.place(c)

    level_points = stated_points

    def _level(self, clause: Any, c: Children) -> d.Level:
        points = next((child for child in c if isinstance(child, tuple)), None)
        condition = next((child for child in c if isinstance(child, EXPRESSIONS)), None)
        because = next((child for child in c if isinstance(child, e.Title)), None)
        end = points[2] if points else self.span_of(c[-1])
        return d.Level(clause, condition, points[1] if points else None, because, self.span_of(c[0]).through(end))  # type: ignore[arg-type]

    def requires(self, c: Children) -> d.Level:
        return self._level("requires", c)

    def met_when(self, c: Children) -> d.Level:
        return self._level("met when", c)

    def basically_met_when(self, c: Children) -> d.Level:
        return self._level("basically met when", c)

    def fails_when(self, c: Children) -> d.Level:
        return self._level("not met when", c)

    def fails_otherwise(self, c: Children) -> d.Level:
        return self._level("not met otherwise", c)

    def because(self, c: Children) -> e.Title:
        return c[1]  # type: ignore[no-any-return]

    def undetermined_otherwise(self, c: Children) -> d.Level:
        return self._level("undetermined otherwise", c)

    def outcome(self, c: Children) -> Token:
        return c[0]  # type: ignore[no-any-return]

    def unless(self, c: Children) -> d.Unless:
        points = next((child for child in c if isinstance(child, tuple)), None)
        outcome = next(child for child in c if isinstance(child, Token) and child.type in _OUTCOMES)
        because = next((child for child in c if isinstance(child, e.Title)), None)
        span = self.span_of(c[0]).through(points[2] if points else self.span_of(outcome))
        return d.Unless(c[0].type == "KW_OTHERWISE_UNLESS", c[1], because, _OUTCOMES[outcome.type], points[1] if points else None, span)

    def clamp(self, c: Children) -> d.Clamp:
        return d.Clamp("at least" if c[0].type == "KW_AT_LEAST" else "at most", c[1], self.place(c))

    def formula_points(self, c: Children) -> tuple[Any, tuple[d.Clamp, ...], Span]:
        return c[0], tuple(c[1:]), self.place(c)

    def points_at_most(self, c: Children) -> d.Points:
        c = [child for child in c if not isinstance(child, Token) or child.type != "KW_POINTS"]
        rule, clamps, end = None, (), self.span_of(c[-1]) if not isinstance(c[-1], tuple) else c[-1][2]
        if len(c) > 2:
            rule, clamps = (c[2][0], c[2][1]) if isinstance(c[2], tuple) else (c[2], ())
        return d.Points(c[1], rule, clamps, self.span_of(c[0]).through(end))

    def score_is(self, c: Children) -> d.ScoreIs:
        return d.ScoreIs("sum" if c[0].type == "KW_SCORE_IS_SUM" else "average", self.place(c))

    def grade_when(self, c: Children) -> d.Grade:
        return d.Grade(c[0], c[2], False, self.place(c))

    def grade_otherwise(self, c: Children) -> d.Grade:
        return d.Grade(c[0], None, False, self.place(c))

    def grade_at_most(self, c: Children) -> d.Grade:
        return d.Grade(c[1], c[3], True, self.place(c))

    def graded(self, c: Children) -> d.Graded:
        return d.Graded(c[1], tuple(c[2:]), self.place(c))

    def evidence(self, c: Children) -> d.Words:
        return d.Words("evidence", c[1], self.place(c))

    def remedy(self, c: Children) -> d.Words:
        return d.Words("remedy", c[1], self.place(c))

    def citation(self, c: Children) -> d.Citation:
        return d.Citation(c[0], unquoted(c[1]), self.place(c))

    def cites(self, c: Children) -> d.Cites:
        return d.Cites(tuple(nodes(c, d.Citation)), self.place(c))

    # Verdict and programme

    def disqualified_when(self, c: Children) -> d.DisqualifiedWhen:
        return d.DisqualifiedWhen(c[1], first(c, e.Title), first(c, d.Cites), self.place(c))

    def verdict_passes_when(self, c: Children) -> d.VerdictPassesWhen:
        return d.VerdictPassesWhen(c[1], first(c, d.Cites), self.place(c))

    def verdict(self, c: Children) -> d.Verdict:
        clauses = tuple(
            d.GradeUndetermined(clause.because, clause.span) if isinstance(clause, d.Level) and clause.because else clause for clause in c[1:]
        )
        return d.Verdict(clauses, self.place(c))

    def programme(self, c: Children) -> d.Programme:
        return d.Programme(c[1], tuple(nodes(c, (d.Force, d.Cites))), tuple(nodes(c, d.Phase)), self.place(c))

    def name_or_number(self, c: Children) -> Any:
        return c[0]

    def phase(self, c: Children) -> d.Phase:
        name = c[1].text if isinstance(c[1], e.Name) else str(c[1])
        due = next(child for child in c if isinstance(child, Token) and child.type == "DATE")
        clauses = tuple(nodes(c, (d.Force, d.Cites)))
        return d.Phase(name, first(c, e.Title), self.day(due), clauses, tuple(nodes(c, d.Target)), self.place(c))

    def in_each(self, c: Children) -> d.TargetScope:
        return d.TargetScope(c[-1], None, self.place(c))

    def in_group(self, c: Children) -> d.TargetScope:
        return d.TargetScope(c[1], unquoted(c[2]), self.place(c))

    def _target(self, kind: Any, number: Any, percent: bool, subject: Any) -> tuple[Any, Any, bool, e.Name]:
        name = subject if isinstance(subject, e.Name) else e.Name(str(subject), self.span_of(subject))
        return kind, number, percent, name

    def target_every(self, c: Children) -> tuple[Any, ...]:
        return (*self._target("every", None, False, c[1]), self.span_of(c[0]))

    def target_count(self, c: Children) -> tuple[Any, ...]:
        number = self.number([c[1]]).value
        return (*self._target(_BOUNDS[c[0].type], number, False, c[2]), self.span_of(c[0]))

    def target_share(self, c: Children) -> tuple[Any, ...]:
        number = self.number([c[1]]).value
        return (*self._target(_BOUNDS[c[0].type], number, True, c[3]), self.span_of(c[0]))

    def programme_predicate(self, c: Children) -> tuple[Any, ...]:
        better = c[-1].type == "KW_OR_BETTER" if isinstance(c[-1], Token) else False
        kind = {"KW_PASSES": "passes", "KW_FAILS": "fails"}.get(c[0].type, "grade")
        return "predicate", kind, first(c, e.Name), better, self.place(c)

    def target(self, c: Children) -> d.Target:
        scope = first(c, d.TargetScope)
        kind, number, percent, subject, start = c[-2]
        _, predicate, grade, better, end = c[-1]
        span = (scope.span if scope else start).through(end)
        return d.Target(scope, kind, number, percent, subject, predicate, grade, better, span)

    # Examples and tests

    def row_field(self, c: Children) -> d.RowField:
        return d.RowField(c[0], c[1], self.place(c))

    def row(self, c: Children) -> d.Row:
        return d.Row(tuple(nodes(c, d.RowField)), self.place(c))

    def given_value(self, c: Children) -> d.Given:
        return d.Given(c[1], c[2], None, self.place(c))

    def given_outcome(self, c: Children) -> d.Given:
        return d.Given(c[1], e.OutcomeLiteral(_OUTCOMES[c[2].type], token_span(c[2], self.file)), None, self.place(c))

    def given_missing(self, c: Children) -> d.Given:
        return d.Given(c[1], None, None, self.place(c))

    def given_rows(self, c: Children) -> d.Given:
        return d.Given(c[1], None, tuple(nodes(c, d.Row)), self.place(c))

    def given_no_rows(self, c: Children) -> d.Given:
        return d.Given(c[1], None, (), self.place(c))

    def example(self, c: Children) -> d.Example:
        return d.Example(c[1], first(c, e.Title), tuple(nodes(c, d.Given)), self.place(c))

    def like(self, c: Children) -> d.Like:
        return d.Like(c[1], self.place(c))

    def as_of(self, c: Children) -> d.AsOf:
        return d.AsOf(self.day(c[1]), self.place(c))

    def expect(self, c: Children) -> Any:
        return c[1]

    def _expect_points(self, c: Children) -> d.ExpectPoints:
        parts = nodes(c, EXPRESSIONS)
        points = "KW_POINTS" in keyword_types(c)
        high = parts[1] if len(parts) > 1 else None
        return d.ExpectPoints(first(c, e.Name), parts[0], high, points, self.place(c))

    expect_points = expect_points_between = expect_score = expect_score_between = _expect_points

    def expected_outcome(self, c: Children) -> Token:
        return c[-1]  # type: ignore[no-any-return]

    def expect_outcome(self, c: Children) -> d.ExpectOutcome:
        return d.ExpectOutcome(c[0], _OUTCOMES.get(c[1].type, "scored"), self.place(c))

    def expect_value(self, c: Children) -> d.ExpectValue:
        return d.ExpectValue(c[0], c[1], self.place(c))

    def expected_verdict(self, c: Children) -> Token:
        return c[0]  # type: ignore[no-any-return]

    def expected_missing(self, c: Children) -> tuple[tuple[e.Name, ...], Span]:
        return tuple(nodes(c, e.Name)), self.place(c)

    def expect_verdict(self, c: Children) -> d.ExpectVerdict:
        missing = next((child for child in c if isinstance(child, tuple)), None)
        span = self.span_of(c[0]).through(missing[1] if missing else self.span_of(c[1]))
        return d.ExpectVerdict(c[1].type.removeprefix("KW_").lower(), missing[0] if missing else (), span)

    def expect_grade(self, c: Children) -> d.ExpectGrade:
        return d.ExpectGrade(c[1], self.place(c))

    def test(self, c: Children) -> d.Test:
        return d.Test(unquoted(c[1]), tuple(c[2:]), self.place(c))
