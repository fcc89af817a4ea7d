"""Layout loses nothing and settles at once: on all shipped rule sets, the corpus and made-up files, in both tongues."""

import random
import re
from itertools import pairwise
from pathlib import Path

import pytest
from tests.rule_generation.any_sections import rule_file
from tests.rule_generation.chance import Seeded
from tests.rule_generation.typed_files import typed_file

from criteria_engine.language.formatting import rule_text as layout
from criteria_engine.language.printing.rule_files import rule_text
from criteria_engine.language.syntax import parser
from criteria_engine.language.syntax.keywords import TONGUES, keywords
from criteria_engine.language.syntax.parser import parse
from criteria_engine.source import source_from_text

from .pieces import BREAKS, comments_of, laid_out, may_break, names_of, program_of, tree_of, with_breaks

ROOT = Path(__file__).parents[2]
SHIPPED = sorted([*(ROOT / "rulesets").rglob("*.criteria"), *(ROOT / "examples").rglob("*.criteria")])
OTHERS = sorted([*(ROOT / "tests" / "corpus" / "pairs").glob("*.criteria"), *(ROOT / "tests" / "explain").glob("*.criteria")])
each_file = pytest.mark.parametrize("path", [*SHIPPED, *OTHERS], ids=lambda path: path.name)


def assert_faithful(text: str) -> str:
    """The layout of a text, which says the same in both tongues, there and back."""
    once = laid_out(text)
    assert laid_out(once) == once, "laying out twice is laying out once"
    assert tree_of(once) == tree_of(text)
    assert comments_of(once) == comments_of(text)
    assert names_of(once) == names_of(text)
    own = tongue_of(once)
    for tongue in TONGUES:
        turned = laid_out(once, tongue)
        assert tree_of(turned) == tree_of(text)
        assert comments_of(turned) == comments_of(text)
        assert names_of(turned) == names_of(text)
        assert spellings_of(turned) <= {tongue}
        assert laid_out(turned, own) == once, "there and back is the same bytes"
    return once


def spellings_of(text: str) -> set[str]:
    """The tongues of a text's keywords."""
    found = set()
    for token in parse(source_from_text(text)).tokens:
        if token.type.startswith("KW_"):
            row = keywords()[token.type.removeprefix("KW_")]
            found.add(next(tongue for tongue in TONGUES if " ".join(token.split()) in row.spellings[tongue]))
    return found


def tongue_of(text: str) -> str:
    (tongue,) = spellings_of(text)
    return tongue


@each_file
def test_files_keep_their_meaning(path: Path) -> None:
    text = path.read_text("utf-8")
    once = assert_faithful(text)
    program = program_of(text)
    assert program != ""
    assert program_of(once) == program
    assert all(program_of(laid_out(once, tongue)) == program for tongue in TONGUES)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_what_is_shipped_is_laid_out(path: Path) -> None:
    content = path.read_bytes().decode("utf-8")
    assert laid_out(content) == content, f"run `criteria fmt {path.relative_to(ROOT)}`"


@pytest.mark.parametrize("seed", range(10))
def test_comments_between_all_tokens_stay(seed: int) -> None:
    """A made-up file, as printed, with comments and blank lines at a few places, and at every place at once."""
    text = rule_text(rule_file(Seeded(seed)), TONGUES[seed % 2])
    chances = random.Random(seed)
    for share in (0, 0.05, 1.0):
        assert_faithful(with_breaks(text, chances, share))


@pytest.mark.parametrize("seed", range(4))
def test_programs_of_made_up_files_stay(seed: int) -> None:
    text = with_breaks(rule_text(typed_file(Seeded(seed)), TONGUES[seed % 2]), random.Random(seed), 0.2)
    program = program_of(text)
    assert program != ""
    assert all(program_of(laid_out(text, tongue)) == program for tongue in TONGUES)


SMALL = """ruleset a "A" vi "B"
  in force from 2023-01-01

subject ward, plural wards identified by code

facts
  code : text
  x    : integer in km2, 0..5 "X" vi "Y" if missing 0 private
  y    : yes/no

criterion C "C"
  mandatory
  requires not y is missing or at least 1 of x > 1, y
  unless y because "so" then passes, 1 point
  points at most 5
    5 when x = 2 km2
    linear in x from 0 at 2 km2 to 4 at 3 km2
    0 otherwise
  cites s "1", s "2"

verdict
  passes when C passes
"""


@pytest.mark.parametrize("part", range(4))
def test_a_comment_at_each_place_by_itself(part: int) -> None:
    """Every boundary between two tokens, one after another."""
    tokens = parse(source_from_text(SMALL)).tokens
    for number, (before, after) in enumerate(pairwise(tokens)):
        if number % 4 == part and may_break(after):
            inserted = BREAKS[2 + number // 4 % (len(BREAKS) - 2)]
            changed = f"{SMALL[: before.end_pos]}{inserted}{SMALL[before.end_pos :]}"
            once = laid_out(changed)
            assert comments_of(once) == comments_of(changed) != []
            assert laid_out(once) == once


@pytest.mark.parametrize("path", SHIPPED[:2] + OTHERS[::4], ids=lambda path: path.name)
def test_where_the_author_broke_lines_does_not_matter(path: Path) -> None:
    """Line breaks inside declarations are the layout's: one long line, or a line for every token, come out the same."""
    text = laid_out(path.read_text("utf-8"))
    tokens = parse(source_from_text(text)).tokens
    scattered = [text[: tokens[0].start_pos]]
    for before, after in pairwise(tokens):
        gap = text[before.end_pos : after.start_pos]
        plain = "--" not in gap and "\n\n" not in gap
        scattered += [text[before.start_pos : before.end_pos], "\n" if plain and may_break(after) else gap]
    scattered.append(text[tokens[-1].start_pos :])
    assert laid_out("".join(scattered)) == text


@pytest.mark.parametrize("seed", range(3))
def test_widths_are_kept_where_they_can_be(seed: int) -> None:
    for line in laid_out(rule_text(rule_file(Seeded(seed)), "vi")).split("\n"):
        assert len(line) <= 120 or len(re.sub(r'"[^"]*"|`[^`]*`|[\w.]{30,}', "", line)) < 100, line


def test_blank_lines_stay_one_at_a_time() -> None:
    assert laid_out('\n\nruleset a "A"\n\n\n\n\nfacts\n\n\n  x : text\n\n\n\n  y : text\n\n\n') == (
        'ruleset a "A"\n\nfacts\n\n  x : text\n\n  y : text\n'
    )


def test_a_permission_stays_on_the_line_that_it_is_for() -> None:
    fact = f'x : integer, 0..5 "{"long " * 15}" vi "{"dài " * 15}" actionable'
    other = f'y : integer, 0..5 "{"long " * 15}" vi "{"dài " * 15}" actionable'
    once = laid_out(f'ruleset a "A"\nfacts\n  {fact}  -- allow L001: asked for elsewhere\n  {other}  -- not a permission\n')
    assert f"  {fact}  -- allow L001: asked for elsewhere\n" in once
    assert "    actionable  -- not a permission\n" in once
    assert laid_out(once) == once


def test_a_layout_that_loses_something_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    source = source_from_text('ruleset a "A"\nfacts\n  x : text -- why\n')
    right = layout.formatted(source).text
    assert right is not None
    for wrong in (right.replace("-- why", "-- who"), right.replace("x", "y"), right.replace("text", "date"), right + "verdict\n"):
        monkeypatch.setattr(layout, "_laid_out", lambda *_, wrong=wrong: wrong)
        with pytest.raises(layout.LayoutUnfaithful):
            layout.formatted(source)


def test_a_layout_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'ruleset a "A" facts x:text'
    monkeypatch.setattr(parser, "LARGEST_FILE", len(text))
    found = layout.formatted(source_from_text(text))
    assert found.text is None
    assert [fault.code for fault in found.faults] == ["S002"]


@pytest.mark.parametrize("text", ["", "facts", 'ruleset a "A"\nfacts\n  x : 1', 'ruleset a "A" "', "\x00", "ruleset a “A”"])
def test_what_does_not_parse_is_left(text: str) -> None:
    found = layout.formatted(source_from_text(text))
    assert found.text is None
    assert found.faults != ()
