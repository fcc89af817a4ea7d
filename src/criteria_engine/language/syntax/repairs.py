"""What would make a text of tokens go on where it breaks off: a word spelt otherwise, one more, one less, another sign."""

from collections.abc import Iterator, Sequence

from attrs import frozen
from lark import Token

from criteria_engine.diagnostics.catalogue.syntax import ForeignSign, UnexpectedWord, WordMissing, WordMisspelt
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.language.syntax.automaton import END, Automaton, Stack
from criteria_engine.language.syntax.keywords import keywords
from criteria_engine.language.syntax.likely_words import likely
from criteria_engine.language.syntax.tokens import token_span
from criteria_engine.source import Span

LONGEST_WINDOW = 6
"""Words that a misspelt keyword may have."""

WORDS_BACK = 3
"""Words before the one that cannot stand with which a misspelt keyword may begin."""

FAR_ENOUGH = 24
"""Tokens behind a repair that must fit, where the next line is not nearer."""

_OPENERS = frozenset(f"KW_{word.name}" for word in keywords().values() if word.opens)
_CLAUSES = frozenset(f"KW_{word.name}" for word in keywords().values() if word.opens == "clause")
_USUAL = (
    *("COMMA", "COLON", "EQUAL", "RPAR", "KW_AND", "KW_OR", "COMPARISON", "KW_WHEN", "KW_OTHERWISE", "KW_THEN", "STRING", "NAME"),
    *("KW_REQUIRES", "KW_PASSES_WHEN", "KW_POINTS_AT_MOST", "KW_EVIDENCE", "KW_CITES", "KW_REMEDY", "KW_APPLIES_WHEN", "KW_UNLESS"),
    *("KW_GIVEN", "KW_EXPECT", "KW_CRITERION", "KW_PILLAR", "KW_VERDICT", "KW_FACTS", "KW_DEFINE", "KW_PARAMETER", "KW_TEST"),
)
"""What authors write most, in the order in which it is told."""

NAMELESS = "\u2026"
"""The name of what should have one."""

_WORDS = frozenset(("NAME", "UNIT_WORD", "TONGUE_NAME", "TONGUE"))
_CLOSERS = {"RPAR": ")", "COLON": ":", "EQUAL": "=", "COMMA": ",", "DOTS": "..", "LPAR": "(", "LESSTHAN": "<"}
_GLUE = ("KW_THEN", "KW_WHEN", "KW_IN", "KW_OF", "KW_FROM", "KW_TO", "KW_HAS", "KW_EACH", "KW_AT", "KW_WHERE", "KW_DUE", "KW_ROW", "KW_ARE")
FILLERS = {"NAME": NAMELESS, "STRING": f'"{NAMELESS}"', "DATE": "2000-01-01", "NUMBER": "1", "PERCENT": "1%"}
"""What stands in for something that has to be filled in; whatever reads it is not asked what it thinks of it."""


SIGNS_TOO_MANY = frozenset(("COLON", "COMMA", "RPAR", "EQUAL"))
"""Signs that rather are too many than have something missing before them."""


@frozen
class Repair:
    """Take the last `back` tokens away again, put `tokens` there, go on at `onward`. `sure` where the text can hardly mean
    anything else; `guessed` where what it now says is not the author's word."""

    back: int
    tokens: tuple[Token, ...]
    onward: int
    fault: Fault | None
    sure: bool = False
    guessed: bool = True


@frozen
class Break:
    """Where a text breaks off: the tokens kept so far with the stack before each, and the token that cannot stand."""

    automaton: Automaton
    tokens: Sequence[Token]
    position: int
    kept: Sequence[Token]
    before: Sequence[Stack]
    stack: Stack
    file: str
    expected: tuple[str, ...]

    @property
    def told(self) -> tuple[str, ...]:
        """What to say is expected: in a line what goes on with it, at its beginning what begins one, the usual first."""
        token = self.token
        kinds = set(self.expected)
        if token is None or not opens_line(self.tokens, self.position):
            kinds = kinds - _OPENERS or kinds
        else:
            named = self.position + 1 < len(self.tokens) and self.tokens[self.position + 1].type == "COLON"
            if token.type in _OPENERS and not named:
                kinds -= {"NAME", "QUOTED_NAME"}
            kinds = kinds & _CLAUSES or kinds & _OPENERS or kinds or set(self.expected)
        return tuple(sorted(kinds, key=lambda kind: (_USUAL.index(kind) if kind in _USUAL else len(_USUAL), kind)))

    @property
    def token(self) -> Token | None:
        """The token that cannot stand; None at the end of the file."""
        return self.tokens[self.position] if self.position < len(self.tokens) else None

    def stack_back(self, back: int) -> Stack:
        """The stack before the last so many tokens kept."""
        return self.before[len(self.kept) - back] if back else self.stack

    def reach(self, repair: Repair) -> tuple[bool, int]:
        """Whether what follows fits up to the first word of a line behind, and how many tokens of it do."""
        count, stack = self.automaton.reach(self.stack_back(repair.back), [token.type for token in repair.tokens])
        if count < len(repair.tokens):
            return False, -1
        goal = self._goal(repair.onward)
        kinds = [token.type for token in self.tokens[repair.onward : goal]]
        if goal == len(self.tokens) and goal - repair.onward < FAR_ENOUGH:
            kinds.append(END)
        fitting, _ = self.automaton.reach(stack, kinds)
        return fitting == len(kinds), fitting

    def _goal(self, onward: int) -> int:
        """The token behind the one that opens the first line after the break's."""
        line = self.tokens[min(self.position, len(self.tokens) - 1)].line or 1
        for number in range(onward, min(onward + FAR_ENOUGH, len(self.tokens))):
            if (self.tokens[number].line or 1) > line and number > self.position:
                return number + 1
        return min(onward + FAR_ENOUGH, len(self.tokens))


def opens_line(tokens: Sequence[Token], position: int) -> bool:
    """Whether the token at a position is the first of its line."""
    return position == 0 or tokens[position - 1].end_line != tokens[position].line


def token_like(kind: str, text: str, first: Token, last: Token | None = None) -> Token:
    """A token that stands where others stood."""
    last = last or first
    return Token(kind, text, first.start_pos, first.line, first.column, last.end_line, last.end_column, last.end_pos)


def sure_repairs(at: Break, tongue: str) -> Iterator[Repair]:
    """Repairs by what the words look like: keywords misspelt or from elsewhere, keywords used as names, numbers in groups."""
    yield from _number_repairs(at)
    yield from _name_repairs(at)
    words = list(_word_repairs(at, tongue))
    yield from (repair for repair, plain in words if plain)
    token = at.token
    if token is not None and token.type.startswith("KW_") and "NAME" in at.expected and _may_be_a_name(at):
        fault = UnexpectedWord(token_span(token, at.file), str(token), ("NAME",))
        yield Repair(0, (token_like("NAME", str(token), token),), at.position + 1, fault, sure=True, guessed=False)
    yield from (repair for repair, plain in words if not plain)


def _may_be_a_name(at: Break) -> bool:
    """Whether a keyword stands where it can be meant as a name: a clause that opens the next line rather is one."""
    named = at.position + 1 < len(at.tokens) and at.tokens[at.position + 1].type == "COLON"
    return named or not opens_line(at.tokens, at.position)


def _number_repairs(at: Break) -> Iterator[Repair]:
    """`1 000 000` and `75 percent`."""
    token = at.token
    last = at.kept[-1] if at.kept else None
    if token is None or last is None or last.type != "NUMBER" or last.line != token.line:
        return
    if token.type == "KW_PERCENT_TYPE":
        meant = token_like("PERCENT", f"{last}%", last, token)
        yield Repair(1, (meant,), at.position + 1, _sign_fault(at, last, token, str(meant)), sure=True, guessed=False)
    onward = at.position
    digits = str(last)
    while onward < len(at.tokens) and at.tokens[onward].type in ("NUMBER", "PERCENT") and at.tokens[onward].line == token.line:
        group = at.tokens[onward]
        if len(group.rstrip(" %")) != 3 or not group.rstrip(" %").isdigit():
            break
        digits += f"_{group}"
        onward += 1
    if onward > at.position and len(last) <= 3:
        end = at.tokens[onward - 1]
        meant = token_like(end.type, digits, last, end)
        yield Repair(1, (meant,), onward, _sign_fault(at, last, end, digits), sure=True, guessed=False)


def _sign_fault(at: Break, first: Token, last: Token, meant: str) -> Fault:
    span = token_span(first, at.file).through(token_span(last, at.file))
    start = next(number for number in range(at.position, -1, -1) if at.tokens[number].start_pos == first.start_pos)
    end = next(number for number in range(start, len(at.tokens)) if at.tokens[number].end_pos == last.end_pos)
    text = ""
    for number in range(start, end + 1):
        gap = number > start and at.tokens[number].start_pos != at.tokens[number - 1].end_pos
        text += f"{' ' * gap}{at.tokens[number]}"
    return ForeignSign(span, text, meant)


def _name_repairs(at: Break) -> Iterator[Repair]:
    """`own office : yes/no` and `own-office : yes/no`: a name of several words."""
    token = at.token
    last = at.kept[-1] if at.kept else None
    if token is None or last is None or last.type != "NAME" or last.line != token.line or "COLON" not in at.expected:
        return
    onward = at.position
    while onward < len(at.tokens) and (_is_word(at.tokens[onward]) or at.tokens[onward].type == "MINUS") and at.tokens[onward].line == token.line:
        onward += 1
    if onward > at.position and onward < len(at.tokens) and at.tokens[onward].type == "COLON":
        end = at.tokens[onward - 1]
        parts = [last, *(each for each in at.tokens[at.position : onward] if each.type != "MINUS")]
        meant = token_like("NAME", "_".join("_".join(str(part).split()) for part in parts), last, end)
        yield Repair(1, (meant,), onward, _sign_fault(at, last, end, str(meant)), sure=True, guessed=False)


def _word_repairs(at: Break, tongue: str) -> Iterator[tuple[Repair, bool]]:
    """Keywords and signs that words around the break may mean, and whether that is plain."""
    found: list[tuple[tuple[int, int, int, bool], Repair]] = []
    for back in range(min(WORDS_BACK, len(at.kept), at.position) + 1):
        start = at.position - back
        if back and (at.kept[-back].start_pos != at.tokens[start].start_pos or at.kept[-back].line != at.tokens[at.position - 1].line):
            break
        stack = at.stack_back(back)
        allowed = at.automaton.accepted(stack)
        at.automaton.steps += 20 * len(allowed)
        words: list[Token] = []
        for number in range(start, min(start + LONGEST_WINDOW, len(at.tokens))):
            token = at.tokens[number]
            if not _is_word(token) or (words and token.line != words[0].line):
                break
            words.append(token)
            if number + 1 < at.position:
                continue
            text = " ".join(map(str, words))
            for word in likely(text, allowed):
                if word.off > 1 and any(token.type == word.kind for token in words):
                    continue
                span = token_span(words[0], at.file).through(token_span(words[-1], at.file))
                meant = token_like(word.kind, word.text, words[0], words[-1])
                fault = WordMisspelt(span, text, word.text)
                foreign = word.kind.startswith("KW_") and not _of_tongue(word.text, tongue)
                off = (word.off, -len(words), back, foreign)
                guessed = word.off > 1 or not word.kind.startswith("KW_")
                found.append((off, Repair(back, (meant,), number + 1, fault, sure=word.off < 3, guessed=guessed)))
    yield from ((repair, off[0] < 2) for off, repair in sorted(found, key=lambda each: each[0]))


def _of_tongue(text: str, tongue: str) -> bool:
    return text.isascii() == (tongue == "en")


def _is_word(token: Token) -> bool:
    return token.type in _WORDS or token.type.startswith("KW_")


def small_repairs(at: Break) -> Iterator[Repair]:
    """Repairs by one token: a sign or small word that is missing, another sign meant, one too many, something left unsaid."""
    token = at.token
    last = at.kept[-1] if at.kept else None
    for kind in (*_CLOSERS, *_GLUE, *FILLERS):
        if kind == "NAME":
            if token is not None and (token.type in SIGNS_TOO_MANY or str(token) == str(last)):
                extra = UnexpectedWord(token_span(token, at.file), str(token), at.told, str(token) == str(last))
                yield Repair(0, (), at.position + 1, extra)
            yield from _glue_before(at)
            yield from _unsaid_above(at)
        across = token is not None and opens_line(at.tokens, at.position) and kind != "RPAR" and kind not in FILLERS
        if kind in at.expected and last is not None and not across and (token is not None or kind not in FILLERS):
            text = _CLOSERS.get(kind) or FILLERS.get(kind) or ""
            span = _behind(last, at.file) if token is None or opens_line(at.tokens, at.position) else token_span(token, at.file)
            wanted = tuple(each for each in at.expected if each in FILLERS) if kind in FILLERS else (kind,)
            fault = WordMissing(span, str(last), wanted)
            yield Repair(0, (_empty(kind, text, last),), at.position, fault)
    if token is None:
        return
    wrong = UnexpectedWord(token_span(token, at.file), str(token), at.told)
    if not _is_word(token):
        for kind, text in _CLOSERS.items():
            if kind in at.expected:
                other = UnexpectedWord(token_span(token, at.file), str(token), (kind,))
                yield Repair(0, (token_like(kind, text, token),), at.position + 1, other)
    yield Repair(0, (), at.position + 1, wrong)


def _glue_before(at: Break) -> Iterator[Repair]:
    """A small word or sign left out before the last token: `number m2, 0..9`."""
    if len(at.kept) < 2 or at.kept[-1].line != at.kept[-2].end_line:
        return
    last, before = at.kept[-1], at.kept[-2]
    for kind in at.automaton.accepted(at.stack_back(1)):
        if kind in _GLUE or kind in _CLOSERS:
            fault = WordMissing(token_span(last, at.file), str(before), (kind,))
            yield Repair(1, (_empty(kind, _CLOSERS.get(kind, ""), before), last), at.position, fault)


def _unsaid_above(at: Break) -> Iterator[Repair]:
    """Something left unsaid at the end of the line above, so that the first words of this one were taken for it."""
    for back in range(1, min(WORDS_BACK, len(at.kept) - 1) + 1):
        first, last = at.kept[-back], at.kept[-back - 1]
        if first.line == last.end_line:
            continue
        wanted = tuple(kind for kind in at.automaton.accepted(at.stack_back(back)) if kind in FILLERS)
        for kind in wanted:
            fault = WordMissing(_behind(last, at.file), str(last), wanted)
            yield Repair(back, (_empty(kind, FILLERS[kind], last), *at.kept[-back:]), at.position, fault)
        return


def _behind(token: Token, file: str) -> Span:
    """The place behind a token."""
    span = token_span(token, file)
    return Span(file, span.end_line, span.end_column, span.end_line, span.end_column)


def _empty(kind: str, text: str, last: Token) -> Token:
    """A token that takes no room, behind another."""
    return Token(kind, text, last.end_pos, last.end_line, last.end_column, last.end_line, last.end_column, last.end_pos)
