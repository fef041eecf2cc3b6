"""Topics of a model card that the README does not cover."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import AddSections
from cog_lsp.listing import listed
from cog_lsp.project.context import Context
from cog_lsp.readme.coverage import missing
from cog_lsp.readme.topics import TOPICS, topics
from cog_lsp.rules.rule import Example, Rule, Step

if TYPE_CHECKING:
    from cog_lsp.readme.markdown.document import ModelCard


def check(card: ModelCard, context: Context) -> Iterator[Finding]:
    """Report all missing topics in one finding on the title."""
    begun = {topic for section in card.sections for topic in section.topics}  # what is hollow is `empty-section`
    absent = missing(card, context.settings.topics or TOPICS, context.settings.headings)
    slugs = tuple(slug for slug in absent if slug not in begun)
    if not slugs:
        return
    names = [topics()[slug].short for slug in slugs]
    repairs = [AddSections(slugs)]
    if len(slugs) > 1 and card.text.strip():
        repairs += [AddSections((slug,)) for slug in slugs]
    yield Finding(
        "missing-section",
        f"The README lacks: {listed(names)}",
        card.title_span,
        repairs=tuple(repairs),
        data=(("topics", tuple(slugs)),),
    )


_WHOLE = """\
# Old photo colorizer

Adds natural colors to black-and-white photos.

## How to use

    cog run -i image=@photo.jpg

## Common use cases

Family albums, archives and documentaries.

## Limitations

Uniforms and flags often get the wrong color.

## Model details

A U-Net with 60 million parameters.

## Intended use

For personal and archival use.

## Troubleshooting

A greenish tint comes from scans with a color cast: convert them to grayscale first.

## License

MIT.
"""
_EMOJI = """\
# 🎨 Colorizer

Adds natural colors to black-and-white photos. Useful for family albums.

## 🚀 Getting started

    cog run -i image=@photo.jpg

## :warning: Known limitations

Flags often get the wrong color.

## 2. How it works

Two networks, one after the other.

<h2>Terms of use</h2>

Personal use.

FAQ
---

Nothing happens? Wait a minute: the first run loads the weights.

**Acknowledgements**

Thanks to everyone who scanned an album.
"""
_CHINESE = """\
# 老照片上色

这个模型可以给黑白照片添加自然的颜色,适合家庭相册和档案馆使用。

## 使用方法

    cog run -i image=@photo.jpg
"""

RULE = Rule(
    slug="missing-section",
    summary="The README leaves out topics that people look for in a model card.",
    severity="information",
    subject="card",
    why="""
        People decide by the README whether a model is for them. Replicate's model cards have eight topics: what the
        model does, how to use it, common use cases, limitations and ethical considerations, model details, intended and
        out-of-scope uses, troubleshooting, and citations and acknowledgments. A topic that is left out becomes a
        question in your issue tracker, or a person who tries another model.
        """,
    what_to_do="""
        Add the topics that apply, under any heading you like and at any place: "FAQ" is troubleshooting, a license is
        part of the acknowledgments, and the paragraph below the title says what the model does. A sentence in running
        text is enough. The quick fix drafts one section or all of them, with a working example and a table of inputs
        from the predictor. Topics that you never need go into the setting `topics`, headings of your own into
        `headings`. READMEs in other languages than English are not reported.
        """,
    valid=(
        Example(_WHOLE),
        Example(_EMOJI, note="any wording and any form of heading counts"),
        Example(_WHOLE.replace("\n", "\r\n")),
        Example(_CHINESE, note="another language: nothing is known about its text"),
        Example(
            _WHOLE.replace("## Troubleshooting\n\nA greenish", "If you run into a problem with colors: a greenish"),
            note="running text covers a topic as well",
        ),
        Example(
            _WHOLE.replace("## How to use\n\n    cog", "Run it:\n\n    cog"),
            note="the command itself shows how to use it",
        ),
    ),
    invalid=(
        Example("# Colorizer\n\nAdds colors to old photos.\n", found=("Colorizer",)),
        Example(
            _WHOLE.replace("## Limitations\n\nUniforms and flags often get the wrong color.\n\n", ""),
            found=("Old photo colorizer",),
        ),
        Example(
            _WHOLE.replace("Adds natural colors to black-and-white photos.\n\n", "").replace("\n", "\r\n"),
            found=("Old photo colorizer",),
            note="nothing says what the model does",
        ),
        Example("𝕮𝖔𝖑𝖔𝖗\n=====\n\nAdds colors to old photos 📷.\n", found=("𝕮𝖔𝖑𝖔𝖗",)),
        Example(
            "Adds colors to old photos.\n\nRun it with `cog run -i image=@photo.jpg`.\n",
            found=("Adds colors to old photos.",),
        ),
        Example("", found=("",), note="an empty README"),
        Example("<h1 align=center>Color\n</h1>\n\nAdds colors to old photos.\n", found=("Color",)),
        Example(
            _WHOLE.replace("## Troubleshooting\n\nA greenish", "## CLI reference\n\nA greenish").replace(
                "comes from", "is left by"
            ),
            found=("Old photo colorizer",),
        ),
    ),
    check=check,
    step=Step("Cover the missing topics: {topics}"),
    fix="draft",
)
