"""Check that a wheel and a source archive hold what belongs to the packages, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

PACKAGES = ("anthology_import", "html2myst", "sphinx_anthology")
BESIDE = {"CHANGELOG.md", "LICENSE", "PKG-INFO", "README.md", "pyproject.toml"}
"""What a source archive holds beside the packages."""
FONTS = ("anthology-serif", "noto", "source-sans", "source-serif")
STATED = {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE"}
STATED |= {f"licenses/extensions/sphinx_anthology/typst/faces/{f}/OFL.txt" for f in FONTS}
"""What a wheel states of itself."""


def tracked() -> set[str]:
    """The files of the packages, as the repository has them."""
    command = ["git", "ls-files", "-z", "extensions"]  # git of the path
    listed = subprocess.run(command, capture_output=True, check=True, text=True).stdout  # noqa: S603
    return {name.removeprefix("extensions/") for name in listed.split("\0") if name}


def in_wheel(path: Path) -> tuple[set[str], set[str]]:
    """The files of the packages in a wheel, and what it states of itself."""
    with zipfile.ZipFile(path) as archive:
        names = {name for name in archive.namelist() if not name.endswith("/")}
    own = {name for name in names if name.partition("/")[0] in PACKAGES}
    return own, {name.partition(".dist-info/")[2] or name for name in names - own}


def in_archive(path: Path) -> tuple[set[str], set[str]]:
    """The files of the packages in a source archive, and what lies beside it."""
    with tarfile.open(path) as archive:
        members = [PurePosixPath(m.name) for m in archive.getmembers() if m.isfile()]
    names = {PurePosixPath(*member.parts[1:]).as_posix() for member in members}
    own = {name for name in names if name.startswith("extensions/")}
    return {name.removeprefix("extensions/") for name in own}, names - own - {".gitignore"}


def main(folder: Path) -> int:
    """Tell every file that is missing or does not belong; 1 where there is one."""
    (wheel,), (archive,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    wrong = []
    for path, found, stated in (
        (wheel, in_wheel(wheel), STATED),
        (archive, in_archive(archive), BESIDE),
    ):
        for names, expected in zip(found, (tracked(), stated), strict=True):
            wrong += [f"{path.name} lacks {name}" for name in sorted(expected - names)]
            wrong += [f"{path.name} should not hold {name}" for name in sorted(names - expected)]
    print(*wrong, sep="\n", end="\n" if wrong else "")  # noqa: T201  # a command
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
