"""Pages that the server makes itself: what is withheld, and what cannot be shown."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from urllib.parse import quote

from sphinx_anthology.model.problem import Code, Level, more_about
from sphinx_anthology.preview.loop import Shown

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<link rel="stylesheet" href="/_preview/preview.css"></head>
<body><main><h1>{title}</h1>
{content}
<p><a href="/">To the front page</a></p>
</main></body></html>
"""
_LEVELS = {
    Level.MUST: "Must be mended: the publication is wrong",
    Level.SHOULD: "Should be mended",
    Level.COULD: "Could be better",
}


def overview(shown: Shown) -> str:
    """The page of everything that is withheld and why, and of all problems."""
    content = [f"<p>As of {escape(shown.as_of)}.</p>"] if shown.as_of else []
    if shown.error:
        content.append(f'<p class="error">{escape(shown.error)}</p>')
    withheld = [
        (_place(one.file, one.line, shown), f"{str(one.reason).capitalize()}. {one.message}")
        for one in shown.withheld
    ]
    content += _section(f"Not in the public edition: {len(withheld) or 'nothing'}", withheld)
    for level, heading in _LEVELS.items():
        found = [f for f in shown.findings if f.level is level]
        rows = [(_place(f.file, f.line, shown), f"{f.message} [{f.code}]") for f in found]
        content += _section(f"{heading}: {len(rows)}", rows) if rows else []
    codes = {finding.code for finding in shown.findings} & {code.slug for code in Code}
    content += [f"<p>{escape(more_about(code))}</p>" for code in sorted(codes)[:1]]
    return _PAGE.format(title="Preview", content="\n".join(content))


def _place(file: str, line: int, shown: Shown) -> str:
    """A file and line as HTML, with a link if the document is shown."""
    docname, dot, ending = file.rpartition(".")
    place = escape(f"{shown.folder}{file}:{line}")
    if f"{dot}{ending}" != ".md" or docname in shown.missing:
        return place
    return f'<a href="/{quote(docname)}.html">{place}</a>'


def _section(heading: str, rows: Iterable[tuple[str, str]]) -> list[str]:
    """A heading and a table of places, as HTML, and of what is said of them."""
    items = [
        f'<tr><th scope="row"><code>{place}</code></th><td>{escape(said)}</td></tr>'
        for place, said in rows
    ]
    table = ["<table>", *items, "</table>"] if items else []
    return [f"<h2>{escape(heading)}</h2>", *table]


def waiting() -> str:
    """The page before the first build is done."""
    return _PAGE.format(
        title="The first build is under way",
        content="<p>All documents are read; this page loads by itself when it is done.</p>",
    )


def not_built(page: str, shown: Shown) -> str:
    """The page in place of a document that cannot be shown, with the reasons; empty if unknown."""
    if page not in shown.missing:
        return ""
    found = [finding for finding in shown.findings if finding.docname == page]
    rows = [(_place(f.file, f.line, shown), f"{f.message} [{f.code}]") for f in found]
    content = "\n".join(_section("This document cannot be shown as it is", rows))
    return _PAGE.format(title=escape(page), content=content)
