"""What repairs change in a predictor file: all that touches one input is done in one go, and imports come last."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct, field

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import Annotate, Declare, Describe, Repair, Replace, SetArgument
from cog_lsp.fixes import imports
from cog_lsp.fixes.annotations import styled
from cog_lsp.fixes.arguments import Change, Set, Write, rewrite
from cog_lsp.fixes.changes import change_of, for_decorator, quote_of, settled
from cog_lsp.fixes.edits import Edit, change
from cog_lsp.fixes.layout import layout_in, newline_of
from cog_lsp.predictor.model import Home, Input, Predictor
from cog_lsp.predictor.values.written import literal, string
from cog_lsp.project.context import Context
from cog_lsp.rules.inputs.drafting import drafts_for
from cog_lsp.text import LINE_END, Span

MOST_FOLLOWING = 50
"""Other parameters that a fix gives a default, too."""


class Target(Struct):
    """The changes of one input (or, without one, of the return annotation and of bare characters)."""

    input: Input | None
    changes: list[Change] = field(default_factory=list)
    annotation: str | None = None
    default: str = ""
    """The source of a new default."""
    edits: list[Edit] = field(default_factory=list)
    imports: set[imports.Name] = field(default_factory=set)


class Plan:
    """Edits of one predictor file."""

    def __init__(self, context: Context, text: str, *, in_bulk: bool = False) -> None:
        self.context = context
        self.text = text
        self.in_bulk = in_bulk
        """Whether nobody has chosen the single texts, so that each is marked."""
        readable = context.predictor is not None and context.predictor.text == text
        self.predictor = context.predictor if readable else None
        self.targets: dict[int, Target] = {}

    def target(self, finding: Finding) -> Target | None:
        """The target of a finding; None where its input is not in the signature any more."""
        if finding.input is None or self.predictor is None:
            return self.targets.setdefault(-1, Target(None))
        input = self.predictor.find(finding.input)
        if input is None:
            return None
        if input.home is Home.SIGNATURE:
            return self.targets.setdefault(self.predictor.number(input), Target(input))
        key = next(i for i, other in enumerate(self.predictor.inputs) if _shared(self.predictor, input, other))
        return self.targets.setdefault(key, Target(input))

    def add(self, finding: Finding, repair: Repair) -> bool:
        """Take a repair in; False where it cannot be done here."""
        target = self.target(finding)
        if target is None:
            return False
        if isinstance(repair, Replace):
            new = LINE_END.sub(newline_of(self.text), repair.text)
            target.edits.append(Edit(repair.span.shifted(self._origin(finding)), new))
            target.imports.update(repair.imports)
            return True
        if isinstance(repair, Annotate):
            return self._annotate(target, repair)
        if isinstance(repair, Describe):
            return self._describe(finding, repair)
        if isinstance(repair, Declare):
            return all(self.add(finding, SetArgument(*argument, repair.title)) for argument in repair.arguments)
        change = change_of(repair, quote_of(target.input, repair))
        if change is None or target.input is None:
            return False
        if isinstance(change, Write) and repair.kind == "draft":
            return self.write(finding, change.keyword, change.text)
        target.changes.append(change)
        return True

    def _describe(self, finding: Finding, repair: Describe) -> bool:
        """Take the best draft in. Where there is none but an outline, nothing is written."""
        input = self.predictor.find(finding.input) if self.predictor and finding.input else None
        offered = drafts_for(input, self.context, repair.facets) if input else ()
        best = next((draft for draft in offered if draft.complete), None)
        return best is not None and self.write(finding, "description", best.text)

    def write(self, finding: Finding, keyword: str, text: str) -> bool:
        """Take a drafted text in."""
        target = self.target(finding)
        if target is None or target.input is None:
            return False
        is_own = text.split() == (target.input.description or "").split()
        target.changes.append(Write(keyword, text, unread=self.in_bulk and not is_own))
        return True

    def _origin(self, finding: Finding) -> int:
        """What the spans of a finding's repairs count from: its input, where its rule looks at single inputs."""
        from cog_lsp.rules import BY_SLUG

        rule = BY_SLUG.get(finding.rule)
        input = self.predictor.find(finding.input) if self.predictor and finding.input else None
        if self.predictor is None or input is None or rule is None or rule.subject not in ("input", "usage"):
            return 0
        return self.predictor.origins[self.predictor.inputs.index(input)]

    def _annotate(self, target: Target, repair: Annotate) -> bool:
        """Take in another annotation, of the output or of an input, with what it needs; False where it cannot be
        done."""
        version = self.context.cog.python_version if self.context.cog else None
        source, needed = styled(repair.source, repair.imports, self.text, self.predictor, version)
        target.imports.update(needed)
        if repair.output:
            return self._annotate_output(target, source)
        if target.input is None or (repair.unused and self._uses(repair.unused)):
            return False
        target.annotation = target.annotation or source
        target.default = target.default or repair.default
        quote = quote_of(target.input, repair)
        sources = [(keyword, literal(value, quote)) for keyword, value in repair.arguments]
        target.changes += [Set(keyword, value) for keyword, value in sources if value is not None]
        return None not in dict(sources).values()

    def _uses(self, name: str) -> bool:
        """Whether the code, its signature and the class itself left aside, names a class, or asks a member for its
        value."""
        code = imports.mask(self.text)
        signature = self.predictor.signature_span if self.predictor is not None else Span(0, 0)
        code = code[: signature.start] + code[signature.end :]
        return re.search(rf"(?<!class ){name}\b|\.(?:value|name)\b", code) is not None

    def _annotate_output(self, target: Target, source: str) -> bool:
        if self.predictor is None:
            return False
        if self.predictor.output is not None:
            target.edits += change(self.text, self.predictor.output.span, source)
        else:
            end = self.predictor.signature_span.end
            target.edits.append(Edit(Span(end, end), f" -> {source}"))
        return True

    def edits(self) -> tuple[Edit, ...] | None:
        """The edits of everything taken in; None where a part of it cannot be done."""
        result: list[Edit] = []
        names: set[imports.Name] = set()
        for _, target in sorted(self.targets.items()):
            own = self._target_edits(target)
            if own is None:
                return None
            result += own
            names |= target.imports
        defaults = self._following_defaults()
        if defaults is None:
            return None
        imported = imports.edits(self.text, names)
        return None if imported is None else tuple(dict.fromkeys([*result, *defaults, *imported]))

    def _target_edits(self, target: Target) -> tuple[Edit, ...] | None:
        """The edits of one input or of the output; None where a part of it cannot be done."""
        input, predictor = target.input, self.predictor
        if input is None or predictor is None:
            return tuple(target.edits)
        result = list(target.edits)
        if target.annotation is not None:
            if input.annotation is None:
                place = predictor.place(input, Span(input.name_span.end, input.name_span.end))
                result.append(Edit(place, f": {target.annotation}"))
            else:
                result += change(self.text, predictor.place(input, input.annotation.span), target.annotation)
        changes = settled(target.changes)
        if target.default:
            return None if changes else (*result, *self._default_edits(input, predictor, target.default))
        if not changes:
            return tuple(result)
        in_call = self._call_edits(target, input, predictor, changes)
        return None if in_call is None else (*result, *in_call)

    def _default_edits(self, input: Input, predictor: Predictor, source: str) -> tuple[Edit, ...]:
        """The default of an input as it is written from now on."""
        if input.default_span is not None:
            return change(self.text, predictor.place(input, input.default_span), source)
        end = predictor.place(input, input.span).end
        return (Edit(Span(end, end), f" = {source}"),)

    def _call_edits(
        self, target: Target, input: Input, predictor: Predictor, changes: list[Change]
    ) -> tuple[Edit, ...] | None:
        """The edits of the call that declares an input, or a new call where there is none; None where it cannot be
        done."""
        if input.home is Home.HELPER:
            return self._helper_edits(input, predictor, changes)
        if input.home is Home.DECORATOR:
            changes = for_decorator(changes)
        if input.call_span is not None:
            span = predictor.place(input, input.call_span)
            new = rewrite(self.text[span.start : span.end], changes, layout_in(self.context, self.text, span))
            return None if new is None else change(self.text, span, new)
        replaced = any(each.keyword == "default" for each in changes)
        if (input.opaque and not replaced) or input.home is not Home.SIGNATURE or input.annotation is None:
            return None
        return self._new_call(target, input, predictor, changes)

    def _helper_edits(self, input: Input, predictor: Predictor, changes: list[Change]) -> tuple[Edit, ...] | None:
        """Changes of the values that stand in `Inputs.steps("text", default=3)`, which is no `Input(...)` itself. What
        the helper says for all its callers stays."""
        result: list[Edit] = []
        for each in changes:
            if isinstance(each, Write) and each.unread:
                return None  # the helper's call has no line of its own for the mark
            argument = input.argument(each.keyword)
            source = string(each.text) if isinstance(each, Write) else getattr(each, "source", None)
            if argument is None or source is None or "#" in imports.mask_strings(argument.source):
                return None
            if argument.value_span.start < 0 or argument.value_span.end > input.span.end:
                return None
            new = LINE_END.sub(newline_of(self.text), source)
            result += change(self.text, predictor.place(input, argument.value_span), new)
        return tuple(result)

    def _new_call(
        self, target: Target, input: Input, predictor: Predictor, changes: list[Change]
    ) -> tuple[Edit, ...] | None:
        """`x: str` or `x: str = "a"` becomes `x: str = Input(...)`."""
        name = self._input_name(target)
        if input.default_span is None:
            assert input.annotation is not None
            end = predictor.place(input, input.annotation.span).end
            span, lead, base = Span(end, end), " = ", f"{name}()"
        else:
            span, lead = predictor.place(input, input.default_span), ""
            base = f"{name}(default={self.text[span.start : span.end]})"
        layout = layout_in(self.context, self.text, span, len(lead))
        new = rewrite(base, changes, layout)
        return None if new is None else (Edit(span, lead + new),)

    def _input_name(self, target: Target) -> str:
        scope = self.predictor.scope if self.predictor else {}
        name = next((local for local, full in scope.items() if full == "cog.Input"), None)
        if name is None:
            target.imports.add(("cog", "Input"))
        return name or "Input"

    def _following_defaults(self) -> tuple[Edit, ...] | None:
        """`= Input()` for the parameters without a default that now follow one with a default: Python asks for it, and
        Cog publishes the same."""
        predictor = self.predictor
        gains = [
            t.input for t in self.targets.values() if t.input and (t.changes or t.default) and _gains_default(t.input)
        ]
        if predictor is None or not gains:
            return ()
        first = min(predictor.origins[predictor.number(i)] for i in gains)
        end = _keyword_only_from(self.text, predictor.signature_span)
        if any(first < lost.span.start < end for lost in predictor.lost):
            return None
        target = next(t for t in self.targets.values() if t.input is gains[0])
        result: list[Edit] = []
        for origin, input in predictor.placed():
            if first < origin < end and input not in gains and _gains_default(input):
                if input.call_span is not None:
                    return None  # it stands in the annotation, and belongs here
                if len(result) == MOST_FOLLOWING:
                    return None
                place = input.span.shifted(origin).end
                result.append(Edit(Span(place, place), f" = {self._input_name(target)}()"))
        return tuple(result)


def _gains_default(input: Input) -> bool:
    return input.home is Home.SIGNATURE and input.default_span is None


@lru_cache(maxsize=4)
def _keyword_only_from(text: str, span: Span) -> int:
    """Where the parameters of a signature start that may be given by keyword only, which need no default; else its
    end."""
    signature = imports.mask(text[span.start : span.end])
    depth, before = 0, ","
    for at, character in enumerate(signature):
        depth += (character in "([{") - (character in ")]}")
        if depth == 1 and character == "*" and before in "(,":
            return span.start + at
        before = character if not character.isspace() else before
    return span.end


def _shared(predictor: Predictor, input: Input, other: Input) -> bool:
    """Whether two inputs are made by one and the same `Input(...)`."""
    if input is other:
        return True
    if input.call_span is None or other.call_span is None:
        return False
    return predictor.place(input, input.call_span) == predictor.place(other, other.call_span)
