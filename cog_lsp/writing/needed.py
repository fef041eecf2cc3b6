"""Which inputs an example call must show: those without which the model does nothing, or nothing worth seeing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from cog_lsp.predictor.model import Field, Input, Type
from cog_lsp.regex import regex
from cog_lsp.writing.inputs_table import is_required
from cog_lsp.writing.task import works_on_a_file

if TYPE_CHECKING:
    from cog_lsp.evidence.uses.fact import Fact
    from cog_lsp.writing.known import Known

MOST = 2
"""Optional inputs that an example shows where nothing is required."""
_NO_MATERIAL = regex(r"mask|weights|lora|checkpoint")


def needed_inputs(known: Known) -> list[Input]:
    """The inputs that a call cannot do without, in the order of the form, or else the most telling ones."""
    if known.predictor is None:
        return []
    inputs = [i for i in known.predictor.inputs if isinstance(i.field, Field) or i.annotation is not None]
    absent = {i.name for i in inputs if i.meant("default") in (None, "")}
    names = {i.name for i in inputs if is_required(i)}
    names |= {fact.needed.name for fact in known.facts if fact.needed is not None and not fact.needed.beside} & absent
    for fact in known.facts:
        name = _needed_beside(fact, inputs, names, absent)
        names |= {name} & absent
    names = names or {i.name for i in _telling(inputs)}
    material = [i for i in inputs if is_file(i) and not _NO_MATERIAL.search(i.name)]
    if material and works_on_a_file(known.kind) and not any(i.name in names for i in material):
        names.add(material[0].name)
    return [i for i in inputs if i.name in names]


def _needed_beside(fact: Fact, inputs: Sequence[Input], names: Collection[str], absent: Collection[str]) -> str:
    """The input that must be given because another is not, or has the value that the example has; empty where the fact
    says no such thing."""
    needed = fact.needed
    other = next((i for i in inputs if needed is not None and i.name == needed.beside), None)
    if needed is None or other is None:
        return ""
    choices = other.field.enum.get("enum", ()) if isinstance(other.field, Field) and other.field.enum else ()
    default = other.meant("default")
    is_empty = other.name not in names and other.name in absent
    value = default if isinstance(default, str) else next(iter(choices), None)
    if not is_empty and value is None:
        return ""
    return needed.name if ((None if is_empty else value) in needed.values) is needed.among else ""


def _telling(inputs: Sequence[Input]) -> list[Input]:
    """The optional inputs that show most of a model: its prompt, else its file, else the first ones."""
    prompts = [i for i in inputs if "prompt" in i.name and "negative" not in i.name]
    files = [i for i in inputs if is_file(i)]
    others = [i for i in inputs if not i.opaque and i.type is not None and i.meant("default") is not None]
    texts = [i for i in others if member_name(i.type) == "str" and not isinstance(i.meant("choices"), (list, tuple))]
    return prompts[:1] or [i for i in files if "mask" not in i.name][:1] or texts[:1] or others[:MOST]


def is_file(input: Input) -> bool:
    """Whether an input takes a file, or a list of files."""
    return input.type is not None and member_name(input.type.item or input.type) in ("Path", "File")


def member_name(type: Type | None) -> str:
    """The name of a type, of the first one where there are several; text where nothing says."""
    if type is None:
        return "str"
    return type.members[0].name if type.members else type.name
