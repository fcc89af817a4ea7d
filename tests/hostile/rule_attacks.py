"""Rule files made to hurt, by name: texts and bytes of a size that the test chooses."""

import random
from collections.abc import Callable
from datetime import date, timedelta

HEAD = 'ruleset a "A"\n  in force from 2000-01-01\nsubject ward identified by code\nfacts\n  code : text\n  f : yes/no\n  n : integer, 0..1000\n'
TAIL = "\nverdict\n  passes when C passes\n"


def _condition(text: str) -> bytes:
    return f'{HEAD}criterion C "c"\n  mandatory\n  requires {text}{TAIL}'.encode("utf-8", "surrogatepass")


def _with(declarations: str, condition: str = "f") -> bytes:
    """Declarations, and a criterion behind them."""
    return f'{HEAD}{declarations}criterion C "c"\n  mandatory\n  requires {condition}{TAIL}'.encode()


def _under(number: int) -> str:
    return f"indicator I{number}\n  under {f'I{number - 1}' if number else 'C'}\n  requires f\n"


def _value(text: str) -> bytes:
    return f'{HEAD}criterion C "c"\n  points at most 10\n    {text}\nverdict\n  passes when score >= 60%\n'.encode("utf-8", "surrogatepass")


def _criteria(line: str, size: int, facts: str = "", last: str | None = None) -> bytes:
    """Many criteria of a line each; the number stands for `№`, the one before (before the first the last) for `№-1`."""
    conditions = [line.replace("№-1", str((number - 1) % size)).replace("№", str(number)) for number in range(size)]
    conditions[0] = last or conditions[0]
    each = "".join(f'criterion C{number} "c"\n  mandatory\n  requires {condition}\n' for number, condition in enumerate(conditions))
    return f"{HEAD}{facts}{each}verdict\n  passes when every mandatory criterion passes\n".encode()


def _soup(alphabet: list[str], size: int, seed: int) -> bytes:
    chance = random.Random(seed)
    return "".join(chance.choice(alphabet) for _ in range(size)).encode("utf-8", "surrogatepass")


WORDS = [
    *(" ", "\n", "\n  ", " ", ":", ",", "(", ")", "-", "--", '"', "`", "=", ">=", "<", "+", "*", "/", "..", "%", "1", "1,5", "2023-01-01", "m2"),
    *(
        "criterion ",
        "tiêu chí ",
        "requires ",
        "yêu cầu ",
        "facts\n",
        "số liệu\n",
        "pillar ",
        "verdict\n",
        "passes when ",
        "points ",
        "otherwise ",
        "when ",
    ),
    *("test ", "given ", "expect ", "define ", "parameter ", "choices ", "table ", "programme ", "phase ", "and ", "or ", "not ", "at least ", "of "),
    *("code", "f", "n", "C1", "Đơn vị", "\u0301", "\u202e", "\x1b[31m", "\0", "\ufeff", "😀", "\u2028", "\ud800"),
]

SIGNS = [chr(number) for number in [*range(128), *range(0x1EA0, 0x1EFA), 0x200B, 0x202E, 0x2066, 0xFEFF, 0xFFFD, 0x1F600]]


def _days(size: int) -> list[date]:
    return [date(2001, 1, 1) + timedelta(days=number) for number in range(size)]


def _dated_criteria(size: int) -> bytes:
    each = "".join(
        f"criterion C{number}\n  in force from {day}\n  points at most 10\n    10 when n >= {number % 900}\n    0 otherwise\n"
        for number, day in enumerate(_days(size))
    )
    return f"{HEAD}{each}verdict\n  passes when score >= 60%\n".encode()


def _dated_parameters(size: int) -> bytes:
    each = "".join(f"parameter p{number} : integer\n  5 from 2000-01-01\n  7 from {day}\n" for number, day in enumerate(_days(size)))
    criteria = "".join(f"criterion C{number}\n  mandatory\n  requires n >= p{number}\n" for number in range(size))
    return f"{HEAD}{each}{criteria}verdict\n  passes when every mandatory criterion passes\n".encode()


def _pillars(size: int) -> bytes:
    each = "".join(
        f"pillar P{number}\n  passes when at most 1 criterion fails\ncriterion C{number}\n  mandatory\n  requires f\n" for number in range(size)
    )
    return f"{HEAD}{each}verdict\n  passes when at most 1 criterion fails and every pillar passes\n".encode()


ATTACKS: dict[str, Callable[[int], bytes]] = {
    # depth
    "brackets": lambda n: _condition("(" * n + "f" + ")" * n),
    "open brackets": lambda n: _condition("(" * n),
    "closing brackets": lambda n: _condition("f" + ")" * n),
    "not (": lambda n: _condition("not (" * n + "f" + ")" * n),
    "not ( left open": lambda n: _condition("not (" * n),
    "không phải (": lambda n: _condition("không phải (" * n + "f"),
    "not not": lambda n: _condition("not " * n + "f"),
    "at least of": lambda n: _condition("at least 1 of (" * n + "f" + ")" * n),
    "rounded": lambda n: _value("(" * n + "1" + " rounded to 1 half up)" * n),
    "minus": lambda n: _value("- " * n + "1"),
    "under": lambda n: f'{HEAD}criterion C "c"\n  mandatory\n  requires f\n{"".join(map(_under, range(n // 2)))}{TAIL}'.encode(),
    # chains
    "and": lambda n: _condition("f and " * n + "f"),
    "or without an end": lambda n: _condition("f or " * n),
    "and and": lambda n: _condition("f " + "and " * n),
    "plus": lambda n: _value("1 + " * n + "n"),
    "times": lambda n: _value("n * " * n + "n"),
    "divided": lambda n: _value("n / " * n + "n"),
    "comparisons": lambda n: _condition("n >= " * n + "1"),
    "a long list": lambda n: _condition("at least 1 of (" + "f, " * n + "f)"),
    "commas": lambda n: _condition("at least 1 of (" + "," * n),
    "definitions": lambda n: _with(
        "define d0 : number = n\n" + "".join(f"define d{k} : number = d{k - 1}\n" for k in range(1, n // 10)), f"d{n // 10 - 1} >= 1"
    ),
    "definitions in a circle": lambda n: _with("".join(f"define d{k} : number = d{(k + 1) % (n // 10)}\n" for k in range(n // 10)), "d1 >= 1"),
    "criteria one after the other": lambda n: _criteria("C№-1 passes", n // 20, last="f"),
    "criteria in a circle": lambda n: _criteria("C№-1 passes", n // 20),
    # many
    "unknown names": lambda n: _criteria("unknown_№ and f", n // 25),
    "names one letter off": lambda n: _criteria("fact_a№x and f", n // 100, "".join(f"  fact_b{k}x : yes/no\n" for k in range(n // 100))),
    "syntax errors": lambda n: _criteria("f and and", n // 5),
    "words that are none": lambda n: HEAD.encode() + b"foo bar ) baz\n" * (n // 5),
    "broken lines": lambda n: HEAD.encode() + b"  x : \n  : integer\n  y integer\n" * (n // 20),
    "one name many times": lambda n: _with("  g : integer\n" * (n // 10)),
    "dated criteria": lambda n: _dated_criteria(n // 100),
    "dated parameters": lambda n: _dated_parameters(n // 100),
    "pillars that count": lambda n: _pillars(n // 200),
    "choices": lambda n: _with("choices r\n  " + ", ".join(f"v{k}" for k in range(n // 5)) + "\n"),
    "bands": lambda n: _value("\n    ".join(f"5 when n >= {1000 - k % 1000}" for k in range(n // 50)) + "\n    0 otherwise"),
    # long
    "one long name": lambda n: _condition("x" * n),
    "one long number": lambda n: _condition("n >= " + "9" * n),
    "a long fraction": lambda n: _condition("n >= 0." + "3" * n),
    "a large power": lambda n: _condition(f"n >= 1e{n}"),
    "underscores": lambda n: _condition("n >= 1" + "_0" * n),
    "a long text": lambda n: (HEAD + f'criterion C "{"c" * n}"\n  mandatory\n  requires f{TAIL}').encode(),
    "a text that does not end": lambda n: (HEAD + f'criterion C "{"c " * n}').encode(),
    "quotes": lambda n: HEAD.encode() + b'"' * n,
    "backquotes": lambda n: HEAD.encode() + b"`" * n,
    "backslashes": lambda n: (HEAD + 'criterion C "' + "\\" * n + '"').encode(),
    "a long comment": lambda n: HEAD.encode() + b"-- " + b"c" * n,
    "comments": lambda n: HEAD.encode() + b"-- c\n" * n,
    "allow comments": lambda n: HEAD.encode() + b"-- allow L001: x\n" * (n // 5),
    "dashes": lambda n: HEAD.encode() + b"-" * n,
    "blank lines": lambda n: HEAD.encode() + b"\n" * n,
    "carriage returns": lambda n: HEAD.encode() + b"\r" * n,
    "blanks": lambda n: HEAD.encode() + b" " * n + b"x",
    "tabs": lambda n: HEAD.encode() + b"\t" * n,
    "marks on one letter": lambda n: _condition("a" + "\u0301" * n),
    "marks without a letter": lambda n: _condition("\u0301\u0323" * n),
    "too large": lambda n: HEAD.encode() + b"-- c\n" * 500_000,
    # numbers and dates that are none
    "division by nothing": lambda n: _value("n / 0"),
    "a step of nothing": lambda n: _value("1 for each full 0 of n"),
    "days that are none": lambda n: _with("parameter p : integer\n  5 from 0000-00-00 until 9999-99-99\n  7 from 2023-02-31\n"),
    "the last of days": lambda n: _with("parameter p : integer\n  5 from 9999-12-31 until 9999-12-31\n", "n >= p"),
    "other digits": lambda n: _condition("n >= ٣٤५６"),
    # bytes
    "nothing": lambda n: b"",
    "a byte": lambda n: b"\x80",
    "NUL": lambda n: b"\0" * n,
    "NUL in a name": lambda n: _condition("f\0f"),
    "NUL in a text": lambda n: (HEAD + f'criterion C "a\0b"\n  mandatory\n  requires f{TAIL}').encode(),
    "bytes": lambda n: random.Random(1).randbytes(n),
    "signs": lambda n: _soup(SIGNS, n, 2),
    "words": lambda n: _soup(WORDS, n // 2, 3),
    "words after a head": lambda n: HEAD.encode() + _soup(WORDS, n // 2, 4),
    "a mark of order": lambda n: b"\xef\xbb\xbf" + _condition("f"),
    "marks of order inside": lambda n: _condition("\ufefff\ufeff"),
    "two marks of order": lambda n: b"\xef\xbb\xbf" * 2 + _condition("f"),
    "UTF-16": lambda n: _condition("f").decode().encode("utf-16"),
    "UTF-16 without a mark": lambda n: _condition("f").decode().encode("utf-16-le"),
    "UTF-16 the other way": lambda n: _condition("f").decode().encode("utf-16-be"),
    "UTF-32": lambda n: _condition("f").decode().encode("utf-32"),
    "UTF-32 without a mark": lambda n: _condition("f").decode().encode("utf-32-le"),
    "Vietnamese of old": lambda n: 'ruleset a "Công an phường"'.encode("cp1258", "ignore") + b"\xff",
    "a surrogate": lambda n: _condition("\ud800"),
    "a workbook": lambda n: b"PK\x03\x04" + random.Random(5).randbytes(n),
    "bidi": lambda n: _condition("f \u202e and \u2066 f"),
    "ANSI": lambda n: _condition("f \x1b[2J\x1b]0;owned\x07 and f"),
}
