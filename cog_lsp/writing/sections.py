"""Drafts of the sections of a model card: what is known is written down, what only the author knows is asked for.

A section of which nothing is known is an outline: its questions stand in a comment, and `empty-section` reports it
until they are answered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from cog_lsp.listing import listed
from cog_lsp.readme.markdown.document import parse_card
from cog_lsp.readme.markdown.summary import LONGEST, sentences
from cog_lsp.readme.marks import DRAFT, outline
from cog_lsp.regex import regex
from cog_lsp.writing.example import command_example, python_example
from cog_lsp.writing.identity import title_of
from cog_lsp.writing.inputs_table import inputs_table
from cog_lsp.writing.known import Known
from cog_lsp.writing.libraries import main_libraries
from cog_lsp.writing.needed import is_file
from cog_lsp.writing.task import what_it_does

if TYPE_CHECKING:
    from cog_lsp.evidence.hardware import Hardware
    from cog_lsp.evidence.uses.fact import Fact
    from cog_lsp.evidence.weights import Weights
    from cog_lsp.project.context import Context

RENAMED_IN = (0, 20)
"""The Cog version that renamed `cog predict` to `cog run`."""
MOST_FACTS = 6
"""Facts of the code in one section."""


class Draft(NamedTuple):
    """A section without its heading, lines separated by `\\n`."""

    text: str
    is_outline: bool = False
    """Whether it only asks what the author knows."""


def draft(topic: str, context: Context) -> Draft:
    """The draft of a section."""
    return _DRAFTS[topic](context, Known(context))


def drafts(topics: Iterable[str], context: Context, *, outlines: bool = True) -> dict[str, str]:
    """The texts of sections by topic; without `outlines` of those of which something is known."""
    evidence = Known(context)
    by_topic = {topic: _DRAFTS[topic](context, evidence) for topic in topics}
    return {topic: draft.text for topic, draft in by_topic.items() if outlines or not draft.is_outline}


def example(context: Context) -> str:
    """The call in Python and on the command line, with a line of text in front of each."""
    return _example(context, Known(context))


def _example(context: Context, known: Known) -> str:
    """The section with a call in Python and one with Cog."""
    model = known.model or f"your-name/{_slug(title_of(context))}"
    if known.predictor is None:
        return outline(["What is the shortest call that works, with real values, and what comes back?"])
    return "\n\n".join(
        [
            "With Replicate's [Python client](https://github.com/replicate/replicate-python):",
            f"```python\n{python_example(known.predictor, known, model)}\n```",
            "On your own machine, with [Cog](https://github.com/replicate/cog):",
            f"```sh\n{command_example(known, _command(context))}\n```",
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


_BOILERPLATE = regex(
    r"(?:runs?|performs?|executes?|makes?|cog|predictor|predict|interface|wrapper|loads?|base class|main)\b.{0,40}\b"
    r"(?:predictions?|inference|model|predictor|class|pipeline|interface|wrapper)\b",
    re.IGNORECASE,
)
"""What docstrings say that nobody wrote for the users of the model."""


def _what_it_does(context: Context, known: Known) -> Draft:  # noqa: ARG001
    """What the model does: from its docstring, else from the kind of model that it is."""
    docstring = known.predictor.docstring if known.predictor is not None else None
    first = re.split(r"\n\s*\n", docstring.strip())[0] if docstring else ""
    sentence = " ".join(first.split())
    if len(sentence.split()) >= 4 and not _BOILERPLATE.match(sentence):
        sentence = sentence if sentence[-1] in ".!?" else sentence + "."
        sentence = sentence[: sentences(sentence)[:LONGEST][-1].end]
        if parse_card(f"# A\n\n{sentence}\n").lead is not None:  # and no row of names
            return Draft(sentence)
    files = [input for input in known.predictor.inputs if is_file(input)] if known.predictor is not None else []
    takes_several = bool(files) and all(input.type is not None and input.type.item is not None for input in files)
    summary = what_it_does(known.kind, takes_several=takes_several)
    if summary:
        return Draft(f"{DRAFT}\n\n{summary}")
    return Draft(outline(["What goes in, what comes out, and what makes the model worth trying?"]), True)


def _how_to_use(context: Context, known: Known) -> Draft:
    parts = [_example(context, known)]
    if known.predictor is not None and known.predictor.inputs:
        parts.append(inputs_table(known.predictor))
    return Draft("\n\n".join(parts))


def _use_cases(context: Context, known: Known) -> Draft:  # noqa: ARG001
    return _asking(
        "Which three things do people do with it, and what do they put in for each?",
        "What does it save them, or let them do for the first time?",
    )


def _limitations(context: Context, known: Known) -> Draft:  # noqa: ARG001
    questions = (
        "Which subjects, sizes, lengths or languages come out badly?",
        "Whom or what does its training data cover badly, and how does that show?",
        "What should people check before they rely on a result?",
    )
    facts = _items(fact for fact in known.facts if fact.kind == "clamps" and not fact.adds)
    return Draft("\n".join([*facts, "", _worth_adding(questions)])) if facts else _asking(*questions)


def _model_details(context: Context, known: Known) -> Draft:
    """The section on weights, hardware and libraries, with questions for what nobody can read from the files."""
    cog = context.cog
    # Not "the weights": code loads those of its helpers by their ids, too, and its own often from elsewhere.
    lines = [f"- **Weights that the code loads**: {_links(known.weights)}"] if known.weights else []
    lines += _hardware(known.hardware)
    if cog is not None:
        if cog.python_version:
            lines.append(f"- **Python**: {cog.python_version}")
        libraries = main_libraries(cog.requirements)
        if libraries:
            lines.append(f"- **Main libraries**: {', '.join(libraries)}")
    questions = (
        "Which model is it built on, and where is its paper?",
        "What was it trained on?",
        *([] if known.hardware.time else ["How long does a run take, and on what hardware?"]),
    )
    # Versions of libraries say nothing about a model of which nothing else is known.
    return Draft("\n".join([*lines, "", _worth_adding(questions)])) if known.weights else _asking(*questions)


def _links(weights: Iterable[Weights]) -> str:
    return listed(f"[{one.id}]({one.url})" for one in weights)


def _hardware(hardware: Hardware) -> list[str]:
    """What the model runs on and for how long, as far as cog.yaml and the README say."""
    lines = []
    if hardware.gpu or hardware.name:
        name = f"an Nvidia {hardware.name}" if hardware.name else "an Nvidia GPU"
        cuda = f" with CUDA {hardware.cuda}" if hardware.cuda else ""
        lines.append(f"- **Hardware**: {name}{cuda}")
    if hardware.time:
        lines.append(f"- **Run time**: {hardware.time}")
    return lines


def _intended_use(context: Context, known: Known) -> Draft:  # noqa: ARG001
    return _asking(
        "Who should use it, and for what?",
        "What should nobody use it for?",
        "Do the licenses of the code and of the weights allow commercial use?",
    )


def _troubleshooting(context: Context, known: Known) -> Draft:  # noqa: ARG001
    questions = ("Which errors do people meet first, and what helps?", "What do they take for an error that is none?")
    facts = _items(fact for fact in known.facts if fact.kind in ("refuses", "requires"))
    if not facts:
        return _asking(*questions)
    return Draft("\n".join(["If a run fails, check these inputs:", "", *facts, "", _worth_adding(questions)]))


def _citations(context: Context, known: Known) -> Draft:  # noqa: ARG001
    lines = [f"The code is under the {known.license.id} license."] if known.license is not None else []
    if known.weights:
        lines.append(f"It loads weights of {_links(known.weights)}.")
    questions = (
        "Whose work is it built on, and how should people cite it?",
        "Which license has the code, and which one have the weights?",
    )
    return Draft(f"{' '.join(lines)}\n\n{_worth_adding(questions)}") if lines else _asking(*questions)


def _items(facts: Iterable[Fact]) -> list[str]:
    """What the code does with the inputs, a list item for each."""
    return list(dict.fromkeys(f"- {_item(fact)}" for fact in facts))[:MOST_FACTS]


def _item(fact: Fact) -> str:
    """A sentence that could stand in the form, with the name of its input in front: "`steps`: at most 50."."""
    text = fact.sentence if fact.sentence[1:2].isupper() else fact.sentence[:1].lower() + fact.sentence[1:]
    return f"`{fact.inputs[0]}`: {text}"


def _asking(*questions: str) -> Draft:
    return Draft(outline(questions), True)


def _worth_adding(questions: Iterable[str]) -> str:
    return f"<!-- Worth adding: {' '.join(questions)} -->"


_DRAFTS: Mapping[str, Callable[[Context, Known], Draft]] = {
    "what-it-does": _what_it_does,
    "how-to-use": _how_to_use,
    "use-cases": _use_cases,
    "limitations": _limitations,
    "model-details": _model_details,
    "intended-use": _intended_use,
    "troubleshooting": _troubleshooting,
    "citations": _citations,
}
