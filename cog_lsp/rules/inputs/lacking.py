"""What a description lacks, said in one finding: the strongest rule that is on speaks for the weaker ones.

Each rule can still be judged alone, and a weaker one speaks where the stronger is off or silenced.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cog_lsp.findings.finding import Finding, Findings, Severity
from cog_lsp.findings.repairs import Describe
from cog_lsp.predictor.model import Input
from cog_lsp.prose.jargon import Term
from cog_lsp.text import Span

ORDER = (
    "missing-description",
    "unfinished-description",
    "terse-description",
    "unexplained-bounds",
    "unexplained-choices",
    "jargon",
)
"""The rules about what a description lacks, the strongest first."""
WHOLE = frozenset(ORDER[:2])
"""Where one of these speaks there is no text yet that could lack a part, or one that is to be read as a whole."""
LONGEST = 140
CLAUSES = {
    "effect": "what lower and higher values do",
    "switch": "what changes when this is on",
    "choices": "how the choices differ",
    "file": "what the file is for or what it should hold",
    "text": "what to write or what the model makes of it",
    "data": "what this number is, or in what unit to give it",
    "purpose": "what this does or how to choose a value",
}
"""What a reader looks for in vain, by facet."""


def lacking(
    rule: str,
    input: Input,
    span: Span,
    facets: Sequence[str],
    terms: Sequence[tuple[str, str]] = (),
    severity: Severity = "warning",
) -> Finding:
    """A finding on a description without these facets and the meanings of these terms (as written, with a meaning)."""
    data: list[tuple[str, str | tuple[str, ...]]] = [("missing", tuple(facets))]
    if terms:
        data += [("terms", tuple(term for term, _ in terms)), ("meanings", tuple(meaning for _, meaning in terms))]
    return Finding(
        rule, _message(input.name, facets, terms), span, input.name, (Describe(tuple(facets)),), severity, tuple(data)
    )


def as_written(text: str, terms: Iterable[Term]) -> tuple[tuple[str, str], ...]:
    """Terms as the text has them, with their meanings."""
    return tuple((" ".join(text[term.start : term.end].split()), term.meaning) for term in terms)


def folded(findings: Iterable[Finding]) -> Findings:
    """Of the findings on each input, one at most that says what the description lacks; the others as they are."""
    others: list[Finding] = []
    grouped: dict[str | None, list[Finding]] = {}
    for finding in findings:
        if finding.rule in ORDER:
            grouped.setdefault(finding.input, []).append(finding)
        else:
            others.append(finding)
    return (*(_one(sorted(group, key=_weakness)) for group in grouped.values()), *others)


def _weakness(finding: Finding) -> float:
    """The place of a finding in the order. That a draft is to be read says less than that it lacks something, and more
    than that it holds a term."""
    return ORDER.index("jargon") - 0.5 if finding.is_unread else ORDER.index(finding.rule)


def _one(findings: Sequence[Finding]) -> Finding:
    """The strongest finding, with what the weaker ones add."""
    first = findings[0]
    if len(findings) == 1 or first.rule in WHOLE or first.input is None:
        return first
    facets = tuple(dict.fromkeys(facet for finding in findings for facet in _told(finding, "missing")))
    terms = tuple(
        dict.fromkeys(
            pair
            for finding in findings
            for pair in zip(_told(finding, "terms"), _told(finding, "meanings"), strict=True)
        )
    )
    data: tuple[tuple[str, str | tuple[str, ...]], ...] = (("missing", facets),)
    if terms:
        data = (*data, ("terms", tuple(t for t, _ in terms)), ("meanings", tuple(m for _, m in terms)))
    return first._replace(message=_message(first.input, facets, terms), repairs=(Describe(facets),), data=data)


def _told(finding: Finding, key: str) -> tuple[str, ...]:
    value = dict(finding.data).get(key, ())
    return value if isinstance(value, tuple) else (value,)


def _message(name: str, facets: Sequence[str], terms: Sequence[tuple[str, str]]) -> str:
    """Everything that is missing, in one sentence that fits on a line."""
    clauses = [CLAUSES[facet] for facet in facets if facet in CLAUSES]
    head = f"`{name}`: the text doesn't say "
    if not clauses and len(terms) == 1 and terms[0][1]:
        term, meaning = terms[0]
        whole = f"{head}what “{term}” is ({meaning})"
        if len(whole) <= LONGEST:
            return whole
    if terms:
        clauses.append(_about_terms([term for term, _ in terms], LONGEST - len(head) - sum(map(len, clauses)) - 12))
    return head + _joined(clauses)


def _about_terms(written: Sequence[str], room: int) -> str:
    """ "what “CFG” and “VAE” are", with as many of the terms as there is room for."""
    if len(written) == 1:
        return f"what “{written[0]}” is"
    quotes: list[str] = []
    for term in written:
        if quotes and sum(len(t) + 4 for t in (*quotes, term)) > room - 24:
            break
        quotes.append(f"“{term}”")
    left = len(written) - len(quotes)
    parts = [*quotes, f"{left} more term{'s' if left > 1 else ''}"] if left else quotes
    return f"what {', '.join(parts[:-1])} and {parts[-1]} are" if len(parts) > 1 else f"what {parts[0]} is"


def _joined(clauses: Sequence[str]) -> str:
    return clauses[0] if len(clauses) == 1 else f"{', '.join(clauses[:-1])}, or {clauses[-1]}"
