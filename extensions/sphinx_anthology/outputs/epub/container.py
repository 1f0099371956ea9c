"""The file of a volume: a ZIP archive with nothing of the day or the place where it is made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

FOLDER = "EPUB/"
PACKAGE = f"{FOLDER}package.opf"
_DATE = (1980, 1, 1, 0, 0, 0)
_MODE = 0o644 << 16
_LEVEL = 6
_UNIX = 3
_PACKED = (".png", ".jpg", ".gif", ".webp")
"""Endings of what is compressed already."""
_CONTAINER = f"""<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="{PACKAGE}" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""


def packed(files: Mapping[str, bytes]) -> bytes:
    """The archive of files that lie beside the package document."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        # first and as it is, so that the file is known by its beginning
        _add(archive, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        _add(archive, "META-INF/container.xml", _CONTAINER.encode(), zipfile.ZIP_DEFLATED)
        for name in sorted(files):
            is_packed = name.endswith(_PACKED)
            method = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
            _add(archive, f"{FOLDER}{name}", files[name], method)
    return memory.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes, method: int) -> None:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type, entry.external_attr, entry.create_system = method, _MODE, _UNIX
    archive.writestr(entry, content, compresslevel=_LEVEL)
