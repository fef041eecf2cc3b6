"""The comment that silences a rule in one place, in the syntax of the file; `check/suppressions.py` reads it."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from cog_lsp.findings.finding import Finding
from cog_lsp.fixes.edits import Edit
from cog_lsp.fixes.fix import Offer
from cog_lsp.fixes.layout import indent_of, newline_of
from cog_lsp.predictor.model import Input, Predictor
from cog_lsp.project.context import Context
from cog_lsp.regex import regex
from cog_lsp.text import Span, line_end, line_start

if TYPE_CHECKING:
    from cog_lsp.readme.markdown.document import ModelCard, Section

LISTED = regex(r"cog-lsp:\s*ignore\[([^\[\]\n]*)\]")
ALONE = regex(r"[ \t]*#\s*cog-lsp:\s*ignore\[")
SILENCED = ("input", "predictor", "card", "usage")
"""Subjects whose findings a comment can silence."""


def suppression(finding: Finding, context: Context, text: str) -> Offer | None:
    """The comment that silences the rule of a finding where it stands; None where none can."""
    from cog_lsp.rules import BY_SLUG

    rule = BY_SLUG.get(finding.rule)
    if rule is None or rule.subject not in SILENCED:
        return None
    about = context.card if rule.subject == "card" else context.predictor
    if about is None or about.text != text:
        return None
    title = f"Ignore {finding.rule} here"
    return Offer(title, "draft", False, finding, (title, finding.span), partial(_comment, finding, about))


def _comment(finding: Finding, about: Predictor | ModelCard) -> tuple[Edit, ...]:
    edit = _in_predictor(finding, about) if isinstance(about, Predictor) else _in_card(finding, about)
    return (edit,)


def _extended(text: str, span: Span, rule: str) -> Edit | None:
    """One more rule for a comment that is there already."""
    match = LISTED.search(text, span.start, span.end)
    if match is None:
        return None
    end = match.start(1) + len(match[1].rstrip(" ,"))
    return Edit(Span(end, match.end(1)), f", {rule}" if match[1].strip(" ,") else rule)


def _in_predictor(finding: Finding, predictor: Predictor) -> Edit:
    """The comment for a finding in a predictor: in one that is there, inside the input, or above the line."""
    text = predictor.text
    input = predictor.find(finding.input) if finding.input is not None else None
    if input is None:
        return _above(text, finding.span.start, finding.rule)
    for comment in input.comments:
        edit = _extended(text, predictor.place(input, comment), finding.rule)
        if edit is not None:
            return edit
    start = predictor.place(input, input.span).start
    if (
        text[line_start(text, start) : start].strip()
        and (inside := _inside(input, predictor, finding.rule)) is not None
    ):
        return inside
    return _above(text, start, finding.rule)


def _above(text: str, offset: int, rule: str) -> Edit:
    """A comment on a line of its own above the one of the offset, or one more rule where one stands there: a second
    would come between the first and what it silences."""
    start = line_start(text, offset)
    break_start = start - (2 if text.endswith("\r\n", 0, start) else 1)
    above = Span(line_start(text, max(0, break_start)), start)
    if ALONE.match(text, above.start, above.end) and (edit := _extended(text, above, rule)) is not None:
        return edit
    return Edit(Span(start, start), f"{indent_of(text, offset)}# cog-lsp: ignore[{rule}]{newline_of(text)}")


def _inside(input: Input, predictor: Predictor, rule: str) -> Edit | None:
    """Behind the opening bracket of an `Input(` that goes on below, where the parameter shares its line with others."""
    if input.call_span is None:
        return None
    call = predictor.place(input, input.call_span)
    opening = re.compile(r"[\w.]+[ \t]*\([ \t]*(?=\r|\n)").match(predictor.text, call.start, call.end)
    if opening is None:
        return None
    return Edit(Span(opening.end(), opening.end()), f"  # cog-lsp: ignore[{rule}]")


def _in_card(finding: Finding, card: ModelCard) -> Edit:
    """The comment for a finding in a README: in one that is there, below the heading, or on top of the file."""
    text = card.text
    section = card.section_at(finding.span.start)
    whole = section is None or section.heading is card.title
    for comment in card.suppressions:
        if comment.scope.start == (0 if whole or section is None else section.span.start):
            edit = _extended(text, comment.span, finding.rule)
            if edit is not None:
                return edit
    note, newline = f"<!-- cog-lsp: ignore[{finding.rule}] -->", newline_of(text)
    if whole or section is None:
        start = card.front_matter.end if card.front_matter is not None else 0
        return Edit(Span(start, start), f"{note}{newline}")
    end = _heading_end(text, section)
    return Edit(Span(end, end), f"{newline}{newline}{note}")


def _heading_end(text: str, section: Section) -> int:
    """The end of the last line of a section's heading."""
    span = section.heading.span
    return line_end(text, span.start + len(text[span.start : span.end].rstrip()))
