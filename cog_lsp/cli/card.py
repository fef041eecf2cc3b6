"""`cog-lsp card`: how ready a model is to be published, and with `--remote` what Replicate's page still lacks."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping

from cog_lsp.check.model import Model
from cog_lsp.check.standing import Standing, standing
from cog_lsp.cli import FOUND, FOUND_NOTHING, complain
from cog_lsp.cli.models import Models, UsageError
from cog_lsp.cli.replicate import Published, Unavailable, published
from cog_lsp.readme.snippets.problems import problems
from cog_lsp.readme.snippets.records import Entry, Snippet
from cog_lsp.report.standing import as_markdown, as_text, as_values
from cog_lsp.text import NOWHERE, visible
from cog_lsp.writing.identity import own_name


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("path", nargs="?", default=".", metavar="PATH", help="the model's folder or one of its files")
    parser.add_argument("--format", choices=["text", "json", "markdown"], default="text", help="how to print it")
    parser.add_argument(
        "--remote",
        nargs="?",
        const="",
        metavar="OWNER/NAME",
        help="ask Replicate (REPLICATE_API_TOKEN) what the published model lacks; without a name, cog.yaml's image",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the card: 0 where nothing is left to do, 1 where something is, 2 for wrong use or no answer."""
    try:
        models = Models([arguments.path])
        checker = models.checker()
        model = checker.check(models.one())
        if arguments.remote is not None:
            return _remote(model, arguments.remote, arguments.format)
        return _local(model, arguments.format)
    except (UsageError, Unavailable) as error:
        return complain(str(error))


def stand(model: Model) -> Standing:
    """How a model stands."""
    return standing(model.context_of(), [finding for group in model.findings.values() for finding in group])


def _local(model: Model, format: str) -> int:
    """Print what the local files show."""
    state = stand(model)
    if format == "json":
        print(json.dumps(as_values(state), indent=2, ensure_ascii=False))
    else:
        print(as_markdown(state) if format == "markdown" else as_text(state), end="")
    return FOUND_NOTHING if state.ready else FOUND


def _remote(model: Model, name: str, format: str) -> int:
    """Print what the published model lacks. Raises UsageError where nothing says which model it is."""
    model_name = name or own_name(model.context_of())
    if not model_name or model_name.count("/") != 1:
        raise UsageError("Say which model: card --remote owner/name, or set `image: r8.im/owner/name` in cog.yaml.")
    page = published(model_name)
    lacking = list(_lacking(model, page))
    if format == "json":
        print(json.dumps({"model": model_name, "displayworthy": _displayworthy(page), "lacking": lacking}, indent=2))
    else:
        state = "can be displayed" if _displayworthy(page) else "is not displayworthy yet"
        print(f"{'### ' if format == 'markdown' else ''}{model_name} {state}.")
        for line in lacking or ["Nothing is missing."]:
            print(f"- {visible(line)}")
    return FOUND if lacking else FOUND_NOTHING


def _displayworthy(there: Published) -> bool:
    """Replicate's own condition: public, with a version and an example."""
    return there.visibility == "public" and there.has_version and there.example is not None


def _lacking(model: Model, there: Published) -> Iterator[str]:
    """What is missing and where to fix it, in the order in which a person would."""
    page = f"replicate.com/{there.name}"
    if not there.has_version:
        yield f"It has no version. Push one: cog push r8.im/{there.name}"
    if there.example is None:
        yield f"It has no example. Run it on {page}, open the prediction and choose “Use as example”."
    else:
        yield from _example(model, there.example, page)
    if not there.description.strip():
        yield f"It has no description. Write one line on {page}/settings."
    if not there.readme.strip():
        yield f"It has no README on Replicate. Paste the local one on {page}/settings."
    elif model.card is not None and _lines_of(there.readme) != _lines_of(model.card.text):
        yield f"The README on Replicate differs from the local one. Bring it up to date on {page}/settings."
    if there.visibility != "public":
        yield f"It is {there.visibility or 'not public'}. Make it public on {page}/settings."


def _example(model: Model, given: Mapping[str, object], page: str) -> Iterator[str]:
    """Whether the inputs of the example still fit the signature."""
    if model.predictor is None:
        return
    # What nobody filled in is null in a record of a prediction.
    entries = tuple(Entry(name, NOWHERE, value, NOWHERE) for name, value in given.items() if value is not None)
    snippet = Snippet("json", "run", NOWHERE, NOWHERE, None, entries, NOWHERE, complete=True, hosted=True)
    for problem in problems(snippet, model.predictor):
        yield f"The example does not fit the signature: {problem.message}. Make a new one on {page}."


def _lines_of(text: str) -> list[str]:
    """The lines without what editors and web forms change: line ends, spaces behind, empty lines at the end."""
    return [line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n")]
