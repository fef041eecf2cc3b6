"""The preview server: one page of one model, on this machine only.

It listens on the loopback interface at a port that the system chooses, under a path that cannot be guessed. It answers
only requests whose Host is a loopback name and, where they change or run something, whose Origin is its own page. It
loads nothing from outside and sends nothing anywhere, but to the model server that the user names with `target`, and to
Replicate when the user asks for the model's examples there.
"""

from __future__ import annotations

import contextlib
import secrets
import socket
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cog_lsp.playground.page.application import Application, Hooks
from cog_lsp.playground.page.guard import HEADERS
from cog_lsp.playground.page.page import Page

if TYPE_CHECKING:
    import uvicorn

_START_SECONDS = 10.0


class PreviewServer:
    """Serves one page until it is stopped. `start`, `update` and `stop` may be called from any thread."""

    def __init__(self, page: Page, *, target: str = "", hooks: Hooks | None = None, port: int = 0) -> None:
        """`target` is the address of a running Cog server, such as `http://localhost:5000`; port 0 lets the system
        choose."""
        self.token = secrets.token_urlsafe(24)
        self.application = Application(page, target.rstrip("/"), hooks or Hooks(), self.token)
        self._port = port
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def page(self) -> Page:
        """What is shown now."""
        return self.application.page

    @property
    def url(self) -> str:
        """The address of the page, its token included; empty before `start`."""
        return f"http://127.0.0.1:{self._port}/{self.token}/" if self.application.ready.is_set() else ""

    def start(self) -> str:
        """Listen, and give the address of the page. Raises OSError where the port is taken."""
        import uvicorn

        from cog_lsp.playground.page.connection import Connection

        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.bind(("127.0.0.1", self._port))
        listener.listen()  # connections wait from now on, also before the server has started
        self._port = listener.getsockname()[1]
        config = uvicorn.Config(
            self.application.asgi(),
            log_config=None,
            log_level="critical",  # what strangers send is no news for a terminal
            access_log=False,
            lifespan="on",
            timeout_graceful_shutdown=1,
            http=Connection,
            ws="none",
            headers=list(HEADERS.items()),
            server_header=False,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listener]}, name="cog-lsp preview", daemon=True
        )
        self._thread.start()
        if not self.application.ready.wait(_START_SECONDS):
            raise OSError("The preview server did not start.")
        return self.url

    def update(self, page: Page) -> None:
        """Show another page in all open browsers; does nothing where nothing changed."""
        self.application.update(page)

    def stop(self) -> None:
        """Close all connections and wait for the server's thread."""
        if self._server is not None:
            self._server.should_exit = True
        self.application.close()
        if self._thread is not None:
            self._thread.join(timeout=5)


@contextlib.contextmanager
def running(page: Page, **options: Any) -> Iterator[PreviewServer]:
    """A started server that stops with the block."""
    server = PreviewServer(page, **options)
    server.start()
    try:
        yield server
    finally:
        server.stop()
