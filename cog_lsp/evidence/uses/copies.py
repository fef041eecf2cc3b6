"""Files that are copied under a name that stands in the code: what is opened there is still the input."""

from __future__ import annotations

from cog_lsp.evidence.uses.operations import Arguments
from cog_lsp.evidence.uses.state import State
from cog_lsp.evidence.uses.terms import Const, Term

COPIERS = frozenset(["shutil.copy", "shutil.copy2", "shutil.copyfile", "shutil.move", "os.rename", "os.replace"])
_FILE = "file"
"""The owner of the names of files in the state."""


def copied(function: str, arguments: Arguments, state: State) -> None:
    """Remembers what a file holds that a call of one of `COPIERS` makes: `shutil.copyfile(image, "/tmp/image.png")`."""
    if function in COPIERS and len(arguments.positional) == 2:
        source, target = restored(arguments, state).positional[0], arguments.positional[1]
        if isinstance(target, Const) and isinstance(target.value, str) and source.inputs:
            state.copies.add(target.value)
            state.bind(_FILE, target.value, source)


def restored(arguments: Arguments, state: State) -> Arguments:
    """The arguments of a call, with what was copied in place of the name of the copy."""
    if not state.copies or not any(_is_copy(value, state) for value in arguments.all):
        return arguments

    def original(value: Term) -> Term:
        name = value.value if isinstance(value, Const) else None
        return state.names.get((_FILE, name), value) if isinstance(name, str) else value

    keywords = {name: original(value) for name, value in arguments.keywords.items()}
    return arguments._replace(positional=[original(value) for value in arguments.positional], keywords=keywords)


def _is_copy(value: Term, state: State) -> bool:
    return isinstance(value, Const) and isinstance(value.value, str) and value.value in state.copies
