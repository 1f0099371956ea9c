r"""Text for fields of BibTeX: LaTeX, in UTF-8.

LaTeX's ten special characters are written as commands (LaTeX2e reference manual, sections 23.1
and 23.2), and braces part the signs that TeX would make one of, such as ``--`` (The TeXbook,
chapter 2). All other characters are themselves (biblatex manual, section 2.4.3).
"""

from __future__ import annotations

import re

from sphinx_anthology.outputs.records.plain import one_line

_COMMANDS = {
    **{sign: f"\\{sign}" for sign in "#$%&_"},
    # BibTeX counts braces, whatever stands before them
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\N{NO-BREAK SPACE}": "~",
}
_SPECIAL = re.compile(f"[{re.escape(''.join(_COMMANDS))}]")
_PARTED = re.compile(r"([-'`<>,])(?=\1)|[?!](?=`)")
"""Signs that TeX's fonts make one with the next."""


def latex(text: str) -> str:
    r"""A text as LaTeX that gives it again.

    >>> print(latex("R&D -- a 5 % rise"))
    R\&D -{}- a 5 \% rise
    """
    escaped = _SPECIAL.sub(lambda sign: _COMMANDS[sign.group()], one_line(text))
    return _PARTED.sub(r"\g<0>{}", escaped)
