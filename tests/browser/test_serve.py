"""``anthology serve``, as an editor has it: save, see it, break it, see why, mend it."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

POST = (
    "---\ntitle: {title}\nauthors: [{{name: Ann Low}}]\ndate: 2024-05-01\npost: {post}\n---\n\n"
    "{text}\n"
)
CONF = """project = "Quay notes"
extensions = ["sphinx_anthology"]
html_static_path = ["_s"]
html_css_files = ["own.css"]
"""
FILES = {
    "conf.py": CONF,
    "_s/own.css": "body { outline: 1px solid }\n",
    "index.md": "# Quay notes\n\n```{posts}\n```\n\n```{toctree}\n:glob:\n\nposts/*\n```\n",
    "posts/one.md": POST.format(title="One", post="{}", text="The first word is here.\n\n" * 60),
    "posts/kept.md": POST.format(title="Kept", post="{draft: true}", text="Nobody knows."),
}
SOON = 20_000
"""Milliseconds in which a build of this book is done, on a machine that is busy."""


class Served:
    """A preview in a process of its own."""

    def __init__(self, docs: Path) -> None:
        self.docs = docs
        command = [sys.executable, "-m", "sphinx_anthology.cli", "serve", "--no-browser"]
        self.log = docs.parent / "serve.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*command, "--docs", str(docs)],
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.address = self._address()

    def said(self) -> str:
        """What the command printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def _address(self) -> str:
        for _ in range(600):
            if found := re.search(r"http://127\.0\.0\.1:\d+/", self.said()):
                return found[0]
            time.sleep(0.1)
        raise AssertionError(self.said())

    def wait_for(self, text: str) -> None:
        """Wait until the command has printed a text."""
        for _ in range(SOON // 100):
            if text in self.said():
                return
            time.sleep(0.1)
        raise AssertionError(self.said())

    def rest(self) -> None:
        """Wait until everything that was saved is built completely: no page is loaded again."""
        for _ in range(SOON // 100):
            if self.said().rfind(" complete: ") > self.said().rfind(" saved: "):
                return
            time.sleep(0.1)
        raise AssertionError(self.said())

    def save(self, name: str, text: str) -> None:
        """Save a file as editors do: beside, then in place."""
        path = self.docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.swp")
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)

    def is_gone(self) -> bool:
        """Whether no process is left, after a moment."""
        for _ in range(50):
            try:
                os.killpg(self.process.pid, 0)
            except ProcessLookupError:
                return True
            time.sleep(0.1)
        return False

    def end(self, number: int = signal.SIGINT) -> int:
        """End it as Ctrl-C does: all processes of the terminal get the signal."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, number)
        return self.process.wait(30)


@contextlib.contextmanager
def serving(docs: Path) -> Iterator[Served]:
    """A preview of the book, which has ended afterwards."""
    for name, text in FILES.items():
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text(text, encoding="utf-8")
    served = Served(docs)
    try:
        yield served
    finally:
        served.end()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(served.process.pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A preview whose first build is done."""
    with serving(tmp_path_factory.mktemp("serve") / "docs") as found:
        found.wait_for(" complete: ")
        yield found


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    """A window; whatever is logged as an error fails the test."""
    served.rest()
    window = browser.new_page()
    errors: list[str] = []
    window.on("pageerror", lambda error: errors.append(str(error)))
    yield window
    window.close()
    assert errors == []


def test_a_saved_word_is_seen_where_one_was(page: Page, served: Served) -> None:
    """The page loads again by itself, and stays where it was scrolled to."""
    page.goto(f"{served.address}posts/one.html")
    page.evaluate("scrollTo(0, 1500)")
    text = FILES["posts/one.md"]
    served.save("posts/one.md", text.replace("first", "second", 1))
    expect(page.locator("body")).to_contain_text("The second word", timeout=SOON)
    assert page.evaluate("scrollY") == pytest.approx(1500, abs=60)


def test_a_draft_is_shown_and_marked(page: Page, served: Served) -> None:
    """On its page, in lists, and in the list of what is withheld."""
    page.goto(f"{served.address}posts/kept.html")
    expect(page.locator(".an-withheld-notice")).to_contain_text("Draft: not in the public edition.")
    page.goto(served.address)
    expect(page.locator(".an-t", has_text="Kept").locator(".an-withheld")).to_have_text("Draft")
    page.goto(f"{served.address}_preview/")
    expect(page.locator("main")).to_contain_text("posts/kept.md")


def test_what_is_broken_is_said_on_the_page_and_gone_when_mended(
    page: Page, served: Served
) -> None:
    """A reference that leads nowhere: the panel opens, with file, line and fix."""
    text = served.docs.joinpath("posts/one.md").read_text(encoding="utf-8")
    page.goto(f"{served.address}posts/one.html")
    panel = page.locator("#anthology-preview section")
    expect(panel).to_be_hidden()
    served.save("posts/one.md", text + "\n{post}`posts/kepd`\n")
    expect(panel).to_be_visible(timeout=SOON)
    expect(panel).to_contain_text("posts/one.md:")
    expect(panel).to_contain_text("posts/kept")
    served.save("posts/one.md", text)
    expect(panel).to_be_hidden(timeout=SOON)
    served.wait_for("mended")
    assert "posts/kepd" in served.said()


def test_a_missing_image_is_said_on_the_page(page: Page, served: Served) -> None:
    """A warning of Sphinx, too, until the document is mended."""
    text = served.docs.joinpath("posts/one.md").read_text(encoding="utf-8")
    page.goto(f"{served.address}posts/one.html")
    panel = page.locator("#anthology-preview section")
    served.save("posts/one.md", text + "\n![A quay](no-quay.png)\n")
    expect(panel).to_contain_text("no-quay.png", timeout=SOON)
    served.save("posts/one.md", text)
    expect(panel).to_be_hidden(timeout=SOON)


def test_unreadable_front_matter_takes_the_place_of_the_page(page: Page, served: Served) -> None:
    """With the line; and the page comes back."""
    text = served.docs.joinpath("posts/one.md").read_text(encoding="utf-8")
    page.goto(f"{served.address}posts/one.html")
    served.save("posts/one.md", text.replace("title: One", "title: [One"))
    expect(page.locator("main")).to_contain_text("cannot be shown", timeout=SOON)
    expect(page.locator("main")).to_contain_text("posts/one.md:")
    served.save("posts/one.md", text)
    expect(page.locator("h1")).to_contain_text("One", timeout=SOON)


def test_an_error_in_the_settings_is_an_overlay(page: Page, served: Served) -> None:
    """The page of before stays below it."""
    page.goto(served.address)
    served.save("conf.py", FILES["conf.py"] + "1 / 0\n")
    panel = page.locator("#anthology-preview section")
    expect(panel).to_contain_text("conf.py, line 5: ZeroDivisionError", timeout=SOON)
    expect(page.locator("h1")).to_contain_text("Quay notes")
    served.save("conf.py", FILES["conf.py"])
    expect(panel).to_be_hidden(timeout=SOON)


def test_a_style_is_exchanged_without_loading_the_page(page: Page, served: Served) -> None:
    """What was typed into the page stays."""
    page.goto(served.address)
    page.evaluate("window.kept = true")
    served.save("_s/own.css", "body { outline: 7px solid }\n")
    expect(page.locator("body")).to_have_css("outline-width", "7px", timeout=SOON)
    assert page.evaluate("window.kept") is True


def test_a_new_post_needs_no_edit_of_a_toctree(page: Page, served: Served) -> None:
    """The front page shows it, and its page is there."""
    page.goto(served.address)
    served.save("posts/two.md", POST.format(title="Quite new", post="{}", text="New."))
    expect(page.locator(".an-t", has_text="Quite new")).to_be_visible(timeout=SOON)
    page.goto(f"{served.address}posts/two.html")
    expect(page.locator("h1")).to_contain_text("Quite new")


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_the_panel_fits(browser: Browser, served: Served, width: int) -> None:
    """At any width, and nothing scrolls sideways; it can be closed by keyboard."""
    served.rest()
    window = browser.new_page(viewport={"width": width, "height": 640})
    window.goto(f"{served.address}posts/kept.html")
    button = window.locator("#anthology-preview button")
    button.press("Enter")
    expect(window.locator("#anthology-preview section")).to_be_visible()
    box = window.locator("#anthology-preview section").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert window.evaluate("document.documentElement.scrollWidth") <= width
    window.keyboard.press("Escape")
    expect(window.locator("#anthology-preview section")).to_be_hidden()
    window.close()


def test_nobody_else_is_answered(served: Served) -> None:
    """Another name for this machine gets nothing (DNS rebinding), nor does another site."""
    port = int(served.address.rstrip("/").rpartition(":")[2])
    request = urllib.request.Request(served.address, headers={"Host": f"evil.example:{port}"})  # noqa: S310
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)  # noqa: S310  # ours
    assert refused.value.code == 400
    refused.value.close()
    with urllib.request.urlopen(served.address) as answer:  # noqa: S310  # ours
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    with pytest.raises(OSError, match="refused"), socket.socket() as other:
        other.connect(("127.0.0.2", port))  # this machine, by another of its addresses


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("index.html", "no-store"),
        ("index.html?v=1", "no-store"),
        ("_static/anthology.css", "no-cache"),
        ("_static/anthology.css?v=1", "max-age=31536000, immutable"),
    ],
)
def test_a_browser_keeps_what_has_no_words_of_drafts(served: Served, name: str, kept: str) -> None:
    """For ever where the address names a version; of others it asks."""
    with urllib.request.urlopen(served.address + name) as answer:  # noqa: S310  # ours
        assert answer.headers["Cache-Control"] == kept


def test_a_second_preview_takes_the_next_port_and_both_end_cleanly(
    served: Served, tmp_path: Path
) -> None:
    """Ctrl-C: a line, no traceback, exit code 0, no process left."""
    with serving(tmp_path / "docs") as second:
        assert second.address != served.address
        second.wait_for(" complete: ")
        assert second.end() == 0
        assert second.said().endswith("The preview has ended.\n")
        assert "Traceback" not in second.said()
        assert second.is_gone()


def test_a_builder_that_dies_is_started_again(tmp_path: Path) -> None:
    """And builds what was saved meanwhile."""
    with serving(tmp_path / "docs") as one:
        one.wait_for(" complete: ")
        found = subprocess.run(
            ["pgrep", "-P", str(one.process.pid), "-f", "spawn_main"],  # noqa: S607
            capture_output=True,
            text=True,
            check=True,
        )
        os.kill(int(found.stdout.split()[0]), signal.SIGKILL)
        one.save("posts/one.md", FILES["posts/one.md"].replace("first", "other", 1))
        for _ in range(SOON // 100):
            page = one.docs / "_build/preview/posts/one.html"
            if "The other word" in page.read_text(encoding="utf-8"):
                break
            time.sleep(0.1)
        else:
            raise AssertionError(one.said())
