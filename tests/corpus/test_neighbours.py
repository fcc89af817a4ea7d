"""Two keywords that may stand side by side on a line can read as a third: which ones do, so that none comes to them unseen."""

from lark.parsers.lalr_analysis import Shift

from criteria_engine.language.syntax.keywords import keyword_names

from .parts import lexer

KNOWN = {
    # a kind, then a heading on the same line, as nobody writes them
    *((kind, level, f"{kind}_{level}") for kind in ("ADVISORY", "MANDATORY", "SCORED") for level in ("CRITERION", "INDICATOR")),
    *((level, kind, f"{kind}_{level}") for kind in ("ADVISORY", "MANDATORY", "SCORED") for level in ("CRITERION", "INDICATOR")),
    ("MANDATORY", "PILLAR", "MANDATORY_PILLAR"),
    ("PILLAR", "MANDATORY", "MANDATORY_PILLAR"),
    # a state as the value of a band: it stands in brackets
    ("PASSES", "WHEN", "PASSES_WHEN"),
    ("FAILS", "WHEN", "FAILS_WHEN"),
    ("FAILS", "OTHERWISE", "FAILS_OTHERWISE"),
    ("FAILS", "OTHERWISE_UNLESS", "FAILS_OTHERWISE"),
    ("MET", "WHEN", "PASSES_WHEN"),
    ("NOT_MET", "WHEN", "FAILS_WHEN"),
    ("NOT_MET", "OTHERWISE", "FAILS_OTHERWISE"),
    ("NOT_MET", "OTHERWISE_UNLESS", "FAILS_OTHERWISE"),
    ("BASICALLY_MET", "WHEN", "BASICALLY_MET_WHEN"),
    # a clause after a condition or an outcome on the same line
    ("NOT_APPLICABLE", "POINTS_AT_MOST", "NOT_APPLICABLE_POINTS"),
    ("NOT_APPLICABLE", "POINTS_OF", "NOT_APPLICABLE_POINTS"),
    ("UNDETERMINED", "OTHERWISE_UNLESS", "UNDETERMINED_OTHERWISE"),
    ("OTHERWISE", "FAILS_WHEN", "FAILS_OTHERWISE"),
    ("OTHERWISE", "UNLESS", "OTHERWISE_UNLESS"),
    ("POINTS", "AT_LEAST", "MINIMUM"),
    ("POINTS", "AT_MOST", "POINTS_AT_MOST"),
    # the answer no at the end of a condition
    ("NO", "APPLIES_WHEN", "NOT_APPLICABLE"),
    ("NO", "EXISTS", "NO"),
    ("NO", "IN_FORCE_FROM", "NO"),
    ("NO", "PASSES", "FAILS"),
    ("NO", "PASSES_WHEN", "FAILS"),
    ("NO", "PASSES_WHEN", "FAILS_WHEN"),
    ("NO", "YES", "NO"),
    # a score or an extreme as an operand: it stands in brackets
    ("SCORE", "OF", "SCORE_OF"),
    ("AT", "LEAST_OF", "AT_LEAST"),
}


def _neighbours() -> set[tuple[str, str]]:
    """Keywords of which the second may follow the first, by the parser's own table."""
    states = lexer().parser.parser._parse_table.states
    return {
        (first.removeprefix("KW_"), second.removeprefix("KW_"))
        for actions in states.values()
        for first, (action, state) in actions.items()
        if action is Shift and first.startswith("KW_")
        for second in states[state]
        if second.startswith("KW_")
    }


def _read_as_one() -> set[tuple[str, str, str]]:
    rows = keyword_names()
    neighbours = _neighbours()
    found = set()
    for spelling, row in rows.items():
        words = spelling.split(" ")
        for cut in range(1, len(words)):
            first = rows.get(" ".join(words[:cut]))
            rest = words[cut:]
            for other, second in rows.items():
                if first is not None and other.split(" ")[: len(rest)] == rest and (first, second) in neighbours:
                    found.add((first, second, row))
    return found


def test_no_spelling_swallows_its_neighbours_unseen() -> None:
    assert _read_as_one() == KNOWN
