"""A README that came with the code and is about something else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cog_lsp.evidence.identity import remote_of
from cog_lsp.evidence.texts import ModelTexts
from cog_lsp.evidence.weights import read_weights
from cog_lsp.findings.finding import Finding
from cog_lsp.project.context import Context
from cog_lsp.readme.markdown.parts import per_part
from cog_lsp.regex import regex
from cog_lsp.rules.rule import Example, Rule, Step

if TYPE_CHECKING:
    from cog_lsp.readme.markdown.document import ModelCard
    from cog_lsp.readme.markdown.records import Part

LEAST_WORDS = 25
"""A shorter text is a beginning, and not yet about anything else."""
LEAST_LETTERS = 3
"""Of a word that names something."""
_WORD = regex(r"[^\W_]+")
_REPOSITORY = regex(r"github\.com[/:][\w.-]{1,40}/([\w.-]{1,100})")
_SCRIPT = regex(r"(?m)^[ \t$>]{0,8}python3? ([\w./-]{1,80}\.py)\b")
_GENERATED = regex(
    r"(?:is|was) an? \S+ project bootstrapped with|project was (?:bootstrapped|generated|created) with"
    r"|template (?:provides|should help|is) .{0,20}(?:a minimal setup|get you started)"
)
"""What a program that starts a project writes about it."""
_GENERIC = frozenset(
    (
        *("the", "and", "for", "with", "your", "this", "that", "from", "cog", "replicate", "model", "models", "repo"),
        *(
            "repository",
            "template",
            "example",
            "examples",
            "demo",
            "app",
            "main",
            "src",
            "train",
            "trainer",
            "training",
        ),
        *("predict", "inference", "run", "api", "code", "project", "python", "official", "implementation", "readme"),
        *("docs", "documentation", "deploy", "github", "version", "new", "test", "tests"),
    )
)
"""Words that name no model."""


def check(card: ModelCard, context: Context) -> Iterator[Finding]:
    """Report on the title, where neither the model nor any of its inputs is named, the code names nothing that the title
    does, and the text leads to the other project."""
    predictor = context.predictor
    if predictor is None or not predictor.inputs:
        return
    own, others = _names(context), _other_names(context)
    if not own or sum(len(part.text.split()) for part in card.parts) < LEAST_WORDS:
        return
    words = frozenset[str]().union(*(_words(part) for part in card.parts))
    names = [name for name in (*map(_name, own), *map(_telling, others)) if name]
    if any(words.issuperset(name) for name in (*names, *(_all_words(input.name) for input in predictor.inputs))):
        return
    title = _telling(card.title.text) if card.title is not None else []
    if frozenset(_all_words(predictor.text)).isdisjoint(title) and _leads_elsewhere(card, context, title):
        message = (
            "This README names neither this model nor any of its inputs: write one, or correct the one that is here"
        )
        yield Finding("foreign-readme", message, card.title_span)


def _leads_elsewhere(card: ModelCard, context: Context, title: list[str]) -> bool:
    """Whether the README links to a repository that is called like its title, runs programs that are not here, or is the
    one that every project of some kind begins with."""
    if _GENERATED.search(card.text) is not None:
        return True
    names = [frozenset(_all_words(repository[1])) for repository in _REPOSITORY.finditer(card.text)]
    if title and any(name.issuperset(title) for name in names):
        return True
    scripts = {
        script[1] for _, part in card.having("code") for code in part.codes for script in _SCRIPT.finditer(code.content)
    }
    files = context.files
    return bool(scripts) and files is not None and not any(files.exists(script) for script in scripts)


@per_part
def _words(part: Part) -> frozenset[str]:
    return frozenset(_all_words(part.text))


def _all_words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _telling(name: str) -> list[str]:
    """The words of a name that tell one thing from another."""
    words = _all_words(name)
    return [word for word in words if len(word) >= LEAST_LETTERS and word not in _GENERIC and not word.isdecimal()]


def _name(name: str) -> list[str]:
    """The words by which a text names something: those that tell, or all of them where none does."""
    return _telling(name) or _all_words(name)


def _names(context: Context) -> list[str]:
    """What the model is called for certain: in cog.yaml and at its remote."""
    names = [context.cog.image.rpartition("/")[2]] if context.cog is not None and context.cog.image else []
    if context.files is not None:
        names.append((remote_of(context.files.read(".git/config") or "") or "").rpartition("/")[2])
    return [name for name in names if name]


def _other_names(context: Context) -> Iterator[str]:
    """What it may be called: as its folder, or as its weights are."""
    if context.files is not None:
        yield from context.files.root.name.split("__")  # owner, name and commit of a copy
    if context.predictor is not None:
        yield from (weights.id.rpartition("/")[2] for weights in read_weights(ModelTexts(context.predictor, "")))


_RUN = """\
from cog import BaseRunner, Input, Path


class Runner(BaseRunner):
    def run(self, photo: Path = Input(description="The photo to color.")) -> Path:
        return photo
"""
_FILES = {"cog.yaml": 'image: r8.im/acme/colorizer\nrun: "run.py:Runner"\n', "run.py": _RUN}
_OTHER = """\
# Node studio

A program with a graphical editor: connect boxes to a pipeline, save it as a file, and share it with your friends.

## Install

Install the requirements and start the server; then open the address that it prints:

```sh
git clone https://github.com/nodes/node-studio
python start.py
```
"""

_STARTED = """\
# Studio

This is a [Next.js](https://nextjs.org) project bootstrapped with `create-next-app`.

## Getting started

First, start the server for development, then open the address that it prints. The page updates as you edit the file.
"""

RULE = Rule(
    slug="foreign-readme",
    summary="The README is about another project: it names neither this model nor any of its inputs.",
    severity="warning",
    subject="card",
    why="""
        Code that starts as a copy of something brings its README along. People who find the model read of another
        program then, and of options that this one does not have. Whatever else may be wrong with such a text helps
        nobody, so this is the only finding in it.
        """,
    what_to_do="""
        Write a README for this model, or let `cog-lsp check --fix --drafts` write a first one in a folder without one;
        thank the other project under *Acknowledgments*. It is enough to name the model as `image` in cog.yaml does. A
        model whose name nothing tells for certain, by `image` or a remote of git, is not judged, and neither is a text that
        links to no repository of its name, runs no program that is not here, and is not what a program wrote that starts
        projects.
        """,
    valid=(
        Example(_OTHER.replace("Node studio", "Colorizer"), files=_FILES, note="the title is the model's name"),
        Example(_OTHER.replace("your friends", "every photo"), files=_FILES, note="`photo` is an input"),
        Example(_OTHER, files={**_FILES, "cog.yaml": 'run: "run.py:Runner"\n'}, note="nothing says its name"),
        Example("# Node studio\n\nConnect boxes to a pipeline 📦.\n", files=_FILES, note="only begun"),
        Example(
            _OTHER,
            files={**_FILES, "run.py": _RUN.replace("return photo", "return studio(photo)")},
            note="the code names what the title does",
        ),
        Example(
            _OTHER.partition("## Install")[0] + "It runs in the browser and keeps what you made.\n",
            files=_FILES,
            note="it leads to no other project",
        ),
        Example(
            _STARTED.replace("the server", "the server for a photo"), files=_FILES, note="it goes on about this model"
        ),
        Example(_OTHER.replace("Install", "Colorizer").replace("\n", "\r\n"), files=_FILES),
    ),
    invalid=(
        Example(_OTHER, found=("Node studio",), files=_FILES),
        Example(_OTHER.replace("git clone", "#"), found=("Node studio",), files=_FILES, note="start.py is not here"),
        Example(_OTHER.replace("\n", "\r\n"), found=("Node studio",), files=_FILES),
        Example(_OTHER.replace("# Node studio", "# 📦 Node studio"), found=("📦 Node studio",), files=_FILES),
        Example(_OTHER.replace("# Node studio", "# Your repo"), found=("Your repo",), files=_FILES),
        Example(_OTHER.replace("# Node studio", "Node studio\n====="), found=("Node studio",), files=_FILES),
        Example(_STARTED, found=("Studio",), files=_FILES, note="what a generator of web sites wrote"),
        Example(
            _OTHER,
            found=("Node studio",),
            files={**_FILES, ".git/config": '[remote "origin"]\n\turl = git@github.com:acme/cog-colorizer.git\n'},
        ),
    ),
    check=check,
    reads=frozenset({"names", "body"}),
    stands_alone=True,
    is_unpublishable=True,
    step=Step("Write a README for this model: the one here is another project's", is_broken=True),
)
