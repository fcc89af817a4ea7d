"""Tân Chánh Hiệp ward in 2023, as in the example of `rulesets/hcmc/model_ward_police.criteria`: as made up as all others.

The ward is where the scheme was tried first; its real results are not these.
"""

from made_up.tables import Record

CODE = "26776"

RECORD: Record = dict(
    line.split(" = ")
    for line in """
code = 26776
name = Phường Tân Chánh Hiệp
district = Quận 12
ward_type = growing
households = 15200
resolution_on = 2023-08-10
plan_on = 2023-08-25
party_grade = well_completed
party_meetings = 11
officers = 42
officers_trained = 41
discipline_reported = yes
punctual = good
close_to_people = excellent
thrifty = average
head_prosecuted = no
C2.2 = 4.5
merging = no
own_headquarters = no
headquarters_area = 260
site_approved = no
budget_support = 640000000
motorbikes = 12
patrol_cars = 1
radios = yes
body_cameras = no
support_tools = yes
rescue_kit = yes
first_aid_kit = yes
procedures_total = 54
procedures_online = 54
dossiers_received = 4820
dossiers_on_time = 4820
dossiers_early = 1180
dossiers_end_to_end = 2650
residence_clean = 98.6%
fire_groups_planned = 48
fire_groups_active = 46
public_fire_points = 8
last_fire_drill = 2023-09-20
conditional_businesses = 64
inspected_businesses = 60
crimes_last_year = 9
cases_reported = yes
reports_received = 38
reports_handled = 38
concealed_reports = 0
self_managed_blocks = yes
night_patrols = yes
cameras = yes
drug_free_blocks = no
school_gates = yes
satisfaction = 91.2%
survey_respondents = 320
innovations = 1
complaints_upheld = 0
hotspot_incident = no
false_reporting = no
""".strip().splitlines()
)

_CASE_COLUMNS = ("file_no", "kind", "grade_of_crime", "opened_on", "solved", "solved_on", "loss", "recovered")
CASES: list[Record] = [
    {"code": CODE, **dict(zip(_CASE_COLUMNS, line.split(","), strict=True))}
    for line in """
2023-01,theft,less_serious,2023-01-16,yes,2023-02-20,18000000,15000000
2023-02,robbery,very_serious,2023-03-04,yes,2023-05-03,32000000,20000000
2023-03,theft,less_serious,2023-05-22,no,,9500000,0
2023-04,assault,serious,2023-06-11,yes,2023-07-12,0,0
2023-05,drugs,serious,2023-07-30,yes,2023-09-28,0,0
2023-06,fraud,serious,2023-09-05,no,,75000000,0
2023-07,gambling,less_serious,2023-10-19,yes,2023-12-03,0,0
""".strip().splitlines()
]

DISCIPLINE: list[Record] = [{"code": CODE, "position": "officer", "level": "reprimand", "decided_on": "2023-04-12"}]
