"""A browser runs nothing of what the fields and texts of a publication hold, policy or not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, Request

from tests import hostile
from tests.browser.serving import serve
from tests.browser.windows import RESULT, Reader
from tests.building import build

SEARCHED = ("canaryposttitle", "svg", "<script>alert(1)</script>", "\"'><img src=x>")
WATCH = """
window.ran = [];
for (const name of ["alert", "confirm", "prompt"]) {
    window[name] = (...words) => { window.ran.push(name + words.join()); };
}
"""


def _watched(page: Page, address: str) -> list[str]:
    """Note whatever a page asks of others, or asks its reader."""
    found: list[str] = []

    def on_request(request: Request) -> None:
        if not request.url.startswith((address, "data:")):
            found.append(f"asked {request.url}")

    def on_dialog(dialog: Dialog) -> None:
        found.append(f"dialog {dialog.message}")
        dialog.dismiss()

    page.on("request", on_request)
    page.on("dialog", on_dialog)
    page.add_init_script(WATCH)
    return found


def _pages(out: Path) -> list[str]:
    names = (path.relative_to(out).as_posix() for path in sorted(out.rglob("*.html")))
    return [name for name in names if "$" not in name]  # pages that only lead on


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the hostile publication."""
    folder = tmp_path_factory.mktemp("hostile")
    hostile.write_publication(folder / "docs")
    return build(folder / "docs", folder / "html", folder / "doctrees").out


def test_nothing_runs_and_nobody_else_is_asked(reader: Reader, out: Path) -> None:
    """On every page, without the policy that would forbid it."""
    with serve(out) as served:
        page = reader.window(bypass_csp=True)
        found = _watched(page, served.address)
        for name in _pages(out):
            page.goto(served.address + name, wait_until="load")
            for link in page.locator("main a[data-preview]").all()[:3]:
                link.dispatch_event("mouseenter")
            assert page.evaluate("window.ran") == [], name
        assert found == []


def test_the_search_shows_fields_as_text(reader: Reader, out: Path) -> None:
    """Words of the payload are found, and marked, and none of them is markup."""
    with serve(out) as served:
        page = reader.window(bypass_csp=True)
        found = _watched(page, served.address)
        for words in (
            "canaryposttitle",
            "svg",
            "onload",
            "<script>alert(1)</script>",
            "\"'><img src=x>",
        ):
            page.goto(f"{served.address}search.html", wait_until="load")
            page.fill("#an-query", words)
            page.keyboard.press("Enter")
            page.wait_for_function("document.querySelector('#an-status').textContent !== ''")
            page.wait_for_timeout(300)
            assert page.locator("main img[src=x], main svg[onload], main script").count() == 0
            assert page.evaluate("window.ran") == []
        page.goto(f"{served.address}search.html?q=canarybody", wait_until="load")
        page.locator(RESULT).first.wait_for()
        assert found == []


def test_a_page_that_runs_something_is_noticed(reader: Reader, tmp_path: Path) -> None:
    """So that a quiet page is one that runs nothing."""
    body = "<img src=x onerror=alert(1)><img src=https://evil.example/a.png>"
    (tmp_path / "index.html").write_text(f"<!DOCTYPE html><title>a</title>{body}", "utf-8")
    with serve(tmp_path) as served:
        page = reader.window(bypass_csp=True)
        found = _watched(page, served.address)
        page.goto(served.address, wait_until="load")
        assert json.dumps(page.evaluate("window.ran")) == '["alert1"]'
        assert any("evil.example" in what for what in found)
