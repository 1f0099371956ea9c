"""Convert MathML to Typst math.

Only known functions are written, so that no formula can run other code.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping, Sequence

from sphinx_anthology.outputs.pdf.math_pieces import (
    BARS,
    FENCES,
    INVISIBLE,
    OPERATES,
    PLACES,
    Cell,
    Grid,
    call,
    classes_of,
    corners,
    depth_of,
    is_choice,
    is_fence,
    is_middle,
    lines,
    matrix,
    number,
    only,
    scripts,
    sign,
    sign_of,
    space,
    text,
    together,
)

DEEPEST = 60
"""The deepest nesting of a formula."""
_LENGTH = re.compile(r"(-?[0-9]*\.?[0-9]+)em")
_BACK = -1 / 6
"""The width of a negative space in em, which our MathML does not state."""
_STYLES = {"b": "bold", "i": "italic", "em": "italic", "u": "underline", "code": "mono"}


class NotationError(Exception):
    """A formula that Typst's notation cannot express."""


def notation(mathml: str) -> str:
    """A ``math`` element in Typst's notation.

    :raises NotationError: if it cannot be expressed.
    """
    top = ET.fromstring(mathml)  # noqa: S314  # ours: it has no definitions
    if depth_of(top) > DEEPEST:
        raise NotationError("nested too deep")
    whole = only(top)
    if whole is not None and whole.tag == "mtable" and whole.get("displaystyle") == "true":
        return lines(_grid(whole))
    return _content(top)


def _content(node: ET.Element) -> str:
    """The content of an element."""
    return together(_pieces(list(node)))


def _piece(node: ET.Element) -> str:
    """An element; never empty, since functions require an argument."""
    return _shown(node) or '""'


def _shown(node: ET.Element) -> str:
    """An element; empty if it is invisible."""
    form = _FORMS.get(node.tag)
    if form is None:
        raise NotationError(node.tag)
    return form(node)


def _pieces(nodes: Sequence[ET.Element]) -> Iterator[str]:
    """Elements in a row."""
    signs = [sign_of(node) for node in nodes]
    at = 0
    while at < len(nodes):
        if signs[at : at + 3] == [".", ".", "."]:  # \ldots, as math-core writes it
            yield sign("…")
            at += 3
            continue
        is_function = signs[at + 1 : at + 2] == [OPERATES]
        yield _function(nodes[at]) if is_function else _shown(nodes[at])
        at += 1


def _function(node: ET.Element) -> str:
    """A function name before its argument: ``sin``."""
    if node.tag in PLACES:
        return scripts(node, _piece, is_function=True)
    return call("op", _piece(node))


# signs and texts


def _identifier(node: ET.Element) -> str:
    name = node.text or ""
    if name == ":":  # \colon, which is not a ratio
        return call("class", '"punctuation"', sign(name))
    return call("upright", sign(name)) if node.get("mathvariant") == "normal" else sign(name)


def _number(node: ET.Element) -> str:
    return number(node.text or "")


def _operator(node: ET.Element) -> str:
    character = sign_of(node)
    if character in INVISIBLE:
        return ""
    size = _LENGTH.fullmatch(node.get("minsize", ""))
    if size and character in FENCES:
        return call("lr", sign(character), size=f"#{float(size[1]):.4g}em")
    side = {"prefix": '"opening"', "postfix": '"closing"'}.get(node.get("form", ""))
    is_sided = side and character in BARS
    return call("class", side or "", sign(character)) if is_sided else sign(character)


def _words(node: ET.Element) -> str:
    """A text with its styles."""
    parts = [text(node.text or "")]
    for child in node:
        style = _STYLES.get(child.tag)
        inner = _words(child)
        parts += [call(style, inner) if style else inner, text(child.tail or "")]
    return together(parts)


def _space(node: ET.Element) -> str:
    width = _LENGTH.fullmatch(node.get("width", ""))
    if "an-m-back" in classes_of(node):
        return space(_BACK)
    return space(float(width[1])) if width and float(width[1]) else ""


# what is built of other parts


def _group(node: ET.Element) -> str:
    """A row of elements, with strike, box or brackets."""
    inner = list(node)
    classes = classes_of(node)
    if "an-m-strike" in classes:
        return call("cancel", _content(node))
    if "an-m-box" in classes:
        boxed = call("equation", _content(node))
        return f"std.box(stroke: #0.5pt, inset: #3pt, baseline: #3pt, {boxed})"
    if is_choice(inner):
        return _choice(inner[1])
    is_fenced = len(inner) > 1 and is_fence(inner[0]) and is_fence(inner[-1])
    return _fenced(inner) if is_fenced else _content(node)


def _fenced(inner: Sequence[ET.Element]) -> str:
    """Brackets that grow with their content, and bars in it."""
    parts: list[str] = []
    run: list[ET.Element] = []
    for node in inner[1:-1]:
        if is_middle(node):
            parts += [*_pieces(run), call("mid", sign(sign_of(node)))]
            run = []
        else:
            run.append(node)
    return call("lr", together([_operator(inner[0]), *parts, *_pieces(run), _operator(inner[-1])]))


def _choice(middle: ET.Element) -> str:
    """A binomial coefficient."""
    fraction = only(middle) if middle.tag == "mstyle" else middle
    made = call("binom", *map(_piece, fraction if fraction is not None else ()))
    return _styled(middle, made) if middle.tag == "mstyle" else made


def _fraction(node: ET.Element) -> str:
    if node.get("linethickness") == "0":
        return call("vec", *map(_piece, node), delim="#none")
    return call("frac", *map(_piece, node))


def _square_root(node: ET.Element) -> str:
    return call("sqrt", _content(node))


def _root(node: ET.Element) -> str:
    inside, index = map(_piece, node)
    return call("root", index, inside)


def _style(node: ET.Element) -> str:
    return _styled(node, _content(node))


def _styled(style: ET.Element, content: str) -> str:
    level = {"1": "script", "2": "sscript"}.get(style.get("scriptlevel", ""))
    size = {"true": "display", "false": "inline"}.get(style.get("displaystyle", ""))
    name = level or size
    return call(name, content) if name else content


def _phantom(node: ET.Element) -> str:
    return f"std.hide({call('equation', _content(node))})"


def _scripts(node: ET.Element) -> str:
    return scripts(node, _piece)


def _corners(node: ET.Element) -> str:
    return corners(node, _piece)


def _table(node: ET.Element) -> str:
    return matrix(_grid(node))


def _grid(node: ET.Element) -> Grid:
    """The cells of a table in Typst's notation."""
    rows = [[Cell(_content(cell), classes_of(cell)) for cell in row] for row in node]
    return Grid(rows, classes_of(node), is_display=node.get("displaystyle") == "true")


_FORMS: Mapping[str, Callable[[ET.Element], str]] = {
    "mi": _identifier,
    "mn": _number,
    "mo": _operator,
    "mtext": _words,
    "ms": _words,
    "mspace": _space,
    "mrow": _group,
    "mpadded": _content,
    "mstyle": _style,
    "mphantom": _phantom,
    "mfrac": _fraction,
    "msqrt": _square_root,
    "mroot": _root,
    "mtable": _table,
    "mmultiscripts": _corners,
    **dict.fromkeys(PLACES, _scripts),
}
