"""A grade for each part of a model, from A, where nothing is left to do, to D, where something is broken or not there.

How much is done decides; what is wrong besides can only make it worse.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal, get_args

from cog_lsp.findings.finding import Finding
from cog_lsp.rules import BY_SLUG
from cog_lsp.rules.rule import Part

Grade = Literal["A", "B", "C", "D"]
NEARLY, HALF = 0.75, 0.4
"""The shares of what there is to do from which on a part has a B and a C."""


def grades(findings: Collection[Finding], shares: Mapping[Part, float]) -> dict[Part, Grade]:
    """The grade of each part. `shares` say how much of it is done, from 0 to 1; the schema is done, once it builds."""
    by_part: dict[Part, list[Finding]] = {part: [] for part in get_args(Part)}
    for finding in findings:
        part = BY_SLUG[finding.rule].part
        if part is not None and finding.severity != "hint":
            by_part[part].append(finding)
    return {part: max(_done(shares.get(part, 1.0)), _flaws(by_part[part])) for part in by_part}


def _done(share: float) -> Grade:
    return "A" if share >= 1 else "B" if share >= NEARLY else "C" if share >= HALF else "D"


def _flaws(findings: Collection[Finding]) -> Grade:
    """The best grade that a part can have with these findings."""
    if any(finding.severity == "error" for finding in findings):
        return "D"
    return "C" if any(_is_serious(finding) for finding in findings) else "B" if findings else "A"


def _is_serious(finding: Finding) -> bool:
    """Whether somebody is led astray or meets what is unfinished. How many inputs lack words, their share tells."""
    rule = BY_SLUG[finding.rule]
    is_broken = rule.step is not None and rule.step.is_broken
    return is_broken or rule.is_unpublishable or (finding.severity == "warning" and not rule.judges_descriptions)
