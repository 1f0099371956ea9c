"""No words are lost in silence: those of markup that is not known, or fails, are shown."""

from __future__ import annotations

import re

import pytest
from docutils import nodes
from docutils.core import publish_doctree

from sphinx_anthology.reading.unknown_markup import (
    is_code,
    is_hidden,
    keep_words_of_rst,
    option_words,
    role_words,
    unknown_directive,
    wrong_arguments,
)
from tests.building import Built, build

CONF = 'project = "B"\nextensions = ["sphinx_anthology"]\nhtml_theme = "basic"\n'
TEXT = """\
# B

```{figrue} KEPT1
:alt: KEPT2 boat
:width: 3

KEPT3 *emph* {autor}`KEPT4 x`.
```

:::{nota}
KEPT5 [l](https://a.example)
:::

{autor}`KEPT6`

```{foo:bar} KEPT7

KEPT8 {foo:baz}`KEPT9 <x>`
```

```{mermaid}
graph TD
  KEPT10 --> B
```

```{figure}
:alt: KEPT11 b

KEPT12
```

```{figure} a.png
:alt: b

- KEPT13
```

```{image} a.png
:alt: b

KEPT14
```

```{list-table} KEPT15
- - KEPT16
  - b
- - KEPT17
```

```{csv-table} KEPT18
"KEPT19
```

```{note}
:captoin: KEPT20 words
KEPT21
```

```{code-block} python
:emphasize-lines: xx
KEPT22 = 1
```

```{acks}
KEPT23
```

```{hlist}
KEPT24
```

```{only}
KEPT25
```

```{table} KEPT26
KEPT27
```

```{code-blok} python
KEPT28 = 1  * 2 * 3
```

```{include} none.txt
KEPT29
```

```{tabularcolumns}
```

```{code-block} python KEPT30 KEPT31
x = 1
```

```{eval-rst}
.. nota:: KEPT32

   KEPT33 :autor:`KEPT34` :foo:bar:`KEPT35`

.. figure::

   KEPT36

.. note::
   :bad: KEPT37

   KEPT38

.. todo:: LOST :comment:`LOST`

.. mermaid::

   KEPT39

.. list-table:: KEPT40

   * - KEPT41
     - b
   * - KEPT42

==== ===
KEPT43
====

.. image:: a.png
   :width: wrong

   KEPT44
```

```{eval-rst}
KEPT47 LONG
```

```{todo} LOST
LOST
```

{internal-note}`LOST` words.

| a | b |
|---|---|
| 1 | 2 | KEPT45 | *KEPT46* |

```{figure} a.png
:alt: "KEPT50" boat
:width: 30

KEPT51
```

```{toctree}
<!--
LOST
-->
```

$a <!-- LOST --> b$ and $50 % x$.

$$
d % LOST words here
+ e
$$

```{math}
f <!-- LOST
LOST -->
```

```{eval-rst}
.. contents:: KEPT52
   :local:

.. rst-class:: kept53

KEPT54 `l <https://a.example>`__
```

## KEPT55
""".replace("LONG", "long " * 3000)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A publication whose page has one of each."""
    folder = tmp_path_factory.mktemp("lost")
    source = folder / "docs"
    source.mkdir()
    (source / "conf.py").write_text(CONF, encoding="utf-8")
    (source / "index.md").write_text(TEXT, encoding="utf-8")
    return build(source, folder / "out", folder / "doctrees")


def test_every_word_is_on_the_page_but_what_is_not_for_readers(built: Built) -> None:
    """Arguments, options with words, and contents; of Markdown, and of reStructuredText."""
    page = (built.out / "index.html").read_text(encoding="utf-8")
    written, shown = (set(re.findall(r"KEPT\d+", text)) for text in (TEXT, page))
    assert written - shown == set()
    assert "LOST" not in page
    assert "<em>emph</em>" in page
    assert "KEPT28 = 1  * 2 * 3" in page
    assert 'alt="&quot;KEPT50&quot; boat"' in page
    assert 'class="kept53"' in page
    assert page.count("<math") == 4
    assert "its text is shown" not in "".join(built.warnings)


def test_each_is_told_with_its_line(built: Built) -> None:
    """By us, by docutils or by MyST: no markup that was changed goes without a word."""
    told = {int(n) for line in built.warnings for n in re.findall(r"index\.md:(\d+):", line)}
    lines = TEXT.split("\n")
    marks = [
        n
        for n, line in enumerate(lines, 1)
        if re.match(r"```\{(?!eval|math)|:::\{|\.\. (?!con|rst)|\| 1|====+ =", line)
        or "autor}" in line
    ]
    marks.append(next(n for n, line in enumerate(lines, 1) if "KEPT47" in line) - 1)
    missing = [lines[n - 1] for n in marks if not told & {n, n + 1, n + 2}]
    assert missing == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("figrue", "Did you mean ‘{figure}’?"),
        ("other:figure", "Did you mean ‘{figure}’?"),
        ("youtube", '‘"sphinxcontrib.youtube"’'),
        ("xyzzy", "Take out the lines"),
        ("todo", "not for readers"),
    ],
)
def test_what_to_write_instead_is_said(name: str, said: str) -> None:
    """The name that was meant, the extension that has it, or what to take out."""
    assert said in unknown_directive(name, ["figure", "note", "far"])


@pytest.mark.parametrize(
    ("first", "needed", "most", "said"),
    [
        ("", 1, 1, "Write ‘{a} …’"),
        ("b c", 0, 1, "Write ‘{a} b’"),
        ("b", 0, 0, "takes no words"),
    ],
)
def test_words_behind_a_name_are_counted(first: str, needed: int, most: int, said: str) -> None:
    """Too few, or too many."""
    assert said in wrong_arguments("a", first, needed, most)


def test_names_say_what_a_directive_holds() -> None:
    """Code stays as it is, and what is not for readers stays away."""
    assert [n for n in ("mermaid", "code-blok", "nota", "card") if is_code(n)] == [
        "mermaid",
        "code-blok",
    ]
    hidden = [n for n in ("TODO", "draft-note", "private", "nota", "tab-set") if is_hidden(n)]
    assert hidden == ["TODO", "draft-note", "private"]


def test_options_hold_words_or_settings() -> None:
    """In both of MyST's forms; what is a setting is none."""
    assert option_words("---\nalt: A boat\nwidth: 3 em\n---\nText") == (["A boat"], "Text")
    assert option_words(":alt: a b\n:x: 1\nText", {"alt"}) == ([], "Text")
    assert role_words("a <b c>") == "a <b c>"


def test_docutils_by_itself_is_as_ever() -> None:
    """Where another program, or another extension, uses it without Sphinx."""
    keep_words_of_rst()
    text = ":nosuch:`x` and :emphasis:`y`\n\n.. nosuch:: a\n"
    document = publish_doctree(text, settings_overrides={"report_level": 5})
    assert [node.astext() for node in document.findall(nodes.emphasis)] == ["y"]
    assert len(list(document.findall(nodes.system_message))) >= 2
