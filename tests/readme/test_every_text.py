"""Whatever is typed: nothing raises, every span lies in the text, and a card made from another is like a new one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cog_lsp.fixes.markdown import add_example, add_sections, new_readme
from cog_lsp.predictor.model import Predictor
from cog_lsp.predictor.source import read_source
from cog_lsp.project.context import Context
from cog_lsp.readme.completion import completions
from cog_lsp.readme.lookup import place_at, topic_at
from cog_lsp.readme.markdown.document import ModelCard, parse_card
from cog_lsp.readme.snippets import snippets
from cog_lsp.readme.topics import TOPICS
from cog_lsp.rules import RULES
from cog_lsp.settings.record import Settings
from tests.effort import examples

MODELS = Path(__file__).parent.parent / "fixtures" / "models"
CARD_RULES = [rule for rule in RULES if rule.subject == "card"]
PIECES = [
    *(
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        " ",
        "    ",
        "\t",
        "# ",
        "## Usage\n",
        "===\n",
        "---\n",
        "- ",
        "1. ",
        "> ",
        "**",
        "`",
        "```\n",
        "~~~\n",
    ),
    *(
        "```sh\n",
        "```python\n",
        "```js\n",
        "```json\n",
        "<!-- ",
        "-->",
        "<h1>",
        "</h1>",
        "<pre>",
        "<details><summary>",
        "| a | b |\n",
    ),
    *(
        "| --- | --- |\n",
        "[a](b)",
        "![a](b)",
        "[a]: b\n",
        "cog run -i prompt=a b\n",
        'replicate.run("a/b", input={"prompt": 1})\n',
    ),
    *(
        'curl localhost:5000/predictions -d \'{"input": {"a": 1}}\'\n',
        "await replicate.run('a/b', {input: {a: 1}})\n",
        "$X",
        "\\",
        "'",
    ),
    *(
        '"',
        "{",
        "}",
        "(",
        ")",
        "😀",
        "\u2028",
        "\0",
        "\ufeff",
        "日本語",
        "word ",
        "TODO",
        "<!-- cog-lsp: ignore[jargon] -->\n",
    ),
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=40).map("".join)


def predictor() -> Predictor:
    source = read_source((MODELS / "image" / "run.py").read_text(encoding="utf-8"))
    return next(iter(source.predictors(None, "run", lambda _: None)))


PREDICTOR = predictor()


def judge(card: ModelCard) -> None:
    context = Context(Settings(), predictor=PREDICTOR, card=card)
    for rule in CARD_RULES:
        for finding in rule.check(card, context):
            assert 0 <= finding.span.start <= finding.span.end <= len(card.text)
    for snippet in snippets(card):
        for span in (snippet.span, snippet.anchor, *(s for e in snippet.entries for s in (e.name_span, e.value_span))):
            assert 0 <= span.start <= span.end <= len(card.text)


def whole(card: ModelCard) -> object:
    return [p.text for p in card.parts], card.origins, [(h.text, h.span) for h in card.headings], card.front_matter


@settings(max_examples=examples(150), deadline=None)
@given(TEXTS, TEXTS, st.integers(0, 200), st.integers(0, 20))
def test_any_edit(text: str, typed: str, start: int, length: int) -> None:
    card = parse_card(text)
    judge(card)
    assert "".join(p.text for p in card.parts) == text[card.front_matter.end if card.front_matter else 0 :]
    edited = text[:start] + typed + text[start + length :]
    after = parse_card(edited, card)
    assert whole(after) == whole(parse_card(edited))
    judge(after)


@settings(max_examples=examples(60), deadline=None)
@given(TEXTS, st.integers(0, 300))
def test_any_place(text: str, offset: int) -> None:
    card = parse_card(text)
    at = min(offset, len(text))
    topic_at(card, at)
    place_at(card, at)
    for completion in completions(card, at, PREDICTOR):
        assert 0 <= completion.span.start <= completion.span.end <= len(text)
    context = Context(Settings(), predictor=PREDICTOR, card=card)
    for edit in (*add_sections(TOPICS, context, text), *add_example(context, text)):
        assert 0 <= edit.span.start <= edit.span.end <= len(text)


@pytest.mark.parametrize("path", sorted(MODELS.glob("*/[Rr][Ee][Aa][Dd]*")), ids=lambda path: path.parent.name)
def test_every_prefix(path: Path) -> None:
    text = path.read_bytes().decode()
    card = None
    for end in range(len(text) + 1):
        card = parse_card(text[:end], card)
        judge(card)
    assert card is not None
    assert whole(card) == whole(parse_card(text))


def test_every_prefix_of_a_drafted_readme() -> None:
    text = new_readme(Context(Settings(), predictor=PREDICTOR))
    card = None
    for end in range(0, len(text) + 1, 3):
        card = parse_card(text[:end], card)
        judge(card)


HOSTILE = {
    "brackets": "[" * 5000,
    "quotes": "> " * 5000 + "a",
    "comments": "<!--" * 20000,
    "blank lines": "\n" * 50000,
    "fences": "```\n" * 5000,
    "tags": "<a href='" * 5000,
    "headings": "<h2>" * 5000,
    "stars": "**a*" * 3000,
    "code": "```python\nreplicate.run(" + "(" * 5000 + "\n```",
    "shell": "```sh\ncog run " + "-i a=b " * 2000 + "\n```",
    "json": '```json\n{"input": ' + "{" * 5000 + "\n```",
    "huge": "word " * 100_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile(text: str) -> None:
    judge(parse_card(text))
