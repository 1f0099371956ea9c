"""Icons of sphinx-design, without its way to pass markup through to pages.

Its roles write what they are given as classes into the page as it is.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole
from sphinx_design.icons import MaterialRole, OcticonRole

_STYLES = ("regular", "outlined", "round", "sharp", "twotone")
_SIGNS = frozenset("<>&\"'")


class _WithoutMarkup(SphinxRole):
    """A role whose text holds no signs of markup."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The icon; where a sign of markup is in the text, an error."""
        if not _SIGNS & set(self.text):
            return super().run()
        message = self.inliner.reporter.error(
            "An icon's name, height and classes cannot hold any of < > & \" '.", line=self.lineno
        )
        return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]


class Octicon(_WithoutMarkup, OcticonRole):
    """``{octicon}``."""


class Material(_WithoutMarkup, MaterialRole):
    """``{material-regular}`` and its sisters."""


def replace_icon_roles(app: Sphinx) -> None:
    """Put our roles in the place of sphinx-design's."""
    app.add_role("octicon", Octicon(), override=True)
    for style in _STYLES:
        app.add_role(f"material-{style}", Material(style), override=True)
