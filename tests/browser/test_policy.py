"""A strict policy forbids nothing that a page does, and a page asks nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.findings import report
from tests.browser.pages import each_publication, examined, example, files
from tests.browser.probing import probe
from tests.browser.serving import POLICY, Site, serve
from tests.browser.watching import Watch
from tests.browser.windows import RESULT, Reader, shown

MISSING = "no/such/page.html"
PRELOADS = 4000
"""After so many milliseconds Chromium warns of what was preloaded in vain."""


@each_publication
def test_every_page_is_quiet_under_a_strict_policy(
    reader: Reader, site: Callable[[str], Site], name: str
) -> None:
    """No page has a violation, an error, a warning, a failed request, or one to another host."""
    served = site(name)
    page = reader.window()
    watch = Watch(page, served.address)
    for path in examined(name, served.out):
        watch.place = path.relative_to(served.out).as_posix()
        response = page.goto(served.address + watch.place, wait_until="load")
        assert response is not None
        assert response.headers["content-security-policy"] == POLICY
    report(watch.found)


def test_a_page_that_breaks_the_policy_is_noticed(reader: Reader, tmp_path: Path) -> None:
    """Each kind of complaint is found, so that a quiet page is one that has none."""
    (tmp_path / "page.js").write_text("console.warn('warned'); throw Error('thrown');")
    (tmp_path / "index.html").write_text(
        "<!DOCTYPE html><title>A</title><script>1</script><p style='color: red'>a</p>"
        "<img src='https://elsewhere.example/a.png'><img src=missing.png><script src=page.js>"
        "</script>"
    )
    with serve(tmp_path) as served:
        page = reader.window()
        watch = Watch(page, served.address)
        watch.place = "index.html"
        page.goto(served.address + watch.place)
    said = "\n".join(what for _, what in watch.found)
    for kind in (
        "policy: script-src-elem forbids inline",
        "policy: style-src-attr forbids inline",
        "policy: img-src forbids https://elsewhere.example",
        "asks another host: https://elsewhere.example",
        "answered with 404: /missing.png",
        "warning: warned",
        "uncaught: thrown",
    ):
        assert kind in said


def _switch_the_scheme(page: Page) -> None:
    for _ in range(3):
        switch = page.locator("button.theme-switch-button:visible").first
        shown(switch, "The switch of the scheme").click()


def _open_a_preview(page: Page) -> None:
    link = shown(page.locator("main a[data-preview]").first, "A link with a preview")
    link.scroll_into_view_if_needed()
    probe(page, "drawn")
    link.hover()
    shown(page.locator(".an-preview:visible"), "A preview")


def _copy_a_citation(page: Page) -> None:
    shown(page.locator("button.an-copy").first, "A button that copies a citation").click()
    shown(page.locator("button.an-copy[data-state=done]"), "A button that has copied")


def _wait_for_preloads(page: Page) -> None:
    page.wait_for_timeout(PRELOADS)


def _follow_a_result(page: Page) -> None:
    page.locator(f"{RESULT} a").first.click()
    page.wait_for_load_state()


ACTS = {
    "front": [_switch_the_scheme],
    "post": [_open_a_preview, _copy_a_citation, _wait_for_preloads],
    "search": [_follow_a_result],
}
"""What a reader does, by the kind of page, one thing after the other."""


@each_publication
def test_a_page_is_quiet_while_it_is_used(
    reader: Reader, site: Callable[[str], Site], name: str
) -> None:
    """Nothing that a reader does makes a page complain, or ask another host."""
    page = reader.window(permissions=["clipboard-read", "clipboard-write"])
    watch = Watch(page, site(name).address)
    for kind, acts in ACTS.items():
        watch.place = f"{kind}, as it opens"
        reader.go(page, example(name, kind))
        for act in acts:
            watch.place = f"{kind}, {act.__name__.strip('_')}"
            act(page)
    report(watch.found)


@each_publication
def test_a_missing_page_works_at_any_depth(
    reader: Reader, site: Callable[[str], Site], name: str
) -> None:
    """The page for what is not there has its styles and leads home, wherever it is shown."""
    served = site(name)
    page = reader.window()
    asked: list[str] = []
    page.on("response", lambda response: asked.append(f"{response.status} {response.url}"))
    response = page.goto(served.address + MISSING, wait_until="load")
    assert response is not None
    assert response.status == 404
    assert [line for line in asked if not line.startswith("200")] == [
        f"404 {served.address}{MISSING}"
    ]
    assert any("anthology.css" in line for line in asked)
    page.locator("header a.navbar-brand").click()
    assert re.fullmatch(re.escape(served.address) + r"(index\.html)?", page.url)


@each_publication
def test_no_page_has_a_script_or_style_in_itself(
    reader: Reader, site: Callable[[str], Site], name: str
) -> None:
    """Scripts and styles are files; only blocks of data stand in the page, which never run."""
    out = site(name).out
    page = reader.window()
    report(
        (path.relative_to(out), what)
        for path in files(out)
        for what in page.evaluate(INLINE, path.read_text(encoding="utf-8"))
    )


INLINE = r"""text => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const scripts = [...page.querySelectorAll("script:not([src])")];
    const handled = element => [...element.attributes].some(a => /^on/.test(a.name));
    return [
        ...scripts.filter(script => !/^application\/(ld\+)?json$/.test(script.type)),
        ...page.querySelectorAll("style, [style]"),
        ...[...page.querySelectorAll("*")].filter(handled),
    ].map(element => `inline: ${element.outerHTML.slice(0, 80).replace(/\s+/g, " ")}`);
}"""


def test_scripts_and_styles_in_a_page_are_found(reader: Reader) -> None:
    """In the head, in the text and where scripts are off; but not blocks of data."""
    wrong = (
        "<style>a {}</style><script>1</script><noscript><style>b {}</style></noscript>"
        "<p style='color: red' onclick='1'>a</p>"
    )
    right = "<script src=a.js></script><script type=application/ld+json>{}</script>"
    page = reader.window()
    assert len(page.evaluate(INLINE, wrong)) == 5
    assert page.evaluate(INLINE, right) == []
