"""What stands at a place of a README: topics, inputs in snippets, references, completion."""

from __future__ import annotations

import pytest

from cog_lsp.predictor.source import read_source
from cog_lsp.readme.completion import completions
from cog_lsp.readme.lookup import mention_at, mentions_of, place_at, spelled, topic_at, topic_hover
from cog_lsp.readme.markdown.document import parse_card

SOURCE = """\
from cog import BaseRunner, Input, Path

class Runner(BaseRunner):
    def run(
        self,
        prompt: str = Input(description="Text."),
        width: int = Input(description="Width.", default=512),
        output_format: str = Input(description="Format.", default="webp", choices=["webp", "png"]),
        fast: bool = Input(description="Speed.", default=False),
    ) -> Path:
        ...
"""
PREDICTOR = next(iter(read_source(SOURCE).predictors(None, "run", lambda _: None)))


def split(marked: str) -> tuple[str, int]:
    """A text with a cursor in it."""
    at = marked.index("‸")
    return marked.replace("‸", ""), at


TOPICS_AT = [
    ("# Ti‸tle\n\n## Usage\n", "what-it-does"),
    ("# Title\n\n## 🚀 Us‸age\n", "how-to-use"),
    ("# Title\n\n‸## Limits\n", "limitations"),
    ("# Title\n\n## Usage\n\nte‸xt\n", None),
    ("# Title\n\n## News‸\n", None),
    ("Title\n===\n\nFAQ\n-‸--\n", "troubleshooting"),
]


@pytest.mark.parametrize(("marked", "slug"), TOPICS_AT)
def test_topic(marked: str, slug: str | None) -> None:
    text, at = split(marked)
    found = topic_at(parse_card(text), at)
    assert (found[0].slug if found is not None else None) == slug
    if found is not None:
        assert found[0].guidance in topic_hover(found[0])
        assert text[slice(*found[1])].strip("# ") == text[slice(*found[1])]


PLACES = [
    ("# 🎨\n\n```sh\ncog run -i pro‸mpt=x\n```\n", "prompt", "name"),
    ("# 🎨\n\n```sh\ncog run -i prompt=x -i width=5‸12\n```\n", "width", "value"),
    ('# T\n\n- a\n\n  ```py\n  replicate.run("a/b", input={"‸width": 5})\n  ```\n', "width", "name"),
    ("# T\n\n```sh\ncog ‸run -i prompt=x\n```\n", None, None),
    ("# T‸\n", None, None),
]


@pytest.mark.parametrize(("marked", "name", "part"), PLACES)
def test_place(marked: str, name: str | None, part: str | None) -> None:
    text, at = split(marked)
    found = place_at(parse_card(text), at)
    assert ((found.entry.name, found.part) if found is not None else (None, None)) == (name, part)
    if found is not None:
        assert found.span.holds(at)


def test_references() -> None:
    text = (
        "# T\n\n```sh\ncog run -i prompt=x -i width=5\n```\n\n| Input | Default |\n| --- | --- |\n| `prompt` | |\n"
        '| `width` | 512 |\n\n```py\nreplicate.run("you/other", input={"width": 1, "prompt": ""})\n```\n'
    )
    card = parse_card(text)
    found = sorted(mentions_of(card, "width", PREDICTOR, "me/painter"))
    assert [text[slice(*span)] for span in found] == ["width", "width"]
    assert mention_at(card, found[1].start, PREDICTOR) == ("width", found[1])
    assert mention_at(card, 0, PREDICTOR) is None


def test_names_as_code_in_a_line() -> None:
    text = "# T\n\nMore `width` takes longer than ``width`` or `widths`.\n\n```sh\necho `width`\n```\n\n- `width`\n"
    found = list(spelled(parse_card(text), "width"))
    assert [text[: span.start].count("\n") for span in found] == [2, 8]
    assert {text[slice(*span)] for span in found} == {"width"}


ALL = ["prompt", "width", "output_format", "fast"]
COMPLETIONS = [
    ("```sh\ncog run -i ‸\n```", ALL, ""),
    ("```sh\ncog run -i prompt=x -i wid‸\n```", ALL[1:], "wid"),
    ("```sh\ncog run -i prompt=x -i wi‸dth=5 -i fast=true\n```", ["width", "output_format"], "wi"),
    ("```sh\ncog run -i prompt=x \\\n  -i ‸ \\\n  -i fast=true\n```", ["width", "output_format"], ""),
    ("```sh\ncog run -i prompt=x\ncog run -i ‸\ncog run -i fast=true\n```", ALL, ""),
    ("```sh\ncog run --input=‸\n```", ALL, ""),
    ("```sh\ncog run -i output_format=‸\n```", ["webp", "png"], ""),
    ("```sh\ncog run -i fast=t‸\n```", ["true", "false"], "t"),
    ("```sh\ncog run -i prompt=‸\n```", [], ""),
    ('```py\nreplicate.run("a/b", input={"‸\n```', ALL, ""),
    ('```py\nreplicate.run("a/b", input={"prompt": "x", "wi‸\n```', ALL[1:], "wi"),
    (
        '```py\nreplicate.run("a/b", input={"prompt": "a [b", "‸", "fast": {"width": 1}})\n```',
        ["width", "output_format"],
        "",
    ),
    ('```py\nreplicate.run("a/b", input={"prompt": "x", "w‸idth": 5}); call(fast=1)\n```', ALL[1:], "w"),
    ("```js\nawait replicate.run('a/b', { input: { prompt: 'x', ‸ } })\n```", ALL[1:], ""),
    ("```py\nmodel.predict(prompt='x', ‸\n```", ALL[1:], ""),
    (
        '```py\nreplicate.run("a/b", input={\n    "prompt": "x",\n    "‸": 1})\n```',
        ["width", "output_format", "fast"],
        "",
    ),
    ('```py\nreplicate.run("a/b", input={"output_format": "p‸\n```', ["webp", "png"], "p"),
    ("```js\nawait replicate.run('a/b', { input: { ‸ } })\n```", ALL, ""),
    ('```sh\ncurl localhost:5000/predictions -d \'{"input": {"‸\n```', ALL, ""),
    ('```py\nprint({"‸\n```', [], ""),
    ("text -i ‸", [], ""),
]


@pytest.mark.parametrize(("marked", "wanted", "typed"), COMPLETIONS)
def test_completion(marked: str, wanted: list[str], typed: str) -> None:
    text, at = split("# 🎨\n\n" + marked + "\n")
    found = completions(parse_card(text), at, PREDICTOR)
    for completion in found:
        assert text[slice(*completion.span)] == typed
        assert completion.span.end == at
    assert [c.text for c in found] == wanted
