"""The comment that silences a rule, in the right place and syntax."""

from __future__ import annotations

import pytest

from cog_lsp.findings.finding import Finding
from cog_lsp.fixes import apply, suppression
from cog_lsp.project.context import Context
from cog_lsp.readme.markdown.document import parse_card
from cog_lsp.settings.record import Settings
from cog_lsp.text import Span
from tests.rules.schema_examples import contexts

HEAD = "from cog import BaseRunner, Input\n\n\nclass Runner(BaseRunner):\n"
NOTE = "# cog-lsp: ignore[jargon]"
PREDICTORS = {
    "above its line": (
        "    def run(\n        self,\n        a: str = Input(),\n    ) -> str: ...\n",
        f"    def run(\n        self,\n        {NOTE}\n        a: str = Input(),\n    ) -> str: ...\n",
    ),
    "between a comment and the input": (
        "    def run(\n        self,\n        # note\n        a: str = Input(),\n    ) -> str: ...\n",
        f"    def run(\n        self,\n        # note\n        {NOTE}\n        a: str = Input(),\n    ) -> str: ...\n",
    ),
    "in a comment above": (
        "    def run(\n        self,\n        # cog-lsp: ignore[terse-description]\n        a: str = Input(),\n"
        "    ) -> str: ...\n",
        "    def run(\n        self,\n        # cog-lsp: ignore[terse-description, jargon]\n        a: str = Input(),\n"
        "    ) -> str: ...\n",
    ),
    "in a comment inside": (
        "    def run(\n        self,\n        a: str = Input(  # cog-lsp: ignore[ x ]\n        ),\n    ): ...\n",
        "    def run(\n        self,\n        a: str = Input(  # cog-lsp: ignore[ x, jargon]\n        ),\n    ): ...\n",
    ),
    "in a comment that names none": (
        "    def run(\n        self,\n        # cog-lsp: ignore[ , ]\n        a: str = Input(),\n    ): ...\n",
        "    def run(\n        self,\n        # cog-lsp: ignore[jargon]\n        a: str = Input(),\n    ): ...\n",
    ),
    "above the def": (
        "    def run(self, a: str = Input()) -> str: ...\n",
        f"    {NOTE}\n    def run(self, a: str = Input()) -> str: ...\n",
    ),
    "inside the call": (
        "    def run(self, a: str = Input(\n        ge=1)) -> str: ...\n",
        f"    def run(self, a: str = Input(  {NOTE}\n        ge=1)) -> str: ...\n",
    ),
    "a bare one beside others": (
        "    def run(self, b: int = 1,\n        a: str = 'x', c: int = 2): ...\n",
        f"    def run(self, b: int = 1,\n        {NOTE}\n        a: str = 'x', c: int = 2): ...\n",
    ),
    "a bare one behind others": (
        "    def run(self, b: int, a: str): ...\n",
        f"    {NOTE}\n    def run(self, b: int, a: str): ...\n",
    ),
    "beside others on one line": (
        "    def run(self, b: int, a: str = Input(description='x')): ...\n",
        f"    {NOTE}\n    def run(self, b: int, a: str = Input(description='x')): ...\n",
    ),
}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("name", PREDICTORS)
def test_predictor(name: str, end: str) -> None:
    before, after = ((HEAD + part).replace("\n", end) for part in PREDICTORS[name])
    context = next(contexts(before))
    assert context.predictor is not None
    input = context.predictor.find("a")
    assert input is not None
    finding = Finding("jargon", "", context.predictor.place(input, input.span), "a")
    offer = suppression(finding, context, before)
    assert offer is not None
    assert (offer.title, offer.kind, offer.preferred, offer.creates) == ("Ignore jargon here", "draft", False, None)
    assert offer.finding is finding
    assert apply(before, offer.work()) == after


def test_predictor_without_an_input() -> None:
    text = HEAD + "    def run(self, a: str = Input()):\n        return a\n"
    context = next(contexts(text))
    assert context.predictor is not None
    offer = suppression(Finding("missing-return-type", "", context.predictor.method_span), context, text)
    assert offer is not None
    assert apply(text, offer.work()) == text.replace("    def", "    # cog-lsp: ignore[missing-return-type]\n    def")


MARK = "<!-- cog-lsp: ignore[empty-section] -->"
CARDS = {
    "in a section": ("# A\n\n## Limits\n\nText\n", f"# A\n\n## Limits\n\n{MARK}\n\nText\n"),
    "text follows at once": ("# A\n\n## Limits\nText\n", f"# A\n\n## Limits\n\n{MARK}\nText\n"),
    "setext": ("# A\n\nLimits\n------\n\nText\n", f"# A\n\nLimits\n------\n\n{MARK}\n\nText\n"),
    "at the end": ("# A\n\n## Limits", f"# A\n\n## Limits\n\n{MARK}"),
    "in a comment": (
        "# A\n\n## Limits\n\n<!-- cog-lsp: ignore[x] -->\n",
        "# A\n\n## Limits\n\n<!-- cog-lsp: ignore[x, empty-section] -->\n",
    ),
    "the comment of another section": (
        "# A\n\n## B\n\n<!-- cog-lsp: ignore[x] -->\n\n## Limits\n\n## C\n",
        f"# A\n\n## B\n\n<!-- cog-lsp: ignore[x] -->\n\n## Limits\n\n{MARK}\n\n## C\n",
    ),
}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("name", CARDS)
def test_card(name: str, end: str) -> None:
    before, after = (part.replace("\n", end) for part in CARDS[name])
    if "\n" not in after.replace("\r\n", "") and end == "\r\n" and "\r\n" not in before:
        return
    start = before.index("Limits")
    context = Context(Settings(), card=parse_card(before))
    offer = suppression(Finding("empty-section", "", Span(start, start + 6)), context, before)
    assert offer is not None
    assert apply(before, offer.work()) == after
    scopes = [s.scope for s in parse_card(after).suppressions if any(slug == "empty-section" for slug, _ in s.slugs)]
    assert any(scope.start <= after.index("Limits") < scope.end for scope in scopes)


WHOLE = {
    "title": ("# A\n\nText\n", "<!-- cog-lsp: ignore[missing-section] -->\n# A\n\nText\n"),
    "no heading": ("Text\n", "<!-- cog-lsp: ignore[missing-section] -->\nText\n"),
    "front matter": ("---\na: b\n---\n# A\n", "---\na: b\n---\n<!-- cog-lsp: ignore[missing-section] -->\n# A\n"),
    "comment": ("<!-- cog-lsp: ignore[] -->\n# A\n", "<!-- cog-lsp: ignore[missing-section] -->\n# A\n"),
}


@pytest.mark.parametrize("name", WHOLE)
def test_whole_card(name: str) -> None:
    before, after = WHOLE[name]
    card = parse_card(before)
    offer = suppression(Finding("missing-section", "", card.title_span), Context(Settings(), card=card), before)
    assert offer is not None
    assert apply(before, offer.work()) == after
    (found,) = parse_card(after).suppressions
    assert found.scope == Span(0, len(after))


@pytest.mark.parametrize("rule", ["entry-point", "missing-readme", "unused-suppression", "no-such-rule", "jargon"])
def test_where_a_comment_does_not_help(rule: str) -> None:
    text = HEAD + "    def run(self, a: str = Input()): ...\n"
    assert suppression(Finding(rule, "", Span(0, 1)), next(contexts(text)), text + "#") is None


@pytest.mark.parametrize("rule", ["missing-section", "jargon"])
@pytest.mark.parametrize("card", [None, "# A\n", "# B\n"])
def test_only_in_the_text_that_was_checked(rule: str, card: str | None) -> None:
    context = Context(Settings(), card=None if card is None else parse_card(card))
    found = suppression(Finding(rule, "", Span(0, 0)), context, "# B\n")
    assert (found is not None) == (rule == "missing-section" and card == "# B\n")
