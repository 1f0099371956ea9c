"""Front matter fields of other systems, and our names for them.

The systems are ABlog, Docusaurus, Eleventy, Ghost, Hugo, Jekyll, Jupyter Book, MyST, Pelican, the
pydata theme, Quarto, sphinxext-opengraph, WordPress exporters and Zola. Fields that may mean that a
document is private are in ``doubts`` instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from sphinx_anthology.model.names import is_id
from sphinx_anthology.model.problem import yaml_text

_OURS: Mapping[str, str] = {
    "tags: [one, two]": "category categories topics subject subjects label labels taxonomies",
    "authors: [jane-doe]": "author creator creators by byline writer writers author_name"
    " coauthor coauthors co_author co_authors guest_author guest_authors post_author",
    "date: 2021-04-21": "created created_at date_created",
    "description: One or two sentences": "excerpt summary abstract lead teaser standfirst deck"
    " intro blurb synopsis plain_language_summary custom_excerpt meta_description description_html"
    " seo_description",
    "subtitle: A second line": "sub_title subheading tagline",
    "title: The title": "short_title linktitle link_title nav_title sidebar_label pagetitle"
    " title_short menu_title seo_title meta_title",
    "thumbnail: image.png": "image images cover cover_image coverimage featured_image"
    " featuredimage feature_image feature_img header_image hero hero_image banner teaser_image"
    " preview_image featured_media social_image thumbnail_path og_image twitter_image",
    "post: {former_addresses: [/old/path/]}": "slug permalink permalinks url alias aliases"
    " redirect redirects redirect_from redirect_to redirect_urls old_url path basename"
    " wordpress_url wordpress_id guid uid",
    "post: {updated: 2021-05-02}": "lastmod last_modified last_modified_at last_updated last_update"
    " lastupdated date_modified date_updated modified modified_at updated_at updated_on"
    " modification_date post_modified",
    "!Write ‘articles: [key]’ below ‘post:’, with the entry in references.bib.": "bibliography"
    " citation cite references nocite csl article journal",
    "license: LicenseRef-All-Rights-Reserved": "copyright rights copyright_holder",
    "language: en": "lang locale i18n languagecode",
    "!Write ‘part: 3’ below ‘post:’, and name the post in the toctree of its series.": ""
    "series_order series_part series_index chapter",
    "!A series names its posts: add this document to the toctree of the series.": "series"
    " collection book",
    "!Name whoever wrote the text in ‘authors’; nobody else is shown.": "contributors contributor",
    "!Write it below ‘author:’ in the author's document, or in ‘roles’ below ‘post:’.": ""
    "affiliation affiliations institute institutes email emails orcid funding",
}
"""Our field as text to copy, or an instruction (‘!’), with other systems' names."""

_UNUSED = """
    layout template type kind format post_type content_type theme class classes cssclasses
    kernelspec jupytext jupyter mystnb file_format execute execution execution_mode engine
    blogpost ablog location nocomments comments comment disqus allow_comments comment_status
    ping_status pinned sticky featured toc toc_depth tocdepth toc_label toc_sticky
    showtoc table_of_contents number_sections numbering number_depth exports export downloads
    output outputs site parts options math mathjax katex abbreviations glossary settings
    github github_url edit_url source_url binder thebe venue first_page last_page biblio oxa
    identifiers open_access authors_note reviewers keypoints data_availability
    acknowledgments requirements resources html_theme html_meta sd_hide_title weight order position
    nav_order sidebar_position sidebar sidebar_class_name pagination_label pagination_next
    pagination_prev hide_title hide_table_of_contents hide_sidebar custom_edit_url id mt_id post_id
    menu menus eleventynavigation extra params css js scripts header_includes include_before
    include_after format_links code_fold code_tools theme_mode dir word_count reading_time
    readingtime estimated_time analytics share social seo meta metadata markup isodate timezone
    dsq_thread_id wordpress_author author_login author_email guid_permalink in_head
    post_format mermaid highlight syntax_highlighting latex orphaned thumbnail_optimized
    bibliography_style filters crossref card listing title_block_banner about_template
    author_profile read_time status visibility related breadcrumbs ogp
"""
"""Names of fields that have no use here."""

_PREFIXES = ("og:", "og_", "twitter:", "twitter_", "html_theme.", "sd_", "ogp_", "jupyter_", "fb:")
"""Prefixes of other systems' settings."""

_BY_NAME: Mapping[str, str] = {
    **dict.fromkeys(_UNUSED.split(), ""),
    **{name: ours for ours, names in _OURS.items() for name in names.split()},
}


def _items(value: object) -> list[object]:
    """All values of a field that holds one value or many."""
    if isinstance(value, (list, tuple)):
        return [item for part in value for item in _items(part)]
    return [] if value is None or isinstance(value, bool) else [value]


def _names(value: object) -> list[str]:
    """The names in a field for authors."""
    found = []
    for item in _items(value):
        if isinstance(item, dict):
            parts = (item.get("given"), item.get("family"))
            name = (
                item.get("id") or item.get("name") or " ".join(str(part) for part in parts if part)
            )
            found += _names(name)
        else:
            found += _parts(str(item))
    return found


def _parts(text: str) -> list[str]:
    """The names in a text that may hold several."""
    plain = re.sub(r"^\s*(?:by|von|par|por)\s+", "", text, flags=re.IGNORECASE)
    parts = re.split(r"\s*;\s*|\s*,?\s+(?:and|und|et|&)\s+(?!al\b)", plain)
    commas = plain.split(",")
    if len(parts) == 1 and all(len(part.split()) > 1 for part in commas):
        parts = commas
    return [" ".join(part.split()) for part in parts if part.strip()]


def names_people(value: object) -> bool:
    """Whether a mapping names a person: ``{name: Jane Doe}``."""
    return isinstance(value, dict) and bool(_names(value))


def _spelling(name: str) -> str:
    return "-".join(re.findall(r"[^\W_]+", name.casefold()))


def added_authors(authors: object, others: object) -> str:
    """The instruction to add other names to ‘authors’; empty if all are there.

    >>> added_authors(["jane-doe"], "Jane Doe and Kim Lee")
    '!Write ‘authors: [jane-doe, {name: Kim Lee}]’.'
    """
    known = {_spelling(name) for name in _names(authors)}
    added = [name for name in _names(others) if _spelling(name) not in known]
    if not added:
        return ""
    if all(isinstance(item, str) for item in _items(authors)):
        return f"!Write ‘authors: {_people([*_names(authors), *added])}’."
    return f"!Add {_people(added).strip('[]')} to ‘authors’."


def _people(value: object) -> str:
    found = [n if is_id(n) else f"{{name: {yaml_text(n)}}}" for n in _names(value)]
    return f"[{', '.join(found)}]" if found else ""


def _texts(value: object) -> str:
    """A list of texts in YAML, to copy."""
    items = [item for item in _items(value) if not isinstance(item, dict)]
    texts = [
        part.strip()
        for item in items
        for part in (re.split(r"[,;\n]", item) if isinstance(item, str) else [str(item)])
    ]
    return f"[{', '.join(yaml_text(text) for text in texts if text)}]" if any(texts) else ""


def _addresses(value: object) -> str:
    """Former addresses in YAML, to copy; only paths on this site."""
    texts = [str(item) for item in _items(value)]
    are_paths = texts and all(text.startswith("/") for text in texts)
    return f"[{', '.join(map(yaml_text, texts))}]" if are_paths else ""


def _day(value: object) -> str:
    found = re.match(r"\d{4}-\d\d-\d\d(?!\d)", str(value))
    return found[0] if found else ""


def _text(value: object) -> str:
    is_text = isinstance(value, (str, int)) and not isinstance(value, bool)
    return yaml_text(" ".join(str(value).split())) if is_text else ""


_VALUES: Mapping[str, Callable[[object], str]] = {
    "authors": _people,
    "tags": _texts,
    "date": _day,
    "former_addresses": _addresses,
    "updated": _day,
    **dict.fromkeys(("description", "subtitle", "title", "thumbnail", "language"), _text),
}
"""Functions that write a value for one of our fields."""


def with_value(ours: str, value: object) -> str:
    """The instruction that replaces another system's field, with its value.

    >>> with_value("authors: [jane-doe]", "Renate X")
    'Write ‘authors: [{name: Renate X}]’.'
    """
    where = ""
    if ours.startswith("!"):
        return ours[1:]
    if ours.startswith("post: {") and ours.endswith("}"):
        ours, where = ours.removeprefix("post: {").removesuffix("}"), " below ‘post:’"
    name = ours.partition(":")[0]
    made = _VALUES[name](value) if name in _VALUES else ""
    if name == "license":
        where = " if all rights are reserved, else the name that SPDX gives the licence"
    return f"Write ‘{f'{name}: {made}' if made else ours}’{where}."


_SAME = frozenset(
    """
    category categories topics subject subjects labels author creator creators by byline writer
    writers author_name excerpt summary teaser standfirst custom_excerpt meta_description
    seo_description sub_title subheading lang locale languagecode
    """.split()  # noqa: SIM905  # fewer lines than a list
)
"""Fields of other systems whose value means the same as in ours."""


def foreign_value(name: str, value: object) -> str:
    """Our field with the value of another system's that means the same; empty if none does.

    >>> foreign_value("Category", "Harbours, Quays"), foreign_value("created", "2021-01-02")
    ('tags: [Harbours, Quays]', '')
    """
    ours = foreign_field(name)
    if not ours or ours.startswith("!") or _folded(name) not in _SAME:
        return ""
    field = ours.partition(":")[0]
    items = value if isinstance(value, list) else [value]
    marks = "," if field == "authors" else ",;\n" if isinstance(value, list) else ""
    if not all(isinstance(item, str) and not set(marks) & set(item) for item in items):
        return ""  # more than names, or a comma that may stand inside of one
    made = _VALUES[field](value)
    return f"{field}: {made}" if made else ""


def _folded(name: str) -> str:
    return name.strip().casefold().replace("-", "_").replace(" ", "_")


def foreign_field(name: str) -> str | None:
    """The replacement for another system's field.

    Empty if we have no such field, :data:`None` if no system has it.

    >>> foreign_field("Categories")
    'tags: [one, two]'
    """
    folded = _folded(name)
    plain = folded.replace(":", "_").replace(".", "_")
    if (ours := _BY_NAME.get(folded, _BY_NAME.get(plain))) is not None:
        return ours
    return "" if folded.startswith(_PREFIXES) else None
