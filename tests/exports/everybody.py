"""Who wrote what, as every format must say it: written by hand, and read back by others."""

from __future__ import annotations

import dataclasses as dc
import json
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import feedparser
import yaml
from bs4 import BeautifulSoup

from sphinx_anthology.model.post import Post, Relation
from sphinx_anthology.model.states import State
from sphinx_anthology.reading.domain import domain_of
from tests.building import Built, build
from tests.exports.publications import Publication
from tests.records.readers import by_citation_js, by_pybtex, by_rispy, people
from tests.scholar.heads import read_page
from tests.validators import tagged
from tests.validators.epub import Book

CROSSREF = {
    "prefix": "10.5555",
    "depositor": "Example Studies",
    "email": "deposits@example-studies.example",
    "registrant": "Example University Press",
}

_TABLE = """
# on pages           | in feeds           | last name first        | BibTeX                   | family | given
Jane Doe, PhD        | Jane Doe           | Doe, Jane              | Doe, Jane                | Doe | Jane
Josiah Carberry      | Josiah Carberry    | Carberry, Josiah       | Carberry, Josiah         | Carberry | Josiah
T. Ferrybridge       | T. Ferrybridge     | Ferrybridge, T.        | Ferrybridge, T.          | Ferrybridge | T.
Tamsin Ferrybridge   | Tamsin Ferrybridge | Ferrybridge, Tamsin    | Ferrybridge, Tamsin      | Ferrybridge | Tamsin
Nicoline van der Meer | Nicoline van der Meer | van der Meer, Nicoline | van der Meer, Nicoline | van der Meer | Nicoline
Signe Sørenskov      | Signe Sørenskov    | Sørenskov, Signe       | Sørenskov, Signe         | Sørenskov | Signe
Ana de la Cruz y Gómez | Ana de la Cruz y Gómez | de la Cruz y Gómez, Ana | de la {Cruz y Gómez}, Ana | de la Cruz y Gómez | Ana
Harbour Histories Collective | Harbour Histories Collective | Harbour Histories Collective | {Harbour Histories Collective} | Harbour Histories Collective |
Centre for Ports, Harbours and Quays | Centre for Ports, Harbours and Quays | Centre for Ports, Harbours and Quays | {Centre for Ports, Harbours and Quays} | Centre for Ports, Harbours and Quays |
Perpetua Lindqvist-Okoro | Perpetua Lindqvist-Okoro | Lindqvist-Okoro, Perpetua | Lindqvist-Okoro, Perpetua | Lindqvist-Okoro | Perpetua
Ελένη Παπαδοπούλου   | Ελένη Παπαδοπούλου | Παπαδοπούλου, Ελένη    | Παπαδοπούλου, Ελένη      | Παπαδοπούλου | Ελένη
Harjomulyo           | Harjomulyo         | Harjomulyo             | {Harjomulyo}             | Harjomulyo |
Alex Martin          | Alex Martin        | Martin, Alex           | Martin, Alex             | Martin | Alex
The Clerk on Duty    | The Clerk on Duty  | The Clerk on Duty      | {The Clerk on Duty}      | The Clerk on Duty |
Rufus Thistlewood    | Rufus Thistlewood  | Thistlewood, Rufus     | Thistlewood, Rufus       | Thistlewood | Rufus
Ines Kallmeyer       | Ines Kallmeyer     | Kallmeyer, Ines        | Kallmeyer, Ines          | Kallmeyer | Ines
Bertil Quistgaard    | Bertil Quistgaard  | Quistgaard, Bertil     | Quistgaard, Bertil       | Quistgaard | Bertil
Oduya Marrable       | Oduya Marrable     | Marrable, Oduya        | Marrable, Oduya          | Marrable | Oduya
Wilhelmina Adelheid Philippa Konstantina Featherstonehaugh-Ravenscroft of Saint Botolph-by-the-Lower-Lighthouse | Wilhelmina Adelheid Philippa Konstantina Featherstonehaugh-Ravenscroft of Saint Botolph-by-the-Lower-Lighthouse | Featherstonehaugh-Ravenscroft of Saint Botolph-by-the-Lower-Lighthouse, Wilhelmina Adelheid Philippa Konstantina | {Featherstonehaugh-Ravenscroft of Saint Botolph-by-the-Lower-Lighthouse}, Wilhelmina Adelheid Philippa Konstantina | Featherstonehaugh-Ravenscroft of Saint Botolph-by-the-Lower-Lighthouse | Wilhelmina Adelheid Philippa Konstantina
Albert Meijer        | Albert Meijer      | Meijer, Albert         | Meijer, Albert           | Meijer | Albert
Alessandro Sancino   | Alessandro Sancino | Sancino, Alessandro    | Sancino, Alessandro      | Sancino | Alessandro
Alessandro Angelo Sancino | Alessandro Angelo Sancino | Sancino, Alessandro Angelo | Sancino, Alessandro Angelo | Sancino | Alessandro Angelo
Barbara Crosby       | Barbara Crosby     | Crosby, Barbara        | Crosby, Barbara          | Crosby | Barbara
Christopher Ansell   | Christopher Ansell | Ansell, Christopher    | Ansell, Christopher      | Ansell | Christopher
David Sweeting       | David Sweeting     | Sweeting, David        | Sweeting, David          | Sweeting | David
Edoardo Ongaro       | Edoardo Ongaro     | Ongaro, Edoardo        | Ongaro, Edoardo          | Ongaro | Edoardo
Eva Sørensen         | Eva Sørensen       | Sørensen, Eva          | Sørensen, Eva            | Sørensen | Eva
Ewan Ferlie          | Ewan Ferlie        | Ferlie, Ewan           | Ferlie, Ewan             | Ferlie | Ewan
Hannah Williams      | Hannah Williams    | Williams, Hannah       | Williams, Hannah         | Williams | Hannah
Irene Pluchinotta    | Irene Pluchinotta  | Pluchinotta, Irene     | Pluchinotta, Irene       | Pluchinotta | Irene
Jacob Torfing        | Jacob Torfing      | Torfing, Jacob         | Torfing, Jacob           | Torfing | Jacob
John Bryson          | John Bryson        | Bryson, John           | Bryson, John             | Bryson | John
Mark Bennister       | Mark Bennister     | Bennister, Mark        | Bennister, Mark          | Bennister | Mark
Martin Kitchener     | Martin Kitchener   | Kitchener, Martin      | Kitchener, Martin        | Kitchener | Martin
Nicolette van Gestel | Nicolette van Gestel | van Gestel, Nicolette | van Gestel, Nicolette   | van Gestel | Nicolette
Noemi Lendvai        | Noemi Lendvai      | Lendvai, Noemi         | Lendvai, Noemi           | Lendvai | Noemi
Sanne Grotenbreg     | Sanne Grotenbreg   | Grotenbreg, Sanne      | Grotenbreg, Sanne        | Grotenbreg | Sanne
Tessa Coombes        | Tessa Coombes      | Coombes, Tessa         | Coombes, Tessa           | Coombes | Tessa
Tina Jukić           | Tina Jukić         | Jukić, Tina            | Jukić, Tina              | Jukić | Tina
Wouter Boon          | Wouter Boon        | Boon, Wouter           | Boon, Wouter             | Boon | Wouter
"""  # noqa: E501  # a table


@dc.dataclass(frozen=True, slots=True)
class Forms:
    """A name in every form. A name that is a whole has no given part."""

    page: str
    feed: str
    inverted: str
    bibtex: str
    family: str
    given: str

    @property
    def parts(self) -> str:
        """Family and given names as two fields."""
        return f"{self.family}|{self.given}"


NAMES: Mapping[str, Forms] = {
    row[0]: Forms(*row)
    for row in (
        [cell.strip() for cell in line.split("|")]
        for line in _TABLE.splitlines()
        if line and not line.startswith("#")
    )
}
"""All names by what stands on the page."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    """A publication with all that is made of it, and where its sources are."""

    source: Path
    site: Built
    volumes: Publication
    feed: Mapping[str, Any]
    entries: Mapping[str, Any]
    records: Mapping[tuple[str, str], Any]

    def written(self, docname: str) -> list[str]:
        """A post's authors as its front matter and the author documents name them."""
        fields = _front_matter(self.source / f"{docname}.md")
        authors = fields.get("authors", [])
        roles = fields["post"].get("roles") or {}
        return [
            self._name(author, roles)
            for author in (authors if isinstance(authors, list) else [authors])
        ]

    def _name(self, author: Any, roles: Mapping[str, Any]) -> str:
        if isinstance(author, dict):
            return str(author["name"])
        role = roles.get(author)
        printed = role.get("name") if isinstance(role, dict) else None
        return str(printed or _front_matter(self.source / f"authors/{author}.md")["title"])

    def post(self, docname: str) -> Post:
        """A post's record."""
        return domain_of(self.site.app.env).catalogue.posts[docname]

    def address(self, docname: str) -> str:
        """Where the post stands on the web."""
        return domain_of(self.site.app.env).catalogue.site.address(docname)

    def file(self, docname: str, ending: str) -> Path:
        """A file beside the post's page."""
        return self.site.out / f"{docname}{ending}"


def _front_matter(path: Path) -> dict[str, Any]:
    fields: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8").split("---")[1])
    return fields


def public_posts(source: Path) -> list[str]:
    """The posts of a publication that say nothing that keeps them from readers."""
    found = []
    for path in sorted(source.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        head = text.partition("\n---\n")[0] if text.startswith("---\n") else ""
        is_shown = "canary" not in path.as_posix() and "withdrawn:" not in head
        if "\npost:" in head and is_shown:
            found.append(path.relative_to(source).with_suffix("").as_posix())
    return found


def everything(source: Path, folder: Path, volumes: Publication) -> Everything:
    """Build a publication, and make a deposit of every post."""
    copy = folder / "source"
    shutil.copytree(source, copy, ignore=shutil.ignore_patterns("_build"))
    for number, docname in enumerate(public_posts(copy)):
        _give_doi(copy / f"{docname}.md", f"10.5555/{number}")
    overrides: dict[str, object] = {"anthology_crossref": CROSSREF}
    site = build(copy, folder / "site", folder / "trees", overrides=overrides)
    feed = json.loads((site.out / "feed.json").read_text(encoding="utf-8"))
    atom = feedparser.parse((site.out / "feed.atom").read_bytes(), sanitize_html=False)
    return Everything(
        source=source,
        site=site,
        volumes=volumes,
        feed={item["url"]: item for item in feed["items"]},
        entries={entry.link: entry for entry in atom.entries},
        records=_records(site),
    )


def _give_doi(path: Path, doi: str) -> None:
    """Give a post a DOI, and a whole day: without either nothing is deposited."""
    text = re.sub(r"^doi:.*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    text = re.sub(r"^date: (\d{4}-\d\d)(?:/.*)?$", r"date: \1-01", text, flags=re.MULTILINE)
    path.write_text(text.replace("\npost:", f"\ndoi: {doi}\npost:", 1), encoding="utf-8")


def _records(site: Built) -> dict[tuple[str, str], Any]:
    """What citation-js reads of every post, by docname and ending."""
    states = domain_of(site.app.env).catalogue.states
    posts = [docname for docname, state in states.items() if state is State.PUBLIC]
    wanted = [(docname, ending) for docname in posts for ending in (".bib", ".csl.json")]
    files = [(site.out / f"{docname}{ending}").read_text("utf-8") for docname, ending in wanted]
    return dict(zip(wanted, by_citation_js(*files), strict=True))


def _head(made: Everything, docname: str, name: str) -> list[str]:
    return read_page(made.file(docname, ".html")).all(name)


def _byline(page: BeautifulSoup) -> list[str]:
    """The names of a byline, without monogram and role."""
    found = []
    for entry in page.select("ul.an-bylines > li"):
        for other in entry.select("[aria-hidden], .an-s"):
            other.decompose()
        found.append(" ".join(entry.get_text().split()).rstrip(", "))
    return found


def _page(made: Everything, docname: str) -> list[str]:
    text = made.file(docname, ".html").read_text(encoding="utf-8")
    return _byline(BeautifulSoup(text, "html.parser"))


def _json_ld(made: Everything, docname: str) -> list[str]:
    """The authors of the post; of what tells of another post, those of that one."""
    head = read_page(made.file(docname, ".html"))
    if made.post(docname).is_whole or made.post(docname).relation is Relation.EXCERPT:
        return head.named(head.post["author"])
    return head.named(head.things[head.post["isBasedOn"]["@id"]].get("author", []))


def _atom(made: Everything, docname: str) -> list[str]:
    entry = made.entries.get(made.address(docname))
    if entry is None:
        return []
    is_own = made.post(docname).is_whole or made.post(docname).relation is Relation.EXCERPT
    return [person.name for person in (entry.authors if is_own else entry.contributors)]


def _json_feed(made: Everything, docname: str) -> list[str]:
    """The authors of the item; of what tells of another post, those that its text names first."""
    item = made.feed[made.address(docname)]
    if made.post(docname).is_whole or made.post(docname).relation is Relation.EXCERPT:
        return [author["name"] for author in item["authors"]]
    return named_in(BeautifulSoup(item["content_html"], "html.parser").get_text(), made, docname)


def named_in(text: str, made: Everything, docname: str) -> list[str]:
    """The post's authors in the order in which a text first names them, one after another."""
    plain = " ".join(
        text.replace("\N{SOFT HYPHEN}", "").replace("\N{ZERO WIDTH SPACE}", "").split()
    )
    found, place = [], 0
    for name in made.written(docname):
        at = plain.find(name, place)
        if at >= 0:
            found.append(name)
            place = at + len(name)
    return found


def _bibtex(made: Everything, docname: str) -> list[str]:
    text = made.file(docname, ".bib").read_text(encoding="utf-8")
    written = re.search(r"^  author = \{(.*)\},$", text, re.MULTILINE)
    assert written is not None
    (entry,) = by_pybtex(text)
    names = written[1].split(" and ") if "{" not in written[1] else _parted(written[1])
    assert len(entry.authors) == len(names)
    return names


def _parted(names: str) -> list[str]:
    """Names of BibTeX, parted where ``and`` stands in no braces."""
    parts, depth, start = [], 0, 0
    for at, character in enumerate(names):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if not depth and names.startswith(" and ", at):
            parts.append(names[start:at])
            start = at + len(" and ")
    return [*parts, names[start:]]


def _read_bibtex(made: Everything, docname: str) -> list[str]:
    (item,) = made.records[docname, ".bib"]
    return ["|".join(parts) for parts in people(item)]


def _ris(made: Everything, docname: str) -> list[str]:
    text = made.file(docname, ".ris").read_bytes().decode()
    return list(by_rispy(text)[0]["authors"])


def _csl(made: Everything, docname: str) -> list[str]:
    (item,) = made.records[docname, ".csl.json"]
    return ["|".join(parts) for parts in people(item)]


def _crossref(made: Everything, docname: str) -> list[str]:
    path = made.file(docname, ".crossref.xml")
    if not path.is_file():
        return []
    root = ET.parse(path).getroot()  # noqa: S314  # ours
    found = root.iterfind(".//{*}posted_content/{*}contributors/*")
    return [
        f"{p.text}|"
        if p.tag.endswith("organization")
        else f"{p.findtext('{*}surname')}|{p.findtext('{*}given_name') or ''}"
        for p in found
    ]


def _epub(made: Everything, docname: str) -> list[str]:
    """The byline in every book that has the post; it is the same in all."""
    found = []
    for volume, path in made.volumes.files("epubs", ".epub").items():
        if docname in volume.docnames:
            book = Book(path)
            page = book.files[book.page(f"{docname.replace('/', '_')}.xhtml")]
            found.append(_byline(BeautifulSoup(page, "html.parser")))
    assert found
    assert all(names == found[0] for names in found)
    return found[0]


def _pdf(made: Everything, docname: str) -> list[str]:
    """The names after the post's title, in every volume that has it."""
    title = " ".join(made.volumes.title(docname).split())
    found = []
    for volume, path in made.volumes.files("typstpdf", ".pdf").items():
        if docname in volume.docnames:
            words = " ".join(block.text for block in tagged.blocks(path))
            after = " ".join(words.split()).partition(f"{title} ")[2]
            found.append(named_in(after, made, docname))
    assert found
    assert all(names == found[0] for names in found)
    return found[0]


Reader = Callable[[Everything, str], Sequence[str]]

FORMATS: Mapping[str, tuple[Reader, Callable[[Forms], str]]] = {
    "page": (_page, lambda name: name.page),
    "Highwire": (lambda m, d: _head(m, d, "citation_author"), lambda name: name.inverted),
    "Dublin Core": (lambda m, d: _head(m, d, "DC.creator"), lambda name: name.inverted),
    "JSON-LD": (_json_ld, lambda name: name.feed),
    "Atom": (_atom, lambda name: name.feed),
    "JSON Feed": (_json_feed, lambda name: name.feed),
    "BibTeX": (_bibtex, lambda name: name.bibtex),
    "BibTeX, read": (_read_bibtex, lambda name: name.parts),
    "RIS": (_ris, lambda name: name.inverted),
    "CSL": (_csl, lambda name: name.parts),
    "Crossref": (_crossref, lambda name: name.parts),
    "EPUB": (_epub, lambda name: name.page),
    "PDF": (_pdf, lambda name: name.page),
}
"""How the names of a post are read in each format, and in which form they must be."""

ONLY_WHOLE = frozenset({"Highwire", "Dublin Core", "Crossref"})
"""Formats that speak of the author's own whole text, and of nothing else."""
