"""What drafts of a README can know from the predictor and the requirements."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cog_lsp.predictor.model import Input, Predictor
from cog_lsp.writing.inputs_table import is_required

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


def in_and_out(predictor: Predictor | None) -> str:
    if predictor is None:
        return "Say in one sentence what goes in and what comes out."
    required = [i for i in predictor.inputs if is_required(i)] or list(predictor.inputs[:1])
    given = _listed([_thing(i) for i in required[:3]])
    result = _result(predictor)
    return f"Give it {given}, and it returns {result}." if given else f"Returns {result}."


def _thing(input: Input) -> str:
    words = input.name.replace("_", " ").strip()
    kind = input.type.item or input.type if input.type is not None else None
    name = kind.name if kind is not None else "str"
    plural = input.type is not None and input.type.item is not None
    if plural:
        return words if words.endswith("s") else f"some {words}s"
    article = "an" if words[:1] in "aeiou" else "a"
    if name in ("Path", "File") and "file" not in words:
        return f"{article} {words}" if re.search(r"image|video|audio|photo|mask", words) else f"{article} {words} file"
    return f"{article} {words}"


def _listed(things: list[str]) -> str:
    return ", ".join(things[:-1]) + " and " + things[-1] if len(things) > 1 else "".join(things)


def _result(predictor: Predictor) -> str:
    schema = predictor.output.schema if predictor.output is not None else None
    schema = schema if isinstance(schema, Mapping) else {}
    items = schema.get("items")
    if schema.get("format") == "uri":
        return "a file"
    if isinstance(items, Mapping) and items.get("format") == "uri":
        return "a list of files"
    kinds = {"string": "text", "integer": "a number", "number": "a number", "boolean": "true or false"}
    if schema.get("x-cog-array-display") == "concatenate":
        return "text, piece by piece"
    return kinds.get(str(schema.get("type")), "structured data")


def sample_of(predictor: Predictor | None) -> str:
    names = " ".join(i.name for i in predictor.inputs) if predictor is not None else ""
    for pattern, text in (
        ("video", "a clip of ten seconds"),
        ("image|photo|img", "a portrait photo"),
        ("audio|song|speech|voice|music", "a recording of half a minute"),
        ("prompt", "a sentence that names the subject, the place and the light"),
    ):
        if re.search(pattern, names):
            return text
    return "a short text"


_COUNTED = {
    "width": "Results are at most {} pixels wide",
    "height": "Results are at most {} pixels high",
    "num_outputs": "One run makes at most {} results",
    "duration": "Results are at most {} seconds long",
    "num_frames": "Results have at most {} frames",
    "max_new_tokens": "Answers have at most {} tokens (pieces of words)",
    "max_tokens": "Answers have at most {} tokens (pieces of words)",
}


def limits_of(predictor: Predictor | None) -> list[str]:
    facts = []
    for input in predictor.inputs if predictor is not None else ():
        most = input.meant("le")
        if input.name in _COUNTED and isinstance(most, (int, float)):
            facts.append(f"{_COUNTED[input.name].format(f'{most:g}' if most < 1e6 else int(most))} (`{input.name}`).")
    return facts


def main_libraries(requirements: tuple[str, ...]) -> list[str]:
    """The libraries that say most about a model, with their versions, from lines of requirements."""
    found = {}
    for line in requirements:
        match = re.match(r"\s*([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*(?:==\s*([\w.!]+))?", line)
        if match is not None:
            found[match[1].lower().replace("_", "-")] = match[1] + (f" {match[2]}" if match[2] else "")
    return [found[name] for name in MAIN_LIBRARIES if name in found][:NAMED_LIBRARIES]


_CURES = (
    (
        ("width", "height", "resolution", "image_size", "megapixels"),
        "The run stops with “out of memory”",
        "Choose a smaller {}.",
    ),
    (("num_outputs", "batch_size"), "The run takes too long", "Lower {}."),
    (("num_frames", "duration"), "The run takes too long", "Choose a shorter {}."),
    (
        ("guidance_scale", "guidance", "cfg_scale", "cfg", "prompt_strength"),
        "The result does not follow the prompt",
        "Raise {} a little.",
    ),
    (("num_inference_steps", "steps", "num_steps"), "The result looks unfinished or noisy", "Raise {}."),
    (
        ("temperature",),
        "The answer is confused, or always the same",
        "Lower {} for calmer answers, raise it for livelier ones.",
    ),
    (("max_new_tokens", "max_tokens", "max_length"), "The answer breaks off", "Raise {}."),
    (("seed",), "Every run gives another result", "Set {} to a fixed number."),
)
MOST_CURES = 4


def cures(predictor: Predictor | None) -> list[str]:
    """Troubles that people have with such inputs, each with what to do about it."""
    names = [i.name for i in predictor.inputs] if predictor is not None else []
    found: dict[str, str] = {}
    for wanted, trouble, cure in _CURES:
        known = [f"`{name}`" for name in wanted if name in names][:2]
        if known:
            found.setdefault(trouble, cure.format(" or ".join(known)))
    return [f"**{trouble}.** {cure}" for trouble, cure in list(found.items())[:MOST_CURES]]
