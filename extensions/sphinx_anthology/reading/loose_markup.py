"""Markup that is not complete: Markdown shows it as it is written, or not at all, and says nothing.

What is left of it is looked for among the texts that were read, so that neither code nor formulas
are taken for it; and in the file, where what is escaped is meant as it stands.
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
"""How many signs a text may have that is looked through."""
_MOST_FOUND = 200
"""How much of it is told of a document."""
_UNSEEN = nodes.literal | nodes.literal_block | nodes.math | nodes.math_block | nodes.raw
_COMMENT = re.compile(r"[ \t>]*%")
_NO_PARAGRAPH = re.compile(r"[ \t>]*(?:$|%|#|\+\+\+|:::|```|~~~|\([^()]+\)=|:[\w-]+:|---)")


def loose_markup(text: str) -> Iterator[tuple[str, str]]:
    """What is left of markup in a text that was read: how it begins, and what to know.

    >>> [found for found, _ in loose_markup("See [here] (a.md), [there][nope] and **all of it.")]
    ['[here] (a.md)', '[there][nope]', '**all of it.']
    >>> list(loose_markup("[sic] (as said), x[i][j], [1][2], 5 * 3 ** 2, p < .01**"))
    []
    """
    if sum(map(text.count, "[*`")) > _MOST_MARKS:
        return  # of each it is asked how the text goes on
    for match in _SPACED.finditer(text):
        if not re.search(r"\s", match["address"]):
            continue  # an address that is no link for another reason: javascript:
        write = f"{match[0].partition('](')[0]}](<{match['address'].strip()}>)"
        yield match[0], f"its address has a space. Write {write}"
    for match in _APART.finditer(text):
        write = f"{match[0].partition(']')[0]}]({match['address']})"
        yield match[0], f"a space stands before its address. Write {write}"
    for match in _OPEN.finditer(text):
        yield match[0], f"its address does not end. Write {match[0]})"
    for match in _NAMED.finditer(text):
        name = match["name"]
        yield match[0], f"nothing says where it leads. Write below the text: [{name}]: address"
    for match in _STRONG.finditer(text):
        words = (match["apart"] or match["words"].split()[0]).strip(" .,;:!?")
        yield match[0], f"its stars do not close around words. Write **{words}**"
    for match in _CODE.finditer(text):
        yield (
            match[0],
            f"its code does not end. Write `{match['words'].split()[0]}`, or \\` for the sign",
        )


def loose_attributes(text: str) -> Iterator[tuple[str, str]]:
    """Attributes of an image or a link, at the beginning of the text behind it.

    >>> list(loose_attributes("{width=50%} and"))
    [('{width=50%}', 'its values need quotes. Write {width="50%"}')]
    """
    if match := _ATTRIBUTES.match(text):
        write = _VALUE.sub(r'\1="\2"', match[0])
        yield match[0], f"its values need quotes. Write {write}"


def hidden_lines(lines: Sequence[str], comments: Collection[str]) -> Iterator[int]:
    """The lines of a paragraph that begin with a percent sign, and are comments for MyST.

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
    """Tell of all this, for :command:`anthology check`."""

    # before anything is added that nobody wrote
    default_priority = 12

    def apply(self, **kwargs: object) -> None:
        """Look at the texts of a document in Markdown."""
        domain = domain_of(self.env)
        source = domain.catalogue.sources.get(self.env.docname)
        path = Path(self.env.doc2path(self.env.docname))
        if source is None or self.config.source_suffix.get(path.suffix) == "restructuredtext":
            return
        try:
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:  # it went away meanwhile
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
    """The line in which a piece of markup stands as it is, unescaped; 0 where none has it."""
    beginning = found.partition("\n")[0]
    for number, line in enumerate(lines[length:], length + 1):
        before, is_there, _ = line.partition(beginning)
        if is_there and not before.endswith("\\"):
            return number
    return 0
