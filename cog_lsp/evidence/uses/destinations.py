"""Where inputs go: which call gets them under which keyword, and what they say of the files that are written.

Facts for programs: no rule reads them, so that they are recognized only where they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cog_lsp.evidence.uses.code import Predictor
from cog_lsp.evidence.uses.declared import Declared
from cog_lsp.evidence.uses.fact import Fact
from cog_lsp.evidence.uses.reading import read
from cog_lsp.evidence.uses.recognize import recognized
from cog_lsp.evidence.uses.subject import subject
from cog_lsp.evidence.uses.terms import Const, Operation
from cog_lsp.evidence.uses.trace import Trace


def all_facts_of(predictor: Predictor, path: str, read_file: Callable[[str], str | None] | None = None) -> list[Fact]:
    """What the code of a predictor does with its inputs, and where they go; see `facts_of`."""
    reading = read(predictor, path, read_file)
    if reading is None:
        return []
    declared = Declared(predictor.inputs)
    order = {name: position for position, name in enumerate(declared.inputs)}
    facts = [*recognized(reading, predictor), *_passed(reading.trace), *_written(reading.trace)]
    return sorted((fact for fact in facts if fact.inputs[0] in order), key=lambda fact: order[fact.inputs[0]])


def _passed(trace: Trace) -> Iterator[Fact]:
    """The facts of the kind `passed`: an input, as it is, is an argument of a call that is not followed."""
    seen: set[tuple[str, str]] = set()
    for passed in trace.passed:
        name = subject(passed.value)
        if name is None:
            continue
        label = "" if passed.keyword.isdigit() or passed.keyword == name else f" as `{passed.keyword}`"
        sentence = f"Passed to `{passed.function}`{label}."
        if (name, sentence) in seen:
            continue
        seen.add((name, sentence))
        yield Fact("passed", (name,), passed.at, f"{passed.function}({passed.keyword})", sentence, trivial=True)


def _written(trace: Trace) -> Iterator[Fact]:
    """The facts of the kind `written`: an input ends the name of a file, as `f"out.{output_format}"` does."""
    seen: set[str] = set()
    for term, _ in trace.changed:
        name = _suffix(term)
        if name is not None and name not in seen:
            seen.add(name)
            yield Fact("written", (name,), term.at, term.source, "The type of the file that comes out.", trivial=True)


def _suffix(term: Operation) -> str | None:
    """The input that a name of a file ends with."""
    if term.name not in ("text", "+") or len(term.operands) < 2:
        return None
    dot = term.operands[-2]
    ends = isinstance(dot, Const) and isinstance(dot.value, str) and dot.value.endswith(".")
    return subject(term.operands[-1]) if ends else None
