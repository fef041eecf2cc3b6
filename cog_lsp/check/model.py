"""A model, read and judged."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from pathlib import Path

from cog_lsp.findings.finding import Finding, Findings
from cog_lsp.findings.judged import Judged, Placed, in_order
from cog_lsp.predictor.model import Predictor
from cog_lsp.project.context import Context
from cog_lsp.project.files import ModelFiles
from cog_lsp.prose.about import NOTHING
from cog_lsp.readme.markdown.document import ModelCard
from cog_lsp.rules.about import about_of
from cog_lsp.settings.record import Settings


@dataclass(frozen=True)
class Group:
    """The findings of one file that are about one thing: a predictor, the model card, or the project."""

    path: Path
    predictor: Predictor | None
    """The one that it is about; None for the model card, the project and test cases."""
    others: Findings = ()
    """The findings about the thing as a whole, and all of them where comments silence some; absolute."""
    inputs: tuple[Placed, ...] = ()
    """What was found in each input."""
    raw: Findings = ()
    """Those of a model card with what its comments silence."""

    @cached_property
    def findings(self) -> Findings:
        """All of them; every span is absolute."""
        return (*(finding for origin, judged in self.inputs for finding in judged.at(origin)), *self.others)

    def by_input(self) -> Sequence[Judged]:
        """What was found in each input that has findings."""
        if self.inputs:
            return [judged for _, judged in self.inputs]
        return by_input(self.others, self.predictor) if self.predictor is not None else ()

    def about(self, input: str | None) -> Iterator[Finding]:
        """Those that may be about an input; absolute."""
        for origin, judged in self.inputs:
            if judged.input is not None and judged.input.name == input:
                yield from judged.at(origin)
        yield from self.others


Groups = tuple[Group, ...]


@dataclass(frozen=True)
class Model:
    """A model, read and judged."""

    files: ModelFiles
    settings: Settings
    predictors: Mapping[Path, tuple[Predictor, ...]]
    card: ModelCard | None
    groups: Groups = ()

    @cached_property
    def findings(self) -> Mapping[Path, Findings]:
        """The findings of each file in the order of its text, each once; every span is absolute."""
        paths = dict.fromkeys(group.path for group in self.groups)
        return {path: tuple(f for origin, judged in self.parts(path) for f in judged.at(origin)) for path in paths}

    def parts(self, path: Path) -> tuple[Placed, ...]:
        """The same for one file, in parts that may be kept from one check to the next: what was found in an input, or a
        single finding."""
        found = self._told.get(path)
        if found is None:
            found = self._told[path] = _parts([group for group in self.groups if group.path == path])
        return found

    @cached_property
    def _told(self) -> dict[Path, tuple[Placed, ...]]:
        return {}

    @cached_property
    def predictor(self) -> Predictor | None:
        """The predictor that runs the model; the one that trains it where there is no other."""
        found = [predictor for group in self.predictors.values() for predictor in group]
        return next((p for p in found if p.mode == "run"), found[0] if found else None)

    @cached_property
    def candidates(self) -> tuple[Predictor, ...]:
        """Where nothing says which of several predictors runs the model: all of them."""
        if any(entry.name is not None and entry.mode == "run" for entry in self.files.predictors):
            return ()
        found = tuple(p for group in self.predictors.values() for p in group if p.mode == "run")
        return found if len(found) > 1 else ()

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files of the model, and those from which it inherits its signature."""
        return tuple(dict.fromkeys([*self.files.paths, *(group.path for group in self.groups)]))

    def predictors_in(self, path: Path) -> tuple[Predictor, ...]:
        """The predictors whose signature stands in a file: one that is inherited stands in the file of its parent."""
        return tuple(predictor for file, predictor in self.signatures() if file == path)

    def signatures(self) -> Iterator[tuple[Path, Predictor]]:
        """Each predictor with the file in which its signature stands."""
        for entry, group in self.predictors.items():
            for predictor in group:
                yield self.files.root / predictor.path if predictor.path else entry, predictor

    def group(self, path: Path, finding: Finding | None) -> Group | None:
        """The findings of a file among which one is."""
        if finding is None:
            return None
        here = (group for group in self.groups if group.path == path)
        return next((group for group in here if finding in group.about(finding.input)), None)

    def context(self, path: Path, finding: Finding | None = None) -> Context:
        """What the fixes of a finding may look at: the predictor or the card that it is about."""
        return self.context_of(self.group(path, finding) or next((g for g in self.groups if g.path == path), None))

    def context_of(self, group: Group | None) -> Context:
        """What the fixes of a group's findings may look at."""
        return context_of(self, group.predictor if group is not None else None)


def by_input(findings: Iterable[Finding], predictor: Predictor) -> list[Judged]:
    """Findings sorted out by the input that they name, in the order in which the names come."""
    named: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.input is not None:
            named.setdefault(finding.input, []).append(finding)
    return [Judged(group, predictor.find(name)) for name, group in named.items()]


def context_of(model: Model, predictor: Predictor | None) -> Context:
    chosen = predictor or model.predictor
    every = (other for group in model.predictors.values() for other in group)
    trainer = next((other for other in every if other.mode == "train" and other is not chosen), None)
    trains = chosen is not None and chosen.mode == "train"
    runner = model.predictor if trains and model.predictor is not chosen else None
    about = NOTHING if predictor is None else about_of(predictor)
    return Context(
        model.settings, model.files.cog, model.files, chosen, trainer, runner, model.card, model.candidates, about
    )


def _parts(groups: Sequence[Group]) -> tuple[Placed, ...]:
    """The findings of one file in the order of its text, what is found in an input in one part where it can be."""
    loose = [finding for group in groups for finding in group.others]
    whole: list[Placed] = []
    shared = sum(bool(group.inputs) for group in groups) > 1  # two classes may say the same of one input
    for group in groups:
        for origin, judged in group.inputs:
            if shared or not judged.is_within:
                loose += judged.at(origin)
            else:
                whole.append((origin, judged))
    whole.sort(key=itemgetter(0))
    if not loose:
        return tuple(whole)
    for origin, judged in _around(whole, loose):
        whole.remove((origin, judged))
        loose += judged.at(origin)
    single = [(0, Judged([finding])) for finding in in_order(loose)]
    return tuple(sorted(whole + single, key=lambda placed: placed[0] + placed[1].span.start))


def _around(parts: Sequence[Placed], loose: Sequence[Finding]) -> set[Placed]:
    """Those of the parts, which are in the order of the text, among whose findings a loose one stands: one that is said
    of the predictor."""
    starts = [origin + judged.span.start for origin, judged in parts]
    above = ((bisect_right(starts, finding.span.start) - 1, finding.span.start) for finding in loose)
    return {parts[n] for n, start in above if n >= 0 and start <= parts[n][0] + parts[n][1].span.end}
