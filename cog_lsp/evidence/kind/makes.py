"""What a model makes: the type of the output first, then what the code gives back, then what is said of it."""

from __future__ import annotations

import re

from cog_lsp.evidence.kind.reach import Reach, callee_of, text_of
from cog_lsp.evidence.kind.returned import Returned
from cog_lsp.evidence.kind.tasks import entries
from cog_lsp.evidence.kind.votes import Votes
from cog_lsp.evidence.kind.words import kind_of_file, phrases, spaced, suffix_kinds, table
from cog_lsp.evidence.texts import ModelTexts
from cog_lsp.predictor.model import Predictor

LEAST, LEAD = 2.0, 1.25
CERTAIN = 6.0
"""The weight of a suffix that the returned path ends with."""
_NAME = re.compile(r"[A-Za-z_][\w.]*")
_UPLOADS = re.compile(r"upload|presign|public_url|file_url|b64encode|put_object|bucket", re.IGNORECASE)


def read_makes(texts: ModelTexts, reach: Reach, returned: Returned, tasks: Votes) -> tuple[tuple[str, ...], Votes]:
    """The kinds of things that come out, empty where the evidence disagrees, and the evidence."""
    votes = Votes()
    if texts.predictor.mode == "train":
        votes.add("weights", CERTAIN, texts.predictor.method_span.start, "a method that trains")
        return ("weights",), votes
    shape = output_shape(texts.predictor, reach)
    fields = returned.fields if shape in ("fields", "data", "unknown") else {}
    if fields or shape == "fields":
        return _of_fields(texts, reach, returned, tasks, votes)
    return _of_one(shape, texts, reach, returned, tasks, votes), votes


def output_shape(predictor: Predictor, reach: Reach) -> str:
    """What the return annotation says: "file", "text", "number", "numbers", "data", "fields" or "unknown"."""
    source = predictor.output.source if predictor.output is not None else ""
    names = [predictor.scope.get(name, name).rpartition(".")[2] for name in _NAME.findall(source)]
    if any(name in ("Path", "File") or name.endswith("Path") for name in names):
        return "file"
    if any((definition := reach.definitions.get(n)) is not None and definition.type == "class_definition" for n in names):
        return "fields"
    if "str" in names:
        return "text"
    if any(name in ("float", "int", "bool") for name in names):
        return "numbers" if re.search(r"list|List|dict|Dict|ndarray", source) else "number"
    if any(name in ("dict", "Dict", "Any", "list", "List", "BaseModel", "TypedDict") for name in names):
        return "data"
    return "unknown"


def _of_one(shape: str, texts: ModelTexts, reach: Reach, returned: Returned, tasks: Votes, votes: Votes) -> tuple[str, ...]:
    """The kind of an output that is one thing, or many of one kind."""
    start = texts.predictor.output.span.start if texts.predictor.output is not None else texts.predictor.method_span.start
    if shape in ("number", "numbers"):
        kind = "embedding" if shape == "numbers" and tasks.weight("embedding") >= 2 else "data"
        votes.add(kind, 3, start, "the type of the output")
        return (kind,)
    _files(texts, reach, returned, tasks, votes)
    kind = votes.best(LEAST, LEAD)
    if shape == "file":
        return (_as_mask(kind, returned),) if kind is not None else ()
    if shape == "text":
        uploaded = any(_UPLOADS.search(word) for word, _ in returned.words)
        if uploaded and kind is not None and kind not in ("text", "data", "file"):
            return (kind,)
        labels = max(tasks.weight("text-classification"), tasks.weight("image-classification"))
        rank = tasks.ranked()
        if rank and rank[0][1] in ("text-classification", "image-classification") and labels >= 4:
            votes.add("labels", 3, start, "a text that names a class")
            return ("labels",)
        if rank and rank[0][1] == "embedding":
            return ("embedding",)
        votes.add("text", CERTAIN, start, "the type of the output is str")
        return ("text",)
    if shape == "unknown" and kind is not None and any(kind_of_file(text) == kind for text, _ in returned.texts):
        return (_as_mask(kind, returned),)
    if shape == "unknown":
        return (kind,) if kind is not None and votes.weight(kind) >= 4 else ()
    if any(word in ("embedding", "embeddings") for word, _ in returned.words) or tasks.ranked()[:1] and tasks.ranked()[0][1] == "embedding":
        return ("embedding",)
    if tasks.ranked()[:1] and tasks.ranked()[0][1] in ("text-classification", "image-classification"):
        return ("labels",)
    votes.add("data", 3, start, "the type of the output")
    return ("data",)


def _as_mask(kind: str, returned: Returned) -> str:
    """A picture that the code calls a mask is a mask."""
    return kind


def _of_fields(
    texts: ModelTexts, reach: Reach, returned: Returned, tasks: Votes, votes: Votes
) -> tuple[tuple[str, ...], Votes]:
    """The kinds of an output with named fields: files come before the texts and numbers beside them."""
    typed = _typed_fields(texts.predictor, reach)
    names = dict.fromkeys([*typed, *returned.fields])
    files: list[str] = []
    others: list[str] = []
    for name in names:
        trace = returned.fields.get(name, Returned())
        source = typed.get(name, "")
        by_suffix = [kind for text, _ in trace.texts if (kind := kind_of_file(text)) is not None]
        nouns = phrases("kinds", "nouns").labels(spaced(name))
        is_file = bool(re.search(r"Path\b|\bFile\b", source)) or (not source and bool(by_suffix))
        if is_file:
            media = [k for k in by_suffix if k not in ("file", "text")] or [k for k in nouns if k not in ("file", "text", "labels")]
            if media:
                files.append(media[0])
                votes.add(media[0], 4, texts.predictor.method_span.start, f"the field {name} of the output")
            else:
                files.append("")
        elif "embedding" in nouns:
            others.append("embedding")
        elif "labels" in nouns:
            others.append("labels")
        elif "data" in nouns:
            others.append("data")
        elif re.search(r"\bstr\b", source) or "text" in nouns:
            others.append("text")
        else:
            others.append("data")
    if "" in files:
        _files(texts, reach, returned, tasks, votes)
        for trace in returned.fields.values():
            _returned(trace, texts, votes)
        kind = votes.best(LEAST, LEAD)
        files = [f for f in files if f] or ([kind] if kind is not None else [])
        if not files:
            return (), votes
    makes = list(dict.fromkeys(files))
    if makes:
        makes += [kind for kind in dict.fromkeys(others) if kind in ("data", "labels", "embedding")][:1]
    else:
        found = list(dict.fromkeys(others))
        makes = next(([k] for k in ("embedding", "labels", "text", "data") if k in found), [])
    return tuple(makes), votes


def _typed_fields(predictor: Predictor, reach: Reach) -> dict[str, str]:
    """The fields of the output's class with their types as they are written."""
    fields: dict[str, str] = {}
    for name in _NAME.findall(predictor.output.source if predictor.output is not None else ""):
        definition = reach.definitions.get(name)
        body = definition.child_by_field_name("body") if definition is not None else None
        for statement in body.named_children if body is not None else ():
            inner = statement.named_child(0) if statement.type == "expression_statement" else None
            if inner is None or inner.type != "assignment":
                continue
            left, written = inner.child_by_field_name("left"), inner.child_by_field_name("type")
            if left is not None and written is not None:
                fields[reach.piece.of(left)] = reach.piece.of(written)
    return fields


def _files(texts: ModelTexts, reach: Reach, returned: Returned, tasks: Votes, votes: Votes) -> None:
    """Votes for what a returned file holds."""
    _returned(returned, texts, votes)
    _settings(texts, votes)
    _written(reach, votes)
    _said(texts, votes)
    for task, entry in entries().items():
        if len(entry["makes"]) == 1 and (weight := tasks.weight(task)) > 0:
            votes.add(entry["makes"][0], weight * 0.5, tasks.strongest(task, 1)[0].offset, tasks.strongest(task, 1)[0].what)


def _returned(returned: Returned, texts: ModelTexts, votes: Votes) -> None:
    """What the returned path ends with, and what it comes from."""
    done: set[str] = set()
    for text, offset in returned.texts:
        kind = kind_of_file(text)
        if kind is not None and kind not in done:
            done.add(kind)
            weight = {"file": 1.5, "text": 1.5, "data": 2.0, "weights": 3.0}.get(kind, CERTAIN)
            votes.add(kind, weight, offset, f"a path that ends with {text[-12:]}")
    for name, offset in returned.placeholders:
        input = texts.predictor.find(name)
        for kind in _format_kinds(input.meant("choices") if input is not None else None):
            votes.add(kind, CERTAIN, offset, f"a path that ends with {name}")
    words = {word: kind for kind, words in table("kinds")["words_out"].items() for word in words}
    done = set()
    for word, offset in returned.words:
        kind = words.get(word)
        if kind is not None and kind not in done:
            done.add(kind)
            votes.add(kind, 1.0, offset, word)


def _format_kinds(choices: object) -> set[str]:
    """The kinds of files that the choices of an input name by suffix."""
    if not isinstance(choices, list):
        return set()
    return {kind for c in choices if isinstance(c, str) and (kind := suffix_kinds().get(c.lower().lstrip("."))) is not None}


def _settings(texts: ModelTexts, votes: Votes) -> None:
    """What the names of the settings speak of."""
    hints = {name: kind for kind, names in table("kinds")["settings"].items() for name in names}
    done: set[str] = set()
    for origin, input in texts.predictor.placed():
        kind = hints.get(input.name)
        if kind is not None and kind not in done:
            done.add(kind)
            votes.add(kind, 1.5, origin, f"the input {input.name}")
        if "format" in input.name:
            for kind in _format_kinds(input.meant("choices")):
                votes.add(kind, 4.0, origin, f"the input {input.name}")


def _written(reach: Reach, votes: Votes) -> None:
    """What the reached code writes, and which files it mentions."""
    writers = {writer: kind for kind, names in table("kinds")["writers"].items() for writer in names}
    done: set[str] = set()
    for call in reach.calls:
        called = callee_of(reach.piece, call)
        kind = writers.get(called) or writers.get(called.rpartition(".")[2])
        if kind is not None and kind not in done:
            done.add(kind)
            votes.add(kind, 2.0, call.start_byte, called)
    mentioned: set[str] = set()
    for string in reach.strings:
        kind = kind_of_file(text_of(reach.piece, string))
        if kind in ("picture", "video", "audio", "3d") and kind not in mentioned:
            mentioned.add(kind)
            votes.add(kind, 1.0, string.start_byte, f"a file that ends with {text_of(reach.piece, string)[-12:]}")
    if "video" in done | mentioned and "picture" in done | mentioned:
        # Frames are written on the way to a video, and seldom the other way round.
        votes.add("video", 1.0, -2, "frames")


def _said(texts: ModelTexts, votes: Votes) -> None:
    """What the descriptions, the docstring and the README speak of as the result."""
    look = phrases("kinds", "outputs")
    count: dict[str, int] = {}
    for origin, input in texts.predictor.placed():
        for match in look.find(input.description or ""):
            count[match.label] = count.get(match.label, 0) + 1
            if count[match.label] <= 2:
                votes.add(match.label, 1.5, origin, f"“{match.phrase}” in the description of {input.name}")
    for text, offset, weight in (
        (texts.predictor.docstring or "", texts.predictor.name_span.start, 1.5),
        (_title(texts), -1, 1.5),
        (_lead(texts), -1, 1.0),
    ):
        for kind in look.labels(text):
            votes.add(kind, weight, offset, "what is said of the result")


def _title(texts: ModelTexts) -> str:
    return texts.card.title.text if texts.card is not None and texts.card.title is not None else ""


def _lead(texts: ModelTexts) -> str:
    return texts.card.lead[0].text[:600] if texts.card is not None and texts.card.lead is not None else ""
