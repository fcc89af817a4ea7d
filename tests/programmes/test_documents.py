"""What is printed of standings and reviews, in both tongues."""

import re
import string
import tomllib
from datetime import date
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import pytest
from attrs import evolve, fields
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria_engine.diagnostics.catalogue import programme as catalogue
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.documents.markdown import document_markdown
from criteria_engine.documents.model import SIGNS
from criteria_engine.documents.plain_text import document_text
from criteria_engine.ir.expressions import AllOf, Comparison, Constant, EveryHeading, HeadingState, PointsOf, Selection, StateOf
from criteria_engine.ir.program import Phase, Programme
from criteria_engine.programmes.programme_document import programme_document
from criteria_engine.programmes.review import review
from criteria_engine.programmes.review_document import review_document
from criteria_engine.programmes.standing import programme_standing
from criteria_engine.programmes.target_text import target_sentence
from criteria_engine.programmes.verdict_tables import verdict_table
from criteria_engine.programmes.words import unit_words
from criteria_engine.values.labels import Labels
from criteria_engine.values.types import NUMBER, YES_NO

from .builders import DUE, labels, outcome, program, programme, results, roster, target
from .test_review import NEXT, edition
from .test_standing import AFTER, BEFORE, letters, targets

WORDS = tomllib.loads((files("criteria_engine.programmes") / "words.toml").read_text("utf-8"))
THIRD = Fraction(3, 10)
LATE = SIGNS["basically met"][0]
KNOWN = set(re.findall(r"\w+", """
    after all ask base before by clause clauses code count date do does due excess grade grades group groups headings high lacking least low met most
    name names number open part parts passes percent points status sure target title unit units
"""))


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(("key", "row"), [(f"{table}.{name}", row) for table, rows in WORDS.items() for name, row in rows.items()])
def test_every_word_is_there_in_both_tongues(key, row):
    assert set(row) == {"vi", "en"} and all(text.strip() for text in row.values())
    fillings = [placeholders(text) for text in row.values()]
    assert fillings[0] <= KNOWN and fillings[1] <= KNOWN, key


def test_every_word_is_used():
    code = "".join(path.read_text("utf-8") for path in (Path(catalogue.__file__).parents[2] / "programmes").glob("*.py"))
    whole = set(re.findall(r'"((?:[a-z_]+)\.(?:[a-z_ ]+))"', code)) | set(re.findall(r'"([a-z_ ]+)"', code))
    made = ("verdict.", "counts.", "status.", "target.", "progress.lacking", "progress.excess", "blocked.")
    for table, rows in WORDS.items():
        for name in rows:
            key = f"{table}.{name}"
            assert key in whole or key.startswith(made) or (table == "review" and name in whole), key


def lines(asked, verdicts, day, tongue, units=None, grouped_by=("district",), **more):
    one = programme(asked)
    standing = programme_standing(program(one, grouped_by=grouped_by), one, results(verdicts, **more), units or roster(("Q1", len(verdicts))), day)
    text = document_text(programme_document(standing, tongue, table=False), width=200)
    return [line.strip() for line in text.splitlines()[3:] if line.strip()]


VI_OTHER, EN_OTHER = WORDS["progress"]["other_condition"]["vi"], WORDS["progress"]["other_condition"]["en"]
CASES = [
    (target("at least", 2), "ppff", DUE,
     ["✓ Ít nhất 2 phường đạt   đã đạt", "2/4 phường đạt; yêu cầu 2"],
     ["✓ At least 2 wards pass   met", "2 of 4 wards pass; 2 needed"]),
    (target("at least", 2), "ppff", AFTER,
     [f"{LATE} Ít nhất 2 phường đạt   đạt chậm", "2/4 phường đạt; yêu cầu 2",
      "Kết quả sớm nhất được biết cho thấy đã đạt là ngày 01/01/2024, sau hạn"],
     [f"{LATE} At least 2 wards pass   met late", "2 of 4 wards pass; 2 needed",
      "The earliest known result that meets it is of 1 January 2024, after the due day"]),
    (target("at least", THIRD, True), "pfff", DUE,
     ["✗ Ít nhất 30% số phường đạt   không đạt", "1/4 phường đạt; yêu cầu 2; còn thiếu 1 phường",
      f"Gần đạt nhất: Phường u2 (mã u2), Q1, {VI_OTHER}; Phường u3 (mã u3), Q1, {VI_OTHER}; Phường u4 (mã u4), Q1, {VI_OTHER}"],
     ["✗ At least 30% of the wards pass   missed", "1 of 4 wards pass; 2 needed; lacking 1 ward",
      f"Nearest: Phường u2 (u2), Q1, {EN_OTHER}; Phường u3 (u3), Q1, {EN_OTHER}; Phường u4 (u4), Q1, {EN_OTHER}"]),
    (target("every", None), "ppu", BEFORE,
     ["- Mọi phường đạt   chưa đến hạn", "2/3 phường đạt; yêu cầu 3; còn 1 chưa xác định và vẫn có thể đạt; còn thiếu từ 0 đến 1 phường",
      "Chưa xác định và vẫn có thể đạt: Phường u3 (mã u3), Q1"],
     ["- Every ward passes   not yet due", "2 of 3 wards pass; 3 needed; 1 undetermined and still possible; lacking between 0 and 1 ward",
      "Undetermined and still possible: Phường u3 (u3), Q1"]),
    (target("at least", 3), "ppu.", DUE,
     ["? Ít nhất 3 phường đạt   chưa kết luận được",
      "2/4 phường đạt; yêu cầu 3; còn 2 phường chưa xác định nên chưa kết luận được: có thể có từ 2 đến 4 phường đạt; còn thiếu từ 0 đến 1 phường",
      "Chưa xác định và vẫn có thể đạt: Phường u3 (mã u3), Q1; u4, Q1"],
     ["? At least 3 wards pass   open",
      "2 of 4 wards pass; 3 needed; 2 wards undetermined, which could decide it: between 2 and 4 pass; lacking between 0 and 1 ward",
      "Undetermined and still possible: Phường u3 (u3), Q1; u4, Q1"]),
    (target("at most", 1, verdict="fails"), "ffp", DUE,
     ["✗ Không quá 1 phường chưa đạt   không đạt", "2/3 phường chưa đạt; tối đa 1; vượt 1 phường",
      f"Gần đạt nhất: Phường u1 (mã u1), Q1, {VI_OTHER}; Phường u2 (mã u2), Q1, {VI_OTHER}"],
     ["✗ At most 1 ward fails   missed", "2 of 3 wards fail; at most 1 allowed; 1 ward too many",
      f"Nearest: Phường u1 (u1), Q1, {EN_OTHER}; Phường u2 (u2), Q1, {EN_OTHER}"]),
    (target("exactly", Fraction(1, 2), True), "pff", DUE,
     ["✗ Đúng 50% số phường đạt   không đạt", "1/3 phường đạt; không có số phường nguyên nào đúng bằng tỷ lệ đó; còn thiếu 1 phường",
      f"Gần đạt nhất: Phường u2 (mã u2), Q1, {VI_OTHER}; Phường u3 (mã u3), Q1, {VI_OTHER}"],
     ["✗ Exactly 50% of the wards pass   missed", "1 of 3 wards pass; no whole number of wards is exactly that share; lacking 1 ward",
      f"Nearest: Phường u2 (u2), Q1, {EN_OTHER}; Phường u3 (u3), Q1, {EN_OTHER}"]),
    (target(by="district", group="Quận 9"), "p", DUE,
     ["✗ Quận 9: ít nhất 1 phường đạt   không đạt", "danh sách không có phường nào ở đây"],
     ["✗ Quận 9: at least 1 ward passes   missed", "the roster lists no ward here"]),
]


@pytest.mark.parametrize(("asked", "verdicts", "day", "vi", "en"), CASES)
def test_a_target_reads_naturally(asked, verdicts, day, vi, en):
    for tongue, expected in (("vi", vi), ("en", en)):
        found = lines(asked, verdicts, day, tongue)
        start = next(index for index, line in enumerate(found) if line.startswith(expected[0]))
        assert found[start : start + len(expected)] == expected
        assert found[-1] == {"vi": "căn cứ: Đề án, I.1", "en": "cites Scheme, I.1"}[tongue]


def test_in_each_district_only_the_lacking_ones_are_told_in_full():
    units = roster(("Thủ Đức", 2), ("Quận 1", 1), ("Quận 3", 1))
    found = lines(target(by="district"), "pffp", AFTER, "vi", units, criteria={"C1": "fails"}, score=(80, 80))
    assert found[1:-1] == [
        "✗ Mỗi quận: ít nhất 1 phường đạt   không đạt", "đã đạt ở 2/3 quận", "đạt chậm ở: Thủ Đức; Quận 3", "✗ Quận 1   không đạt",
        "0/1 phường đạt; yêu cầu 1; còn thiếu 1 phường", "Gần đạt nhất: Phường u3 (mã u3), thiếu 5 điểm, chưa đạt C1",
    ]


def test_grades_by_their_labels():
    one = programme(target("at least", 2, grades={1, 2}))
    standing = programme_standing(program(one), one, [outcome("u1", grades=[1])], roster(("Q", 1)), DUE)
    asked = standing.phases[0].targets[0]
    units = unit_words("vi", "ward", "wards", labels("Ward", "Phường"))
    assert target_sentence(asked, units) == "Ít nhất 2 phường xếp loại Khá hoặc excellent"


def test_the_verdict_table_has_columns_for_what_there_is():
    one = programme(target())
    standing = programme_standing(program(one), one, results("pfu"), {**roster(("Q1", 2)), "u3": {}}, DUE)
    text = document_text(programme_document(standing, "vi"))
    rows = [re.split(r" {2,}", line.strip()) for line in text.splitlines()]
    assert ["Quận", "Tổng số", "Đạt", "Chưa đạt", "Chưa xác định"] in rows
    assert ["Q1", "2", "1", "1", "0"] in rows and ["(không ghi)", "1", "0", "0", "1"] in rows and ["Cộng", "3", "1", "1", "1"] in rows
    assert "Trong tổng số 3 phường: 1 đạt, 1 chưa đạt, 1 chưa xác định." in text


def test_units_without_labels_and_phases_with_titles():
    plain = programme(target("every", None))
    titled = Programme(Labels(), (Phase("2", DUE, plain.phases[0].targets, labels("All", "Toàn bộ")),))
    rules = program(titled)
    rules = evolve(rules, subject=evolve(rules.subject, labels=Labels()))
    standing = programme_standing(rules, titled, results("p"), roster(("Q", 1)), DUE)
    assert "Giai đoạn 2. Toàn bộ (hạn 31/12/2023): đã đạt" in document_text(programme_document(standing, "vi"))
    assert "Mọi đơn vị đạt" in document_text(programme_document(standing, "vi"))
    assert "Every ward passes" in document_text(programme_document(standing, "en"))
    assert document_text(programme_document(standing, "vi")).startswith("Lộ trình: tình hình thực hiện tính đến ngày 31/12/2023")


def test_a_programme_out_of_force_says_so():
    from criteria_engine.ir.program import Force

    over = programme(target(), force=Force(date(2030, 1, 1), None))
    standing = programme_standing(program(over), over, results("p"), roster(("Q", 1)), DUE)
    assert "Lộ trình không có hiệu lực vào ngày này." in document_text(programme_document(standing, "vi"))


REVIEW_BEFORE = [
    outcome("u1", "fails", (50, 60), {"P": "fails", "C1": "fails", "C2": "passes"}), outcome("u2", "passes", (90, 90), {"C2": "passes"}, [2]),
]
REVIEW_AFTER = [
    outcome("u1", "passes", (90, 90), {"P": "passes", "C1": "passes", "C2": "passes"}, [1]),
    outcome("u2", "fails", (Fraction(241, 3), Fraction(241, 3)), {"C2": "fails"}, missing=("area",)),
]


@pytest.mark.parametrize(("tongue", "parts"), [
    ("vi", [
        "Sơ kết: Phường kiểu mẫu", "So sánh kết quả tính đến ngày 31/12/2023 và ngày 31/12/2024.", "Bộ tiêu chí đã thay đổi giữa hai kỳ",
        "I. Kết quả đạt được", "✓ Có thêm 1 phường đạt", "Phường u1 (mã u1), Q1", "C1  Tên của C1   thêm 1 phường đạt",
        "II. Tồn tại, hạn chế",
        "✗ 1 phường chưa đạt", "? 1 phường chưa xác định", "u3, Q1", "III. Những mặt giảm sút so với kỳ trước", "✗ 1 phường có kết quả giảm",
        "Phường u2 (mã u2), Q1: đạt → chưa đạt", "C2  Tên của C2   giảm ở 1 phường", "Phường u2 (mã u2), Q1: 90 → ≈ 80,33", "IV. Kiến nghị, đề xuất",
        "1. Khắc phục C2   1 phường", "căn cứ: Đề án, II.C2", "? 1 phường chưa gửi số liệu: u3, Q1", "? Diện tích",
        "Thiếu ở 1 phường: Phường u2 (mã u2), Q1",
    ]),
    ("en", [
        "Yearly review: Model wards", "Results of 31 December 2023 and of 31 December 2024 compared.", "The rules changed", "1. What was done",
        "✓ Newly passing: 1 ward", "Phường u1 (u1), Q1", "C1  Title of C1   newly passed by 1 ward", "2. What was not done", "✗ Failing: 1 ward",
        "? Undetermined: 1 ward", "u3, Q1", "3. What got worse", "✗ Worse verdict: 1 ward", "Phường u2 (u2), Q1: pass → fail",
        "C2  Title of C2   worse in 1 ward", "Phường u2 (u2), Q1: 90 → ≈ 80.33", "4. What is recommended",
        "1. Mend C2   1 ward", "cites Scheme, II.C2",
        "? Without any data: 1 ward: u3, Q1", "? Area", "Missing in 1 ward: Phường u2 (u2), Q1",
    ]),
])
def test_a_review_reads_in_its_four_parts(tongue, parts):
    units = roster(("Q1", 3))
    found = review(edition(REVIEW_BEFORE, units), edition(REVIEW_AFTER, units, NEXT, digest="sha256:2")).review
    text = document_text(review_document(found, tongue), width=200)
    at = -1
    for part in parts:
        at = text.index(part, at + 1)
    assert document_markdown(review_document(found, tongue)).startswith("# ")


def test_nothing_to_say():
    rules = program(graded=False)
    units = roster(("Q1", 1))
    was, now = (edition(results("p"), units, day, rules) for day in (DUE, NEXT))
    found = review(was, now).review
    assert document_text(review_document(found, "vi")).count("Không có.") == 4
    assert found.grade_counts == ()


@settings(deadline=None, max_examples=60)
@given(letters, targets, st.sampled_from([BEFORE, DUE, AFTER]), st.sampled_from(["vi", "en"]))
def test_any_standing_can_be_printed(verdicts, asked, day, tongue):
    text = "\n".join(lines(asked, verdicts, day, tongue, {f"u{index}": {"district": f"Q{index % 3}"} for index in range(1, len(verdicts) + 1)}))
    assert "{" not in text and "None" not in text


def test_graded_only_rule_sets_show_no_empty_pass_columns():
    one = programme(target(grades={1}))
    standing = programme_standing(program(one), one, results("ggu"), roster(("Q1", 3)), DUE)
    table = verdict_table(standing.groupings[0], standing.counts, "en")
    assert [column.title[0].text for column in table.columns] == ["District", "All", "Undetermined", "Graded"]


FAULTS = [kind for kind in vars(catalogue).values() if isinstance(kind, type) and issubclass(kind, Fault) and kind is not Fault]
MESSAGES = tomllib.loads((files("criteria_engine.diagnostics") / "messages" / "programme.toml").read_text("utf-8"))


def test_each_fault_has_its_words():
    assert sorted(kind.code for kind in FAULTS) == sorted(MESSAGES)


@pytest.mark.parametrize("kind", FAULTS)
def test_words_of_faults_speak_of_their_fields(kind):
    known = {each.name for each in fields(kind)} - {"place"}
    for part in ("message", "help"):
        for tongue in ("vi", "en"):
            assert placeholders(MESSAGES[kind.code][part][tongue]) <= known


def test_the_nearest_units_say_what_blocks_them():
    asked = (
        HeadingState("P", StateOf(frozenset(("passes",))), type=YES_NO),
        EveryHeading(Selection(("C1", "C2"), "criterion", "mandatory", None), StateOf(frozenset(("passes",))), True, type=YES_NO),
        Comparison(">=", PointsOf("C2", type=NUMBER), Constant(11, type=NUMBER), type=YES_NO),
    )
    one = programme(target("every", None))
    rules = program(one, passes=AllOf(asked, type=YES_NO))
    outcomes = [
        outcome("u1", "fails", criteria={"P": "fails", "C1": "basically met", "C2": "fails"}),
        outcome("u2", "fails", criteria={"P": "passes", "C1": "undetermined", "C2": "passes"}),
        outcome("u3", "disqualified", criteria={"P": "not applicable", "C1": "passes", "C2": "passes"}),
    ]
    standing = programme_standing(rules, one, outcomes, roster(("Q1", 3)), DUE)
    for tongue, expected in (
        ("vi", "Gần đạt nhất: Phường u2 (mã u2), Q1, chưa xác định C1, chưa đủ điểm ở C2; Phường u1 (mã u1), Q1, chưa đạt C2 và “Tên của P”, "
               "C1 mới cơ bản đạt; Phường u3 (mã u3), Q1, không xét công nhận, không áp dụng “Tên của P”, chưa đủ điểm ở C2"),
        ("en", "Nearest: Phường u2 (u2), Q1, C1 undetermined, too few points in C2; Phường u1 (u1), Q1, fails C2 and “Title of P”, "
               "C1 only basically met; Phường u3 (u3), Q1, disqualified, “Title of P” not applicable, too few points in C2"),
    ):
        assert expected in " ".join(document_text(programme_document(standing, tongue)).split())


def test_for_a_grade_the_nearest_units_say_theirs():
    one = programme(target("every", None, grades={2}))
    outcomes = [outcome("u1", "passes", grades=[1]), outcome("u2", "passes", grades=[0]), outcome("u3", "fails", grades=[])]
    standing = programme_standing(program(one), one, outcomes, roster(("Q1", 3)), DUE)
    shown = " ".join(document_text(programme_document(standing, "vi")).split())
    assert "Gần đạt nhất: Phường u1 (mã u1), Q1, xếp loại Khá; Phường u2 (mã u2), Q1, xếp loại weak; Phường u3 (mã u3), Q1, còn" in shown
