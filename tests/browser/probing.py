"""Questions to a page, answered in it by ``probes.js``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

PROBES = Path(__file__).with_name("probes.js").read_text(encoding="utf-8")


def probe(page: Page, question: str, argument: object = None) -> Any:
    """The answer of the page to a question, which is a function of ``probes.js``."""
    # evaluated from outside, so neither the policy nor a lack of scripts stands in the way
    return page.evaluate(f"argument => ({PROBES}).{question}(argument)", argument)
