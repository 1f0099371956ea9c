"""A web server as a strict host would set it up: policy, types, compression, a page for 404."""

from __future__ import annotations

import contextlib
import dataclasses as dc
import functools
import gzip
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
    " connect-src 'self'"
)
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/vnd.microsoft.icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
}
COMPRESSED = (".css", ".html", ".js", ".json", ".mjs", ".svg", ".txt", ".xml")


@dc.dataclass(frozen=True, slots=True)
class Site:
    """A publication that is being served."""

    address: str
    """Its base address, with a slash at the end."""
    out: Path
    """The folder that is served."""


@functools.lru_cache(maxsize=256)
def _compressed(content: bytes) -> bytes:
    """A file as it is sent: style sheets and scripts are sent with every new window."""
    return gzip.compress(content, compresslevel=5, mtime=0)


class _Handler(SimpleHTTPRequestHandler):
    """Answer for one folder, which is the whole host."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send a file, or the publication's own page for what is not there."""
        self._send(body=True)

    def do_HEAD(self) -> None:
        """Send what goes before the file."""
        self._send(body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its own name
        """Say nothing: a test reports what it finds itself."""

    def _send(self, *, body: bool) -> None:
        found = self._file()
        path = found or Path(self.directory) / "404.html"
        content = path.read_bytes() if path.is_file() else b"Not found."
        kind = path.suffix if path.is_file() else ".txt"
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", TYPES.get(kind, "application/octet-stream"))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        long = found is not None and found.is_relative_to(Path(self.directory) / "_static")
        self.send_header("Cache-Control", "public, max-age=31536000" if long else "no-cache")
        if kind in COMPRESSED and "gzip" in self.headers.get("Accept-Encoding", ""):
            content = _compressed(content)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if body:
            self.wfile.write(content)

    def _file(self) -> Path | None:
        folder = Path(self.directory)
        path = (folder / unquote(urlsplit(self.path).path).lstrip("/")).resolve()
        if path.is_dir():
            path /= "index.html"
        return path if path.is_file() and path.is_relative_to(folder) else None


class _Server(ThreadingHTTPServer):
    """One who has many visitors at once, such as a checker of links."""

    daemon_threads = True
    request_queue_size = 128


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[Site]:
    """Serve a folder on a port of its own for as long as it is needed."""
    folder = folder.resolve()
    server = _Server(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Site(f"http://127.0.0.1:{server.server_port}/", folder)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
