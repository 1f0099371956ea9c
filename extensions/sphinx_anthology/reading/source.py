"""Before MyST reads a document: our front matter gives way to the title.

MyST ignores ``title`` and mangles typed fields, so it never sees our YAML. The block is
replaced by as many lines, so that line numbers stay true.
"""

from __future__ import annotations

import re
import string

import yaml
from sphinx.application import Sphinx

from sphinx_anthology.model.source import Source
from sphinx_anthology.model.states import State
from sphinx_anthology.reading.domain import domain_of

_PUNCTUATION = re.compile(f"([{re.escape(string.punctuation)}])")


def replace_front_matter(app: Sphinx, docname: str, content: list[str]) -> None:
    """Put a document's title in the place of its front matter."""
    domain = domain_of(app.env)
    source = domain.catalogue.sources.get(docname)
    if source is None:
        return
    if docname in domain.catalogue.withheld:  # the root document: Sphinx cannot do without it
        content[0] = f"# {escape(str(app.config.project))}\n"
        return
    if not source.title or not source.length:
        return
    body = content[0].split("\n")[source.length :]
    if domain.catalogue.states.get(docname) is State.WITHDRAWN:
        body = []
    content[0] = "\n".join([*title_block(source), *body])


def title_block(source: Source) -> list[str]:
    """The lines that stand in the place of a document's front matter."""
    kept = [_flow(key, value) for key, value in source.file_wide.items()]
    block = ["---", *kept, "---"] if kept else []
    padding = [""] * (source.length - len(block) - 1)
    return [*block, *padding, f"# {escape(source.title)}"]


def _flow(key: str, value: object) -> str:
    """A field on one line."""
    text = yaml.safe_dump(
        {key: value}, default_flow_style=True, allow_unicode=True, width=2**31, sort_keys=False
    )
    return text.strip()[1:-1]


def escape(title: str) -> str:
    """A title in which no character means anything to Markdown (CommonMark 2.4)."""
    return _PUNCTUATION.sub(r"\\\1", title)
