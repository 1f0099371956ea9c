"""The shape of web pages: head, text, columns; and their typography.

Documents come as one column: title, what we put before the text, the text, what we put after it.
Here the title goes into the head, the text of a post gets a frame, and on pages made of lists each
section becomes a row of the label grid. This is done last, so that contents, search and references
see documents as other builders do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import islice

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_anthology.pages import nodes as ours
from sphinx_anthology.pages.build import labelled
from sphinx_anthology.pages.nodes import (
    KICKER,
    META,
    ORDER,
    PORTRAIT,
    SECTION,
    SIFT,
    WAYS,
    page_title,
)
from sphinx_anthology.pages.wording import gettext
from sphinx_anthology.reading.domain import GENERATED, domain_of
from sphinx_anthology.site.share_images import THEME

IN_COLUMNS = frozenset({"post", "plain"})
"""The kinds of pages that are mainly text; all others consist of rows."""
KIND = "anthology_kind"
"""The attribute with a page's kind, of a document or of a section that is a page."""


class ArrangePage(SphinxPostTransform):
    """Arrange the parts of a web page, and set its kind."""

    # after all other transforms
    default_priority = 900
    builders = GENERATED

    def run(self, **kwargs: object) -> None:
        """Arrange the document, if the page has our layout."""
        if self.config.html_theme != THEME:
            return
        first = islice(self.document.findall(nodes.section), 1)
        # archive pages are rendered several at once
        sections = (c for c in self.document.children if isinstance(c, nodes.section))
        for body in [section for section in sections if KIND in section] or first:
            self._arrange(body)

    def _arrange(self, body: nodes.section) -> None:
        kind = self._kind(body)
        self.document[KIND] = kind
        if kind == "plain":
            return
        # the sidebar shows the reading order
        for place in [n for n in body.findall(ours.navigation) if ORDER in n["classes"]]:
            place.parent.remove(place)
            _link_to_reading_order(body)
        self._link_to_search(body)
        top, rest = self._head(_without_frames(body), kind)
        body.children = []
        body += [top, *(_columns(rest) if kind == "post" else _rows(rest, kind))]

    def _link_to_search(self, body: nodes.section) -> None:
        """Let the page of a withdrawn post lead to the search, too."""
        builder = self.env._app.builder  # noqa: SLF001
        ways = next((n for n in body.findall(nodes.bullet_list) if WAYS in n["classes"]), None)
        if ways is not None:
            address = builder.get_relative_uri(self.env.docname, "search")
            link = nodes.reference("", gettext("Search"), refuri=address, internal=True)
            ways += nodes.list_item("", nodes.paragraph("", "", link))

    def _kind(self, body: nodes.section) -> str:
        """The kind of the page: ``post``, ``series``, ``front``, ``plain`` and so on."""
        docname = self.env.docname
        source = domain_of(self.env).catalogue.sources.get(docname)
        if stated := body.get(KIND):
            return str(stated)
        if docname == self.config.root_doc:
            return "front"
        if source and source.kind:
            return source.kind
        return "lists" if _is_made_of_lists(body) else "plain"

    def _head(
        self, children: Sequence[nodes.Element], kind: str
    ) -> tuple[ours.head, list[nodes.Element]]:
        """The head with the title in it, and the other parts."""
        top = next((c for c in children if isinstance(c, ours.head)), None)
        title = next((c for c in children if isinstance(c, nodes.title)), None)
        rest = [c for c in children if c is not top and c is not title]
        if top is None:
            top = ours.head("", classes=["an-head", "is-display"])
        shown = ours.page_title("", "", *(title.children if title else ()))
        _shorten(top)
        before = [c for c in _elements(top) if _goes_before_the_title(c)]
        after = [c for c in _elements(top) if c not in before]
        portrait = [c for c in before if PORTRAIT in c["classes"]]
        named = [c for c in before if c not in portrait]
        words = ours.block("", *named, shown, *after)
        if kind == "lists":
            is_list = (not isinstance(c, nodes.paragraph) for c in rest)
            end = next((i for i, found in enumerate(is_list) if found), len(rest))
            words += [_as_note(c) for c in rest[:end]]
            rest = rest[end:]
        top.children = []
        top += [*portrait, words]
        return top, rest


def _shorten(top: ours.head) -> None:
    """Let the line above the title say that a page is a digest: authors are named below."""
    relation = next((p for p in _elements(top) if p.get("in_short")), None)
    if relation is None:
        return
    top.remove(relation)
    said: list[nodes.Node] = [nodes.strong("", relation["in_short"])]
    kicker = next((p for p in _elements(top) if KICKER in p["classes"]), None)
    if kicker is None:
        top.insert(0, nodes.paragraph("", "", *said, classes=[KICKER]))
        return
    at = next((i for i, c in enumerate(kicker) if not isinstance(c, ours.progress_bar)), 0)
    kicker[at:at] = [*said, nodes.Text(" · ")]


def _link_to_reading_order(body: nodes.section) -> None:
    """Link to the reading order, which follows the text on narrow screens."""
    meta = next((p for p in body.findall(nodes.paragraph) if META in p["classes"]), None)
    if meta is not None:
        link = nodes.reference("", gettext("Reading order"), refid="reading-order", internal=True)
        meta += nodes.inline("", " · ", link, classes=["an-only-s"])


def _elements(parent: nodes.Element) -> list[nodes.Element]:
    return [child for child in parent.children if isinstance(child, nodes.Element)]


def _without_frames(body: nodes.Element) -> list[nodes.Element]:
    """The parts of a page; rows inside a generated list are unwrapped."""
    found: list[nodes.Element] = []
    for part in _elements(body):
        is_frame = isinstance(part, ours.listing | ours.web_only)
        inside = _without_frames(part) if is_frame else []
        has_rows = any(isinstance(child, ours.page_row) for child in inside)
        found += inside if has_rows else [part]
    return found


def _is_made_of_lists(body: nodes.section) -> bool:
    """Whether a page has a generated list outside its sections, or in each."""
    if any(isinstance(child, ours.listing) for child in body.children):
        return True
    sections = [child for child in body.children if isinstance(child, nodes.section)]
    return bool(sections) and all(any(s.findall(ours.listing)) for s in sections)


def _goes_before_the_title(node: nodes.Element) -> bool:
    return bool({KICKER, PORTRAIT} & set(node["classes"]))


def _as_note(paragraph: nodes.Element) -> nodes.Element:
    """A paragraph before the lists of a page."""
    paragraph["classes"].append("an-note")
    return paragraph


def _columns(parts: Sequence[nodes.Element]) -> Iterator[nodes.Node]:
    """A post: parts before the text, the text in a frame, its articles, parts after it."""
    body = ours.block("", classes=["an-body"])
    boxes = [p for p in parts if isinstance(p, ours.article_box)]
    before = [p for p in parts if p.get("stands") == "before" and p not in boxes]
    after = [p for p in parts if p.get("stands") == "after" or _is_section_of_ours(p)]
    body += [p for p in parts if p not in before and p not in after and p not in boxes]
    yield from before
    yield body
    yield from boxes
    yield from after


def _rows(parts: Sequence[nodes.Element], kind: str) -> Iterator[nodes.Node]:
    """Rows of the label grid: sections, labelled parts, and the text between them."""
    loose: list[nodes.Element] = []
    for part in parts:
        if isinstance(part, nodes.section | ours.page_row):
            yield from _loose_row(loose, kind)
            loose = []
            yield _row(part)
        elif _is_in_groups(part):
            yield from _loose_row(loose, kind)
            loose = []
            yield part
        else:
            loose.append(part)
    yield from _loose_row(loose, kind)


def _is_in_groups(part: nodes.Element) -> bool:
    """Whether a part is a long list, whose groups are rows by themselves."""
    first = next(iter(part.findall(ours.block)), None) if isinstance(part, ours.listing) else None
    return first is not None and SIFT in first["classes"]


def _row(part: nodes.Element) -> nodes.Element:
    """A section or a labelled part as a row: label and content."""
    name, *content = part.children
    if isinstance(name, nodes.title):
        name["classes"].append("an-label")
    part["classes"].append("an-row")
    part.children = []
    part += [name, ours.block("", *content, classes=["an-prose"])]
    return part


def _loose_row(parts: Sequence[nodes.Element], kind: str) -> Iterator[nodes.Node]:
    """Text outside of sections as a row, with a label; lists have none."""
    shown = [p for p in parts if not isinstance(p, nodes.Invisible) and p.astext().strip()]
    if not shown:
        yield from parts
        return
    introductions = {
        "series": gettext("Introduction"),
        "author": gettext("Biography"),
        "topic": gettext("About"),
    }
    prose = ours.block("", *parts, classes=["an-prose"])
    if isinstance(shown[0], ours.listing):
        yield prose
    elif kind in introductions:
        found = labelled("an-introduction", introductions[kind], prose)
        found["classes"].append("an-row")
        yield found
    else:
        yield ours.page_row("", prose, classes=["an-row", "is-unlabelled"])


def _is_section_of_ours(node: nodes.Element) -> bool:
    return isinstance(node, nodes.section) and SECTION in node["classes"]


_WHOLE = re.compile(r"\b\w{1,3}-\w{2,14}\b|\b\d+(?:–\d+)+\b")
"""Words that are kept on one line: ``co-creation``, ``16–17``."""
_AMPERSAND = re.compile(r"(?<=\s)&(?=\s)")
_EXTENDED = re.compile("[\u0100-\u0130\u0132-\u0151\u0154-\u02ba\u1e00-\u1eff]")
"""Letters that only the extended font file has (nearly its ``unicode-range``)."""
_TEXT = (
    "source-serif-4-latin-opsz-normal.woff2",
    "source-sans-3-latin-wght-normal.woff2",
)
_ITALIC = "source-serif-4-latin-wght-italic.woff2"
_EXTRA = "source-serif-4-latin-ext-wght-normal.woff2"
_MATHS = "stix-two-math-subset.woff2"
_VERBATIM = (
    nodes.FixedTextElement,
    nodes.literal,
    nodes.math,
    nodes.math_block,
    nodes.Invisible,
    nodes.raw,
)


def kept_whole(words: str) -> str:
    """Words as HTML, with unbreakable ones marked, for templates.

    >>> kept_whole("Co-creation & more")
    '<span class="an-nb">Co-creation</span> &amp; more'
    """
    return _WHOLE.sub(r'<span class="an-nb">\g<0></span>', escape(words))


class MarkUnbreakable(SphinxPostTransform):
    """Mark unbreakable words, and the ampersand in the publication's title."""

    # after the page is arranged
    default_priority = 910
    builders = GENERATED

    def run(self, **kwargs: object) -> None:
        """Mark all words of the document."""
        if self.config.html_theme != THEME:
            return
        for element in self.document.findall(nodes.Element):
            for child in element.children:
                child.parent = element  # some extensions do not set it
        for words in list(self.document.findall(nodes.Text)):
            if not _is_verbatim(words):
                _mark(words, _WHOLE, "an-nb")
        if self.document.get("anthology_kind") == "front":
            for title in self.document.findall(page_title):
                for words in list(title.findall(nodes.Text)):
                    _mark(words, _AMPERSAND, "an-amp")


def disable_short_links(app: Sphinx) -> None:
    """Disable the theme's shortening of link texts, unless ``conf.py`` asks for it.

    It writes “o/r” for ``https://github.com/o/r/tree/main/x``. The option cannot be set to false,
    since older themes warn about an unknown option.
    """
    if app.config.html_theme_options.get("shorten_urls"):
        return
    transforms = app.registry.get_post_transforms()
    transforms[:] = [t for t in transforms if t.__module__ != "pydata_sphinx_theme.short_link"]


def _is_verbatim(words: nodes.Node) -> bool:
    parent: nodes.Node | None = words.parent
    while parent is not None:
        if isinstance(parent, _VERBATIM):
            return True
        parent = parent.parent
    return False


def _mark(words: nodes.Text, form: re.Pattern[str], name: str) -> None:
    """Give a class to each piece that matches a pattern."""
    pieces = list(_split(str(words), form, name))
    if len(pieces) > 1 or (pieces and not isinstance(pieces[0], nodes.Text)):
        words.parent.replace(words, pieces)


def _split(text: str, form: re.Pattern[str], name: str) -> Iterator[nodes.Node]:
    end = 0
    for match in form.finditer(text):
        if match.start() > end:
            yield nodes.Text(text[end : match.start()])
        yield nodes.inline("", match.group(), classes=[name])
        end = match.end()
    if end < len(text):
        yield nodes.Text(text[end:])


def brand(title: str) -> list[str]:
    """A title, split at its ampersands.

    >>> brand("Leadership & Co-creation")
    ['Leadership ', ' Co-creation']
    """
    return _AMPERSAND.split(title)


def fonts_of(body: str) -> list[str]:
    """The font files that a page preloads: a face that comes late is not shown at all.

    The italic is on every page: in the header, in names of journals, in citations.
    """
    extra = [_EXTRA] if _EXTENDED.search(body) else []
    return [*_TEXT, _ITALIC, *extra, *([_MATHS] if "<math" in body else [])]
