"""The server of a preview, for this machine alone.

Pages get a script on their way; on disk they stay as they were built. By one open request each page
learns what changed (server-sent events; HTML, section 9.2).
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses as dc
import json
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import uvicorn
from anyio import Path as AsyncPath
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sphinx_anthology.model.problem import Level
from sphinx_anthology.preview import pages
from sphinx_anthology.preview.loop import BuildLoop, Shown
from sphinx_anthology.preview.messages import BuildResult, Places

HOST = "127.0.0.1"
"""Nobody else's machine reaches it."""
HERE = Path(__file__).parent
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "frame-ancestors 'none'",
}
_ALIVE = 15.0
"""Seconds after which a quiet stream says that it is there."""


def page_name(path: str) -> str:
    """The name of the page at a path: ``a/b`` of ``/a/b.html``, ``a/index`` of ``/a/``."""
    name = path.removeprefix("/")
    return f"{name}index" if name.endswith("/") or not name else name.removesuffix(".html")


class Preview:
    """A preview: the loop of builds, and what browsers are given."""

    def __init__(
        self,
        places: Places,
        *,
        describe: Callable[[BaseException], str],
        tell: Callable[[Shown, BuildResult, float], None],
    ) -> None:
        self._places, self._describe, self._tell = places, describe, tell
        self.is_closing = asyncio.Event()

    def application(self) -> Starlette:
        """The application that the server runs."""
        self._places.out.mkdir(parents=True, exist_ok=True)
        routes = [
            Route("/_preview/", self._overview),
            Route("/_preview/events", self._events),
            Mount("/_preview", StaticFiles(directory=HERE / "static")),
            Mount("/", _Site(self, self._places.out)),
        ]
        hosts = Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])
        return Starlette(routes=routes, middleware=[hosts], lifespan=self._life)

    @contextlib.asynccontextmanager
    async def _life(self, app: Starlette) -> AsyncIterator[None]:
        """Start the loop with the server, and end it with it."""
        self.loop = BuildLoop(self._places, describe=self._describe, tell=self._tell)
        works = (self.loop.watch(), self.loop.run())
        tasks = [asyncio.create_task(self.loop.guarded(work)) for work in works]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await self.loop.stop()

    async def _overview(self, request: Request) -> Response:
        return self.own_page(pages.overview(self.loop.shown), "_preview/index")

    def own_page(self, text: str, name: str, status: int = 200) -> Response:
        """A page that the server makes itself."""
        page = with_script(text.encode(), name, self.loop.shown)
        return HTMLResponse(page, status, headers=_HEADERS)

    async def _events(self, request: Request) -> Response:
        """Tell a page whatever it has to know, again and again."""
        page = page_name(request.query_params.get("page", ""))

        async def told() -> AsyncIterator[str]:
            with self.loop.looking_at(page):
                while not self.is_closing.is_set():
                    yield f"data: {json.dumps(state_of(page, self.loop.shown))}\n\n"
                    await self._until_news()

        return StreamingResponse(told(), media_type="text/event-stream", headers=_HEADERS)

    async def _until_news(self) -> None:
        """Wait for a build, for the end, or for so long that the stream might be taken for dead."""
        waits = {asyncio.ensure_future(w) for w in (self.loop.changed(), self.is_closing.wait())}
        try:
            await asyncio.wait(waits, timeout=_ALIVE, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()


def state_of(page: str, shown: Shown) -> dict[str, Any]:
    """What a page has to know: whether to load again, and what is wrong."""
    here = [f for f in shown.findings if f.docname == page]
    elsewhere = [f for f in shown.findings if f.docname != page and f.level is Level.MUST]
    return {
        "run": shown.run,
        "page": shown.pages.get(page, 0),
        "styles": shown.styles,
        "assets": shown.assets,
        "error": shown.error,
        "asOf": shown.as_of,
        "folder": shown.folder,
        "withheld": len(shown.withheld),
        "here": [dc.asdict(finding) for finding in here],
        "elsewhere": [dc.asdict(finding) for finding in elsewhere],
    }


def with_script(text: bytes, page: str, shown: Shown) -> bytes:
    """A page with the script, which learns of what state the page is."""
    head, found, tail = text.rpartition(b"</body>")
    script = (
        f'<script src="/_preview/preview.js" data-run="{shown.run}" data-styles="{shown.styles}" '
        f'data-assets="{shown.assets}" data-page="{shown.pages.get(page, 0)}" defer></script>'
    )
    return head + script.encode() + found + tail if found else text


class _Site(StaticFiles):
    """The pages as they were built, with the script on their way."""

    def __init__(self, preview: Preview, out: Path) -> None:
        self._preview = preview
        super().__init__(directory=out, html=True)

    async def get_response(self, path: str, scope: Any) -> Response:
        """A file; in place of a page that cannot be shown, the reasons."""
        name = page_name(path if path != "." else "")
        if text := pages.not_built(name, self._preview.loop.shown):
            return self._preview.own_page(text, name, 404)
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code != 404:
                raise
            response = Response(status_code=404)
        if response.status_code == 404 and not self._preview.loop.shown.number:
            return self._preview.own_page(pages.waiting(), name, 503)
        if isinstance(response, FileResponse) and str(response.path).endswith(".html"):
            page = await AsyncPath(response.path).read_bytes()
            shown = self._preview.loop.shown
            response = HTMLResponse(with_script(page, name, shown), response.status_code)
        response.headers.update(_HEADERS | _caching(path, scope["query_string"]))
        return response


def _caching(path: str, query: bytes) -> dict[str, str]:
    """Let a browser keep styles, scripts and fonts, which have no words of drafts.

    Those with a version in their address never change (RFC 8246); of others it asks each time.
    """
    if not path.startswith("_static/"):
        return {}
    is_versioned = query.startswith((b"v=", b"digest="))  # Sphinx; the theme
    return {"Cache-Control": "max-age=31536000, immutable" if is_versioned else "no-cache"}


class _Server(uvicorn.Server):
    """A server that ends its streams before it stops."""

    def __init__(self, config: uvicorn.Config, preview: Preview) -> None:
        super().__init__(config)
        self._preview = preview

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, which would go on for ever."""
        self._preview.is_closing.set()
        await super().shutdown(sockets)


def serve(preview: Preview, port: socket.socket) -> None:
    """Serve until the program is ended from outside."""
    config = uvicorn.Config(
        preview.application(), log_level="warning", timeout_graceful_shutdown=2, ws="none"
    )
    _Server(config, preview).run(sockets=[port])


def free_port(first: int, *, most: int = 50) -> socket.socket:
    """A socket at the first free port from ``first`` on.

    :raises OSError: if none of ``most`` ports is free.
    """
    for number in range(first, first + most):
        found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            found.bind((HOST, number))
        except OSError:
            found.close()
            if number == first + most - 1:
                raise
        else:
            return found
    raise OSError(f"no port to look at from {first} on")
