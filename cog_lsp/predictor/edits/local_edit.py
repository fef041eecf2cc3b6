"""An edit inside one parameter, or of one word in the body of a function: most keystrokes are one of these.

Nothing around such an edit can be read differently, so nothing around it is read again: a parameter that parses on its
own closes every bracket and string that it opens, and a word that stays a word changes no statement. Everything else
is taken from the last text that was read whole, the base, and moved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from cog_lsp.predictor.comment import Comment
from cog_lsp.predictor.model import Argument, Field, Input, Output, Predictor, Refusal
from cog_lsp.predictor.reading.file import File
from cog_lsp.predictor.reading.inputs import all_refusals
from cog_lsp.predictor.reading.kept import InputKey, Kept, keep, reread
from cog_lsp.predictor.syntax.difference import difference, word_edit
from cog_lsp.predictor.syntax.structure import inert_body
from cog_lsp.predictor.values.plain import plain_numbers, plain_text
from cog_lsp.text import Span, line_start

PUBLISHED_AS = {"description": "description", "ge": "minimum", "le": "maximum", "default": "default"}
"""The keywords of `Input` whose values can be told without a parser, and their names in what Cog publishes."""

Found = Mapping[Any, tuple[Predictor, ...]]
"""What a text was asked for, with the answers."""


class Region(Struct, frozen=True):
    """A part of the base that may change alone: a parameter, or a body (`input` is None)."""

    span: Span
    input: Input | None = None
    around: tuple[str, str] = ("", "")
    """See `reread`."""
    method: str = ""


class LocalEdit(Struct, frozen=True):
    """A text that differs from its base inside one region only."""

    base: File
    found: Found
    text: str
    region: Region
    kept: tuple[InputKey, Kept] | None = None
    """The new reading of the parameter, and the key that a reader keeps it by."""

    def predictors(self, key: Any) -> tuple[Predictor, ...] | None:
        """The answer to what the base was asked, moved; None where it was not asked."""
        predictors = self.found.get(key)
        return None if predictors is None else tuple(self._moved(predictor) for predictor in predictors)

    def _moved(self, predictor: Predictor) -> Predictor:
        """A predictor of the base with its places moved, and the input that was edited in its new form."""
        end, by = self.region.span.end, len(self.text) - len(self.base.text)
        output, places = predictor.output, [predictor.name_span, predictor.signature_span]
        places += [refusal.span for refusal in predictor.refusals]
        if end >= max(place.end for place in places) and (output is None or end >= output.span.end):
            return replace(predictor, text=self.text)  # below everything that has a place

        place = _mover(end, by)

        def refusal(old: Refusal) -> Refusal:
            return replace(old, span=place(old.span))

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
            inputs=tuple([now if now is not None and input is before else input for input in predictor.inputs]),
            origins=tuple([origin + by if origin >= end else origin for origin in predictor.origins]),
            lost=tuple(replace(lost, span=place(lost.span)) for lost in predictor.lost),
            output=output,
            refusals=tuple(refusal(old) for old in predictor.refusals),
        )


def local_edit(base: File, answers: Found, text: str, guess: Region | None = None) -> LocalEdit | None:
    """The new text as a local edit of its base; None where it is none. `guess` is the region of the edit before it,
    since people go on typing where they are."""
    if not answers or base.repaired is not None or base.consulted or base.scope.shared:
        return None
    region = guess if guess is not None and _only_inside(guess.span, base.text, text) else None
    if region is None:
        start, old_end, _ = difference(base.text, text)
        region = _region(base, answers, Span(start, old_end))
    if region is None:
        return None
    span, by = region.span, len(text) - len(base.text)
    before, now = base.text[span.start : span.end], text[span.start : span.end + by]
    if region.input is None:
        start, old_end, new_end = (span.start + offset for offset in difference(before, now))
        word = word_edit(base.text, text, start, old_end, new_end)
        return None if word is None else LocalEdit(base, answers, text, region)
    if _marks(base, before) != _marks(base, now):
        return None
    quick = rewritten(region.input, now)
    if quick is not None:
        return LocalEdit(base, answers, text, region, keep(base, quick, region.around, region.method))
    entry = reread(base, region.input, region.around, now, region.method)
    return None if entry is None else LocalEdit(base, answers, text, region, entry)


def rewritten(input: Input, source: str) -> Input | None:
    """The input for a source with another text between the quotes of a plain description, or with another plain number
    as a bound or default; None for all others.

    Nobody has to parse these: they are what people type most.
    """
    if input.refusals or not isinstance(input.field, Field):
        return None
    by = len(source) - len(input.source)
    for keyword, key in PUBLISHED_AS.items():
        argument = input.by_keyword.get(keyword)
        if argument is None or argument.published != input.field.property.get(key):
            continue
        start, end = argument.value_span
        new = source[start : end + by]
        if source == f"{input.source[:start]}{new}{input.source[end:]}":
            value = _value(argument, new)
            return None if value is None else _with(input, argument, value, source)
    return None


class Value(NamedTuple):
    """A new value of an argument, in both readings."""

    source: str
    meant: Any
    published: Any


def _value(argument: Argument, new: str) -> Value | None:
    """What the new source of an argument says, where nobody has to parse it."""
    if argument.keyword == "description":
        quoted = argument.form == "string" and new[:1] == argument.source[:1]
        text = plain_text(new) if quoted else None
        return None if text is None else Value(new, text, text)
    numbers = plain_numbers(new) if plain_numbers(argument.source) is not None else None
    return None if numbers is None else Value(new, *numbers)


def _with(input: Input, argument: Argument, value: Value, source: str) -> Input:
    """The input with another value of an argument."""
    moved = _mover(argument.value_span.end, len(source) - len(input.source))
    arguments = []
    for a in input.arguments:
        text, meant, published = value if a is argument else (a.source, a.meant, a.published)
        arguments.append(
            Argument(
                a.keyword,
                moved(a.span),
                moved(a.value_span),
                text,
                a.form,
                meant,
                published,
                None if a is argument else a.changed,
                a.sum,
                a.comment and Comment(moved(a.comment.span), a.comment.text),
            )
        )
    assert isinstance(input.field, Field)
    key = PUBLISHED_AS[argument.keyword or ""]
    changed = replace(
        input,
        source=source,
        span=moved(input.span),
        default_span=input.default_span and moved(input.default_span),
        call_span=input.call_span and moved(input.call_span),
        arguments=tuple(arguments),
        field=replace(input.field, property={**input.field.property, key: value.published}),
        comments=tuple(map(moved, input.comments)),
    )
    refusals = () if key == "description" else all_refusals(changed)
    return replace(changed, refusals=tuple(refusals)) if refusals else changed


def _mover(end: int, by: int) -> Callable[[Span], Span]:
    """Tells where a span stands after an edit that ends at `end` and makes the text `by` characters longer."""

    def moved(span: Span) -> Span:
        first, last = span
        return Span(first + by if first >= end else first, last + by if last >= end else last)

    return moved


def _only_inside(span: Span, old: str, new: str) -> bool:
    """Whether two texts are the same outside of a span of the old one."""
    tail = len(old) - span.end
    return len(new) >= span.start + tail and new.startswith(old[: span.start]) and new.endswith(old[span.end :])


def _region(base: File, answers: Found, edit: Span) -> Region | None:
    """The parameter or the inert body around an edit; None where it lies in neither."""
    for predictor in {id(p): p for group in answers.values() for p in group}.values():
        if predictor.signature_span.start < edit.start and edit.end < predictor.signature_span.end:
            return _parameter(base, predictor, edit)
    body = inert_body(base.structure, *edit)
    return None if body is None else Region(body)


def _parameter(base: File, predictor: Predictor, edit: Span) -> Region | None:
    """The parameter of a predictor around an edit; None where it lies in none alone."""
    if predictor.path or predictor.api == "decorators":
        return None
    for origin, input in predictor.placed():
        if origin <= edit.start and edit.end <= origin + input.span.end:
            above = origin + min((0, *(comment.start for comment in input.comments)))
            around = _indentation(base.text, predictor.method_span.start), base.text[above:origin]
            return Region(input.span.shifted(origin), input, around, predictor.method)
    return None


def _indentation(text: str, at: int) -> str:
    """What the line of an offset begins with."""
    line = text[line_start(text, at) : at]
    return line[: len(line) - len(line.lstrip())]


def _marks(base: File, source: str) -> list[bool]:
    """What a parameter says about its function: by these a file's predictors are known, and its aliases of `Input`."""
    calls = (f"{call}(" for call in base.scope.calls)
    return [mark in source for mark in ("Input as ", "Input", "input(", *calls)]
