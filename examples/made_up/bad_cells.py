"""A copy of the wards' data with cells spoiled on purpose, and the list of what was spoiled."""

from collections.abc import Sequence

from made_up.tables import Record

EXPECTED_COLUMNS = ["row", "unit", "column", "found", "code", "what"]

CELLS = (
    ("officers", "bốn mươi", "D031", "words instead of a number"),
    ("headquarters_area", "9999.9", "D036", "above the highest value of the fact"),
    ("residence_clean", "98.55%", "D035", "more decimals than the fact has"),
    ("party_grade", "good", "D042", "a word that is not among the choices"),
    ("resolution_on", "2023-02-30", "D039", "a day that does not exist"),
    ("plan_on", "03/09/2023", "D038", "a date that readers of different habits read differently"),
    ("own_headquarters", "maybe", "D030", "neither yes nor no"),
    ("satisfaction", "104.0%", "D036", "a share above 100%"),
    ("satisfaction", "0.91", "D034", "a percent without its sign"),
    ("households", "-120", "D036", "below the lowest value of the fact"),
    ("budget_support", "450000000.5", "D035", "half a đồng"),
    ("motorbikes", "7.5", "D035", "half a motorbike"),
    ("dossiers_received", "1.25e3", "D032", "an exponent, as spreadsheets write long numbers"),
    ("last_fire_drill", "1998-05-01", "D040", "a date before the earliest of the fact"),
    ("C2.2", "5.5", "D036", "more points than the council may give"),
    ("inspected_businesses", "#REF!", "D031", "an error left by a spreadsheet"),
    ("crimes_last_year", "NaN", "D031", "no number"),
    ("last_fire_drill", "quý III", "D037", "no date"),
)
"""What is written into which column, which fault it is, and why it is one."""


def spoiled(records: Sequence[Record], kept: str) -> tuple[list[Record], list[Record]]:
    """The records with one cell spoiled in every twelfth ward and three rows added at the end; and what was spoiled, by
    the row that a spreadsheet shows. The unit `kept` stays as it is."""
    rows = [dict(record) for record in records]
    expected: list[Record] = []

    def note(index: int, column: str, found: str, code: str, what: str) -> None:
        unit = rows[index]["code"]
        expected.append({"row": str(index + 2), "unit": unit, "column": column, "found": found, "code": code, "what": what})

    places = [index for index, row in enumerate(rows) if row["code"] != kept and row.get("officers")][5::12]
    for index, (column, found, code, what) in zip(places, CELLS, strict=False):
        rows[index][column] = found
        note(index, column, found, code, what)
    again = {**rows[3], "party_meetings": "3"}
    stranger = {**rows[4], "code": "99999", "name": "Phường Không Có Thật"}
    nameless = {**rows[6], "code": ""}
    for row, code, what in (
        (again, "D051", "a ward that stands in the file twice"),
        (stranger, "D052", "a ward that the list of units does not have"),
        (nameless, "D050", "a row without a ward's code"),
    ):
        rows.append(row)
        note(len(rows) - 1, "code", row["code"], code, what)
    return rows, expected
