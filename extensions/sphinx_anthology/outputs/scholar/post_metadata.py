"""The metadata of a post, and the HTML elements that hold it."""

from __future__ import annotations

import dataclasses as dc
import re
from html import escape
from urllib.parse import quote

from sphinx_anthology.model.names import Name
from sphinx_anthology.model.site import Image, Site
from sphinx_anthology.model.views import Person, PostView
from sphinx_anthology.model.volume import Publication
from sphinx_anthology.model.work import Work, work_of
from sphinx_anthology.typst.strings import cleaned

_IN_ADDRESSES = "%/:?#[]@!$&'()*+,;=~-._"
"""Characters that need no escaping in an address (RFC 3986, section 2)."""
_VALID = re.compile(f"[A-Za-z0-9{re.escape(_IN_ADDRESSES)}]*")


def meta(name: str, content: str) -> str:
    """A ``meta`` element; empty without content.

    >>> meta("DC.title", 'The "sea"')
    '<meta name="DC.title" content="The &quot;sea&quot;">'
    """
    return f'<meta name="{name}" content="{attribute(content)}">' if content else ""


def meta_property(name: str, content: str) -> str:
    """A ``meta`` element of Open Graph, which uses ``property`` for the name."""
    return f'<meta property="{name}" content="{attribute(content)}">' if content else ""


def link(rel: str, href: str, kind: str = "") -> str:
    """A ``link`` element to a media type; empty without an address."""
    stated = f' type="{attribute(kind)}"' if kind else ""
    return f'<link rel="{rel}" href="{attribute(valid_address(href))}"{stated}>' if href else ""


def attribute(text: str) -> str:
    """Escaped text for an attribute; line breaks are kept."""
    return escape(cleaned(text)).replace("\r", "&#13;")


def valid_address(address: str) -> str:
    """An address with only its invalid characters escaped.

    >>> valid_address("https://doi.org/10.5555/a|ö%20")
    'https://doi.org/10.5555/a%7C%C3%B6%20'
    """
    # a quick check: most addresses are valid
    return address if _VALID.fullmatch(address) else quote(cleaned(address), safe=_IN_ADDRESSES)


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class PostMetadata:
    """A post's page, and the work that it is or presents."""

    view: PostView
    work: Work
    publication: Publication
    site: Site
    image: Image | None = None

    @property
    def is_theirs(self) -> bool:
        """Whether the text of the page is by its authors."""
        return self.view.post.is_theirs

    @property
    def canonical(self) -> str:
        """The canonical address: that of the original for reposts and excerpts.

        Empty if there is none.
        """
        theirs = self.is_theirs and not self.work.is_ours
        return valid_address((self.work.url if theirs else "") or self.work.page)

    @property
    def language(self) -> str:
        """The language of the page's text."""
        return self.view.post.language or self.publication.language

    @property
    def license(self) -> str:
        """The licence of the page's text; an excerpt must state its own."""
        return self.view.post.text_terms(self.publication.license)

    @property
    def tags(self) -> tuple[str, ...]:
        """The topics of the page."""
        return tuple(topic.label for topic in self.view.topics)

    @property
    def corrected(self) -> str:
        """The date of the last correction of the page, or empty."""
        return self.view.post.updated.isoformat() if self.view.post.updated else ""


def post_metadata(
    docname: str,
    view: PostView,
    publication: Publication,
    site: Site,
    image: Image | None = None,
) -> PostMetadata:
    """The metadata of a post."""
    work = work_of(docname, view, publication)
    return PostMetadata(view=view, work=work, publication=publication, site=site, image=image)


def inverted(name: Name) -> str:
    """A name as in catalogues, without its suffix: ``Doe, Jane``.

    >>> inverted(Name(given="Jane", family="Doe", suffix="PhD"))
    'Doe, Jane'
    """
    if name.literal or not name.given:
        return str(name) if name.literal else name.family
    return f"{name.family}, {name.given}"


def bare(name: Name) -> str:
    """A printed name without titles and degrees.

    >>> bare(Name(given="Jane", family="Doe", suffix="PhD", display="Jane Doe, PhD"))
    'Jane Doe'
    """
    printed = str(name).removeprefix(name.title).lstrip(" ") or str(name)
    if not name.suffix or not printed.endswith(name.suffix):
        return printed
    return printed.removesuffix(name.suffix).rstrip(" ,") or printed


def orcid_address(person: Person) -> str:
    """The ORCID iD as an address, as ORCID requires, or empty."""
    return f"https://orcid.org/{person.orcid}" if person.orcid else ""


def doi_address(doi: str) -> str:
    """A DOI as an address, or empty (DOI Handbook, section 3.8)."""
    return f"https://doi.org/{doi}" if doi else ""
