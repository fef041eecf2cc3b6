"""A client that knows nothing but bytes: for protocol tests and for benchmarks, where a library would be in the way."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.limits import LIMIT

SERVER = (sys.executable, "-I", "-m", "cog_lsp", "serve")

PUSH = {"textDocument": {"publishDiagnostics": {"versionSupport": True, "codeDescriptionSupport": True}}}
PULL = {"textDocument": {"diagnostic": {}}, "general": {"positionEncodings": ["utf-8", "utf-16"]}}


def frame(message: Any) -> bytes:
    """A message as it goes over the wire."""
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


class RawClient:
    """One server process and the messages that it sent."""

    def __init__(
        self, command: Sequence[str] = SERVER, cwd: str | Path | None = None, env: dict[str, str] | None = None
    ):
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=cwd,
            env={**os.environ, **(env or {})},
        )
        self.bodies: queue.Queue[tuple[float, bytes] | None] = queue.Queue()
        """What came and is not read yet, with the moment of its last byte; None is the end of the output."""
        self.arrived = 0.0
        """When the last byte of the message that `next` gave had come (`time.perf_counter`)."""
        self.log: list[bytes] = []
        self.ids = iter(range(1, 1 << 30))
        threading.Thread(target=self._read, daemon=True).start()
        self.log_reader = threading.Thread(target=self._read_log, daemon=True)
        self.log_reader.start()

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while line := stream.readline():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
                while stream.readline().strip():
                    pass
                body = stream.read(length)
                if len(body) == length:  # or else it was killed in the middle of a message
                    self.bodies.put((time.perf_counter(), body))
        self.bodies.put(None)

    def _read_log(self) -> None:
        assert self.process.stderr is not None
        self.log.extend(self.process.stderr)

    def send(self, data: bytes) -> None:
        """Send raw bytes."""
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def notify(self, method: str, params: Any = None) -> None:
        """Send a notification."""
        self.send(frame({"jsonrpc": "2.0", "method": method, "params": params or {}}))

    def start(self, method: str, params: Any = None) -> int:
        """Send a request; its id."""
        id = next(self.ids)
        self.send(frame({"jsonrpc": "2.0", "id": id, "method": method, "params": params}))
        return id

    def next(self, timeout: float = LIMIT) -> dict[str, Any] | None:
        """The next message of the server; None at the end of its output. Raises queue.Empty when none comes in so many
        seconds, with 0 at once."""
        came = self.bodies.get(timeout=timeout)
        if came is None:
            return None
        self.arrived, body = came
        message: dict[str, Any] = json.loads(body)
        return message

    def answer(self, id: Any, timeout: float = LIMIT) -> dict[str, Any]:
        """The answer to a request. Other messages are passed over; requests of the server are answered with null."""
        end = time.monotonic() + timeout
        while True:
            message = self.next(max(0.01, end - time.monotonic()))
            assert message is not None, b"".join(self.log).decode()
            if message.get("id") == id and "method" not in message:
                return message
            self.serve(message)

    def serve(self, message: dict[str, Any]) -> None:
        """Answer a request of the server with null."""
        if "method" in message and "id" in message:
            self.send(frame({"jsonrpc": "2.0", "id": message["id"], "result": None}))

    def request(self, method: str, params: Any = None, timeout: float = LIMIT) -> Any:
        """Send a request and wait for its result."""
        answer = self.answer(self.start(method, params), timeout)
        assert "error" not in answer, answer
        return answer["result"]

    def wait_for(self, method: str, timeout: float = LIMIT) -> dict[str, Any]:
        """The parameters of the next notification or request with that method."""
        end = time.monotonic() + timeout
        while True:
            message = self.next(max(0.01, end - time.monotonic()))
            assert message is not None, b"".join(self.log).decode()
            self.serve(message)
            if message.get("method") == method:
                params: dict[str, Any] = message.get("params") or {}
                return params

    def initialize(self, root: Path | None = None, capabilities: dict[str, Any] | None = None, **more: Any) -> Any:
        """The handshake; the server's capabilities."""
        folders = [{"uri": root.as_uri(), "name": root.name}] if root is not None else None
        params = {
            "processId": os.getpid(),
            "rootUri": None,
            "capabilities": PUSH if capabilities is None else capabilities,
        }
        result = self.request("initialize", {**params, "workspaceFolders": folders, **more})
        self.notify("initialized")
        return result["capabilities"]

    def open(self, uri: str, text: str, language: str = "python", version: int = 1) -> None:
        """didOpen."""
        item = {"uri": uri, "languageId": language, "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def change(self, uri: str, text: str, version: int) -> None:
        """didChange with the whole text."""
        document = {"uri": uri, "version": version}
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})

    def diagnostics(self, uri: str, version: int | None = None, timeout: float = LIMIT) -> list[dict[str, Any]]:
        """The next published diagnostics of a document, of a version where one is named."""
        while True:
            params = self.wait_for("textDocument/publishDiagnostics", timeout)
            if params["uri"] == uri and version in (None, params.get("version")):
                items: list[dict[str, Any]] = params["diagnostics"]
                return items

    def shut_down(self) -> int:
        """The orderly end, with all of the log read; the exit code."""
        self.request("shutdown")
        self.notify("exit")
        code = self.process.wait(10)
        self.log_reader.join(10)
        return code

    def kill(self) -> None:
        """End the process whatever it does."""
        self.process.terminate()  # no SIGKILL, after which nobody would know which of its lines have run
        self.process.wait(10)

    def __enter__(self) -> RawClient:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
