"""Citations that a reader can open and copy, as HTML."""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes

from sphinx_anthology.model.citing import Citation, Run


def visit_copy_button(self: Any, node: nodes.Element) -> None:
    """A button that does nothing without its script, so it is only shown by it."""
    self.body.append(_button(node["label"], node["done"]))
    raise nodes.SkipNode


def visit_other_styles(self: Any, node: nodes.Element) -> None:
    """A part that a reader opens, with or without scripts: each style, what it makes, a button."""
    label, button = escape(node["label"], quote=False), _button(node["copy"], node["done"])
    self.body.append(f'<details class="an-styles"><summary>{label}</summary>\n')
    for name, made in node["citations"]:
        self.body.append(
            '<div class="an-style"><p class="an-s"><strong class="an-style-name">'
            f"{escape(name, quote=False)}</strong></p>\n<p>{citation(made)}</p>\n"
            f'<p class="an-links an-s">{button}</p>\n</div>\n'
        )
    self.body.append("</details>\n")
    raise nodes.SkipNode


def citation(made: Citation) -> str:
    """A citation with its italics; its address is a link where it leads to the web."""
    return "".join(map(_run, made))


def _run(run: Run) -> str:
    text = escape(run.text, quote=False)
    if run.leads_to_the_web:
        return f'<a class="reference external" href="{escape(run.text)}">{text}</a>'
    return f"<em>{text}</em>" if run.emphasised else text


def _button(label: str, done: str) -> str:
    words = escape(label, quote=False)
    return f'<button type="button" class="an-copy" data-done="{escape(done)}">{words}</button>'
