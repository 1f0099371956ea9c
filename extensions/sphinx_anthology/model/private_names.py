"""Names of files and folders that mean private; copies; and conflict marks of Git."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping

from sphinx_anthology.model.private_words import as_seen

_FOLDERS = frozenset(
    """
    draft drafts entwurf entwurfe entwuerfe brouillon brouillons borrador borradores bozza bozze
    private privat prive unpublished inreview underreview embargo embargoed trash wip confidential
    internal hidden withheld rejected notpublished donotpublish workinprogress unveroffentlicht
    onhold hold pending scheduled notready notyet notfinal forreview toreview inprogress todo nda
    scratch sandbox tmp temp papierkorb corbeille deleted geheim vertraulich unfinished secret
    utkast kladde luonnos forlater later parked archivedonotuse donotuse
    """.split()  # noqa: SIM905  # fewer lines than a list
)
"""Names of folders, without punctuation and accents."""

_FILES = frozenset(
    """
    draft drafts entwurf entwurfe entwuerfe brouillon brouillons borrador bozza wip unpublished
    embargoed confidential donotpublish unveroffentlicht onhold notready notfinal notyet unfinished
    forreview inprogress dnp utkast kladde luonnos reviewcopy
    """.split()  # noqa: SIM905
)
"""First or last words of file names."""

_CAPITALS = frozenset({"PRIVATE", "PRIVAT", "EMBARGO", "INTERNAL", "HIDDEN", "SECRET", "TRASH"})
"""Such words that also occur in titles: they count only in capitals."""


_OF_DRAFTS = frozenset({"drafts", "entwurfe", "entwuerfe", "brouillons", "unpublished", "wip"})
"""First or last words of folder names."""
_AFTER_DOT = frozenset({"private", "hidden", "embargo", "hold", "internal", "secret"})
"""Words that count after a dot, like a file ending."""
_UNNAMED = re.compile(
    r"(?:untitled|unnamed|new[ _-]?post|new[ _-]?document|unbenannt)\b.*"
    r"|(?:post[ _-]?)?template(?:[ _-]?post)?"
    r"|(?:.*/)?(?:post[ _-]?)?(?:templates?|inbox|vorlagen?)/.*",
    re.IGNORECASE,
)
"""Names that programs give to untitled files."""
_NUMBER = re.compile(r"v?\d+")


def _words(name: str) -> list[str]:
    """The words of a name, without accents."""
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", name) if unicodedata.category(c) != "Mn"
    )
    return re.findall(r"[^\W_]+", plain)


def private_name(docname: str, *, is_post: bool) -> str:
    """The folder or file name that means private; empty if none does.

    >>> private_name("Entwürfe/a", is_post=True), private_name("guide/drafts", is_post=False)
    ('Entwürfe', '')
    """
    *folders, stem = docname.split("/")
    for folder in folders:
        if _is_private_folder(folder):
            return folder
    if _CONFLICT.search(stem):
        return stem
    words = _words(stem)
    if is_post and (stem.startswith("_") or any(map(_UNNAMED.fullmatch, (stem, docname)))):
        return stem
    if not words or (len(words) == 1 and not is_post and stem[0] not in "._"):
        return ""
    is_shouted = bool(_CAPITALS & {words[0], words[-1]}) and not stem.isupper()
    is_dotted = as_seen(stem.rpartition(".")[2]) in _AFTER_DOT and "." in stem
    return stem if is_shouted or is_dotted or _ends(words) & _FILES else ""


def _is_private_folder(name: str) -> bool:
    words = _without_numbers(_words(name))
    if words[1:2] in (["posts"], ["texts"]) and words[0] in _FILES:
        return True
    is_said = "".join(words) in _FOLDERS or "do not use" in " ".join(words)
    return is_said or bool({*words[:1], *words[-1:]} & _OF_DRAFTS)


def _without_numbers(words: list[str]) -> list[str]:
    """Words in small letters, without numbers at the end: ``draft2``."""
    small = (as_seen(word) for word in words if not _NUMBER.fullmatch(as_seen(word)))
    return [word.rstrip("0123456789") for word in small]


def _ends(words: list[str]) -> set[str]:
    """The first and last one, two or three words of a name, joined."""
    plain = _without_numbers(words)
    return {"".join(part) for n in (1, 2, 3) for part in (plain[:n], plain[-n:])}


_CONFLICT = re.compile(
    r"\.sync-conflict-\d|\((?:[^()]*\W)?(?:conflicted|in konflikt|en conflit|case conflict)\b",
    re.IGNORECASE,
)
"""Names for files with sync conflicts."""
_COPIES = (
    r"[ _.-]*\((?!part|teil|partie|no\b|nr\b)[^()]*\)",
    r" \d+",
    (
        r"[ _-]*\(?(?:another |\d+(?:st|nd|rd|th) )?(?:copy|kopie|copie|copia|kopia)"
        r"(?: ?\(?\d+\)?)?\)?"
    ),
    (
        r"[ _.-]+(?:alt|old|bak|backup|orig|original|tmp|v\d+|final|ancien|save|previous|clean|"
        r"autosaved?|recovered|marked[ _-]?up|track(?:ed)?[ _-]changes|(?:with[ _-])?comments|"
        r"(?-i:[A-Z]{2,3}[ _-])?(?:edits|edited)|corrected|corrections|proofed)\d*"
    ),
    r"[ _.~-]+(?:19|20)\d\d-?[01]\d-?[0-3]\d(?:[ _T-]+\d\d[-_.]?\d\d(?:[-_.]?\d\d)?)?",
    r"\.sync-conflict-[\w-]+",
    r"[ _-]*\([^()]*(?:conflict|konflikt|conflit)[^()]*\)",
    r"[ _.-]+(?:conflict|conflicted|BASE|LOCAL|REMOTE|BACKUP)(?:[ _.-]?\d+)*",
    r"~\d*|#",
    r"-(?-i:DESKTOP|LAPTOP|PC|SURFACE|MacBook|iMac)[\w-]*",
)
_COPY_END = re.compile(rf"(?P<stem>.+?)(?:{'|'.join(_COPIES)})", re.IGNORECASE)
_COPY_START = re.compile(
    r"(?:(?:copy|kopie|copie|copia|backup|autorecovery save)(?: ?\(\d+\))? (?:of|von|de|di) "
    r"|~\$?|#|\._)(?P<stem>.+)",
    re.IGNORECASE,
)


def copies(docnames: Collection[str]) -> dict[str, str]:
    """The documents whose names are copies of others beside them, by docname.

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
    """A name without its copy marks, one after the other."""
    for _ in range(4):
        match = _COPY_END.fullmatch(stem) or _COPY_START.fullmatch(stem)
        if match is None:
            return
        stem = match["stem"]
        yield stem


_FENCE = re.compile(r"\s*(?P<fence>`{3,}|~{3,})\s*(?P<info>.*)")
_CODE = re.compile(r"\{?(?:code|code-block|code-cell|sourcecode|literalinclude|parsed-literal)\b")


def lines_of(text: str) -> Iterator[tuple[str, bool]]:
    """The lines of a text, each with whether it is in a code block."""
    fence = ""
    for line in text.split("\n"):
        match = _FENCE.match(line)
        if fence:
            is_end = match and not match["info"].strip() and match["fence"].startswith(fence)
            fence = "" if is_end else fence
            yield line, True
        elif (
            match
            and "`" not in match["info"]
            and (not match["info"].startswith("{") or _CODE.match(match["info"]))
        ):
            fence = match["fence"]
            yield line, True
        else:
            yield line, False


def conflict_line(text: str) -> int:
    """The line of the first conflict mark of Git outside code; 0 if none."""
    if not any(sign * 7 in text for sign in "<>|"):
        return 0
    for number, (line, is_code) in enumerate(lines_of(text), start=1):
        if not is_code and re.match(r"(?:<{7}|>{7}|\|{7})(?: |$)", line):
            return number
    return 0


def stated(values: Mapping[str, object], kind: str) -> bool:
    """Whether a document states ``draft`` in its place, true or false."""
    own = values.get(kind)
    is_own = isinstance(own, Mapping) and isinstance(own.get("draft"), bool)
    return is_own or (kind == "page" and isinstance(values.get("draft"), bool))
