"""A client of a language server: JSON-RPC over standard input and output."""

from __future__ import annotations

import itertools
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

SETTINGS = {"yaml": {"validate": True, "hover": True, "completion": True}}


class Client:
    """Asks a language server, and keeps what it says of documents."""

    def __init__(self, source: BinaryIO, sink: BinaryIO) -> None:
        self._source, self._sink = source, sink
        self._numbers = itertools.count(1)
        self.problems: dict[str, list[dict[str, Any]]] = {}
        completion = {"completionItem": {"snippetSupport": True}}
        capabilities = {
            "textDocument": {"completion": completion, "hover": {"contentFormat": ["markdown"]}},
            "workspace": {"configuration": True},
        }
        self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": capabilities})
        self.tell("initialized", {})

    def tell(self, method: str, parameters: dict[str, Any]) -> None:
        """Notify the server."""
        self._send({"jsonrpc": "2.0", "method": method, "params": parameters})

    def ask(self, method: str, parameters: dict[str, Any]) -> Any:
        """Ask the server, and answer what it asks meanwhile."""
        number = next(self._numbers)
        self._send({"jsonrpc": "2.0", "id": number, "method": method, "params": parameters})
        while True:
            message = self._receive()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]
            self._note(message)

    def open(self, uri: str, text: str) -> list[dict[str, Any]]:
        """Show a YAML document to the server; give what it finds wrong."""
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        while uri not in self.problems:
            self._note(self._receive())
        return self.problems[uri]

    def at(self, method: str, uri: str, line: int, character: int) -> Any:
        """The answer about a place, both counted from 0."""
        place = {"line": line, "character": character}
        return self.ask(f"textDocument/{method}", {"textDocument": {"uri": uri}, "position": place})

    def _note(self, message: dict[str, Any]) -> None:
        if message.get("method") == "textDocument/publishDiagnostics":
            self.problems[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            items = message["params"].get("items", []) if message.get("params") else []
            answer = [SETTINGS.get(item.get("section"), {}) for item in items] or None
            self._send({"jsonrpc": "2.0", "id": message["id"], "result": answer})

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps(message).encode()
        self._sink.write(b"Content-Length: %d\r\n\r\n%b" % (len(data), data))
        self._sink.flush()

    def _receive(self) -> dict[str, Any]:
        length = 0
        while line := self._source.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        assert length, "the server has ended"
        found: dict[str, Any] = json.loads(self._source.read(length))
        return found


@contextmanager
def serving(*command: str) -> Iterator[Client]:
    """A client of a server that runs meanwhile."""
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdin
        assert process.stdout
        try:
            yield Client(process.stdout, process.stdin)
        finally:
            process.kill()
