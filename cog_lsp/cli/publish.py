"""`cog-lsp publish`: send what the README says to the model's page on Replicate, after showing what would change."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from cog_lsp.check.model import Model
from cog_lsp.cli import FOUND, FOUND_NOTHING, complain
from cog_lsp.cli.models import Models, UsageError
from cog_lsp.cli.obstacles import obstacles, repository_of
from cog_lsp.cli.progress import waiting
from cog_lsp.cli.replicate.changes import Change, as_values, changes, digest, is_same, left_alone, unknown
from cog_lsp.cli.replicate.seen import last_seen, remember, remember_version
from cog_lsp.listing import listed
from cog_lsp.replicate.api import Api, Unanswered, Unavailable
from cog_lsp.replicate.page import Published, published
from cog_lsp.text import visible
from cog_lsp.writing.identity import own_name
from cog_lsp.writing.page import ADDRESSES, FIELDS, page_fields


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("path", nargs="?", default=".", metavar="PATH", help="the model's folder or one of its files")
    parser.add_argument("model", nargs="?", metavar="OWNER/NAME", help="which model; without it, cog.yaml's image")
    parser.add_argument("--only", metavar="FIELDS", help=f"send only these, separated by commas: {', '.join(FIELDS)}")
    parser.add_argument("--dry-run", action="store_true", help="show what would change, and change nothing")
    parser.add_argument("--yes", "-y", action="store_true", help="do not ask")
    parser.add_argument(
        "--format", choices=["text", "json"], default="text", help="how --dry-run prints what would change"
    )
    parser.add_argument(
        "--shown", metavar="DIGEST", help="send only what a dry run showed, by the `digest` of its JSON; asks nothing"
    )
    parser.add_argument("--force", action="store_true", help="publish in spite of what stands against it, and say so")


def run(arguments: argparse.Namespace) -> int:
    """Publish: 0 where the page says what the files say, 1 where it does not, 2 for wrong use or no answer."""
    try:
        if arguments.format == "json" and not arguments.dry_run:
            raise UsageError("--format json shows what would change: add --dry-run.")
        path, name = _named(arguments.path, arguments.model)
        models = Models([path])
        with waiting("Reading the model …"):
            model = models.checker().check(models.one())
        return _publish(models, model, name, arguments)
    except (UsageError, Unavailable) as error:
        return complain(str(error))


def _named(path: str, name: str | None) -> tuple[str, str | None]:
    """The path and the model: a single word may be either."""
    if name is None and path.count("/") == 1 and not Path(path).exists():
        return ".", path
    return path, name


def _chosen(only: str | None) -> tuple[str, ...]:
    """The fields that `--only` names. Raises UsageError for one that there is not."""
    names = [name.strip() for name in (only or ",".join(FIELDS)).split(",")]
    unknown = [name for name in names if name not in FIELDS]
    if unknown:
        raise UsageError(f"A page has no {unknown[0] or 'field without a name'}. It has {', '.join(FIELDS)}.")
    return tuple(name for name in FIELDS if name in names)


def _publish(models: Models, model: Model, name: str | None, arguments: argparse.Namespace) -> int:
    """Look for what stands in the way, then at the page."""
    context = model.context_of()
    name = name or own_name(context)
    if not name:
        raise UsageError("Say which model: publish PATH owner/name, or set `image: r8.im/owner/name` in cog.yaml.")
    fields = _chosen(arguments.only)
    repository = repository_of(model.files)
    here = {field: text for field, text in page_fields(context, repository).items() if field in fields}
    against = list(obstacles(models, model, repository, fields))
    if against and not (arguments.force or arguments.dry_run):
        _print_list(f"{name} was not published. In the way of it:", against)
        print("Settle these, or publish in spite of them with --force.")
        return FOUND
    with Api(name, waiting) as api:
        return _compare(api, here, against, arguments)


def _compare(api: Api, here: Mapping[str, str], against: list[str], arguments: argparse.Namespace) -> int:
    """Show how the page would change, ask, and send it."""
    page, seen = published(api), last_seen(api)
    remember_version(api, page)
    with_addresses = arguments.only is not None
    different = list(changes(page.fields, here, seen, with_addresses=with_addresses))
    if arguments.format == "json":
        values = as_values(api.name, different, [] if arguments.force else against)
        print(json.dumps(values, indent=2, ensure_ascii=False))
        return FOUND if values["in_the_way"] else FOUND_NOTHING
    if arguments.shown is not None and arguments.shown != digest(different):
        print("Nothing was sent: the page or the files changed since you looked. Look again.")
        return FOUND
    for line in () if with_addresses else left_alone(page.fields, here):
        print(visible(line))
    if not different:
        print(f"The page of {api.name} says all of this already.")
        if not arguments.dry_run:
            _remember(api, {**seen, **{field: text for field, text in here.items() if field not in ADDRESSES}})
        return FOUND_NOTHING
    for change in different:
        print(change.shown(), end="")
    for line in unknown(page.fields, different):
        print(line)
    if against:
        _print_list("Ignored with --force:" if arguments.force else "In the way of publishing it:", against)
    if arguments.dry_run:
        print(f"Nothing was sent. This is what would change on replicate.com/{api.name}.")
        return FOUND if against and not arguments.force else FOUND_NOTHING
    if arguments.shown is None and not _agreed(api.name, different, yes=arguments.yes, force=arguments.force):
        return FOUND
    return _send(api, page, different, seen)


def _agreed(name: str, different: Sequence[Change], *, yes: bool, force: bool) -> bool:
    """Whether the changes may be sent; says why where they may not."""
    conflicts = [change.field for change in different if change.seen is not None]
    if yes:
        if conflicts and not force:
            print(f"Nothing was sent: somebody else changed the {listed(conflicts)}. Look at it without --yes.")
        return force or not conflicts
    print(f"Change the {listed([c.field for c in different])} on replicate.com/{name}? [y/N] ", end="", flush=True)
    answer = sys.stdin.readline()
    if not answer:
        print()
        raise UsageError("Nobody is here to answer. Publish with --yes, or look first with --dry-run.")
    if answer.strip().lower() in ("y", "yes"):
        return True
    print("Nothing was sent.")
    return False


def _send(api: Api, before: Published, different: Sequence[Change], seen: Mapping[str, str]) -> int:
    """Send the changes in one request, unless the page changed meanwhile, and compare what stands there then."""
    now = published(api).fields
    moved = [c.field for c in different if not is_same(now.get(c.field, ""), before.fields.get(c.field, ""))]
    if moved:
        print(f"Nothing was sent: the {listed(moved)} changed on the page meanwhile. Publish again to see how.")
        return FOUND
    refusal = None
    try:
        api.update({change.field: change.here for change in different})
    except Unanswered as error:
        refusal = error  # it may have been taken all the same
    try:
        after = published(api).fields
    except Unavailable:
        question = f"Nobody knows whether {api.name} changed. Run `cog-lsp publish --dry-run` to see."
        raise Unavailable(f"{refusal} {question}" if refusal else question) from None
    others = [c.field for c in different if not is_same(after.get(c.field, c.here), c.here)]
    if refusal is not None and len(others) == len(different):
        raise refusal
    _remember(api, {**seen, **{c.field: c.here for c in different if c.field not in others}})
    if others:
        print(f"Replicate shows another {listed(others)} than was sent. `cog-lsp publish --dry-run` shows how.")
        return FOUND
    print(f"Published: https://replicate.com/{api.name}")
    return FOUND_NOTHING


def _remember(api: Api, fields: Mapping[str, str]) -> None:
    """Keep what the page says; without that, publishing works all the same."""
    try:
        remember(api, fields)
    except UsageError as error:
        print(f"cog-lsp: {error} Changes that others make to the page will go unnoticed.", file=sys.stderr)


def _print_list(heading: str, lines: Iterable[str]) -> None:
    print(heading)
    for line in lines:
        print(f"- {visible(line)}")
