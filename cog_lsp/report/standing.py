"""How a model stands, as text, as Markdown for a pull request, and as JSON values."""

from __future__ import annotations

from typing import Any

from cog_lsp.check.standing import Standing, TopicState
from cog_lsp.text import visible

_MARKS: dict[TopicState, str] = {"covered": "✓", "draft": "…", "missing": "✗", "unjudged": "?"}
_NOTES: dict[TopicState, str] = {
    "covered": "",
    "draft": " (a draft)",
    "missing": " (missing)",
    "unjudged": " (not judged: the README is not in English)",
}


def as_text(standing: Standing) -> str:
    """For a terminal."""
    lines = [visible(standing.name), "", *(f"  {line}" for line in _counts(standing)), "", "Topics of the README"]
    lines += [f"  {_MARKS[t.state]} {t.title}{_NOTES[t.state]}" for t in standing.topics]
    if standing.ready:
        lines += ["", "Nothing is left to do: this model can be published."]
    else:
        lines += ["", "What is left to do"]
        lines += [f"  {number}. {visible(step.text)}" for number, step in enumerate(standing.steps, 1)]
    return "\n".join(lines) + "\n"


def as_markdown(standing: Standing) -> str:
    """For a comment on a pull request."""
    rows = [f"| {label} | {value} |" for label, value in _numbers(standing)]
    lines = [f"## {visible(standing.name).replace('|', chr(92) + '|')}", "", "| | |", "| --- | --- |", *rows, ""]
    lines += [f"- [{'x' if t.state == 'covered' else ' '}] {t.title}{_NOTES[t.state]}" for t in standing.topics]
    if standing.ready:
        lines += ["", "Nothing is left to do: this model can be published."]
    else:
        lines += ["", "### What is left to do", ""]
        lines += [f"{number}. {visible(step.text)}" for number, step in enumerate(standing.steps, 1)]
    return "\n".join(lines) + "\n"


def as_values(standing: Standing) -> dict[str, Any]:
    """For programs."""
    return {
        "name": standing.name,
        "ready": standing.ready,
        "inputs": {
            "total": standing.inputs.total,
            "explained": len(standing.inputs.explained),
            "drafts": len(standing.inputs.drafts),
            "to_write": len(standing.inputs.to_write),
        },
        "topics": {topic.slug: topic.state for topic in standing.topics},
        "examples": {"total": standing.examples, "working": standing.working},
        "steps": [
            {"text": s.text, "rules": list(s.rules), "count": s.count, "inputs": list(s.inputs)} for s in standing.steps
        ],
    }


def _numbers(standing: Standing) -> list[tuple[str, str]]:
    count, inputs = sum(topic.state == "covered" for topic in standing.topics), standing.inputs
    return [
        ("Inputs explained", f"{len(inputs.explained)} of {inputs.total}{inputs.left}"),
        ("Topics covered", f"{count} of {len(standing.topics)}"),
        ("Examples that fit", f"{standing.working} of {standing.examples}"),
    ]


def _counts(standing: Standing) -> list[str]:
    return [f"{label + ':':18} {value}" for label, value in _numbers(standing)]
