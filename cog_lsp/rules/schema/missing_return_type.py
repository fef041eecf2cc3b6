"""A predictor that does not say what it returns: the build refuses it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import Annotate, Repair
from cog_lsp.predictor.model import Predictor
from cog_lsp.project.context import Context
from cog_lsp.regex import regex
from cog_lsp.rules.rule import Example, Rule

SLUG = "missing-return-type"
RETURNS = regex(r"(?m)^[ \t]*(return|yield)\b([^\n]*)")
GUESSES = ((r"Path\(.*\)", "Path"), (r"f?\"[^\"]*\"|f?'[^']*'|str\(.*\)", "str"), (r"True|False", "bool"))
"""What an expression after `return` is for certain."""


def check(predictor: Predictor, context: Context) -> Iterator[Finding]:  # noqa: ARG001
    """Report at the name of the method. Every version of Cog asks for a type."""
    if predictor.output is not None or predictor.api == "decorators":
        return
    if any(refusal.kind == "ErrMethodNotFound" for refusal in predictor.refusals):
        return
    message = f"Cog's build fails: {predictor.method}() does not say what it returns"
    yield Finding(SLUG, message, predictor.method_span, repairs=_repairs(predictor))


def _repairs(predictor: Predictor) -> tuple[Repair, ...]:
    kinds = {_kind(statement, value.strip()) for statement, value in RETURNS.findall(_body(predictor))}
    if len(kinds) != 1 or None in kinds:
        return ()
    kind = str(kinds.pop())
    imports = (("cog", "Path"),) if kind == "Path" else ()
    return (Annotate(kind, imports, f"Say that it returns `{kind}`", output=True, kind="draft"),)


def _body(predictor: Predictor) -> str:
    """The lines below the signature that are indented further than its `def`."""
    text = predictor.text
    start = text.rfind("\n", 0, predictor.method_span.start) + 1
    indent = re.match(r"[ \t]*", text[start:])
    deeper = re.compile(rf"[^\n]*\n((?:{indent[0] if indent else ''}[ \t]+[^\n]*(?:\n|\Z)|[ \t\r]*\n)*)")
    match = deeper.match(text, predictor.signature_span.end)
    return match[1] if match else ""


def _kind(statement: str, value: str) -> str | None:
    if statement == "yield":
        return None
    return next((kind for pattern, kind in GUESSES if re.fullmatch(pattern, value)), None)


def _file(returns: str, body: str = "return prompt", end: str = "\n") -> str:
    text = (
        "from cog import BaseRunner, Input, Path\n\n\n"
        f"class Runner(BaseRunner):\n    def run(self, prompt: str = Input()){returns}:\n        {body}\n"
    )
    return text.replace("\n", end)


RULE = Rule(
    slug=SLUG,
    summary="A predictor that does not say what it returns.",
    severity="error",
    subject="predictor",
    why="Cog makes the schema of the output from the return type, and refuses to build a model without one.",
    what_to_do="Write the type after the parameters: `-> Path:` for one file, `-> list[Path]:` for several, `-> str:` for text.",
    valid=(
        Example(_file(" -> str")),
        Example(_file(" -> Path", 'return Path("🎨.png")')),
        Example(_file(" -> list[Path]", "return []", "\r\n")),
        Example(_file(" -> dict[str, Any]", "return {}")),
        Example(
            "import cog\n\n\n@cog.input('prompt', type=str)\nclass Predictor(cog.Predictor):\n    @cog.input('prompt', type=str)\n    def predict(self, prompt):\n        return prompt\n",
            note="the decorators of 2021 are another matter",
        ),
    ),
    invalid=(
        Example(_file("", 'return Path("out.png")'), ("run",), _file(" -> Path", 'return Path("out.png")')),
        Example(_file(""), ("run",)),
        Example(
            _file("", 'if not prompt:\n            return "🎨"\n        return f"{prompt}"', "\r\n"),
            ("run",),
            _file(" -> str", 'if not prompt:\n            return "🎨"\n        return f"{prompt}"', "\r\n"),
        ),
        Example(_file("", "yield prompt"), ("run",)),
        Example(
            "from cog import Input\n\n\ndef run(prompt: str = Input()):\n    return str(prompt)\n",
            ("run",),
            "from cog import Input\n\n\ndef run(prompt: str = Input()) -> str:\n    return str(prompt)\n",
        ),
    ),
    check=check,
    fix="draft",
)
