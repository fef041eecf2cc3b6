"""An example call of a model that works: values for its inputs, in Python and on the command line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from cog_lsp.predictor.model import Field, Input, Predictor
from cog_lsp.readme.placeholders import VERSION
from cog_lsp.readme.snippets.shell_text import is_plain, quote
from cog_lsp.readme.snippets.values import refusal, show
from cog_lsp.regex import regex
from cog_lsp.writing.needed import member_name, needed_inputs
from cog_lsp.writing.task import text_for

if TYPE_CHECKING:
    from cog_lsp.writing.known import Known

_TEXTS = (
    (r"lyrics", "Morning light on the water, and a boat comes in"),
    (r"url|link|website", "https://example.com"),
)
"""Texts that suit an input of such a name in every model."""
_WEB = regex(r"https?://[^\s\"'$`\\]{1,150}")
"""The address of a file, as a default."""
_ADDRESS = regex(r"\b(?:website|web page|url|link)\b", re.IGNORECASE)
_BY_TASK = regex(
    r"prompt|caption|text|sentence|message|question|query|instruction|description|article|content|transcript"
)
"""Names of inputs that take the text which the task is about."""
_NEGATIVE = regex(r"negative")
_SYSTEM = regex(r"system")
_LEAST_ITEMS = regex(r"Must have at least (\d) items?\.")
MOST_ITEMS = 2
"""Of a list that an example shows."""
_SUCH_AS = r"\b(?:such as|e\.g\.|for example|for instance)[,:]? "
_QUOTED = regex(_SUCH_AS + r"[\"\u201c'`\u2018]([^\"\u201d'`\u2019\n]{1,80})[\"\u201d'`\u2019]", re.I)
_NAMED = regex(_SUCH_AS + r"([^\"\u201c\u201d'`\u2018\u2019.,;:()\n]{1,60})(?=[.;)]|\Z)", re.I)
"""An example in a description: in quotes, or up to the end of its sentence."""
_FILES = (
    (r"mask", "mask.png"),
    (r"video|movie|clip", "video.mp4"),
    (r"audio|song|music|speech|voice|speaker|melody|sound|recording|vocals", "audio.mp3"),
    (r"zip|archive|dataset|images\b", "images.zip"),
    (r"pdf|document|paper", "document.pdf"),
    (r"mesh|glb|obj|3d", "model.glb"),
    (r"csv|table", "data.csv"),
    (r"image|img|photo|picture|portrait|face|garment|person|frame|logo|sketch|drawing|scribble|style", "image.jpg"),
    (r"text|srt|json|file", "input.txt"),
)
_BY_KIND = {"picture": "image.jpg", "video": "video.mp4", "audio": "audio.mp3"}
"""Files for names that say nothing, by what the model takes."""
_KIND_OF = {
    **dict.fromkeys(("png", "jpg", "jpeg", "webp"), "picture"),
    **dict.fromkeys(("gif", "mp4", "webm"), "video"),
    **dict.fromkeys(("mp3", "wav", "flac", "ogg"), "audio"),
    **dict.fromkeys(("glb", "obj"), "3d"),
}
"""What a model makes whose output has such an ending; another one may have a setting for some of its results."""
_ENDINGS = (
    ("jpg", "jpeg", "png", "webp", "gif", "bmp", "tiff"),
    ("mp4", "mov", "webm", "avi", "mkv"),
    ("mp3", "wav", "flac", "ogg", "m4a"),
    ("glb", "obj", "ply", "stl"),
)
"""Endings of files of one kind."""
_ANY_FILE = regex(r"(?:(?:in|input|target|source|the)_?)?(?:files?|media|data|path)")
_FORMATS = frozenset(
    {"png", "jpg", "jpeg", "webp", "gif", "mp4", "webm", "mp3", "wav", "flac", "ogg", "glb", "obj", "zip", "svg"}
)


class Value(Struct, frozen=True):
    """A value for one input."""

    name: str
    python: str
    shell: str
    """What stands after `name=`."""


def example_values(known: Known) -> list[Value]:
    """Values for the inputs that a call cannot do without; for the first ones where nothing is required."""
    return [_value(input, known) for input in needed_inputs(known)]


def python_example(predictor: Predictor, known: Known, model: str) -> str:
    """A call through Replicate's Python client."""
    values = example_values(known)
    # A name alone is an official model's: the client finds no other by it.
    reference = f"{model}:{known.version or VERSION}"
    lines = [f'    "{reference}",']
    if values:
        lines += ["    input={", *(f'        "{v.name}": {v.python},' for v in values), "    },"]
    imports = ["import os", ""] if any("os.environ" in v.python for v in values) else []
    if predictor.mode == "train":
        lines[0] = f'    version="{reference}",'
        lines.append('    destination="your-name/new-model",')
        return "\n".join([*imports, "import replicate", "", "training = replicate.trainings.create(", *lines, ")"])
    call = ["output = replicate.run(", *lines, ")"] if values else [f'output = replicate.run("{reference}")']
    return "\n".join([*imports, "import replicate", "", *call, *_show_output(predictor, known)])


def command_example(known: Known, command: str) -> str:
    """A call through Cog's command line; `command` is `cog run` or `cog predict`."""
    arguments = [f"-i {v.name}={v.shell}" for v in example_values(known)]
    line = " ".join([command, *arguments])
    return line if len(line) <= 88 else " \\\n  ".join([command, *arguments])


def _value(input: Input, known: Known) -> Value:
    """The value for an input in both languages."""
    value = _meant(input, known)
    if isinstance(value, _File):
        stem, _, ending = value.name.rpartition(".")
        names = [value.name, *(f"{stem}-{number}.{ending}" for number in range(2, _least_items(input, known) + 1))]
        opened = ", ".join(f'open("{name}", "rb")' for name in names)
        return Value(input.name, _in_list(input, opened), f" -i {input.name}=".join(f"@{name}" for name in names))
    if isinstance(value, _Environment):
        return Value(input.name, _in_list(input, f'os.environ["{value.name}"]'), f'"${value.name}"')
    python = repr(value) if isinstance(value, (bool, type(None))) else _source(value)
    return Value(input.name, _in_list(input, python), _shell(value))


class _File(Struct, frozen=True):
    name: str


class _Environment(Struct, frozen=True):
    name: str


def _least_items(input: Input, known: Known) -> int:
    """How many items the code asks of a list."""
    matches = (_LEAST_ITEMS.fullmatch(fact.sentence) for fact in known.facts if fact.inputs[0] == input.name)
    return max((int(match[1]) for match in matches if match is not None), default=1)


def _in_list(input: Input, python: str) -> str:
    return f"[{python}]" if input.type is not None and input.type.item is not None else python


def _source(value: Any) -> str:
    """A literal in the form that Python code usually has."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def _shell(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value) if isinstance(value, (dict, list)) else show(value)
    if is_plain(text):
        return text
    return quote(text) or json.dumps(text)


def _meant(input: Input, known: Known) -> Any:
    """A value that the schema takes: the default if it is short, else a choice, a simple number or a text that suits
    the model; a marked gap where nothing does."""
    type = input.type
    scalar = type.item if type is not None and type.item is not None else type
    kind = member_name(scalar)
    if kind in ("Path", "File"):
        # What else has a default beside it, such as what is said in a recording, fits that file and no other.
        default = input.meant("default")
        return default if isinstance(default, str) and _WEB.fullmatch(default) else _File(_file(input, known))
    if kind == "Secret":
        return _Environment(input.name.upper())
    for value in _candidates(input, kind, known):
        if not isinstance(input.field, Field) or refusal(_plain(input.field), value, "literal") is None:
            return value
    return f"<{input.name}>"


def _plain(field: Field) -> Field:
    items = field.property.get("items")
    return Field(items, False) if isinstance(items, dict) and field.enum is None else field


def _candidates(input: Input, kind: str, known: Known) -> Iterator[Any]:
    """Values for an input, the best first; the caller takes the first that the schema allows."""
    choices = input.field.enum.get("enum", ()) if isinstance(input.field, Field) and input.field.enum else ()
    default = input.meant("default")
    if isinstance(default, str) and (items := _json_items(default)):
        yield items
    simple = isinstance(default, (str, int, float, bool)) and default != ""
    if simple and len(str(default)) <= 80 and "\n" not in str(default):
        yield default
    yield from choices
    if kind == "bool":
        yield True
    elif kind in ("int", "float"):
        low, high = input.meant("ge"), input.meant("le")
        yield from (n for n in (1, 10, 100, low, high, 0) if isinstance(n, (int, float)))
    elif kind in ("dict", "Any"):
        yield {}
    else:
        yield from _texts(input, known)


def _json_items(text: str) -> str:
    """The first items of a list that a text holds as JSON: code that reads such a text reads no other."""
    try:
        items = json.loads(text) if text.startswith("[") else None
    except (ValueError, RecursionError):
        return ""
    return json.dumps(items[:MOST_ITEMS], ensure_ascii=False) if isinstance(items, list) and items else ""


def _texts(input: Input, known: Known) -> Iterator[str]:
    """Texts for an input: what its description names, else what suits the task."""
    description = input.description or ""
    quotation = _QUOTED.search(description) or _NAMED.search(description)
    if quotation is not None and not re.search(r" (?:or|and) ", quotation[1]):
        yield quotation[1].strip()
    yield from (text for pattern, text in _TEXTS if re.search(pattern, input.name))
    if _ADDRESS.search(description) and "prompt" not in input.name:
        yield "https://example.com"
    if _NEGATIVE.search(input.name):
        if set(known.kind.makes) <= {"picture", "video"}:
            yield "blurry, low quality"
    elif _SYSTEM.search(input.name):
        yield "You are a helpful assistant."
    elif _BY_TASK.search(input.name):
        text = text_for(known.kind)
        yield from (text,) if text is not None else ()


def _file(input: Input, known: Known) -> str:
    """The name of a file that an input could be given, by what it accepts, what it is called, what the model takes."""
    accept = input.meant("accept")
    extension = re.search(r"\.(\w+)", accept) if isinstance(accept, str) else None
    if extension is not None:
        return f"input.{extension[1]}"
    name = input.name.lower()
    if input.type is not None and input.type.item is not None:
        name = name.removesuffix("s")  # one of the list
    # A name that says no more than that it is a file is told by its description.
    words = (input.description or "").lower() if _ANY_FILE.fullmatch(name) else name
    example = next((file for pattern, file in _FILES if re.search(pattern, words)), None)
    kinds = {*known.kind.takes, *known.kind.may_take}
    file = example or next((file for kind, file in _BY_KIND.items() if kind in kinds), "input.txt")
    return _of_a_kind_that_is_taken(file, input.description or "")


def _of_a_kind_that_is_taken(file: str, description: str) -> str:
    """A file name with an ending that the description names, where it names some for such files and not this one."""
    stem, _, ending = file.rpartition(".")
    alike = next((endings for endings in _ENDINGS if ending in endings), ())
    words = [word for word in re.findall(r"\w+", description.lower()) if word in alike]
    return file if not words or ending in words else f"{stem}.{words[0]}"


def _show_output(predictor: Predictor, known: Known) -> list[str]:
    """The lines that do something with the result."""
    schema = predictor.output.schema if predictor.output is not None else None
    schema = schema if isinstance(schema, dict) else {}
    items = schema.get("items")
    if schema.get("format") == "uri":
        extension = _extension(predictor)
        moving = {"video", "audio"} & {*known.kind.takes, *known.kind.may_take, *known.kind.makes}
        if extension is None or moving - {_KIND_OF.get(extension)}:
            return ["print(output.url)"]
        return [f'with open("output.{extension}", "wb") as file:', "    file.write(output.read())"]
    if isinstance(items, dict) and items.get("format") == "uri":
        return ["for item in output:", "    print(item.url)"]
    if schema.get("x-cog-array-display") == "concatenate":
        return ['print("".join(output))']
    return ["print(output)"]


def _extension(predictor: Predictor) -> str | None:
    for input in predictor.inputs:
        if "format" in input.name and input.meant("default") in _FORMATS:
            return str(input.meant("default"))
    return None
