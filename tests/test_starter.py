"""What ``anthology init`` writes: it builds at once, and says what was answered."""

from __future__ import annotations

import ast
import datetime as dt
import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml

from sphinx_anthology.model.read_documents import read_source
from sphinx_anthology.starter import Answers, conf, publication
from tests.building import Built, build

DAY = dt.date(2025, 3, 4)
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
@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_it_builds_in_all_formats_without_a_warning(tmp_path: Path, language: str) -> None:
    """And every document is public."""
    docs = _written(tmp_path, Answers(title="Harbour Notes", language=language))
    made = [_build(docs, tmp_path, builder) for builder in ("typstpdf", "epubs", "html")]
    assert [one.warnings for one in made] == [(), (), ()]
    site = made[-1].out
    for page in ("series/first-steps/01-write-a-post", "authors/ben-strand", "topics/writing"):
        assert (site / f"{page}.html").is_file()
    assert (tmp_path / "typstpdf/harbour-notes.pdf").is_file()
    assert (tmp_path / "epubs/first-steps.epub").is_file()


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


def test_no_document_has_a_problem() -> None:
    """The model reads every front matter."""
    for name, text in publication(Answers(title="A"), DAY, "").items():
        if name.startswith("docs/") and name.endswith(".md"):
            assert read_source(name.removesuffix(".md"), name, text).problems == ()


def test_the_settings_are_what_was_answered() -> None:
    """What was not answered is a comment with an example."""
    answers = Answers(
        title="Tides",
        journal="Harbour Studies",
        issn="2049-3630",
        publisher="Quay Press",
        licence="CC-BY-4.0",
        address="https://tides.example/",
        language="fr",
    )
    assert _settings(conf(answers)) == {
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


def test_every_file_is_of_its_form() -> None:
    """YAML, JSON and TOML are read by others' readers; lines end in one way."""
    made = publication(Answers(title="Tides"), DAY, "")
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


def test_the_workflows_check_build_and_publish() -> None:
    """On pull requests, each day, and on the main branch; the same commands everywhere."""
    made = publication(Answers(title="Tides"), DAY, "")
    workflow = yaml.safe_load(made[".github/workflows/publication.yml"])
    assert {"push", "pull_request", "schedule", "workflow_dispatch"} == workflow[True].keys()
    steps = [step.get("run", step.get("uses", "")) for step in workflow["jobs"]["build"]["steps"]]
    commands = [step for step in steps if step.startswith(("python", "anthology"))]
    assert commands == [
        "python -m pip install -r requirements.txt",
        "anthology check --format github",
        "anthology build",
    ]
    for name in (".gitlab-ci.yml", "netlify.toml"):
        for command in ("pip install -r requirements.txt", "anthology check", "anthology build"):
            assert command in made[name], name
