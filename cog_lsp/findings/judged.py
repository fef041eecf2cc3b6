"""The findings about one thing, relative to where it begins, so that they outlive a move of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cog_lsp.findings.finding import SEVERITY_ORDER, Finding, Findings
from cog_lsp.predictor.model import Input
from cog_lsp.text import Span


class Judged:
    """What was found in one thing: its findings relative to where it begins, and those where it stood last.

    Two of them are the same where they are one object: an input that did not change keeps its own.
    """

    __slots__ = ("_origin", "_placed", "_raw", "circumstances", "findings", "input", "is_within", "kinds", "span")

    def __init__(
        self,
        findings: Iterable[Finding],
        input: Input | None = None,
        raw: Findings | None = None,
        circumstances: tuple[object, ...] = (),
    ) -> None:
        self.findings: Findings = in_order(findings)
        self.input = input
        """None for a single finding that is not about one input alone; then it begins where the file does."""
        starts = [finding.span.start for finding in self.findings]
        ends = [finding.span.end for finding in self.findings]
        self.span = Span(min(starts, default=0), max(ends, default=0))
        """From the first finding to the end of the last, relative."""
        self.is_within = input is not None and 0 <= self.span.start <= self.span.end <= len(input.source)
        """Whether all of it lies in the text of the parameter, and not in that of an `Input(...)` elsewhere."""
        self.kinds = frozenset(repair.kind for finding in self.findings for repair in finding.repairs)
        """The kinds of repairs that are asked for."""
        self.circumstances = circumstances
        """What was known of its model and of what the code does with it when it was judged."""
        self._raw = self.findings if raw is None else raw
        self._origin = 0
        self._placed = self.findings

    def at(self, origin: int) -> Findings:
        """The findings with absolute spans for a thing that starts at `origin`."""
        if origin != self._origin:
            self._origin = origin
            self._placed = tuple(
                Finding(f.rule, f.message, f.span.shifted(origin), f.input, f.repairs, f.severity, f.data, f.related)
                for f in self.findings
            )
        return self._placed

    def raw_at(self, origin: int) -> Iterator[Finding]:
        """Every finding of every rule, those too for which a stronger one speaks; with absolute spans."""
        return (finding._replace(span=finding.span.shifted(origin)) for finding in self._raw)

    def touches(self, origin: int, span: Span) -> bool:
        """Whether a finding may touch an absolute span where the thing starts at `origin`."""
        return self.span.start + origin <= span.end and span.start <= self.span.end + origin


Placed = tuple[int, Judged]
"""With the offset where the thing starts."""


def in_order(findings: Iterable[Finding]) -> Findings:
    """Sorted by place; what two classes say of one shared input counts once."""
    ordered = sorted(findings, key=lambda f: (f.span, SEVERITY_ORDER[f.severity], f.rule, f.message))
    distinct: list[Finding] = []
    for finding in ordered:
        if not distinct or (finding.rule, finding.span, finding.message) != (
            distinct[-1].rule,
            distinct[-1].span,
            distinct[-1].message,
        ):
            distinct.append(finding)
    return tuple(distinct)
