"""Messages in and out over two byte streams: framing, the end of the stream, and the death of the client.

pygls' own loop hands each header line to a thread pool, knows only one spelling of `Content-Length`, leaves with 0
whatever happened and never looks at the client's process. Here the event loop itself reads what comes, and handles
whole messages one after the other.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import threading
from collections.abc import Callable, Iterator
from functools import partial
from time import monotonic
from typing import Protocol

from cog_lsp.server.wire.watchdog import Watchdog

logger = logging.getLogger(__name__)

WAITING = 64
"""Pieces of `CHUNK` bytes that may wait to be handled before a thread that reads pauses."""
LARGEST = 64 * 1024 * 1024
"""Bytes of the largest message that is read."""
CHUNK = 65536
ABSURD = 1024 * 1024 * 1024
"""Bytes of a message after whose announcement the stream makes no sense any more."""


class Receiver(Protocol):
    """What handles messages."""

    @property
    def process_id(self) -> int | None:
        """The client's process, as it told it."""

    @property
    def exit_code(self) -> int | None:
        """The code to leave with, once the client said exit or is gone."""

    def receive(self, body: bytes) -> None:
        """Handle one message."""

    @property
    def orderly(self) -> bool:
        """Whether the client asked for a shutdown."""


class Framing:
    """Bytes as they come, and the bodies of the messages that are whole.

    Header names are taken in any letter case and with any space around the colon, as RFC 7230 has it; lines that are no
    header are passed over.
    """

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        """What is not part of a whole message yet."""
        self._have = 0
        """The bytes in it."""
        self._length: int | None = None
        """Bytes of the body, once a header told them."""
        self._wanted: int | None = None
        """The same, once the body begins."""
        self._skipped = 0
        """Bytes still to come of a message that is too large."""
        self.broken = False
        """Whether a header told a length that no message has: what follows cannot be read."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Take in more bytes; give the bodies that they complete. One that is too large is given as an empty one."""
        if self._skipped >= len(data):
            self._skipped -= len(data)
            return
        data = data[self._skipped :]
        self._parts.append(data)
        self._have += len(data)
        if self._wanted is not None and self._have < self._wanted:
            return  # of a large message, joined once
        buffer, at = b"".join(self._parts), 0
        while not self.broken:
            if self._wanted is not None and self._wanted > ABSURD:
                logger.error("A message of an absurd length ended the stream")
                self.broken = True
                yield b""
            elif self._wanted is not None and self._wanted > LARGEST:
                logger.error("A message of more than %d bytes was passed over", LARGEST)
                yield b""
                at += self._wanted
            elif self._wanted is not None and at + self._wanted <= len(buffer):
                yield buffer[at : at + self._wanted]
                at += self._wanted
            elif self._wanted is None and at < len(buffer) and (end := _line_end(buffer, at)):
                self._header(buffer[at:end])
                at = end
                continue
            else:
                break
            self._wanted = None
        self._skipped = max(0, at - len(buffer))
        self._parts = [buffer[at:]]
        self._have = len(self._parts[0])

    def _header(self, line: bytes) -> None:
        name, colon, value = line.partition(b":")
        if colon and name.strip().lower() == b"content-length" and value.strip().isdigit():
            digits = value.strip().lstrip(b"0")
            self._length = int(digits or b"0") if len(digits) < 12 else ABSURD + 1
        elif not line.strip() and self._length is not None:
            self._wanted, self._length = self._length, None


def _line_end(buffer: bytes, at: int) -> int:
    """Where the line at `at` ends; 0 where it is not whole. One of over 64 KiB, which is no header, ends anywhere."""
    return buffer.find(b"\n", at) + 1 or (len(buffer) if len(buffer) - at >= CHUNK else 0)


def serve(receiver: Receiver, stdin: int) -> int:
    """Handle the messages of a file descriptor until the client says exit, closes the stream or dies.

    Returns the exit code: the protocol wants 0 after a shutdown request and 1 without one.
    """
    return asyncio.run(_serve(receiver, stdin))


async def _serve(receiver: Receiver, stdin: int) -> int:
    """Read messages until the stream or the session ends, and give the exit code."""
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[int] = loop.create_future()
    framing = Framing()

    def end(code: int) -> None:
        if not ended.done():
            ended.set_result(code)

    def take(data: bytes) -> None:
        """Handle what came; nothing is the end of the stream."""
        if not data:
            end(0 if receiver.orderly else 1)
        for body in framing.feed(data):
            if not ended.done():
                _handle(receiver, body)
                watchdog.moved = monotonic()
                if receiver.exit_code is not None:
                    end(receiver.exit_code)

        if framing.broken:
            end(1)

    def gone() -> int:
        code = 0 if receiver.orderly else 1
        with contextlib.suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(end, code)
        return code

    watchdog = Watchdog(stdin, lambda: receiver.process_id, gone)
    watchdog.start()
    stop = _read(loop, stdin, take)
    try:
        return await ended
    finally:
        stop()
        watchdog.stop()


def _handle(receiver: Receiver, body: bytes) -> None:
    try:
        receiver.receive(body)
    except Exception:
        # One message must not end the session.
        logger.exception("A message could not be handled")


def _read(loop: asyncio.AbstractEventLoop, stdin: int, take: Callable[[bytes], None]) -> Callable[[], object]:
    """Read a descriptor and hand on what comes, within the loop; returns what ends that.

    A thread of its own costs a twentieth of a keystroke. It reads where the loop cannot wait for the descriptor: a
    plain file, and everything on Windows.
    """

    def ready() -> None:
        data = _more(stdin)
        if data is None:
            return
        if not data:
            loop.remove_reader(stdin)
        take(data)

    try:
        loop.add_reader(stdin, ready)
    except (NotImplementedError, OSError):
        threading.Thread(target=_pump, args=(loop, stdin, take), name="cog-lsp-reader", daemon=True).start()
        return lambda: None
    return partial(loop.remove_reader, stdin)


def _pump(loop: asyncio.AbstractEventLoop, stdin: int, take: Callable[[bytes], None]) -> None:
    """Post what can be read to the loop, as fast as it is handled."""
    room = threading.BoundedSemaphore(WAITING)

    def handle(data: bytes) -> None:
        take(data)
        room.release()

    data = b"."
    while data:
        data = _more(stdin) or b""
        room.acquire()
        try:
            loop.call_soon_threadsafe(handle, data)
        except RuntimeError:
            return  # the session has ended


def _more(stdin: int) -> bytes | None:
    """What can be read: nothing at the end of the stream, None where nothing is there after all."""
    try:
        return os.read(stdin, CHUNK)
    except BlockingIOError:
        return None
    except OSError:
        logger.debug("The input stream ended", exc_info=True)
        return b""
