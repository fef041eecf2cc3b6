"""The findings of models as reports take them: with the name of their file, and what can be done about them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from cog_lsp.check.checker import Checker
from cog_lsp.check.explained import Descriptions, descriptions_in
from cog_lsp.check.judge import of_settings
from cog_lsp.check.model import Model
from cog_lsp.cli.models import Models, UsageError
from cog_lsp.cli.parallel import in_parallel
from cog_lsp.cli.places import named
from cog_lsp.cli.progress import with_progress
from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import AddSections, CardRepair, FixKind
from cog_lsp.project.context import Context
from cog_lsp.project.files import ModelFiles
from cog_lsp.report import Item
from cog_lsp.settings.record import SettingsFile
from cog_lsp.text import LineIndex

if TYPE_CHECKING:
    from cog_lsp.fixes import Offer


def items(
    models: Models, checker: Checker, *, with_fixes: bool, inputs: list[Descriptions] | None = None
) -> Iterable[Item]:
    """What is found in all models, and in the settings files that hold for them. `inputs` takes how far the
    descriptions of each are."""

    def judge(files: ModelFiles) -> tuple[list[Item], Descriptions]:
        model = checker.check(files)
        results = list(model_items(models, model, with_fixes=with_fixes))
        checker.forget(files)
        return results, descriptions_in(model)

    seen: set[SettingsFile] = set()
    every = list(models)
    results = in_parallel(every, judge)
    for files in with_progress(every):
        loaded = models.loaded(files.root)
        for file in loaded.files:
            if file.file not in seen:
                seen.add(file.file)
                name, index = named(Path(file.file.path)), LineIndex(file.file.text)
                yield from (Item(name, index, finding) for finding in of_settings(file.problems, loaded.settings))
        here, counts = next(results)
        if inputs is not None:
            inputs.append(counts)
        yield from here


def model_items(models: Models, model: Model, *, with_fixes: bool = False) -> Iterable[Item]:
    """The findings of a model in the order of its files; `with_fixes` works out the edits of each, too."""
    from cog_lsp.fixes import offers_for

    for path in model.paths:
        text = models.workspace.read(path)
        if text is None and path.exists():
            raise UsageError(
                f"{named(path)} cannot be read. Check that it is a text file of at most 1 MiB, and its mode."
            )
        index = LineIndex(text or "")
        for finding, context in model.in_context(path):
            if not finding.repairs:
                yield Item(named(path), index, finding)
                continue
            offers = offers_for(finding, context, text or "")
            kinds = _in_bulk(finding, offers, context, text or "")
            # A file that is to be written first has no place in a report.
            edits = tuple(offer.fix() for offer in offers if offer.creates is None) if with_fixes else ()
            yield Item(named(path), index, finding, edits, kinds)


def _in_bulk(finding: Finding, offers: Iterable[Offer], context: Context, text: str) -> frozenset[FixKind]:
    """The kinds of fixes that a command applies: a section that only asks what the author knows is none of them."""
    from cog_lsp.fixes import offers_for, without_outlines

    if any(isinstance(repair, CardRepair) for repair in finding.repairs):
        # The first one adds all sections that are missing: where it writes none, those for one section write none.
        repairs = finding.repairs[:1] if isinstance(finding.repairs[0], AddSections) else finding.repairs
        only = finding._replace(repairs=tuple(map(without_outlines, repairs)))
        offers = offers_for(only, context, text)
    return frozenset(offer.kind for offer in offers if not offer.by_hand)


def asked_for(items: Iterable[Item], models: Models) -> Iterable[Item]:
    """The findings on the lines that were named, `run.py:7`; all of them where some path is named without a line."""
    if any(place.line is None for place in models.places):
        return items
    places = [(named(place.path), place.line) for place in models.places]
    return (item for item in items if any(item.file == f and _holds(item, line) for f, line in places))


def _holds(item: Item, line: int | None) -> bool:
    return line is not None and item.start[0] <= line <= max(item.start[0], item.end[0])
