"""Reports in a real browser: filter, sort, search, open, by mouse and by keys alone, on a phone, on paper, without script."""

from pathlib import Path

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

ALL = "section[aria-labelledby=all]"
ROWS = f"{ALL} tbody tr:not([hidden])"


def first_cells(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(f"{ROWS} th").all_inner_texts()]


def test_search_filter_and_clear(page: Page) -> None:
    expect(page.locator(ROWS)).to_have_count(7)
    page.locator(f"{ALL} input[type=search]").fill("tan  quan 2")  # marks and order of words do not matter
    assert {name.split(" (")[0] for name in first_cells(page)} == {"Tân An", "Tân Yên", "Tân Hòa"}
    expect(page.locator(f"{ALL} [role=status]")).to_contain_text("3")
    page.locator(f"{ALL} select").nth(1).select_option(index=1)
    assert page.locator(ROWS).count() < 3
    page.locator(f"{ALL} .tools button").click()
    expect(page.locator(ROWS)).to_have_count(7)


def test_sorting_by_amounts_and_by_texts(page: Page) -> None:
    head = page.locator(f"{ALL} thead th")
    score = 3
    head.nth(score).get_by_role("button").click()
    expect(head.nth(score)).to_have_attribute("aria-sort", "ascending")
    ranks = page.locator(f"{ROWS} td:nth-child({score + 1})").evaluate_all("cells => cells.map(cell => cell.dataset.r ?? null)")
    known = [int(rank) for rank in ranks if rank is not None]
    assert known == sorted(known) and ranks[len(known) :] == [None] * (len(ranks) - len(known))
    head.nth(score).get_by_role("button").click()
    expect(head.nth(score)).to_have_attribute("aria-sort", "descending")
    head.nth(0).get_by_role("button").click()
    expect(head.nth(score)).not_to_have_attribute("aria-sort", "ascending")
    names = [name for name in first_cells(page) if not name.startswith("<")]
    assert names.index("Bình An (01)" if "Bình An (01)" in names else "Bình An (mã 01)") < len(names) - 3


def test_a_link_leads_to_the_branch_and_opens_it(page: Page) -> None:
    page.locator(f"{ALL} a", has_text="A2").first.click()
    page.wait_for_url("**/unit-*.html#h*")
    place = page.url.rpartition("#")[2]
    assert page.locator(f"#{place} > details").evaluate("branch => branch.open")
    assert page.locator(f"#{place}").evaluate("branch => branch.getBoundingClientRect().top < innerHeight")


def test_branches_open_and_close(page: Page) -> None:
    page.goto(page.url.replace("index", "unit-02"))
    closed = page.locator("main details:not([open])")
    before = closed.count()
    assert before
    closed.first.locator("> summary").click()
    expect(closed).to_have_count(before - 1)
    page.locator("main .tools button").first.click()
    expect(closed).to_have_count(0)
    page.locator("main .tools button").nth(1).click()
    expect(page.locator("main details[open]")).to_have_count(0)


def test_keys_alone(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").evaluate("link => link.getBoundingClientRect().left >= 0"), "the skip link shows itself"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    seen: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        here = "const at = document.activeElement;"
        assert page.evaluate(f"() => {{ {here} return getComputedStyle(at).outlineStyle !== 'none' }}"), "focus is seen"
        seen.append(page.evaluate("document.activeElement.tagName"))
        if page.evaluate("document.activeElement.closest('#all, [aria-labelledby=all]') !== null && document.activeElement.tagName === 'BUTTON'"):
            break
    assert {"INPUT", "SELECT", "BUTTON"} <= set(seen)
    page.keyboard.press("Enter")
    expect(page.locator(f"{ALL} th[aria-sort=ascending]")).to_have_count(1)
    page.goto(page.url.partition("#")[0].replace("index", "unit-02"))
    branch = page.locator("main details:not([open]) > summary").first
    branch.focus()
    before = page.locator("main details:not([open])").count()
    page.keyboard.press("Enter")
    expect(page.locator("main details:not([open])")).to_have_count(before - 1)


@pytest.mark.parametrize("name", ["index", "unit-02", "unit-03"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_serious(page: Page, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(page.url.replace("index", name))
    found = Axe().run(page)
    violations = [each for each in found["violations"] if each["impact"] in ("serious", "critical")]
    grave = [(each["id"], [node["target"] for node in each["nodes"]][:3]) for each in violations]
    assert not grave
    assert len(found["passes"]) > 15


@pytest.mark.parametrize("name", ["index", "unit-02", "unit-03"])
def test_a_phone_does_not_scroll_sideways(page: Page, name: str) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(page.url.replace("index", name))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    sizes = page.locator("main p, main li, main td, summary").evaluate_all("all => all.map(one => parseFloat(getComputedStyle(one).fontSize))")
    assert min(sizes) >= 12


def test_printing_unfolds(page: Page, tmp_path: Path) -> None:
    page.goto(page.url.replace("index", "unit-02"))
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("main details:not([open])")).to_have_count(0)
    expect(page.locator(".tools").first).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("main details:not([open])").count()
    assert page.pdf(path=tmp_path / "unit.pdf", format="A4")[:5] == b"%PDF-"


def test_without_script_everything_is_there(browser: Browser, report: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((report / "index.html").as_uri())
    assert page.locator(ROWS).count() == 7 and not page.locator(".tools").count()
    page.goto((report / "unit-02.html").as_uri())
    branch = page.locator("main details:not([open]) > summary").first
    branch.click()
    assert page.locator("main details[open]").count()
    context.close()


def test_signs_stay_apart_in_black_and_white(page: Page) -> None:
    glyphs = page.locator("table.heat tbody td[class]").evaluate_all("cells => cells.map(cell => cell.className + cell.firstChild.textContent)")
    kinds = {glyph[:2]: glyph[2:] for glyph in glyphs}
    assert len(set(kinds.values())) == len(kinds) >= 3


def test_the_policy_stops_what_is_not_the_page_s_own(browser: Browser, report: Path) -> None:
    page = browser.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto((report / "index.html").as_uri())
    page.evaluate("""() => {
        const own = document.createElement('script'); own.textContent = 'window.ran = true'; document.body.append(own);
        const picture = new Image(); picture.src = 'https://example.invalid/x.png'; document.body.append(picture);
    }""")
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None
    assert len([text for text in refused if "Content Security Policy" in text]) >= 2
    page.close()
