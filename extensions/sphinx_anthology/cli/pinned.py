"""``requirements.txt`` of a new publication: the versions that are installed here.

What an installation came from is recorded as PEP 610 has it (``direct_url.json``).
"""

from __future__ import annotations

import dataclasses as dc
import json
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

NAME = "sphinx-anthology"
_EXTRA = "export"
_HEAD = "# What the publication is built with: pip install -r requirements.txt\n"


@dc.dataclass(frozen=True, slots=True)
class Pinned:
    """The text of a ``requirements.txt``, and what goes with it."""

    text: str
    wheels: tuple[Path, ...] = ()
    """Files that belong into the folder ``wheels`` beside it."""
    advice: str = ""
    """What an editor has to do so that others can install it."""


def requirements() -> Pinned:
    """Our own package as it was installed here, and the versions of all that it needs."""
    try:
        ours = distribution(NAME)
    except PackageNotFoundError:  # code that is not installed
        return Pinned(f"{_HEAD}{NAME}[{_EXTRA}]\n", advice=_advice())
    line, wheel = _source(ours)
    pins = "".join(f"{name}=={version}\n" for name, version in sorted(_needed(ours).items()))
    text = f"{_HEAD}{line}\n{pins}"
    return Pinned(text, (wheel,) if wheel else (), "" if _is_for_all(line) else _advice())


def _is_for_all(line: str) -> bool:
    return not line.startswith("#")


def _advice() -> str:
    return (
        f"Others cannot install {NAME} from requirements.txt yet: put its wheel into the folder"
        " ‘wheels’, and the path of the wheel into the second line of requirements.txt."
    )


def _source(ours: Distribution) -> tuple[str, Path | None]:
    """The line that installs our package as it is here, and the wheel that it names."""
    usual = f"{NAME}[{_EXTRA}]=={ours.version}"
    stated = ours.read_text("direct_url.json")
    if not stated:
        return usual, None
    origin = json.loads(stated)
    url = str(origin["url"])
    if vcs := origin.get("vcs_info"):
        return f"{NAME}[{_EXTRA}] @ {vcs['vcs']}+{url}@{vcs['commit_id']}", None
    if not url.startswith("file:"):
        return f"{NAME}[{_EXTRA}] @ {url}", None
    path = Path(url2pathname(urlsplit(url).path))
    if path.suffix == ".whl" and path.is_file():
        return f"./wheels/{path.name}[{_EXTRA}]", path
    return f"# ./wheels/sphinx_anthology-{ours.version}-py3-none-any.whl[{_EXTRA}]", None


def _needed(ours: Distribution) -> dict[str, str]:
    """The versions of everything that our package needs here, by name."""
    found: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    todo = [(ours, extra) for extra in ("", _EXTRA)]
    while todo:
        package, extra = todo.pop()
        for text in package.requires or ():
            wanted = Requirement(text)
            if wanted.marker and not wanted.marker.evaluate({"extra": extra}):
                continue
            name = canonicalize_name(wanted.name)
            try:
                needed = distribution(name)
            except PackageNotFoundError:
                continue  # of an extra that is not installed
            if name != NAME:
                found[name] = needed.version
            for more in ("", *sorted(wanted.extras)):
                if (name, more) not in seen:
                    seen.add((name, more))
                    todo.append((needed, more))
    return found
