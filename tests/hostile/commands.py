"""Runs a command in this process and holds it to what every command promises, whatever it is given."""

import contextlib
import io
import os
import re
import time
from pathlib import Path

from attrs import frozen

from criteria_engine.cli.main import run

BIG = bool(os.environ.get("CRITERIA_HOSTILE"))
"""With CRITERIA_HOSTILE=1 the attacks have the sizes of the promise; in CI they are smaller."""

SECONDS = 5.0 if BIG else 4.0
"""What a command may take of the processor."""

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]")
"""What no text of a stranger may do to a terminal or to the order of letters."""


@frozen
class Done:
    """What a command gave."""

    code: int
    out: str
    err: str


def attempt(*arguments: object, seconds: float = SECONDS, inert: bool = True) -> Done:
    """Run a command; it must end in time, with an exit code of its own, without a word of an internal error."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", errors="surrogatepass", newline="") for _ in range(2))
    begun = time.process_time()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run([str(argument) for argument in arguments])
    taken = time.process_time() - begun
    done = Done(code, *(_text(stream) for stream in (out, err)))
    shown = f"{list(map(str, arguments))}: {code}\n{done.err[:2000]}"
    assert code in (0, 1, 2), shown
    assert "Traceback" not in done.err and "RecursionError" not in done.err, shown
    assert taken < seconds, f"{taken:.1f} s\n{shown}"
    assert not inert or not (found := CONTROL.search(done.out + done.err)), f"{found}\n{shown}"
    assert len(done.out) + len(done.err) < 3_000_000, shown
    return done


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode("utf-8", "surrogatepass")


def located(done: Done, path: Path) -> bool:
    """Whether a command that found faults says where: in the file, at least by its name."""
    return path.name in done.err or path.name in done.out
