"""A small server that speaks Cog's protocol (replicate/cog: docs/http.md): a real one, for tests of Run."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PIXEL = (
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNg+M/wHwAEAQH/7yMK/gAAAABJRU5ErkJggg=="
)

Answer = Callable[[dict[str, Any]], "tuple[int, dict[str, Any]] | list[tuple[str, dict[str, Any]]]"]
"""From the input to a status and a body, or to events."""


@contextmanager
def cog_server(answer: Answer, streaming: bool = False) -> Iterator[str]:
    """The address of a server that answers with what `answer` gives."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/health-check":
                self._json(200, {"status": "READY"})
            elif self.path == "/openapi.json":
                post = {"x-cog-streaming": True} if streaming else {}
                self._json(200, {"paths": {"/predictions": {"post": post}}})
            else:
                self._json(404, {"detail": "Not Found"})

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            wanted = "text/event-stream" if streaming else "application/json"
            if self.path != "/predictions" or self.headers["Accept"] != wanted:
                self._json(406, {"detail": "Not Acceptable"})
                return
            result = answer(body["input"])
            if isinstance(result, tuple):
                self._json(*result)
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            for name, data in result:
                self.wfile.write(f"event: {name}\ndata: {json.dumps(data)}\n\n".encode())

        def _json(self, status: int, body: dict[str, Any]) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
