"""Functions that are handed over to be called elsewhere: by a thread, by a pool of workers."""

from __future__ import annotations

from cog_lsp.evidence.uses.operations import Arguments
from cog_lsp.evidence.uses.terms import Callable, Items, Table

STARTERS = frozenset(["threading.Thread", "Thread", "multiprocessing.Process", "Process", "threading.Timer"])
SUBMITTERS = {"submit": 0, "apply_async": 0, "run_in_executor": 1, "to_thread": 0}
"""Methods that call what they are given, with the position of the function."""


def deferred(function: str, arguments: Arguments) -> tuple[Callable, Arguments] | None:
    """The function of the model's files that a call leads to, and what it is given there:
    `Thread(target=self.work, args=(image,))`, `pool.submit(self.work, image)`."""
    if function in STARTERS:
        return _started(arguments)
    position = SUBMITTERS.get(function.rpartition(".")[2])
    if position is None or len(arguments.positional) <= position:
        return None
    target = arguments.positional[position]
    if not isinstance(target, Callable) or target.target is None:
        return None
    return target, arguments._replace(positional=arguments.positional[position + 1 :])


def _started(arguments: Arguments) -> tuple[Callable, Arguments] | None:
    """What a thread runs."""
    target = arguments.keywords.get("target")
    positional, keywords = arguments.keywords.get("args"), arguments.keywords.get("kwargs")
    if not isinstance(target, Callable) or target.target is None:
        return None
    if not isinstance(positional, Items | None) or not isinstance(keywords, Table | None):
        return None
    kwargs = {} if keywords is None else {str(key): value for key, value in keywords.entries.items()}
    whole = arguments.whole and (keywords is None or keywords.whole)
    return target, Arguments([] if positional is None else list(positional.items), kwargs, whole)
