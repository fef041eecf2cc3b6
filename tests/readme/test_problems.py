"""Snippets against the signature: names, values, what is left out, and calls of other models."""

from __future__ import annotations

import pytest

from cog_lsp.predictor.model import Field, Predictor
from cog_lsp.predictor.source import read_source
from cog_lsp.readme.markdown.document import parse_card
from cog_lsp.readme.snippets import snippets
from cog_lsp.readme.snippets.names import nearest
from cog_lsp.readme.snippets.problems import problems
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
        parts: list[Path] = Input(description="Pictures.", default=[]),
        weights: dict = Input(description="Weights.", default={}),
        any: str | list[str] = Input(description="One or more.", default="a"),
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
    """The text under each problem, and what the correction would write there."""
    text = f"# T\n\n```{fence}\n{code}\n```\n"
    pairs = []
    for snippet in snippets(parse_card(text)):
        for problem in problems(snippet, PREDICTOR, own):
            assert len(problem.message) <= 130
            pairs.append((text[slice(*problem.span)], problem.correction.text if problem.correction else None))
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
    ('--json \'{"prompt": "x", "num_steps": "5"}\'', [('"5"', "5")]),
    ('--json \'{"prompt": "x", "seed": null}\'', [("null", None)]),
    ('--json \'{"prompt": "x", "image": "@a.png"}\'', []),
    ('--json \'{"prompt": "x", "parts": ["@a.png"]}\'', [('["@a.png"]', None)]),
    ('--json \'{"prompt": "x",}\'', [('\'{"prompt": "x",}\'', None)]),
    ("--json \"{'prompt': 'x'}\"", [("\"{'prompt': 'x'}\"", None)]),
    ("--json '{...}'", []),
    ("--json @a.json -i prompt=x", [("-i", None)]),
    ("-i @a.png", [("@a.png", None)]),
    ("-i '@a.png' -i prompt=x", [("@a.png", None)]),
    ("-i prompt=x -i output_format", [("output_format", None)]),
    ("-i prompt=x -i seed = 42", [("seed", None)]),
    ('-i prompt "a cat"', [("prompt", None)]),
    ('-i "$INPUT"', []),
    ("-i <name>=<value>", []),
    ("-i INPUT", []),
    ("prompt=x", [("prompt=x", "-i prompt=x")]),
    ("-i prompt=x seed=5", [("seed=5", "-i seed=5")]),
    ("r8.im/me/painter prompt='a cat'", [("prompt='a cat'", None)]),
    ("-i prompt=x -i num_steps=2 -i num_steps=3", [("num_steps", None)]),
    ("-i prompt=x -i output_format=png -i output_format=jpg", [("output_format", None)]),
    ("-i prompt=x --num-steps 5", [("--num-steps", None)]),
    ("--prompt='a cat'", [("--prompt='a cat'", None)]),
    ("-i prompt=x --use-replicate-token", []),
    ("-i prompt=x -image @a.png", [("-image", None)]),
    ("-i prompt=x -i any=1 -i any=2", []),
    ("-i prompt=x -i parts=@a.png -i parts=@b.png", []),
    ("-i prompt=x -i parts=@a.png,@b.png", [("@a.png,@b.png", None)]),
    ('-i prompt=x -i \'parts=["@a.png", "@b.png"]\'', [('["@a.png", "@b.png"]', None)]),
    ("-i prompt=x -i 'parts=[\"https://example.org/a.png\"]'", []),
    ("-i prompt=x -i weights=heavy", [("heavy", None)]),
    ("-i prompt=x -i weights='{\"a\": 1}'", []),
    ("-i prompt=x -i weights=<json>", []),
    ("-i prompt=x -i weights=@a.json", [("@a.json", None)]),
    ("-i prompt=x -i num_steps=@a.txt", [("@a.txt", None)]),
    ("-i prompt=x -i image=a.png", []),
    ("-i prompt=x -i num-steps=5", [("num-steps", "num_steps")]),
]


@pytest.mark.parametrize(("arguments", "wanted"), SHELL)
def test_command_line(arguments: str, wanted: list[tuple[str, str | None]]) -> None:
    assert [(at, correction) for at, correction in found("sh", f"cog run {arguments}")] == wanted


CALLS = [
    ('"prompt": "x"', []),
    ('"prompt": "x", "image": open("a.png", "rb"), "tags": ["a"], "fast": True, "size": 512', []),
    ('"prompt": "x", "image": "https://example.org/a.png"', []),
    ('"prompt": "x", "image": "path/to/image.png"', []),
    ('"prompt": "x", "image": "photo.png"', [('"photo.png"', 'open("photo.png", "rb")')]),
    ('"prompt": "x", "image": None', [("None", None)]),
    ('"prompt": "x", "image": "@a.png"', [('"@a.png"', 'open("a.png", "rb")')]),
    ('"prompt": None', [("None", None)]),
    ('"prompt": 5', [("5", None)]),
    ('"prompt": "x", "num_steps": "5"', [('"5"', "5")]),
    ('"prompt": "x", "num_steps": "51"', [('"51"', None)]),
    ('"prompt": "x", "scale": "2.5"', [('"2.5"', "2.5")]),
    ('"prompt": "x", "size": "512"', [('"512"', "512")]),
    ('"prompt": "x", "fast": "True"', [('"True"', "True")]),
    ('"prompt": "x", "fast": "false"', [('"false"', "False")]),
    ('"prompt": "x", "fast": "yes"', [('"yes"', None)]),
    ('"prompt": "x", "fast": True, "fast": False', [("fast", None)]),
    ('"prompt": "x", "weights": "a"', [('"a"', None)]),
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


MESSAGES = [
    ('"prompt": "x", "num_steps": "5"', "“num_steps” takes a whole number, not the text “5”"),
    ('"prompt": "x", "num_steps": 5.5', "“num_steps” takes a whole number, not 5.5"),
    ('"prompt": "x", "fast": "true"', "“fast” takes true or false, not the text “true”"),
    ('"prompt": "x", "seed": None', "“seed” must not be null: leave it out"),
    ('"prompt": None', "“prompt” must not be null"),
]


@pytest.mark.parametrize(("body", "message"), MESSAGES)
def test_messages(body: str, message: str) -> None:
    text = f'```python\nreplicate.run("me/painter", input={{{body}}})\n```\n'
    source = SOURCE.replace("seed: int", "seed: Optional[int]")
    (snippet,) = snippets(parse_card(text))
    assert [p.message for p in problems(snippet, predictor(source), "me/painter")] == [message]


VERSION = "0123456789abcdef" * 4
PINNED = [
    ('"promt": "x"', [("promt", "prompt")]),
    ('"text": "x", "num_outputs": 4', []),
    ('"prompts": "x"', []),
    ('"prompt": "x", "num_steps": 500', []),
    ('"num_steps": 5', []),
]


@pytest.mark.parametrize(("body", "wanted"), PINNED)
@pytest.mark.parametrize(
    "call",
    [
        'replicate.run("me/painter:{}", input={{{}}})',
        'version = replicate.models.get("me/painter").versions.get("{}")\n'
        "replicate.predictions.create(version=version, input={{{}}})",
    ],
)
def test_a_call_of_a_version_has_the_inputs_of_that_version(
    call: str, body: str, wanted: list[tuple[str, str | None]]
) -> None:
    assert found("python", call.format(VERSION, body)) == wanted


STAND_INS = [
    ("image: Path", '"prompt": "a red boat"', False),
    ("image: Path", '"picture": "https://example.org/a.png"', True),
    ("image: Path", '"photo": open("a.png", "rb")', True),
    ("steps: int", '"prompt": "a red boat"', False),
    ("text: str", '"prompt": "a red boat"', True),
]


@pytest.mark.parametrize(("input", "body", "asked"), STAND_INS)
def test_a_name_is_asked_about_where_the_input_could_hold_the_value(input: str, body: str, asked: bool) -> None:
    one = predictor(
        "from cog import BaseRunner, Path\n\n"
        f"class Runner(BaseRunner):\n    def run(self, {input}) -> Path:\n        ...\n"
    )
    (snippet,) = snippets(parse_card(f'```python\nreplicate.run("me/painter", input={{{body}}})\n```\n'))
    messages = " ".join(problem.message for problem in problems(snippet, one, "me/painter"))
    assert "has no input" in messages
    assert ("did you mean" in messages) is asked


def test_a_file_is_for_the_one_input_that_takes_files() -> None:
    source = (
        "from cog import BaseRunner, Path\n\n"
        "class Runner(BaseRunner):\n    def run(self, photo: Path, steps: int = 1) -> Path:\n        ...\n"
    )
    text = "```sh\ncog run -i @a.png\n```\n"
    (problem,) = problems(next(snippets(parse_card(text))), predictor(source))
    assert problem.correction is not None
    assert (text[slice(*problem.span)], problem.correction.text) == ("@a.png", "photo=@a.png")


REQUESTS = [
    ("curl -F prompt=x localhost:5000/predictions", [("-F", None)]),
    ("curl localhost:5000/predictions -d prompt=x", [("prompt=x", None)]),
    ('curl localhost:5000/predictions -d \'{"prompt": "x"}\'', [('{"prompt": "x"}', None)]),
    ('curl localhost:5000/predictions -d \'{"question": "x"}\'', []),
    ('curl localhost:5000/predictions -d \'{"input": {"prompt": "x",}}\'', [('{"input": {"prompt": "x",}}', None)]),
    ("curl localhost:5000/predictions -d @a.json", []),
    (
        "curl localhost:5000/predictions -d \"{'input': {'image': 'https://example.org/a.png'}}\"",
        [("{'input': {'image': 'https://example.org/a.png'}}", None)],
    ),
    ("http -f localhost:5000/predictions prompt=x", [("-f", None)]),
    ('curl localhost:5000/predictions -d \'{"input": {"prompt": "x", "fast": "true"}}\'', [('"true"', "true")]),
    (
        'curl localhost:5000/predictions -d "{\\"input\\": {\\"prompt\\": \\"x\\", \\"num_steps\\": \\"5\\"}}"',
        [('"5\\"', None)],
    ),
]


@pytest.mark.parametrize(("command", "wanted"), REQUESTS)
def test_requests(command: str, wanted: list[tuple[str, str | None]]) -> None:
    assert found("sh", command) == wanted


def test_a_form_in_python() -> None:
    code = 'requests.post("http://localhost:5000/predictions", files={"image": open("a.png", "rb")})'
    assert found("python", code) == [('{"image": open("a.png", "rb")}', None)]


EVENTS = (
    'requests.post("http://localhost:5000/predictions", json={"input": {"text": "x"}}, '
    'headers={"Accept": "text/event-stream"})'
)
STREAMS = [
    ("Path", "", 'replicate.stream("me/painter", input={"text": "x"})', True),
    ("list[Path]", "", 'replicate.predictions.create(model="me/painter", input={"text": "x"}, stream=True)', True),
    ("Iterator[str]", "", 'replicate.stream("me/painter", input={"text": "x"})', False),
    ("ConcatenateIterator[str]", "", 'replicate.stream("me/painter", input={"text": "x"})', False),
    ("Unknown", "", 'replicate.stream("me/painter", input={"text": "x"})', False),
    ("Path", "", 'replicate.run("me/painter", input={"text": "x"})', False),
    (
        "Iterator[str]",
        "",
        EVENTS,
        True,
    ),
    (
        "Iterator[str]",
        "    @cog.streaming\n",
        EVENTS,
        False,
    ),
]


@pytest.mark.parametrize(("output", "decorator", "call", "refused"), STREAMS)
def test_streams(output: str, decorator: str, call: str, refused: bool) -> None:
    source = (
        "import cog\nfrom typing import Iterator\nfrom cog import BaseRunner, ConcatenateIterator, Path\n\n"
        f"class Runner(BaseRunner):\n{decorator}    def run(self, text: str) -> {output}:\n        ...\n"
    )
    (snippet,) = snippets(parse_card(f"```python\n{call}\n```\n"))
    found = [problem.message for problem in problems(snippet, predictor(source), "me/painter")]
    assert bool(found) is refused
    assert all("stream" in message for message in found)


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


@pytest.mark.parametrize(
    ("image", "own", "wanted"),
    [
        ("builder:0a1b", None, []),
        ("--gpus all -e A=1 builder", "me/painter", []),
        ("r8.im/me/painter", "me/painter", ["config"]),
        ("-p 5001:5000 painter:latest", "me/painter", ["config"]),
    ],
)
def test_a_container_of_another_model(image: str, own: str | None, wanted: list[str]) -> None:
    call = 'curl localhost:5000/predictions -d \'{"input": {"config": "x"}}\''
    assert [at for at, _ in found("sh", f"docker run -d {image}\n{call}", own)] == wanted
    assert [at for at, _ in found("sh", call, own)] == ["config"]


def test_another_mode() -> None:
    trainer = predictor("from cog import Path\n\ndef train(data: Path) -> Path:\n    ...\n", "train")
    (snippet,) = snippets(parse_card("```sh\ncog train -i dat=@a.zip\n```\n"))
    assert [p.correction.text for p in problems(snippet, trainer) if p.correction] == ["data"]
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
    ({"type": "integer", "nullable": True}, None, "literal", "must not be null: leave it out"),
    ({}, None, "literal", None),
    ({"type": "object"}, "red", "text", "takes a JSON object"),
    ({"type": "object"}, "@a.json", "text", "takes an object and no file"),
    ({}, 5, "literal", None),
]


@pytest.mark.parametrize(("schema", "value", "form", "wanted"), SCHEMAS)
def test_values(schema: dict[str, object], value: object, form: str, wanted: str | None) -> None:
    assert refusal(Field(schema, False), value, "text" if form == "text" else "literal") == wanted
