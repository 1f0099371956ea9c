"""Windows in which a test reads pages."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page
from playwright.sync_api import TimeoutError as TookTooLong

from tests.browser.pages import HEIGHTS, WIDE, PageType
from tests.browser.serving import Site

PATIENCE = 10_000
"""How long in milliseconds a page may take for anything, on a busy machine."""
RESULT = "main ol.an-list > li"


class Reader:
    """Opens windows, each with nothing remembered, and closes them at the end of a test."""

    def __init__(self, browser: Browser, site: Callable[[str], Site]) -> None:
        self._browser = browser
        self._site = site
        self._open = contextlib.ExitStack()

    def window(self, width: int = WIDE, scheme: str = "light", **options: Any) -> Page:
        """An empty window; options are Playwright's for a browser context."""
        context = self._browser.new_context(
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            **{"color_scheme": scheme, "reduced_motion": "reduce", **options},
        )
        self._open.callback(context.close)
        context.set_default_timeout(PATIENCE)
        return context.new_page()

    def address(self, where: PageType) -> str:
        """Where the example of a page is served."""
        return self._site(where.publication).address + where.address

    def go(self, page: Page, where: PageType, *, scripts: bool = True) -> Page:
        """Show an example in a window, and wait until it is all there."""
        response = page.goto(self.address(where), wait_until="load")
        if response is None or response.status != 200:
            pytest.fail(f"{where}: there is no page {where.address}", pytrace=False)
        if scripts:
            settle(page, where)
        return page

    def read(
        self, where: PageType, width: int = WIDE, scheme: str = "light", **options: Any
    ) -> Page:
        """Show an example in a window of its own."""
        scripts = bool(options.get("java_script_enabled", True))
        return self.go(self.window(width, scheme, **options), where, scripts=scripts)

    def close(self) -> None:
        """Close all windows."""
        self._open.close()


def settle(page: Page, where: PageType) -> None:
    """Wait for the fonts, and for the results of a search."""
    page.evaluate("() => document.fonts.ready.then(() => null)")
    if where.has_results:
        shown(page.locator(RESULT).first, f"{where}: a result of the search")


def shown(locator: Locator, what: str) -> Locator:
    """Wait until an element is shown; a test that waits in vain fails with what it misses."""
    # suppressed, for a failure within the handler would show both
    with contextlib.suppress(TookTooLong):
        locator.wait_for()
        return locator
    pytest.fail(f"{what} was not shown: {locator}", pytrace=False)
