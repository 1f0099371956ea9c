"""Safe fixes: which slips are mended, into what, and what is never done.

What is mended in each case of ``tests/bad/`` stands there; these are the members of each kind.
"""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.consistency import problems
from sphinx_anthology.model.documents import Post
from sphinx_anthology.model.edits import edited
from sphinx_anthology.model.fixing import Fixes, fixes, proposals
from sphinx_anthology.model.problem import Change, Code, Problem
from sphinx_anthology.model.read_documents import read_source
from sphinx_anthology.model.source import Entry
from sphinx_anthology.model.trial import FIXABLE, WOULD_PUBLISH, Documents

AUTHORS = {
    "authors/jane-doe": "---\ntitle: Jane Doe\nauthor: {}\n---\n",
    "authors/kim-lee": "---\ntitle: Kim Lee\nauthor: {}\n---\n",
    "authors/eva-sorensen": "---\ntitle: Eva Sørensen\nauthor: {}\n---\n",
    "about": "---\ntitle: About\npage: {draft: false}\n---\n\nText.\n",
    "first": "---\ntitle: First\nauthors: [jane-doe, kim-lee, eva-sorensen]\ndate: 2020-01-01\n"
    "post: {part: 1}\n---\n\nText.\n",
}


def documents(files: dict[str, str], series: tuple[str, ...] = ()) -> Documents:
    """A publication of documents by docname; ``series`` has the posts of its only series."""
    texts = {**AUTHORS, **files}
    sources = {name: read_source(name, f"{name}.md", text) for name, text in texts.items()}
    if series:
        entries = tuple(Entry(docname=name, line=9) for name in series)
        text = "---\ntitle: Tides\nseries: {part_label: Part}\n---\n"
        source = read_source("tides/index", "tides/index.md", text)
        sources["tides/index"] = type(source)(
            **{n: getattr(source, n) for n in source.__slots__ if n != "entries"}, entries=entries
        )
    return Documents(Catalogue(sources=sources, as_of=dt.date(2025, 1, 1)), texts)


def fixed(text: str) -> tuple[str, Fixes, list[str]]:
    """A post after the fixes, what was done, and the codes of what is left."""
    before = documents({"post": text})
    found = fixes(before, problems(before.catalogue))
    after = before.with_texts(found.texts)
    left = [p.code.slug for p in problems(after.catalogue) if p.file == "post.md"]
    return after.texts["post"], found, left


def post(fields: str, own: str = "{draft: false}") -> str:
    """A post that states that it is public, with some fields."""
    stated = {line.partition(":")[0] for line in fields.split("\n")}
    others = {"title": "A post", "authors": "[jane-doe]", "date": "2021-05-02"}
    lines = [f"{name}: {value}" for name, value in others.items() if name not in stated]
    return "\n".join(("---", *lines, fields, f"post: {own}", "---", "", "Text.", ""))


SLIPS = [
    # no-break and other spaces, and what has no width
    ("title: A\u00a0post", "title: A post"),
    ("description:\u00a0On ports", "description: On ports"),
    ("description\u00a0: On ports", "description: On ports"),
    ("\u200bdescription: On ports", "description: On ports"),
    # dates in other forms, each with one reading
    ("date: 2 May 2021", "date: 2021-05-02"),
    ("date: May 2nd, 2021", "date: 2021-05-02"),
    ("date: 2. Mai 2021", "date: 2021-05-02"),
    ("date: 2021/05/02", "date: 2021-05-02"),
    ("date: 2021.05.02", "date: 2021-05-02"),
    ("date: 2021-5-2", "date: 2021-05-02"),
    ("date: 20210502", "date: 2021-05-02"),
    ("date: 31/12/2020", "date: 2020-12-31"),
    ("date: “2021-05-02”", "date: 2021-05-02"),
    ("date: 2021-05-02T10:00:00Z", "date: 2021-05-02"),
    ("date: May 2021", "date: 2021-05"),
    # lists as texts
    ("tags: harbours, tides", "tags: [harbours, tides]"),
    ("tags: harbours; tides", "tags: [harbours, tides]"),
    ('tags: "harbours, tides"', "tags: [harbours, tides]"),
    ("tags: [[harbours]]", "tags: [harbours]"),
    ("keywords: quays, moles # both", "keywords: [quays, moles] # both"),
    ("authors: jane-doe, kim-lee", "authors: [jane-doe, kim-lee]"),
    ("authors: Jane Doe and Kim Lee", "authors: [jane-doe, kim-lee]"),
    ("authors:\n  - Jane Doe; Kim Lee", "authors:\n  - jane-doe\n  - kim-lee"),
    ("authors: [jane-doe and kim-lee]", "authors: [jane-doe, kim-lee]"),
    # names, paths, links and roles in place of ids
    ("authors: [Eva Sørensen]", "authors: [eva-sorensen]"),
    ("authors: Eva Sorensen", "authors: eva-sorensen"),
    ("authors:\n- {name: Eva Sørensen}", "authors:\n- eva-sorensen"),
    ("authors: [authors/jane-doe.md]", "authors: [jane-doe]"),
    ('authors: ["[[jane-doe]]"]', "authors: [jane-doe]"),
    ("authors: [jane_doe]", "authors: [jane-doe]"),
    # misspelt fields
    ("desciption: On ports", "description: On ports"),
    ("Description: On ports", "description: On ports"),
    ("sub-title: More", "subtitle: More"),
    ("licence: CC-BY-4.0", "license: CC-BY-4.0"),
    # fields of other systems
    ("categories: [harbours, tides]", "tags: [harbours, tides]"),
    ("category: harbours", "tags: [harbours]"),
    ("excerpt: On ports", "description: On ports"),
    ("subheading: More", "subtitle: More"),
    ("lang: de", "language: de"),
    # values in other words
    ("language: German", "language: de"),
    ("language: pt_BR", "language: pt-BR"),
    ("license: CC BY 4.0", "license: CC-BY-4.0"),
    ("license: Creative Commons Attribution 4.0 International", "license: CC-BY-4.0"),
    ("doi: DOI 10.5555/12345678", "doi: 10.5555/12345678"),
    ("doi: doi.org/10.5555/12345678", "doi: 10.5555/12345678"),
    ("doi: www.doi.org/10.5555/12345678", "doi: 10.5555/12345678"),
    ("title: [A post]", "title: A post"),
    ("subtitle: [More]", "subtitle: More"),
    # what needs quotes
    ("title: Leaders: a view", 'title: "Leaders: a view"'),
    ("title: “Leaders: a view”", 'title: "Leaders: a view"'),
    ("title: @home", 'title: "@home"'),
    ("title: `code` first", 'title: "`code` first"'),
    ("title: %s of ports", 'title: "%s of ports"'),
    ("title: #MeToo", 'title: "#MeToo"'),
    ("title: Part #3 of it", 'title: "Part #3 of it"'),
    ("tags: [C #, tides]", 'tags: ["C #", tides]'),
    ('title: "Leaders', 'title: "Leaders"'),
    ("description: 'It's here'", 'description: "It\'s here"'),
    ("description:On ports", "description: On ports"),
]


@pytest.mark.parametrize(("slip", "mended"), SLIPS)
def test_slip_is_mended(slip: str, mended: str) -> None:
    """Nothing is left to say of it, all other bytes stay, and there is nothing more to do."""
    text, found, left = fixed(post(slip))
    assert text == post(slip).replace(slip, mended)
    assert (left, found.refused, found.held_back) == ([], [], [])
    assert fixed(text)[1] == Fixes()
    assert {problem.code for problem in found.fixed} <= FIXABLE


OWN = [
    ("{draft: no}", "{draft: false}"),
    ("{draft: off}", "{draft: false}"),
    ('{draft: "false"}', "{draft: false}"),
    ("{draft: false\u200b}", "{draft: false}"),
    ("{draft: yes}", "{draft: true}"),
    ("{draft: on}", "{draft: true}"),
    ("{draft: 1}", "{draft: true}"),
    ("{draft: “true”}", "{draft: true}"),
    ("\n\tdraft: false", "\n  draft: false"),
    ("{draft: false, kind: reprot}", "{draft: false, kind: report}"),
    ("{draft: false, kind: Report}", "{draft: false, kind: report}"),
    ("{draft: false, kind: reading list}", "{draft: false, kind: reading-list}"),
    (
        "{draft: false, origin: {relation: digets, url: example.org/a}}",
        '{draft: false, origin: {relation: digest, url: "https://example.org/a"}}',
    ),
    (
        "\n  draft: false\n  withdawn: {date: 2 May 2022, reason: Wrong}",
        "\n  draft: false\n  withdrawn: {date: 2022-05-02, reason: Wrong}",
    ),
    ("{draft: false, part: two}", "{draft: false, part: 2}"),
    ("{draft: false, part: “2”}", "{draft: false, part: 2}"),
    ("{draft: false, part: [2]}", "{draft: false, part: 2}"),
    ("{draft: false, respond_to: first}", "{draft: false, responds_to: first}"),
    ("{draft: false, responds_to: [/first.md]}", "{draft: false, responds_to: [first]}"),
    ("{draft: false, updated: 2021/6/1}", "{draft: false, updated: 2021-06-01}"),
]


@pytest.mark.parametrize(("slip", "mended"), OWN)
def test_slip_below_the_own_key_is_mended(slip: str, mended: str) -> None:
    """Flags, choices, misspelt fields and tabs."""
    text, found, left = fixed(post("subtitle: More", slip))
    assert text == post("subtitle: More", mended)
    assert (left, found.refused, found.held_back) == ([], [], [])
    assert fixed(text)[1] == Fixes()


MOVED = [
    (post("kind: news"), post("subtitle: A", "{kind: news, draft: false}")),
    (post("kind: news", ""), post("subtitle: A", "{kind: news}")),
    (post("kind: news # why"), ""),
    (post("kind: news", "{kind: report}"), ""),
    (post("part: 2", "\n  draft: false"), post("subtitle: A", "\n  part: 2\n  draft: false")),
    (post("draft: true", "{kind: news}"), post("subtitle: A", "{draft: true, kind: news}")),
    (post("draft: false", "{kind: news}"), ""),  # it would be published
    (post("kind: news", "# soon"), post("subtitle: A", "{kind: news} # soon")),
    (post("kind: news", "~"), post("subtitle: A", "{kind: news}")),
    (
        post("subtitle: A", "\n  draft: false\n  license: CC-BY-4.0").replace("subtitle: A\n", ""),
        post("license: CC-BY-4.0", "\n  draft: false"),
    ),
    (post("subtitle: A", "{draft: false, license: CC-BY-4.0}"), ""),
    (post("subtitle: A", "\n  draft: false\n  tags:\n    - a"), ""),
]


@pytest.mark.parametrize(("before", "after"), MOVED)
def test_field_in_a_wrong_place_moves(before: str, after: str) -> None:
    """If it has a line of its own, without a comment, and none is in its place."""
    text, found, left = fixed(before)
    assert text == (after.replace("subtitle: A\n", "") or before)
    if after:
        assert (left, found.refused) == ([], [])
        assert fixed(text)[1] == Fixes()


AUTHOR_SLIPS = [
    ("orcid: orcid:0000-0002-1825-0097", "orcid: 0000-0002-1825-0097"),
    ("orcid: 0000‑0002‑1825‑0097", "orcid: 0000-0002-1825-0097"),
    ("orcid: orcid.org/0000-0002-1825-0097.", "orcid: 0000-0002-1825-0097"),
    ("orcid: ORCID iD 0000 0002 1825 0097", "orcid: 0000-0002-1825-0097"),
    (
        "affiliations: [{name: Port, ror: ror.org/05dxps055}]",
        'affiliations: [{name: Port, ror: "https://ror.org/05dxps055"}]',
    ),
    ("links: {web: example.org/me}", 'links: {web: "https://example.org/me"}'),
    ("orchid: 0000-0002-1825-0097", "orcid: 0000-0002-1825-0097"),
]


@pytest.mark.parametrize(("slip", "mended"), AUTHOR_SLIPS)
def test_slip_of_an_author_is_mended(slip: str, mended: str) -> None:
    """Identifiers with words or their resolver before them."""
    text = f"---\ntitle: Jane Doe\nauthor:\n  {slip}\n---\n"
    before = documents({"authors/jane-doe": text})
    found = fixes(before, problems(before.catalogue))
    assert found.texts == {"authors/jane-doe": text.replace(slip, mended)}
    assert problems(before.with_texts(found.texts).catalogue) == ()


NOT_FIXED = [
    # more than one reading
    "date: 02/05/2021",
    "date: 3/4/21",
    "date: 2021-02-30",
    "date: soon",
    "titel: B\ntitle: A",
    "license: CC BY",
    "license: No CC BY 4.0 use",
    "license: Copyright 2021",
    "authors: [jane-do]",  # another person may be meant
    "Authors: [kim-lee]\nauthors: [jane-doe]",
    "author: Jane Doe, Professor of Law",
    # another meaning, or more than our field holds
    "created: 2021-01-02",
    "layout: post",
    "author: {name: Jane Doe, email: jane@example.org}",
    "summary: |\n  Two\n  lines",
    # a note of an editor
    "title: Ports # ask Jane",
    "title: Ports #draft",
    "description: #todo",
    # a comment would go with it
    "categories:\n  - a # first\n  - b",
    # another word
    "data: tides",
    "roles: none",
    # a field of authors
    "parts: 3",
]


@pytest.mark.parametrize("slip", NOT_FIXED)
def test_what_may_mean_two_things_is_left_alone(slip: str) -> None:
    """It is told, as before."""
    text, found, left = fixed(post(slip))
    assert (text, found.fixed) == (post(slip), [])
    assert left


WITHHELD = [
    ("date: 2 May 2021", "date: 2021-05-02"),
    ("title: Leaders: a view", 'title: "Leaders: a view"'),
]


@pytest.mark.parametrize(
    ("own", "held"),
    [
        ("{}", "{draft: true}"),
        ("", "{draft: true}"),
        ("{kind: news}", "{draft: true, kind: news}"),
        ("\n  kind: news", "\n  draft: true\n  kind: news"),
    ],
)
@pytest.mark.parametrize(("slip", "mended"), WITHHELD)
def test_what_is_withheld_stays_withheld(slip: str, mended: str, own: str, held: str) -> None:
    """Whoever never said that it is public says so now, or not."""
    text, found, left = fixed(post(slip, own))
    assert text == post(mended, held)
    assert (left, found.held_back, found.refused) == ([], ["post.md"], [])
    assert fixed(text)[1] == Fixes()


@pytest.mark.parametrize("own", ["{Draft: false}", "{drafts: false}", "{nodraft: false}"])
def test_name_that_only_resembles_a_flag_publishes_nothing(own: str) -> None:
    """‘nodraft: false’ says the contrary of ‘draft: false’."""
    before = post("subtitle: More", own)
    text, found, _ = fixed(before)
    assert text == before
    assert [(refusal.problem.code, refusal.reason) for refusal in found.refused] == [
        (Code.UNKNOWN_FIELD, WOULD_PUBLISH)
    ]


@pytest.mark.parametrize("value", ["false", "no", "off"])
@pytest.mark.parametrize("name", ["nodraft", "undraft", "drafts", "Draft"])
@pytest.mark.parametrize("slip", ["date: 2 May 2021", "title: Leaders: a view", "subtitle: More"])
def test_several_fixes_together_publish_nothing(slip: str, name: str, value: str) -> None:
    """A flag that only resembles ours does not become ours while another slip hides the post."""
    text, found, _ = fixed(post(slip, f"{{{name}: {value}}}"))
    assert f"{name}: {value}" in text
    assert "draft: false" not in text.replace(f"{name}: {value}", "")
    record = read_source("post", "post.md", text)
    assert record.blocked or getattr(record.record, "draft", False)
    assert len({(r.problem.code, r.problem.message) for r in found.refused}) == len(found.refused)


def test_refused_fix_of_one_document_stops_no_other() -> None:
    """One would publish an author whom nobody else names; the other is of any document."""
    alone = "---\ntitle: Ann Roe\nauthor: {}\n---\n"
    wrong = post("subtitle: More", "{Draft: false}")
    files = {"authors/ann-roe": alone, "a": wrong, "b": post("tags: harbours, tides")}
    before = documents(files)
    found = fixes(before, problems(before.catalogue))
    assert found.texts == {"b": post("tags: [harbours, tides]")}
    assert [refusal.problem.file for refusal in found.refused] == ["a.md"]


def test_document_that_spoils_another_is_left_alone_and_others_are_fixed() -> None:
    """A post that is left out would make an author public; a slip elsewhere is mended."""
    alone = "---\ntitle: Ann Roe\nauthor: {}\n---\n"
    hidden = post("autors: [ann-roe]\ndate: 2021/5/2", "{draft: true}").replace(
        "authors: [jane-doe]\n", ""
    )
    public = post("autors: [ann-roe]").replace("authors: [jane-doe]\n", "")
    files = {"authors/ann-roe": alone, "a": hidden, "c": public, "b": post("tags: one, two")}
    before = documents(files)
    found = fixes(before, problems(before.catalogue))
    assert found.texts["b"] == post("tags: [one, two]")
    assert "authors: [ann-roe]" in found.texts["a"]
    assert "c" not in found.texts


@pytest.mark.parametrize("own", ["{draft: n}", "{draft: 0}", "{draft: nein}", "{published: no}"])
def test_doubtful_flag_is_left_alone(own: str) -> None:
    """What may publish a document by mistake is an editor's to write."""
    text, found, left = fixed(post("subtitle: More", own))
    assert (text, found.fixed) == (post("subtitle: More", own), [])
    assert "withheld" in left


def test_fix_that_would_publish_another_document_is_refused() -> None:
    """An author whom only a draft named is named by a mended field."""
    alone = "---\ntitle: Ann Roe\nauthor: {}\n---\n"
    text = post("subtitle: More").replace("authors: [jane-doe]", "autors: [ann-roe]")
    other = post("authors: [ann-roe]", "{draft: true}")
    before = documents({"authors/ann-roe": alone, "post": text, "other": other})
    found = fixes(before, problems(before.catalogue))
    assert found.texts == {}
    assert [refusal.reason for refusal in found.refused] == [
        "The fix would publish what is withheld now: authors/ann-roe.md."
    ]


LEAD = [
    "\n\n",
    " \n\t\n",
    "\ufeff",
    "\u200b\n",
]


@pytest.mark.parametrize("lead", LEAD)
def test_front_matter_moves_to_line_1(lead: str) -> None:
    """What stands before it is empty or cannot be seen."""
    text, found, left = fixed(lead + post("subtitle: More"))
    assert text == post("subtitle: More")
    assert (left, found.refused) == ([], [])


@pytest.mark.parametrize("comment", ["<!-- From Jane -->", "<!--\nTwo\nlines\n-->", "% From Jane"])
def test_comment_before_front_matter_moves_below_it(comment: str) -> None:
    """No word of an editor's is lost."""
    text, _, left = fixed(f"{comment}\n{post('subtitle: More')}")
    assert text == post("subtitle: More").replace("---\n\nText", f"---\n\n{comment}\n\nText")
    assert left == []


def test_words_before_front_matter_stay() -> None:
    """They are text, and may be meant for readers."""
    before = f"Dear editor,\n\n{post('subtitle: More')}"
    assert fixed(before)[0] == before


def _label(title: str, series: tuple[str, ...], *, own: str = "{}", part: int = 1) -> str:
    """The title and own key of a post after the fixes, beside a first post with a part."""
    text = post(f'title: "{title}"', own)
    first = AUTHORS["first"].replace("part: 1", f"part: {part}" if part else "")
    before = documents({"post": text, "first": first}, series)
    found = fixes(before, problems(before.catalogue)).texts.get("post", text)
    record = read_source("post", "post.md", found).record
    assert isinstance(record, Post)
    return f"{record.title}, {record.part}"


LABEL = "SPECIAL ISSUE BLOG SERIES: Blog 2 – Big dreams"


def test_series_label_leaves_the_title() -> None:
    """Its number is that of the place, or is stated if nobody else has it; else all stays."""
    assert _label(LABEL, ("first", "post"), part=0) == "Big dreams, None"
    assert _label(LABEL, ("first", "post")) == "Big dreams, 2"
    assert _label(LABEL, ()) == "Big dreams, 2"
    assert _label(LABEL, ("first", "post"), own="{part: 2}") == "Big dreams, 2"
    assert _label(LABEL, ("first", "post"), part=2) == f"{LABEL}, None"
    assert _label(LABEL, ("post", "first"), part=0) == f"{LABEL}, None"
    assert _label(LABEL, ("first", "post"), own="{part: 3}") == f"{LABEL}, 3"
    assert _label("Part 2: Big dreams", ("first", "post")) == "Big dreams, 2"
    without = "SPECIAL ISSUE BLOG SERIES ON COVID 19: Big dreams"
    assert _label(without, ("first", "post"), part=0) == "Big dreams, None"
    quoted = LABEL.replace("Big", '“Big”, \\"small\\"')
    assert _label(quoted, ("first", "post")) == '“Big”, "small" dreams, 2'


HEADINGS = [
    ("# A post\n\nText.\n", "Text.\n"),
    ("# A post #\nText.\n", "Text.\n"),
    ("A post\n======\n\nText.\n", "Text.\n"),
    ("#   a  Post\n\n## More\n", "## More\n"),
    ("# Another\n\nText.\n", "# Another\n\nText.\n"),
    ("Text.\n\n# A post", "Text.\n\n"),
]


@pytest.mark.parametrize(("body", "mended"), HEADINGS)
def test_heading_that_repeats_the_title_goes(body: str, mended: str) -> None:
    """Another heading stays."""
    text = post("subtitle: More").replace("Text.\n", body)
    line = text.split("\n").index(next(li for li in body.split("\n") if "ost" in li or "An" in li))
    problem = Problem("post.md", line + 1, "The heading …", Code.HEADING_IN_BODY)
    found = fixes(documents({"post": text}), [problem])
    assert found.texts.get("post", text) == text.removesuffix(body) + mended


ROLES = [
    ("{post}`a` and {post}`second` here", "{post}`a` and {post}`s/second` here"),
    ("Text,\nand\n{post}`second` here", "Text,\nand\n{post}`s/second` here"),
    ("```{note} By {post}`second`\nText.\n```", "```{note} By {post}`s/second`\nText.\n```"),
    ("{post}`second` and {post}`second`", ""),
    ("{post}`Its title <second>`", ""),
    ("Text.\n\n{post}`second`", ""),
]


@pytest.mark.parametrize(("body", "mended"), ROLES)
def test_role_is_written_in_plain_form(body: str, mended: str) -> None:
    """Where it stands just once in its paragraph, which need not be its line."""
    change = Change((), "{post}`s/second`", old="{post}`second`")
    assert _with_body(body, change) == (mended or body)


OPTIONS = [
    ("```{posts}\n:limit: 3\n:series: s/index\n```", "```{posts}\n:limit: 3\n:series: s\n```"),
    ('```{posts}\n:series: "s/index"\n```', "```{posts}\n:series: s\n```"),
    ("````{posts}\n---\nseries: s/index\n---\n````", "````{posts}\n---\nseries: s\n---\n````"),
    ("- :::{posts}\n  :series:  s/index\n  :::", "- :::{posts}\n  :series:  s\n  :::"),
    (
        "```{posts}\n:author: s/index\n:series: s/index\n```",
        "```{posts}\n:author: s/index\n:series: s\n```",
    ),
    ("```{posts}\n:author: s/index\n```", ""),
    ("```{posts}\n```\n:series: s/index\n", ""),
]


@pytest.mark.parametrize(("body", "mended"), OPTIONS)
def test_option_is_written_in_plain_form(body: str, mended: str) -> None:
    """The one that is meant, in the opening of its directive."""
    assert _with_body(body, Change((), "s", old=":series: s/index")) == (mended or body)


ARGUMENTS = [
    ("```{correction} 2 May 2021\nOn 2 May 2021.\n```", "```{correction} D\nOn 2 May 2021.\n```"),
    ("```{correction} 2 May 2021: Ann.\n```", "```{correction} D: Ann.\n```"),
    ("> :::{correction}  2 May 2021\n> Ann.\n> :::", "> :::{correction}  D\n> Ann.\n> :::"),
    ("```{correction} 12 May 2021\n```", ""),
    ("```{correction} 2 May 2021 or 2 May 2021\n```", ""),
]


@pytest.mark.parametrize(("body", "mended"), ARGUMENTS)
def test_argument_is_written_in_plain_form(body: str, mended: str) -> None:
    """Where it stands just once in the line of its directive; what is below it stays."""
    assert _with_body(body, Change((), "D", old="2 May 2021")) == (mended or body)


@given(
    body=st.text(st.sampled_from("`:{}-> \nabs/2.#*"), max_size=60),
    old=st.sampled_from(["a", ":a: b"]),
)
def test_any_text_keeps_the_rest(body: str, old: str) -> None:
    """At most the words that are meant go."""
    body = body or "a"
    mended = _with_body(body, Change((), "D", old=old))
    assert mended == body or mended.replace("D", "", 1).count("\n") == body.count("\n")
    assert len(mended) >= len(body) - 2


def _with_body(body: str, change: Change) -> str:
    """The text below a post's front matter after the fix of a problem in its first line."""
    before = post("subtitle: More").removesuffix("Text.\n")
    line = before.count("\n") + 1
    problem = Problem("post.md", line, "Of the text.", Code.NOT_PLAIN, change=change)
    found = fixes(documents({"post": before + body}), [problem]).texts
    return found.get("post", before + body).removeprefix(before)


def test_proposal_of_each_problem_stands_alone() -> None:
    """An editor's program may take one and leave another."""
    text = post("title: A\u00a0post\ntags: harbours, tides")
    before = documents({"post": text})
    found = proposals(before, problems(before.catalogue))
    assert {fix.problem.code: edited(text, fix.edits) for fix in found.values()} == {
        Code.SPACE_IN_TITLE: text.replace("\u00a0", " "),
        Code.LIST_AS_TEXT: text.replace("harbours, tides", "[harbours, tides]"),
    }


def test_extra_fields_of_a_person_are_kept() -> None:
    """A form that would lose one of them is not written."""
    slip = "authors: [{first: Ann, last: Roe, affiliations: [Port University]}]"
    assert fixed(post(slip))[0] == post(slip)
