"""How large images are shown, lengths without styles, and foreign images."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from sphinx_anthology.model.problem import Code, Problem, quoted
from sphinx_anthology.pages.body_scan import place_of
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.typst.sizes import LENGTH, Size, pixels

MEASURE = 600
"""The width of a text in pixels, for which lengths are turned into parts of it."""
STEP = 5


def percent(length: str) -> float | None:
    """The number in a length in percent: ``40%`` is 40. None for any other length."""
    match = LENGTH.fullmatch(length)
    return float(match[1]) if match and match[2] == "%" else None


def width_class(part: float) -> str:
    """The class for a width in percent, ``an-w-5`` to ``an-w-100`` in steps of five."""
    step = max(STEP, min(100, round(part / STEP) * STEP))
    return f"an-w-{step}"


def style_class(style: str) -> str:
    """The class for the width in a style, absolute ones by the usual measure; else nothing."""
    for declaration in style.split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name == "width":
            absolute = pixels(value)
            part = percent(value) or (absolute and absolute * 100 / MEASURE)
            return width_class(part) if part else ""
    return ""


_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:|//", re.IGNORECASE)
_WEB = re.compile(r"(https?:)?//", re.IGNORECASE)


def shown_size(natural: Size | None, node: nodes.Element) -> tuple[dict[str, str], str]:
    """The attributes that give an image's size, and the class where that is a part of the width.

    What the text asks for (``width``, ``height``, ``scale``) keeps the proportions, unless it
    asks for both.
    """
    scale = node.get("scale", 100) / 100
    wish = str(node.get("width", ""))
    if part := percent(wish):
        return _attributes(natural), width_class(part * scale)
    width, height = pixels(wish), pixels(str(node.get("height", "")))
    if natural and not width:
        width = height * natural.width / natural.height if height else natural.width
    if natural and not height and width:
        height = width * natural.height / natural.width
    if not width or not height:
        sizes = {"width": width, "height": height}
        return {name: f"{round(size * scale) or 1}" for name, size in sizes.items() if size}, ""
    return _attributes(Size(width * scale, height * scale)), ""


def _attributes(size: Size | None) -> dict[str, str]:
    if size is None:
        return {}
    return {"width": f"{round(size.width) or 1}", "height": f"{round(size.height) or 1}"}


class LinkForeignImages(SphinxTransform):
    """Put a link in the place of an image that is no file of the publication.

    A page that showed it would tell another site who reads it, and a book would need it from
    there when it is made; so it is the same for every builder.
    """

    # after the facts of the text (320), before Sphinx collects images
    default_priority = 400

    def apply(self, **kwargs: object) -> None:
        """Replace each of them, and note it."""
        for image in list(self.document.findall(nodes.image)):
            if not _ADDRESS.match(image["uri"]) or _is_definition(image):
                continue
            file = self.env.doc2path(self.env.docname, base=False).as_posix()
            file, line = place_of(image, self.env, file)
            message = (
                f"The image {quoted(image['uri'])} is no file of the publication; "
                "its words stand in its place. Put the file beside the text."
            )
            problem = Problem(file, line, message, Code.FOREIGN_IMAGE)
            domain_of(self.env).note_problem(self.env.docname, problem)
            _replace(image)


def _is_definition(image: nodes.image) -> bool:
    """Whether an image stands where a substitution is defined, and so is not shown."""
    return isinstance(image.parent, nodes.substitution_definition)


def _replace(image: nodes.image) -> None:
    """Put the words of an image in its place, as a link to it where it is on the web."""
    uri = image["uri"]
    name = PurePosixPath(uri.partition("?")[0]).name if _WEB.match(uri) else ""
    words: nodes.Node = nodes.Text(image.get("alt", "").strip() or name or "image")
    place: nodes.Element = image
    if isinstance(image.parent, nodes.reference | addnodes.pending_xref):
        place = image.parent
        place.replace(image, words)
        words = place.deepcopy()
    elif _WEB.match(uri):
        words = nodes.reference("", "", words, refuri=uri)
    if not isinstance(place.parent, nodes.TextElement):
        words = nodes.paragraph("", "", words)
    place.parent.replace(place, words)
