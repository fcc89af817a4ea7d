"""What the linter says of the truth of conditions is so for every record: tried on all values of two small facts."""

from itertools import accumulate, product
from random import Random

from criteria_engine.checking import check_text
from criteria_engine.source import Span

VALUES = range(4)
SIGNS = {"=": int.__eq__, "!=": int.__ne__, "<": int.__lt__, "<=": int.__le__, ">": int.__gt__, ">=": int.__ge__}
HEAD = 'ruleset l.t "L"\nsubject ward identified by code\nfacts\n  code : text\n  a : integer, 0..3\n  b : integer, 0..3\n'

Condition = tuple[str, frozenset[tuple[int, int]]]
"""A condition as text, and the pairs of values for which it holds."""

EVERYTHING = frozenset(product(VALUES, VALUES))


def comparison(random: Random) -> Condition:
    fact, sign, number = random.choice("ab"), random.choice(list(SIGNS)), random.randint(0, 4)
    return f"{fact} {sign} {number}", frozenset(pair for pair in EVERYTHING if SIGNS[sign](pair["ab".index(fact)], number))


def condition(random: Random, depth: int) -> Condition:
    if depth == 0 or random.random() < 0.3:
        return comparison(random)
    parts = [condition(random, depth - 1) for _ in range(random.randint(2, 3))]
    if random.random() < 0.2:
        return f"not ({parts[0][0]})", EVERYTHING - parts[0][1]
    joint = random.choice(("and", "or"))
    texts = f" {joint} ".join(f"({text})" for text, _ in parts)
    sets = [holds for _, holds in parts]
    return texts, frozenset.intersection(*sets) if joint == "and" else frozenset.union(*sets)


def test_every_warning_about_truth_is_true() -> None:
    random = Random(20)
    seen = {"L020": 0, "L021": 0}
    for _ in range(60):
        batch = [condition(random, 2) for _ in range(8)]
        definitions = "".join(f"define d{index} : yes/no = ({text}) and true_of_all\n" for index, (text, _) in enumerate(batch))
        text = HEAD + "  true_of_all : yes/no\n" + definitions + 'criterion C "C"\n  mandatory\n  requires d0\nverdict\n  passes when C passes\n'
        lines = text.split("\n")
        for fault in check_text(text).with_lint().faults:
            if fault.code in seen:
                assert isinstance(fault.place, Span)
                said = lines[fault.place.line - 1][fault.place.column - 1 : fault.place.end_column - 1]
                assert read(said) == (EVERYTHING if fault.code == "L020" else frozenset()), said
                seen[fault.code] += 1
    assert min(seen.values()) > 30


def read(text: str) -> frozenset[tuple[int, int]]:
    """The pairs for which a condition holds, read by Python, whose words these are but for `=`. A place leaves out the
    brackets at both of its ends."""
    depths = list(accumulate((sign == "(") - (sign == ")") for sign in text))
    before = max(0, -min(depths))
    python = "(" * before + text.replace(" = ", " == ") + ")" * (depths[-1] + before)
    return frozenset((a, b) for a, b in EVERYTHING if eval(python, {"a": a, "b": b}))


def test_every_comparison_that_cannot_differ_is_found() -> None:
    wanted, found = [], []
    for fact, sign, number in product("ab", SIGNS, range(5)):
        holds = {SIGNS[sign](value, number) for value in VALUES}
        text = f"{HEAD}define d : yes/no = {fact} {sign} {number}\ncriterion C\n  mandatory\n  requires d\nverdict\n  passes when C passes\n"
        codes = [fault.code for fault in check_text(text).with_lint().faults if fault.code in ("L020", "L021")]
        found.append(codes)
        wanted.append([] if len(holds) == 2 else ["L020"] if holds == {True} else ["L021"])
    assert found == wanted
