"""What an export says of the blog itself."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from anthology_import.adapters.wxr_items import Reader
from anthology_import.adapters.wxr_values import children, name_of, plain, text_of
from anthology_import.records import Blog, Term

_TERMS = {
    "wp:category": ("category", "wp:category_nicename", "wp:cat_name"),
    "wp:tag": ("post_tag", "wp:tag_slug", "wp:tag_name"),
    "wp:term": ("", "wp:term_slug", "wp:term_name"),
}
"""Elements that describe terms: the domain, and where slug and name are."""

_VALUES = ("title", "description", "language", "link", "wp:base_blog_url", "wp:base_site_url")


class About:
    """Gathers what stands between items; of a value that several files have, the first counts."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._values: dict[str, str] = {}
        self._terms: dict[Term, None] = {}

    def before(self, item: etree._Element) -> None:
        """Note what stands before an item, once: it is forgotten with the item."""
        self._note(reversed(list(item.itersiblings(preceding=True))))

    def all_in(self, element: etree._Element) -> None:
        """Note what stands in a root or a channel."""
        inside = [child for child in element if isinstance(child.tag, str)]
        if [child.tag for child in inside] == ["channel"]:
            inside = list(inside[0])
        self._note(inside)

    def _note(self, elements: Iterable[etree._Element]) -> None:
        for element in elements:
            if not isinstance(element.tag, str):
                continue
            name = name_of(element.tag)
            if name in _VALUES and (text := text_of(element)):
                self._values.setdefault(name, text)
            elif name in {"wp:author", "wp:wp_author"}:
                self._reader.note_account(element)
            elif name in _TERMS:
                self._note_term(name, element)

    def _note_term(self, name: str, element: etree._Element) -> None:
        domain, slug_name, shown_name = _TERMS[name]
        values = {name: text_of(child) for name, child in children(element)}
        slug, shown = values.get(slug_name, ""), plain(values.get(shown_name, ""))
        domain = domain or values.get("wp:term_taxonomy", "")
        if slug or shown:
            self._terms[Term(domain, slug, shown or slug)] = None

    def blog(self) -> Blog:
        """The blog, with all accounts that were met so far."""
        value = self._values.get
        base = value("wp:base_blog_url") or value("link") or value("wp:base_site_url") or ""
        return Blog(
            title=plain(value("title", "")),
            tagline=plain(value("description", "")),
            base=base.rstrip("/"),
            language=value("language", ""),
            accounts=self._reader.people.accounts,
            terms=tuple(self._terms),
        )
