"""Reads a saved tag, category or author page of a blog.

The page is HTML or plain text. Most posts stop there at “Continue reading”: they are imported as
excerpts.
"""

from __future__ import annotations

import codecs
import dataclasses as dc
import datetime as dt
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from anthology_import.adapters.saved_text import read_text, without_mark
from anthology_import.findings.text import clean
from anthology_import.records import Account, Blog, Item, Kind, Repair, Status, Term, UnusableError
from sphinx_anthology.model.names import slug

LARGEST: Final = 64 * 1024 * 1024
"""The largest page that is read, in bytes."""

_OTHERS = re.compile(
    r"(?P<export>(?:<\?xml[^>]*>\s*|<!--(?>.*?-->)\s*)*<(?:rss|feed)\b)"
    r"|(?P<pdf>%PDF)|(?P<zip>PK\x03\x04)|(?P<safari>bplist)"
    r"|(?P<mail>(?:[A-Z][\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*MIME-Version:)",
    re.DOTALL | re.ASCII,
)
_WORDS: Final = {
    "export": "an export or a feed, which ‘anthology import wxr’ reads if WordPress made it.",
    "pdf": "a PDF; save the page as HTML, or its text.",
    "zip": "an archive, or a document of an office program; save the page as HTML, or its text.",
    "safari": "a web archive of Safari; save the page as its source, or its text.",
    "mail": "a web archive in one file; save the page as HTML only, or its text.",
}
_CONTROLS = re.compile(r"[\x01-\x08\x0b\x0e-\x1f\x7f\ufffd]")
_MOST_CONTROLS: Final = 0.01
"""The largest share of control characters in a text."""
_BEGINNING: Final = 20_000
_MARKUP: Final = ("<!doctype html", "<html", "<head", "<body", "<article", "<div", "<main")


@dc.dataclass(frozen=True, slots=True)
class Archive:
    """The blog and the posts of a page, in page order."""

    blog: Blog
    items: tuple[Item, ...]
    repairs: tuple[Repair, ...] = ()


def read_archive(data: bytes) -> Archive:
    """Read a saved page.

    :raises UnusableError: where it has no readable post.
    """
    if len(data) > LARGEST:
        message = f"The page has {len(data):,} bytes; at most {LARGEST:,} are read."
        raise UnusableError(message)
    text, repairs = _decoded(data)
    if not text.strip():
        raise UnusableError("The page is empty.")
    _refuse_others(text[:_BEGINNING])
    blog, items = read_html(text) if _is_html(text) else read_text(text)
    if not items:
        raise UnusableError(
            "No post was found in the page; expected headings with links to posts, or their text."
        )
    return Archive(blog, items, repairs)


def _refuse_others(beginning: str) -> None:
    """Refuse files that are neither a page nor a text.

    :raises UnusableError: where it is one of these.
    """
    if found := _OTHERS.match(beginning.lstrip()):
        raise UnusableError(f"This is {_WORDS[str(found.lastgroup)]}")
    if len(_CONTROLS.findall(beginning)) > _MOST_CONTROLS * len(beginning):
        raise UnusableError("This is neither a web page nor a text.")


def _decoded(data: bytes) -> tuple[str, tuple[Repair, ...]]:
    """The text of a page; invalid UTF-8 is read as Windows-1252."""
    repairs = []
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
        repairs.append(Repair("not UTF-8; read as Windows-1252", 1))
    if nulls := text.count("\0"):
        repairs.append(Repair("NUL bytes, left out", nulls))
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n"), tuple(repairs)


def _is_html(text: str) -> bool:
    beginning = text[:_BEGINNING].casefold()
    return any(mark in beginning for mark in _MARKUP)


_POSTS: Final = "article, .hentry, div.type-post, li.wp-block-post"
_TITLES: Final = (
    ".entry-title, .wp-block-post-title, .post-title, h1 a[rel~=bookmark], h2 a[rel~=bookmark],"
    " h2:has(a)"
)
_BODIES: Final = (".entry-content", ".wp-block-post-content", ".post-content", ".entry")
_SUMMARIES: Final = (".entry-summary", ".wp-block-post-excerpt", ".post-excerpt")
_NOT_OF_THE_POST: Final = (
    ".sharedaddy, .jp-relatedposts, #jp-post-flair, .wpcnt, .wpa, script, style, noscript, form,"
    " nav, .entry-meta, .tags-links, .cat-links, .comments-link, .edit-link, .screen-reader-text"
)
_AUTHORS: Final = "a[rel~=author], .author a, .byline a, .wp-block-post-author-name, .author.vcard"
_DAYS: Final = "time.published, time.entry-date, .entry-date time, time"
_CUT = re.compile(r"(?:\[(?:…|\.\.\.)\]|…)\s*(?=(?:</\w+>\s*)*$)")
_DATE = re.compile(r"/((?:19|20)\d\d)/(\d\d)/(\d\d)/")
_NUMBER = re.compile(r"\bpost-(\d{1,12})\b")


def read_html(text: str) -> tuple[Blog, tuple[Item, ...]]:
    """The blog and the posts of an HTML page, in page order."""
    page = LexborHTMLParser(text)
    base = _base(page)
    items, accounts, terms = [], dict[str, Account](), dict[Term, None]()
    for post in _posts(page):
        account = _account(post)
        item = _item(post, base, account)
        items.append(item)
        terms.update(dict.fromkeys(item.terms))
        if account:
            accounts.setdefault(account.login, account)
    blog = Blog(
        title=_said(page, 'meta[property="og:site_name"]') or _words(page, ".site-title"),
        tagline=_words(page, ".site-description"),
        base=base,
        language=_said(page, "html", "lang"),
        accounts=tuple(accounts.values()),
        terms=tuple(terms),
    )
    return blog, tuple(items)


def _posts(page: LexborHTMLParser) -> Iterator[LexborNode]:
    """The elements of posts, without those nested in others."""
    seen: set[int] = set()
    for node in page.css(_POSTS):
        around: LexborNode | None = node
        while around is not None and around.mem_id not in seen:
            around = around.parent
        if around is None and node.css_first(_TITLES) is not None:
            seen.add(node.mem_id)
            yield node


def _item(post: LexborNode, base: str, account: Account | None) -> Item:
    """A post; an excerpt if the page says or shows that it continues."""
    heading = post.css_first(_TITLES)
    title = clean(heading.text()) if heading else ""
    address = _address(heading, base)
    number = _NUMBER.search(f"{post.attributes.get('id')} {post.attributes.get('class')}")
    date = _date(post, address)
    terms = tuple(dict.fromkeys(_terms(post)))
    body, is_excerpt = _body(post, title)
    return Item(
        kind=Kind.POST,
        status=Status.PUBLISHED,
        id=int(number[1]) if number else 0,
        title=title,
        html=body,
        address=address,
        slug=unquote(urlsplit(address).path.rstrip("/").rpartition("/")[2]),
        date=date,
        accounts=(account.login,) if account else (),
        terms=terms,
        is_excerpt=is_excerpt,
        type="archive",
    )


def _body(post: LexborNode, title: str) -> tuple[str, bool]:
    """The HTML of a post, and whether it is only an excerpt."""
    summary = next(filter(None, map(post.css_first, _SUMMARIES)), None)
    body = next(filter(None, map(post.css_first, _BODIES)), None) or summary
    if body is None:
        return "", True  # the page lists only titles
    for node in body.css(_NOT_OF_THE_POST):
        node.decompose()
    is_cut = body is summary  # a summary may be complete, but nothing says so
    for link in body.css("a"):
        words = clean(link.text())
        is_mark = "more-link" in (link.attributes.get("class") or "") or (
            words and without_mark(words, title) == ""
        )
        if is_mark:
            link.decompose()
            is_cut = True
    html = (body.inner_html or "").strip()
    without = without_mark(html, title)
    if without is None and (cut := _CUT.search(html)) and is_cut:
        without = html[: cut.start()].rstrip() + html[cut.end() :]
    return (html if without is None else without), is_cut or without_mark(html, title) is not None


def _address(heading: LexborNode | None, base: str) -> str:
    """The address of a post, from its heading."""
    link = heading if heading is None or heading.tag == "a" else heading.css_first("a[href]")
    written = (link.attributes.get("href") or "").strip() if link else ""
    try:
        return urljoin(f"{base}/", written) if written else ""
    except ValueError:  # ‘http://[’ is no address
        return ""


def _date(post: LexborNode, address: str) -> dt.datetime | None:
    """The date of a post by its markup, else by its address."""
    for node in post.css(_DAYS):
        try:
            found = dt.datetime.fromisoformat((node.attributes.get("datetime") or "").strip())
        except ValueError:
            continue
        return found.replace(tzinfo=None)
    in_address = _DATE.search(urlsplit(address).path)
    try:
        return dt.datetime.fromisoformat("-".join(in_address.groups())) if in_address else None
    except ValueError:  # the 31st of June
        return None


def _account(post: LexborNode) -> Account | None:
    """The account that posted it, mostly that of an office."""
    node = post.css_first(_AUTHORS)
    name = clean(node.text()) if node else ""
    if node is None or not name:
        return None
    href = node.attributes.get("href") or ""
    login = re.search(r"/author/([^/?#]+)", href)
    return Account(unquote(login[1]) if login else slug(name), name)


def _terms(post: LexborNode) -> Iterator[Term]:
    for node in post.css("a[rel~=tag]"):
        href = (node.attributes.get("href") or "").partition("?")[0].rstrip("/")
        domain = "category" if "/category/" in href else "post_tag"
        name = clean(node.text())
        if name:
            yield Term(domain, unquote(href.rpartition("/")[2]) or slug(name), name)


def _base(page: LexborHTMLParser) -> str:
    """The address of the blog, without a trailing slash."""
    home = page.css_first('a[rel~=home], .site-title a, link[rel="home"]')
    canonical = page.css_first('link[rel="canonical"], link[rel="shortlink"]')
    written = (home and home.attributes.get("href")) or _said(page, 'meta[property="og:url"]')
    if home is None and canonical is not None:
        written = canonical.attributes.get("href") or written
    try:
        parts = urlsplit((written or "").strip())
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return ""
    path = parts.path.rstrip("/") if home is not None else ""
    return f"{parts.scheme}://{parts.netloc}{path}"


def _said(page: LexborHTMLParser, selector: str, attribute: str = "content") -> str:
    node = page.css_first(selector)
    return clean(node.attributes.get(attribute) or "") if node else ""


def _words(page: LexborHTMLParser, selector: str) -> str:
    node = page.css_first(selector)
    return clean(node.text()) if node else ""
