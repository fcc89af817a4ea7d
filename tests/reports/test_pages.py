"""Pages as programs and readers take them: sound structure, nothing from outside, no text that acts, names and links that meet."""

import re
from base64 import b64encode
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from tests.reports.html_structure import Element, structure
from tests.reports.small_city import HOSTILE, documents, material_of

from criteria_engine.documents.html.page import document_html
from criteria_engine.documents.markdown import document_markdown
from criteria_engine.documents.model import Link
from criteria_engine.documents.plain_text import document_text
from criteria_engine.locale import TONGUES


@pytest.fixture(scope="module", params=TONGUES)
def pages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    with_ = material_of(tmp_path_factory.mktemp("city"), request.param)
    return {name: document_html(document) for name, document in documents(with_, 3.0).items()}


@pytest.fixture(scope="module")
def roots(pages: dict[str, str]) -> dict[str, Element]:
    return {name: structure(page) for name, page in pages.items()}


def test_every_page_nests_and_has_the_landmarks_in_order(roots: dict[str, Element]) -> None:
    assert len(roots) == 7
    for root in roots.values():
        assert root.all("html")[0].attributes["lang"] in TONGUES
        assert [len(root.all(name)) for name in ("main", "header", "h1", "title")] == [1, 1, 1, 1]
        skip = root.all("a")[0]
        assert skip.attributes["href"] == "#content" and root.all("main")[0].attributes["id"] == "content"
        levels = [int(each.name[1]) for each in root.all("h1", "h2", "h3", "h4", "h5", "h6")]
        assert all(after <= before + 1 for before, after in pairwise(levels)), levels


def test_names_stand_once_and_references_reach(roots: dict[str, Element]) -> None:
    named = {page: [each.attributes["id"] for each in root.all() if "id" in each.attributes] for page, root in roots.items()}
    for page, root in roots.items():
        assert len(set(named[page])) == len(named[page])
        for each in root.all():
            for attribute in ("aria-labelledby", "for"):
                assert each.attributes.get(attribute, named[page][0]) in named[page]
        for link in root.all("a"):
            file, _, place = link.attributes["href"].partition("#")
            aim = file.removesuffix(".html") or page
            assert aim in roots and (not place or place in named[aim]), link.attributes["href"]


def test_every_unit_is_led_to_and_leads_back(roots: dict[str, Element]) -> None:
    led = {link.attributes["href"].partition("#")[0] for link in roots["index"].all("a")}
    assert {f"{name}.html" for name in roots if name != "index"} <= led
    assert all("index.html" in {link.attributes["href"] for link in root.all("a")} for name, root in roots.items() if name != "index")


def test_tables_have_heads_and_names(roots: dict[str, Element]) -> None:
    for root in roots.values():
        for table in root.all("table"):
            assert table.within is not None
            assert table.within.attributes["aria-label"] and table.within.attributes["tabindex"] == "0"
            widths = {sum(isinstance(cell, Element) for cell in row.parts) for row in table.all("tr")}
            assert len(widths) == 1
            assert all(head.attributes.get("scope") in ("col", "row") and head.text().strip() for head in table.all("th"))


def test_nothing_comes_from_outside_and_only_the_page_s_own_script_may_run(pages: dict[str, str], roots: dict[str, Element]) -> None:
    for name, root in roots.items():
        policy = next(each.attributes["content"] for each in root.all("meta") if each.attributes.get("http-equiv") == "Content-Security-Policy")
        for kind in ("style", "script"):
            [own] = root.all(kind)
            assert not own.attributes
            digest = b64encode(sha256(own.text().encode()).digest()).decode()
            assert f"{kind}-src 'sha256-{digest}'" in policy
        assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy and "*" not in policy and "http" not in policy
        for each in root.all():
            assert not {"src", "srcset", "action", "style", "xlink:href", "data", "poster", "background"} & set(each.attributes), each.name
            assert not [attribute for attribute in each.attributes if attribute.startswith("on")]
            assert each.name != "a" or re.fullmatch(r"([a-z0-9-]+\.html)?(#[a-z0-9-]+)?", each.attributes["href"])
        assert "://" not in pages[name] and "url(" not in pages[name].replace("url(#pat-", "")


def test_texts_of_people_only_show(roots: dict[str, Element]) -> None:
    shown = HOSTILE.replace("\x1b", "\\x1b").replace("\u202e", "\\u202e")
    assert shown in roots["index"].text() and shown in roots["unit-03"].all("h1")[0].text()
    for root in roots.values():
        assert len(root.all("script")) == len(root.all("style")) == 1
        assert not root.all("b", "img", "iframe", "object", "form", "base")
        assert not [each for each in root.all("i") if each.text().strip() in ("of", "trụ sở")]


def test_names_of_links_hold_nothing_else() -> None:
    for name in ("javascript:alert(1)", "a/b", "a.html", "ă", "A", "a b"):
        with pytest.raises(ValueError, match="no name"):
            Link(name)


def test_colour_is_never_the_only_sign(roots: dict[str, Element]) -> None:
    for root in roots.values():
        for each in root.all("td", "span"):
            if {"kp", "kf", "ku", "kd"} & set(each.attributes.get("class", "").split()):
                assert each.text().strip(), "a coloured cell says what it is"
        for picture in root.all("svg"):
            silent = picture.attributes.get("aria-hidden") == "true"
            assert silent or (picture.attributes["role"] == "img" and "aria-labelledby" in picture.attributes)


@pytest.mark.parametrize("tongue", TONGUES)
def test_text_and_markdown_say_what_is_drawn(tongue: str, tmp_path: Path) -> None:
    made = documents(material_of(tmp_path, tongue))
    for document in made.values():
        for width in (40, 100):
            assert document_text(document, width)
    text = document_text(made["unit-02"], 100)
    assert "│" in text and "▒" not in text
    markdown = document_markdown(made["index"])
    assert "[Bình An" in markdown and "](unit-01.md)" in markdown
    assert "<script>" not in markdown.replace("\\<script\\>", "")
    assert "✗" in markdown and ("Đạt" if tongue == "vi" else "Pass") in markdown
