"""The tables that pages show, made from what the engine reads: keywords, units, codes of faults."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from importlib.resources import files

from tests.diagnostics.catalogue import fault_classes
from tests.engines.supported import form_rows, operation_rows
from tests.semantics import suites

from criteria_engine.backends.engine_list import ENGINES
from criteria_engine.cli.words import said
from criteria_engine.diagnostics.fault_pages import codes_with_pages
from criteria_engine.diagnostics.wording import words_of_codes
from criteria_engine.language.syntax.keywords import keywords
from criteria_engine.language.syntax.tokens import LABEL_TONGUES
from criteria_engine.values.numbers import exact_text
from criteria_engine.values.units import Unit, known_units

PHASES = "SNTRLDP"
"""The letters with which codes of faults begin."""


def between(text: str, key: str) -> str | None:
    """What stands between a page's marks for a table; None where it has none."""
    found = re.search(rf"<!-- {key} -->\n(.*?)<!-- /{key} -->", text, re.DOTALL)
    return found[1] if found else None


def replaced(text: str, key: str, made: str) -> str:
    """The page with the table in its place."""
    return re.sub(rf"(<!-- {key} -->\n).*?(<!-- /{key} -->)", lambda found: found[1] + made + found[2], text, flags=re.DOTALL)


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    header = list(header)
    lines = [header, ["---"] * len(header), *map(list, rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _spellings(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def keyword_table(opens: str | None, tongue: str) -> str:
    """The keywords that open a declaration ("section"), a clause, or neither; the page's own tongue first."""
    other = "vi" if tongue == "en" else "en"
    titles = {"en": {"en": "English", "vi": "Vietnamese"}, "vi": {"en": "Tiếng Anh", "vi": "Tiếng Việt"}}[tongue]
    chosen = [word for word in keywords().values() if word.opens == opens]
    rows = [[_spellings(word.spellings[tongue]), _spellings(word.spellings[other])] for word in chosen]
    return _table([titles[tongue], titles[other]], rows)


def unit_table(tongue: str) -> str:
    """The shipped units with their spellings and what one of them is."""
    titles = ("English", "Vietnamese", "One of it is") if tongue == "en" else ("Tiếng Anh", "Tiếng Việt", "Bằng")
    units = {unit.symbol: unit for unit in known_units().values()}
    words = _spellings_by_tongue()
    rows = [[_spellings(words[name]["en"]), _spellings(words[name]["vi"]), _measure(unit, tongue)] for name, unit in units.items()]
    return _table(titles, rows)


def _spellings_by_tongue() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads((files("criteria_engine.values") / "units.toml").read_text(encoding="utf-8"))


def _measure(unit: Unit, tongue: str) -> str:
    rows = _spellings_by_tongue()
    (base, power), *rest = unit.dimension
    assert not rest, "shipped units measure powers of one base"
    symbol = base if power == 1 else f"{base}{power}"
    if unit.symbol == symbol:
        return "–"
    word = rows[symbol][tongue][0] if symbol in rows else symbol
    factor = exact_text(unit.factor)
    if isinstance(unit.factor, int) and unit.factor >= 10_000:
        factor = f"{unit.factor:_}"
    return f"{factor} {word}"


def tongue_table() -> str:
    """The codes that a text may be marked with."""
    return f"{_spellings(sorted(LABEL_TONGUES))}\n"


def fault_table(phase: str) -> str:
    """The codes of one kind with their messages in both tongues; what a message fills in is shown as `…`."""
    kinds = sorted((kind for kind in fault_classes() if kind.code.startswith(phase)), key=lambda kind: kind.code)
    rows = []
    for kind in kinds:
        words = words_of_codes()[kind.code]["message"]
        code = f"**{kind.code}**" if kind.severity == "error" else f"{kind.code} ⚠"
        if kind.code in codes_with_pages():
            code = f"[{code}](errors/{kind.code}.md) · [vi](errors/{kind.code}.vi.md)"
        rows.append([code, _shown(words["en"]), _shown(words["vi"])])
    return _table(("Code / Mã", "Message", "Thông báo"), rows)


def _shown(template: str) -> str:
    return re.sub(r"\{[^}]*\}", "…", template.replace("[[", "").replace("]]", "")).replace("|", "\\|")


def engine_table(tongue: str) -> str:
    """The engines: what each works on, its packages, and what installs them."""
    titles = ("Engine", "Works on", "Needs", "Installed by") if tongue == "en" else ("Bộ máy", "Xử lý", "Cần có", "Cài bằng")
    rows = [
        [f"`{engine.name}`", said(tongue, f"works on {engine.works_on}"), ", ".join(engine.packages) or "–",
         f"`pip install 'criteria-engine[{engine.extra}]'`" if engine.extra else "–"]
        for engine in ENGINES
    ]  # fmt: skip
    return _table(titles, rows)


def operation_table(tongue: str) -> str:
    """Which engines take each operation."""
    return _table(("Operation" if tongue == "en" else "Phép toán", *(f"`{engine.name}`" for engine in ENGINES)), operation_rows(tongue))


def form_table(tongue: str) -> str:
    """Which engines decline some forms, and why."""
    return _table(("Form" if tongue == "en" else "Dạng", *(f"`{engine.name}`" for engine in ENGINES)), form_rows(tongue))


_LANGUAGE = {"en": "docs/reference/language.md", "vi": "docs/reference/language.vi.md"}
_CONFORMANCE = {"en": "docs/reference/conformance.md", "vi": "docs/reference/conformance.vi.md"}
_SUITES = {"files": suites.file_table, "groups": suites.group_table, "left": suites.left_table, "departs": suites.departure_table}
_ENGINES = {"en": "docs/reference/engines.md", "vi": "docs/reference/engines.vi.md"}
_OF_ENGINES = {"engines": engine_table, "operations": operation_table, "forms": form_table}
_OPENS = {"section": "section", "clause": "clause", "inside": None}

TABLES: Mapping[tuple[str, str], Callable[[], str]] = {
    **{(name, f"keywords-{key}"): partial(keyword_table, opens, tongue) for tongue, name in _LANGUAGE.items() for key, opens in _OPENS.items()},
    **{(name, "units"): partial(unit_table, tongue) for tongue, name in _LANGUAGE.items()},
    **{(name, "tongues"): tongue_table for name in _LANGUAGE.values()},
    **{(name, f"suite-{key}"): partial(make, tongue) for tongue, name in _CONFORMANCE.items() for key, make in _SUITES.items()},
    **{(name, key): partial(make, tongue) for tongue, name in _ENGINES.items() for key, make in _OF_ENGINES.items()},
    **{("docs/reference/errors.md", f"faults-{phase}"): partial(fault_table, phase) for phase in PHASES},
}
"""What makes each table, by the page that shows it and the mark between which it stands."""
