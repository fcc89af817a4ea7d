"""A small rule set with related rows, grades, groups and a programme, and thirty made-up wards with gaps and bad cells."""

from pathlib import Path

from criteria_engine.engine import Rules, loads

OFFICES = """
ruleset city.offices "Offices"
subject ward, plural wards identified by code, named by name, grouped by district, grouped by kind
choices rating fair < good
facts
  code : text
  name : text
  district : text
  kind : one of urban, rural
  staff : integer, 1..500  if missing 10
  area : number to 0.1 in m2, 0..5000
  own : yes/no
table cases, each case
  solved : yes/no
criterion S1 "Staff"
  requires staff >= 10
  points at most 10
    staff / 40
criterion S2 "Room"
  mandatory
  requires area / staff >= 8 m2
  points at most 5
    5 when area / staff >= 12 m2
    2 otherwise
criterion S3 "Its own"
  applies when kind = urban
  requires own
verdict
  disqualified when exists case in cases where not solved because "an unsolved case"
  passes when every mandatory criterion passes and score >= 3
  graded rating
    good when score >= 6
    fair otherwise
programme "Scheme"
  phase 1 due 2023-12-31
    every ward passes
    in each district at least 2 wards pass
    in each kind at most 1 wards fail
    at least 30% of wards are good or better
  phase 2 due 2025-12-31
    at least 50% of wards pass
"""
LIST = "code,name,district,kind\n" + "".join(f"{n},Phường {n},Quận {n % 3 + 1},{'urban' if n % 2 else 'rural'}\n" for n in range(1, 31))


def offices(folder: Path) -> tuple[Rules, dict[str, Path]]:
    """Thirty listed wards, of which every seventh has no data, some have gaps or cells that nobody can read."""
    rows, cases = ["code,staff,area,own"], ["code,solved"]
    for n in range(1, 31):
        if n % 7:
            area = "" if n % 11 == 0 else "2OO" if n == 13 else f"{n * 37.5:g}"
            rows.append(f"{n},{'' if n % 5 == 0 else n * 3},{area},{'' if n % 9 == 0 else 'yes' if n % 4 else 'no'}")
        cases.append(f"{n},{'no' if n % 12 == 0 else '' if n == 8 else 'yes'}")
    files = {"units": LIST, "data": "\n".join(rows) + "\n", "cases": "\n".join(cases) + "\n"}
    paths = {name: folder / f"{name}.csv" for name in files}
    for name, text in files.items():
        paths[name].write_text(text, "utf-8")
    paths["rules"] = folder / "rules.criteria"
    paths["rules"].write_text(OFFICES, "utf-8")
    return loads(OFFICES), paths
