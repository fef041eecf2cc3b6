"""What Replicate says of a published model. Nothing here runs unless someone asks for `card --remote`.

Source: replicate.com/docs/reference/http. The token comes from REPLICATE_API_TOKEN and goes nowhere else.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cog_lsp.publication import install_command

if TYPE_CHECKING:
    import httpx

API = "https://api.replicate.com"
SECONDS = 10.0
TOKEN = "REPLICATE_API_TOKEN"


class Unavailable(Exception):
    """Replicate did not tell; the message is one line that says why and what to do."""


@dataclass(frozen=True, slots=True)
class Published:
    """A model as Replicate has it."""

    name: str
    visibility: str
    description: str
    has_version: bool
    example: Mapping[str, Any] | None
    """The inputs of the default example."""
    readme: str
    """Empty where there is none."""


def published(name: str) -> Published:
    """Ask for a model by `owner/name`. Raises Unavailable."""
    token = os.environ.get(TOKEN)
    if not token:
        raise Unavailable(f"Set {TOKEN} to a token from replicate.com/account/api-tokens, then try again.")
    try:
        import httpx
    except ImportError:
        raise Unavailable(f"card --remote needs one more package: {install_command('remote')}") from None
    base = os.environ.get("REPLICATE_API_BASE_URL", API).rstrip("/")
    headers = {"Authorization": f"Bearer {token}"}
    try:
        with httpx.Client(base_url=base, headers=headers, timeout=SECONDS) as client:
            model = _json(client.get(f"/v1/models/{name}"), name)
            readme = client.get(f"/v1/models/{name}/readme")
            text = "" if readme.status_code == 404 else _text(readme, name)
    except httpx.TimeoutException:
        raise Unavailable(f"Replicate did not answer within {SECONDS:.0f} seconds. Try again later.") from None
    except httpx.HTTPError:
        raise Unavailable("Replicate cannot be reached. Check the connection and try again.") from None
    example = model.get("default_example")
    inputs = example.get("input") if isinstance(example, dict) else None
    return Published(
        name,
        str(model.get("visibility") or ""),
        str(model.get("description") or ""),
        model.get("latest_version") is not None,
        inputs if isinstance(inputs, dict) else {} if isinstance(example, dict) else None,
        text,
    )


def _text(response: httpx.Response, name: str) -> str:
    """The body of a good answer; Unavailable for every other."""
    status = response.status_code
    if status == 401:
        raise Unavailable(f"Replicate does not accept the token in {TOKEN}. Make a new one at replicate.com/account.")
    if status == 403:
        raise Unavailable(f"The token in {TOKEN} may not see {name}. Use a token of its owner.")
    if status == 404:
        raise Unavailable(f"Replicate knows no model {name}, or the token may not see it. Check the name.")
    if status == 429:
        raise Unavailable("Replicate asks to slow down. Wait a minute and try again.")
    if status != 200:
        raise Unavailable(f"Replicate answered with status {status}. Try again later.")
    return response.text


def _json(response: httpx.Response, name: str) -> dict[str, Any]:
    _text(response, name)
    try:
        data = response.json()
    except ValueError:
        data = None
    if not isinstance(data, dict):
        raise Unavailable("Replicate's answer could not be read. Try again later.")
    return data
