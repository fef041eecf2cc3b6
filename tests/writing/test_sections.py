"""Drafts: what a section, an example and a table of inputs look like, and that what we write fits what we check."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from cog_lsp.evidence.identity import linked_name
from cog_lsp.evidence.kind import Kind
from cog_lsp.predictor.model import Predictor
from cog_lsp.predictor.source import read_source
from cog_lsp.project.cogyaml import CogYaml
from cog_lsp.project.context import Context
from cog_lsp.project.files import ModelFiles
from cog_lsp.readme.markdown.document import parse_card
from cog_lsp.readme.markdown.summary import codes, sentences
from cog_lsp.readme.marks import DRAFT
from cog_lsp.readme.snippets import snippets
from cog_lsp.readme.snippets.problems import problems
from cog_lsp.readme.topics import TOPICS
from cog_lsp.rules.readme import stale_reference
from cog_lsp.settings.record import Settings
from cog_lsp.writing.example import command_example, python_example
from cog_lsp.writing.identity import own_name, title_of
from cog_lsp.writing.inputs_table import cell, inputs_table
from cog_lsp.writing.known import Known
from cog_lsp.writing.libraries import main_libraries
from cog_lsp.writing.sections import draft, example
from cog_lsp.writing.task import text_for, what_it_does


def predictor(parameters: str, returns: str = "Path", docstring: str = "", body: str = "...") -> Predictor:
    words = f'    """{docstring}"""\n' if docstring else ""
    source = f"""from typing import Optional
from cog import BaseRunner, ConcatenateIterator, Input, Path, Secret

class Runner(BaseRunner):
{words}
    def run(self, {parameters}) -> {returns}:
        {body}
"""
    return next(iter(read_source(source).predictors(None, "run", lambda _: None)))


def context(parameters: str = 'prompt: str = Input(description="Text.")', **more: str) -> Context:
    return Context(Settings(), predictor=predictor(parameters, **more))


def python(model: Predictor) -> str:
    return python_example(model, Known(Context(Settings(), predictor=model)), "o/n")


def command(model: Predictor) -> str:
    return command_example(Known(Context(Settings(), predictor=model)), "cog run")


PARAMETERS = [
    ("prompt: str", '"prompt": "<prompt>"', '-i prompt="<prompt>"'),
    ("image: Path", '"image": open("image.jpg", "rb")', "-i image=@image.jpg"),
    ("song: Path", '"song": open("audio.mp3", "rb")', "-i song=@audio.mp3"),
    ('data: Path = Input(accept=".npz,.npy")', '"data": open("input.npz", "rb")', "-i data=@input.npz"),
    ("images: list[Path]", '"images": [open("image.jpg", "rb")]', "-i images=@image.jpg"),
    ("images: Path", '"images": open("images.zip", "rb")', "-i images=@images.zip"),
    ("api_key: Secret", '"api_key": os.environ["API_KEY"]', '-i api_key="$API_KEY"'),
    ("n: int = Input(ge=5, le=9)", '"n": 5', "-i n=5"),
    ("x: float = Input(ge=-2.5, le=-1.5)", '"x": -2.5', "-i x=-2.5"),
    ("fast: bool", '"fast": True', "-i fast=true"),
    ('mode: str = Input(choices=["Free OCR", "Other"])', '"mode": "Free OCR"', '-i mode="Free OCR"'),
    ("size: int = Input(choices=[512, 768])", '"size": 512', "-i size=512"),
    ("tags: list[str]", '"tags": ["<tags>"]', '-i tags="<tags>"'),
    ('code: str = Input(regex="^[A-Z]{9}$")', '"code": "<code>"', '-i code="<code>"'),
    ('notes: str = Input(description="Chords, such as Am F C G.")', '"notes": "Am F C G"', '-i notes="Am F C G"'),
    ('voice: str = Input(description="A voice, e.g. `amy`, in English.")', '"voice": "amy"', "-i voice=amy"),
    ('voice: str = Input(description="A voice, such as amy or tom.")', '"voice": "<voice>"', '-i voice="<voice>"'),
    ("song: Optional[Path] = None, loud: bool = False", '"song": open("audio.mp3", "rb")', "-i song=@audio.mp3"),
    ('prompt: str = Input(default="It costs $5")', '"prompt": "It costs $5"', "-i prompt='It costs $5'"),
    ('a: str, b: str = Input(default="x")', '"a": "<a>"', '-i a="<a>"'),
    ("", 'replicate.run("o/n:VERSION")', "cog run"),
    ("options: dict", '"options": {}', '-i options="{}"'),
    (
        'song: Path = Input(description="A .wav, or .flac.")',
        '"song": open("audio.wav", "rb")',
        "-i song=@audio.wav",
    ),
    (
        'song: Path = Input(default="https://example.com/a.wav")',
        '"song": "https://example.com/a.wav"',
        "-i song=https://example.com/a.wav",
    ),
    ('media: Path = Input(description="A picture.")', '"media": open("image.jpg", "rb")', "-i media=@image.jpg"),
    (
        'target: str = Input(description="The website it leads to.")',
        '"target": "https://example.com"',
        "-i target=https://example.com",
    ),
]


def test_an_example_that_no_known_text_fits_has_a_gap() -> None:
    model = predictor("code: str = Input(max_length=3)")
    assert '"code": "<code>"' in python(model)


@pytest.mark.parametrize(("parameters", "in_python", "in_shell"), PARAMETERS)
def test_examples(parameters: str, in_python: str, in_shell: str) -> None:
    model = predictor(parameters)
    assert in_python in python(model)
    assert command(model) in (f"cog run {in_shell}", in_shell)
    text = f"# T\n\n```python\n{python(model)}\n```\n\n```sh\n{command(model)}\n```\n"
    found = list(snippets(parse_card(text)))
    assert [p.message for s in found for p in problems(s, model, "o/n")] == []
    assert found


OUTPUTS = [
    ("Path", 'output_format: str = Input(default="png", choices=["png"])', "file.write(output.read())"),
    ("Path", "prompt: str", "print(output.url)"),
    ("Path", 'video: Path, output_format: str = Input(default="png", choices=["png"])', "print(output.url)"),
    ("list[Path]", "prompt: str", "for item in output:"),
    ("str", "prompt: str", "print(output)"),
    ("ConcatenateIterator[str]", "prompt: str", 'print("".join(output))'),
]


@pytest.mark.parametrize(("returns", "parameters", "line"), OUTPUTS)
def test_output(returns: str, parameters: str, line: str) -> None:
    assert line in python(predictor(parameters, returns))


def test_training() -> None:
    source = "from cog import Path\n\ndef train(images: Path, steps: int = 5) -> Path:\n    ...\n"
    trainer = next(iter(read_source(source).predictors(None, "train", lambda _: None)))
    text = example(Context(Settings(), predictor=trainer, cog=CogYaml("", image="o/n")))
    assert 'version="o/n:VERSION"' in text
    assert "cog train -i images=@images.zip" in text
    found = list(snippets(parse_card(text)))
    assert [s.mode for s in found] == ["train", "train"]
    assert [p for s in found for p in problems(s, trainer, "o/n")] == []


PROMPTS = [
    ('prompt: str = Input(description="What the picture should show.")', "Path", "# Text to image", "A lighthouse"),
    (
        'prompt: str = Input(description="The text to speak, in one of 12 languages.")',
        "Path",
        "# Text to speech",
        "The ferry",
    ),
    ('prompt: str = Input(description="Your question.")', "str", "# A large language model", "Explain in two"),
    ("prompt: str", "Any", "# T", "<prompt>"),
]


@pytest.mark.parametrize(("parameters", "returns", "readme", "text"), PROMPTS)
def test_prompts_fit_the_model(parameters: str, returns: str, readme: str, text: str) -> None:
    model = predictor(parameters, returns)
    known = Known(Context(Settings(), predictor=model, card=parse_card(readme)))
    assert f'"prompt": "{text}' in python_example(model, known, "o/n")


CODE = """\
from typing import Optional

from cog import BaseRunner, Input, Path
from diffusers import StableDiffusionPipeline


class Runner(BaseRunner):
    def setup(self):
        self.pipe = StableDiffusionPipeline.from_pretrained("acme/night-scenes")

    def run(
        self,
        prompt: Optional[str] = Input(description="What the picture shows.", default=None),
        image: Optional[Path] = Input(description="A picture to start from.", default=None),
        steps: int = Input(description="Steps.", default=20),
        seed: int = Input(description="A number.", default=1),
    ) -> Path:
        if seed > 999:
            raise ValueError("seed is too large")
        if prompt is None and image is None:
            raise ValueError("Give a prompt or an image")
        steps = min(steps, 50)
        return self.pipe(prompt=prompt, image=image, steps=steps, seed=seed)
"""


def code_context() -> Context:
    (model,) = read_source(CODE).predictors("Runner", "run", lambda _: None)
    license = "MIT License\n\nPermission is hereby granted, free of charge, to any person obtaining a copy"
    files = ModelFiles(Path("/m"), None, None, (), None, read={"LICENSE": license}.get, exists=bool)
    return Context(Settings(), predictor=model, files=files)


def test_what_the_code_shows_is_written() -> None:
    known = code_context()
    assert "[acme/night-scenes](https://huggingface.co/acme/night-scenes)" in draft("model-details", known).text
    assert "- `steps`: at most 50" in draft("limitations", known).text
    troubles = draft("troubleshooting", known).text
    assert "- `prompt`: " in troubles
    assert "- `seed`: " in troubles
    assert draft("citations", known).text.startswith("The code is under the MIT license.")
    assert not any(draft(t, known).is_outline for t in ("model-details", "limitations", "troubleshooting", "citations"))


def test_what_is_joined_to_a_text_is_no_limit() -> None:
    known = context("prompt: str, style: str = Input(default='oil')", body='print(prompt + ", " + style)')
    assert "put in front" not in draft("limitations", known).text


def test_weights_may_be_those_of_a_helper() -> None:
    known = code_context()
    link = "[acme/night-scenes](https://huggingface.co/acme/night-scenes)"
    assert f"- **Weights that the code loads**: {link}" in draft("model-details", known).text
    assert f"It loads weights of {link}." in draft("citations", known).text


def test_a_failure_is_told_of_the_input_that_it_is_about() -> None:
    body = """text = voice_text + text
        if not text:
            raise ValueError("Empty.")
        print(text)"""
    known = context("text: str, voice_text: str = Input(default='')", body=body)
    items = [line for line in draft("troubleshooting", known).text.splitlines() if "fails when `text`" in line]
    assert all(line.startswith("- `text`: ") for line in items)


def test_a_file_is_of_the_kind_that_the_model_takes() -> None:
    model = predictor('subject: Path = Input(description="A photo of a person.")')
    known = Known(Context(Settings(), predictor=model, card=parse_card("# Image to image\n")))
    assert 'open("image.jpg", "rb")' in python_example(model, known, "o/n")


def test_an_example_has_what_the_code_cannot_do_without() -> None:
    text = example(code_context())
    assert '"prompt": "' in text
    assert '"image"' not in text


NEEDED: list[tuple[str, str, str, str]] = [
    ("the text that it works on", 'texts: str = Input(default="A"), size: int = 32', "pass", "texts=A"),
    (
        "a text that holds a list",
        """texts: str = Input(default='["Fish swim in the water.", "Birds fly over the lake.", "%s"]')""" % ("x" * 80),
        "pass",
        """texts='["Fish swim in the water.", "Birds fly over the lake."]'""",
    ),
    ("one of two", "prompt: str = Input(), grammar: str = None, schema: str = None",
     "if grammar and schema: raise ValueError()", 'prompt="<prompt>"'),
    ("the one or the other", "text: str = None, audio: Path = None",
     "if text is None and audio is None: raise ValueError()", "audio=@audio.mp3"),
    ("what the first choice needs", 'mode: str = Input(choices=["find", "read"]), name: str = ""',
     "if mode == 'find' and not name: raise ValueError()", 'mode=find name="<name>"'),
    ("what another choice needs", 'mode: str = Input(choices=["find", "read"]), name: str = ""',
     "if mode == 'read' and not name: raise ValueError()", "mode=find"),
    ("what all choices but the first need", 'mode: str = Input(choices=["find", "read", "list"]), name: str = ""',
     "if mode != 'find' and not name: raise ValueError()", "mode=find"),
    ("what all choices but the last need",
     'mode: str = Input(choices=["find", "read", "list"], default="find"), name: str = ""',
     "if mode != 'list' and not name: raise ValueError()", 'name="<name>"'),
    ("two files at least", "clips: list[Path] = Input()", "if len(clips) < 2: raise ValueError()",
     "clips=@video.mp4 clips=@video-2.mp4"),
    ("a file by its description", 'input_file: Path = Input(description="A recording of speech.")', "pass",
     "input_file=@audio.mp3"),
]  # fmt: skip


@pytest.mark.parametrize(("parameters", "body", "call"), [n[1:] for n in NEEDED], ids=[n[0] for n in NEEDED])
def test_what_an_example_needs(parameters: str, body: str, call: str) -> None:
    model = predictor(parameters, body=body)
    line = command_example(Known(Context(Settings(), predictor=model)), "cog run")
    assert " ".join(line.replace("\\\n", "").split()).replace(" -i ", " ").removeprefix("cog run ") == call


def test_a_question_about_a_picture_comes_with_one() -> None:
    model = predictor('prompt: str = Input(description="A question about the image."), image: Path = None', "str")
    known = Known(Context(Settings(), predictor=model, card=parse_card("# Visual question answering\n")))
    assert command_example(known, "cog run") == 'cog run -i prompt="What is in this picture?" -i image=@image.jpg'


TABLE = """\
<!-- cog-lsp: inputs -->

| Input | Type | Default | Range | Description |
| --- | --- | --- | --- | --- |
| `prompt` | text | required |  | A \\| B &lt;s> two lines |
| `steps` | integer | `20` | 1 to 50 |  |
| `scale` | number | `7` | 0 or more |  |
| `mode` | choice | `a` | `a`, `b` |  |
| `image` | file | none |  |  |
| `files` | list of files | required |  |  |
| `fast` | true or false | `false` |  |  |
| `text` | text | empty |  |  |
| `seed` | integer | none |  |  |

<!-- cog-lsp: end of inputs -->"""


def test_inputs_table() -> None:
    model = predictor(
        'prompt: str = Input(description="A | B <s> two\\nlines"), steps: int = Input(default=20, ge=1, le=50), '
        'scale: float = Input(default=7.0, ge=0), mode: str = Input(default="a", choices=["a", "b"]), '
        'image: Optional[Path] = None, files: list[Path] = Input(), fast: bool = False, text: str = Input(default=""), '
        "seed: int = Input(default=None)"
    )
    assert inputs_table(model) == TABLE


def test_many_inputs_come_in_groups() -> None:
    switches = ", ".join(f"switch_{n}: bool = False" for n in range(10))
    model = predictor(f'{switches}, note: str = "", prompt: str = Input(), mask: Path = None')
    tables = inputs_table(model).split("\n\n")
    assert [text for text in tables if text.endswith(":")] == ["Required:", "Texts and files:", "Settings:"]
    names = [re.findall(r"^\| `(\w+)`", text, re.MULTILINE) for text in tables if text.startswith("|")]
    assert names == [["prompt"], ["note", "mask"], [f"switch_{n}" for n in range(10)]]
    again = parse_card(f"# A\n\n{inputs_table(model)}\n")
    assert [f.message for f in stale_reference.check(again, Context(Settings(), predictor=model, card=again))] == []


@pytest.mark.parametrize(
    ("description", "shown"),
    [
        ("A. B.", "A. B."),
        ("A picture. " + "More words about it. " * 20, "A picture. " + "More words about it. " * 9),
        ("word " * 60, f"{'word ' * 38}word…"),
        ("How it looks:\n- a: dark\n- b: light", "How it looks."),
        ("How it looks.\n\nMore of it.", "How it looks."),
        ("See [a](docs/list.md) or [b](https://e.org/a), ![x](y.png)", "See a or [b](https://e.org/a), x"),
    ],
)  # fmt: skip
def test_a_table_has_room_for_the_first_sentences(description: str, shown: str) -> None:
    assert f"| {shown.strip()} |" in inputs_table(predictor(f"x: str = Input(description={description!r})"))


def test_table_without_ranges() -> None:
    assert "Range" not in inputs_table(predictor("prompt: str"))


@pytest.mark.parametrize(("text", "wanted"), [("a\n b", "a b"), ("<b> 1 < 2", "&lt;b> 1 < 2"), ("a|b", "a\\|b")])
def test_cell(text: str, wanted: str) -> None:
    assert cell(text) == wanted


SUMMARIES = [
    ("Paints night scenes from a short description", "Paints night scenes from a short description."),
    ("Paints night scenes. And dawns! And dusks.", "Paints night scenes. And dawns!"),
    ("Run a single prediction on the model", None),
    ("Runner", None),
    ("", None),
]


@pytest.mark.parametrize(("docstring", "wanted"), SUMMARIES)
def test_summary_from_the_docstring(docstring: str, wanted: str | None) -> None:
    text = draft("what-it-does", context(docstring=docstring)).text
    assert text == wanted if wanted is not None else "cog-lsp: draft" in text


@pytest.mark.parametrize(
    ("parameters", "returns", "readme", "sentence"),
    [
        ("image: Path, mask: Path", "Path", "# Inpainting", "Replaces a part of a picture."),
        ('audio: Path = Input(description="A recording.")', "str", "# Whisper", "Writes down what is said"),
    ],
)
def test_what_it_does(parameters: str, returns: str, readme: str, sentence: str) -> None:
    known = Context(Settings(), predictor=predictor(parameters, returns), card=parse_card(readme))
    text = draft("what-it-does", known).text
    assert text.startswith(DRAFT)
    assert sentence in text


def test_a_model_that_writes_about_a_picture_is_asked_about_it() -> None:
    assert text_for(Kind(takes=("picture", "text"), makes=("text",))) == "What is in this picture?"
    assert text_for(Kind(takes=("text",), makes=("text",))) is None


def test_a_task_with_pictures_may_be_one_with_videos() -> None:
    assert what_it_does(Kind(task="audio-effects", takes=("audio", "text"))) == "Changes a recording into a new one."
    assert what_it_does(Kind(task="audio-effects", takes=("video",))) == "Makes or changes the sounds of a video."
    assert what_it_does(Kind(task="depth", takes=("video",))) == "Estimates how far away each point of a video is."
    both = Kind(task="depth", takes=("video",), may_take=("picture",))
    assert what_it_does(both) == "Estimates how far away each point of a picture is."


@pytest.mark.parametrize("slug", TOPICS)
def test_every_topic_without_anything_known(slug: str) -> None:
    text = draft(slug, Context(Settings())).text
    assert text.startswith("<!-- cog-lsp: draft. Answer ")
    assert "?\n-->" in text


def test_model_details() -> None:
    cog = CogYaml("", gpu=True, python_version="3.12", cuda="12.4", requirements=("numpy==2.1", "torch==2.5.1", "x>1"))
    text = draft("model-details", replace(code_context(), cog=cog)).text
    assert "an Nvidia GPU with CUDA 12.4" in text
    card = parse_card("# A\n\nThis model runs on Nvidia T4 GPU hardware, with about 9 seconds per image.\n")
    measured = draft("model-details", replace(code_context(), cog=cog, card=card)).text
    assert "- **Hardware**: an Nvidia T4 with CUDA 12.4\n- **Run time**: about 9 seconds per image\n" in measured
    assert "How long" in text
    assert "How long" not in measured
    assert "torch 2.5.1, numpy 2.1" in text
    assert DRAFT not in text
    assert draft("model-details", Context(Settings(), cog=cog)).is_outline


def test_main_libraries() -> None:
    lines = (
        "opencv_python==4.1",
        "Torch[extra] == 2.0 ; python_version > '3'",
        "--index-url x",
        "",
        "diffusers",
        "git+https://x",
    )
    assert main_libraries(lines) == ["Torch 2.0", "diffusers", "opencv_python 4.1"]


@pytest.mark.parametrize(
    ("settings", "cog", "command"),
    [
        (Settings(), None, "cog run"),
        (Settings(cog_version="0.16.11"), None, "cog predict"),
        (Settings(), CogYaml("", sdk_version="0.19.1"), "cog predict"),
        (Settings(cog_version="0.22.0"), CogYaml("", sdk_version="0.19.1"), "cog run"),
    ],
)
def test_the_command_that_the_version_has(settings: Settings, cog: CogYaml | None, command: str) -> None:
    text = example(Context(settings, cog=cog, predictor=predictor("prompt: str")))
    assert f"```sh\n{command} -i" in text


NAMES = [
    ("image: r8.im/Me/Painter\n", "# T\n", "me/painter"),
    (None, "# T\n\n[![x](https://replicate.com/me/painter/badge)](https://replicate.com/me/painter)\n", "me/painter"),
    (None, "[a](https://replicate.com/docs/x) [b](https://replicate.com/me/painter?x=1)\n", "me/painter"),
    (None, "[a](https://replicate.com/you/other) [b](https://replicate.com/me/painter)\n", None),
    (None, "![a](https://replicate.com/me/p/badge) [b](https://replicate.com/you/other)\n", "me/p"),
    (None, "# Old paintings\n\nAs [this one](https://replicate.com/you/other), but better.\n", None),
    (None, "# Old paintings\n\n[Try it](https://replicate.com/me/painting-2)\n", "me/painting-2"),
    (None, "# T\n", None),
]


@pytest.mark.parametrize(("cog", "readme", "wanted"), NAMES)
def test_own_name(cog: str | None, readme: str, wanted: str | None) -> None:
    found = CogYaml(cog, image=cog.split()[1]) if cog else None
    assert own_name(Context(Settings(), cog=found, card=parse_card(readme))) == wanted
    if cog is None:
        assert linked_name(parse_card(readme)) == wanted


def test_title() -> None:
    assert title_of(Context(Settings(), cog=CogYaml("", image="me/cog-old-photos"))) == "Old photos"
    assert title_of(Context(Settings(), cog=CogYaml("", image="me/canary-qwen-2.5b"))) == "Canary qwen 2.5b"
    assert title_of(Context(Settings())) == "Model"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three?", 3),
        ("Uses v1.5, e.g. for No. 3 of it.", 1),
        ("Made by A. Lovelace. Good.", 2),
        ("", 0),
        ("no end", 1),
        ("好。好。", 1),
    ],
)
def test_sentences(text: str, count: int) -> None:
    found = sentences(text)
    assert len(found) == count
    assert "".join(text[slice(*s)] for s in found) == text


@pytest.mark.parametrize(
    ("text", "title", "wanted"),
    [
        ("Zeroscope V2 XL & 576w", "Zeroscope", ["V2", "XL", "576w"]),
        ("SDXL makes a GIF with AI", "SDXL stickers", []),
        ("Optical character recognition (OCR) of a PDF", "x", []),
        ("A VAE (a compressor of pictures) and CFG", "x", ["CFG"]),
        ("Plain words only", "x", []),
    ],
)
def test_codes(text: str, title: str, wanted: list[str]) -> None:
    assert codes(text, title) == wanted
