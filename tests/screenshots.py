"""The pictures of the README and the guide, taken of the demonstration as it is built.

Run it after a change of the look: ``python -m tests.screenshots``. It writes to ``docs/images/``.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.checkers import chromium, flags
from tests.browser.serving import Site, serve
from tests.building import build

DOCS = Path(__file__).parent.parent / "docs"
POST = "series/co-creation/03-public-leaders.html"
SERIES = "series/co-creation/index.html"


def _as_it_opens(page: Page) -> None:
    """Nothing is done."""


def _preview(page: Page) -> None:
    """Rest on the last reference of the text."""
    reference = page.locator(".an-body .an-xref > a").last
    reference.scroll_into_view_if_needed()
    page.evaluate("scrollBy(0, 250)")
    reference.hover()
    page.locator(".an-preview:visible").wait_for()


def _cite(page: Page) -> None:
    """Go to the end of the text."""
    page.locator("section.an-cite").evaluate("section => section.scrollIntoView()")


def _results(page: Page) -> None:
    """Wait for what was found."""
    page.locator("ol.an-list > li").first.wait_for()


SHOTS: dict[str, tuple[str, int, int, str, Callable[[Page], None]]] = {
    "front": ("index.html", 1440, 1080, "light", _as_it_opens),
    "series-dark": (SERIES, 1440, 1080, "dark", _as_it_opens),
    "post": (POST, 1440, 1080, "light", _as_it_opens),
    "preview": (POST, 1200, 640, "light", _preview),
    "cite": (POST, 1200, 800, "light", _cite),
    "search": ("search.html?q=leadership", 1200, 800, "light", _results),
    "telephone": (POST, 390, 844, "light", _as_it_opens),
}
"""Every picture by name: page, width, height, scheme, and what is done before it is taken."""


def take(browser: Browser, site: Site, folder: Path) -> None:
    """Take all pictures of a served demonstration."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (address, width, height, scheme, prepare) in SHOTS.items():
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]  # a literal
            reduced_motion="reduce",
        )
        page = context.new_page()
        page.goto(site.address + address, wait_until="load")
        page.reload(wait_until="load")  # with the fonts at hand, as a reader's second page has them
        page.evaluate("() => document.fonts.ready.then(() => null)")
        prepare(page)
        page.screenshot(path=folder / f"{name}.png", animations="disabled")
        context.close()


def main() -> None:
    """Build the demonstration, serve it, and take the pictures."""
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        built = build(DOCS, Path(work, "html"), Path(work, "doctrees"))
        browser = playwright.chromium.launch(executable_path=chromium(), args=flags())
        with serve(built.out) as site:
            take(browser, site, DOCS / "images")
        browser.close()


if __name__ == "__main__":
    main()
