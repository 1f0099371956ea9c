"""Invariant 9: whatever is not clearly public is not public, however its front matter is spoilt.

Each document begins as one that is clearly public. Then something is done to it that an editor
or another system may do; what was done tells whether it is still clearly so, and nothing of the
code under test is asked. Documents hold a canary of their own.
"""

from __future__ import annotations

import datetime as dt
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.read_documents import read_source
from tests.building import build
from tests.chance import seed
from tests.samples import AS_OF
from tests.sink import readable

MANY = int(os.environ.get("ANTHOLOGY_FUZZ", "2000"))
"""How many documents are read; a tenth of them is built as well, in every form of output."""
SEED = seed()

Lines = list[str]
"""The front matter of a document, line by line, without its marks."""

BODY = "\nText of {word}.\n\n## About {word}\n"
BASES: dict[str, Lines] = {
    "post": ["title: About {word}", "description: On {word}", "authors: [ann]",
             "date: 2021-04-21", "tags: [harbours]", "post:", "  kind: news"],
    "author": ["title: Mx {word}", "author:", "  bio: Knows {word}."],
    "topic": ["title: All {word}", "topic: harbours {word}"],
    "page": ["title: About {word}", "orphan: true"],
}  # fmt: skip
HARMLESS = [
    "colour: red", "layout: default", "slug: x", "published: true", "private: false", "toc: true",
    "comments: false", "# draft: true", "sd_hide_title: true", "weight: 3", "og:title: x", "",
    "html_meta: {robots: noindex}", "image: x.png", "status: published", "license: CC-BY-4.0",
]  # fmt: skip

NEGATIVE = ["draft", "private", "hidden", "unlisted", "embargoed", "unpublished", "secret",
            "isDraft", "is-private", "do_not_publish", "withdrawn", "retracted"]  # fmt: skip
POSITIVE = ["published", "publish", "public", "visible", "isPublished", "is_public"]
STATUS = ["status", "state", "visibility", "post_status", "publication-status"]
TRUE = ["true", "True", "yes", "on", "1", '"true"', "", "~", "[true]", "ja", "maybe", "{}"]
FALSE = ["false", "FALSE", "no", "off", "0", "'false'", "", "null", "[]", "nein", "later"]
STATES = ["draft", "Draft", "private", "pending", "future", "internal", "hidden", "[draft]", "",
          "in review", "embargoed", "soon"]  # fmt: skip
DATED = ["publishDate", "publish_date", "release-date", "embargo", "expiryDate", "go_live"]


def _cased(name: str, rng: random.Random) -> str:
    return rng.choice([str, str, str.upper, str.capitalize])(name)


def _misspelt(name: str, rng: random.Random) -> str:
    """A name with a letter too few, too many, or two of them changed about."""
    if len(name) < 7 or rng.random() < 0.7:
        return name
    at = rng.randrange(1, len(name) - 2)
    return rng.choice(
        [
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        ]
    )


def _flag(rng: random.Random) -> str:
    """A line that some system or other takes for a reason to hide a document."""
    names, values = rng.choice([(NEGATIVE, TRUE), (POSITIVE, FALSE), (STATUS, STATES)])
    if rng.random() < 0.15:
        names, values = DATED, ["2030-01-01", "2030-01", "1 May 2030"]
    name = rng.choice(names)
    if name not in STATUS:
        name = _misspelt(name, rng)
    return f"{_cased(name, rng)}: {rng.choice(values)}"


def _with_flag(lines: Lines, kind: str, rng: random.Random) -> str:
    flag = _flag(rng)
    places = ["margin", "inside"] + (["own"] if kind in {"post", "author"} else [])
    place = rng.choice(places)
    if place == "own":
        lines.append(f"  {flag}")
    elif place == "inside":
        lines[1:1] = [f"{rng.choice(['blog', 'jekyll', 'extra2', 'meta2'])}:", f"  {flag}"]
    else:
        lines.insert(rng.randrange(1, 2), flag)
    return _closed(lines)


def _closed(lines: Lines, mark: str = "---", end: str = "") -> str:
    return "\n".join([mark, *lines, end or mark, BODY])


def _with_our_flag(lines: Lines, kind: str, rng: random.Random) -> str:
    if kind in {"post", "author"}:
        lines.append(f"  draft: {rng.choice([*TRUE, '# true', 'null'])}")
    else:
        lines.append(f"draft: {rng.choice(TRUE)}")
    return _closed(lines)


INVISIBLE = ["\n", " ", "\t", "\u00a0", "\u200b", "\ufeff", "\u2060", "\u3000", "\u2028", "\x0b"]


def _after_something(lines: Lines, kind: str, rng: random.Random) -> str:
    before = "".join(rng.choice(INVISIBLE) for _ in range(rng.randrange(1, 4)))
    words = ["# A heading\n\n", "<!-- a comment -->\n", "% a comment\n", "A sentence.\n\n",
             "\\", "#", "Dear editor,\n\nhere is my text:\n\n", "> ", "```yaml\n", "~~~\n",
             "<!--\n", "&nbsp;", "&#8203;", "<p>", "<pre>\n", "<details>\n\n", ":::{note}\n", "- ",
             "```{yaml}\n", "```{code-block} yaml\n", "```{note}\n:class: x\n\n", "1. ", "`", "**",
             "$$\n", "{% comment %}\n", "<!-- Fields:\n"]  # fmt: skip
    text = _closed(lines)
    if rng.random() < 0.5:
        before = rng.choice(words)
    return f"\ufeff\ufeff{text}" if before.strip("\ufeff") == "" else f"{before}{text}"


def _between_other_marks(lines: Lines, kind: str, rng: random.Random) -> str:
    dash = rng.choice("-\u2010\u2011\u2012\u2013\u2014\u2212")
    mark = rng.choice([dash * 2, dash * 4, dash * 5, f"{dash} {dash} {dash}", "\u2014", "+++",
                       ";;;", "---yaml", "--- yaml", "--- # fields", "```yaml", "~~~", "***", "```",
                       "____"])  # fmt: skip
    return _closed(lines, mark, mark if rng.random() < 0.8 else "")


def _indented(lines: Lines, kind: str, rng: random.Random) -> str:
    indent = rng.choice([" ", "  ", "    ", "\t", "> ", ">"])
    return "".join(f"{indent}{line}\n" for line in ["---", *lines, "---"]) + BODY


def _without_marks(lines: Lines, kind: str, rng: random.Random) -> str:
    return rng.choice(["", "# A heading\n\n"]) + "\n".join(lines) + "\n" + BODY


def _in_another_language(lines: Lines, kind: str, rng: random.Random) -> str:
    toml = "+++\ntitle = 'On {word}'\ndraft = true\ndate = 2021-04-21\n+++\n" + BODY
    json = '{{\n  "title": "On {word}",\n  "draft": true\n}}\n' + BODY
    flat = '{{"title": "On {word}", "date": "2030-01-01", "tags": ["x"]}}\n' + BODY
    return rng.choice([toml, json, flat])


def _broken(lines: Lines, kind: str, rng: random.Random) -> str:
    spoilt = ["title: A: B", "\ttitle: B", 'subtitle: "open', "subtitle: *x", "subtitle: !!x y",
              "x: [1", "title: twice", "  subtitle: in", "- a"]  # fmt: skip
    lines.insert(1, rng.choice(spoilt))
    return _closed(lines)


def _not_closed(lines: Lines, kind: str, rng: random.Random) -> str:
    return _closed(lines, "---", rng.choice(["--- the end", "--", "\u2014", "-- -", "----.", "."]))


def _without_a_key(lines: Lines, kind: str, rng: random.Random) -> str:
    fields = [li for li in BASES["post"] if not li.startswith(("post:", "  "))]
    kept = [fields[0], *rng.sample(fields[2:], rng.randrange(1, len(fields) - 1))]
    wrong = ["Post: {}", "posts: {}", "psot: {}", "post : x", "blog-post: true", "layout: post"]
    if rng.random() < 0.5:
        kept.append(rng.choice(wrong))
    return _closed(kept)


def _badly_withdrawn(lines: Lines, kind: str, rng: random.Random) -> str:
    values = ["yes", "2024-01-02", "{date: 9 April 2024, reason: x}", "", "[]", "{reason: x}",
              "{date: 2024-01-02}", "true", "''", "[2024-01-02, x]"]  # fmt: skip
    name = rng.choice(["withdrawn", "withdrawn", "withdawn", "withdraw", "retracted"])
    return _closed([*BASES["post"], f"  {name}: {rng.choice(values)}"])


def _badly_dated(lines: Lines, kind: str, rng: random.Random) -> str:
    dates = ["2030-01-01", "2031", "soon", "", "01/02/2030", "null", "[2030]", "2030-13-01", "tba"]
    changed = [li for li in BASES["post"] if not li.startswith("date")]
    return _closed([changed[0], f"date: {rng.choice(dates)}", *changed[1:]])


SPOIL: list[Callable[[Lines, str, random.Random], str]] = [
    _with_flag, _with_flag, _with_our_flag, _after_something, _between_other_marks, _indented,
    _without_marks, _in_another_language, _broken, _not_closed, _without_a_key, _badly_withdrawn,
    _badly_dated,
]  # fmt: skip


def _document(number: int, rng: random.Random) -> tuple[str, str, bool]:
    """A document's canary, its text, and whether it is clearly public."""
    is_public = rng.random() < 0.15
    word = f"{'lark' if is_public else 'canary'}{number:05}x"
    kind = rng.choice(list(BASES))
    lines = list(BASES[kind])
    if rng.random() < 0.3:
        lines.insert(1, rng.choice(HARMLESS))
    if is_public:
        text = _closed(lines, end=rng.choice(["---", "..."]))
    else:
        spoil = rng.choice(SPOIL)
        if spoil in {_indented, _without_marks, _not_closed} and kind == "page":
            lines = list(BASES["post"])  # a title alone may stand as text
        text = spoil(lines, kind, rng)
    written = text.replace("{{", "{").replace("}}", "}").replace("{word}", word)
    return word, written, is_public


def documents_of_any_kind(many: int) -> list[tuple[str, str, bool]]:
    """Canaries, texts, and whether each document is clearly public."""
    rng = random.Random(SEED)  # noqa: S311  # the same documents each time
    return [_document(number, rng) for number in range(many)]


def test_what_is_not_clearly_public_is_withheld() -> None:
    """Thousands of documents, each read by itself; and what is clearly public is not withheld."""
    documents = documents_of_any_kind(MANY)
    wrong = []
    for word, text, is_public in documents:
        decoded = text.encode().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        source = read_source(word, f"{word}.md", decoded)
        catalogue = Catalogue(sources={word: source}, as_of=dt.date.fromisoformat(AS_OF))
        if catalogue.is_public(word) is not is_public:
            wrong.append((is_public, text))
    assert wrong == []


ENCODED = {
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "latin-1": lambda text: text.replace("Text", "T\u00e9xt").encode("latin-1", "ignore"),
    "old Mac": lambda text: text.replace("\n", "\r").encode(),
    "Windows": lambda text: text.replace("\n", "\r\n").encode(),
}
CONF = (
    f'project = "B"\nextensions = ["sphinx_anthology"]\nanthology_as_of = "{AS_OF}"\n'
    'anthology_in_volumes = ["*"]\n'
)
"""All that is public is in volumes, too; but authors without a post are on the site alone."""
INDEX = "# Book\n\n```{posts}\n```\n\n```{topics}\n```\n\n```{toctree}\n:glob:\n\n*\n```\n"


@pytest.mark.parametrize("builder", ["html", "epubs"])
def test_no_output_holds_a_canary(tmp_path: Path, builder: str) -> None:
    """Real builds of many such documents at once, in many encodings."""
    rng = random.Random(SEED + 1)  # noqa: S311
    source = tmp_path / "docs"
    source.mkdir()
    (source / "conf.py").write_text(CONF, encoding="utf-8")
    (source / "index.md").write_text(INDEX, encoding="utf-8")
    (source / "ann.md").write_text("---\ntitle: Ann Low\nauthor: {}\n---\n", encoding="utf-8")
    many = MANY // 10 if builder == "html" else MANY // 50
    larks = []
    for word, text, is_public in documents_of_any_kind(MANY)[:many]:
        form = rng.choice(["Windows", "old Mac"] if is_public else [*ENCODED])
        content = ENCODED[form](text) if rng.random() < 0.3 else text.encode()
        (source / f"{word}.md").write_bytes(content)
        is_on_site_alone = builder == "epubs" and "\nauthor:" in text
        larks += [word] if is_public and not is_on_site_alone else []
    built = build(source, tmp_path / "out", tmp_path / "doctrees", builder=builder)
    found = _everything(built.out)
    assert b"canary" not in found
    assert [word for word in larks if word.encode() not in found] == []


def _everything(folder: Path) -> bytes:
    """The names and the bytes of all files, of what is packed and compressed as well."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return b"\n".join(content.lower() for path in files for content in readable(path))
