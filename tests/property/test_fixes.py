"""Fixes on made-up signatures: whatever a signature looks like, the safe fixes make Cog publish what Python means."""

from __future__ import annotations

import ast
import re
import warnings

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cog_lsp.check.model import by_input
from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import Describe
from cog_lsp.fixes import apply, draft_all, fix_all, fixes, offers_for
from cog_lsp.predictor.cog.schema import schemas
from cog_lsp.predictor.model import Predictor, Refusal
from cog_lsp.predictor.source import read_source
from cog_lsp.rules import RULES
from tests.effort import examples
from tests.fixes.agreement import agrees
from tests.rules.schema_examples import checked, findings

HEADS = (
    "from cog import BasePredictor, Input, Path\n",
    "from typing import (\n    Any,\n    Optional,\n)\n\nfrom cog import BasePredictor, Input, Path\n",
    "from __future__ import annotations\n\nimport typing\nfrom cog import BasePredictor, Input, Path\n",
    "import cog\nfrom cog import BasePredictor, Input\nfrom pathlib import Path\n",
    '"""Doc."""\nimport os\nfrom cog import BasePredictor, Input, Path as CogPath\n',
)
CONSTANTS = 'TOP = 20\nHELP = "Some help."\nNAMES = ["a", "b"]\nTABLE = {"a": 1, "b": 2}\n'
TEXTS = ("What it does.", "a 🎨 picture", "two\nlines", "it's", 'say "a"', "a \\d pattern", "é" * 30, "word " * 25)

TYPES: dict[str, tuple[str, ...]] = {
    "int": ("0", "7", "2**3", "0x10", "TOP", "None", "- 1", "(4)"),
    "float": ("0.5", "1", "1/2", "TOP", "None", "7e-1"),
    "str": ('"a"', "'a'", "HELP", "NAMES[0]", '"a" "b"', '"x\\ny"', "None", "f'a'"),
    "bool": ("True", "False", "None"),
    "Optional[int]": ("0", "None", "2**3"),
    "int | None": ("0", "None"),
    "list[str]": ("[]", '["a\\tb"]', "NAMES"),
    "Path": ("None",),
    'Literal["a", "b"]': ('"a"',),
}
"""Annotations, and defaults that go with them."""


@st.composite
def descriptions(draw: st.DrawFn) -> str:
    """A text in one of the forms in which people write it."""
    text = draw(st.sampled_from(TEXTS))
    form = draw(st.sampled_from(("repr", "adjacent", "parentheses", "plus", "f", "name", "triple", "comment")))
    middle = len(text) // 2
    parts = repr(text[:middle]), repr(text[middle:])
    return {
        "repr": repr(text),
        "adjacent": f"{parts[0]}\n            {parts[1]}",
        "parentheses": f"(\n                {parts[0]}\n                {parts[1]}\n            )",
        "plus": " + ".join(parts),
        "f": "f" + repr(text).replace("{", "").replace("}", ""),
        "name": "HELP",
        "triple": f'"""{text}"""' if "\\" not in text and not text.endswith('"') else repr(text),
        "comment": f"(\n                {parts[0]}  # first\n                {parts[1]}\n            )",
    }[form]


@st.composite
def parameters(draw: st.DrawFn, name: str) -> str:
    """One parameter, with or without `Input(...)`, on one line or over several."""
    kind = draw(st.sampled_from(sorted(TYPES)))
    default = draw(st.sampled_from((*TYPES[kind], "")))
    if default and draw(st.integers(0, 5)) == 0 and re.fullmatch(r"[\w.\"'-]+", default):
        return f"{name}: {kind} = {default}"
    arguments = []
    if default:
        arguments.append(default if draw(st.integers(0, 6)) == 0 else f"default={default}")
    if draw(st.booleans()):
        arguments.append(f"description={draw(descriptions())}")
    if kind in ("int", "float", "Optional[int]") and draw(st.booleans()):
        bounds = ("ge=-10", "le=100", "le=2**10", "le=TOP", "min=-10", "ge=-0x10", "max=(100)")
        arguments += draw(st.lists(st.sampled_from(bounds), max_size=2, unique_by=lambda a: a.partition("=")[0]))
    if kind == "str" and default in ('"a"', "'a'", "NAMES[0]", "") and draw(st.booleans()):
        values = ("NAMES", "list(TABLE)", "TABLE.keys()", '("a", "b")', '["a", "b"]')
        arguments.append(f"choices={draw(st.sampled_from(values))}")
    keywords = [a for a in arguments if re.match(r"\w+=", a)]
    arguments = [a for a in arguments if a not in keywords] + draw(st.permutations(keywords))
    return f"{name}: {kind} = {draw(calls(arguments))}"


@st.composite
def calls(draw: st.DrawFn, arguments: list[str]) -> str:
    """An `Input(...)` in one of the layouts that people use."""
    layout = draw(st.sampled_from(("line", "exploded", "no comma", "hanging", "commented")))
    if layout == "line" or not arguments:
        return f"Input({', '.join(arguments)})"
    if layout == "hanging":
        return "Input(" + ",\n                  ".join(arguments) + ")"
    comma = "" if layout == "no comma" else ","
    mark = "  # why" if layout == "commented" else ""
    lines = [f"            {a}{',' if at + 1 < len(arguments) else comma}{mark}" for at, a in enumerate(arguments)]
    return "Input(\n" + "\n".join(lines) + "\n        )"


@st.composite
def files(draw: st.DrawFn) -> str:
    """A predictor file."""
    names = ("prompt", "image", "seed", "guidance_scale", "num_outputs", "style")[: draw(st.integers(1, 5))]
    made = [draw(parameters(name)) for name in names]
    head = draw(st.sampled_from(HEADS))
    if any("Literal" in m for m in made):
        head = head.replace("from cog", "from typing import Literal\nfrom cog", 1)
    body = "".join(f"        {m},\n" for m in made)
    output = draw(st.sampled_from(("str", "Path", "list[str]")))
    method = f"    def run(\n        self,\n{body}    ) -> {output}:\n        return ''\n"
    text = f"{head}\n{CONSTANTS}\n\nclass Predictor(BasePredictor):\n{method}"
    text = text.removesuffix("\n") if draw(st.booleans()) else text
    style = draw(st.sampled_from(("lf", "crlf", "tabs")))
    return {"lf": text, "crlf": text.replace("\n", "\r\n"), "tabs": text.replace("    ", "\t")}[style]


def parses(text: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text)
        except SyntaxError:
            return False
    return True


def predictor_of(text: str) -> Predictor:
    return read_source(text).predictors(None, "run")[0]


@settings(
    max_examples=examples(300), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(files())
def test_safe_fixes(text: str) -> None:
    assert parses(text)
    for context, group in checked(text):
        assert context.predictor is not None
        refused = isinstance(schemas(context.predictor), Refusal)
        assert refused == any("build fails" in finding.message for finding in group)
    fixed = fix_all(text, checked)
    assert parses(fixed)
    assert fix_all(fixed, checked) == fixed
    assert ("\r\n" in text) == ("\r\n" in fixed)
    assert fixed.endswith("\n") == text.endswith("\n")
    predictor = predictor_of(fixed)
    left = [f for _, group in checked(fixed) for f in group if any(r.kind == "safe" for r in f.repairs)]
    for input in predictor.inputs:
        if not any(f.input == input.name for f in left):
            assert agrees(input), input.source
    for finding in left:
        # Only what has no literal form stays: a backslash in several lines, a comment on a shared line.
        assert "\\" in fixed or "#" in fixed, finding


@settings(
    max_examples=examples(120), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(files(), st.randoms(use_true_random=False))
def test_any_order_gives_the_same(text: str, random: object) -> None:
    expected = fix_all(text, checked)
    current = text
    for _ in range(60):
        offered = [x for c, group in checked(current) for f in group for x in fixes(f, c, current) if x.preferred]
        if not offered:
            break
        current = apply(current, random.choice(offered).edits)  # type: ignore[attr-defined]
    assert current == expected


@settings(
    max_examples=examples(80), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(files())
def test_each_fix_alone(text: str) -> None:
    rules = tuple(r for r in RULES if r.subject in ("input", "usage", "predictor"))
    for context in (c for c, _ in checked(text)):
        for finding in findings(rules, context):
            for fix in fixes(finding, context, text):
                after = apply(text, fix.edits)
                assert after != text
                assert parses(after)
                if fix.kind == "safe":
                    assert not any(
                        (f.rule, f.input, f.message) == (finding.rule, finding.input, finding.message)
                        for c, _ in checked(after)
                        for f in findings(rules, c)
                    )
                else:
                    _assert_published(after, finding)


def _assert_published(after: str, finding: Finding) -> None:
    if not any(isinstance(r, Describe) for r in finding.repairs):
        return
    input = predictor_of(after).find(finding.input or "")
    assert input is not None
    published = input.published("description")
    assert isinstance(published, str)
    assert published.replace("\r\n", "\n") == input.description


@settings(
    max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(files())
def test_draft_all(text: str) -> None:
    rules = tuple(r for r in RULES if r.subject in ("input", "usage"))
    for context in (c for c, _ in checked(text)):
        offer = draft_all(by_input(findings(rules, context), predictor_of(text)), context, text)
        if offer is not None:
            after = apply(text, offer.work())
            assert parses(after)
            assert ("\r\n" in text) == ("\r\n" in after)
            assert len(predictor_of(after).inputs) == len(predictor_of(text).inputs)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(files(), st.integers(0, 40), st.integers(0, 3))
def test_an_offer_is_a_fix(text: str, at: int, gone: int) -> None:
    """What is offered before its edits are worked out is what they make of it, in a text that is being typed too."""
    start = text.index("self,") + at
    text = text[:start] + text[start + gone :]
    for context, group in checked(text):
        for finding in group:
            offers = offers_for(finding, context, text)
            assert tuple(offer.fix() for offer in offers) == fixes(finding, context, text)
        every = [offer for finding in group for offer in offers_for(finding, context, text)]
        edits = {(offer.work(), offer.creates) for offer in every}
        assert len({offer.same for offer in every}) == len(edits)
        drafts = draft_all(by_input(group, context.predictor), context, text) if context.predictor else None
        assert drafts is None or drafts.work()
