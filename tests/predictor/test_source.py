"""What is read from whole predictor files: entry point, inputs, output, documentation."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from cog_lsp.predictor.model import UNKNOWN, Field, Home, Predictor, Refusal
from cog_lsp.predictor.source import file_comments, looks_like_cog, read_source
from tests.predictor.examples import FILES, predictor, with_parameter

# file and mode: class or function, method, API, documentation, then each input with its type and where it is written
OUTLINES: dict[tuple[str, str], tuple[tuple[str, ...], list[tuple[str, str | None, Home]]]] = {
    ("image", "run"): (
        ("Predictor", "predict", "predict", "Draws an image from a description."),
        [
            ("prompt", "str", Home.SIGNATURE),
            ("negative_prompt", "str", Home.SIGNATURE),
            ("image", "Path", Home.SIGNATURE),
            ("width", "int", Home.SIGNATURE),
            ("height", "int", Home.SIGNATURE),
            ("num_outputs", "int", Home.SIGNATURE),
            ("guidance_scale", "float", Home.SIGNATURE),
            ("scheduler", "str", Home.SIGNATURE),
            ("lora_weights", "Optional[str]", Home.SIGNATURE),
            ("lora_scale", "float", Home.SIGNATURE),
            ("output_format", "str", Home.SIGNATURE),
            ("seed", "int", Home.SIGNATURE),
        ],
    ),
    ("speech", "run"): (
        ("Predictor", "predict", "predict", ""),
        [
            ("audio", "Path", Home.ATTRIBUTE),
            ("language", "str", Home.ATTRIBUTE),
            ("task", "str", Home.SIGNATURE),
            ("beam_size", "int", Home.HELPER),
            ("vocabulary", "File", Home.SIGNATURE),
            ("temperature", "float", Home.SIGNATURE),
            ("prompt", None, Home.SIGNATURE),
        ],
    ),
    ("llm", "run"): (
        ("Runner", "run", "run", "Yield the answer piece by piece."),
        [
            ("prompt", "str", Home.SIGNATURE),
            ("system_prompt", "str", Home.SIGNATURE),
            ("max_new_tokens", "int", Home.SIGNATURE),
            ("temperature", "float", Home.SIGNATURE),
            ("top_p", "float", Home.SIGNATURE),
            ("top_k", "int", Home.SIGNATURE),
            ("stop_sequences", "Optional[str]", Home.SIGNATURE),
            ("prompt_template", "str", Home.SIGNATURE),
            ("debug", "bool", Home.SIGNATURE),
        ],
    ),
    ("train", "train"): (
        ("train", "train", "run", ""),
        [
            ("instance_data", "Path", Home.SIGNATURE),
            ("instance_prompt", "str", Home.SIGNATURE),
            ("resolution", "str", Home.SIGNATURE),
            ("max_train_steps", "int", Home.SIGNATURE),
            ("learning_rate", "float", Home.SIGNATURE),
            ("hub_token", "Secret", Home.SIGNATURE),
            ("layers", "list[str]", Home.SIGNATURE),
        ],
    ),
    ("train", "run"): (("Predictor", "predict", "predict", ""), [("prompt", "str", Home.SIGNATURE)]),
    ("decorators", "run"): (
        ("ColorizePredictor", "predict", "decorators", "Colour a photograph."),
        [
            ("image", "Path", Home.DECORATOR),
            ("render_factor", "int", Home.DECORATOR),
            ("palette", "str", Home.DECORATOR),
            ("scale", "float", Home.DECORATOR),
        ],
    ),
    ("function", "run"): (
        ("run", "run", "run", "Say something again and again."),
        [
            ("text", "str", Home.SIGNATURE),
            ("repeat", "int", Home.SIGNATURE),
            ("separator", "str", Home.SIGNATURE),
            ("extra", "str | int", Home.SIGNATURE),
            ("options", "dict", Home.SIGNATURE),
        ],
    ),
}


def only(text: str, mode: Any) -> Predictor:
    (found,) = read_source(text).predictors(None, mode)
    return found


@pytest.mark.parametrize(("file", "mode"), OUTLINES)
def test_whole_files(file: str, mode: str) -> None:
    head, inputs = OUTLINES[file, mode]
    found = only(FILES[file], mode)
    assert (found.name, found.method, found.api, found.docstring or "") == head
    written = [(made.name, None if made.type is None else str(made.type), made.home) for made in found.inputs]
    assert written == inputs
    assert [made.order for made in found.inputs] == list(range(len(inputs)))


@pytest.mark.parametrize("file", FILES)
def test_spans_name_their_text(file: str) -> None:
    """Every span lies in the text and covers what it says."""
    text = FILES[file]
    for mode in ("run", "train"):
        for found in read_source(text).predictors(None, mode):
            check_spans(found)


def check_spans(found: Predictor) -> None:
    """Spans of a predictor against its text."""
    text = found.text

    def at(span: Any, origin: int = 0) -> str:
        assert 0 <= span.start + origin <= span.end + origin <= len(text)
        return text[span.start + origin : span.end + origin]

    assert at(found.name_span) == found.name
    assert at(found.method_span) in (found.method, found.name)
    if found.inputs and found.kind == "class":
        assert at(found.signature_span)[0] == "("
    for lost in found.lost:
        assert at(lost.span) == lost.source
    if found.output is not None:
        assert at(found.output.span) == found.output.source
    for refusal in found.refusals:
        at(refusal.span)
    for origin, made in found.placed():
        assert at(made.span, origin) == made.source
        assert made.name in at(made.name_span, origin)
        for argument in made.arguments:
            assert at(argument.value_span, origin) == argument.source
            assert at(argument.value_span, origin) in at(argument.span, origin)
        if made.annotation is not None:
            assert at(made.annotation.span, origin) == made.annotation.source
        if made.call_span is not None:
            assert "(" in at(made.call_span, origin)
        if made.default_span is not None:
            at(made.default_span, origin)
        for comment in made.comments:
            assert at(comment, origin).startswith("#")
        for refusal in made.refusals:
            at(refusal.span, origin)
        assert found.place(made, made.span).start == origin
        assert found.input_at(origin) is not None


def test_comments_belong_to_the_input_below_them_and_around_them() -> None:
    found = only(FILES["image"], "run")
    texts = {
        made.name: [found.text[origin + c.start : origin + c.end] for c in made.comments]
        for origin, made in found.placed()
        if made.comments
    }
    assert texts == {
        "width": ["# Sizes must be multiples of 64, see the note in setup()."],
        "guidance_scale": ['# mask: Path = Input(description="Black and white mask"),', "# the paper's value"],
    }


def test_arguments_of_a_helper_and_of_its_call() -> None:
    """What the call gives counts, what it leaves out comes from the helper."""
    made = only(FILES["speech"], "run").find("beam_size")
    assert made is not None
    assert {a.keyword: a.meant for a in made.arguments} == {
        "description": "Hypotheses to keep at once. More is slower.",
        "default": 3,
        "ge": 1,
        "le": 16,
    }
    assert isinstance(made.field, Field)
    assert "maximum" not in made.field.property  # 2**4 is lost on the generator


def test_decorators_read_like_arguments_of_today() -> None:
    found = only(FILES["decorators"], "run")
    made = found.find("render_factor")
    assert made is not None
    assert (made.description, made.meant("ge"), made.meant("le"), made.meant("default")) == (
        "Higher values colour finer details",
        7,
        45,
        35,
    )
    assert {refusal.about for refusal in found.refusals} == {"decorators"}


def test_lost_parameters() -> None:
    found = only(FILES["speech"], "run")
    assert [(lost.name, lost.source) for lost in found.lost] == [("args", "*args")]


@pytest.mark.parametrize(
    ("parameter", "opaque"),
    [
        ("x: int = helpers.seed(),", True),
        ("x: int = seed(),", True),
        ("x: int = DEFAULT,", True),
        ("x: int = helpers.DEFAULT,", True),
        ("x: int = (helpers.seed()),", True),
        ("x: int = STEPS,", False),
        ("x: int = 3,", False),
        ("x: int = 1 + 1,", False),
        ("x: int,", False),
        ("x: int = Input(),", False),
        ("x: int = helpers.first or 3,", False),
    ],
)
def test_opaque_defaults(parameter: str, opaque: bool) -> None:
    """A default that may well be an `Input` is told apart from one that is none."""
    made = predictor(with_parameter("        " + parameter)).find("x")
    assert made is not None
    assert made.opaque is opaque


@pytest.mark.parametrize(
    ("annotation", "meant"),
    [
        ("CogPath", "Path"),
        ("cog.Path", "Path"),
        ("Opt[str]", "Optional[str]"),
        ("typing.Optional[int]", "Optional[int]"),
        ("Union[int, None, str]", "Optional[int | str]"),
        ("int | int", "int"),
        ("list", "list[Any]"),
        ("Sequence[str]", "list[str]"),
        ("Mapping[str, int]", "dict"),
        ("Annotated[float, 'x']", "float"),
        ('Literal["a", "b"]', "str"),
        ('Literal["1", "2"]', "str"),
        ('Literal["two words"]', "str"),
        ('Optional[Literal["two words"]]', "Optional[str]"),
        ("Literal[1, -2]", "int"),
        ("Literal[True]", "bool"),
        ("Literal[True, False]", "bool"),
        ('Literal["a", 1]', None),
        ("Literal[Color.RED]", None),
        ("Size", "str"),
        ("Color", "str"),
        ("Level", "int"),
        ("Whole", "int"),
        ("Other", None),
        ("Optional[Color]", "Optional[str]"),
        ("list[Level]", "list[int]"),
        ('"int"', "int"),
        ("np.ndarray", None),
        ("Unknown", None),
        ("Endless", None),
    ],
)
def test_meant_types(annotation: str, meant: str | None) -> None:
    head = (
        "import enum, cog, typing\nfrom typing import *\nfrom typing import Optional as Opt\n"
        'from cog import Path as CogPath\nSize = Literal["s", "m"]\nEndless = Endless\n'
        'class Color(str, enum.Enum):\n    RED = "red"\n'
        "class Level(IntEnum):\n    LOW = 1\nclass Whole(int, enum.Enum):\n    ONE = 1\nclass Other:\n    x = 1\n"
    )
    made = predictor(head + f"def run(x: {annotation} = Input()): ...\n").inputs[0]
    assert (made.type and str(made.type)) == meant


FOUND: list[tuple[str, str | None, list[str]]] = [
    ("from cog import BasePredictor\nclass A(BasePredictor):\n    def predict(self): ...\n", None, ["A"]),
    ("import cog\nclass A(cog.BaseRunner):\n    def run(self): ...\n", None, ["A"]),
    ("import cog\nclass A(cog.Predictor):\n    def predict(self): ...\n", None, ["A"]),
    ("class A:\n    def predict(self, x: str): ...\n", None, []),
    ("class A:\n    def predict(self, x: str): ...\n", "A", ["A"]),
    ("class A:\n    def predict(self, x: str = Input()): ...\n", None, ["A"]),
    ("class A:\n    def run(self, x: str = Input()): ...\nclass B(A): ...\n", None, ["B"]),
    (
        "class A:\n    def predict(self, x=Input()): ...\nclass B:\n    def run(self, y=Input()): ...\n",
        None,
        ["A", "B"],
    ),
    ("def generate(x: str = Input()): ...\ndef other(x: str): ...\n", None, ["generate"]),
    ("def run(x: str): ...\n", "run", ["run"]),
    ("from torch import BasePredictor\nclass A(BasePredictor):\n    def predict(self): ...\n", None, []),
    ("class Server:\n    def run(self): ...\n", None, []),
    ("class A(B):\n    x = 1\n", "A", ["A"]),
    ("", None, []),
]


@pytest.mark.parametrize(("text", "name", "found"), FOUND)
def test_what_counts_as_a_predictor(text: str, name: str | None, found: list[str]) -> None:
    assert [p.name for p in read_source(text).predictors(name, "run")] == found


@pytest.mark.parametrize(
    ("text", "kind", "method"),
    [
        ("class A(B):\n    x = 1\n", "class", "run"),
        ("class A(B):\n    def run(self): ...\n", "class", "run"),
        ("class A(B):\n    def predict(self): ...\n", "class", "predict"),
        ("def A(): ...\n", "function", "A"),
    ],
)
def test_kinds(text: str, kind: str, method: str) -> None:
    found = predictor(text, "A")
    assert (found.kind, found.method) == (kind, method)
    assert bool(found.refusals) == ("x = 1" in text)


def test_places_of_inputs() -> None:
    found = predictor("def run(a: int, b: int): ...\n", "run")
    for made in (*found.inputs, *(replace(made) for made in found.inputs)):  # an equal one will do
        span = found.place(made, made.name_span)
        assert found.text[span.start : span.end] == made.name
    assert [found.input_at(at) and found.input_at(at).name for at in (7, 8, 14, 15, 16, 22, 23)] == [  # type: ignore[union-attr]
        None, "a", "a", None, "b", "b", None,
    ]  # fmt: skip


def test_a_name_that_is_not_there_falls_back_and_says_so() -> None:
    (found,) = read_source(FILES["image"]).predictors("Runner", "run")
    assert found.name == "Predictor"
    assert found.refusals[0] == Refusal("ErrPredictorNotFound", "Runner", found.refusals[0].span, "entry")


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ("from cog import Input\n", True),
        ("import cog\n", True),
        ("import os, cog\n", True),
        ("    from cog.types import Path\n", True),
        ("from cogs import Input\n", False),
        ("import cognition\n", False),
        ("# the cog of it all\n", False),
        ("", False),
    ],
)
def test_looks_like_cog(text: str, looks: bool) -> None:
    assert looks_like_cog(text) is looks


def test_file_comments() -> None:
    text = "# cog-lsp: ignore-file[jargon]\nx = 1  # cog-lsp: ignore-file\n# cog-lsp: ignore[jargon]\n"
    assert [text[span.start : span.end] for span in file_comments(text)] == [
        "# cog-lsp: ignore-file[jargon]",
        "# cog-lsp: ignore-file",
    ]


def test_imports_are_told() -> None:
    assert only(FILES["speech"], "run").scope["CogPath"] == "cog.Path"


def test_unknown_values_stay_unknown() -> None:
    made = predictor(with_parameter("        x: int = Input(default=compute(), ge=LOW),")).find("x")
    assert made is not None
    assert made.meant("default") is UNKNOWN
    assert made.meant("ge") is UNKNOWN
