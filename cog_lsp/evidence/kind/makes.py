"""What a model makes: the type of the output first, then what the code gives back, then what is said of it."""

from __future__ import annotations

import re

from cog_lsp.evidence.kind.case import CLASSIFIES, Case
from cog_lsp.evidence.kind.fields import NAME, makes_of_fields
from cog_lsp.evidence.kind.files import CERTAIN, vote_on_files
from cog_lsp.evidence.kind.tasks import SETTINGS
from cog_lsp.evidence.kind.votes import Votes
from cog_lsp.evidence.kind.words import kind_of_file
from cog_lsp.regex import regex

LEAST, LEAD = 1.0, 1.25
"""How strong the best kind of file has to be, and how much stronger than the next."""
_UPLOADS = regex(r"upload|presign|public_url|file_url|b64encode|put_object|bucket", re.IGNORECASE)
_TRAINS = regex(r"\btrain|[-_]train")


def read_makes(case: Case) -> tuple[tuple[str, ...], Votes]:
    """The kinds of things that come out, empty where the evidence disagrees, and the evidence."""
    votes = Votes()
    if case.texts.predictor.mode == "train" or _trains(case):
        votes.add("weights", CERTAIN, case.texts.predictor.method_span.start, "a method that trains")
        return ("weights",), votes
    shape = output_shape(case)
    if shape == "fields" or (shape == "data" and case.returned.fields):
        return makes_of_fields(case, votes, LEAST, LEAD), votes
    if shape in ("number", "numbers"):
        kind = "embedding" if shape == "numbers" and case.tasks.weight("embedding") >= 2 else "data"
        votes.add(kind, CERTAIN, case.start, "the type of the output")
        return (kind,), votes
    if shape == "data":
        return (_of_data(case, votes),), votes
    vote_on_files(case, votes)
    if shape == "text":
        return _of_text(case, votes), votes
    return (_of_file(case, votes, shape) if shape != "unknown" else _of_unknown(case, votes)), votes


def output_shape(case: Case) -> str:
    """What the return annotation says: "file", "text", "number", "numbers", "data", "fields", "tuple" or "unknown"."""
    predictor = case.texts.predictor
    source = predictor.output.source if predictor.output is not None else ""
    names = [predictor.scope.get(name, name).rpartition(".")[2] for name in NAME.findall(source)]
    if any(name == "File" or name.endswith("Path") for name in names):
        return "file"
    defined = [definition for name in names if (definition := case.reach.definitions.get(name)) is not None]
    if any(definition.type == "class_definition" for definition in defined):
        return "fields"
    if "str" in names:
        return "text"
    if any(name in ("float", "int", "bool") for name in names):
        return "numbers" if re.search(r"list|List|dict|Dict|ndarray", source) else "number"
    if any(name in ("dict", "Dict", "Any", "list", "List", "BaseModel", "TypedDict") for name in names):
        return "data"
    return "tuple" if any(name in ("tuple", "Tuple") for name in names) else "unknown"


def _of_file(case: Case, votes: Votes, shape: str) -> tuple[str, ...]:
    """What a path leads to."""
    if case.takes in (("file",), ("data",)) and case.tasks.weight("tool") >= 2:
        return ("file",)  # a tool that gives back whatever its input asks for
    kind = _as_given(case, votes) or votes.best(LEAST, LEAD)
    if {"video", "audio"} <= _certain(votes) and "video" in case.takes and "audio" not in case.takes:
        return ("video", "audio")  # a video that got its sound
    if kind is None:
        return ()
    return (_as_mask(case, kind), *(("data",) if shape == "tuple" else ()))


def _of_text(case: Case, votes: Votes) -> tuple[str, ...]:
    """What a `str` holds: text, unless it is the address of a file, the name of a class, or progress."""
    kind = _as_given(case, votes) or votes.best(LEAST, LEAD)
    media = kind if kind in ("picture", "video", "audio", "3d") else None
    if media is not None and any(_UPLOADS.search(word) for word, _ in case.returned.words):
        return (media,)
    task = case.task("text", "labels", "embedding")
    if task is not None and not case.tasks.weight(task):
        task = None  # no word speaks of it: it is what a text usually is
    if task in CLASSIFIES:
        votes.add("labels", CERTAIN, case.start, "a text that names a class")
        return ("labels",)
    if task == "embedding":
        return ("embedding",)
    if media is not None and votes.weight(media) >= 4 and not case.returned.words:
        return ()
    votes.add("text", CERTAIN, case.start, "the type of the output is str")
    return ("text",)


def _of_unknown(case: Case, votes: Votes) -> tuple[str, ...]:
    """What comes out of a method without a return annotation."""
    kind = _as_given(case, votes) or votes.best(LEAST, LEAD)
    if kind is not None and any(kind_of_file(text) == kind for text, _ in case.returned.texts):
        return (_as_mask(case, kind),)
    if any(text.count(" ") > 1 for text, _ in case.returned.texts):
        return ("text",)
    return (kind,) if kind is not None and votes.weight(kind) >= 3 else ()


def _of_data(case: Case, votes: Votes) -> str:
    """What a dictionary or list holds that nothing else is known of."""
    if case.leads("embedding") or any(word in ("embedding", "embeddings") for word, _ in case.returned.words):
        return "embedding"
    if case.leads(*CLASSIFIES):
        return "labels"
    votes.add("data", CERTAIN, case.start, "the type of the output")
    return "data"


def _trains(case: Case) -> bool:
    """Whether the predictor trains: it has a training's settings, takes more than text, and says so."""
    predictor = case.texts.predictor
    if case.takes == ("text",) or not any(input.name.lower() in SETTINGS for input in predictor.inputs):
        return False
    texts = [case.texts.name, predictor.docstring or "", *(input.description or "" for input in predictor.inputs)]
    return _TRAINS.search(" ".join(texts).lower()) is not None


def _certain(votes: Votes) -> set[str]:
    """The kinds that a returned path shows."""
    return {kind for weight, kind in votes.ranked() if weight >= CERTAIN}


def _as_given(case: Case, votes: Votes) -> str | None:
    """A model that can give back a picture or a video gives back what it was given."""
    kinds = {"picture", "video"} & set(case.takes)
    return (
        kinds.pop()
        if {"picture", "video"} <= _certain(votes) and len(kinds) == 1 and "text" not in case.takes
        else None
    )


def _as_mask(case: Case, kind: str) -> str:
    """What a model that finds the parts of a picture draws is a mask."""
    return (
        "mask" if (kind, case.takes) == ("picture", ("picture",)) and case.task("picture") == "segmentation" else kind
    )
