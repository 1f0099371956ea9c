"""What we cite is what citeproc-js makes of the official styles, or there is a reason."""

from __future__ import annotations

import html
import importlib.util
import json
import re
import subprocess
from pathlib import Path

import pytest

from sphinx_anthology.model.citing import Citation, Style, cite_article, cite_post
from sphinx_anthology.model.work import Work
from tests.browser.checkers import node, package
from tests.citing.reasons import REASONS
from tests.citing.works import ARTICLE, AS_CSL, WORKS, item

STYLES = {
    Style.APA: ("apa", "en-US"),
    Style.HARVARD: ("harvard-cite-them-right", "en-GB"),
    Style.CHICAGO: ("chicago-author-date", "en-US"),
    Style.VANCOUVER: ("vancouver", "en-US"),
}
"""The official styles, each in the English that it is written for."""


LOCALES = Path(__file__).parent / "locales"
"""The words of the CSL project for these languages, under CC BY-SA 3.0 (as each file says)."""


def _styles() -> Path:
    """Where the official styles are: commonmeta has them. It is found, and never run."""
    found = importlib.util.find_spec("commonmeta")
    assert found
    assert found.submodule_search_locations
    return Path(found.submodule_search_locations[0], "resources", "styles")


@pytest.fixture(scope="module")
def answers() -> dict[str, dict[str, str]]:
    """What citeproc makes of every work, by style and name; italics are between ``*``."""
    asked = {
        "citeproc": str(package("citeproc/citeproc_commonjs.js").parent.resolve()),
        "styles_of": str(_styles()),
        "locales": str(LOCALES),
        "styles": dict(STYLES.values()),
        "items": [*(item(found, name) for name, found in WORKS.items()), *AS_CSL.values()],
    }
    script = Path(__file__).with_name("oracle.js")
    ran = subprocess.run(
        [node(), str(script)],
        input=json.dumps(asked),
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=300,
    )
    found = json.loads(ran.stdout)
    return {
        style: dict(zip([*WORKS, *AS_CSL], map(_plain, found[name]), strict=True))
        for style, (name, _) in STYLES.items()
    }


def _plain(entry: str) -> str:
    """An entry of citeproc's without its frame and its number."""
    entry = re.sub(r'<div class="csl-left-margin">.*?</div>', "", entry)
    entry = re.sub(r"</i>(\s*)<i>", r"\1", re.sub(r"</?i>", "*", entry).replace("**", ""))
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", entry)).split())


def _ours(style: Style, name: str) -> str:
    """The same of ours."""
    found = WORKS[name]
    made = cite_post(found, style) if isinstance(found, Work) else cite_article(found, style)
    return _marked(made)


def _marked(made: Citation) -> str:
    return "".join(f"*{run.text}*" if run.emphasised else run.text for run in made)


@pytest.mark.parametrize("name", WORKS)
@pytest.mark.parametrize("style", Style)
def test_a_citation_is_that_of_citeproc(
    answers: dict[str, dict[str, str]], style: Style, name: str
) -> None:
    """To the letter, italics included; where it is not, the reason is written down and true."""
    theirs, ours = answers[style][name], _ours(style, name)
    difference = REASONS.get((style, name))
    if difference is None:
        assert ours == theirs
    else:
        assert difference.ours in ours
        assert difference.theirs in theirs
        assert ours.replace(difference.ours, difference.theirs) == theirs


def test_titles_keep_their_capitals(answers: dict[str, dict[str, str]]) -> None:
    """In Chicago style citeproc gives English titles other ones; no machine knows the names."""
    assert "How Leaders Lead" in answers[Style.CHICAGO]["capitals"]
    assert "How leaders lead" in _ours(Style.CHICAGO, "one author")


def test_a_citation_leads_to_what_it_cites(answers: dict[str, dict[str, str]]) -> None:
    """In Vancouver style citeproc leaves a DOI out, unless it is given as an address."""
    assert "10.1000/a" in answers[Style.APA]["a DOI by itself"]
    assert "10.1000/a" not in answers[Style.VANCOUVER]["a DOI by itself"]
    assert f"https://doi.org/{ARTICLE.doi}" in _ours(Style.VANCOUVER, "an article")


def test_every_reason_is_about_a_work() -> None:
    """None is left of a work that is not in the table any more."""
    assert {name for _, name in REASONS} <= set(WORKS)
    assert all(d.reason and d.ours != d.theirs for d in REASONS.values())
