"""Other people's exports are read whole, and hostile ones do no harm; where there are any."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.importing.corpus import CORPUS, PEAK, exports

from anthology_import.adapters.wxr import Export
from anthology_import.folder import Folder, folded, is_docname
from anthology_import.lock import BuildInput, Lock, digest
from anthology_import.media import Library
from anthology_import.plan import Plan, PlanBuilder
from anthology_import.records import Item, Summary, UnusableError
from anthology_import.resolver import ResolverBuilder

pytestmark = [
    pytest.mark.beside,
    pytest.mark.once,
    pytest.mark.skipif(not exports(), reason=f"no exports in {CORPUS.name}"),
]
HOSTILE = sorted((CORPUS / "nasty").glob("*.*"))
UNUSABLE = {
    "billion-laughs.xml": "document type",
    "empty.xml": "is empty",
    "not-wxr-html-login.xml": "web page",
    "quadratic.xml": "document type",
    "xxe-file.xml": "document type",
    "xxe-http.xml": "document type",
    "zip-bomb.zip": "leads out",
}
"""Those that are refused, and a word of the reason."""

_NO_ITEM = re.compile(rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->", re.DOTALL)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a socket fails."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


def brought_in(path: Path, out: Path) -> tuple[list[Item], Summary, Plan]:
    """Read an export, plan its documents, ask for all addresses, and write something for each."""
    export = Export([path])
    planning, noting = PlanBuilder(), ResolverBuilder()
    items = list(export.items())
    for item in items:
        noting.add(planning.add(item), item)
    lock = Lock(Folder(out))
    plan = planning.finish(known=lock.known)
    resolver = noting.finish(plan, export.summary.blog)
    for document in plan.documents.values():
        places = resolver.places(document.docname, Library())
        for item in items:
            places.document(item.address)
            places.picture(item.file)
        lock.put(BuildInput(document.key, document.docname, digest(document), "1"), "text\n")
    lock.save()
    return items, export.summary, plan


@pytest.mark.parametrize("path", exports(), ids=lambda path: path.name)
def test_all_items_are_accounted_for(path: Path, tmp_path: Path) -> None:
    """Items in the text are those read and those failed; and each is a document or skipped."""
    if path.name in UNUSABLE:
        return
    items, told, plan = brought_in(path, tmp_path)
    in_text = len(re.findall(rb"<item[\s>]", _NO_ITEM.sub(b"", path.read_bytes())))
    assert told.found == in_text == len(items) + len(told.failures)
    assert len(plan.documents) + len(plan.skipped) == len(items)
    names = [document.docname for document in plan.documents.values()]
    assert len({folded(name) for name in names}) == len(names)
    assert all(map(is_docname, names))
    written = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*.md")}
    assert written == {f"{name}.md" for name in names}


@pytest.mark.parametrize("path", exports(), ids=lambda path: path.name)
def test_nobodys_address_is_read(path: Path) -> None:
    """E-mail addresses are found in texts alone, where their authors put them."""
    if path.name in UNUSABLE:
        return
    export = Export([path])
    for item in export.items():
        people = repr((item.accounts, [comment.author for comment in item.comments]))
        assert not _ADDRESS.search(people)
    assert not _ADDRESS.search(repr(export.summary.blog.accounts))


@pytest.mark.parametrize("path", exports(), ids=lambda path: path.name)
def test_a_second_import_changes_nothing(path: Path, tmp_path: Path) -> None:
    """Not a byte, and no file's time."""
    if path.name in UNUSABLE:
        return
    states = []
    for _ in range(2):
        brought_in(path, tmp_path)
        files = [p for p in sorted(tmp_path.rglob("*")) if p.is_file()]
        states.append([(p, p.read_bytes(), p.stat().st_mtime_ns) for p in files])
    assert states[0] == states[1]


@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.name)
def test_hostile_exports_do_no_harm(path: Path, tmp_path: Path) -> None:
    """Each is refused with its reason, or read; soon, and nothing is written elsewhere."""
    start = time.process_time()
    out = tmp_path / "docs"
    if path.name in UNUSABLE:
        with pytest.raises(UnusableError, match=UNUSABLE[path.name]):
            brought_in(path, out)
        assert not out.exists()
    else:
        _, told, _ = brought_in(path, out)
        assert len(told.failures) == (path.name == "truncated.xml")
    assert time.process_time() - start < 5
    assert [p.name for p in tmp_path.iterdir()] in ([], ["docs"])


READ_ALL = f"""{PEAK}
import sys
from pathlib import Path
from anthology_import.adapters.wxr import Export
from anthology_import.records import UnusableError
for name in sys.argv[1:]:
    try:
        for _ in Export([Path(name)]).items():
            pass
    except UnusableError:
        pass
print(peak())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is told elsewhere")
def test_hostile_exports_take_little_memory() -> None:
    """All of them one after the other, in MB."""
    command = [sys.executable, "-c", READ_ALL, *map(str, HOSTILE)]
    result = subprocess.run(command, check=True, capture_output=True, text=True)
    assert int(result.stdout) < 300
