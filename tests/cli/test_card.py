"""`cog-lsp card`, also against a server that answers as Replicate's API does."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from cog_lsp.cli import main, replicate

MODELS = Path(__file__).parent.parent / "fixtures/models"
MODEL = {
    "owner": "atelier",
    "name": "lantern",
    "description": "Paints night scenes",
    "visibility": "public",
    "latest_version": {"id": "abc"},
    "default_example": {"input": {"prompt": "a harbor", "image": "https://example.com/a.png", "seed": 1}},
}


@pytest.fixture
def image(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "image"
    shutil.copytree(MODELS / "image", folder)
    monkeypatch.chdir(folder)
    return folder


class Api:
    """A small server that speaks the two calls that are used."""

    def __init__(self) -> None:
        self.model: dict[str, Any] = dict(MODEL)
        self.readme: str | None = (MODELS / "image/README.md").read_text()
        self.status = 200
        self.delay = 0.0
        self.body: bytes | None = None
        self.seen: list[tuple[str, str | None]] = []
        api = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                api.seen.append((self.path, self.headers.get("Authorization")))
                time.sleep(api.delay)
                status, body = api.status, json.dumps(api.model).encode()
                if self.path.endswith("/readme"):
                    status = status if api.readme is not None else 404
                    body = (api.readme or "").encode()
                if api.body is not None:
                    body = api.body
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    made = Api()
    monkeypatch.setenv("REPLICATE_API_BASE_URL", f"http://127.0.0.1:{made.server.server_port}")
    monkeypatch.setenv("REPLICATE_API_TOKEN", "r8_test")
    yield made
    made.server.shutdown()


def test_the_card_of_a_model(image: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["card"]) == 1
    out = capsys.readouterr().out
    assert "Inputs explained:  3 of 7" in out
    assert "Examples that fit: 1 of 2" in out
    assert "What is left to do" in out
    assert main(["card", "--format", "json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert data["ready"] is False
    assert data["inputs"] == {"total": 7, "explained": 3}
    assert data["topics"]["troubleshooting"] == "missing"
    assert main(["card", "--format", "markdown"]) == 1
    assert "- [ ] Troubleshooting" in capsys.readouterr().out


def test_nothing_lacks(image: Path, api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["card", "--remote"]) == 0
    assert capsys.readouterr().out == "atelier/lantern can be displayed.\n- Nothing is missing.\n"
    assert api.seen == [
        ("/v1/models/atelier/lantern", "Bearer r8_test"),
        ("/v1/models/atelier/lantern/readme", "Bearer r8_test"),
    ]


def test_what_a_machine_reads(image: Path, api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    api.model |= {"default_example": None}
    assert main(["card", "--remote", "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"model", "displayworthy", "lacking"}
    assert (found["model"], found["displayworthy"]) == ("atelier/lantern", False)
    assert [line.startswith("It has no example.") for line in found["lacking"]] == [True]


@pytest.mark.parametrize("example", [{"input": {"seed": 1}}, {"input": "text"}, {}])
def test_an_example_is_not_judged_where_the_signature_cannot_be_read(
    example: dict[str, Any], image: Path, api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    api.model |= {"default_example": example}
    assert main(["card", "--remote"]) == 1
    assert "The example does not fit the signature" in capsys.readouterr().out
    (image / "run.py").write_text("class Other: ...\n")
    assert main(["card", "--remote"]) == 0
    assert "Nothing is missing." in capsys.readouterr().out


LACKING: dict[str, tuple[dict[str, Any], str]] = {
    "private": ({"visibility": "private"}, "It is private."),
    "no version": ({"latest_version": None}, "cog push r8.im/atelier/lantern"),
    "no example": ({"default_example": None}, "It has no example."),
    "no description": ({"description": None}, "It has no description."),
    "unknown input": (
        {"default_example": {"input": {"prompt": "x", "image": "https://e.com/a", "seed": 1, "stile": 1}}},
        "stile",
    ),
    "missing input": ({"default_example": {"input": {"seed": 1}}}, "prompt"),
    "refused value": (
        {"default_example": {"input": {"prompt": "x", "image": "https://e.com/a", "seed": 1, "guidance_scale": 99}}},
        "guidance_scale",
    ),
}


@pytest.mark.parametrize("name", LACKING)
def test_what_lacks_and_where_to_mend_it(name: str, image: Path, api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    change, message = LACKING[name]
    api.model |= change
    assert main(["card", "--remote", "atelier/lantern"]) == 1
    out = capsys.readouterr().out
    assert message in out
    assert out.count("\n- ") >= 1


@pytest.mark.parametrize(("readme", "message"), [(None, "no README"), ("", "no README"), ("# Other\n", "differs")])
def test_the_readme_on_replicate(
    readme: str | None, message: str, image: Path, api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    api.readme = readme
    assert main(["card", "--remote"]) == 1
    assert message in capsys.readouterr().out


def test_line_ends_do_not_make_a_difference(image: Path, api: Api) -> None:
    assert api.readme is not None
    api.readme = api.readme.replace("\n", "\r\n") + "\r\n"
    assert main(["card", "--remote"]) == 0


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (401, "does not accept the token"),
        (403, "may not see"),
        (404, "knows no model"),
        (429, "slow down"),
        (500, "status 500"),
    ],
)
def test_one_clear_line_for_each_refusal(
    status: int, message: str, image: Path, api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    api.status = status
    assert main(["card", "--remote"]) == 2
    captured = capsys.readouterr()
    assert message in captured.err
    assert captured.err.count("\n") == 1
    assert captured.out == ""


def test_slow_offline_garbled_and_without_a_token(
    image: Path, api: Api, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replicate, "SECONDS", 0.2)
    api.delay = 1.0
    assert main(["card", "--remote"]) == 2
    assert "did not answer" in capsys.readouterr().err
    api.delay = 0.0
    api.body = b"[1"
    assert main(["card", "--remote"]) == 2
    assert "could not be read" in capsys.readouterr().err
    monkeypatch.setenv("REPLICATE_API_BASE_URL", "http://127.0.0.1:9")
    assert main(["card", "--remote"]) == 2
    assert "cannot be reached" in capsys.readouterr().err
    monkeypatch.delenv("REPLICATE_API_TOKEN")
    assert main(["card", "--remote"]) == 2
    assert "Set REPLICATE_API_TOKEN" in capsys.readouterr().err


def test_which_model(image: Path, api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    (image / "cog.yaml").write_text("run: run.py:Runner\n")
    assert main(["card", "--remote"]) == 2
    assert "Say which model" in capsys.readouterr().err
    assert main(["card", "--remote", "lantern"]) == 2
