"""``requirements.txt`` of a new publication: the versions that are installed here.

What an installation came from is recorded as PEP 610 has it (``direct_url.json``).
"""

from __future__ import annotations

import contextlib
import dataclasses as dc
import json
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

NAME = "sphinx-anthology"
_EXTRAS = ("export", "serve")
_WITH = f"[{','.join(_EXTRAS)}]"
_WHOLE = f"{NAME}{_WITH}"
_ADVICE = (
    f"Others cannot install {NAME} from requirements.txt yet: put its wheel into the folder"
    " ‘wheels’, and the path of the wheel into the second line of requirements.txt."
)


@dc.dataclass(frozen=True, slots=True)
class Pinned:
    """The lines of a ``requirements.txt`` below its first, and what goes with them."""

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
        return Pinned(f"{_WHOLE}\n", advice=_ADVICE)
    line, wheel = _source(ours)
    pins = "".join(f"{name}=={version}\n" for name, version in sorted(_needed(ours).items()))
    advice = _ADVICE if line.startswith("#") else ""
    return Pinned(f"{line}\n{pins}", (wheel,) if wheel else (), advice)


def _source(ours: Distribution) -> tuple[str, Path | None]:
    """The line that installs our package as it is here, and the wheel that it names."""
    usual = f"{_WHOLE}=={ours.version}"
    stated = ours.read_text("direct_url.json")
    if not stated:
        return usual, None
    origin = json.loads(stated)
    url = str(origin["url"])
    if vcs := origin.get("vcs_info"):
        return f"{_WHOLE} @ {vcs['vcs']}+{url}@{vcs['commit_id']}", None
    if not url.startswith("file:"):
        return f"{_WHOLE} @ {url}", None
    path = Path(url2pathname(urlsplit(url).path))
    if path.suffix == ".whl" and path.is_file():
        return f"./wheels/{path.name}{_WITH}", path
    return f"# ./wheels/sphinx_anthology-{ours.version}-py3-none-any.whl{_WITH}", None


def _needed(ours: Distribution) -> dict[str, str]:
    """The versions of everything that our package needs here, by name."""
    found: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    todo = [(ours, extra) for extra in ("", *_EXTRAS)]
    while todo:
        for package, extras in _installed(*todo.pop()):
            name = canonicalize_name(package.name)
            found[name] = package.version
            new = {(name, extra) for extra in ("", *extras)} - seen
            seen |= new
            todo += [(package, extra) for _, extra in sorted(new)]
    return {name: version for name, version in found.items() if name != NAME}


def _installed(package: Distribution, extra: str) -> Iterator[tuple[Distribution, set[str]]]:
    """What a package needs with an extra, as far as it is installed, and with which extras."""
    for requirement in map(Requirement, package.requires or ()):
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            with contextlib.suppress(PackageNotFoundError):
                yield distribution(requirement.name), requirement.extras
