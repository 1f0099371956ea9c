"""The contributors of a volume with their biographies, and its indexes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from weakref import WeakKeyDictionary

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from sphinx_anthology.model import names
from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.entries import people_of as people_about
from sphinx_anthology.model.entries import person, person_now, post_people
from sphinx_anthology.model.views import Person
from sphinx_anthology.model.volume import Volume
from sphinx_anthology.pages.body_scan import linked_document
from sphinx_anthology.pages.build import (
    Page,
    affiliation,
    external,
    items,
    link,
    name_list,
    section,
    text,
    with_language,
)
from sphinx_anthology.pages.nodes import (
    CONTRIBUTOR,
    PAGE,
    PLATE,
    PORTRAIT,
    SECTION,
    block,
    heading,
    listing,
)
from sphinx_anthology.pages.wording import before_colon, gettext
from sphinx_anthology.reading.domain import domain_of


def contributors(env: BuildEnvironment, page: Page, volume: Volume) -> list[nodes.Node]:
    """The authors and editors of a volume, by family name; none of a proof, which names them."""
    if domain_of(env).catalogue.proof:
        return []
    people = people_of(env, volume)
    entries = [_entry(env, page, key, person) for key, person in people.items()]
    if not entries:
        return []
    return [section("an-contributors", gettext("Contributors"), *entries)]


def people_of(env: BuildEnvironment, volume: Volume) -> dict[str, Person]:
    """The current authors and editors of a volume by key, sorted by family name."""
    found: dict[str, Person] = {}
    for named in (*(credit.person for credit in volume.credits), *volume.editors):
        person = _current(env, named)
        # an id has no space; two guests of the same name are one
        found.setdefault(person.id or f" {person}", person)
    ordered = sorted(found.items(), key=lambda item: (item[1].name.sort_key, item[0]))
    return dict(ordered)


def _current(env: BuildEnvironment, person: Person) -> Person:
    """A person with their current role, if their document is public."""
    catalogue = domain_of(env).catalogue
    return person_now(person.id, catalogue) if person.docname else person


def _entry(env: BuildEnvironment, page: Page, key: str, person: Person) -> nodes.Node:
    """The portrait, name, role, ORCID iD, members and biography of a person."""
    identifier = f"contributor-{person.id or names.slug(key)}"
    entry = block("", heading("", str(person), classes=["an-t"]), ids=[identifier])
    entry["classes"] += [CONTRIBUTOR]
    entry.insert(0, _portrait(env, person))
    if said := affiliation(person):
        entry += text(said, classes=["an-s"])
    if person.orcid:
        address = f"https://orcid.org/{person.orcid}"
        entry += text(external(address, f"ORCID {person.orcid}"), classes=["an-links", "an-s"])
    if members := _members(env, person):
        label = before_colon(gettext("Members"))
        entry += text(f"{label} ", *name_list(page, members), classes=["an-s"])
    written = list(_biography(env, page, person, identifier)) if person.docname else []
    if not written and person.bio:
        written = [text(person.bio)]
    entry += written
    return entry


def _members(env: BuildEnvironment, person: Person) -> tuple[Person, ...]:
    """The members of a group."""
    catalogue = domain_of(env).catalogue
    stated = catalogue.author(person.id).members if person.docname and person.id else ()
    return people_about(stated, catalogue)


def _portrait(env: BuildEnvironment, person: Person) -> list[nodes.Node]:
    """The portrait on a person's own page, of which builders know the file."""
    if person.photo is None or not person.docname:
        return []
    images = env.get_doctree(person.docname).findall(nodes.image)
    found = next((image.deepcopy() for image in images if PLATE in image["classes"]), None)
    return [text(found, classes=[PORTRAIT])] if found is not None else []


def _biography(
    env: BuildEnvironment, page: Page, person: Person, prefix: str
) -> Iterator[nodes.Node]:
    """The text of an author's document, ready to be inserted in another document."""
    holder = _author_text(env, person.docname).deepcopy()
    _without_sections(holder)
    _prefix_ids(holder, prefix)
    for reference in holder.findall(addnodes.pending_xref):
        _rebase(reference, page.docname, person.docname)
    children, holder.children = holder.children, []
    yield from children


_texts: WeakKeyDictionary[BuildEnvironment, dict[tuple[str, int], nodes.container]]
_texts = WeakKeyDictionary()
"""The texts of authors' documents, which many booklets need."""


def _author_text(env: BuildEnvironment, docname: str) -> nodes.container:
    """The author's text of a document."""
    kept = _texts.setdefault(env, {})
    key = docname, env.all_docs[docname]
    if key not in kept:
        body = next(env.get_doctree(docname).findall(nodes.section), None)
        parts = [part.deepcopy() for part in body.children if _is_author_text(part)] if body else []
        holder = nodes.container("", *parts)
        for made in [n for n in holder.findall(nodes.Element) if not _is_author_text(n)]:
            made.parent.remove(made)
        kept[key] = holder
    return kept[key]


def _is_author_text(node: nodes.Node) -> bool:
    """Whether a part of a document is its text, neither title nor generated."""
    if not isinstance(node, nodes.Element):
        return True
    is_title = isinstance(node, nodes.title) and isinstance(node.parent.parent, nodes.document)
    is_ours = "stands" in node or SECTION in node["classes"] or isinstance(node, listing)
    is_toctree = "toctree-wrapper" in node["classes"]
    is_seen = not isinstance(node, nodes.Invisible | nodes.system_message)
    return (is_seen or isinstance(node, nodes.target)) and not (is_title or is_ours or is_toctree)


def _without_sections(holder: nodes.Element) -> None:
    """Turn sections into paragraphs with rubrics, since entries are in no contents."""
    for inner in list(holder.findall(nodes.section)):
        for title in [n for n in inner.children if isinstance(n, nodes.title)]:
            inner.replace(title, nodes.rubric("", "", *title.children))
        inner.parent.replace(inner, inner.children)


def _prefix_ids(holder: nodes.Element, prefix: str) -> None:
    """Prefix ids and references to them, so that they are unique in the volume."""
    elements = list(holder.findall(nodes.Element))
    known = set[str]().union(*(node["ids"] for node in elements))
    for node in elements:
        node["names"] = []
        for name in {"ids", "backrefs"} & set(node.attributes):
            given: list[str] = node[name]
            node[name] = [f"{prefix}-{identifier}" for identifier in given if identifier in known]
        if node.get("refid") in known:
            node["refid"] = f"{prefix}-{node['refid']}"


def _rebase(reference: addnodes.pending_xref, docname: str, before: str) -> None:
    """Make a reference relative to another document."""
    if reference.get("refdomain") == "std" and reference.get("reftype") == "doc":
        reference["reftarget"] = f"/{linked_document(reference, before, ())}"
    reference["refdoc"] = docname


def indexes(env: BuildEnvironment, page: Page, volume: Volume) -> list[nodes.Node]:
    """The index of topics and the index of authors: page numbers in print, else titles."""
    catalogue = domain_of(env).catalogue
    topics = ((label, posts) for label, posts in _topics(volume.posts, catalogue))
    people = ((_index_name(name), posts) for name, posts in _people(volume.posts, catalogue))
    found = [
        *_index(page, catalogue, "an-index-topics", gettext("Index of topics"), topics),
        *_index(page, catalogue, "an-index-authors", gettext("Index of authors"), people),
    ]
    return list(found)


def _index(
    page: Page,
    catalogue: Catalogue,
    identifier: str,
    title: str,
    entries: Iterable[tuple[str, Sequence[str]]],
) -> Iterator[nodes.Node]:
    """An index; nothing if it would be empty."""
    lines = [[_line(page, catalogue, label, posts)] for label, posts in entries]
    if lines:
        yield section(identifier, title, items(lines, "an-index"))


def _line(page: Page, catalogue: Catalogue, label: str, posts: Sequence[str]) -> nodes.paragraph:
    """A label and the posts that it refers to."""
    line = text(nodes.inline("", label, classes=["an-entry-of-index"]))
    for docname in posts:
        post = catalogue.posts[docname]
        line += [
            nodes.Text(", "),
            with_language(page, _place(page, docname, post.title), post.language or ""),
        ]
    return line


def _place(page: Page, docname: str, title: str) -> nodes.Element:
    """A link to a post that prints as its page number."""
    reference = link(page, "post", docname, title)
    for words in reference.findall(nodes.inline):
        words["classes"].append(PAGE)
    return reference


def _topics(posts: Iterable[str], catalogue: Catalogue) -> Iterator[tuple[str, list[str]]]:
    """The topics of posts by label, each with its posts in reading order."""
    found = _grouped(
        (names.slug(tag), docname) for docname in posts for tag in catalogue.posts[docname].tags
    )
    for slug, label in catalogue.topic_labels.items():
        if slug in found:
            yield label, found[slug]


def _people(posts: Sequence[str], catalogue: Catalogue) -> Iterator[tuple[names.Name, list[str]]]:
    """The authors and subjects of posts by family name, with the posts."""
    known: dict[str, Person] = {}
    pairs: list[tuple[str, str]] = []
    for docname in posts:
        post = catalogue.posts[docname]
        about = people_about(post.about, catalogue)
        for somebody in (*post_people(post, catalogue), *about):
            key = somebody.id or f" {somebody}"
            known[key] = person(key, catalogue) if somebody.id else somebody
            pairs.append((key, docname))
    found = _grouped(pairs)
    for key in sorted(found, key=lambda k: (known[k].name.sort_key, k)):
        yield known[key].name, found[key]


def _grouped(pairs: Iterable[tuple[str, str]]) -> Mapping[str, list[str]]:
    """Posts by key, each once."""
    found: dict[str, dict[str, None]] = {}
    for key, docname in pairs:
        found.setdefault(key, {})[docname] = None
    return {key: list(docnames) for key, docnames in found.items()}


def _index_name(name: names.Name) -> str:
    """A name as in an index: ``van Gestel, Nicolette``; groups are unchanged."""
    is_personal = name.given and not name.literal
    return f"{name.family}, {name.given}" if is_personal else str(name)
