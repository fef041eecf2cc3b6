"""What a model runs on and for how long: what cog.yaml asks for, and what the README says of GPU and time."""

from __future__ import annotations

import re

from msgspec import Struct

from cog_lsp.evidence.because import Because, line_of
from cog_lsp.readme.markdown.document import ModelCard
from cog_lsp.regex import regex

_GPU = regex(
    r"\b(?:runs? on|predictions run on|run on|hardware[ \w]{0,20}:|tested on|requires?)[ \w*`]{0,30}?"
    r"\b(?:nvidia )?(t4|a40|a100|l40s|h100|h200|l4|a10g|rtx [34]090|v100)\b",
    re.IGNORECASE,
)
_TIME = regex(
    r"""
    \bpredictions\ (?:typically|usually)\ complete\ within\ \d{1,4}\ (?:seconds?|minutes?)\b
    | (?:~|\b(?:about\ |around\ )?)\d{1,4}\ ?(?:s|sec|seconds?|minutes?)\ per\ (?:prediction|run|image|picture|video)\b
    | \b(?:a|one|each)\ (?:prediction|run)\ takes\ (?:~|about\ |around\ )?\d{1,4}\ ?(?:s|seconds?|minutes?)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""The time of a whole run: what is measured of parts of it, or saved by an option, is none."""
_KEY = regex(r"(?m)^[ \t]+(?:gpu|cuda)[ \t]*:.*$")


class Hardware(Struct, frozen=True):
    """What a model runs on."""

    gpu: bool | None = None
    """Whether cog.yaml asks for a GPU; None where there is no cog.yaml."""
    cuda: str | None = None
    name: str | None = None
    """The GPU that the README names, in capitals: `A100`."""
    time: str | None = None
    """How long a run takes, in the words of the README, where it names one time: `about 12 seconds per image`."""
    because: tuple[Because, ...] = ()


def read_hardware(
    gpu: bool | None, cuda: str | None, cog_yaml: str = "", card: ModelCard | None = None, readme: str = "README.md"
) -> Hardware:
    """The hardware of a model. `gpu` and `cuda` are what cog.yaml, whose text is `cog_yaml`, says."""
    keys = _KEY.finditer(cog_yaml)
    because = [Because("cog.yaml", line_of(cog_yaml, key.start()), key.group().strip()) for key in keys]
    if card is None:
        return Hardware(gpu, cuda, because=tuple(because))
    name, time = _GPU.search(card.text), _only(_TIME, card.text)
    words = ((name, name and f"runs on {name[1].upper()}"), (time, time and time[0]))
    because += [Because(readme, line_of(card.text, match.start()), what or "") for match, what in words if match]
    return Hardware(
        gpu,
        cuda,
        name[1].upper() if name is not None else None,
        time[0][:1].lower() + time[0][1:] if time is not None else None,
        tuple(because),
    )


def _only(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """What a pattern finds, where all that it finds says the same."""
    matches = list(pattern.finditer(text))
    return matches[0] if len({match[0] for match in matches}) == 1 else None
