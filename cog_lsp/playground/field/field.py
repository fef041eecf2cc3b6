"""One input as a field of the form: everything that a picture, a hover or a page draws is decided here.

The field is the one of Cog's own playground, to the letter (replicate/cog: playground/src/components/input-view.ts and
playground/src/lib/input/openapi.ts, 0.22.0). The form of replicate.com is not public; `look` says what is known of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any, Literal

from msgspec import Struct

from cog_lsp.playground.field import javascript
from cog_lsp.playground.field.differences import differences, refusals
from cog_lsp.playground.field.meant import meant_property, meant_required
from cog_lsp.playground.field.sends import sends
from cog_lsp.playground.field.visible import collapse
from cog_lsp.predictor.model import ABSENT, Field, Input, Marker, Predictor, Refusal, Value

Control = Literal["select", "file", "password", "textarea", "number", "boolean", "json"]
Look = Literal["slider", "number", "toggle", "select", "file", "password", "textarea", "list", "json"]

SELECT_A_VALUE = "Select a value"
"""The first option of an optional list of choices."""
FILE_LIMIT = "16 MiB"


class Choice(Struct, frozen=True):
    """One option of a list."""

    value: Any
    text: str
    """As the option reads."""
    default: bool


class FormField(Struct, frozen=True):
    """A field of the form, as it stands when the form opens."""

    name: str
    required: bool
    deprecated: bool
    description: str
    """The published description on one line; empty where there is none."""
    limits: str
    """What the form adds to the description: `default 7.5 · min 0 · max 50`."""
    help: str
    """The small line under the label: description and limits, white space collapsed."""
    control: Control
    look: Look
    """The control that replicate.com is likely to show (approximate)."""
    included: bool
    """Whether the field is sent: always if required; else the state of its "include" box."""
    value: Value
    """What the control holds when the form opens; ABSENT where it is empty."""
    ticked: Value
    """What the control holds once the "include" box is ticked; ABSENT for a required field."""
    default: Value
    choices: tuple[Choice, ...]
    accept: str
    """The `accept` attribute of the file picker; empty where every file goes."""
    minimum: int | float | None
    maximum: int | float | None
    sends: str
    """What callers send, in words: "an integer", "a list of strings"."""
    schema: Mapping[str, Any]
    """The published property, its reference to the choices resolved."""
    refused: bool
    warnings: tuple[str, ...]

    @property
    def marks(self) -> str:
        """What follows the name in the label."""
        return (" *" if self.required else "") + (" (deprecated)" if self.deprecated else "")

    @property
    def label(self) -> str:
        """The label: the raw parameter name and its marks."""
        return self.name + self.marks

    @property
    def shown(self) -> str:
        """The text that the control shows when the form opens."""
        return shown_text(self, self.value)

    @property
    def range(self) -> str:
        """The range of a number in words; empty where it has no bound."""
        low, high = self.minimum, self.maximum
        if low is not None and high is not None:
            return f"from {javascript.number(low)} to {javascript.number(high)}"
        if low is not None:
            return f"{javascript.number(low)} or more"
        return f"{javascript.number(high)} or less" if high is not None else ""


def form_field(input: Input) -> FormField:
    """The field of an input. Never raises; an input that the build refuses is drawn as the author meant it."""
    refused = isinstance(input.field, Refusal)
    if isinstance(input.field, Field):
        schema, required = _effective(input.field.property), input.field.required
        enum = input.field.enum
        if enum is not None and isinstance(enum.get("enum"), Sequence):
            schema = {**schema, "enum": list(enum["enum"]), "type": schema.get("type", enum.get("type"))}
    else:
        schema, required = meant_property(input), meant_required(input)
    warnings = refusals(input) if refused else (*refusals(input), *differences(input, schema, required))
    return _field(input.name, schema, required, refused, warnings)


def form(predictor: Predictor) -> tuple[FormField, ...]:
    """The fields in the order of the form. One that the build refuses, and that no schema places, stands where it is
    written."""
    fields = [(_order(input), form_field(input)) for input in predictor.inputs]
    return tuple(field for _, field in sorted(fields, key=itemgetter(0)))


def _order(input: Input) -> float:
    order = input.field.property.get("x-order") if isinstance(input.field, Field) else None
    return order if isinstance(order, (int, float)) else input.order


def _field(name: str, schema: Mapping[str, Any], required: bool, refused: bool, warnings: tuple[str, ...]) -> FormField:
    """The field of one input, from its schema."""
    default = schema.get("default", ABSENT)
    description, constraints = str(schema.get("description") or ""), limits(schema)
    control = _control(schema)
    value = _prefill(schema, required)
    return FormField(
        name=name,
        required=required,
        deprecated=schema.get("deprecated") is True,
        description=collapse(description),
        limits=collapse(constraints),
        help=collapse(" · ".join(part for part in (description, constraints) if part)),
        control=control,
        look=_look(schema, control),
        included=required or value is not ABSENT,
        value=value,
        ticked=ABSENT if required else _initial(schema),
        default=default,
        choices=tuple(Choice(v, javascript.string(v), _same(v, default)) for v in schema.get("enum") or ()),
        accept=_accept(schema.get("x-cog-accept")),
        minimum=_bound(schema.get("minimum")),
        maximum=_bound(schema.get("maximum")),
        sends=sends(schema),
        schema=schema,
        refused=refused,
        warnings=warnings,
    )


def limits(schema: Mapping[str, Any]) -> str:
    """What the playground says about default, bounds, lengths and pattern (openapi.ts, constraintText)."""
    parts = []
    if "default" in schema:
        default = schema["default"]
        parts.append("default " + (default if isinstance(default, str) else javascript.stringify(default)))
    for key, form in (("minimum", "min {}"), ("maximum", "max {}"), ("minLength", "min {} chars")):
        if schema.get(key) is not None:
            parts.append(form.format(javascript.string(schema[key])))
    if schema.get("maxLength") is not None:
        parts.append(f"max {javascript.string(schema['maxLength'])} chars")
    if schema.get("pattern"):
        parts.append(f"pattern: {schema['pattern']}")
    return " · ".join(parts)


def _effective(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """A union of one type and null counts as that type (openapi.ts, effectiveSchema)."""
    members = [m for m in schema.get("anyOf") or () if isinstance(m, Mapping) and m.get("type") != "null"]
    if len(members) != 1:
        return schema
    merged = {**schema, **members[0]}
    merged.pop("anyOf", None)
    return merged


def _control(schema: Mapping[str, Any]) -> Control:
    if "enum" in schema:
        return "select"
    kind, format = schema.get("type"), schema.get("format")
    if kind == "string":
        return "file" if format == "uri" else "password" if format == "password" else "textarea"
    if kind in ("integer", "number"):
        return "number"
    return "boolean" if kind == "boolean" else "json"


def _look(schema: Mapping[str, Any], control: Control) -> Look:
    """Common observation, no page states it: both bounds make a slider, a yes or no a toggle, a list can grow."""
    if control == "number":
        return "slider" if schema.get("minimum") is not None and schema.get("maximum") is not None else "number"
    if control == "boolean":
        return "toggle"
    if control == "json" and schema.get("type") == "array":
        return "list"
    return control


def _prefill(schema: Mapping[str, Any], required: bool) -> Value:
    """openapi.ts, defaultInput: an optional field without a default is ticked and sent with an empty value."""
    if not required:
        return ABSENT if "default" in schema else _initial(schema)
    if "default" in schema:
        return schema["default"]
    if schema.get("enum"):
        return schema["enum"][0]
    return False if schema.get("type") == "boolean" else ABSENT


def _initial(schema: Mapping[str, Any]) -> Value:
    if "default" in schema:
        return schema["default"]
    return schema["enum"][0] if schema.get("enum") else empty_value(schema)


def empty_value(schema: Mapping[str, Any]) -> Any:
    """The value that stands for nothing (input.ts, emptyInputValue)."""
    kind = schema.get("type")
    if kind == "array":
        return []
    if kind == "object" or schema.get("properties"):
        return {}
    return False if kind == "boolean" else ""


def shown_text(field: FormField, value: Value) -> str:
    """The text in the control for a value of the field."""
    if field.control == "select":
        chosen = next((choice.text for choice in field.choices if _same(choice.value, value)), None)
        return chosen if chosen is not None else "" if field.required else SELECT_A_VALUE
    if field.control == "boolean":
        return "true" if value is True else "false"
    if field.control == "json":
        nothing = value is None or isinstance(value, Marker)
        return javascript.stringify(empty_value(field.schema) if nothing else value, 2)
    return "" if value is None or isinstance(value, Marker) else javascript.string(value)


def _same(left: Any, right: Any) -> bool:
    """Whether two values are one in JavaScript: 1 and 1.0 are, 1 and true are not; lists and objects never are."""
    if isinstance(left, (list, dict)) or isinstance(right, (list, dict, Marker)):
        return False
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)


def _bound(value: Any) -> int | float | None:
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _accept(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ",".join(str(item) for item in value)
    return value if isinstance(value, str) else ""
