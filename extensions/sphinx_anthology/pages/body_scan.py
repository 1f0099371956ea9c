"""Scan the text of a document: words, excerpt, mentions, problems.

This runs while the text is alone, before our parts are inserted around it.
"""

from __future__ import annotations

import contextlib
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.util import docname_join

from sphinx_anthology.model.documents import Post
from sphinx_anthology.model.media_files import DRAWINGS, MOST_BYTES, states_location
from sphinx_anthology.model.names import slug
from sphinx_anthology.model.problem import Code, Problem
from sphinx_anthology.model.reference_queries import ArePublic, ResolveReference
from sphinx_anthology.model.source import Body, Mention, sentence_around
from sphinx_anthology.model.states import State
from sphinx_anthology.model.suggestions import did_you_mean_path
from sphinx_anthology.pages.nodes import SECTION, correction, listing
from sphinx_anthology.pages.wording import gettext
from sphinx_anthology.reading.domain import AnthologyDomain, domain_of
from sphinx_anthology.reading.image_copies import has_copies
from sphinx_anthology.reading.settings import settings_of

DECORATIVE = "decorative"
"""The class of decorative images, which need no alternative text."""


_PHOTOS = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff", ".heic", ".avif"})


class ScanBody(SphinxTransform):
    """Record facts of a text; turn links to withheld documents into text."""

    # after the parser, before placement (330) inserts our parts around the text
    default_priority = 320

    def apply(self, **kwargs: object) -> None:
        """Scan the text once for each kind of fact."""
        domain = domain_of(self.env)
        if self.env.docname not in domain.catalogue.sources:
            return
        self._single_title(domain)
        self._withheld_links(domain)
        self._images(domain)
        self._text(domain)
        excerpt, marked, more = self._excerpt()
        body = Body(
            words=sum(len(text.split()) for text in self._texts()),
            excerpt=excerpt,
            marked=marked,
            more=more,
            mentions=tuple(self._mentions(domain)),
            links=tuple(self._links()),
            corrections=tuple(self._corrections(domain)),
        )
        domain.note_body(self.env.docname, body)

    def _corrections(self, domain: AnthologyDomain) -> Iterator[str]:
        """The anchors of the corrections; reports those that dates go by, but are not shown."""
        notes = self.document.findall(correction)
        shown = dict.fromkeys(anchor for note in notes for anchor in note["ids"])
        yield from shown
        source = domain.source(self.env.docname)
        if domain.catalogue.states.get(self.env.docname) is State.WITHDRAWN:
            return
        for stated in source.corrections:
            if stated.anchor not in shown:
                message = (
                    f"The correction of {stated.day} is not shown, though the dates of the post go "
                    "by it: it stands in a comment, or in markup that cannot be read."
                )
                problem = Problem(source.file, stated.line, message, Code.CORRECTION)
                domain.note_problem(self.env.docname, problem)

    def _problem(self, domain: AnthologyDomain, node: nodes.Node, code: Code, message: str) -> None:
        file, line = place_of(node, self.env, domain.source(self.env.docname).file)
        domain.note_problem(self.env.docname, Problem(file, line, message, code))

    def _single_title(self, domain: AnthologyDomain) -> None:
        """Move further first-level headings one level down, and report them."""
        if not domain.source(self.env.docname).title:
            return
        sections = [node for node in self.document.children if isinstance(node, nodes.section)]
        for extra in sections[1:]:
            title = extra.next_node(nodes.title)
            heading = title.astext() if title else ""
            message = (
                f"The heading ‘{heading}’ is of the first level, which is the title's; "
                "write ‘##’ before it."
            )
            self._problem(domain, title or extra, Code.HEADING_IN_BODY, message)
            self.document.remove(extra)
            sections[0] += extra

    def _text(self, domain: AnthologyDomain) -> None:
        """Report a post of which readers see no text, if it needs one."""
        source, docname = domain.source(self.env.docname), self.env.docname
        is_shown = domain.catalogue.has_public_text(docname) and docname not in domain.as_words
        is_wanted = is_shown and isinstance(source.record, Post) and source.record.needs_text
        if not is_wanted or any(map(_is_seen, self._leaves())):
            return
        message = (
            "The post has no text that readers see. Write it below the front matter, or ‘draft: "
            "true’ below ‘post:’ until it is written."
        )
        domain.note_problem(docname, source.problem(Code.NO_TEXT, message, "title"))

    def _leaves(self) -> Iterator[nodes.Node]:
        """The texts, and the elements without children, that are in no heading or correction."""
        for node in self.document.findall(lambda found: not found.children):
            if not _is_correction(node) and not _is_in(node, _HEADINGS):
                yield node

    def _withheld_links(self, domain: AnthologyDomain) -> None:
        """Replace links to documents that are not public by their text."""
        links = (addnodes.pending_xref, addnodes.download_reference)
        for node in [n for n in self.document.findall(nodes.Element) if isinstance(n, links)]:
            docname = self._linked(node, domain)
            if not docname or docname == self.env.docname:
                continue
            (shown,) = domain.ask(self.env.docname, ArePublic((docname,)))
            if shown:
                continue
            if docname not in domain.catalogue.sources:
                known = [d for d in domain.catalogue.sources if domain.catalogue.is_public(d)]
                message = f"The link to ‘{node['reftarget']}’ leads to no document."
                hint = did_you_mean_path(docname, known, self.env.docname, self._ending(node))
                self._problem(domain, node, Code.UNKNOWN_TARGET, message + hint)
            children = node[0].children if node.children else []
            text = children or [nodes.Text(gettext("a forthcoming post"))]
            node.parent.replace(node, text)  # not replace_self: an id or class may be lost

    def _ending(self, node: nodes.Element) -> str:
        """The file extension of a link's target; empty in a ``{doc}`` role."""
        is_role = node.get("refdomain") == "std" and node.get("reftype") == "doc"
        return "" if is_role else Path(domain_of(self.env).source(self.env.docname).file).suffix

    def _linked(self, node: nodes.Element, domain: AnthologyDomain) -> str:
        """The docname that a link, or a download of a source, points to."""
        if isinstance(node, addnodes.download_reference):
            _, path = self.env.relfn2path(node["reftarget"], self.env.docname)
            docname = self.env.path2doc(path) or ""
            return docname if docname in domain.catalogue.sources else ""
        suffixes = tuple(self.config.source_suffix)
        if docname := linked_document(node, self.env.docname, suffixes):
            return docname
        if node.get("reftype") in {"any", "myst"} and node.get("refdomain") in {None, ""}:
            docname = docname_join(self.env.docname, str(node["reftarget"]).partition("#")[0])
            hidden = docname in domain.catalogue.withheld
            return docname if hidden else ""
        return ""

    def _images(self, domain: AnthologyDomain) -> None:
        """Report photos with a location, and missing or useless alternative texts."""
        for image in self.document.findall(nodes.image):
            if is_generated(image):
                continue
            file = PurePosixPath(image["uri"])
            self._file(domain, image, file)
            alt = image.get("alt", "").strip()
            if not alt and DECORATIVE not in image["classes"]:
                message = f"The image ‘{file.name}’ has no alternative text."
                self._problem(domain, image, Code.ALT_MISSING, message)
            elif alt and slug(alt) in {slug(file.name), slug(file.stem)}:
                message = (
                    f"The alternative text ‘{alt}’ is the image's file name; say what it shows."
                )
                self._problem(domain, image, Code.ALT_FILE_NAME, message)

    def _file(self, domain: AnthologyDomain, image: nodes.image, file: PurePosixPath) -> None:
        """Report a photo with a location, and a file of many bytes."""
        path, settings = self._path(image["uri"]), settings_of(self.config)
        if path is None:
            return
        widths = settings.image_widths
        has_some = has_copies(path, widths)
        if self._tells_place(image["uri"]):
            shown = "; readers get copies without it" if has_some else ", and readers get it so"
            message = (
                f"The photo ‘{file.name}’ says where it was taken{shown}. Should nobody know, "
                f"remove it: exiftool -gps:all= -xmp:all= {file.name}"
            )
            self._problem(domain, image, Code.PLACE_IN_PHOTO, message)
        size = path.stat().st_size
        if size > settings.image_notice * 1000 > 0:
            most = 2 * max(widths, default=1280)
            shown_size = f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"
            loaded = "get copies of it" if has_some else "load all of it"
            message = (
                f"The image ‘{file.name}’ has {shown_size}, and readers {loaded}. A smaller "
                f'file will do: magick {file.name} -resize "{most}x{most}>" {file.name}'
            )
            self._problem(domain, image, Code.LARGE_IMAGE, message)

    def _path(self, uri: str) -> Path | None:
        """The file of an image; :data:`None` if no file can have the name."""
        if "://" in uri:
            return None
        with contextlib.suppress(OSError, ValueError):
            path = Path(self.env.relfn2path(uri, self.env.docname)[1])
            return path if path.is_file() else None
        return None

    def _tells_place(self, uri: str) -> bool:
        """Whether an image file contains the place where it was taken."""
        ending = PurePosixPath(uri).suffix.lower()
        if "://" in uri or ending in DRAWINGS or ending not in _PHOTOS:
            return False
        try:
            with Path(self.env.relfn2path(uri, self.env.docname)[1]).open("rb") as file:
                return states_location(file.read(MOST_BYTES))
        except (OSError, ValueError):  # reported elsewhere
            return False

    def _texts(self) -> Iterator[str]:
        """The texts that count as words of the author."""
        for node in self.document.findall(nodes.Text):
            parent = node.parent
            if isinstance(parent, nodes.title) and parent.parent.parent is self.document:
                continue
            is_ours = isinstance(parent, nodes.comment) or is_generated(node)
            if not is_ours and not _is_correction(node):
                yield str(node)

    def _excerpt(self) -> tuple[tuple[str, ...], bool, bool]:
        """The excerpt, whether ``% more`` marks it, and whether there is more text."""
        before: list[str] = []
        paragraphs = 0
        marked = False
        for node in self.document.findall(_is_paragraph_or_mark):
            if isinstance(node, nodes.comment):
                marked = True
            elif not (is_generated(node) or _is_correction(node)):
                paragraphs += 1
                if not marked:
                    before.append(plain_text(node))
        shown = before if marked else before[:1]
        return tuple(shown), marked, paragraphs > len(shown)

    def _mentions(self, domain: AnthologyDomain) -> Iterator[Mention]:
        """The references to posts in the text, each with its sentence."""
        suffixes = tuple(self.config.source_suffix)
        for node in self.document.findall(addnodes.pending_xref):
            if node.get("refdomain") == "anthology":
                target = node["reftarget"] if node["reftype"] == "post" else ""
            else:
                target = linked_document(node, self.env.docname, suffixes)
            if target in domain.catalogue.posts and not is_generated(node):
                found = domain.ask(self.env.docname, ResolveReference("post", target))
                yield _mention(node, target, found.text if found else "")

    def _links(self) -> Iterator[tuple[str, str, str]]:
        """References whose text or target other documents decide."""
        for node in self.document.findall(addnodes.pending_xref):
            if node.get("refdomain") != "anthology":
                target = linked_document(node, self.env.docname, ()) or node.get("reftarget", "")
                yield node.get("refdomain") or "", node.get("reftype", ""), target


def _is_paragraph_or_mark(node: nodes.Node) -> bool:
    if isinstance(node, nodes.comment):
        return node.astext().strip() == "more"
    return isinstance(node, nodes.paragraph)


def is_generated(node: nodes.Node) -> bool:
    """Whether a node is in a list or section that we made."""
    parent: nodes.Node | None = node
    while parent is not None:
        if isinstance(parent, listing):
            return True
        if isinstance(parent, nodes.section) and SECTION in parent["classes"]:
            return True
        parent = parent.parent
    return False


def _is_correction(node: nodes.Node) -> bool:
    """Whether a node is in a correction, which is no part of the text itself."""
    return _is_in(node, (correction,))


def _is_in(node: nodes.Node, kinds: tuple[type[object], ...]) -> bool:
    """Whether a node is of some kind, or inside of such; of titles only those of sections."""
    parent: nodes.Node | None = node
    while parent is not None:
        is_other = isinstance(parent, nodes.title) and not isinstance(parent.parent, nodes.section)
        if isinstance(parent, kinds) and not is_other:
            return True
        parent = parent.parent
    return False


_HEADINGS = (nodes.title, nodes.rubric)
_UNSEEN = (
    *(nodes.Invisible, nodes.system_message, nodes.transition, nodes.TextElement),
    *(nodes.Structural, nodes.meta, addnodes.index),
)
"""Elements that show nothing if they hold nothing."""


def _is_seen(leaf: nodes.Node) -> bool:
    """Whether readers see a text, or an element without children."""
    if isinstance(leaf, nodes.Text):
        return bool(leaf.strip()) and not _is_in(leaf, (nodes.Invisible, nodes.system_message))
    if isinstance(leaf, addnodes.toctree):
        return bool(leaf["entries"]) and not leaf["hidden"]
    return not isinstance(leaf, _UNSEEN)


def place_of(node: nodes.Node, env: BuildEnvironment, file: str) -> tuple[str, int]:
    """The file and line of a node or its nearest ancestor."""
    parent: nodes.Node | None = node
    while parent is not None:
        if parent.line:
            source = Path(parent.source or file)
            if source.is_absolute() and source.is_relative_to(env.srcdir):
                file = source.relative_to(env.srcdir).as_posix()
            return file, int(parent.line)
        parent = parent.parent
    return file, 0


def linked_document(node: nodes.Element, docname: str, suffixes: tuple[str, ...]) -> str:
    """The docname of a Markdown link or ``{doc}`` role; empty for other references."""
    if node.get("refdomain") == "doc":
        return str(node["reftarget"])
    if node.get("refdomain") == "std" and node.get("reftype") == "doc":
        return docname_join(docname, node["reftarget"])
    target = str(node.get("reftarget", "")).partition("#")[0]
    if node.get("reftype") == "myst" and target.endswith(suffixes or ("\0",)):
        path = posixpath.normpath(posixpath.join("/", posixpath.dirname(docname), target))
        return path.lstrip("/").rpartition(".")[0]
    return ""


def _mention(node: addnodes.pending_xref, target: str, title: str) -> Mention:
    """A reference with its sentence; without a text it shows ``title``."""
    around: nodes.Node = node
    while isinstance(around.parent, nodes.TextElement):
        around = around.parent
    anchor = " ".join(node.astext().split()) or title
    before, after = _text_around(around, node)
    start, end = sentence_around(before + anchor + after, len(before), len(before) + len(anchor))
    return Mention(
        target=target,
        before=before[start:],
        anchor=anchor,
        after=after[: max(0, end - len(before) - len(anchor))],
    )


def _text_around(around: nodes.Node, node: nodes.Node) -> tuple[str, str]:
    """The texts before and after a node within ``around``, as :func:`plain_text`."""
    before: list[str] = []
    after: list[str] = []
    here = before
    for part in around.findall():
        if part is node:
            here = after
        elif isinstance(part, nodes.Text) and not _has_ancestor(part, node):
            here += [] if _is_mark(part) else [str(part).replace("\n", " ")]
    return "".join(before), "".join(after)


def plain_text(paragraph: nodes.Node) -> str:
    """The text of a paragraph on one line, without footnote marks and citations."""
    parts = (str(t) for t in paragraph.findall(nodes.Text) if not _is_mark(t))
    text = " ".join("".join(parts).split())
    return re.sub(r"\s+(?=[.,;:!?…])", "", text)


def _is_mark(text: nodes.Text) -> bool:
    """Whether a text is a footnote mark or a citation key."""
    parent: nodes.Node | None = text.parent
    while parent is not None and not isinstance(parent, nodes.paragraph):
        if isinstance(parent, nodes.footnote_reference):
            return True
        if isinstance(parent, addnodes.pending_xref) and parent.get("refdomain") == "cite":
            return True
        parent = parent.parent
    return False


def _has_ancestor(node: nodes.Node, ancestor: nodes.Node) -> bool:
    parent: nodes.Node | None = node
    while parent is not None:
        if parent is ancestor:
            return True
        parent = parent.parent
    return False
