"""``CITATION.cff``: valid by the format's own schema, and true."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.building import Built
from tests.records.readers import schemas
from tests.samples import author, catalogue_of, post, series

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.volume import Publication
from sphinx_anthology.outputs.web.citation_file import citation_file


def _read(text: str) -> dict[str, object]:
    """The file, once it is valid."""
    found: dict[str, object] = yaml.safe_load(text)
    # that of the format's own project
    schema = json.loads((schemas() / "cff_v1.2.0.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())
    validator.validate(found)
    return found


def _file(creator: str = "", catalogue: Catalogue | None = None, **known: object) -> str:
    publication = Publication(**{"title": "Book", **known})  # type: ignore[arg-type]
    return citation_file(publication, creator, catalogue or Catalogue(), "Cite it.")


def test_the_author_is_who_made_the_whole() -> None:
    """The author in conf.py, else the publisher; where neither is known, there is no file."""
    by_creator = _read(_file("The contributors", publisher="A Press"))
    assert by_creator["authors"] == [{"name": "The contributors"}]
    assert by_creator["preferred-citation"]["publisher"] == {"name": "A Press"}  # type: ignore[index]
    assert _read(_file(publisher="A Press"))["authors"] == [{"name": "A Press"}]
    assert _file() == ""


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("CC-BY-4.0", {"license": "CC-BY-4.0"}),
        ("CC-BY-NC-ND-4.0", {"license": "CC-BY-NC-ND-4.0"}),
        ("CC0-1.0", {"license": "CC0-1.0"}),
        ("CC-BY-3.0-IGO", {"license-url": "https://spdx.org/licenses/CC-BY-3.0-IGO.html"}),
        ("LicenseRef-ours", {}),
        ("CC-BY-4.0 OR MIT", {}),
        ("", {}),
    ],
)
def test_the_licence(expression: str, said: dict[str, str]) -> None:
    """By its name where the format lists it, else by its address, else not at all."""
    found = _read(_file("We", license=expression))
    assert {k: v for k, v in found.items() if k.startswith("license")} == said


def test_editors_are_editors() -> None:
    """Those of public series, each once, with ORCID iD, and groups whole."""
    catalogue = catalogue_of(
        {
            "authors/ann": author(title="Ann Lee", orcid="0000-0002-1825-0097"),
            "authors/group": author(title="The Group", members=["ann"]),
            "s/index": series(editors=["ann", "group"]),
            "t/index": series(editors=["ann"]),
            "s/one": post(),
            "t/one": post(),
        },
        {"s/index": ["s/one"], "t/index": ["t/one"]},
    )
    cited = _read(_file("We", catalogue))["preferred-citation"]
    orcid = "https://orcid.org/0000-0002-1825-0097"
    assert cited["editors"] == [  # type: ignore[index]
        {"family-names": "Lee", "given-names": "Ann", "orcid": orcid},
        {"name": "The Group"},
    ]


@given(st.text(min_size=1), st.text())
def test_any_text_comes_back(title: str, tagline: str) -> None:
    """Whatever a title holds: quotes, colons, line ends, control characters."""
    found = _read(_file("We", title=title, tagline=tagline))
    assert found["title"] == title
    assert found.get("abstract", "") == tagline


@pytest.mark.parametrize("name", ["journal", "docs"])
def test_the_publications_have_a_valid_one(
    publication: Callable[[str, str], Built], name: str
) -> None:
    """With the title and address of the publication."""
    made = publication(name, "html")
    found = _read((made.out / "CITATION.cff").read_text(encoding="utf-8"))
    assert found["url"] == made.app.config.html_baseurl
    assert "canary" not in json.dumps(found)


def test_the_software_itself_can_be_cited() -> None:
    """By the file beside its README, with the name, the makers and the licence of the package."""
    root = Path(__file__).parents[2]
    found = _read((root / "CITATION.cff").read_text(encoding="utf-8"))
    package = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert found["title"] == package["name"]
    assert found["authors"] == package["authors"]
    assert found["keywords"] == package["keywords"]
    assert (root / "LICENSE").read_text(encoding="utf-8").startswith(f"{found['license']} License")
