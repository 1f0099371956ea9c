"""What is made where packages of the extras are not installed, and what is said of the rest."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from sphinx.cmd.build import main as sphinx_build

from sphinx_anthology.cli.__main__ import main

CONF = """project = "Book"
extensions = ["sphinx_anthology"]
html_baseurl = "https://book.example/"
anthology_as_of = "2025-06-01"
"""
POST = (
    "---\ntitle: A post\nauthors: [ann]\ndate: 2025-01-01\npost: {}\norphan: true\n---\n\nText.\n"
)
AUTHOR = "---\ntitle: Ann Low\nauthor: {}\norphan: true\n---\n\nShe writes.\n"

PRESS = {
    "typst": "typst",
    "PIL.Image": "pillow",
}
"""The modules that volumes and drawings are made with, and their packages."""
INSTALL = "pip install 'sphinx-anthology[export]'"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A publication with an address, so that its post has a share image where it can be drawn."""
    folder = tmp_path / "docs"
    for name, text in {
        "conf.py": CONF,
        "index.md": "# Book\n\n```{downloads}\n```\n",
        "post.md": POST,
        "authors/ann.md": AUTHOR,
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def _without(monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
    for module in modules:
        monkeypatch.setitem(sys.modules, module, None)


@pytest.mark.parametrize(
    "modules",
    [[*PRESS, "lxml.etree"], *([module] for module in PRESS), ["typst", "PIL.Image"]],
    ids="+".join,
)
def test_without_the_press_the_site_is_made(
    docs: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    modules: list[str],
) -> None:
    """The whole of it but for share images, without a warning; a sentence says what installs."""
    _without(monkeypatch, *modules)
    assert main(["build", str(docs), "-j", "1", "--strict"]) == 0
    said = capfd.readouterr()
    assert said.err == ""
    names = ", ".join(f"‘{PRESS[module]}’" for module in modules if module in PRESS)
    assert "Only the site is made. PDF files, covers and share images need the package" in said.out
    assert f" {names}; install" in said.out
    assert INSTALL in said.out
    assert "No share images are drawn." in said.out
    page = (docs / "_build/html/post.html").read_text(encoding="utf-8")
    assert "og:title" in page
    assert "og:image" not in page
    assert not [path for path in docs.rglob("*.png") if "_share" in path.parts]
    assert not list(docs.rglob("*.pdf"))
    assert not list(docs.rglob("*.epub"))


def test_without_lxml_only_epubs_are_not_made(
    docs: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Site and PDF are, with the share images."""
    _without(monkeypatch, "lxml.etree")
    assert main(["build", str(docs), "-j", "1", "--strict"]) == 0
    said = capfd.readouterr().out
    assert "No EPUB is made. EPUB files need the package ‘lxml’; install it with: pip" in said
    assert (docs / "_build/pdf/book.pdf").is_file()
    assert (docs / "_build/html/_share/post.png").is_file()
    assert not list(docs.rglob("*.epub"))


@pytest.mark.parametrize("form", ["pdf", "epub", "html,pdf", "html,epub"])
@pytest.mark.parametrize("module", [*PRESS, "lxml.etree"])
def test_what_is_asked_for_and_cannot_be_made_is_an_error(
    docs: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    form: str,
    module: str,
) -> None:
    """One sentence with what to install; nothing is made, not even the site."""
    if module == "lxml.etree" and "pdf" in form:
        return  # a PDF needs none
    _without(monkeypatch, module)
    assert main(["build", str(docs), "--to", form]) == 2
    (line,) = capfd.readouterr().err.splitlines()
    assert f"‘{PRESS.get(module, 'lxml')}’" in line
    assert line.endswith(f"{INSTALL}.")
    assert not (docs / "_build").exists()


def test_the_site_alone_is_made_without_a_word(
    docs: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody who asks for it alone hears of PDF."""
    _without(monkeypatch, *PRESS, "lxml.etree")
    (docs / "conf.py").write_text('extensions = ["sphinx_anthology"]\n', encoding="utf-8")
    assert main(["build", str(docs), "-j", "1", "--to", "html"]) == 0
    assert "PDF" not in capfd.readouterr().out


@pytest.mark.parametrize("theme", ["alabaster", "basic"])
def test_another_theme_needs_no_press(
    docs: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    """With plain ``sphinx-build``, its warnings made errors."""
    _without(monkeypatch, *PRESS, "lxml.etree")
    arguments = ["-W", "-q", "-b", "html", "-D", f"html_theme={theme}", str(docs)]
    assert sphinx_build([*arguments, str(docs / "_build")]) == 0
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("builder", ["typstpdf", "epubs"])
def test_a_builder_without_its_packages_says_so(
    docs: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, builder: str
) -> None:
    """Plain ``sphinx-build`` stops with the sentence, and without a traceback."""
    _without(monkeypatch, *PRESS, "lxml.etree")
    assert sphinx_build(["-q", "-b", builder, str(docs), str(docs / "_build")]) == 2
    said = capfd.readouterr().err
    assert INSTALL in said
    assert "Traceback" not in said
    assert "report" not in said


def test_epubs_without_the_press_have_no_cover(
    docs: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By plain ``sphinx-build``, where only lxml is installed; it says so."""
    _without(monkeypatch, *PRESS)
    assert sphinx_build(["-W", "-b", "epubs", str(docs), str(docs / "_build")]) == 0
    assert (docs / "_build/book.epub").is_file()
    said = capfd.readouterr()
    assert "The EPUB files have no covers." in said.out
    assert said.err == ""


@pytest.mark.parametrize(
    "modules",
    [{"lxml.etree": "lxml"}, {"selectolax.lexbor": "selectolax"}],
    ids=["lxml", "selectolax"],
)
def test_an_import_without_its_packages_says_so(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    modules: dict[str, str],
) -> None:
    """Before it reads anything; nothing is written."""
    _without(monkeypatch, *modules)
    out = tmp_path / "out"
    for system in ("wxr", "archive"):
        assert main(["import", system, str(tmp_path / "x.xml"), "--out", str(out)]) == 3
        (line,) = capsys.readouterr().err.splitlines()
        assert ", ".join(modules.values()) in line
        assert line.endswith("pip install 'sphinx-anthology[import]'")
    assert not out.exists()
