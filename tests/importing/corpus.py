"""Exports of other people's blogs, where there are any: they are no part of this repository."""

from __future__ import annotations

import dataclasses as dc
import functools
import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from lxml import etree

from html2myst.conversion import Attached

CORPUS = Path(
    os.environ.get("ANTHOLOGY_WXR_CORPUS")
    or Path(__file__).parent.parent.parent.parent / "shared" / "wxr"
)
"""Their folder."""

PEAK = """
import re
def peak():
    # what getrusage says begins with what the parent had
    with open("/proc/self/status") as file:
        return int(re.search("VmHWM:\\s*(\\d+)", file.read())[1]) // 1024
"""
"""Code for a program of its own: the most memory that it had, in MB. Linux has it."""

_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dc.dataclass(slots=True)
class Entry:
    """An item of an export, with what its conversion needs."""

    values: dict[str, str] = dc.field(default_factory=dict)
    meta: dict[str, str] = dc.field(default_factory=dict)

    @property
    def footnotes(self) -> Mapping[str, str]:
        """Those of the block editor."""
        try:
            return {note["id"]: note["content"] for note in json.loads(self.meta["footnotes"])}
        except (KeyError, ValueError):
            return {}


def exports() -> list[Path]:
    """All exports."""
    return sorted(CORPUS.glob("*/*.xml"))


def entries(path: Path) -> Iterator[Entry]:
    """The items of an export that can be read without much ado."""
    data = _CONTROLS.sub(b"", path.read_bytes())
    if not data.strip() or b"<!DOCTYPE" in data[:2000]:
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, recover=True)
    root = etree.fromstring(data, parser)
    for item in root.iter("item") if root is not None else ():
        yield _entry(item)


def new_entries(path: Path) -> list[Entry]:
    """The items of an export whose text is in no export before it."""
    return [entry for entry in entries(path) if _text(entry) in _texts()[path]]


@functools.cache
def _texts() -> dict[Path, set[str]]:
    """By export, the texts that are in none before it."""
    seen: set[str] = set()
    new = {}
    for path in exports():
        new[path] = {_text(entry) for entry in entries(path)} - seen
        seen |= new[path]
    return new


def _text(entry: Entry) -> str:
    return f"{entry.values.get('content', '')}{sorted(entry.footnotes.items())}"


def _entry(item: etree._Element) -> Entry:
    entry = Entry()
    for part in item:
        if not isinstance(part.tag, str):
            continue
        name = part.tag.rpartition("}")[2]
        if name == "postmeta":
            pair = {str(p.tag).rpartition("}")[2]: p.text or "" for p in part}
            entry.meta[pair.get("meta_key", "").strip()] = pair.get("meta_value", "")
        elif name == "encoded":
            entry.values["excerpt" if "excerpt" in part.tag else "content"] = part.text or ""
        else:
            entry.values.setdefault(name, (part.text or "").strip())
    return entry


def library(items: list[Entry]) -> dict[int, Attached]:
    """The files of a blog by number."""
    return {
        int(item.values["post_id"]): Attached(
            address=item.values["attachment_url"],
            alt=item.meta.get("_wp_attachment_image_alt", ""),
            caption=item.values.get("excerpt", ""),
        )
        for item in items
        if item.values.get("attachment_url") and item.values.get("post_id", "").isdigit()
    }
