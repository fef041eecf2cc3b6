"""The form in a real browser: each control, validation, live updates, the other look, the calls."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from cog_lsp.playground.page.example import Call
from cog_lsp.playground.page.page import Page
from cog_lsp.playground.page.server import PreviewServer, running
from tests.playground.cog_server import PIXEL


def sent(page: Any) -> dict[str, Any]:
    """What the form would send, by its JSON tab."""
    page.click("role=tab[name=JSON]")
    values: dict[str, Any] = json.loads(page.input_value("#json"))
    page.click("role=tab[name=Form]")
    return values


def issues(page: Any, name: str) -> list[str]:
    found: list[str] = page.locator(f"#issues-{name} li").all_text_contents()
    return found


def check_form(page: Any) -> None:
    page.click("button.primary")
    page.wait_for_selector(".error-box, .status:not(:empty)")


def test_labels_and_help_are_those_of_the_record(server: PreviewServer, view: Callable[..., Any]) -> None:
    page = view(server.url)
    assert page.locator(".field label").all_text_contents() == [one.label for one in server.page.fields]
    for one in server.page.fields:
        card = page.locator(f'[data-field="{one.name}"]')
        assert card.locator(".help").all_text_contents() == ([one.help] if one.help else [])
        assert card.locator("input[id^=include]").count() == (0 if one.required else 1)
        for warning in one.warnings:
            assert f"⚠ {warning}" in card.locator(".field-warning").all_text_contents()


def test_the_form_opens_as_the_playground_does(server: PreviewServer, view: Callable[..., Any]) -> None:
    page = view(server.url)
    for one in server.page.fields:
        control = page.locator(f"#field-{one.name}")
        assert control.is_enabled() == one.included
        if one.control in ("select", "boolean"):
            assert control.locator("option:checked").text_content() == one.shown
        else:
            assert control.input_value() == one.shown
    assert sent(page) == {one.name: one.value for one in server.page.fields if one.included and not one.required}


KINDS = [
    ("prompt", "textarea", lambda page: page.fill("#field-prompt", "a cat"), "a cat"),
    ("guidance_scale", "number", lambda page: page.fill("#field-guidance_scale", "3.5"), 3.5),
    (
        "image",
        "file",
        lambda page: page.fill("role=textbox[name='image URL']", "https://a.b/c.png"),
        "https://a.b/c.png",
    ),
    ("scheduler", "select-one", lambda page: page.select_option("#field-scheduler", label="PNDM"), "PNDM"),
    ("safe", "select-one", lambda page: page.select_option("#field-safe", label="false"), False),
    ("tags", "textarea", lambda page: page.fill("#field-tags", '["x", 1]'), ["x", 1]),
    ("options", "textarea", lambda page: page.fill("#field-options", '{"k": null}'), {"k": None}),
    ("token", "password", lambda page: page.fill("#field-token", "secret"), "secret"),
]


@pytest.mark.parametrize(("name", "kind", "act", "value"), KINDS, ids=[case[0] for case in KINDS])
def test_each_control_works(
    server: PreviewServer, view: Callable[..., Any], name: str, kind: str, act: Callable[[Any], None], value: Any
) -> None:
    page = view(server.url)
    assert page.locator(f"#field-{name}").evaluate("node => node.type") == kind
    if page.locator(f"#include-{name}").count():
        page.check(f"#include-{name}")
    act(page)
    assert sent(page)[name] == value


def test_the_include_box_brings_the_default_and_takes_it_away(server: PreviewServer, view: Callable[..., Any]) -> None:
    page = view(server.url)
    page.check("#include-guidance_scale")
    assert page.input_value("#field-guidance_scale") == "7.5"
    assert sent(page)["guidance_scale"] == 7.5
    page.uncheck("#include-guidance_scale")
    assert page.locator("#field-guidance_scale").is_disabled()
    assert "guidance_scale" not in sent(page)


def test_files_are_shown(server: PreviewServer, view: Callable[..., Any], tmp_path: Path) -> None:
    page = view(server.url)
    page.check("#include-image")
    assert page.get_attribute("#field-image", "accept") == "image/*"
    head, data = PIXEL.split(",")
    for name, tag in (("cat.png", "img"), ("cat.wav", "audio"), ("cat.mp4", "video")):
        (tmp_path / name).write_bytes(base64.b64decode(data))
        page.set_input_files("#field-image", tmp_path / name)
        page.wait_for_selector(f".file-preview {tag}")
        assert page.text_content(".file-name") == name
    assert head
    assert sent(page)["image"].startswith("data:video/mp4;base64,")
    (tmp_path / "big.png").write_bytes(b"\0" * (16 * 1024 * 1024 + 1))
    page.set_input_files("#field-image", tmp_path / "big.png")
    page.wait_for_selector("text=Local files must be 16 MiB or smaller")


def test_validation_speaks_as_the_playground(server: PreviewServer, view: Callable[..., Any]) -> None:
    page = view(server.url)
    for name in ("guidance_scale", "steps", "code", "image"):
        page.check(f"#include-{name}")
    page.fill("#field-guidance_scale", "99")
    page.fill("#field-steps", "1.5")
    page.fill("#field-code", "ABC")
    page.fill("role=textbox[name='image URL']", "no address")
    check_form(page)
    assert issues(page, "prompt") == ["This field is required."]
    assert issues(page, "guidance_scale") == ["must be <= 50"]
    assert issues(page, "steps") == ["must be integer"]
    assert issues(page, "code") == ["Does not match the required pattern."]
    assert issues(page, "image") == ['must match format "uri"']
    assert "Input does not match the OpenAPI schema." in page.text_content("#validation")
    assert page.get_attribute("#field-steps", "aria-invalid") == "true"
    assert page.evaluate("document.activeElement.id") == "field-prompt"
    page.fill("#field-prompt", "a cat")
    assert page.locator(".error-box").count() == 0
    for name in ("guidance_scale", "steps", "code", "image"):
        page.uncheck(f"#include-{name}")
    check_form(page)
    assert page.text_content(".status") == "The form is valid."


def test_json_that_is_none(server: PreviewServer, view: Callable[..., Any]) -> None:
    page = view(server.url)
    page.check("#include-tags")
    page.fill("#field-tags", "[1,")
    assert "Invalid JSON" in page.text_content(".json-editor .field-error")
    page.fill("#field-prompt", "x")
    check_form(page)
    assert "Invalid JSON" in issues(page, "tags")[0]
    page.click("role=tab[name=JSON]")
    page.fill("#json", "[]")
    page.wait_for_selector("text=Prediction input must be a JSON object.")
    page.fill("#json", '{"prompt":"from JSON","seed":7}')
    page.click("text=Format")
    page.click("role=tab[name=Form]")
    assert page.input_value("#field-prompt") == "from JSON"
    assert page.input_value("#field-seed") == "7"
    assert page.is_checked("#include-seed")


def test_a_live_update_keeps_what_was_typed(
    server: PreviewServer, view: Callable[..., Any], demo_page: Callable[..., Page]
) -> None:
    page = view(server.url)
    page.fill("#field-prompt", "half a sent")
    page.check("#include-guidance_scale")
    page.fill("#field-guidance_scale", "3")
    page.focus("#field-prompt")
    page.evaluate("document.querySelector('#field-prompt').setSelectionRange(4, 6)")
    fields = [
        replace(one, help="A new help line", control="textarea") if one.name == "prompt" else one
        for one in demo_page().fields
        if one.name != "tags"
    ]
    server.update(demo_page(title="New title", fields=tuple(fields), notes=()))
    page.wait_for_selector("text=A new help line")
    assert page.text_content("h1") == "New title"
    assert page.input_value("#field-prompt") == "half a sent"
    assert page.input_value("#field-guidance_scale") == "3"
    state = "[document.activeElement.id, document.activeElement.selectionStart, document.activeElement.selectionEnd]"
    assert page.evaluate(state) == ["field-prompt", 4, 6]
    assert page.locator('[data-field="tags"], .finding').count() == 0


def test_the_example_fills_the_form(view: Callable[..., Any], demo_page: Callable[..., Page]) -> None:
    with running(demo_page(calls=(Call("Python", 3, {"prompt": "from the README", "seed": 3}),))) as server:
        page = view(server.url)
        assert sent(page) == {"prompt": "from the README", "seed": 3}
        page.click("text=Reset to the defaults")
        assert sent(page) == {}
        page.click("text=Fill with the README's example")
        assert sent(page) == {"prompt": "from the README", "seed": 3}


def test_the_other_look(server: PreviewServer, view: Callable[..., Any]) -> None:
    page = view(server.url)
    page.click("text=replicate.com (approximate)")
    assert page.locator("input[id^=include]").count() == 0
    assert page.input_value("#field-guidance_scale") == "7.5"
    page.locator("input[type=range]").fill("20")
    assert page.input_value("#field-guidance_scale") == "20"
    page.uncheck("#field-safe")
    page.click("#field-tags")
    page.locator("[aria-label='tags item 3']").fill("c")
    page.locator("[aria-label='Remove tags item 1']").click()
    assert page.locator(".drop-zone").count() == 1
    values = sent(page)
    assert (values["guidance_scale"], values["safe"], values["tags"]) == (20, False, ["b", "c"])
    page.fill("#field-steps", "")
    assert "steps" not in sent(page)


CALLS = {
    "Python": [
        "import replicate",
        'replicate.run(\n    "acme/demo:VERSION"',
        '"prompt": "it\'s"',
        '"safe": True',
        '"k": None',
    ],
    "JavaScript": ['import Replicate from "replicate"', 'prompt: "it\'s"', "safe: true"],
    "curl": ["https://api.replicate.com/v1/predictions", '"prompt": "it\'\\\'\'s"', '"version": "acme/demo:VERSION"'],
    "cog run": ["cog run", "-i 'prompt=it'\\''s'", "-i safe=true", "-i 'options={\"k\":null}'"],
}


def test_calls_follow_the_form(server: PreviewServer, view: Callable[..., Any]) -> None:
    page = view(server.url)
    page.fill("#field-prompt", "it's")
    page.check("#include-safe")
    page.check("#include-options")
    page.fill("#field-options", '{"k": null}')
    for language, pieces in CALLS.items():
        page.click(f"role=tab[name='{language}']")
        text = page.text_content("#call code")
        assert [piece for piece in pieces if piece not in text] == []
        page.click("role=button[name='Copy the call']")
        page.wait_for_selector("text=Copied")
        assert page.evaluate("window.copied") == text
    page.check("#include-seed")
    page.fill("#field-seed", "3000000000")
    assert "cog run --json '{" in page.text_content("#call code")
