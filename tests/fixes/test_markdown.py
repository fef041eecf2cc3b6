"""Edits of READMEs: the place, the style and the line ends of what is added; once is enough; nothing else changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cog_lsp.config import Settings
from cog_lsp.fixes.edits import apply
from cog_lsp.fixes.markdown import add_example, add_sections, has_example, ideas, new_readme
from cog_lsp.predictor import outline
from cog_lsp.readme.document import parse_card
from cog_lsp.readme.topics import TOPICS, missing
from cog_lsp.rules import RULES
from cog_lsp.rules.rule import AddExample, AddSections, Context, WriteReadme

MODELS = Path(__file__).parent.parent / "fixtures" / "models"
SOURCE = (MODELS / "image" / "run.py").read_text(encoding="utf-8")
PREDICTOR = next(iter(outline.parse(SOURCE).predictors(None, "run", lambda _: None)))
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
    assert missing(after.card, after.settings) == ()  # type: ignore[arg-type]
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
    if slug not in missing(before.card, before.settings):  # type: ignore[arg-type]
        assert add_sections((slug,), before, text) == ()
        return
    new = apply(text, add_sections((slug,), before, text))
    after = context(new)
    assert slug not in missing(after.card, after.settings)  # type: ignore[arg-type]
    assert {rule for rule, _ in set(findings(after)) - set(findings(before))} <= {"empty-section", "missing-section"}


@pytest.mark.parametrize("text", READMES.values(), ids=READMES)
def test_example(text: str) -> None:
    before = context(text)
    new = apply(text, add_example(before, text))
    after = context(new)
    assert has_example(after.card, after)  # type: ignore[arg-type]
    assert add_example(after, new) == ()
    assert {rule for rule, _ in set(findings(after)) - set(findings(before))} <= {"missing-section"}


def test_usual_order() -> None:
    text = "# T\n\nPaints a picture.\n\n## Usage\n\n### Tips\n\nMany.\n\n## Development\n\nx\n\n## License\n\nMIT\n"
    new = apply(text, add_sections(("limitations", "use-cases", "troubleshooting"), context(text), text))
    assert [line for line in new.split("\n") if line.startswith("## ")] == [
        "## Usage",
        "## Common use cases",
        "## Limitations and ethical considerations",
        "## Troubleshooting",
        "## Development",
        "## License",
    ]


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


def test_summary_goes_below_the_title() -> None:
    for text in ("# T\n\n## License\n\nMIT\n", "<h1>T</h1>\n\n## License\n\nMIT\n", "T\n===\n\n## License\n\nMIT\n"):
        new = apply(text, add_sections(("what-it-does",), context(text), text))
        lead = context(new).card.lead  # type: ignore[union-attr]
        assert lead is not None
        assert lead[0].text == "Paints night scenes from a short description."


def test_new_readme() -> None:
    here = context("")
    text = new_readme(here)
    after = replace(here, card=parse_card(text))
    assert {rule for rule, _ in findings(after)} <= {"empty-section"}
    (idea,) = ideas(WriteReadme(), here, "run: x\n")
    assert (idea.title, idea.creates, apply("", idea.work())) == (
        "Write a README with the eight topics",
        "README.md",
        text,
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
