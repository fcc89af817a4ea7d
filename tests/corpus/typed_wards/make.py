"""Writes `wards.csv` and `expected.csv` beside it: the made-up wards of the examples as a Vietnamese clerk would type them, with
40 cells spoiled in 12 ways. Run `python -m tests.corpus.typed_wards.make`; always the same bytes."""

import csv
from fractions import Fraction
from pathlib import Path

from criteria_engine import load
from criteria_engine.ir.program import Fact
from criteria_engine.values.labels import label_in
from criteria_engine.values.types import ChoiceType, DateType, NumberType, YesNoType

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
RULES = ROOT / "rulesets" / "hcmc" / "model_ward_police.criteria"
MISSING = ("", "-", "chưa có", "n/a", "–")

SPOILED = (
    ("words instead of a number", "D031",
     (("officers", "bốn mươi"), ("motorbikes", "khoảng 7"), ("households", "trên 5000"), ("innovations", "nhiều"))),
    ("an error of a spreadsheet", "D031", (("inspected_businesses", "#REF!"), ("reports_handled", "#DIV/0!"))),
    ("decimals after a point where the column has commas", "D073",
     (("headquarters_area", "135.9"), ("headquarters_area", "88.5"), ("C2.2", "3.5"), ("satisfaction", "91.5%"))),
    ("outside the bounds", "D036", (("headquarters_area", "9.999,9"), ("satisfaction", "104%"), ("C2.2", "5,5"), ("households", "-120"))),
    ("finer than the fact", "D035", (("residence_clean", "98,55%"), ("motorbikes", "7,5"), ("budget_support", "450.000.000,5"))),
    ("a day that does not exist", "D039", (("resolution_on", "30/02/2023"), ("plan_on", "31/11/2023"), ("last_fire_drill", "31/04/2023"))),
    ("the month before the day where the column has the day first", "D073",
     (("resolution_on", "08/20/2023"), ("plan_on", "09/30/2023"), ("last_fire_drill", "07/17/2023"))),
    ("a date outside the bounds", "D040",
     (("last_fire_drill", "01/05/1998"), ("resolution_on", "20/08/2032"), ("plan_on", "ngày 2 tháng 9 năm 1945"))),
    ("no date", "D037", (("last_fire_drill", "quý III"), ("plan_on", "đã có"), ("resolution_on", "2023"))),
    ("neither yes nor no", "D030", (("own_headquarters", "có thể"), ("radios", "3"), ("night_patrols", "thỉnh thoảng"), ("merging", "k"))),
    ("a word that is not among the choices", "D042",
     (("party_grade", "Giỏi"), ("ward_type", "ngoại thành"), ("punctual", "Tôt lắm"), ("thrifty", "4"))),
    ("a percentage without its sign", "D034", (("satisfaction", "0,91"), ("residence_clean", "97"), ("satisfaction", "95,5"))),
)  # fmt: skip
"""What is wrong, the code of the fault, and what is written into which column."""


def heading(fact: Fact, position: int) -> str:
    """What a clerk writes above a column: the label, in capitals, without marks, or with the unit."""
    label = label_in(fact.labels, "vi", fact.name)
    if isinstance(fact.type, NumberType) and fact.type.unit.symbol in ("m2", "VND"):
        return f"{label} ({'đồng' if fact.type.unit.symbol == 'VND' else 'm²'})"
    return (label, label.upper(), label, f"{label} *", fact.name.replace("_", " ").capitalize())[position % 5]


def typed(text: str, fact: Fact, position: int) -> str:
    """A cell of the example in the way in which it is typed here."""
    if not text:
        return MISSING[position % len(MISSING)] if not isinstance(fact.type, YesNoType) else ""
    match fact.type:
        case YesNoType():
            return {"yes": ("có", "Có", "x"), "no": ("không", "Không", "khong")}[text][position % 3]
        case ChoiceType() as kind:
            member = next(each for each in kind.members if each.name == text)
            return label_in(member.labels, "vi") if position % 4 else text
        case DateType():
            year, month, day = text.split("-")
            return (f"{day}/{month}/{year}", f"{int(day)}/{int(month)}/{year}", f"{day}.{month}.{year}")[position % 3]
        case NumberType():
            number, sign = text.removesuffix("%"), "%" if text.endswith("%") else ""
            whole, _, decimals = number.partition(".")
            grouped = f"{int(whole):,}".replace(",", " " if position % 7 == 3 else ".")
            shown = grouped + (f",{decimals}" if decimals else "")
            assert Fraction(number) == Fraction(shown.replace(" ", "").replace(".", "").replace(",", "."))
            return shown + (" %" if sign and position % 3 else sign)
    return text


def write(folder: Path) -> None:
    """Writes both files into a folder."""
    program = load(RULES).program
    with (ROOT / "examples" / "data" / "hcmc_wards.csv").open(encoding="utf-8", newline="") as file:
        wards = list(csv.DictReader(file))
    names = list(wards[0])
    assert set(names) == set(program.facts)
    heads = {name: heading(program.facts[name], position) for position, name in enumerate(names)}
    rows = [
        {name: typed(row[name], program.facts[name], number + position) for position, name in enumerate(names)} for number, row in enumerate(wards)
    ]
    expected = []
    cells = [(column, found, code, what) for what, code, found_cells in SPOILED for column, found in found_cells]
    for number, (column, found, code, what) in enumerate(cells):
        row = 3 + 6 * number
        rows[row][column] = found
        expected.append({"row": row + 2, "column": heads[column], "found": found, "code": code, "what": what})
    with (folder / "wards.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heads.values())
        writer.writerows([row[name] for name in names] for row in rows)
    with (folder / "expected.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(expected[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(expected)


if __name__ == "__main__":
    write(HERE)
