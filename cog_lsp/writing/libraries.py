"""The libraries that say most about a model."""

from __future__ import annotations

import re

MAIN_LIBRARIES = (
    "torch",
    "tensorflow",
    "jax",
    "flax",
    "diffusers",
    "transformers",
    "vllm",
    "sentence-transformers",
    "onnxruntime",
    "onnxruntime-gpu",
    "faster-whisper",
    "openai-whisper",
    "audiocraft",
    "ultralytics",
    "torchaudio",
    "torchvision",
    "xformers",
    "accelerate",
    "peft",
    "librosa",
    "opencv-python",
    "opencv-python-headless",
    "numpy",
    "pillow",
)
"""The libraries that say most about a model, the first ones most of all."""
NAMED_LIBRARIES = 6


def main_libraries(requirements: tuple[str, ...]) -> list[str]:
    """The libraries that say most about a model, with their versions, from lines of requirements."""
    lines = {}
    for line in requirements:
        match = re.match(r"\s*([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*(?:==\s*([\w.!]+))?", line)
        if match is not None:
            lines[match[1].lower().replace("_", "-")] = match[1] + (f" {match[2]}" if match[2] else "")
    return [lines[name] for name in MAIN_LIBRARIES if name in lines][:NAMED_LIBRARIES]
