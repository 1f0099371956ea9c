"""What a page complains of, and whom it asks, while it is read."""

from __future__ import annotations

import re

from playwright.sync_api import ConsoleMessage, Page, Request, Response

VIOLATION = """
document.addEventListener("securitypolicyviolation", event => console.error(
    `policy: ${event.effectiveDirective} forbids ${event.blockedURI}`
    + (event.sourceFile ? ` at ${event.sourceFile}:${event.lineNumber}` : "")
    + (event.sample ? ` (${event.sample})` : "")));
"""


class Watch:
    """Notes every complaint of a window, each with the place that is being read."""

    def __init__(self, page: Page, home: str) -> None:
        """Begin; home is the only address that the window may ask."""
        self.place: object = ""
        self.found: list[tuple[object, str]] = []
        self.home = home
        # a script from outside is not subject to the policy
        page.add_init_script(VIOLATION)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self._note(f"uncaught: {error}"))
        page.on("request", self._asked)
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _note(self, what: str) -> None:
        # without what differs from page to page, the same finding is one
        what = what.replace(f"{self.home}{self.place}", "this page").replace(self.home, "/")
        self.found.append((self.place, re.sub(r"'sha256-[^']+'", "'sha256-…'", what)))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            # of what could not be loaded, the text does not say what it was
            at = message.location["url"] if "resource" in message.text else ""
            self._note(f"{message.type}: {message.text} {at}".rstrip())

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self._note(f"asks another host: {request.url}")

    def _failed(self, request: Request) -> None:
        # what is under way when a test goes on to the next page is aborted
        if request.failure != "net::ERR_ABORTED":
            self._note(f"failed: {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self._note(f"answered with {response.status}: {response.url}")
