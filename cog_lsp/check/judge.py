"""What the rules find in each thing of a model: predictors, the card, the project, test cases, sources, settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import attrgetter
from pathlib import Path
from typing import Any

from cog_lsp.check import suppressions
from cog_lsp.check.model import Group, Groups, Model
from cog_lsp.check.unchanged import EVERYTHING
from cog_lsp.evidence.uses.fact import Code, Usage
from cog_lsp.findings.finding import SEVERITY_ORDER, Finding, Findings
from cog_lsp.findings.judged import Judged, Placed
from cog_lsp.pace import step
from cog_lsp.predictor.faults.fault import Fault
from cog_lsp.predictor.model import Home
from cog_lsp.project.context import Context
from cog_lsp.rules import BY_SLUG, BY_SUBJECT, CASE_RULES
from cog_lsp.rules.inputs.lacking import folded
from cog_lsp.rules.rule import Reads, Rule
from cog_lsp.settings.record import Problem, Settings

MILD = frozenset({"information", "hint"})


def of_settings(problems: Iterable[Problem], settings: Settings) -> Findings:
    """What the problems of a settings file are under these settings."""
    return tuple(f for problem in problems for f in _apply(BY_SUBJECT["settings"], problem, Context(settings)))


def of_source(model: Model, path: Path, fault: Fault, text: str) -> Group:
    """What keeps Python, Cog or the site from reading a file."""
    findings = _apply(BY_SUBJECT["source"], fault, model.context_of())
    return Group(path, None, suppressions.in_source(findings, text))


def of_predictor(model: Model, path: Path, code: Code, known: Mapping[int, Judged], inputs: dict[int, Judged]) -> Group:
    """What is found in a predictor of a file. `known` is what was found in inputs before, by the identity of the input;
    `inputs` takes what is found in them now."""
    predictor = code.predictor
    context = model.context_of(predictor)
    parts: list[Placed] = []
    raw_findings: list[Finding] = []
    silenced = suppressions.may_stand_in(predictor.text)
    decorated = predictor.api == "decorators"
    usages = code.usages()
    for origin, input in predictor.placed():
        if decorated and input.home is not Home.DECORATOR:
            continue  # the decorators of 2021 say what is an input
        key, facts = id(input), usages.get(input.name, ())
        judged = known.get(key)
        if judged is None or judged.circumstances != (context.about, facts):
            usage = Usage(input, facts, code.file)
            raw = (*_apply(BY_SUBJECT["input"], input, context), *_apply(BY_SUBJECT["usage"], usage, context))
            judged = Judged(folded(raw), input, raw, (context.about, facts))
        inputs[key] = judged
        if judged.findings:
            parts.append((origin, judged))
            raw_findings += judged.raw_at(origin) if silenced else ()
    others = tuple(_apply(BY_SUBJECT["predictor"], predictor, context))
    if predictor.path:
        path = model.files.root / predictor.path
    if not silenced:
        return Group(path, predictor, others, tuple(parts))
    left = suppressions.in_predictor((*raw_findings, *others), predictor, context)
    return Group(path, predictor, folded(left))


def of_card(model: Model, before: Groups = (), changed: frozenset[Reads] = EVERYTHING) -> Iterator[Group]:
    """What the rules of the model card find; of the same card `before`, only those that read what changed."""
    if model.card is None or model.files.readme is None:
        return
    card = model.card
    stale = [r for r in BY_SUBJECT["card"] if not before or (r.reads | r.also_reads(card)) & changed]
    if not stale:
        yield from before
        return
    context = model.context_of()
    slugs = {rule.slug for rule in stale}
    rest = [f for group in before for f in group.raw if f.rule not in slugs]
    raw = (*rest, *_apply(stale, card, context))
    if len(before) == 1 and raw == before[0].raw:
        yield from before
        return
    findings = suppressions.in_card(raw, card, context)
    alone = tuple(finding for finding in findings if BY_SLUG[finding.rule].stands_alone)
    yield Group(model.files.readme, None, alone or findings, raw=raw)


def of_project(model: Model) -> Iterator[Group]:
    """What the rules of the project find, whatever the inputs and the card say."""
    context = model.context_of()
    place = model.files.cog_yaml or next((entry.path for entry in model.files.predictors), None)
    if place is not None:
        findings = _apply(BY_SUBJECT["project"], model.files, context)
        text = model.files.cog.text if model.files.cog is not None and place == model.files.cog_yaml else ""
        yield Group(place, None, suppressions.in_cog_yaml(findings, text, context))


def of_cases(model: Model, texts: Mapping[Path, str]) -> Iterator[Group]:
    """What is wrong with the test cases of cog-safe-push."""
    context = model.context_of()
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
        step()
        severity = chosen.get(rule.slug, rule.severity)
        if severity == "off" and (rule.severity != "off" or rule.slug in chosen):
            continue
        for finding in check(rule)(thing, context):
            # A rule that is off by default still says what fails for certain.
            own = "error" if rule.severity == "off" and finding.severity == "error" else severity
            if finding.severity in MILD and own != "off":  # milder than its rule
                own = max(own, finding.severity, key=SEVERITY_ORDER.__getitem__)
            if own != "off":
                yield finding if finding.severity == own else finding._replace(severity=own)
