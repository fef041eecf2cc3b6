"""Run the rules over one model: its files in, its findings out.

A `Checker` remembers what it read, so that a keystroke costs what it changed: a predictor is parsed again only where its
text changed, an input is judged again only where its parameter changed (the reader gives back the same `Input` object
for an unchanged one), and the model card only where the card or an input changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from cog_lsp.config import Settings
from cog_lsp.predictor import outline
from cog_lsp.predictor.model import Input, Predictor
from cog_lsp.project import ModelFiles, Workspace
from cog_lsp.readme.document import ModelCard, parse_card
from cog_lsp.rules import RULES, SEVERITY_ORDER
from cog_lsp.rules.rule import Context, Finding, Rule, Subject
from cog_lsp.suppressions import Suppressions, suppress

Findings = tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """A model, read and judged."""

    files: ModelFiles
    settings: Settings
    predictors: Mapping[Path, tuple[Predictor, ...]]
    card: ModelCard | None
    findings: Mapping[Path, Findings]
    """The findings of each file of the model, in the order of the text; every span is absolute."""

    @property
    def predictor(self) -> Predictor | None:
        """The predictor that runs the model; the one that trains it where there is no other."""
        found = [predictor for group in self.predictors.values() for predictor in group]
        return next((p for p in found if p.mode == "run"), found[0] if found else None)

    def context(self, path: Path) -> Context:
        """What the rules and fixes of a file may look at."""
        here = self.predictors.get(path)
        return Context(
            settings=self.settings,
            cog=self.files.cog,
            files=self.files,
            predictor=here[0] if here else self.predictor,
            card=self.card,
        )


@dataclass(slots=True)
class _Memory:
    """What is kept of one model between two checks."""

    settings: Settings
    model: Model
    sources: dict[Path, outline.Source]
    inputs: dict[int, tuple[Input, Findings]]
    """Findings of each input by the identity of its record."""
    card_findings: Mapping[Path, Findings]


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
        settings = self.settings(files)
        memory = self._memory.get(_key(files))
        if memory is not None and (memory.settings != settings or memory.model.files.cog != files.cog):
            memory = None
        run = _Run(self.workspace, files, settings, memory)
        model = run.model()
        self._memory[_key(files)] = _Memory(settings, model, run.sources, run.inputs, run.card_findings)
        return model


def _key(files: ModelFiles) -> Path:
    return files.cog_yaml or (files.predictors[0].path if files.predictors else files.root)


class _Run:
    """One check of one model."""

    def __init__(self, workspace: Workspace, files: ModelFiles, settings: Settings, memory: _Memory | None) -> None:
        self.workspace = workspace
        self.files = files
        self.settings = settings
        self.memory = memory
        self.sources: dict[Path, outline.Source] = {}
        self.inputs: dict[int, tuple[Input, Findings]] = {}
        self.card_findings: Mapping[Path, Findings] = {}

    def model(self) -> Model:
        predictors = {path: self._predictors(path) for path in dict.fromkeys(e.path for e in self.files.predictors)}
        card = self._card()
        unjudged = Model(self.files, self.settings, predictors, card, {})
        found: dict[Path, Findings] = {}
        for path, group in predictors.items():
            context = unjudged.context(path)
            raw = [finding for predictor in group for finding in self._judge(predictor, context)]
            found[path] = self._finish(path, raw)
        self.card_findings = self._judge_card(unjudged)
        for path, findings in self.card_findings.items():
            found[path] = (*found.get(path, ()), *findings)
        return replace(unjudged, findings=found)

    def _predictors(self, path: Path) -> tuple[Predictor, ...]:
        text = self.workspace.read(path)
        if text is None:
            return ()
        previous = self.memory.sources.get(path) if self.memory else None
        source = previous if previous is not None and previous.text == text else outline.parse(text, previous)
        self.sources[path] = source
        found: list[Predictor] = []
        for entry in self.files.predictors:
            if entry.path == path:
                found += source.predictors(entry.name, entry.mode, self.files.read)
        return tuple(found)

    def _card(self) -> ModelCard | None:
        text = self.workspace.read(self.files.readme) if self.files.readme else None
        if text is None:
            return None
        previous = self.memory.model.card if self.memory else None
        return previous if previous is not None and previous.text == text else parse_card(text, previous)

    def _judge(self, predictor: Predictor, context: Context) -> Iterable[Finding]:
        for origin, input in predictor.placed():
            for finding in self._judge_input(input, context):
                yield replace(finding, span=finding.span.shifted(origin))
        yield from self._apply("predictor", predictor, context)

    def _judge_input(self, input: Input, context: Context) -> Findings:
        known = self.memory.inputs.get(id(input)) if self.memory else None
        # The record is kept beside its findings: an identity is only good for as long as the object lives.
        kept = known if known is not None else (input, tuple(self._apply("input", input, context)))
        self.inputs[id(input)] = kept
        return kept[1]

    def _judge_card(self, model: Model) -> Mapping[Path, Findings]:
        if self.memory is not None and _same_card_and_inputs(self.memory.model, model):
            return self.memory.card_findings
        context = model.context(self.files.readme or self.files.root)
        found: dict[Path, Findings] = {}
        if model.card is not None and self.files.readme is not None:
            found[self.files.readme] = self._finish(
                self.files.readme, list(self._apply("card", model.card, context)), model.card
            )
        place = self.files.cog_yaml or next((e.path for e in self.files.predictors), None)
        if place is not None:
            about = self._finish(place, list(self._apply("project", self.files, context)))
            found[place] = (*found.get(place, ()), *about)
        return found

    def _apply(self, subject: Subject, thing: object, context: Context) -> Iterable[Finding]:
        for rule in RULES:
            if rule.subject == subject and (severity := severity_of(rule, self.settings)) != "off":
                for finding in rule.check(thing, context):
                    yield replace(finding, severity=severity)

    def _finish(self, path: Path, findings: list[Finding], card: ModelCard | None = None) -> Findings:
        findings.sort(key=lambda f: (f.span, SEVERITY_ORDER[f.severity], f.rule))
        return tuple(findings)


def severity_of(rule: Rule, settings: Settings) -> str:
    """The severity of a rule under these settings."""
    return settings.severity.get(rule.slug, rule.severity)


def _same_card_and_inputs(before: Model, now: Model) -> bool:
    """Whether nothing that the card's rules look at has changed."""
    if before.card is not now.card or before.files != now.files or before.predictors.keys() != now.predictors.keys():
        return False
    return all(
        len(old.inputs) == len(new.inputs) and all(a is b for a, b in zip(old.inputs, new.inputs, strict=True))
        for path in now.predictors
        for old, new in zip(before.predictors[path], now.predictors[path], strict=False)
    ) and all(len(before.predictors[path]) == len(now.predictors[path]) for path in now.predictors)
