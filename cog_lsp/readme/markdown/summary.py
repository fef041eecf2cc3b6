"""The first words of a README: is it one line that anyone can follow?"""

from __future__ import annotations

import re

from cog_lsp.regex import regex
from cog_lsp.text import Span

LONGEST = 2
"""Sentences of a summary: Replicate asks for one short line, and a second one does no harm."""

_VERSION = "0123456789.-"
"""What a name may end with that is no part of it: "Wan 2.1", "flux-2"."""
_END = regex(
    r"(?<![.!?\u3002\uff01\uff1f])[.!?\u3002\uff01\uff1f]+[\"'\u201d\u2019)\]]*(?=\s+(?:`|[\"'\u201c(\[]?[^\W\da-z_])|\s*\Z)"
)
_ABBREVIATED = regex(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|al|Dr|Mr|Ms|St|No|Fig|Proc|Int|Soc|Conf|Trans|Univ|Dept|Prof|Vol|Eq|Sec|Jr|Sr|approx|incl|ca|resp|Inc|Ltd|Co|Corp|v\d*|[A-Z])|\.\.)\.?$"
)
_CODE_WORD = regex(
    r"""
    (?<![\w./@:-])(?:
      [A-Z][A-Z0-9]*[A-Z][A-Z0-9]*s?(?:[-.][\w.]+)*     # SDXL, VQ-GAN
    | [vV]\d+(?:\.\d+)*                                # V2
    | \d+(?:\.\d+)?[wWbB]                              # 576w, 7B
    | [A-Za-z]+[-.]?\d+(?:\.\d+)?-[\w.-]+               # FLUX.1-dev
    )(?![\w/@:-])
    """,
    re.VERBOSE,
)
_EVERYDAY = frozenset(
    {
        *(
            "2D",
            "3D",
            "4D",
            "4K",
            "8K",
            "AI",
            "API",
            "APIs",
            "AVI",
            "BMP",
            "BPM",
            "CD",
            "CLI",
            "CPU",
            "CSV",
            "DJ",
            "DVD",
        ),
        *("EPUB", "EU", "FAQ", "FBX", "FPS", "GB", "GIF", "GIFs", "GLB", "GLTF", "GPS", "GPU", "GPUs", "HD", "HTML"),
        *("HTTP", "ID", "IDs", "JPEG", "JPG", "JSON", "MB", "MIDI", "MOV", "MP3", "MP4", "NASA", "NSFW", "OBJ", "OK"),
        *(
            "PDF",
            "PDFs",
            "PNG",
            "PNGs",
            "PPTX",
            "QR",
            "RAM",
            "RGB",
            "SRT",
            "STL",
            "SVG",
            "TIFF",
            "TV",
            "UI",
            "UK",
            "URL",
        ),
        *("URLs", "US", "USA", "USB", "UTF-8", "VTT", "WAV", "WEBP", "WiFi", "XML", "YAML", "ZIP"),
    }
)


_STRESSED = frozenset(
    {
        *("A", "ALL", "ALSO", "AN", "AND", "ANY", "ARE", "AS", "AT", "BETTER", "BOTH", "BUT"),
        *("BY", "CAN", "DO", "EACH", "EVERY", "FAST", "FOR", "FREE", "FROM", "HERE", "HOT", "HOW"),
        *("IF", "IN", "INTO", "IS", "IT", "JUST", "MORE", "MUST", "NEVER", "NEW", "NO", "NOT"),
        *("NOTE", "NOW", "OF", "OFF", "ON", "ONE", "ONLY", "OR", "OUT", "SO", "THE", "THIS"),
        *("TO", "TRY", "UP", "USE", "VERY", "WARNING", "WE", "WITH", "WITHOUT", "YES", "YOU", "YOUR"),
    }
)
"""Words that capitals only stress."""


def is_plain_word(word: str, title: str, text: str) -> bool:
    """Whether a word in capitals only stresses, or is the model's own name."""
    return word in _STRESSED or _names(word, title, text)


def _names(word: str, title: str, text: str) -> bool:
    """Whether a word is the model's own name: the summary begins with it and says what it is, or the title has it."""
    stem = word.rstrip(_VERSION)
    if len(stem) >= 3 and stem.lower() in title.lower():
        return True
    own = re.match(
        r"[\W_]*(?:(?:the|our) )?([^\W_][\w.-]*) (?:is|are|lets|turns|makes|takes|can)\b", text, re.IGNORECASE
    )
    return own is not None and len(stem) >= 3 and own[1].rstrip(_VERSION) == stem


def sentences(text: str) -> list[Span]:
    """The sentences of a text; abbreviations and version numbers end none."""
    spans, start = [], 0
    for match in _END.finditer(text):
        if match.end() < len(text) and _ABBREVIATED.search(text, start, match.start() + 1):
            continue
        if text[start : match.end()].strip():
            spans.append(Span(start, match.end()))
        start = match.end()
    if text[start:].strip():
        spans.append(Span(start, len(text)))
    return spans


def codes(text: str, title: str) -> list[str]:
    """The abbreviations and code names in a text that its title does not bring up and nothing explains."""
    words = []
    for match in _CODE_WORD.finditer(text):
        word = match.group()
        explained = f"({word}" in text or re.match(r"\s*\((?!\d)[^)]{4,}\)", text[match.end() :])
        if (
            word not in _EVERYDAY
            and not is_plain_word(word, title, text)
            and word.lower() not in title.lower()
            and not explained
            and word not in words
        ):
            words.append(word)
    return words
