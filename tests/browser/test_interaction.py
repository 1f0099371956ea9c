"""What a reader can do on a page: choose colours, copy a citation, search."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import each_publication, example
from tests.browser.windows import RESULT, Reader, shown

SWITCH = "button.theme-switch-button:visible"
THEME_AT_BODY = """
new MutationObserver((_, observer) => {
    if (!document.body) return;
    window.themeAtBody = document.documentElement.dataset.theme;
    observer.disconnect();
}).observe(document, {childList: true, subtree: true});
"""


def _brightness(page: Page) -> float:
    """How bright the page is, from 0 to 1."""
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    parts = [float(part) for part in re.findall(r"[\d.]+", colour)[:3]]
    return sum(parts) / 3 / 255


def _assert_scheme(page: Page, scheme: str) -> None:
    """The page is as bright as it should be, or becomes so within a second."""
    for _ in range(20):
        if (_brightness(page) > 0.9) if scheme == "light" else (_brightness(page) < 0.2):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"{page.url} is not {scheme}: {_brightness(page):.2f}", pytrace=False)


@pytest.mark.parametrize("scripts", [True, False])
@each_publication
def test_the_colours_are_those_of_the_system(reader: Reader, name: str, scripts: bool) -> None:
    """Until one chooses, the page is dark where the system is, with scripts and without."""
    where = example(name, "post")
    page = reader.read(where, color_scheme="dark", scripts=scripts)
    _assert_scheme(page, "dark")
    # also while the page is open
    page.emulate_media(color_scheme="light")
    _assert_scheme(page, "light")


@each_publication
def test_the_chosen_colours_are_there_before_the_page(reader: Reader, name: str) -> None:
    """A choice against the system's holds after a reload, and from before the first paint."""
    where = example(name, "post")
    page = reader.window(scheme="light")
    page.add_init_script(THEME_AT_BODY)
    reader.go(page, where)
    for _ in range(3):
        if page.locator("html[data-mode=dark]").count():
            break
        shown(page.locator(SWITCH).first, f"{where}: the switch of the colours").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    _assert_scheme(page, "dark")
    page.reload()
    assert page.evaluate("window.themeAtBody") == "dark"
    _assert_scheme(page, "dark")
    assert page.evaluate("[localStorage.mode, localStorage.theme]") == ["dark", "dark"]


@each_publication
def test_the_switch_goes_through_all_choices(reader: Reader, name: str) -> None:
    """Three presses, by keyboard, lead through three choices and back; each is said in words."""
    where = example(name, "front")
    page = reader.go(reader.window(), where)
    switch = shown(page.locator(SWITCH).first, f"{where}: the switch of the colours")
    root = page.locator("html")
    seen, said = [], []
    for _ in range(4):
        seen.append(root.get_attribute("data-mode"))
        said.append(switch.inner_text())
        switch.press("Enter")
    assert sorted(map(str, seen[:3])) == ["auto", "dark", "light"]
    assert seen[3] == seen[0]
    assert len(set(said)) == 3


@each_publication
def test_a_button_copies_its_citation(reader: Reader, name: str) -> None:
    """The clipboard holds the words beside the button, which then says that it is done."""
    where = example(name, "post")
    page = reader.window(permissions=["clipboard-read", "clipboard-write"])
    reader.go(page, where)
    section = page.locator("section[id='an--cite']")
    shown(section.locator("button.an-copy").first, f"{where}: a button that copies a citation")
    for others in section.locator("summary").all():
        others.press("Enter")
    text = " ".join(section.inner_text().split())
    buttons = section.locator("button.an-copy").all()
    copied = []
    for button in buttons:
        button.click()
        expect(button).to_have_attribute("data-state", "done")
        copied.append(" ".join(page.evaluate("navigator.clipboard.readText()").split()))
        said = page.locator("[role=status], [aria-live=polite], [aria-live=assertive]")
        assert any(line.strip() for line in said.all_inner_texts()), "nothing is announced"
    assert all(len(citation) > 40 and citation in text for citation in copied), copied
    assert len(set(copied)) == len(buttons)
    assert len(buttons) % 4 == 0, "not every style has its button"


@each_publication
def test_the_button_is_gone_without_scripts(reader: Reader, name: str) -> None:
    """Without scripts there is the citation, and no button that does nothing."""
    page = reader.read(example(name, "post"), scripts=False)
    assert "(" in page.locator("section[id='an--cite']").inner_text()
    expect(page.locator("button.an-copy:visible")).to_have_count(0)


@each_publication
def test_a_search_from_any_page_finds(reader: Reader, name: str) -> None:
    """From the head of a post by keyboard to results, which are counted in a status line."""
    where = example(name, "search")
    question = where.address.partition("?q=")[2]
    page = reader.go(reader.window(), example(name, "post"))
    page.locator("header").get_by_text("Search").first.press("Enter")
    field = shown(page.locator("input[type=search]:visible").first, "A field to search with")
    field.fill(question)
    field.press("Enter")
    page.wait_for_url("**/search.html?*")
    shown(page.locator(RESULT).first, f"{where}: a result")
    expect(page.locator("main [role=status]")).to_contain_text(re.compile(r"\d"))
    link = page.locator(f"{RESULT} a").first
    target = link.evaluate("link => link.href")
    response = page.request.get(target)
    assert response.status == 200
    assert question in response.text().lower()
