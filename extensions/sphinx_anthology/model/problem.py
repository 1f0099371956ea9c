"""Problems of documents, and helpers that write values and places into messages."""

from __future__ import annotations

import ast
import dataclasses as dc
import difflib
import enum
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath


class Level(enum.StrEnum):
    """The importance of a problem."""

    MUST = "must"
    """The publication is wrong: a Sphinx warning, so ``-W`` fails."""

    SHOULD = "should"
    """Readers miss something: shown by ``anthology check``."""

    COULD = "could"
    """Something may be added: shown by ``anthology check``."""


class Code(enum.Enum):
    """All kinds of problems, each with its level and explanation.

    The code printed with a message is the member's name in lower case with hyphens. It is also the
    subtype of the Sphinx warning (``anthology.<code>``).
    """

    level: Level
    help: str

    UNREADABLE = (Level.MUST, "The file is not UTF-8 text; it is left out.")
    FRONT_MATTER = (
        Level.MUST,
        "The front matter cannot be read; the document is left out.",
    )
    AS_WORDS = (
        Level.MUST,
        "The document cannot be rendered; only its words are shown.",
    )
    OPEN_COMMENT = (Level.MUST, "A comment is not closed; the text after it is not shown.")
    UNKNOWN_FIELD = (Level.MUST, "The field is not known here; it is ignored.")
    INVALID_FIELD = (Level.MUST, "The value is not valid; the field is ignored.")
    MISSING_FIELD = (Level.MUST, "A field that the document needs is not there.")
    WITHHELD = (
        Level.MUST,
        "It is not clear that the document is to be public; it is left out.",
    )
    UNKNOWN_AUTHOR = (Level.MUST, "No author document has this id.")
    UNKNOWN_ARTICLE = (Level.MUST, "The bibliography has no entry with this key.")
    UNKNOWN_TARGET = (Level.MUST, "A reference points to nothing.")
    UNKNOWN_OPTION = (Level.MUST, "A directive is given something it cannot use.")
    UNKNOWN_MARKUP = (
        Level.MUST,
        "A directive or role is unknown or fails; its words are shown as text.",
    )
    LONG_ROW = (Level.MUST, "A row of a table has more cells than the table's head.")
    DUPLICATE_ID = (Level.MUST, "Two documents claim one id.")
    DUPLICATE_ORCID = (Level.MUST, "Two author documents have one ORCID.")
    DUPLICATE_PART = (Level.MUST, "Two posts of a series have one part number.")
    PART_BEYOND = (Level.MUST, "A part number is greater than the declared parts.")
    MIXED_PARTS = (Level.MUST, "Some posts of a series declare a part, others do not.")
    TWO_SERIES = (Level.MUST, "A post is listed by two series.")
    MISSING_DOCUMENT = (Level.MUST, "A series' toctree names a document that is not there.")
    TOCTREE = (
        Level.MUST,
        "A toctree contains itself, or Sphinx reads a series' toctree differently.",
    )
    ORDER = (Level.MUST, "The order of a series contradicts its dates.")
    LABEL_IN_TITLE = (Level.MUST, "The title carries the series label.")
    HEADING_IN_BODY = (Level.MUST, "The body has a first-level heading.")
    ARTICLE_DOI = (Level.MUST, "The article's DOI is given as the post's own.")
    BIBLIOGRAPHY = (Level.MUST, "The bibliography, or an entry of it, cannot be read.")
    BIBTEX_FORM = (Level.SHOULD, "A field is not valid BibTeX; it is understood.")
    NO_AUTHORS = (Level.SHOULD, "A post names no author.")
    FOREIGN_IMAGE = (
        Level.MUST,
        "An image is not a file of the publication; a link with its words replaces it.",
    )
    FILE_REFUSED = (
        Level.MUST,
        "A guest's text uses a file that it may not use; the page is made without it.",
    )
    NOT_FOR_GUESTS = (
        Level.MUST,
        "A guest's text uses what only editors' texts may use; the page is made without it.",
    )
    FORMULA = (Level.MUST, "A formula cannot be shown as MathML; its source is shown instead.")
    NAME_CLASH = (Level.MUST, "Two files, or a document and a page of the site, need one name.")
    NOT_READ = (Level.MUST, "A file looks like a document, but its name keeps it from being read.")
    FORMER_ADDRESS = (Level.MUST, "A former address cannot become a redirect.")
    CORRECTION = (
        Level.MUST,
        "A correction has no day, or one to come, says nothing, or stands in no post's text.",
    )
    OTHER_FORMAT = (Level.SHOULD, "A file beside documents is of a format that is not read.")
    FILE_NAME = (Level.SHOULD, "A file has a name that some systems do not allow.")
    SPACE_IN_TITLE = (Level.SHOULD, "The title has a no-break space; it is read as a space.")
    LIST_AS_TEXT = (Level.SHOULD, "One text stands where a list is meant; it is split.")
    NOT_PLAIN = (Level.SHOULD, "A value is in another notation than ours; it is understood.")
    HIDDEN_FILE = (
        Level.SHOULD,
        "A file looks like a document, but is hidden, or another program's; it is left out.",
    )
    NOT_PRIVATE = (
        Level.SHOULD,
        "Only search engines, or later readers, are kept away; everybody can read it now.",
    )
    TWICE = (Level.SHOULD, "Two public documents seem to be the same.")
    CORRECTION_DAY = (
        Level.SHOULD,
        "The front matter and the text state different days of the last correction.",
    )
    TEXT_CUT = (Level.SHOULD, "A text ends where YAML begins a comment: at a ‘#’ after a space.")
    TEX_BRACKETS = (
        Level.SHOULD,
        r"A formula stands between \( and \) or \[ and \]; it is shown as text.",
    )
    LOOSE_MARKUP = (
        Level.SHOULD,
        "A link, emphasis or code is not complete; it is shown as it is written.",
    )
    HIDDEN_WORDS = (
        Level.SHOULD,
        "Words are not shown: a line of a paragraph that begins with ‘%’, or an image's title.",
    )
    SAME_PERSON = (Level.SHOULD, "A person is named twice, or by name instead of by id.")
    UNCLEAR_NAME = (Level.SHOULD, "Nothing says which part of a name is the family name.")
    NO_TEXT = (Level.SHOULD, "A public post has no text that readers see.")
    ALT_MISSING = (Level.SHOULD, "An image has no alternative text.")
    ALT_FILE_NAME = (Level.SHOULD, "An image's alternative text is its file name.")
    NO_ADDRESS = (
        Level.SHOULD,
        "The site's address is not known: no canonical addresses, feeds or sitemap.",
    )
    NO_TITLE = (Level.SHOULD, "The publication has no title.")
    NO_LICENSE = (Level.SHOULD, "Nothing says under which licence posts can be used.")
    NO_DESCRIPTION = (Level.SHOULD, "A post has no description for lists, feeds and metadata.")
    NO_DATE = (Level.SHOULD, "A post has no date, which Google Scholar and feeds demand.")
    NO_ABOUT = (
        Level.SHOULD,
        "No page says how the publication is archived, found and cited.",
    )
    NO_LANGUAGE = (Level.SHOULD, "The language of the publication is not stated.")
    PLACE_IN_PHOTO = (
        Level.COULD,
        "A photo's metadata says where it was taken, and readers can see it.",
    )
    LARGE_IMAGE = (
        Level.COULD,
        "An image has many bytes; readers get smaller copies, where these can be made.",
    )
    NOTHING_PUBLIC = (Level.COULD, "A series, a topic or an author has nothing public yet.")
    GAP = (Level.COULD, "Part numbers of a series are missing.")
    NO_SERIES = (Level.COULD, "A post lies in the folder of a series that does not name it.")
    ARTICLE_INCOMPLETE = (Level.COULD, "An article's record lacks its title or DOI.")
    SERVER_REDIRECT = (Level.COULD, "Only a server can redirect from a former address.")
    TIME_OF_DAY = (Level.COULD, "A date has a time of day, which is not used.")
    FOREIGN_FIELD = (Level.COULD, "The field is another system's; it is ignored.")
    NO_ORCID = (Level.COULD, "An author has no ORCID iD.")
    NO_DAY = (Level.COULD, "A post's date is no full day: feeds and Crossref leave it out.")
    MANY_TAGS = (Level.COULD, "A post has more than the five topics that Rogue Scholar reads.")
    NO_TAGLINE = (Level.COULD, "Nothing describes the publication in a line.")
    NO_PUBLISHER = (Level.COULD, "The publisher, or its ROR id, is not stated.")
    NO_JOURNAL = (Level.COULD, "The journal, or its ISSN, is not stated.")
    NO_DOI = (Level.COULD, "Posts have no DOI of their own, as Crossref gives them.")
    NO_CREATOR = (Level.COULD, "No author of the whole publication is named for CITATION.cff.")
    LICENSE_NOT_OPEN = (
        Level.COULD,
        "The licence is not CC BY, the only one that Rogue Scholar takes.",
    )

    def __init__(self, level: Level, help_: str) -> None:
        self.level = level
        self.help = help_

    @property
    def slug(self) -> str:
        """The printed code: ``unknown-author``."""
        return self.name.lower().replace("_", "-")


class WrongValue(ValueError):  # noqa: N818  # pydantic catches it as a ValueError
    """A value that is refused; ``write`` is what is surely meant in place of ``old``, or empty."""

    def __init__(self, message: str, write: str = "", old: str = "") -> None:
        super().__init__(message)
        self.write, self.old = write, old


FOR_EDITORS = 'or set ‘anthology_trust = "editors"’ in conf.py, if no text is a guest\'s'
"""The end of messages about what only editors' texts may do."""


class Part(enum.Enum):
    """The part of a field that a change replaces."""

    VALUE = enum.auto()
    NAME = enum.auto()
    FIELD = enum.auto()
    """Name and value."""
    ITEM = enum.auto()
    """An item of a list that becomes several."""
    PLACE = enum.auto()
    """The whole field, which moves below the key that is written, or to the top level."""


@dc.dataclass(frozen=True, slots=True)
class Change:
    """What to write in place of a value of the front matter, as YAML on one line.

    ``path`` leads to the value; ``old`` is its text, where it must be just that. Without a path
    ``old`` stands below the front matter, at the line of the problem; an option of a directive is
    ``:name: value`` there, and only its value is replaced.
    """

    path: tuple[str | int, ...]
    write: str
    part: Part = Part.VALUE
    old: str = ""


@dc.dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A problem and its place.

    ``file`` is relative to the publication's folder, with forward slashes; ``line`` counts from 1,
    and 0 means the whole file. ``path`` is that of the value in front matter; ``change`` mends the
    problem, if there is only one way to do so.
    """

    file: str
    line: int
    message: str
    code: Code = dc.field(compare=False)
    path: tuple[str | int, ...] = dc.field(default=(), compare=False)
    change: Change | None = dc.field(default=None, compare=False)

    @property
    def level(self) -> Level:
        """The importance of the problem."""
        return self.code.level


_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Control and invisible characters."""


def printable(text: str) -> str:
    r"""A text without control characters; their code points are written instead.

    >>> printable(f"safe{chr(0x1b)}[2Jtxt")
    'safe⟨U+001B⟩[2Jtxt'
    """
    return _UNSEEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


def dotted(path: Iterable[str | int]) -> str:
    """A path of keys and indexes for a message; indexes count from 1.

    >>> dotted(("post", "articles", 0))
    'post.articles.1'
    """
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)


def quoted(value: object) -> str:
    """A value for a message: one line, at most 60 characters."""
    text = printable(" ".join(str(value).split()))
    return f"‘{text[:60]}…’" if len(text) > 60 else f"‘{text}’"


_NOT_PLAIN = re.compile(r"[\[\]{},\"'#:]|^[^\w(]|^(?:true|false|null|~)$|\s$", re.IGNORECASE)


def yaml_text(text: str) -> str:
    """A text in YAML to copy, quoted if needed.

    >>> yaml_text("Jane Doe"), yaml_text("Doe, Jane")
    ('Jane Doe', '"Doe, Jane"')
    """
    if text and not _NOT_PLAIN.search(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def yaml_flow(value: object) -> str:
    """A value in YAML on one line, to copy.

    >>> yaml_flow({"file": "jane.jpg", "parts": [1, True]})
    '{file: jane.jpg, parts: [1, true]}'
    """
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {yaml_flow(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(yaml_flow, value))}]"
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    return yaml_text(" ".join(value.split())) if isinstance(value, str) else str(value)


def nearest(wrong: str, known: Iterable[str], *, most: int = 3) -> tuple[str, ...]:
    """The known names most similar to a wrong one, best first; none that is far less so."""
    folded: dict[str, str] = {}
    for name in sorted(known):
        # documents are often named by their last part alone
        folded.setdefault(name.casefold(), name)
        folded.setdefault(name.casefold().rpartition("/")[2], name)
    matches = difflib.get_close_matches(wrong.casefold(), folded, most, cutoff=0.6)
    least = _likeness(matches[0], wrong.casefold()) - _FAR_LESS if matches else 0
    near = (match for match in matches if _likeness(match, wrong.casefold()) >= least)
    return tuple(dict.fromkeys(folded[match] for match in near))


_FAR_LESS = 0.23
"""Names that are less alike than the best by more than this (0 to 1) are not suggested."""


def _likeness(known: str, wrong: str) -> float:
    return difflib.SequenceMatcher(None, known, wrong).ratio()


_ALIKE = 0.75
"""The least likeness of a misspelt word to what is surely meant."""
_SHORT, _ALIKE_IN_SHORT = 5, 0.8
"""The same for words of fewer letters, unless two letters are only in the wrong order."""
_LETTERS = 2
"""The most letters that it has more or fewer."""


def only_near(wrong: str, known: Iterable[str]) -> str:
    """The known word that a misspelt one surely means; empty if none, or if two may be meant.

    >>> only_near("desciption", ["description", "date"]), only_near("tittle", ["little", "title"])
    ('description', '')
    >>> only_near("data", ["date"]), only_near("dtae", ["date"])
    ('', 'date')
    """
    found = [name for name in nearest(wrong, known) if _is_slip(wrong.casefold(), name.casefold())]
    return found[0] if len(found) == 1 else ""


def _is_slip(wrong: str, word: str) -> bool:
    """Whether a word is mistyped, and no other word: in a short one each letter counts."""
    ratio = difflib.SequenceMatcher(None, wrong, word).ratio()
    is_short = len(wrong) < _SHORT and ratio < _ALIKE_IN_SHORT
    if is_short and sorted(wrong) != sorted(word):
        return False
    return ratio >= _ALIKE and abs(len(wrong) - len(word)) <= _LETTERS


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """The end of a message: `` Did you mean 'a' or 'b'?``, or empty."""
    found = [f"‘{name}’" for name in nearest(wrong, known) if name != wrong]
    return f" Did you mean {' or '.join(found)}?" if found else ""


def more_about(code: str) -> str:
    """The line that says where more is about the codes of problems, such as this one."""
    return f"More about a code in brackets: anthology check --explain {code}"


def shown_path(path: PurePath, here: PurePath) -> str:
    """A path relative to the current folder, if it is below it.

    >>> shown_path(PurePath("/home/jane/blog/docs/a.md"), PurePath("/home/jane/blog"))
    'docs/a.md'
    """
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def setting_lines(text: str) -> Mapping[str, ast.Assign | ast.AnnAssign]:
    """The last assignment to each name in ``conf.py``; empty if it is no Python."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return {}
    found: dict[str, ast.Assign | ast.AnnAssign] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            later = [n for n in names if n not in found or found[n].lineno < node.lineno]
            found.update(dict.fromkeys(later, node))
    return found


def setting_line(text: str, path: Sequence[str | int]) -> int:
    r"""The line of a setting, or of a part of it, in ``conf.py``; 1 if absent.

    >>> setting_line('a = 1\nb = {\n  "x": [1, 2],\n}', ("b", "x", 0))
    3
    """
    assignment = setting_lines(text).get(str(path[0]))
    if assignment is None:
        return 1
    line, node = assignment.lineno, assignment.value
    for part in path[1:]:
        node = _part(node, part)
        if node is None:
            return line
        line = node.lineno
    return line


def _part(node: ast.expr | None, part: str | int) -> ast.expr | None:
    """The node of an item in a list, or of a value by key."""
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        found = [v for k, v in pairs if isinstance(k, ast.Constant) and k.value == part]
        return found[-1] if found else None
    if isinstance(node, ast.List | ast.Tuple) and isinstance(part, int) and part < len(node.elts):
        return node.elts[part]
    return None
