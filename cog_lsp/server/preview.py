"""The live preview: one page for each model that somebody asked to see, kept up with unsaved edits.

The pages are served by `playground/page/server.py` in threads of their own. What a page asks for (show an input, write
an example) is handed over to the event loop of the language server.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from msgspec import Struct

from cog_lsp.playground.page.door import door_to
from cog_lsp.playground.page.notes import find
from cog_lsp.playground.page.page import page_of
from cog_lsp.server.edits import workspace_edit

if TYPE_CHECKING:
    from cog_lsp.check.model import Model
    from cog_lsp.playground.page.server import PreviewServer
    from cog_lsp.server.session import Session

SETTLE_SECONDS = 0.15
"""How long the text must stand still before a page is drawn again."""


class _Open(Struct):
    """A page that is served."""

    path: Path
    """A file of the model: what the preview was asked for."""
    server: PreviewServer
    place: str
    """Where an editor finds it: its address, or for one that would start a browser with it, a file that leads there."""


class Previews:
    """The previews of one session, each under the folder of its model."""

    def __init__(self, session: Session) -> None:
        self.session = session
        session.on_refresh.append(self.refresh)
        self._open: dict[Path, _Open] = {}
        self._waiting: asyncio.TimerHandle | None = None
        self._starting = asyncio.Lock()

    async def show(self, path: Path, model: Model) -> str:
        """Serve the page of a model, or the one that is served already, and show it; where it is. Raises OSError
        where no port or file can be had."""
        async with self._starting:
            preview = self._open.get(model.files.root)
            if preview is None:
                preview = await self._serve(path, model)
        if self.session.client.shows_documents:
            self.session.editor.show(types.ShowDocumentParams(preview.place, external=True))
        else:
            self.session.editor.say(f"Open the preview in a browser: {preview.place}")
        return preview.place

    async def _serve(self, path: Path, model: Model) -> _Open:
        """Start the server of a model's page, in a thread of its own."""
        loop, root = asyncio.get_running_loop(), model.files.root

        def start() -> PreviewServer:
            from cog_lsp.playground.page.application import Hooks
            from cog_lsp.playground.page.server import PreviewServer

            hooks = Hooks(
                lambda name: _later(loop, self._reveal, root, name),
                lambda language, text: _later(loop, self._add_example, root, language, text),
                lambda at, rule, message, title: _later(loop, self._apply_fix, root, at, rule, message, title),
            )
            server = PreviewServer(page, hooks=hooks)
            server.start()
            return server

        page = page_of(model)
        server = await asyncio.to_thread(start)
        place = server.url if self.session.client.shows_previews else door_to(server.url).as_uri()
        self._open[root] = _Open(path, server, place)
        return self._open[root]

    def refresh(self) -> None:
        """Something changed: draw the open pages again, once the text stands still."""
        if not self._open:
            return
        if self._waiting is not None:
            self._waiting.cancel()
        self._waiting = asyncio.get_running_loop().call_later(SETTLE_SECONDS, self._update)

    def _update(self) -> None:
        for root, preview in self._open.items():
            model = self._model(root)
            if model is not None:
                preview.server.update(page_of(model))

    def _model(self, root: Path) -> Model | None:
        """The model as it is now."""
        preview = self._open.get(root)
        files = self.session.workspace.model_of(preview.path) if preview is not None else None
        return self.session.checker.check(files) if files is not None else None

    def _reveal(self, root: Path, name: str) -> None:
        """Show the place of an input in the editor."""
        model = self._model(root)
        for path, predictor in model.signatures() if model is not None else ():
            input = predictor.find(name)
            if input is None:
                continue
            index = self.session.index_of(path)
            if index is None or not self.session.client.shows_documents:
                return
            selection = self.session.range(index, predictor.place(input, input.name_span))
            uri = self.session.documents.uri_of(path)
            self.session.editor.show(types.ShowDocumentParams(uri, take_focus=True, selection=selection))
            return

    def _add_example(self, root: Path, language: str, text: str) -> None:
        """Write a call into the README, where it says how to use the model."""
        model = self._model(root)
        readme = model.files.readme if model is not None else None
        if model is None or model.card is None or readme is None:
            self.session.editor.say("This model has no README yet; the quick fix on cog.yaml writes one.")
            return
        from cog_lsp.fixes.markdown import add_snippet

        edit = workspace_edit(self.session, {readme: [add_snippet(model.card, language, text)]})
        if edit is not None:
            self.session.editor.apply(edit, "Add an example")

    def _apply_fix(self, root: Path, at: int, rule: str, message: str, title: str) -> None:
        """Apply a quick fix of a finding that the page shows."""
        from cog_lsp.fixes import offers_for

        model = self._model(root)
        place = find(model, at, rule, message) if model is not None else None
        if model is None or place is None:
            self.session.editor.say("The text has changed, and this fix is not there any more.")
            return
        text = self.session.workspace.read(place.path) or ""
        offer = next((o for o in offers_for(place.finding, place.context, text) if o.title == title), None)
        edits = offer.work() if offer is not None else ()
        if offer is not None and offer.creates is not None:
            file = model.files.root / offer.creates
            edit = workspace_edit(self.session, {}, new={file: "".join(one.text for one in edits)})
        else:
            edit = workspace_edit(self.session, {place.path: edits}) if edits else None
        if edit is None:
            self.session.editor.say(f"This fix cannot be made from here: {title}.")
        else:
            self.session.editor.apply(edit, title)


def _later(loop: asyncio.AbstractEventLoop, call: object, *arguments: object) -> None:
    """Call from the event loop: pages ask from another thread."""
    loop.call_soon_threadsafe(call, *arguments)  # type: ignore[arg-type]
