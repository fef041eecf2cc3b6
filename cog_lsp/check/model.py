"""A model, read and judged."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from cog_lsp.findings.finding import Finding, Findings
from cog_lsp.findings.judged import Judged, Placed, in_order
from cog_lsp.predictor.model import Input, Predictor
from cog_lsp.project.context import Context
from cog_lsp.project.files import ModelFiles
from cog_lsp.prose.about import NOTHING
from cog_lsp.readme.markdown.document import ModelCard
from cog_lsp.rules.about import about_of
from cog_lsp.settings.record import Settings


class Group(Struct, frozen=True, dict=True):
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


Groups = tuple[Group, ...]


class Part(NamedTuple):
    """Some findings of a file that stand together: what was found in an input, or a single finding."""

    origin: int
    """Where the input begins; 0 for a single finding."""
    judged: Judged
    group: Group
    """What they are about."""

    @property
    def findings(self) -> Findings:
        """With absolute spans."""
        return self.judged.at(self.origin)

    @property
    def start(self) -> int:
        """The offset of the first of them in the file."""
        return self.origin + self.judged.span.start

    @property
    def end(self) -> int:
        """The offset where the last of them ends."""
        return self.origin + self.judged.span.end


@dataclass(frozen=True)
class Model:
    """A model, read and judged."""

    files: ModelFiles
    settings: Settings
    predictors: Mapping[Path, tuple[Predictor, ...]]
    card: ModelCard | None
    groups: Groups = ()
    published_version: Callable[[str], str | None] = field(default=lambda _: None, compare=False)
    """The id of the newest version of `owner/name`, where it is known."""

    @cached_property
    def findings(self) -> Mapping[Path, Findings]:
        """The findings of each file in the order of its text, each once; every span is absolute."""
        paths = dict.fromkeys(group.path for group in self.groups)
        return {path: tuple(finding for part in self.parts(path) for finding in part.findings) for path in paths}

    def parts(self, path: Path) -> tuple[Part, ...]:
        """The same for one file, in parts: what was judged of an input may be kept from one check to the next."""
        parts = self._parts.get(path)
        if parts is None:
            parts = self._parts[path] = _parts([group for group in self.groups if group.path == path])
        return parts

    def in_context(self, path: Path) -> Iterator[tuple[Finding, Context]]:
        """The findings of a file in the order of its text, each with what its fixes may look at."""
        for part in self.parts(path):
            context = self.context_of(part.group.predictor)
            for finding in part.findings:
                yield finding, context

    def context_of(self, predictor: Predictor | None = None) -> Context:
        """What is known while a predictor is judged, or written about; without one, while a card or a project is."""
        key = id(predictor)
        if key not in self._contexts:
            self._contexts[key] = _context(self, predictor)
        return self._contexts[key]

    @cached_property
    def _parts(self) -> dict[Path, tuple[Part, ...]]:
        return {}

    @cached_property
    def _contexts(self) -> dict[int, Context]:
        """By the identity of the predictor."""
        return {}

    @cached_property
    def predictor(self) -> Predictor | None:
        """The predictor that runs the model; the one that trains it where there is no other."""
        predictors = [predictor for group in self.predictors.values() for predictor in group]
        return next((p for p in predictors if p.mode == "run"), predictors[0] if predictors else None)

    @cached_property
    def candidates(self) -> tuple[Predictor, ...]:
        """Where nothing says which of several predictors runs the model: all of them."""
        if any(entry.name is not None and entry.mode == "run" for entry in self.files.predictors):
            return ()
        runners = tuple(p for group in self.predictors.values() for p in group if p.mode == "run")
        return runners if len(runners) > 1 else ()

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files of the model, and those from which it inherits its signature."""
        return tuple(dict.fromkeys([*self.files.paths, *(group.path for group in self.groups)]))

    def predictors_in(self, path: Path) -> tuple[Predictor, ...]:
        """The predictors whose signature stands in a file: one that is inherited stands in the file of its parent."""
        return tuple(predictor for file, predictor in self.signatures() if file == path)

    def input_at(self, path: Path, offset: int) -> tuple[Predictor, Input] | None:
        """The input at an offset of a file, and whose it is."""
        for predictor in self.predictors_in(path):
            input = predictor.input_at(offset)
            if input is not None:
                return predictor, input
        return None

    def signatures(self) -> Iterator[tuple[Path, Predictor]]:
        """Each predictor with the file in which its signature stands."""
        for entry, group in self.predictors.items():
            for predictor in group:
                yield self.files.root / predictor.path if predictor.path else entry, predictor


def by_input(findings: Iterable[Finding], predictor: Predictor) -> list[Judged]:
    """Findings sorted out by the input that they name, in the order in which the names come."""
    by_name: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.input is not None:
            by_name.setdefault(finding.input, []).append(finding)
    return [Judged(group, predictor.find(name)) for name, group in by_name.items()]


def _context(model: Model, predictor: Predictor | None) -> Context:
    """What is known beside a predictor; without one, beside the card and the project."""
    chosen = predictor or model.predictor
    every = (other for group in model.predictors.values() for other in group)
    trainer = next((other for other in every if other.mode == "train" and other is not chosen), None)
    trains = chosen is not None and chosen.mode == "train"
    runner = model.predictor if trains and model.predictor is not chosen else None
    about = NOTHING if predictor is None else about_of(predictor)
    return Context(
        model.settings,
        model.files.cog,
        model.files,
        chosen,
        trainer,
        runner,
        model.card,
        model.candidates,
        about,
        model.published_version,
    )


def _parts(groups: Sequence[Group]) -> tuple[Part, ...]:
    """The findings of one file in the order of its text, what is found in an input in one part where it can be."""
    loose: list[tuple[Findings, Group]] = [(group.others, group) for group in groups]
    whole: list[Part] = []
    shared = sum(bool(group.inputs) for group in groups) > 1  # two classes may say the same of one input
    for part in (Part(origin, judged, group) for group in groups for origin, judged in group.inputs):
        if shared or not part.judged.is_within:
            loose.append((part.findings, part.group))
        else:
            whole.append(part)
    whole.sort(key=attrgetter("origin"))
    if not any(findings for findings, _ in loose):
        return tuple(whole)
    surrounded = _around(whole, [finding for findings, _ in loose for finding in findings])
    loose += [(whole[n].findings, whole[n].group) for n in sorted(surrounded)]
    parts = [part for n, part in enumerate(whole) if n not in surrounded]
    return tuple(sorted([*parts, *_single(loose)], key=attrgetter("start")))


def _single(loose: Iterable[tuple[Findings, Group]]) -> Iterator[Part]:
    """A part for each of the findings, in the order of the text; what two groups say alike is the first one's."""
    groups: dict[int, Group] = {}
    for findings, group in loose:
        for finding in findings:
            groups.setdefault(id(finding), group)
    for finding in in_order(finding for findings, _ in loose for finding in findings):
        yield Part(0, Judged([finding]), groups[id(finding)])


def _around(parts: Sequence[Part], loose: Sequence[Finding]) -> set[int]:
    """Which of the parts, which are in the order of the text, have a loose finding among theirs: one that is said of
    the predictor."""
    starts = [part.start for part in parts]
    above = ((bisect_right(starts, finding.span.start) - 1, finding.span.start) for finding in loose)
    return {n for n, start in above if n >= 0 and start <= parts[n].end}
