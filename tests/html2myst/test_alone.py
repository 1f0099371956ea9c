"""The converter by itself: its function and its command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from html2myst import Source, convert
from html2myst.__main__ import main
from html2myst.proof import EXTENSIONS
from sphinx_anthology.reading.defaults import DEFAULTS


def test_html_becomes_myst() -> None:
    """Words, emphasis, links, lists and images; nothing is lost."""
    html = (
        "<h2>Tides</h2><p>They <em>turn</em> at <a href='https://a.example/x'>six</a>.\nThen</p>"
        "<ul><li>one<ul><li>two</li></ul></li></ul><img src='https://a.example/i.png' alt='Quay'>"
    )
    converted = convert(html)
    assert converted.losses == ()
    assert converted.text == (
        "## Tides\n\nThey *turn* at [six](https://a.example/x). Then\n\n- one\n  - two\n\n"
        "![Quay](https://a.example/i.png)\n"
    )


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "x:y"])
def test_an_address_that_runs_or_reads_is_dropped_and_told(address: str) -> None:
    """In links and images; the words stay."""
    converted = convert(f"<p><a href='{address}'>Words</a> <img src='{address}' alt='Seen'></p>")
    assert "Words" in converted.text
    assert "Seen" in converted.text
    assert address not in converted.text
    assert {loss.kind for loss in converted.losses} == {"link-dropped", "picture-missing"}


def test_relative_addresses_start_from_the_base() -> None:
    """As they would in a browser."""
    source = Source(
        html="<a href='../b/'>B</a> <img src='i.png' alt='I'>", base="https://a.example/p/"
    )
    assert convert(source).text == "[B](https://a.example/b/) ![I](https://a.example/p/i.png)\n"


def test_the_command_prints_the_text_and_tells_losses(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Exit 0 where all words are there; what a terminal would obey is not printed."""
    page = tmp_path / "page.html"
    page.write_text("<p>One <a href='javascript:\x1b[2J'>two</a></p>", "utf-8")
    assert main([str(page)]) == 0
    out, err = capfd.readouterr()
    assert out == "One two\n"
    assert err == "control-character: 1\nlink-dropped: two (javascript:[2J)\n"
    assert "\x1b" not in err


def test_the_command_reads_the_standard_input() -> None:
    """And works as a module."""
    command = [sys.executable, "-m", "html2myst", "-"]
    done = subprocess.run(
        command, input=b"<p>\xc3\x84 <b>b</b></p>", capture_output=True, check=True
    )
    assert done.stdout.decode() == "Ä **b**\n"
    assert done.stderr == b""


def test_a_missing_file_is_one_sentence(capfd: pytest.CaptureFixture[str]) -> None:
    """Exit 2."""
    assert main(["no-such.html"]) == 2
    assert capfd.readouterr().err == "html2myst: no-such.html: No such file or directory\n"


def test_a_missing_package_is_one_sentence(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It names the package, and the line that installs it."""

    def fail(source: Source) -> None:
        raise ModuleNotFoundError("No module named 'selectolax'", name="selectolax")

    monkeypatch.setattr("html2myst.__main__.convert", fail)
    (tmp_path / "page.html").write_bytes(b"<p>A</p>")
    assert main([str(tmp_path / "page.html")]) == 2
    told = "html2myst: needs selectolax; install with: pip install 'sphinx-anthology[import]'\n"
    assert capfd.readouterr().err == told


def test_the_proof_reads_as_publications_do() -> None:
    """The syntax is named twice, since neither package may import the other."""
    assert DEFAULTS["myst_enable_extensions"] == EXTENSIONS
