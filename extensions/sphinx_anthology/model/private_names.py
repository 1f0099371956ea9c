"""What names of files and folders, and first words of texts, say of who may see a document."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping

_FOLDERS = frozenset(
    """
    draft drafts entwurf entwurfe entwuerfe brouillon brouillons borrador borradores bozza bozze
    private privat prive unpublished inreview underreview embargo embargoed trash wip confidential
    internal hidden withheld rejected notpublished donotpublish workinprogress unveroffentlicht
    """.split()  # noqa: SIM905  # easier to read than a list
)
"""Names of folders, without signs and accents."""

_FILES = frozenset(
    """
    draft drafts entwurf entwurfe entwuerfe brouillon brouillons borrador bozza wip unpublished
    embargoed confidential donotpublish unveroffentlicht
    """.split()  # noqa: SIM905
)
"""First or last words of the names of files."""

_CAPITALS = frozenset({"PRIVATE", "PRIVAT", "EMBARGO", "INTERNAL", "HIDDEN", "SECRET", "TRASH"})
"""Such words that are also words of titles; only in capitals they say so."""


def _words(name: str) -> list[str]:
    """The words of a name, without accents."""
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", name) if unicodedata.category(c) != "Mn"
    )
    return re.findall(r"[^\W_]+", plain)


def private_name(docname: str, *, is_post: bool) -> str:
    """The folder or the name of a file that says that a document is private; or nothing.

    >>> private_name("Entwürfe/a", is_post=True), private_name("guide/drafts", is_post=False)
    ('Entwürfe', '')
    """
    *folders, stem = docname.split("/")
    for folder in folders:
        if "".join(_words(folder)).casefold().rstrip("0123456789") in _FOLDERS:
            return folder
    words = _words(stem)
    if not words or (len(words) == 1 and not is_post and stem[0] not in "._"):
        return ""
    ends = {words[0], words[-1], "".join(words[:3]), "".join(words[-3:])}
    is_shouted = bool(_CAPITALS & {words[0], words[-1]}) and not stem.isupper()
    return stem if is_shouted or {word.casefold() for word in ends} & _FILES else ""


_COPIES = (
    r"[ _]?\(\d+\)",
    r" \d+",
    (
        r"[ _-]*\(?(?:another |\d+(?:st|nd|rd|th) )?(?:copy|kopie|copie|copia|kopia)"
        r"(?: ?\(?\d+\)?)?\)?"
    ),
    r"[ _.-]+(?:alt|old|bak|backup|orig|original|tmp|v\d+|final|ancien|save|previous)",
    r"\.sync-conflict-[\w-]+",
    r"[ _-]*\([^()]*(?:conflict|konflikt|conflit)[^()]*\)",
    r"[ _.-]+(?:conflict|conflicted|BASE|LOCAL|REMOTE|BACKUP)(?:[ _.-]?\d+)*",
    r"~\d*|#",
)
_COPY_END = re.compile(rf"(?P<stem>.+?)(?:{'|'.join(_COPIES)})", re.IGNORECASE)
_COPY_START = re.compile(
    r"(?:(?:copy|kopie|copie|copia)(?: ?\(\d+\))? (?:of|von|de|di) |~\$|#|\._)(?P<stem>.+)",
    re.IGNORECASE,
)


def copies(docnames: Collection[str]) -> dict[str, str]:
    """The documents whose names are those of others beside them and the mark of a copy.

    >>> copies(["a/04-ebb", "a/04-ebb (1)", "a/Copy of 04-ebb FINAL"])
    {'a/04-ebb (1)': 'a/04-ebb', 'a/Copy of 04-ebb FINAL': 'a/04-ebb'}
    """
    known: dict[str, str] = {}
    for docname in sorted(docnames):
        known.setdefault(_folded(docname), docname)
    found = {}
    for docname in sorted(docnames):
        folder, slash, stem = docname.rpartition("/")
        for shorter in _without_marks(stem):
            original = known.get(_folded(f"{folder}{slash}{shorter}"), docname)
            if original != docname:
                found[docname] = original
    return found


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _without_marks(stem: str) -> Iterator[str]:
    """What a name is without the marks of copies, one after the other."""
    for _ in range(4):
        match = _COPY_END.fullmatch(stem) or _COPY_START.fullmatch(stem)
        if match is None:
            return
        stem = match["stem"]
        yield stem


_SHOUT = (
    r"DRAFTS?|ENTWURF|BROUILLON|BORRADOR|BOZZA|WIP|EMBARGO(?:ED)?|CONFIDENTIAL|UNPUBLISHED|"
    r"WORK IN PROGRESS|DO NOT PUBLISH|NOT FOR PUBLICATION|INTERNAL ONLY"
)
_SAYS_SO = re.compile(
    rf"[\W_]*(?:{_SHOUT})(?![\w-])|.*[\W_](?:[-–—:(\[]\s*)(?:{_SHOUT})[\W_]*"
    rf"|[\W_]*[\[(](?i:{_SHOUT})[^\])]*[\])]|.*[\[(](?i:{_SHOUT})[\])]\W*"
    r"|[\W_]*(?i:do not publish|do not share|not for publication|not to be published|"
    r"not for distribution|hold back|internal only|confidential(?![\w ])|under embargo|"
    r"embargoed until|nicht veröffentlichen|ne pas publier)",
    re.DOTALL,
)


def says_private(line: str) -> bool:
    """Whether a title, or the first line of a text, begins or ends as one of a draft does.

    >>> says_private("DRAFT – Ebb"), says_private("[draft] Ebb"), says_private("Draft horses")
    (True, True, False)
    """
    return _SAYS_SO.match(unicodedata.normalize("NFKC", line.strip())) is not None


PRIVATE_TEXT = re.compile(
    r"\b(?:do(?: not|n['’]t) publish|not for publication|not to be published|hold back|"
    r"internal only|(?:under|until the) embargo|embargo(?:ed)? (?:until|till)|"
    r"strictly confidential|"
    r"not for release|nicht veröffentlichen|ne pas publier)\b",
    re.IGNORECASE,
)
"""What a field's text says that is to stay back, whatever the field is."""


def first_line(text: str, length: int) -> tuple[str, int]:
    """The first line of a text that holds a word, and its number; ``length`` that of fields."""
    for number, line in enumerate(text.split("\n")[length:], start=length + 1):
        if re.search(r"\w", line) and not re.match(
            r"\s*(?:`{3,}|:{3,}|~{3,}|\([^)]*\)=|:\w+:)", line
        ):
            return line, number
    return "", 0


_FENCE = re.compile(r"\s*(?P<fence>`{3,}|~{3,})\s*(?P<info>.*)")
_CODE = re.compile(r"\{?(?:code|code-block|code-cell|sourcecode|literalinclude|parsed-literal)\b")


def conflict_line(text: str) -> int:
    """The line of the first mark that Git left of a conflict, outside code; 0 for none."""
    fence = ""
    for number, line in enumerate(text.split("\n"), start=1):
        match = _FENCE.match(line)
        if fence:
            is_end = match and not match["info"].strip() and match["fence"].startswith(fence)
            fence = "" if is_end else fence
        elif match and (not match["info"].startswith("{") or _CODE.match(match["info"])):
            fence = match["fence"]
        elif re.match(r"(?:<{7}|>{7}|\|{7})(?: |$)", line):
            return number
    return 0


def stated(values: Mapping[str, object], kind: str) -> bool:
    """Whether a document says ``draft``, so or so, in its place."""
    own = values.get(kind)
    is_own = isinstance(own, Mapping) and isinstance(own.get("draft"), bool)
    return is_own or (kind == "page" and isinstance(values.get("draft"), bool))
