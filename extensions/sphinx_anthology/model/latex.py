"""Texts and names as BibTeX has them: LaTeX in UTF-8.

The ten special characters of LaTeX are written as commands (LaTeX2e reference manual, sections 23.1
and 23.2), and braces separate ligatures such as ``--`` (The TeXbook, chapter 2). All other
characters are unchanged (biblatex manual, section 2.4.3).
"""

from __future__ import annotations

import re

from sphinx_anthology.model import names
from sphinx_anthology.model.citing.pieces import generation, undivided
from sphinx_anthology.model.names import Name

_COMMANDS = {
    **{sign: f"\\{sign}" for sign in "#$%&_"},
    # BibTeX counts braces, even after a backslash
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\N{NO-BREAK SPACE}": "~",
}
_SPECIAL = re.compile(f"[{re.escape(''.join(_COMMANDS))}]")
_PARTED = re.compile(r"([-'`<>,])(?=\1)|[?!](?=`)")
"""Characters that form a ligature with the next one."""
_WORDS = re.compile(r"(?:[^\W\d_]|[.'’])+(?:[- ](?:[^\W\d_]|[.'’])+)*")
"""A plain name, which no parser of BibTeX splits wrongly."""
_JOINING = re.compile(r"\b(?:and|others)\b", re.IGNORECASE)
"""Words that separate names, outside of braces (BibTeXing, section 4)."""


def latex(text: str) -> str:
    r"""A text of one line as LaTeX that prints it.

    >>> print(latex("R&D -- a 5 % rise"))
    R\&D -{}- a 5 \% rise
    """
    escaped = _SPECIAL.sub(lambda sign: _COMMANDS[sign.group()], text)
    return _PARTED.sub(r"\g<0>{}", escaped)


def bibtex_name(name: Name) -> str:
    """``van Gestel, Nicolette``, or ``{A Group}`` (BibTeXing, section 4)."""
    if whole := undivided(name):
        return f"{{{latex(whole)}}}"
    parts = (_family(name.family), _held(generation(name)), _held(name.given))
    return ", ".join(filter(None, parts))


def _family(family: str) -> str:
    """A family name with its particles before it.

    The rest is put in braces if it has lower-case words, as in ‘al-Tabari’: BibTeX treats
    everything up to the last of them as particles.
    """
    whole = " ".join(family.split())
    filed = names.without_particles(whole)
    particles = whole.removesuffix(filed).strip()
    if particles and ("-" in particles or not _is_plain_name(particles)):
        return f"{{{latex(whole)}}}"
    has_more = any(word[0].islower() for word in filed.split()[1:])
    begins_low = "-" in filed and not filed[0].isupper()
    return " ".join(filter(None, (particles, _held(filed, together=has_more or begins_low))))


def _held(part: str, *, together: bool = False) -> str:
    """A part of a name; in braces, unless it consists of plain words."""
    text = latex(part)
    return f"{{{text}}}" if text and (together or not _is_plain_name(text)) else text


def _is_plain_name(text: str) -> bool:
    return bool(_WORDS.fullmatch(text)) and not _JOINING.search(text)
