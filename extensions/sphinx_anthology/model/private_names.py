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
    if _CONFLICT.search(stem):
        return stem
    words = _words(stem)
    if not words or (len(words) == 1 and not is_post and stem[0] not in "._"):
        return ""
    ends = {words[0], words[-1], "".join(words[:3]), "".join(words[-3:])}
    is_shouted = bool(_CAPITALS & {words[0], words[-1]}) and not stem.isupper()
    return stem if is_shouted or {word.casefold() for word in ends} & _FILES else ""


_CONFLICT = re.compile(
    r"\.sync-conflict-\d|\((?:[^()]*\W)?(?:conflicted|in konflikt|en conflit|case conflict)\b",
    re.IGNORECASE,
)
"""Names that programs give to a file which two people changed at once."""
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
    r"-(?-i:DESKTOP|LAPTOP|PC|SURFACE|MacBook|iMac)[\w-]*",
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


_LOOK_ALIKES = str.maketrans(
    "\u0430\u0432\u0441\u0501\u0435\u04bb\u0456\u0458\u04cf\u043e\u0440\u051b\u0455\u0442\u051d\u0445\u0443\u0433\u043c\u043d\u03b1\u03bf\u03c1\u03bd\u03b9\u0131\ua789\u2236",
    "abcdehijlopqstwxyrmhaopvii::",
)
"""Letters and signs that look like others: Cyrillic, Greek."""
_MIXED = re.compile(r"\w*[a-z]\w*")


def as_seen(text: str) -> str:
    """A text as a reader takes it: small letters, those of Latin words all Latin.

    >>> as_seen("Dr\u0430ft\uff1a T")
    'draft: t'
    """
    seen = unicodedata.normalize("NFKC", text).casefold().translate({0xA789: ":", 0x2236: ":"})
    return _MIXED.sub(lambda word: word[0].translate(_LOOK_ALIKES), seen)


_BEFORE = (
    r"(?:(?:very |a |my |our )?(?:first|second|third|early|rough|working|preliminary|final|full|"
    r"auto|untitled|unfinished|\d+(?:st|nd|rd|th)|v\d+)[ -])?"
)
DRAFT = (
    rf"{_BEFORE}(?:draft|entwurf|brouillon|borrador|bozza|ontwerp|rascunho|wip|work in progress)"
    r"(?:[ -]?(?:post|version|text|only|for comments?|for review|v?\.?\d[\d.]*))*"
)
"""What a title or a first line calls a draft."""
_KEPT = (
    r"private|hidden|unlisted|unpublished|internal(?: only)?|confidential|secret|nda|under nda|"
    r"(?:on )?hold|not (?:yet|final|finished|ready|public|published|for publication)(?: \w+)?|"
    r"unfinished|"
    r"incomplete|for (?:internal )?review(?: only)?|under embargo|embargo(?:ed)?|do not publish|"
    r"(?:embargo(?:ed)?|hold) (?:until|till|to|for) .{1,40}|working title|todo|tbd|tba|vertraulich|"
    r"arbeitstitel|titre provisoire|confidentiel|copy|kopie|test"
)
"""What is called so in brackets, beside a title."""
_CAPITALS_BEFORE = (
    r"PRIVATE|PROTECTED|HIDDEN|UNLISTED|UNPUBLISHED|INTERNAL|CONFIDENTIAL|SECRET|NDA|(?:ON )?HOLD|"
    r"EMBARGO(?:ED)?|UNFINISHED|TODO|TBD|XXX|FIXME|TEST|NOT YET"
)
_SHOUT = (
    r"DRAFTS?|ENTWURF|BROUILLON|BORRADOR|BOZZA|WIP|EMBARGO(?:ED)?|CONFIDENTIAL|UNPUBLISHED|"
    r"WORK IN PROGRESS|DO NOT PUBLISH|NOT FOR PUBLICATION|INTERNAL ONLY"
)
_SHOUTS = re.compile(
    rf"[\W_]*(?:{_SHOUT})(?![\w-])"
    rf"|[\W_]*(?:{_CAPITALS_BEFORE})\s*[:\u2013\u2014]"
    r"|[\W_]*(?:Private|Protected|Embargoed|Confidential|Unpublished|For review):\s+[A-Z0-9]"
    r"|(?=.*[a-z]).*\s(?:DRAFT|WIP|ENTWURF|BROUILLON|EMBARGOED|CONFIDENTIAL|UNPUBLISHED)\W*$"
)
"""The same, where capitals say it."""
_NOT_TO = r"(?:do not|don['\u2019]?t|never)(?: yet)? "
_SAYS_SO = re.compile(
    rf"[\W_]*(?!work in progress\s*:){DRAFT}"
    r"(?:\s*[:|\u2013\u2014_/]|\s+-|[\W_]*$|\s*,\s*(?:please|do not|not|v|\d))"
    rf"|.*[^\w\s'\u2019\u201d)\]]\s*{DRAFT}[\W_]*$|.*\bv[\d.]+ {DRAFT}\W*$|[\W_]*#draft\b"
    rf"|\W*[\[(](?:{DRAFT}|{_KEPT})[\])]|.*[\[(](?:{DRAFT}|{_KEPT})[\])]\W*$"
    rf"|\W*[\[(]draft[^\])]*[\])]|.*\s[-\u2013\u2014|]\s+(?:{_KEPT})\W*$"
    r"|\W*(?:working title|title to come|tba|tbd|todo|test|arbeitstitel\b.*)\W*$|\W*todo:"
    r"|\s*[\U0001f6a7\U0001f512\u26d4]"
    rf"|\W*(?:(?:please|bitte),? )?(?:{_NOT_TO}(?:publish|share)\b"
    rf"|{_NOT_TO}(?:circulate|distribute|cite|quote|post|release|forward)"
    r"(?:\W*$|[.!,;:]|\s+(?:yet|before|until|without|or|and)\b)"
    r"|not (?:to be published|for (?:publication|distribution|circulation|release|citation))"
    r"|hold (?:back|for release|until)|(?:for )?(?:internal (?:use )?|review |"
    r"editors['\u2019]? )only"
    r"|for (?:your|editors?['\u2019]?) eyes only|(?:private and |strictly )?confidential(?! \w|\w)"
    r"|(?:under |press )?embargo(?:ed\W*$|(?:ed)?(?:\s*:| until| till))|under embargo"
    r"|not (?:yet )?(?:ready|published|public|final|finished|complete)(?: for publication)?\W*$"
    r"|to be published (?:in|on|after|by)\b|unpublished (?:manuscript|draft|text|version)\W*$"
    r"|under review\s*[-\u2013\u2014,;(]"
    r"|(?:draft )?status\s*[:=\u2013\u2014-]\s*(?:not|draft|private|internal)"
    r"|(?:this|it|the following)(?: (?:text|post|page|document|article|version|piece|essay))? is"
    rf" (?:only |still |just )?(?:an? )?(?:{DRAFT}|embargoed|confidential|under embargo"
    r"|not (?:yet )?(?:public|final|published|ready|finished))"
    r"(?:\W*$|[.,;:!(]| [\u2013\u2014-] | and )"
    rf"|{DRAFT}\W+(?:please )?{_NOT_TO}|vertraulich\W*$|sperrfrist|confidentiel\W*$"
    r"|nicht (?:ver\u00f6ffentlichen|weitergeben)|nicht zur|ne pas (?:publier|diffuser|citer))"
)


def says_private(line: str) -> bool:
    """Whether a title, or the first line of a text, begins or ends as one of a draft does.

    >>> says_private("DRAFT – Ebb"), says_private("[draft] Ebb"), says_private("Draft horses")
    (True, True, False)
    """
    short = line.strip() if len(line) < _LONG else f"{line[:_LONG]} {line[-_LONG:]}"
    short = " ".join(unicodedata.normalize("NFKC", short).replace("\ufe0f", "").split())
    return bool(_SHOUTS.match(short) or _SAYS_SO.match(as_seen(short)))


_LONG = 500
"""How much of a line is looked at, at its beginning and its end."""

PRIVATE_TEXT = re.compile(
    r"\b(?:(?:do(?: not|n['’]t)|not yet) (?:yet )?publish|not for publication|not to be published|"
    r"hold back|internal (?:use )?only|(?:under|until the) embargo|embargo(?:ed)? (?:until|till)|"
    r"strictly confidential|keep confidential|"
    r"not (?:yet )?(?:public|published|ready|for release)\b(?! \w)|"
    r"nicht veröffentlichen|ne pas publier)\b",
    re.IGNORECASE,
)
"""What a field's text says that is to stay back, whatever the field is."""


def first_lines(text: str, length: int) -> Iterator[tuple[str, int]]:
    """The first line of a text that holds a word, and the one below it where it is a heading.

    Each with its number; ``length`` is that of the fields. Of a block's first line its title.
    """
    lines = text.split("\n")
    for number, line in enumerate(lines[length:], start=length + 1):
        if re.match(r"\s*(?:\([^)]*\)=|:[\w-]+:)", line):
            continue
        words = _words_of_block(line)
        if not re.search(r"\w|[\U0001f6a7\U0001f512]", words):
            continue
        if not re.match(r"Draft: (?:an?|the|is|was) ", words):  # a definition
            yield words, number
        below = lines[number] if number < len(lines) else ""
        if not line.startswith("#") and not re.match(r"([=~*^-])\1*\s*$", below):
            return


def _words_of_block(line: str) -> str:
    """What a line says; where it begins a block, that is its title."""
    if rst := re.match(r"\.\. (?:[\w:-]+::)?(?P<title>.*)", line):
        return rst["title"]
    match = re.match(r"\s*(?:`{3,}|:{3,}|~{3,})\s*(?P<info>.*)", line)
    if match is None:
        return line
    directive = re.fullmatch(r"\{(?P<name>[\w:-]+)\}(?P<title>.*)", match["info"])
    if directive is None:
        return ""
    return "draft" if directive["name"] == "draft" else directive["title"]


_FENCE = re.compile(r"\s*(?P<fence>`{3,}|~{3,})\s*(?P<info>.*)")
_CODE = re.compile(r"\{?(?:code|code-block|code-cell|sourcecode|literalinclude|parsed-literal)\b")


def lines_of(text: str) -> Iterator[tuple[str, bool]]:
    """The lines of a text, and whether a block of code holds them."""
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
    """The line of the first mark that Git left of a conflict, outside code; 0 for none."""
    for number, (line, is_code) in enumerate(lines_of(text), start=1):
        if not is_code and re.match(r"(?:<{7}|>{7}|\|{7})(?: |$)", line):
            return number
    return 0


def stated(values: Mapping[str, object], kind: str) -> bool:
    """Whether a document says ``draft``, so or so, in its place."""
    own = values.get(kind)
    is_own = isinstance(own, Mapping) and isinstance(own.get("draft"), bool)
    return is_own or (kind == "page" and isinstance(values.get("draft"), bool))
