"""What is wrong with a snippet, judged by the predictor that it calls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal

from cog_lsp.predictor.model import Field, Input, Predictor
from cog_lsp.readme.snippets.records import Entry, Snippet, Split, is_name_placeholder
from cog_lsp.readme.snippets.shell_text import HOLE, is_plain, quote
from cog_lsp.readme.snippets.values import nearest_choice, refusal, show
from cog_lsp.text import Span

CERTAIN = 0.8
"""Likeness of two names above which one is taken for the other."""
LIKELY = 0.7
"""Likeness above which it is asked about."""


@dataclass(frozen=True, slots=True)
class Mend:
    """What would make it right."""

    span: Span
    text: str
    title: str
    kind: Literal["safe", "draft"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. Spans are those of the snippet."""

    message: str
    span: Span
    mend: Mend | None = None
    unknown: str | None = None
    """The name that no input has, where that is what is wrong."""


def is_about(snippet: Snippet, predictor: Predictor, own: str | None) -> bool:
    """Whether a snippet calls this model. `own` is its `owner/name` where that is known."""
    if snippet.mode != ("train" if predictor.mode == "train" else "run"):
        return False
    if snippet.model is not None and own is not None:
        return snippet.model == own.lower()
    names = [e.name for e in snippet.entries if not is_name_placeholder(e.name)]
    known = [name for name in names if predictor.find(name) is not None or nearest(name, predictor) is not None]
    if snippet.kind == "config":
        return True
    if snippet.model is None and (snippet.kind == "cog" or (snippet.kind == "curl" and not snippet.hosted)):
        return len(names) < 2 or bool(known)  # another model of the same repository, where none fits
    return not names or len(known) * 2 >= len(names)


def nearest(name: str, predictor: Predictor, taken: frozenset[str] = frozenset()) -> str | None:
    """The one input that a name certainly means."""
    scores = sorted(((_likeness(name, i.name), i.name) for i in predictor.inputs if i.name not in taken), reverse=True)
    if not scores or scores[0][0] < CERTAIN or (len(scores) > 1 and scores[0][0] - scores[1][0] < 0.05):
        return None
    return scores[0][1]


def _likeness(a: str, b: str) -> float:
    words_a, words_b = a.lower().split("_"), b.lower().split("_")
    plain_a, plain_b = "".join(words_a), "".join(words_b)
    if plain_a == plain_b:
        return 1.0
    shared = min(len(words_a), len(words_b))
    whole = words_a[:shared] == words_b[:shared] or words_a[-shared:] == words_b[-shared:]
    # "guidance" for "guidance_scale", "steps" for "num_inference_steps": likely, and no more than that
    return max(SequenceMatcher(None, plain_a, plain_b).ratio(), 0.75 if whole and len(plain_a) >= 4 else 0.0)


def problems(snippet: Snippet, predictor: Predictor, own: str | None = None) -> tuple[Problem, ...]:
    """What is wrong with a snippet: names, values, and what is left out. Nothing for calls of another model."""
    if not is_about(snippet, predictor, own) or (not predictor.inputs and predictor.refusals):
        return ()
    return (
        *(_split(split) for split in snippet.splits),
        *_names(snippet, predictor),
        *_values(snippet, predictor),
    )


def common_problems(snippet: Snippet, candidates: Sequence[Predictor], own: str | None = None) -> tuple[Problem, ...]:
    """What is wrong with a snippet whichever of these predictors it calls: names that none of them has."""
    if not all(is_about(snippet, predictor, own) or predictor.inputs for predictor in candidates):
        return ()
    judged = [problems(snippet, predictor, own) for predictor in candidates if is_about(snippet, predictor, own)]
    best = min(judged, key=len, default=())
    return tuple(
        replace(problem, mend=None)
        for problem in best
        if problem.unknown is not None and not any(p.find(problem.unknown) is not None for p in candidates)
    )


def _split(split: Split) -> Problem:
    quoted = None if HOLE in split.text else quote(split.text)
    mend = Mend(split.span, quoted, f"Quote the value of “{split.name}”", "safe") if quoted else None
    return Problem(f"The shell splits the value of “{split.name}” at its spaces: put it in quotes", split.span, mend)


def _names(snippet: Snippet, predictor: Predictor) -> Iterator[Problem]:
    """Names that the model does not have, and inputs that it requires and the snippet does not give."""
    given = frozenset(e.name for e in snippet.entries)
    unknown = [e for e in snippet.entries if predictor.find(e.name) is None and not _passes(e, predictor)]
    placeholders = any(is_name_placeholder(e.name) and predictor.find(e.name) is None for e in snippet.entries)
    missing = [i.name for i in predictor.inputs if _is_required(i) and i.name not in given]
    if not snippet.complete or placeholders:
        missing = []
    for entry in unknown:
        meant = nearest(entry.name, predictor, given)
        kind: Literal["safe", "draft"] = "safe"
        if meant is None:
            meant, kind = _stand_in(entry.name, unknown, missing, predictor, given), "draft"
        if meant in missing:
            missing.remove(meant)
        yield _unknown(entry, predictor, meant, kind)
    if missing and (snippet.entries or not snippet.splits):
        names = ", ".join(f"“{name}”" for name in missing[:3]) + (" and more" if len(missing) > 3 else "")
        what = "test case" if snippet.kind == "config" else "example"
        yield Problem(f"This {what} leaves out {names}, which the model requires", snippet.anchor)


def _is_required(input: Input) -> bool:
    """Whether the author means an input to be required. `default=None` on a plain type, which Cog makes required, is
    the matter of another rule."""
    return input.required and not input.opaque and input.argument("default") is None


def _passes(entry: Entry, predictor: Predictor) -> bool:
    """Whether nothing can be said about a name that is no input."""
    lost = {lost.name.lstrip("*") for lost in predictor.lost}
    return is_name_placeholder(entry.name) or entry.name in lost


def _stand_in(
    name: str, unknown: list[Entry], missing: list[str], predictor: Predictor, given: frozenset[str]
) -> str | None:
    """What an input was probably renamed to: the one required input that is left, or the likeliest name."""
    if len({e.name for e in unknown}) == 1 and len(missing) == 1:
        return missing[0]
    scores = [(_likeness(name, i.name), i.name) for i in predictor.inputs if i.name not in given]
    best = max(scores, default=(0.0, ""))
    return best[1] if best[0] >= LIKELY else None


def _unknown(entry: Entry, predictor: Predictor, meant: str | None, kind: Literal["safe", "draft"]) -> Problem:
    if meant is not None:
        mend = Mend(entry.name_span, meant, f"Use “{meant}” instead of “{entry.name}”", kind)
        hint = "it is called" if kind == "safe" else "did you mean"
        end = "" if kind == "safe" else "?"
        return Problem(
            f"The model has no input “{entry.name}”: {hint} “{meant}”{end}", entry.name_span, mend, entry.name
        )
    names = ", ".join(i.name for i in predictor.inputs[:4]) + (" …" if len(predictor.inputs) > 4 else "")
    listed = f"; its inputs are {names}" if names else ""
    return Problem(f"The model has no input “{entry.name}”{listed}", entry.name_span, unknown=entry.name)


def _values(snippet: Snippet, predictor: Predictor) -> Iterator[Problem]:
    repeated = {name for name, count in Counter(e.name for e in snippet.entries).items() if count > 1}
    for entry in snippet.entries:
        input = predictor.find(entry.name)
        if input is None or not isinstance(input.field, Field):
            continue
        field = input.field
        if entry.name in repeated and snippet.form == "text":
            field = _item_field(field)
        reason = refusal(field, entry.value, snippet.form, snippet.hosted)
        if reason is not None:
            shown = "" if entry.value is None or reason.startswith("takes a URL") else f", not {show(entry.value)}"
            yield Problem(f"“{entry.name}” {reason}{shown}", entry.value_span, _mend(snippet, entry, input))


def _item_field(field: Field) -> Field:
    """What one of several `-i name=…` has to fit: the items of the list that they make."""
    items = field.property.get("items")
    return Field(items if isinstance(items, dict) else {}, False) if field.enum is None else field


def _mend(snippet: Snippet, entry: Entry, input: Input) -> Mend | None:
    """The value that was certainly meant."""
    field = input.field
    if not isinstance(field, Field):
        return None
    if snippet.form == "text" and field.property.get("type") == "boolean":
        word = str(entry.value).lower()
        return Mend(entry.value_span, word, f"Write {word}", "safe") if word in ("true", "false") else None
    if field.enum is not None and isinstance(entry.value, str):
        return _choice(snippet, entry, nearest_choice(field, entry.value))
    local = snippet.hosted and snippet.kind == "python" and field.property.get("format") == "uri"
    if local and isinstance(entry.value, str) and '"' not in entry.value and "\\" not in entry.value:
        return Mend(entry.value_span, f'open("{entry.value}", "rb")', "Open the file", "draft")
    return None


def _choice(snippet: Snippet, entry: Entry, choice: object) -> Mend | None:
    """Write a choice in the place of a text, inside its quotes."""
    at, length = entry.value_span, len(entry.value)
    if not isinstance(choice, str) or at.end - at.start not in (length, length + 2):
        return None
    quotes = (at.end - at.start - length) // 2
    # On the command line a value with a space stands in quotes already; one without may not.
    if snippet.form == "text" and not is_plain(choice) and (" " not in entry.value or quote(choice) != f'"{choice}"'):
        return None
    if snippet.form == "literal" and any(mark in choice for mark in "\"'`\\$"):
        return None
    return Mend(Span(at.start + quotes, at.end - quotes), choice, f"Use “{choice}”", "safe")
