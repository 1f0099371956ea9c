"""Names of image copies that depend on the image alone.

Sphinx numbers images of equal names in the order in which it meets them, which is another one
in a parallel or an incremental build. Here the name carries a digest of the path instead.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import PurePosixPath

from sphinx.application import Sphinx
from sphinx.util._files import FilenameUniqDict


class PathNamedImages(FilenameUniqDict):
    """Sphinx's table of images, with names that depend on the path alone."""

    def add_file(self, docname: str, newfile: str | os.PathLike[str]) -> str:
        """Note an image of a document; give the name of its copy."""
        path = PurePosixPath(newfile)
        digest = hashlib.blake2b(str(path).encode(), digest_size=4).hexdigest()
        docnames, name = self.get(str(path), (set(), f"{path.stem}-{digest}{path.suffix}"))
        docnames.add(docname)
        self[str(path)] = docnames, name
        self._existing.add(name)
        return name


def name_images_by_path(app: Sphinx) -> None:
    """Replace the environment's table of images, once, when the environment is new."""
    if not isinstance(app.env.images, PathNamedImages):
        images = PathNamedImages()
        for path, (docnames, _name) in app.env.images.items():
            for docname in docnames:
                images.add_file(docname, path)
        app.env.images = images
