"""Conditions in plain words."""

from __future__ import annotations

from typing import Any

from cog_lsp.evidence.uses.declared import FILES, Declared
from cog_lsp.evidence.uses.phrases import LONGEST_LIST, either, infinitive, number, of_one, plain, quoted, shared
from cog_lsp.evidence.uses.subject import subject, suffixed
from cog_lsp.evidence.uses.terms import Const, Items, Operation, Term, atoms, negation

COMPARED = {
    "<": "below",
    "<=": "at most",
    ">": "above",
    ">=": "at least",
}
EMPTY = "is empty"


class Words:
    """Says conditions on the inputs of a predictor. Every method gives None for what it cannot say exactly."""

    def __init__(self, declared: Declared) -> None:
        self.declared = declared

    def clause(self, test: Term) -> str | None:
        """A condition as a clause: "`steps` is above 50"."""
        if isinstance(test, Operation) and test.name in ("and", "or"):
            return self._joined(test)
        if isinstance(test, Operation) and test.name == "not":
            return self._opposite(test.operands[0])
        predicate = self.predicate(test)
        return None if predicate is None else f"`{predicate[0]}` {predicate[1]}"

    def named(self, test: Term) -> str | None:
        """The input that the clause for a condition begins with."""
        first = next(atoms(test, test.name)) if isinstance(test, Operation) and test.name in ("and", "or") else test
        predicate = self.predicate(first)
        return None if predicate is None else predicate[0]

    def empty(self, test: Term) -> str | None:
        """The input of which a condition says that it is empty, and nothing else."""
        predicate = self.predicate(test)
        return predicate[0] if predicate is not None and predicate[1] == EMPTY else None

    def _joined(self, test: Operation) -> str | None:
        operands = list(dict.fromkeys(self.clause(part) for part in atoms(test, test.name)))
        if any(part is None for part in operands) or len(operands) > 4:
            return None
        clauses = [part for part in operands if part is not None]
        return shared(clauses, test.name) or of_one(clauses, test.name) or f" {test.name} ".join(clauses)

    def _opposite(self, test: Term) -> str | None:
        """The clause for `not test`."""
        if isinstance(test, Operation) and test.name in (
            ".startswith",
            ".endswith",
            "in",
            "not in",
            ".isspace",
            ".isdigit",
        ):
            predicate = self.predicate(test, opposite=True)
            return None if predicate is None else f"`{predicate[0]}` {predicate[1]}"
        name = subject(test)
        return None if name is None else f"`{name}` {self._empty(name)}"

    def predicate(self, test: Term, *, opposite: bool = False) -> tuple[str, str] | None:
        """A comparison as the input that it is about and what it says of it: "steps", "is above 50"."""
        name = subject(test)
        if name is not None and not opposite:
            return name, self._filled(name)
        if not isinstance(test, Operation):
            return None
        if test.name == "not":
            return self._negated(test.operands[0])
        if test.name in (".startswith", ".endswith", ".isspace", ".isdigit"):
            return self._text(test, opposite=opposite)
        if len(test.operands) == 2:
            return self._comparison(test, *test.operands)
        return None

    def _negated(self, test: Term) -> tuple[str, str] | None:
        name = subject(test)
        if name is not None:
            return name, self._empty(name)
        return self.predicate(test, opposite=True) if isinstance(test, Operation) else None

    def _filled(self, name: str) -> str:
        """That an input is true in Python's sense."""
        kind = self.declared.kind(name)
        if kind == "bool":
            return "is on"
        if kind in ("int", "float"):
            return "is given and not 0" if self.declared.can_be_none(name) else "is not 0"
        return "is given"

    def _empty(self, name: str) -> str:
        kind = self.declared.kind(name)
        if kind == "bool":
            return "is off"
        if kind in ("int", "float"):
            return "is empty or 0" if self.declared.can_be_none(name) else "is 0"
        return EMPTY

    def _text(self, test: Operation, *, opposite: bool) -> tuple[str, str] | None:
        """A test of a text: its beginning, its end, what it consists of."""
        name = subject(test.operands[0])
        if name is None:
            return None
        if test.name == ".isspace":
            return name, "is not blank" if opposite else "is blank"
        if test.name == ".isdigit":
            return name, "is no whole number" if opposite else "is a whole number"
        values = texts_of(test.operands[1]) if len(test.operands) > 1 else None
        if not values:
            return None
        verb = (
            ("does not end in" if opposite else "ends in")
            if test.name == ".endswith"
            else ("does not begin with" if opposite else "begins with")
        )
        return name, f"{verb} {either(values)}"

    def _comparison(self, test: Operation, left: Term, right: Term) -> tuple[str, str] | None:
        """Two values compared: with a constant, a list, another input, or of a part of an input."""
        name = subject(left)
        if name is not None:
            sign, right = self._positive(name, test.name, right)
        else:
            sign = test.name
        if name is not None and isinstance(right, Const):
            return self._with_constant(name, sign, right.value)
        if name is not None and isinstance(right, Items) and sign in ("in", "not in"):
            return self._with_list(name, sign, right)
        if name is not None and (other := subject(right)) is not None and sign in (*COMPARED, "==", "!="):
            verb = COMPARED.get(sign) or ("the same as" if sign == "==" else "not the same as")
            return name, f"is {verb} `{other}`"
        if sign in ("in", "not in") and isinstance(left, Const) and (name := subject(right)) is not None:
            return name, f"{'contains' if sign == 'in' else 'does not contain'} {quoted(left.value)}"
        if isinstance(left, Operation) and isinstance(right, (Const, Items)):
            return self._of_part(left, sign, right)
        return None

    def _positive(self, name: str, sign: str, right: Term) -> tuple[str, Term]:
        """A comparison that rules values out, as one with what the declarations leave: one or two choices, a bound."""
        if isinstance(right, Const) and right.value is not None:
            bound = {">=": "le", "<=": "ge"}.get(sign)
            if bound is not None and self.declared.bound(name, bound) == right.value:
                return "==", right
        choices = self.declared.choices(name)
        if choices is None or self.declared.can_be_none(name) or sign not in ("!=", "not in"):
            return sign, right
        constants = right.items if isinstance(right, Items) else [right]
        ruled_out = [constant.value for constant in constants if isinstance(constant, Const)]
        left = [choice for choice in choices if choice not in ruled_out]
        if len(ruled_out) != len(constants) or not 0 < len(left) <= min(2, len(choices) - len(left)):
            return sign, right
        return ("==", Const(left[0])) if len(left) == 1 else ("in", Items(tuple(map(Const, left))))

    def _with_constant(self, name: str, sign: str, value: Any) -> tuple[str, str] | None:
        """An input compared with a constant."""
        if value is None or value == "":
            return name, EMPTY if sign in ("==", "is") else "is given"
        if isinstance(value, bool):
            is_on = value is (sign in ("==", "is"))
            return name, "is on" if is_on else "is off"
        if sign in ("==", "is"):
            return name, f"is {plain(value)}"
        if sign in ("!=", "is not"):
            return name, f"is not {plain(value)}"
        if sign in COMPARED and isinstance(value, (int, float)):
            return name, f"is {COMPARED[sign]} {number(value)}"
        return None

    def _with_list(self, name: str, sign: str, items: Items) -> tuple[str, str] | None:
        """An input that is one of several values or none of them."""
        if not all(isinstance(item, Const) for item in items.items):
            return None
        values = [item.value for item in items.items if isinstance(item, Const)]
        if not values or len(values) > LONGEST_LIST * 3:
            return None
        texts = ["empty" if value is None or value == "" else plain(value) for value in values]
        listed = (
            either(texts)
            if sign == "in"
            else f"neither {either(texts, 'nor')}"
            if len(texts) > 1
            else f"not {texts[0]}"
        )
        return name, f"is {listed}"

    def _of_part(self, left: Operation, sign: str, right: Const | Items) -> tuple[str, str] | None:
        """A comparison of the length, the suffix, the product or the remainder of inputs."""
        if left.name == "len" and isinstance(right, Const) and (name := subject(left.operands[0])) is not None:
            return self._of_length(name, sign, right.value)
        if (name := suffixed(left)) is not None and sign in ("==", "!=", "in", "not in"):
            values = texts_of(right)
            if not values or not all(values):
                return None
            endings = [value if value.startswith(".") else f".{value}" for value in values]
            return name, f"{'ends in' if sign in ('==', 'in') else 'does not end in'} {either(endings)}"
        if isinstance(right, Const) and isinstance(right.value, (int, float)):
            return self._arithmetic(left, sign, right.value)
        return None

    def _arithmetic(self, left: Operation, sign: str, value: float) -> tuple[str, str] | None:
        """A multiple, a product or a sum compared with a number."""
        if left.name == "%" and value == 0 and sign in ("==", "!="):
            name = subject(left.operands[0])
            by = left.operands[1]
            what = number(by.value) if isinstance(by, Const) else f"`{subject(by)}`" if subject(by) else None
            if name is not None and what is not None:
                return name, f"is {'' if sign == '==' else 'not '}a multiple of {what}"
        if left.name in ("*", "+") and sign in COMPARED and len(left.operands) == 2:
            names = [subject(operand) for operand in left.operands]
            if names[0] is not None and names[1] is not None:
                verb = "times" if left.name == "*" else "plus"
                return names[0], f"{verb} `{names[1]}` is {COMPARED[sign]} {number(value)}"
        return None

    def _of_length(self, name: str, sign: str, value: Any) -> tuple[str, str] | None:
        """The length of an input compared with a number."""
        if not isinstance(value, int):
            return None
        unit = "characters" if self.declared.kind(name) in ("str", "Secret") else "items"
        if (sign, value) in (("==", 0), ("<", 1), ("<=", 0)):
            return name, EMPTY
        if (sign, value) in (("!=", 0), (">", 0), (">=", 1)):
            return name, "is given"
        wordings = {
            "<": "fewer than",
            "<=": "at most",
            ">": "more than",
            ">=": "at least",
            "==": "exactly",
            "!=": "not exactly",
        }
        return (name, f"has {wordings[sign]} {value} {unit}") if sign in wordings else None

    def must(self, test: Term, name: str) -> str | None:
        """What an input must be so that a condition does not hold: "Must be at most 50"."""
        requirement = negation(test)
        predicates = [self.predicate(part) for part in atoms(requirement)]
        if not predicates or any(part is None or part[0] != name for part in predicates):
            return None
        phrases = list(dict.fromkeys(part[1] for part in predicates if part is not None))
        if "is not blank" in phrases:
            phrases = ["is not blank"]
        elif len(phrases) > 1 and "is given" in phrases:
            phrases.remove("is given")
        verbs = [infinitive(part) for part in phrases]
        if any(verb is None for verb in verbs):
            return None
        infinitives = [verb for verb in verbs if verb is not None]
        if all(verb.startswith("be ") for verb in infinitives):
            return "Must be " + " and ".join(verb[len("be ") :] for verb in infinitives)
        return "Must " + " and ".join(infinitives)

    def unit(self, name: str) -> str:
        """What an input is called where it is a file."""
        return "file" if self.declared.kind(name) in FILES else "value"


def texts_of(term: Term) -> list[str] | None:
    """The texts of a constant, or of a list of constants."""
    values = (
        [term.value]
        if isinstance(term, Const)
        else [item.value for item in term.items if isinstance(item, Const)]
        if isinstance(term, Items)
        else []
    )
    if isinstance(term, Items) and len(values) != len(term.items):
        return None
    flat = [part for value in values for part in (value if isinstance(value, (list, tuple)) else [value])]
    return [str(value) for value in flat] if flat and all(isinstance(value, str) for value in flat) else None
