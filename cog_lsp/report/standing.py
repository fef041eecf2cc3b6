"""How a model stands, as text, as Markdown for a pull request, and as JSON values."""

from __future__ import annotations

from typing import Any

from cog_lsp.check.standing import Standing
from cog_lsp.check.steps import Todo
from cog_lsp.check.topic_states import State
from cog_lsp.rules.rule import Part
from cog_lsp.text import visible

MARKER = "<!-- cog-lsp card"
"""How the comment begins, so that a workflow finds it again; readers do not see it."""
_MARKS: dict[State, str] = {"covered": "✓", "draft": "…", "missing": "✗", "unjudged": "?"}
_NOTES: dict[State, str] = {
    "covered": "",
    "draft": " (a draft)",
    "missing": " (missing)",
    "unjudged": " (not judged: the README is not in English)",
}


def as_text(standing: Standing) -> str:
    """For a terminal."""
    counts = [f"  {standing.grades[part]}  {label + ':':18} {value}" for part, label, value in _counts(standing)]
    lines = [visible(standing.name), visible(standing.verdict), "", *counts, "", "Topics of the README"]
    lines += [f"  {_MARKS[t.state]} {t.title}{_NOTES[t.state]}" for t in standing.topics]
    if standing.steps:
        lines += ["", "What is left to do"]
    for number, step in enumerate(standing.steps, 1):
        lines.append(f"  {number}. {visible(_whole(step))}")
        if step.command:
            lines.append(f"     {visible(_fixed_by(step, step.command))}")
    return "\n".join(lines) + "\n"


def as_markdown(standing: Standing) -> str:
    """For a comment on a pull request, which begins with a marker that is not shown."""
    name = visible(standing.name)
    marker = f"{MARKER}: {name.replace('--', '- -').replace('>', '')} -->"
    rows = [f"| {label} | {standing.grades[part]} | {value} |" for part, label, value in _counts(standing)]
    lines = [marker, f"## {name.replace('|', chr(92) + '|')}", ""]
    lines += [f"**{visible(standing.verdict)}**", "", "| | Grade | |", "| --- | --- | --- |", *rows, ""]
    lines += [f"- [{'x' if t.state == 'covered' else ' '}] {t.title}{_NOTES[t.state]}" for t in standing.topics]
    if standing.steps:
        lines += ["", "### What is left to do", ""]
    for number, step in enumerate(standing.steps, 1):
        lines.append(f"{number}. {visible(_whole(step))}")
        if step.command:
            lines.append(f"   {visible(_fixed_by(step, f'`{step.command}`'))}")
    return "\n".join(lines) + "\n"


def as_values(standing: Standing) -> dict[str, Any]:
    """For programs."""
    inputs = standing.inputs
    return {
        "name": standing.name,
        "ready": standing.ready,
        "verdict": standing.verdict,
        "grades": dict(standing.grades),
        "inputs": {
            "total": inputs.total,
            "explained": len(inputs.explained),
            "drafts": len(inputs.drafts),
            "to_write": len(inputs.to_write),
        },
        "topics": {topic.slug: topic.state for topic in standing.topics},
        "examples": {"total": standing.examples, "working": standing.working},
        "steps": [_step(step) for step in standing.steps],
    }


def _step(step: Todo) -> dict[str, Any]:
    """A step as values, with the place of each finding."""
    places = [
        {
            "file": report.file,
            "line": report.start[0],
            "rule": report.finding.rule,
            "input": report.finding.input,
            "message": report.finding.message,
        }
        for report in step.reports
    ]
    return {
        "text": _whole(step),
        "rules": list(step.rules),
        "count": step.count,
        "inputs": list(step.inputs),
        "stops": step.stops,
        "command": step.command or None,
        "settled": step.settled,
        "places": places,
    }


def _whole(step: Todo) -> str:
    return f"{step.text}: {step.places}" if step.places else step.text


def _fixed_by(step: Todo, command: str) -> str:
    """The command that settles a step, or so much of it as a command can, with what remains for a person."""
    some = "" if step.settled == step.count else f" settles {step.settled} of {step.count}"
    read = "read what it wrote" if "--drafts" in step.command else ""
    return command + some + (f"; then {read}" if some and read else f", then {read}" if read else "")


def _counts(standing: Standing) -> list[tuple[Part, str, str]]:
    """A line for each part: what is counted, and how much of it is done."""
    inputs, topics = standing.inputs, standing.topics
    explained = f"{len(inputs.explained)} of {inputs.total}{inputs.left}"
    fitting = f"{standing.working} of {standing.examples}"
    covered = f"{sum(topic.state == 'covered' for topic in topics)} of {len(topics)}"
    unjudged = ", the others are not judged" if any(topic.state == "unjudged" for topic in topics) else ""
    schema = sum(step.schema for step in standing.steps)
    return [
        ("inputs", "Inputs explained", explained if inputs.total else "there are none"),
        ("examples", "Examples that fit", fitting if standing.examples else "none calls the model"),
        ("card", "Topics covered", covered + unjudged),
        ("schema", "Schema", f"{schema} to look at" if schema else "nothing to fix"),
    ]
