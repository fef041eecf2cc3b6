"""The calls of Replicate's API. Source: replicate.com/docs/reference/http, replicate.com/changelog/2025-10-06.

The token comes from REPLICATE_API_TOKEN, goes to the API only and stands in no message.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from cog_lsp.project.published import BASE_VARIABLE, base_address
from cog_lsp.publication import install_command
from cog_lsp.regex import regex
from cog_lsp.text import visible

TOKEN = "REPLICATE_API_TOKEN"
SECONDS = 10.0
"""Without a word from Replicate."""
MOST_SECONDS = 60.0
"""Of one answer from its first byte to its last."""
LARGEST = 16 * 1024 * 1024
"""Bytes of an answer."""
LONGEST_DETAIL = 200
"""Characters of what Replicate says about a refusal."""
MOST_PAGES = 20
"""Of a list; Replicate gives a hundred records a page."""

_NAME = regex(r"[A-Za-z0-9][\w.-]{0,99}/[A-Za-z0-9][\w.-]{0,199}", re.ASCII)
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_WAIT = regex(r"(?:in|after) ~?(\d{1,5}) ?s")
"""As in "Request was throttled. Your rate limit resets in ~30s."."""
_REFUSALS = {
    401: f"Replicate does not accept the token in {TOKEN}. Make a new one at replicate.com/account/api-tokens.",
    403: f"The token in {TOKEN} may not {{do}} {{name}}. Use a token of its owner.",
    404: "Replicate knows no model {name}, or the token may not see it. Check the name.",
    409: "Something else changes {name} on Replicate right now{detail}. Try again in a minute.",
    413: "The README is too large for Replicate{detail}. Move a part of it into another file, and link to that.",
    422: "Replicate does not take this{detail}. Change it and try again.",
}


def is_name(text: str) -> bool:
    """Whether a text may be the `owner/name` of a model."""
    return _NAME.fullmatch(text) is not None


def token() -> str:
    """The user's token; empty where none is set."""
    return os.environ.get(TOKEN, "").strip()


class Unavailable(Exception):
    """Replicate did not do what was asked; the message is one line that says why and what to do."""


class Unanswered(Unavailable):
    """Nobody knows whether Replicate did what was asked."""


class Answer(Struct, frozen=True):
    """What Replicate answered."""

    status: int
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    def record(self) -> dict[str, Any]:
        """The body as a JSON object. Raises Unavailable where it is none."""
        try:
            data = json.loads(self.body)
        except (ValueError, RecursionError):
            data = None
        if not isinstance(data, dict):
            raise Unavailable("Replicate's answer could not be read. Try again later.")
        return data


class Api:
    """One model at Replicate, by `owner/name`. Use it in a `with` statement."""

    def __init__(self, name: str, waiting: Callable[[str], AbstractContextManager[object]] = nullcontext) -> None:
        """`waiting` shows what is waited for. Raises Unavailable without a token, without httpx, or for a name that is
        none."""
        if not is_name(name):
            raise Unavailable(f"{name} is no model's name. Write it as owner/name.")
        self.name = name
        self._waiting = waiting
        self._token = token()
        if not self._token:
            raise Unavailable(f"Set {TOKEN} to a token from replicate.com/account/api-tokens, then try again.")
        if not self._token.isascii() or not self._token.isprintable():
            raise Unavailable(f"{TOKEN} holds no token: tokens are plain letters and digits. Copy it again.")
        try:
            import httpx
        except ImportError:
            raise Unavailable(f"This needs one more package: {install_command('remote')}") from None
        self.base = base_address()
        address = urlsplit(self.base)
        if address.scheme != "https" and (address.scheme != "http" or address.hostname not in _LOCAL):
            raise Unavailable(f"{BASE_VARIABLE} must begin with https://, since the token goes there.")
        self._path = f"/v1/models/{name}"
        self._client = httpx.Client(headers={"Authorization": f"Bearer {self._token}"}, timeout=SECONDS)

    def __enter__(self) -> Api:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def model(self) -> dict[str, Any]:
        """The record of the model. Raises Unavailable."""
        return self._good("GET", self._path).record()

    def readme(self) -> str:
        """The README on its page; empty where there is none. Raises Unavailable."""
        return self._good("GET", f"{self._path}/readme", may_lack=True).text

    def examples(self) -> list[dict[str, Any]]:
        """The author's examples, each the record of a prediction. Raises Unavailable."""
        records: list[dict[str, Any]] = []
        path = f"{self._path}/examples"
        for _ in range(MOST_PAGES):
            answer = self._good("GET", path, may_lack=True)
            page = answer.record() if answer.body else {}
            results, following = page.get("results"), page.get("next")
            records += [record for record in results if isinstance(record, dict)] if isinstance(results, list) else []
            if not isinstance(following, str):
                break
            # Wherever the answer leads, the token goes to one place only.
            address = urlsplit(following)
            if not address.path.startswith("/"):
                break
            path = f"{address.path}?{address.query}"
        return records

    def update(self, fields: Mapping[str, str]) -> None:
        """Change what the page says, all of it at once. Raises Unavailable where nothing changed, and Unanswered where
        nobody knows."""
        self._good("PATCH", self._path, fields)

    def _good(
        self, method: str, path: str, fields: Mapping[str, str] | None = None, *, may_lack: bool = False
    ) -> Answer:
        """A good answer, which is empty for what `may_lack` and is not there. Raises Unavailable for every other."""
        import httpx

        try:
            with self._waiting(f"{'Sending to' if method == 'PATCH' else 'Asking'} Replicate about {self.name} …"):
                answer, wait = self._send(method, self.base + path, fields)
        except httpx.TimeoutException:
            raise Unanswered(f"Replicate did not answer within {SECONDS:.0f} seconds. Try again later.") from None
        except (httpx.ConnectError, httpx.UnsupportedProtocol, httpx.InvalidURL, httpx.ProxyError):
            raise Unavailable("Replicate cannot be reached. Check the connection and try again.") from None
        except httpx.HTTPError:
            raise Unanswered("The connection to Replicate broke. Check it and try again.") from None
        if 200 <= answer.status < 300:
            return answer
        if answer.status == 404 and may_lack:
            return Answer(404, b"")
        raise self._refusal(method, answer, wait)

    def _send(self, method: str, url: str, fields: Mapping[str, str] | None) -> tuple[Answer, str]:
        """The answer and how long to wait for a better one. Raises what httpx raises, and Unanswered for an answer that
        never ends."""
        until = time.monotonic() + MOST_SECONDS
        with self._client.stream(method, url, json=None if fields is None else dict(fields)) as response:
            body = bytearray()
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > LARGEST or time.monotonic() > until:
                    raise Unanswered("Replicate's answer does not end. Try again later.")
            return Answer(response.status_code, bytes(body)), response.headers.get("retry-after", "")

    def _refusal(self, method: str, answer: Answer, wait: str) -> Unavailable:
        """What a refusal means."""
        status, detail = answer.status, self._detail(answer)
        if status in _REFUSALS:
            do = "change" if method == "PATCH" else "see"
            return Unavailable(_REFUSALS[status].format(name=self.name, do=do, detail=f": {detail}" if detail else ""))
        if status == 429:
            match = _WAIT.search(detail)
            seconds = wait if wait.isdecimal() else match[1] if match is not None else ""
            return Unavailable(
                f"Replicate asks to wait {f'{int(seconds)} seconds' if seconds else 'a minute'}. Then try again."
            )
        kind = Unanswered if status >= 500 else Unavailable
        return kind(f"Replicate answered with status {status}. Try again later.")

    def _detail(self, answer: Answer) -> str:
        """What Replicate says about a refusal, in one line without the token."""
        try:
            data = answer.record()
        except Unavailable:
            return ""
        detail = data.get("detail") or data.get("title") or ""
        text = " ".join(str(detail).replace(self._token, "…").split()).rstrip(".")
        return visible(text if len(text) <= LONGEST_DETAIL else text[:LONGEST_DETAIL] + "…")
