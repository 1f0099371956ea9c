"""The settings of an ABlog site: what its ``conf.py`` states plainly; nothing of it is run."""

from __future__ import annotations

import ast
import dataclasses as dc
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from anthology_import.records import UnusableError

_PLACES: Final = ("", "docs", "source", "doc", "site", "docs/source", "website")
"""Where ``conf.py`` lies in a repository."""
_LARGEST: Final = 1024 * 1024
_NAMES: Final = frozenset(
    {
        *("project", "language", "html_baseurl", "exclude_patterns", "ablog_builder"),
        *("blog_title", "blog_baseurl", "blog_authors", "blog_default_author"),
        *("blog_languages", "blog_default_language", "blog_post_pattern", "post_date_format"),
    }
)


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the settings say; ``unread`` are those whose values only running could tell."""

    root: Path
    title: str = ""
    base: str = ""
    language: str = ""
    authors: Mapping[str, tuple[str, str]] = dc.field(default_factory=dict)
    """Names and addresses by the labels that posts use."""
    default_authors: tuple[str, ...] = ()
    languages: Mapping[str, str] = dc.field(default_factory=dict)
    """Names of languages by their labels."""
    patterns: tuple[str, ...] = ()
    """Patterns of files that are posts without saying so."""
    excluded: tuple[str, ...] = ()
    date_format: str = "%d %B %Y"
    has_folders: bool = True
    """Whether the address of a post was a folder: ABlog's own command makes it so."""
    unread: tuple[str, ...] = ()

    @property
    def site_name(self) -> str:
        """The title, or the name of the folder."""
        return self.title or self.root.resolve().name


def read_settings(folder: Path) -> Settings:
    """The settings of a site.

    :raises UnusableError: where there is no ``conf.py``, or it cannot be read.
    """
    root = _root(folder)
    try:
        data = (root / "conf.py").read_bytes()
        if len(data) > _LARGEST:
            raise UnusableError("‘conf.py’ has more than a megabyte.")
        with warnings.catch_warnings():  # odd escapes in texts are no concern of ours
            warnings.simplefilter("ignore")
            tree = ast.parse(data)
    except OSError as error:
        raise UnusableError(f"‘conf.py’ cannot be read: {error.strerror}.") from None
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = f", line {error.lineno}" if isinstance(error, SyntaxError) else ""
        raise UnusableError(f"‘conf.py’{line} is not Python, so it cannot be read.") from None
    return _settings(root, dict(_stated(tree)))


def _root(folder: Path) -> Path:
    if folder.is_file() and folder.name == "conf.py":
        return folder.parent
    if not folder.is_dir():
        raise UnusableError(f"‘{folder.name}’ is not a folder. Name the folder with conf.py.")
    found = next((p for p in _PLACES if (folder / p / "conf.py").is_file()), None)
    if found is None:
        raise UnusableError(f"There is no conf.py in ‘{folder.name}’. Name the folder that has it.")
    return folder / found


def _stated(tree: ast.Module) -> Iterator[tuple[str, Any]]:
    """The settings that are assigned, in order."""
    for node in tree.body:
        if isinstance(node, ast.Assign):
            targets, value = node.targets, node.value
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            targets, value = [node.target], node.value
        else:
            continue
        for target in targets:
            if isinstance(target, ast.Name) and target.id in _NAMES:
                yield target.id, _value(value)


def _value(node: ast.AST) -> Any:
    """A literal, with what cannot be known left out of mappings."""
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        found = ((_value(k), _value(v)) for k, v in pairs if k is not None)
        return {k: v for k, v in found if isinstance(k, str) and not isinstance(v, _Unknown)}
    if isinstance(node, (ast.Tuple, ast.List)):
        return tuple(map(_value, node.elts))
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _value(node.left), _value(node.right)
        if isinstance(left, str) and isinstance(right, str):
            return left + right
    return _Unknown()


class _Unknown:
    """A value that only running tells."""


def _settings(root: Path, said: Mapping[str, Any]) -> Settings:
    def text(*names: str) -> str:
        return next((said[n] for n in names if isinstance(said.get(n), str) and said[n]), "")

    return Settings(
        root=root,
        title=text("blog_title", "project"),
        base=text("blog_baseurl", "html_baseurl").rstrip("/"),
        language=text("language", "blog_default_language"),
        authors=dict(_named(said.get("blog_authors"))),
        default_authors=_texts(said.get("blog_default_author")),
        languages={label: name for label, (name, _) in _named(said.get("blog_languages"))},
        patterns=_texts(said.get("blog_post_pattern")),
        excluded=_texts(said.get("exclude_patterns")),
        date_format=text("post_date_format") or "%d %B %Y",
        has_folders=text("ablog_builder") != "html",
        unread=tuple(sorted(name for name, value in said.items() if isinstance(value, _Unknown))),
    )


def _named(value: Any) -> Iterator[tuple[str, tuple[str, str]]]:
    """The names and addresses of a mapping such as ``blog_authors``."""
    for label, pair in value.items() if isinstance(value, dict) else ():
        name, address, *_ = (*(pair if isinstance(pair, tuple) else (pair,)), None, None)
        if isinstance(name, str) and name.strip():
            yield label.strip(), (name.strip(), address if isinstance(address, str) else "")


def _texts(value: Any) -> tuple[str, ...]:
    """A text, or a list of them, without what is none."""
    items = value if isinstance(value, tuple) else (value,)
    return tuple(item for item in items if isinstance(item, str) and item)
