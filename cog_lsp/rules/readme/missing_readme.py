"""A model without a README."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import WriteReadme
from cog_lsp.project.context import Context
from cog_lsp.rules.rule import Example, Rule, Step
from cog_lsp.text import Span

if TYPE_CHECKING:
    from cog_lsp.project.files import ModelFiles

_RUN = 'run: "run.py:Runner"\n'
_PREDICTOR = '''\
from cog import BaseRunner, Input


class Runner(BaseRunner):
    """Turn a prompt into a haiku."""

    def run(self, prompt: str = Input(description="What the haiku is about.")) -> str:
        return prompt
'''


OTHER_READMES = ("README.rst", "README.txt", "README.adoc", "README.org", "README")
"""READMEs that are no Markdown."""


def check(files: ModelFiles, context: Context) -> Iterator[Finding]:  # noqa: ARG001
    """Report on cog.yaml, at the reference to the predictor."""
    if files.readme is None and files.cog is not None and files.cog.references:
        span = files.cog.references[0].span
        other = next((name for name in OTHER_READMES if files.exists(name)), None)
        message = "No README.md beside cog.yaml: people who find the model cannot see what it is for"
        if other is not None:
            message = f"Replicate shows Markdown, and {other} is none: write its text into a README.md"
        yield Finding(
            "missing-readme",
            message,
            Span(*span),
            repairs=(WriteReadme(),),
        )


_FILES = {"run.py": _PREDICTOR}

RULE = Rule(
    slug="missing-readme",
    summary="A model has no README.md beside its cog.yaml.",
    severity="information",
    subject="project",
    why="""
        The README is the page that people read before they try a model. Without one they see a form and a guess: they
        cannot tell what the model is good at, what to put in, or whether they may use the result. Models without a
        README are run less and asked about more.
        """,
    what_to_do="""
        Write a README.md beside cog.yaml. The quick fix drafts one with the eight topics of a model card, filled in
        from the predictor and cog.yaml: the summary from the docstring, a call that works, a table of the inputs. Read
        the draft and replace what only you can know.
        """,
    valid=(
        Example(_RUN, files={**_FILES, "README.md": "# Haiku\n\nTurns a topic into a haiku.\n"}),
        Example(_RUN, files={**_FILES, "readme.md": "# Haiku\n"}, note="any letter case"),
        Example(_RUN, files={**_FILES, "README.markdown": "# Haiku\n"}),
        Example(_RUN, files={**_FILES, "README.md": ""}, note="an empty README is reported by missing-section"),
        Example("# 🍵\nbuild:\n  gpu: true\n", note="no predictor is named, so this is not a model yet"),
        Example('run: "run.py:Runner"\r\n', files={**_FILES, "Readme.md": "# 俳句 🍵\r\n"}),
    ),
    invalid=(
        Example(_RUN, found=("run.py:Runner",), files=_FILES),
        Example('predict: "predict.py:Predictor"\n', found=("predict.py:Predictor",), files={"predict.py": _PREDICTOR}),
        Example("# 🍵 haiku\nrun: run.py:Runner\nbuild:\n  gpu: true\n", found=("run.py:Runner",), files=_FILES),
        Example("build:\r\n  gpu: true\r\nrun: 'run.py:Runner'\r\n", found=("run.py:Runner",), files=_FILES),
        Example('train: "train.py:train"\n', found=("train.py:train",), files={"train.py": "def train(): ...\n"}),
        Example(
            _RUN,
            found=("run.py:Runner",),
            files={**_FILES, "docs/README.md": "# Haiku\n"},
            note="a README in another folder is not shown with the model",
        ),
    ),
    check=check,
    step=Step("Write a README.md beside cog.yaml", is_needed=True),
    fix="draft",
)
