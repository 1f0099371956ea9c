"""What content becomes in pages: none of its markup, none of its styles, nothing from elsewhere."""

from __future__ import annotations

from sphinx.application import Sphinx

from sphinx_anthology.outputs.html.content.images import LinkForeignImages
from sphinx_anthology.outputs.html.content.maths import NoteFormulas, register_renderer
from sphinx_anthology.outputs.html.content.translator import replace_icon_roles


def register_content(app: Sphinx) -> None:
    """Register what looks at content; the translator does the rest."""
    replace_icon_roles(app)
    register_renderer(app)
    app.add_transform(LinkForeignImages)
    app.add_transform(NoteFormulas)
