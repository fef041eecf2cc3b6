"""Run in a real browser against a real server that speaks Cog's protocol, and the page that needs no server."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from cog_lsp.playground.page.page import Page
from cog_lsp.playground.page.server import PreviewServer, running
from cog_lsp.playground.page.state import to_json
from cog_lsp.playground.page.static_files import self_contained
from tests.playground.cog_server import PIXEL, cog_server


def issues(page: Any, name: str) -> list[str]:
    found: list[str] = page.locator(f"#issues-{name} li").all_text_contents()
    return found


def check_form(page: Any) -> None:
    page.click("button.primary")
    page.wait_for_selector(".error-box, .status:not(:empty)")


def run_model(page: Any) -> None:
    page.fill("#field-prompt", "a cat")
    page.click("button.primary")
    page.wait_for_selector("#output-panel:is([data-status=succeeded], [data-status=failed])")


@pytest.fixture
def serve_with(demo_page: Callable[..., Page]) -> Callable[[str], AbstractContextManager[PreviewServer]]:
    return lambda target: running(demo_page(), target=target)


OUTPUTS = [
    ("a text", [("pre.text-output", "a text")]),
    ({"score": 0.5}, [("pre.json-output", '"score": 0.5')]),
    ([PIXEL, "https://example.com/a.mp4"], [("img.media", ""), ("a", "https://example.com/a.mp4")]),
    ("data:application/zip;base64,AAAA", [("a[download]", "Download file")]),
]


@pytest.mark.parametrize(("output", "expected"), OUTPUTS, ids=range(len(OUTPUTS)))
def test_run_shows_the_output(
    view: Callable[..., Any], serve_with: Callable[..., Any], output: Any, expected: list[tuple[str, str]]
) -> None:
    seen: list[Any] = []

    def answer(values: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        seen.append(values)
        return 200, {"status": "succeeded", "output": output, "logs": "step 1\n", "metrics": {"predict_time": 1.5}}

    with cog_server(answer) as target, serve_with(target) as server:
        page = view(server.url)
        page.wait_for_selector("text=Server: READY")
        run_model(page)
        assert page.text_content(".status") == "Status: succeeded in 1.50 s"
        for selector, text in expected:
            assert text in (page.text_content(f"#output-panel {selector}") or "")
        assert page.text_content(".logs") == "step 1\n"
    assert seen == [{"prompt": "a cat"}]


def test_run_shows_a_stream(view: Callable[..., Any], serve_with: Callable[..., Any]) -> None:
    events = [
        ("start", {"id": "1", "status": "processing"}),
        ("log", {"source": "stdout", "data": "loading\n"}),
        ("output", {"chunk": "Oni", "index": 0}),
        ("output", {"chunk": "ons <b>", "index": 1}),
        ("completed", {"status": "succeeded", "output": ["Oni", "ons <b>"]}),
    ]
    with cog_server(lambda _: events, streaming=True) as target, serve_with(target) as server:
        page = view(server.url)
        run_model(page)
        assert page.locator("pre.text-output").all_text_contents() == ["Onions <b>"]
        assert page.text_content(".logs") == "loading\n"
        assert page.text_content(".status") == "Status: succeeded"


FAILURES = [
    ((200, {"status": "failed", "error": "CUDA out of memory"}), "CUDA out of memory"),
    ((422, {"detail": [{"loc": ["body", "input", "seed"], "msg": "bad seed"}]}), "body.input.seed: bad seed"),
    ((409, {"detail": "Already running a prediction"}), "Already running a prediction"),
    ((500, {}), "HTTP 500"),
]


@pytest.mark.parametrize(("answer", "expected"), FAILURES, ids=range(len(FAILURES)))
def test_run_shows_failures(
    view: Callable[..., Any], serve_with: Callable[..., Any], answer: tuple[int, dict[str, Any]], expected: str
) -> None:
    with cog_server(lambda _: answer) as target, serve_with(target) as server:
        page = view(server.url)
        run_model(page)
        assert expected in page.text_content("#output-panel [role=alert]")
        assert page.locator("button.primary").is_enabled()


def test_run_without_a_server_says_how_to_start_one(server: PreviewServer, view: Callable[..., Any]) -> None:
    page = view(server.url)
    text = page.text_content("#output-panel")
    assert "cog serve --port 5000" in text
    assert "cog-lsp preview --target http://localhost:5000" in text


def test_one_file_works_without_a_server(
    view: Callable[..., Any], demo_page: Callable[..., Page], tmp_path: Path
) -> None:
    state = f'{{"version":1,"can":{{}},"target":"","page":{to_json(demo_page(title="</script>One file"))}}}'
    file = tmp_path / "page.html"
    file.write_text(self_contained(state), encoding="utf-8")
    page = view(file.as_uri())
    assert page.text_content("h1") == "</script>One file"
    page.check("#include-steps")
    page.fill("#field-steps", "0")
    check_form(page)
    assert issues(page, "prompt") == ["This field is required."]
    assert issues(page, "steps") == ["must be >= 1"]
    assert "import replicate" in page.text_content("#call code")
