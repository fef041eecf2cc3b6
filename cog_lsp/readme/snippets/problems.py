"""What is wrong with a snippet, judged by the predictor that it calls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from msgspec.structs import replace

from cog_lsp.predictor.model import Field, Input, Predictor
from cog_lsp.readme.snippets.containers import is_image_of
from cog_lsp.readme.snippets.corrections import quoted, value_correction
from cog_lsp.readme.snippets.names import LIKELY, is_misspelt, likeness, nearest
from cog_lsp.readme.snippets.problem import Correction, Problem
from cog_lsp.readme.snippets.records import Entry, Snippet, is_name_placeholder
from cog_lsp.readme.snippets.slips import slip_problems
from cog_lsp.readme.snippets.values import may_mean, refusal, show
from cog_lsp.regex import regex


def is_about(snippet: Snippet, predictor: Predictor, own: str | None) -> bool:
    """Whether a snippet calls this model. `own` is its `owner/name` where that is known."""
    if snippet.mode != ("train" if predictor.mode == "train" else "run"):
        return False
    if snippet.model is not None and own is not None:
        return snippet.model == own.lower()
    names = [e.name for e in snippet.entries if not is_name_placeholder(e.name)]
    matches = [name for name in names if predictor.find(name) is not None or nearest(name, predictor) is not None]
    if snippet.kind == "config":
        return True
    if snippet.image is not None and names and not matches:
        return is_image_of(snippet.image, own)  # a container of another model
    if snippet.model is None and (snippet.kind == "cog" or (snippet.kind == "curl" and not snippet.hosted)):
        return len(names) < 2 or bool(matches)  # another model of the same repository, where none fits
    return not names or len(matches) * 2 >= len(names)


def shows(snippet: Snippet, predictor: Predictor, own: str | None) -> bool:
    """Whether a snippet shows readers how to run this model, though its inputs may have other names by now."""
    unnamed = snippet.model is None and (snippet.hosted or snippet.pinned)
    return snippet.mode == "run" and (unnamed or is_about(snippet, predictor, own))


def fits(snippet: Snippet, predictor: Predictor, own: str | None) -> bool:
    """Whether a snippet calls this model with inputs of today, whatever version it names."""
    return is_about(snippet, predictor, own) and not problems(replace(snippet, pinned=False), predictor, own)


def problems(snippet: Snippet, predictor: Predictor, own: str | None = None) -> tuple[Problem, ...]:
    """What is wrong with a snippet: how it is written, names, values, and what is left out. Nothing for calls of
    another model; of a call of a certain version no more than what is wrong with any version."""
    if not is_about(snippet, predictor, own) or (not predictor.inputs and predictor.refusals):
        return ()
    if snippet.pinned:
        return (*slip_problems(snippet, predictor), *_misspelt(snippet, predictor))
    return (
        *slip_problems(snippet, predictor),
        *_names(snippet, predictor),
        *_values(snippet, predictor),
        *_streams(snippet, predictor),
    )


def common_problems(snippet: Snippet, candidates: Sequence[Predictor], own: str | None = None) -> tuple[Problem, ...]:
    """What is wrong with a snippet whichever of these predictors it calls: names that none of them has."""
    if not all(is_about(snippet, predictor, own) or predictor.inputs for predictor in candidates):
        return ()
    judged = [problems(snippet, predictor, own) for predictor in candidates if is_about(snippet, predictor, own)]
    best = min(judged, key=len, default=())
    return tuple(
        replace(problem, correction=None)
        for problem in best
        if problem.unknown is not None and not any(p.find(problem.unknown) is not None for p in candidates)
    )


def _misspelt(snippet: Snippet, predictor: Predictor) -> Iterator[Problem]:
    """Names that no version had: those with a letter wrong."""
    present = frozenset(e.name for e in snippet.entries)
    for entry in snippet.entries:
        meant = None if predictor.find(entry.name) is not None else nearest(entry.name, predictor, present)
        if meant is not None and is_misspelt(entry.name, meant):
            yield _unknown(entry, predictor, meant, "safe")


def _names(snippet: Snippet, predictor: Predictor) -> Iterator[Problem]:
    """Names that the model does not have, and inputs that it requires and the snippet does not give."""
    present = frozenset(e.name for e in snippet.entries)
    unknown = [e for e in snippet.entries if predictor.find(e.name) is None and not _passes(e, predictor)]
    placeholders = any(is_name_placeholder(e.name) and predictor.find(e.name) is None for e in snippet.entries)
    missing = [i.name for i in predictor.inputs if _is_required(i) and i.name not in present]
    if not snippet.complete or placeholders:
        missing = []
    for entry in unknown:
        meant = nearest(entry.name, predictor, present)
        kind: Literal["safe", "draft"] = "safe"
        if meant is None:
            meant, kind = _stand_in(entry, snippet, unknown, missing, predictor), "draft"
        if meant in missing:
            missing.remove(meant)
        yield _unknown(entry, predictor, meant, kind)
    if missing and (snippet.entries or not snippet.slips):
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
    dashed = "-" in entry.name and nearest(entry.name, predictor) is not None
    return (is_name_placeholder(entry.name) and not dashed) or entry.name in lost


def _stand_in(
    entry: Entry, snippet: Snippet, unknown: list[Entry], missing: list[str], predictor: Predictor
) -> str | None:
    """What an input was probably renamed to: the one required input that is left, or the likeliest name, where it
    could hold the value."""
    present = frozenset(e.name for e in snippet.entries)
    scores = [(likeness(entry.name, i.name), i.name) for i in predictor.inputs if i.name not in present]
    best = max(scores, default=(0.0, ""))
    name = best[1] if best[0] >= LIKELY else None
    if len({e.name for e in unknown}) == 1 and len(missing) == 1:
        name = missing[0]
    meant = predictor.find(name) if name is not None else None
    if meant is None or not isinstance(meant.field, Field):
        return name
    return name if may_mean(meant.field, entry.value, snippet.form, snippet.hosted) else None


def _unknown(entry: Entry, predictor: Predictor, meant: str | None, kind: Literal["safe", "draft"]) -> Problem:
    """The problem of an entry that names no input, with the name that is meant where there is one."""
    if meant is not None:
        correction = Correction(entry.name_span, meant, f"Use “{meant}” instead of “{entry.name}”", kind)
        hint = "it is called" if kind == "safe" else "did you mean"
        end = "" if kind == "safe" else "?"
        return Problem(
            f"The model has no input “{entry.name}”: {hint} “{meant}”{end}", entry.name_span, correction, entry.name
        )
    names = ", ".join(i.name for i in predictor.inputs[:4]) + (" …" if len(predictor.inputs) > 4 else "")
    listed = f"; its inputs are {names}" if names else ""
    return Problem(f"The model has no input “{entry.name}”{listed}", entry.name_span, unknown=entry.name)


def _values(snippet: Snippet, predictor: Predictor) -> Iterator[Problem]:
    """The problems of the values of a snippet, and of names that are given twice."""
    repeated = Counter(e.name for e in snippet.entries)
    seen: set[str] = set()
    for entry in snippet.entries:
        input = predictor.find(entry.name)
        if input is None or not isinstance(input.field, Field):
            continue
        field = input.field
        if repeated[entry.name] > 1:
            again = entry.name in seen
            seen.add(entry.name)
            if again and not (snippet.form == "text" and _is_list(field)):
                yield _twice(snippet, entry)
                continue
            field = _item_field(field) if snippet.form == "text" else field
        if entry.value is None and snippet.kind == "config" and field.property.get("nullable"):
            continue
        reason = refusal(field, entry.value, snippet.form, snippet.hosted)
        if reason is not None:
            excerpt = _shown(entry.value, reason, snippet)
            yield Problem(
                f"“{entry.name}” {reason}{excerpt}", entry.value_span, value_correction(snippet, entry, input)
            )


def _twice(snippet: Snippet, entry: Entry) -> Problem:
    """An input that is given a second time."""
    ending = "it takes one value" if snippet.kind == "cog" else "only the last one counts"
    return Problem(f"“{entry.name}” is given twice: {ending}", entry.name_span)


def _shown(value: object, reason: str, snippet: Snippet) -> str:
    """The end of a message: what was given instead."""
    if value is None or not reason.startswith(("takes", "must be")) or reason.startswith("takes a URL"):
        return ""
    if snippet.form == "literal" and isinstance(value, str) and quoted(value, reason):
        return f", not the text “{show(value)}”"
    return f", not {show(value)}"


def _is_list(field: Field) -> bool:
    """Whether several `-i name=…` make a list that the input takes."""
    kinds: list[Mapping[str, object]] = [field.property, *field.property.get("anyOf", ())]
    return field.enum is None and (any(kind.get("type") == "array" for kind in kinds) or "type" not in field.property)


def _item_field(field: Field) -> Field:
    """What one of several `-i name=…` has to fit: the items of the list that they make."""
    items = field.property.get("items")
    return Field(items if isinstance(items, dict) else {}, False) if field.enum is None else field


def _streams(snippet: Snippet, predictor: Predictor) -> Iterator[Problem]:
    """A call that asks for output while the model runs, of a model that gives none."""
    schema = predictor.output.schema if predictor.output is not None else None
    if not snippet.stream or not isinstance(schema, Mapping):
        return
    if schema.get("x-cog-array-type") != "iterator":
        message = "The model returns its output at the end and cannot stream: use a call that waits for it"
        yield Problem(message, snippet.anchor)
    elif not snippet.hosted and not _STREAMING.search(predictor.text):
        yield Problem("The server refuses to stream until the model's method has `@cog.streaming`", snippet.anchor)


_STREAMING = regex(r"@(?:\w+\.)?streaming\b")
