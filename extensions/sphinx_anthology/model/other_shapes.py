"""Values in other forms than ours: they are read as meant, and reported."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from sphinx_anthology.model.dates import day_of_time
from sphinx_anthology.model.fields import Contributor, NameParts
from sphinx_anthology.model.front_matter import Path
from sphinx_anthology.model.names import is_id
from sphinx_anthology.model.problem import Code, dotted, nearest, quoted, yaml_text
from sphinx_anthology.model.suggestions import plain_docname, plain_key, plain_topic

Note = tuple[Path, str, Code, str]
"""The path, message and code of a value in another form; and all of it in ours, or empty."""

_OWN = frozenset({"articles", "responds_to", "about", "editors", "members", "former_addresses"})
"""Lists below the own key; others are top-level fields."""
_LISTS = {"tags": ",;\n", "keywords": ",;\n", "responds_to": ",; \n", "articles": ",; \n"}
"""Lists that may be written as one text, and their separators."""
_PLAIN = {"tags": plain_topic, "articles": plain_key, "responds_to": plain_docname}
"""Functions that read an item written as a path, link or role."""
_NESTED = ("authors", "tags", "keywords", *sorted(_OWN))


def normalize(flat: dict[str, Any], key: str) -> Iterator[Note]:
    """Change values into the forms of their fields; give the messages."""
    yield from _unnested(flat, key)
    yield from _other_parts(flat)
    yield from _roles_beside_ids(flat)
    yield from _names_as_texts(flat, key)
    yield from _split(flat, key)
    for name in _PLAIN:
        yield from _plain(flat, name, _path(name, key))


def _path(name: str, key: str) -> Path:
    return (key, name) if name in _OWN else (name,)


def _unnested(flat: dict[str, Any], key: str) -> Iterator[Note]:
    """Lists in a list become one list; some systems write links as ‘[[jane-doe]]’."""
    for name in _NESTED:
        value = flat.get(name)
        if not isinstance(value, list) or not any(isinstance(item, list) for item in value):
            continue
        flat[name] = found = list(_flat(value))
        if all(isinstance(item, str) for item in found):
            write = f"[{', '.join(map(yaml_text, found))}]"
            path = _path(name, key)
            message = f"‘{dotted(path)}’: a list is inside a list; they are read as one."
            yield path, f"{message} Write {name}: {write}.", Code.NOT_PLAIN, write


def _flat(value: Iterable[Any]) -> Iterator[Any]:
    for item in value:
        if isinstance(item, list):
            yield from _flat(item)
        else:
            yield item


_PART_OF = {
    **dict.fromkeys(("first", "firstname", "forename", "givenname", "givennames"), "given"),
    **dict.fromkeys(("last", "lastname", "surname", "familyname"), "family"),
}
"""Other systems' names for the parts of a name."""
_SHOWN = frozenset(NameParts.model_fields)


def _other_parts(flat: dict[str, Any]) -> Iterator[Note]:
    """Authors such as ‘{first: Jane, last: Doe}’ get our names of parts."""
    value = flat.get("authors")
    items = value if isinstance(value, list) else [value]
    found = [_with_our_parts(item) for item in items]
    if found == items:
        return
    flat["authors"] = found
    for place, (item, meant) in enumerate(zip(items, found, strict=True)):
        if item != meant:
            parts = meant["name"] if isinstance(meant.get("name"), dict) else meant
            texts = {k: v for k, v in parts.items() if k in _SHOWN and isinstance(v, str)}
            shown = ", ".join(f"{k}: {yaml_text(v)}" for k, v in texts.items())
            message = "‘authors’: the parts of a name have other names here."
            write = f"{{name: {{{shown}}}}}"
            is_whole = len(texts) == len(parts) and (parts is meant or len(meant) == 1)
            whole = write if is_whole else ""
            yield ("authors", place), f"{message} Write {write}.", Code.NOT_PLAIN, whole


def _with_our_parts(item: Any) -> Any:
    if not isinstance(item, dict):
        return item
    plain = {k: re.sub(r"[^a-z]", "", k.casefold()) for k in item if isinstance(k, str)}
    mended = {_PART_OF.get(plain.get(k, ""), k): _with_our_parts(v) for k, v in item.items()}
    return mended if len(mended) == len(item) else item


def _roles_beside_ids(flat: dict[str, Any]) -> Iterator[Note]:
    """Authors such as ‘jane-doe: Professor’ become an id with a role."""
    value = flat.get("authors")
    items = value if isinstance(value, list) else [value]
    if not any(isinstance(item, dict) and _is_role(item) for item in items):
        return
    found: list[Any] = []
    for place, item in enumerate(items):
        if not (isinstance(item, dict) and _is_role(item)):
            found.append(item)
            continue
        for author_id, beside in item.items():
            rest = beside if isinstance(beside, dict) else {"role": beside}
            found.append({"id": author_id, **rest})
            shown = "".join(f", {k}: {yaml_text(v)}" for k, v in rest.items() if isinstance(v, str))
            write = f"{{id: {author_id}{shown}}}"
            message = (
                f"‘authors’: {quoted(author_id)} is read as an id, and what stands beside it as "
                f"{'the role' if rest is not beside else 'fields'}. Write {write}."
            )
            is_whole = len(item) == 1 and all(isinstance(v, str) for v in rest.values())
            yield ("authors", place), message, Code.NOT_PLAIN, write if is_whole else ""
    flat["authors"] = found


def _names_as_texts(flat: dict[str, Any], key: str) -> Iterator[Note]:
    """Items such as ‘{name: Ann Lee}’ become texts, in lists of ids and names."""
    for name in ("editors", "members", "about"):
        value = flat.get(name)
        items = value if isinstance(value, list) else [value]
        found = [_text_of(item) for item in items]
        if found == items:
            continue
        flat[name] = found
        path = _path(name, key)
        for place, (item, text) in enumerate(zip(items, found, strict=True)):
            if item != text:
                message = f"‘{key}.{name}’: only an id or a name is expected here."
                write = yaml_text(text)
                yield (*path, place), f"{message} Write {write}.", Code.NOT_PLAIN, write


def _text_of(item: Any) -> Any:
    """The id or name of a mapping that holds only that, else the item."""
    if not isinstance(item, dict) or len(item) != 1:
        return item
    (name, text), *_ = item.items()
    return text if name in {"id", "name"} and isinstance(text, str) else item


_PARTS = frozenset(
    (*Contributor.model_fields, *NameParts.model_fields, "affiliation", "email", "website")
)


def _is_role(item: dict[Any, Any]) -> bool:
    """Whether a mapping holds ids with roles, and no field of contributors."""
    return bool(item) and all(
        isinstance(key, str)
        and is_id(key)
        and (isinstance(value, str) or _PARTS.issuperset(value if isinstance(value, dict) else "-"))
        and not nearest(key, _PARTS)
        for key, value in item.items()
    )


def _plain(flat: dict[str, Any], name: str, path: Path) -> Iterator[Note]:
    """Items written as paths, links or roles become plain."""
    value = flat.get(name)
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list):
        return
    found = list(value)
    for place, item in enumerate(value):
        text = item.get("key") if isinstance(item, dict) and name == "articles" else item
        if (
            not isinstance(text, str)
            or not (meant := _PLAIN[name](text).strip())
            or meant == text.strip()
        ):
            continue
        found[place] = {**item, "key": meant} if isinstance(item, dict) else meant
        message = f"‘{dotted(path)}’: {quoted(text)} is read as {quoted(meant)}."
        write = yaml_text(meant)
        yield (*path, place), f"{message} Write {write}.", Code.NOT_PLAIN, write
    flat[name] = found


def _split(flat: dict[str, Any], key: str) -> Iterator[Note]:
    """Texts become lists at their separators; list items stay whole."""
    for name, marks in _LISTS.items():
        text = flat.get(name)
        if not isinstance(text, str) or not any(mark in text.strip() for mark in marks):
            continue
        parts = re.split(f"[{marks}]", text.strip().removeprefix("[").removesuffix("]"))
        plain = _PLAIN.get(name, str)
        flat[name] = found = [plain(part).strip() for part in parts if part.strip()]
        path = _path(name, key)
        write = f"[{', '.join(map(yaml_text, found))}]"
        message = (
            f"‘{dotted(path)}’: {quoted(text)} is one text; it is read as a list. "
            f"Write {name}: {write}."
        )
        yield path, message, Code.LIST_AS_TEXT, write


_DATES = frozenset({"date", "updated", "free_until", "expected", "start", "end"})


def times_of_day(value: Any, path: Path) -> Iterator[Note]:
    """Messages about dates with a time of day, at any depth."""
    items: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    elif isinstance(value, str) and path[-1] in _DATES and (day := day_of_time(value)):
        where = dotted(path)
        message = f"‘{where}’: the time of day is not used; write {day}."
        yield path, message, Code.TIME_OF_DAY, day
    for part, inner in items:
        yield from times_of_day(inner, (*path, part))
