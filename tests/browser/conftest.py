"""Chromium, and a report for it to open. Whatever lacks fails: nothing is left out in silence."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.reports.small_city import material_of

from criteria_engine.documents.html.page import document_html_bytes
from criteria_engine.reports.making import report_files


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or the one that playwright has installed."""
    path = os.environ.get("CRITERIA_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as started:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        found = started.chromium.launch(executable_path=path, args=flags)
        yield found
        found.close()


@pytest.fixture(scope="session", params=["vi", "en"])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a report of the small city."""
    folder = tmp_path_factory.mktemp(f"report-{request.param}")
    for file in report_files(material_of(folder, request.param), {"html": document_html_bytes}, seconds=10.0):
        (folder / file.name).write_bytes(file.content)
    return folder


@pytest.fixture
def page(browser: Browser, report: Path) -> Iterator[Page]:
    """The programme's page, open; whatever it asks for or complains of fails the test at its end."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("console", lambda message: wrong.append(message.text))
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("dialog", lambda dialog: (wrong.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
    opened.on("request", lambda asked: None if asked.url.startswith("file:") and asked.url.endswith(".html") else wrong.append(asked.url))
    opened.on("request", lambda asked: None if "#" in asked.url or asked.is_navigation_request() else wrong.append(asked.url))
    opened.goto((report / "index.html").as_uri())
    yield opened
    context.close()
    assert not wrong
