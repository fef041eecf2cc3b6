"""Recognizes files in an archive or a folder that are left out for how their names end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cog_lsp.evidence.uses.declared import Declared
from cog_lsp.evidence.uses.fact import Fact
from cog_lsp.evidence.uses.forms import SUFFIX
from cog_lsp.evidence.uses.phrases import either
from cog_lsp.evidence.uses.subject import with_suffix
from cog_lsp.evidence.uses.terms import Opaque, Operation, Term, atoms, negation
from cog_lsp.evidence.uses.trace import Guard, Trace
from cog_lsp.evidence.uses.words import texts_of
from cog_lsp.regex import regex

LISTING = regex(
    r"listdir|\bwalk\b|scandir|namelist|infolist|getmembers|getnames|\br?glob\b|iterdir|zipfile|tarfile",
    re.IGNORECASE,
)
"""Calls that give the files in a folder or an archive."""


def filtered(trace: Trace, declared: Declared) -> Iterator[Fact]:
    """The facts of the kind `clamps` about `[name for name in os.listdir(folder) if name.endswith(".jpg")]`, and about
    loops that do nothing with other files. Several that go through the same files are one."""
    passing: dict[str, list[str]] = {}
    first: dict[str, Guard] = {}
    for guard in _kept(trace):
        for part in atoms(guard.test):
            value, endings = _endings(part)
            name = _container(value)
            if name is not None and endings and (declared.is_file(name) or declared.kind(name) == "str"):
                passing.setdefault(name, []).extend(endings)
                first.setdefault(name, guard)
    for name, endings in passing.items():
        listed = either([ending if ending.startswith(".") else f".{ending}" for ending in endings])
        clues = tuple(frozenset([ending.lower().lstrip(".")]) for ending in endings[:3])
        sentence = f"Only files in it that end in {listed} are used."
        yield Fact("clamps", (name,), first[name].at, first[name].source, sentence, clues)


def _kept(trace: Trace) -> Iterator[Guard]:
    """What items must be like for something to be done with them; not where a test of the same kind stands before."""
    yield from trace.kept
    for branch in trace.branches:
        if branch.keeps is None or any(_endings(part)[1] for g in branch.path for part in atoms(negation(g.test))):
            continue
        yield branch.guard if branch.keeps else branch.guard._replace(test=negation(branch.guard.test))


def _endings(test: Term) -> tuple[Term | None, list[str]]:
    """What ends in one of some suffixes, and these."""
    if not isinstance(test, Operation):
        return None, []
    if test.name == "any" and isinstance(test.operands[0], Operation) and test.operands[0].name == "mapped":
        mapped = test.operands[0].operands
        inner = mapped[-1]
        if len(mapped) == 2 and isinstance(inner, Operation) and inner.name == ".endswith":
            return inner.operands[0], _suffixes(mapped[0], is_dotted=True)
        return None, []
    if len(test.operands) != 2:
        return None, []
    left, right = test.operands
    if test.name == ".endswith":
        return left, _suffixes(right, is_dotted=True)
    if test.name in ("in", "==") and with_suffix(left) is not None:
        return left, _suffixes(right, is_dotted=False)
    return None, []


def _suffixes(term: Term, *, is_dotted: bool) -> list[str]:
    """The texts of a term where all are suffixes, with their dots or without."""
    texts = texts_of(term) or []
    are_suffixes = all(SUFFIX.fullmatch(text.lower()) and (text[0] == "." or not is_dotted) for text in texts)
    return texts if are_suffixes else []


def _container(term: Term | None) -> str | None:
    """The input whose files are gone through, where a term is the name of one of them."""
    is_item = False
    while isinstance(term, Operation) and term.operands:
        is_item = is_item or term.name == "each"
        term = term.operands[0]
    if not isinstance(term, Opaque) or not is_item or len(term.inputs) != 1:
        return None
    return term.inputs[0] if LISTING.search(term.what) else None
