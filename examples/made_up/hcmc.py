"""Made-up indicator values for the 249 wards of Ho Chi Minh City, for the years 2023 and 2024.

Each ward has a standing (leading, near, ordinary, weak) and a list of shortcomings; its figures follow from both. The
shortcomings are drawn so that in 2023 about one ward in ten meets the illustrative criteria of
`rulesets/hcmc/model_ward_police.criteria`, with some district lacking.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from made_up import pilot
from made_up.chance import Chance, decimal, part, yes_no
from made_up.hcmc_cases import cases_of
from made_up.tables import Record, read_units, words

COLUMNS = words(
    "code name district ward_type households resolution_on plan_on party_grade party_meetings officers officers_trained"
    " discipline_reported punctual close_to_people thrifty head_prosecuted C2.2 merging own_headquarters headquarters_area"
    " site_approved site_approved_on budget_support motorbikes patrol_cars radios body_cameras support_tools rescue_kit"
    " first_aid_kit procedures_total procedures_online dossiers_received dossiers_on_time dossiers_early dossiers_end_to_end"
    " residence_clean fire_groups_planned fire_groups_active public_fire_points last_fire_drill conditional_businesses"
    " inspected_businesses crimes_last_year cases_reported reports_received reports_handled concealed_reports"
    " self_managed_blocks night_patrols cameras drug_free_blocks school_gates satisfaction survey_respondents innovations"
    " complaints_upheld hotspot_incident false_reporting"
)
DISCIPLINE_COLUMNS = ["code", "position", "level", "decided_on"]

LEADING_2023 = {
    "Quận 1": 3, "Quận 3": 2, "Quận 4": 1, "Quận 5": 2, "Quận 6": 1, "Quận 7": 3, "Quận 8": 0, "Quận 10": 2, "Quận 11": 1,
    "Quận 12": 1, "Quận Bình Thạnh": 3, "Quận Bình Tân": 1, "Quận Gò Vấp": 2, "Quận Phú Nhuận": 2, "Quận Tân Bình": 3,
    "Quận Tân Phú": 0, "Thành phố Thủ Đức": 2,
}  # fmt: skip
"""How many wards of each district lead in 2023: none in two districts, two of the three asked for in Thủ Đức."""

STANDINGS = ("weak", "ordinary", "near", "leading")
SHORTCOMINGS = {"headquarters": 30, "solved": 22, "late": 14, "crimes": 14, "satisfaction": 12, "reports": 8, "warning": 5, "plan": 6, "early": 6}
GROWING = ("Quận 12", "Quận Bình Tân", "Quận Gò Vấp", "Quận Tân Phú")
NEW_TOWN = ("Quận 7",)
SILENT = 3
"""Wards that sent nothing in 2023."""
LATE = {"Quận 8": "survey late", "Quận 6": "cases late", "Quận Gò Vấp": "cases late"}
"""Districts in which one more ward would lead in 2023, had it sent its survey, or marked its table of cases as full."""
DECIDED = ("Thành phố Thủ Đức", "Quận Tân Phú")
"""Districts without a silent ward."""


@dataclass(frozen=True)
class Ward:
    """A ward in a year: what it is, how it stands, what it falls short of, and what lasts from year to year."""

    code: str
    name: str
    district: str
    year: int
    merging: bool
    standing: str
    shortcomings: frozenset[str] = frozenset()
    crimes_last_year: int | None = None
    mishap: str = ""
    silent: bool = False
    lasting: Mapping[str, str] = field(default_factory=dict)

    def chance(self, topic: str) -> Chance:
        return Chance("hcmc", self.year, self.code, topic)

    @property
    def level(self) -> int:
        """0 weak to 3 leading; four in ten of the leading ones do without much to spare."""
        if self.standing == "leading" and Chance("hcmc margin", self.year, self.code).happens(40):
            return 2
        return STANDINGS.index(self.standing)


def wards_2023() -> list[Ward]:
    """Every ward with its standing in 2023."""
    units = read_units("hcmc_wards_2023.csv")
    merged = {row["old_code"] for row in read_units("hcmc_lineage.csv") if row["effective"] == "2025-01-01" and row["share"] != "unchanged"}
    order = sorted((unit["code"] for unit in units if unit["code"] != pilot.CODE), key=lambda code: Chance("hcmc order", code).whole(0, 10**9))
    place = {code: number for number, code in enumerate(order)}
    left = dict(LEADING_2023)
    late = dict(LATE)
    wards = {}
    for unit in sorted(units, key=lambda unit: place.get(unit["code"], -1)):
        code = unit["code"]
        chance = Chance("hcmc standing", code)
        standing = "near" if code == pilot.CODE else chance.weighted({"near": 25, "ordinary": 55, "weak": 20})
        mishap = ""
        if code != pilot.CODE and left[unit["district"]] > 0:
            left[unit["district"]] -= 1
            standing = "leading"
        elif code != pilot.CODE and unit["district"] in late:
            standing, mishap = "leading", late.pop(unit["district"])
        ward = Ward(code, unit["name"], unit["district"], 2023, code in merged, standing, mishap=mishap)
        wards[code] = replace(ward, shortcomings=_shortcomings(ward, frozenset()))
    quiet = [code for code in order if wards[code].standing == "ordinary"]
    for code, mishap in zip(quiet, ("hotspot", "head warned", "false report"), strict=False):
        wards[code] = replace(wards[code], mishap=mishap)
    for code in [code for code in quiet[3:] if wards[code].district not in DECIDED][:SILENT]:
        wards[code] = replace(wards[code], silent=True)
    return [wards[unit["code"]] for unit in units]


def _shortcomings(ward: Ward, kept: frozenset[str]) -> frozenset[str]:
    if ward.standing == "leading":
        return frozenset()
    chance = ward.chance("shortcomings")
    wanted = {"near": (1, 2), "ordinary": (2, 4), "weak": (3, 5)}[ward.standing]
    number = chance.whole(*wanted)
    found = set(kept)
    while len(found) < number:
        found.add(chance.weighted({name: weight for name, weight in SHORTCOMINGS.items() if not (name == "headquarters" and ward.merging)}))
    return frozenset(found)


def next_year(ward: Ward, record: Record, crimes: int) -> Ward:
    """The ward a year later: some improve, some get worse; buildings, areas and numbers of households last."""
    chance = Chance("hcmc next", ward.year, ward.code)
    moves = {
        "leading": {"leading": 84, "near": 10, "ordinary": 6},
        "near": {"leading": 38, "near": 42, "ordinary": 20},
        "ordinary": {"leading": 6, "near": 34, "ordinary": 50, "weak": 10},
        "weak": {"near": 10, "ordinary": 50, "weak": 40},
    }[ward.standing]
    standing = "leading" if ward.code == pilot.CODE else chance.weighted(moves)
    lasting = {
        name: record[name]
        for name in ("ward_type", "households", "officers", "headquarters_area", "own_headquarters", "fire_groups_planned")
        if record.get(name)
    }
    kept = frozenset({"headquarters"} & ward.shortcomings) if not chance.happens(15) else frozenset()
    later = Ward(ward.code, ward.name, ward.district, ward.year + 1, ward.merging, standing, crimes_last_year=crimes, lasting=lasting)
    later = replace(later, shortcomings=_shortcomings(later, kept), mishap="hotspot" if standing == "weak" and chance.happens(4) else "")
    return replace(later, silent=chance.happens(1) and standing != "leading")


def records_of(ward: Ward) -> tuple[Record, list[Record], list[Record]]:
    """The ward's row, its cases and its disciplinary measures."""
    if ward.code == pilot.CODE and ward.year == 2023:
        return pilot.RECORD, pilot.CASES, pilot.DISCIPLINE
    if ward.silent:
        return {"code": ward.code, "name": ward.name, "district": ward.district}, [], []
    record: Record = {"code": ward.code, "name": ward.name, "district": ward.district, "merging": yes_no(ward.merging)}
    _place_and_people(ward, record)
    _leadership(ward, record)
    _facilities(ward, record)
    _administration(ward, record)
    _fire_and_trades(ward, record)
    _movement(ward, record)
    cases = cases_of(ward.chance("cases"), ward.year, ward.level, ward.shortcomings, ward.crimes_last_year)
    fewer = ward.chance("crimes").whole(1, 4)
    before = len(cases) - ward.chance("more").whole(0, 2) if "crimes" in ward.shortcomings else len(cases) + fewer
    record["crimes_last_year"] = str(max(before, 0) if ward.crimes_last_year is None else ward.crimes_last_year)
    record["cases_reported"] = record["discipline_reported"] = "yes"
    if ward.mishap == "cases late":
        record["cases_reported"] = "no"
    if ward.mishap == "survey late":
        record["satisfaction"] = record["survey_respondents"] = ""
    discipline = _discipline(ward)
    if ward.code != pilot.CODE:
        _lose_some(ward, record)
    return record, [{"code": ward.code, **case} for case in cases], [{"code": ward.code, **row} for row in discipline]


def _place_and_people(ward: Ward, record: Record) -> None:
    chance = ward.chance("people")
    kind = "growing" if ward.district in GROWING else "new_town" if ward.district in NEW_TOWN else "inner"
    if ward.district == "Thành phố Thủ Đức":
        kind = chance.one_of(("growing", "growing", "new_town"))
    low, high = {"inner": (2600, 9000), "growing": (6000, 22000), "new_town": (4000, 14000)}[kind]
    households = int(ward.lasting.get("households", chance.whole(low, high)))
    households += part(households, chance.whole(-10, 25)) if ward.lasting else 0
    officers = min(24 + households // 500 + chance.whole(0, 8), 70)
    record["ward_type"] = ward.lasting.get("ward_type", kind)
    record["households"] = str(households)
    record["officers"] = ward.lasting.get("officers", str(officers))
    trained = {3: (960, 1000), 2: (900, 1000), 1: (780, 1000), 0: (620, 950)}[ward.level]
    record["officers_trained"] = str(-(-int(record["officers"]) * chance.whole(*trained) // 1000))


def _leadership(ward: Ward, record: Record) -> None:
    chance = ward.chance("leadership")
    first, last = (date(2023, 7, 10), date(2023, 10, 20)) if ward.year == 2023 else (date(ward.year, 1, 8), date(ward.year, 3, 29))
    resolution = chance.day(first, last)
    record["resolution_on"] = resolution.isoformat()
    wait = chance.whole(31, 60) if "plan" in ward.shortcomings else chance.whole(4, 28)
    record["plan_on"] = (resolution + timedelta(days=wait)).isoformat()
    grades = {
        3: {"excellently_completed": 45, "well_completed": 55},
        2: {"excellently_completed": 25, "well_completed": 71, "completed": 4},
        1: {"excellently_completed": 10, "well_completed": 66, "completed": 22, "not_completed": 2},
        0: {"well_completed": 45, "completed": 47, "not_completed": 8},
    }[ward.level]
    record["party_grade"] = chance.weighted(grades)
    record["party_meetings"] = str(chance.whole(*{3: (11, 12), 2: (10, 12), 1: (8, 12), 0: (5, 11)}[ward.level]))
    marks = {3: (20, 75), 2: (30, 60), 1: (50, 30), 0: (50, 10)}[ward.level]
    for name in ("punctual", "close_to_people", "thrifty"):
        weights = {"good": marks[0], "excellent": marks[1], "average": 4 + 12 * (3 - ward.level), "weak": max(0, 4 * (2 - ward.level))}
        record[name] = chance.weighted(weights)
    record["C2.2"] = decimal(chance.whole(*{3: (42, 50), 2: (36, 49), 1: (27, 46), 0: (18, 40)}[ward.level]), 1)
    record["head_prosecuted"] = "no"
    record["hotspot_incident"] = yes_no(ward.mishap == "hotspot")
    record["false_reporting"] = yes_no(ward.mishap == "false report")


def _facilities(ward: Ward, record: Record) -> None:
    chance = ward.chance("facilities")
    own = "headquarters" not in ward.shortcomings
    if ward.merging and ward.level < 3:
        own = chance.happens(60)
    roomy = ward.level > 1 or chance.happens(80)
    tenths = chance.whole(*((2100, 6200) if roomy else (1510, 1990)) if own else (600, 2800))
    area = ward.lasting.get("headquarters_area") if ward.lasting.get("own_headquarters") == yes_no(own) else None
    record["own_headquarters"] = yes_no(own)
    record["headquarters_area"] = area or decimal(tenths, 1)
    approved = not own and not ward.merging and chance.happens(18)
    record["site_approved"] = yes_no(approved)
    record["site_approved_on"] = chance.day(date(2022, 3, 1), date(ward.year, 11, 30)).isoformat() if approved else ""
    officers = int(record["officers"])
    each = chance.whole(*{3: (138, 180), 2: (125, 175), 1: (95, 155), 0: (65, 125)}[ward.level])
    record["budget_support"] = str(officers * each // 100 * 10_000_000)
    record["motorbikes"] = str(part(officers, chance.whole(*{3: (270, 400), 2: (250, 380), 1: (200, 340), 0: (150, 300)}[ward.level])))
    record["patrol_cars"] = str(chance.whole(0, 2))
    likely = {3: 96, 2: 90, 1: 78, 0: 58}[ward.level]
    for name in ("radios", "body_cameras", "support_tools", "rescue_kit", "first_aid_kit"):
        record[name] = yes_no(chance.happens(likely))


def _administration(ward: Ward, record: Record) -> None:
    chance = ward.chance("administration")
    record["procedures_total"] = "54"
    record["procedures_online"] = str(54 if ward.level > 1 or chance.happens(80) else chance.whole(47, 53))
    received = part(int(record["households"]), chance.whole(180, 460))
    record["dossiers_received"] = str(received)
    on_time = received - max(1, part(received, chance.whole(2, 28))) if "late" in ward.shortcomings else received
    record["dossiers_on_time"] = str(on_time)
    early = chance.whole(90, 199) if "early" in ward.shortcomings else chance.whole(205, 430)
    record["dossiers_early"] = str(-(-on_time * early // 1000))
    record["dossiers_end_to_end"] = str(part(received, chance.whole(*{3: (480, 780), 2: (440, 720), 1: (350, 660), 0: (250, 560)}[ward.level])))
    record["residence_clean"] = decimal(chance.whole(*{3: (983, 1000), 2: (974, 998), 1: (952, 994), 0: (885, 982)}[ward.level]), 1) + "%"


def _fire_and_trades(ward: Ward, record: Record) -> None:
    chance = ward.chance("fire")
    planned = int(ward.lasting.get("fire_groups_planned", str(max(6, int(record["households"]) // 320))))
    record["fire_groups_planned"] = str(planned)
    active = chance.whole(*{3: (920, 1000), 2: (880, 1000), 1: (780, 1000), 0: (600, 940)}[ward.level])
    record["fire_groups_active"] = str(-(-planned * active // 1000))
    needed = -(-int(record["households"]) // 2000)
    record["public_fire_points"] = str(max(0, needed + chance.whole(*{3: (0, 3), 2: (-1, 3), 1: (-2, 2), 0: (-3, 1)}[ward.level])))
    before = chance.whole(*{3: (5, 150), 2: (10, 200), 1: (15, 260), 0: (40, 380)}[ward.level])
    record["last_fire_drill"] = (date(ward.year, 12, 28) - timedelta(days=before)).isoformat()
    businesses = 0 if chance.happens(4) else chance.whole(8, 120)
    record["conditional_businesses"] = str(businesses)
    share = chance.whole(*{3: (920, 1000), 2: (860, 1000), 1: (720, 1000), 0: (520, 930)}[ward.level])
    record["inspected_businesses"] = str(-(-businesses * share // 1000))
    reports = chance.whole(12, 80)
    record["reports_received"] = str(reports)
    record["reports_handled"] = str(reports - chance.whole(1, 4) if "reports" in ward.shortcomings else reports)
    record["concealed_reports"] = "" if chance.happens(12) else str(int("reports" in ward.shortcomings and chance.happens(15)))


def _movement(ward: Ward, record: Record) -> None:
    chance = ward.chance("movement")
    likely = {3: 92, 2: 84, 1: 68, 0: 46}[ward.level]
    for name in ("self_managed_blocks", "night_patrols", "cameras", "drug_free_blocks", "school_gates"):
        record[name] = yes_no(chance.happens(likely))
    low, high = {3: (912, 982), 2: (903, 974), 1: (902, 962), 0: (901, 940)}[ward.level]
    if "satisfaction" in ward.shortcomings:
        low, high = (720, 849) if ward.level == 0 else (808, 899)
    record["satisfaction"] = decimal(chance.whole(low, high), 1) + "%"
    few = ward.level < 2 and chance.happens(5)
    record["survey_respondents"] = str(chance.whole(45, 95) if few else chance.whole(12, 52) * 10)
    record["innovations"] = "" if chance.happens(10) else str(chance.whole(0, 1 + ward.level))
    record["complaints_upheld"] = str(chance.whole(0, 3 - ward.level))


def _discipline(ward: Ward) -> list[Record]:
    chance = ward.chance("discipline")
    rows = []
    if ward.mishap == "head warned":
        rows.append({"position": "head", "level": "warning", "decided_on": chance.day(date(ward.year, 2, 1), date(ward.year, 11, 30)).isoformat()})
    if "warning" in ward.shortcomings:
        level = chance.weighted({"warning": 7, "demotion": 2, "removal": 1})
        position = chance.weighted({"officer": 9, "deputy": 1})
        rows.append({"position": position, "level": level, "decided_on": chance.day(date(ward.year, 1, 15), date(ward.year, 12, 10)).isoformat()})
    if chance.happens({3: 8, 2: 12, 1: 20, 0: 30}[ward.level]):
        day = chance.day(date(ward.year, 1, 15), date(ward.year, 12, 10))
        rows.append({"position": "officer", "level": "reprimand", "decided_on": day.isoformat()})
    if chance.happens(4):
        before = chance.day(date(ward.year - 1, 2, 1), date(ward.year - 1, 11, 30))
        rows.append({"position": "officer", "level": "warning", "decided_on": before.isoformat()})
    return rows


def _lose_some(ward: Ward, record: Record) -> None:
    """Empties about one cell in eighty, and some marks that a table has been sent."""
    chance = ward.chance("missing")
    kept: Sequence[str] = ("code", "name", "district")
    for name in COLUMNS:
        if name not in kept and chance.happens(0.4 if ward.standing == "leading" else 1.3):
            record[name] = ""
    if ward.standing != "leading" and chance.happens(1.5):
        record["cases_reported"] = "no"
