"""Recognizes values, and combinations of values, that end the run with an error."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cog_lsp.evidence.uses.content import MEASURES
from cog_lsp.evidence.uses.declared import FILES, Declared, can_hold
from cog_lsp.evidence.uses.fact import Fact, Kind
from cog_lsp.evidence.uses.limits import limits, without_implied
from cog_lsp.evidence.uses.missing import needed_for
from cog_lsp.evidence.uses.relations import relation
from cog_lsp.evidence.uses.simple import asks_for_type, gathered, is_tangled, simplified, typed
from cog_lsp.evidence.uses.subject import about, is_pure
from cog_lsp.evidence.uses.terms import Opaque, Operation, Place, Term, atoms, negation, parts, union
from cog_lsp.evidence.uses.trace import ATTEMPT, LOOP, Guard, Path, Refused, Trace
from cog_lsp.evidence.uses.words import Words
from cog_lsp.regex import regex

MOST_INPUTS, MOST_DERIVED = 5, 3
OF_RESULT = regex(
    r"nsfw|output|generat|result|unexpected|internal|returned|try again|inference|predict|\bshape|\bdim|tensor|dtype|"
    r"\bbatch|checkpoint|exit code|\bvalid path|not implemented|"
    r"\btokens?\b.{0,40}\bids\b|bfloat|state_dict|torch|\blinear|install|\blogs?\b|should never|unreachable|\bmodel\b",
    re.IGNORECASE,
)
"""Messages about what came out, or about the inside of the model: no value of an input is known to cause them."""
IN_FILE = regex(
    r"\b(?:no|not enough|too (?:many|few)|multiple|(?:could|can) ?not read|unable to (?:read|open|determine))\b"
    r".{0,40}\b(?:files?|images?|photos?|pictures?|frames|videos?|audio|zip|tar|archive)\b",
    re.IGNORECASE,
)
"""Messages about what a file holds."""
OF_FILE = regex(r"file|url|zip|archive", re.IGNORECASE)
"""Names of inputs that bring files, whatever their type."""
THERE = regex(r"exists|is_?file|is_?dir", re.IGNORECASE)
OF_VALUE = MEASURES | {":suffix", ":name", ":stem", ":mode", ":ndim", ":text", ":content", ":status_code"}
"""Attributes that say something about what was sent."""
LONGEST_MESSAGE = 160
MOST_GAPS = 1
"""Values within a message, beyond which it tells nothing by itself."""
DEEPEST = 2
"""Calls beyond which errors about a file's content are matters of a library."""


def refusals(trace: Trace, declared: Declared, words: Words) -> Iterator[Fact]:
    """The facts of the kinds `refuses` and `requires`."""
    facts = [
        fact
        for refused in trace.refused
        if not refused.caught
        for path in _alternatives(refused.path)
        if (fact := _refusal(refused._replace(path=path), declared, words)) is not None
    ]
    yield from without_implied(facts)


def _alternatives(path: Path) -> list[Path]:
    """The ways to an error: where the last condition is that one of several inputs is empty, each of them alone leads
    there, so that each must be given."""
    if not path or path[-1].assumed:
        return [path]
    parts = list(atoms(path[-1].test, "or"))
    questions = [about(part) for part in parts]
    names = {
        question.name for question in questions if question is not None and question.value == "empty" and question.holds
    }
    if len(parts) < 2 or len(names) != len(parts):
        return [path]
    return [(*path[:-1], path[-1]._replace(test=part)) for part in parts]


def _refusal(refused: Refused, declared: Declared, words: Words) -> Fact | None:
    """The fact that a refusal shows: a certain one where its conditions are about inputs alone."""
    guards = [guard._replace(test=typed(guard.test, declared)) for guard in refused.path if not _is(guard.test, LOOP)]
    conditions = [guard for guard in guards if not guard.assumed]
    if not conditions or not _is_possible([guard.test for guard in guards], declared):
        return None
    inner = [guard for guard in conditions if guard.at == conditions[-1].at]
    outer = [guard for guard in conditions if guard.at != conditions[-1].at]
    names = union(guard.test for guard in inner)
    if not names:
        return _of_content(refused, conditions[-1], declared)
    if all(is_pure(guard.test) for guard in conditions):
        return _certain(refused, inner, outer, declared, words)
    return _beyond(refused, conditions, declared) or _derived(refused, conditions, declared)


def _of_content(refused: Refused, last: Guard, declared: Declared) -> Fact | None:
    """A refusal after something that is not followed, as the unpacking of an archive: told where its message is about
    files, and one input alone can bring them."""
    message = _said(refused.message)
    if refused.depth > DEEPEST or not IN_FILE.search(message) or OF_RESULT.search(message):
        return None
    names = [name for name in refused.given if declared.is_file(name) or OF_FILE.search(name)]
    if len(names) != 1:
        return None
    place, condition = _from(last, refused), last.source or message
    return Fact("refuses", (names[0],), place, condition, f"Some files fail with “{message}”.", is_vague=True)


def _beyond(refused: Refused, conditions: list[Guard], declared: Declared) -> Fact | None:
    """A number that does not fit what comes from another input, as the length of a sound."""
    last = conditions[-1]
    unfit = relation(last.test, declared)
    if unfit is None:
        return None
    name, other, sentence, is_vague = unfit
    condition = last.source or refused.message
    return Fact("requires", (name, other), _from(last, refused), condition, sentence, is_vague=is_vague)


def _is(test: Term, what: str) -> bool:
    return isinstance(test, Opaque) and test.what == what


def _is_possible(tests: list[Term], declared: Declared) -> bool:
    """Whether the declarations let the conditions hold: those that depend on the inputs alone, or on their types."""
    pure = [test for test in tests if is_pure(test)]
    of_types = [test for test in tests if asks_for_type(test)]
    return all(can_hold(declared, decided) for decided in (pure, of_types) if decided)


def _certain(refused: Refused, inner: list[Guard], outer: list[Guard], declared: Declared, words: Words) -> Fact | None:
    """A refusal that the values of the inputs alone decide."""
    outer = [guard for guard in outer if can_hold(declared, [negation(guard.test)])]
    inner, outer = _as_one(inner, outer)
    inner = _simple(_needed(inner), declared)
    outer = [guard for guard in outer if not _only_says_given(guard, inner)]
    outer = _simple(outer, declared, _joined(inner))
    names = union(guard.test for guard in [*inner, *outer])
    if len(names) > MOST_INPUTS:
        return None
    kind: Kind = "refuses" if len(names) == 1 else "requires"
    sentence, is_vague = _sentence(inner, outer, words), False
    if sentence is None:
        sentence, is_vague = _by_message(refused), True
    if sentence is None:
        return None
    first = words.named(_joined(inner)) or names[0]  # the sentence is about it
    names = tuple(dict.fromkeys([first, *names]))
    exact = () if outer or len(names) > 1 else limits(_joined(inner), names[0], declared)
    place, condition = _from(inner[-1], refused), inner[-1].source or refused.message
    is_vague = is_vague or is_tangled(_joined([*inner, *outer]))
    needed = needed_for(_joined(inner), [guard.test for guard in outer], words)
    return Fact(kind, names, place, condition, sentence, limits=exact, needed=needed, is_vague=is_vague)


def _as_one(inner: list[Guard], outer: list[Guard]) -> tuple[list[Guard], list[Guard]]:
    """A chain of tests of one thing that ends in an error: what all of them rule out, as one condition."""
    tests = gathered([guard.test for guard in [*outer, *inner]])
    if len(tests) != 1 or not outer:
        return inner, outer
    return [inner[-1]._replace(test=tests[0])], []


def _only_says_given(guard: Guard, inner: list[Guard]) -> bool:
    """Whether a condition only says that there is a value of the input that all the others are about."""
    question = about(guard.test)
    return (
        question is not None and question[1:3] == ("empty", False) and union(g.test for g in inner) == (question.name,)
    )


def _needed(guards: list[Guard]) -> list[Guard]:
    """Conditions without those that only say that there is a value, where another one says more of it."""
    plain = [
        guard for guard in guards if (question := about(guard.test)) is not None and question[1:3] == ("empty", False)
    ]
    rest = [guard for guard in guards if guard not in plain]
    return [
        guard for guard in guards if guard in rest or not set(guard.test.inputs) <= set(union(g.test for g in rest))
    ]


def _simple(guards: list[Guard], declared: Declared, given: Term | None = None) -> list[Guard]:
    """Several conditions as one where that says the same with fewer words, `given` another that holds as well."""
    if not guards:
        return guards
    test = _joined(guards)
    shorter = simplified(test, declared, given)
    return guards if shorter is test else [guards[-1]._replace(test=shorter)]


def _joined(guards: list[Guard]) -> Term:
    """Conditions that hold together as one."""
    tests = tuple(guard.test for guard in guards)
    return tests[0] if len(tests) == 1 else Operation("and", tests, guards[0].at)


def _sentence(inner: list[Guard], outer: list[Guard], words: Words) -> str | None:
    """What is refused, in words: what the input must be, else when it fails; None where the message says more."""
    test = _joined(inner)
    names = test.inputs
    when = [clause for guard in outer if (clause := words.clause(guard.test)) is not None]
    if len(when) != len(outer):
        return None
    condition = f" when {' and '.join(dict.fromkeys(when))}" if when else ""
    must = words.must(test, names[0]) if len(names) == 1 else None
    if must is not None:
        return f"{must}{condition}."
    clause = words.clause(test)
    if clause is not None:
        return f"Fails when {' and '.join(dict.fromkeys([clause, *when]))}."
    return None


def _by_message(refused: Refused) -> str | None:
    message = _said(refused.message)
    if not message:
        return None
    return f"Some values fail with “{message}”."


def _said(message: str) -> str:
    """A message on one line, its first sentence where it is long; empty where it says nothing."""
    sentence = " ".join(message.split()).removesuffix(": …")
    if len(sentence) > LONGEST_MESSAGE:
        sentence = sentence.partition(". ")[0]
    return sentence if sentence.strip("… .:") and len(sentence) <= LONGEST_MESSAGE else ""


def _derived(refused: Refused, conditions: list[Guard], declared: Declared) -> Fact | None:
    """A refusal that depends on what is made of an input: the message alone says what is wrong."""
    message = _said(refused.message)
    if not message or OF_RESULT.search(message):
        return None
    last = conditions[-1]
    inner = [guard for guard in conditions if guard.at == last.at]
    if all(_is_of_type(guard.test) for guard in inner):
        return None
    if refused.depth > 0 and any(_is_of_part(part, declared) for guard in inner for part in parts(guard.test)):
        return None
    names = union(guard.test for guard in inner)
    first = _meant(names, message, declared, is_certain=all(is_pure(guard.test) for guard in inner))
    if first is None or len(names) > MOST_DERIVED:
        return None
    if refused.depth > DEEPEST and declared.is_file(first):
        return None
    if refused.depth > 1 and any(_is(guard.test, ATTEMPT) for guard in conditions) and not IN_FILE.search(message):
        return None
    what = "files" if declared.is_file(first) else "values"
    others = tuple(name for name in names if name != first)
    if message.count("…") > MOST_GAPS and (others or declared.kind(first) in ("int", "float")):
        return None
    kind: Kind = "requires" if others else "refuses"
    place, condition = _from(last, refused), last.source or message
    return Fact(kind, (first, *others), place, condition, f"Some {what} fail with “{message}”.", is_vague=True)


def _is_of_type(test: Term) -> bool:
    """Whether a test asks for a type, or whether a file is there: Cog's inputs always are what they are declared as."""
    while isinstance(test, Operation) and test.name == "not":
        test = test.operands[0]
    if isinstance(test, Operation) and test.name in ("and", "or"):
        return all(map(_is_of_type, test.operands))
    if isinstance(test, Opaque):
        return THERE.search(test.what) is not None
    return isinstance(test, Operation) and test.name == "isinstance"


def _is_of_part(term: Term, declared: Declared) -> bool:
    """Whether a term is a part of some object, such as a setting of a model that was loaded by a name."""
    if any(map(declared.is_file, term.inputs)):
        return False
    if isinstance(term, Opaque):
        return term.what.startswith("hasattr")
    return isinstance(term, Operation) and term.name.startswith(":") and term.name not in OF_VALUE


def _meant(names: tuple[str, ...], message: str, declared: Declared, *, is_certain: bool) -> str | None:
    """The input that a message is about: the one that it names, else one that takes files or texts."""
    plain = _letters(message)
    match = next((name for name in names if len(name) > 2 and _letters(name) in plain), None)
    if match is not None and not declared.has_choices(match):
        return match
    first = next((name for name in names if declared.kind(name) in (*FILES, "str", "list")), None)
    if first is None and is_certain and names:
        first = names[0]
    return None if first is None or declared.has_choices(first) else first


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _from(guard: Guard, refused: Refused) -> Place:
    """A refusal with the line of its condition, where both stand together."""
    if guard.at.file != refused.at.file or guard.at.line > refused.at.line:
        return refused.at
    return refused.at._replace(line=guard.at.line)
