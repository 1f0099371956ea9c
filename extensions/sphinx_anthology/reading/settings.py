"""Settings: all ``anthology_…`` values of ``conf.py``."""

from __future__ import annotations

import copy
import enum
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any
from weakref import WeakKeyDictionary

from pydantic import BeforeValidator, Field
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

from sphinx_anthology.model.citing import Style
from sphinx_anthology.model.fields import (
    Address,
    Day,
    Issn,
    License,
    Many,
    Record,
    Ror,
    Text,
    Timezone,
    shorthand,
)
from sphinx_anthology.model.problem import dotted, nearest, quoted, setting_line, shown_path
from sphinx_anthology.model.record import validate
from sphinx_anthology.model.timezones import UTC

logger = logging.getLogger(__name__)
PREFIX = "anthology_"


class Trust(enum.StrEnum):
    """The authors whom the build trusts."""

    GUESTS = "guests"
    """Texts may come from anybody: they run, read and load nothing."""

    EDITORS = "editors"
    """Texts are the editors' own: they may do what Sphinx allows."""


class Print(enum.StrEnum):
    """Where PDFs are printed."""

    SCREEN = "screen"
    """By readers, if at all: in colours, without crop marks."""

    PRESS = "press"
    """By a printing house: with one ink, bleed and crop marks."""


class Journal(Record):
    """The journal that the publication belongs to."""

    title: Text = Field(description="Title of the journal")
    issn: Many[Issn] = Field((), description="Its ISSNs")
    url: Address | None = Field(None, description="Its address")


class Publisher(Record):
    """The publisher."""

    name: Text = Field(description="Name of the publisher")
    ror: Ror | None = Field(None, description="Its ROR address")
    url: Address | None = Field(None, description="Its address")


def _prefix(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"10\.[0-9]{4,9}", value):
        message = f"{quoted(value)} is not a prefix of DOIs; one looks like ‘10.5555’"
        raise ValueError(message)
    return value


def _email(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+", value):
        message = f"{quoted(value)} is not an e-mail address"
        raise ValueError(message)
    return value


class Crossref(Record):
    """The account that registers the posts' DOIs with Crossref."""

    prefix: Annotated[str, BeforeValidator(_prefix)] = Field(
        description="The publisher's prefix of DOIs, such as ``10.5555``"
    )
    depositor: Text = Field(description="Who deposits: the name of an account or of a person")
    email: Annotated[str, BeforeValidator(_email)] = Field(
        description="Where Crossref sends what it has to say of a deposit"
    )
    registrant: Text = Field(description="The organisation that registers the DOIs")


Pixels = Annotated[int, Field(ge=100, le=8000, strict=True)]
Kilobytes = Annotated[int, Field(ge=0, strict=True)]


def _setting(default: Any, description: str, rebuild: str = "env") -> Any:
    """A setting; ``rebuild`` is what its change makes stale, as in Sphinx."""
    return Field(default, description=description, json_schema_extra={"rebuild": rebuild})


class Settings(Record):
    """All settings, validated; in ``conf.py`` each begins with ``anthology_``."""

    title: Text | None = _setting(None, "Title of the publication; left out: ``project``")
    tagline: Text | None = _setting(None, "A line under the title")
    journal: Annotated[Journal, shorthand("title")] | None = _setting(
        None, "The journal: ``title``, ``issn``, ``url``"
    )
    publisher: Annotated[Publisher, shorthand("name")] | None = _setting(
        None, "The publisher: ``name``, ``ror``, ``url``"
    )
    license: License | None = _setting(
        None, "Licence of the texts (SPDX), where a document states none"
    )
    as_of: Day | None = _setting(
        None,
        "The as-of date, as YYYY-MM-DD; left out: the day of SOURCE_DATE_EPOCH, else today",
        "",
    )
    timezone: Timezone = _setting(
        UTC,
        "The time zone (IANA) in which a day begins, such as ``Europe/London``",
        "",
    )
    disclaimer: Text | None = _setting(None, "A line on every post: “views are the authors' own”")
    citation_style: Style = _setting(
        Style.APA,
        "The style that “How to cite” begins with, and the only one of PDF and EPUB",
    )
    crossref: Crossref | None = _setting(
        None,
        "Who registers DOIs with Crossref: ``prefix``, ``depositor``, ``email``, ``registrant``",
        "",
    )
    trust: Trust = _setting(
        Trust.GUESTS,
        "Whose texts the documents are: ``guests`` (they run, read and load nothing) or "
        "``editors`` (they may do what Sphinx allows)",
    )
    report_url: Address | None = _setting(None, "Where readers report an error in a post")
    header: Many[Text] = _setting(
        ("series/index", "authors/index", "topics", "archive"),
        "Docnames that the header links to, in order; of the default those that there are",
        "html",
    )
    footer: Many[Text] = _setting(
        ("about", "colophon"),
        "Docnames that the footer links to, in order; of the default those that there are",
        "html",
    )
    image_widths: Many[Pixels] = _setting(
        (640, 1280, 1920),
        "Widths in pixels of the copies that readers get of larger images; ``[]``: they get the "
        "files themselves",
        "html",
    )
    image_notice: Kilobytes = _setting(
        1000, "Kilobytes of an image from which ``anthology check`` notes it; ``0``: never"
    )
    exports: Text | None = _setting(
        None, "Folder with ``pdf/`` and ``epub/``, whose files pages link to", ""
    )
    series: Text | None = _setting(
        None, "Make only the PDF and the EPUB of the series with this id", ""
    )
    in_volumes: Many[Text] = _setting(
        (),
        "Docnames, or patterns such as ``essays/*``, of documents that PDFs and EPUBs hold besides "
        "posts, series and topics; after ``!`` of those that they leave out; the last one counts",
        "",
    )
    typst_look: Text | None = _setting(
        None, "A file of Typst code that takes the place of parts of the PDF's look", ""
    )
    print: Print = _setting(
        Print.SCREEN,
        "What PDFs are made for: ``screen``, or ``press``, with black alone, bleed and crop marks",
        "",
    )
    epub_conforms_to: Text | None = _setting(
        None, "The accessibility standard that the publisher states the EPUBs to conform to", ""
    )
    epub_certified_by: Text | None = _setting(None, "Who certifies that they do", "")


def declare_settings(app: Sphinx) -> None:
    """Register the settings with Sphinx."""
    for name, field in Settings.model_fields.items():
        extra = field.json_schema_extra
        rebuild = extra["rebuild"] if isinstance(extra, dict) else "env"
        app.add_config_value(PREFIX + name, field.default, rebuild, types=Any)  # type: ignore[arg-type]


def check_settings(app: Sphinx, config: Config) -> None:
    """Report all wrong values and unknown names of settings."""
    for path, message in (*_bad_values(config), *_unknown_names(config)):
        warn_of_setting(app, path, message)


def warn_of_setting(app: Sphinx, path: tuple[str | int, ...], message: str) -> None:
    """Warn of a setting, with its line in ``conf.py``."""
    place = shown_path(Path(app.confdir, "conf.py"), Path.cwd())
    location = f"{place}:{setting_line(conf_text(app), path)}"
    name = dotted(path)
    logger.warning("%s: %s", name, message, location=location, type="anthology", subtype="setting")


def conf_text(app: Sphinx) -> str:
    """The text of ``conf.py``; empty if there is none."""
    conf = Path(app.confdir, "conf.py")
    return conf.read_text(encoding="utf-8", errors="replace") if conf.is_file() else ""


def _bad_values(config: Config) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The wrong values by path, such as ``anthology_journal.issn.1``, with messages."""
    _, errors = validate(Settings, _values(config))
    for details, reason in errors:
        first, *others = details["loc"]
        path = (f"{PREFIX}{first}", *others)
        yield path, f"{reason}{_example(path, details['type'], details['input'])}"


_SHAPES = {
    "anthology_journal": '{"title": "…", "issn": ["…"], "url": "https://…"}',
    "anthology_publisher": '{"name": "…", "ror": "https://ror.org/…"}',
    "anthology_crossref": (
        '{"prefix": "10.5555", "depositor": "…", "email": "…", "registrant": "…"}'
    ),
}


_EXAMPLES = {
    "anthology_as_of": "2026-12-31",
    "anthology_citation_style": "apa",
    "anthology_license": "CC-BY-4.0",
    "anthology_report_url": "https://blog.example/contact",
    "anthology_timezone": "Europe/London",
    "anthology_trust": "guests",
    "anthology_exports": "_build",
    "anthology_image_notice": "1000",
    "anthology_image_widths": "[640, 1280, 1920]",
    "anthology_series": "co-creation",
    "anthology_print": "press",
    "anthology_typst_look": "look.typ",
}


def _example(path: tuple[str | int, ...], kind: str, value: object) -> str:
    """The end of a message: the line to write instead."""
    name = str(path[0])
    if len(path) == 1 and name in _SHAPES:
        return f". Write {name} = {_SHAPES[name]}"
    if name in {"anthology_header", "anthology_footer", "anthology_in_volumes"}:
        return f'. Write {name} = ["about", "series/index"]'
    if len(path) > 1:
        return f". It looks like {name} = {_SHAPES[name]}" if kind == "missing" else ""
    texts = value if isinstance(value, (list, tuple)) else ()
    is_text = kind == "string_type" and texts and all(isinstance(text, str) for text in texts)
    if kind not in {"string_type", "enum", "literal_error"}:
        return ""
    near = nearest(str(value), [style.value for style in (*Style, *Trust)], most=1)
    example = ", ".join(texts) if is_text else next(iter(near), _EXAMPLES.get(name, "…"))
    return f'. Write {name} = "{example}"'


def _unknown_names(config: Config) -> Iterator[tuple[tuple[str, ...], str]]:
    """The unknown names that begin with ``anthology_``, with messages."""
    for name in config._raw_config:  # noqa: SLF001  # no public way
        bare = name.removeprefix(PREFIX)
        if name.startswith(PREFIX) and bare not in Settings.model_fields:
            near = nearest(bare, Settings.model_fields, most=1)
            hint = f" Did you mean ‘{PREFIX}{near[0]}’?" if near else ""
            yield (name,), f"there is no such setting.{hint}"


def _values(config: Config) -> dict[str, Any]:
    values = {name: getattr(config, PREFIX + name) for name in Settings.model_fields}
    return {name: value for name, value in values.items() if value is not None}


_CHECKED: WeakKeyDictionary[Config, tuple[dict[str, Any], Settings]] = WeakKeyDictionary()


def settings_of(config: Config) -> Settings:
    """The validated settings of a configuration, cached until one changes."""
    values = _values(config)
    known = _CHECKED.get(config)
    if known is None or known[0] != values:
        settings, _ = validate(Settings, values)
        known = _CHECKED[config] = copy.deepcopy(values), settings or Settings()
    return known[1]


def has_guests(config: Config) -> bool:
    """Whether documents may be guests' texts."""
    return settings_of(config).trust is Trust.GUESTS


def publication_title(config: Config) -> str:
    """The title of the publication."""
    return settings_of(config).title or str(config.project)
