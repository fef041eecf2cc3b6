"""Names of the API before Cog 0.20, and the decorators of 2021."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.findings.finding import Finding
from cog_lsp.predictor.model import Predictor
from cog_lsp.project.context import Context
from cog_lsp.regex import regex
from cog_lsp.rules.rule import Example, Rule
from cog_lsp.rules.schema.reading import version
from cog_lsp.rules.schema.refusals import is_told_by
from cog_lsp.text import Span

SLUG = "old-api"
RENAMED = (0, 20)
_IN_PARENTHESES = regex(r"\s*\(([^()]*)\)")
NAME = regex(r"[\w.]+")
BASES = {"cog.BasePredictor": "BaseRunner", "cog.Predictor": "BaseRunner"}


def check(predictor: Predictor, context: Context) -> Iterator[Finding]:
    """Report the decorators as an error; the other names are only reported where the rule is switched on."""
    if predictor.api == "decorators":
        refusal = next((r for r in predictor.refusals if is_told_by(r, SLUG)), None)
        span = refusal.span if refusal is not None else predictor.method_span
        message = "The model will not start: Cog dropped `@cog.input` in 0.1; see `cog doctor --fix`"
        yield Finding(SLUG, message, span, severity="error")
        return
    if version(context) < RENAMED:
        return
    if predictor.kind == "class" and predictor.method == "predict":
        message = "Since Cog 0.20 the method is called `run`; `cog doctor --fix` renames it"
        yield Finding(SLUG, message, predictor.method_span, severity="off")
    for span, name in _bases(predictor):
        message = f"Since Cog 0.20 the base class is called `{name}`; `cog doctor --fix` renames it"
        yield Finding(SLUG, message, span, severity="off")


def _bases(predictor: Predictor) -> Iterator[tuple[Span, str]]:
    """The old base classes in the parentheses behind the name of the class, and their new names."""
    if predictor.kind != "class":
        return
    listing = _IN_PARENTHESES.match(predictor.text, predictor.name_span.end)
    for match in NAME.finditer(predictor.text, *listing.span(1)) if listing is not None else ():
        head, dot, rest = match[0].partition(".")
        full = predictor.scope.get(head, "") + dot + rest
        if full in BASES:
            yield Span(*match.span()), BASES[full]


def _file(method: str = "run", base: str = "BaseRunner", end: str = "\n") -> str:
    text = (
        f"from cog import {base}, Input\n\n\nclass Runner({base}):\n"
        f'    def {method}(self, prompt: str = Input()) -> str:\n        return "🎨"\n'
    )
    return text.replace("\n", end)


_DECORATED = """import cog


class Predictor(cog.Predictor):
    @cog.input("prompt", type=str, help="What to paint.")
    def predict(self, prompt):
        return prompt
"""

RULE = Rule(
    slug=SLUG,
    summary="Names of the API before Cog 0.20, and the decorators of 2021.",
    severity="off",
    subject="predictor",
    why="""
        Cog 0.20 renamed `predict()` to `run()`, `BasePredictor` to `BaseRunner` and `predict:` in cog.yaml to `run:`. The
        old names still work and print a warning, so the rule is off unless you ask for it. The decorators of 2021
        (`@cog.input`) are another matter: no Cog since 0.1 knows them, so they are always reported, as an error.
    """,
    what_to_do="Run `cog doctor --fix`: it renames the method, the class and the key in cog.yaml together.",
    valid=(
        Example(_file()),
        Example(_file(end="\r\n")),
        Example(_file().replace("BaseRunner, ", "").replace("(BaseRunner)", ""), note="a class needs no base"),
        Example(
            "from cog import Input\n\n\ndef predict(prompt: str = Input()) -> str:\n    return prompt\n",
            note="a function may have any name",
        ),
        Example(
            _file("predict", "BasePredictor"),
            files={"cog.yaml": "build:\n  sdk_version: 0.19.0\n"},
            note="with an older Cog",
        ),
    ),
    invalid=(
        Example(_file("predict"), ("predict",), note="the method before 0.20"),
        Example(_DECORATED, ('@cog.input("prompt", type=str, help="What to paint.")',), note="the decorators of 2021"),
        Example(_file(base="BasePredictor"), ("BasePredictor",)),
        Example(_file("predict", "BasePredictor", "\r\n"), ("BasePredictor", "predict")),
        Example(
            _file("predict")
            .replace("from cog import BaseRunner, Input", "import cog\nfrom cog import Input")
            .replace("(BaseRunner)", "(cog.BasePredictor)"),
            ("cog.BasePredictor", "predict"),
        ),
    ),
    check=check,
    tag="deprecated",
)
