"""The hardware that a model runs on: what cog.yaml asks for, and the GPU that the README says it runs on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cog_lsp.evidence.because import Because, line_of
from cog_lsp.readme.markdown.document import ModelCard

_GPU = re.compile(
    r"\b(?:runs? on|predictions run on|run on|hardware[ \w]{0,20}:|tested on|requires?)[ \w*`]{0,30}?"
    r"\b(?:nvidia )?(t4|a40|a100|l40s|h100|h200|l4|a10g|rtx [34]090|v100)\b",
    re.IGNORECASE,
)
_KEY = re.compile(r"(?m)^[ \t]+(?:gpu|cuda)[ \t]*:.*$")


@dataclass(frozen=True, slots=True)
class Hardware:
    """What a model runs on."""

    gpu: bool | None = None
    """Whether cog.yaml asks for a GPU; None where there is no cog.yaml."""
    cuda: str | None = None
    name: str | None = None
    """The GPU that the README names, in capitals: `A100`."""
    because: tuple[Because, ...] = ()


def read_hardware(
    gpu: bool | None, cuda: str | None, cog_yaml: str = "", card: ModelCard | None = None, readme: str = "README.md"
) -> Hardware:
    """The hardware of a model. `gpu` and `cuda` are what cog.yaml, whose text is `cog_yaml`, says."""
    keys = _KEY.finditer(cog_yaml)
    because = [Because("cog.yaml", line_of(cog_yaml, key.start()), key.group().strip()) for key in keys]
    gpu_name = _GPU.search(card.text) if card is not None else None
    if gpu_name is None or card is None:
        return Hardware(gpu, cuda, None, tuple(because))
    because.append(Because(readme, line_of(card.text, gpu_name.start(1)), f"runs on {gpu_name[1].upper()}"))
    return Hardware(gpu, cuda, gpu_name[1].upper(), tuple(because))
