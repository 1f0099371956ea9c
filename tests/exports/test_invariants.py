"""Whenever, wherever and by whomever volumes are made, they are the same, and nobody is asked."""

from __future__ import annotations

import dataclasses as dc
import os
from pathlib import Path

import pytest

from sphinx_anthology.cli.__main__ import main
from sphinx_anthology.outputs.pdf.volume_source import LOOK, PRESS_LOOK
from sphinx_anthology.typst.compiler import TypstCompiler
from tests.book import Book, sample, write
from tests.building import contents, differences
from tests.exports.worlds import BUILD, NAMESPACE, Done, World, namespace_refused, run

CONF = """
project = "Book"
extensions = ["sphinx_anthology"]
html_baseurl = "https://book.example/"
html_last_updated_fmt = "%d %B %Y"
"""
"""As the book's own, but without an as-of date: the clock is asked for it."""

BODY = r"""
Set on {sub-ref}`today`, as `#import "@preview/cetz:0.3.4"` is.[^note] See {post}`red/two`.

| port | depth |
|------|-------|
| Hull | 9 m   |

::::{tab-set}
:::{tab-item} Ebb
Out.
:::
:::{tab-item} Flood
In.
:::
::::

```python
import datetime
```

```{math}
h = \frac{a}{2} \cos \omega t
```

![A gull](https://foreign.example/gull.png)

[^note]: At low water.
"""
FOREIGN = "is not a file of the publication"
"""What is said of an image that is on the web."""

ONE_BUILD = pytest.mark.xdist_group("invariants")
"""Tests that one process runs, so that what they compare is built once."""

HERE = World()
THERE = World(
    days=4000,
    seed="4321",
    variables={"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "COLUMNS": "40"},
)


def _book() -> Book:
    book = sample()
    book.posts["red"]["one"].body = BODY
    book.posts["red"]["one"].title = "First '@preview/light:1.0.0'"
    return book


def _write(source: Path, **more: str) -> Path:
    source.mkdir(parents=True)
    write(_book(), source)
    for name, text in {"conf.py": CONF, **more}.items():
        (source / name).write_text(text, encoding="utf-8")
    return source


def _built(world: World, folder: Path, source: Path, jobs: str) -> Done:
    """``anthology build``, of everything."""
    return run(world, folder, BUILD, "build", str(source), "-j", jobs)


def _complaints(done: Done) -> list[str]:
    return [line for line in done.errors.splitlines() if line and FOREIGN not in line]


VOLUMES = ["book", "blue", "red"]


def _is_complete(source: Path) -> bool:
    made = source / "_build"
    files = [made / kind / f"{name}.{kind}" for kind in ("pdf", "epub") for name in VOLUMES]
    return all(file.is_file() for file in (*files, made / "html/_share/red/one.png"))


def _age(source: Path) -> None:
    """Let the files of a publication be old, and each of another day."""
    for number, path in enumerate(sorted(source.rglob("*"))):
        os.utime(path, (86400 * number,) * 2)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Done]:
    """The publication built where nobody on the network answers."""
    folder = tmp_path_factory.mktemp("here")
    source = _write(folder / "book")
    return source, _built(HERE, folder / "home", source, "1")


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Done]:
    """The same elsewhere and later, and where there is no network at all if that can be had."""
    folder = tmp_path_factory.mktemp("there")
    source = _write(folder / "another place" / "Ærø" / "book")
    _age(source)
    world = THERE if namespace_refused() else dc.replace(THERE, before=NAMESPACE)
    return source, _built(world, folder / "home", source, "2")


@ONE_BUILD
def test_nothing_shows_when_and_where_it_was_made(
    here: tuple[Path, Done], there: tuple[Path, Done]
) -> None:
    """Volumes, share images and pages have the same bytes.

    In another folder, eleven years later, in another time zone and another language of the
    machine's, from files of other days, by two processes whose sets have another order.
    """
    for source, done in (here, there):
        assert (done.code, _complaints(done)) == (0, [])
        assert _is_complete(source)
    for kind in ("pdf", "epub", "html"):
        assert differences(here[0] / "_build" / kind, there[0] / "_build" / kind) == [], kind


def test_the_other_day_is_another_to_everything(tmp_path: Path) -> None:
    """Every clock of Python's shows it, and sets have another order; that is no test of ours."""
    code = (
        "import datetime as dt, email.utils, os, time, zipfile\n"
        "print(dt.date.today().year, dt.datetime.now().year, dt.datetime.now(dt.UTC).year,\n"
        "      time.localtime().tm_year, time.gmtime().tm_year, time.strftime('%Y'),\n"
        "      time.gmtime(time.time_ns() // 10**9).tm_year, time.ctime()[-4:],\n"
        "      email.utils.formatdate()[12:16])\n"
        "print(hash('a'), time.strftime('%z'))\n"
    )
    here, there = (run(world, tmp_path, code).out.splitlines() for world in (HERE, THERE))
    assert len(set(here[0].split())) == len(set(there[0].split())) == 1
    assert int(there[0].split()[0]) - int(here[0].split()[0]) in {10, 11}
    assert here[1] != there[1]
    assert there[1].endswith("+1400")


def test_no_look_asks_for_the_day(tmp_path: Path) -> None:
    """The compiler's clock is none of Python's. It tells a PDF the day of the content."""
    looks = [file for folder in (LOOK, PRESS_LOOK) for file in sorted(folder.rglob("*.typ"))]
    assert len(looks) > 2
    assert [file.name for file in looks if "today" in file.read_text(encoding="utf-8")] == []
    assert list(tmp_path.iterdir()) == []
    assert TypstCompiler(tmp_path).pdf(
        '#set document(title: "-")\n#assert(datetime.today().year() < 1971)'
    )


# the network

IMPORT = (
    "import typst\n"
    "try: typst.Compiler(root='.').compile(b'#import \"@preview/none:1.0.0\"', format='pdf')\n"
    "except typst.TypstError as error: print(error)\n"
)
CALLS = "import urllib.request\nurllib.request.urlopen('https://foreign.example', timeout=5)\n"


WAYS = [] if namespace_refused() else ["namespace"]
"""A machine may forbid its users to make a network of their own; the proxy hears who asks."""


@ONE_BUILD
def test_everything_is_made_without_a_network(
    here: tuple[Path, Done], there: tuple[Path, Done]
) -> None:
    """Nobody is asked, neither by Python nor by the compiler; and where nobody could be asked."""
    for source, done in (here, there):
        assert (done.code, _complaints(done), done.attempts) == (0, [], ())
        assert _is_complete(source)


def test_whoever_asks_the_network_is_heard(tmp_path: Path) -> None:
    """In Python and in Rust: else the test above would prove nothing."""
    (attempt,) = run(HERE, tmp_path / "rust", IMPORT).attempts
    assert attempt.startswith("CONNECT packages.typst.")
    python = run(HERE, tmp_path / "python", CALLS)
    assert python.code != 0
    assert python.attempts


@pytest.mark.parametrize("way", WAYS)
def test_nobody_is_heard_from_a_namespace(tmp_path: Path, way: str) -> None:
    """Nothing gets out of it, whoever asks."""
    done = run(World(before=NAMESPACE), tmp_path, IMPORT)
    assert "failed to download package" in done.out
    assert done.attempts == ()


LOOKS = {
    "import": '#import "@preview/cetz:0.3.4": canvas\n',
    "include": '#include "@local/mine:1.0.0"\n',
    "renamed": '#{\n  import("@preview/cetz:0.3.4") as drawing\n}\n',
}
BUILD_EACH = """
import sys
from sphinx_anthology.cli.__main__ import main
sys.exit(max(main(["build", folder, "-j", "1", "--to", "pdf"]) for folder in sys.argv[1:]))
"""


def test_a_look_cannot_have_a_package_fetched(tmp_path: Path) -> None:
    """A warning names the package, and the volumes are made in our look alone."""
    conf = f'{CONF}anthology_typst_look = "own.typ"\n'
    more = '// #import "@preview/commented:1.0.0"\n{}#let par(body) = [¶]\n'
    sources = [
        _write(tmp_path / name, **{"conf.py": conf, "own.typ": more.replace("{}", look)})
        for name, look in LOOKS.items()
    ]
    done = run(HERE, tmp_path / "home", BUILD_EACH, *map(str, sources))
    assert done.attempts == ()
    complaints = _complaints(done)
    assert len(complaints) == len(LOOKS)
    for source, complaint in zip(sources, complaints, strict=True):
        assert "anthology_typst_look: ‘own.typ’ imports ‘@" in complaint
        assert "commented" not in complaint
        assert (source / "_build/pdf/red.pdf").is_file()


# after an edit


def _stamps(source: Path) -> dict[str, tuple[int, bytes]]:
    """When every volume, cover and share image was written, and what it is."""
    made = source / "_build"
    files = {**contents(made / "pdf"), **contents(made / "epub")}
    found = {name: made / name.rpartition(".")[2] / name for name in files}
    drawn = [*made.rglob("_share/**/*.png"), *made.rglob("_covers/*.png")]
    found |= {str(path.relative_to(made)): path for path in drawn}
    return {name: (path.stat().st_mtime_ns, path.read_bytes()) for name, path in found.items()}


def test_one_edit_makes_only_its_own_volumes_again(tmp_path: Path) -> None:
    """By ``anthology build``: PDF and EPUB of the book and of its series; and no more if none."""
    source = _write(tmp_path / "book")
    arguments = ["build", str(source), "-j", "1"]
    assert main(arguments) == 0
    before = _stamps(source)
    assert main(arguments) == 0
    assert _stamps(source) == before
    book = _book()
    book.posts["blue"]["one"].body = "Other words."
    (source / "blue/one.md").write_text(book.posts["blue"]["one"].text(), encoding="utf-8")
    assert main(arguments) == 0
    after = _stamps(source)
    again = {name for name in before if after[name] != before[name]}
    assert again == {"book.pdf", "blue.pdf", "book.epub", "blue.epub"}
