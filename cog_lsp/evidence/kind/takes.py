"""What a model takes: a kind for each input that holds content rather than a setting."""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace
from tree_sitter import Node

from cog_lsp.evidence.kind.reach import Reach
from cog_lsp.evidence.kind.words import phrases, spaced, table
from cog_lsp.predictor.model import ABSENT, UNKNOWN, Input, Predictor, Type
from cog_lsp.regex import regex

MEDIA = ("picture", "video", "audio", "3d")
FILES = ("Path", "File")


class Taken(Struct, frozen=True):
    """An input that holds content."""

    kind: str
    input: Input
    must: bool
    """Whether the model does not work without it."""
    others: tuple[str, ...] = ()
    """Other kinds that it may hold instead."""


def read_takes(predictor: Predictor, reach: Reach) -> tuple[Taken, ...]:
    """The inputs that hold content, in the order of the signature."""
    read = _readers(reach)
    entry = reach.piece.of(reach.entry) if reach.entry is not None else ""
    contents = [
        content for input in predictor.inputs if (content := _taken(input, read.get(input.name), entry)) is not None
    ]
    if any(t.must and t.kind == "text" for t in contents):
        # Beside a text that steers, a file that may be None is one that may be left out, unless the code refuses it.
        contents = [
            t if _is_refused(t.input, entry) or t.input.meant("default") is not None else replace(t, must=False)
            for t in contents
        ]
    if contents and not any(content.must for content in contents):
        main = table("inputs")["main"]
        first = next((t for t in contents if is_prompt(t.input) and t.input.name.lower() in main), None)
        first = first or next((t for t in contents if t.kind != "text"), contents[0])
        contents = [replace(t, must=t is first) for t in contents]
    return tuple(contents)


def _taken(input: Input, read: str | None, entry: str) -> Taken | None:
    """The kind of content that an input holds; None for a setting. `read` is what the code reads it as."""
    if isinstance(input.meant("choices"), list):
        return None
    base = _base(input)
    if base in FILES:
        kinds = _kinds_of_file(input, read)
        return Taken(kinds[0], input, _must_be_given(input, entry), tuple(kinds[1:]))
    if base == "str":
        kind = _kind_of_text(input)
        if kind is None:
            return None
        must = _must_be_given(input, entry) if kind in MEDIA else _is_given(input)
        return Taken(kind, input, must)
    if base in ("dict", "Any"):
        return Taken("data", input, _is_given(input))
    return None


def _base(input: Input) -> str:
    """The name of the type of one value: of an item, for a list."""
    inner: Type | None = input.type
    while inner is not None and (inner.item is not None or inner.members):
        inner = inner.item if inner.item is not None else inner.members[0]
    if inner is not None:
        return inner.name
    annotation = input.annotation.source if input.annotation is not None else ""
    return next((name for name in ("Path", "File", "str") if re.search(rf"{name}\b", annotation)), "")


def _kinds_of_file(input: Input, read: str | None) -> list[str]:
    """The kinds of content that a file may have, the likeliest first."""
    if re.search(r"(?:^|_)(?:zip|tar|archive)(?:_|$)", input.name.lower()):
        return ["file"]
    labels = [label for label in phrases("kinds", "nouns").labels(spaced(input.name)) if label in MEDIA]
    if labels:
        return labels[-1:] if len(set(labels)) > 1 and labels[-1] != "picture" else labels[:1]
    described = phrases("kinds", "nouns").labels(_first_words(input.description or ""))
    media = [label for label in described if label in MEDIA]
    if re.search(r"\b(?:zip|tar|archive|any file)\b", (input.description or "").lower()):
        return ["file", *media]
    if media:
        return media
    if read is not None:
        return [read]
    if "data" in described:
        return ["data"]
    return ["file"]


def _first_words(description: str) -> str:
    """What a description says the input is, without what comes after a full stop or in parentheses."""
    return re.split(r"[.(\n;]\s", description, maxsplit=1)[0]


_PLACE = regex(r"(?:^|_)(?:url|urls|uri|uris|link|links|path|file|files|b64|base64|folder|dir)(?:_|$)")
_PATH = regex(r"_(?:path|paths|dir|folder)\Z")
_PLACED = regex(r"\b(?:url|urls|link|base64|uri)\b", re.IGNORECASE)


def _kind_of_text(input: Input) -> str | None:
    """What a text input holds: text, an address of a file, data; None for a setting."""
    names = table("inputs")
    words = re.split(r"[^a-z0-9]+", spaced(input.name).lower())
    description = input.description or ""
    if any(word in names["settings"] for word in words):
        return None
    nouns = [label for label in phrases("kinds", "nouns").labels(spaced(input.name)) if label in MEDIA]
    if nouns and not is_prompt(input):
        points = _PLACE.search(input.name.lower()) or _PLACED.search(description)
        if points or words[-1] in ("image", "images", "video", "audio", "img"):
            return nouns[0]
    if _PATH.search(input.name.lower()):
        return None  # a place in the container, of which nobody can tell what stands there
    if any(word in names["data"] for word in words):
        return "data"
    if any(word in names["text"] for word in words):
        return "text"
    if re.match(r"(?:the |your |input |a )*(?:text|prompt|sentence|question)s?\b", description.lower()):
        return "text"
    return None


def is_prompt(input: Input) -> bool:
    """Whether an input is a free text that steers the result, by its name."""
    names = table("inputs")
    words = re.split(r"[^a-z0-9]+", spaced(input.name).lower())
    return (
        _base(input) == "str"
        and not isinstance(input.meant("choices"), list)
        and any(word in names["prompt"] for word in words)
        and not any(word in names["settings"] for word in words)
    )


def _is_given(input: Input) -> bool:
    """Whether a text has to be given: there is no default, or one that is an example."""
    default = input.meant("default")
    return default is ABSENT or default is UNKNOWN or bool(default)


def _must_be_given(input: Input, entry: str) -> bool:
    """Whether a file has to be given: there is no default, or None that nobody looks for or that is refused."""
    default = input.meant("default")
    if default is ABSENT or (isinstance(default, str) and default):
        return True
    if re.search(r"\boptional\b", input.description or "", re.IGNORECASE):
        return False
    if _is_refused(input, entry):
        return True
    name = re.escape(input.name)
    before = r"(?:if|and|or|not|while|elif|bool\(|any\(\[?|all\(\[?) ?\(?"
    tested = rf"\b{before}{name}\b|\b{name} (?:is|==|!=|and|or|else|if)\b"
    body = entry.partition("->")[2] or entry
    return re.search(rf"\b{name}\b(?!\s*:)", body) is not None and re.search(tested, entry) is None


def _is_refused(input: Input, entry: str) -> bool:
    """Whether the code raises where a file is not given."""
    name = re.escape(input.name)
    return re.search(rf"\bif (?:not {name}|{name} is None|{name} == None)\s*:\s*raise\b", entry) is not None


def _readers(reach: Reach) -> dict[str, str]:
    """What the code reads each name as: `Image.open(photo)` makes `photo` a picture."""
    kinds = {reader: kind for kind, readers in table("kinds")["readers"].items() for reader in readers}
    readings: dict[str, str] = {}
    for call in reach.calls:
        kind = kinds.get(call.callee) or kinds.get(call.callee.rpartition(".")[2])
        listing = call.node.child_by_field_name("arguments")
        if kind is None or listing is None:
            continue
        for name in _names(reach, listing):
            readings.setdefault(name, kind)
    return readings


def _names(reach: Reach, listing: Node) -> list[str]:
    """The names in the arguments of a call, `str(name)` included."""
    names, waiting = [], list(listing.named_children)
    while waiting:
        node = waiting.pop()
        if node.type == "identifier":
            names.append(reach.piece.of(node))
        elif node.type in ("call", "argument_list", "list", "keyword_argument"):
            waiting.extend(node.named_children)
    return names
