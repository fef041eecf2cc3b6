"""Drafts of a description from all that is known of its model."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from msgspec.structs import replace

from cog_lsp.evidence.kind import read_kind
from cog_lsp.evidence.texts import ModelTexts
from cog_lsp.evidence.uses.fact import Code
from cog_lsp.identity import Same
from cog_lsp.predictor.model import Input, Predictor
from cog_lsp.project.context import Context
from cog_lsp.project.facts import facts_of_file
from cog_lsp.prose.about import About
from cog_lsp.prose.drafts import Draft, drafts
from cog_lsp.prose.lookup import telling_words
from cog_lsp.readme.markdown.document import ModelCard
from cog_lsp.regex import regex

WORD = regex(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+[dD]\b|\d\w*")
KINDS = ("requires", "refuses", "clamps", "special")
"""The facts that people who fill in the form need to know."""
SOUNDS = {"music": "music", "text-to-speech": "speech", "voice-conversion": "speech"}
"""What the sound is that models with these tasks make."""


def drafts_for(input: Input, context: Context, facets: Iterable[str] = ()) -> tuple[Draft, ...]:
    """What can be offered for an input of `context.predictor`. `facets` are what its description lacks."""
    if context.predictor is None:
        return drafts(input, facets=facets, about=context.about)
    predictor = Same(context.predictor)
    about = _about(predictor, Same(context.card), context.about)
    words = " ".join((input.description or "").split())
    is_doubled = words != "" and _descriptions(Same(context.predictor.inputs))[words] > 1
    return drafts(
        input, facets=facets, about=about, facts=_untold(context, context.predictor, input.name), is_doubled=is_doubled
    )


@lru_cache(maxsize=8)
def _descriptions(inputs: Same[tuple[Input, ...]]) -> Counter[str]:
    """How many inputs each description has, on one line."""
    return Counter(" ".join((input.description or "").split()) for input in inputs.record)


def _untold(context: Context, predictor: Predictor, name: str) -> tuple[str, ...]:
    """What the code does with an input and its form does not say, in sentences that could stand there."""
    facts = Code(predictor, facts_of_file(predictor, context.files), "").usages().get(name, ())
    candidates = (fact for fact in facts if fact.kind in KINDS and fact.told == "no" and not fact.trivial)
    input = predictor.find(name)
    text = " ".join(((input.description if input is not None else None) or "").split()).lower()
    unsaid = (fact for fact in candidates if not fact.is_vague and fact.sentence.lower().rstrip(".") not in text)
    sentences = (fact.sentence.replace(" means ", " stands for ") for fact in unsaid)
    return tuple({_gist(sentence): sentence for sentence in reversed(list(sentences))}.values())[::-1]


def _gist(sentence: str) -> tuple[str, frozenset[str]]:
    """What two sentences share that say the same: how they begin, and their numbers."""
    numbers = frozenset(re.findall(r"\d+", sentence))
    return sentence.partition(" ")[0] if numbers else sentence, numbers


@lru_cache(maxsize=8)
def _about(predictor: Same[Predictor], card: Same[ModelCard | None], about: About) -> About:
    """What the whole code tells beyond the declarations. It is read when somebody asks for a draft: findings, which are
    made at each keystroke, go without."""
    kind = read_kind(ModelTexts(predictor.record, predictor.record.path or "run.py", card.record))
    task = kind.task or ""
    return replace(
        about,
        makes=frozenset(SOUNDS.get(task, output) if output == "audio" else output for output in kind.makes),
        takes=frozenset((*kind.takes, *kind.may_take)),
        task=task,
        prompt=kind.has_prompt,
        trains=about.trains or (True if task == "training" else None),
        words=_telling(predictor.record),
    )


def _telling(predictor: Predictor) -> frozenset[str]:
    """The words of the predictor's file that tell something: those of the signature, which is being written, and those
    around it, which stay."""
    text, span = predictor.text, predictor.signature_span
    inside = _words(text[span.start : span.end])
    return telling_words() & (inside | _words(text[: span.start]) | _words(text[span.end :]))


@lru_cache(maxsize=16)
def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in WORD.findall(text))
