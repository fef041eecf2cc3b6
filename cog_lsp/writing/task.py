"""What a model does in words, and a text to try it with, by what is known of its kind."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cog_lsp.listing import listed
from cog_lsp.toml import read_toml

if TYPE_CHECKING:
    from cog_lsp.evidence.kind import Kind

_THINGS = {
    "text": "a text",
    "picture": "a picture",
    "video": "a video",
    "audio": "a recording",
    "3d": "a 3D model",
    "embedding": "numbers that can be compared",
    "labels": "labels",
    "mask": "a mask",
    "weights": "trained weights",
    "speech": "speech",
    "music": "music",
}
"""A file or data might be anything: a sentence about them would say nothing."""
_SAME = {"picture": "another picture", "video": "another video", "audio": "another recording", "text": "another text"}
"""How what comes out is called where the same goes in."""
_SEVERAL = {"picture": "several pictures", "video": "several videos", "audio": "several recordings"}


@cache
def _tasks() -> dict[str, Mapping[str, str]]:
    return dict(read_toml((Path(__file__).parent / "tasks.toml").read_text(encoding="utf-8")))


def what_it_does(kind: Kind, *, takes_several: bool = False) -> str:
    """One sentence on a model of this kind, which may take several things at once; empty where too little is known."""
    if kind.task in _tasks():
        task = _tasks()[kind.task]
        does = next((task[f"does_{thing}"] for thing in kind.takes if f"does_{thing}" in task), task["does"])
        takes_video = "video" in kind.takes and "picture" not in (*kind.takes, *kind.may_take)
        return does.replace("a picture", "a video") if takes_video and works_on_a_file(kind) else does
    if not kind.takes or len(kind.makes) != 1 or any(thing not in _THINGS for thing in (*kind.takes, *kind.makes)):
        return ""
    if takes_several and len(kind.takes) == 1 and kind.takes[0] in _SEVERAL:
        return f"Give it {_SEVERAL[kind.takes[0]]}, and it returns {_THINGS[kind.makes[0]]}."
    inputs = [_THINGS[thing] for thing in kind.takes]
    result = _SAME.get(kind.makes[0], _THINGS[kind.makes[0]]) if kind.makes[0] in kind.takes else _THINGS[kind.makes[0]]
    return f"Give it {listed(inputs)}, and it returns {result}."


def text_for(kind: Kind) -> str | None:
    """A text that shows what such a model can do; None where its task is not known."""
    if kind.task not in _tasks() and "picture" in kind.takes and kind.makes == ("text",):
        return _tasks()["vision-language"]["text"]
    return _tasks()[kind.task].get("text") if kind.task in _tasks() else None


def works_on_a_file(kind: Kind) -> bool:
    """Whether such a model shows what it can do only with something to look at or to listen to."""
    return bool(kind.task in _tasks() and _tasks()[kind.task].get("file")) or bool(
        {"picture", "video", "audio"} & {*kind.takes}
    )
