"""What is called displayable is displayed, and what is not, is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sphinx_anthology.typst.compiler import LOOK, TypstCompiler, TypstError, font_paths, typefaces
from sphinx_anthology.typst.strings import displayable, literal, uncovered

SHOWN = (
    *("Łódź", "Ærøskøbing", "Tiếng Việt", "ẞ", "ǆ", "ḫ"),  # Latin
    *("Ελένη", "ἄνθρωπος ᾧ", "Ѣ", "Жуковский", "Ґ", "қ"),  # Greek and Cyrillic
    *("→ ⇒ ↦", "∮ ∑ ⊕ ≤ ∀", "ℝ 𝒜 𝔸", "x⃗", "√2", "½ ⅷ ①"),  # signs
    *("✓ ★ ☞ ♥", "© ™ § ¶", "□", "⟨a⟩"),
    *("🎉", "👩‍👩‍👧", "👍🏽", "🇬🇧", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "1️⃣", "❤️", "🏳️‍🌈"),  # emoji
    *("עברית", "عربي", "Հայ", "ქართ", "हिन्दी", "ไทย", "አማ"),  # scripts
    *("a\u00adb", "a\u200bb", "\u2066a\u2069", "\ufeffa", "a\u202fb\u3000c"),  # unseen
)
LOST = ("漢", "字", "한", "あ", "𓀀", "ꔀ", "ᐃ", "\ue000", "\U000f0000", "\u0378", "⵰")


def _is_printed(text: str, style: str) -> bool:
    source = (
        '#import "tokens.typ": serif-stack, sans-stack, mono-stack\n'
        f'#set document(title: "x")\n#set text(style: "{style}")\n'
        "#for stack in (serif-stack, sans-stack, mono-stack) "
        f"{{ text(font: stack, {literal(text)}) }}"
    )
    try:
        TypstCompiler(LOOK).pdf(source)
    except TypstError:
        return False
    return True


@pytest.mark.parametrize("style", ["normal", "italic"])
@pytest.mark.parametrize("text", SHOWN)
def test_what_is_covered_is_printed(text: str, style: str) -> None:
    """In a file that must hold every glyph, with whatever face comes first."""
    assert uncovered(text) == []
    assert _is_printed(text, style)


@pytest.mark.parametrize("sign", LOST)
def test_what_is_not_covered_is_refused(sign: str) -> None:
    """The compiler would make no file of it."""
    assert uncovered(f"ἀ{sign} {sign}b") == [sign]
    assert not _is_printed(sign, "normal")


@pytest.mark.parametrize("sign", LOST)
def test_a_sign_stands_for_what_is_lost(sign: str) -> None:
    """With it the text can be printed."""
    assert displayable(f"a{sign}\u0301\0b") == "a\u200b□\u0301b"
    assert _is_printed(displayable(f"a{sign}\u0301b"), "italic")


def test_plain_texts_are_not_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    """What every text face has costs nothing, even without the packages."""
    plain = "Plain text, “quoted” – with café… and ‘naïve’ Łódź §"
    monkeypatch.setattr("sphinx_anthology.typst.strings._learn", None)
    assert uncovered(plain) == []


def test_plain_texts_can_be_shown() -> None:
    """So it is right not to look."""
    ranges = ((0x21, 0x7F), (0xA0, 0x250), (0x2010, 0x2027), (0x2030, 0x203B))
    assert all(_is_printed("".join(map(chr, range(*r))), "italic") for r in ranges)


def _stacks() -> Iterator[str]:
    source = (LOOK / "tokens.typ").read_text(encoding="utf-8")
    yield from source.partition("#let other-scripts")[2].split('"')[1::2]


def test_the_look_names_fonts_that_there_are() -> None:
    """All of them, and all that are there."""
    assert set(_stacks()) == set(typefaces().families())


def test_no_font_is_the_machines() -> None:
    """So every machine prints the same."""
    folders = font_paths()
    files = [Path(font.path) for font in typefaces().fonts() if font.path]
    assert files
    assert all(any(file.is_relative_to(folder) for folder in folders) for file in files)


def test_every_folder_of_fonts_has_its_licence() -> None:
    """And says whose the fonts are."""
    for folder in font_paths():
        assert list(folder.glob("*.ttf"))
        licence = (folder / "OFL.txt").read_text(encoding="utf-8")
        assert "SIL OPEN FONT LICENSE Version 1.1" in licence
        assert "Copyright" in licence
