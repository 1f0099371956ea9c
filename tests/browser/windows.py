"""Windows in which a test reads pages."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page
from playwright.sync_api import TimeoutError as TookTooLong

from tests.browser.pages import HEIGHTS, WIDE, PageType
from tests.browser.probing import probe
from tests.browser.serving import Site

PATIENCE = 10_000
"""How long in milliseconds a page may take for anything, on a busy machine."""
PLAIN = {
    "color_scheme": "light",
    "forced_colors": "none",
    "media": "screen",
    "reduced_motion": "reduce",
}
"""How a page is shown unless a test asks for something else."""
RESULT = "main ol.an-list > li"


class Windows:
    """The windows of a browser, with and without scripts, that one test after another may use."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self._kept: dict[bool, Page] = {}
        self.unchanged: dict[Page, PageType] = {}
        """What a window shows as it was loaded, but for its size and media."""

    def open(self, **options: Any) -> Page:
        """A new window, with nothing remembered."""
        context = self.browser.new_context(**{"reduced_motion": "reduce", **options})
        context.set_default_timeout(PATIENCE)
        return context.new_page()

    def kept(self, *, scripts: bool) -> Page:
        """The window that is kept: opening one takes longer than reading a page in it."""
        if scripts not in self._kept or self._kept[scripts].is_closed():
            self._kept[scripts] = self.open(java_script_enabled=scripts)
        return self._kept[scripts]


class Reader:
    """Shows pages to a test: in a window that is kept, or in one that the test has for itself."""

    def __init__(self, windows: Windows, site: Callable[[str], Site]) -> None:
        self._windows = windows
        self._site = site
        self._open = contextlib.ExitStack()

    def window(self, width: int = WIDE, scheme: str = "light", **options: Any) -> Page:
        """A window for whoever changes what it remembers; closed at the end of the test.

        Options are Playwright's for a browser context.
        """
        size = {"width": width, "height": HEIGHTS.get(width, 900)}
        page = self._windows.open(viewport=size, color_scheme=scheme, **options)
        self._open.callback(page.context.close)
        return page

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
        self, where: PageType, width: int = WIDE, *, scripts: bool = True, **media: Any
    ) -> Page:
        """Load an example for whoever may change it; media are Playwright's, to be emulated."""
        page = self._arranged(width, scripts, media)
        self._windows.unchanged.pop(page, None)
        return self.go(page, where, scripts=scripts)

    def look(
        self, where: PageType, width: int = WIDE, *, scripts: bool = True, **media: Any
    ) -> Page:
        """Show an example to whoever changes nothing: what is there is not loaded again.

        Nothing, but the size of the window and of its text, and media.
        """
        page = self._arranged(width, scripts, media)
        if self._windows.unchanged.get(page) != where:
            self.go(page, where, scripts=scripts)
            self._windows.unchanged[page] = where
        elif scripts:
            probe(page, "drawn")
        page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
        return page

    def _arranged(self, width: int, scripts: bool, media: dict[str, Any]) -> Page:
        page = self._windows.kept(scripts=scripts)
        page.set_viewport_size({"width": width, "height": HEIGHTS.get(width, 900)})
        page.emulate_media(**{**PLAIN, **media})
        return page

    def close(self) -> None:
        """Close the windows that a test had for itself."""
        self._open.close()


def resize(page: Page, width: int) -> None:
    """Make a window with scripts as wide, and as high as windows of this width are."""
    page.set_viewport_size({"width": width, "height": HEIGHTS.get(width, 900)})
    probe(page, "drawn")


def change(page: Page, **media: Any) -> None:
    """Show a page, with its scripts, in other media, which are Playwright's, to be emulated."""
    page.emulate_media(**media)
    probe(page, "drawn")


@contextlib.contextmanager
def larger_text(page: Page) -> Iterator[Callable[[], None]]:
    """Let a reader have set text to 200 % in the browser; gives what sets it once more."""
    session = page.context.new_cdp_session(page)

    def set_to(standard: int, fixed: int) -> None:
        sizes = {"standard": standard, "fixed": fixed}
        session.send("Page.setFontSizes", {"fontSizes": sizes})
        probe(page, "drawn")

    def enlarge() -> None:
        set_to(32, 26)

    enlarge()
    try:
        yield enlarge
    finally:
        set_to(16, 13)
        session.detach()


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
