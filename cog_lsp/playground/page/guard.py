"""Which requests the preview server answers, and the headers that keep its page to itself."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from cog_lsp.regex import regex

if TYPE_CHECKING:
    from starlette.requests import Request

MAX_BODY = 64 * 1024 * 1024
"""Bytes of a request; three files of the largest size that the form takes fit in."""
_LOOPBACK = regex(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::[0-9]{1,5})?", re.IGNORECASE)
"""A name of this machine, and a port."""

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src data: blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self' vscode-webview: https://*.vscode-cdn.net http://127.0.0.1:* http://localhost:*"
)
"""VS Code shows the page in a frame of its own; every other site is refused."""
HEADERS = {  # of every answer
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    # no-transform: a proxy between (as in a remote VS Code) must not compress, which would hold back the events.
    "Cache-Control": "no-store, no-transform",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Refused(Exception):
    """A request that cannot be answered, with the reason for the user."""


def allowed(request: Request, own_origin: bool) -> bool:
    """Whether the request comes from this machine by a loopback name (a rebound DNS name is none) and, for requests
    that do something, from the page itself."""
    host = request.headers.get("host", "")
    if not _LOOPBACK.fullmatch(host):
        return False
    origin = request.headers.get("origin")
    return origin in (f"http://{host}", f"https://{host}") if origin is not None or own_origin else True


async def body_of(request: Request) -> dict[str, Any]:
    """The JSON object that a request carries. Raises Refused for anything else."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise Refused("The request must be JSON.")
    from starlette.requests import ClientDisconnect

    data = bytearray()
    try:
        async for chunk in request.stream():
            data += chunk
            if len(data) > MAX_BODY:
                raise Refused("The request is too large.")
    except ClientDisconnect:
        raise Refused("The request is not whole.") from None
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        raise Refused("The request is not valid JSON.") from None
    if not isinstance(body, dict):
        raise Refused("The request must be a JSON object.")
    return body
