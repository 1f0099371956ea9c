"""Which language code is in: only where a highlighter can read all of it."""

from __future__ import annotations

import functools
import re
from typing import Final

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Error
from pygments.util import ClassNotFound

from html2myst.html.tree import Element, elements

_CLASS = re.compile(r"(?:^|\s)(?:language-|lang-|lang:|brush:\s*)([\w+#-]+)")
_ALIASES: Final = {"jscript": "javascript", "plain": "", "text": "", "as3": "actionscript3"}
_LONGEST: Final = 50_000


def language_of(element: Element, code: str) -> str:
    """The name of the language that an element says its code is in, if it can be read so."""
    for one in (element, *elements(element, "code")):
        said = one.get("data-language") or one.get("data-lang") or one.get("lang")
        found = _CLASS.search(one.get("class"))
        name = (said or (found[1] if found else "")).casefold()
        if name and (known := _readable(_ALIASES.get(name, name), code)):
            return known
    return ""


def _readable(name: str, code: str) -> str:
    """The name of a highlighter that finds no mistake in code; empty where it does."""
    lexer = _lexer(name)
    if lexer is None or len(code) > _LONGEST:
        return ""
    if any(kind in Error for kind, _ in lexer.get_tokens(code)):
        return ""
    return name


@functools.cache
def _lexer(name: str) -> Lexer | None:
    """The highlighter of a language."""
    if not re.fullmatch(r"[\w+#-]+", name):
        return None
    try:
        return get_lexer_by_name(name)
    except ClassNotFound:
        return None
