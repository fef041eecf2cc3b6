"""The command that shows the form and the page of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cog_lsp.server.requests.commands import opened

if TYPE_CHECKING:
    from cog_lsp.server.preview import Previews


async def perform(previews: Previews, uri: str) -> str | None:
    """Show the form and the page of the model that a file belongs to; where the page is."""
    document, model = opened(previews.session, uri)
    if document is None or model is None:
        return None
    try:
        return await previews.show(document.path, model)
    except OSError as error:
        previews.session.editor.say(f"The preview cannot be served: {error.strerror or error}.")
    return None
