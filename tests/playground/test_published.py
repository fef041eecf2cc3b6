"""The examples of a model on Replicate, beside the calls of its README."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from cog_lsp.playground.page.page import Page
from cog_lsp.playground.page.server import PreviewServer, running
from tests.cli.replicate_server import TOKEN, Api, prediction
from tests.limits import LIMIT

from .test_server import request

SCREENSHOTS = os.environ.get("COG_LSP_SCREENSHOTS")
FILES: dict[str, str | bytes] = {
    "cog.yaml": "image: r8.im/atelier/lantern\nrun: run.py:Runner\n",
    "run.py": """from cog import BaseRunner, Input


class Runner(BaseRunner):
    def run(self, prompt: str, image: str = "", seed: int = Input(default=1, ge=0)) -> str:
        return f"{prompt} {image} {seed}"
""",
    "README.md": """# Lantern

```sh
cog run -i prompt="a boat"
```
""",
}


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """A server in Replicate's place, and a person who has a token for it."""
    server = Api()
    server.examples.append(prediction("old7k3m2p", prompt="a mill", steps=20, image=None))
    monkeypatch.setenv("REPLICATE_API_BASE_URL", server.url)
    monkeypatch.setenv("REPLICATE_API_TOKEN", TOKEN)
    yield server
    server.stop()


@pytest.fixture
def page(tmp_path: Path, page_of_files: Callable[..., Page]) -> Page:
    return page_of_files(tmp_path / "lantern", FILES)


def state(server: PreviewServer) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(request(server, "GET", "state")[1])
    return answer


def test_nothing_is_asked_before_somebody_wants_to_know(page: Page, api: Api) -> None:
    with running(page) as server:
        assert state(server)["can"]["published"] is True
        assert state(server)["published"] is None
        server.update(replace(page, title="Another"))
        assert state(server)["published"] is None
        assert api.seen == []
        assert request(server, "POST", "published", {})[0] == 200
        assert [one["id"] for one in state(server)["published"]] == ["v1q9", "old7k3m2p"]
        assert {token for _, _, token in api.seen} == {f"Bearer {TOKEN}"}
        assert {method for method, _, _ in api.seen} == {"GET"}, "nothing of the model is sent but its name"


def test_each_is_judged_by_the_inputs_of_today(
    page: Page, api: Api, tmp_path: Path, page_of_files: Callable[..., Page]
) -> None:
    with running(page) as server:
        request(server, "POST", "published", {})
        fits, misfits = state(server)["published"]
        assert fits == {
            "id": "v1q9",
            "values": {"prompt": "a harbor", "image": "https://example.com/a.png", "seed": 1},
            "problems": [],
        }
        assert misfits["values"] == {"prompt": "a mill", "steps": 20}, "what nobody filled in is null"
        assert ["steps" in problem for problem in misfits["problems"]] == [True]
        asked = len(api.seen)
        changed = {**FILES, "run.py": str(FILES["run.py"]).replace("seed", "steps")}
        server.update(page_of_files(tmp_path / "changed", changed))
        assert [bool(one["problems"]) for one in state(server)["published"]] == [True, False]
        assert len(api.seen) == asked
        server.update(replace(page, name="atelier/other"))
        assert state(server)["published"] is None, "these are examples of another model"


@pytest.mark.parametrize("lacking", ["token", "name", "training"])
def test_nothing_is_offered_without(lacking: str, page: Page, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    if lacking == "token":
        monkeypatch.delenv("REPLICATE_API_TOKEN")
    page = replace(page, name="" if lacking == "name" else page.name, mode="train" if lacking == "training" else "run")
    with running(page) as server:
        assert state(server)["can"]["published"] is False
        status, text, _ = request(server, "POST", "published", {})
        assert (status, text) == (400, "Nothing says which model this is on Replicate, or no token is set.")
    assert api.seen == []


def test_a_refusal_is_said_in_one_line(page: Page, api: Api) -> None:
    api.status = {"GET": 401}
    with running(page) as server:
        status, text, _ = request(server, "POST", "published", {})
        assert status == 200
        assert json.loads(text)["problem"].startswith("Replicate does not accept the token in REPLICATE_API_TOKEN.")
        assert TOKEN not in text
        assert state(server)["published"] is None


def test_the_page_is_answered_while_replicate_thinks(page: Page, api: Api) -> None:
    """And it ends without waiting for what Replicate says."""
    came, thought = threading.Event(), threading.Event()
    api.before_answer[1] = lambda: (came.set(), thought.wait(LIMIT))
    answers: list[int] = []
    try:
        with running(page) as server:
            asking = threading.Thread(target=lambda: answers.append(request(server, "POST", "published", {})[0]))
            asking.start()
            assert came.wait(LIMIT)
            assert state(server)["published"] is None
            assert answers == []
        assert not thought.is_set()
    finally:
        thought.set()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1400])
def test_they_are_shown_and_fill_the_form(
    width: int, scheme: str, page: Page, api: Api, view: Callable[..., Any]
) -> None:
    with running(page) as server:
        shown = view(server.url, width=width, scheme=scheme)
        panel = shown.locator("#reference-panel")
        assert panel.locator(".examples li").count() == 1
        panel.get_by_role("button", name="Ask Replicate for the model's examples").press("Enter")
        panel.get_by_role("button", name="Fill the form with example 2").wait_for()
        assert shown.evaluate("document.activeElement.textContent") == "Ask Replicate for the model's examples"
        assert "Example old7k3m2 on Replicate" in panel.inner_text()
        assert "steps" in panel.locator(".misfits").inner_text()
        assert panel.get_by_role("button", name="Fill the form").count() == 2, "what does not fit fills nothing"
        if SCREENSHOTS:
            panel.screenshot(path=f"{SCREENSHOTS}/published-{width}-{scheme}.png")
        panel.get_by_role("button", name="Fill the form with example 2").click()
        assert shown.input_value("#field-prompt") == "a harbor"
        assert shown.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_what_goes_wrong_stands_beside_the_button(page: Page, api: Api, view: Callable[..., Any]) -> None:
    api.status = {"GET": 404}
    with running(page) as server:
        shown = view(server.url)
        shown.get_by_role("button", name="Ask Replicate for the model's examples").click()
        shown.get_by_text("Replicate knows no model atelier/lantern").wait_for()
        api.status = {}
        shown.get_by_role("button", name="Ask Replicate for the model's examples").click()
        shown.get_by_role("button", name="Fill the form with example 2").wait_for()
        assert shown.get_by_text("Replicate knows no model").count() == 0
