"""Containers that a README starts."""

from __future__ import annotations

from collections.abc import Sequence

from cog_lsp.readme.snippets.shell import Word

_VALUED = frozenset(
    [
        "-p",
        "--publish",
        "-e",
        "--env",
        "--env-file",
        "-v",
        "--volume",
        "--mount",
        "--name",
        "--gpus",
        "--shm-size",
        "--ulimit",
        "-w",
        "--workdir",
        "-u",
        "--user",
        "--network",
        "--net",
        "--entrypoint",
        "-m",
        "--memory",
        "--cpus",
        "--runtime",
        "--platform",
        "--restart",
        "-h",
        "--hostname",
        "--ipc",
        "--device",
    ]
)
"""Flags of `docker run` with a value behind them."""


def started_image(words: Sequence[Word]) -> str | None:
    """The image that `docker run` starts; None for other commands."""
    texts = [word.text for word in words if word.text != "container"]
    if len(texts) < 3 or texts[0].rpartition("-")[2] not in ("docker", "podman") or texts[1] != "run":
        return None
    rest = iter(texts[2:])
    for text in rest:
        if text in _VALUED:
            next(rest, None)
        elif not text.startswith("-"):
            return text
    return None


def is_image_of(image: str, own: str | None) -> bool:
    """Whether an image has the name of a model, `owner/name`."""
    name = image.removeprefix("r8.im/").partition("@")[0].rpartition("/")[2].partition(":")[0]
    return own is not None and name.lower() == own.rpartition("/")[2].lower()
