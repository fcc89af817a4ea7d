"""The standard as one expression in the notation that several engines share: `condition ? one : other`."""

PILLARS = ("facilities", "forces", "crime", "order", "services")

GATE = "(P_ready AND P_area >= 2000 AND 4 * P_solved >= 3 * P_cases)"
TRAINED = "((P_ready ? 1 : 0) + (P_plan ? 1 : 0) + (P_trained ? 1 : 0) + (P_checked ? 1 : 0) >= 3)"
POINTS = f"""(60000 + (P_staff >= P_needed ? 60000 : (10 * P_staff >= 9 * P_needed ? 40000 : 0))
 + (P_share >= 9000 ? 60000 : (P_share >= 5000 ? (P_share - 5000) * 15 : 0)) + ({TRAINED} ? 40000 : 0)
 + (P_grade == 3 ? 60000 : (P_grade == 2 ? 40000 : 0)) + (P_late < 12 ? 60000 - 5000 * P_late : 0)
 + (P_cases >= 1500 ? 40000 : (P_cases > 1000 ? 80 * (P_cases - 1000 - (P_cases - 1000) % 50) : 0)))"""
FAILED = f"""((10 * P_staff >= 9 * P_needed ? 0 : 1) + ({TRAINED} ? 0 : 1) + (P_grade < 2 ? 1 : 0) + (P_late > 8 ? 1 : 0)
 + (P_late > 2 ? 1 : 0))"""


def expression(both: str, either: str) -> str:
    """The verdict, with the engine's words for and, or."""
    gates = " AND ".join(GATE.replace("P_", f"{pillar}_") for pillar in PILLARS)
    score = " + ".join(POINTS.replace("P_", f"{pillar}_") for pillar in PILLARS)
    failed = " + ".join(FAILED.replace("P_", f"{pillar}_") for pillar in PILLARS)
    first = POINTS.replace("P_", "facilities_")
    barred = "(crime_late > 900 OR (order_grade == 0 AND services_grade == 0))"
    passes = f"({gates} AND {first} >= 228000 AND {score} >= 1000000 AND {failed} <= 20)"
    return f"{barred} ? 'disqualified' : ({passes} ? 'passes' : 'fails')".replace("AND", both).replace("OR", either).replace("\n", "")


def as_flags(values: dict[str, int]) -> dict[str, int | bool]:
    """The values with yes/no as truths."""
    return {name: bool(value) if name.endswith(("_ready", "_plan", "_trained", "_checked")) else value for name, value in values.items()}
