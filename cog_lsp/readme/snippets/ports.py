"""The ports of this machine: those that a README has a container answer on, and those that its calls go to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cog_lsp.readme.markdown.parts import per_part
from cog_lsp.readme.snippets.problem import Correction, Problem
from cog_lsp.readme.snippets.prompts import without_prompts
from cog_lsp.readme.snippets.records import Port
from cog_lsp.readme.snippets.shell import Word, commands
from cog_lsp.regex import regex

if TYPE_CHECKING:
    from cog_lsp.readme.markdown.document import ModelCard
    from cog_lsp.readme.markdown.records import Part

COG = 5000
"""The port inside a container of Cog's."""
PLAYGROUND = 8393
"""The port of `cog serve`, where nothing else is said."""

_STARTS = regex(r"\b(?:docker|podman)[ \t]+(?:container[ \t]+)?run\b|\bcog[ \t]+(?:serve|run|exec)\b")
_PUBLISHED = regex(r"(?:[\d.]+:)?(?P<here>\d+):(?P<there>\d+)(?:/tcp)?")


def port_problems(card: ModelCard, calls: Sequence[Port]) -> Iterator[Problem]:
    """Calls to a port that no server of the README has. Nothing where a port is in doubt. Spans are absolute."""
    if not calls:
        return
    servers = [port for _, part in card.having("code") for port in _servers(part)]
    answering = [port for port in servers if port is not None]
    if not answering or None in servers:
        return
    listed = " and ".join(str(port) for port in dict.fromkeys(answering))
    for call in calls:
        if call.number not in answering and not _is_mentioned(call.number, card.text):
            fix = str(answering[0])
            correction = Correction(call.span, fix, f"Use port {fix}", "draft") if len(set(answering)) == 1 else None
            yield Problem(f"The server answers on port {listed}, not on {call.number}", call.span, correction)


def _is_mentioned(port: int, text: str) -> bool:
    """Whether a README says of a port that something listens there, in a way that is not read as a command."""
    return re.search(rf"(?<!\d){port}:\d|(?i:\bport|--port|-p)[ =:`]{{1,3}}{port}(?!\d)", text) is not None


@per_part
def _servers(part: Part) -> tuple[int | None, ...]:
    """The ports that the commands of a part open; None for one that cannot be known."""
    return tuple(
        port
        for code in part.codes
        if _STARTS.search(code.content)
        for command in commands(without_prompts(code).content)
        for port in _opened(command.words)
    )


def _opened(words: tuple[Word, ...]) -> Iterator[int | None]:
    texts = [word.text for word in words if word.text not in ("sudo", "container")]
    program, action = (texts[0].rpartition("-")[2], texts[1]) if len(texts) > 1 else ("", "")
    if program in ("docker", "podman") and action == "run":
        yield from _published(texts[2:])
    elif program == "cog" and action in ("serve", "run", "exec"):
        ports = [number for _, number in _values(texts[2:], ("-p", "--port", "--publish"))]
        if action == "serve" or "cog.server.http" in texts:
            yield int(ports[-1]) if ports and ports[-1].isdigit() else None if ports else PLAYGROUND


def _published(texts: list[str]) -> Iterator[int | None]:
    """The ports of `docker run`, where the container is one of Cog's."""
    if any(text.startswith(("--network", "--net", "-P", "--publish-all")) for text in texts):
        yield None
        return
    is_ours = any(text.startswith("r8.im/") for text in texts)
    for _, value in _values(texts, ("-p", "--publish")):
        match = _PUBLISHED.fullmatch(value)
        if match is None:
            yield None
        elif is_ours or int(match["there"]) == COG:
            yield int(match["here"])


def _values(texts: list[str], flags: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The flags with their values, glued or not."""
    for number, text in enumerate(texts):
        for flag in flags:
            glue = f"{flag}=" if flag.startswith("--") else flag
            if text == flag and number + 1 < len(texts):
                yield flag, texts[number + 1]
            elif text != flag and text.startswith(glue):
                yield flag, text[len(glue) :].lstrip("=")
