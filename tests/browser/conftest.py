"""A browser, and both publications as they are served."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.checkers import chromium, flags
from tests.browser.serving import Site, serve
from tests.browser.windows import Reader, Windows
from tests.building import Built


@pytest.fixture(scope="session")
def site(publication: Callable[[str, str], Built]) -> Iterator[Callable[[str], Site]]:
    """Serve a publication by its name; each once a session."""
    done: dict[str, Site] = {}
    with contextlib.ExitStack() as serving:

        def get(name: str) -> Site:
            if name not in done:
                done[name] = serving.enter_context(serve(publication(name, "html").out))
            return done[name]

        yield get


# no longer than for this package: while it runs, no other test can have an event loop
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium; without it a test is skipped, and says what to install."""
    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags())
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def windows(browser: Browser) -> Windows:
    """The browser's windows."""
    return Windows(browser)


@pytest.fixture
def reader(windows: Windows, site: Callable[[str], Site]) -> Iterator[Reader]:
    """One who shows pages to a test."""
    reader = Reader(windows, site)
    yield reader
    reader.close()
