"""A parameter that never reaches the form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import Repair, Replace
from cog_lsp.predictor.lost import LostParameter
from cog_lsp.predictor.model import Predictor
from cog_lsp.project.context import Context
from cog_lsp.rules.rule import Example, Rule
from cog_lsp.rules.schema.reading import is_static
from cog_lsp.text import Span

SLUG = "lost-input"
GUESSES = (
    (r"^(use|enable|disable|return|do|is|with)_", "bool"),
    (r"^(num|n|max|min)_|(^|_)(seed|steps|width|height|count|fps|batch_size|top_k)$", "int"),
    (r"(^|_)(image|img|mask|audio|video|file|photo|picture)s?$", "Path"),
    (r"(^|_)(scale|strength|temperature|top_p|threshold|weight|ratio|penalty|speed)$", "float"),
)
"""The usual types of inputs by their names. How a name begins says more than how it ends: `num_images`, `use_mask`."""


def check(predictor: Predictor, context: Context) -> Iterator[Finding]:
    """Report the parameters that the generator passes over."""
    if predictor.api == "decorators" or not is_static(context):
        return
    for lost in predictor.lost:
        if lost.source.startswith("*"):
            what = "more named inputs" if lost.source.startswith("**") else "inputs without a name"
            message = f"`{lost.source.split(':')[0].strip()}` never reaches the form: Cog takes no {what}"
        else:
            message = f"`{lost.name}` never reaches the form: it has neither a type nor a default"
        yield Finding(SLUG, message, lost.span, repairs=_repairs(lost, predictor))


def _repairs(lost: LostParameter, predictor: Predictor) -> tuple[Repair, ...]:
    if lost.source.startswith("*") or lost.source != lost.name:
        return ()
    guess = next((kind for pattern, kind in GUESSES if re.search(pattern, lost.name)), "str")
    if guess == "Path" and predictor.scope.get("Path") not in ("cog.Path", "pathlib.Path"):
        guess = "str"
    end = lost.span.end
    return (Replace(Span(end, end), f": {guess}", f"Give it the type `{guess}`", kind="draft"),)


def _file(parameters: str, end: str = "\n") -> str:
    text = (
        "from cog import BaseRunner, Input, Path\n\n\n"
        f"class Runner(BaseRunner):\n    def run(self, {parameters}) -> str:\n        return prompt\n"
    )
    return text.replace("\n", end)


RULE = Rule(
    slug=SLUG,
    summary="A parameter that never reaches the form.",
    severity="warning",
    subject="predictor",
    why="""
        Cog passes over a parameter that has neither a type nor a default, and over `*args` and `**kwargs`. The form has
        no field for it, the API does not know it, and the model fails as soon as it runs, because nobody can send it.
    """,
    what_to_do="Give the parameter a type. Write the inputs that `**kwargs` stands for one by one.",
    valid=(
        Example(_file("prompt: str")),
        Example(_file('prompt: str = "a 🐈"')),
        Example(_file("prompt: str, *, seed: int = 0")),
        Example(_file("prompt: str = Input(), image: Path = Input()", "\r\n")),
        Example("from cog import Input\n\n\ndef run(prompt: str = Input()) -> str:\n    return prompt\n"),
        Example(_file("\n        prompt: str,\n        # seed,\n    ")),
    ),
    invalid=(
        Example(_file("prompt"), ("prompt",), _file("prompt: str"), note="neither a type nor a default"),
        Example(_file("prompt: str, **kwargs"), ("**kwargs",)),
        Example(_file('image, prompt: str = "a 🐈"'), ("image",), _file('image: Path, prompt: str = "a 🐈"')),
        Example(_file("prompt: str, *more, seed: int = 0"), ("*more",)),
        Example(
            _file("\n        prompt: str,\n        num_steps,\n    ", "\r\n"),
            ("num_steps",),
            _file("\n        prompt: str,\n        num_steps: int,\n    ", "\r\n"),
        ),
        Example(
            "from cog import Input\n\n\ndef run(strength, prompt: str = Input()) -> str:\n    return prompt\n",
            ("strength",),
            "from cog import Input\n\n\ndef run(strength: float, prompt: str = Input()) -> str:\n    return prompt\n",
        ),
    ),
    check=check,
    fix="draft",
)
