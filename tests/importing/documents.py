"""A blog of our own invention, and bodies rendered by docutils as a publication would have them."""

from __future__ import annotations

import dataclasses as dc
import io
from collections.abc import Mapping

from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers.rst import Directive, directives
from myst_parser.parsers.docutils_ import Parser
from sphinx.util.docutils import docutils_namespace

from html2myst.conversion import Attached, Converted, Source, Target
from html2myst.converter import converted

BASE = "https://blog.example"
SOFT = [
    *("amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist"),
    *("dollarmath", "strikethrough", "tasklist"),
]
"""The syntax of a publication."""

HARD = [
    *SOFT,
    *("fieldlist", "substitution"),
]
"""All syntax that a publication may turn on one day."""

_APART = (
    *(nodes.paragraph, nodes.title, nodes.literal_block, nodes.list_item, nodes.entry, nodes.row),
    *(nodes.term, nodes.definition, nodes.block_quote, nodes.section, nodes.caption, nodes.legend),
    *(nodes.figure, nodes.image, nodes.rubric, nodes.container, nodes.math_block),
)


class OwnPlaces:
    """Where things of the blog are: two posts, and all images but one."""

    documents: Mapping[str, Target] = {
        f"{BASE}/old/": Target("series/x/01-old"),
        f"{BASE}/old/#part": Target("series/x/01-old", "part"),
    }

    def document(self, address: str) -> Target | None:
        """A post."""
        return self.documents.get(address)

    def picture(self, address: str) -> str | None:
        """An image."""
        if not address.startswith(BASE) or "gone" in address:
            return None
        return "../media/" + address.partition("?")[0].rpartition("/")[2].replace("-300x200", "")


class AllPlaces:
    """Every image is there."""

    def document(self, address: str) -> Target | None:
        """No post."""
        return None

    def picture(self, address: str) -> str | None:
        """The one image."""
        return "images/p.png"


def conversion(html: str, **more: object) -> Converted:
    """A body of the blog, converted."""
    library = {
        1: Attached(address=f"{BASE}/1.jpg", alt="One", caption="First"),
        2: Attached(address=f"{BASE}/2.jpg"),
    }
    source = Source(html=html, docname="posts/2020/p", base=BASE, library=library, attached=(1, 2))
    return converted(dc.replace(source, **more), OwnPlaces())  # type: ignore[arg-type]


@dc.dataclass(slots=True)
class Rendered:
    """What docutils makes of a body."""

    text: str
    raw: int
    maths: int
    messages: str


class _Box(Directive):
    """Stands for the grid of sphinx-design, which wants Sphinx."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """What is inside."""
        box = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, box)
        return [box]


def rendered(text: str, *, hard: bool = False) -> Rendered:
    """A body as docutils reads it."""
    stream = io.StringIO()
    with docutils_namespace():
        for name in ("grid", "grid-item"):
            directives.register_directive(name, _Box)
        document = _parsed(text, stream, hard=hard)
    result = Rendered("", 0, 0, stream.getvalue())
    parts: list[str] = []
    _gather(document, parts, result)
    result.text = " ".join("".join(parts).split()).removeprefix("T").strip()
    return result


def _parsed(text: str, stream: io.StringIO, *, hard: bool) -> nodes.document:
    return publish_doctree(
        f"# T\n\n{text}",
        parser=Parser(),
        settings_overrides={
            "warning_stream": stream,
            "report_level": 2,
            "halt_level": 5,
            "doctitle_xform": False,
            "file_insertion_enabled": False,
            "smart_quotes": False,
            "myst_enable_extensions": HARD if hard else SOFT,
            "myst_disable_syntax": [] if hard else ["html_block", "html_inline"],
            "myst_footnote_transition": False,
            "myst_all_links_external": True,
            "myst_highlight_code_blocks": False,
        },
    )


def _gather(node: nodes.Node, parts: list[str], result: Rendered) -> None:
    if isinstance(node, nodes.Text):
        parts.append(str(node))
    elif isinstance(node, nodes.raw):
        is_break = node.astext().strip() == "<br />"
        parts.append(" " if is_break else "")
        result.raw += not is_break and node.get("format") != "latex"
    elif not isinstance(
        node, nodes.comment | nodes.footnote | nodes.footnote_reference | nodes.system_message
    ):
        result.maths += isinstance(node, nodes.math | nodes.math_block)
        space = " " if isinstance(node, _APART) else ""
        parts.append(space)
        for child in node.children:
            _gather(child, parts, result)
        parts.append(space)
