"""`cog-lsp card`: how ready a model is to be published, and with `--remote` what Replicate's page still lacks."""

from __future__ import annotations

import argparse
import json

from cog_lsp.check.explained import descriptions_in
from cog_lsp.check.model import Model
from cog_lsp.check.standing import Standing, standing
from cog_lsp.cli import FOUND, FOUND_NOTHING, complain
from cog_lsp.cli.items import model_items
from cog_lsp.cli.models import Models, UsageError
from cog_lsp.cli.obstacles import repository_of
from cog_lsp.cli.progress import waiting
from cog_lsp.cli.replicate.lacking import as_values as remote_values
from cog_lsp.cli.replicate.lacking import judged_examples, lacking, notes
from cog_lsp.cli.replicate.seen import remember_version
from cog_lsp.replicate.api import Api, Unavailable
from cog_lsp.replicate.page import published
from cog_lsp.report.standing import as_markdown, as_text, as_values
from cog_lsp.text import visible
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
    """Print the card: 0 where nothing stops the model, 1 where something does, 2 for wrong use or no answer."""
    try:
        models = Models([arguments.path])
        checker = models.checker()
        model = checker.check(models.one())
        if arguments.remote is not None:
            return _remote(model, arguments.remote, arguments.format)
        return _local(models, model, arguments.format)
    except (UsageError, Unavailable) as error:
        return complain(str(error))


def stand(models: Models, model: Model) -> Standing:
    """How a model stands."""
    return standing(model.context_of(), model_items(models, model, with_fixes=True), descriptions_in(model))


def _local(models: Models, model: Model, format: str) -> int:
    """Print what the local files show."""
    state = stand(models, model)
    if format == "json":
        print(json.dumps(as_values(state), indent=2, ensure_ascii=False))
    else:
        print(as_markdown(state) if format == "markdown" else as_text(state), end="")
    return FOUND_NOTHING if state.ready else FOUND


def _remote(model: Model, name: str, format: str) -> int:
    """Print what the published model lacks. Raises UsageError where nothing says which model it is."""
    model_name = name or own_name(model.context_of())
    if not model_name:
        raise UsageError("Say which model: card --remote owner/name, or set `image: r8.im/owner/name` in cog.yaml.")
    with Api(model_name, waiting) as api:
        page = published(api, with_examples=True)
        remember_version(api, page)
    examples = judged_examples(model, page)
    lines = list(lacking(model, page, examples, repository_of(model.files)))
    if format == "json":
        print(json.dumps(remote_values(model, page, examples, lines), indent=2, ensure_ascii=False))
        return FOUND if lines else FOUND_NOTHING
    state = "can be displayed" if page.is_displayworthy else "is not displayworthy yet"
    print(f"{'### ' if format == 'markdown' else ''}{model_name} {state}.")
    for line in lines or ["Nothing is missing."]:
        print(f"- {visible(line)}")
    for note in notes(model, page, examples):
        print(f"\n{visible(note)}" if format == "markdown" else visible(note))
    return FOUND if lines else FOUND_NOTHING
