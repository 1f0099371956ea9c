"""Images: the file that a text means, and the name of its copy.

Addresses in Markdown have no spaces and only ASCII letters: MyST writes ``%20``, docutils removes
spaces, and macOS stores accents in its own way.

Sphinx numbers images of equal names in the order in which it finds them, which differs in parallel
and incremental builds. Here the name has a digest of the path instead.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util._files import FilenameUniqDict

from sphinx_anthology.files import is_file

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
_LONGEST = 200
"""The most bytes of an image's name in its copy; systems allow 255."""


class FindImages(SphinxTransform):
    """Resolves image addresses to files as spelt on the disk."""

    # before anything checks that the file exists
    default_priority = 195

    def apply(self, **kwargs: object) -> None:
        """Resolve every image that names a file of the publication."""
        for image in self.document.findall(nodes.image):
            uri = str(image["uri"])
            if _ADDRESS.match(uri):
                continue
            start = self.env.srcdir if uri.startswith("/") else self._folder()
            found = None if _exists(start / uri.lstrip("/")) else _find(start, uri)
            if found:
                image["uri"] = f"/{found}" if uri.startswith("/") else found

    def _folder(self) -> Path:
        return Path(self.env.doc2path(self.env.docname)).parent


def _find(start: Path, uri: str) -> str | None:
    """The only file that an address means, from a folder, else :data:`None`."""
    here, parts = start, []
    for part in unquote(uri).lstrip("/").split("/"):
        if part in {"", ".", ".."} or _exists(here / part):
            name = part
        else:
            alike = [entry for entry in _entries(here) if _key(entry) == _key(part)]
            if len(alike) != 1:
                return None
            (name,) = alike
        parts.append(name)
        here /= name
    return "/".join(parts) if is_file(here) else None


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # the name is too long or not allowed
        return False


def _entries(folder: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in folder.iterdir())
    except (OSError, ValueError):
        return []


def _key(name: str) -> str:
    """A name without spaces, with composed accents."""
    return unicodedata.normalize("NFC", "".join(name.split()))


class PathNamedImages(FilenameUniqDict):
    """Sphinx's table of images, with names that depend only on the path."""

    def add_file(self, docname: str, newfile: str | os.PathLike[str]) -> str:
        """Add an image of a document; give the name of its copy."""
        path = PurePosixPath(newfile)
        digest = hashlib.blake2b(str(path).encode(), digest_size=4).hexdigest()
        stem = path.stem.encode()[:_LONGEST].decode(errors="ignore")
        docnames, name = self.get(str(path), (set(), f"{stem}-{digest}{path.suffix}"))
        docnames.add(docname)
        self[str(path)] = docnames, name
        self._existing.add(name)
        return name


def name_images_by_path(app: Sphinx) -> None:
    """Replace the environment's table of images, once."""
    if not isinstance(app.env.images, PathNamedImages):
        images = PathNamedImages()
        for path, (docnames, _name) in app.env.images.items():
            for docname in docnames:
                images.add_file(docname, path)
        app.env.images = images
