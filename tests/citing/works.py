"""What is cited, each as we have it; and the same as CSL has it, for citeproc."""

from __future__ import annotations

import dataclasses as dc
import re
from collections.abc import Sequence
from typing import Any

from sphinx_anthology.model.bibliography import Article
from sphinx_anthology.model.dates import PartialDate, parse_date
from sphinx_anthology.model.names import Name, split_name
from sphinx_anthology.model.views import Person
from sphinx_anthology.model.work import Work

SITE = "Harbour Notes"
ADDRESS = "https://notes.example.org/a"
GROUP = Name(
    family="Harbour Histories Collective", display="Harbour Histories Collective", literal=True
)


def work(
    *authors: str | Name,
    date: str | None = "2021-04-21",
    title: str = "How leaders lead",
    site: str = SITE,
    address: str = ADDRESS,
    doi: str = "",
) -> Work:
    """A post; authors are printed names."""
    names = [split_name(author) if isinstance(author, str) else author for author in authors]
    return Work(
        docname="a",
        key="a",
        title=title,
        authors=tuple(Person(name=name) for name in names),
        date=parse_date(date) if date else None,
        site=site,
        url=address,
        page=address,
        is_ours=True,
        is_whole=True,
        doi=doi,
    )


ARTICLE = Article(
    key="sorensen2021",
    title="How public leaders can promote public value through co-creation",
    authors=tuple(split_name(name) for name in ("Eva Sørensen", "John M. Bryson", "B. C. Crosby")),
    year="2021",
    journal="Policy & Politics",
    volume="49",
    number="2",
    pages="267–286",
    doi="10.1332/030557321X16119271739728",
)


def _article(**changes: Any) -> Article:
    return dc.replace(ARTICLE, **changes)


ONE = "Ewan Ferlie"
WORKS: dict[str, Work | Article] = {
    "one author": work(ONE),
    "a DOI": work(ONE, doi="10.5281/zenodo.1"),
    "two authors": work("Ewan Ferlie", "Erik-Hans J. Klijn"),
    "three authors": work("Eva Sørensen", "John Bryson", "Ana de la Cruz y Gómez"),
    "four authors": work(*(f"Given Family{n}" for n in range(1, 5))),
    "seven authors": work(*(f"Given Family{n}" for n in range(1, 8))),
    "eleven authors": work(*(f"Given Family{n}" for n in range(1, 12))),
    "twenty authors": work(*(f"Given Family{n}" for n in range(1, 21))),
    "21 authors": work(*(f"Given Family{n}" for n in range(1, 22))),
    "a group": work(GROUP),
    "a group after a person": work(ONE, GROUP),
    "a group before a person": work(GROUP, ONE),
    "a single name": work("Harjomulyo"),
    "a particle": work("Nicolette van Gestel"),
    "particles of others": work("Ewan Ferlie", "Nicolette van Gestel"),
    "a suffix": work("Martin Luther King, Jr."),
    "suffixes": work("Martin Luther King, Jr.", "John Smith, III"),
    "initials": work("J.-P. Sartre", "J.R.R. Tolkien"),
    "Greek": work("Νίκος Καζαντζάκης"),
    "no author": work(),
    "a month": work(ONE, date="2014-09"),
    "a year": work(ONE, date="2014"),
    "an interval": work(ONE, date="2014-11/2015-03"),
    "no date": work(ONE, date=None),
    "a question": work(ONE, title="How do leaders lead?"),
    "an exclamation": work(ONE, title="Leaders!"),
    "an ellipsis": work(ONE, title="And then …"),
    "a stop": work(ONE, title="Leaders lead."),
    "a quotation that asks": work(ONE, title="Who asks “who leads?”"),
    "a quotation at the end": work(ONE, title="What is “public value”"),
    "single quotation marks": work(ONE, title="The leader’s ‘aim’"),
    "a title in German": work(ONE, title="Wer führt, und wozu"),
    "a blog that says so": work(ONE, site="Policy & Politics Journal Blog"),
    "no site": work(ONE, site=""),
    "no address": work(ONE, address=""),
    "an article": ARTICLE,
    "an article that asks": _article(title="Who leads?"),
    "an article with an address": _article(doi="", url="https://example.org/a"),
    "an article without an address": _article(doi=""),
    "an article without pages": _article(pages=""),
    "an article on one page": _article(pages="7"),
    "an article with a number": _article(pages="e1234"),
    "pages from 101 to 108": _article(pages="101–108"),
    "pages from 321 to 328": _article(pages="321–328"),
    "pages from 71 to 72": _article(pages="71–72"),
    "pages from 1496 to 1500": _article(pages="1496–1500"),
    "an article without an issue": _article(number=""),
    "an article without a volume": _article(volume=""),
    "an article with a journal alone": _article(volume="", number="", pages=""),
    "an article without a journal": _article(journal=""),
    "an article without a date": _article(year=""),
}


AS_CSL: dict[str, dict[str, Any]] = {
    "capitals": {
        "id": "capitals",
        "type": "post-weblog",
        "title": "How leaders lead",
        "author": [{"given": "Ewan", "family": "Ferlie"}],
    },
    "a DOI by itself": {
        "id": "a DOI by itself",
        "type": "article-journal",
        "title": "How leaders lead",
        "author": [{"given": "Ewan", "family": "Ferlie"}],
        "container-title": "Policy & Politics",
        "DOI": "10.1000/a",
    },
}
"""What :func:`item` never says, so that works can be compared, and citeproc minds."""


def item(found: Work | Article, name: str) -> dict[str, Any]:
    """A work in CSL-JSON; what is not known is not there."""
    fields = _post(found) if isinstance(found, Work) else _of_article(found)
    # a title stands as its author wrote it: capitals are not citeproc's to choose
    title = f'<span class="nocase">{found.title}</span>'
    return {"id": name, "title": title} | {key: value for key, value in fields.items() if value}


def _post(post: Work) -> dict[str, Any]:
    return {
        "type": "post-weblog",
        "container-title": post.site,
        "author": _people([person.name for person in post.authors]),
        "issued": _date(post.date),
        "URL": post.address,
    }


def _of_article(article: Article) -> dict[str, Any]:
    return {
        "type": "article-journal",
        "container-title": article.journal,
        "author": _people(article.authors),
        "issued": {"date-parts": [[int(article.year)]]} if article.year else None,
        "volume": article.volume,
        "issue": article.number,
        "page": article.pages,
        "URL": article.address,
    }


def _people(names: Sequence[Name]) -> list[dict[str, str]]:
    return [_person(name) for name in names]


def _person(name: Name) -> dict[str, str]:
    if name.literal or not name.given:
        return {"literal": name.display or name.family}
    person = {"given": name.given, "family": name.family, "suffix": name.suffix}
    return {key: value for key, value in person.items() if value}


def _date(date: PartialDate | None) -> dict[str, list[list[int]]] | None:
    if date is None:
        return None
    return {"date-parts": [[int(n) for n in re.split("-", end.text)] for end in date.ends]}
