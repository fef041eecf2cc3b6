"""Publishing a page from VS Code, to a server that answers as Replicate's API does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.replicate_server import RUN, TOKEN, Api

from .workbench import PATIENCE, Workbench, code_server, login, path_with

README = """\
# Lantern

Makes a small photo four times as large without blurring its edges.

## Limitations

Faces in the background come out wrong.
"""
NOTICE = ".notifications-toasts .notification-list-item"


@pytest.fixture
def lantern(tmp_path: Path) -> Path:
    """A model that can be published."""
    folder = tmp_path / "lantern"
    folder.mkdir()
    (folder / "cog.yaml").write_text('image: r8.im/atelier/lantern\nrun: "run.py:Runner"\n')
    (folder / "run.py").write_text(RUN)
    (folder / "README.md").write_text(README)
    return folder


@pytest.fixture
def api() -> Iterator[Api]:
    """A server in Replicate's place."""
    server = Api()
    yield server
    server.stop()


@pytest.fixture
def window(
    chromium: object,
    code_server_program: Path,
    vsix: Path,
    server_folder: Path,
    tmp_path: Path,
    api: Api,
    lantern: Path,
) -> Iterator[Workbench]:
    """A window on the model, with its README open, for a person who has no token set."""
    folder = tmp_path / "vscode"
    state = str(tmp_path / "state")
    environment = login(folder, PATH=path_with(server_folder), REPLICATE_API_BASE_URL=api.url, XDG_STATE_HOME=state)
    environment.pop("REPLICATE_API_TOKEN", None)
    with code_server(code_server_program, vsix, folder, environment) as address:
        page = chromium.new_page(viewport={"width": 1280, "height": 800})  # type: ignore[attr-defined]
        screenshots = os.environ.get("COG_LSP_SCREENSHOTS")
        workbench = Workbench(page, Path(screenshots) if screenshots else None)
        workbench.open_folder(address, lantern)
        workbench.open_file("README.md")
        page.get_by_role("button", name="Preview playground").first.wait_for(timeout=PATIENCE)  # it is a model's
        yield workbench
        page.close()


def give_token(window: Workbench, token: str) -> None:
    """Type a token where the command asks for one."""
    box = window.page.locator(".quick-input-widget input[type=password]")
    box.wait_for(timeout=PATIENCE)
    box.fill(token)
    box.press("Enter")


def test_what_was_shown_and_confirmed_is_published(window: Workbench, api: Api) -> None:
    page = window.page
    window.run_command("Cog LSP: Publish to Replicate")
    give_token(window, TOKEN)
    page.locator(".monaco-diff-editor .modified .view-line", has_text="four times as large").first.wait_for(
        timeout=PATIENCE
    )
    assert page.locator(".monaco-diff-editor .original .view-line", has_text="Paints night scenes").count() == 1
    window.photograph("publish-diff")
    page.locator(NOTICE, has_text="Read what would change").get_by_role("button", name="Publish…").click()
    dialog = page.locator(".monaco-dialog-box")
    dialog.wait_for(timeout=PATIENCE)
    assert "Change the description and readme on replicate.com/atelier/lantern?" in dialog.inner_text()
    window.photograph("publish-question")
    dialog.get_by_role("button", name="Cancel").click()
    dialog.wait_for(state="hidden", timeout=PATIENCE)
    assert api.sent == []
    page.get_by_role("button", name="Publish this to Replicate").first.click()
    dialog.get_by_role("button", name="Publish", exact=True).click(timeout=PATIENCE)
    page.locator(NOTICE, has_text="Published atelier/lantern.").wait_for(timeout=PATIENCE)
    assert [sorted(fields) for fields in api.sent] == [["description", "readme"]]
    assert api.readme == README
    assert {token for _, _, token in api.seen} == {f"Bearer {TOKEN}"}


def test_what_goes_wrong_is_said_in_one_line(window: Workbench, api: Api, lantern: Path) -> None:
    page = window.page
    api.status = {"GET": 401}
    window.run_command("Cog LSP: Publish to Replicate")
    give_token(window, "r8_Old")
    refusal = page.locator(NOTICE, has_text="Replicate does not accept the token")
    refusal.wait_for(timeout=PATIENCE)
    window.photograph("publish-refused")
    api.status = {}
    (lantern / "README.md").write_text(README + "\n## Troubleshooting\n\nTODO\n")
    refusal.get_by_role("button", name="Enter another token").click()
    give_token(window, TOKEN)
    shown = page.locator(NOTICE, has_text="atelier/lantern cannot be published yet.")
    shown.wait_for(timeout=PATIENCE)
    assert "empty-section" in shown.inner_text()
    assert api.sent == []
