"""One bad document never stops a volume: what cannot be set is set in a simpler way, and named."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.building import Built
from tests.validators.pdf import words_of

from sphinx_anthology.pages.rescue import paragraphs, text_of
from sphinx_anthology.typst.compiler import STANDARDS, Diagnostic, Result, TypstCompiler, TypstError

CONF = 'project = "A book"\nextensions = ["sphinx_anthology"]\nhtml_baseurl = "https://a.example"\n'
SERIES = "---\ntitle: Red\nseries: {{}}\n---\n\n```{{toctree}}\n\n{}\n```\n"
POST = (
    "---\ntitle: Post {number}\nauthors: [{{name: Ann Low}}]\ndate: 2025-01-02\npost: {{}}\n---\n\n"
    "Before{number}.\n\n{body}\n\nAfter{number}.\n"
)
WAVE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><path d="M0 9h60v2H0z"/></svg>'
)
LINE = 10
"""The line in which a body begins."""

BODIES = {
    "a figure whose image is misspelt": ("```{figure} none.png\n\nWordA\n```", "not readable"),
    "nothing but a figure": ("```{figure} none.png\n:name: here\n```", "not readable"),
    "an empty formula": ("```{math}\n```", "The formula is empty"),
    "an empty formula with a number": ("```{math}\n:label: eq\n\n```", "The formula is empty"),
    "an empty heading": ("##\n\nWordB", "The heading has no words"),
    "a heading that is a comment": ("## {math}` `\n\n### WordC", "The heading has no words"),
    "nested quotes": ("> " * 18 + "WordD", "nested too deeply"),
    "a quote with a note": ("> " * 18 + "WordE[^1]\n\n[^1]: WordF", "nested too deeply"),
    "notes that nothing refers to": (
        "[^c]: WordL\n[^a]: WordJ[^b]\n[^b]: WordK[^a]\n\nWordI",
        "is not referenced",
    ),
    "a note of a note": ("WordM[^a]\n\n[^a]: WordN[^b]\n[^b]: WordO[^a]", ""),
    "a heading that is a formula": ("## $x$\n\nWordP", ""),
    "a heading that is an image": ("## ![WordS](wave.svg)\n\nWordT", ""),
    "an abbreviation": ("{abbr}`WordQ (WordR)` and {abbr}`WordQ (WordR)`", ""),
    "a long word": ("a" * 40_000, ""),
    "long code": ("`" + "c" * 40_000 + "`", ""),
    "a long heading": ("## " + "WordG " * 6_000, "too long for a PDF file"),
    "a long address": (f"[WordH](https://a.example/{'y' * 9_000})", ""),
    "a figure with a legend": ("```{figure} wave.svg\n:alt: Wave\n\nWordU\n\nWordV\n```", ""),
    "a note that nothing refers to": ("[^a]: WordX\n\nWordW", "is not referenced"),
}


@pytest.fixture(scope="module")
def volume_of_all(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """One publication with all of them: a post each."""
    folder = tmp_path_factory.mktemp("rescue")
    return _built(folder, [body for body, _ in BODIES.values()], **{"red/wave.svg": WAVE})


def _built(folder: Path, bodies: Sequence[str], **files: str) -> Built:
    from tests.building import build  # noqa: PLC0415

    source = folder / "source"
    posts = {f"red/p{n}.md": POST.format(number=n, body=b) for n, b in enumerate(bodies)}
    known = {
        "conf.py": CONF,
        "index.md": "# A book\n\n```{toctree}\n\nred/index\n```\n",
        "red/index.md": SERIES.format("\n".join(f"p{n}" for n in range(len(bodies)))),
    }
    for name, text in {**known, **posts, **files}.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return build(source, folder / "pdf", folder / "doctrees", builder="typstpdf")


def test_every_volume_is_made(volume_of_all: Built) -> None:
    """With everybody's words, whatever is between them."""
    for name in ("red.pdf", "a-book.pdf"):
        said = words_of(volume_of_all.out / name)
        for number in range(len(BODIES)):
            assert f"Before{number}." in said
            assert f"After{number}." in said
        assert all(f"Word{letter}" in said for letter in "ABCDEFGHIJKLMNOPQRSTUVWX")
        assert said.count("WordR") == 1
        assert said.index("WordU") < said.index("WordV")  # the legend below the caption
        assert said.index("WordX") < said.index("How to cite", said.index("WordW"))
    assert volume_of_all.app.statuscode == 0


@pytest.mark.parametrize("number", range(len(BODIES)), ids=list(BODIES))
def test_the_culprit_is_named(volume_of_all: Built, number: int) -> None:
    """With file and line; and nothing is said of what can be set as it is."""
    expected = list(BODIES.values())[number][1]
    told = [w for w in volume_of_all.warnings if f"red/p{number}.md" in w]
    if expected:
        assert any(f"p{number}.md:{LINE}" in warning and expected in warning for warning in told)
    else:
        assert told == []


def test_it_is_told_at_every_build(tmp_path: Path) -> None:
    """Until it is mended; the volume is not printed again for that."""
    first = _built(tmp_path, ["> " * 18 + "deep"])
    stamp = (first.out / "red.pdf").stat().st_mtime_ns
    again = _built(tmp_path, ["> " * 18 + "deep"])
    assert len(again.warnings) == len(first.warnings) == 1
    assert (first.out / "red.pdf").stat().st_mtime_ns == stamp
    mended = _built(tmp_path, ["> deep"])
    assert mended.warnings == ()


def _fails_on(monkeypatch: pytest.MonkeyPatch, is_bad: Callable[[str], bool]) -> None:
    """Let the compiler fail where a chunk has something, without saying where."""
    real = TypstCompiler.pdf

    def pdf(self: TypstCompiler, main: Path | str, *given: object) -> Result:
        code = (self._root / main).read_text("utf-8") if isinstance(main, Path) else main
        chunks = [
            self._root / line.split('"')[1][1:] for line in code.splitlines() if "/chunks/" in line
        ]
        if any(is_bad(chunk.read_text("utf-8")) for chunk in chunks):
            raise TypstError((Diagnostic("no room"),))
        return real(self, main, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(TypstCompiler, "pdf", pdf)


def test_words_that_cannot_be_set_are_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line with the address stands there, and the words around it stay."""
    _fails_on(monkeypatch, lambda code: "poison" in code)
    made = _built(tmp_path, ["Sound.", "A poison paragraph.", "Sound, too."])
    said = words_of(made.out / "red.pdf")
    assert all(word in said for word in ("Sound.", "Before1.", "After1.", "Sound, too."))
    assert "Read it online: https://a.example/red/p1.html" in said.replace(
        "a. example", "a.example"
    )
    (warning,) = made.warnings
    assert f"p1.md:{LINE}: WARNING: The PDF cannot show the text of this part (no room)" in warning


def test_a_document_may_be_words_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is no block of it that is at fault."""
    _fails_on(monkeypatch, lambda code: "opening(" in code and "Before1" in code)
    made = _built(tmp_path, ["one", "two"])
    said = words_of(made.out / "red.pdf")
    assert all(word in said for word in ("Before0.", "one", "Before1.", "two", "After1."))
    assert all("red/p1.md" in warning for warning in made.warnings)


def test_a_volume_without_the_standards_is_better_than_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot keep to them at all is made all the same, and that is said."""
    real = TypstCompiler.pdf

    def pdf(self: TypstCompiler, main: Path | str, inputs: object = None, date: object = None,
            standards: tuple[str, ...] = STANDARDS) -> Result:  # fmt: skip
        if standards and isinstance(main, Path):
            raise TypstError((Diagnostic("PDF/UA-1 error: something"),))
        return real(self, main, inputs, date, standards)  # type: ignore[arg-type]

    monkeypatch.setattr(TypstCompiler, "pdf", pdf)
    made = _built(tmp_path, ["one"])
    assert "Before0." in words_of(made.out / "red.pdf")
    assert any("‘red’ conforms neither to PDF/UA nor to PDF/A" in w for w in made.warnings)


def test_a_crash_of_the_compiler_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Rust calls a panic is no ``Exception``, and would end everything."""

    class PanicException(BaseException):
        """As pyo3 has it."""

    class Broken:
        def compile_with_warnings(self, **_: object) -> None:
            raise PanicException("index out of bounds")

    press = TypstCompiler(tmp_path)
    press._compiler = Broken()
    with pytest.raises(TypstError, match="The compiler crashed: index out of bounds"):
        press.pdf("x")
    assert press.pdf('#set document(title: "x")\nx').content.startswith(b"%PDF")
    press._compiler = Broken()
    monkeypatch.setattr(Broken, "compile_with_warnings", _interrupted)
    with pytest.raises(KeyboardInterrupt):
        press.pdf("x")


def _interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_no_depth_is_too_deep_forwords_of() -> None:
    """Words are found without recursion."""
    from docutils import nodes  # noqa: PLC0415

    top = inner = nodes.block_quote()
    for _ in range(5_000):
        outer, inner = inner, nodes.block_quote()
        outer.children.append(inner)  # adding it would ask every parent for the document
    inner.children.append(nodes.paragraph("", "", nodes.strong("", "deep "), nodes.Text("words")))
    assert list(paragraphs(top)) == ["deep words"]
    assert text_of(top) == "deep words"


_SIGNS = st.text(alphabet="ab é漢א🙂\u200f\u202e\x07\\$#*_`[]{}<>|&~^@", max_size=12)
_WORDS = st.one_of(_SIGNS, st.sampled_from(["{math}`x^`", "{autor}`x`", "![](x)", "[^1]", "\\"]))
_NAMES = st.sampled_from(["figure", "math", "note"])
_PARTS = st.one_of(
    _WORDS,
    st.builds("{} {}".format, st.sampled_from(["#", "##", "####", "-", "1.", "%"]), _WORDS),
    st.builds(lambda depth, words: "> " * depth + words, st.integers(1, 25), _WORDS),
    st.builds("| {} |\n|-|\n| {} |".format, _WORDS, _WORDS),
    st.builds(
        "```{{{}}} {}\n{}\n```".format, st.sampled_from(["figure", "math", "note"]), _WORDS, _WORDS
    ),
    st.builds("[^1]: {}".format, _WORDS),
)
_BODIES = st.lists(_PARTS, max_size=6).map("\n\n".join)


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(_BODIES, min_size=8, max_size=8))
def test_a_volume_is_always_made(bodies: list[str]) -> None:
    """Whatever stands in its documents; and what is after it is there."""
    with tempfile.TemporaryDirectory() as folder:
        made = _built(Path(folder), bodies)
        assert made.app.statuscode == 0
        said = words_of(made.out / "red.pdf")
        assert all(f"Before{number}." in said for number in range(len(bodies)))
