"""When in doubt, withheld: what may have been meant to be private, in whatever form."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.samples import AS_OF, author, catalogue_of, post, series

from sphinx_anthology.model.consistency import left_out, problems, summary
from sphinx_anthology.model.problem import Code
from sphinx_anthology.model.read_documents import read_notebook, read_rst, read_source, unreadable
from sphinx_anthology.model.source import Source
from sphinx_anthology.model.states import Reason

FIELDS = "title: A\nauthors: [x]\ndate: 2021-01-01\n"
DRAFT = f"{FIELDS}post: {{draft: true}}\n"
BLOCK = f"---\n{DRAFT}---\n"


def _read(text: str) -> Source:
    return read_source("p", "p.md", text)


def _assert_left_out(text: str) -> None:
    """The document is left out, and the first message about that says so."""
    source = _read(text)
    assert source.blocked
    codes = {Code.WITHHELD, Code.FRONT_MATTER}
    told = [p for p in source.problems if p.code in codes]
    assert told
    assert all(1 <= p.line <= text.count("\n") + 1 for p in told)


@pytest.mark.parametrize("kind", ["post", "author", "series"])
@pytest.mark.parametrize("flag", ["", "# true", "~", "null", '""', "[]", "{}", "yes", "0", "ja"])
def test_a_draft_flag_that_does_not_say_true_or_false_withholds(kind: str, flag: str) -> None:
    """Also the line that ``anthology new`` writes, without its mark."""
    date = "date: 2021-01-01\n" if kind == "post" else ""
    _assert_left_out(f"---\ntitle: A\n{date}{kind}:\n  draft: {flag}\n---\n\nText.\n")


FLAGS = """
published: false|publish: no|Published: False|pubished: false|public: false|is_public: 0
isPublic: false|publishDate: 2030-01-01|publish_date: 2030-01-01|pubdate: 2030-01-01
status: draft|status: Pending|status: [draft]|post_status: future|state: draft|state: in review
visibility: private|visibility: internal|visibilty: hidden|access: members|access: private
private: true|private: yes|privat: ja|hidden: true|hidden: "1"|unlisted: true|isDraft: true
is-draft: true|DRAFT: true|draught: true|internal: true|secret: on|embargo: 2030-01-01
embargo-until: 2030-01-01|expiryDate: 2020-01-01|expires: 2020|unpublish: 2020-01-01
release_date: 2030-01-01|available_from: 2030-01|go_live: 2030-01-01|password: x|build: false
_build: {render: never}|eleventyExcludeFromCollections: true|do_not_publish: true
not_public: true|withdrawn: yes|withdawn: {date: 2021-01-01, reason: x}|retracted: 2021-01-01
removed: true|deleted: true|blog: {draft: true}|site: {params: {published: false}}
options: [{hidden: true}]|whatever: private|note: do not publish|entwurf: ja|brouillon: oui
approved: false|ready_for_publication: no|reviewed: false|archived: true|under_review: true
live: off|noindex: true|audience: staff|sitemap: false|Isupblished: false|upblish: no
isuPblished: 0|poststatus: soon|Poststaus: x|release: false|upblish: true
tags: [draft]|keywords: wip
""".replace("\n", "|").strip("|").split("|")  # fmt: skip


@pytest.mark.parametrize("flag", FLAGS)
def test_flags_of_other_systems_withhold(flag: str) -> None:
    """In posts, at the margin and below the key; in authors, series, topics and plain pages."""
    _assert_left_out(f"---\n{FIELDS}post: {{}}\n{flag}\n---\n\nText.\n")
    if not flag.startswith(("tags", "keywords")):
        _assert_left_out(f"---\n{FIELDS}post:\n  kind: news\n  {flag}\n---\n\nText.\n")
    for own in ("author: {}", "series: {}", "topic: x", "orphan: true", "page: {}"):
        if not flag.startswith("tags"):
            _assert_left_out(f"---\ntitle: A\n{own}\n{flag}\n---\n\nText.\n")


def test_a_flag_of_another_system_is_named_with_its_line_and_the_fix() -> None:
    """The message has what to write instead."""
    (problem,) = [
        p
        for p in _read(f"---\n{FIELDS}post: {{}}\npublished: false\n---\n").problems
        if p.code is Code.WITHHELD
    ]
    assert problem.line == 6
    assert problem.message == (
        "The document is left out: ‘published: false’ may mean that it is not public; write "
        "‘draft: true’ below ‘post:’ to keep it back, or delete the field to publish it."
    )


@pytest.mark.parametrize(
    "value",
    ["yes", "2026-04-09", "{date: 9 April 2026, reason: x}", "{date: 2026-04-09}", "", "[]", "''"],
)
def test_a_withdrawal_that_is_not_understood_withholds(value: str) -> None:
    """No tombstone with false facts, and no text that was taken back."""
    text = f"---\n{FIELDS}post:\n  withdrawn: {value}\n---\n\nText.\n"
    _assert_left_out(text)
    assert any("‘withdrawn: {date: 2026-04-09, reason:" in p.message for p in _read(text).problems)


@pytest.mark.parametrize(
    "fields",
    ["authors: [x]", "author: Jane", "date: 2030-01-01", "tags: [x]", "categories: [x]", "doi: x",
     "abstract: x", "layout: post", "orcid: x", "part: 3", "Post: {}", "psot: {}", "page: yes",
     "posts: {part: 2}", "topics: [x]", "draft:", "date:", "withdrawn: {}"],
)  # fmt: skip
def test_a_post_without_its_key_is_no_plain_page(fields: str) -> None:
    """It may have been meant for later, or for nobody."""
    _assert_left_out(f"---\ntitle: A\n{fields}\n---\n\nText.\n")


def test_a_post_in_the_clothes_of_another_kind_is_left_out() -> None:
    """Jekyll's ``author``, and ``topic`` for a tag, make no author and no topic of a post."""
    for own in ("author: {name: Jane}", "topic: x", "series: {name: X}"):
        _assert_left_out(f"---\ntitle: A\n{own}\ndate: 2030-01-01\n---\n\nText.\n")


BEFORE = [
    "\n",
    "\n\n\n",
    " ",
    "\t",
    "\u00a0",
    "\u200b",
    "\u2060",
    "\u00ad",
    "\ufeff",
    "\ufeff\ufeff",
    "\u2028",
    "\x0b",
    "\u3000",
    "# Title\n\n",
    "<!-- c -->\n",
    "<!--\n",
    "% c\n",
    "> ",
    "Some text.\n\n",
    "Dear editor,\n\nhere it is:\n\n",
    "---\n---\n",
    "```yaml\n",
    "~~~\n",
    "```\n",
    ":::\n",
    "-",
    "\u2013",
    "yaml\n",
]
MARKS = [
    "----",
    "--",
    "\u2014",
    "\u2013\u2013\u2013",
    "- - -",
    "\u2212\u2212\u2212",
    "--- yaml",
    "---yaml",
    "--- # c",
    "+++",
    ";;;",
    "***",
    "___",
    "\u2010\u2010\u2010",
    "...",
    "yaml",
    "```yaml",
    "~~~ yaml",
    "```",
    "````markdown",
    ":::yaml",
    "```{code-block} yaml",
    "%%%",
    "\\---",
]


@pytest.mark.parametrize("before", BEFORE)
def test_front_matter_after_anything_else_withholds(before: str) -> None:
    """With Windows' line ends and old Macs' as with ours, since the scan makes them equal."""
    _assert_left_out(f"{before}{BLOCK}\nText.\n")


@pytest.mark.parametrize("mark", MARKS)
def test_front_matter_between_other_marks_withholds(mark: str) -> None:
    """Whatever an editor, a mail program or another system makes of three hyphens."""
    _assert_left_out(f"{mark}\n{DRAFT}{mark}\n\nText.\n")


@pytest.mark.parametrize("indent", ["  ", "    ", "\t", "> "])
def test_indented_front_matter_withholds(indent: str) -> None:
    """As mail programs and editors of code leave it."""
    _assert_left_out("".join(f"{indent}{line}\n" for line in BLOCK.split("\n")) + "Text.\n")


@pytest.mark.parametrize(
    "text",
    [
        '+++\ntitle = "A"\ndraft = true\n+++\n\nText.\n',
        '{\n"title": "A",\n"draft": true\n}\n\nText.\n',
        '{"title": "A", "draft": true}\n\nText.\n',
        "title: A\ndraft: true\n\nText.\n",
        f"{DRAFT}---\n\nText.\n",
        f"---\n{DRAFT}--- end\n\nText.\n",
        f"---\n{DRAFT}\nText.\n",
        "# A\n\ndraft: true\n\nText.\n",
        "<!-- draft: true -->\n\n# A\n",
        "**Draft:** true\n\n# A\n",
        f"{BLOCK.replace('{draft: true}', '{}')}\n---\ntitle: B\ndraft: true\n---\n\nText.\n",
        f"---\n{FIELDS}post: {{}}\ndescription: |\n  One line.\n  draft: true\n---\n",
        f"---\n{FIELDS}post: {{draft:true}}\n---\n",
    ],
)
def test_other_forms_of_front_matter_withhold(text: str) -> None:
    """TOML, JSON, no marks, a mark with words behind it, a second block, a flag in a text."""
    _assert_left_out(text)


WRAPPED = [
    ("<!--", "-->"),
    ("<pre>", "</pre>"),
    ("<details>\n<summary>Fields</summary>\n", "</details>"),
    ("<script type='text/yaml'>", "</script>"),
    ("```{yaml}", "```"),
    ("~~~{YAML}", "~~~"),
    ("```{code-block} yaml\n:linenos:\n", "```"),
    ("```{code} yaml\n---\ncaption: x\n---", "```"),
    ("```{note}", "```"),
    (":::{admonition} A\n:class: note\n", ":::"),
    ("````{tab-set}\n```{tab-item} A", "```\n````"),
    ("```{eval-rst}", "```"),
    ("```{only} draft", "```"),
    ("$$", "$$"),
    ("{% comment %}", "{% endcomment %}"),
    ("<![CDATA[", "]]>"),
    ("<!DOCTYPE html>\n<body>", "</body>"),
]
INNER = [
    BLOCK,
    DRAFT,
    BLOCK.replace("post: {draft: true}", "post:\n  draft: true"),
    "---\ntitle: A\ndate: 2030-01-01\nauthors: [x]\npost: {}\n---\n",
    "title: A\ndate: 2030-01-01\nauthors: [x]\npost: {}\n",
    '+++\ntitle = "A"\ndraft = true\n+++\n',
    '{"title": "A",\n "draft": true}\n',
]


@pytest.mark.parametrize("inner", INNER)
@pytest.mark.parametrize(("opening", "closing"), WRAPPED)
def test_front_matter_within_something_at_the_beginning_withholds(
    opening: str, closing: str, inner: str
) -> None:
    """Comments, blocks of HTML and directives, also below a heading."""
    for before in ("", "# A\n\n", "\n"):
        _assert_left_out(f"{before}{opening}\n{inner}{closing}\n\nText.\n")


BESIDE = ["&nbsp;", "&#160;", "&ZeroWidthSpace;", "&#xFEFF;", "\\", "<br>", "<p>", "<span></span>",
          "<pre>", "<pre><code class='yaml'>", "<!-- ", "- ", "* ", "1. ", "> - ", "`", "**", ": ",
          "(", "[", '"', "\u201c", "\u2022 ", "\u00a7 ", "\U0001f4dd ", "&gt; ", "$", "~~", "<",
          "\u3164", "\u2800", "x ", "[^1]:", "| ", "&#45;", "\u0301", "{", "#! "]  # fmt: skip


@pytest.mark.parametrize("beside", BESIDE)
def test_signs_beside_the_first_mark_withhold(beside: str) -> None:
    """Entities, tags, items of lists, quotations, letters that nobody sees."""
    for block in (BLOCK, BLOCK.replace("post: {draft: true}", "post:\n  draft: true")):
        _assert_left_out(f"{beside}{block}\nText.\n")
        _assert_left_out(f"{beside}{block.replace('---', '+++')}\nText.\n")


@pytest.mark.parametrize(
    "text",
    [
        "# A\n\nText.\n",
        "# A\n\n```{posts}\n---\nauthor: jane\nseries: x\nlimit: 3\n---\n```\n",
        "```{posts}\n:author: jane\n:series: x\n```\n\nText.\n",
        "# A\n\n:::{note}\nDate and place are not known yet.\n:::\n",
        "<!-- A comment\nof two lines -->\n\n# A\n\nText.\n",
        "# A\n\n<div>\n\nText with **Date:** 4 May.\n\n</div>\n",
        "# A\n\n| Date | Place |\n|---|---|\n| 4 May | Bristol |\n",
        "# A\n\n> Quotation\n> --- Jane Doe\n\nText.\n",
        "<https://example.org/> is what this is about.\n",
        "# A\n\n```{code-block} python\nprint(1)\n```\n",
        "# A\n\n$$\na = b\n$$\n",
        "---\n\n# A\n\nText.\n",
        "---\n\nText.\n\n---\n\nMore.\n",
        "----\n\nText.\n",
        "---\ntitle: A\norphan: true\nhtml_meta: {description: x, robots: noindex}\n---\n",
        "---\ntitle: A\nkeywords: [a]\ndescription: x\nlicense: CC0-1.0\nlanguage: en\n---\n",
        "---\ntitle: A\nsd_hide_title: true\ntoc: true\ncomments: false\nog:title: x\n---\n",
        "---\ntitle: A\npage: {}\nauthors: [x]\ndate: 2030\n---\n\n```yaml\npost: {}\n```\n",
        "---\ntitle: A\ndraft: false\n---\n",
        f"---\n{FIELDS}post: {{}}\npublished: true\nstatus: published\nprivate: false\n---\n",
        f"---\n{FIELDS}post:\n  # draft: true\n  kind: news\n---\n\n---\n\nStatus: in force.\n",
        f"---\n{FIELDS}post:\n  roles: {{private: Professor}}\n---\n",
        f"---\n{FIELDS}post: {{}}\nlayout: post\ncategories: [x]\nslug: x\ncolour: red\n---\n",
        "---\ntitle: A\nseries: {unpublished: announce, announced: [{part: 2, title: x}]}\n---\n",
        "# A\n\nText.\n\n```yaml\n---\ntitle: X\npost: {draft: true}\n---\n```\n",
        "# Draft legislation\n\nDraft: a word for what is not yet law.\n",
        "# A\n\n- Date: 4 May\n- Place: Bristol\n",
        "Title\n=====\n\nAccess: by bus.\n",
        "# A\n\nIntroduction.\n\n---\n\n## B: more\n\nDate: 4 May\n",
        "```{toctree}\n:hidden:\n\na\n```\n",
        "{author}`x` writes: hidden harbours\n",
    ],
)
def test_what_is_clearly_public_stays_so(text: str) -> None:
    """No alarm where nothing may be meant otherwise: breaks, code, headings, lists, facts."""
    source = _read(text)
    assert not source.blocked, source.problems


@pytest.mark.parametrize(
    ("text", "is_public"),
    [
        ("Title\n=====\n\nText.\n", True),
        (":orphan:\n\nTitle\n=====\n\n.. toctree::\n   :hidden:\n\n   a\n", True),
        (":page:\n:date: 2030-01-01\n\nTitle\n=====\n", True),
        (":title: A\n:description: Of harbours.\n\nTitle\n=====\n", True),
        (":title: A\r\n:description: B\r\n\r\nTitle\r\n=====\r\n", True),
        (":title: A\n:description: B\n\n---\ndraft: true\n---\n\nTitle\n=====\n", False),
        (":title: A\n:description: B\n   draft: true\n\nTitle\n=====\n", False),
        (":title: A\u2028draft: true\n:description: B\n\nTitle\n=====\n", False),
        ("title: A\ndescription: B\n\nTitle\n=====\n", False),
        (":title: A\n:state: draft\n\nTitle\n=====\n", False),
        (":draft: true\n\nTitle\n=====\n", False),
        (":draft:\n\nTitle\n=====\n", False),
        ("Title\n=====\n\n:status: draft\n", False),
        ("Title\n=====\n\n:Date: 2030-01-01\n:Author: Jane\n", False),
        (".. post:: 1 January 2030\n   :tags: x\n\nTitle\n=====\n", False),
        (f"{BLOCK}\nTitle\n=====\n", False),
    ],
)
def test_restructuredtext_may_be_private_too(text: str, is_public: bool) -> None:
    """Its fields, ABlog's directive and YAML that was put before it are looked at."""
    assert read_rst("p", "p.rst", text).blocked is not is_public


def test_a_notebook_may_be_private_too() -> None:
    """Its first cell holds its front matter."""
    form = '{{"cells": [{{"cell_type": "raw", "source": ["---\\n", "{}\\n", "---"]}}]}}'
    assert read_notebook("p", "p.ipynb", form.format("draft: true")).blocked
    assert read_notebook("p", "p.ipynb", form.format("post: {draft: true}\\ntitle: A")).blocked
    assert not read_notebook("p", "p.ipynb", form.format("title: A")).blocked
    assert not read_notebook("p", "p.ipynb", "[1]").blocked


@pytest.mark.parametrize("docname", ["_drafts/a", "blog/_drafts/a", "a.draft"])
def test_where_other_systems_keep_drafts_nothing_is_public(docname: str) -> None:
    """Whatever the document says itself."""
    assert read_source(docname, f"{docname}.md", "# A\n").blocked


JANE = "---\ntitle: Jane Doe\nauthor: {}\n---\n"


@pytest.mark.parametrize(
    "secret",
    [
        "---\ntitle: Draft: the thing\nauthors: [jane-doe]\npost: {}\n---\n",
        "---\ntitle: Draft: the thing\nauthors: Jane Doe\npost: {}\n---\n",
        "---\ntitle: A\nauthors: [[jane-doe]]\ndate: 2021\npost: {draft: true}\n---\n",
        "---\ntitle: A\nauthors: {name: Jane Doe}\ndate: 2021\npost: {draft: true}\n---\n",
        "---\ntitle: A\nauthors: [jane-doe]\ndate: 2021\n---\n",
        "---\ntitle: A\nauthors: [x]\ndate: 2031\npost: {roles: {jane-doe: Editor}}\n---\n",
        "\n---\ntitle: A\nauthors: [jane-doe]\npost: {}\n---\n",
    ],
)
def test_whom_only_a_withheld_document_names_is_withheld(secret: str) -> None:
    """By id or by name, also in what cannot be read."""
    catalogue = catalogue_of({"jane-doe": JANE, "p": secret})
    assert catalogue.reasons["jane-doe"] is Reason.NOT_NAMED
    named = catalogue_of({"jane-doe": JANE, "p": secret, "q": post(authors=["jane-doe"])})
    assert named.is_public("jane-doe")
    longer = secret.replace("jane-doe", "mary-jane-doe").replace("Jane Doe", "Jane Doering")
    assert catalogue_of({"jane-doe": JANE, "p": longer}).is_public("jane-doe")


def test_whom_a_file_that_is_no_text_names_is_withheld() -> None:
    """Its bytes are looked through as well."""
    catalogue = catalogue_of({"jane-doe": JANE})
    source = unreadable("p", "p.md", "No text.", "…authors: [jane-doe]…")
    sources = {**catalogue.sources, "p": source}
    assert "jane-doe" in type(catalogue)(sources=sources, as_of=catalogue.as_of).withheld


def test_a_topic_that_only_withheld_posts_have_is_withheld() -> None:
    """Its document would tell what is to come."""
    topic = "---\ntitle: Secret project\ntopic: secret\n---\n"
    assert not catalogue_of({"t": topic, "p": post(tags=["Secret"], draft=True)}).is_public("t")
    assert catalogue_of({"t": topic, "p": post(tags=["Secret"])}).is_public("t")
    assert catalogue_of({"t": topic}).is_public("t")


def test_what_a_series_lists_says_what_it_is() -> None:
    """A title alone may be a post that forgot its key; ``page: {}`` says that it is none."""
    texts = {"s": series(), "a": post(), "b": "---\ntitle: B\n---\n", "c": "# C\n"}
    texts["d"] = "---\ntitle: D\npage: {}\n---\n"
    catalogue = catalogue_of(texts, {"s": ["a", "b", "c", "d"]})
    assert catalogue.withheld == {"b", "c"}
    messages = [p.message for p in problems(catalogue) if p.code is Code.WITHHELD]
    assert (
        messages
        == [
            "The document is left out: the series ‘s’ lists it, but it does not say what it is; "
            "add ‘post: {}’ if it is a post, ‘post: {draft: true}’ to keep it back, "
            "or ‘page: {}’ if a plain page is meant."
        ]
        * 2
    )


@pytest.mark.parametrize(
    ("docname", "text"),
    [
        ("topics/leadership", "---\ntitle: Leadership\n---\n"),
        ("topics/leadership", "---\ntitle: Leadership\npage: {}\n---\n"),
        ("topics/leadership", "---\ntitle: Other\ntopic: other\n---\n"),
        ("topics/leadership", post(tags=["x"])),
        ("years/2021", "# 2021\n"),
        ("years/2021", "---\ntitle: A\nauthor: {}\n---\n"),
    ],
)
def test_what_stands_in_the_place_of_a_list_is_left_out(docname: str, text: str) -> None:
    """The list keeps its address, and the message says how both can be had."""
    texts = {"p": post(tags=["Leadership"], date="2021-02-03"), docname: text}
    catalogue = catalogue_of(texts)
    assert catalogue.reasons == {docname: Reason.LIST_ADDRESS}
    told = [p.message for p in problems(catalogue) if p.code is Code.WITHHELD]
    assert len(told) == 1
    assert "rename the file" in told[0]
    own = catalogue_of({**texts, docname: "---\ntitle: A\ntopic: leadership\n---\n"})
    assert own.is_public(docname) is docname.startswith("topics")


def test_every_withheld_document_has_a_reason_a_place_and_a_fix() -> None:
    """The list that ``check`` prints, and the last line of a build."""
    catalogue = catalogue_of(
        {
            "a": post(draft=True),
            "b": post(date="2031-01-01"),
            "c": "---\ntitle: A: B\n---\n",
            "d": "---\ntitle: A\nstatus: draft\n---\n",
            "e": series(),
            "f": post(),
        },
        as_of=AS_OF,
    )
    assert [(one.file, one.line, one.reason) for one in left_out(catalogue)] == [
        ("a.md", 7, Reason.DRAFT),
        ("b.md", 5, Reason.SCHEDULED),
        ("c.md", 2, Reason.UNREADABLE),
        ("d.md", 3, Reason.NOT_UNDERSTOOD),
        ("e.md", 3, Reason.NOTHING_PUBLIC),
    ]
    assert all(len(one.message) > 20 for one in left_out(catalogue))
    assert summary(catalogue) == (
        f"As of {AS_OF} 5 documents are withheld: 1 draft, 1 scheduled, 1 unreadable, "
        "1 not understood, 1 nothing public in it. ‘anthology check’ says which, and the fix."
    )
    public = catalogue_of({"f": post()}, as_of=AS_OF)
    assert summary(public, "UTC") == f"As of {AS_OF} (UTC) no document is withheld."


GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "what-is-public.md"
ROWS = [
    [cell.strip() for cell in line.strip("| ").split(" | ")]
    for line in GUIDE.read_text(encoding="utf-8").split("## By what")[0].splitlines()
    if line.startswith("| `")
]


def test_what_no_day_makes_public_is_unfinished() -> None:
    """Drafts, whatever else is wrong with them, and what only these name; no other fault."""
    catalogue = catalogue_of(
        {
            "ebb": post(draft=True, authors=["ann"], tags=["Quays"]),
            "without-a-date": post(draft=True, date=None),
            "with-a-flag": post(draft=True, published=False),
            "ann": author(),
            "quays": "---\ntitle: Quays\ntopic: quays\n---\n",
            "tides": series(),
            "scheduled": post(date="2031-01-01", authors=["bo"]),
            "bo": author(),
            "ports": series(),
            "public": post(authors=["cy"]),
            "cy": author(),
            "unreadable": "---\ntitle: A: B\npost: {draft: true}\n---\n",
            "doubtful": post(published=False),
        },
        {"tides": ["ebb"], "ports": ["scheduled"]},
    )
    drafts = {"ebb", "without-a-date", "with-a-flag", "ann", "quays", "tides"}
    assert catalogue.unfinished == drafts
    assert catalogue.whole.unfinished == drafts
    others = {"scheduled", "bo", "ports", "unreadable", "doubtful"}
    assert catalogue.withheld == drafts | others
    assert catalogue.whole.kept_back.keys() == drafts | others - {"unreadable"}


@pytest.mark.parametrize(("written", "is_said"), [row[:2] for row in ROWS])
def test_the_guide_says_what_is_so(written: str, is_said: str) -> None:
    """Every line of its table of front matter."""
    fields = "\n".join(re.findall("`([^`]+)`", written))
    catalogue = catalogue_of({"p": f"---\ntitle: A\n{fields}\n---\n"}, as_of="2026-01-01")
    state = catalogue.states.get("p", "")
    found = "a tombstone" if state == "withdrawn" else "public"
    assert is_said == (found if catalogue.is_public("p") else "withheld")


def test_the_guide_has_a_table() -> None:
    """Of both kinds of documents."""
    assert {said for _, said, _ in ROWS} == {"public", "withheld", "a tombstone"}


@pytest.mark.parametrize("label", ["tags: [draft]", "tags: [Unpublished, x]", "keywords: wip"])
def test_draft_false_says_that_a_topic_is_only_a_topic(label: str) -> None:
    """Whoever writes about drafts can say so; nothing else clears a topic of that name."""
    front = f"title: A\nauthors: [x]\ndate: 2024-01-01\n{label}\npost: {{draft: false}}"
    assert not read_source("a", "a.md", f"---\n{front}\n---\n").blocked
    for own in ("post: {draft: }", "post: {}", "post: {draft: true}"):
        source = read_source("a", "a.md", f"---\n{front.rpartition('post')[0]}{own}\n---\n")
        assert source.blocked or source.record.draft  # type: ignore[union-attr]
