"""Mistakes in how a command is written, told with the inputs of the model."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.predictor.model import Field, Input, Predictor
from cog_lsp.readme.snippets.names import nearest
from cog_lsp.readme.snippets.problem import Correction, Problem
from cog_lsp.readme.snippets.records import Slip, Snippet
from cog_lsp.readme.snippets.shell_text import HOLE, quote


def slip_problems(snippet: Snippet, predictor: Predictor) -> Iterator[Problem]:
    """What is wrong with the writing of a command."""
    for slip in snippet.slips:
        problem = _problem(slip, predictor)
        if problem is not None:
            yield problem


def _problem(slip: Slip, predictor: Predictor) -> Problem | None:
    """The problem of a slip, in words; None where it is none for this model."""
    excerpt = " ".join(slip.text.split())
    excerpt = excerpt if len(excerpt) <= 40 else excerpt[:39] + "…"
    if slip.mistake == "split":
        return _split(slip)
    if slip.mistake == "unnamed":
        return _unnamed(slip, excerpt, predictor)
    if slip.mistake == "valueless":
        return _valueless(slip, excerpt, predictor)
    if slip.mistake == "bare":
        correction = Correction(slip.span, f"-i {slip.text}", "Put -i in front", "safe") if _is_whole(slip) else None
        return Problem(f"Cog takes `{excerpt}` for an image: write `-i` in front of each input", slip.span, correction)
    if slip.mistake == "flag":
        is_input = predictor.find(slip.name) is not None
        message = f"Cog has no flag `{excerpt}`: write `-i {slip.name}=…`"
        return Problem(message, slip.span) if is_input else None
    if slip.mistake == "both":
        return Problem("Cog takes either `--json` or `-i`, not both", slip.span)
    if slip.mistake == "form":
        return Problem(f'The server takes JSON and no form: send `{{"input": {{…}}}}` with `{slip.text}`', slip.span)
    if slip.mistake == "json":
        return Problem("This is no JSON: names and texts stand in double quotes, no comma follows the last", slip.span)
    if predictor.find(slip.name) is None:
        return None  # a server of another kind
    return Problem('The server looks for the inputs in `"input"`: write `{"input": {…}}`', slip.span)


def _split(slip: Slip) -> Problem:
    whole = None if HOLE in slip.text else quote(slip.text)
    correction = Correction(slip.span, whole, f"Quote the value of “{slip.name}”", "safe") if whole else None
    return Problem(
        f"The shell splits the value of “{slip.name}” at its spaces: put it in quotes", slip.span, correction
    )


def _is_whole(slip: Slip) -> bool:
    """Whether the words stand in the README as the program gets them, so that they can be written again."""
    return HOLE not in slip.text and slip.span.end - slip.span.start == len(slip.text)


def _unnamed(slip: Slip, shown: str, predictor: Predictor) -> Problem:
    """A file without the name of the input that it is for."""
    files = [i for i in predictor.inputs if _takes_file(i)]
    required = [i for i in files if i.required]
    meant = required[0] if len(required) == 1 else files[0] if len(files) == 1 else None
    if meant is None:
        return Problem(f"`-i {shown}` names no input: write `-i name={shown}`", slip.span)
    correction = Correction(slip.span, f"{meant.name}={slip.text}", f"Name the input “{meant.name}”", "safe")
    message = f"`-i {shown}` names no input: write `-i {meant.name}={shown}`"
    return Problem(message, slip.span, correction if _is_whole(slip) else None)


def _takes_file(input: Input) -> bool:
    schema = input.field.property if isinstance(input.field, Field) else {}
    items = schema.get("items")
    return "uri" in (schema.get("format"), items.get("format") if isinstance(items, dict) else None)


def _valueless(slip: Slip, shown: str, predictor: Predictor) -> Problem:
    """A name without a value, or a value without a name."""
    name = slip.text if predictor.find(slip.text) is not None else nearest(slip.text, predictor)
    if name is not None:
        return Problem(f"`-i {shown}` gives no value: write `-i {name}=…`, without spaces around the `=`", slip.span)
    return Problem(f"`-i {shown}` is refused: write `-i name=value`", slip.span)
