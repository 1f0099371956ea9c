"""axe-core, run in a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

from tests.browser.checkers import package
from tests.browser.windows import change

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
"""The tags of all rules that pages keep."""
SHADES = ("cat.color", "cat.text-alternatives", "wcag258")
"""The tags of rules on colours, on pictures and on the size of targets.

Another scheme of colours changes these and nothing else: other colours and weights of text, other
pictures. It hides no text, no control and no landmark.
"""
_ALL = "kept => axe.run({runOnly: kept, resultTypes: ['violations']})"
_SHADES = """([kept, shades]) => axe.run({
    resultTypes: ["violations"],
    runOnly: axe.getRules(shades).filter(({tags}) => tags.some(tag => kept.includes(tag))
        && !tags.includes("experimental") && !tags.includes("deprecated"))
        .map(rule => rule.ruleId),
})"""
_CONTRAST = "axe.run({runOnly: ['color-contrast'], resultTypes: ['violations']})"


def violations(page: Page) -> Iterator[str]:
    """Each violation of any rule, with its element."""
    _load(page)
    yield from _said(page.evaluate(_ALL, list(RULES)))


def violations_of_scheme(page: Page) -> Iterator[str]:
    """Those that can come of another scheme of colours, where the page was judged in one."""
    _load(page)
    yield from _said(page.evaluate(_SHADES, [list(RULES), list(SHADES)]))


def in_both_schemes(page: Page) -> Iterator[tuple[str, str]]:
    """The violations of a page that is shown light, then dark; each with its scheme."""
    yield from (("light", what) for what in violations(page))
    change(page, color_scheme="dark")
    yield from (("dark", what) for what in violations_of_scheme(page))
    change(page, color_scheme="light")


def contrast(page: Page) -> Iterator[str]:
    """Texts that do not stand out from what is behind them."""
    _load(page)
    yield from _said(page.evaluate(_CONTRAST))


def _load(page: Page) -> None:
    # evaluated from outside, which the policy allows
    if not page.evaluate("'axe' in window"):
        page.evaluate(package("axe-core/axe.min.js").read_text(encoding="utf-8"))


def _said(result: dict[str, Any]) -> Iterator[str]:
    for violation in result["violations"]:
        for node in violation["nodes"]:
            target = " ".join(map(str, node["target"]))
            summary = " ".join(node.get("failureSummary", "").split())
            yield f"{violation['id']} ({violation['impact']}): {target}: {summary}"
