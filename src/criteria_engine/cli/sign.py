"""`criteria sign`: a record gets a signature; or a pair of keys, or a salt, is made."""

import secrets
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from criteria_engine.cli.options import Lang, WrongUsage
from criteria_engine.cli.screen import DONE, FAULTS, Screen, screen, write, write_exactly
from criteria_engine.cli.verify import needs_sign, read_file
from criteria_engine.cli.words import said, shown
from criteria_engine.cli.written_files import write_file
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.records.secrets import write_secret

Record = Annotated[Path | None, Parameter(help=shown("option record_given"))]
Key = Annotated[Path | None, Parameter(name="--key", help=shown("option private_key"))]
Out = Annotated[Path | None, Parameter(name="--out", help=shown("option sign_out"))]
NewKey = Annotated[Path | None, Parameter(name="--new-key", help=shown("option new_key"))]
NewSalt = Annotated[Path | None, Parameter(name="--new-salt", help=shown("option new_salt"))]

SALT = 32
"""Bytes of a new salt."""


def sign(record: Record = None, *, key: Key = None, out: Out = None, new_key: NewKey = None, new_salt: NewSalt = None, lang: Lang = None) -> int:
    """Sign a record with an Ed25519 key, in a DSSE envelope; or make the keys, or a salt for private values."""
    show = screen(lang)
    asked = [each is not None for each in (record, new_key, new_salt)]
    if asked.count(True) != 1 or (record is None) != (key is None) or (record is None and out is not None):
        raise WrongUsage(said(show.tongue, "sign_one"))
    if new_salt is not None:
        return _make({new_salt: (secrets.token_hex(SALT) + "\n").encode()}, {}, show)
    if new_key is not None:
        return _new_key(new_key, show)
    assert record is not None and key is not None
    return _signed(record, key, out, show)


def _new_key(name: Path, show: Screen) -> int:
    try:
        from criteria_engine.records.signing import new_key_pair

        pair = new_key_pair()
    except ModuleNotFoundError as problem:
        raise WrongUsage(needs_sign(name, problem, show)) from problem
    return _make({name.with_name(f"{name.name}.key"): pair.private}, {name.with_name(f"{name.name}.pub"): pair.public}, show)


def _make(secret: Mapping[Path, bytes], public: Mapping[Path, bytes], show: Screen) -> int:
    """Write new files, none over another."""
    for path in (*secret, *public):
        if path.exists():
            write(said(show.tongue, "file_exists", file=path) + "\n", sys.stderr)
            return FAULTS
    for path, content in secret.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_secret(path, content)
        except OSError as problem:
            write(said(show.tongue, "cannot_write", file=path, reason=problem.strerror or "") + "\n", sys.stderr)
            return FAULTS
        write(said(show.tongue, "wrote", file=path) + "\n", sys.stderr)
    return DONE if all(write_file(path, content, show) for path, content in public.items()) else FAULTS


def _signed(record: Path, key: Path, out: Path | None, show: Screen) -> int:
    read = read_file(record)
    signer: Any = None
    try:
        from criteria_engine.records.signing import read_private_key, signed

        signer = read_private_key(key)
    except ModuleNotFoundError as problem:
        raise WrongUsage(needs_sign(key, problem, show)) from problem
    faults = [*read.faults, *([signer] if isinstance(signer, Fault) else [])]
    if faults:
        show.report(faults)
        return FAULTS
    content = signed(read, signer)
    if out is None:
        write_exactly(content)
        return DONE
    return DONE if write_file(out, content, show) else FAULTS
