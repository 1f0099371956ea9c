"""What a volume holds besides its documents: who made it, by what right, and where to find what."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Callable

from docutils import nodes

from sphinx_anthology.model.identifiers import license_address
from sphinx_anthology.model.names import Name, split_name
from sphinx_anthology.model.volume import Publication as Named
from sphinx_anthology.model.volume import Volume
from sphinx_anthology.reading.volumes import volumes_of
from sphinx_anthology.volumes import back_matter as matter
from sphinx_anthology.volumes.contributors import _index_name
from tests.building import Built

Publication = Callable[[str, str], Built]


def _volume(made: Built, name: str) -> Volume:
    return next(v for v in volumes_of(made.app.env) if v.name == name)


def _matter(made: Built, name: str) -> nodes.document:
    """All of a volume's own parts, as a builder gets them."""
    env = made.app.env
    parts = matter.parts(env, _volume(made, name))
    return matter.resolved(env, name, [section for _, sections in parts for section in sections])


def _section(document: nodes.document, identifier: str) -> nodes.section:
    return next(n for n in document.findall(nodes.section) if identifier in n["classes"])


def _lines(section: nodes.Element) -> list[str]:
    """The paragraphs of a section, each on one line."""
    return [" ".join(p.astext().split()) for p in section.findall(nodes.paragraph)]


def test_quotes_are_those_of_the_language(publication: Publication) -> None:
    """Not straight ones, in the back matter and in the titles of volumes."""
    made = publication("journal", "dummy")
    document = _matter(made, "example-studies-blog")
    straight = [
        p.astext() for p in document.findall(nodes.paragraph) if set(p.astext()) & set("'\"")
    ]
    assert straight == []
    volume = dc.replace(_volume(made, "harbours"), title='The "quay"', subtitle="Towns' own")
    german = dc.replace(volume, language="de")
    assert matter.with_quotes(made.app.env, volume).title == "The “quay”"
    assert matter.with_quotes(made.app.env, volume).subtitle == "Towns’ own"
    assert matter.with_quotes(made.app.env, german).title == "The „quay“"
    named = Named(title="The harbour's", tagline='Of "tides"', language="de")
    assert matter.named_with_quotes(made.app.env, named).title == "The harbour’s"
    assert matter.named_with_quotes(made.app.env, named).tagline == "Of „tides“"


def test_a_booklet_tells_of_its_contributors(publication: Publication) -> None:
    """Every author and editor, by family name: as of now, with what an editor wrote of them."""
    section = _section(_matter(publication("journal", "text"), "harbours"), "an-contributors")
    entries = {entry["ids"][0]: _lines(entry) for entry in section.children[1:]}
    keys = list(entries)
    assert keys[:4] == [
        "contributor-josiah-carberry",
        "contributor-ana-de-la-cruz-y-gomez",
        "contributor-jane-doe",
        "contributor-tamsin-ferrybridge",
    ]
    assert entries["contributor-jane-doe"][:4] == [
        "Jane Doe in a yellow raincoat in front of a harbour office",
        "Jane Doe, PhD",
        "Reader in Public Records, Department of Small Institutions, University of Northhaven, "
        "Northhaven Tide Observatory",
        "ORCID 0000-0002-1694-233X",
    ]
    assert "still believes that every record has a reader" in entries["contributor-jane-doe"][4]
    assert len(entries["contributor-jane-doe"]) == 5, "lists of posts are not taken over"
    assert "contributor-perpetua-lindqvist-okoro" in keys, "a guest is a contributor too"
    assert "canary" not in section.astext().casefold()


def test_a_biography_is_taken_over_whole(built: Callable[..., Built]) -> None:
    """Its links start from here, its ids are its own, its headings are in no contents."""
    made = built(
        {
            "index.md": "# Book\n\n```{toctree}\ns/index\npeople/ann\n```\n",
            "s/index.md": "---\ntitle: S\nseries:\n  editors: [ann, bob]\n---\n\n"
            "```{toctree}\none\n```\n",
            "s/one.md": "---\ntitle: One\nauthors: [ann, {name: Eve Guest, role: Guest}]\n"
            "date: 2024-01-01\npost: {}\n---\n\nWords.\n",
            "people/ann.md": "---\ntitle: Ann Low\nauthor: {bio: Not this.}\n---\n\nA life[^n], "
            "as {doc}`../s/one` and [it](../s/one.md) say.\n\n## Later\n\nMore.\n\n[^n]: A note.\n",
            "people/bob.md": "---\ntitle: Bob High\nauthor: {bio: A sentence.}\norphan: true\n"
            "---\n",
        },
        builder="text",
    )
    document = _matter(made, "s")
    section = _section(document, "an-contributors")
    assert _lines(section) == [
        "Eve Guest",
        "Guest",
        "Bob High",
        "A sentence.",
        "Ann Low",
        "A life1, as One and it say.",
        "More.",
        "A note.",
    ]
    assert [n.astext() for n in section.findall(nodes.rubric)] == ["Later"]
    assert not list(section[1].findall(nodes.section))
    ids = [i for node in document.findall(nodes.Element) for i in node["ids"]]
    assert len(ids) == len(set(ids))
    (mark,) = section.findall(nodes.footnote_reference)
    (note,) = section.findall(nodes.footnote)
    assert mark["refid"] in note["ids"]
    assert mark["refid"].startswith("contributor-ann-")
    assert (
        next(made.app.env.get_doctree("people/ann").findall(nodes.footnote))["ids"] != note["ids"]
    )
    assert made.warnings == ()


def test_the_book_has_its_authors_as_contributors(publication: Publication) -> None:
    """Who has written or edited nothing in it is none; a group names its members."""
    made = publication("journal", "text")
    volume = _volume(made, "example-studies-blog")
    assert list(dict(matter.parts(made.app.env, volume))) == [
        "contributors",
        "colophon",
        "indexes",
    ]
    section = _section(_matter(made, volume.name), "an-contributors")
    entries = {entry["ids"][0]: _lines(entry) for entry in section.children[1:]}
    assert "contributor-wendeline-ashgrove" not in entries
    assert (
        "Members: Tamsin Ferrybridge, Ana de la Cruz y Gómez and Oduya Marrable"
        in (entries["contributor-harbour-histories-collective"])
    )


def test_a_colophon_says_what_is_known(publication: Publication) -> None:
    """Of the publication, of the volume, of each post; and no day but the newest post's.

    Its licence is there once, and beside it those that are others.
    """
    made = publication("journal", "text")
    section = _section(_matter(made, "example-studies-blog"), "an-colophon")
    lines = _lines(section)
    assert lines[:7] == [
        "Publication: Example Studies Blog",
        "Publisher: Example University Press",
        "Journal: Example Studies, ISSN 2049-3630",
        "Licence: CC BY 4.0, where a post names no other",
        "Web edition: https://example-studies.example/",
        f"Identifier: {_volume(made, 'example-studies-blog').identifier}",
        "Text current to: 6 May 2026",
    ]
    addresses = [n["refuri"] for n in section.findall(nodes.reference) if n.get("refuri")]
    assert "https://creativecommons.org/licenses/by/4.0/" in addresses
    digest = lines.index("The clerk who lent ladders")
    assert lines[digest + 1 : digest + 3] == [
        "Digest of a post by Signe Sørenskov and Bertil Quistgaard",
        "The Tidal Gazette",
    ]
    assert "6 May 2026 · Licence: CC BY-NC 4.0." in lines
    assert any(line.endswith(" · September 2014 · Not under this licence.") for line in lines)
    assert sum("CC BY 4.0" in line and "Portrait" not in line for line in lines) == 1
    assert "Portrait of Jane Doe, PhD: Wendeline Ashgrove, CC BY 4.0" in lines
    assert lines[-2:] == [
        "Made with sphinx-anthology. Typeset in Source Serif and Source Sans.",
        "The views expressed here are the authors' own, not those of Example Studies.",
    ]


def test_a_colophon_invents_nothing(built: Callable[..., Built]) -> None:
    """Where little is stated, little is said."""
    made = built({}, builder="text")
    (volume,) = volumes_of(made.app.env)
    assert _lines(_section(_matter(made, volume.name), "an-colophon")) == [
        "Publication: Book",
        f"Identifier: {volume.identifier}",
        "Made with sphinx-anthology. Typeset in Source Serif and Source Sans.",
    ]


def test_the_terms_of_licences_are_linked() -> None:
    """Those of Creative Commons, whose addresses follow from their names."""
    base = "https://creativecommons.org"
    assert license_address("CC-BY-4.0") == f"{base}/licenses/by/4.0/"
    assert license_address("CC-BY-NC-ND-3.0-IGO") == f"{base}/licenses/by-nc-nd/3.0/igo/"
    assert license_address("CC0-1.0") == f"{base}/publicdomain/zero/1.0/"
    assert license_address("CC-BY-4.0 OR MIT") == ""


def test_an_index_leads_to_the_posts_of_the_volume(publication: Publication) -> None:
    """By topic and by author; print has numbers of pages there, all else the titles."""
    document = _matter(publication("journal", "text"), "harbours")
    topics = _lines(_section(document, "an-index-topics"))
    assert topics[0] == "by-laws, Quays and quarrels"
    assert topics == sorted(topics, key=str.casefold)
    authors = _lines(_section(document, "an-index-authors"))
    assert authors[:2] == [
        "Carberry, Josiah, A note before we sail, Tides of trust",
        "de la Cruz y Gómez, Ana, Who keeps the tide tables?",
    ]
    links = list(_section(document, "an-index-authors").findall(nodes.reference))
    assert links
    for link in links:
        assert any("an-page" in n["classes"] for n in link.findall(nodes.inline))


def test_an_empty_volume_has_no_index(built: Callable[..., Built]) -> None:
    """Nor a list of posts."""
    made = built({}, builder="text")
    (volume,) = volumes_of(made.app.env)
    assert list(dict(matter.parts(made.app.env, volume))) == ["colophon"]


def test_names_are_turned_round_for_an_index() -> None:
    """Those of people; not those of groups, nor those of one word."""
    assert _index_name(split_name("Nicolette van Gestel")) == "van Gestel, Nicolette"
    assert _index_name(split_name("Harjomulyo")) == "Harjomulyo"
    assert _index_name(split_name("The Clerk on Duty")) == "The Clerk on Duty"
    assert _index_name(
        Name(family="Centre for Ports", display="Centre for Ports", literal=True)
    ) == ("Centre for Ports")


def test_a_series_of_ones_own_names_no_journal(built: Callable[..., Built]) -> None:
    """Where it says so; the other volumes name it."""
    made = built(
        {
            "conf.py": 'project = "Book"\nextensions = ["sphinx_anthology"]\n'
            'anthology_journal = {"title": "Tides", "issn": ["2049-3630"]}\n',
            "index.md": "# Book\n\n```{toctree}\nours/index\ntheirs/index\n```\n",
            **{
                f"{name}/index.md": f"---\ntitle: {name}\nseries: {{{field}}}\n---\n\n"
                "```{toctree}\none\n```\n"
                for name, field in (("ours", "of_journal: false"), ("theirs", ""))
            },
            **{
                f"{name}/one.md": f"---\ntitle: One {name}\nauthors: {{name: Ann Low}}\n"
                "date: 2024-01-01\npost: {}\n---\n\nWords.\n"
                for name in ("ours", "theirs")
            },
        },
        builder="text",
    )
    named = {
        volume.name: "Journal: Tides, ISSN 2049-3630"
        in _lines(_section(_matter(made, volume.name), "an-colophon"))
        for volume in volumes_of(made.app.env)
    }
    assert named == {"book": True, "ours": False, "theirs": True}


def test_the_build_says_what_volumes_leave_out(built: Callable[..., Built]) -> None:
    """Each document once, with what puts it in."""
    post = "---\ntitle: One\nauthors: {name: Ann Low}\ndate: 2024-01-01\npost: {}\n---\n\nWords.\n"
    files = {
        "index.md": "# Book\n\n```{toctree}\none\nabout\n```\n",
        "one.md": post,
        "about.md": "# About\n\nWords.\n",
    }
    made = built(files, builder="typstpdf")
    assert "they leave out about. ‘in_volumes: true’" in made.app._status.getvalue()
