"""The builder of the editors' preview: pages of public and of withheld documents.

What it writes never mixes with public output: its folders have a mark, public builds refuse marked
folders, and it refuses those that others have written. For documents that were read for a preview
have the words of drafts, and the files themselves do not show it.
"""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import SphinxError

from sphinx_anthology.outputs.html.builder import AnthologyHTMLBuilder
from sphinx_anthology.reading.domain import PREVIEW

MARK = ".anthology-preview"
"""The file that marks a folder of a preview."""
_STYLES = Path(__file__).parent / "marks"
_TEXT = "Drafts are in here: a preview by ‘anthology serve’, not to be published.\n"
_OF_LOCKS = frozenset({"anthology.lock", ".anthology.lock"})


class PreviewBuilder(AnthologyHTMLBuilder):
    """``preview``: ``html`` with withheld documents, which are marked, and without feeds."""

    name = PREVIEW

    def init(self) -> None:
        """Load the style of the marks."""
        self.config.html_static_path = [*self.config.html_static_path, str(_STYLES)]
        self._app.add_css_file("anthology-preview.css")
        super().init()


def keep_folders_apart(app: Sphinx) -> None:
    """Mark the folders of a preview, and refuse those of the other kind.

    :raises SphinxError: if a preview would use the folders of a public build, or the other way.
    """
    folders = dict.fromkeys((Path(app.doctreedir), Path(app.outdir)))
    if app.builder.name == PREVIEW:
        for folder in folders:
            _mark(folder)
        return
    for folder in folders:
        if (folder / MARK).exists():
            raise SphinxError(
                f"{folder} holds a preview with drafts, and nothing public is built there. Use "
                "another folder, or delete this one."
            )


def _mark(folder: Path) -> None:
    mark = folder / MARK
    if mark.exists():
        return
    others = {path.name for path in folder.iterdir()} - _OF_LOCKS if folder.is_dir() else ()
    if others:
        raise SphinxError(
            f"{folder} is not empty, and no preview wrote it. Use another folder for the preview, "
            "or delete this one."
        )
    folder.mkdir(parents=True, exist_ok=True)
    mark.write_text(_TEXT, encoding="utf-8")
