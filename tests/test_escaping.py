"""Whatever a field or a text holds, no output takes it for markup or code."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
import yaml
from bs4 import BeautifulSoup

from sphinx_anthology.guests.links import is_safe_address
from sphinx_anthology.model.bibliography import read_bibliography
from sphinx_anthology.outputs.html.theme import HERE
from tests import hostile
from tests.building import Built, build

TEMPLATES = sorted(
    p.relative_to(HERE / "templates").as_posix() for p in (HERE / "templates").rglob("*.html")
)
SAFE = {
    "anthology-colophon.html": 1,  # the copyright line of conf.py, for which HTML is usual
    "anthology-index.html": 2,
    "breadcrumbs.html": 1,
    "components/prev-next.html": 3,
    "genindex-single.html": 1,
    "genindex.html": 1,
    "layout.html": 5,
    "page-toc.html": 1,
    "search.html": 2,
}
"""How often each template says that a value is HTML: what Sphinx, the theme or a macro wrote."""


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_escapes_by_itself(
    publication: Callable[[str, str], Built], name: str
) -> None:
    """Each of ours, whatever its name; the theme's are as the theme wants them."""
    templates = publication("journal", "html").app.builder.templates
    assert templates.environment.autoescape(name)
    assert not templates.environment.autoescape(f"!{name}")
    assert not templates.environment.autoescape("page.html")


def test_what_is_safe_is_counted() -> None:
    """A new mark of safety is a decision, and a line here."""
    folder = HERE / "templates"
    found = {n: len(re.findall(r"\|\s*safe\b", (folder / n).read_text("utf-8"))) for n in TEMPLATES}
    assert {name: count for name, count in found.items() if count} == SAFE
    for name in TEMPLATES:
        assert "autoescape" not in (folder / name).read_text("utf-8")


MADE_HERE = {
    "sphinx_anthology/site/writing.py",
    "sphinx_anthology/outputs/feeds/output.py",  # links to feeds, whose parts are escaped there
    "sphinx_anthology/outputs/scholar/output.py",  # elements that tags.py and others escape
}
"""Where markup is made, each with what makes it safe."""


def test_the_packages_make_markup_in_few_places() -> None:
    """``Markup`` and unescaped environments of Jinja are looked for in all code."""
    extensions = Path(HERE).parent.parent.parent
    found = {
        path.relative_to(extensions).as_posix()
        for path in extensions.rglob("*.py")
        if re.search(r"\bMarkup[(,]|autoescape=False|Template\(", path.read_text(encoding="utf-8"))
    }
    assert found == MADE_HERE


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the hostile publication."""
    folder = tmp_path_factory.mktemp("hostile")
    hostile.write_publication(folder / "docs")
    return build(folder / "docs", folder / "html", folder / "doctrees").out


def harm_in_html(text: str) -> list[str]:
    """What a page would run, or has worked out."""
    page = BeautifulSoup(text, "html5lib" if find_spec("html5lib") else "html.parser")
    found = [f"script: {s}"[:99] for s in page.find_all("script") if "alert" in s.get_text()]
    found = [s for s in found if "json" not in s.partition(">")[0]]
    for element in page.find_all(True):
        for key, value in element.attrs.items():
            if key.startswith("on") or key in {"srcdoc", "style"}:
                found.append(f"attribute: {element}"[:99])
            address = "".join(value) if isinstance(value, list) else str(value)
            if key in {"href", "src", "action"} and not is_safe_address(address):
                found.append(f"address: {element}"[:99])
        if element.get("http-equiv") and "://" in str(element.get("content")):
            found.append(f"order: {element}"[:99])
        if element.name == "img" and element.get("src") == "x":
            found.append(f"image: {element}"[:99])
    return found + [hostile.RAN] * (hostile.RAN in text)


def test_no_page_takes_a_field_for_markup(hostile_site: Path) -> None:
    """No script, no handler, no address, nothing worked out, on any page."""
    pages = sorted(hostile_site.rglob("*.html"))
    assert len(pages) > 8
    for path in pages:
        assert harm_in_html(path.read_text(encoding="utf-8")) == [], path.name
    whole = "".join(path.read_text(encoding="utf-8") for path in pages)
    assert "&lt;svg/onload=alert(1)&gt;" in whole
    for field in ("label", "posttitle", "role", "bio", "journal", "announced", "tagline", "reason"):
        assert f"{hostile.CANARY}{field}" in whole, field


def test_no_other_file_of_the_site_takes_a_field_for_code(hostile_site: Path) -> None:
    """Each is read by the rules of its format, and has the payload as text."""
    assert not [
        path for path in hostile_site.rglob("*") if path.is_file() and b"q49q" in path.read_bytes()
    ]
    for path in sorted(hostile_site.rglob("*")):
        if path.suffix in {".json", ".jsonld"}:
            json.loads(path.read_text(encoding="utf-8"))
        elif path.suffix in {".atom", ".xml"}:
            root = ET.fromstring(path.read_bytes())  # noqa: S314  # of our own making
            for element in root.iter():
                if element.get("type") == "html":
                    assert harm_in_html(element.text or "") == []
            assert "CANARY" in path.read_text(encoding="utf-8") or path.name == "sitemap.xml"
    for entry in json.loads((hostile_site / "feed.json").read_text(encoding="utf-8"))["items"]:
        assert harm_in_html(entry["content_html"]) == []


_DATA = re.compile(r'<script type="application/[a-z+]*json"[^>]*>(.*?)</script', re.DOTALL)


def test_data_in_pages_ends_where_it_should(hostile_site: Path) -> None:
    """A block of JSON holds no end of a script, and is JSON."""
    for path in sorted(hostile_site.rglob("*.html")):
        page = path.read_text(encoding="utf-8")
        for block in _DATA.findall(page):
            assert json.loads(block)
            assert "<" not in block


def test_rules_for_servers_have_no_line_that_a_field_made(hostile_site: Path) -> None:
    """A former address is one rule, or none."""
    rules = (hostile_site / "_redirects").read_text(encoding="utf-8")
    assert all(len(line.split(" ")) == 3 for line in rules.splitlines())
    assert "evil.example" not in rules
    nginx = (hostile_site / "nginx-redirects.conf").read_text(encoding="utf-8")
    assert "evil.example" not in nginx
    assert all(
        re.fullmatch(r'    "[^"\\;]*" "[^"\\;$]*";', line)
        for line in nginx.splitlines()
        if line.startswith('    "/')
    )


def test_citation_file_and_records_are_read_back(hostile_site: Path) -> None:
    """YAML, BibTeX and RIS have the fields as one text each."""
    stated = yaml.safe_load((hostile_site / "CITATION.cff").read_text(encoding="utf-8"))
    assert stated["title"].startswith(f"{hostile.CANARY}conftitle")
    assert hostile.WRITTEN in stated["title"]
    for path in hostile_site.rglob("*.ris"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert re.match(r"[A-Z][A-Z0-9]  - |$", line), line
    for path in hostile_site.rglob("*.bib"):
        read_bibliography(path.read_text(encoding="utf-8"), path.name)


@pytest.mark.parametrize("builder", ["epubs", "typstpdf"])
def test_no_volume_takes_a_field_for_code(tmp_path: Path, builder: str) -> None:
    """Every volume is made; no page of an EPUB runs anything, and nothing was worked out."""
    hostile.write_publication(tmp_path / "docs")
    made = build(tmp_path / "docs", tmp_path / "out", tmp_path / "doctrees", builder=builder)
    volumes = sorted(p for p in made.out.iterdir() if p.suffix in {".epub", ".pdf"})
    assert len(volumes) == 2
    for volume in volumes:
        if volume.suffix == ".pdf":
            document = pypdfium2.PdfDocument(volume)
            words = "".join(page.get_textpage().get_text_range() for page in document)
            assert hostile.RAN not in words
            assert f"{hostile.CANARY}body" in words
            assert b"/JavaScript" not in volume.read_bytes()
            continue
        with zipfile.ZipFile(volume) as package:
            for name in package.namelist():
                content = package.read(name)
                if name.endswith((".xhtml", ".opf", ".ncx")):
                    ET.fromstring(content)  # noqa: S314  # of our own making
                if name.endswith(".xhtml"):
                    assert harm_in_html(content.decode()) == [], name
                assert hostile.RAN.encode() not in content
