"""Words in titles, first lines and notes that may mean private."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_LOOK_ALIKES = str.maketrans(
    "\u0430\u0432\u0441\u0501\u0435\u04bb\u0456\u0458\u04cf\u043e\u0440\u051b\u0455\u0442\u051d\u0445\u0443\u0433\u043c\u043d\u03b1\u03bf\u03c1\u03bd\u03b9\u0131\ua789\u2236",
    "abcdehijlopqstwxyrmhaopvii::",
)
"""Cyrillic and Greek letters that look like Latin ones."""
_WORD, _LATIN = re.compile(r"\w+"), re.compile(r"[a-z]")


def as_seen(text: str) -> str:
    """A text in small letters, with look-alike letters replaced in Latin words.

    >>> as_seen("Dr\u0430ft\uff1a T")
    'draft: t'
    """
    seen = unicodedata.normalize("NFKC", text).casefold().translate({0xA789: ":", 0x2236: ":"})
    return seen if seen.isascii() else _WORD.sub(_as_latin, seen)


def _as_latin(word: re.Match[str]) -> str:
    return word[0].translate(_LOOK_ALIKES) if _LATIN.search(word[0]) else word[0]


_BEFORE = (
    r"(?:(?:very |a |my |our )?(?:first|second|third|early|rough|working|preliminary|final|full|"
    r"auto|untitled|unfinished|\d+(?:st|nd|rd|th)|v\d+)[ -])?"
)
DRAFT = (
    rf"{_BEFORE}(?:draft|entwurf|brouillon|borrador|bozza|ontwerp|rascunho|wip|work in progress|"
    r"utkast|kladde|luonnos|taslak|\u8349\u7a3f|\u4e0b\u66f8\u304d|\ucd08\uc548|"
    r"\u0447\u0435\u0440\u043d\u043e\u0432\u0438\u043a)"
    r"(?:[ -]?(?:post|version|text|only|for (?:comments?|review|discussion|circulation)|"
    r"(?:of|as of|from) (?:\w+ )?\d.{0,20}|v?\.?\d[\d.]*))*"
)
"""Words for a draft, in a title or first line."""
_KEPT = (
    r"private|hidden|unlisted|unpublished|internal(?: only)?|confidential|secret|nda|under nda|"
    r"(?:on )?hold|not (?:yet|final|finished|ready|public|published|for publication)(?: \w+)?|"
    r"unfinished|"
    r"incomplete|for (?:internal )?review(?: only)?|under embargo|embargo(?:ed)?|do not publish|"
    r"(?:embargo(?:ed)?|hold) (?:until|till|to|for) .{1,40}|embargo \d\d? \w.{0,20}|"
    r"working title|(?:title )?tb[acd]|todo|vertraulich|"
    r"arbeitstitel|titre provisoire|confidentiel|copy|kopie"
)
"""Words for private in brackets, beside a title."""
_CAPITALS_BEFORE = (
    r"PRIVATE|PROTECTED|HIDDEN|UNLISTED|UNPUBLISHED|INTERNAL|CONFIDENTIAL|SECRET|NDA|(?:ON )?HOLD|"
    r"EMBARGO(?:ED)?|UNFINISHED|TODO|TBD|FIXME|NOT YET"
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
    r"|[\W_]*(?:TOP SECRET|SECRET|PRIVATE|HIDDEN|UNLISTED|INTERNAL|UNFINISHED|FIXME|HOLD|"
    r"TK(?: TK)*|TO BE COMPLETED|NOT FINAL)\W*$"
    r"|(?=.*[a-z])[\W_]*(?:DELETE|DUPLICATE|DO NOT USE)\b"
    r"|[\W_]*(?:OLD|TEST|IGNORE)\s*[:\u2013\u2014]"
    r"|(?=.*[a-z]).*\s(?:NOT FINAL|EMBARGO(?: \d.*)?)\W*$|Copy of [A-Z]|Auto[- ]Draft\b"
    r"|\W*Private!\W*$|\W*EMBARGO\b"
)
"""The same in capitals."""
_NOT_TO = r"(?:do not|don['\u2019]?t|never)(?: yet)? "
_SAYS_SO = re.compile(
    rf"[\W_]*(?!work in progress\s*:){DRAFT}"
    r"(?:\s*[:|\u2013\u2014_/]|\s+-|[\W_]*$|\s*,\s*(?:please|do not|not|comments|v|\d))"
    rf"|.*[^\w\s'\u2019\u201d)\]]\s*{DRAFT}[\W_]*$|.*\bv[\d.]+ {DRAFT}\W*$|[\W_]*#draft\b"
    rf"|\W*[\[(](?:{DRAFT}|{_KEPT})[\])]|.*[\[(](?:{DRAFT}|{_KEPT})[\])]\W*$"
    rf"|\W*[\[(]draft[^\])]*[\])]|.*\s[-\u2013\u2014|]\s+(?:{_KEPT})\W*$"
    r"|\W*(?:working title|title to come|tba|tbc|tbd|todo|arbeitstitel\b.*)\W*$|\W*todo:"
    r"|\s*[\U0001f6a7\U0001f512\u26d4]"
    rf"|\W*(?:(?:please|bitte|nb|nota bene|attention|achtung|hinweis|warning|important|note|"
    r"document de travail|concept|comments welcome|preliminary version|very preliminary)\W+){0,2}"
    rf"(?:please )?(?:{_NOT_TO}(?:publish|share)\b"
    rf"|{_NOT_TO}(?:circulate|distribute|cite|quote|post|release|forward)"
    r"(?:\W*$|[.!,;:]|\s+(?:yet|before|until|without|or|and)\b)"
    r"|not (?:to be (?:published|quoted|cited|circulated|shared|distributed)\b"
    r"|for (?:publication|distribution|circulation|release|citation|quotation))"
    r"|notes? (?:to|for) (?:the )?(?:editors?|author)\b|for the editors? only"
    r"|(?:embargoed|review|advance|proof) copy(?:\W*$| [\u2013\u2014-])|uncorrected proofs?\W*$"
    r"|proofs? only\W*$|to[ -]do:|coming soon\W*$|strictly private\W*$"
    r"|(?:very )?preliminary and (?:very )?incomplete|to be (?:completed|written|finished)\W*$"
    r"|(?:streng|document|strettamente|strictement) (?:vertraulich|confidentiel|riservato)\W*$"
    r"|nur (?:f\u00fcr den )?intern|usage interne|uso interno|\u00e0 ne pas|no publicar"
    r"|non pubblicare|niet (?:publiceren|verspreiden)|end of draft\W*$"
    r"|hold (?:back|for release|until)|(?:for )?(?:internal (?:use )?|review |"
    r"editors['\u2019]? )only"
    r"|for (?:your|editors?['\u2019]?) eyes only|(?:private and |strictly )?confidential(?! \w|\w)"
    r"|(?:under |press )?embargo(?:ed\W*$|(?:ed)?(?:\s*:| until| till))|under embargo"
    r"|not (?:yet )?(?:ready|published|public|final|finished|complete)(?: for publication)?\W*$"
    r"|to be published(?: (?:in|on|after|by)\b|\s*:)|(?:by [^.]{1,60}, )?scheduled for .{0,12}\d"
    r"|(?:(?:planned )?(?:publication|release|go-live|publish) date"
    r"|go(?:es)? live|publish on)\W+\w.{0,20}\d"
    r"|unpublished (?:manuscript|draft|text|version)\W*$"
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
    """Whether a title or first line begins or ends like a draft's.

    >>> says_private("DRAFT – Ebb"), says_private("[draft] Ebb"), says_private("Draft horses")
    (True, True, False)
    """
    short = line.strip() if len(line) < _LONG else f"{line[:_LONG]} {line[-_LONG:]}"
    short = " ".join(unicodedata.normalize("NFKC", short).replace("\ufe0f", "").split())
    short = re.sub(rf"\[!((?!todo)(?:{_KEPT}|wip|draft))\]", r"[\1]", short, flags=re.IGNORECASE)
    short = re.sub(r"</?[a-zA-Z][^<>]{0,80}>|\[!(?!draft)[\w-]{1,20}\]", "", short)
    if _SPACED.fullmatch(short):
        short = "".join(re.findall(r"\w", short))
    return bool(_SHOUTS.match(short) or _SAYS_SO.match(as_seen(short)))


_NO_TITLE = re.compile(
    r"\W*(?:untitled(?: (?:post|document))?|(?:your |the )?title(?: here| tb[acd])?|test|"
    r"x{3,}|z{3,}|lorem ipsum.*)\W*",
    re.IGNORECASE,
)


def is_no_title(title: str) -> bool:
    """Whether a title is only a placeholder.

    >>> is_no_title("Untitled"), is_no_title("[Title here]"), is_no_title("A test of tides")
    (True, True, False)
    """
    return _NO_TITLE.fullmatch(title) is not None


def is_called_draft(line: str) -> bool:
    """Whether a last line only says that the text is a draft."""
    words = as_seen(line.strip()[:_LONG])
    # the length first: a pattern that looks for an end takes long in a long line
    is_text = len(words) > _SHORT or _NO_MARK.match(line) or _WORK.search(line[-_LONG:])
    return (not is_text and says_private(line)) or re.fullmatch(
        rf"[\W_]*(?:end of )?(?:{DRAFT})[\W_]*", words
    ) is not None


_SPACED = re.compile(r"\W*\w(?:[ .-]\w){3,20}\W*")
"""Letters with spaces between them: ``D R A F T``."""
_SHORT = 60
"""The most characters of a last line that is not a sentence."""
_WORK = re.compile(r"\w\W.*\([^()]*\)\W*$")
"""The end of a reference: ``Ebb (unpublished).``"""
_LONG = 500
"""The number of characters searched at each end of a line."""

ORDER = (
    r"(?:(?:do not|don['\u2019]t|never|not to|not yet|must not|should not) (?:yet )?(?:be )?"
    r"(?:publish\b|(?<!never )published\b|go (?:live|online)"
    r"|(?:post|release|share|circulate|send|upload)(?:e?d)?"
    r"(?=\W*$|[.,;:!)\n]|\s+(?:it|this|yet|before|until|till|without|or|and)\b))"
    r"|not (?:yet )?(?:for publication|ready (?:for publication|to publish|to go))"
    r"|publish (?:it |this )?(?:only )?(?:after|on|once|not before) "
    r"|hold (?:this |it )?(?:back|until|till|for (?:release|approval|proofs?|sign)\b)"
    r"|internal (?:use )?only|for internal use|strictly confidential|keep (?:this |it )?"
    r"(?:confidential|back|offline|private|hidden)\b|(?:under|until the) embargo"
    r"|embargo(?:ed)? (?:until|till|lifts|ends|expires)"
    r"|(?:needs|awaiting|pending|subject to) (?:\w+ ){0,2}"
    r"(?:approval|permission|clearance|sign-?off)"
    r"|(?:approval|permission|clearance) (?:is )?(?:still )?(?:pending|outstanding|missing)"
    r"|unpublish\b|take (?:this|it|the (?:post|page|text)) (?:down|offline)"
    r"|(?:this is|still) (?:only |just )?(?:an? )?(?:first |rough )?draft\b(?=\W|$)(?! \w)"
    r"|nicht (?:ver\u00f6ffentlichen|freigeben|publizieren)|ne pas (?:encore )?(?:publier|diffuser)"
    r"|no publicar|non pubblicare|niet publiceren)"
)
"""Requests to the people who publish a text."""
PRIVATE_TEXT = re.compile(
    rf"\b(?:{ORDER}|not (?:yet )?(?:public|published|ready|for release)\b(?! \w))", re.IGNORECASE
)
"""Texts in any field that ask not to publish."""


_NOTE = re.compile(
    r"[\W_]*(?:(?:please|nb|n\.b\.|notes?|comment|ed|eds|editors?|(?:to|for) (?:the )?editors?|"
    r"[a-z]{2,3}\s*:)[\W_]+){0,3}" + ORDER,
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\[(?P<words>[^\[\]]{4,300})\](?![(\[{:])")


def is_order(words: str) -> bool:
    """Whether a line begins like a note to editors.

    >>> is_order("NOTE TO EDITOR: hold until May"), is_order("We do not publish data.")
    (True, False)
    """
    return _NOTE.match(words.strip()[:_LONG]) is not None


def order_in_brackets(line: str) -> bool:
    """Whether a line has such a note in brackets: ``[ED: do not publish before May]``."""
    return "[" in line and any(is_order(m["words"]) for m in _IN_BRACKETS.finditer(line))


_NO_MARK = re.compile(r"Draft: (?:an?|the|is|was) |\s*(?:<!--|%)\W*(?i:todo)\b")
"""A definition, or a comment about open tasks."""


def first_lines(text: str, length: int) -> Iterator[tuple[str, int]]:
    """The first line with words, and the next one after a heading or comment.

    Each with its line number; ``length`` is the number of lines of front matter. A block's first
    line counts as its title.
    """
    lines = text.split("\n")
    for number, line in enumerate(lines[length:], start=length + 1):
        if re.match(r"\s*(?:\([^)]*\)=|:[\w-]+:)", line):
            continue
        words = _words_of_block(line)
        if not re.search(r"\w|[\U0001f6a7\U0001f512]", words):
            continue
        if not _NO_MARK.match(words):
            yield words, number
        if re.match(r"\s*(?:<!--.*-->\s*$|%)", line):
            continue
        below = lines[number] if number < len(lines) else ""
        if not line.startswith("#") and not re.match(r"([=~*^-])\1*\s*$", below):
            return


def _words_of_block(line: str) -> str:
    """The words of a line; for the first line of a block its title."""
    if rst := re.match(r"\.\. (?:[\w:-]+::)?(?P<title>.*)", line):
        return rst["title"]
    match = re.match(r"\s*(?:`{3,}|:{3,}|~{3,})\s*(?P<info>.*)", line)
    if match is None:
        return line
    directive = re.fullmatch(r"\{(?P<name>[\w:-]+)\}(?P<title>.*)", match["info"])
    if directive is None:
        return "draft" if re.match(r"\{\.(?:draft|entwurf|wip)\b", match["info"]) else ""
    return "draft" if directive["name"] == "draft" else directive["title"]


_FIELD = re.compile(
    r"\s*(?:#(?!\s*[\w-]+:\s*(?:#.*|\S*\s*|true  # Kept out of the public build\s*)$)"
    r"|(?:subtitle|description):)\s*(?P<words>.*)"
)
_AT_END = re.compile(r"(?P<field>[^#\s].*?)\s#+\s*(?P<words>[^#\"']+)$")
_NOT_SURE = re.compile(r"tbc|to be confirmed|provisional|placeholder|to check|guess", re.IGNORECASE)


def field_words(text: str, length: int) -> Iterator[tuple[str, int]]:
    """The words of subtitle, description and YAML comments, with line numbers.

    A comment that is a field, such as ``# draft: true``, does not count, nor the explanations of
    ``anthology new``: ``# draft: true  # Kept out of the public build``.
    """
    for number, line in enumerate(text.split("\n")[:length], start=1):
        if match := _FIELD.match(line):
            yield match["words"].strip().strip("\"'"), number
        elif match := _AT_END.match(line):
            is_open = line.startswith("date:") and _NOT_SURE.match(match["words"])
            yield "TBC" if is_open else match["words"].strip(), number


def says_back(words: str) -> bool:
    """Whether a comment asks not to publish."""
    return says_private(words) or PRIVATE_TEXT.search(words) is not None
