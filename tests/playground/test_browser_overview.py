"""What leads through the page: the verdict, the list of inputs, the parts that stay in sight, the API reference."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cog_lsp.playground.page.page import Page
from cog_lsp.playground.page.server import PreviewServer, running

WIDTHS = [400, 1400]
COG_YAML = 'run: run.py:Runner\nimage: r8.im/acme/demo\nbuild:\n  python_version: "3.12"\n'
HEAD = "from typing import Tuple\n\nfrom cog import BaseRunner, Input, Path\n\n\nclass Runner(BaseRunner):\n"


def form_of(count: int) -> dict[str, str]:
    """A model with as many inputs, each third of which is a text that must be given and says nothing."""
    inputs = [
        f"        number_{n}: int = Input(description='How many to make. More take longer.', default={n}, ge=0),\n"
        if n % 3
        else f"        text_{n}: str = Input(description='Text {n}'),\n"
        for n in range(count)
    ]
    names = ", ".join(f"text_{n}" for n in range(0, count, 3))
    uses = "".join(f"        print(number_{n})\n" for n in range(count) if n % 3)
    body = f"    def run(\n        self,\n{''.join(inputs)}    ) -> str:\n{uses}        return str(({names},))\n"
    return {"cog.yaml": COG_YAML, "run.py": HEAD + body, "README.md": "# Many\n\nWrites many lines at once.\n"}


IN_SIGHT = """(selector) => {
  const box = document.querySelector(selector).getBoundingClientRect();
  const at = document.elementFromPoint(box.left + Math.min(box.width, 300) / 2, box.top + Math.min(box.height, 40) / 2);
  return box.top >= 0 && box.top < innerHeight && document.querySelector(selector).contains(at);
}"""


@pytest.mark.parametrize("width", WIDTHS)
def test_the_verdict_leads_to_the_first_thing(
    width: int, tmp_path: Path, view: Callable[..., Any], page_of_files: Callable[..., Page]
) -> None:
    body = (
        "    def run(\n        self,\n        a: str = Input(description='The words to write, as a sentence.'),\n"
        "        b: Tuple[int, int] = Input(description='How wide and how tall.'),\n"
        "        c: int = Input(description='How many pictures to make. More take longer.', default=1, ge=1),\n"
        "    ) -> str:\n        return a + str(b) + str(c)\n"
    )
    with running(page_of_files(tmp_path, {"cog.yaml": COG_YAML, "run.py": HEAD + body})) as server:
        page = view(server.url, width=width)
        assert page.inner_text("#verdict-text") == "The build fails: b: Tuple[...] is not a supported input type"
        names = page.locator(".field").evaluate_all("nodes => nodes.map(node => node.dataset.field)")
        assert names == ["a", "b", "c"]
        assert "Tuple[...] is not a supported input type" in page.text_content("[data-field=b] .findings")
        page.click("#verdict a")
        note = page.evaluate("document.activeElement.textContent")
        assert "Tuple[...] is not a supported input type" in note
        assert page.evaluate(IN_SIGHT, f"#{page.evaluate('document.activeElement.id')}")


EMPTY = [
    ("", "No inputs can be shown. run.py has no class or function Runner.", False),
    (HEAD + "    def run(self) -> str:\n        return 'x'\n", "This model takes no inputs.", True),
]


@pytest.mark.parametrize(("text", "words", "can_run"), EMPTY, ids=["broken", "without inputs"])
def test_an_empty_form_says_why(
    text: str, words: str, can_run: bool, tmp_path: Path, view: Callable[..., Any], page_of_files: Callable[..., Page]
) -> None:
    with running(page_of_files(tmp_path, {"cog.yaml": COG_YAML, "run.py": text})) as server:
        page = view(server.url)
        assert page.inner_text("#form") == words
        assert page.inner_text("#reference-panel > p:last-child") == words
        assert page.is_visible("button.primary") == can_run
        assert page.is_visible("#calls-panel") == can_run


def test_things_that_stop_it_are_a_list(server: PreviewServer, view: Callable[..., Any]) -> None:
    page = view(server.url)
    assert page.text_content("#verdict strong") == "2 things stop it: "
    page.click("text=Write 3 topics")
    assert "The README lacks 3 topics." in page.evaluate("document.activeElement.textContent")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("count", "there"), [(11, False), (12, True), (40, True)])
def test_a_long_form_has_a_list_to_jump_in(
    width: int, count: int, there: bool, tmp_path: Path, view: Callable[..., Any], page_of_files: Callable[..., Page]
) -> None:
    with running(page_of_files(tmp_path, form_of(count))) as server:
        page = view(server.url, width=width)
        assert page.is_visible("#jumps") == there
        if not there:
            return
        page.evaluate("document.querySelector('[data-field=number_7]').scrollIntoView()")
        assert page.evaluate(IN_SIGHT, "#jumps summary"), "it stays while the form scrolls"
        page.click("#jumps summary")
        assert page.locator("#jumps a").count() == count
        page.click("#jumps a:has-text('number_8')")
        assert page.evaluate("document.activeElement.closest('.field').dataset.field") == "number_8"
        assert page.evaluate(IN_SIGHT, "[data-field=number_8]")
        assert not page.is_visible("#jumps a")
        page.click("#jumps summary")
        page.keyboard.press("Escape")
        assert not page.is_visible("#jumps a")


def test_call_and_findings_stay_while_the_form_scrolls(
    tmp_path: Path, view: Callable[..., Any], page_of_files: Callable[..., Page]
) -> None:
    with running(page_of_files(tmp_path, form_of(40))) as server:
        page = view(server.url)
        page.evaluate("document.querySelector('[data-field=number_31]').scrollIntoView()")
        for part in ("#calls-heading", "#findings-heading", "button.primary"):
            assert page.evaluate(IN_SIGHT, part), part
        page.evaluate("document.querySelector('#readme-panel').scrollIntoView()")
        assert not page.evaluate(IN_SIGHT, "#calls-heading"), "nothing lies over what stands below"
        page = view(server.url, width=400)
        page.evaluate("document.querySelector('[data-field=number_31]').scrollIntoView()")
        for words, heading in (("Call", "#calls-heading"), ("Findings (", "#findings-heading")):
            page.click(f".elsewhere a:has-text('{words}')")
            assert page.evaluate(IN_SIGHT, heading), heading


@pytest.mark.parametrize("width", WIDTHS)
def test_what_run_says_is_in_sight(
    width: int, tmp_path: Path, view: Callable[..., Any], page_of_files: Callable[..., Page]
) -> None:
    with running(page_of_files(tmp_path, form_of(40))) as server:
        page = view(server.url, width=width)
        page.evaluate("document.querySelector('[data-field=number_31]').scrollIntoView()")
        page.click("button.primary")
        page.wait_for_selector("#validation .error-box")
        assert page.evaluate(IN_SIGHT, "#validation .error-box")
        assert page.evaluate("document.activeElement.id") == "field-text_0"
        assert page.evaluate(IN_SIGHT, "[data-field=text_0]")
        page.click("#validation a:has-text('text_9')")
        assert page.evaluate("document.activeElement.id") == "field-text_9"
        for n in range(0, 40, 3):
            page.fill(f"#field-text_{n}", "words")
        page.click("button.primary")
        page.wait_for_selector("text=The form is valid.")
        assert page.evaluate(IN_SIGHT, "#output-panel .status")


def test_as_visitors_see_it_there_are_no_findings(server: PreviewServer, view: Callable[..., Any]) -> None:
    page = view(server.url)
    parts = ["#verdict", "[data-field=guidance_scale] .findings", "#findings-panel", "#checklist-panel"]
    button = page.locator("role=button[name='As visitors see it']")
    for pressed in (False, True, False):
        assert button.get_attribute("aria-pressed") == str(pressed).lower()
        assert [page.is_visible(part) for part in parts] == [not pressed] * len(parts)
        assert page.is_visible("#field-prompt")
        assert page.is_visible("#readme-panel")
        button.click()


README = """# Demo

Makes pictures of what you say.

## How to use

```python
import replicate

replicate.run("acme/demo", input={"prompt": "a cat", "size": 512})
```

```sh
cog run -i prompt="a dog" -i count=2
```
"""
BODY = """    def run(
        self,
        prompt: str = Input(description='What the picture shows.', max_length=40),
        image: Path | None = Input(description='A photo to start from.', default=None),
        size: int = Input(description='How wide.', default=512, choices=[512, 1024]),
        count: int = Input(description='How many.', default=1, ge=1, le=4),
    ) -> str:
        return prompt
"""
ROWS = [
    ["prompt required", "string", "", "at most 40 characters", "What the picture shows."],
    ["image", "file", "null", "", "A photo to start from."],
    ["size", "integer", "512", "one of 512, 1024", "How wide."],
    ["count", "integer", "1", "from 1 to 4", "How many."],
]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_api_reference_has_examples_first(
    width: int, tmp_path: Path, view: Callable[..., Any], page_of_files: Callable[..., Page]
) -> None:
    files = {"cog.yaml": COG_YAML, "run.py": HEAD + BODY, "README.md": README}
    with running(page_of_files(tmp_path, files)) as server:
        page = view(server.url, width=width)
        rows = page.locator(".reference tbody tr")
        read = "rows => rows.map(row => [...row.children].map(cell => cell.textContent))"
        assert rows.evaluate_all(read) == ROWS
        assert page.locator(".reference >> role=rowheader").count() == len(ROWS)
        examples = page.locator(".examples li")
        assert examples.locator("p").all_text_contents() == [
            "Python, line 10 of the README",
            "cog run, line 14 of the README",
        ]
        assert page.input_value("#field-prompt") == "a cat"
        page.click("role=button[name='Fill the form with example 2']")
        assert page.input_value("#field-prompt") == "a dog"
        assert page.input_value("#field-count") == "2"
        assert page.evaluate(IN_SIGHT, "#form-heading")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_table_of_the_readme_scrolls_and_breaks_no_word(
    width: int, tmp_path: Path, view: Callable[..., Any], page_of_files: Callable[..., Page]
) -> None:
    table = (
        "| Input | Type | Default | Meaning |\n| --- | --- | --- | --- |\n"
        f"| `classifier_free_guidance_scale` | number | 7.5 | {'How closely it keeps to the words. ' * 9}|\n"
    )
    files = {**form_of(3), "README.md": f"# Many\n\nWrites many lines.\n\n{table}"}
    with running(page_of_files(tmp_path, files)) as server:
        page = view(server.url, width=width)
        heights = page.eval_on_selector_all(
            ".readme th",
            "cells => cells.map(cell => cell.clientHeight / parseFloat(getComputedStyle(cell).lineHeight))",
        )
        assert heights, "the table is not shown"
        assert max(heights) < 2
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
