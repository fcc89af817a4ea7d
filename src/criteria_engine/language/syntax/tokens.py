"""Text becomes tokens: keywords get their names, minus signs and unit words their own kinds, bad characters a fault."""

import re
from collections.abc import Iterator
from functools import cache
from unicodedata import decimal, normalize

from attrs import define, field
from lark import Token

from criteria_engine.diagnostics.catalogue.syntax import (
    AmbiguousNumber,
    ComparisonTurned,
    DateNotIso,
    DecimalComma,
    ForeignComment,
    ForeignSign,
    NestedTooDeep,
    NoForNot,
    NumberTooLong,
    StatementTooLong,
    StrayCharacters,
    TypographicQuotes,
    UnclosedText,
)
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.language.syntax.keywords import keyword_of, keywords
from criteria_engine.source import Span

LONGEST_NUMBER = 40
"""Digits that a number in rule text may have."""

DEEPEST_NESTING = 100
"""Brackets, `not`s and signs that may be open at once."""

LONGEST_STATEMENT = 50_000
"""Words and signs that a clause or a line of facts may have."""

LABEL_TONGUES = frozenset(("vi", "en", "de", "es", "fr", "ja", "km", "ko", "lo", "ru", "th", "zh"))
"""The tongues that a text may be marked with: ISO 639-1 codes. A list, since `choices x "X" an "A"` reads alike."""

_ENDS_A_VALUE = frozenset(
    ("NAME", "QUOTED_NAME", "NUMBER", "PERCENT", "UNIT_WORD", "DATE", "STRING", "RPAR", "KW_ASSESSMENT_DATE", "KW_SCORE", "KW_YES", "KW_NO")
)


class Relabelling:
    """Lark's step between lexer and parser: turns KEYWORD tokens into KW_... ones; holds no state."""

    always_accept = (
        "KEYWORD",
        "STRAY",
        "AMBIGUOUS_NUMBER",
        "UNCLOSED_STRING",
        "TYPOGRAPHIC_STRING",
        "SLASHED_DATE",
        "SHORT_DATE",
        "DECIMAL_COMMA",
        "TURNED_COMPARISON",
        "SINGLE_STRING",
        "FOREIGN_SIGN",
        "FOREIGN_NUMBER",
        "FOREIGN_COMMENT",
    )

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        for token in stream:
            if token.type == "KEYWORD":
                yield token.update(type=f"KW_{keyword_of(token)}")
            else:
                yield token


def token_span(token: Token, file: str) -> Span:
    """Where a token stands."""
    return Span(file, token.line or 1, token.column or 1, token.end_line or 1, token.end_column or 1)


LINES_OF_TEXT = 5
"""Lines over which a text that is not closed on its own line is looked for its end."""

FOREIGN_SIGNS = {
    **dict.fromkeys(("&", "&&"), ("KW_AND", "and")),
    **dict.fromkeys(("|", "||"), ("KW_OR", "or")),
    "!": ("KW_NOT", "not"),
    **dict.fromkeys(("->", "→"), ("KW_THEN", "then")),
    **dict.fromkeys(("<>", "!==", "~="), ("COMPARISON", "!=")),
    **dict.fromkeys(("===", "＝"), ("EQUAL", "=")),
    **{sign: ("COMPARISON", meant) for sign, meant in (("＞", ">"), ("≧", ">="), ("≦", "<="))},
    "＜": ("LESSTHAN", "<"),
    **dict.fromkeys(("×", "＊"), ("STAR", "*")),
    **dict.fromkeys(("÷", "／"), ("SLASH", "/")),
    **dict.fromkeys(("–", "－"), ("MINUS", "-")),
    "＋": ("PLUS", "+"),
    **dict.fromkeys(("[", "（"), ("LPAR", "(")),
    **dict.fromkeys(("]", "）"), ("RPAR", ")")),
    "：": ("COLON", ":"),
    "，": ("COMMA", ","),
}
"""Signs of other languages and keyboards: the kind of token that each stands for, and how that is written."""

CLOSES = {"]": "[", "）": "（"}

_BEGINS_A_CONDITION = frozenset(
    (
        "KW_AND",
        "KW_OR",
        "KW_NOT",
        "KW_REQUIRES",
        "KW_APPLIES_WHEN",
        "KW_UNLESS",
        "KW_OTHERWISE_UNLESS",
        "KW_WHERE",
        "KW_HAS",
        "LPAR",
        "EQUAL",
    )
)


def _iso_date(text: str) -> str:
    """A date written day first, or without leading zeros, as ISO writes it."""
    parts = [part.rjust(2, "0") for part in re.split(r"[/.-]", text)]
    return "-".join(parts if len(parts[0]) == 4 else reversed(parts))


def _month_first(text: str, day_first: str) -> str | None:
    """The other date that one with a day up to 12 may be, where it is another."""
    first, second, year = re.split(r"[/.-]", text)
    if len(first) == 4 or int(first) > 12 or int(first) == int(second):
        return None
    other = f"{year}-{first.rjust(2, '0')}-{second.rjust(2, '0')}"
    return other if other != day_first else None


def _says_not(tokens: list[Token], position: int) -> bool:
    """Whether a `no` stands where `not` is meant: before a name, with no `in` behind that, and where a condition begins."""
    if position + 1 >= len(tokens) or tokens[position + 1].type not in ("NAME", "QUOTED_NAME"):
        return False
    if tokens[position + 1].line != tokens[position].line:
        return False
    if position + 2 < len(tokens) and tokens[position + 2].type == "KW_IN":
        return False
    before = tokens[position - 1].type if position else ""
    return before in _BEGINS_A_CONDITION


def joined_word(text: str, first: Token, last: Token) -> Token:
    """One unit word of several tokens, placed from the first to the last."""
    return Token("UNIT_WORD", text, first.start_pos, first.line, first.column, last.end_line, last.end_column, last.end_pos)


@define
class Tokens:
    """The tokens of a file as the parser takes them, with the faults found on the way; the lines on which a fault of the
    parser would follow from one of these, and those on which something else stands than was written."""

    tokens: list[Token] = field(factory=list)
    faults: list[Fault] = field(factory=list)
    refused: Fault | None = None
    """Why the file is not read any further."""
    damaged_lines: set[int] = field(factory=set)
    changed_lines: set[int] = field(factory=set)


def relabelled(stream: Iterator[Token], file: str) -> Tokens:
    """Tokens with signs, unit words and tongues told apart; stray characters become one fault a run and are left out."""
    result = Tokens()
    raw = list(_within_limits(stream, file, result))
    open_signs: list[str] = []
    position = 0
    while position < len(raw):
        token = raw[position]
        before = result.tokens[-1] if result.tokens else None
        after = raw[position + 1] if position + 1 < len(raw) else None
        position += 1
        match token.type:
            case "STRAY":
                run = token
                text = [str(token)]
                while after is not None and after.type == "STRAY" and after.start_pos == run.end_pos:
                    text.append(str(after))
                    run = after
                    position += 1
                    after = raw[position] if position < len(raw) else None
                span = token_span(token, file).through(token_span(run, file))
                if text == ["}"] and open_signs[-1:] == ["{"]:
                    open_signs.pop()
                else:
                    result.faults.append(StrayCharacters(span, "".join(text[:20])))
                    open_signs += ["{"] if text == ["{"] else []
                result.damaged_lines.add(span.line)
                result.changed_lines.add(span.line)
                continue
            case "UNCLOSED_STRING":
                result.faults.append(UnclosedText(token_span(token, file)))
                token = token.update(type="STRING", value=f'{str(token).rstrip()}"')
                end = _end_of_text(raw, position)
                result.damaged_lines.update(range(token.line or 1, (raw[end - 1].line or 1) + 1))
                result.changed_lines.update(range(token.line or 1, (raw[end - 1].line or 1) + 1))
                position = end
            case "SINGLE_STRING":
                meant = f'"{str(token)[1:-1]}"'
                result.faults.append(ForeignSign(token_span(token, file), str(token), meant))
                token = token.update(type="STRING", value=meant)
            case "FOREIGN_COMMENT":
                result.faults.append(ForeignComment(token_span(token, file), str(token).split("\n")[0]))
                continue
            case "FOREIGN_NUMBER":
                meant = ascii_number(str(token))
                result.faults.append(ForeignSign(token_span(token, file), str(token), meant))
                token = token.update(type="PERCENT" if meant.endswith("%") else "NUMBER", value=meant)
            case "FOREIGN_SIGN":
                kind, meant = FOREIGN_SIGNS[str(token)]
                if kind == "MINUS" and (before is None or before.type not in _ENDS_A_VALUE or before.line != token.line):
                    kind = "SIGN"
                if kind.startswith("KW_"):
                    meant = keywords()[kind.removeprefix("KW_")].word(_tongue(raw, position))
                faulty = ComparisonTurned if kind in ("COMPARISON", "EQUAL") and str(token).isascii() else ForeignSign
                if kind == "RPAR" and open_signs[-1:] == [CLOSES[str(token)]]:
                    open_signs.pop()  # one mistake, told where it begins
                else:
                    result.faults.append(faulty(token_span(token, file), str(token), meant))
                open_signs += [str(token)] if kind == "LPAR" else []
                result.damaged_lines.add(token.line or 1)
                token = token.update(type=kind, value=meant)
            case "TYPOGRAPHIC_STRING":
                result.faults.append(TypographicQuotes(token_span(token, file)))
                token = token.update(type="STRING", value=f'"{str(token)[1:-1]}"')
            case "AMBIGUOUS_NUMBER":
                text_of = str(token)
                plain, decimal = text_of.replace(",", "").replace(".", ""), text_of.replace(",", ".")
                as_decimal = decimal if decimal.count(".") == 1 else ""
                result.faults.append(AmbiguousNumber(token_span(token, file), text_of, _grouped(plain), as_decimal))
                percent = after is not None and after.type == "STRAY" and after == "%"
                position += percent
                result.changed_lines.add(token.line or 1)
                token = token.update(type="PERCENT" if percent else "NUMBER", value=plain + "%" * percent)
            case "SLASHED_DATE" | "SHORT_DATE":
                written = _iso_date(str(token))
                result.faults.append(DateNotIso(token_span(token, file), str(token), written, _month_first(str(token), written)))
                token = token.update(type="DATE", value=written)
            case "DECIMAL_COMMA":
                as_decimal = str(token).replace(",", ".")
                result.faults.append(DecimalComma(token_span(token, file), str(token), as_decimal))
                percent = after is not None and after.type == "STRAY" and after == "%"
                position += percent
                token = token.update(type="PERCENT" if percent else "NUMBER", value=as_decimal + "%" * percent)
            case "TURNED_COMPARISON":
                meant = {"=>": ">=", "=<": "<=", "==": "="}[str(token)]
                result.faults.append(ComparisonTurned(token_span(token, file), str(token), meant))
                token = token.update(type="EQUAL" if meant == "=" else "COMPARISON", value=meant)
            case "KW_NO" if _says_not(raw, position - 1):
                result.faults.append(NoForNot(token_span(token, file), str(raw[position])))
                token = token.update(type="KW_NOT")
            case "MINUS" if before is None or before.type not in _ENDS_A_VALUE or before.line != token.line:
                token = token.update(type="SIGN")
            case "NAME" if before is not None and before.type == "NUMBER" and before.line == token.line:
                token = token.update(type="UNIT_WORD")
                if (
                    after is not None
                    and after.type == "SLASH"
                    and after.start_pos == token.end_pos
                    and position + 1 < len(raw)
                    and raw[position + 1].type == "NAME"
                    and raw[position + 1].start_pos == after.end_pos
                ):
                    below = raw[position + 1]
                    token = joined_word(f"{token}/{below}", token, below)
                    position += 2
            case "NAME" if token in LABEL_TONGUES and before is not None and before.type == "STRING" and after is not None and after.type == "STRING":
                token = token.update(type="TONGUE")
            case "NAME" if before is not None and before.type == "KW_LABELS":
                token = token.update(type="TONGUE_NAME")
            case "NUMBER" | "PERCENT" if sum(map(str.isdigit, str(token))) > LONGEST_NUMBER:
                result.faults.append(NumberTooLong(token_span(token, file), LONGEST_NUMBER))
                result.changed_lines.add(token.line or 1)
                token = token.update(value="0" if token.type == "NUMBER" else "0%")
        result.tokens.append(token)
    return result


def _within_limits(stream: Iterator[Token], file: str, result: Tokens) -> Iterator[Token]:
    """The tokens up to the first that makes brackets and prefixes pile up beyond what evaluation may recurse into, or a
    statement longer than anyone reads; what comes behind it is not even looked at."""
    brackets = prefixes = length = 0
    last: Token | None = None
    for token in stream:
        kind = token.type
        new_line = last is None or last.end_line != token.line
        if kind == "MINUS" and (new_line or (last is not None and last.type not in _ENDS_A_VALUE)):
            kind = "SIGN"
        length = 0 if kind == "COLON" or (new_line and kind in statement_openers()) else length + 1
        brackets = max(0, brackets + (kind == "LPAR") - (kind == "RPAR"))
        prefixes = prefixes + 1 if kind in ("KW_NOT", "SIGN") else 0 if kind != "LPAR" else prefixes
        if brackets + prefixes > DEEPEST_NESTING:
            result.refused = NestedTooDeep(token_span(token, file), DEEPEST_NESTING)
        elif length > LONGEST_STATEMENT:
            result.refused = StatementTooLong(token_span(token, file), LONGEST_STATEMENT)
        if result.refused is not None:
            result.faults.append(result.refused)
            return
        yield token
        last = token


@cache
def statement_openers() -> frozenset[str]:
    """The kinds of token that begin a clause or a declaration where they open a line."""
    return frozenset(f"KW_{word.name}" for word in keywords().values() if word.opens)


def _end_of_text(raw: list[Token], position: int) -> int:
    """The position behind the closing mark of a text that was begun before this position and runs over some lines; the same
    position where there is none. A mark closes where it stands right behind a word with nothing after it on its line."""
    line = raw[position - 1].line or 1
    for other in range(position, len(raw)):
        token = raw[other]
        if (token.line or 1) > line + LINES_OF_TEXT:
            break
        if token.type in ("STRING", "UNCLOSED_STRING"):
            closes = token.type == "UNCLOSED_STRING" and not str(token)[1:].strip() and raw[other - 1].end_pos == token.start_pos
            return other + 1 if closes else position
    return position


def _tongue(raw: list[Token], position: int) -> str:
    """The tongue of most keywords around a position."""
    words = [token for token in raw[max(0, position - 60) : position + 60] if token.type.startswith("KW_")]
    return "vi" if sum(not token.isascii() for token in words) * 2 > len(words) else "en"


def ascii_number(text: str) -> str:
    """A number with the digits and signs of rule files, its percent sign behind it.

    >>> ascii_number("７５％"), ascii_number("%75"), ascii_number(".5")
    ('75%', '75%', '0.5')
    """
    plain = "".join(str(decimal(sign)) if sign.isdecimal() else normalize("NFKC", sign) for sign in text).replace(",", ".")
    number = plain.strip("%")
    return f"{'0' if number.startswith('.') else ''}{number}{'%' if '%' in plain else ''}"


def _grouped(digits: str) -> str:
    first = len(digits) % 3 or 3
    return "_".join([digits[:first], *(digits[i : i + 3] for i in range(first, len(digits), 3))])
