"""Recognizes values that are read in another way by how they are written: by suffix, as a link, with a weight."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.evidence.uses.declared import Declared
from cog_lsp.evidence.uses.fact import Fact
from cog_lsp.evidence.uses.phrases import either
from cog_lsp.evidence.uses.subject import subject, suffixed
from cog_lsp.evidence.uses.terms import Const, Operation, Place, Term, atoms, negation, parts, same
from cog_lsp.evidence.uses.trace import Guard, Trace
from cog_lsp.evidence.uses.words import texts_of
from cog_lsp.pace import step
from cog_lsp.regex import regex

SUFFIX = regex(r"\.?[a-z0-9]{2,11}")
LINK = regex(r"https?(?:://)?|s3://|gs://|file://|data:.*")


def forms(trace: Trace, declared: Declared, entry: Place) -> Iterator[Fact]:
    """Facts of the kind `special` about how a value is written."""
    seen: set[str] = set()
    facts = [*_branches(trace, declared), *_weights(trace)]
    facts.sort(key=lambda fact: (fact.value != "weight", fact.at.file != entry.file, fact.at.file, fact.at.line))
    for fact in facts:
        if fact.inputs[0] not in seen and (fact.at.file == entry.file or fact.value == "weight"):
            seen.add(fact.inputs[0])
            yield fact


def _branches(trace: Trace, declared: Declared) -> Iterator[Fact]:
    """Values whose form a branch or a choice asks for."""
    for branch in trace.branches:
        step()
        if branch.does and not branch.refuses_true and not branch.refuses_false:
            pieces = (piece for joined in ("or", "and") for piece in atoms(branch.guard.test, joined))
            facts = [fact for piece in pieces if (fact := _written(piece, branch.guard, declared)) is not None]
            if facts and not _ends_refused(branch.guard.test, trace):
                yield from facts
    for chosen, _ in trace.choices:
        step()
        fact = _written(chosen.test, Guard(chosen.test, chosen.at, source=chosen.source), declared)
        if fact is not None and not _ends_refused(chosen.test, trace):
            yield fact


def _ends_refused(test: Term, trace: Trace) -> bool:
    """Whether other values end in an error further down: then the error tells which ones are right."""
    other = negation(test)
    return any(
        not refused.caught and any(same(guard.test, other) for guard in refused.path) for refused in trace.refused
    )


def _written(test: Term, guard: Guard, declared: Declared) -> Fact | None:
    """A test of how a value ends, begins, or what it holds."""
    if isinstance(test, Operation) and test.name == "not":
        return _written(test.operands[0], guard, declared)
    if isinstance(test, Operation) and test.name == "any" and isinstance(test.operands[0], Operation):
        mapped = test.operands[0]
        inner = mapped.operands[-1] if mapped.name == "mapped" and len(mapped.operands) == 2 else None
        if isinstance(inner, Operation) and inner.name == ".endswith":
            return _ends(inner.operands[0], mapped.operands[0], guard, declared)
        return None
    if not isinstance(test, Operation) or len(test.operands) != 2:
        return None
    left, right = test.operands
    if test.name in (".endswith", "==", "!=", "in", "not in") and not (isinstance(left, Const)):
        return _ends(left, right, guard, declared) if test.name == ".endswith" or suffixed(left) is not None else None
    if test.name in ("in", "not in") and isinstance(left, Const):
        return _ends(right, left, guard, declared) or _links(right, left, guard, declared)
    if test.name == ".startswith":
        return _links(left, right, guard, declared)
    return None


def _holder(term: Term) -> str | None:
    """The input whose name or suffix a term is."""
    while isinstance(term, Operation) and term.operands and subject(term) is None:
        term = term.operands[0]
    return subject(term)


def _ends(value: Term, endings: Term, guard: Guard, declared: Declared) -> Fact | None:
    """A test for the suffix of a file's name."""
    name = _holder(value)
    texts = texts_of(endings)
    if name is None or not texts or not all(SUFFIX.fullmatch(text.lower()) for text in texts):
        return None
    if declared.has_choices(name) or (not any(text.startswith(".") for text in texts) and suffixed(value) is None):
        return None
    listed = either([text if text.startswith(".") else f".{text}" for text in texts])
    sentence = f"A name that ends in {listed} is handled in another way."
    clues = tuple(frozenset([text.lower().lstrip(".")]) for text in texts[:3])
    return Fact("special", (name,), guard.at, guard.source, sentence, clues, value="suffix", is_vague=True)


def _links(value: Term, beginnings: Term, guard: Guard, declared: Declared) -> Fact | None:
    """A test for the beginning of a link."""
    name = subject(value)
    texts = texts_of(beginnings)
    if name is None or not texts or not all(LINK.fullmatch(text) for text in texts):
        return None
    if declared.kind(name) != "str" or declared.has_choices(name):
        return None
    clues = (frozenset(["url", "link", "http", "address"]),)
    sentence = "A link is handled in another way than a name."
    return Fact("special", (name,), guard.at, guard.source, sentence, clues, value="link", is_vague=True)


def _weights(trace: Trace) -> Iterator[Fact]:
    """`prompt.rsplit(":", 1)`, whose second part is read as a number."""
    # An operation comes once for each use of what it makes.
    for term in {id(term): term for term, _ in trace.changed}.values():
        step()
        if term.name != "float" or not isinstance(term.operands[0], Operation) or term.operands[0].name != "item":
            continue
        for split in parts(term.operands[0]):
            if not isinstance(split, Operation) or split.name != ".rsplit" or len(split.operands) < 2:
                continue
            name, sign = _holder(split.operands[0]), split.operands[1]
            if name is not None and isinstance(sign, Const) and sign.value == ":":
                sentence = "A number after the last colon is taken as its weight."
                clues = (frozenset(["weight", "colon"]),)
                yield Fact("special", (name,), split.at, split.source, sentence, clues, value="weight")
                break
