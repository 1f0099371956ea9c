"""Formulas between dollar signs, and prices that are no formulas.

MyST's own rule reads ``$5 for bread or 6$`` as a formula, and its words are lost. Our rule first
checks whether the text can be a formula. It is used if ``myst_dmath_allow_digits`` is off, which is
our default.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.dollarmath.index import math_block_dollar
from myst_parser.parsers import mdit

from sphinx_anthology.model.problem import quoted

_COMMAND = re.compile(r"\\[A-Za-z]")
_TEX = re.compile(r"\\[A-Za-z,;:!|]|\^|[{}]|(?<=[^\s_])_(?=[^\s_])")
"""Signs of formulas that prose lacks; underscores around words are emphasis."""
_NAMED = re.compile(r"\\(?:text|math|mbox|operatorname)\w*\*?\s*\{[^{}]*\}|\\[A-Za-z]+")
"""Commands, and words that formulas may hold."""
_WORD = r"(?:(?<=[\s(])|^)(?!d[a-z]\b)[^\W\d_]{%d,}(?=[\s,.;:!?)]|$)"
_SHORT_WORD, _LONG_WORD = re.compile(_WORD % 2), re.compile(_WORD % 3)
_AMOUNT = re.compile(r"[-+–−]?[.,]?\d")
_IDENTIFIER = re.compile(r"[A-Za-z_]\w+")
_UNFINISHED = re.compile(r".*(?<![\^_])[-–—/,:;(]", re.DOTALL)
_COMMENT = re.compile(r"(?<!\\)%[^\n]*(?=\n)|<!--.*?-->", re.DOTALL)
"""Comments of TeX and HTML, whose words are not prose."""
_OTHER_MARKUP = re.compile(r"`|\]\(|://")
"""Code and links, which no formula holds."""


def is_formula(text: str, before: str = "", after: str = "") -> bool:
    """Whether text between dollar signs is a formula; ``before`` and ``after`` adjoin it.

    >>> is_formula("x_1"), is_formula("2x", before="("), is_formula("n", after="t")
    (True, True, True)
    >>> is_formula("5 for bread and 6"), is_formula("5-", after="6"), is_formula("5", before="A")
    (False, False, False)
    """
    text = _COMMENT.sub("", text)
    if not text or text != text.strip() or _OTHER_MARKUP.search(text):
        return False
    if before.isalnum() or "$" in {before, after} or not _can_follow(text, after):
        return False
    if len(text) > 1 and (text[0] in "),;:" or _UNFINISHED.fullmatch(text)):
        return False
    return not _is_prose(text)


def _can_follow(text: str, after: str) -> bool:
    """Whether a formula may end before a character: ``$n$th``, not ``$HOME$x`` or ``$5,$6``."""
    if after.isdigit() or after.isupper() or after == "_":
        return False
    if not after.isalpha():
        return True
    return not _IDENTIFIER.fullmatch(text) and (text[-1].isalnum() or text[-1] in ")]}'")


def _is_prose(text: str) -> bool:
    """Whether a text has words that formulas lack."""
    bare = _NAMED.sub(" ", text)
    if _AMOUNT.match(text) and not _COMMAND.search(text):
        return text.count("(") > text.count(")") or bool(_SHORT_WORD.search(bare))
    if _TEX.search(text) or not re.search(r"\s", text):
        return False
    return bool(_LONG_WORD.search(bare))


def is_display(text: str, before: str = "", after: str = "") -> bool:
    """Whether text between double dollar signs is a formula, not a price rating.

    >>> is_display(" E = mc^2 "), is_display(" is cheap, ")
    (True, False)
    """
    if not text.strip() or "$" in {before, after}:
        return False
    text = _COMMENT.sub("", text)
    bare = _NAMED.sub(" ", text)
    return bool(_TEX.search(text)) or "=" in text or not _LONG_WORD.search(bare)


def _closing(source: str, start: int, mark: str) -> int:
    """The place of the next unescaped mark; -1 if none."""
    place = source.find(mark, start)
    while place > 0:
        head = source[start:place]
        if (len(head) - len(head.rstrip("\\"))) % 2 == 0:
            break
        place = source.find(mark, place + 1)
    return place


def inline_rule(state: StateInline, silent: bool) -> bool:  # as markdown-it calls it
    """The rule for formulas in a line."""
    if state.src[state.pos] != "$":
        return False
    mark = "$$" if state.src.startswith("$$", state.pos) else "$"
    start = state.pos + len(mark)
    end = _closing(state.src, start, mark)
    if end < 0:
        return False
    rest = end + len(mark)
    around = state.src[max(0, state.pos - 1) : state.pos], state.src[rest : rest + 1]
    text = state.src[start:end]
    if not (is_display if mark == "$$" else is_formula)(text, *around):
        return False
    if not silent:
        token = state.push("math_inline_double" if mark == "$$" else "math_inline", "math", 0)
        token.content, token.markup = text, mark
    state.pos = rest
    return True


def _block_rule(**options: Any) -> Any:
    """MyST's rule for formulas on their own lines, restricted to real formulas."""
    rule = math_block_dollar(options.get("allow_labels", True), _label, allow_blank_lines=True)

    def guarded(state: StateBlock, first: int, last: int, silent: bool) -> bool:
        before = state.line
        if not rule(state, first, last, silent):
            return False
        if is_display(state.tokens[-1].content):
            return True
        state.tokens.pop()
        state.line = before
        return False

    return guarded


def _label(text: str) -> str:
    return re.sub(r"\s+", "-", text)


def dollarmath_with_prices(md: MarkdownIt, **options: Any) -> None:
    """MyST's plugin, with our rules unless digits are allowed."""
    dollarmath_plugin(md, **options)
    if not options.get("allow_digits", True):
        md.inline.ruler.at("math_inline", inline_rule)
        md.block.ruler.at("math_block", _block_rule(**options))


def replace_dollarmath() -> None:
    """Replace MyST's dollarmath plugin by ours (myst-parser 5.0 to 5.2)."""
    if hasattr(mdit, "dollarmath_plugin"):
        mdit.dollarmath_plugin = dollarmath_with_prices


# formulas in TeX brackets, which MyST reads as escaped brackets

_FENCE = re.compile(r"[ \t>]*(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^`]*)")
_PROSE = re.compile(
    r"\{(?:note|warning|tip|important|hint|caution|danger|attention|error|admonition|seealso|topic"
    r"|sidebar|margin|dropdown|card|grid|grid-item|tab-set|tab-item|epigraph|figure)\}.*"
)
"""Directives with text inside."""
_NO_TEXT = re.compile(
    r"<!--.*?(?:-->|\Z)|^[ \t]*%[^\n]*|(?<=\n\n)(?: {4}|\t)[^\n]*(?:\n(?: {4}|\t)[^\n]*)*"
    r"|\]\((?:[^\s\\()]|\\.)*\)|\\\\"
    r"|(?<!`)(?P<code>`+)(?!`)(?:(?!\n[ \t]*\n).){1,2000}?(?<!`)(?P=code)(?!`)"
    r"|(?<!\\)(?P<dollar>\$\$?)(?:(?!\n[ \t]*\n)[^$]){1,2000}?(?P=dollar)",
    re.DOTALL | re.MULTILINE,
)
"""Comments, code, link targets, escaped backslashes and formulas."""
_BRACKETS = re.compile(
    r"\\(?P<open>[(\[])(?P<tex>(?:(?!\n[ \t]*\n|\\[()\[\]]).){1,1000})\\(?P<close>[)\]])", re.DOTALL
)
_RELATION = re.compile(r"[=<>+*/|]")


def tex_brackets(text: str) -> Iterator[tuple[int, str]]:
    r"""Formulas in TeX brackets, ``\(``, ``\)`` or ``\[``, ``\]``: line and message.

    >>> list(tex_brackets(r"So \(x^2\) is, but not `\(x\)` or \[sic\]."))
    [(1, '‘\\(x^2\\)’ is shown as text with brackets, not as a formula. Write $x^2$')]
    """
    if "\\(" not in text and "\\[" not in text:
        return
    seen = _NO_TEXT.sub(_blank, _without_blocks(text))
    for found in _BRACKETS.finditer(seen):
        tex = " ".join(text[found.start("tex") : found.end("tex")].split())
        pair = found["open"] + found["close"]
        if pair not in {"()", "[]"} or not _is_meant(tex, is_display=pair == "[]"):
            continue
        mark = "$$" if pair == "[]" else "$"
        write = f"{mark}{tex}{mark}" if len(tex) < 200 else f"{mark} before and behind it"
        shown = quoted(text[found.start() : found.end()])
        message = f"{shown} is shown as text with brackets, not as a formula."
        yield text.count("\n", 0, found.start()) + 1, f"{message} Write {write}"


def _without_blocks(text: str) -> str:
    """A text with empty lines in place of code blocks."""
    lines, code, prose = [], "", list[str]()
    for line in text.split("\n"):
        fence = _FENCE.fullmatch(line)
        mark, info = (fence["mark"], fence["info"].strip()) if fence else ("", "")
        is_hidden = bool(code or mark)
        if code:
            code = "" if mark.startswith(code) and not info else code
        elif mark and _PROSE.fullmatch(info):
            prose.append(mark)
        elif mark and not info and prose and mark.startswith(prose[-1]):
            prose.pop()
        else:
            code = mark
        lines.append(" " * len(line) if is_hidden else line)
    return "\n".join(lines)


def _blank(found: re.Match[str]) -> str:
    """Spaces in place of a match; text between two prices stays."""
    mark = found["dollar"]
    if mark and not (is_display if mark == "$$" else is_formula)(found[0].strip("$")):
        return found[0]
    return re.sub(r"[^\n]", " ", found[0])


def _is_meant(tex: str, *, is_display: bool) -> bool:
    """Whether text in brackets is a formula, not a number or word."""
    has_signs = bool(_TEX.search(tex) or _RELATION.search(tex))
    if is_display:
        return has_signs and not (_LONG_WORD.search(_NAMED.sub(" ", tex)) and not _TEX.search(tex))
    return not tex.isdigit() and is_formula(tex)


_OF_TEX = re.compile(r"(?<!\\)(?P<before>(?:\\\\)*)%[^\n]*|<!--.*?(?:--!?>|\Z)", re.DOTALL)


def without_comments(tex: str) -> str:
    r"""A formula without comments of TeX and HTML.

    >>> without_comments(r"a <!-- why? --> b % c"), without_comments(r"50\% d")
    ('a  b ', '50\\% d')
    """
    return _OF_TEX.sub(lambda match: match["before"] or "", tex)


_PERCENT = re.compile(r"(?<=\d)%(?=\s*?(?:$|[&%\\,.;:)\]}=+<>*/-])|[^{}\n]*\})", re.MULTILINE)


def with_percent_signs(tex: str, *, is_inline: bool = False) -> str:
    r"""A formula with escaped percent signs after numbers, which would begin comments.

    >>> with_percent_signs("x = 5% % note"), with_percent_signs("5% of x", is_inline=True)
    ('x = 5\\% % note', '5\\% of x')
    """
    return re.sub(r"(?<=\d)%", r"\\%", tex) if is_inline else _PERCENT.sub(r"\\%", tex)
