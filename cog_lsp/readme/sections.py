"""Drafts of the sections of a model card: what is known is written down, what only the author knows is asked for.

A draft that somebody has to rewrite carries a comment that says so, and `empty-section` reports it until the comment is
gone. Sections that follow from the predictor and cog.yaml are finished as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from cog_lsp.predictor.model import Input, Predictor
from cog_lsp.readme.drafts import DRAFT
from cog_lsp.readme.example import command_example, python_example
from cog_lsp.readme.identity import own_name, title_of
from cog_lsp.readme.inputs_table import inputs_table, is_required
from cog_lsp.readme.summary import LONGEST, sentences

if TYPE_CHECKING:
    from cog_lsp.rules.rule import Context

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
RENAMED_IN = (0, 20)
"""The Cog version that renamed `cog predict` to `cog run`."""


def draft(topic: str, context: Context) -> str:
    """The text of a section without its heading, lines separated by `\\n`."""
    return _DRAFTS[topic](context)


def example(context: Context) -> str:
    """The call in Python and on the command line, with a line of text in front of each."""
    model = own_name(context) or f"your-name/{_slug(title_of(context))}"
    if context.predictor is None:
        return f"{DRAFT}\n\nShow the shortest call that works, with real values, and what comes back."
    return "\n\n".join(
        [
            "With Replicate's [Python client](https://github.com/replicate/replicate-python):",
            f"```python\n{python_example(context.predictor, model)}\n```",
            "On your own machine, with [Cog](https://github.com/replicate/cog):",
            f"```sh\n{command_example(context.predictor, _command(context))}\n```",
        ]
    )


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "model"


def _command(context: Context) -> str:
    version = context.settings.cog_version or (context.cog.sdk_version if context.cog is not None else None)
    numbers = [int(n) for n in re.findall(r"\d+", version)[:2]] if version else []
    return "cog predict" if len(numbers) == 2 and tuple(numbers) < RENAMED_IN else "cog run"


_BOILERPLATE = re.compile(
    r"(?:runs?|performs?|executes?|makes?|cog|predictor|predict|interface|wrapper|loads?|base class|main)\b.{0,40}\b"
    r"(?:predictions?|inference|model|predictor|class|pipeline|interface|wrapper)\b",
    re.IGNORECASE,
)
"""What docstrings say that nobody wrote for the users of the model."""


def _what_it_does(context: Context) -> str:
    docstring = context.predictor.docstring if context.predictor is not None else None
    first = re.split(r"\n\s*\n", docstring.strip())[0] if docstring else ""
    sentence = " ".join(first.split())
    if len(sentence.split()) >= 4 and not _BOILERPLATE.match(sentence):
        sentence = sentence if sentence[-1] in ".!?" else sentence + "."
        return sentence[: sentences(sentence)[:LONGEST][-1].end]
    return f"{DRAFT}\n\n{_in_and_out(context.predictor)}"


def _in_and_out(predictor: Predictor | None) -> str:
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


def _how_to_use(context: Context) -> str:
    parts = [example(context)]
    if context.predictor is not None and context.predictor.inputs:
        parts.append(inputs_table(context.predictor))
    return "\n\n".join(parts)


def _use_cases(context: Context) -> str:
    sample = _sample(context.predictor)
    return "\n".join(
        [
            DRAFT,
            "",
            f"- **A task that many people have**: what they put in (such as {sample}), and what comes out.",
            "- **A task at work**: who has it, and what the model saves them.",
            "- **Something surprising**: a use that readers would not think of by themselves.",
        ]
    )


def _sample(predictor: Predictor | None) -> str:
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


def _limitations(context: Context) -> str:
    lines = [
        DRAFT,
        "",
        "- It works best with these subjects, sizes, lengths or languages: name them.",
        "- It does badly with these: name the two or three that people try first.",
        "- Its training data covers some people, places and styles better than others: say which, and how that shows.",
        "- Results can be wrong or unfair. Say what people should check before they use one.",
    ]
    lines[2:2] = [f"- {fact}" for fact in _limits(context.predictor)]
    return "\n".join(lines)


_COUNTED = {
    "width": "Results are at most {} pixels wide",
    "height": "Results are at most {} pixels high",
    "num_outputs": "One run makes at most {} results",
    "duration": "Results are at most {} seconds long",
    "num_frames": "Results have at most {} frames",
    "max_new_tokens": "Answers have at most {} tokens (pieces of words)",
    "max_tokens": "Answers have at most {} tokens (pieces of words)",
}


def _limits(predictor: Predictor | None) -> list[str]:
    facts = []
    for input in predictor.inputs if predictor is not None else ():
        most = input.meant("le")
        if input.name in _COUNTED and isinstance(most, (int, float)):
            facts.append(f"{_COUNTED[input.name].format(f'{most:g}' if most < 1e6 else int(most))} (`{input.name}`).")
    return facts


def _model_details(context: Context) -> str:
    cog = context.cog
    facts = []
    if cog is not None:
        cuda = f" with CUDA {cog.cuda}" if cog.cuda else ""
        facts.append(f"- **Hardware**: {f'an Nvidia GPU{cuda}' if cog.gpu else 'a CPU is enough'}")
        if cog.python_version:
            facts.append(f"- **Python**: {cog.python_version}")
        libraries = main_libraries(cog.requirements)
        if libraries:
            facts.append(f"- **Main libraries**: {', '.join(libraries)}")
    if not facts:
        return (
            f"{DRAFT}\n\nName the original model and its paper, what it was trained on, and the hardware that it needs."
        )
    hint = "<!-- Worth adding: the original model and its paper, what it was trained on, how long a run takes. -->"
    return "\n".join([*facts, "", hint])


def main_libraries(requirements: tuple[str, ...]) -> list[str]:
    """The libraries that say most about a model, with their versions, from lines of requirements."""
    found = {}
    for line in requirements:
        match = re.match(r"\s*([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*(?:==\s*([\w.!]+))?", line)
        if match is not None:
            found[match[1].lower().replace("_", "-")] = match[1] + (f" {match[2]}" if match[2] else "")
    return [found[name] for name in MAIN_LIBRARIES if name in found][:NAMED_LIBRARIES]


def _intended_use(context: Context) -> str:  # noqa: ARG001
    return "\n".join(
        [
            DRAFT,
            "",
            "**Intended for** these people and tasks: name them.",
            "",
            "**Out of scope**: decisions about people, medical or legal advice, imitating people against their will.",
            "",
            "**Commercial use**: say what the licenses of the code and of the weights allow.",
        ]
    )


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


def _troubleshooting(context: Context) -> str:
    names = [i.name for i in context.predictor.inputs] if context.predictor is not None else []
    cures: dict[str, str] = {}
    for wanted, trouble, cure in _CURES:
        known = [f"`{name}`" for name in wanted if name in names][:2]
        if known:
            cures.setdefault(trouble, cure.format(" or ".join(known)))
    lines = [f"**{trouble}.** {cure}" for trouble, cure in list(cures.items())[:MOST_CURES]]
    lines.append("**The first run takes minutes.** It loads the weights; the runs after it are faster.")
    return "\n\n".join([DRAFT, *lines])


def _citations(context: Context) -> str:
    lines = [DRAFT, "", "Built on the work of these people: name the original model, its authors and its paper."]
    licensed = next((n for n in ("LICENSE", "LICENSE.md", "LICENSE.txt") if _exists(context, n)), None)
    if licensed is not None:
        lines += ["", f"The code is licensed under the terms in [{licensed}]({licensed})."]
    else:
        lines += ["", "Say which license the code has, and which one the weights have."]
    lines += [
        "",
        "```bibtex",
        "@article{key,",
        "  title = {Title of the paper},",
        "  author = {Authors},",
        "  year = {2026}",
        "}",
        "```",
    ]
    return "\n".join(lines)


def _exists(context: Context, name: str) -> bool:
    return context.files is not None and context.files.read(name) is not None


_DRAFTS: Mapping[str, Callable[[Context], str]] = {
    "what-it-does": _what_it_does,
    "how-to-use": _how_to_use,
    "use-cases": _use_cases,
    "limitations": _limitations,
    "model-details": _model_details,
    "intended-use": _intended_use,
    "troubleshooting": _troubleshooting,
    "citations": _citations,
}
