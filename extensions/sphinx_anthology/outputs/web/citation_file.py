"""``CITATION.cff``: how to cite the whole publication (Citation File Format 1.2.0).

The format only describes software and data sets, so the publication is a data set there, and a blog
in ``preferred-citation``, which readers of the file cite.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import yaml

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.page_queries import SeriesPage
from sphinx_anthology.model.views import Person
from sphinx_anthology.model.volume import Publication

_LISTED = re.compile(r"CC-BY(-NC)?(-ND|-SA)?-(1\.0|2\.0|2\.5|3\.0|4\.0)|CC0-1\.0")
"""Licences of texts that the format lists; newer ones are missing."""
_SINGLE = re.compile(r"(?!LicenseRef-)[A-Za-z0-9.+-]+")
_LANGUAGE = re.compile("[a-z]{2,3}")

Entry = Mapping[str, object]


def citation_file(
    publication: Publication, creator: str, catalogue: Catalogue, message: str
) -> str:
    """The content of the file, with a message to its readers.

    The author is that of the whole publication (``author`` in ``conf.py``), or the publisher;
    without either the result is empty, since the format requires an author. Authors of posts are
    not authors of the whole, and editors are listed as editors.
    """
    publisher = _publisher(publication)
    author = {"name": creator} if creator else publisher
    if not author:
        return ""
    common: Entry = {
        "title": publication.title,
        "authors": [author],
        "abstract": publication.tagline,
        "url": publication.base,
        **_license(publication.license),
    }
    cited: Entry = {
        "type": "blog",
        **common,
        "editors": [_person(person) for person in _editors(catalogue)],
        "publisher": publisher,
        "languages": _languages(publication.language),
    }
    file = {"cff-version": "1.2.0", "message": message, "type": "dataset", **common}
    known = {**_known(file), "preferred-citation": _known(cited)}
    return str(yaml.dump(known, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**6))


class _Dumper(yaml.SafeDumper):
    """Writes repeated values in full, since not all readers support YAML's anchors."""

    def ignore_aliases(self, data: object) -> bool:
        """Write no anchors."""
        return True


def _known(entry: Entry) -> dict[str, object]:
    return {name: value for name, value in entry.items() if value}


def _publisher(publication: Publication) -> dict[str, object]:
    if not publication.publisher:
        return {}
    return _known({"name": publication.publisher, "website": publication.publisher_url})


def _license(expression: str) -> Entry:
    """A licence by name, or by its address at SPDX."""
    if _LISTED.fullmatch(expression):
        return {"license": expression}
    if _SINGLE.fullmatch(expression):
        return {"license-url": f"https://spdx.org/licenses/{expression}.html"}
    return {}


def _languages(tag: str) -> list[str]:
    first = tag.replace("_", "-").partition("-")[0].lower()
    return [first] if _LANGUAGE.fullmatch(first) else []


def _editors(catalogue: Catalogue) -> list[Person]:
    """The editors of public series, each once, the newest series first."""
    views = (SeriesPage(series_id).result(catalogue) for series_id in catalogue.public_series)
    people = (person for view in views if view for person in view.entry.editors)
    return list({person.id or str(person): person for person in people}.values())


def _person(person: Person) -> dict[str, object]:
    orcid = f"https://orcid.org/{person.orcid}" if person.orcid else ""
    name = person.name
    if name.literal or not name.given:
        return _known({"name": str(name), "orcid": orcid})
    return _known(
        {
            "family-names": name.family,
            "given-names": name.given,
            "name-suffix": name.suffix,
            "affiliation": "; ".join(map(str, person.affiliations)),
            "orcid": orcid,
        }
    )
