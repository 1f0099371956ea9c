"""The search page: results while one types, passages with marked words, filters, the address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.axe import in_both_schemes, violations
from tests.browser.findings import report
from tests.browser.pages import NARROW, WIDE
from tests.browser.serving import Site, serve
from tests.browser.windows import RESULT, Reader
from tests.building import build

CONF = 'project = "Book"\nextensions = ["sphinx_anthology"]\nanthology_as_of = "2025-06-01"\n'
INDEX = "# Front\n\n```{toctree}\n:glob:\n\n*/index\n*\n```\n"
LONG = "Nothing of the kind is said in this first and rather long paragraph of the text. " * 4
HOSTILE = "A <img src=x onerror=alert(1)> kestrel <script>alert(2)</script>"


def _post(title: str, day: str, author: str, text: str) -> str:
    about = f"authors: [{{name: {author}}}]\ndate: {day}\ndescription: A standfirst.\npost: {{}}"
    return f"---\ntitle: {title}\n{about}\n---\n\n{text}\n"


ENGLISH = {
    "birds/index.md": "---\ntitle: Birds away\nseries: {}\n---\n\n```{toctree}\n01\n02\n```\n",
    "birds/01.md": _post(
        "Over the sea",
        "2021-04-21",
        "Eva Sørensen",
        f"{LONG}\n\n## Policies\n\nLong before, the Garcés family had made policies for herons, "
        f"and for responsibility. {LONG}",
    ),
    "birds/02.md": _post("Out of sight", "2022-05-03", "Ann Low", f"Herons again.\n\n{LONG}"),
    "hostile.md": _post("Plain", "2020-01-01", "Ann Low", HOSTILE.replace("<", r"\<")),
    **{
        f"p{n:02}.md": _post(f"Thought {n}", f"2023-01-{n:02}", "Cy Stone", f"Pebble number {n}.")
        for n in range(1, 13)
    },
    **{f"q{n}.md": _post(f"Note {n}", f"{2015 + n % 3}", "Cy Stone", "Grain.") for n in range(40)},
    "all.md": "# All posts\n\n```{posts}\n```\n",
}
GERMAN = {
    "eins.md": _post("Eins", "2021-01-01", "Ann Low", "Die Häuser und ihre Maßnahmen zum Ort."),
    "zwei.md": _post("Zwei", "2021-01-02", "Ann Low", "Etwas ganz anderes."),
}
FRENCH = {"un.md": _post("Un", "2021-01-01", "Ann Low", "Les sociétés et leurs œuvres.")}


def _built(folder: Path, files: dict[str, str], language: str) -> Path:
    conf = f'{CONF}language = "{language}"\n'
    for name, text in {"conf.py": conf, "index.md": INDEX, **files}.items():
        path = folder / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return build(folder / "docs", folder / "html", folder / "doctrees").out


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An English publication with a series of two posts, and more others than one list shows."""
    with serve(_built(tmp_path_factory.mktemp("search"), ENGLISH, "en")) as served:
        yield served


@pytest.fixture
def page(reader: Reader, site: Site) -> Page:
    """Its search page."""
    page = reader.window()
    page.goto(f"{site.address}search.html")
    return page


def _results(page: Page) -> list[str]:
    """The titles of the results, once there are any."""
    page.locator(RESULT).first.wait_for()
    return page.locator(f"{RESULT} h2").all_inner_texts()


def _count(page: Page, text: str) -> None:
    expect(page.locator("#an-status")).to_have_text(text)


def _assert_marked(page: Page, *words: str) -> None:
    expect(page.locator(f"{RESULT} mark")).to_have_text(words)


def test_results_come_while_one_types(page: Page) -> None:
    """Without Enter; the address follows, and the count is read aloud once one pauses."""
    said = page.locator("main [role=status]")
    page.keyboard.type("hero")
    _count(page, "2 results for “hero”")
    page.keyboard.type("ns")
    _count(page, "2 results for “herons”")
    assert said.inner_text() == ""
    assert page.url.endswith("search.html?q=herons")
    expect(said).to_have_text("2 results for “herons”")
    assert page.locator("#an-query").evaluate("field => field === document.activeElement")
    page.keyboard.type(" garces")
    assert _results(page)
    _count(page, "1 result for “herons garces”")


def test_a_word_finds_while_it_is_typed_to_its_end(page: Page) -> None:
    """Also where it is longer than its stem, and no word yet."""
    for end in range(4, len("responsibility") + 1):
        page.fill("#an-query", "responsibility"[:end])
        _count(page, f"1 result for “{'responsibility'[:end]}”")
    page.fill("#an-query", "responsibilixyz")
    page.keyboard.press("Enter")
    _count(page, "No results for “responsibilixyz”. Try fewer words.")


def test_back_leads_through_what_was_asked(page: Page) -> None:
    """Typing is one step, Enter ends it, and a result leads back to the results."""
    page.keyboard.type("herons", delay=200)
    page.keyboard.press("Enter")
    page.keyboard.type(" family")
    _count(page, "1 result for “herons family”")
    page.locator(f"{RESULT} a").first.click()
    page.wait_for_url("**/birds/01.html")
    page.go_back()
    _count(page, "1 result for “herons family”")
    page.go_back()
    _count(page, "2 results for “herons”")
    assert page.input_value("#an-query") == "herons"
    page.go_forward()
    _count(page, "1 result for “herons family”")


def test_a_result_shows_the_passage_with_the_words(page: Page) -> None:
    """That paragraph of the text that has most of them, cut where it is long, in its words."""
    page.fill("#an-query", "policy herons garces")
    _assert_marked(page, "Garcés", "policies", "herons")
    passage = page.locator(f"{RESULT} .an-sum").inner_text()
    assert passage.startswith("Long before, the Garcés family")
    assert passage.endswith("…")
    assert len(passage) < 300
    page.fill("#an-query", "famil")
    _assert_marked(page, "family")
    page.fill("#an-query", "standfirst plain")
    _assert_marked(page, "standfirst")


def test_a_result_without_its_text_shows_the_standfirst(page: Page) -> None:
    """What is not found, or does not come, is not waited for."""
    page.route("**/_search/x-*", lambda route: route.abort())
    page.fill("#an-query", "herons")
    assert _results(page) == ["Out of sight", "Over the sea"]
    assert page.locator(f"{RESULT} .an-sum").all_inner_texts() == ["A standfirst."] * 2


def test_what_guests_write_is_no_markup(page: Page) -> None:
    """In a passage, its words and signs are text."""
    page.evaluate("void (window.alert = () => { window.ran = true })")
    page.fill("#an-query", "kestrel onerror")
    _assert_marked(page, "onerror", "kestrel")
    passage = page.locator(f"{RESULT} .an-sum")
    assert passage.inner_text() == HOSTILE
    assert passage.locator(":not(mark)").count() == 0
    assert page.evaluate("window.ran") is None


def _choose(page: Page, name: str, value: str) -> None:
    page.get_by_label(name, exact=True).select_option(value=value)


def test_results_are_filtered(page: Page) -> None:
    """By what occurs in them, with counts; the address says so, and all can be taken back."""
    page.fill("#an-query", "herons")
    _count(page, "2 results for “herons”")
    options = page.get_by_label("Author", exact=True).locator("option")
    assert options.all_inner_texts() == ["All authors", "Ann Low (1)", "Eva Sørensen (1)"]
    _choose(page, "Author", "eva-sørensen")
    _count(page, "1 result for “herons”")
    assert _results(page) == ["Over the sea"]
    assert "author=eva-s%C3%B8rensen" in page.url
    years = page.get_by_label("Year", exact=True).locator("option")
    assert years.all_inner_texts() == ["All years", "2021 (1)"]
    page.reload()
    _count(page, "1 result for “herons”")
    page.fill("#an-query", "pebble")
    _count(page, "No posts with these filters.")
    page.get_by_role("button", name="Remove filters").click()
    _count(page, "12 results for “pebble”")
    assert page.url.endswith("?q=pebble")
    expect(page.get_by_role("button", name="Remove filters")).to_be_hidden()
    page.go_back()
    _count(page, "No posts with these filters.")


def test_a_filter_alone_lists_posts(page: Page) -> None:
    """The newest first, more of them on demand; the series by its name."""
    _choose(page, "Year", "2023")
    _count(page, "12 posts")
    assert _results(page)[:2] == ["Thought 12", "Thought 11"]
    page.get_by_role("button", name="More results").click()
    expect(page.locator(RESULT)).to_have_count(12)
    assert page.evaluate("document.activeElement.textContent") == "Thought 2"
    expect(page.get_by_role("button", name="More results")).to_be_hidden()
    page.get_by_role("button", name="Remove filters").click()
    _count(page, "")
    _choose(page, "Series", "birds")
    assert _results(page) == ["Out of sight", "Over the sea"]


def test_an_address_with_values_that_are_gone_finds_nothing(reader: Reader, site: Site) -> None:
    """And says so; the value can be seen and taken back."""
    page = reader.window()
    page.goto(f"{site.address}search.html?q=herons&author=nobody")
    _count(page, "No posts with these filters.")
    assert page.locator("#an-author option:checked").inner_text() == "nobody"


def test_late_answers_are_not_shown(page: Page) -> None:
    """What an earlier query still loads comes too late, whatever it loads."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if len(held) < 2:
            held.append(route)
        else:
            route.continue_()

    page.route("**/_search/x-*", hold)
    with page.expect_request("**/_search/x-*"):
        page.fill("#an-query", "herons")
    page.fill("#an-query", "kestrel")
    _count(page, "1 result for “kestrel”")
    for route in held:
        route.continue_()
    page.wait_for_timeout(300)
    assert _results(page) == ["Plain"]
    _count(page, "1 result for “kestrel”")


def test_a_file_that_did_not_come_is_asked_for_again(page: Page) -> None:
    """By the next search; until then nothing is shown that was found before."""
    page.select_option("#an-year", index=1)
    expect(page.locator("#an-results li")).not_to_have_count(0)
    page.route("**/_search/t-*", lambda route: route.abort())
    page.fill("#an-query", "herons")
    expect(page.locator("#an-status")).to_contain_text("could not be loaded")
    expect(page.locator("#an-results li")).to_have_count(0)
    page.select_option("#an-year", index=0)
    page.unroute("**/_search/t-*")
    page.keyboard.press("Enter")
    _count(page, "2 results for “herons”")


def test_a_search_works_where_the_address_cannot_change(reader: Reader, site: Site) -> None:
    """As in browsers that let a page from a disk change only what follows the hash."""
    page = reader.window()
    page.add_init_script(
        "for (const name of ['pushState', 'replaceState']) { const real = history[name];"
        "history[name] = (...all) => { if (all[2][0] !== '#') throw new Error(name);"
        "real.apply(history, all); }; }"
    )
    page.goto(f"{(site.out / 'search.html').as_uri()}")
    page.keyboard.type("herons")
    _count(page, "2 results for “herons”")
    assert page.url.endswith("search.html#?q=herons")
    page.reload()
    _count(page, "2 results for “herons”")


def test_everything_is_reached_by_keyboard(page: Page) -> None:
    """From the field to the button, the filters, and the results, in this order."""
    page.keyboard.type("pebble")
    _count(page, "12 results for “pebble”")
    stops = []
    for _ in range(5):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.id || document.activeElement.type"))
    assert stops == ["submit", "an-series", "an-author", "an-year", ""]
    page.locator("#an-author").focus()
    page.keyboard.type("Cy")
    page.keyboard.press("Enter")
    expect(page.locator("#an-author")).to_have_value("cy-stone")
    assert "author=cy-stone" in page.url


@pytest.mark.parametrize(
    ("language", "files", "typed", "marked"),
    [
        ("de", GERMAN, "haus massnahme", ["Häuser", "Maßnahmen"]),
        ("de", GERMAN, "MASSNAHMEN", ["Maßnahmen"]),
        ("fr", FRENCH, "societe oeuvre", ["sociétés", "œuvres"]),
    ],
)
def test_words_are_marked_in_other_languages(
    reader: Reader,
    tmp_path: Path,
    language: str,
    files: dict[str, str],
    typed: str,
    marked: list[str],
) -> None:
    """With their endings, with accents or without; no script of the page fails."""
    with serve(_built(tmp_path, files, language)) as served:
        page = reader.window()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{served.address}search.html?q={typed}")
        _assert_marked(page, *marked)
        assert errors == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_axe_finds_nothing_in_any_state(page: Page, width: int) -> None:
    """With results and filters, with nothing found, and with nothing asked."""
    page.set_viewport_size({"width": width, "height": 900})
    found = [("nothing asked", what) for what in violations(page)]
    page.fill("#an-query", "herons")
    _count(page, "2 results for “herons”")
    _choose(page, "Year", "2021")
    _count(page, "1 result for “herons”")
    found += [(f"filtered, {scheme}", what) for scheme, what in in_both_schemes(page)]
    page.fill("#an-query", "absent")
    _count(page, "No posts with these filters.")
    found += [("nothing found", what) for what in violations(page)]
    report(found)


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_links_narrow_a_long_list(reader: Reader, site: Site, scripts: bool, width: int) -> None:
    """Without scripts too: the others are hidden, the links stay in view, and Back works."""
    page = reader.window(width, java_script_enabled=scripts)
    page.goto(f"{site.address}all.html")
    posts = page.locator(".an-sift .an-entry:visible")
    expect(posts).to_have_count(55)
    links = page.get_by_role("navigation", name="Filter by year")
    links.get_by_role("link", name="2016").press("Enter")
    expect(posts).to_have_count(13)
    assert page.url.endswith("all.html#an-all-posts-2016")
    expect(links).to_be_in_viewport()
    page.go_back()
    expect(posts).to_have_count(55)
    page.goto(f"{site.address}all.html#an-all-posts-2023")
    expect(posts).to_have_count(12)
    links.get_by_role("link", name="All").click()
    expect(posts).to_have_count(55)
    if scripts:
        report((f"all posts {width}", what) for what in violations(page))
