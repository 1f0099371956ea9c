"""Questions to a page, answered in it by the functions in ``probes/``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

FILES = sorted((Path(__file__).parent / "probes").glob("*.js"))
PROBES = "\n".join(path.read_text(encoding="utf-8") for path in FILES)


def probe(page: Page, question: str, argument: object = None) -> Any:
    """The answer of the page to a question, which is a function in ``probes/``."""
    # evaluated from outside, so neither the policy nor a lack of scripts stands in the way
    return page.evaluate(f"argument => {{ {PROBES}\nreturn {question}(argument); }}", argument)
