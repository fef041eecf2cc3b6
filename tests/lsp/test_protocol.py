"""The protocol, byte by byte: one answer per request, whatever the client sends, and the right exit code."""

from __future__ import annotations

import json
import os
import queue
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.limits import LIMIT
from tests.raw_client import PULL, SERVER, RawClient, frame

HOVER = {"textDocument": {"uri": "file:///none.py"}, "position": {"line": 0, "character": 0}}


def request(**fields: Any) -> bytes:
    return frame({"jsonrpc": "2.0", **fields})


@pytest.fixture
def client() -> Iterator[RawClient]:
    with RawClient() as made:
        yield made


@pytest.fixture(scope="module")
def shared() -> Iterator[RawClient]:
    """One server for all malformed messages: it must survive every one of them."""
    with RawClient() as made:
        made.initialize()
        yield made


MALFORMED: dict[str, tuple[bytes, int | None]] = {
    # name: bytes, the error code of the answer (None: no answer is due)
    "no JSON": (frame(b"{nope"), -32700),
    "empty body": (b"Content-Length: 0\r\n\r\n", -32700),
    "invalid UTF-8": (frame(b'{"a": "\xff\xfe"}'), -32700),
    "deep nesting": (frame(b"[" * 100_000), -32700),
    "batch": (frame([]), -32600),
    "a string": (frame("hello"), -32600),
    "null": (frame(b"null"), -32600),
    "no jsonrpc": (frame({"id": 5, "method": "textDocument/hover"}), -32600),
    "wrong jsonrpc": (frame({"jsonrpc": "1.0", "id": 5, "method": "shutdown"}), -32600),
    "method is a number": (request(id=6, method=7), -32600),
    "id is null": (request(id=None, method="textDocument/hover", params=HOVER), -32600),
    "id is an object": (request(id={}, method="textDocument/hover", params=HOVER), -32600),
    "id is a float": (request(id=1.5, method="textDocument/hover", params=HOVER), -32600),
    "neither request nor answer": (request(id=77), -32600),
    "answer to nothing": (request(id=78, result=1), None),
    "error as an answer to nothing": (request(id="x", error={"code": 1, "message": "late"}), None),
    "answer without an id": (request(result=1), None),
    "answer with an odd id": (request(id=[1], result=1), None),
    "unknown method": (request(id=8, method="no/such", params={}), -32601),
    "unknown method without params": (request(id=9, method="no/such"), -32601),
    "parameters missing": (request(id=10, method="textDocument/hover"), -32602),
    "parameters of a wrong type": (request(id=11, method="textDocument/hover", params=[1]), -32602),
    "position missing": (request(id=12, method="textDocument/hover", params={"textDocument": {"uri": "x"}}), -32602),
    "second initialize": (request(id=13, method="initialize", params={"capabilities": {}}), -32600),
    "unknown command": (
        request(id=14, method="workspace/executeCommand", params={"command": "no.such", "arguments": []}),
        -32602,
    ),
    "unknown notification": (request(method="no/such", params={}), None),
    "change of an unopened document": (
        request(
            method="textDocument/didChange",
            params={"textDocument": {"uri": "file:///x.py", "version": 2}, "contentChanges": [{"text": ""}]},
        ),
        None,
    ),
    "close of an unopened document": (
        request(method="textDocument/didClose", params={"textDocument": {"uri": "file:///x.py"}}),
        None,
    ),
    "notification with malformed parameters": (request(method="textDocument/didOpen", params={"x": 1}), None),
    "initialized twice": (request(method="initialized"), None),
    "cancel of nothing": (request(method="$/cancelRequest", params={"id": 4711}), None),
    "cancel of a list": (request(method="$/cancelRequest", params={"id": [1]}), None),
    "cancel of an object": (request(method="$/cancelRequest", params={"id": {}}), None),
    "cancel of true": (request(method="$/cancelRequest", params={"id": True}), None),
    "cancel of null": (request(method="$/cancelRequest", params={"id": None}), None),
    "command without arguments": (
        request(id=15, method="workspace/executeCommand", params={"command": "cog-lsp.fixAll"}),
        -32602,
    ),
    "command with an argument of a wrong type": (
        request(id=16, method="workspace/executeCommand", params={"command": "cog-lsp.preview", "arguments": [1]}),
        -32602,
    ),
    "100,000 values of a wrong type": (
        request(id=17, method="workspace/willRenameFiles", params={"files": [1] * 100_000}),
        -32602,
    ),
    "garbage before the header": (b"garbage\r\n" + frame({"jsonrpc": "2.0", "method": "no/such", "params": {}}), None),
    "nested jsonrpc key": (
        request(method="workspace/didChangeConfiguration", params={"settings": {"x": {"jsonrpc": "2.0", "id": 1}}}),
        None,
    ),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_messages_get_their_answer_and_the_next_request_too(shared: RawClient, name: str) -> None:
    data, code = MALFORMED[name]
    shared.send(data)
    if code is not None:
        answer = shared.next()
        assert answer is not None
        assert answer["error"]["code"] == code, answer
        assert "Traceback" not in json.dumps(answer)
    id = shared.start("textDocument/hover", HOVER)
    good = shared.next()
    assert good == {"id": id, "jsonrpc": "2.0", "result": None}, good
    assert b"Traceback" not in b"".join(shared.log)


@pytest.mark.parametrize(
    "header",
    [
        b"content-length: %d\r\n\r\n",
        b"Content-Length:%d\r\n\r\n",
        b"CONTENT-LENGTH :  %d\r\n\r\n",
        b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: %d\r\n\r\n",
        b"Content-Length: %d\r\nX-Other: 1\r\n\r\n",
        b"Content-Length: 3\r\nContent-Length: %d\r\n\r\n",
    ],
)
def test_header_spellings(shared: RawClient, header: bytes) -> None:
    body = json.dumps({"jsonrpc": "2.0", "id": "h", "method": "textDocument/hover", "params": HOVER}).encode()
    shared.send(header % len(body) + body)
    assert shared.answer("h")["result"] is None


def test_a_request_before_initialize(client: RawClient) -> None:
    assert client.answer(client.start("textDocument/hover", HOVER))["error"]["code"] == -32002
    assert client.initialize()["textDocumentSync"]["change"] == 1, "full sync"


def test_a_request_after_shutdown(client: RawClient) -> None:
    client.initialize()
    client.request("shutdown")
    assert client.answer(client.start("textDocument/hover", HOVER))["error"]["code"] == -32600
    assert client.answer(client.start("shutdown"))["error"]["code"] == -32600


@pytest.mark.parametrize(("orderly", "code"), [(True, 0), (False, 1)])
def test_exit_codes(client: RawClient, orderly: bool, code: int) -> None:
    client.initialize()
    if orderly:
        client.request("shutdown")
    client.notify("exit")
    assert client.process.wait(5) == code


@pytest.mark.parametrize(("orderly", "code"), [(True, 0), (False, 1)])
def test_the_end_of_the_input(client: RawClient, orderly: bool, code: int) -> None:
    client.initialize()
    if orderly:
        client.request("shutdown")
    assert client.process.stdin is not None
    client.process.stdin.close()
    assert client.process.wait(5) == code


def test_the_end_of_the_input_in_the_middle_of_a_message(client: RawClient) -> None:
    client.initialize()
    client.send(b"Content-Length: 500\r\n\r\n{")
    assert client.process.stdin is not None
    client.process.stdin.close()
    assert client.process.wait(5) == 1


def test_closed_output_ends_the_server() -> None:
    server = subprocess.Popen(SERVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdout.close()
    server.stdin.write(request(id=1, method="initialize", params={"capabilities": {}}))
    server.stdin.flush()
    assert server.wait(10) == 1


def test_the_death_of_the_client_ends_the_server(tmp_path: Path) -> None:
    """The client dies while a third process holds the server's input open."""
    script = tmp_path / "client.py"
    script.write_text(
        "import json, os, subprocess, sys\n"
        "server = subprocess.Popen(json.loads(sys.argv[1]), stdin=subprocess.PIPE, stdout=subprocess.PIPE,"
        " stderr=subprocess.DEVNULL)\n"
        "body = json.dumps({'jsonrpc': '2.0', 'id': 1, 'method': 'initialize',"
        " 'params': {'processId': os.getpid(), 'capabilities': {}}}).encode()\n"
        "server.stdin.write(b'Content-Length: %d\\r\\n\\r\\n%s' % (len(body), body)); server.stdin.flush()\n"
        "server.stdout.readline()\n"
        "holder = subprocess.Popen(['sleep', '60'], stdin=subprocess.DEVNULL, pass_fds=[server.stdin.fileno()],"
        " stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
        "print(server.pid, holder.pid, flush=True)\n"
        "os._exit(0)\n"
    )
    done = subprocess.run(
        [sys.executable, str(script), json.dumps(SERVER)], capture_output=True, text=True, timeout=LIMIT, check=True
    )
    server, holder = map(int, done.stdout.split())
    try:
        end = time.monotonic() + LIMIT
        while time.monotonic() < end and alive(server):
            time.sleep(0.1)
        assert not alive(server)
    finally:
        os.kill(holder, 9)


def test_notifications_before_initialize_and_after_shutdown_are_passed_over(client: RawClient) -> None:
    client.open(UNTITLED, PREDICTOR)
    client.initialize()
    client.request("shutdown")
    client.change(UNTITLED, PREDICTOR, 2)
    client.notify("exit")
    assert client.process.wait(5) == 0
    assert client.next() is None, "no findings of a document that was opened too early"
    assert client.log == []


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def test_messages_cut_anywhere(client: RawClient) -> None:
    """The same session in pieces of 1 to 7 bytes gives the same answers."""
    client.initialize()
    stream = b"".join(request(id=f"r{n}", method="textDocument/hover", params=HOVER) for n in range(20))
    at = 0
    for n in range(len(stream)):
        step = n % 7 + 1
        client.send(stream[at : at + step])
        at += step
        if at >= len(stream):
            break
    answers = [client.next() for _ in range(20)]
    assert [answer and answer["id"] for answer in answers] == [f"r{n}" for n in range(20)]


def test_a_message_of_16_mib(client: RawClient) -> None:
    client.initialize()
    client.open("file:///large.py", "#" * (16 * 1024 * 1024))
    assert client.answer(client.start("textDocument/hover", HOVER), timeout=LIMIT)["result"] is None


def test_a_message_that_is_too_large_costs_itself_only(client: RawClient) -> None:
    """It is read past without being kept, and answered as what it is not: JSON."""
    client.initialize()
    inside = request(id=7, method="textDocument/hover", params=HOVER)  # looks like a message, and is none
    count = 64 * 2**20 // len(inside) + 1
    client.send(b"Content-Length: %d\r\n\r\n" % (count * len(inside)))
    for _ in range(count // 1000):
        client.send(inside * 1000)
    client.send(inside * (count % 1000))
    answer = client.next(timeout=LIMIT)
    assert answer is not None
    assert answer["error"]["code"] == -32700
    assert client.request("textDocument/hover", HOVER) is None
    if sys.platform == "linux":
        assert peak(client.process.pid) < 200 * 2**20
    assert client.shut_down() == 0
    assert b"was passed over" in b"".join(client.log)


def test_the_end_of_the_input_in_a_message_that_is_too_large(client: RawClient) -> None:
    client.initialize()
    client.send(b"Content-Length: %d\r\n\r\n{" % (65 * 2**20))
    assert client.process.stdin is not None
    client.process.stdin.close()
    assert client.process.wait(5) == 1


def peak(pid: int) -> int:
    """The most memory that a process has had, in bytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


UNTITLED = "untitled:Untitled-1.py"
PREDICTOR = """from cog import BasePredictor, Input
class Predictor(BasePredictor):
    def predict(self, x: str = Input()) -> str: ...
"""


def opened(uri: str, text: str) -> bytes:
    item = {"uri": uri, "languageId": "python", "version": 1, "text": text}
    return request(method="textDocument/didOpen", params={"textDocument": item})


def changed(uri: str, text: str, version: int) -> bytes:
    document = {"uri": uri, "version": version}
    return request(
        method="textDocument/didChange", params={"textDocument": document, "contentChanges": [{"text": text}]}
    )


@pytest.mark.parametrize("is_pipe", [True, False], ids=["pipe", "file"])
def test_a_client_that_does_not_read_until_it_has_written_everything(tmp_path: Path, is_pipe: bool) -> None:
    """10,000 notifications while nobody reads: the server neither ends nor fills the memory, it stops reading. Once
    somebody reads, everything is answered. A plain file, which no event loop can wait for, is read by a thread."""
    source = tmp_path / "stream"
    with source.open("wb") as file:
        file.write(request(id=1, method="initialize", params={"capabilities": {}}))
        file.write(request(method="initialized", params={}))
        file.write(opened(UNTITLED, PREDICTOR))
        for version in range(2, 10_002):
            file.write(changed(UNTITLED, f"{PREDICTOR}# {version}\n", version))
        file.write(request(id=2, method="textDocument/hover", params=HOVER))
        file.write(request(id=3, method="shutdown"))
        file.write(request(method="exit"))
    writer = subprocess.Popen(["cat", str(source)], stdout=subprocess.PIPE) if is_pipe else None
    with source.open("rb") if writer is None else writer.stdout as stdin:
        server = subprocess.Popen(SERVER, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert server.stdout is not None
    assert server.stderr is not None
    before = -1
    while before != (before := resting(server.pid)):  # until the server has nothing to do but wait for its reader
        time.sleep(0.3)
    assert server.poll() is None
    assert peak(server.pid) < 300 * 2**20
    messages = [json.loads(body) for body in bodies(server.stdout.read())]
    assert [message["id"] for message in messages if "id" in message] == [1, 2, 3]
    versions = [message["params"]["version"] for message in messages if "id" not in message]
    assert versions == sorted(versions)
    assert versions[-1] == 10_001
    assert writer is None or writer.wait(10) == 0
    assert server.wait(10) == 0
    assert server.stderr.read() == b""


def resting(pid: int) -> int:
    """The processor time that a process has used, in ticks."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def bodies(stream: bytes) -> Iterator[bytes]:
    """The bodies of the messages in a stream."""
    while stream:
        header, _, stream = stream.partition(b"\r\n\r\n")
        length = int(header.split(b":")[1].split()[0])
        yield stream[:length]
        stream = stream[length:]


def test_changes_faster_than_answers(client: RawClient) -> None:
    """200 changes at once, then a pull: the answer is for the last text."""
    client.initialize(capabilities=PULL)
    client.open(UNTITLED, PREDICTOR)
    for version in range(2, 202):
        client.change(UNTITLED, PREDICTOR.replace("x:", f"x{version}:"), version)
    report = client.request("textDocument/diagnostic", {"textDocument": {"uri": UNTITLED}})
    assert {item["data"]["input"] for item in report["items"] if item["data"]["input"]} == {"x201"}


@pytest.mark.parametrize(
    ("before", "after"),
    [("(self, y: str = 'e'", "(self, y: str = '😀'"), ("class Predictor", "class\nPredictor"), ("", "")],
    ids=["columns", "another line", "nothing"],
)
def test_an_unchanged_report_is_unchanged_in_the_units_of_the_client(
    client: RawClient, before: str, after: str
) -> None:
    """A character that takes two units in the place of one moves what stands behind it."""
    client.initialize(capabilities={"textDocument": {"diagnostic": {}}})
    text = PREDICTOR.replace("(self", "(self, y: str = 'e'")
    client.open(UNTITLED, text)
    document = {"textDocument": {"uri": UNTITLED}}
    first = client.request("textDocument/diagnostic", document)
    client.change(UNTITLED, text.replace(before, after), 2)
    again = client.request("textDocument/diagnostic", {**document, "previousResultId": first["resultId"]})
    fresh = client.request("textDocument/diagnostic", document)
    assert fresh["resultId"] == again["resultId"]
    assert again.get("items", first["items"]) == fresh["items"]
    assert again["kind"] == ("full" if before else "unchanged")


def test_an_older_change_is_passed_over(client: RawClient) -> None:
    client.initialize()
    client.open(UNTITLED, PREDICTOR, version=5)
    client.change(UNTITLED, PREDICTOR.replace("x:", "new:"), 9)
    client.change(UNTITLED, PREDICTOR.replace("x:", "stale:"), 7)
    client.change(UNTITLED, PREDICTOR.replace("x:", "newest:"), 10)
    told: list[tuple[int, set[str]]] = []
    for _ in range(3):
        params = client.wait_for("textDocument/publishDiagnostics")
        told.append((params["version"], {d["data"]["input"] for d in params["diagnostics"] if d["data"]["input"]}))
    assert told == [(5, {"x"}), (9, {"new"}), (10, {"newest"})]


def test_what_is_sent_as_an_answer_to_a_request_of_the_client_is_none(client: RawClient, tmp_path: Path) -> None:
    """The question waits for news; its id is no id of ours."""
    client.initialize(tmp_path, PULL)
    asked = {"previousResultIds": []}
    client.request("workspace/diagnostic", asked)
    id = client.start("workspace/diagnostic", asked)
    client.send(request(id=id, result="forged"))
    client.notify("$/cancelRequest", {"id": id})
    assert client.answer(id)["error"]["code"] == -32800


def test_a_storm_of_cancellations(client: RawClient, tmp_path: Path) -> None:
    """1,000 requests, each cancelled at once, some of which take their time: each gets its answer, without a log."""
    for n in range(30):
        (tmp_path / f"{n}").mkdir()
        (tmp_path / f"{n}/run.py").write_text(PREDICTOR)
    client.initialize(tmp_path, PULL)
    client.open(UNTITLED, PREDICTOR)
    ids = []
    for n in range(1_000):
        method, params = (
            ("workspace/diagnostic", {"previousResultIds": []}) if n % 100 == 0 else ("textDocument/hover", HOVER)
        )
        ids.append(client.start(method, params))
        client.notify("$/cancelRequest", {"id": ids[-1]})
    answers = [client.next(timeout=LIMIT) for _ in ids]
    assert sorted(answer["id"] for answer in answers if answer) == ids
    errors = {answer["error"]["code"] for answer in answers if answer and "error" in answer}
    assert errors == {-32800}, "some were cancelled in the middle"
    assert client.request("textDocument/hover", HOVER) is None
    assert client.shut_down() == 0
    assert client.log == []


def test_the_same_answers_however_the_stream_is_cut() -> None:
    """A session in one write, and cut at 40 random places."""
    text = PREDICTOR.replace("Input()", 'Input(description="é 😀")')
    place = {"textDocument": {"uri": UNTITLED}, "position": {"line": 2, "character": 23}}
    stream = request(id=1, method="initialize", params={"capabilities": {}}) + request(method="initialized", params={})
    stream += opened(UNTITLED, text)
    for n in range(2, 50):
        stream += changed(UNTITLED, f"{text}# {n}\n", n) + request(id=n, method="textDocument/hover", params=place)
    stream += request(id=50, method="shutdown") + request(method="exit")
    chance, seen = random.Random(1), set()
    for cuts in (0, 40):
        places = sorted(chance.sample(range(len(stream)), cuts))
        with RawClient() as client:
            for start, end in zip([0, *places], [*places, len(stream)], strict=True):
                client.send(stream[start:end])
            assert client.process.wait(20) == 0
            told = []
            while (message := client.next()) is not None:
                told.append(message)
            seen.add(json.dumps(told))
    assert len(seen) == 1


ABOUT_A_DOCUMENT: dict[str, tuple[dict[str, Any], Any]] = {
    "codeAction": (
        {"range": {"start": HOVER["position"], "end": HOVER["position"]}, "context": {"diagnostics": []}},
        [],
    ),
    "codeLens": ({}, None),
    "completion": ({"position": HOVER["position"]}, None),
    "definition": ({"position": HOVER["position"]}, None),
    "diagnostic": ({}, {"kind": "full", "items": []}),
    "documentLink": ({}, None),
    "documentSymbol": ({}, None),
    "hover": ({"position": HOVER["position"]}, None),
    "inlayHint": ({"range": {"start": HOVER["position"], "end": HOVER["position"]}}, None),
    "references": ({"position": HOVER["position"], "context": {"includeDeclaration": True}}, None),
}


def test_requests_about_a_document_that_is_not_open(client: RawClient) -> None:
    offered = client.initialize(capabilities=PULL)
    assert {name for name in ABOUT_A_DOCUMENT if f"{name}Provider" in offered} == set(ABOUT_A_DOCUMENT)
    for name, (more, expected) in ABOUT_A_DOCUMENT.items():
        answer = client.request(f"textDocument/{name}", {"textDocument": HOVER["textDocument"], **more})
        assert answer == expected, name
    stale = {"title": "x", "data": {"uri": "file:///none.py"}}
    error = client.answer(client.start("codeAction/resolve", stale))["error"]
    assert error["code"] == -32801, "the content was modified"


def test_every_request_gets_one_answer(client: RawClient) -> None:
    client.initialize()
    ids = [client.start("textDocument/hover", HOVER) for _ in range(100)]
    for id in ids[::2]:
        client.notify("$/cancelRequest", {"id": id})
    seen = [client.next()["id"] for _ in ids]  # type: ignore[index]
    assert sorted(seen) == ids
    with pytest.raises(queue.Empty):
        client.next(timeout=0.3)


def test_the_debug_log_names_methods_and_times_and_no_text() -> None:
    with RawClient((sys.executable, "-m", "cog_lsp", "serve", "--log-level", "debug")) as client:
        client.initialize()
        client.notify(
            "textDocument/didOpen",
            {
                "textDocument": {
                    "uri": HOVER["textDocument"]["uri"],
                    "languageId": "python",
                    "version": 1,
                    "text": "# secret words",
                }
            },
        )
        client.answer(client.start("textDocument/hover", HOVER))
        client.answer(client.start("no/such", {}))
        client.shut_down()
        log = b"".join(client.log).decode()
    for method, outcome in [
        ("textDocument/didOpen", r"\d+\.\d ms"),
        ("textDocument/hover", r"answered after \d+\.\d ms"),
    ]:
        assert re.search(rf"{method}: {outcome}", log), log
    assert "secret words" not in log


def test_no_words_of_a_client_start_a_line_of_the_log_or_move_the_cursor() -> None:
    hostile = "text\n::error::forged\r\x1b[2J\x9b\u202e"
    method = f"textDocument/{hostile}"
    with RawClient((*SERVER, "--log-level", "debug")) as client:
        client.initialize(None, {**PULL, "workspace": {"configuration": True}})
        asked = client.next()
        assert asked is not None
        client.send(request(id=asked["id"], error={"code": 1, "message": hostile}))
        client.notify(method, {})
        client.notify("textDocument/didOpen", {"textDocument": {hostile: 1}})
        client.notify("$/cancelRequest", {"id": hostile})
        client.send(request(id=hostile, result=hostile))
        assert client.answer(client.start(method, {}))["error"]["code"] == -32601
        assert client.shut_down() == 0
    lines = b"".join(client.log).decode().split("\n")
    assert any("::error::forged" in line for line in lines), "something was logged"
    assert [line for line in lines if line and not re.match(r"(DEBUG|INFO|WARNING|ERROR) |    ", line)] == []
    assert [line for line in lines if re.search("[\x00-\x1f\x7f-\x9f\u202e]", line)] == []


def test_a_stray_print_does_not_break_the_stream(tmp_path: Path) -> None:
    script = tmp_path / "server.py"
    script.write_text(
        "import sys\nfrom cog_lsp.server import server\nfrom cog_lsp.server.requests import hover\n"
        "def loud(session, params):\n    print('oops'); sys.stdout.write('oops'); return None\n"
        "hover.perform = loud\nsys.exit(server.serve_stdio())\n"
    )
    with RawClient((sys.executable, str(script))) as client:
        client.initialize()
        assert client.answer(client.start("textDocument/hover", HOVER))["result"] is None


def test_a_failing_handler_costs_one_answer(tmp_path: Path) -> None:
    script = tmp_path / "server.py"
    script.write_text(
        "import sys\nfrom cog_lsp.server import server\nfrom cog_lsp.server.requests import hover\n"
        "def broken(session, params):\n    raise ValueError('/secret/path')\n"
        "hover.perform = broken\nsys.exit(server.serve_stdio())\n"
    )
    with RawClient((sys.executable, str(script))) as client:
        client.initialize()
        answer = client.answer(client.start("textDocument/hover", HOVER))
        assert answer["error"]["code"] == -32603
        assert "secret" not in json.dumps(answer)
        assert client.request("textDocument/documentLink", {"textDocument": {"uri": "file:///x"}}) is None
        assert client.shut_down() == 0
        assert any(b"ValueError" in line for line in client.log)


def test_a_failing_notification_costs_nothing_but_a_line_in_the_log(tmp_path: Path) -> None:
    script = tmp_path / "server.py"
    script.write_text(
        "import sys\nfrom cog_lsp.server import lifecycle, server, session\n"
        "def broken(*arguments):\n    raise ValueError('broken')\n"
        "session.Session.open = broken\n"
        "lifecycle.HANDLERS['textDocument/didSave'] = broken\n"
        "sys.exit(server.serve_stdio())\n"
    )
    with RawClient((sys.executable, str(script))) as client:
        client.initialize()
        client.open(UNTITLED, PREDICTOR)
        client.notify("textDocument/didSave", {"textDocument": {"uri": UNTITLED}})
        assert client.request("textDocument/hover", HOVER) is None
        assert client.shut_down() == 0
        log = b"".join(client.log)
        assert b"textDocument/didOpen failed" in log
        assert log.count(b"ValueError: broken") == 2


@pytest.mark.parametrize(("name", "offered"), [("Visual Studio Code", True), ("Neovim", False), ("", True)])
def test_workspace_diagnostics_are_offered_to_those_that_use_them_well(
    client: RawClient, name: str, offered: bool
) -> None:
    more = {"clientInfo": {"name": name}} if name else {}
    capabilities = client.initialize(capabilities={"textDocument": {"diagnostic": {}}}, **more)
    assert capabilities["diagnosticProvider"]["workspaceDiagnostics"] is offered
    answer = client.answer(client.start("workspace/diagnostic", {"previousResultIds": []}))
    assert ("result" in answer) is offered


def test_a_client_that_does_not_pull_is_offered_no_pull(client: RawClient) -> None:
    assert "diagnosticProvider" not in client.initialize()


def test_workspace_diagnostics_with_progress_and_partial_results(client: RawClient) -> None:
    root = Path(__file__).parent.parent / "fixtures/models"
    client.initialize(root, {"textDocument": {"diagnostic": {}}})
    client.open((root / "image/run.py").as_uri(), (root / "image/run.py").read_text())
    id = client.start(
        "workspace/diagnostic", {"previousResultIds": [], "workDoneToken": "work", "partialResultToken": "parts"}
    )
    told: dict[str, list[Any]] = {"work": [], "parts": []}
    while (message := client.next()) is not None and message.get("id") != id:
        told[message["params"]["token"]].append(message["params"]["value"])
    assert message is not None
    assert message["result"] == {"items": []}
    assert [value["kind"] for value in told["work"]] == ["begin", *["report"] * len(list(root.iterdir())), "end"]
    parts = [item for value in told["parts"] for item in value["items"]]
    names = {item["uri"].rpartition("/models/")[2] for item in parts}
    assert {"llm/main.py", "trainer/train.py", "image/README.md"} <= names
    assert "image/run.py" not in names, "an open file is told through its own request"
    known = [{"uri": item["uri"], "value": item["resultId"]} for item in parts]
    again = client.request("workspace/diagnostic", {"previousResultIds": known})
    assert {item["kind"] for item in again["items"]} == {"unchanged"}


def test_a_file_under_two_spellings_of_its_uri(client: RawClient, tmp_path: Path) -> None:
    text = "from cog import Input\nclass Predictor:\n    def predict(self, x: str = Input()) -> str: ...\n"
    plain = (tmp_path / "run.py").as_uri()
    encoded = plain.replace("run.py", "%72un.py")
    client.initialize(tmp_path)
    for uri in (plain, encoded):
        client.open(uri, text)
        assert client.diagnostics(uri, 1)
    client.notify("textDocument/didClose", {"textDocument": {"uri": encoded}})
    assert client.diagnostics(encoded) == []
    client.change(plain, text.replace("x: str", "y: str"), 2)
    assert [d["data"]["input"] for d in client.diagnostics(plain, 2) if d["code"] == "missing-description"] == ["y"]
