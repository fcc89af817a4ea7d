"""The benchmark's standard as a programmer would write it by hand, in Python: the verdict alone, nothing missing.

The values come in as whole numbers already (areas in tenths, shares in hundredths of a percent, grades from 0), so that no
time is spent on exact fractions; points are counted in 20000ths. It is the measure that engines are compared with.
"""

from collections.abc import Mapping


def verdict(v: Mapping[str, int]) -> str:
    """The verdict of a record."""
    if v["crime_late"] > 900 or (v["order_grade"] == 0 and v["services_grade"] == 0):
        return "disqualified"
    ready, staff, needed, cases = v["facilities_ready"], v["facilities_staff"], v["facilities_needed"], v["facilities_cases"]
    share, grade, late = v["facilities_share"], v["facilities_grade"], v["facilities_late"]
    a1 = ready and v["facilities_area"] >= 2000
    a3 = 4 * v["facilities_solved"] >= 3 * cases
    if not (a1 and a3):
        return "fails"
    a2 = 10 * staff >= 9 * needed
    a4 = ready + v["facilities_plan"] + v["facilities_trained"] + v["facilities_checked"] >= 3
    a = 60000 + (60000 if staff >= needed else 40000 if a2 else 0)
    a += 60000 if share >= 9000 else (share - 5000) * 15 if share >= 5000 else 0
    a += (40000 if a4 else 0) + (60000 if grade == 3 else 40000 if grade == 2 else 0)
    a += max(60000 - 5000 * late, 0) + min(4000 * (max(cases - 1000, 0) // 50), 40000)
    a_failed = (not a2) + (not a4) + (grade < 2) + (late > 8) + (late > 2)
    if a < 228000:
        return "fails"
    ready, staff, needed, cases = v["forces_ready"], v["forces_staff"], v["forces_needed"], v["forces_cases"]
    share, grade, late = v["forces_share"], v["forces_grade"], v["forces_late"]
    b1 = ready and v["forces_area"] >= 2000
    b3 = 4 * v["forces_solved"] >= 3 * cases
    if not (b1 and b3):
        return "fails"
    b2 = 10 * staff >= 9 * needed
    b4 = ready + v["forces_plan"] + v["forces_trained"] + v["forces_checked"] >= 3
    b = 60000 + (60000 if staff >= needed else 40000 if b2 else 0)
    b += 60000 if share >= 9000 else (share - 5000) * 15 if share >= 5000 else 0
    b += (40000 if b4 else 0) + (60000 if grade == 3 else 40000 if grade == 2 else 0)
    b += max(60000 - 5000 * late, 0) + min(4000 * (max(cases - 1000, 0) // 50), 40000)
    b_failed = (not b2) + (not b4) + (grade < 2) + (late > 8) + (late > 2)
    ready, staff, needed, cases = v["crime_ready"], v["crime_staff"], v["crime_needed"], v["crime_cases"]
    share, grade, late = v["crime_share"], v["crime_grade"], v["crime_late"]
    c1 = ready and v["crime_area"] >= 2000
    c3 = 4 * v["crime_solved"] >= 3 * cases
    if not (c1 and c3):
        return "fails"
    c2 = 10 * staff >= 9 * needed
    c4 = ready + v["crime_plan"] + v["crime_trained"] + v["crime_checked"] >= 3
    c = 60000 + (60000 if staff >= needed else 40000 if c2 else 0)
    c += 60000 if share >= 9000 else (share - 5000) * 15 if share >= 5000 else 0
    c += (40000 if c4 else 0) + (60000 if grade == 3 else 40000 if grade == 2 else 0)
    c += max(60000 - 5000 * late, 0) + min(4000 * (max(cases - 1000, 0) // 50), 40000)
    c_failed = (not c2) + (not c4) + (grade < 2) + (late > 8) + (late > 2)
    ready, staff, needed, cases = v["order_ready"], v["order_staff"], v["order_needed"], v["order_cases"]
    share, grade, late = v["order_share"], v["order_grade"], v["order_late"]
    d1 = ready and v["order_area"] >= 2000
    d3 = 4 * v["order_solved"] >= 3 * cases
    if not (d1 and d3):
        return "fails"
    d2 = 10 * staff >= 9 * needed
    d4 = ready + v["order_plan"] + v["order_trained"] + v["order_checked"] >= 3
    d = 60000 + (60000 if staff >= needed else 40000 if d2 else 0)
    d += 60000 if share >= 9000 else (share - 5000) * 15 if share >= 5000 else 0
    d += (40000 if d4 else 0) + (60000 if grade == 3 else 40000 if grade == 2 else 0)
    d += max(60000 - 5000 * late, 0) + min(4000 * (max(cases - 1000, 0) // 50), 40000)
    d_failed = (not d2) + (not d4) + (grade < 2) + (late > 8) + (late > 2)
    ready, staff, needed, cases = v["services_ready"], v["services_staff"], v["services_needed"], v["services_cases"]
    share, grade, late = v["services_share"], v["services_grade"], v["services_late"]
    e1 = ready and v["services_area"] >= 2000
    e3 = 4 * v["services_solved"] >= 3 * cases
    if not (e1 and e3):
        return "fails"
    e2 = 10 * staff >= 9 * needed
    e4 = ready + v["services_plan"] + v["services_trained"] + v["services_checked"] >= 3
    e = 60000 + (60000 if staff >= needed else 40000 if e2 else 0)
    e += 60000 if share >= 9000 else (share - 5000) * 15 if share >= 5000 else 0
    e += (40000 if e4 else 0) + (60000 if grade == 3 else 40000 if grade == 2 else 0)
    e += max(60000 - 5000 * late, 0) + min(4000 * (max(cases - 1000, 0) // 50), 40000)
    e_failed = (not e2) + (not e4) + (grade < 2) + (late > 8) + (late > 2)
    if a + b + c + d + e < 1000000 or a_failed + b_failed + c_failed + d_failed + e_failed > 20:
        return "fails"
    return "passes"
