"""Comments that allow a warning where they stand: `-- allow L001: reason`, in Vietnamese `-- cho phép L001: lý do`."""

import re
from collections.abc import Iterable, Iterator, Mapping, Set

from attrs import frozen

from criteria_engine.diagnostics.catalogue.lint import AllowOfUnknownCode, AllowWithoutEffect, AllowWithoutReason
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.language.lint.material import tree_nodes
from criteria_engine.language.syntax.trivia import Attached, Comment, Trivia
from criteria_engine.language.tree import declarations as d
from criteria_engine.source import Span

_DIRECTIVE = re.compile(r"(?:allow|cho\s+phép)\s+([A-Z]+\d+(?:\s*,\s*[A-Z]+\d+)*)\s*(:?)\s*(.*)", re.IGNORECASE)
_ABOUT_DIRECTIVES = "L09"
"""Warnings about permissions cannot be allowed by one."""


@frozen
class Directive:
    """One permission: its codes with their places, the reason, and the lines that it is for."""

    codes: tuple[tuple[str, Span], ...]
    reason: str
    span: Span
    first_line: int
    last_line: int

    def holds_at(self, place: object) -> bool:
        """Whether a place has one of its lines."""
        return isinstance(place, Span) and self.first_line <= place.end_line and place.line <= self.last_line


def is_permission(comment: Comment) -> bool:
    """Whether a comment is written as a permission, so that it matters on which line it stands."""
    return _DIRECTIVE.match(comment.words) is not None


def directives(tree: d.RuleFile, trivia: Trivia) -> tuple[Directive, ...]:
    """The permissions of a file. One above a declaration or clause is for all of it, one above the file's first word for
    the whole file, one behind words for their line."""
    if not any(_DIRECTIVE.match(comment.words) for comment in trivia.comments()):
        return ()
    return tuple(_of_tree(tree, trivia))


def _of_tree(tree: d.RuleFile, trivia: Trivia) -> Iterator[Directive]:
    ends: dict[tuple[int, int], int] = {}
    for node in tree_nodes(tree):
        span = getattr(node, "span", None)
        if isinstance(span, Span):
            at = (span.line, span.column)
            ends[at] = max(ends.get(at, 0), span.end_line)
    first = min(trivia.by_token, default=None)
    for at, kept in trivia.by_token.items():
        yield from _of_token(kept, at, ends.get(at, at[0]) if at != first or not _is_header(tree, at) else 10**9)
    for piece in trivia.at_end:
        if isinstance(piece, Comment):
            yield from _read(piece, piece.span.line, piece.span.line)


def _is_header(tree: d.RuleFile, at: tuple[int, int]) -> bool:
    return (tree.header.span.line, tree.header.span.column) == at


def _of_token(kept: Attached, at: tuple[int, int], end_line: int) -> Iterator[Directive]:
    for piece in kept.before:
        if isinstance(piece, Comment):
            yield from _read(piece, at[0], end_line)
    if kept.behind is not None:
        yield from _read(kept.behind, at[0], at[0])


def _read(comment: Comment, first_line: int, last_line: int) -> Iterator[Directive]:
    """The permission that a comment is, if it is one. Other comments may well begin with the same word."""
    found = _DIRECTIVE.match(comment.words)
    if found is None:
        return
    start = comment.span.column + comment.text.index(comment.words)
    codes = []
    for code in re.finditer(r"[A-Za-z]+\d+", found[1]):
        column = start + found.start(1) + code.start()
        codes.append((code[0].upper(), Span(comment.span.file, comment.span.line, column, comment.span.line, column + len(code[0]))))
    reason = found[3].strip() if found[2] else ""
    yield Directive(tuple(codes), reason, comment.span, first_line, last_line)


def permitted(faults: Iterable[Fault], allowed: Iterable[Directive]) -> tuple[list[Fault], set[tuple[str, Span]]]:
    """The faults that no permission is for, and the codes of permissions, with their places, that were for one. Only
    warnings can be permitted; a permission without reason permits nothing."""
    by_code: dict[str, list[tuple[Directive, Span]]] = {}
    for directive in allowed:
        for code, span in directive.codes:
            if directive.reason and not code.startswith(_ABOUT_DIRECTIVES):
                by_code.setdefault(code, []).append((directive, span))
    kept: list[Fault] = []
    used: set[tuple[str, Span]] = set()
    for fault in faults:
        hits = [span for directive, span in by_code.get(fault.code, ()) if directive.holds_at(fault.place)] if fault.severity == "warning" else []
        used.update((fault.code, span) for span in hits)
        if not hits:
            kept.append(fault)
    return kept, used


def faults_of_directives(
    allowed: Iterable[Directive], used: Set[tuple[str, Span]], severities: Mapping[str, str], complete: bool
) -> Iterator[Fault]:
    """What is wrong with permissions: no reason, a code that no warning has, no effect. Whether one has effect is only
    known where all warnings are (`complete`)."""
    for directive in allowed:
        for code, span in directive.codes:
            if severities.get(code) != "warning" or code.startswith(_ABOUT_DIRECTIVES):
                yield AllowOfUnknownCode(span, code)
            elif not directive.reason:
                yield AllowWithoutReason(span, code)
            elif complete and (code, span) not in used:
                yield AllowWithoutEffect(span, code)
