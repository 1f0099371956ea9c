"""The review: what is asked, what the editor answers, and what comes of it."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from anthology_import.findings import Findings
from anthology_import.records import Confidence, Finding, Proposal, Value, best
from anthology_import.review import ReviewResult, review_text, settle
from anthology_import.review.answers import Decision, read_answers

POST = "/2020/10/01/mud/"


def proposal(
    kind: Finding, value: Value, confidence: Confidence = Confidence.LIKELY, quote: str = "Mud."
) -> Proposal:
    """A proposal about a post."""
    return Proposal(kind=kind, value=value, quote=quote, where="paragraph 1", confidence=confidence)


def findings(*proposals: Proposal) -> Findings:
    """Proposals about one post."""
    return Findings({POST: proposals}, (), {POST: "Mud: a title"})


AUTHORS = proposal(Finding.AUTHORS, ("Ann Lee", "Bo Ek"))
SURE = proposal(Finding.PART, 3, Confidence.SURE)


def answered(text: str, *proposals: Proposal) -> ReviewResult:
    """What comes of a review file."""
    return settle(findings(*proposals), read_answers(text))


def asked(*proposals: Proposal) -> str:
    """The review file for proposals."""
    nothing = read_answers("")
    return review_text("", settle(findings(*proposals), nothing), nothing)


def decided(text: str, decision: str) -> str:
    """A review file in which every question has an answer."""
    return text.replace("\n  decision: open\n", f"\n  decision: {decision}\n")


def test_what_is_sure_is_applied_and_the_rest_asked() -> None:
    """A sure finding needs no answer; a likely one waits, with its sentence."""
    settled = answered("", AUTHORS, SURE)
    assert settled.proposals(POST) == (SURE,)
    assert [question.proposal for question in settled.asked] == [AUTHORS]
    (entry,) = yaml.safe_load(asked(AUTHORS, SURE))
    assert entry == {
        "post": POST,
        "title": "Mud: a title",
        "finding": "authors",
        "sentence": "Mud.",
        "where": "paragraph 1",
        "confidence": "likely",
        "would": "Name these as the authors, in place of the account.",
        "proposed": ["Ann Lee", "Bo Ek"],
        "decision": "open",
    }


def test_without_questions_there_is_no_file() -> None:
    """What is sure asks nothing."""
    assert asked(SURE) == ""


def test_an_accepted_proposal_is_applied() -> None:
    """The decision is the editor's, and told as such."""
    settled = answered(decided(asked(AUTHORS), "accept"), AUTHORS)
    (applied,) = settled.applied[POST]
    assert (applied.proposal, applied.decision) == (AUTHORS, Decision.ACCEPT)
    assert settled.asked == ()


def test_a_changed_proposal_has_the_new_value() -> None:
    """The value is the editor's."""
    text = decided(asked(AUTHORS), "change\n  value: [Mia Ek]")
    settled = answered(text, AUTHORS)
    assert best(settled.proposals(POST), Finding.AUTHORS) is not None
    assert [p.value for p in settled.proposals(POST)] == [("Mia Ek",)]


def test_a_rejected_proposal_is_not_asked_again() -> None:
    """It is listed, and nothing is done."""
    settled = answered(decided(asked(AUTHORS), "reject"), AUTHORS)
    assert settled.proposals(POST) == ()
    assert (settled.asked, len(settled.rejected)) == ((), 1)


def test_what_is_sure_can_be_overruled() -> None:
    """By an entry that the editor adds: rejected, or with another value, or out of nothing."""
    entry = f"- post: {POST}\n  finding: part\n  decision: "
    assert answered(f"{entry}reject\n", SURE).proposals(POST) == ()
    assert [p.value for p in answered(f"{entry}change\n  value: 4\n", SURE).proposals(POST)] == [4]
    assert [p.value for p in answered(f"{entry}change\n  value: 4\n").proposals(POST)] == [4]


def test_trust_is_a_setting() -> None:
    """An editor may want to be asked about everything, or about what is doubtful only."""
    everything = settle(findings(AUTHORS, SURE), read_answers(""), frozenset())
    assert len(everything.asked) == 2
    little = settle(findings(AUTHORS), read_answers(""), frozenset(Confidence))
    assert little.asked == ()


def test_hand_edits_survive() -> None:
    """Comments, spacing and decisions stay to the letter; new questions come after them."""
    first = "  # mine\n" + decided(asked(AUTHORS), "reject # not them\n\n\n# end")
    kind = proposal(Finding.KIND, "report")
    answers = read_answers(first)
    second = review_text(first, settle(findings(AUTHORS, kind), answers), answers)
    assert second.startswith(first.rstrip())
    assert len(read_answers(second).answers) == 2
    answers = read_answers(second)
    assert review_text(second, settle(findings(AUTHORS, kind), answers), answers) == second


def test_entries_may_be_indented() -> None:
    """New ones stand where the editor's stand."""
    first = "".join(f"  {line}" for line in asked(AUTHORS).splitlines(keepends=True))
    answers = read_answers(first)
    kind = proposal(Finding.KIND, "report")
    second = review_text(first, settle(findings(AUTHORS, kind), answers), answers)
    assert len(read_answers(second).answers) == 2


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("decision: open", "decision: acept", 9, "Did you mean ‘accept’?"),
        ("finding: authors", "finding: author", 3, "Did you mean ‘authors’?"),
        ("finding: authors", "fining: authors", 3, "Did you mean ‘finding’?"),
        ("decision: open", "", 1, "The field ‘decision’ is missing"),
        ("decision: open", "decision: change", 9, "value: …"),
        ("decision: open", "decision: accept\n  value: [Bo]", 10, "write ‘change’"),
        ("decision: open", "decision: change\n  value: {a: b}", 10, "a list of names"),
        ("decision: open", "decision: open\n  decision: open", 10, "twice"),
        ("where: paragraph 1", "where: *x", 5, "aliases"),
        ("where: paragraph 1", "where: !!python/name:os.system x", 5, "tags"),
        ("where: paragraph 1", "where: a: b", 5, "not YAML"),
        ("- post", "---\n- post", 1, "---"),
        (f"post: {POST}", "post: []", 1, "‘post’ is missing"),
    ],
)
def test_a_mistake_is_told_with_its_line(old: str, new: str, line: int, words: str) -> None:
    """And with the nearest thing that would have been right."""
    text = asked(AUTHORS)
    text = text[text.index("- post") :].replace(old, new)
    (mistake,) = read_answers(text).mistakes
    assert mistake.line == line
    assert words in mistake.message


def test_a_file_of_another_kind_is_refused() -> None:
    """What is no list of entries is no review."""
    for text in ("post: /x/\n", "[]\n", "mud\n"):
        (mistake,) = read_answers(text).mistakes
        assert "not a list of entries" in mistake.message


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (Finding.PART, "0", "from 1 to 999"),
        (Finding.PART, "x", "from 1 to 999"),
        (Finding.KIND, "reprot", "Did you mean ‘report’?"),
        (Finding.FREE_UNTIL, "May", "is not a date"),
        (Finding.ARTICLE, "{doi: x}", "is not a DOI"),
        (Finding.ARTICLE, "{dio: x}", "Did you mean ‘doi’?"),
        (Finding.REPOST, "{site: A, url: x}", "is not an address"),
        (Finding.REPOST, "{url: 'https://x.example'}", "‘site’ is missing"),
        (Finding.BIOGRAPHY, "{name: Ann Lee}", "‘text’ is missing"),
        (Finding.TITLE, "''", "a text"),
        (Finding.TITLE, "[a]", "found a list"),
        (Finding.ROLE, "x", "expected {name: …}"),
    ],
)
def test_a_value_is_checked(kind: Finding, value: str, words: str) -> None:
    """Before anything is done with it."""
    text = f"- post: {POST}\n  finding: {kind}\n  decision: change\n  value: {value}\n"
    (mistake,) = read_answers(text).mistakes
    assert mistake.line == 4
    assert words in mistake.message


def test_a_nameless_series_needs_a_name() -> None:
    """It cannot be accepted, only changed."""
    nameless = proposal(Finding.SERIES, "", Confidence.DOUBTFUL)
    text = asked(nameless)
    assert "its name is unknown" in text
    settled = answered(decided(text, "accept"), nameless)
    assert [m.message for m in settled.mistakes] == [
        "The name is unknown; write ‘decision: change’, and the name as ‘value: …’."
    ]
    named = answered(decided(text, "change\n  value: Mud"), nameless)
    assert [p.value for p in named.proposals(POST)] == ["Mud"]


def test_an_answer_to_nothing_is_noted() -> None:
    """An edited ‘proposed’, and a question that nobody asks any more."""
    text = decided(asked(AUTHORS), "accept").replace("[Ann Lee, Bo Ek]", "[Ann Lea]")
    (note,) = answered(text, AUTHORS).notes
    assert "restore that line" in note.message
    (note,) = answered(text).notes
    assert "you can delete" in note.message


def test_names_that_may_be_one_persons_are_asked_about() -> None:
    """Accents and initials never join two people without the editor."""
    one = proposal(Finding.AUTHORS, ("Eva Sørensen", "Bo Ek"), Confidence.SURE)
    other = proposal(Finding.AUTHORS, ("Eva Sorensen", "B. Ek"), Confidence.SURE)
    both = Findings({"/a/": (one,), "/b/": (other,)}, (), {})
    settled = settle(both, read_answers(""))
    assert [(q.posts, q.proposal.value, q.proposal.confidence) for q in settled.asked] == [
        (("/b/",), {"name": "Eva Sørensen", "other": "Eva Sorensen"}, Confidence.LIKELY),
        (("/b/",), {"name": "Bo Ek", "other": "B. Ek"}, Confidence.DOUBTFUL),
    ]


TEXTS = st.text(max_size=60)


@given(TEXTS.filter(lambda t: t.strip() != ""), TEXTS, TEXTS, TEXTS)
def test_any_text_comes_back(quote: str, name: str, told: str, title: str) -> None:
    """Whatever a post says, its question is read back, answered, and asked no more."""
    value = {"name": _printable(name) or "Ann Lee", "text": _printable(told)}
    question = proposal(Finding.BIOGRAPHY, value, quote=quote)
    asking = Findings({POST: (question,)}, (), {POST: title})
    nothing = read_answers("")
    text = review_text("", settle(asking, nothing), nothing)
    answers = read_answers(decided(text, "accept"))
    assert answers.mistakes == ()
    settled = settle(asking, answers)
    assert settled.proposals(POST) == (question,)
    assert review_text(text, settled, answers) == text


def _printable(text: str) -> str:
    return "".join(c for c in text if c.isprintable()).strip()


@given(st.text(max_size=300))
def test_any_file_can_be_read(text: str) -> None:
    """No review file is too strange: it is read, or its mistakes are told."""
    read_answers(text)
    read_answers(f"- post: {text}\n")
