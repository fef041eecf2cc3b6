"""Runs the model on a Cog server that the user has started, and tells the page what it answers.

Cog's protocol (replicate/cog: docs/http.md): POST /predictions with {"input": …}; a model that can stream says so in
its schema (`x-cog-streaming`) and sends server-sent events `start`, `output`, `log`, `metric`, `error`, `completed`.
"""

from __future__ import annotations

import contextlib
import json
import socket
from collections.abc import Iterable, Iterator
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

_ANSWER_SECONDS = 5.0
_RUN_SECONDS = 3600.0
_MAX_ANSWER = 256 * 1024 * 1024
_MAX_LINE = 64 * 1024 * 1024


def check_target(target: str) -> str:
    """The address of a Cog server without a trailing slash. Raises ValueError with a message for the user."""
    parts = urlsplit(target)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(f"--target must be the address of a Cog server, such as http://localhost:5000, not {target}")
    _ = parts.port  # raises ValueError where it is no number
    return target.rstrip("/")


def health(target: str) -> dict[str, Any]:
    """The state of the server: READY, STARTING, SETUP_FAILED … or "unreachable" with the reason."""
    try:
        answer = _get(target, "/health-check")
    except (OSError, HTTPException, ValueError, RecursionError) as error:
        return {"status": "unreachable", "detail": str(error) or type(error).__name__}
    status = answer.get("status") if isinstance(answer, dict) else None
    return {"status": status if isinstance(status, str) else "unknown"}


class TargetRun:
    """One run of the model. Iterating posts the values and gives what comes back, one JSON object on each line."""

    def __init__(self, target: str, values: Any, mode: str) -> None:
        self.target, self.values = target, values
        self.path = "/trainings" if mode == "train" else "/predictions"
        self._request: _Request | None = None
        self._aborted = False

    def __iter__(self) -> Iterator[str]:
        try:
            for update in self._updates():
                yield json.dumps(update) + "\n"
        except (OSError, HTTPException, ValueError, AttributeError) as error:
            # AttributeError: http.client reads from the response that `abort` has closed
            reason = str(error) or type(error).__name__
            yield json.dumps({"event": "error", "data": {"error": f"The Cog server does not answer: {reason}"}}) + "\n"

    def abort(self) -> None:
        """Stop reading; may be called from another thread."""
        self._aborted = True
        if self._request is not None:
            self._request.abort()

    def _updates(self) -> Iterator[dict[str, Any]]:
        """The events of a run as they come; a server that does not stream gives one at the end."""
        accept = "text/event-stream" if _can_stream(self.target, self.path) else "application/json"
        self._request = _Request(self.target, "POST", self.path, {"input": self.values}, accept, _RUN_SECONDS)
        if self._aborted:
            return
        with self._request as response:
            if response.headers.get_content_type() == "text/event-stream":
                yield from parse_events(_lines(response))
                return
            answer = _decoded(response.read(_MAX_ANSWER))
            if response.status >= 400:
                reason = {"error": _reason(answer, response.status), "detail": answer.get("detail")}
                yield {"event": "error", "data": reason}
            else:
                yield {"event": "completed", "data": answer}


def _can_stream(target: str, path: str) -> bool:
    try:
        return _get(target, "/openapi.json")["paths"][path]["post"]["x-cog-streaming"] is True
    except (HTTPException, ValueError, KeyError, TypeError, RecursionError):
        return False


def _lines(response: HTTPResponse) -> Iterator[str]:
    while line := response.readline(_MAX_LINE):
        yield line.decode("utf-8", "replace").rstrip("\r\n")


def parse_events(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Server-sent events as {"event": name, "data": object}; data that is no object becomes {"value": …}."""
    name, data = "", list[str]()
    for line in chain(lines, ("",)):
        if line.startswith("event:"):
            name = line[6:].strip()
        elif line.startswith("data:"):
            data.append(line[5:].removeprefix(" "))
        elif not line and name:
            yield {"event": name, "data": _value("\n".join(data))}
            name, data = "", []


def _value(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = text
    return value if isinstance(value, dict) else {"value": value}


def _decoded(body: bytes) -> dict[str, Any]:
    return _value(body.decode("utf-8", "replace"))


def _reason(answer: dict[str, Any], status: int) -> str:
    for key in ("error", "detail", "value"):
        if isinstance(answer.get(key), str) and answer[key]:
            return str(answer[key])
    return f"HTTP {status}"


def _get(target: str, path: str) -> Any:
    with _Request(target, "GET", path, None, "application/json", _ANSWER_SECONDS) as response:
        if response.status >= 400:
            raise ValueError(f"HTTP {response.status}")
        return json.loads(response.read(_MAX_ANSWER))


class _Request:
    """One request on a connection of its own. Redirects are not followed."""

    def __init__(self, target: str, method: str, path: str, body: Any, accept: str, seconds: float) -> None:
        parts = urlsplit(target)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self.connection = kind(parts.hostname or "", parts.port, timeout=seconds)
        self.method, self.path = method, parts.path.rstrip("/") + path
        self.body = None if body is None else json.dumps(body).encode()
        self.headers = {"Accept": accept, **({"Content-Type": "application/json"} if body is not None else {})}

    def __enter__(self) -> HTTPResponse:
        self.connection.request(self.method, self.path, self.body, self.headers)
        return self.connection.getresponse()

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def abort(self) -> None:
        """Wake a thread that waits for the answer."""
        if self.connection.sock is not None:
            with contextlib.suppress(OSError):
                self.connection.sock.shutdown(socket.SHUT_RDWR)
