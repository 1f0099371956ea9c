"""What all statements about a post begin from, and the elements that hold them."""

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
"""What stands for itself in an address besides letters and digits (RFC 3986, section 2)."""
_VALID = re.compile(f"[A-Za-z0-9{re.escape(_IN_ADDRESSES)}]*")


def meta(name: str, content: str) -> str:
    """A statement by name; nothing where nothing is known.

    >>> meta("DC.title", 'The "sea"')
    '<meta name="DC.title" content="The &quot;sea&quot;">'
    """
    return f'<meta name="{name}" content="{attribute(content)}">' if content else ""


def meta_property(name: str, content: str) -> str:
    """A statement of Open Graph's, which has another attribute for the name."""
    return f'<meta property="{name}" content="{attribute(content)}">' if content else ""


def link(rel: str, href: str, kind: str = "") -> str:
    """A link to something of a media type; nothing where there is no address."""
    stated = f' type="{attribute(kind)}"' if kind else ""
    return f'<link rel="{rel}" href="{attribute(valid_address(href))}"{stated}>' if href else ""


def attribute(text: str) -> str:
    """Text as it stands between the quotes of an attribute; its line ends are kept."""
    return escape(cleaned(text)).replace("\r", "&#13;")


def valid_address(address: str) -> str:
    """An address in which what may not stand there is escaped, and nothing else.

    >>> valid_address("https://doi.org/10.5555/a|ö%20")
    'https://doi.org/10.5555/a%7C%C3%B6%20'
    """
    # most are valid, and to see that is quicker than to escape nothing
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
        """Whether the words of the page are its authors' own, whole or a part of them."""
        return self.view.post.is_theirs

    @property
    def canonical(self) -> str:
        """The address that counts: of a repost or an excerpt that of its origin, else the page's.

        Empty where there is none.
        """
        theirs = self.is_theirs and not self.work.is_ours
        return valid_address((self.work.url if theirs else "") or self.work.page)

    @property
    def language(self) -> str:
        """The language of the page's text."""
        return self.view.post.language or self.publication.language

    @property
    def license(self) -> str:
        """The licence of the page's text; of an excerpt only one that it states itself."""
        post = self.view.post
        ours = self.work.is_whole or not self.is_theirs
        return post.terms(self.publication.license if ours else "")

    @property
    def tags(self) -> tuple[str, ...]:
        """The topics of the page."""
        return tuple(topic.label for topic in self.view.topics)

    @property
    def corrected(self) -> str:
        """The day of the last correction of the page, or nothing."""
        return self.view.post.updated.isoformat() if self.view.post.updated else ""


def post_metadata(
    docname: str,
    view: PostView,
    publication: Publication,
    site: Site,
    image: Image | None = None,
) -> PostMetadata:
    """The facts of a post."""
    work = work_of(docname, view, publication)
    return PostMetadata(view=view, work=work, publication=publication, site=site, image=image)


def inverted(name: Name) -> str:
    """A name as catalogues file it, without what follows it: ``Doe, Jane``.

    >>> inverted(Name(given="Jane", family="Doe", suffix="PhD"))
    'Doe, Jane'
    """
    if name.literal or not name.given:
        return str(name) if name.literal else name.family
    return f"{name.family}, {name.given}"


def bare(name: Name) -> str:
    """A name as it is printed, without titles before it and what follows it.

    >>> bare(Name(given="Jane", family="Doe", suffix="PhD", display="Jane Doe, PhD"))
    'Jane Doe'
    """
    printed = str(name).removeprefix(name.title).lstrip(" ") or str(name)
    if not name.suffix or not printed.endswith(name.suffix):
        return printed
    return printed.removesuffix(name.suffix).rstrip(" ,") or printed


def orcid_address(person: Person) -> str:
    """Somebody's ORCID iD as an address, as ORCID asks for it, or nothing."""
    return f"https://orcid.org/{person.orcid}" if person.orcid else ""


def doi_address(doi: str) -> str:
    """A DOI as an address, or nothing (DOI Handbook, section 3.8)."""
    return f"https://doi.org/{doi}" if doi else ""
