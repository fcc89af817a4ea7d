"""Every operator of the language in a small condition, with facts by which it holds, does not hold, and is not yet known."""

from attrs import frozen

FRAME = """
ruleset t.operators "Operators"
  labels en
  source decision "Decision 1" vi "Quyết định 1"
  in force from 2020-01-01
subject ward identified by code
choices rating "Rating" vi "Mức đánh giá"
  weak "Weak" vi "Yếu" < average "Average" vi "Trung bình" < good "Good" vi "Khá" < excellent "Excellent" vi "Tốt"
choices kind "Kind" vi "Loại"
  theft "Theft" vi "Trộm cắp", drugs "Drugs" vi "Ma túy", other "Other" vi "Khác"
facts
  code        : text
  area        : number in m2, 0..50000    "Area of the headquarters" vi "Diện tích trụ sở"
  support     : money in VND, 0..100_000_000_000  "Support from the budget" vi "Kinh phí hỗ trợ"
  officers    : integer, 0..500           "Officers" vi "Quân số"
  trained     : integer, 0..500           "Officers trained" vi "Số cán bộ được bồi dưỡng"
  satisfied   : percent, 0%..100%         "Satisfied residents" vi "Tỷ lệ người dân hài lòng"
  approved_on : date                      "Date of approval" vi "Ngày phê duyệt"
  started_on  : date                      "Date of the start" vi "Ngày khởi công"
  party_grade : rating                    "Grade of the Party cell" vi "Xếp loại chi bộ"
  area_kind   : kind                      "Kind of area" vi "Loại địa bàn"
  district    : text                      "District" vi "Quận"
  own         : yes/no                    "Own headquarters" vi "Có trụ sở độc lập"
  merging     : yes/no                    "To be merged" vi "Thuộc diện sáp nhập"
  cameras     : yes/no                    "Cameras" vi "Camera an ninh"
  patrols     : yes/no                    "Night patrols" vi "Tuần tra đêm"
  blocks      : yes/no                    "Self-managed blocks" vi "Khu phố tự quản"
  punctual    : rating                    "Punctuality" vi "Đúng giờ"
  open        : rating                    "Openness" vi "Cởi mở"
  thrifty     : rating                    "Thrift" vi "Tiết kiệm"
  disciplined : integer, 0..100           "Officers disciplined" vi "Số cán bộ bị kỷ luật"  if missing 0
  unlabelled_area : number in m2, 0..50000
table cases, each case "criminal case" vi "vụ phạm pháp hình sự"
  kind   : kind                           "Kind of case" vi "Loại vụ việc"
  solved : yes/no                         "Solved" vi "Đã khám phá"
  loss   : money in VND, 0..100_000_000_000  "Loss" vi "Tài sản thiệt hại"
  opened : date                           "Opened on" vi "Ngày khởi tố"
parameter least_area : number in m2 "Least area" vi "Diện tích tối thiểu"
  200 m2 from 2020-01-01 cites decision "II.3"
define trained_share : percent "Share of officers trained" vi "Tỷ lệ được bồi dưỡng" = trained / officers
define solved_share : percent "Share of cases solved" vi "Tỷ lệ khám phá" = (share of cases where solved)
define level : integer "Level" vi "Bậc" = 1 when own  2 otherwise
define ready : yes/no "Ready" vi "Sẵn sàng" = own or cameras
group models "Community models" vi "Mô hình tự quản" = cameras, patrols, blocks
group qualities "Qualities" vi "Phẩm chất" = punctual, open, thrifty

pillar one "Facilities" vi "Cơ sở vật chất"
  passes when score >= 50%
  graded rating
    good when score >= 80%
    weak otherwise
criterion A1 "Headquarters" vi "Trụ sở"
  mandatory
  requires own
  points at most 10
criterion A2 "Cameras" vi "Camera"
  met when cameras
  basically met when patrols
  not met otherwise
  points at most 10
    10 when cameras
     5 when patrols
     0 otherwise
criterion A3 "Merger" vi "Sáp nhập"
  applies when not merging
  requires blocks
  points at most 10
pillar two "Conditions" vi "Điều kiện"
criterion K1 "Condition" vi "Điều kiện"
  requires {condition}
criterion K2 "Exception" vi "Ngoại lệ"
  requires own
  unless {condition}
    then passes
verdict
  passes when every criterion passes
test "holds"
{holds}
test "fails"
{fails}
test "unknown"
{unknown}
"""


@frozen
class Operator:
    """A condition in the language and the facts, as `name = value` one a line, of three records."""

    name: str
    condition: str
    holds: str
    fails: str
    unknown: str = ""

    @property
    def text(self) -> str:
        """A whole rule file with the condition, and a test block for each record."""
        parts = {name: _given(getattr(self, name)) for name in ("holds", "fails", "unknown")}
        return FRAME.format(condition=self.condition, **parts)


def _given(facts: str) -> str:
    lines = []
    for fact in facts.splitlines():
        fact = fact.strip()
        if fact.startswith("row"):
            lines.append(f"    {fact}")
        elif fact:
            lines.append(f"  given {fact}")
    return "\n".join(lines) or '  given code = "1"'


ROWS = """cases =
row kind = theft, solved = {0}, loss = {3} VND
row kind = drugs, solved = {1}, loss = 2_000_000 VND
row kind = theft, solved = {2}, loss = 3_000_000 VND"""
ALL_SOLVED = ROWS.format("yes", "yes", "yes", "1_000_000")
TWO_SOLVED = ROWS.format("yes", "no", "yes", "1_000_000")
NONE_SOLVED = ROWS.format("no", "no", "no", "9_000_000")
DRUGS_OPEN = "cases =\nrow kind = theft, solved = yes, loss = 1_000_000 VND\nrow kind = drugs, loss = 2_000_000 VND\nrow kind = theft, solved = yes"
NO_ROWS = "cases = no rows"

NUMBERS = (
    Operator("number >=", "area >= 200 m2", "area = 320 m2", "area = 180 m2"),
    Operator("number >", "area > 200 m2", "area = 320 m2", "area = 200 m2"),
    Operator("number <=", "officers <= 40", "officers = 40", "officers = 42"),
    Operator("number <", "officers < 40", "officers = 39", "officers = 42"),
    Operator("number =", "trained = officers", "trained = 42\nofficers = 42", "trained = 40\nofficers = 42", "trained = 40"),
    Operator("number !=", "officers != 0", "officers = 3", "officers = 0"),
    Operator("not (number >=)", "not area >= 200 m2", "area = 180 m2", "area = 320 m2"),
    Operator("a constant on the left", "200 m2 <= area", "area = 320 m2", "area = 180 m2"),
    Operator("money", "support >= 300_000_000 VND", "support = 640_000_000 VND", "support = 299_999_999 VND"),
    Operator("percent", "satisfied >= 90%", "satisfied = 91.2%", "satisfied = 85.5%"),
    Operator("parameter", "area >= least_area", "area = 320 m2", "area = 180 m2"),
    Operator("definition", "trained_share >= 95%", "trained = 41\nofficers = 42", "trained = 39\nofficers = 42", "trained = 39"),
    Operator("near the threshold", "trained_share >= 1/3", "trained = 1\nofficers = 3", "trained = 166\nofficers = 499", "trained = 39"),
    Operator("formula on the right", "trained >= 90% * officers", "trained = 41\nofficers = 42", "trained = 37\nofficers = 42", "trained = 39"),
    Operator("formula on the left", "officers - trained <= 5", "trained = 41\nofficers = 42", "trained = 30\nofficers = 42", "trained = 39"),
    Operator(
        "rounding", "(trained / officers rounded to 0.01 down) >= 0.9", "trained = 41\nofficers = 42", "trained = 30\nofficers = 42", "trained = 39"
    ),
    Operator("steps", "1 for each full 10 of officers beyond 20 >= 2", "officers = 45", "officers = 39"),
    Operator("fold", "sum of (officers, trained) >= 50", "officers = 30\ntrained = 20", "officers = 30\ntrained = 19", "trained = 19"),
    Operator("value by cases", "level <= 1", "own = yes", "own = no"),
    Operator("default", "disciplined <= 1", 'code = "1"', "disciplined = 3", ""),
    Operator("without a label", "unlabelled_area >= 200 m2", "unlabelled_area = 320 m2", "unlabelled_area = 180 m2"),
)
OTHER_VALUES = (
    Operator("date >=", "approved_on >= 2023-07-01", "approved_on = 2023-07-01", "approved_on = 2023-06-19"),
    Operator("date >", "approved_on > 2023-07-01", "approved_on = 2023-07-02", "approved_on = 2023-07-01"),
    Operator("date <=", "approved_on <= assessment date", "approved_on = 2023-12-31", "approved_on = 2024-01-12"),
    Operator("date <", "approved_on < 2023-07-01", "approved_on = 2023-06-30", "approved_on = 2023-07-02"),
    Operator("date =", "approved_on = 2023-07-01", "approved_on = 2023-07-01", "approved_on = 2023-07-02"),
    Operator("date !=", "approved_on != 2023-07-01", "approved_on = 2023-07-02", "approved_on = 2023-07-01"),
    Operator(
        "two dates",
        "started_on >= approved_on",
        "started_on = 2023-07-01\napproved_on = 2023-06-01",
        "started_on = 2023-05-01\napproved_on = 2023-06-01",
        "started_on = 2023-05-01",
    ),
    Operator("period", "complete months from approved_on to assessment date < 12 months", "approved_on = 2023-07-01", "approved_on = 2022-06-01"),
    Operator(
        "date moved",
        "started_on <= approved_on + 30 days",
        "started_on = 2023-07-01\napproved_on = 2023-06-01",
        "started_on = 2023-07-02\napproved_on = 2023-06-01",
        "started_on = 2023-05-01",
    ),
    Operator("choice or better", "party_grade is good or better", "party_grade = excellent", "party_grade = weak"),
    Operator("choice >", "party_grade > average", "party_grade = good", "party_grade = average"),
    Operator("choice <=", "party_grade <= average", "party_grade = average", "party_grade = excellent"),
    Operator("choice <", "party_grade < good", "party_grade = average", "party_grade = good"),
    Operator("choice =", "area_kind = drugs", "area_kind = drugs", "area_kind = theft"),
    Operator("choice !=", "area_kind != drugs", "area_kind = theft", "area_kind = drugs"),
    Operator("text =", 'district = "Quận 12"', 'district = "Quận 12"', 'district = "Quận 1"'),
    Operator("text !=", 'district != "Quận 12"', 'district = "Quận 1"', 'district = "Quận 12"'),
    Operator("yes/no", "own", "own = yes", "own = no"),
    Operator("not yes/no", "not merging", "merging = no", "merging = yes"),
    Operator("yes/no definition", "ready", "own = no\ncameras = yes", "own = no\ncameras = no", "own = no"),
    Operator("is missing", "approved_on is missing", 'code = "1"', "approved_on = 2023-07-01", ""),
    Operator("not missing", "not approved_on is missing", "approved_on = 2023-07-01", 'code = "1"', ""),
)
LISTS = (
    Operator("and", "own and area >= 200 m2", "own = yes\narea = 320 m2", "own = yes\narea = 180 m2", "own = yes"),
    Operator("or", "own or area >= 200 m2", "own = no\narea = 320 m2", "own = no\narea = 180 m2", "own = no"),
    Operator("not and", "not (own and merging)", "own = yes\nmerging = no", "own = yes\nmerging = yes", "own = yes"),
    Operator("none of", "none of merging, own", "merging = no\nown = no", "merging = yes\nown = no", "own = no"),
    Operator("all of", "all of models", "cameras = yes\npatrols = yes\nblocks = yes", "cameras = yes\npatrols = no\nblocks = yes", "cameras = yes"),
    Operator(
        "at least n of",
        "at least 2 of models",
        "cameras = yes\npatrols = yes\nblocks = no",
        "cameras = yes\npatrols = no\nblocks = no",
        "cameras = yes",
    ),
    Operator(
        "at most n of",
        "at most 1 of models",
        "cameras = yes\npatrols = no\nblocks = no",
        "cameras = yes\npatrols = yes\nblocks = yes",
        "cameras = yes",
    ),
    Operator(
        "exactly n of", "exactly 1 of models", "cameras = yes\npatrols = no\nblocks = no", "cameras = no\npatrols = no\nblocks = no", "cameras = yes"
    ),
    Operator(
        "not at least n of",
        "not (at least 2 of models)",
        "cameras = yes\npatrols = no\nblocks = no",
        "cameras = yes\npatrols = yes\nblocks = no",
        "cameras = yes",
    ),
    Operator(
        "n of, all asked one thing",
        "at least 2 of qualities are good or better",
        "punctual = good\nopen = excellent\nthrifty = weak",
        "punctual = good\nopen = weak\nthrifty = weak",
        "punctual = good",
    ),
)
ROW_CONDITIONS = (
    Operator("exists", "exists case in cases where kind = drugs and not solved", TWO_SOLVED, ALL_SOLVED, DRUGS_OPEN),
    Operator("no row", "no case in cases has kind = drugs and not solved", ALL_SOLVED, TWO_SOLVED, DRUGS_OPEN),
    Operator("no row where", "no case in cases where kind = drugs has not solved", ALL_SOLVED, TWO_SOLVED, DRUGS_OPEN),
    Operator("every row", "every case in cases has solved", ALL_SOLVED, TWO_SOLVED, DRUGS_OPEN),
    Operator("every row where", "every case in cases where kind = drugs has solved", ALL_SOLVED, TWO_SOLVED, DRUGS_OPEN),
    Operator("not every row", "not (every case in cases has solved)", TWO_SOLVED, ALL_SOLVED, DRUGS_OPEN),
    Operator("every row of none", "every case in cases where kind = other has solved", NO_ROWS, "cases =\nrow kind = other, solved = no"),
    Operator("share", "(share of cases where solved) >= 75%", ALL_SOLVED, TWO_SOLVED, DRUGS_OPEN),
    Operator("share of some", "(share of (cases where kind = theft) where solved) >= 75%", TWO_SOLVED, NONE_SOLVED),
    Operator("share by its name", "solved_share >= 75%", ALL_SOLVED, TWO_SOLVED, DRUGS_OPEN),
    Operator("share if none", "(share of cases where solved if none 100%) >= 75%", NO_ROWS, TWO_SOLVED),
    Operator("count", "(count of (cases where not solved)) <= 0", ALL_SOLVED, TWO_SOLVED, DRUGS_OPEN),
    Operator("sum", "(sum of loss of cases) <= 7_000_000 VND", TWO_SOLVED, NONE_SOLVED, DRUGS_OPEN),
    Operator("greatest", "(greatest of loss of cases) < 9_000_000 VND", TWO_SOLVED, NONE_SOLVED, DRUGS_OPEN),
)
HEADINGS = (
    Operator("passes", "A1 passes", "own = yes", "own = no"),
    Operator("does not pass", "not A1 passes", "own = no", "own = yes"),
    Operator("fails", "A1 fails", "own = no", "own = yes"),
    Operator(
        "is basically met or better", "A2 is basically met or better", "cameras = no\npatrols = yes", "cameras = no\npatrols = no", "cameras = no"
    ),
    Operator("is basically met", "A2 is basically met", "cameras = no\npatrols = yes", "cameras = yes", "cameras = no"),
    Operator("is not applicable", "A3 is not applicable", "merging = yes", "merging = no\nblocks = yes", "blocks = yes"),
    Operator(
        "has a grade",
        "one is good or better",
        "own = yes\ncameras = yes\nblocks = yes\nmerging = no",
        "own = no\ncameras = yes\nblocks = yes\nmerging = no",
        "cameras = yes",
    ),
    Operator(
        "every criterion passes",
        "every criterion in one passes",
        "own = yes\ncameras = yes\nmerging = yes",
        "own = no\ncameras = yes\nmerging = yes",
        "cameras = yes",
    ),
    Operator(
        "not every criterion passes",
        "not (every criterion in one passes)",
        "own = no\ncameras = yes\nmerging = yes",
        "own = yes\ncameras = yes\nmerging = yes",
        "cameras = yes",
    ),
    Operator(
        "no criterion fails",
        "no criterion in one fails",
        "own = yes\ncameras = yes\nmerging = yes",
        "own = no\ncameras = no\npatrols = no\nmerging = yes",
        "cameras = yes",
    ),
    Operator(
        "not no criterion fails",
        "not (no criterion in one fails)",
        "own = no\ncameras = yes\nmerging = yes",
        "own = yes\ncameras = yes\nmerging = yes",
        "cameras = yes",
    ),
    Operator(
        "at most n criteria fail",
        "at most 1 criterion in one fails",
        "own = no\ncameras = yes\nmerging = yes",
        "own = no\ncameras = no\npatrols = no\nmerging = yes",
        "own = no\ncameras = no",
    ),
    Operator(
        "share of criteria",
        "(share of criteria in one that pass) >= 60%",
        "own = yes\ncameras = yes\nmerging = yes",
        "own = no\ncameras = yes\nmerging = yes",
        "cameras = yes\nmerging = yes",
    ),
    Operator(
        "score",
        "score of one >= 15",
        "own = yes\ncameras = yes\nmerging = yes",
        "own = no\ncameras = yes\nmerging = yes",
        "cameras = yes\nmerging = yes",
    ),
    Operator(
        "score as a share",
        "score of one >= 60%",
        "own = yes\ncameras = yes\nmerging = yes",
        "own = no\ncameras = yes\nmerging = yes",
        "cameras = yes\nmerging = yes",
    ),
    Operator("points", "points of A1 >= 10", "own = yes", "own = no"),
)
GROUPS = {"Numbers": NUMBERS, "Dates, choices, text, yes and no": OTHER_VALUES, "Lists": LISTS, "Rows": ROW_CONDITIONS, "Headings": HEADINGS}
