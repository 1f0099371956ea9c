"""Messages for pydantic's errors: what was expected and found, and the fix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic_core import ErrorDetails

from sphinx_anthology.model.problem import did_you_mean, quoted, yaml_flow, yaml_text

_CHOICES = frozenset({"literal_error", "enum"})
_MAPPING = "a mapping (name: value)"
_EXPECTED: Mapping[str, str] = {
    "string_type": "a text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing_size": "a smaller number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": _MAPPING,
    "mapping_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "greater_than_equal": "a number of at least {ge}",
    "less_than_equal": "a number of at most {le}",
}

_SHAPES: Mapping[str, str] = {
    "origin": '{relation: …, url: "https://…"}, with full, repost, excerpt, digest or record',
    "withdrawn": '{date: 2022-01-31, reason: "…"}',
    "issue": '{journal: "…", volume: 49, number: 2}',
    "event": '{name: "…", start: 2021-09-01}',
    "announced": '[{part: 3, title: "…", authors: [jane-doe]}]',
    "roles": "{jane-doe: Professor}",
    "name": "{given: Jane, family: Doe}",
    "photo": '{file: jane.jpg, alt: "…"}',
    "links": '{web: "https://…"}',
    "affiliations": '[{name: "…", ror: "https://ror.org/…"}]',
    "articles": "[{key: doe2021}]",
    "authors": "[jane-doe, {name: A Guest}]",
    "convenors": "[jane-doe, {name: A Guest}]",
    "speakers": "[jane-doe, {name: A Guest}]",
    "earlier": '[{site: "…", url: "https://…"}]',
    "copies": '[{site: "…", url: "https://…"}]',
}
"""Examples of fields that hold mappings, or lists of them."""

_OTHER_WORDS = {
    "repost": "reblog reblogged republished republication reprint reprinted crosspost cross-post"
    " crossposted cross-posted copy mirror syndicated",
    "digest": "summary synopsis abstract review resume",
    "excerpt": "extract abridged shortened teaser partial part",
    "record": "link notice pointer listing metadata external",
    "full": "original first complete whole own",
    "special-issue": "special-issues issue special",
    "conference": "event workshop symposium",
    "column": "blog regular series",
    "article": "essay post blogpost research",
    "commentary": "opinion editorial comment op-ed response",
    "news": "announcement call update",
    "reading-list": "readings virtual-issue list",
    "announce": "show yes true visible",
    "hide": "no false hidden none",
}
_MEANT = {word: ours for ours, words in _OTHER_WORDS.items() for word in words.split()}
"""Synonyms for our values; each field takes only some values."""
RELATIONS = (
    " full: the whole text, first published here as well; repost: the whole text again; excerpt: "
    "a part of it; digest: our words about it; record: facts only."
)
"""Explanations of the relations of an origin."""
_COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NUMBERS: Mapping[str, str] = {word: str(number) for number, word in enumerate(_COUNTED, start=1)}
"""The numbers that may be words."""
_EXAMPLES = {
    "alt": "What the image shows",
    "file": "jane-doe.jpg",
    "key": "doe2021",
    "name": "Jane Doe",
    "title": "The title",
    "part": 3,
    "date": "2022-01-31",
    "start": "2021-09-01",
    "reason": "Why, in a sentence",
    "relation": "repost",
}
"""Examples for missing values."""

_FLAGS = {
    **dict.fromkeys(("true", "yes", "on", "y", "1"), "true"),
    **dict.fromkeys(("false", "no", "off", "n", "0"), "false"),
}


def reason(details: ErrorDetails, siblings: Iterable[str] = ()) -> str:
    """The expected and the found value; ``siblings`` are the known names there."""
    kind, context = details["type"], details.get("ctx", {})
    name = str(details["loc"][-1]) if details["loc"] else ""
    if kind == "extra_forbidden":
        known = sorted(siblings)
        hint = did_you_mean(name, known).strip(" ?")
        allowed = f"; expected one of {', '.join(known)}" if known else ""
        return f"{quoted(name)} is not known here{allowed}" + (f". {hint}?" if hint else "")
    if kind == "missing":
        return "is missing"
    if kind == "value_error":
        return " ".join(str(context["error"]).split())
    found = shown_value(details["input"])
    if kind in _CHOICES:
        return f"expected one of {', '.join(allowed_values(details))}; found {found}"
    expected = _EXPECTED.get(kind, "something else").format(**context)
    return f"expected {expected}, found {found}"


def advice(details: ErrorDetails) -> str:
    """The end of a message: what to write instead, to copy; or empty."""
    kind, value = details["type"], details["input"]
    name = next((str(part) for part in reversed(details["loc"]) if isinstance(part, str)), "")
    name = name.rpartition(".")[2]
    if kind not in _LISTS_MEANT and name not in {"draft", *_SHAPES} and (alone := _alone(value)):
        return f" Write {name}: {alone}"
    if kind in _CHOICES:
        return _choice(name, value, allowed_values(details))
    expected = _EXPECTED.get(kind, "")
    if name in {"part", "parts"} and (number := NUMBERS.get(str(value).lower())):
        return f" Write {name}: {number}"
    if expected == "true or false":
        flag = _FLAGS.get(str(value).strip().lower())
        quotes = " without quotes" if isinstance(value, str) else ""
        return (
            f" Write {name}: {flag}{quotes}." if flag else f" Write {name}: true or {name}: false."
        )
    if expected == _MAPPING:
        return _shape_with(name, value) or example(name)
    return _other_text(name, kind, value)


def _alone(value: object) -> str:
    """The single item of a list, where no list is expected; else empty."""
    if not isinstance(value, (list, tuple)) or len(value) != 1:
        return ""
    return "" if isinstance(value[0], (dict, list)) else yaml_flow(value[0])


_LISTS_MEANT = frozenset({"tuple_type", "list_type"})


def _choice(name: str, value: object, allowed: list[str]) -> str:
    """The advice for a choice: the likely value, or all relations explained."""
    said = "-".join(str(value).lower().split())
    meant = said if said in allowed else _MEANT.get(said)
    found = f" Write {name}: {meant}" if meant in allowed else did_you_mean(str(value), allowed)
    return f"{RELATIONS if name == 'relation' and not found else ''}{found}"


def completed_example(details: ErrorDetails) -> str:
    """The end of a message about a missing nested value: the whole to write."""
    *outer, name = details["loc"]
    parent = next((str(part) for part in reversed(outer) if isinstance(part, str)), "")
    given = details["input"]
    if not parent or not isinstance(given, dict):
        return ""
    whole = yaml_flow({**given, str(name): _EXAMPLES.get(str(name), "…")})
    if isinstance(outer[-1], int):  # the other items of the list stay
        return f" Write the item as {whole}"
    return f" Write {parent.rpartition('.')[2]}: {whole}"


def _shape_with(name: str, value: object) -> str:
    """The mapping to write, with the text found in its place; or empty."""
    first = value[0] if isinstance(value, (list, tuple)) and value else value
    text = first if isinstance(first, str) else ""
    if name == "origin" and text:
        return f" Write origin: {_origin(text)}"
    if name == "photo" and text:
        return f' Write photo: {{file: {yaml_text(text)}, alt: "What the image shows"}}'
    if name == "links" and (links := _links(value)):
        return f" Write links: {yaml_flow(links)}"
    return ""


def _origin(text: str) -> str:
    if "://" in text or "." in text:
        address = text if "://" in text else f"https://{text}"
        return f'{{relation: repost, url: "{address}"}}, or with full, excerpt, digest or record'
    word = text.strip().lower()
    relation = _MEANT.get(word, word)
    if relation in {"full", "repost", "excerpt", "digest", "record"}:
        return f'{{relation: {relation}, url: "https://…"}}'
    return f'{{relation: repost, site: {yaml_text(text)}, url: "https://…"}}'


_SITES = {
    "scholar.google": "scholar",
    "linkedin.": "linkedin",
    "github.": "github",
    "bsky.": "bluesky",
    "wikidata.": "wikidata",
    "mastodon": "mastodon",
    "/@": "mastodon",
    ".edu": "institution",
    ".ac.": "institution",
}


def _links(value: object) -> dict[str, str]:
    """An author's addresses by their kind."""
    items = list(value) if isinstance(value, (list, tuple)) else [value]
    found: dict[str, str] = {}
    for item in items:
        if isinstance(item, dict):
            found |= {str(key): str(inner) for key, inner in item.items()}
        elif isinstance(item, str) and "." in item:
            kind = next((kind for part, kind in _SITES.items() if part in item), "web")
            found.setdefault(kind, item if "://" in item else f"https://{item}")
    return found


def example(name: str) -> str:
    """The end of a message: an example of a field with a mapping; or empty."""
    if name in _KINDS:
        return f" Write {name}: {{draft: true}} to keep it back, or {name}: {{}} to publish it."
    return f" Write {name}: {_SHAPES[name]}" if name in _SHAPES else ""


_KINDS = frozenset({"post", "author", "series"})
"""Own keys of documents that can be drafts."""


def _other_text(name: str, kind: str, value: object) -> str:
    """What to write where a text was expected; or empty."""
    if kind != "string_type":
        return ""
    if isinstance(value, (list, tuple)) and value and all(isinstance(v, (str, int)) for v in value):
        return f" Write {name}: {yaml_text(', '.join(map(str, value)))}"
    if isinstance(value, bool):
        return f' Write {name}: "{shown_value(value)}"'
    if isinstance(value, dict) and len(value) == 1:
        (key, inner), *_ = value.items()
        text = yaml_text(f"{key}: {yaml_flow(inner)}")
        return f" A text with ‘: ’ in it needs quotes. Write {name}: {text}"
    return ' A text with ‘: ’ in it needs quotes: "…: …"' if isinstance(value, dict) else ""


def allowed_values(details: ErrorDetails) -> list[str]:
    """The allowed values of a choice."""
    expected = str(details.get("ctx", {}).get("expected", ""))
    return expected.replace("'", "").replace(" or ", ", ").split(", ")


def synonym(word: str) -> str:
    """The value of ours that another word may mean; empty if none."""
    return _MEANT.get(word, "")


def shown_value(value: object) -> str:
    """A value for a message, short and on one line."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return "a list"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "nothing" if value is None else quoted(value)
