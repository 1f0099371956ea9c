"""A publication with all that is made of it, and the authors that its sources name."""

from __future__ import annotations

import dataclasses as dc
import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import feedparser
import yaml

from sphinx_anthology.model.states import State
from sphinx_anthology.model.volume import Volume
from sphinx_anthology.reading.domain import domain_of
from tests.building import Built, build
from tests.exports.publications import Publication
from tests.records.readers import by_citation_js

CROSSREF = {
    "prefix": "10.5555",
    "depositor": "Example Studies",
    "email": "deposits@example-studies.example",
    "registrant": "Example University Press",
}


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    """A publication with all that is made of it, and where its sources are."""

    source: Path
    site: Built
    volumes: Publication
    feed: Mapping[str, Any]
    entries: Mapping[str, Any]
    records: Mapping[tuple[str, str], Any]
    deposits: Path
    """The site in which all that can be deposited is."""

    def written(self, docname: str) -> list[str]:
        """A post's authors as its front matter and the author documents name them."""
        return [name for _, name in self._authors(docname)]

    def written_in(self, volume: Volume) -> list[tuple[str, bool]]:
        """Whoever wrote a post of a volume, in order, each once: whether any words are theirs.

        Those of one name are one only if they have one document.
        """
        names: dict[str, str] = {}
        theirs: dict[str, bool] = {}
        for docname in volume.posts:
            for key, name in self._authors(docname):
                names.setdefault(key, name)
                theirs[key] = theirs.get(key, False) or self.is_theirs(docname)
        return [(name, theirs[key]) for key, name in names.items()]

    def editors(self, volume: Volume) -> list[str]:
        """The editors of the series in a volume, each once."""
        paths = [self.source / f"{chapter.docname}.md" for chapter in volume.chapters]
        series = [path for path in paths if "\nseries:\n" in path.read_text(encoding="utf-8")]
        stated = [_front_matter(path)["series"].get("editors", []) for path in series]
        return list(dict.fromkeys(self._title(editor) for some in stated for editor in some))

    def is_theirs(self, docname: str) -> bool:
        """Whether a post's words are its authors' own, and not ours about them."""
        return self._relation(docname) in {"full", "repost", "excerpt"}

    def is_whole(self, docname: str) -> bool:
        """Whether a post is its authors' own whole text."""
        return self._relation(docname) in {"full", "repost"}

    def is_dated(self, docname: str) -> bool:
        """Whether a post has a date."""
        return "date" in _front_matter(self.source / f"{docname}.md")

    def _relation(self, docname: str) -> str:
        origin = _front_matter(self.source / f"{docname}.md")["post"].get("origin") or {}
        return str(origin.get("relation", "full"))

    def _authors(self, docname: str) -> list[tuple[str, str]]:
        """Who an author is, and what name was printed: those without a document are their name."""
        fields = _front_matter(self.source / f"{docname}.md")
        authors = fields.get("authors", [])
        roles = fields["post"].get("roles") or {}
        return [
            (f" {author['name']}", str(author["name"]))
            if isinstance(author, dict)
            else (author, self._printed(author, roles.get(author)))
            for author in (authors if isinstance(authors, list) else [authors])
        ]

    def _printed(self, author: str, role: object) -> str:
        printed = role.get("name") if isinstance(role, dict) else None
        return str(printed or self._title(author))

    def _title(self, author: str) -> str:
        return str(_front_matter(self.source / f"authors/{author}.md")["title"])

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
    """A publication with its files as others read them."""
    site = volumes.built("html")
    feed = json.loads((site.out / "feed.json").read_text(encoding="utf-8"))
    atom = feedparser.parse((site.out / "feed.atom").read_bytes(), sanitize_html=False)
    found = Everything(
        source=source,
        site=site,
        volumes=volumes,
        feed={item["url"]: item for item in feed["items"]},
        entries={entry.link: entry for entry in atom.entries},
        records=_records(site),
        deposits=site.out,
    )
    if not any(map(found.is_whole, public_posts(source))):
        return found
    return dc.replace(found, deposits=_deposited(source, folder))


def _deposited(source: Path, folder: Path) -> Path:
    """The site with a deposit of every post that can have one: each has a DOI, and a whole day."""
    copy = folder / "source"
    shutil.copytree(source, copy, ignore=shutil.ignore_patterns("_build"))
    for number, docname in enumerate(public_posts(copy)):
        _give_doi(copy / f"{docname}.md", f"10.5555/{number}")
    overrides: dict[str, object] = {"anthology_crossref": CROSSREF}
    return build(copy, folder / "site", folder / "trees", overrides=overrides).out


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
