"""An edit inside one parameter, or of one word in the body of a function: most keystrokes are one of these.

Nothing around such an edit can be read differently, so nothing around it is read again: a parameter that parses on its
own closes every bracket and string that it opens, and a word that stays a word changes no statement. Everything else
is taken from the last text that was read whole, the base, and moved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from cog_lsp.predictor.model import Argument, Field, Input, Output, Predictor, Refusal, Span
from cog_lsp.predictor.reader import Kept, Reader
from cog_lsp.predictor.structure import inert_body
from cog_lsp.predictor.syntax import difference, word_edit

Found = Mapping[Any, tuple[Predictor, ...]]
"""What a text was asked for, with the answers."""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the base that may change alone: a parameter, or a body (`input` is None)."""

    span: Span
    input: Input | None = None
    around: tuple[str, str] = ("", "")
    """See `Reader.reread`."""
    method: str = ""


@dataclass(frozen=True, slots=True)
class LocalEdit:
    """A text that differs from its base inside one region only."""

    base: Reader
    found: Found
    text: str
    region: Region
    kept: tuple[Any, Kept] | None = None
    """The new reading of the parameter, and the key that a reader keeps it by."""

    def predictors(self, key: Any) -> tuple[Predictor, ...] | None:
        """The answer to what the base was asked, moved; None where it was not asked."""
        found = self.found.get(key)
        return None if found is None else tuple(self._moved(predictor) for predictor in found)

    def _moved(self, predictor: Predictor) -> Predictor:
        end, by = self.region.span.end, len(self.text) - len(self.base.text)
        output, places = predictor.output, [predictor.name_span, predictor.signature_span]
        places += [refusal.span for refusal in predictor.refusals]
        if end >= max(place.end for place in places) and (output is None or end >= output.span.end):
            return replace(predictor, text=self.text)  # below everything that has a place

        place = partial(_after, end=end, by=by)

        def refusal(told: Refusal) -> Refusal:
            return replace(told, span=place(told.span))

        if output is not None:
            schema = output.schema
            output = Output(
                place(output.span), output.source, refusal(schema) if isinstance(schema, Refusal) else schema
            )
        before, now = self.region.input, self.kept[1].input if self.kept is not None else None
        return replace(
            predictor,
            text=self.text,
            name_span=place(predictor.name_span),
            method_span=place(predictor.method_span),
            signature_span=place(predictor.signature_span),
            inputs=tuple(now if now is not None and made is before else made for made in predictor.inputs),
            origins=tuple(origin + by if origin >= end else origin for origin in predictor.origins),
            lost=tuple(replace(lost, span=place(lost.span)) for lost in predictor.lost),
            output=output,
            refusals=tuple(refusal(told) for told in predictor.refusals),
        )


def local_edit(base: Reader, found: Found, text: str, guess: Region | None = None) -> LocalEdit | None:
    """The new text as a local edit of its base; None where it is none. `guess` is the region of the edit before it,
    since people go on typing where they are."""
    if not found or base.repaired is not None or base.consulted or base.scope.shared:
        return None
    region = guess if guess is not None and _only_inside(guess.span, base.text, text) else None
    if region is None:
        start, old_end, _ = difference(base.text, text)
        region = _region(base, found, Span(start, old_end))
    if region is None:
        return None
    span, by = region.span, len(text) - len(base.text)
    before, now = base.text[span.start : span.end], text[span.start : span.end + by]
    if region.input is None:
        start, old_end, new_end = (span.start + offset for offset in difference(before, now))
        word = word_edit(base.text, text, start, old_end, new_end)
        return None if word is None else LocalEdit(base, found, text, region)
    if _marks(base, before) != _marks(base, now):
        return None
    told = redescribed(region.input, now)
    if told is not None:
        return LocalEdit(base, found, text, region, base.keep(told, region.around, region.method))
    kept = base.reread(region.input, region.around, now, region.method)
    return None if kept is None else LocalEdit(base, found, text, region, kept)


def redescribed(made: Input, source: str) -> Input | None:
    """The input for a source that says something else inside the quotes of a plain description; None for all others.

    Nobody has to parse such a text: it is what people type most.
    """
    argument = made.by_keyword.get("description")
    if argument is None or argument.form != "string" or made.refusals or not isinstance(made.field, Field):
        return None
    old, by = argument.meant, len(source) - len(made.source)
    start, end = argument.value_span
    text, quote = source[start + 1 : end + by - 1], made.source[start]
    if not old or argument.source != f"{quote}{old}{quote}" or made.field.property.get("description") != old:
        return None
    if not text or not text.isprintable() or quote in text or "\\" in text:
        return None
    if source != f"{made.source[: start + 1]}{text}{made.source[end - 1 :]}":
        return None

    moved = partial(_after, end=end, by=by)
    arguments = []
    for a in made.arguments:
        is_it = a is argument
        value, meant, published = (f"{quote}{text}{quote}", text, text) if is_it else (a.source, a.meant, a.published)
        arguments.append(Argument(a.keyword, moved(a.span), moved(a.value_span), value, a.form, meant, published))
    return replace(
        made,
        source=source,
        span=moved(made.span),
        default_span=made.default_span and moved(made.default_span),
        call_span=made.call_span and moved(made.call_span),
        arguments=tuple(arguments),
        field=replace(made.field, property={**made.field.property, "description": text}),
        comments=tuple(map(moved, made.comments)),
    )


def _after(span: Span, end: int, by: int) -> Span:
    """Where a span stands after an edit that ends at `end` and makes the text `by` characters longer."""
    return Span(span.start + by if span.start >= end else span.start, span.end + by if span.end >= end else span.end)


def _only_inside(span: Span, old: str, new: str) -> bool:
    """Whether two texts are the same outside of a span of the old one."""
    tail = len(old) - span.end
    return len(new) >= span.start + tail and new.startswith(old[: span.start]) and new.endswith(old[span.end :])


def _region(base: Reader, found: Found, edit: Span) -> Region | None:
    for predictor in {id(p): p for group in found.values() for p in group}.values():
        if predictor.signature_span.start < edit.start and edit.end < predictor.signature_span.end:
            return _parameter(base, predictor, edit)
    body = inert_body(base.structure, *edit)
    return None if body is None else Region(body)


def _parameter(base: Reader, predictor: Predictor, edit: Span) -> Region | None:
    if predictor.path or predictor.api == "decorators":
        return None
    for origin, made in predictor.placed():
        if origin <= edit.start and edit.end <= origin + made.span.end:
            above = origin + min((0, *(comment.start for comment in made.comments)))
            around = _indentation(base.text, predictor.method_span.start), base.text[above:origin]
            return Region(made.span.shifted(origin), made, around, predictor.method)
    return None


def _indentation(text: str, at: int) -> str:
    """What the line of an offset begins with."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line[: len(line) - len(line.lstrip())]


def _marks(base: Reader, source: str) -> list[bool]:
    """What a parameter says about its function: by these a file's predictors are known, and its aliases of `Input`."""
    calls = (f"{call}(" for call in base.scope.calls)
    return [mark in source for mark in ("Input as ", "Input", "input(", *calls)]
