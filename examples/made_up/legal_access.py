"""Made-up values for the 273 communes, wards and townships of Ho Chi Minh City at the start of 2025, for
`rulesets/legal_access/commune_2021.criteria`."""

from datetime import date

from made_up.chance import Chance, decimal, yes_no
from made_up.tables import Record, read_units, words

COLUMNS = words(
    "code name district kind plan_on documents_issued documents_lawful tasks_assigned tasks_on_time notices_due notices_published"
    " outreach_models outreach_budget mediations mediations_settled mediators mediators_trained legal_aid_needs legal_aid_referred"
    " meetings_held opinions_collected online_consultation referendum_held dialogues L4.3 dossiers_received dossiers_on_time"
    " petitions petitions_resolved L5.3 head_disciplined head_prosecuted"
)

KINDS = {"xã": "rural", "phường": "ward", "thị trấn": "township"}


def records() -> list[Record]:
    """A row for each unit, as of the end of June 2025."""
    return [_record(unit) for unit in read_units("hcmc_units_2025-01.csv")]


def _record(unit: Record) -> Record:
    chance = Chance("legal access", unit["code"])
    level = int(chance.weighted({"0": 12, "1": 28, "2": 35, "3": 25}))
    low, high = {3: (92, 100), 2: (82, 100), 1: (65, 98), 0: (40, 90)}[level]

    def share(total: int) -> str:
        return str(-(-total * chance.whole(low, high) // 100))

    record: Record = {"code": unit["code"], "name": unit["name"], "district": unit["district"], "kind": KINDS[unit["kind"]]}
    last = date(2025, 1, 31) if chance.happens(55 + 14 * level) else date(2025, 3, 31)
    record["plan_on"] = chance.day(date(2025, 1, 6), last).isoformat()
    for total, good, most in (("documents_issued", "documents_lawful", 30), ("mediations", "mediations_settled", 24)):
        number = 0 if chance.happens(6) else chance.whole(2, most)
        record[total], record[good] = str(number), share(number)
    for total, good, fewest, most in (
        ("tasks_assigned", "tasks_on_time", 30, 90),
        ("notices_due", "notices_published", 18, 40),
        ("mediators", "mediators_trained", 15, 60),
        ("dossiers_received", "dossiers_on_time", 800, 9000),
    ):
        number = chance.whole(fewest, most)
        record[total], record[good] = str(number), share(number)
    if level > 1 and chance.happens(60):
        record["dossiers_on_time"] = record["dossiers_received"]
    for total, good, most in (("legal_aid_needs", "legal_aid_referred", 8), ("petitions", "petitions_resolved", 20)):
        number = chance.whole(0, most)
        record[total], record[good] = str(number), share(number)
    record["outreach_models"] = str(chance.whole(*{3: (2, 5), 2: (2, 4), 1: (1, 3), 0: (0, 2)}[level]))
    record["outreach_budget"] = str(chance.whole(*{3: (30, 60), 2: (24, 50), 1: (15, 40), 0: (5, 30)}[level]) * 1_000_000)
    for name in ("meetings_held", "opinions_collected", "online_consultation", "referendum_held"):
        record[name] = yes_no(chance.happens(48 + 15 * level))
    record["dialogues"] = str(chance.whole(*{3: (2, 4), 2: (1, 3), 1: (1, 2), 0: (0, 2)}[level]))
    for name in ("L4.3", "L5.3"):
        record[name] = decimal(chance.whole(*{3: (9, 12), 2: (8, 12), 1: (6, 11), 0: (3, 9)}[level]) * 5, 1)
    record["head_disciplined"] = yes_no(chance.happens(1.5))
    record["head_prosecuted"] = yes_no(chance.happens(0.4))
    for name in COLUMNS[4:]:
        if chance.happens(0.7):
            record[name] = ""
    return record
