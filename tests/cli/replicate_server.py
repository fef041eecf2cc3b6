"""A server on this machine that answers as Replicate's API does, and as it should not."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

VERSION = "5c7d5dc6dd8bf75c1acaa8565735e7986bc5b66206b55cca93cb72c9bf15ccaa"
OLDER = "0a1f3e7d9b2c4d6e8f0a1f3e7d9b2c4d6e8f0a1f3e7d9b2c4d6e8f0a1f3e7d9b"
TOKEN = "r8_Sentinel0123456789"
FIELDS = ("description", "readme", "github_url", "paper_url", "weights_url", "license_url")
RUN = """\
from cog import BaseRunner, Input, Path


class Runner(BaseRunner):
    def run(self, image: Path = Input(description="The photo to enlarge, as PNG or JPEG.")) -> Path:
        print(image)
        return image
"""
"""The predictor of the model."""


def prediction(id: str, version: str = VERSION, **given: Any) -> dict[str, Any]:
    """The record of an example."""
    return {
        "id": id,
        "model": "atelier/lantern",
        "version": version,
        "input": given,
        "output": "https://replicate.delivery/xezq/out.png",
        "status": "succeeded",
        "error": None,
        "created_at": "2026-03-01T12:00:00.000Z",
    }


class Api:
    """One model. What a test sets changes how the server answers."""

    def __init__(self) -> None:
        first = prediction("v1q9", prompt="a harbor", image="https://example.com/a.png", seed=1)
        self.model: dict[str, Any] = {
            "url": "https://replicate.com/atelier/lantern",
            "owner": "atelier",
            "name": "lantern",
            "description": "Paints night scenes",
            "visibility": "public",
            "is_official": False,
            "github_url": None,
            "paper_url": None,
            "license_url": None,
            "run_count": 3,
            "cover_image_url": None,
            "default_example": first,
            "latest_version": {"id": VERSION, "cog_version": "0.24.0", "openapi_schema": {}},
        }
        self.readme: str | None = "# Lantern\n"
        self.examples: list[Any] = [first]
        self.status: dict[str, int] = {}
        """By method, or by method and the end of the path: another status than 200."""
        self.headers: dict[str, str] = {}
        self.body: bytes | None = None
        """Another body than the right one."""
        self.delay: dict[str, float] = {}
        """By method: how many seconds the server takes before it answers."""
        self.drops: set[str] = set()
        """Methods after which the connection is cut without an answer."""
        self.keeps: dict[str, str] = {}
        """What the server makes of fields, whatever is sent."""
        self.following = "https://api.replicate.com/v1/models/atelier/lantern/examples?cursor=2"
        """Where the rest of the examples is."""
        self.seen: list[tuple[str, str, str | None]] = []
        self.sent: list[dict[str, Any]] = []
        self.before_answer: dict[int, Any] = {}
        """What to do before the answer with this number, counted from 1."""
        api = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                api.answer(self, {})

            def do_PATCH(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                api.answer(self, json.loads(self.rfile.read(length)))

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, request: BaseHTTPRequestHandler, fields: dict[str, Any]) -> None:
        """Answer one request."""
        method, path = request.command, request.path
        self.seen.append((method, path, request.headers.get("Authorization")))
        self.before_answer.get(len(self.seen), lambda: None)()
        status = self.status.get(f"{method} {path.rpartition('/')[2]}", self.status.get(method, 200))
        if method == "PATCH":
            self.sent.append(fields)
            if status == 200:
                self.take(fields)
        time.sleep(self.delay.get(method, 0.0))
        if method in self.drops:
            request.connection.close()
            return
        body = self.right_body(path)
        if path.endswith("/readme") and self.readme is None:
            status = 404
        request.send_response(status)
        for name, text in self.headers.items():
            request.send_header(name, text)
        request.end_headers()
        request.wfile.write(body if self.body is None else self.body)

    def take(self, fields: dict[str, Any]) -> None:
        """Change the page."""
        for field, text in fields.items():
            text = self.keeps.get(field, text)
            if field == "readme":
                self.readme = text
            elif field in self.model:  # the record of a model has no weights_url
                self.model[field] = text

    def right_body(self, path: str) -> bytes:
        """The body as the facts have it."""
        if path.endswith("/readme"):
            return (self.readme or "").encode()
        if "/examples" in path:
            more = "cursor" not in path and len(self.examples) > 1
            following = self.following if more else None
            results = self.examples[1:] if "cursor" in path else self.examples[:1]
            return json.dumps({"next": following, "previous": None, "results": results}).encode()
        return json.dumps(self.model).encode()

    def stop(self) -> None:
        """Answer no more."""
        self.server.shutdown()
        self.server.server_close()
