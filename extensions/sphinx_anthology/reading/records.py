"""Names of what is kept beside the doctrees of what a builder wrote into a folder.

Several builders, and several folders of one, may share the doctrees.
"""

from __future__ import annotations

import hashlib
import os


def folder_key(outdir: str | os.PathLike[str]) -> str:
    """What tells an output folder from all others, fit for a file's name."""
    return hashlib.blake2b(os.fspath(outdir).encode(), digest_size=6).hexdigest()
