"""Which posts refer to which: known once all texts are read."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_anthology.model.body import Mention
from sphinx_anthology.model.entries import post_entry
from sphinx_anthology.model.states import State
from sphinx_anthology.model.views import PostEntry
from sphinx_anthology.reading.domain import AnthologyDomain, domain_of


def turn_mentions_round(app: Sphinx, env: BuildEnvironment) -> None:
    """From what each text refers to, make what each post is referred to by."""
    domain = domain_of(env)
    found: dict[str, list[tuple[str, Mention]]] = {}
    for docname in sorted(domain.bodies):
        for mention in domain.bodies[docname].mentions:
            found.setdefault(mention.target, []).append((docname, mention))
    domain.data["backlinks"] = found


def later_mentions(domain: AnthologyDomain, docname: str) -> tuple[tuple[PostEntry, Mention], ...]:
    """The mentions of a post in later posts, newest first; of one sentence only the first."""
    catalogue = domain.catalogue
    backlinks: list[tuple[str, Mention]] = domain.data.get("backlinks", {}).get(docname, [])
    later = [
        (source, mention)
        for source, mention in backlinks
        if catalogue.states.get(source) is State.PUBLIC and _is_later(domain, source, docname)
    ]
    later.sort(key=lambda pair: catalogue.newest_first(pair[0]))
    sentences: dict[tuple[str, str], tuple[PostEntry, Mention]] = {}
    for source, mention in later:
        sentence = mention.before + mention.anchor + mention.after
        sentences.setdefault((source, sentence), (post_entry(source, catalogue), mention))
    return tuple(sentences.values())


def _is_later(domain: AnthologyDomain, source: str, docname: str) -> bool:
    """Whether a post may be later than another: by date, and where that ties, by its series."""
    posts, places = domain.catalogue.posts, domain.catalogue.places
    first, second = posts[docname].date, posts[source].date
    if source == docname:
        return False
    if first is None or second is None:
        return True
    if first.earliest != second.earliest:
        return second.earliest > first.earliest
    if docname in places and source in places and places[docname][0] == places[source][0]:
        return domain.catalogue.positions[source] > domain.catalogue.positions[docname]
    return True
