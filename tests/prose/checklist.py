"""What no draft may do: each check yields what it finds wrong with a new text, beside the old one and its input."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cog_lsp.predictor.model import Input
from cog_lsp.predictor.values.written import string
from cog_lsp.prose.about import About

FILLER = re.compile(
    r"\b(?:in most models|make or do|to work on|give the model|usual behavior|go without|works? best|well-lit"
    r"|background noise|look or sound|open to everybody|and compare|try the others)\b",
    re.I,
)
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e[-+]?\d+)?(?![\w])")
LITERAL = re.compile(r"`[^`]+`|(?<!\w)'[^'\n]{1,40}'|\"[^\"\n]{1,40}\"|https?://\S+")
CONDITION = re.compile(r"\b(?:only|must|required|except|ignored|separate|first|blank|empty|not|never|without)\b", re.I)
BRITISH = re.compile(
    r"\b(?:colou?rs?(?<=our)|\w*(?:favour|behaviour|neighbour|centre|grey|isation|normalise|randomise)\w*)\b", re.I
)
DOUBLED = re.compile(r"\b(\w+) \1\b")
ARTICLE = re.compile(r"\b[Aa] (?=[aeio]\w)(?!one\b|once\b)")


def faults(old: str, new: str, input: Input, about: About, code: str = "") -> Iterator[str]:
    """Everything that is wrong with a draft in the place of a text. `code`: what the code is known to do, in words."""
    yield from _form(new, old)
    yield from _losses(old, new)
    yield from _claims(old, new, input, about, code)


def _form(text: str, old: str) -> Iterator[str]:
    if string(text) is None or text != " ".join(text.split()):
        yield "cannot be published as it is written"
    begins = text[:1].isupper() or not text[:1].isalpha() or text[:1] == old.strip()[:1]  # the author's own word
    if text[-1:] not in (".", "!", "?", "…", ")", "'", '"') or not begins:
        yield "no whole sentence"
    if len(text) > max(300, len(old)):
        yield "too long"
    for pattern, fault in ((BRITISH, "spelling"), (DOUBLED, "doubled word"), (ARTICLE, "article"), (FILLER, "filler")):
        if (match := pattern.search(text)) and match.group() not in old:
            yield f"{fault}: {match.group()}"


def _losses(old: str, new: str) -> Iterator[str]:
    """Facts of the author that are gone."""
    yield from (f"lost {number}" for number in set(NUMBER.findall(old)) - set(NUMBER.findall(new)))
    yield from (f"lost {literal}" for literal in LITERAL.findall(old) if literal.strip(".,") not in new)
    yield from (f"lost {word}" for word in CONDITION.findall(old) if word.lower() not in new.lower())


def _claims(old: str, new: str, input: Input, about: About, code: str) -> Iterator[str]:
    """Sentences without a ground."""
    if len(re.findall(r"\bmeans\b", new)) > len(re.findall(r"\bmeans\b", old)):
        yield "an explanation glued on"
    if "[" in new and "[" not in old:
        yield "a placeholder"
    if re.search(r"\b(?:your|the) prompt\b", new) and not re.search(r"prompt", old, re.I) and about.prompt is not True:
        yield "a prompt that is not there"
    if re.search(r"leave (?:it |this )?(?:empty|blank)", new, re.I) and not re.search(
        r"empty|blank", f"{old} {code}", re.I
    ):
        yield "an empty value that nobody knows to work"
    known = {float(n) for n in NUMBER.findall(f"{old} {code}")} | {0.0, 1.0, 2.0, 60.0, 120.0, 180.0, 90.0}
    for keyword in ("default", "ge", "le"):
        value = input.meant(keyword)
        if isinstance(value, int | float):
            known.add(float(value))
    choices = str(input.meant("choices"))
    new_numbers = {n for n in NUMBER.findall(new) if float(n) not in known and n not in choices}
    if new_numbers:
        yield f"numbers from nowhere: {sorted(new_numbers)}"
