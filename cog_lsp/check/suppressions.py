"""Comments that silence a rule in one place, and those that silence nothing.

In a predictor, `# cog-lsp: ignore[rule, rule]` in an input, above it or behind its closing bracket silences the rules
for that input, elsewhere for its own line and the next; `# cog-lsp: ignore-file[rule]` for the file. In a README,
`<!-- cog-lsp: ignore[rule] -->` silences them for its section, above the first section for the whole file.
In cog.yaml, `# cog-lsp: ignore-file[rule]` on a line of its own silences them for the file.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from operator import attrgetter

from msgspec.structs import replace

from cog_lsp.findings.finding import Finding, Findings
from cog_lsp.findings.suppression import Suppression
from cog_lsp.predictor.model import Predictor
from cog_lsp.predictor.source import file_comments
from cog_lsp.project.context import Context
from cog_lsp.readme.markdown.document import ModelCard
from cog_lsp.regex import regex
from cog_lsp.rules import BY_SLUG, UNUSED_SUPPRESSION
from cog_lsp.text import NOWHERE, Span

BARE = regex(r"#\s*cog-lsp:\s*ignore(?:-file)?[ \t]*(?=\r|\n|$|#)")
BEHIND = regex(r"[ \t,)]*(?=#)")
COMMENT = regex(r"#\s*cog-lsp:\s*ignore\[([^\[\]\n]*)\]")
WORD = regex(r"cog-lsp:\s{0,9}ignore")
SLUG = regex(r"[\w-]+")
EVERYWHERE = Span(NOWHERE.start, sys.maxsize)


def may_stand_in(text: str) -> bool:
    """Whether a file may hold such a comment."""
    return WORD.search(text) is not None


def in_predictor(findings: Iterable[Finding], predictor: Predictor, context: Context) -> Findings:
    """The findings that no comment of a predictor file silences, and one for each comment that silences nothing."""
    return _apply(findings, _of_predictor(predictor), context)


def in_card(findings: Iterable[Finding], card: ModelCard, context: Context) -> Findings:
    """The same for a README."""
    comments = [
        Suppression(card.text, s.span, s.slugs, EVERYWHERE if s.scope == Span(0, len(card.text)) else s.scope)
        for s in card.suppressions
    ]
    return _apply(findings, comments, context)


def in_cog_yaml(findings: Iterable[Finding], text: str, context: Context) -> Findings:
    """The same for cog.yaml, where a comment holds for the whole file."""
    if not may_stand_in(text):
        return tuple(findings)
    lines = re.compile(r"^[ \t]*(#\s*cog-lsp:\s*ignore-file\[[^\[\]\n]*\])", re.MULTILINE)
    spans = [Span(*match.span(1)) for match in lines.finditer(text)]
    comments = [s for span in spans for s in _read(text, span, EVERYWHERE, "ignore-file")]
    return _apply(findings, comments, context)


def in_source(findings: Iterable[Finding], text: str) -> Findings:
    """The findings about a file as a whole that no comment silences. A comment that silences none of them is not told:
    the file is broken, and what else it holds nobody knows."""
    candidates = tuple(findings)
    names = {
        slug
        for span in file_comments(text)
        for s in _read(text, span, EVERYWHERE, "ignore-file")
        for slug, _ in s.slugs
    }
    return tuple(finding for finding in candidates if finding.rule not in names)


def _of_predictor(predictor: Predictor) -> Iterator[Suppression]:
    """The comments of a predictor file, each with what it silences: those of an input, of the file, of two lines."""
    text = predictor.text
    lines = text.replace("\r\n", " \n").replace("\r", "\n") if "\r" in text else text
    starts: set[int] = set()
    arguments = []
    behind: dict[int, str] = {}
    for origin, input in predictor.placed():
        arguments += [argument.value_span.shifted(origin) for argument in input.arguments]
        match = BEHIND.match(text, origin + input.span.end)
        if match is not None:
            behind[match.end()] = input.name
        for comment in input.comments:
            span = comment.shifted(origin)
            for suppression in _read(text, span, input.name):
                starts.add(suppression.span.start)
                yield suppression
    for span in file_comments(text):
        yield from _read(text, span, EVERYWHERE, "ignore-file")
    for match in COMMENT.finditer(text):
        # What stands in a string is text, not a comment.
        if match.start() in starts or _is_in(arguments, match.start()):
            continue
        if match.start() in behind:
            yield from _read(text, Span(*match.span()), behind[match.start()])
            continue
        start = lines.rfind("\n", 0, match.start()) + 1
        next_line = lines.find("\n", match.end())
        end = lines.find("\n", next_line + 1) if next_line >= 0 else -1
        yield from _read(text, Span(*match.span()), Span(start, end if end >= 0 else len(text)))
    for match in BARE.finditer(text):
        if not _is_in(arguments, match.start()):
            end = match.start() + len(match.group().rstrip())
            yield Suppression(text, Span(match.start(), end), (), Span(0, 0))


def _is_in(spans: Sequence[Span], offset: int) -> bool:
    """Whether an offset lies in one of some spans, which follow one another."""
    at = bisect_right(spans, offset, key=attrgetter("start"))
    return at > 0 and offset < spans[at - 1].end


def _read(text: str, span: Span, scope: str | Span, word: str = "ignore") -> Iterator[Suppression]:
    match = re.compile(rf"#\s*cog-lsp:\s*{word}\[([^\[\]\n]*)\]").search(text, span.start, span.end)
    if match is not None:
        base = match.start(1)
        slugs = tuple((m[0], Span(base + m.start(), base + m.end())) for m in SLUG.finditer(match[1]))
        yield Suppression(text, Span(*match.span()), slugs, scope)


def _apply(findings: Iterable[Finding], comments: Iterable[Suppression], context: Context) -> Findings:
    """The findings that no comment silences, and one for each comment that silences nothing."""
    suppressions, candidates = list(comments), list(findings)
    used = set(_used(suppressions, candidates))
    is_silenced = _silenced(suppressions)
    rest = [finding for finding in candidates if not is_silenced(finding)]
    rule = UNUSED_SUPPRESSION
    severity = rule.severity_in(context.settings)
    if severity != "off":
        for s in suppressions:
            if not s.slugs:
                rest += [f._replace(severity=severity) for f in rule.check(s, context)]
                continue
            unused = tuple((slug, place) for slug, place in s.slugs if place not in used and _could_find(slug, context))
            if unused:
                unknown = tuple(slug for slug, _ in s.slugs if slug not in BY_SLUG)
                unused_comment = replace(s, unused=unused, unknown=unknown)
                rest += [
                    Finding(f.rule, f.message, f.span, None, f.repairs, severity)
                    for f in rule.check(unused_comment, context)
                ]
    return tuple(rest)


def _used(suppressions: Iterable[Suppression], findings: Iterable[Finding]) -> Iterator[Span]:
    """The names in comments that silence a finding."""
    inputs = {(finding.rule, finding.input) for finding in findings}
    starts: dict[str, list[int]] = {}
    for start, rule in sorted((finding.span.start, finding.rule) for finding in findings):
        starts.setdefault(rule, []).append(start)
    for suppression in suppressions:
        scope = suppression.scope
        for slug, place in suppression.slugs:
            if isinstance(scope, str):
                is_used = (slug, scope) in inputs
            else:
                row = starts.get(slug, ())
                is_used = bisect_left(row, scope.start) < bisect_left(row, scope.end)
            if is_used:
                yield place


def _silenced(suppressions: Iterable[Suppression]) -> Callable[[Finding], bool]:
    """Whether a comment silences a finding."""
    of_inputs: set[tuple[str, str | None]] = set()
    scopes: dict[str, list[Span]] = {}
    for suppression in suppressions:
        for slug, _ in suppression.slugs:
            if isinstance(suppression.scope, str):
                of_inputs.add((slug, suppression.scope))
            else:
                scopes.setdefault(slug, []).append(suppression.scope)
    ordered = {slug: sorted(spans) for slug, spans in scopes.items()}
    farthest = {slug: list(accumulate((span.end for span in spans), max)) for slug, spans in ordered.items()}

    def is_silenced(finding: Finding) -> bool:
        rule, start = finding.rule, finding.span.start
        at = bisect_right(ordered.get(rule, ()), start, key=attrgetter("start"))
        return (rule, finding.input) in of_inputs or (at > 0 and farthest[rule][at - 1] > start)

    return is_silenced


def _could_find(slug: str, context: Context) -> bool:
    """Whether a rule is on: a comment for one that is off may well be needed where it is on."""
    rule = BY_SLUG.get(slug)
    return rule is None or (rule.subject != "source" and rule.severity_in(context.settings) != "off")
