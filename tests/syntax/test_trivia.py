"""Comments and blank lines are all kept, at their places, with the token that they belong to."""

from pathlib import Path

import pytest

from criteria_engine.language.syntax.parser import parse
from criteria_engine.language.syntax.trivia import BlankLines, Comment, Piece, Trivia
from criteria_engine.source import source_from_text

ROOT = Path(__file__).parents[2]
FILES = sorted([*(ROOT / "rulesets").rglob("*.criteria"), *(ROOT / "tests" / "corpus").rglob("*.criteria")])

TEXT = """
-- first

--second
ruleset a.b "a -- b"   -- behind the title
subject ward -- behind, above a comment
  -- on its own
  identified by


    code
facts
  code : text @ -- behind a stray sign
  `a--b` : yes/no-- close

-- last
"""


def shown(trivia: Trivia) -> list[str]:
    def words(piece: Piece) -> str:
        return f"{piece.span.line}:{piece.span.column} " + (piece.words if isinstance(piece, Comment) else f"{piece.count} blank")

    found = []
    for at, kept in trivia.by_token.items():
        found += [f"{at[0]}:{at[1]} before {words(piece)}" for piece in kept.before]
        found += [f"{at[0]}:{at[1]} behind {words(kept.behind)}"] if kept.behind else []
    return [*found, *(f"end {words(piece)}" for piece in trivia.at_end)]


def test_each_piece_is_at_its_token() -> None:
    assert shown(parse(source_from_text(TEXT)).trivia) == [
        "5:1 before 1:1 1 blank",
        "5:1 before 2:1 first",
        "5:1 before 3:1 1 blank",
        "5:1 before 4:1 second",
        "5:13 behind 5:24 behind the title",
        "6:9 behind 6:14 behind, above a comment",
        "8:3 before 7:3 on its own",
        "11:5 before 9:1 2 blank",
        "13:10 behind 13:17 behind a stray sign",
        "14:12 behind 14:18 close",
        "end 15:1 1 blank",
        "end 16:1 last",
    ]


@pytest.mark.parametrize("text", ["", "\n", "-- only", "-- only\n", "-- a\n\n-- b\n"])
def test_text_without_a_word(text: str) -> None:
    trivia = parse(source_from_text(text)).trivia
    assert not trivia.by_token
    assert [comment.text for comment in trivia.comments()] == [line for line in text.split("\n") if line]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_without_its_comments_and_blank_lines_says_the_same(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = parse(source_from_text(text))
    lines = text.split("\n")
    for comment in found.trivia.comments():
        line, span = lines[comment.span.line - 1], comment.span
        assert line[span.column - 1 :].rstrip() == comment.text
        assert span.end_column == span.column + len(comment.text)
        lines[span.line - 1] = line[: span.column - 1]
    for kept in found.trivia.by_token.values():
        for piece in kept.before:
            if isinstance(piece, BlankLines):
                assert all(not lines[number - 1].strip() for number in range(piece.span.line, piece.span.end_line))
                assert piece.count == piece.span.end_line - piece.span.line
    bare = parse(source_from_text("\n".join(lines)))
    assert bare.tree == found.tree
    assert list(bare.trivia.comments()) == []
