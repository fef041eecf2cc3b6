"""The page for everybody: axe finds nothing, and the keyboard reaches everything."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cog_lsp.playground.page.application import Hooks
from cog_lsp.playground.page.page import Page
from cog_lsp.playground.page.server import running
from tests.playground.conftest import unavailable
from tests.playground.test_browser_overview import form_of

MODELS = Path(__file__).parent.parent / "fixtures" / "models"
README = """# Lantern

Paints night scenes from a short description.

| Setting | What it does |
| --- | --- |
| width | How wide the picture is |

```python
import replicate

print(replicate.run("atelier/lantern", input={"prompt": "a harbor at night, with one lantern that burns far away"}))
```

#### A heading that skips levels

<p align="center"><img src="missing.png"></p> [A link](docs/more.md)
"""
HOOKS = Hooks(lambda _: None, lambda _language, _text: None, lambda _at, _rule, _message, _title: None)


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, which .ci/editors.sh installs."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(os.environ.get("COG_LSP_EDITORS") or Path(cache) / "cog-lsp-ci")
    script = folder / "axe" / "node_modules" / "axe-core" / "axe.min.js"
    if not script.exists():
        unavailable("axe-core is not installed; .ci/editors.sh installs it")
    return script.read_text(encoding="utf-8")


def model_files(name: str) -> dict[str, str | bytes]:
    """A model of the fixtures, or one that is made for this."""
    if name == "forty":
        return {**form_of(40), "README.md": README}
    if name == "empty":
        return {"cog.yaml": "run: run.py:Runner\n", "run.py": ""}
    folder = MODELS / name
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


FOUND = """async () => (await axe.run(document)).violations.map(
  (one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`)"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1400])
@pytest.mark.parametrize("name", ["image", "llm", "speech", "trainer", "forty", "empty"])
def test_axe_finds_nothing(
    name: str,
    width: int,
    scheme: str,
    axe: str,
    tmp_path: Path,
    view: Callable[..., Any],
    page_of_files: Callable[..., Page],
) -> None:
    with running(page_of_files(tmp_path, model_files(name)), hooks=HOOKS) as server:
        page = view(server.url, width=width, scheme=scheme)
        page.evaluate(axe)
        assert page.evaluate(FOUND) == []
        page.click("text=replicate.com (approximate)")
        for part in ("button.primary", "#jumps summary"):
            if page.is_visible(part):
                page.click(part)
        assert page.evaluate(FOUND) == []
        if page.is_visible("role=tab[name=JSON]"):
            page.click("role=tab[name=JSON]")
        page.click("role=button[name='As visitors see it']")
        assert page.evaluate(FOUND) == []


UNREACHED = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [role=tab]")]
  .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.disabled && !node.reached)
  .filter((node) => !(node.role === "tab" && node.tabIndex === -1))
  .map((node) => node.outerHTML.slice(0, 120))"""
HIDDEN = """() => {
  const node = document.activeElement;
  node.reached = true;
  const box = node.getBoundingClientRect();
  if (node === document.body || box.height > innerHeight / 2) return "";
  const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return at && (node.contains(at) || at.contains(node) || at.closest("label")) ? "" : node.outerHTML.slice(0, 120);
}"""


@pytest.mark.parametrize("width", [400, 1400])
@pytest.mark.parametrize("name", ["image", "forty"])
def test_the_keyboard_reaches_everything(
    name: str, width: int, tmp_path: Path, view: Callable[..., Any], page_of_files: Callable[..., Page]
) -> None:
    """And what has the focus is never behind what stays in sight."""
    with running(page_of_files(tmp_path, model_files(name)), hooks=HOOKS) as server:
        page = view(server.url, width=width)
        hidden = []
        for _ in range(400):
            page.keyboard.press("Tab")
            hidden.append(page.evaluate(HIDDEN))
            if page.evaluate("document.activeElement === document.body"):
                break
        else:
            pytest.fail("the focus does not leave the page")
        assert [where for where in hidden if where] == []
        assert page.evaluate(UNREACHED) == []
