"""Which refusal comes first, what only the container refuses, and JSON as Go prints it."""

from __future__ import annotations

from typing import Any

import pytest

from cog_lsp.predictor.cog.published_json import dumps
from cog_lsp.predictor.cog.schema import schemas, start_refusals
from cog_lsp.predictor.model import Predictor, Refusal
from cog_lsp.predictor.source import read_source
from cog_lsp.rules.schema.refusals import TOLD_BY


def one(text: str, name: str = "P") -> Predictor:
    (found,) = read_source(text).predictors(name, "run")
    return found


def method(parameters: str, output: str = " -> str", before: str = "") -> Predictor:
    return one(
        f"import cog\nfrom cog import Input, Path\nclass P:\n{before}    def run(self, {parameters}){output}: ...\n"
    )


FIRST = [
    ("a: Bad, b: Worse", " -> Unknown", "unsupported-type", "Bad"),
    ("a: str = f(), b: Worse", "", "unresolvable-default", "f()"),
    ("a: Bad = Input(choices=f())", "", "unsupported-type", "Bad"),
    ("a: str = Input(choices=f(), default_factory=g)", "", "unresolvable-choices", "choices=f()"),
    ("a: str = Input(default_factory=g, choices=f())", "", "invalid-argument", "default_factory=g"),
    ("a=1", " -> Unknown", "missing-annotation", "a=1"),
    ("a: str", "", "missing-return-type", "run"),
    ("a: int = 'x'", " -> Unknown", "unsupported-output", "Unknown"),
    ("b: int = 'x', a: int = 'y'", " -> str", "invalid-default", "'y'"),
    ("a: int = Input(default=9, le=5)", " -> str", "invalid-default", "default=9"),
    ("a: str = Input(regex='(?=x)')", " -> str", "invalid-argument", "regex='(?=x)'"),
    ("a: str = Input(accept='x')", " -> str", "invalid-argument", "accept='x'"),
    ("a: int | str = Input(ge=1)", " -> str", "invalid-argument", "ge=1"),
    ("*a: str", " -> str", "unsupported-type", "*a: str"),
]


@pytest.mark.parametrize(("parameters", "output", "rule", "at"), FIRST)
def test_the_first_refusal_and_where_it_points(parameters: str, output: str, rule: str, at: str) -> None:
    found = method(parameters, output)
    refusal = schemas(found)
    assert isinstance(refusal, Refusal)
    assert (TOLD_BY[refusal.about], found.text[refusal.span.start : refusal.span.end]) == (rule, at)


MESSAGES = [
    ("a: Union[str, Union[int, None]]", "str", "unsupported type: nested union inputs are not supported"),
    (
        "a: Union[str, Optional[int]]",
        "str",
        "unsupported type: nested nullable variants are not supported in union inputs",
    ),
    ("a: Union[None, None]", "str", "unsupported type: union inputs must include at least one non-None type"),
    ("a: Union[str, Path]", "str", "unsupported type: Path is not supported in union inputs"),
    ("a: cog.Opaque[int]", "str", "unsupported type: Opaque[...] is not a supported input type"),
    ("a: Opaque[Opaque[int]]", "str", "unsupported type: Opaque[...] is not a supported input type"),
    ("a: int - str", "str", "unsupported type: non-union binary operator in type annotation"),
    ("a: str", "Dict[str]", "unsupported type: dict expects 0 or 2 type arguments"),
    ("a: str", "Dict[str, Bytes]", "resolving dict value type: cannot resolve type 'Bytes' - "),
    (
        "a: str",
        "ConcatenateIterator[str, int]",
        "unsupported type: ConcatenateIterator expects exactly 1 type argument",
    ),
    (
        "é: str = Input(choices=['a'])",
        "str",
        'invalid components: schema "é": identifier "é" is not supported by OpenAPIv3 standard (charset: ',
    ),
    (
        "a: list[int] = Input(default=[None])",
        "str",
        'invalid components: schema "Input": invalid default: Error at "/0": Value is not nullable',
    ),
]


@pytest.mark.parametrize(("parameters", "output", "message"), MESSAGES)
def test_what_the_build_says(parameters: str, output: str, message: str) -> None:
    found = one(
        "import cog\nfrom typing import *\nfrom cog import ConcatenateIterator, Input, Opaque, Path\n"
        f"class P:\n    def run(self, {parameters}) -> {output}: ...\n"
    )
    refusal = schemas(found)
    assert isinstance(refusal, Refusal)
    assert refusal.message.startswith(message)


CONCURRENT = [
    ("@concurrent(max='x')", "@concurrent max must be an integer literal"),
    ("@concurrent(max=True)", "@concurrent max must be an integer literal"),
    ("@cog.concurrent(max=0)", "@concurrent max must be at least 1"),
    ("@concurrent()", None),
    ("@concurrent", None),
    ("@other(max='x')", None),
    ("@(lambda method: method)", None),
    ("@register['run']", None),
]


@pytest.mark.parametrize(("decorator", "message"), CONCURRENT)
def test_decorators_of_the_method(decorator: str, message: str | None) -> None:
    found = one(
        f"import cog\nfrom cog import concurrent\nclass P:\n    {decorator}\n"
        "    async def run(self, a: str) -> str: ...\n"
    )
    refusal = schemas(found)
    assert (refusal.message if isinstance(refusal, Refusal) else None) == message


@pytest.mark.parametrize(
    ("bound", "published"), [("1e30", 2**63), ("1e19", 10**19), ("-1", 2**64 - 1), ("-1e30", 2**63)]
)
def test_lengths_are_converted_as_go_does(bound: str, published: int) -> None:
    found = schemas(method(f"a: str = Input(max_length={bound})"))
    assert not isinstance(found, Refusal)
    assert found["Input"]["properties"]["a"]["maxLength"] == published


def test_each_input_has_its_own_refusals() -> None:
    found = method("a: Bad, b: int = Input(default='x', min=3), c: str = Input('a', 'b')")
    assert {made.name: [(r.kind, TOLD_BY[r.about]) for r in made.refusals] for made in found.inputs} == {
        "a": [("ErrUnsupportedType", "unsupported-type")],
        "b": [("validation", "invalid-default"), ("startup", "invalid-argument")],
        "c": [("startup", "invalid-argument")],
    }


STARTUP = [
    ("a: str = Input(defaul='x')", "Input() got an unexpected keyword argument 'defaul'", "defaul='x'"),
    ("a: str = Input('x', 'text')", "Input() takes from 0 to 1 positional arguments but 2 were given", "'text'"),
]


@pytest.mark.parametrize(("parameters", "message", "at"), STARTUP)
def test_what_only_the_container_refuses(parameters: str, message: str, at: str) -> None:
    found = method(parameters)
    assert not isinstance(schemas(found), Refusal)
    (refusal,) = start_refusals(found)
    assert (refusal.kind, refusal.message) == ("startup", message)
    assert found.text[refusal.span.start : refusal.span.end] == at


def test_both_methods() -> None:
    found = method("a: str", before="    def predict(self, b: str) -> str: ...\n")
    (refusal,) = start_refusals(found)
    assert refusal.about == "entry"
    assert [made.name for made in found.inputs] == ["a"]


def test_decorators_of_2021() -> None:
    text = "import cog\nclass P(cog.Predictor):\n    @cog.input('a', type=int)\n    def predict(self, a) -> str: ...\n"
    made = schemas(one(text))
    assert isinstance(made, dict)
    assert made["Input"]["properties"] == {}
    assert [refusal.about for refusal in start_refusals(one(text))] == ["decorators"]


def test_no_method_and_no_name() -> None:
    for name, kind in (("P", "ErrMethodNotFound"), ("Q", None)):
        found = read_source("class P:\n    x = 1\n").predictors(name, "run")
        refusals = [schemas(predictor) for predictor in found]
        assert [r.kind for r in refusals if isinstance(r, Refusal)] == ([kind] if kind else [])


PRINTED: list[tuple[Any, str]] = [
    (1.0, "1"),
    (0.1, "0.1"),
    (-0.5, "-0.5"),
    (1e20, "100000000000000000000"),
    (1e21, "1e+21"),
    (1.5e300, "1.5e+300"),
    (1e-6, "0.000001"),
    (1.5e-7, "1.5e-7"),
    (1e-10, "1e-10"),
    (float(2**63), "9223372036854776000"),
    (2**64 - 1, "18446744073709551615"),
    (True, "true"),
    (None, "null"),
    ("<a & b>", '"\\u003ca \\u0026 b\\u003e"'),
    ("é 🎨\n", '"é 🎨\\n"'),
    ({"b": [], "a": {}}, '{"a":{},"b":[]}'),
]


@pytest.mark.parametrize(("value", "text"), PRINTED)
def test_json_as_go_prints_it(value: Any, text: str) -> None:
    assert dumps(value) == text


def test_indented_json() -> None:
    assert dumps({"b": [1, {}], "a": []}, indent=True) == '{\n  "a": [],\n  "b": [\n    1,\n    {}\n  ]\n}'
