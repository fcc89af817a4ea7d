"""Whatever a data file, a list of units or a mapping file holds, the commands that read them end in time, with faults that
say where; no unit and no row is dropped in silence."""

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from .commands import BIG, attempt, located

SIZE = 1_000_000 if BIG else 20_000

RULES = """ruleset a "A"
subject ward, plural wards identified by code
facts
  code : text
  f : yes/no "Has it"
  n : integer, 0..1000
  d : date
table cases, each case
  kind : text
criterion C "c"
  mandatory
  requires f and n >= 3
criterion D "d"
  mandatory
  requires no case in cases has kind = "x"
verdict
  passes when C passes and D passes
"""


def _csv(*rows: str) -> bytes:
    return ("code,f,n,d\n" + "\n".join(rows) + "\n").encode("utf-8", "surrogatepass")


def _sheet(cells: str, size: int = 1, **parts: str) -> bytes:
    """A workbook of one sheet with these cells, and other parts beside it."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    whole = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r" Type="{relations}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {space} xmlns:r="{relations}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {space}><sheetData>{cells}</sheetData></worksheet>",
        **parts,
    }
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as package_file:
        for name, text in whole.items():
            package_file.writestr(name, text)
    return stored.getvalue()


def _text(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


HEADINGS = f'<row r="1">{_text("A1", "code")}{_text("B1", "f")}{_text("C1", "n")}</row>'

ATTACKS: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "a quote that does not end": ("a.csv", lambda n: _csv('1,"yes', *["2,yes,3"] * (n // 10))),
    "quotes": ("a.csv", lambda n: _csv("1," + '"' * n)),
    "doubled quotes": ("a.csv", lambda n: _csv('1,"' + '""' * n + '",3')),
    "quotes everywhere": ("a.csv", lambda n: _csv(*['"1","y"es","3'] * (n // 10))),
    "commas": ("a.csv", lambda n: b"," * n),
    "columns": ("a.csv", lambda n: _csv("1,yes,3," + ",x" * n)),
    "headings": ("a.csv", lambda n: ("code,f,n," + ",".join(f"h{k}" for k in range(n)) + "\n1,yes,3\n").encode()),
    "one heading again and again": ("a.csv", lambda n: ("code,f,n" + ",n" * n + "\n1,yes,3\n").encode()),
    "line ends": ("a.csv", lambda n: b"code,f,n\n" + b"\n" * n),
    "carriage returns": ("a.csv", lambda n: b"code,f,n\r" + b"\r" * n),
    "one long line": ("a.csv", lambda n: b"x" * n * 3),
    "one long cell": ("a.csv", lambda n: _csv("1," + "y" * n + ",3")),
    "long digits": ("a.csv", lambda n: _csv("1,yes," + "9" * n)),
    "long fraction": ("a.csv", lambda n: _csv("1,yes,0." + "3" * n)),
    "a large power": ("a.csv", lambda n: _csv("1,yes,1e999999999")),
    "no number": ("a.csv", lambda n: _csv("1,yes,NaN", "2,yes,Infinity", "3,yes,-0", "4,yes,0x10")),
    "days that are none": ("a.csv", lambda n: _csv("1,yes,3,31/02/2023", "2,yes,3,9999-99-99", "3,yes,3,00/00/0000")),
    "one unit many times": ("a.csv", lambda n: _csv(*["1,yes,3,"] * (n // 20))),
    "bad cells": ("a.csv", lambda n: _csv(*[f"{k},maybe,lots,soon" for k in range(n // 40)])),
    "NUL": ("a.csv", lambda n: b"\0" * n),
    "NUL in a cell": ("a.csv", lambda n: _csv("1,yes,3\0", "2\0,yes,3")),
    "bytes": ("a.csv", lambda n: random.Random(1).randbytes(n)),
    "half a letter": ("a.csv", lambda n: "code,f,n\n1,có".encode()[:-1]),
    "a surrogate": ("a.csv", lambda n: _csv("\ud800,yes,3")),
    "nothing": ("a.csv", lambda n: b""),
    "a heading alone": ("a.csv", lambda n: b"code,f,n\n"),
    "formulas": ("a.csv", lambda n: _csv('=HYPERLINK("x"),yes,3', "@SUM(1),+1,-1")),
    "ANSI and bidi": ("a.csv", lambda n: _csv("\x1b[2J\u202e1,\x1b]0;x\x07,\u20663", "<script>x</script>,[red],**b**")),
    "depth of JSON": ("a.json", lambda n: b"[" * n),
    "depth of JSON objects": ("a.json", lambda n: b'{"a":' * n),
    "a deep cell of JSON": ("a.json", lambda n: b'[{"code":"1","f":' + b"[" * n + b"]" * n + b"}]"),
    "long digits of JSON": ("a.json", lambda n: b'[{"code":"1","n":' + b"9" * n + b"}]"),
    "a large power of JSON": ("a.json", lambda n: b'[{"code":"1","n":1e999999999}]'),
    "one key many times": ("a.json", lambda n: b'[{"code":"1"' + b',"n":3' * (n // 10) + b"}]"),
    "keys of JSON": ("a.json", lambda n: ('[{"code":"1",' + ",".join(f'"k{k}":1' for k in range(n // 10)) + "}]").encode()),
    "half of JSON": ("a.json", lambda n: b'[{"code":"1","f":tr'),
    "NaN of JSON": ("a.json", lambda n: b'[{"code":"1","n":NaN},{"code":"2","n":Infinity}]'),
    "a surrogate of JSON": ("a.json", lambda n: b'[{"code":"\\ud800","f":true}]'),
    "lines of JSON": ("a.jsonl", lambda n: b'{"code":"1"}\n[\n' * (n // 40)),
    "no archive": ("a.xlsx", lambda n: b"PK\x03\x04" + random.Random(2).randbytes(n)),
    "half an archive": ("a.xlsx", lambda n: _sheet(HEADINGS)[:400]),
    "a far cell": ("a.xlsx", lambda n: _sheet(HEADINGS + f'<row r="1048576">{_text("XFD1048576", "x")}</row>')),
    "a cell nowhere": (
        "a.xlsx",
        lambda n: _sheet(HEADINGS + f'<row r="2">{_text("A99999999999", "x")}{_text("", "x")}</row>'),
    ),
    "a giant cell": ("a.xlsx", lambda n: _sheet(HEADINGS + f'<row r="2">{_text("A2", "x" * n)}</row>')),
    "a bomb": ("a.xlsx", lambda n: _sheet(HEADINGS + " " * 60_000_000)),
    "a DTD": (
        "a.xlsx",
        lambda n: _sheet(HEADINGS, **{"xl/sharedStrings.xml": '<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;&x;">]><sst>&z;</sst>'}),
    ),
    "a DTD in the sheet": ("a.xlsx", lambda n: _sheet("", **{"xl/worksheets/sheet1.xml": '<!DOCTYPE a SYSTEM "file:///etc/passwd"><worksheet/>'})),
    "deep XML": ("a.xlsx", lambda n: _sheet(HEADINGS + "<a>" * n + "</a>" * n)),
    "XML that is none": ("a.xlsx", lambda n: _sheet("<row><c></row>")),
    "no database": ("a.sqlite", lambda n: b"SQLite format 3\0" + random.Random(3).randbytes(n)),
    "no Parquet": ("a.parquet", lambda n: b"PAR1" + random.Random(4).randbytes(n) + b"PAR1"),
    "no Arrow": ("a.arrow", lambda n: b"ARROW1\0\0" + random.Random(5).randbytes(n) + b"ARROW1"),
}


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "r.criteria"
    path.write_text(RULES, "utf-8")
    return path


@pytest.mark.parametrize("name", ATTACKS)
def test_attacks_on_data_files(name: str, rules: Path) -> None:
    file, make = ATTACKS[name]
    data = rules.parent / file
    data.write_bytes(make(SIZE))
    on_data = [rules, "--data", data, "--as-of", "2023-12-31"]
    found = attempt("evaluate", *on_data, "--lang", "en")
    assert found.code == 0 or ("error[" in found.err and located(found, data))
    assert found.err.count("error[") <= 500
    attempt("mapping", rules, "--data", data, "--lang", "vi")
    attempt("explain", *on_data, "--unit", "1", "--lang", "vi")
    if BIG:
        attempt("evaluate", *on_data, "--faults", rules.parent / "f.xlsx")
        attempt("evaluate", *on_data, "--json", seconds=8)


@pytest.mark.parametrize("name", [name for name, (file, _) in ATTACKS.items() if BIG or (file == "a.csv" and name < "f")])
def test_attacks_on_lists_of_units_and_related_tables(name: str, rules: Path) -> None:
    file, make = ATTACKS[name]
    data, evil = rules.parent / "good.csv", rules.parent / file
    data.write_bytes(_csv("1,yes,3,"))
    evil.write_bytes(make(SIZE // 4))
    on_data = ["evaluate", rules, "--data", data, "--as-of", "2023-12-31", "--lang", "vi"]
    for more in (["--units", evil], ["--table", f"cases={evil}"]):
        found = attempt(*on_data, *more)
        assert found.code == 0 or located(found, evil)


MAPPINGS = {
    "nothing": b"",
    "soup": random.Random(6).randbytes(2000),
    "no TOML": b"columns = [[[[",
    "depth": b"a = " + b"[" * 100_000,
    "depth of tables": b"[" + b"a." * 50_000 + b"a]\n",
    "depth of names in quotes": b"'a' . " * 20_000 + b"a = 1\n",
    "depth in one line": b"x = {" + b"a." * 50_000 + b"a = 1}\n",
    "long": b"a = '" + b"x" * 100_000 + b"'\n",
    "digits": b"a = " + b"9" * 100_000 + b"\n",
    "other types": b"columns = 3\nfacts = []\nformat = {a = 1979-05-27}\n[reading]\nn = nan\n",
    "ANSI": b'a = "\\u001b[2J\\u202e"\n"\\u001b[31m" = 1\n',
    "NUL": b"a = '\0'\n",
}


@pytest.mark.parametrize("name", MAPPINGS)
def test_attacks_on_mapping_files(name: str, rules: Path) -> None:
    data, mapping = rules.parent / "good.csv", rules.parent / "m.toml"
    data.write_bytes(_csv("1,yes,3,"))
    mapping.write_bytes(MAPPINGS[name])
    found = attempt("evaluate", rules, "--data", data, "--as-of", "2023-12-31", "--mapping", mapping, "--lang", "vi")
    assert found.code == 0 or located(found, mapping)
    assert (found.code == 0) is (name == "nothing")


def test_every_unit_and_row_is_accounted_for(rules: Path) -> None:
    """Doubled units, rows of units that are not there, units without data: each is told by its cell."""
    data, cases, units = (rules.parent / name for name in ("d.csv", "c.csv", "u.csv"))
    data.write_bytes(_csv("1,yes,3,", "2,yes,3,", "2,no,3,", "9,yes,3,"))
    cases.write_text("code,kind\n1,a\n7,b\n,c\n", "utf-8")
    units.write_text("code\n1\n2\n3\n3\n", "utf-8")
    on_data = ["evaluate", rules, "--data", data, "--table", f"cases={cases}", "--units", units, "--as-of", "2023-12-31", "--lang", "en"]
    err = attempt(*on_data).err
    for place in ("d.csv, row 4, column code", "d.csv, row 5, column code", "c.csv, row 3, column code", "c.csv, row 4, column code", "u.csv, row 5"):
        assert place in err, err
