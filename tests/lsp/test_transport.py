"""Messages out of a stream of bytes, however it is cut; and what ends a session."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cog_lsp.server.wire import transport, watchdog
from cog_lsp.server.wire.transport import CHUNK, Framing, serve
from tests.raw_client import frame

LIMIT = 90
"""Bytes of the largest message in these tests."""


def fed(chunks: Iterable[bytes]) -> list[bytes]:
    framing = Framing()
    return [body for chunk in chunks for body in framing.feed(chunk)]


def cut(stream: bytes, places: Iterable[int]) -> list[bytes]:
    ends = [*sorted(places), len(stream)]
    return [stream[start:end] for start, end in zip([0, *ends], ends, strict=False)]


BODIES = [b"", b"{}", b'{"a":"\xc3\xa9\r\n\r\n"}', frame(b"{}"), b"x" * (LIMIT - 1), b"y" * LIMIT, frame(b"{}") * 9]
"""The last one is too large."""
HEADERS = [b"Content-Length: %d\r\n\r\n", b"content-length:%d\n\n", b"A: b\r\nContent-Length :%d\r\n\r\n"]
NOISE = [b"", b"\r\n", b"hello\n", b"Content-Type: x\r\n", b"Content-Length: many\r\n"]


@st.composite
def messages(draw: st.DrawFn) -> tuple[bytes, list[bytes]]:
    """A stream of messages and lines that are none, with the bodies that are in it."""
    stream, bodies = b"", []
    for _ in range(draw(st.integers(0, 8))):
        noise, header, body = (draw(st.sampled_from(some)) for some in (NOISE, HEADERS, BODIES))
        stream += noise + header % len(body) + body
        bodies.append(body if len(body) <= LIMIT else b"")
    return stream, bodies


@given(messages(), st.data())
def test_the_same_messages_however_the_stream_is_cut(made: tuple[bytes, list[bytes]], data: st.DataObject) -> None:
    stream, bodies = made
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transport, "LARGEST", LIMIT)
        places = data.draw(st.lists(st.integers(0, len(stream)), max_size=40))
        assert fed(cut(stream, places)) == bodies
        assert fed(stream[at : at + 1] for at in range(len(stream))) == bodies


def test_a_session_cut_at_each_place() -> None:
    bodies = [b'{"id":%d,"text":"%s"}' % (n, b"\xf0\x9f\x98\x80" * (n % 5)) for n in range(200)]
    stream = b"".join(map(frame, bodies))
    for at in range(len(stream)):
        assert fed(cut(stream, [at])) == bodies


def test_a_line_without_an_end_is_not_kept_for_ever() -> None:
    framing = Framing()
    for _ in range(100):
        assert list(framing.feed(b"x" * CHUNK)) == []
        assert framing._have <= CHUNK
    assert list(framing.feed(b"\r\n" + frame(b"{}"))) == [b"{}"]


class Receiver:
    """Takes down what it is given; a message may ask for an error or for the end."""

    def __init__(self, process_id: int | None = None, orderly: bool = False) -> None:
        self.process_id, self.orderly = process_id, orderly
        self.exit_code: int | None = None
        self.bodies: list[bytes] = []

    def receive(self, body: bytes) -> None:
        self.bodies.append(body)
        if body == b"fail":
            raise ValueError(body)
        if body == b"exit":
            self.exit_code = 5


def served(receiver: Receiver, data: bytes, *, close: bool = True, blocking: bool = True) -> int:
    """The exit code of a session with a pipe that holds this already."""
    reading, writing = os.pipe()
    os.set_blocking(reading, blocking)
    os.write(writing, data)
    if close:
        os.close(writing)
    try:
        return serve(receiver, reading)
    finally:
        os.close(reading)
        if not close:
            os.close(writing)


@pytest.mark.parametrize("blocking", [True, False])
@pytest.mark.parametrize("orderly", [True, False])
def test_the_end_of_the_stream_ends_the_session(orderly: bool, blocking: bool) -> None:
    receiver = Receiver(orderly=orderly)
    assert served(receiver, frame(b"a") + frame(b"fail") + frame(b"b"), blocking=blocking) == (0 if orderly else 1)
    assert receiver.bodies == [b"a", b"fail", b"b"], "one message must not end the session"


def test_nothing_is_handled_behind_the_exit() -> None:
    receiver = Receiver()
    assert served(receiver, frame(b"a") + frame(b"exit") + frame(b"b"), close=False) == 5
    assert receiver.bodies == [b"a", b"exit"]


@pytest.mark.parametrize("orderly", [True, False])
def test_the_death_of_the_client_ends_the_session(orderly: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchdog, "EVERY", 0.01)
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    assert served(Receiver(dead.pid, orderly), b"", close=False) == (0 if orderly else 1)


def test_a_plain_file_is_read_too() -> None:
    """No event loop can wait for one."""
    file: BinaryIO
    with tempfile.TemporaryFile() as file:
        file.write(frame(b"a") * 30_000)  # many more pieces than may wait
        file.seek(0)
        receiver = Receiver(orderly=True)
        assert serve(receiver, file.fileno()) == 0
    assert receiver.bodies == [b"a"] * 30_000


def test_a_descriptor_that_cannot_be_read_ends_the_session() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        assert serve(Receiver(), writing) == 1
    finally:
        os.close(writing)


HANGING = """
import sys
from cog_lsp.server.wire.transport import serve


class Receiver:
    process_id = {process_id}
    exit_code = None
    orderly = False

    def receive(self, body):
        while True:
            pass


sys.exit(serve(Receiver(), 0))
"""


@pytest.mark.parametrize("closed", [True, False])
def test_a_check_that_hangs_ends_with_the_client(closed: bool) -> None:
    """Whether the client closes the stream, or its process is gone while another one holds the stream open."""
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    code = HANGING.format(process_id=None if closed else dead.pid)
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) as server:
        assert server.stdin is not None
        server.stdin.write(frame(b"a"))
        server.stdin.flush()
        if closed:
            server.stdin.close()
        assert server.wait(15) == 1


@pytest.mark.parametrize("digits", [b"9" * 5_000, b"100000000000", b"0" * 5_000 + b"9" * 12])
def test_an_absurd_length_is_answered_and_ends_the_stream(digits: bytes) -> None:
    receiver = Receiver()
    assert served(receiver, frame(b"a") + b"Content-Length: " + digits + b"\r\n\r\n" + frame(b"b"), close=False) == 1
    assert receiver.bodies == [b"a", b""]
