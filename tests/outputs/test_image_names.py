"""Images are found by their names, whatever signs are in these."""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, unquote

from bs4 import BeautifulSoup
from tests.book import picture
from tests.building import Built

NAMES = (
    *("my image.png", "bäume.png", unicodedata.normalize("NFD", "früh.png"), "50%.png", "a+b.png"),
    *("a#b.png", "a&b.png", "a(b).png", "it's.png", "a[b].png", "UP.PNG", "Фото.png", "图.png"),
    *("😀.png", "a%20b.png", "a;b=c,d.png", "a?b.png", f"{'é' * 110}.png"),
    "Screenshot 2024-05-01 at 10.11.12.png",
)
FILES = {
    "index.md": "# Book\n\n```{toctree}\nfolder ü/post\nann\n```\n",
    "ann.md": "---\ntitle: Ann Low\nauthor:\n  photo: {file: bäume.png, alt: Picture}\n---\n",
}
HEAD = "---\ntitle: Post\nauthors: [ann]\ndate: 2024-01-01\npost: {}\n---\n\n"
WAYS = """![{alt} one](<{name}>)

![{alt} two]({address})

![{alt} three](/folder%20%C3%BC/{address})

```{{figure}} {name}
:alt: {alt} four
```

```{{image}} {name}
:alt: {alt} five
```
"""


def _post() -> str:
    texts = (WAYS.format(name=n, address=quote(n), alt=f"Picture {i}") for i, n in enumerate(NAMES))
    return HEAD + "\n".join(texts)


def test_every_image_is_there(built: Callable[..., Built], tmp_path: Path) -> None:
    """In pages, in dirhtml and in volumes; by an address, by its name, in a directive."""
    folder = tmp_path / "source" / "folder ü"
    folder.mkdir(parents=True)
    for place, name in enumerate(NAMES):
        (folder / name).write_bytes(picture(place))
    (tmp_path / "source" / "bäume.png").write_bytes(picture(99))
    made = built({**FILES, "folder ü/post.md": _post()})
    assert made.warnings == ()
    assert _shown(made.out, "folder ü/post.html") >= 5 * len(NAMES)
    assert _shown(made.out, "ann.html") == 1
    made = built({}, "dirhtml")
    assert made.warnings == ()
    assert _shown(made.out, "folder ü/post/index.html") >= 5 * len(NAMES)
    made = built({}, "epubs")
    assert made.warnings == ()
    (volume,) = made.out.glob("*.epub")
    with zipfile.ZipFile(volume) as package:
        images = [n for n in package.namelist() if n.startswith("EPUB/images/")]
    assert len(images) >= len(NAMES)
    made = built({}, "typstpdf")
    assert made.warnings == ()


def _shown(out: Path, page: str) -> int:
    """How many images of a text have a file."""
    soup = BeautifulSoup((out / page).read_text(encoding="utf-8"), "html.parser")
    images = soup.select("img[alt^=Picture]")
    files = [((out / page).parent / unquote(str(image["src"]))).resolve() for image in images]
    assert all(file.is_file() for file in files)
    return len(files)
