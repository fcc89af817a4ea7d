"""A small city with every verdict, a fault of data and names that are meant to break out, for the tests of reports."""

from datetime import date
from pathlib import Path

from criteria_engine.assessment import Assessment, assess
from criteria_engine.documents.model import Document
from criteria_engine.engine import loads
from criteria_engine.reports.making import report_files
from criteria_engine.reports.material import Material, material

HOSTILE = "<script>alert(1)</script>\" onload='x' javascript:alert(1) {{7*7}} ]]> --> &lt; \x1b[31m \u202e</style>"

RULES = '''
ruleset small.city "City <b>model</b>" vi "Thành phố <b>mẫu</b>"
subject ward "ward" vi "phường", plural wards
  identified by code, named by name, grouped by district
facts
  code     : text "Code" vi "Mã"
  name     : text "Name" vi "Tên"
  district : text "District" vi "Quận"
  area     : integer, 0..5000 "Area <i>of</i> the office" vi "Diện tích <i>trụ sở</i>" actionable
  own      : yes/no "Has an office of its own" vi "Có trụ sở riêng" actionable
  charged  : yes/no "The head was prosecuted" vi "Người đứng đầu bị khởi tố"
pillar O "Offices" vi "Trụ sở"
  criterion A1 "Its own office" vi "Trụ sở riêng"
    mandatory
    requires own
    points at most 40
    evidence "Land-use certificate" vi "Giấy chứng nhận"
    remedy "Invest" vi "Đầu tư"
  criterion A2 "Large enough" vi "Đủ rộng"
    requires area >= 60
    points at most 60
    remedy "Enlarge </section>" vi "Mở rộng </section>"
verdict
  disqualified when charged because "the head was prosecuted" vi "người đứng đầu bị khởi tố"
  passes when every mandatory criterion passes and score >= 90
programme "Offices by 2030" vi "Trụ sở đến năm 2030"
  phase 1 due 2023-12-31
    in each district at least 1 ward passes
  phase 2 due 2030-12-31
    at least 60% of wards pass
'''

DATA = """code,name,district,area,own,charged
01,Bình An,Quận 1,80,yes,no
02,Đa Kao,Quận 1,40,yes,no
03,"{hostile}",Quận 1,70,no,no
A/../x,Tân An,Quận 2,70,,no
05,Tân Yên,Quận 2,90,yes,yes
06,Tân Hòa,Quận 2,abc,yes,no
"""

LIST = """code,name,district
01,Bình An,Quận 1
02,Đa Kao,Quận 1
03,"{hostile}",Quận 1
A/../x,Tân An,Quận 2
05,Tân Yên,Quận 2
06,Tân Hòa,Quận 2
07,Chưa Gửi,Quận 2
"""


def assessed(folder: Path, listed: bool = True) -> Assessment:
    """The assessment of the city, from files in a folder."""
    quoted = HOSTILE.replace('"', '""')
    data, units = folder / "wards.csv", folder / "list.csv"
    data.write_text(DATA.replace("{hostile}", quoted), "utf-8")
    units.write_text(LIST.replace("{hostile}", quoted), "utf-8")
    return assess(loads(RULES), data, date(2024, 6, 30), units=units if listed else None)


def documents(with_: Material, seconds: float = 0.0) -> dict[str, Document]:
    """The documents of the report, by the names of their pages."""
    kept: list[Document] = []

    def keep(document: Document) -> bytes:
        kept.append(document)
        return b""

    for _ in report_files(with_, {"kept": keep}, seconds=seconds, workers=1):
        pass
    return {document.name: document for document in kept}


def material_of(folder: Path, tongue: str, listed: bool = True) -> Material:
    return material(assessed(folder, listed), tongue)
