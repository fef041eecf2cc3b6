"""Drafts of the sections of a model card: what is known is written down, what only the author knows is asked for.

A draft that somebody has to rewrite carries a comment that says so, and `empty-section` reports it until the comment is
gone. Sections that follow from the predictor and cog.yaml are finished as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from cog_lsp.readme.markdown.summary import LONGEST, sentences
from cog_lsp.readme.marks import DRAFT
from cog_lsp.writing.example import command_example, python_example
from cog_lsp.writing.identity import own_name, title_of
from cog_lsp.writing.inputs_table import inputs_table
from cog_lsp.writing.known import cures, in_and_out, limits_of, main_libraries, sample_of

if TYPE_CHECKING:
    from cog_lsp.project.context import Context

RENAMED_IN = (0, 20)
"""The Cog version that renamed `cog predict` to `cog run`."""


def draft(topic: str, context: Context) -> str:
    """The text of a section without its heading, lines separated by `\\n`."""
    return _DRAFTS[topic](context)


def example(context: Context) -> str:
    """The call in Python and on the command line, with a line of text in front of each."""
    model = own_name(context) or f"your-name/{_slug(title_of(context))}"
    if context.predictor is None:
        return f"{DRAFT}\n\nShow the shortest call that works, with real values, and what comes back."
    return "\n\n".join(
        [
            "With Replicate's [Python client](https://github.com/replicate/replicate-python):",
            f"```python\n{python_example(context.predictor, model)}\n```",
            "On your own machine, with [Cog](https://github.com/replicate/cog):",
            f"```sh\n{command_example(context.predictor, _command(context))}\n```",
        ]
    )


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "model"


def _command(context: Context) -> str:
    if context.predictor is not None and context.predictor.mode == "train":
        return "cog train"
    version = context.settings.cog_version or (context.cog.sdk_version if context.cog is not None else None)
    numbers = [int(n) for n in re.findall(r"\d+", version)[:2]] if version else []
    return "cog predict" if len(numbers) == 2 and tuple(numbers) < RENAMED_IN else "cog run"


_BOILERPLATE = re.compile(
    r"(?:runs?|performs?|executes?|makes?|cog|predictor|predict|interface|wrapper|loads?|base class|main)\b.{0,40}\b"
    r"(?:predictions?|inference|model|predictor|class|pipeline|interface|wrapper)\b",
    re.IGNORECASE,
)
"""What docstrings say that nobody wrote for the users of the model."""


def _what_it_does(context: Context) -> str:
    docstring = context.predictor.docstring if context.predictor is not None else None
    first = re.split(r"\n\s*\n", docstring.strip())[0] if docstring else ""
    sentence = " ".join(first.split())
    if len(sentence.split()) >= 4 and not _BOILERPLATE.match(sentence):
        sentence = sentence if sentence[-1] in ".!?" else sentence + "."
        return sentence[: sentences(sentence)[:LONGEST][-1].end]
    return f"{DRAFT}\n\n{in_and_out(context.predictor)}"


def _how_to_use(context: Context) -> str:
    parts = [example(context)]
    if context.predictor is not None and context.predictor.inputs:
        parts.append(inputs_table(context.predictor))
    return "\n\n".join(parts)


def _use_cases(context: Context) -> str:
    sample = sample_of(context.predictor)
    return "\n".join(
        [
            DRAFT,
            "",
            f"- **A task that many people have**: what they put in (such as {sample}), and what comes out.",
            "- **A task at work**: who has it, and what the model saves them.",
            "- **Something surprising**: a use that readers would not think of by themselves.",
        ]
    )


def _limitations(context: Context) -> str:
    lines = [
        DRAFT,
        "",
        "- It works best with these subjects, sizes, lengths or languages: name them.",
        "- It does badly with these: name the two or three that people try first.",
        "- Its training data covers some people, places and styles better than others: say which, and how that shows.",
        "- Results can be wrong or unfair. Say what people should check before they use one.",
    ]
    lines[2:2] = [f"- {fact}" for fact in limits_of(context.predictor)]
    return "\n".join(lines)


def _model_details(context: Context) -> str:
    cog = context.cog
    facts = []
    if cog is not None:
        cuda = f" with CUDA {cog.cuda}" if cog.cuda else ""
        facts.append(f"- **Hardware**: {f'an Nvidia GPU{cuda}' if cog.gpu else 'a CPU is enough'}")
        if cog.python_version:
            facts.append(f"- **Python**: {cog.python_version}")
        libraries = main_libraries(cog.requirements)
        if libraries:
            facts.append(f"- **Main libraries**: {', '.join(libraries)}")
    if not facts:
        return (
            f"{DRAFT}\n\nName the original model and its paper, what it was trained on, and the hardware that it needs."
        )
    hint = "<!-- Worth adding: the original model and its paper, what it was trained on, how long a run takes. -->"
    return "\n".join([*facts, "", hint])


def _intended_use(context: Context) -> str:  # noqa: ARG001
    return "\n".join(
        [
            DRAFT,
            "",
            "**Intended for** these people and tasks: name them.",
            "",
            "**Out of scope**: decisions about people, medical or legal advice, imitating people against their will.",
            "",
            "**Commercial use**: say what the licenses of the code and of the weights allow.",
        ]
    )


def _troubleshooting(context: Context) -> str:
    lines = [
        *cures(context.predictor),
        "**The first run takes minutes.** It loads the weights; the runs after it are faster.",
    ]
    return "\n\n".join([DRAFT, *lines])


def _citations(context: Context) -> str:
    lines = [DRAFT, "", "Built on the work of these people: name the original model, its authors and its paper."]
    licensed = next((n for n in ("LICENSE", "LICENSE.md", "LICENSE.txt") if _exists(context, n)), None)
    if licensed is not None:
        lines += ["", f"The code is licensed under the terms in [{licensed}]({licensed})."]
    else:
        lines += ["", "Say which license the code has, and which one the weights have."]
    lines += [
        "",
        "```bibtex",
        "@article{key,",
        "  title = {Title of the paper},",
        "  author = {Authors},",
        "  year = {2026}",
        "}",
        "```",
    ]
    return "\n".join(lines)


def _exists(context: Context, name: str) -> bool:
    return context.files is not None and context.files.read(name) is not None


_DRAFTS: Mapping[str, Callable[[Context], str]] = {
    "what-it-does": _what_it_does,
    "how-to-use": _how_to_use,
    "use-cases": _use_cases,
    "limitations": _limitations,
    "model-details": _model_details,
    "intended-use": _intended_use,
    "troubleshooting": _troubleshooting,
    "citations": _citations,
}
