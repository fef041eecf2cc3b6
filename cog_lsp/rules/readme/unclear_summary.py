"""The lead paragraph: missing, too long, or full of jargon."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from cog_lsp.findings.finding import Finding
from cog_lsp.project.context import Context
from cog_lsp.readme.markdown.summary import LONGEST, codes, is_plain_word, sentences
from cog_lsp.rules.rule import Example, Rule, Step
from cog_lsp.writing.identity import own_name

if TYPE_CHECKING:
    from cog_lsp.readme.markdown.document import ModelCard

ENOUGH = 2
"""Technical terms and abbreviations from which on a summary leans on them."""
SHORT = 8
"""Words of a summary in which a single one is too many."""
SHOWN = 3


def check(card: ModelCard, context: Context) -> Iterator[Finding]:
    """Report on the lead paragraph, or on the title where there is none."""
    if not card.english:
        return
    if card.lead is None:
        if card.title is not None and not _opens_with_topic(card):
            yield Finding(
                "unclear-summary",
                "Nothing below the title says what the model does: add a sentence that anyone can follow",
                card.title_span,
            )
        return
    paragraph, span = card.lead
    spans = sentences(paragraph.text)
    if paragraph.unlinked != paragraph.text:
        # A row of links behind the summary is no part of it.
        alone = [s for s in sentences(paragraph.unlinked) if len(paragraph.unlinked[s.start : s.end].split()) > 3]
        spans = min(spans, alone, key=len)
    if paragraph.place != "html" and len(spans) > LONGEST:
        yield Finding(
            "unclear-summary",
            f"The summary has {len(spans)} sentences: keep one or two, and move the rest further down",
            span,
        )
        return
    names = f"{card.title.text if card.title is not None else ''} {_name(context)}"
    terms = list(_terms(paragraph.text, names, tuple(context.settings.terms.items())))
    limit = ENOUGH if len(paragraph.text.split()) > SHORT else 1
    if len(terms) >= limit and not (limit == 1 and _is_plain(paragraph.text, terms)):
        listed = ", ".join(f"“{term}”" for term in terms[:SHOWN])
        yield Finding(
            "unclear-summary",
            f"Not everybody knows {listed}: say in plain words what goes in and what comes out",
            span,
            data=(("terms", tuple(terms)),),
        )


def _opens_with_topic(card: ModelCard) -> bool:
    """Whether the first section below the title says what the model does."""
    sections = [s for s in card.sections if s.heading is not card.title and s.heading.style != "bold"]
    return bool(sections) and "what-it-does" in sections[0].topics


def _name(context: Context) -> str:
    """The model's name on Replicate, as it is and as words."""
    name = (own_name(context) or "").rpartition("/")[2]
    return f"{name} {name.replace('-', ' ')}"


@lru_cache(maxsize=64)
def _terms(text: str, names: str, own: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """The technical terms and abbreviations in a text that the model's title and name do not bring up."""
    from cog_lsp.prose.jargon import find_terms
    from cog_lsp.prose.words import tokens

    heavy, _ = find_terms(text, tokens(text), own=dict(own))
    words = [text[term.start : term.end] for term in heavy]
    jargon = [word for word in words if word.lower() not in names.lower() and not is_plain_word(word, names, text)]
    own_terms = {term.lower() for term, _ in own}
    return (*jargon, *(code for code in codes(text, names) if code not in jargon and code.lower() not in own_terms))


def _is_plain(text: str, terms: list[str]) -> bool:
    """Whether a short summary is a sentence about something else than its one technical term."""
    return len(text.split()) - len(terms) >= 5


RULE = Rule(
    slug="unclear-summary",
    summary="The paragraph below the title is missing, longer than two sentences, or leans on technical terms and abbreviations.",
    severity="information",
    subject="card",
    why="""
        The first lines are all that most people read, and what search results show. "Zeroscope V2 XL & 576w" tells
        something to those who know the model already. "Make short videos from a sentence" tells everybody.
        """,
    what_to_do="""
        Say in one sentence, or two, what goes in and what comes out: "Turns a photo and a voice recording into a video
        of a person speaking." Leave abbreviations, names of networks and version numbers to *Model details*, and news
        and thanks to the end. Terms that your readers do know can be listed in the setting `terms`.
        """,
    valid=(
        Example("# Colorizer\n\nAdds natural colors to black-and-white photos.\n\n## Usage\n\nRun it.\n"),
        Example(
            "# SDXL Stickers\n\n![badge](b.svg)\n\nMakes a sticker from a photo with SDXL. Works best with faces, e.g. portraits.\n",
            note="the title brings the name up",
        ),
        Example(
            "# Detector\n\nFinds what you name with YOLO-World and CLIP.\n\n[Run it](https://replicate.com/ann/yolo-world)\n",
            note="the name on Replicate brings one of the terms up",
        ),
        Example("# Ocr\n\nReads the text in a scan (optical character recognition, OCR) and returns it as JSON.\n"),
        Example("# Colorizer\r\n\r\n🎨 Adds natural colors to old photos.\r\n"),
        Example("# Colorizer\n\n## Overview\n\nAdds natural colors to old photos.\n", note="the summary has a heading"),
        Example("# 上色\n\n给黑白照片添加自然的颜色。\n", note="another language"),
        Example(
            "# Colorizer\n\nAdds colors to photos from vers. 1.5 of the archive, No. 3 included. It takes a GIF, too.\n"
        ),
    ),
    invalid=(
        Example("# Colorizer\n\n## Usage\n\nRun it with your photo.\n", found=("Colorizer",)),
        Example(
            "# Colorizer\n\nAdds colors. It is fast. It is free. It runs on a GPU.\n\n## Usage\n\nRun it.\n",
            found=("Adds colors. It is fast. It is free. It runs on a GPU.",),
        ),
        Example(
            "# Zeroscope\n\nA model with V2 XL & 576w.\n",
            found=("A model with V2 XL & 576w.",),
        ),
        Example(
            "# Colorizer\r\n\r\nA latent U-NET with CFG and DDIM inversion 🎨\r\nfor colors.\r\n",
            found=("A latent U-NET with CFG and DDIM inversion 🎨\r\nfor colors.",),
        ),
        Example(
            "Colorizer\n=====\n\n[paper](https://example.org) | [demo](https://example.org)\n\n## Usage\n\nRun it.\n",
            found=("Colorizer",),
            note="links are no summary",
        ),
        Example(
            "# Colorizer\n\nWe propose a novel LoRA adapter with classifier-free guidance for colorization of images.\n",
            found=("We propose a novel LoRA adapter with classifier-free guidance for colorization of images.",),
        ),
    ),
    check=check,
    step=Step("Sum the model up in one or two plain sentences below the title"),
)
