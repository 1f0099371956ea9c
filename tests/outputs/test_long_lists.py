"""Long lists: in groups, after links that leave one of them to be seen."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag
from tests.building import Built, build

from sphinx_anthology.model.catalogue import POSTS_ON_A_PAGE

NAMES = ("Álvarez", "Brandt", "Ørsted", "Zola")
MANY = POSTS_ON_A_PAGE + 1
DIRECTIVES = {
    "posts": "```{posts}\n```",
    "titles": "```{posts}\n:sort: title\n:style: table\n```",
    "reading": "```{posts}\n:sort: series\n:style: list\n```",
    "limited": "```{posts}\n:limit: 50\n```",
    "led": "```{posts}\n:excerpt: 1\n```",
    "authors": "Some words before.\n\n```{authors}\n```",
    "series": "```{series-cards}\n```",
    "topics": "Some words before.\n\n```{topics}\n```",
    "twice": "```{posts}\n```\n\n```{posts}\n:sort: oldest\n```",
}


def _files() -> dict[str, str]:
    """As many authors, series, topics and posts as a list shows in groups."""
    files = {f"lists/{name}.md": f"# {name}\n\n{text}\n" for name, text in DIRECTIVES.items()}
    files["index.md"] = (
        "# Book\n\n```{toctree}\n:glob:\n\ns*/index\nauthors/*\nlists/*\nextra\n```\n"
    )
    files["lists/topic.md"] = "---\ntitle: Common\ntopic: common\n---\n\nWords.\n"
    files["extra.md"] = (
        "---\ntitle: 1 more\nauthors: [a00]\ntags: [Common]\ndate: 2020-01-01\npost: {}\n"
        "---\n\nA.\n"
    )
    for n in range(MANY):
        name = NAMES[n % 4]
        files[f"authors/a{n:02}.md"] = (
            f"---\ntitle: Ann {name}{chr(97 + n // 4)}\nauthor: {{}}\n---\n\nA.\n"
        )
        files[f"s{n:02}/index.md"] = (
            f"---\ntitle: Series {n}\nseries: {{}}\n---\n\n```{{toctree}}\n01\n```\n"
        )
        files[f"s{n:02}/01.md"] = (
            f"---\ntitle: {name} {n}\nauthors: [a{n:02}]\ndate: {2020 + n % 3}-03-01\n"
            f"tags: [Common, {name} {n}]\npost: {{}}\n---\n\nWords.\n"
        )
    return files


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A publication with more of everything than one list shows."""
    folder = tmp_path_factory.mktemp("long")
    conf = 'project = "Book"\nextensions = ["sphinx_anthology"]\nanthology_as_of = "2025-06-01"\n'
    for name, text in {"conf.py": conf, **_files()}.items():
        path = folder / "source" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return build(folder / "source", folder / "out", folder / "doctrees")


def _lists(site: Built, name: str) -> list[Tag]:
    page = BeautifulSoup((site.out / "lists" / f"{name}.html").read_text("utf-8"), "html.parser")
    return page.select(".an-sift")


def _labels(frame: Tag) -> list[str]:
    return [link.get_text() for link in frame.select("nav a")]


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("posts", ["All", "2022", "2021", "2020"]),
        ("topic", ["All", "2022", "2021", "2020"]),
        ("titles", ["All", "0–9", "A", "B", "O", "Z"]),
        ("authors", ["All", "A", "B", "O", "Z"]),
        ("series", ["All", "2022", "2021", "2020"]),
        ("topics", ["All", "A", "B", "C", "O", "Z"]),
        ("reading", ["All", *(f"Series {n}" for n in range(MANY)), "Other posts"]),
    ],
)
def test_a_long_list_has_links_to_its_groups(site: Built, name: str, labels: list[str]) -> None:
    """In the order of the list; each leads to a place beside the links, which has its entries."""
    (frame,) = _lists(site, name)
    assert sorted(_labels(frame)) == sorted(labels)
    if name != "reading":
        assert _labels(frame) == labels
    places = [str(link["href"]).removeprefix("#") for link in frame.select("nav a")]
    assert len(set(places)) == len(places)
    assert places == [str(child["id"]) for child in frame.find_all(recursive=False)]
    assert frame.parent
    assert all(section.select("li, tbody tr") for section in frame.select("section"))
    total = MANY + (name in {"posts", "topic", "titles", "reading", "topics"})
    assert len(frame.select("section > div > ul > li, section tbody tr")) == total


@pytest.mark.parametrize("name", ["limited", "led"])
def test_other_lists_have_none(site: Built, name: str) -> None:
    """Those that are short, and those whose first post stands out."""
    assert _lists(site, name) == []


def test_two_long_lists_on_a_page_have_their_own_places(site: Built) -> None:
    """No id is there twice."""
    first, second = _lists(site, "twice")
    ids = [str(tag["id"]) for frame in (first, second) for tag in frame.select("[id]")]
    assert len(set(ids)) == len(ids) == 8
    assert _labels(second) == ["All", "2020", "2021", "2022"]


def test_words_before_a_long_list_stay_beside_it(site: Built) -> None:
    """They do not become part of the list, nor the list of their row."""
    for name in ("authors", "topics"):
        (frame,) = _lists(site, name)
        assert frame.find_parent(class_="an-row") is None
        assert frame.find_parent(class_="an-prose") is None


def test_links_say_how_many_posts_they_leave(site: Built) -> None:
    """In numbers for the eye, and with the noun for the ear."""
    (frame,) = _lists(site, "posts")
    assert [" ".join(item.get_text().split()) for item in frame.select("nav li")] == [
        "All 52 posts",
        "2022 17 posts",
        "2021 17 posts",
        "2020 18 posts",
    ]


def test_other_builders_show_the_lists_without_links(site: Built) -> None:
    """Without a warning; with all entries below the names of their groups."""
    folder = site.out.parent
    made = build(folder / "source", folder / "text", folder / "doctrees", builder="text")
    assert made.warnings == ()
    text = (made.out / "lists" / "posts.txt").read_text("utf-8")
    assert "2021 17 posts" in text
    assert "All" not in text
