"""A guest's document runs, reads and loads nothing (invariant 10)."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from sphinx_anthology.model.myst_options import SAFE_EXTENSIONS, SAFE_OPTIONS, safe_fields
from sphinx_anthology.model.read_documents import read_source
from sphinx_anthology.reading.source import title_block
from tests.building import Built, build, contents

SECRET = "xyzzysecret"  # noqa: S105  # a word to look for
RAN = "xyzzyran"
CONF = 'project = "B"\nextensions = ["sphinx_anthology"]\nhtml_theme = "basic"\n'

FILES = {
    "up": "```{include} ../outside.txt\n```",
    "absolute": "```{{include}} {outside}\n```",
    "root": "```{include} /../outside.txt\n```",
    "dots": "```{include} ./sub/../../outside.txt\n```",
    "link": "```{include} link.txt\n```",
    "chain": "```{include} chain.txt\n```",
    "folder": "```{include} folder/outside.txt\n```",
    "literal": "```{include} ../outside.txt\n:literal:\n```",
    "code": "```{include} ../outside.txt\n:code: text\n```",
    "from-included": "```{include} including.txt\n```",
    "standard": "```{{include}} <../../../../../../../../../../..{outside}>\n```",
    "literalinclude": "```{literalinclude} ../outside.txt\n```",
    "literalinclude-lines": "```{literalinclude} chain.txt\n:lines: 1\n```",
    "diff": "```{literalinclude} fine.csv\n:diff: ../outside.txt\n```",
    "csv-file": "```{csv-table}\n:file: ../outside.txt\n```",
    "csv-absolute": "```{{csv-table}}\n:file: {outside}\n```",
    "csv-link": "```{csv-table}\n:file: chain.txt\n```",
    "csv-url": "```{{csv-table}}\n:url: file://{outside}\n```",
    "download": "{download}`x <../outside.txt>`",
    "download-link": "{download}`x </chain.txt>`",
    "markdown-link": "[x](../outside.txt)",
    "markdown-path": "[x](path:chain.txt)",
    "image": "![x](../outside.png)",
    "image-link": "![x](picture.png)",
    "image-glob": "```{image} ../outside.*\n```",
    "figure": "```{figure} /../outside.png\nWords.\n```",
    "rst-include": "```{eval-rst}\n.. include:: ../outside.txt\n```",
    "rst-csv": "```{eval-rst}\n.. csv-table::\n   :file: ../outside.txt\n```",
    "rst-substitution": "```{eval-rst}\nA |i|.\n\n.. |i| image:: ../outside.png\n```",
    "conf": "```{literalinclude} conf.py\n```",
    "conf-dots": "```{literalinclude} sub/../conf.py\n```",
    "conf-link": "```{literalinclude} settings.txt\n```",
    "hidden": "```{include} .hidden/a.txt\n```",
    "hidden-file": "```{include} sub/.a.txt\n```",
    "built": "```{include} _build/a.txt\n```",
    "bibliography": "```{literalinclude} references.bib\n```",
    "kept-include": "```{include} kept.md\n```",
    "kept-literal": "```{literalinclude} kept.md\n:lines: 7\n```",
    "kept-after": "```{include} sub/../kept.md\n:start-after: Words\n```",
    "kept-hard-link": "```{include} hard.txt\n:literal:\n```",
    "kept-download": "{download}`x <kept.md>`",
    "kept-csv": "```{csv-table}\n:file: kept.md\n```",
    "kept-excluded": "```{include} excluded/draft.md\n```",
    "incoming": "```{include} up.incoming.md\n```",
}
"""Ways to a file that a guest may not have, by the name of a post."""


def _post(body: str, fields: str = "") -> str:
    front = f"title: A\ndate: 2024-01-01\nauthors: {{name: Ann Low}}\n{fields}post: {{}}"
    return f"---\n{front}\n---\n\nBefore.\n\n{body}\n\nAfter.\n"


def _write(source: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _publication(folder: Path) -> Path:
    """A publication whose posts ask for every file that they may not have."""
    source = folder / "docs"
    outside = folder / "outside.txt"
    draft = f"---\ntitle: D\ndate: 2024-01-01\npost: {{draft: true}}\n---\n\nWords {SECRET}\n"
    posts = {
        f"{name}.md": _post(body.format(outside=outside) if "{outside}" in body else body)
        for name, body in FILES.items()
    }
    _write(
        source,
        {
            "conf.py": f"{CONF}exclude_patterns = ['excluded']\n# {SECRET}\n",
            "index.md": "# B\n\n```{toctree}\n:glob:\n\n*\n```\n",
            "sub/fine.txt": "Fine *words*.\n",
            "sub/.a.txt": SECRET,
            ".hidden/a.txt": SECRET,
            "_build/a.txt": SECRET,
            "including.txt": "```{include} ../outside.txt\n```\n",
            "fine.csv": "a,b\n",
            "references.bib": f"@misc{{k, title={{T}}, author={{A}}, note={{{SECRET}}}}}\n",
            "kept.md": draft,
            "excluded/draft.md": draft,
            "up.incoming.md": SECRET,
            "fine.md": _post(
                "```{include} sub/fine.txt\n```\n\n```{csv-table}\n:file: fine.csv\n```\n\n"
                "```{literalinclude} fine.csv\n```\n\n{download}`d <fine.csv>`"
            ),
            **posts,
        },
    )
    outside.write_text(SECRET, encoding="utf-8")
    (folder / "outside.png").write_text(SECRET, encoding="utf-8")
    (source / "link.txt").symlink_to("../outside.txt")
    (source / "chain.txt").symlink_to("link.txt")
    (source / "picture.png").symlink_to("../outside.png")
    (source / "settings.txt").symlink_to("conf.py")
    (source / "folder").symlink_to("..")
    (source / "linked.md").symlink_to("../outside.txt")
    os.link(source / "kept.md", source / "hard.txt")
    return source


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """That publication, built."""
    folder = tmp_path_factory.mktemp("guests")
    return build(_publication(folder), folder / "html", folder / "doctrees")


def test_no_file_is_taken_in_that_a_guest_may_not_have(refused: Built) -> None:
    """Not a byte of it is in any output file, by whatever way it was asked for."""
    found = {name for name, text in contents(refused.out).items() if SECRET.encode() in text}
    assert found == set()


@pytest.mark.parametrize("name", FILES)
def test_what_was_refused_is_told(refused: Built, name: str) -> None:
    """The document has its page, and a warning names it with a line of its text."""
    page = (refused.out / f"{name}.html").read_text(encoding="utf-8")
    assert "<p>Before.</p>" in page
    assert "<p>After.</p>" in page
    places = {"from-included": "including.txt"}
    warned = [w for w in refused.warnings if f"/{places.get(name, f'{name}.md')}:" in w]
    if name == "absolute":  # for Sphinx below the publication's folder, where there is none
        assert "file not found" in warned[0]
        return
    kind = "docutils" if name == "rst-substitution" else "anthology.file-refused"
    if name != "kept-download":  # an ordinary link to a draft is silent, too
        assert [w for w in warned if kind in w and (":10:" in w or name in places)] or (
            name.startswith("rst-") and warned
        ), warned


def test_the_page_says_that_something_is_missing(refused: Built) -> None:
    """In words, where the file would be; the words of an image or a link stay."""
    page = (refused.out / "up.html").read_text(encoding="utf-8")
    assert "Some content was left out here." in page
    image = (refused.out / "image.html").read_text(encoding="utf-8")
    assert "<p>x</p>" in image.replace("<span>x</span>", "x")


def test_files_of_the_publication_are_taken_in(refused: Built) -> None:
    """By every directive and role, as ever."""
    page = (refused.out / "fine.html").read_text(encoding="utf-8")
    assert "Fine <em>words</em>." in page
    assert "<td><p>a</p></td>" in page
    assert "_downloads/" in page
    assert not [line for line in refused.warnings if "/fine.md" in line]


def test_documents_beyond_a_link_are_left_out(refused: Built) -> None:
    """A linked file and a linked folder that lead out are told, and none is a page."""
    told = "\n".join(refused.warnings)
    assert "linked.md:1: WARNING: The file is a link that leads out" in told
    assert "folder:1: WARNING: The folder is a link" in told
    assert not (refused.out / "linked.html").exists()
    assert not (refused.out / "folder").exists()


def test_an_include_never_goes_round(built: Callable[..., Built]) -> None:
    """Of itself, in a circle, or so often that it grows without end."""
    files = {f"n{i}.txt": f"```{{include}} n{i + 1}.txt\n```\n" * 4 for i in range(12)}
    made = built(
        {
            "self.md": _post("```{include} self.md\n```"),
            "circle.md": _post("```{include} a.txt\n```"),
            "a.txt": "```{include} b.txt\n```\n\n```{include} b.txt\n```\n",
            "b.txt": "```{include} a.txt\n```\n",
            "many.md": _post("```{include} n0.txt\n```"),
            "n12.txt": "end\n",
            **files,
        }
    )
    told = "\n".join(made.warnings)
    assert "self.md:10: WARNING: The file ‘self.md’ is not included. It would" in told
    assert "b.txt:1: WARNING: The file ‘a.txt’ is not included. It would" in told
    assert "The text already includes 200 files." in told


def test_a_post_that_is_withheld_later_leaves_what_includes_it(tmp_path: Path) -> None:
    """Its text, and its image, are gone at the next build."""
    source, place = tmp_path / "docs", (tmp_path / "html", tmp_path / "doctrees")
    inner = _post(f"Inner {SECRET}.\n\n{{download}}`x <{SECRET}.csv>`").replace(
        "date: 2024-01-01", "date: 2024-03-01"
    )
    outer = _post("```{literalinclude} inner.md\n```")
    conf = f"{CONF}anthology_as_of = "
    files = {"inner.md": inner, "outer.md": outer, f"{SECRET}.csv": "a"}
    index = "# B\n\n```{toctree}\n:glob:\n\n*\n```\n"
    _write(source, {**files, "conf.py": f"{conf}'2024-06-01'\n", "index.md": index})
    first = build(source, *place)
    assert any(SECRET.encode() in text for text in contents(first.out).values())
    _write(source, {"conf.py": f"{conf}'2024-02-01'\n"})
    second = build(source, *place)
    assert [n for n, t in contents(second.out).items() if SECRET.encode() in t or SECRET in n] == []


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every connection that is tried is refused, and noted."""
    tried: list[object] = []

    def refuse(*arguments: object, **more: object) -> None:
        tried.append(arguments)
        raise OSError("no network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    return tried


@pytest.mark.parametrize("builder", ["html", "latex", "epub"])
def test_nothing_is_loaded(tmp_path: Path, no_network: list[object], builder: str) -> None:
    """Neither tables nor images, with any builder."""
    source = tmp_path / "docs"
    body = (
        "```{csv-table}\n:url: http://127.0.0.1:9/a.csv\n```\n\n"
        "```{csv-table}\n:url: ftp://127.0.0.1:9/a.csv\n```\n\n"
        "![x](http://127.0.0.1:9/a.png) ![x](//127.0.0.1:9/a.png)\n\n"
        "```{eval-rst}\n.. image:: https://127.0.0.1:9/b.png\n\n"
        ".. |s| image:: http://127.0.0.1:9/c.png\n\nA |s|.\n\n"
        ".. raw:: html\n   :url: http://127.0.0.1:9/a.html\n```\n"
    )
    index = "# B\n\n```{toctree}\npost\n```\n"
    _write(source, {"conf.py": CONF, "index.md": index, "post.md": _post(body)})
    build(source, tmp_path / "out", tmp_path / "doctrees", builder=builder)
    assert no_network == []


OTHERS = """
import os, pathlib, socket, subprocess, urllib.request
from docutils import nodes
from docutils.parsers.rst import Directive

def opened(where):
    with open(where) as file:
        return file.read()

def os_opened(where):
    number = os.open(where, os.O_RDONLY)
    try:
        return os.read(number, 99).decode()
    finally:
        os.close(number)

class Do(Directive):
    required_arguments = 2
    def run(self):
        what, where = self.arguments
        try:
            made = {
                "open": lambda: opened(where),
                "read_text": lambda: pathlib.Path(where).read_text(),
                "os.open": lambda: os_opened(where),
                "run": lambda: subprocess.check_output(["echo", "xyzzy" "ran"], text=True),
                "system": lambda: str(os.system("echo")) + "xyzzyran",
                "connect": lambda: str(socket.create_connection(("127.0.0.1", 9))) + "xyzzyran",
                "url": lambda: urllib.request.urlopen("file://" + where).read().decode(),
            }[what]()
        except OSError as error:
            made = type(error).__name__
        return [nodes.paragraph("", made)]

def setup(app):
    app.add_directive("do", Do)
    return {"parallel_read_safe": True}
"""


def test_directives_of_others_are_held_to_the_rule(tmp_path: Path) -> None:
    """They open no file, start no program and connect to nothing; with editors they do."""
    source = tmp_path / "docs"
    (tmp_path / "outside.txt").write_text(SECRET, encoding="utf-8")
    where = str(tmp_path / "outside.txt")
    ways = ("open", "read_text", "os.open", "run", "system", "connect", "url")
    posts = {f"{w.replace('.', '-')}.md": _post(f"```{{do}} {w} {where}\n```") for w in ways}
    posts["inside.md"] = _post(f"```{{do}} open {source}/fine.txt\n```")
    posts["hidden.md"] = _post(f"```{{do}} open {source}/.a.txt\n```")
    conf = f'import sys\nsys.path.insert(0, "{tmp_path}/more")\n{CONF}'.replace(
        '["sphinx_anthology"]', '["sphinx_anthology", "others_directives"]'
    )
    index = "# B\n\n```{toctree}\n:glob:\n\n*\n```\n"
    _write(tmp_path / "more", {"others_directives.py": OTHERS})
    _write(source, {"conf.py": conf, "index.md": index, "fine.txt": "fine", ".a.txt": SECRET})
    _write(source, posts)
    made = build(source, tmp_path / "html", tmp_path / "doctrees")
    texts = contents(made.out)
    assert [n for n, t in texts.items() if SECRET.encode() in t or RAN.encode() in t] == []
    assert b"<p>fine</p>" in texts["inside.html"]
    told = "\n".join(made.warnings)
    for name in posts:
        assert (f"/{name}:10: WARNING" in told) == (name != "inside.md"), told
    editors = build(
        source,
        tmp_path / "html2",
        tmp_path / "doctrees2",
        overrides={"anthology_trust": "editors"},
    )
    assert SECRET.encode() in contents(editors.out)["open.html"]


def test_editors_may_do_what_sphinx_allows(tmp_path: Path) -> None:
    """They take in what lies elsewhere; what they write is escaped as ever."""
    source = tmp_path / "docs"
    (tmp_path / "outside.txt").write_text(SECRET, encoding="utf-8")
    body = (
        "```{include} ../outside.txt\n```\n\n```{csv-table}\n:file: ../outside.txt\n```\n\n<b>x</b>"
    )
    post = _post(body, "myst: {html_meta: {a: b}}\n")
    index = "# B\n\n```{toctree}\npost\n```\n"
    conf = f'{CONF}anthology_trust = "editors"\n'
    _write(source, {"conf.py": conf, "index.md": index, "post.md": post})
    made = build(source, tmp_path / "html", tmp_path / "doctrees")
    page = (made.out / "post.html").read_text(encoding="utf-8")
    assert page.count(f"<p>{SECRET}</p>") == 2
    assert '<meta content="b" name="a"' in page
    assert "&lt;b&gt;" in page
    assert made.warnings == ()


def test_a_wrong_trust_is_told_and_is_guests(built: Callable[..., Built]) -> None:
    """Whatever is not understood is taken for the safe side."""
    body = "```{csv-table}\n:url: file:///dev/null\n```"
    made = built({"conf.py": f'{CONF}anthology_trust = "Editors"\n', "post.md": _post(body)})
    told = "\n".join(made.warnings)
    assert "anthology_trust: expected one of guests, editors" in told
    assert "[anthology.file-refused]" in told


SHELL = "{{ cycler.__init__.__globals__.os.popen('echo xyzzy' 'ran').read() }}"


@pytest.mark.parametrize("conf", ["", 'myst_enable_extensions = ["substitution"]\n'])
@pytest.mark.parametrize(
    "front",
    [
        "title: A\nmyst: {enable_extensions: [substitution]}\ndate: 2024-01-01\npost: {}",
        "title: A\nmyst:\n  enable_extensions:\n  - substitution",
        "myst: {enable_extensions: [substitution], sub_delimiters: ['{', '}']}",
        "substitutions: {x: y}\nmyst: {enable_extensions: [substitution]}",
    ],
)
def test_no_text_works_anything_out(built: Callable[..., Built], conf: str, front: str) -> None:
    """By whatever way substitutions are on, an expression is shown as it is written."""
    body = f"{SHELL} {{{{ env.config }}}} {{{{ fine }}}}\n\n{SHELL}\n"
    made = built(
        {
            "conf.py": f'{CONF}{conf}myst_substitutions = {{"fine": "*well*"}}\n',
            "post.md": f"---\n{front}\n---\n\n## H\n\n{body}",
            "index.md": "# B\n\n```{toctree}\npost\n```\n",
        }
    )
    page = (made.out / "post.html").read_text(encoding="utf-8")
    assert RAN not in page
    assert "popen" in page
    assert "Config object" not in page
    assert ("<em>well</em>" in page) == bool(conf)
    assert any("[anthology.not-for-guests]" in line for line in made.warnings)


def test_only_harmless_options_of_myst_are_kept() -> None:
    """Each other key has its path and a sentence; the harmless ones stay."""
    kept, refused = safe_fields(
        {
            "orphan": True,
            "myst": {
                "heading_anchors": 2,
                "enable_extensions": ["deflist", "dollarmath"],
                "heading_slug_func": "os.system",
                "url_schemes": {"x": "javascript:{{path}}"},
                "disable_syntax": [],
                "sub_delimiters": ["{", "}"],
                "commonmark_only": True,
                "Disable_Syntax": [],
                "footnote_sort ": 1,
            },
            "kernelspec": {"name": "bash"},
            "file_format": "mystnb",
            "other": {"a": 1},
        }
    )
    assert kept == {
        "orphan": True,
        "myst": {"heading_anchors": 2, "enable_extensions": ["deflist", "dollarmath"]},
    }
    assert [path for path, _ in refused] == [
        ("myst", "heading_slug_func"),
        ("myst", "url_schemes"),
        ("myst", "disable_syntax"),
        ("myst", "sub_delimiters"),
        ("myst", "commonmark_only"),
        ("myst", "Disable_Syntax"),
        ("myst", "footnote_sort "),
        ("kernelspec",),
        ("file_format",),
    ]


@pytest.mark.parametrize("value", ["text", ["a"], 3, True])
def test_myst_that_is_no_mapping_is_told(value: object) -> None:
    """And nothing of it is kept."""
    kept, refused = safe_fields({"myst": value})
    assert kept == {}
    assert len(refused) == 1


@pytest.mark.parametrize(
    "value", ["substitution", None, {"substitution": True}, [["x"]], ["html_image"]]
)
def test_extensions_in_other_shapes_are_told(value: object) -> None:
    """Only a list of known names is a list of extensions."""
    kept, refused = safe_fields({"myst": {"enable_extensions": value}})
    assert kept == {}
    assert refused


def test_every_option_and_extension_is_one_of_mysts() -> None:
    """The lists name nothing that is not there."""
    import dataclasses  # noqa: PLC0415
    import inspect  # noqa: PLC0415

    from myst_parser.config import main  # noqa: PLC0415

    fields = {field.name for field in dataclasses.fields(main.MdParserConfig)}
    known = inspect.getsource(main.check_extensions)
    assert {name for name in SAFE_OPTIONS if name not in fields} == set()
    assert {name for name in SAFE_EXTENSIONS if f'"{name}"' not in known} <= {
        "alert",
        "gfm_autolink",
    }


def test_front_matter_without_a_title_gives_no_orders_either() -> None:
    """The block of a page without a title is replaced, too, line for line."""
    source = read_source("a", "a.md", "---\norphan: true\nmyst: {a: 1}\n---\n\n# H\n")
    assert len(title_block(source)) == source.length == 4


LINKS = {
    "markdown": "[x](javascript:alert(1)) [x](<JaVaScRiPt:alert(1)>) ![x](javascript:alert(1))",
    "entity": "[x](java&#115;cript:alert(1)) [x](&#1;javascript:alert(1)) [x](java&Tab;script:a)",
    "definition": "[x] [x][y]\n\n[x]: javascript:alert(1)\n[y]: <vbscript:x>",
    "autolink": "<javascript:alert(1)> <data:text/html,x> <vbscript:x>",
    "download": "{download}`x <javascript://%0aalert(1)>`",
    "card": ":::{card} T\n:link: javascript:alert(1)\nx\n:::",
    "button": "```{button-link} javascript:alert(1)\nx\n```",
    "target": "```{image} fine.png\n:target: javascript:alert(1)\n:alt: x\n```",
    "rst": "```{eval-rst}\n`x <javascript:alert(1)>`_ y_\n\n.. _y: javascript:alert(2)\n```",
    "meta": "```{eval-rst}\n.. meta::\n   :http-equiv=Refresh: 0;url=https://evil.example\n```",
    "meta-handler": (
        "```{eval-rst}\n.. meta::\n   :onfocus=alert(1) tabindex=0 autofocus=x: v\n"
        "   :name=a onclick=b: c\n   :NAME=x http-Equiv=refresh: 0\n   :itemprop=a: b\n```"
    ),
    "meta-order": "```{meta}\n:google-site-verification: evil.example\n:referrer: unsafe-url\n```",
    "meta-front": '```{eval-rst}\n.. meta::\n   :a"onload=b: c\n   :onload=x: y\n```',
    "html": (
        "<a href='javascript:alert(1)'>x</a>\n\n<svg onload=alert(1)>\n\n<script>alert(1)</script>"
    ),
    "raw-role": (
        "```{eval-rst}\n.. role:: r(raw)\n   :format: html\n\n:r:`<script>alert(1)</script>`\n```"
    ),
    "attributes": (
        "[x](y.md){onclick=alert(1) href=javascript:x style=a}\n\n"
        "{onmouseover=alert(1) style='color:red' srcdoc=x}\npara\n\n`x`{onclick=alert(1)}"
    ),
    "icons": '{fas}`x;y"onclick=alert(1)` {octicon}`report;1em;"onload=alert(1)`',
    "classes": (
        '```{div} a" onclick="alert(1)\nx\n```\n\n```{note}\n:class: "><script>alert(1)\nx\n```'
    ),
}


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Posts with addresses and attributes that a browser would run, where HTML is on."""
    folder = tmp_path_factory.mktemp("links")
    source = folder / "docs"
    conf = f'{CONF}html_baseurl = "https://b.example/"\nmyst_disable_syntax = []\n'
    _write(source, {"conf.py": conf, "index.md": "# B\n\n```{toctree}\n:glob:\n\n*\n```\n"})
    _write(source, {f"{name}.md": _post(body) for name, body in LINKS.items()})
    return build(source, folder / "html", folder / "doctrees")


@pytest.mark.parametrize("name", LINKS)
def test_no_page_has_what_a_browser_would_run(linked: Built, name: str) -> None:
    """No address, no handler, no script; the words stay."""
    from bs4 import BeautifulSoup  # noqa: PLC0415

    page = BeautifulSoup((linked.out / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
    scripts = [
        s for s in page.find_all("script") if "alert" in s.get_text() and "json" not in s["type"]
    ]
    assert scripts == []
    assert page.find_all("meta", attrs={"name": re.compile("verification|referrer")}) == []
    for element in page.find_all(True):
        for key, value in element.attrs.items():
            assert not key.startswith("on"), element
            assert key not in {"srcdoc", "http-equiv"}, element
            text = "".join(value) if isinstance(value, list) else str(value)
            if key in {"href", "src", "action", "formaction", "data"}:
                head = text.strip("\x01 \t").replace("\t", "").casefold()
                assert not head.startswith(("javascript", "data:", "vbscript")), element
    assert "After." in page.get_text()


RUNNING = {
    "ifconfig": "```{{ifconfig}} open({mark!r}, 'w')\nx\n```",
    "automodule": "```{{automodule}} xyzzy_module\n```",
    "autofunction": "```{{eval-rst}}\n.. autofunction:: xyzzy_module.f\n```",
    "testcode": "```{{testcode}}\nopen({mark!r}, 'w')\n```",
    "graphviz": '```{{graphviz}}\ndigraph {{ a [image="/etc/passwd"] }}\n```',
    "graphviz-file": "```{{graphviz}} ../outside.dot\n```",
    "signature": "```{{py:function}} f()\n:module: xyzzy_module\n```",
    "columns": "```{{tabularcolumns}} >{{\\input{{/etc/passwd}}}}l\n```",
}


PARSED = {
    "markdown": "```{include} a.txt\n:parser: xyzzy_runs\n```\n\nAfter.",
    "capitals": "```{include} a.txt\n:PARSER: xyzzy_runs\n```\n\nAfter.",
    "yaml": "```{include} a.txt\n---\nparser: xyzzy_runs\n---\n```\n\nAfter.",
    "rst": "```{eval-rst}\n.. include:: a.txt\n   :parser: xyzzy_runs\n\n```\n\nAfter.",
    "restructured": "After.\n\n.. include:: a.txt\n   :parser: xyzzy_runs\n",
    "taken-in": "```{eval-rst}\n.. include:: b.txt\n```\n\nAfter.",
}


def test_no_module_is_loaded_that_a_text_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither by Markdown nor by reStructuredText, nor by a file that is taken in."""
    mark = tmp_path / "ran"
    _write(tmp_path / "lib", {"xyzzy_runs.py": f"open({str(mark)!r}, 'w')\nraise SystemExit(3)\n"})
    monkeypatch.syspath_prepend(tmp_path / "lib")
    taken_in = {"a.txt": "Words.\n", "b.txt": ".. include:: a.txt\n   :parser: xyzzy_runs\n"}
    index = {"conf.py": CONF, "index.md": "# B\n\n```{toctree}\n:glob:\n\n*\n```\n"}
    _write(tmp_path / "docs", index | taken_in)
    for name, body in PARSED.items():
        is_rst = name == "restructured"
        text = f"A\n=\n\n{body}" if is_rst else _post(body)
        _write(tmp_path / "docs", {f"{name}.{'rst' if is_rst else 'md'}": text})
    made = build(tmp_path / "docs", tmp_path / "html", tmp_path / "doctrees")
    assert not mark.exists()
    told = "\n".join(made.warnings)
    for name in PARSED:
        assert "After." in (made.out / f"{name}.html").read_text(encoding="utf-8")
        assert name in told or name == "taken-in"


def test_directives_that_run_code_are_refused(tmp_path: Path) -> None:
    """Though ``conf.py`` loads their extensions; each is told, and its words stay out."""
    source, mark = tmp_path / "docs", str(tmp_path / "ran")
    module = f"import pathlib\npathlib.Path({mark!r}).touch()\ndef f(): pass\n"
    names = ("ifconfig", "autodoc", "doctest", "graphviz", "viewcode")
    extensions = ", ".join(f'"sphinx.ext.{name}"' for name in names)
    conf = f'import sys\nsys.path.insert(0, "{tmp_path}/more")\n{CONF}'.replace(
        '["sphinx_anthology"]', f'[{extensions}, "sphinx_anthology"]'
    )
    _write(tmp_path / "more", {"xyzzy_module.py": module})
    (tmp_path / "outside.dot").write_text(SECRET, encoding="utf-8")
    posts = {f"{name}.md": _post(text.format(mark=mark)) for name, text in RUNNING.items()}
    index = "# B\n\n```{toctree}\n:glob:\n\n*\n```\n"
    _write(source, {"conf.py": conf, "index.md": index, **posts})
    made = build(source, tmp_path / "html", tmp_path / "doctrees")
    assert not Path(mark).exists()
    told = "\n".join(made.warnings)
    for name in posts:
        # a module may be named; it is not looked for
        assert f"/{name}:1" in told or name == "signature.md", told
    assert not (made.out / "_modules").exists()
    assert SECRET.encode() not in b"".join(contents(made.out).values())


FORMULAS = (
    "```{math}\n\\input{/etc/passwd}\n```\n\n{math}`\\href{javascript:alert(1)}{x}`\n\n"
    "```{math}\n:no-wrap:\n\\catcode`\\@=11 \\@input{/etc/passwd}\n```\n\n"
    "```{math}\n^^5cinput{/etc/passwd}\n```\n\n{math}`a^2`\n"
)


@pytest.mark.parametrize(
    ("builder", "more"), [("latex", {}), ("html", {"html_math_renderer": "mathjax"})]
)
def test_no_formula_is_a_program(
    built: Callable[..., Built], builder: str, more: dict[str, object]
) -> None:
    """Where TeX or MathJax would run it, it is shown as it is written, and told."""
    conf = CONF.replace('["sphinx', '["sphinx.ext.mathjax", "sphinx')
    made = built(
        {
            "conf.py": conf,
            "post.md": _post(FORMULAS),
            "index.md": "# B\n\n```{toctree}\npost\n```\n",
        },
        builder,
        overrides=more,
    )
    name = "*.tex" if builder == "latex" else "post.html"
    text = next(made.out.glob(name)).read_text(encoding="utf-8")
    formulas = re.findall(r'class="math[^>]*>.*?</(?:span|div)>', text, re.DOTALL)
    shown = "".join(formulas) if builder == "html" else text.replace("\\textbackslash", "")
    assert "\\input{/etc" not in shown
    assert "\\href{javascript" not in shown
    assert "^^5c" not in shown
    assert "a^2" in shown
    assert sum("A formula cannot have" in line for line in made.warnings) == 4


def test_a_portrait_is_held_to_the_rule(tmp_path: Path) -> None:
    """By a link that leads out, and by what it says that it is."""
    source = tmp_path / "docs"
    (tmp_path / "outside.png").write_text(SECRET, encoding="utf-8")
    author = "---\ntitle: {0}\nauthor:\n  photo: {{file: {1}, alt: a}}\n---\n"
    index = "# B\n\n```{toctree}\na\nb\nc\n```\n\n```{authors}\n```\n"
    _write(
        source,
        {
            "conf.py": CONF,
            "index.md": index,
            "a.md": author.format("Ann Low", "a.png"),
            "b.md": author.format("Bo Low", "../outside.png"),
            "c.md": author.format("Cy Low", "c.svg"),
            "c.svg": f'<svg xmlns="http://www.w3.org/2000/svg"><script>{SECRET}</script></svg>',
        },
    )
    (source / "a.png").symlink_to("../outside.png")
    made = build(source, tmp_path / "html", tmp_path / "doctrees")
    assert [n for n, text in contents(made.out).items() if SECRET.encode() in text] == []
    told = "\n".join(made.warnings)
    for name in ("a.md", "b.md", "c.md"):
        assert f"/{name}:" in told
