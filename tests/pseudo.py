"""A language for tests: every word of ours is in brackets and has accents, content has neither."""

from __future__ import annotations

from pathlib import Path
from string import Formatter

from sphinx_anthology.reading.messages import CATALOGUE
from tests.catalogues import StableCatalog, compiled, extracted, messages

LANGUAGE = "en_XA"
"""The tag that stands for such languages; nobody but us has words in it, so all else is English."""
_ACCENTS = str.maketrans("aeiouyAEIOUYncs", "áéíóúýÁÉÍÓÚÝñçš")


def pseudo(message: str) -> str:
    """A message with its words in brackets, apart from what is filled in.

    >>> pseudo("A response to {posts}.")
    '⟦Á réšpóñšé tó ⟧{posts}⟦.⟧'
    """
    pieces = Formatter().parse(message)
    return "".join(_marked(words) + _field(name) for words, name, _, _ in pieces)


def _marked(words: str) -> str:
    return f"⟦{words.translate(_ACCENTS)}⟧" if words.strip() else words


def _field(name: str | None) -> str:
    return "" if name is None else f"{{{name}}}"


def write_catalogue(folder: Path) -> None:
    """Write the compiled catalogue of the language below a folder, for ``locale_dirs``."""
    catalogue = StableCatalog("en")
    for message in messages(extracted()):
        one = message.id[0] if isinstance(message.id, tuple) else message.id
        many = message.id[1] if isinstance(message.id, tuple) else None
        catalogue.add(message.id, (pseudo(one), pseudo(many)) if many else pseudo(one))
    path = folder / LANGUAGE / "LC_MESSAGES" / f"{CATALOGUE}.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(compiled(catalogue))
