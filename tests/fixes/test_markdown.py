"""Edits of READMEs: the place, the style and the line ends of what is added; once is enough; nothing else changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import AddExample, AddSections, WriteReadme
from cog_lsp.fixes import fixes
from cog_lsp.fixes.edits import Edit, apply
from cog_lsp.fixes.markdown import add_example, add_sections, add_snippet, has_example, ideas, new_readme
from cog_lsp.predictor.source import read_source
from cog_lsp.project.context import Context
from cog_lsp.readme.coverage import missing
from cog_lsp.readme.markdown.document import parse_card
from cog_lsp.readme.topics import TOPICS
from cog_lsp.rules import RULES
from cog_lsp.settings.record import Settings
from cog_lsp.text import Span

MODELS = Path(__file__).parent.parent / "fixtures" / "models"
SOURCE = (MODELS / "image" / "run.py").read_text(encoding="utf-8")
PREDICTOR = next(iter(read_source(SOURCE).predictors(None, "run", lambda _: None)))
CARD_RULES = [rule for rule in RULES if rule.subject == "card"]


def context(text: str) -> Context:
    return Context(Settings(), predictor=PREDICTOR, card=parse_card(text))


def findings(here: Context) -> list[tuple[str, str]]:
    return [(f.rule, f.message) for rule in CARD_RULES for f in rule.check(here.card, here)]


FULL = (MODELS / "image" / "README.md").read_text(encoding="utf-8")
READMES = {
    "title only": "# Painter\n",
    "no end of line": "# Painter\n\nPaints a picture from a sentence.",
    "windows": "# Painter\r\n\r\nPaints a picture from a sentence.\r\n\r\n## License\r\n\r\nMIT\r\n",
    "setext": "Painter\n=======\n\nPaints a picture from a sentence.\n\nUsage\n-----\n\nx\n\nLicense\n---\n\nMIT\n",
    "level 1": "# Painter\n\nPaints a picture from a sentence.\n\n# Usage\n\nUse the form.\n\n# License\n\nMIT\n",
    "level 3": "# Painter\n\nPaints a picture.\n\n### Usage\n\nForm.\n\n#### Tips\n\nMany.\n\n### License\n\nMIT\n",
    "html": "<h1 align=center>Painter</h1>\n\n<p>Paints a picture from a sentence.</p>\n\n<h2>License</h2>\n\nMIT\n",
    "front matter": "---\ntitle: x\n---\n\n# 🎨 Painter\n\n## License\n\nMIT\n",
    "no title": "Paints a picture from a sentence.\n\n## Usage\n\nUse the form.\n",
    "bold": "# Painter\n\n**Usage**\n\nUse the form.\n\n**License**\n\nMIT\n",
    "blank lines": "# Painter\n\n\n\nPaints a picture from a sentence.\n\n\n\n## License\n\n\nMIT\n\n\n\n",
    "model": FULL,
}


@pytest.mark.parametrize("text", READMES.values(), ids=READMES)
def test_all_missing_sections(text: str) -> None:
    before = context(text)
    added = add_sections(TOPICS, before, text)
    new = apply(text, added)
    after = context(new)
    assert missing(after.card) == ()  # type: ignore[arg-type]
    fresh = set(findings(after)) - set(findings(before))
    assert {rule for rule, _ in fresh} <= {"empty-section"}
    assert add_sections(TOPICS, after, new) == ()
    assert all(edit.span.start == edit.span.end for edit in added)
    assert ("\r\n" in text) == ("\r\n" in new)
    assert "\n" not in new.replace("\r\n", "") or "\r\n" not in text
    assert new.endswith("\n")
    assert "\n\n\n\n" not in new.replace("\r\n", "\n") or "\n\n\n\n" in text


@pytest.mark.parametrize("slug", TOPICS)
@pytest.mark.parametrize("text", READMES.values(), ids=READMES)
def test_one_missing_section(text: str, slug: str) -> None:
    before = context(text)
    if slug not in missing(before.card):  # type: ignore[arg-type]
        assert add_sections((slug,), before, text) == ()
        return
    new = apply(text, add_sections((slug,), before, text))
    after = context(new)
    assert slug not in missing(after.card)  # type: ignore[arg-type]
    assert {rule for rule, _ in set(findings(after)) - set(findings(before))} <= {"empty-section", "missing-section"}


@pytest.mark.parametrize("text", READMES.values(), ids=READMES)
def test_example(text: str) -> None:
    before = context(text)
    new = apply(text, add_example(before, text))
    after = context(new)
    assert has_example(after.card, after)  # type: ignore[arg-type]
    assert add_example(after, new) == ()
    assert {rule for rule, _ in set(findings(after)) - set(findings(before))} <= {"missing-section", "empty-section"}


HEAD = "# T\n\nPaints a picture.\n\n"
PLACES = {
    "after the topic before it": (
        HEAD + "## Usage\n\n### Tips\n\nMany.\n\n## Development\n\nx\n\n## License\n\nMIT\n",
        ("limitations", "use-cases", "troubleshooting"),
        "# T, ## Usage, ### Tips, ## Common use cases, ## Limitations and ethical considerations, ## Troubleshooting, "
        "## Development, ## License",
    ),
    "inside a part": (
        HEAD + "# Guide\n\n## Usage\n\nx\n\n## Development\n\ny\n\n# More\n\n## License\n\nMIT\n",
        ("troubleshooting",),
        "# T, # Guide, ## Usage, ## Troubleshooting, ## Development, # More, ## License",
    ),
    "after a section that is deeper than usual": (
        HEAD + "## About\n\n### Usage\n\nx\n\n### Development\n\ny\n\n## License\n\nMIT\n\n## Citation\n\nz\n",
        ("troubleshooting",),
        "# T, ## About, ### Usage, ### Development, ## Troubleshooting, ## License, ## Citation",
    ),
    "before the topic after it": (
        HEAD + "## News\n\nx\n\n## License\n\nMIT\n",
        ("troubleshooting",),
        "# T, ## News, ## Troubleshooting, ## License",
    ),
    "before the section that holds the topic after it": (
        HEAD + "## News\n\nx\n\n## About\n\n### License\n\nMIT\n\n## Acknowledgments\n\nx\n",
        ("troubleshooting",),
        "# T, ## News, ## Troubleshooting, ## About, ### License, ## Acknowledgments",
    ),
    "before a heading in HTML": (
        HEAD + "### News\n\nx\n\n<div>\n<h3># License</h3>\n</div>\n\nMIT\n",
        ("troubleshooting",),
        "# T, ### News, ### Troubleshooting, <h3># License</h3>",
    ),
    "at the end": (HEAD + "## News\n\nx\n", ("troubleshooting",), "# T, ## News, ## Troubleshooting"),
    "at the level of the topics": (
        HEAD + "## Usage\n\n### A\n\na\n\n### B\n\nb\n\n### C\n\nc\n\n## License\n\nMIT\n",
        ("troubleshooting",),
        "# T, ## Usage, ### A, ### B, ### C, ## Troubleshooting, ## License",
    ),
    "at the level of the other sections": (
        HEAD + "### A\n\na\n\n### B\n\nb\n",
        ("troubleshooting",),
        "# T, ### A, ### B, ### Troubleshooting",
    ),
    "a title at the second level": ("## T\n\nPaints a picture.\n", ("troubleshooting",), "## T, ## Troubleshooting"),
    "no title": ("Paints a picture.\n", ("troubleshooting",), "## Troubleshooting"),
}


@pytest.mark.parametrize("name", PLACES)
def test_where_sections_go(name: str) -> None:
    text, slugs, expected = PLACES[name]
    new = apply(text, add_sections(slugs, context(text), text))
    assert ", ".join(line for line in new.split("\n") if line.startswith(("#", "<h"))) == expected
    assert "\n\n\n" not in new


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("setext", "Troubleshooting\n---------------\n"),
        ("level 1", "# Troubleshooting\n"),
        ("level 3", "### Troubleshooting\n"),
        ("windows", "## Troubleshooting\r\n"),
        ("html", "## Troubleshooting\n"),
    ],
)
def test_heading_style(name: str, heading: str) -> None:
    text = READMES[name]
    assert "\n" + heading in apply(text, add_sections(("troubleshooting",), context(text), text))


SUMMARY = "Paints night scenes from a short description."
TITLES = [
    "# T\n",
    "# T\n\n",
    "# T\n\n\n",
    "T\n===\n\n",
    "<h1>T</h1>\n\n",
    '<h1 align="center">\n  T\n</h1>\n\n',
]


@pytest.mark.parametrize("title", TITLES)
def test_summary_goes_below_the_title(title: str) -> None:
    text = title + "## License\n\nMIT\n"
    new = apply(text, add_sections(("what-it-does",), context(text), text))
    assert new == title.rstrip("\n") + f"\n\n{SUMMARY}\n\n## License\n\nMIT\n"
    lead = context(new).card.lead  # type: ignore[union-attr]
    assert lead is not None
    assert lead[0].text == SUMMARY


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# T", "# T\n\n{}\n"),
        ("# T\n\n", "# T\n\n{}\n"),
        ("# T\r\n\r\n", "# T\r\n\r\n{}\r\n"),
        ("# T\n\n![x](y.png)\n", "# T\n\n{}\n\n![x](y.png)\n"),
        ("![x](y.png)\n", "{}\n\n![x](y.png)\n"),
        ("\n\n![x](y.png)\n", "{}\n\n![x](y.png)\n"),
        ("---\na: b\n---\n\n", "---\na: b\n---\n\n{}\n"),
        ("---\na: b\n---\n![x](y)\n", "---\na: b\n---\n\n{}\n\n![x](y)\n"),
        ("# T\r\n\n![x](y.png)\n", "# T\r\n\n{}\n\n![x](y.png)\n"),  # the line end that is used more
        ("# T\r\n\r\n![x](y.png)\n", "# T\r\n\r\n{}\r\n\r\n![x](y.png)\n"),
    ],
)
@pytest.mark.parametrize("card", ["", "# Another\n"])
def test_summary_beside_little_else(text: str, expected: str, card: str) -> None:
    """The text counts, not the card of an earlier one."""
    assert apply(text, add_sections(("what-it-does",), context(card), text)) == expected.replace("{}", SUMMARY)


def test_new_readme() -> None:
    here = context("")
    text = new_readme(here)
    after = replace(here, card=parse_card(text))
    assert {rule for rule, _ in findings(after)} <= {"empty-section"}
    (idea,) = ideas(WriteReadme(), here, "run: x\n")
    assert (idea.title, idea.creates, idea.work()) == (
        "Write a README with the eight topics",
        "README.md",
        (Edit(Span(0, 0), text),),
    )
    own = replace(here, settings=Settings(topics=("how-to-use",)))
    assert "Limitations" not in new_readme(own)


def test_an_empty_readme_gets_everything() -> None:
    for text in ("", "\n\n", "  \n"):
        new = apply(text, add_sections(TOPICS, context(text), text))
        assert new.startswith("# ")
        assert findings(context(new)) == [f for f in findings(context(new)) if f[0] == "empty-section"]


def test_titles() -> None:
    here = context("# T\n")
    assert [idea.title for idea in ideas(AddSections(("citations",)), here, "# T\n")] == [
        "Add “Citations and acknowledgments”"
    ]
    assert [idea.title for idea in ideas(AddSections(TOPICS), here, "# T\n")] == ["Add the 8 missing sections"]
    assert [idea.title for idea in ideas(AddExample(), here, "# T\n")] == ["Add an example that runs the model"]


USAGE = "# A\n\n## Usage\n\nLike so:\n\n## License\n\nMIT\n"
SNIPPETS = [
    (USAGE, "python", "call()\n", USAGE.replace("so:\n", "so:\n\n```python\ncall()\n```\n")),
    (USAGE, "javascript", "call()\n\n", USAGE.replace("so:\n", "so:\n\n```js\ncall()\n```\n")),
    (USAGE, "curl", "call()", USAGE.replace("so:\n", "so:\n\n```curl\ncall()\n```\n")),
    (
        USAGE.replace("Like so:\n\n", ""),
        "bash",
        "a\n\nb\n",
        USAGE.replace("Like so:\n", "```sh\na\n\nb\n```\n"),
    ),
    ("# A\n\nWords.", "bash", "call\n", "# A\n\nWords.\n\n## How to use\n\n```sh\ncall\n```"),
    (
        "# A\r\n\r\nWords.\r\n",
        "python",
        "a\nb\n",
        "# A\r\n\r\nWords.\r\n\r\n## How to use\r\n\r\n```python\r\na\r\nb\r\n```\r\n",
    ),
    ("", "python", "call()\n", "\n\n## How to use\n\n```python\ncall()\n```"),
    ("# A\n", "bash", "a '``'\n", "# A\n\n## How to use\n\n```sh\na '``'\n```\n"),
    ("# A\n", "bash", "a '```'\n", "# A\n\n## How to use\n\n````sh\na '```'\n````\n"),
    ("# A\n", "bash", "a '````' '```'\n", "# A\n\n## How to use\n\n`````sh\na '````' '```'\n`````\n"),
]


@pytest.mark.parametrize(("before", "language", "call", "after"), SNIPPETS)
def test_where_a_snippet_goes(before: str, language: str, call: str, after: str) -> None:
    assert apply(before, [add_snippet(parse_card(before), language, call)]) == after


def test_the_line_ends_of_an_old_mac() -> None:
    """What is added ends its lines as the rest does, and stands where it would stand otherwise."""
    text = "# Painter\n\nPaints a picture from a sentence.\n\n## License\n\nMIT.\n"
    old = text.replace("\n", "\r")
    for repair in (AddSections(TOPICS), AddExample()):
        asked = Finding("missing-section", "", Span(0, 1), repairs=(repair,))
        (new,), (wanted,) = fixes(asked, context(old), old), fixes(asked, context(text), text)
        assert apply(old, new.edits) == apply(text, wanted.edits).replace("\n", "\r")
