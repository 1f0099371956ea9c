"""Front matter that withholds a document, with a message for each reason."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterator, Mapping
from typing import Any

from sphinx_anthology.model.documents import Post
from sphinx_anthology.model.doubts import (
    LABELS,
    OTHER_FIELDS,
    PAGE,
    POST_FIELDS,
    WIDE,
    doubtful,
    is_like_draft,
    parts_of,
)
from sphinx_anthology.model.fields import Record
from sphinx_anthology.model.front_matter import FrontMatter, Path
from sphinx_anthology.model.misplaced import OWN_KEYS
from sphinx_anthology.model.problem import dotted, nearest, quoted
from sphinx_anthology.model.record import Standard, own_fields

LEFT_OUT = "The document is left out:"
"""The beginning of every message."""

Doubt = tuple[Path, str]
"""The path and message of a reason."""

_ONLY_A_POSTS = frozenset({"authors", "date", "tags", "tag", "categories", "category"})
_KIND_FIELDS = frozenset({"layout", "type", "template", "kind"})
_POST_KINDS = frozenset({"post", "posts", "article", "blog", "blogpost", "news"})


def doubts_of_page(values: Mapping[str, Any]) -> Iterator[Doubt]:
    """The reasons why a document without a kind may be private, or no plain page."""
    if values.get(PAGE) is not None and not isinstance(values[PAGE], dict):
        yield (PAGE,), f"{LEFT_OUT} ‘page:’ holds no fields; write ‘page: {{}}’."
    known = {*Standard.model_fields, PAGE}
    misspelt = "" if PAGE in values else _misspelt_key(values)
    for path in doubtful(values, PAGE, known, frozenset()):
        if path[0] != misspelt:
            yield path, f"{_may_mean(path, values)}; delete the field to publish the page."
    if PAGE not in values:
        yield from _may_be_no_page(values, misspelt)


def _misspelt_key(values: Mapping[str, Any]) -> str:
    """The field that may be a misspelt own key; empty if none."""
    found = [key for key in values if _misspelt_kind(key)]
    hold_fields = [key for key in found if isinstance(values[key], (dict, type(None)))]
    others = [key for key in found if key not in _ONLY_A_POSTS]
    return next(iter((*hold_fields, *others)), "")


def _may_be_no_page(values: Mapping[str, Any], misspelt: str) -> Iterator[Doubt]:
    """The reason why a document without a kind may not be a plain page."""
    if misspelt:
        near = _misspelt_kind(misspelt)
        yield (misspelt,), f"{LEFT_OUT} ‘{misspelt}’ is not a field here. Did you mean ‘{near}’?"
        return
    if fields := [name for name, value in values.items() if _is_no_pages(name, value)]:
        names = ", ".join(f"‘{name}’" for name in fields[:3])
        yield (fields[0],), f"{LEFT_OUT} it has {names}, but no ‘post:’; {WHAT_IT_IS}."


WHAT_IT_IS = (
    "add ‘post: {}’ if it is a post, ‘post: {draft: true}’ to keep it back, "
    "or ‘page: {}’ if a plain page is meant"
)
"""The advice for a document that does not state its kind."""


def _misspelt_kind(key: str) -> str:
    """The own key that a field's name may misspell; empty if none."""
    plain = "".join(parts_of(key))
    if key == PAGE or key in WIDE or plain in {"part", "parts"} or len(plain) < 4:
        return ""
    return next(iter(nearest(plain, OWN_KEYS, most=1)), "")


def _is_no_pages(name: str, value: object) -> bool:
    """Whether plain pages do not have a field, but posts, authors or series do."""
    plain = "_".join(parts_of(name))
    if plain in _KIND_FIELDS:
        return str(value).strip().casefold() in _POST_KINDS
    return plain in POST_FIELDS | OTHER_FIELDS


def _may_mean(path: Path, values: Mapping[str, Any]) -> str:
    """The beginning of a message about a possible flag, with its value."""
    found: Any = values
    for part in path:
        found = found[part]
    name = dotted(path)
    shown = {None: "", True: "true", False: "false"}.get(found, found) if _is_plain(found) else "…"
    return f"{LEFT_OUT} {quoted(f'{name}: {shown}')} may mean that it is not public"


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, (bool, int, str))


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatterDoubts:
    """The front matter of a post, author, series or topic, and its record."""

    kind: str
    model: type[Standard]
    record: Record | None
    dropped: frozenset[str]
    front_matter: FrontMatter
    added: frozenset[str] = frozenset()
    """Fields that another extension adds; their values are its own affair."""

    @property
    def own(self) -> dict[str, Any]:
        """The fields below the document's own key."""
        found = self.front_matter.values.get(self.kind)
        return found if isinstance(found, dict) else {}

    def doubts(self) -> Iterator[Doubt]:
        """All reasons to leave the document out."""
        yield from self._flags()
        yield from self._other_systems()
        yield from self._another_kind()
        if wrong := [*self._wrong_fields(), *self._missing_fields()]:
            yield (), f"{LEFT_OUT} its {' and '.join(wrong)}."

    def _flags(self) -> Iterator[Doubt]:
        """Reasons in our own flags."""
        if self.own.get("draft", False) is None:
            fix = "write ‘draft: true’ to keep it back, or ‘draft: false’ to publish it"
            yield (self.kind, "draft"), f"{LEFT_OUT} ‘draft’ is empty; {fix}."
        withdrawn = getattr(self.record, "withdrawn", None)
        if isinstance(self.record, Post) and "withdrawn" in self.own and withdrawn is None:
            form = '‘withdrawn: {date: 2026-04-09, reason: "Why, in a sentence"}’'
            fix = f"write {form}, or delete the field"
            yield (self.kind, "withdrawn"), f"{LEFT_OUT} ‘withdrawn’ is not understood; {fix}."

    def _other_systems(self) -> Iterator[Doubt]:
        """Reasons in flags of other systems, and misspelt ones."""
        own = own_fields(self.model)
        stated = {name: value for name, value in self.own.items() if name not in self.added}
        values = self.front_matter.values
        if self.own:
            values = {**values, self.kind: stated}
        told = {("draft",), *((self.kind, name) for name in self._like_draft())}
        fix = "keep the file elsewhere"
        if "draft" in own:
            fix = f"write ‘draft: true’ below ‘{self.kind}:’ to keep it back"
        for path in doubtful(values, self.kind, {*self.model.model_fields} - own, own):
            if path not in told:
                clear = "write ‘draft: false’" if path[0] in LABELS else "delete the field"
                yield path, f"{_may_mean(path, values)}; {fix}, or {clear} to publish it."

    def _another_kind(self) -> Iterator[Doubt]:
        """Reasons in fields of posts, in a document of another kind."""
        if self.kind == "post":
            return
        fields = [n for n in self.front_matter.values if "_".join(parts_of(n)) in _ONLY_A_POSTS]
        if fields:
            fix = f"write ‘post:’ in place of ‘{self.kind}:’ if it is one, or delete the field"
            yield (fields[0],), f"{LEFT_OUT} ‘{fields[0]}’ is a field of posts; {fix}."

    def _wrong_fields(self) -> Iterator[str]:
        """Faults of title, date, draft flag or own key."""
        values = self.front_matter.values
        has_title = values.get("title") is not None
        names = ("title", "date", "draft") if has_title else ("date", "draft")
        yield from (f"{name} is not valid" for name in names if name in self.dropped)
        if "draft" in values:
            yield f"draft flag does not stand under ‘{self.kind}:’"
        is_mapping = isinstance(values[self.kind], (dict, type(None)))
        if self.kind not in self.model.model_fields and not is_mapping:
            yield f"‘{self.kind}:’ holds no fields"
        yield from (f"‘{name}’ may be a misspelt draft flag" for name in self._like_draft())

    def _missing_fields(self) -> Iterator[str]:
        if self.front_matter.values.get("title") is None:
            yield "title is missing"
        post = self.record
        is_dateless = isinstance(post, Post) and post.date is None and post.origin is None
        if is_dateless and "date" not in self.dropped:
            yield "date is missing"

    def _like_draft(self) -> list[str]:
        """Unknown own fields that may be a misspelt draft flag."""
        known = self.model.model_fields
        return [name for name in self.own if name not in known and is_like_draft(name)]
