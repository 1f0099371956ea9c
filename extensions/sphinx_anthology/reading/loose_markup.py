"""Incomplete Markdown markup, which readers see as written or not at all.

The texts of the doctree are searched, so that code and formulas do not count. The file is searched
too, so that escaped markup does not count.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from docutils import nodes
from sphinx.transforms import SphinxTransform

from sphinx_anthology.model.problem import Code, Problem, quoted
from sphinx_anthology.reading.domain import domain_of

_WORDS = r"(?<![\w\\\]])!?\[(?P<words>(?=[^\]]*[^\W\d_])[^\[\]\n^][^\[\]\n]*)\]"
_SPACED = re.compile(rf"{_WORDS}\((?P<address>[^()\n<>]*[^\s()<>][^()\n<>]*)\)")
_OPEN = re.compile(rf"{_WORDS}\((?P<address>[^\s()<>]+)$", re.MULTILINE)
_APART = re.compile(
    rf"{_WORDS}[ \t]+\((?P<address>(?:https?://|www\.|mailto:|#)\S+|[^\s()]+\.(?:md|html?|pdf|png|jpe?g|svg))\)"
)
_NAMED = re.compile(rf"{_WORDS}\[(?P<name>[^\[\]\n]*[^\W\d_][^\[\]\n]*)\]")
_STRONG = re.compile(
    r"(?<![\w*\\])\*\*(?P<words>[^\W\d_]{2,}[^*\n]*)"
    r"|(?<!\S)\*\* (?P<apart>[^\W\d_][^*\n]+?) ?\*\*(?!\w)"
)
_CODE = re.compile(r"(?<![`\\])`(?P<words>\w[^`\n]*)")
_ATTRIBUTES = re.compile(
    r"\{\s*(?=[^{}]*=)(?:(?:[.#][\w:-]+|[\w-]+=(?:\"[^\"]*\"|[^\s\"'{}]+))\s*)+\}"
)
_VALUE = re.compile(r"([\w-]+)=([^\s\"'{}]+)")
_MOST_MARKS = 500
"""The most signs in a text that is searched."""
_MOST_FOUND = 200
"""The most findings in a document."""
_UNSEEN = nodes.literal | nodes.literal_block | nodes.math | nodes.math_block | nodes.raw
_COMMENT = re.compile(r"[ \t>]*%")
_NO_PARAGRAPH = re.compile(r"[ \t>]*(?:$|%|#|\+\+\+|:::|```|~~~|\([^()]+\)=|:[\w-]+:|---)")


def loose_markup(text: str) -> Iterator[tuple[str, str]]:
    """Remains of incomplete markup in a text: the beginning, and the advice.

    >>> [found for found, _ in loose_markup("See [here] (a.md), [there][nope] and **all of it.")]
    ['[here] (a.md)', '[there][nope]', '**all of it.']
    >>> list(loose_markup("[sic] (as said), x[i][j], [1][2], 5 * 3 ** 2, p < .01**"))
    []
    """
    if sum(map(text.count, "[*`")) > _MOST_MARKS:
        return  # the time grows with the square of the marks
    for match in _SPACED.finditer(text):
        if not re.search(r"\s", match["address"]):
            continue  # not a link for another reason, such as ‘javascript:’
        write = f"{match[0].partition('](')[0]}](<{match['address'].strip()}>)"
        yield match[0], f"its address has a space. Write {write}"
    for match in _APART.finditer(text):
        write = f"{match[0].partition(']')[0]}]({match['address']})"
        yield match[0], f"a space stands before its address. Write {write}"
    for match in _OPEN.finditer(text):
        yield match[0], f"its address does not end. Write {match[0]})"
    for match in _NAMED.finditer(text):
        name = match["name"]
        yield match[0], f"its target is not defined. Write below the text: [{name}]: address"
    for match in _STRONG.finditer(text):
        words = (match["apart"] or match["words"].split()[0]).strip(" .,;:!?")
        yield match[0], f"its asterisks do not enclose words. Write **{words}**"
    for match in _CODE.finditer(text):
        yield (
            match[0],
            f"its code does not end. Write `{match['words'].split()[0]}`, or \\` for the sign",
        )


def loose_attributes(text: str) -> Iterator[tuple[str, str]]:
    """Attributes of an image or link without quotes, at the start of a text.

    >>> list(loose_attributes("{width=50%} and"))
    [('{width=50%}', 'its values need quotes. Write {width="50%"}')]
    """
    if match := _ATTRIBUTES.match(text):
        write = _VALUE.sub(r'\1="\2"', match[0])
        yield match[0], f"its values need quotes. Write {write}"


def hidden_lines(lines: Sequence[str], comments: Collection[str]) -> Iterator[int]:
    """Lines inside a paragraph that begin with ‘%’, which MyST takes for comments.

    >>> text = ["So 20", "% of us", "go.", "", "% unseen", "text", "% too"]
    >>> list(hidden_lines(text, {"of us", "unseen", "too"}))
    [2]
    """
    around = zip(["", *lines], lines, [*lines[1:], ""], strict=False)
    for number, (before, line, after) in enumerate(around, 1):
        sign = _COMMENT.match(line)
        if not sign or line[sign.end() :].strip() not in comments or _NO_PARAGRAPH.match(before):
            continue
        if not _NO_PARAGRAPH.match(after) or before.rstrip()[-1:].isdigit():
            yield number


class TellOfLooseMarkup(SphinxTransform):
    """Reports incomplete markup, for :command:`anthology check`."""

    # before transforms add text
    default_priority = 12

    def apply(self, **kwargs: object) -> None:
        """Search the texts of a Markdown document."""
        domain = domain_of(self.env)
        source = domain.catalogue.sources.get(self.env.docname)
        path = Path(self.env.doc2path(self.env.docname))
        if source is None or self.config.source_suffix.get(path.suffix) == "restructuredtext":
            return
        try:
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:  # it was deleted meanwhile
            return
        for line, message, code in sorted(set(self._found(lines, source.length)), key=str):
            problem = Problem(source.file, line, message, code)
            domain.note_problem(source.docname, problem)

    def _found(self, lines: list[str], length: int) -> Iterator[tuple[int, str, Code]]:
        told = 0
        for text in self.document.findall(nodes.Text):
            if told >= _MOST_FOUND or isinstance(text.parent, _UNSEEN | nodes.comment):
                continue
            follows = text.parent.index(text) > 0
            behind = loose_attributes(str(text)) if follows else ()
            for found, said in (*behind, *loose_markup(str(text))):
                line = _line_of(found, lines, length)
                told += 1
                if line:
                    yield (
                        line,
                        f"{quoted(found)} is shown as it is written: {said}",
                        Code.LOOSE_MARKUP,
                    )
        for image in self.document.findall(nodes.image):
            title = str(image.get("title", "")).strip()
            if title.casefold() not in str(image.get("alt", "")).casefold():
                message = f"The title {quoted(title)} of the image is shown nowhere."
                write = f"Write it as the caption of ```{{figure}} {image['uri']}"
                line = _line_of(f'"{title}"', lines, length) or image.line or 1
                yield line, f"{message} {write}", Code.HIDDEN_WORDS
        remarks = (node.astext().splitlines() for node in self.document.findall(nodes.comment))
        comments = {line.strip() for remark in remarks for line in remark}
        for line in hidden_lines(lines, comments):
            sign = lines[line - 1].strip()
            message = f"The line {quoted(sign)} is a comment for Markdown, and is not shown."
            write = f"\\{sign}" if len(sign) < 80 else "\\% in the place of its %"
            remark = "If it is meant so, write an empty line before it; else"
            yield line, f"{message} {remark} write {write}", Code.HIDDEN_WORDS


def _line_of(found: str, lines: list[str], length: int) -> int:
    """The line with unescaped markup; 0 if none."""
    beginning = found.partition("\n")[0]
    for number, line in enumerate(lines[length:], length + 1):
        before, is_there, _ = line.partition(beginning)
        if is_there and not before.endswith("\\"):
            return number
    return 0
