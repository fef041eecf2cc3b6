"""Snippets against the signature: names, values, what is left out, and calls of other models."""

from __future__ import annotations

import pytest

from cog_lsp.predictor.model import Field, Predictor
from cog_lsp.predictor.source import read_source
from cog_lsp.readme.markdown.document import parse_card
from cog_lsp.readme.snippets import snippets
from cog_lsp.readme.snippets.problems import nearest, problems
from cog_lsp.readme.snippets.shell_text import quote
from cog_lsp.readme.snippets.values import refusal

SOURCE = """\
from typing import Optional
from cog import BaseRunner, Input, Path


class Runner(BaseRunner):
    def run(
        self,
        prompt: str = Input(description="Text."),
        image: Optional[Path] = Input(description="Picture.", default=None),
        num_steps: int = Input(description="Steps.", default=20, ge=1, le=50),
        scale: float = Input(description="Scale.", default=7.5, ge=0, le=20),
        output_format: str = Input(description="Format.", default="webp", choices=["webp", "png", "jpg"]),
        size: int = Input(description="Size.", default=512, choices=[512, 768]),
        tags: list[str] = Input(description="Tags.", default=[]),
        fast: bool = Input(description="Speed.", default=False),
        seed: int = Input(description="Seed.", default=None),
    ) -> Path:
        ...
"""


def predictor(source: str = SOURCE, mode: str = "run") -> Predictor:
    found = read_source(source).predictors(None, "train" if mode == "train" else "run", lambda _: None)
    return next(iter(found))


PREDICTOR = predictor()


def found(fence: str, code: str, own: str | None = "me/painter") -> list[tuple[str, str | None]]:
    """The text under each problem, and what the mend would write there."""
    text = f"# T\n\n```{fence}\n{code}\n```\n"
    pairs = []
    for snippet in snippets(parse_card(text)):
        for problem in problems(snippet, PREDICTOR, own):
            assert len(problem.message) <= 130
            pairs.append((text[slice(*problem.span)], problem.mend.text if problem.mend else None))
    return pairs


SHELL = [
    ("-i prompt=x", []),
    ("-i prompt=x -i num_steps=50 -i scale=7 -i fast=true -i size=768 -i tags=a -i tags=b", []),
    ("-i prompt=x -i num_steps=$N -i size=<size> -i fast=...", []),
    ("-i prompt=x -i image=@a.png -i seed=-1", []),
    ("-i num_steps=5", [("cog run", None)]),
    ("-i prompt=x -i num_step=5", [("num_step", "num_steps")]),
    ("-i promt=x", [("promt", "prompt")]),
    ("-i text=x", [("text", "prompt")]),
    ("-i prompt=x -i steps=5", [("steps", "num_steps")]),
    ("-i prompt=x -i negative=5", [("negative", None)]),
    ("-i prompt=x -i option_name=5", []),
    ("-i prompt=x -i num_steps=abc", [("abc", None)]),
    ("-i prompt=x -i num_steps=5.5", [("5.5", None)]),
    ("-i prompt=x -i num_steps=51", [("51", None)]),
    ("-i prompt=x -i num_steps=0", [("0", None)]),
    ("-i prompt=x -i seed=3000000000", [("3000000000", None)]),
    ("-i prompt=x -i scale=nope", [("nope", None)]),
    ("-i prompt=x -i fast=True", [("True", "true")]),
    ("-i prompt=x -i fast=yes", [("yes", None)]),
    ("-i prompt=x -i output_format=PNG", [("PNG", "png")]),
    ('-i prompt=x -i output_format="web"', [("web", "webp")]),
    ("-i prompt=x -i output_format=bmp", [("bmp", None)]),
    ("-i prompt=x -i size=600", [("600", None)]),
    ("-i prompt=a red car", [("a red car", '"a red car"')]),
    ("-i prompt=it is $5", [("it is $5", None)]),
    ('--json \'{"prompt": "x", "num_steps": "5"}\'', [('"5"', None)]),
]


@pytest.mark.parametrize(("arguments", "wanted"), SHELL)
def test_command_line(arguments: str, wanted: list[tuple[str, str | None]]) -> None:
    assert [(at, mend) for at, mend in found("sh", f"cog run {arguments}")] == wanted


CALLS = [
    ('"prompt": "x"', []),
    ('"prompt": "x", "image": open("a.png", "rb"), "tags": ["a"], "fast": True, "size": 512', []),
    ('"prompt": "x", "image": "https://example.org/a.png"', []),
    ('"prompt": "x", "image": "path/to/image.png"', []),
    ('"prompt": "x", "image": "photo.png"', [('"photo.png"', 'open("photo.png", "rb")')]),
    ('"prompt": "x", "image": None', []),
    ('"prompt": None', [("None", None)]),
    ('"prompt": 5', [("5", None)]),
    ('"prompt": "x", "num_steps": "5"', [('"5"', None)]),
    ('"prompt": "x", "num_steps": 5.0', []),
    ('"prompt": "x", "num_steps": True', [("True", None)]),
    ('"prompt": "x", "num_steps": 5000', [("5000", None)]),
    ('"prompt": "x", "size": 640', [("640", None)]),
    ('"prompt": "x", "output_format": "webpp"', [('"webpp"', "webp")]),
    ('"prompt": "x", "tags": "a"', [('"a"', None)]),
    ('"prompt": "x", "tags": [1]', [("[1]", None)]),
    ('"prompt": "x", "fast": 1', [("1", None)]),
    ('"num_steps": 5', [("replicate.run", None)]),
    ('"num_steps": 5, **more', []),
    ('"prompt": "x", "guidanc": 5, "sede": 4', [("guidanc", None), ("sede", "seed")]),
]


@pytest.mark.parametrize(("body", "wanted"), CALLS)
def test_python(body: str, wanted: list[tuple[str, str | None]]) -> None:
    assert found("python", f'replicate.run("me/painter", input={{{body}}})') == wanted


OTHER_MODELS = [
    ('replicate.run("you/other", input={"promt": "x"})', "me/painter"),
    ('replicate.run("you/other", input={"text": "x", "voice": "y"})', None),
    ('replicate.predictions.create(version="0a", input={"text": "x", "voice": "y"})', "me/painter"),
    ('replicate.trainings.create(version="me/painter:0a", input={"data": "x"})', "me/painter"),
]


@pytest.mark.parametrize(("code", "own"), OTHER_MODELS)
def test_other_models(code: str, own: str | None) -> None:
    assert found("python", code, own) == []


def test_a_command_for_another_model_of_the_repository() -> None:
    assert found("sh", "cog predict -i audio=@a.mp3 -i language=en", None) == []


def test_another_mode() -> None:
    trainer = predictor("from cog import Path\n\ndef train(data: Path) -> Path:\n    ...\n", "train")
    (snippet,) = snippets(parse_card("```sh\ncog train -i dat=@a.zip\n```\n"))
    assert [p.mend.text for p in problems(snippet, trainer) if p.mend] == ["data"]
    assert problems(snippet, PREDICTOR) == ()


def test_what_cannot_be_known_is_not_reported() -> None:
    source = SOURCE.replace('prompt: str = Input(description="Text.")', "prompt: str = helper()")
    (snippet,) = snippets(parse_card("```sh\ncog run -i num_steps=5\n```\n"))
    assert problems(snippet, predictor(source)) == ()


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("promt", "prompt"),
        ("Prompt", "prompt"),
        ("outputformat", "output_format"),
        ("steps", None),
        ("xyz", None),
        ("s", None),
    ],
)
def test_nearest(name: str, wanted: str | None) -> None:
    assert nearest(name, PREDICTOR) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"), [("a b", '"a b"'), ("cost $5", "'cost $5'"), ("it's $5", None), ('say "x"', "'say \"x\"'")]
)
def test_quote(text: str, wanted: str | None) -> None:
    assert quote(text) == wanted


SCHEMAS = [
    ({"type": "string", "minLength": 2, "maxLength": 3}, "a", "literal", "must have at least 2 characters"),
    ({"type": "string", "minLength": 2, "maxLength": 3}, "abcd", "text", "must have at most 3 characters"),
    ({"type": "string", "pattern": "^a"}, "b", "text", "must match ^a"),
    ({"type": "string", "pattern": "("}, "b", "text", None),
    ({"anyOf": [{"type": "integer"}, {"type": "string"}]}, "b", "text", None),
    ({"anyOf": [{"type": "integer"}, {"type": "boolean"}]}, "b", "literal", "takes a whole number"),
    ({"type": "array", "items": {"type": "integer"}}, "[1, 2]", "text", None),
    ({"type": "array", "items": {"type": "integer"}}, "x", "text", "takes a whole number"),
    ({"type": "object"}, '{"a": 1}', "text", None),
    ({"type": "object"}, "[1]", "text", "takes a JSON object"),
    ({"type": "string", "format": "uri"}, 5, "literal", "takes a file or a URL"),
    ({"type": "integer", "nullable": True}, None, "literal", None),
    ({}, 5, "literal", None),
]


@pytest.mark.parametrize(("schema", "value", "form", "wanted"), SCHEMAS)
def test_values(schema: dict[str, object], value: object, form: str, wanted: str | None) -> None:
    assert refusal(Field(schema, False), value, "text" if form == "text" else "literal") == wanted
