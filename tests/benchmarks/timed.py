"""``anthology``, noting what each PDF costs: ``python -m tests.benchmarks.timed NOTE build …``.

``NOTE`` is a file that is given the CPU seconds of the compiler for each volume, as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from sphinx_anthology.cli.__main__ import main
from sphinx_anthology.typst.compiler import Result, TypstCompiler


def note_compiling(note: Path) -> None:
    """Let every PDF of a volume be timed."""
    pdf, spent = TypstCompiler.pdf, dict[str, float]()

    def timed(press: TypstCompiler, source: Path | str, *rest: Any, **more: Any) -> Result:
        start = time.process_time()
        made = pdf(press, source, *rest, **more)
        if isinstance(source, Path):
            spent[source.stem] = spent.get(source.stem, 0) + time.process_time() - start
            note.write_text(json.dumps(spent), encoding="utf-8")
        return made

    TypstCompiler.pdf = timed  # type: ignore[method-assign]


if __name__ == "__main__":
    note_compiling(Path(sys.argv[1]))
    sys.exit(main(sys.argv[2:]))
