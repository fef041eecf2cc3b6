"""What the addresses of the preview answer: the page, its changes as they come, and what the page asks for."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from cog_lsp.playground.field import javascript
from cog_lsp.playground.page.aside import aside, relay
from cog_lsp.playground.page.guard import Refused, allowed, body_of
from cog_lsp.playground.page.page import Page
from cog_lsp.playground.page.published import Published, can_ask
from cog_lsp.playground.page.readme import picture_type
from cog_lsp.playground.page.state import to_json
from cog_lsp.playground.page.static_files import CONTENT_TYPES, static_file
from cog_lsp.replicate.api import Unavailable

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

MAX_EXAMPLE = 20_000
"""Characters of a snippet that is written into a README."""
_PING_SECONDS = 15.0


class Hooks(Struct, frozen=True):
    """What the page asks its owner to do. The server's own thread calls them, so they must hand over and return."""

    reveal: Callable[[str], None] | None = None
    """The label of the input with this name was clicked: show its place in the editor."""
    add_example: Callable[[str, str], None] | None = None
    """Write a snippet into the README; takes its language (`python`, `javascript`, `bash`) and its text."""
    apply_fix: Callable[[int, str, str, str], None] | None = None
    """Apply a quick fix; takes which of the page's notes it settles, its rule and message, and the fix's title."""


class Application:
    """Answers the requests of one page. `update` and `close` may be called from any thread."""

    def __init__(self, page: Page, target: str, hooks: Hooks, token: str) -> None:
        """`target` is the address of a running Cog server, or empty; `token` begins every path that is answered."""
        self.page = page
        self.target = target
        self.hooks = hooks
        self.token = token
        self.version = 1
        self.ready = threading.Event()
        """Set when requests are answered."""
        self._state = to_json(page)
        self._published = Published()
        self._listeners: set[asyncio.Event] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closing = False

    def update(self, page: Page) -> None:
        """Show another page in all open browsers; does nothing where nothing changed."""
        state = to_json(page)
        if state == self._state:
            return
        self.page, self._state = page, state
        self._changed()

    def close(self) -> None:
        """End the answers that go on as long as a browser listens."""
        self._closing = True
        self._wake()

    def _changed(self) -> None:
        self.version += 1
        self._wake()

    def _wake(self) -> None:
        def wake() -> None:
            for listener in self._listeners:
                listener.set()

        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has been closed already
                self._loop.call_soon_threadsafe(wake)

    def asgi(self) -> Starlette:
        """The application as a server of ASGI takes it."""
        from starlette.applications import Starlette
        from starlette.routing import Route

        @contextlib.asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            self._loop = asyncio.get_running_loop()
            self.ready.set()
            yield

        base = f"/{self.token}"
        application = Starlette(
            routes=[
                Route(f"{base}/", self._guarded(self._index)),
                Route(f"{base}/static/{{name}}", self._guarded(self._static)),
                Route(f"{base}/state", self._guarded(self._get_state)),
                Route(f"{base}/events", self._guarded(self._events)),
                Route(f"{base}/target", self._guarded(self._get_target)),
                Route(f"{base}/picture", self._guarded(self._picture)),
                *(
                    Route(f"{base}/{name}", self._guarded(endpoint, own_origin=True), methods=["POST"])
                    for name, endpoint in (
                        ("validate", self._validate),
                        ("run", self._run),
                        ("reveal", self._reveal),
                        ("example", self._example),
                        ("fix", self._fix),
                        ("published", self._ask),
                    )
                ),
            ],
            lifespan=lifespan,
        )
        application.router.redirect_slashes = False
        return application

    def _guarded(
        self, endpoint: Callable[[Request], Awaitable[Response]], own_origin: bool = False
    ) -> Callable[[Request], Awaitable[Response]]:
        """The endpoint behind the checks of Host and Origin."""
        from starlette.responses import PlainTextResponse

        async def handler(request: Request) -> Response:
            if not allowed(request, own_origin):
                return PlainTextResponse("This page answers only itself.", 403)
            try:
                return await endpoint(request)
            except Refused as refused:
                return PlainTextResponse(str(refused), 400)

        return handler

    async def _index(self, _: Request) -> Response:
        return _file("index.html")

    async def _static(self, request: Request) -> Response:
        return _file(request.path_params["name"])

    async def _picture(self, request: Request) -> Response:
        """A picture that the README shows, and no other file."""
        from starlette.responses import PlainTextResponse, Response

        path = request.query_params.get("path", "")
        picture = self.page.readme.pictures.get(path)
        data = await asyncio.to_thread(picture) if picture is not None else None
        if data is None:
            return PlainTextResponse("There is no such picture.", 404)
        return Response(data, media_type=picture_type(path))

    async def _get_state(self, _: Request) -> Response:
        return _json_text(self._event())

    def _event(self) -> str:
        """All that a browser is told at once."""
        hooks = self.hooks
        can = {
            "reveal": hooks.reveal is not None,
            "example": hooks.add_example is not None,
            "fix": hooks.apply_fix is not None,
            "published": can_ask(self.page),
        }
        published = self._published.values(self.page)
        head = javascript.stringify(
            {"version": self.version, "can": can, "target": self.target, "published": published}
        )
        return f'{head[:-1]},"page":{self._state}}}'

    async def _events(self, _: Request) -> Response:
        from starlette.responses import StreamingResponse

        return StreamingResponse(self._changes(), media_type="text/event-stream")

    async def _changes(self) -> AsyncIterator[str]:
        """The page now and after each change, as server-sent events."""
        changed, seen = asyncio.Event(), 0
        self._listeners.add(changed)
        try:
            while not self._closing:
                changed.clear()
                if seen != self.version:
                    seen = self.version
                    yield f"event: page\ndata: {self._event()}\n\n"
                try:
                    await asyncio.wait_for(changed.wait(), _PING_SECONDS)
                except asyncio.TimeoutError:
                    yield ": still here\n\n"
        finally:
            self._listeners.discard(changed)

    async def _validate(self, request: Request) -> Response:
        from cog_lsp.playground.page.validate import validate

        body = await body_of(request)
        issues = await asyncio.to_thread(validate, self.page.schema, body.get("input"))
        return _json_text(json.dumps([{"field": i.field, "path": i.path, "message": i.message} for i in issues]))

    async def _get_target(self, _: Request) -> Response:
        from cog_lsp.playground.page.target import health

        if not self.target:
            return _json_text('{"status": "none"}')
        return _json_text(json.dumps(await asyncio.to_thread(health, self.target)))

    async def _run(self, request: Request) -> Response:
        from starlette.responses import StreamingResponse

        from cog_lsp.playground.page.target import TargetRun

        if not self.target:
            raise Refused("No Cog server is named: start the preview with --target.")
        body = await body_of(request)
        one = TargetRun(self.target, body.get("input"), self.page.mode)
        return StreamingResponse(relay(one), media_type="application/x-ndjson")

    async def _reveal(self, request: Request) -> Response:
        name = (await body_of(request)).get("input")
        if self.hooks.reveal is None or not any(one.name == name for one in self.page.fields):
            raise Refused("There is no such input, or no editor to show it in.")
        self.hooks.reveal(str(name))
        return _json_text("{}")

    async def _example(self, request: Request) -> Response:
        """Hand a snippet over to the editor, which writes it into the README."""
        body = await body_of(request)
        language, text = body.get("language"), body.get("text")
        if (
            self.hooks.add_example is None
            or language not in ("python", "javascript", "bash")
            or not isinstance(text, str)
        ):
            raise Refused("Examples can be added only from an editor.")
        self.hooks.add_example(str(language), text[:MAX_EXAMPLE])
        return _json_text("{}")

    async def _fix(self, request: Request) -> Response:
        """Have the editor apply a quick fix that the page shows."""
        body = await body_of(request)
        at, title = body.get("note"), body.get("title")
        notes = self.page.notes
        if self.hooks.apply_fix is None or not isinstance(at, int) or not 0 <= at < len(notes):
            raise Refused("There is no such finding, or no editor to change it in.")
        if not any(fix.title == title for fix in notes[at].fixes):
            raise Refused("The text has changed, and this fix is not there any more.")
        self.hooks.apply_fix(at, notes[at].rule, notes[at].message, str(title))
        return _json_text("{}")

    async def _ask(self, _: Request) -> Response:
        """Ask Replicate for the model's examples, which come with the next event; why there are none."""
        if not can_ask(self.page):
            raise Refused("Nothing says which model this is on Replicate, or no token is set.")
        try:
            await aside(partial(self._published.ask, self.page.name))
        except Unavailable as error:
            return _json_text(json.dumps({"problem": str(error)}))
        self._changed()
        return _json_text('{"problem": ""}')


def _file(name: str) -> Response:
    from starlette.responses import PlainTextResponse, Response

    text = static_file(name)
    if text is None:
        return PlainTextResponse("There is no such file.", 404)
    return Response(text, media_type=CONTENT_TYPES[name.rpartition(".")[2]])


def _json_text(text: str) -> Response:
    from starlette.responses import Response

    return Response(text.encode("utf-8", "replace"), media_type="application/json")
