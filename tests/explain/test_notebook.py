"""In a notebook rules, results, assessments, explanations and comparisons show themselves, and what they show is inert."""

import subprocess
import sys
from datetime import date
from html.parser import HTMLParser

import pytest

from criteria_engine import Result, Rules, loads
from criteria_engine.assessment import Assessment, assess

HOSTILE = "<script>alert(1)</script>"
TEXT = f"""ruleset a.b "Rules {HOSTILE}"
  labels en
  source law "Law"
subject ward identified by code, named by name, grouped by district
choices level "Level" low "Low" < high "High"
facts
  code : text
  name : text
  district : text
  area : number in m2, 0..5000 "Area <b>"
parameter least_area : number in m2 "Least <i>area</i>"
  150 m2 from 2024-01-01
  200 m2 from 2025-01-01
pillar offices "Offices"
criterion A "A & <A>"
  mandatory
  requires area >= least_area
  points at most 10
  cites law "II.<u>1</u>"
verdict
  passes when every criterion passes
  graded level
    high when area >= 300 m2
    low otherwise
"""
DATA = 'code,name,district,area\n1,"<img src=x onerror=alert(1)>",Q1,120\n2,"Bình ""An""","Q<2>",250\n3,Lạ,Q1,nhiều\n'


class Seen(HTMLParser):
    """Every element with its attributes, as a browser would see them."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> Assessment:
    path = tmp_path_factory.mktemp("notebook") / "wards.csv"
    path.write_text(DATA, encoding="utf-8")
    return assess(loads(TEXT, "rules.criteria"), path, date(2024, 6, 30))


def shown_of(found: Assessment) -> dict[str, object]:
    first, second, third = found.results
    return {
        "rules": found.rules, "assessment": found, "fails": first, "passes": second, "invalid": third, "compared": first.compared_with(second),
        "supposed": first.supposing({"area": 180}), "explanation": first.explain("vi", full=True),
        "difference": first.compared_with(second).explain(),
    }  # fmt: skip


@pytest.mark.parametrize("locale", ["vi_VN.UTF-8", "C"])
def test_everything_shows_itself_and_nothing_of_it_is_live(found, locale, monkeypatch):
    monkeypatch.setenv("LC_ALL", locale)
    ids: set[str] = set()
    for name, thing in shown_of(found).items():
        html = thing._repr_html_()
        seen = Seen(html)
        tags = [tag for tag, _ in seen.elements]
        assert not set(tags) & {"script", "img", "iframe", "link", "object", "b", "i", "u", "form", "input"}, name
        assert not any(key.startswith("on") or key in ("src", "href") for _, attributes in seen.elements for key in attributes), name
        assert "url(" not in html and "@import" not in html and "http" not in html, name
        own = [attributes["id"] for _, attributes in seen.elements if "id" in attributes]
        assert len(own) == len(set(own)), name
        if name not in ("explanation", "difference"):
            assert not ids & set(own), f"{name} has names that another output has"
            ids |= set(own)
            assert seen.elements[0] == ("div", {"class": "criteria-engine", "lang": "vi" if locale.startswith("vi") else "en"})
        bundle = thing._repr_mimebundle_()
        assert bundle["text/html"] == html and set(bundle) == {"text/html", "text/markdown", "text/plain"}


def test_what_is_shown(found, monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    things = shown_of(found)
    rules, units, failing = (Seen(things[name]._repr_html_()).text for name in ("rules", "assessment", "fails"))
    assert f"Rules {HOSTILE} (a.b)" in rules and "150 m2" in rules and "from 1 January 2024 until 31 December 2024" in rules
    assert "does not pass: 1" in units and 'Bình "An"' in units and "passes" in units and "undetermined" in units
    assert "at least 150 m2" in failing and "30 m2 short" in failing
    assert "<details open><summary>" in things["fails"]._repr_html_(), "what fails is open"
    assert "As supposed" in Seen(things["supposed"]._repr_html_()).text


def test_an_explanation_is_a_text_as_well(found):
    text = found.results[0].explain("en", width=60)
    assert isinstance(text, str) and text.splitlines()[0].startswith("<img src=x onerror=alert(1)> (1)")
    assert text._repr_mimebundle_()["text/plain"] == text
    assert not hasattr(found.results[0].explain(format="json"), "_repr_html_")


def test_nothing_of_it_is_imported_until_it_is_shown():
    code = "import sys, criteria_engine; criteria_engine.loads; print([m for m in sys.modules if 'html' in m or 'notebook' in m])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    assert Rules._repr_html_ is not None and Result._repr_html_ is not None
