"""Run the rules over one model: its files in, its findings out.

A `Checker` remembers what it read, so that a keystroke costs what it changed: a predictor is parsed again only where
its text changed, an input is judged again only where its parameter changed (the reader gives back the same `Input`
object for an unchanged one), and the model card only where the card or an input changed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from operator import attrgetter, is_, itemgetter
from pathlib import Path
from typing import Any

from cog_lsp import suppressions
from cog_lsp.findings.finding import Finding, Findings
from cog_lsp.findings.judged import Judged, Placed, in_order
from cog_lsp.predictor import outline
from cog_lsp.predictor.model import Field, Home, Input, Predictor
from cog_lsp.project.files import ModelFiles
from cog_lsp.project.workspace import Workspace
from cog_lsp.readme.document import ModelCard, parse_card
from cog_lsp.readme.drafts import inputs_tables
from cog_lsp.rules import BY_SLUG, BY_SUBJECT, CASE_RULES
from cog_lsp.rules.rule import Context, Rule
from cog_lsp.settings.record import Problem, Settings


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

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files of the model, and those from which it inherits its signature."""
        return tuple(dict.fromkeys([*self.files.paths, *(group.path for group in self.groups)]))

    def predictors_in(self, path: Path) -> tuple[Predictor, ...]:
        """The predictors whose signature stands in a file: one that is inherited stands in the file of its parent."""
        return tuple(
            predictor
            for entry, group in self.predictors.items()
            for predictor in group
            if path == (self.files.root / predictor.path if predictor.path else entry)
        )

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
        return _context(self, group.predictor if group is not None else None)


@dataclass(frozen=True, slots=True)
class _Memory:
    """What is kept of one model between two checks."""

    model: Model
    sources: Mapping[Path, outline.Source]
    inputs: dict[int, Judged]
    """By the identity of the input's record, which `Judged` keeps: an identity is only good while the object lives."""
    groups: Groups
    """What the rules of the inputs and predictors found."""
    card: Groups
    """What the rules of the card found."""
    project: Groups
    """What the rules of the project found."""
    cases: Groups
    """What was found in the test cases of cog-safe-push."""
    texts: Mapping[Path, str]
    """The test cases."""


class Checker:
    """Checks models, and keeps what did not change."""

    def __init__(self, workspace: Workspace, settings: Callable[[ModelFiles], Settings] | None = None) -> None:
        self.workspace = workspace
        self.settings = settings or (lambda _: Settings())
        self._memory: dict[Path, _Memory] = {}

    def forget(self, files: ModelFiles) -> None:
        """Drop what is kept of a model: its last file was closed."""
        self._memory.pop(_key(files), None)

    def check(self, files: ModelFiles) -> Model:
        """Read and judge a model as it is now."""
        memory = _check(self.workspace, files, self.settings(files), self._memory.get(_key(files)))
        self._memory[_key(files)] = memory
        return memory.model

    def fixed(
        self,
        model: Model,
        path: Path,
        *,
        drafts: bool = False,
        wanted: Callable[[Finding], bool] = lambda _: True,
    ) -> str:
        """The text of a file after its safe fixes, and after its drafts where asked. Nothing is written."""
        from cog_lsp.fixes import fix_all

        before = self.workspace.read(path) or ""
        memory = self._memory.get(_key(model.files))

        def judge(text: str) -> Iterator[tuple[Context, list[Finding]]]:
            with self.workspace.imagined(path, text):
                now = _check(self.workspace, model.files, model.settings, memory).model
            for group in now.groups:
                if group.path == path:
                    yield now.context_of(group), [finding for finding in group.findings if wanted(finding)]

        return fix_all(before, judge, drafts=drafts)


def by_input(findings: Iterable[Finding], predictor: Predictor) -> list[Judged]:
    """Findings sorted out by the input that they name, in the order in which the names come."""
    named: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.input is not None:
            named.setdefault(finding.input, []).append(finding)
    return [Judged(group, predictor.find(name)) for name, group in named.items()]


def in_settings(problems: Iterable[Problem], settings: Settings) -> Findings:
    """What the problems of a settings file are under these settings."""
    context = Context(settings)
    return tuple(f for problem in problems for f in _apply(BY_SUBJECT["settings"], problem, context))


def _key(files: ModelFiles) -> Path:
    return files.cog_yaml or (files.predictors[0].path if files.predictors else files.root)


def _check(workspace: Workspace, files: ModelFiles, settings: Settings, memory: _Memory | None) -> _Memory:
    if memory is not None and (memory.model.settings != settings or memory.model.files.cog != files.cog):
        memory = None
    sources = _sources(workspace, files, memory)
    predictors = {
        path: tuple(
            predictor
            for entry in files.predictors
            if entry.path == path
            for predictor in source.predictors(entry.name, entry.mode, files.read, _place(path, files.root))
        )
        for path, source in sources.items()
    }
    model = Model(files, settings, predictors, _card(workspace, files, memory))
    inputs: dict[int, Judged] = {}
    if memory is not None and _all_same(memory.model.predictors, predictors):
        inputs, groups = memory.inputs, memory.groups
    else:
        groups = tuple(
            _judge(model, path, predictor, memory, inputs) for path, group in predictors.items() for predictor in group
        )
    texts = {path: workspace.read(path) or "" for path in files.safe_push}
    project, card, cases = _about_files(model, texts, memory)
    model = replace(model, groups=(*groups, *card, *cases, *project))
    return _Memory(model, sources, inputs, groups, card, project, cases, texts)


def _about_files(model: Model, texts: Mapping[Path, str], memory: _Memory | None) -> tuple[Groups, Groups, Groups]:
    """What is found about the project, the card and the test cases of cog-safe-push, as far as anything changed."""
    if memory is None or not _same_names(memory.model, model):
        return tuple(_about_project(model)), tuple(_about_card(model)), tuple(_about_cases(model, texts))
    same = not (memory.card or texts) or _same_inputs(memory.model, model)
    if memory.model.card is not model.card:
        card = tuple(_about_card(model))
    else:
        card = memory.card if same else tuple(_about_card(model, memory.card))
    cases = memory.cases if same and memory.texts == texts else tuple(_about_cases(model, texts))
    return memory.project, card, cases


@lru_cache(maxsize=64)
def _place(path: Path, root: Path) -> str:
    """A file's path as other files of the model import it: relative to the model's folder."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def _sources(workspace: Workspace, files: ModelFiles, memory: _Memory | None) -> dict[Path, outline.Source]:
    found = {}
    for path in dict.fromkeys(entry.path for entry in files.predictors):
        text = workspace.read(path)
        if text is not None:
            found[path] = outline.parse(text, memory.sources.get(path) if memory is not None else None)
    return found


def _card(workspace: Workspace, files: ModelFiles, memory: _Memory | None) -> ModelCard | None:
    text = workspace.read(files.readme) if files.readme is not None else None
    return None if text is None else parse_card(text, memory.model.card if memory is not None else None)


def _context(model: Model, predictor: Predictor | None) -> Context:
    chosen = predictor or model.predictor
    every = (other for group in model.predictors.values() for other in group)
    trainer = next((other for other in every if other.mode == "train" and other is not chosen), None)
    return Context(model.settings, model.files.cog, model.files, chosen, trainer, model.card)


def _judge(
    model: Model,
    path: Path,
    predictor: Predictor,
    memory: _Memory | None,
    inputs: dict[int, Judged],
) -> Group:
    context = _context(model, predictor)
    found: list[Placed] = []
    known = memory.inputs if memory is not None else {}
    decorated = predictor.api == "decorators"
    for origin, input in predictor.placed():
        if decorated and input.home is not Home.DECORATOR:
            continue  # the decorators of 2021 say what this parameter is
        key = id(input)
        inputs[key] = judged = known.get(key) or Judged(_apply(BY_SUBJECT["input"], input, context), input)
        if judged.findings:
            found.append((origin, judged))
    others = tuple(_apply(BY_SUBJECT["predictor"], predictor, context))
    if predictor.path:
        path = model.files.root / predictor.path
    group = Group(path, predictor, others, tuple(found))
    if not suppressions.may_stand_in(predictor.text):
        return group
    return Group(path, predictor, suppressions.in_predictor(group.findings, predictor, context))


def _all_same(before: Mapping[Path, tuple[Predictor, ...]], now: Mapping[Path, tuple[Predictor, ...]]) -> bool:
    return before.keys() == now.keys() and all(
        len(before[path]) == len(group) and all(map(is_, before[path], group)) for path, group in now.items()
    )


def _about_card(model: Model, before: Groups = ()) -> Iterator[Group]:
    """What the rules of the model card find; of the same card `before`, only those that look at the predictor."""
    context = _context(model, None)
    if model.card is not None and model.files.readme is not None:
        kept = [f for group in before for f in group.raw if not BY_SLUG[f.rule].asks_predictor]
        rules = [rule for rule in BY_SUBJECT["card"] if rule.asks_predictor or not before]
        raw = (*kept, *_apply(rules, model.card, context))
        yield Group(model.files.readme, None, suppressions.in_card(raw, model.card, context), raw=raw)


def _about_project(model: Model) -> Iterator[Group]:
    """What the rules of the project find, whatever the inputs and the card say."""
    context = _context(model, None)
    place = model.files.cog_yaml or next((entry.path for entry in model.files.predictors), None)
    if place is not None:
        found = _apply(BY_SUBJECT["project"], model.files, context)
        text = model.files.cog.text if model.files.cog is not None and place == model.files.cog_yaml else ""
        yield Group(place, None, suppressions.in_cog_yaml(found, text, context))


def _about_cases(model: Model, texts: Mapping[Path, str]) -> Iterator[Group]:
    """What is wrong with the test cases of cog-safe-push."""
    context = _context(model, None)
    for path, text in texts.items():
        yield Group(path, None, tuple(_apply(CASE_RULES, text, context, attrgetter("check_cases"))))


def _apply(
    rules: Iterable[Rule],
    thing: object,
    context: Context,
    check: Callable[[Rule], Callable[[Any, Context], Iterable[Finding]]] = attrgetter("check"),
) -> Iterator[Finding]:
    """What rules find in a thing, each with the severity that it has under these settings."""
    chosen = context.settings.severity
    for rule in rules:
        severity = chosen.get(rule.slug, rule.severity)
        if severity == "off" and (rule.severity != "off" or rule.slug in chosen):
            continue
        for finding in check(rule)(thing, context):
            # A rule that is off by default still says what fails for certain.
            own = "error" if rule.severity == "off" and finding.severity == "error" else severity
            if own != "off":
                yield finding if finding.severity == own else finding._replace(severity=own)


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


def _same_names(before: Model, now: Model) -> bool:
    """Whether the predictors are the same by name, which is all that the rules of the project look at. A file without a
    predictor that can be built is judged by its text."""
    return (
        before.files is now.files  # else other files may have come or gone, which links and entry points name
        and before.predictors.keys() == now.predictors.keys()
        and all(len(before.predictors[path]) == len(group) > 0 for path, group in now.predictors.items())
        and all(
            old.name == new.name and (old.refusals == new.refusals == () or old.text == new.text)
            for old, new in _pairs(before, now)
        )
    )


def _same_inputs(before: Model, now: Model) -> bool:
    """Whether the inputs are the same for the rules of the card, where the predictors have the same names."""
    described = now.card is not None and bool(inputs_tables(now.card.text))
    return all(
        len(old.inputs) == len(new.inputs)
        and all(
            a is b or (not described and _undescribed(a) == _undescribed(b))
            for a, b in zip(old.inputs, new.inputs, strict=True)
        )
        for old, new in _pairs(before, now)
    )


def _pairs(before: Model, now: Model) -> Iterator[tuple[Predictor, Predictor]]:
    for path, group in now.predictors.items():
        yield from zip(before.predictors[path], group, strict=True)


def _undescribed(input: Input) -> tuple[object, ...]:
    """An input without its description and without places: only the table of inputs in a card tells descriptions."""
    field = input.field
    if isinstance(field, Field):
        published: object = (
            {key: value for key, value in field.property.items() if key != "description"},
            field.required,
            field.enum,
        )
    else:
        published = field.kind, field.message
    arguments = [(a.keyword, a.source, a.meant) for a in input.arguments if a.keyword != "description"]
    return input.name, input.type, input.home, input.opaque, published, arguments
