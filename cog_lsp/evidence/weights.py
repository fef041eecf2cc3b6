"""Which weights the code loads, by their ids, and where they come from."""

from __future__ import annotations

from typing import NamedTuple

from tree_sitter import Node

from cog_lsp.evidence.because import line_of
from cog_lsp.evidence.kind.reach import Reach, read_reach, text_of
from cog_lsp.evidence.texts import ModelTexts
from cog_lsp.regex import regex

LOADERS = frozenset(
    (
        *("from_pretrained", "hf_hub_download", "snapshot_download", "load_lora_weights", "from_single_file"),
        *("load_ip_adapter", "pipeline", "SentenceTransformer", "WhisperModel", "from_hparams"),
    )
)
"""Calls whose first argument, `repo_id` or `model` is an id at Hugging Face, or a folder."""
KEYWORDS = ("repo_id", "model", "pretrained_model_name_or_path", "model_id", "model_name", "source")
_ID = regex(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_FOLDERS = frozenset(
    (
        *(
            "weights",
            "checkpoints",
            "checkpoint",
            "models",
            "model",
            "cache",
            "pretrained",
            "configs",
            "config",
            "ckpt",
        ),
        *("ckpt", "src", "tmp", "data", "assets", "pretrained_models", "pretrained_weights", "model_cache", "scripts"),
        *("ckpts", "model-cache"),
    )
)
_SUFFIXES = "py|json|ya?ml|txt|png|jpe?g|mp4|wav|tar|zip|pth?|ckpt|safetensors|bin|onnx|pkl|gguf|npy|ttf|sh"
_FILE = regex(rf"\.(?:{_SUFFIXES})\Z")
_HUB_URL = regex(r"https?://(?:www\.)?huggingface\.co/(?!datasets/|spaces/)([\w.-]+/[\w.-]+)")
_HUB_CACHE = regex(r"models--([A-Za-z0-9][\w.]*(?:-[\w.]+)*)--([\w.-]+?)(?:\.tar)?\Z")
_DELIVERY = regex(r"https?://(?:weights\.)?replicate\.delivery/\S+")


class Weights(NamedTuple):
    """Weights that the code loads."""

    id: str
    """`owner/name` at Hugging Face, or the address of a file."""
    source: str
    """"huggingface" or "url"."""
    file: str
    line: int
    """From 1."""

    @property
    def url(self) -> str:
        """The page or file."""
        return f"https://huggingface.co/{self.id}" if self.source == "huggingface" else self.id


def read_weights(texts: ModelTexts) -> tuple[Weights, ...]:
    """The weights that the predictor's own file loads, each once, in the order of the text."""
    reach = read_reach(texts.predictor)
    origins: dict[str, tuple[str, int]] = {}
    for call in reach.calls:
        if call.callee.rpartition(".")[2] in LOADERS:
            for id, offset in _ids(reach, call.node):
                origins.setdefault(id, ("huggingface", reach.place(offset)))
    for string in reach.strings:
        text = string.text
        if (hub := _HUB_URL.match(text)) is not None:
            origins.setdefault(hub[1], ("huggingface", reach.place(string.start)))
        elif (cached := _HUB_CACHE.match(text)) is not None:
            origins.setdefault(f"{cached[1]}/{cached[2]}", ("huggingface", reach.place(string.start)))
        elif _DELIVERY.fullmatch(text) and "{}" not in text and "/pbxt/" not in text:
            origins.setdefault(text, ("url", reach.place(string.start)))
    text = texts.predictor.text
    ordered = sorted(origins.items(), key=lambda item: (item[1][1], item[0]))
    return tuple(Weights(id, source, texts.path, line_of(text, offset)) for id, (source, offset) in ordered)


def _ids(reach: Reach, call: Node) -> list[tuple[str, int]]:
    """The ids that a call loads, with where each is written."""
    listing = call.child_by_field_name("arguments")
    arguments = [child for child in listing.named_children if child.type != "comment"] if listing is not None else []
    candidates = [argument for argument in arguments[:1] if argument.type != "keyword_argument"]
    for argument in arguments:
        name = argument.child_by_field_name("name") if argument.type == "keyword_argument" else None
        value = argument.child_by_field_name("value")
        if name is not None and value is not None and reach.piece.of(name) in KEYWORDS:
            candidates.append(value)
    strings = [string for candidate in candidates for string in _strings(reach, candidate)]
    return [(text, s.start_byte) for s in strings if is_id(text := text_of(reach.piece, s))]


def _strings(reach: Reach, node: Node) -> list[Node]:
    """The string that an argument is, or that its name is bound to at the top of the file or in the class."""
    if node.type == "string":
        return [node]
    if node.type not in ("identifier", "attribute"):
        return []
    name = reach.piece.of(node)
    values = [
        assignment.child_by_field_name("right")
        for assignment in reach.assignments
        if (left := assignment.child_by_field_name("left")) is not None and reach.piece.of(left) == name
    ]
    return [value for value in values if value is not None and value.type == "string"]


def is_id(text: str) -> bool:
    """Whether a text is the id of a model at Hugging Face, and no path of a folder or file."""
    owner = text.partition("/")[0].lower()
    return _ID.fullmatch(text) is not None and owner not in _FOLDERS and _FILE.search(text.lower()) is None
