"""Commands that run a model: Cog's and Replicate's command lines, and programs that send a request."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from cog_lsp.readme.snippets.cog_command import cog_snippet
from cog_lsp.readme.snippets.containers import started_image
from cog_lsp.readme.snippets.records import Snippet
from cog_lsp.readme.snippets.replicate_command import replicate_snippet
from cog_lsp.readme.snippets.request_commands import curl_snippet, httpie_snippet, wget_snippet
from cog_lsp.readme.snippets.shell import Command, commands

_WRAPPERS = frozenset({"sudo", "time", "env", "nohup", "uv", "uvx", "poetry", "command", "exec"})
_PROGRAMS = {
    "cog": cog_snippet,
    "replicate": replicate_snippet,
    "curl": curl_snippet,
    "http": httpie_snippet,
    "https": httpie_snippet,
    "xh": httpie_snippet,
    "xhs": httpie_snippet,
    "wget": wget_snippet,
}


def shell_snippets(code: str) -> Iterator[Snippet]:
    """The calls of a model in shell code."""
    image: str | None = None
    for command in commands(code):
        program, unwrapped = _unwrapped(command)
        image = started_image(unwrapped.words) or image
        read = _PROGRAMS.get(program) if len(unwrapped.words) > 1 else None
        snippet = read(unwrapped) if read is not None else None
        if snippet is not None:
            yield replace(snippet, image=image) if snippet.kind == "curl" else snippet


def _unwrapped(command: Command) -> tuple[str, Command]:
    """The program of a command, and the command without the `sudo` in front of it."""
    words = command.words
    while words and words[0].text in _WRAPPERS:
        words = words[2:] if words[0].text in ("uv", "poetry") and words[1:2] else words[1:]
    program = words[0].text.rsplit("/", 1)[-1] if words else ""
    return program, Command(words, command.span, command.stdin, command.whole)
