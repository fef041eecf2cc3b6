"""VS Code itself with the packaged extension, driven through a browser as a person would."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from cog_lsp.rules import RULES
from tests.limits import LIMIT

from .conftest import REPOSITORY, SYSTEM_PATH, Open, line_of, missing
from .workbench import PATIENCE, Workbench, build_extension, code_server, login


@pytest.fixture
def workbench(open_workbench: Open, model: Path) -> Workbench:
    """Return a window on a model, with its predictor open and its findings there."""
    window = open_workbench(model)
    window.open_file("run.py")
    window.wait_for_finding()
    window.wait_for_lens()
    return window


def test_package_holds_what_it_needs_and_no_more(vsix: Path) -> None:
    names = {name.removeprefix("extension/") for name in zipfile.ZipFile(vsix).namelist() if "extension/" in name}
    manifest = json.loads((REPOSITORY / "editors" / "vscode" / "package.json").read_text())
    steps = manifest["contributes"]["walkthroughs"][0]["steps"]
    needed = {"package.json", "readme.md", "changelog.md", "LICENSE.txt", "out/extension.js", manifest["icon"]}
    schemas = [one["url"] for one in manifest["contributes"]["tomlValidation"]]
    needed |= {url.removeprefix("./") for url in schemas}
    extension = REPOSITORY / "editors" / "vscode"
    shown = set(re.findall(r"\]\((media/[^)]+)\)", (extension / "README.md").read_text()))
    texts = {step["media"]["markdown"] for step in steps}
    for text in texts:
        shown |= {f"walkthrough/{name}" for name in re.findall(r"\]\(([^)]+)\)", (extension / text).read_text())}
    assert names == needed | texts | shown


def test_findings_appear_on_the_predictor(workbench: Workbench) -> None:
    problems = workbench.problems()
    assert any("terse-description" in problem for problem in problems), problems
    workbench.photograph("problems")


def test_findings_appear_on_the_readme(open_workbench: Open, model: Path) -> None:
    window = open_workbench(model)
    window.open_file("README.md")
    window.wait_for_finding("info")
    window.photograph("readme")
    problems = window.problems()
    assert any("missing-section" in problem for problem in problems), problems
    assert any("empty-section" in problem for problem in problems), problems


def test_hover_shows_the_form_field_as_a_picture(workbench: Workbench) -> None:
    text = workbench.hover("guidance_scale")
    workbench.photograph("hover")
    assert "7.5" in text
    picture = workbench.page.locator(".monaco-hover:not(.hidden) img[src^='data:image/svg+xml']").first
    assert picture.bounding_box()["width"] > 100
    drawn = base64.b64decode(picture.get_attribute("src").partition("base64,")[2]).decode()
    assert "guidance_scale" in drawn


def test_quick_fix_rewrites_the_description(workbench: Workbench, model: Path) -> None:
    file = model / "run.py"
    before = file.read_text()
    workbench.go_to(*line_of(file, "Guidance scale for image generation"))
    titles = workbench.quick_fixes()
    workbench.photograph("quick-fix-menu")
    chosen = next(title for title in titles if title.startswith("Describe"))
    workbench.pick(chosen)
    workbench.page.wait_for_selector(".tab.active.dirty", timeout=PATIENCE)
    workbench.photograph("quick-fix-applied")
    workbench.save()
    after = file.read_text()
    assert 'Input(description="Guidance scale for image generation", ge=1.0' not in after
    assert before.split("guidance_scale")[0] == after.split("guidance_scale")[0]
    assert before.split("num_inference_steps", 1)[1] == after.split("num_inference_steps", 1)[1]


def test_fix_all_command_applies_the_safe_fixes(workbench: Workbench, model: Path) -> None:
    workbench.run_command("Cog LSP: Fix all that is safe in this file")
    workbench.page.wait_for_selector(".tab.active.dirty", timeout=PATIENCE)
    workbench.save()
    after = (model / "run.py").read_text()
    assert "image: Path = Input(" not in after
    assert "seed: int = Input(" not in after
    assert "Guidance scale for image generation" in after, "fix-all must not write prose"


def test_draft_command_describes_all_inputs(workbench: Workbench, model: Path) -> None:
    workbench.run_command("Cog LSP: Draft all descriptions in this file")
    workbench.page.locator("input.edit-checkbox").first.click(timeout=PATIENCE)  # all of the file
    workbench.page.get_by_role("button", name="Apply", exact=True).click()
    workbench.page.wait_for_selector(".tab.active.dirty", timeout=PATIENCE)
    workbench.save()
    after = (model / "run.py").read_text()
    assert '"Guidance scale for image generation"' not in after
    assert '"Number of denoising steps"' not in after
    compile(after, "run.py", "exec")


def test_completion_offers_what_is_missing(workbench: Workbench, model: Path) -> None:
    line, column = line_of(model / "run.py", "default=7.5")
    workbench.go_to(line, column + len("default=7.5"))
    workbench.page.keyboard.type(", ")
    workbench.page.keyboard.press("Control+Space")
    rows = workbench.page.locator(".suggest-widget.visible .monaco-list-row")
    rows.filter(has_text="deprecated").first.wait_for(timeout=PATIENCE)
    workbench.photograph("completion")


def test_settings_apply_at_once(workbench: Workbench, model: Path) -> None:
    settings = model / ".vscode" / "settings.json"
    settings.parent.mkdir()
    off = [rule.slug for rule in RULES if rule.severity == "warning"]
    settings.write_text(json.dumps({"cog-lsp.severity": dict.fromkeys(off, "off")}))
    workbench.page.wait_for_selector(".editor-instance .squiggly-warning", state="detached", timeout=PATIENCE)
    settings.unlink()
    workbench.wait_for_finding()


def test_server_starts_again_after_a_crash(workbench: Workbench, model: Path) -> None:
    first = servers()
    assert len(first) >= 1
    for process in first:
        os.kill(process, 9)
    workbench.page.wait_for_timeout(500)
    end = time.monotonic() + LIMIT
    while not set(servers()) - set(first):
        assert time.monotonic() < end, "no new server"
        workbench.page.wait_for_timeout(100)
    workbench.go_to(*line_of(model / "run.py", "Guidance scale for image generation"))
    assert any(title.startswith("Describe") for title in workbench.quick_fixes())


def test_server_is_found_in_the_chosen_python(
    chromium: object, code_server_program: Path, vsix: Path, model: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "vscode"
    without = [part for part in os.environ["PATH"].split(os.pathsep) if not (Path(part) / "cog-lsp").exists()]
    environment = login(folder, PATH=os.pathsep.join(without))
    with code_server(code_server_program, vsix, folder, environment) as address:
        page = chromium.new_page(viewport={"width": 1280, "height": 800})  # type: ignore[attr-defined]
        screenshots = os.environ.get("COG_LSP_SCREENSHOTS")
        window = Workbench(page, Path(screenshots) if screenshots else None)
        window.open_folder(address, model)
        window.open_file("run.py")
        said = "Cog LSP cannot start. cog-lsp is not installed."
        page.get_by_text(said).first.wait_for(timeout=PATIENCE)
        window.photograph("not-installed")
        settings = model / ".vscode" / "settings.json"
        settings.parent.mkdir()
        settings.write_text(json.dumps({"cog-lsp.interpreter": sys.executable}))
        window.wait_for_finding()
        page.close()


def test_a_wrong_path_names_the_setting_and_leads_there(workbench: Workbench, model: Path) -> None:
    settings = model / ".vscode" / "settings.json"
    settings.parent.mkdir()
    settings.write_text(json.dumps({"cog-lsp.path": "/opt/none/cog-lsp"}))
    notices = workbench.page.locator(".notifications-toasts .notification-list-item")
    said = "The setting cog-lsp.path names /opt/none/cog-lsp, and there is no such program."
    notice = notices.filter(has_text=said)
    notice.wait_for(timeout=PATIENCE)
    workbench.photograph("wrong-path")
    assert notices.count() == 1, notices.all_inner_texts()
    notice.get_by_role("button", name="Open settings").click()
    workbench.page.locator(".setting-item-title", has_text="Cog-lsp: Path").wait_for(timeout=PATIENCE)
    settings.unlink()
    workbench.open_file("run.py")
    workbench.wait_for_finding()


@pytest.fixture(scope="module")
def vsix_with_server(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the package for this platform that carries the server: the one that is named, else a new one."""
    packaged = os.environ.get("COG_LSP_VSIX_WITH_SERVER")
    if packaged:
        end = time.monotonic() + LIMIT
        while not Path(packaged).exists():  # it may be made beside the tests
            assert time.monotonic() < end, f"{packaged} is still not there"
            time.sleep(0.5)
        return Path(packaged)
    if shutil.which("npm") is None or shutil.which("uv") is None:
        missing("Node.js with npm, or uv,")
    folder = tmp_path_factory.mktemp("bundled")
    build_extension(REPOSITORY, folder)
    for part in ("cog_lsp", "docs", "tools", "pyproject.toml", "README.md", "LICENSE"):
        source = REPOSITORY / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        elif not (folder / part).exists():
            shutil.copy(source, folder / part)
    subprocess.run([sys.executable, str(folder / "tools" / "vsix.py"), "linux-x64"], check=True, timeout=LIMIT)
    return folder / "editors" / "vscode" / "cog-lsp-linux-x64.vsix"


def test_installed_on_a_machine_without_cog_lsp_it_works(
    chromium: object, code_server_program: Path, vsix_with_server: Path, model: Path, tmp_path: Path
) -> None:
    """Findings, hover, fix and preview from what the package carries, under the system's Python."""
    python = shutil.which("python3", path=SYSTEM_PATH)
    assert python is not None
    libraries = "libcst", "pygls", "tree_sitter", "cog_lsp"
    for name in libraries:
        done = subprocess.run([python, "-I", "-c", f"import {name}"], capture_output=True, check=False)
        assert done.returncode == 1, f"{name} is installed for the system's Python, so that this test shows nothing"
    folder = tmp_path / "vscode"
    with code_server(code_server_program, vsix_with_server, folder, login(folder, PATH=SYSTEM_PATH)) as address:
        page = chromium.new_page(viewport={"width": 1280, "height": 800})  # type: ignore[attr-defined]
        screenshots = os.environ.get("COG_LSP_SCREENSHOTS")
        window = Workbench(page, Path(screenshots) if screenshots else None)
        window.open_folder(address, model)
        window.open_file("run.py")
        window.wait_for_finding()
        window.wait_for_lens()
        assert "7.5" in window.hover("guidance_scale")
        window.go_to(*line_of(model / "run.py", "Guidance scale for image generation"))
        chosen = next(title for title in window.quick_fixes() if title.startswith("Describe"))
        window.pick(chosen)
        page.wait_for_selector(".tab.active.dirty", timeout=PATIENCE)
        window.save()
        assert '"Guidance scale for image generation"' not in (model / "run.py").read_text()
        window.run_command("Cog LSP: Preview playground")
        window.preview("guidance_scale")
        window.photograph("bundled")
        page.close()


def servers() -> list[int]:
    """Return the language servers that this process's VS Code runs."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            arguments = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"serve" in arguments and b"--stdio" in arguments and descends_from(int(folder.name), os.getpid()):
            found.append(int(folder.name))
    return found


def descends_from(process: int, ancestor: int) -> bool:
    """Return whether a process was started, however indirectly, by another."""
    while process > 1:
        if process == ancestor:
            return True
        try:
            status = Path(f"/proc/{process}/status").read_text()
        except OSError:
            return False
        process = int(re.search(r"^PPid:\s+(\d+)", status, re.MULTILINE).group(1))  # type: ignore[union-attr]
    return False


def test_preview_opens_beside_the_text(workbench: Workbench) -> None:
    workbench.page.get_by_role("button", name="Preview playground").first.click(timeout=PATIENCE)
    form = workbench.preview("guidance_scale")
    workbench.photograph("preview")
    for action in ("Reload the preview", "Open the preview in a browser"):
        form.locator("#title").click()
        workbench.page.get_by_role("button", name=action).wait_for(timeout=PATIENCE)
    form.locator("#field-prompt").fill("typed")
    workbench.page.get_by_role("button", name="Reload the preview").click()
    workbench.preview("guidance_scale").locator("#field-prompt:not(:text('typed'))").wait_for(timeout=PATIENCE)


def test_preview_applies_a_fix(workbench: Workbench, model: Path) -> None:
    workbench.run_command("Cog LSP: Preview playground")
    form = workbench.preview("guidance_scale")
    fix = form.locator("[data-field=guidance_scale] .fixes li").filter(has_text="Describe").first
    text = fix.locator(".fix-text").inner_text()
    fix.locator("button").click()
    workbench.page.wait_for_selector(".tab.dirty", timeout=PATIENCE)
    form.locator("[data-field=guidance_scale] .help", has_text=text).wait_for(timeout=PATIENCE)
    workbench.photograph("preview-fix")
    form.locator("#view-switch").click()
    form.locator("#findings-panel").wait_for(state="hidden", timeout=PATIENCE)
    workbench.photograph("preview-visitor")


def test_preview_passes_keys_on(workbench: Workbench) -> None:
    workbench.run_command("Cog LSP: Preview playground")
    form = workbench.preview("guidance_scale")
    form.locator("#field-prompt").click()
    workbench.page.keyboard.type("a cat")
    workbench.page.keyboard.press("Control+a")
    workbench.page.keyboard.type("a dog")
    assert form.locator("#field-prompt").input_value() == "a dog", "what edits text stays with the page"
    workbench.page.keyboard.press("Control+Shift+p")
    workbench.page.locator(".quick-input-widget input").first.wait_for(timeout=PATIENCE)


def test_preview_follows_the_theme(workbench: Workbench, model: Path) -> None:
    """And loses nothing: the same page of the same server, with what was typed; hovers are drawn anew, too."""
    workbench.run_command("Cog LSP: Preview playground")
    workbench.preview("guidance_scale").locator(":root[data-theme=light]").wait_for(timeout=PATIENCE)
    workbench.preview("guidance_scale").locator("#field-prompt").fill("typed")
    outer = workbench.page.frame_locator("iframe.webview.ready").frame_locator("#active-frame")
    frame = outer.locator("iframe[title='Cog playground']")
    before, running = frame.get_attribute("src"), servers()
    settings = model / ".vscode" / "settings.json"
    settings.parent.mkdir()
    settings.write_text(json.dumps({"workbench.colorTheme": "Default Dark Modern"}))
    workbench.preview("guidance_scale").locator(":root[data-theme=dark]").wait_for(timeout=PATIENCE)
    workbench.page.wait_for_selector(".monaco-workbench.vs-dark", timeout=PATIENCE)
    workbench.hover("guidance_scale")
    picture = workbench.page.locator(".monaco-hover:not(.hidden) img[src^='data:image/svg+xml']").first
    assert "#17191e" in base64.b64decode(picture.get_attribute("src").partition("base64,")[2]).decode()
    workbench.photograph("preview-dark")
    assert frame.get_attribute("src") == before
    assert workbench.preview("guidance_scale").locator("#field-prompt").input_value() == "typed"
    assert servers() == running


def test_status_item_counts_the_findings(workbench: Workbench) -> None:
    workbench.page.locator("#status\\.languageStatus").first.click()
    shown = workbench.page.locator(".hover-language-status", has_text="Cog LSP").first
    shown.wait_for(timeout=PATIENCE)
    workbench.photograph("status")
    assert re.search(r"Cog LSP: \d+ here, \d+ in the workspace", shown.inner_text())
