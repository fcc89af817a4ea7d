"""Recorded data and data read again become differences by unit, fact and cell."""

from collections.abc import Iterator
from typing import Any

from criteria_engine.records.differences import ABSENT, Difference, Place, places, shown
from criteria_engine.records.plain_faults import Data

DIGESTS = ("sha256", "hmac_sha256")


def file_differences(recorded: Any, found: Any) -> tuple[Difference, ...]:
    """Files that one of the two lacks: values of other files cannot be compared."""
    one, other = ({(each["role"], each["table"] or ""): each["name"] for each in files if each["role"] != "earlier"} for files in (recorded, found))
    keys = sorted(key for key in {*one, *other} if (key in one) != (key in other))
    return tuple(Difference("files", "", table, f"{role} given", one.get((role, table), ""), other.get((role, table), "")) for role, table in keys)


def input_differences(recorded: Data, found: Data, digests: bool) -> Iterator[Difference]:
    """The differences of data. `digests`: the keyed digests of withheld values can be compared too."""
    yield from _files(recorded["files"], found["files"], digests)
    for part in ("roster", "units"):
        one, other = ({each["unit"]: each for each in data[part] or ()} for data in (recorded, found))
        for unit in dict.fromkeys([*one, *other]):
            if unit not in one or unit not in other:
                yield Difference("inputs", unit, "", part, unit if unit in one else "", unit if unit in other else "")
                continue
            for place in places(one[unit], other[unit]):
                if digests or place.path[-1] != "withheld" or ABSENT in (place.recorded, place.found):
                    yield _difference(unit, place, one[unit], other[unit])
    general = {name: value for name, value in recorded.items() if name in ("tables", "faults")}
    for place in places(general, {name: value for name, value in found.items() if name in general}):
        yield Difference("inputs", "", "", ".".join(place.path), shown(place.recorded), shown(place.found))


def _files(recorded: Any, found: Any, digests: bool) -> Iterator[Difference]:
    one, other = ({(each["role"], each["table"] or ""): each for each in files} for files in (recorded, found))
    for key in sorted(one.keys() & other.keys()):
        for name in DIGESTS:
            before, now = one[key].get(name), other[key].get(name)
            if before != now and (digests or name == "sha256"):
                yield Difference("files", "", one[key]["name"], "digest", before or "", now or "")


def _difference(unit: str, place: Place, one: Any, other: Any) -> Difference:
    """A place in the data of a unit, by the fact and the cell that it is of."""
    path = place.path
    if "values" not in path:
        return Difference("inputs", unit, "", ".".join(path), shown(place.recorded), shown(place.found))
    at = path.index("values") + 1
    name = path[at] if len(path) > at else ""
    table = f"{path[1]}[{int(path[2]) + 1}]." if path[0] == "tables" and len(path) > 2 else ""
    cell = _cell(one, path[: at + 1]) or _cell(other, path[: at + 1])
    return Difference("inputs", unit, f"{table}{name}", ".".join(path[at + 1 :]), shown(place.recorded), shown(place.found), cell)


def _cell(unit: Any, path: tuple[str, ...]) -> str:
    """The cell of a datum, in words."""
    for key in path:
        unit = unit[int(key)] if isinstance(unit, list) and int(key) < len(unit) else unit.get(key) if isinstance(unit, dict) else None
    cell = unit.get("cell") if isinstance(unit, dict) else None
    if not isinstance(cell, dict):
        return ""
    address = f"{cell['letter']}{cell['row']}" if "letter" in cell and "row" in cell else ""
    parts = [cell["file"], cell.get("sheet"), address or None if address else str(cell.get("row", "")), None if address else cell.get("column")]
    return ":".join(str(part) for part in parts if part)
