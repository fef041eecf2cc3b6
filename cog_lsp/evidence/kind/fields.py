"""An output with named fields: files come before the texts and numbers beside them."""

from __future__ import annotations

import re

from cog_lsp.evidence.kind.case import CLASSIFIES, Case
from cog_lsp.evidence.kind.files import vote_on_files, vote_on_returned
from cog_lsp.evidence.kind.returned import Returned
from cog_lsp.evidence.kind.votes import Votes
from cog_lsp.evidence.kind.words import kind_of_file, phrases, spaced
from cog_lsp.regex import regex

NAME = regex(r"[A-Za-z_][\w.]*")
_FILE = regex(r"Path\b|\bFile\b")
MAIN = ("video", "audio", "3d", "picture")
"""Of several files, the first of these is what the model is for."""
NO_MEDIA = ("file", "text", "labels")


def makes_of_fields(case: Case, votes: Votes, least: float, lead: float) -> tuple[str, ...]:
    """The kinds of things in the fields, empty where nothing shows them."""
    typed = _typed_fields(case)
    files: list[str | None] = []
    others: list[str] = []
    has_main_text = False
    for name in dict.fromkeys([*typed, *case.returned.fields]):
        source, trace = typed.get(name, ""), case.returned.fields.get(name, Returned())
        has_main_text = has_main_text or _is_main_text(name, source)
        suffixes = [kind for text, _ in trace.texts if (kind := kind_of_file(text)) is not None]
        if _FILE.search(source) or (not source and suffixes):
            kind = _kind_of_file(name, suffixes, case)
            files.append(kind)
            if kind is not None:
                votes.add(kind, 4, case.start, f"the field {name} of the output")
        else:
            others.append(_kind_of_value(name, source))
    if None in files and not has_main_text:
        vote_on_files(case, votes)
        for trace in case.returned.fields.values():
            vote_on_returned(trace, case.texts, votes)
        if not any(files):
            best = votes.best(least, lead)
            if best is None:
                return ()
            files = [best]
    return _together([kind for kind in files if kind is not None], others, has_main_text, case)


def _together(files: list[str], others: list[str], has_main_text: bool, case: Case) -> tuple[str, ...]:
    """What the fields make up: one kind of file with the data beside it, or else the first of the values."""
    main = next((kind for kind in MAIN if kind in files), files[0] if files else None)
    if main is None:
        if case.task("text", "labels") in CLASSIFIES:
            return ("labels", *(("text",) if "text" in others else ()))
        return tuple([kind for kind in ("embedding", "labels", "text", "data") if kind in others][:1])
    if main == "text":
        return (main,)
    if has_main_text and main != "audio":
        return (main, "text")
    return (main, *[kind for kind in dict.fromkeys(others) if kind in ("data", "labels", "embedding")][:1])


def _kind_of_file(name: str, suffixes: list[str], case: Case) -> str | None:
    """What a file in a field holds, by its suffix, else by the name of the field."""
    kinds = {"picture", "video"} & set(case.takes)
    if {"picture", "video"} <= {*suffixes} and len(kinds) == 1:
        return kinds.pop()  # a model that can give back both gives back what it was given
    media = [kind for kind in suffixes if kind not in ("file", "text")]
    media += [kind for kind in phrases("kinds", "nouns").labels(spaced(name)) if kind not in NO_MEDIA]
    return media[0] if media else None


def _kind_of_value(name: str, source: str) -> str:
    """What a text, number or list in a field is, by its name and type."""
    nouns = phrases("kinds", "nouns").labels(spaced(name))
    for kind in ("embedding", "labels", "data"):
        if kind in nouns:
            return kind
    return "text" if re.search(r"\bstr\b", source) or "text" in nouns else "data"


def _is_main_text(name: str, source: str) -> bool:
    """Whether a field is a text that always comes back."""
    return source.strip() == "str" and "text" in phrases("kinds", "nouns").labels(spaced(name))


def _typed_fields(case: Case) -> dict[str, str]:
    """The fields of the output's class with their types as they are written."""
    piece, output = case.reach.piece, case.texts.predictor.output
    fields: dict[str, str] = {}
    for name in NAME.findall(output.source if output is not None else ""):
        definition = case.reach.definitions.get(name)
        body = definition.child_by_field_name("body") if definition is not None else None
        for statement in body.named_children if body is not None else ():
            inner = statement.named_child(0) if statement.type == "expression_statement" else None
            if inner is None or inner.type != "assignment":
                continue
            left, annotation = inner.child_by_field_name("left"), inner.child_by_field_name("type")
            if left is not None and annotation is not None:
                fields[piece.of(left)] = piece.of(annotation)
    return fields
