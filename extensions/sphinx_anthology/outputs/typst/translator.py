"""The translator from documents to Typst."""

from __future__ import annotations

from sphinx_anthology.outputs.typst.parts import Parts


class TypstTranslator(Parts):
    """All visitors; what each sort of node becomes stands in the modules that it is made of.

    Extensions add their own with ``app.add_node(node, typst=(visit, depart))``: these put code
    into ``self.body`` and find what helps in ``CodeWriter``.
    """

    def astext(self) -> str:
        """The code of the document."""
        return "".join(self.body)
