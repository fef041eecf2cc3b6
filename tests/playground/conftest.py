"""Inputs made by hand, as the reader of predictors would make them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from cog_lsp.check.checker import Checker
from cog_lsp.playground.field.field import FormField, form_field
from cog_lsp.playground.page.notes import Note, NoteFix
from cog_lsp.playground.page.page import Page, checklist, input_schema, page_of
from cog_lsp.playground.page.readme import Readme
from cog_lsp.playground.page.server import PreviewServer, running
from cog_lsp.playground.page.verdict import Verdict, VerdictStep
from cog_lsp.predictor.model import ABSENT, Argument, Field, Home, Input, Predictor, Refusal
from cog_lsp.project.workspace import Workspace
from cog_lsp.settings.record import Settings
from cog_lsp.text import Span

NOWHERE = Span(0, 0)


def make_input(
    name: str = "x",
    schema: dict[str, Any] | None = None,
    *,
    required: bool = False,
    enum: Sequence[Any] | None = None,
    enum_type: str = "string",
    refusal: str | None = None,
    **arguments: tuple[Any, Any],
) -> Input:
    """An input whose arguments are given as pairs (meant, published)."""
    component = None if enum is None else {"title": name, "enum": list(enum), "type": enum_type}
    published = Field(schema or {}, required, component)
    return Input(
        name=name,
        order=0,
        source=name,
        span=NOWHERE,
        name_span=NOWHERE,
        annotation=None,
        default_span=NOWHERE if arguments else None,
        call_span=NOWHERE if arguments else None,
        opaque=False,
        home=Home.SIGNATURE,
        arguments=tuple(
            Argument(keyword, NOWHERE, NOWHERE, "", "string", meant, read)
            for keyword, (meant, read) in arguments.items()
        ),
        field=published if refusal is None else Refusal("ErrUnsupportedType", refusal, NOWHERE, "type"),
    )


@pytest.fixture(name="make_input", scope="session")
def _make_input() -> Callable[..., Input]:
    return make_input


@pytest.fixture(scope="session")
def absent() -> Any:
    """What Cog reads where it drops an argument."""
    return ABSENT


def demo_fields() -> tuple[FormField, ...]:
    """A form that has each kind of control, optional and required."""
    text = {"type": "string"}
    guidance = "How closely the picture follows the prompt. Good results lie between 5 and 10."
    inputs = [
        make_input("prompt", {**text, "description": "What you want to see.", "maxLength": 40}, required=True),
        make_input(
            "guidance_scale", {"type": "number", "default": 7.5, "minimum": 0, "maximum": 50, "description": guidance}
        ),
        make_input("image", {**text, "format": "uri", "x-cog-accept": "image/*", "nullable": True, "default": None}),
        make_input("scheduler", {"default": "K_EULER"}, enum=["DDIM", "K_EULER", "PNDM"]),
        make_input("safe", {"type": "boolean", "default": True}),
        make_input("tags", {"type": "array", "items": text, "default": ["a", "b"]}),
        make_input("options", {"type": "object", "default": {}}),
        make_input("seed", {"type": "integer", "nullable": True, "default": None, "deprecated": True}),
        make_input("steps", {"type": "integer", "minimum": 1, "default": 20}),
        make_input("code", {**text, "pattern": "^[a-z]+$", "default": "abc"}),
        make_input("token", {**text, "format": "password", "nullable": True, "default": None}),
        make_input("shape", refusal="unsupported type Tuple[int, int]", default=("square", ABSENT)),
    ]
    return tuple(form_field(one) for one in inputs)


ADD_SECTIONS = NoteFix("Add the 3 missing sections", "Add the 3 missing sections")


def demo_page(**changes: Any) -> Page:
    """A page with everything on it."""
    fields = demo_fields()
    page = Page(
        title="Demo model",
        summary="Makes pictures from words.",
        name="acme/demo",
        fields=fields,
        schema=input_schema(fields),
        readme=Readme("<h1>Demo</h1><p>Read <a href='docs.md'>more</a>.</p><img alt='A cat'>"),
        notes=(
            Note(
                "unexplained-bounds",
                "warning",
                "`guidance_scale`: say what low and high values do",
                "guidance_scale",
                (NoteFix("Describe: “How closely…”", "Describe", "How closely the picture follows the prompt."),),
            ),
            Note("missing-section", "information", "The README lacks 3 topics.", None, (ADD_SECTIONS,)),
        ),
        verdict=Verdict(
            "stops", "2 things stop it", (VerdictStep("Say more about 1 input", 0), VerdictStep("Write 3 topics", 1))
        ),
        checklist=checklist(None, Settings()),
    )
    return replace(page, **changes)


@pytest.fixture(name="demo_page", scope="session")
def _demo_page() -> Callable[..., Page]:
    return demo_page


def make_predictor(*inputs: Input) -> Predictor:
    """A predictor with these inputs."""
    return Predictor(
        text="",
        mode="run",
        kind="class",
        name="Runner",
        name_span=NOWHERE,
        method="run",
        method_span=NOWHERE,
        signature_span=NOWHERE,
        api="run",
        inputs=inputs,
        origins=(0,) * len(inputs),
    )


@pytest.fixture(name="make_predictor", scope="session")
def _make_predictor() -> Callable[..., Predictor]:
    return make_predictor


def page_of_files(folder: Path, files: Mapping[str, str | bytes]) -> Page:
    """The page of a model whose files are written into a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    workspace = Workspace([folder])
    model = workspace.model_of(folder / "cog.yaml")
    assert model is not None
    return page_of(Checker(workspace).check(model))


@pytest.fixture(name="page_of_files", scope="session")
def _page_of_files() -> Callable[..., Page]:
    return page_of_files


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""


FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


COPIED = "navigator.clipboard.writeText = async (text) => { window.copied = text; };"


def unavailable(reason: str) -> None:
    if os.environ.get("COG_LSP_REQUIRE_EDITORS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        unavailable("Playwright is not installed: pip install playwright")
    if not CHROMIUM:
        unavailable("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield one
        one.close()


@pytest.fixture
def view(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens a page in the browser; fails at the end where a script failed or a policy was broken."""
    opened, problems = [], list[str]()

    def open_page(url: str, width: int = 1400, scheme: str = "light", height: int = 900) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.on("dialog", lambda dialog: (problems.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.add_init_script(COPIED)
        page.goto(url)
        page.wait_for_selector("#form, #form-panel p")
        return page

    yield open_page
    for context in opened:
        context.close()
    assert problems == []


@pytest.fixture
def server(demo_page: Callable[..., Page]) -> Iterator[PreviewServer]:
    with running(demo_page()) as one:
        yield one
