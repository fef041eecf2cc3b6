"""What waits for other servers: in threads of their own, so that the page is answered meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cog_lsp.playground.page.target import TargetRun


async def aside(call: Callable[[], None]) -> None:
    """Call in a thread that ends with the program, whatever it waits for."""
    loop = asyncio.get_running_loop()
    end: asyncio.Future[None] = loop.create_future()

    def settle(error: Exception | None) -> None:
        if not end.done():
            end.set_result(None) if error is None else end.set_exception(error)

    def work() -> None:
        problem: Exception | None = None
        try:
            call()
        except Exception as error:
            problem = error
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens
            loop.call_soon_threadsafe(settle, problem)

    threading.Thread(target=work, name="cog-lsp aside", daemon=True).start()
    await end


async def relay(run: TargetRun) -> AsyncIterator[str]:
    """What a run answers, read in a thread of its own; a browser that goes away ends the reading."""
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | None] = asyncio.Queue()

    def read() -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens
            for line in run:
                loop.call_soon_threadsafe(lines.put_nowait, line)
            loop.call_soon_threadsafe(lines.put_nowait, None)

    threading.Thread(target=read, name="cog-lsp run", daemon=True).start()
    try:
        while (line := await lines.get()) is not None:
            yield line
    finally:
        run.abort()
