"""One connection of a browser: a request that does not come whole ends it, and every answer has the same headers."""

from __future__ import annotations

import asyncio
from typing import cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from cog_lsp.playground.page.guard import HEADERS

WHOLE_SECONDS = 10.0
"""How long a request may take until its headers are whole, and then without another piece of its body."""


class Connection(H11Protocol):
    """uvicorn's, which waits for the rest of a request for ever."""

    _due: asyncio.TimerHandle | None = None
    """When the connection is closed unless more comes."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for a request."""
        super().connection_made(cast("asyncio.Transport", transport))
        self._wait()

    def data_received(self, data: bytes) -> None:
        """A piece of a request: of its body each one gives more time, of its headers none does."""
        super().data_received(data)
        state = self.conn.their_state
        if state is h11.SEND_BODY or (state is h11.IDLE and self._due is None):
            self._wait()
        elif state is not h11.IDLE:
            self._wait_no_more()

    def connection_lost(self, exc: Exception | None) -> None:
        """The browser, or a time that is over, has closed it."""
        self._wait_no_more()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP."""
        fields = {**HEADERS, "Content-Type": "text/plain; charset=utf-8", "Connection": "close"}
        lines = ["HTTP/1.1 400 Bad Request", *(f"{name}: {value}" for name, value in fields.items()), "", msg]
        self.transport.write("\r\n".join(lines).encode("ascii"))
        self.transport.close()

    def _wait(self) -> None:
        self._wait_no_more()
        self._due = self.loop.call_later(WHOLE_SECONDS, self.transport.close)

    def _wait_no_more(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None
