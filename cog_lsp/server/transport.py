"""Messages in and out over two byte streams: framing, the end of the stream, and the death of the client.

pygls' own loop hands each header line to a thread pool, knows only one spelling of `Content-Length`, leaves with 0
whatever happened and never looks at the client's process. Here one thread reads whole messages and posts them to the
event loop, which handles them one after the other.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import Callable
from typing import Protocol

logger = logging.getLogger(__name__)

WAITING = 64
"""Messages that may wait to be handled before reading pauses."""
LARGEST = 64 * 1024 * 1024
"""Bytes of the largest message that is read."""
CHUNK = 65536
WATCH_EVERY = 3.0
"""Seconds between two looks at the client's process, as vscode-languageserver-node does."""


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


class Stream:
    """Bytes of a file descriptor, by lines and by length.

    Not an `io.BufferedReader`: a thread that waits in one holds its lock, and Python aborts when it ends meanwhile.
    """

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.buffer = b""

    def line(self) -> bytes:
        """The next line with its end; what is left at the end of the stream; a line of over 64 KiB in pieces."""
        while b"\n" not in self.buffer and len(self.buffer) < CHUNK:
            if not self._more():
                break
        end = self.buffer.find(b"\n") + 1 or min(len(self.buffer), CHUNK)
        line, self.buffer = self.buffer[:end], self.buffer[end:]
        return line

    def exactly(self, length: int) -> bytes | None:
        """That many bytes; None where the stream ends before."""
        parts, have = [self.buffer], len(self.buffer)
        while have < length:
            part = os.read(self.descriptor, max(CHUNK, min(length - have, 1 << 20)))
            if not part:
                return None
            parts.append(part)
            have += len(part)
        data = b"".join(parts)
        self.buffer = data[length:]
        return data[:length]

    def _more(self) -> bool:
        part = os.read(self.descriptor, CHUNK)
        self.buffer += part
        return bool(part)


def serve(receiver: Receiver, stdin: int) -> int:
    """Handle the messages of a file descriptor until the client says exit, closes the stream or dies.

    Returns the exit code: the protocol wants 0 after a shutdown request and 1 without one.
    """
    return asyncio.run(_serve(receiver, stdin))


async def _serve(receiver: Receiver, stdin: int) -> int:
    stream = Stream(stdin)
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[int] = loop.create_future()
    room = threading.BoundedSemaphore(WAITING)

    def end(code: int) -> None:
        if not ended.done():
            ended.set_result(code)

    def handle(body: bytes) -> None:
        try:
            receiver.receive(body)
            if receiver.exit_code is not None:
                end(receiver.exit_code)
        except Exception:
            # One message must not end the session.
            logger.exception("A message could not be handled")
        finally:
            room.release()

    def read() -> None:
        try:
            while (body := read_message(stream)) is not None:
                room.acquire()
                loop.call_soon_threadsafe(handle, body)
        except (OSError, ValueError):
            logger.debug("The input stream ended", exc_info=True)
        finally:
            _post(loop, lambda: end(0 if receiver.orderly else 1))

    threading.Thread(target=read, name="cog-lsp-reader", daemon=True).start()
    watch = asyncio.ensure_future(_watch(receiver, end))
    try:
        return await ended
    finally:
        watch.cancel()


def _post(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
    try:
        loop.call_soon_threadsafe(call)
    except RuntimeError:  # the loop has ended already
        logger.debug("The stream ended after the session")


def read_message(stream: Stream) -> bytes | None:
    """The body of the next message; None at the end of the stream.

    Header names are taken in any letter case and with any space around the colon, as RFC 7230 has it; lines that are no
    header are passed over.
    """
    length: int | None = None
    while line := stream.line():
        name, colon, value = line.partition(b":")
        if colon and name.strip().lower() == b"content-length" and value.strip().isdigit():
            length = int(value)
        elif not line.strip() and length is not None:
            return stream.exactly(length) if length <= LARGEST else _skip(stream, length)
    return None


def _skip(stream: Stream, length: int) -> bytes | None:
    """Read past a message that is too large, so that the next one is understood."""
    while length > 0:
        step = min(length, 1 << 20)
        if stream.exactly(step) is None:
            return None
        length -= step
    logger.error("A message of more than %d bytes was passed over", LARGEST)
    return b""


async def _watch(receiver: Receiver, end: Callable[[int], None]) -> None:
    """End when the client's process is gone while something still holds the stream open."""
    while True:
        await asyncio.sleep(WATCH_EVERY)
        if receiver.exit_code is not None:
            end(receiver.exit_code)
        elif receiver.process_id is not None and not _alive(receiver.process_id):
            end(0 if receiver.orderly else 1)


def _alive(process_id: int) -> bool:
    if os.name == "nt":  # signal 0 would end the process there; the end of the stream must do
        return True
    try:
        os.kill(process_id, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # alive, and another user's
        return True
    return True
