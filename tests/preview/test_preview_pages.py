"""The builder ``preview``: it shows what is withheld, says so, and mixes with nothing public."""

from __future__ import annotations

import dataclasses as dc
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sphinx.errors import SphinxError

from sphinx_anthology.cli.checking import check
from sphinx_anthology.model.problem import Code, Level
from sphinx_anthology.outputs.html.preview import MARK
from sphinx_anthology.preview.loop import Shown
from sphinx_anthology.preview.messages import Finding
from sphinx_anthology.preview.pages import not_built, overview
from sphinx_anthology.reading.domain import domain_of
from tests.building import Built, build, contents
from tests.conftest import BUILDERS
from tests.sink import leaks, write_sink

POST = (
    "---\ntitle: {title}\nauthors: [{{name: Ann Low}}]\ndate: {date}\npost: {{{post}}}\n---\n\n"
    "Text of {title}.\n"
)
CONF = 'project = "Quay notes"\nextensions = ["sphinx_anthology"]\nanthology_as_of = "2025-06-01"\n'
INDEX = "# Quay notes\n\n```{posts}\n```\n\n```{toctree}\nquays/index\n```\n"
SERIES = (
    "---\ntitle: Quays\nseries: {{part_label: Part{more}}}\n---\n\n"
    "Of quays.\n\n```{{toctree}}\n:glob:\n\n*\n```\n"
)


def post(title: str, date: str = "2025-05-01", **fields: str) -> str:
    """A post; ``fields`` stand below ``post:``."""
    stated = ", ".join(f"{name}: {value}" for name, value in fields.items())
    return POST.format(title=title, date=date, post=stated)


FILES = {
    "conf.py": CONF,
    "index.md": INDEX,
    "quays/index.md": SERIES.format(more=""),
    "quays/01-out.md": post("Out"),
    "quays/02-kept.md": post("Kept", draft="true"),
    "quays/03-later.md": post("Later", date="2031-02-03"),
    "quays/04-doubtful.md": post("Doubtful", published="false"),
    "quays/05-dateless.md": "---\ntitle: Dateless\npost: {}\n---\n\nNo day.\n",
}


@dc.dataclass(frozen=True)
class Site:
    """A preview: its build, and its pages, parsed."""

    built: Built

    def page(self, name: str) -> BeautifulSoup:
        """A page by docname."""
        text = (self.built.out / f"{name}.html").read_text(encoding="utf-8")
        return BeautifulSoup(text, "html.parser")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A preview of a public post, a draft, a scheduled post and two doubtful ones."""
    source = tmp_path_factory.mktemp("preview") / "source"
    write(source, FILES)
    return Site(preview(source))


def write(source: Path, files: dict[str, str]) -> None:
    """Write the files of a publication."""
    for name, text in files.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def preview(source: Path) -> Built:
    """Build a preview beside a publication."""
    folder = source.parent
    return build(source, folder / "preview", folder / "preview-doctrees", builder="preview")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("quays/02-kept", ["Draft: not in the public edition.", "write ‘draft: false’"]),
        ("quays/03-later", ["Scheduled: not in the public edition.", "2031-02-03"]),
        ("quays/04-doubtful", ["Left out: not in the public edition.", "‘post.published: false’"]),
        ("quays/05-dateless", ["Left out: not in the public edition.", "date is missing"]),
    ],
)
def test_a_withheld_document_says_so_and_why(site: Site, name: str, said: list[str]) -> None:
    """Above its text."""
    notice = site.page(name).select_one(".an-withheld-notice")
    assert notice is not None
    assert [part for part in said if part not in notice.get_text()] == []


def test_a_public_page_has_no_notice(site: Site) -> None:
    """Nor has the front page."""
    for name in ("quays/01-out", "index"):
        assert site.page(name).select(".an-withheld-notice") == []


@pytest.mark.parametrize("name", ["index", "quays/index", "years/2025"])
def test_lists_mark_what_is_withheld(site: Site, name: str) -> None:
    """Each draft has its label, and no public post has one."""
    marked = {
        title.get_text(" ", strip=True)
        for title in site.page(name).select(".an-t")
        if title.select(".an-withheld")
    }
    assert (
        {"Kept Draft"}
        <= marked
        <= {"Kept Draft", "Later Scheduled", "Doubtful Left out", "Dateless Left out"}
    )


def test_the_table_of_parts_tells_the_state(site: Site) -> None:
    """In the column of states."""
    states = [cell.get_text(strip=True) for cell in site.page("quays/index").select(".an-state")]
    assert {"Draft", "Scheduled", "Left out", "Published"} <= set(states)


def test_no_page_is_for_search_engines(site: Site) -> None:
    """Nor names a public address."""
    for path in site.built.out.rglob("*.html"):
        if path.is_relative_to(site.built.out / "_static"):
            continue
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        assert page.select('meta[name="robots"][content="noindex, nofollow"]'), path
        assert page.select('link[rel="canonical"]') == []


def test_a_preview_has_no_feeds_records_or_sitemap(tmp_path: Path) -> None:
    """Even where the publication has an address."""
    address = 'html_baseurl = "https://quays.example/"\n'
    write(tmp_path / "source", {**FILES, "conf.py": CONF + address})
    endings = {
        path.suffix for path in preview(tmp_path / "source").out.rglob("*") if path.is_file()
    }
    assert endings.isdisjoint({".atom", ".bib", ".ris", ".json", ".jsonld", ".xml"})


def test_an_empty_series_and_an_unreadable_document(tmp_path: Path) -> None:
    """The one is shown; the other cannot be, and is listed by ‘anthology check’ as ever."""
    files = {
        **FILES,
        "new/index.md": SERIES.format(more=""),
        "broken.md": "---\ntitle: [\n---\nText.\n",
    }
    write(tmp_path / "source", files)
    built = preview(tmp_path / "source")
    assert (built.out / "new/index.html").is_file()
    assert not (built.out / "broken.html").exists()
    catalogue = domain_of(built.app.env).catalogue
    assert set(catalogue.withheld) == {"broken"}
    assert "new/index" in catalogue.kept_back


@pytest.mark.skipif(sys.platform == "win32", reason="no links")
def test_what_lies_outside_of_the_publication_is_not_read(tmp_path: Path) -> None:
    """Neither shown in a preview, nor read by a check; it may be any file of the editor's."""
    secret = post("Kept", draft="true") + "\nQuillonby {post}`nowhere`.\n"
    write(tmp_path, {"secret.md": secret})
    write(tmp_path / "source", FILES)
    (tmp_path / "source/linked.md").symlink_to(tmp_path / "secret.md")
    built = preview(tmp_path / "source")
    assert domain_of(built.app.env).catalogue.withheld == {"linked"}
    files = [*built.out.rglob("*"), *(tmp_path / "preview-doctrees").rglob("*")]
    assert not any(b"Quillonby" in path.read_bytes() for path in files if path.is_file())
    result = check(tmp_path / "source", as_of=None)
    told = [problem for problem in result.all_problems if problem.file == "linked.md"]
    assert [problem.code for problem in told] == [Code.FILE_REFUSED]
    (left_out,) = [one for one in result.left_out if one.file == "linked.md"]
    assert left_out.message == told[0].message


@pytest.mark.parametrize("kind", ["doctrees", "pages"])
def test_a_public_build_refuses_the_folders_of_a_preview(tmp_path: Path, kind: str) -> None:
    """Either of them: nothing public is built there."""
    write(tmp_path / "source", FILES)
    made = preview(tmp_path / "source").out
    before = contents(made)
    doctrees = tmp_path / "preview-doctrees"
    out, trees = (tmp_path / "out", doctrees) if kind == "doctrees" else (made, tmp_path / "trees")
    with pytest.raises(SphinxError, match="holds a preview with drafts"):
        build(tmp_path / "source", out, trees)
    assert not list((tmp_path / "out").rglob("*.html"))
    assert contents(made) == before


@pytest.mark.parametrize("kind", ["doctrees", "pages"])
def test_a_preview_refuses_the_folders_of_a_public_build(tmp_path: Path, kind: str) -> None:
    """Either of them: what is public stays as it was."""
    write(tmp_path / "source", FILES)
    built = build(tmp_path / "source", tmp_path / "out", tmp_path / "doctrees")
    before = {path: path.read_bytes() for path in built.out.rglob("*") if path.is_file()}
    out, trees = (
        (tmp_path / "other", tmp_path / "doctrees")
        if kind == "doctrees"
        else (built.out, tmp_path / "trees")
    )
    with pytest.raises(SphinxError, match="is not empty, and no preview wrote it"):
        build(tmp_path / "source", out, trees, builder="preview")
    assert {path: path.read_bytes() for path in built.out.rglob("*") if path.is_file()} == before


def test_moved_doctrees_of_a_preview_are_read_anew(tmp_path: Path) -> None:
    """Somebody who deletes the mark gets no draft: the environment knows what it was made for."""
    write(tmp_path / "source", FILES)
    preview(tmp_path / "source")
    doctrees = Path(shutil.move(tmp_path / "preview-doctrees", tmp_path / "doctrees"))
    (doctrees / MARK).unlink()
    built = build(tmp_path / "source", tmp_path / "out", doctrees)
    texts = [p.read_text("utf-8", errors="replace") for p in built.out.rglob("*.html")]
    assert [text for text in texts if "Kept" in text or "an-withheld" in text] == []


@pytest.mark.parametrize("builder", BUILDERS)
def test_nothing_of_a_preview_gets_into_public_output(
    tmp_path: Path, builder: str, built: Callable[..., Built]
) -> None:
    """A preview, then a public build of the same publication: no byte of a withheld document."""
    source = write_sink(tmp_path / "source")
    assert leaks(preview(source).out) != []
    assert leaks(build(source, tmp_path / "out", tmp_path / "doctrees", builder=builder).out) == []


def test_pages_of_the_server_escape_what_they_quote() -> None:
    """A file's name and a message are text; a document that is shown is linked."""
    finding = Finding(
        docname="<b>a",
        file="<b>a.md",
        line=3,
        level=Level.MUST,
        code="invalid-field",
        message="<script>alert(1)</script>",
    )
    shown = Shown(run=1, findings=(finding,), missing=frozenset({"<b>a"}))
    for text in (overview(shown), not_built("<b>a", shown)):
        assert "<script>alert" not in text
        assert "<b>" not in text
        assert "&lt;b&gt;a.md:3" in text
    assert "anthology check --explain invalid-field" in overview(shown)
    assert "--explain" not in overview(Shown(run=1))
    assert not_built("another", shown) == ""
    assert '<a href="/a%20b.html">' in overview(
        Shown(run=1, findings=(dc.replace(finding, docname="a b", file="a b.md"),))
    )
