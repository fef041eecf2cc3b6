"""The components of the OpenAPI schema that Cog will publish, or the reason why its build refuses.

Source: replicate/cog, pkg/schema/openapi_spec.go and pkg/image/build.go. Of several reasons the first is given, in the
order in which the build meets them; `start_refusals` are those that let the build pass and the container fail.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from cog_lsp.predictor.cog.fixed import FIXED
from cog_lsp.predictor.cog.validation import is_about_choices, refusal_of
from cog_lsp.predictor.model import Field, Home, Input, Predictor, Refusal

Components = dict[str, Any]


def schemas(predictor: Predictor, beside: Predictor | None = None) -> Components | Refusal:
    """`Input`, the components with choices, and `Output` (`TrainingInput`, `TrainingOutput`); or the first refusal.

    `beside` is the predictor that runs the model, where this one trains it: the schema of both has one component by
    each name, and that of the runner stays.
    """
    refusal = generator_refusal(predictor)
    if refusal is not None:
        return refusal
    components = components_of(predictor, beside)
    refusal = validator_refusal(predictor, beside)
    return components if refusal is None else refusal


def components_of(predictor: Predictor, beside: Predictor | None = None) -> Components:
    """The components as the generator makes them, before the validator looks at them."""
    prefix = "Training" if predictor.mode == "train" else ""
    published = {input.name: input.field for input in published_inputs(predictor) if isinstance(input.field, Field)}
    required = [name for name, field in published.items() if field.required]
    schema: Components = {
        "title": f"{prefix}Input",
        "type": "object",
        "properties": {name: dict(field.property) for name, field in published.items()},
        **({"required": required} if required else {}),
    }
    components: Components = {f"{prefix}Input": schema}
    output = predictor.output.schema if predictor.output is not None else {}
    if not isinstance(output, Refusal):
        components[f"{prefix}Output"] = dict(output)
    for name, field in published.items():
        if field.enum is not None and name not in FIXED[predictor.mode]:
            components[name] = dict(choices_of(name, predictor, beside) or field.enum)
    return components


def choices_of(name: str, predictor: Predictor, beside: Predictor | None = None) -> Mapping[str, Any] | None:
    """The component that an input's choices are taken from, where it is not made from them: one that every schema has,
    or that of the runner."""
    fixed = FIXED[predictor.mode].get(name)
    if fixed is not None or beside is None or beside is predictor:
        return fixed
    if name in FIXED[beside.mode]:
        return FIXED[beside.mode][name]
    fields = [input.field for input in published_inputs(beside) if input.name == name]
    return next((field.enum for field in fields if isinstance(field, Field)), None)


def published_inputs(predictor: Predictor) -> list[Input]:
    """The inputs that the generator sees: the decorators of 2021 mean nothing to it."""
    return [input for input in predictor.inputs if input.home is not Home.DECORATOR]


def generator_refusal(predictor: Predictor) -> Refusal | None:
    """The generator's error, if any: the entry point, then the inputs in order, then the output and the decorators."""
    for refusal in predictor.refusals:
        if refusal.kind in ("ErrPredictorNotFound", "ErrMethodNotFound"):
            return refusal
    for origin, input in predictor.placed():
        if isinstance(input.field, Refusal) and input.home is not Home.DECORATOR:
            return Refusal(input.field.kind, input.field.message, input.field.span.shifted(origin), input.field.about)
    for refusal in predictor.refusals:
        if refusal.kind == "ErrMissingTypeAnnotation":
            return refusal
    if predictor.output is None:
        return Refusal("ErrMissingReturnType", predictor.method, predictor.method_span, "no return type")
    if isinstance(predictor.output.schema, Refusal):
        return predictor.output.schema
    return next((r for r in predictor.refusals if r.kind.startswith("Err")), None)


def validator_refusal(predictor: Predictor, beside: Predictor | None = None) -> Refusal | None:
    """The validator's error, if any: it goes through the inputs by name, and then through their choices."""
    component = "TrainingInput" if predictor.mode == "train" else "Input"
    refused = []
    for origin, input in predictor.placed():
        for refusal in validated(input, predictor, beside):
            last = is_about_choices(refusal)
            message = f'invalid components: schema "{input.name if last else component}": {refusal.message}'
            placed = Refusal(refusal.kind, message, refusal.span.shifted(origin), refusal.about)
            refused.append(((last, input.name), placed))
    refused.sort(key=itemgetter(0))
    return refused[0][1] if refused else None


def validated(input: Input, predictor: Predictor, beside: Predictor | None = None) -> list[Refusal]:
    """What the validator refuses of an input, with the choices that are published for it."""
    other = None
    if isinstance(input.field, Field) and input.field.enum is not None:
        other = choices_of(input.name, predictor, beside)
    return [r for r in input.refusals if r.kind == "validation"] if other is None else refusal_of(input, other)


def start_refusals(predictor: Predictor) -> list[Refusal]:
    """Everything that lets the build pass and the container fail. Spans are absolute."""
    refusals = [refusal for refusal in predictor.refusals if refusal.kind == "startup"]
    for origin, input in predictor.placed():
        for refusal in input.refusals:
            if refusal.kind == "startup":
                refusals.append(Refusal(refusal.kind, refusal.message, refusal.span.shifted(origin), refusal.about))
    return refusals
