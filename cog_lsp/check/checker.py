"""Run the rules over one model: its files in, its findings out.

A `Checker` remembers what it read, so that a keystroke costs what it changed: a predictor is parsed again only where
its text changed, an input is judged again only where its parameter changed (the reader gives back the same `Input`
object for an unchanged one), and the model card only where the card or an input changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from cog_lsp.check import judge
from cog_lsp.check.model import Group, Groups, Model
from cog_lsp.check.shown import shown
from cog_lsp.check.unchanged import EVERYTHING, all_same, changes
from cog_lsp.evidence.uses.fact import Code, Fact
from cog_lsp.findings.finding import Finding
from cog_lsp.findings.judged import Judged
from cog_lsp.predictor.faults.fault import Fault
from cog_lsp.predictor.faults.find import fault_of, undecoded
from cog_lsp.predictor.model import Predictor
from cog_lsp.predictor.source import Source, read_source
from cog_lsp.project.context import Context
from cog_lsp.project.facts import facts_at
from cog_lsp.project.files import ModelFiles
from cog_lsp.project.version import decodes, version_of
from cog_lsp.project.workspace import Workspace
from cog_lsp.readme.markdown.document import ModelCard, parse_card
from cog_lsp.rules import reads_code
from cog_lsp.settings.record import Settings

FactsOf = Callable[[Path, Predictor, str, Callable[[str], str | None]], tuple[Fact, ...]]
"""Reads the code of a predictor in a file, by its path in the model's folder too; the last reads other files there."""


class _Memory(Struct, frozen=True):
    """What is kept of one model between two checks."""

    model: Model
    sources: Mapping[Path, Source]
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
    codes: tuple[Code, ...]
    """What is known of the code of each predictor."""


class Checker:
    """Checks models, and keeps what did not change."""

    def __init__(
        self,
        workspace: Workspace,
        settings: Callable[[ModelFiles], Settings] | None = None,
        faults: Callable[[Path, str], Fault | None] | None = None,
        facts: FactsOf | None = None,
        published_version: Callable[[str], str | None] = lambda _: None,
    ) -> None:
        self.workspace = workspace
        self.settings = settings or (lambda _: Settings())
        self.faults = faults or (lambda _, text: fault_of(text))
        """Where Python cannot read a file, by its path and text; an editor waits with the answer."""
        self.facts = facts or _facts
        """What the code of a predictor does with its inputs; an editor waits with this answer, too."""
        self.published_version = published_version
        """The version of `owner/name` that a draft may name; nothing that is found depends on it."""
        self._memory: dict[Path, _Memory] = {}

    def forget(self, files: ModelFiles) -> None:
        """Drop what is kept of a model: its last file was closed."""
        self._memory.pop(files.key, None)

    def check(self, files: ModelFiles) -> Model:
        """Read and judge a model as it is now."""
        texts = self.workspace.texts(files)
        memory = self._checked(files, texts, self.settings(files))
        self._memory[files.key] = memory
        return self._told(memory.model, (*memory.model.groups, *self._broken(memory)))

    def _checked(self, files: ModelFiles, texts: Mapping[Path, str], settings: Settings) -> _Memory:
        return _check(files, texts, settings, self._memory.get(files.key), self.facts, self.published_version)

    def _told(self, model: Model, groups: Groups) -> Model:
        """The model with what the settings let be told of what was found."""
        visible = tuple(shown(groups, model.settings, model.files.root, self.workspace.roots))
        return replace(model, groups=visible) if visible != model.groups else model

    def _broken(self, memory: _Memory) -> Iterator[Group]:
        """What keeps Python, Cog or the site from reading a file of a model."""
        model = memory.model
        texts = {path: source.text for path, source in memory.sources.items()}
        if model.card is not None and model.files.readme is not None:
            texts[model.files.readme] = model.card.text
        for path, text in texts.items():
            fault = undecoded(path, text, self.workspace.not_utf8(path))
            if fault is None and path in memory.sources:
                fault = self.faults(path, text)
            if fault is not None:
                yield judge.of_source(model, path, fault, text)

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

        def judge(text: str) -> Iterator[tuple[Context, list[Finding]]]:
            now = self.imagined(model, path, text)
            for group in now.groups:
                if group.path == path:
                    yield now.context_of(group.predictor), [finding for finding in group.findings if wanted(finding)]

        return fix_all(self.workspace.read(path) or "", judge, drafts=drafts)

    def imagined(self, model: Model, path: Path, text: str) -> Model:
        """A model as if one of its files had this text; what Python cannot read is not looked for."""
        files, texts = _with_text(model.files, path, text), {**self.workspace.texts(model.files), path: text}
        now = self._checked(files, texts, model.settings).model
        return self._told(now, now.groups)


def _facts(_: Path, predictor: Predictor, path: str, read: Callable[[str], str | None]) -> tuple[Fact, ...]:
    return facts_at(predictor, path, read)


def _with_text(files: ModelFiles, path: Path, text: str) -> ModelFiles:
    """The files of a model as if one of them had this text, for those that import it too."""
    name = _place(path, files.root)
    return replace(files, read=lambda asked: text if asked == name else files.read(asked))


def _check(
    files: ModelFiles,
    texts: Mapping[Path, str],
    settings: Settings,
    memory: _Memory | None,
    facts: FactsOf,
    published_version: Callable[[str], str | None],
) -> _Memory:
    """Read and judge a model from the texts of its files: what is read of other files it imports, `files` gives."""
    if memory is not None and (memory.model.settings != settings or memory.model.files.cog != files.cog):
        memory = None
    sources = _sources(files, texts, memory, decodes(version_of(settings, files.cog)))
    predictors = {
        path: tuple(
            predictor
            for entry in files.predictors
            if entry.path == path
            for predictor in source.predictors(entry.name, entry.mode, files.read, _place(path, files.root))
        )
        for path, source in sources.items()
    }
    model = Model(files, settings, predictors, _card(files, texts, memory), published_version=published_version)
    inputs: dict[int, Judged] = {}
    is_read = reads_code(settings)
    codes = tuple(
        Code(predictor, facts(path, predictor, place, files.read) if is_read else (), place)
        for path, group in predictors.items()
        for place in [_place(path, files.root)]
        for predictor in group
    )
    is_same = memory is not None and all_same(memory.model.predictors, predictors)
    if memory is not None and is_same and memory.codes == codes:
        inputs, groups = memory.inputs, memory.groups
    else:
        previous = memory.inputs if memory is not None else {}
        paths = [path for path, group in predictors.items() for _ in group]
        groups = tuple(
            judge.of_predictor(model, path, code, previous, inputs) for path, code in zip(paths, codes, strict=True)
        )
    configurations = {path: texts.get(path, "") for path in files.safe_push}
    project, card, cases = _about_files(model, configurations, memory)
    model = replace(model, groups=(*groups, *card, *cases, *project))
    return _Memory(model, sources, inputs, groups, card, project, cases, configurations, codes)


def _about_files(model: Model, texts: Mapping[Path, str], memory: _Memory | None) -> tuple[Groups, Groups, Groups]:
    """What is found about the project, the card and the test cases of cog-safe-push, as far as anything changed."""
    changed = EVERYTHING if memory is None else changes(memory.model, model)
    if memory is None or "names" in changed:
        return tuple(judge.of_project(model)), tuple(judge.of_card(model)), tuple(judge.of_cases(model, texts))
    same_card = memory.model.card is model.card
    card = tuple(judge.of_card(model, memory.card, changed)) if same_card else tuple(judge.of_card(model))
    same_cases = "declarations" not in changed and memory.texts == texts
    return memory.project, card, memory.cases if same_cases else tuple(judge.of_cases(model, texts))


@lru_cache(maxsize=64)
def _place(path: Path, root: Path) -> str:
    """A file's path as other files of the model import it: relative to the model's folder."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def _sources(files: ModelFiles, texts: Mapping[Path, str], memory: _Memory | None, decodes: bool) -> dict[Path, Source]:
    before = memory.sources if memory is not None else {}
    paths = dict.fromkeys(entry.path for entry in files.predictors)
    return {path: read_source(texts[path], before.get(path), decodes=decodes) for path in paths if path in texts}


def _card(files: ModelFiles, texts: Mapping[Path, str], memory: _Memory | None) -> ModelCard | None:
    text = texts.get(files.readme) if files.readme is not None else None
    return None if text is None else parse_card(text, memory.model.card if memory is not None else None)
