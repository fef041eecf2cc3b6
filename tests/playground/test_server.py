"""The preview server answers this machine and its own page, and nobody else."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest

from cog_lsp.playground.page import connection, guard
from cog_lsp.playground.page.application import MAX_EXAMPLE, Hooks
from cog_lsp.playground.page.page import Page
from cog_lsp.playground.page.server import PreviewServer, running
from cog_lsp.playground.page.target import TargetRun, check_target, health, parse_events
from tests.limits import LIMIT


@pytest.fixture
def told() -> list[tuple[str, ...]]:
    return []


@pytest.fixture
def server(demo_page: Callable[..., Page], told: list[tuple[str, ...]]) -> Iterator[PreviewServer]:
    hooks = Hooks(lambda name: told.append(("reveal", name)), lambda *example: told.append(("example", *example)))
    with running(demo_page(), hooks=hooks) as one:
        yield one


def request(
    server: PreviewServer, method: str, path: str, body: Any = None, **headers: str | None
) -> tuple[int, str, HTTPResponse]:
    """Send a request as the page would; a header given as None is left out."""
    url = urlsplit(server.url)
    connection = HTTPConnection("127.0.0.1", url.port, timeout=LIMIT)
    sent = {"Host": url.netloc, "Content-Type": "application/json"}
    if method == "POST":
        sent["Origin"] = f"http://{url.netloc}"
    sent |= {name: value for name, value in headers.items() if value is not None}
    for name in [name for name, value in headers.items() if value is None]:
        sent.pop(name, None)
    data = body if isinstance(body, str | bytes | None) else json.dumps(body)
    connection.request(method, url.path + path, data, sent)
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response.status, text, response


POLICY = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "media-src data: blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self' vscode-webview: https://*.vscode-cdn.net http://127.0.0.1:* http://localhost:*",
]


def test_the_page_and_its_files(server: PreviewServer) -> None:
    status, text, response = request(server, "GET", "")
    assert (status, response.getheader("Content-Type")) == (200, "text/html; charset=utf-8")
    assert "static/app.js" in text
    assert str(response.getheader("Content-Security-Policy")).split("; ") == POLICY
    assert response.getheader("Referrer-Policy") == "no-referrer"
    assert response.getheader("Cache-Control") == "no-store, no-transform"
    assert request(server, "GET", "static/app.js")[2].getheader("Content-Type") == "text/javascript; charset=utf-8"
    assert json.loads(request(server, "GET", "state")[1])["page"]["title"] == "Demo model"


REFUSED = [
    ("GET", "state", {"Host": "evil.example:80"}, 403),
    ("GET", "state", {"Host": "127.0.0.1.evil.example"}, 403),
    ("GET", "state", {"Host": "localhost:80@evil.example"}, 403),
    ("GET", "state", {"Host": "localhost:evil.example"}, 403),
    ("GET", "state", {"Host": "localhost."}, 403),
    ("GET", "state", {"Host": "[::1]"}, 200),
    ("GET", "state", {"Host": "LOCALHOST:1"}, 200),
    ("GET", "state", {"Origin": "http://evil.example"}, 403),
    ("GET", "events", {"Origin": "null"}, 403),
    ("POST", "validate", {"Origin": None}, 403),
    ("POST", "validate", {"Origin": "http://127.0.0.1:1"}, 403),
    ("POST", "validate", {"Origin": "http://evil.example"}, 403),
    ("POST", "reveal", {"Host": "evil.example", "Origin": "http://evil.example"}, 403),
    ("POST", "validate", {"Content-Type": "text/plain"}, 400),
    ("GET", "validate", {}, 405),
    ("GET", "static/server.py", {}, 404),
    ("GET", "static/..%2fserver.py", {}, 404),
    ("GET", "nothing", {}, 404),
]


@pytest.mark.parametrize(("method", "path", "headers", "status"), REFUSED)
def test_others_are_refused(
    server: PreviewServer, told: list[Any], method: str, path: str, headers: dict[str, Any], status: int
) -> None:
    body = {"input": "prompt"} if method == "POST" else None
    answer, _, response = request(server, method, path, body, **headers)
    assert (answer, told) == (status, [])
    assert {name: response.getheader(name) for name in guard.HEADERS} == guard.HEADERS


HALVES = {
    "nothing": "",
    "a half line": "GET ",
    "half of the headers": "GET {path} HTTP/1.1\r\nHost: localhost\r\n",
    "half of a body": "POST {path}validate HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
    "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{{",
    "half of a second one": "GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\nGET ",
}


@pytest.mark.parametrize("name", HALVES)
def test_a_request_that_does_not_come_whole_is_closed(
    name: str, server: PreviewServer, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(connection, "WHOLE_SECONDS", 0.2)
    url = urlsplit(server.url)
    with socket.create_connection(("127.0.0.1", url.port), timeout=LIMIT) as client:
        client.sendall(HALVES[name].format(path=url.path, host=url.netloc).encode())
        while client.recv(65536):
            pass
    assert request(server, "GET", "state")[0] == 200
    assert capfd.readouterr().err == ""


def test_what_is_no_http_gets_the_same_headers(server: PreviewServer, capfd: pytest.CaptureFixture[str]) -> None:
    with socket.create_connection(("127.0.0.1", urlsplit(server.url).port), timeout=LIMIT) as client:
        client.sendall(b"NONSENSE\r\n\r\n")
        answer = HTTPResponse(client)
        answer.begin()
        assert (answer.status, {name: answer.getheader(name) for name in guard.HEADERS}) == (400, guard.HEADERS)
    assert capfd.readouterr().err == ""


def test_nothing_without_the_token(server: PreviewServer) -> None:
    url = urlsplit(server.url)
    for path in ("/", "/state", "/static/app.js", f"/{'x' * len(server.token)}/"):
        connection = HTTPConnection("127.0.0.1", url.port, timeout=LIMIT)
        connection.request("GET", path)
        assert connection.getresponse().status == 404
        connection.close()


def test_it_listens_on_the_loopback_interface_only(server: PreviewServer) -> None:
    outside = {address[4][0] for address in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in outside - {"127.0.0.1", "127.0.1.1"}:
        with socket.socket() as probe:
            probe.settimeout(2)
            assert probe.connect_ex((address, urlsplit(server.url).port)) != 0


def test_every_server_has_its_own_token(demo_page: Callable[..., Page]) -> None:
    tokens = {PreviewServer(demo_page()).token for _ in range(20)}
    assert len(tokens) == 20
    assert min(map(len, tokens)) >= 32


BODIES = ["", "[]", "nonsense", "{", '{"a":' * 5000]


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_bodies_that_are_no_object_are_refused(server: PreviewServer, body: str) -> None:
    assert request(server, "POST", "validate", body)[0] == 400


def test_a_body_that_is_too_large_is_refused(server: PreviewServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MAX_BODY", 1_000)
    body = json.dumps({"input": {"prompt": "x" * 900}})
    assert request(server, "POST", "validate", body)[0] == 200
    status, text, _ = request(server, "POST", "validate", body.replace("x", "xx"))
    assert (status, "too large" in text) == (400, True)


def test_a_connection_without_news_is_kept_open(
    server: PreviewServer, demo_page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Proxies close what stays silent. The page is sent once, and again only when it changes."""
    monkeypatch.setattr("cog_lsp.playground.page.application._PING_SECONDS", 0.05)
    url = urlsplit(server.url)
    connection = HTTPConnection("127.0.0.1", url.port, timeout=LIMIT)
    connection.request("GET", url.path + "events")
    stream = connection.getresponse()
    lines = [stream.readline().decode() for _ in range(7)]
    assert [line[:7] for line in lines if line.strip()] == ["event: ", "data: {", ": still", ": still"]
    server.update(demo_page(title="Another title"))
    while not (line := stream.readline().decode()).startswith("data: "):
        pass
    assert json.loads(line[6:])["page"]["title"] == "Another title"
    connection.close()


def test_validation(server: PreviewServer) -> None:
    status, text, _ = request(server, "POST", "validate", {"input": {"guidance_scale": 99}})
    assert status == 200
    assert [(issue["path"], issue["message"]) for issue in json.loads(text)] == [
        ("prompt", "This field is required."),
        ("guidance_scale", "must be <= 50"),
    ]


def test_hooks(server: PreviewServer, told: list[Any]) -> None:
    assert request(server, "POST", "reveal", {"input": "prompt"})[0] == 200
    assert request(server, "POST", "reveal", {"input": "unknown"})[0] == 400
    assert request(server, "POST", "example", {"language": "python", "text": "x" * 30_000})[0] == 200
    assert request(server, "POST", "example", {"language": "evil", "text": "x"})[0] == 400
    assert request(server, "POST", "example", {"language": "bash", "text": 3})[0] == 400
    assert told == [("reveal", "prompt"), ("example", "python", "x" * MAX_EXAMPLE)]


def test_without_hooks_and_target(demo_page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REPLICATE_API_TOKEN", raising=False)
    with running(demo_page()) as server:
        assert json.loads(request(server, "GET", "state")[1])["can"] == {
            "reveal": False,
            "example": False,
            "fix": False,
            "published": False,
        }
        assert request(server, "POST", "reveal", {"input": "prompt"})[0] == 400
        assert request(server, "POST", "example", {"language": "bash", "text": "x"})[0] == 400
        assert request(server, "POST", "fix", {"note": 0, "title": "Describe: “How closely…”"})[0] == 400
        assert "--target" in request(server, "POST", "run", {"input": {}})[1]
        assert json.loads(request(server, "GET", "target")[1]) == {"status": "none"}


def test_changes_are_sent(server: PreviewServer, demo_page: Callable[..., Page]) -> None:
    url = urlsplit(server.url)
    connection = HTTPConnection("127.0.0.1", url.port, timeout=LIMIT)
    connection.request("GET", url.path + "events")
    events = parse_events(line.decode().rstrip("\n") for line in connection.getresponse())
    assert next(events)["data"]["page"]["title"] == "Demo model"
    server.update(demo_page())
    server.update(demo_page(title="Another title"))
    event = next(events)
    assert (event["event"], event["data"]["version"], event["data"]["page"]["title"]) == ("page", 2, "Another title")
    connection.close()


def test_it_stops_while_browsers_listen(demo_page: Callable[..., Page]) -> None:
    server = PreviewServer(demo_page())
    url = urlsplit(server.start())
    connection = HTTPConnection("127.0.0.1", url.port, timeout=LIMIT)
    connection.request("GET", url.path + "events")
    stream = connection.getresponse()
    stream.readline()
    server.stop()
    assert not any(thread.name == "cog-lsp preview" for thread in threading.enumerate())
    with contextlib.suppress(ConnectionError):
        stream.read()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", url.port or 0)) != 0


def test_a_port_that_is_taken_is_told(demo_page: Callable[..., Page], server: PreviewServer) -> None:
    with pytest.raises(OSError, match="in use"):
        PreviewServer(demo_page(), port=urlsplit(server.url).port or 0).start()


@pytest.mark.parametrize(
    "target", ["localhost:5000", "ftp://x", "http://", "file:///etc/passwd", "http://x:y", "http://x?q"]
)
def test_targets_that_are_no_server(target: str) -> None:
    with pytest.raises(ValueError, match=r"--target|[Pp]ort"):
        check_target(target)


@pytest.mark.parametrize("target", ["http://localhost:5000", "https://example.org", "http://[::1]:5000/cog"])
def test_targets(target: str) -> None:
    assert check_target(target) == check_target(f"{target}/") == target


class Odd(BaseHTTPRequestHandler):
    """A server that answers all with one text."""

    text = b""
    kind = "application/json"

    def do_GET(self) -> None:
        # A connection that is closed with something unread is reset, and the answer may be lost with it.
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.send_header("Content-Type", self.kind)
        self.end_headers()
        self.wfile.write(self.text)

    do_POST = do_GET

    def log_message(self, *_: object) -> None:
        pass


ODD = [
    (b'{"status": "READY"}', "application/json", "READY", [("completed", {"status": "READY"})]),
    (b'{"status": 5}', "application/json", "unknown", [("completed", {"status": 5})]),
    (b"[]", "application/json", "unknown", [("completed", {"value": []})]),
    (b"words", "text/plain", "unreachable", [("completed", {"value": "words"})]),
    (b"[" * 100_000, "application/json", "unreachable", [("completed", {"value": "[" * 100_000})]),
    (
        b"event: output\ndata: words\n\nevent: completed\ndata: {}\n\n",
        "text/event-stream",
        "unreachable",
        [("output", {"value": "words"}), ("completed", {})],
    ),
]


@pytest.mark.parametrize(("text", "kind", "status", "events"), ODD, ids=[kind for _, kind, _, _ in ODD])
def test_a_target_that_is_no_cog_server(
    text: bytes, kind: str, status: str, events: list[tuple[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Odd, "text", text)
    monkeypatch.setattr(Odd, "kind", kind)
    odd = ThreadingHTTPServer(("127.0.0.1", 0), Odd)
    threading.Thread(target=odd.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{odd.server_address[1]}"
    assert health(address)["status"] == status
    found = [json.loads(line) for line in TargetRun(address, {}, "run")]
    assert [(event["event"], event["data"]) for event in found] == events
    odd.shutdown()
    odd.server_close()


def test_a_run_that_is_given_up_before_it_starts() -> None:
    run = TargetRun("http://127.0.0.1:9", {}, "run")
    run.abort()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        taken.settimeout(60)
        run.target = f"http://127.0.0.1:{taken.getsockname()[1]}"
        threading.Thread(target=lambda: answer_once(taken), daemon=True).start()
        assert list(run) == []


def answer_once(listener: socket.socket) -> None:
    """Answer the question whether the model streams."""
    connection, _ = listener.accept()
    connection.recv(65536)
    connection.sendall(b"HTTP/1.0 404 Not Found\r\n\r\n")
    connection.close()


def test_a_target_that_does_not_answer() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        assert health(address)["status"] == "unreachable"
        assert "does not answer" in "".join(TargetRun(address, {}, "run"))


class Slow(BaseHTTPRequestHandler):
    """A model that never answers."""

    started = threading.Event()
    release = threading.Event()

    def do_GET(self) -> None:
        self.send_error(404)

    def do_POST(self) -> None:
        self.started.set()
        self.release.wait(20)

    def log_message(self, *_: object) -> None:
        pass


def test_a_run_can_be_given_up() -> None:
    slow = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    threading.Thread(target=slow.serve_forever, daemon=True).start()
    run = TargetRun(f"http://127.0.0.1:{slow.server_address[1]}", {}, "run")
    lines: list[str] = []
    reader = threading.Thread(target=lambda: lines.extend(run))
    reader.start()
    assert Slow.started.wait(10)
    run.abort()
    reader.join(10)
    assert not reader.is_alive()
    assert "does not answer" in lines[-1]
    Slow.release.set()
    slow.shutdown()
    slow.server_close()
