"""What is asked of the MathML of a formula, before it is written as Typst's notation."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from sphinx_anthology.outputs.typst.signs import FENCES, INVISIBLE, OPERATES


def depth_of(top: ET.Element) -> int:
    """How deep elements stand in each other."""
    deepest, waiting = 0, [(top, 1)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(child, depth + 1) for child in node]
    return deepest


def sign_of(node: ET.Element) -> str:
    """The sign of an operator; empty for all else."""
    return (node.text or "").strip() if node.tag == "mo" else ""


def classes_of(node: ET.Element) -> frozenset[str]:
    """The classes in the place of styles."""
    return frozenset(node.get("class", "").split())


def only(node: ET.Element) -> ET.Element | None:
    """The only element that is in another, or in the group there."""
    inner = [child for child in node if child.tag != "mspace" or child.attrib]
    if len(inner) != 1:
        return None
    is_group = inner[0].tag == "mrow" and not inner[0].attrib
    return only(inner[0]) if is_group else inner[0]


def name_of(node: ET.Element) -> str:
    """The name of a function or of something else in several letters; empty for all else."""
    inner = only(node) if node.tag == "mrow" else node
    name = inner.text or "" if inner is not None and inner.tag == "mi" else ""
    return name if len(name) > 1 else ""


def is_fence(node: ET.Element) -> bool:
    """Whether an operator grows with what is beside it, or stands for one that would."""
    found = sign_of(node)
    is_known = found in FENCES or (found in INVISIBLE and found != OPERATES)
    return bool(found) and is_known and node.get("stretchy") != "false"


def is_middle(node: ET.Element) -> bool:
    """Whether an operator between two brackets is as high as these."""
    return is_fence(node) and node.get("stretchy") == "true" and not node.get("minsize")


def is_choice(inner: list[ET.Element]) -> bool:
    """Whether elements are a binomial coefficient."""
    if [sign_of(node) for node in inner] != ["(", "", ")"]:
        return False
    middle = only(inner[1]) if inner[1].tag == "mstyle" else inner[1]
    return middle is not None and middle.tag == "mfrac" and middle.get("linethickness") == "0"
