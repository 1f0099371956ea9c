"""Two more checkers of accessibility, by other hands than axe-core's, run in a page.

HTML_CodeSniffer (Squiz) asks the techniques of WCAG 2.1 AA; IBM's equal-access engine WCAG 2.2 and
IBM's own rules. What both only ask a person to look at is no finding.
"""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.browser.checkers import package

_SNIFF = """() => new Promise(resolve => {
    const told = () => resolve(HTMLCS.getMessages().filter(({type}) => type === HTMLCS.ERROR)
        .map(({code, msg, element}) => `${code}: ${msg} ${element.outerHTML?.slice(0, 160)}`));
    HTMLCS.process("WCAG2AA", document, told, told);
})"""
_ASK = """async () => (await new ace.Checker().check(document, ["WCAG_2_2", "IBM_Accessibility"]))
    .results.filter(({value: [level, result]}) => level === "VIOLATION" && result === "FAIL")
    .map(({ruleId, message, snippet}) => `${ruleId}: ${message} ${snippet}`)"""


def sniffed(page: Page) -> Iterator[str]:
    """Each error of HTML_CodeSniffer, with its element."""
    if not page.evaluate("'HTMLCS' in window"):
        page.evaluate(package("html_codesniffer/build/HTMLCS.js").read_text(encoding="utf-8"))
    yield from page.evaluate(_SNIFF)


def asked(page: Page) -> Iterator[str]:
    """Each violation that IBM's engine is sure of, with its element."""
    if not page.evaluate("'ace' in window"):
        script = package("accessibility-checker-engine/ace-window.js").read_text(encoding="utf-8")
        page.evaluate(script)
    yield from page.evaluate(_ASK)
