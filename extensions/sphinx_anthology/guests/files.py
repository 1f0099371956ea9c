"""Images and downloads in guests' texts: allowed or refused."""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.util.i18n import get_image_filename_for_language, search_image_for_language

from sphinx_anthology.guests.links import is_safe_address
from sphinx_anthology.guests.problems import note_at, replace_node
from sphinx_anthology.model.media_files import MOST_BYTES, image_fault
from sphinx_anthology.model.problem import FOR_EDITORS, Code, quoted
from sphinx_anthology.model.reference_queries import ArePublic
from sphinx_anthology.pages.body_scan import is_generated
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.files import A_COPY_HELPS, FileRule

KINDS = frozenset(
    """
    .apng .avif .bmp .cur .eps .gif .heic .ico .jpe .jpeg .jpg .jxl .pdf .png .svg .svgz .tif .tiff
    .webp
    """.split()  # noqa: SIM905  # fewer lines than a list
)
"""Endings of image files for any builder."""


def image_refusal(path: str) -> str:
    """The reason why an image is refused, as a sentence; empty if allowed."""
    file = Path(path)
    if file.suffix.casefold() not in KINDS:
        return "Its name does not end as that of an image; save it as PNG, JPEG, GIF, WebP or SVG."
    try:
        status = file.stat()
    except (OSError, ValueError):
        return ""  # Sphinx reports that it is missing
    if not stat.S_ISREG(status.st_mode):
        return "It is not a file."
    if status.st_size > MOST_BYTES:
        return f"It has more than {MOST_BYTES // 1_000_000} MB. Make it smaller."
    return _harm_of(path, status.st_mtime_ns, status.st_ctime_ns, status.st_size)


@lru_cache(4096)
def _harm_of(path: str, *stamps: int) -> str:
    """The harm of a file, cached by its stamps."""
    try:
        return image_fault(Path(path).read_bytes(), Path(path).suffix)
    except OSError:
        return "It cannot be read."


_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:|//", re.IGNORECASE)
Judge = Callable[[str], str]
"""A function that gives the reason why a path is refused; empty if allowed."""
RUNNABLE = frozenset(
    """
    asp aspx cgi eml hta htm html htc jar js jsp jspx mht mhtml mjs phar php php3 php4 php5 php7
    php8 phps pht phtml pl py rb rdf rss shtm shtml svg svgz swf wasm xbl xht xhtml xml xsd xsl
    xslt
    """.split()  # noqa: SIM905  # fewer lines than a list
)
"""Endings of files that a browser or a server may run."""


class RefuseFiles(SphinxTransform):
    """Replaces refused images and downloads by words."""

    # after foreign images became links (400), before Sphinx collects files
    default_priority = 401

    def apply(self, **kwargs: object) -> None:
        """Check every image and every download."""
        self._forget_definitions()
        rule = domain_of(self.env).files
        if rule is None:
            return
        for image in list(self.document.findall(nodes.image)):
            self._image(image, rule)
        for link in list(self.document.findall(addnodes.download_reference)):
            self._download(link, rule)

    def _forget_definitions(self) -> None:
        """Remove images in substitution definitions, which some builders would load."""
        for definition in list(self.document.findall(nodes.substitution_definition)):
            if any(definition.findall(nodes.image)):
                definition.parent.remove(definition)

    def _image(self, image: nodes.image, rule: FileRule) -> None:
        uri = str(image["uri"])
        if _ADDRESS.match(uri):
            return
        judge = _reason_of_match if uri.endswith(".*") else image_refusal
        reason = self._reason(_image_files(uri, self.env), rule, judge)
        if not reason:
            return
        source = domain_of(self.env).catalogue.sources.get(self.env.docname)
        if not is_generated(image) or (source and source.kind == "author"):
            message = f"The image {quoted(uri)} is left out. {reason}"
            note_at(self.env, image, message, Code.FILE_REFUSED)
        words = nodes.inline("", image.get("alt", "").strip() or "image")
        if isinstance(image.parent, nodes.reference | addnodes.pending_xref):
            image.parent.replace(image, words)
        else:
            replace_node(image, words)

    def _download(self, link: addnodes.download_reference, rule: FileRule) -> None:
        target = str(link["reftarget"])
        if _ADDRESS.match(target):
            reason = "" if is_safe_address(target) else "Its scheme is not allowed."
        else:
            reason = self._reason([self._path(target)], rule, _reason_against_download)
        if not reason:
            return
        message = f"The download {quoted(target)} is left out. {reason}"
        note_at(self.env, link, message, Code.FILE_REFUSED)
        replace_node(link, nodes.inline("", link.astext() or target))

    def _path(self, target: str) -> str:
        try:
            return self.env.relfn2path(target, self.env.docname)[1]
        except (OSError, ValueError):
            return "\0"

    def _reason(self, paths: Iterable[str], rule: FileRule, judge: Judge) -> str:
        """The reason why a document may not use files; empty if it may."""
        for path in paths:
            docname = rule.document_at(path) if "\0" not in path else ""
            if docname:
                domain_of(self.env).ask(self.env.docname, ArePublic((docname,)))
            if reason := rule.reason(path):
                how = "Put a copy beside the text" if reason in A_COPY_HELPS else "Take it out"
                return f"{reason} {how}, {FOR_EDITORS}."
            if reason := judge(path):
                return reason
        return ""


def _reason_of_match(path: str) -> str:
    """The reason why a matched image is refused; Sphinx ignores other files."""
    return image_refusal(path) if Path(path).suffix.casefold() in KINDS else ""


def _reason_against_download(path: str) -> str:
    """The reason why a file is refused as a download."""
    endings = {part.casefold() for part in Path(path).name.split(".")[1:]}
    if endings & RUNNABLE:
        return f"A browser or a server may run it; put it into a ZIP file, {FOR_EDITORS}."
    return ""


def _image_files(uri: str, env: BuildEnvironment) -> Iterator[str]:
    """All files that Sphinx may use for an image: by format and by language."""
    try:
        if uri.endswith(os.extsep + "*"):
            for name in (uri, get_image_filename_for_language(uri, env)):
                yield from sorted(glob.glob(env.relfn2path(name, env.docname)[1]))  # noqa: PTH207
        else:
            yield env.relfn2path(uri, env.docname)[1]
            yield env.relfn2path(search_image_for_language(uri, env), env.docname)[1]
    except (OSError, ValueError):
        yield "\0"


def drop_refused_files(app: Sphinx, env: BuildEnvironment) -> None:
    """Remove refused files from Sphinx's tables, whoever added them."""
    domain = domain_of(env)
    rule = domain.files
    if rule is None:
        return
    made = Path(os.path.realpath(app.doctreedir))  # files that Sphinx made from a text
    tables: tuple[dict[Any, Any], ...] = (env.images, env.dlfiles)
    for noted in tables:
        for path, (docnames, _) in list(noted.items()):
            if domain.quick is not None and domain.reading.isdisjoint(docnames):
                continue
            real = Path(os.path.realpath(app.srcdir / path))
            if not real.is_relative_to(made) and rule.reason(real):
                del noted[path]
