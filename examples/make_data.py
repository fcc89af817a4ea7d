"""Writes `examples/data/`: made-up indicator values for real wards. Run `python examples/make_data.py`.

No public source has indicator values for single wards, so every value here is made up: drawn by a seeded generator, the
same on every platform and in every run. Only the names, codes and districts of the units (in `examples/units/`) and which
wards were to be merged are real. Nothing here says anything about a real ward, its police or anybody in it.
"""

from collections.abc import Iterable

from made_up import bad_cells, hanoi, hcmc, hcmc_cases, legal_access, pilot
from made_up.tables import DATA, Record, json_value, write_csv, write_json

SHOWN = (pilot.CODE, "26740", "26764")
"""Wards that are also written as JSON."""


def main() -> None:
    """Writes every file of `examples/data/` but its README."""
    DATA.mkdir(exist_ok=True)
    wards = hcmc.wards_2023()
    first = [hcmc.records_of(ward) for ward in wards]
    _write_year("", first)
    later = [hcmc.next_year(ward, record, len(cases)) for ward, (record, cases, _) in zip(wards, first, strict=True)]
    _write_year("_2024", [hcmc.records_of(ward) for ward in later])
    rows, expected = bad_cells.spoiled([record for record, _, _ in first], pilot.CODE)
    write_csv("hcmc_wards_bad.csv", hcmc.COLUMNS, rows)
    write_csv("hcmc_wards_bad.expected.csv", bad_cells.EXPECTED_COLUMNS, expected)
    write_csv("hanoi_wards.csv", hanoi.COLUMNS, hanoi.records())
    write_csv("legal_access_communes.csv", legal_access.COLUMNS, legal_access.records())
    write_json("tan_chanh_hiep.json", _nested(first, [pilot.CODE])[0])
    write_json("three_wards.json", {"units": _nested(first, SHOWN)})


Year = list[tuple[Record, list[Record], list[Record]]]


def _write_year(suffix: str, year: Year) -> None:
    write_csv(f"hcmc_wards{suffix}.csv", hcmc.COLUMNS, [record for record, _, _ in year])
    write_csv(f"hcmc_cases{suffix}.csv", hcmc_cases.CASE_COLUMNS, [case for _, cases, _ in year for case in cases])
    write_csv(f"hcmc_discipline{suffix}.csv", hcmc.DISCIPLINE_COLUMNS, [row for _, _, rows in year for row in rows])


def _nested(year: Year, codes: Iterable[str]) -> list[dict[str, object]]:
    """Wards as objects with their related rows inside, missing values of the ward as null."""
    wanted = list(codes)
    found = {record["code"]: (record, cases, rows) for record, cases, rows in year if record["code"] in wanted}
    objects = []
    for code in wanted:
        record, cases, rows = found[code]
        whole: dict[str, object] = {name: json_value(name, record.get(name, "")) for name in hcmc.COLUMNS}
        for table, members in (("cases", cases), ("discipline", rows)):
            whole[table] = [{name: json_value(name, cell) for name, cell in row.items() if name != "code" and cell} for row in members]
        objects.append(whole)
    return objects


if __name__ == "__main__":
    main()
