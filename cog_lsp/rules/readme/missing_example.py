"""A README without a snippet that runs the model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import AddExample
from cog_lsp.project.context import Context
from cog_lsp.readme.snippets import snippets_of_part
from cog_lsp.readme.snippets.own_code import installed_commands, runs_command, runs_own_code
from cog_lsp.readme.snippets.problems import shows
from cog_lsp.rules.rule import Example, Rule, Step
from cog_lsp.writing.identity import own_name

if TYPE_CHECKING:
    from cog_lsp.readme.markdown.document import ModelCard
    from cog_lsp.text import Span


def check(card: ModelCard, context: Context) -> Iterator[Finding]:
    """Report at the section on how to use the model, or on the title."""
    predictor = context.predictor
    if predictor is None or predictor.mode == "train" or not card.text.strip():
        return
    own, code = own_name(context), card.having("code")
    if any(shows(s, predictor, own) for _, part in code for s in snippets_of_part(part)):
        return
    commands = installed_commands(card.text) if "pip" in card.text else frozenset()
    if any(runs_own_code(part) or (commands and runs_command(part, commands)) for _, part in code):
        return
    yield Finding(
        "missing-example",
        "No example runs the model: show the shortest call that works, ready to copy",
        _place(card),
        repairs=(AddExample(),),
    )


def _place(card: ModelCard) -> Span:
    for section in card.sections:
        if "how-to-use" in section.topics:
            return section.heading.text_span
    return card.title_span


_PREDICTOR = """\
from cog import BaseRunner, Input, Path


class Runner(BaseRunner):
    def run(self, image: Path = Input(description="The photo to add colors to.")) -> Path:
        return image
"""
_FILES = {"run.py": _PREDICTOR}

RULE = Rule(
    slug="missing-example",
    summary="The README has no example that runs the model.",
    severity="information",
    subject="card",
    why="""
        People try a model by copying a call and changing one thing in it. Without a call to copy they have to find out
        which client there is, what the inputs are called and what comes back, and most of them do not.
        """,
    what_to_do="""
        Show one call that works, with all required inputs and values that give a good result. The quick fix writes one
        for Replicate's Python client and one for `cog run`, from the inputs of the predictor. Calls in JavaScript, Go,
        Swift and Elixir, `curl` commands, and scripts and packages of your own count as well.
        """,
    valid=(
        Example("# Colorizer\n\n```sh\ncog run -i image=@photo.jpg\n```\n", files=_FILES),
        Example(
            '# Colorizer\n\n```python\nreplicate.run("me/colorizer", input={"image": open("a.jpg", "rb")})\n```\n',
            files=_FILES,
        ),
        Example("# Colorizer\n\nTo run it:\n\n    cog predict -i image=@photo.jpg\n", files=_FILES, note="no fence"),
        Example("# Colorizer\n\n1. Run `cog predict -i image=@photo.jpg`\n", files=_FILES, note="in running text"),
        Example(
            '# 🎨\r\n\r\n```bash\r\ncurl -d \'{"input": {"image": "https://example.org/a.jpg"}}\' localhost:5000/predictions\r\n```\r\n',
            files=_FILES,
        ),
        Example(
            "# Colorizer\n\n```sh\npython colorize.py --image photo.jpg\n```\n",
            files=_FILES,
            note="a script of your own",
        ),
        Example("# Colorizer\n\n<pre><code>cog predict -i image=@a.jpg</code></pre>\n", files=_FILES, note="in HTML"),
        Example(
            "# Colorizer\n\nThen run it:\n\nsudo cog predict -i image=@a.jpg\n", files=_FILES, note="without a fence"
        ),
        Example(
            '# Colorizer\n\n```python\nfrom colorizer import Colorizer\n\nmodel = Colorizer()\nmodel.color("a.jpg").save("b.jpg")\n```\n',
            files=_FILES,
            note="a package of your own",
        ),
        Example("", files=_FILES, note="an empty README is reported by missing-section"),
    ),
    invalid=(
        Example("# Colorizer\n\nAdds colors to old photos.\n", found=("Colorizer",), files=_FILES),
        Example("# Colorizer\n\n## Usage\n\nUse the form on the website.\n", found=("Usage",), files=_FILES),
        Example(
            "# Colorizer\n\n```sh\npip install -r requirements.txt\npython train.py\n```\n",
            found=("Colorizer",),
            files=_FILES,
            note="installing and training run nothing",
        ),
        Example(
            "# Colorizer\n\n```python\nfrom colorizer import Trainer\n\nTrainer('photos').train(epochs=3)\n```\n",
            found=("Colorizer",),
            files=_FILES,
            note="training again",
        ),
        Example("# 🎨 Colorizer\r\n\r\n```sh\r\ncog build\r\n```\r\n", found=("🎨 Colorizer",), files=_FILES),
        Example(
            '# Colorizer\n\nLike this model:\n\n```python\nreplicate.run("other/model", input={"prompt": "x", "seed": 1})\n```\n',
            found=("Colorizer",),
            files=_FILES,
            note="a call of another model",
        ),
        Example(
            "Colorizer\n=====\n\nFirst:\n\n    cog run script/download-weights\n",
            found=("Colorizer",),
            files=_FILES,
            note="`cog run` with a command runs no prediction",
        ),
    ),
    check=check,
    about_examples=True,
    step=Step("Show an example that runs the model", is_needed=True),
    reads=frozenset({"names", "declarations"}),
    fix="draft",
)
