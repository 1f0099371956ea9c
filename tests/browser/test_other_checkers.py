"""Two further checkers find nothing on any kind of page."""

from __future__ import annotations

from tests.browser.findings import report
from tests.browser.other_checkers import asked, sniffed
from tests.browser.pages import NARROW, WIDE, PageType, each_distinct_page
from tests.browser.windows import Reader, change, resize


@each_distinct_page
def test_two_others_find_nothing(reader: Reader, where: PageType) -> None:
    """On a large screen, and on a telephone in the dark."""
    page = reader.look(where)
    found = [(f"{where} {WIDE}", what) for what in (*sniffed(page), *asked(page))]
    resize(page, NARROW)
    change(page, color_scheme="dark")
    report([*found, *((f"{where} {NARROW}", what) for what in (*sniffed(page), *asked(page)))])


def test_they_find_what_is_wrong(reader: Reader) -> None:
    """So all others are really checked."""
    page = reader.window()
    page.set_content(
        "<html><title>A</title><h1>A</h1><p style='color: #aaa; background: white'>pale</p>"
        "<input><a href=x></a><div tabindex=0>a stop</div>"
    )
    assert {what.split(":")[0].rpartition(".")[2] for what in sniffed(page)} >= {"Fail", "Name"}
    assert {what.split(":")[0] for what in asked(page)} >= {
        "html_lang_exists",
        "text_contrast_sufficient",
    }
