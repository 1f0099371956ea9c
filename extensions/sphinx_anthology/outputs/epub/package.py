"""The package document of a volume, and the ZIP archive that holds it."""

from __future__ import annotations

import dataclasses as dc
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from sphinx_anthology.outputs.epub.contents import STYLE, tag
from sphinx_anthology.outputs.epub.pictures import KINDS
from sphinx_anthology.pages.wording import direction

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


_PAGE = "application/xhtml+xml"


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A page of a volume in its reading order; ``properties`` say what is special about it."""

    file: str
    properties: tuple[str, ...] = ()


class Metadata:
    """Collects the statements of a package, and gives numbers to those that others refine."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._last = 0

    def element(self, name: str, text: str, identifier: str = "") -> str:
        """A Dublin Core element; gives the id by which it is refined."""
        identifier = identifier or self._next()
        self.lines.append(f'<dc:{name} id="{identifier}">{_text(text)}</dc:{name}>')
        return identifier

    def plain(self, name: str, text: str) -> None:
        """A Dublin Core element that nothing refines; nothing where there is no text."""
        if text:
            self.lines.append(f"<dc:{name}>{_text(text)}</dc:{name}>")

    def meta(self, name: str, text: str, *, of: str = "", scheme: str = "") -> str:
        """A property, of the volume or of another statement; gives its id."""
        identifier = self._next()
        refined = f' refines="#{of}"' if of else ""
        known = f' scheme="{scheme}"' if scheme else ""
        stated = f'<meta property="{name}" id="{identifier}"{refined}{known}>{_text(text)}</meta>'
        self.lines.append(stated)
        return identifier

    def _next(self) -> str:
        self._last += 1
        return f"m{self._last}"


def package(
    metadata: Metadata, items: Sequence[Item], images: Iterable[str], cover: str, language: str
) -> bytes:
    """The package document."""
    spoken = escape(tag(language))
    turned = ' page-progression-direction="rtl"' if direction(language) == "rtl" else ""
    lines = "".join(f"{line}\n" for line in metadata.lines)
    spine = "".join(f'<itemref idref="p{place}"/>\n' for place, _ in enumerate(items))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="uid"'
        f' xml:lang="{spoken}" dir="{direction(language)}"'
        ' prefix="a11y: http://www.idpf.org/epub/vocab/package/a11y/#">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f"{lines}</metadata>\n"
        f"<manifest>\n{''.join(_manifest(items, images, cover))}</manifest>\n"
        f"<spine{turned}>\n{spine}</spine>\n</package>\n"
    ).encode()


def _manifest(items: Sequence[Item], images: Iterable[str], cover: str) -> Iterator[str]:
    for place, item in enumerate(items):
        stated = f' properties="{" ".join(item.properties)}"' if item.properties else ""
        yield f'<item id="p{place}" href="{escape(item.file)}" media-type="{_PAGE}"{stated}/>\n'
    yield f'<item id="style" href="{STYLE}" media-type="text/css"/>\n'
    for place, path in enumerate(images):
        kind = KINDS[path.rpartition(".")[2]]
        stated = ' properties="cover-image"' if path == cover else ""
        yield f'<item id="i{place}" href="{escape(path)}" media-type="{kind}"{stated}/>\n'


def _text(text: str) -> str:
    return escape(" ".join(text.split()), quote=False)
