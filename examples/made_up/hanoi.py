"""Made-up values for the 175 wards of Hanoi, for `rulesets/hanoi/independent_headquarters.criteria`."""

from datetime import date

from made_up.chance import Chance, decimal, yes_no
from made_up.tables import Record, read_units, words

COLUMNS = words(
    "code name district merging merger_review_done premises headquarters_area officers work_started work_started_on H1.4 computers"
    " duty_room holding_room fire_tools vehicles budget_planned budget_paid resolution_on inspections front_takes_part"
    " women_take_part veterans_take_part youth_takes_part elderly_take_part pilot_lessons satisfaction"
)

MERGING_DISTRICTS = ("Quận Ba Đình", "Quận Hoàn Kiếm", "Quận Đống Đa", "Quận Hai Bà Trưng")
"""Where some wards are marked as to be merged: made up, like everything else here."""


def records() -> list[Record]:
    """A row for each ward, as of the end of June 2024."""
    return [_record(unit) for unit in read_units("hanoi_wards_2023.csv")]


def _record(unit: Record) -> Record:
    chance = Chance("hanoi", unit["code"])
    level = int(chance.weighted({"0": 15, "1": 35, "2": 30, "3": 20}))
    merging = unit["district"] in MERGING_DISTRICTS and chance.happens(35)
    record: Record = {"code": unit["code"], "name": unit["name"], "district": unit["district"], "merging": yes_no(merging)}
    record["merger_review_done"] = yes_no(merging and chance.happens(40 + 15 * level))
    kinds = {
        3: {"new_building": 60, "converted": 38, "shared": 2},
        2: {"new_building": 35, "converted": 40, "shared": 18, "rented": 7},
        1: {"new_building": 12, "converted": 30, "shared": 38, "rented": 20},
        0: {"converted": 10, "shared": 55, "rented": 35},
    }[level]
    record["premises"] = chance.weighted(kinds)
    officers = chance.whole(22, 60)
    record["officers"] = str(officers)
    record["headquarters_area"] = decimal(officers * chance.whole(*{3: (62, 110), 2: (50, 90), 1: (35, 75), 0: (18, 60)}[level]), 1)
    started = record["premises"] in ("shared", "rented") and chance.happens(20 + 15 * level)
    record["work_started"] = yes_no(started)
    record["work_started_on"] = chance.day(date(2023, 3, 1), date(2024, 9, 30)).isoformat() if started else ""
    record["H1.4"] = chance.weighted({"passes": 10 + 25 * level, "basically met": 40, "fails": 45 - 14 * level})
    for name in ("computers", "duty_room", "holding_room", "fire_tools"):
        record[name] = yes_no(chance.happens(45 + 16 * level))
    record["vehicles"] = str(chance.whole(3 + level, 9 + level))
    planned = 0 if chance.happens(4) else chance.whole(4, 30) * 50_000_000
    record["budget_planned"] = str(planned)
    record["budget_paid"] = str(planned * chance.whole(*{3: (88, 100), 2: (75, 100), 1: (60, 100), 0: (30, 90)}[level]) // 100)
    record["resolution_on"] = chance.day(date(2023, 11, 6), date(2024, 8 if level == 0 else 4, 28)).isoformat()
    record["inspections"] = str(chance.whole(*{3: (2, 4), 2: (1, 4), 1: (0, 3), 0: (0, 2)}[level]))
    for name in ("front_takes_part", "women_take_part", "veterans_take_part", "youth_takes_part", "elderly_take_part"):
        record[name] = yes_no(chance.happens(52 + 14 * level))
    record["pilot_lessons"] = str(chance.whole(*{3: (3, 6), 2: (2, 5), 1: (0, 4), 0: (0, 2)}[level]))
    record["satisfaction"] = decimal(chance.whole(*{3: (900, 980), 2: (850, 960), 1: (790, 930), 0: (720, 890)}[level]), 1) + "%"
    for name in COLUMNS[3:]:
        if chance.happens(1.2):
            record[name] = ""
    return record
