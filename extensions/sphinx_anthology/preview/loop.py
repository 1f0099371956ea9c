"""The loop of a preview: it watches the folder, orders builds, and keeps what pages are to know."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses as dc
import functools
import multiprocessing
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from importlib import metadata
from multiprocessing.connection import Connection
from pathlib import Path

from watchfiles import Change, awatch

from sphinx_anthology.model.consistency import LeftOut
from sphinx_anthology.model.problem import shown_path
from sphinx_anthology.model.quick_build import QuickBuild
from sphinx_anthology.preview.changes import SourceFilter, quick_build
from sphinx_anthology.preview.messages import (
    BUILD,
    GIVE_WAY,
    STOP,
    STORE,
    BuildResult,
    Finding,
    Order,
    Places,
    Report,
)

_Change = tuple[Change, str]

IDLE = 0.7
"""Seconds without an edit before a complete build."""
REST = 3.0
"""Seconds without an edit before the environment is stored."""
_PATIENCE = 10.0
"""Seconds that the worker has to end by itself."""
_MOST_CRASHES = 3
"""How often in a row a worker is started again without an edit."""


@dc.dataclass
class Shown:
    """What pages are to know: the newest state, in full."""

    run: int
    """The number of this server's run: pages of another are loaded anew."""
    folder: str = ""
    """The publication's folder before names of files, with a slash; may be empty."""
    number: int = 0
    """The number of the last build."""
    styles: int = 0
    """How often styles alone have changed."""
    assets: int = 0
    """How often other files have changed that pages load, such as images."""
    pages: dict[str, int] = dc.field(default_factory=dict)
    """The build that wrote each page last."""
    error: str = ""
    """The reason why there is no build; else empty."""
    findings: tuple[Finding, ...] = ()
    withheld: tuple[LeftOut, ...] = ()
    missing: frozenset[str] = frozenset()
    """The docnames of documents that cannot be shown."""
    as_of: str = ""


def _work(orders: Connection, places: Places, describe: Callable[[BaseException], str]) -> None:
    """Build in another process; Sphinx is loaded there alone.

    Sphinx and pybtex look through all installed packages for plug-ins, several times a build. None
    is installed while one previews, so an answer stays true.
    """
    metadata.entry_points = functools.cache(metadata.entry_points)  # type: ignore[assignment]
    from sphinx_anthology.preview.worker import work  # noqa: PLC0415

    work(orders, places, describe)


class BuildLoop:
    """Orders one build after the other, for as long as the preview runs."""

    def __init__(
        self,
        places: Places,
        *,
        describe: Callable[[BaseException], str],
        tell: Callable[[Shown, BuildResult, float], None],
    ) -> None:
        folder = shown_path(places.docs, Path.cwd())
        self.shown = Shown(
            run=time.time_ns() // 1_000_000, folder="" if folder == "." else f"{folder}/"
        )
        self._places, self._describe, self._tell = places, describe, tell
        self._open: Counter[str] = Counter()
        self._news = asyncio.Condition()
        self._edits: set[_Change] = set()
        self._edited = asyncio.Event()
        self._crashes = 0
        self._digests: dict[str, str] = {}
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._orders, theirs = context.Pipe()
        self._process = context.Process(
            target=_work, args=(theirs, self._places, self._describe), name="anthology-preview"
        )
        self._process.start()
        theirs.close()

    async def run(self) -> None:
        """Build once, then whenever something was saved."""
        is_unfinished = await self._complete()
        is_stored = False
        while True:
            wait = IDLE if is_unfinished else None if is_stored else REST
            if await self._is_edited(wait):
                await self._quick()
                is_unfinished, is_stored = True, False
            elif is_unfinished:
                is_unfinished = await self._complete()
            else:
                self._send(Order(kind=STORE))
                is_stored = True

    async def watch(self) -> None:
        """Note what is saved in the folder of the publication."""
        try:
            await self._watch()
        except OSError:  # the system watches as many folders as it can: look at them ourselves
            await self._watch(force_polling=True)

    async def _watch(self, **options: bool) -> None:
        docs = self._places.docs
        # a short wait: programs write a file in several steps
        saved = awatch(docs, watch_filter=SourceFilter(docs), debounce=50, step=20, **options)
        async for changes in saved:
            self._edits |= changes
            self._edited.set()

    async def guarded(self, work: Coroutine[None, None, None]) -> None:
        """Say on every page why a part of the preview has ended."""
        try:
            await work
        except Exception as error:  # noqa: BLE001  # whatever it is
            self.shown.error = f"The preview has stopped: {self._describe(error)} Start it again."
            await self._spread()

    async def _is_edited(self, seconds: float | None) -> bool:
        """Wait for an edit."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._edited.wait(), seconds)
        return self._edited.is_set()

    async def _quick(self) -> None:
        changes, self._edits = self._edits, set()
        self._edited.clear()
        quick = quick_build(changes, self._places.docs, self._open.keys())
        await self._build(quick)

    async def _complete(self) -> bool:
        """Order a complete build; say whether it has to be repeated."""
        result = await self._build(None)
        return result is None or result.is_broken_off

    async def _build(self, quick: QuickBuild | None) -> BuildResult | None:
        """Order a build and wait for it; :data:`None` if the worker ended meanwhile.

        Pages are shown as soon as they are built; what is wrong with them is told after it.
        """
        begin = time.monotonic()
        self._send(Order(kind=BUILD, quick=quick))
        try:
            result = await self._received(may_break_off=quick is None)
            seconds = time.monotonic() - begin
            self._note_pages(result, quick)
            await self._spread()
            if result.is_whole:
                self._note_report(await asyncio.to_thread(self._orders.recv))
                await self._spread()
        except (EOFError, OSError):
            await self._restart()
            return None
        self._crashes = 0
        self._tell(self.shown, result, seconds)
        return result

    async def _received(self, *, may_break_off: bool) -> BuildResult:
        """What the worker built; an edit makes it break off."""
        received = asyncio.ensure_future(asyncio.to_thread(self._orders.recv))
        edited = asyncio.ensure_future(self._edited.wait())
        try:
            if may_break_off:
                await asyncio.wait({received, edited}, return_when=asyncio.FIRST_COMPLETED)
                if not received.done():
                    self._send(Order(kind=GIVE_WAY))
            result: BuildResult = await received
            return result
        finally:
            edited.cancel()

    def _send(self, order: Order) -> None:
        with contextlib.suppress(OSError):  # the worker ended: the next report tells
            self._orders.send(order)

    async def _restart(self) -> None:
        """Start another worker; after several without success, only at the next edit."""
        self._crashes += 1
        self.shown.error = "The process that builds ended, and is started again."
        if self._crashes >= _MOST_CRASHES:
            self.shown.error = (
                "The process that builds ended several times. Save a file to start it again, or "
                "look at what ‘anthology build’ says."
            )
        await self._spread()
        if self._crashes >= _MOST_CRASHES:
            await self._edited.wait()
        self._orders.close()
        self._start()

    def _note_pages(self, result: BuildResult, quick: QuickBuild | None) -> None:
        """Take over what was built; what was wrong with a page is not known of the new one."""
        shown = self.shown
        shown.number += 1
        if quick is not None:
            are_styles = all(name.endswith(".css") for name in quick.edited)
            shown.styles += are_styles
            shown.assets += quick.has_new_assets and not are_styles
        changed = [p for p, digest in result.pages.items() if self._digests.get(p) != digest]
        self._digests |= result.pages
        shown.pages |= dict.fromkeys(changed, shown.number)
        if not result.is_broken_off:
            shown.error = result.error
        if result.is_whole:
            # a page may come back as it was before
            shown.pages |= dict.fromkeys(shown.missing & result.pages.keys(), shown.number)
            shown.missing -= result.pages.keys()
            shown.findings = tuple(f for f in shown.findings if f.docname not in result.pages)

    def _note_report(self, report: Report) -> None:
        """Take over what is wrong."""
        shown = self.shown
        shown.pages |= dict.fromkeys(shown.missing ^ report.missing, shown.number)
        found = {*report.findings, *report.warnings}
        shown.findings = tuple(sorted(found, key=lambda f: (f.file, f.line, f.message)))
        shown.withheld = report.withheld
        shown.missing, shown.as_of = report.missing, report.as_of

    async def _spread(self) -> None:
        async with self._news:
            self._news.notify_all()

    async def changed(self) -> None:
        """Wait until there is something new to know."""
        async with self._news:
            await self._news.wait()

    @contextlib.contextmanager
    def looking_at(self, page: str) -> Iterator[None]:
        """Count a browser that shows a page."""
        self._open[page] += 1
        try:
            yield
        finally:
            self._open[page] -= 1
            self._open += Counter()  # without those that nobody looks at

    async def stop(self) -> None:
        """Let the worker store what it has, and end."""
        self._send(Order(kind=STOP))
        await asyncio.to_thread(self._process.join, _PATIENCE)
        if self._process.is_alive():
            self._process.kill()
