"""Where a description and its declaration disagree: a default, a limit or a value that the code does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from msgspec import Struct

from cog_lsp.predictor.model import Input
from cog_lsp.regex import regex

NUMBER = r"[-\u2212]?\d+(?:\.\d+)?"
END = r"(?!\.*\d|,\d|\s*(?:x|\u00d7|[:/])\s*\d|%|k\b|\w)"
SPAN = regex(rf"\d\s*(?:and|to|[-\u2013])\s*{NUMBER}", re.I)
"""A part of every match of `BETWEEN` that is found much sooner."""
DEFAULT = regex(
    rf"\bdefault(?:s|\s+value)?\s*(?:(?:is|to|of|:|=|,)\s*)?[`'\"*]*(?P<value>{NUMBER}|true|false)[`'\"*]*{END}", re.I
)
BETWEEN = regex(
    rf"\b(?:between|from|ranges?(?:\s+(?:is|of|from))?)\s+(?P<low>{NUMBER})\s*(?:and|to|-|\u2013)\s*(?P<high>{NUMBER}){END}"
    rf"|\((?P<low2>{NUMBER})\s*(?:-|\u2013|to)\s*(?P<high2>{NUMBER})\)",
    re.I,
)
LIMIT = regex(rf"\b(?P<side>max(?:imum)?|min(?:imum)?)(?:\s+value)?\s*(?:is|of|:|=)\s*(?P<value>{NUMBER}){END}", re.I)
BEYOND = regex(rf"\b(?:up\s+to|at\s+most|no\s+more\s+than)\s+(?P<value>{NUMBER}){END}", re.I)
LENGTH = regex(
    r"\b(?:up\s+to|at\s+most|no\s+more\s+than|max(?:imum)?(?:\s+(?:is|of|length))*:?|limited\s+to)\s+(?P<value>\d+)"
    r"\s+char(?:acter)?s?\b",
    re.I,
)
MEANING = r"(?:for\b|to\s+(?:disable|randomi[sz]e|skip|keep|turn)\b|means\b|disables\b|or\s+(?:none|blank|empty)\b)"
SPECIAL = regex(
    rf"(?:\b(?:set\s+(?:it\s+)?to|use|choose|pass)\s+|[(;:]\s*|(?<!\d),\s*|[.,]\s+|^|\bif\s+)(?P<value>{NUMBER})\s+{MEANING}",
    re.I,
)
MEANT = regex(rf"\d\s+{MEANING}", re.I)
"""A part of every match of `SPECIAL` that is found much sooner."""
CONDITION = regex(r"\b(?:if|when|for|while|unless|otherwise|converting|on|in)\b", re.I)
NOTHING = regex(
    r"^[\s,(`*]*(?:if|when|where)\s+(?:it\s+is\s+|left\s+)?"
    r"(?:empty|blank|[`']?none\b|unset|omitted|not\s+(?:set|given|provided|specified))[`')*]*",
    re.I,
)
"""The condition that nothing is given, behind what holds then."""
ADVICE = regex(
    r"\b(?:recommend\w*|good|best|better|sane|typical\w*|usual\w*|usually|try|works?|ideal\w*|optimal|suggest\w*|higher|lower"
    r"|larger|smaller|normal\w*|most|common\w*|e\.g|example|often|around|about|sweet|prefer\w*|reasonable|safe)\b",
    re.I,
)
SENTENCE = regex(r"[.;](?=\s|$)|\n\s*\n")

Number = float | int | None


class Contradiction(Struct, frozen=True):
    """A statement of the text that the code contradicts. `start` and `end` are characters in the text."""

    start: int
    end: int
    message: str
    """Completes "The text …"."""
    correct: str | None
    """What the text should say in this place, where one value is certain."""
    against: frozenset[str]
    """Which of `default`, `ge` and `le` the text contradicts."""


NOTHING_KNOWN: Mapping[str, Number] = {}


def contradictions(text: str, input: Input, in_body: Mapping[str, Number] = NOTHING_KNOWN) -> tuple[Contradiction, ...]:
    """Every contradiction between the text and the code, in the order of the text: the declaration, and what holds in
    its place because the body of the method has it (`default`: what nothing becomes, `ge`, `le`)."""
    default = input.meant("default")
    default = default if isinstance(default, bool | int | float) else None
    ge, le = in_body.get("ge", number(input, "ge")), in_body.get("le", number(input, "le"))
    return _contradictions(text, in_body.get("default", default), ge, le, "default" in in_body)


@lru_cache(maxsize=1024, typed=True)  # True is no 1 here
def _contradictions(text: str, default: Number, ge: Number, le: Number, for_nothing: bool) -> tuple[Contradiction, ...]:
    contradictions = [
        *default_differs(text, default, for_nothing),
        *limit_differs(text, ge, le),
        *limit_beyond(text, le),
        *range_differs(text, ge, le),
    ]
    if not contradictions:
        contradictions = list(value_refused(text, ge, le))
    return tuple(sorted(contradictions, key=lambda c: c.start))


def refuses_bounds(text: str, ge: Number, le: Number) -> bool:
    """Whether the text says something else than these bounds."""
    return any(True for check in (limit_differs, range_differs, value_refused) for _ in check(text, ge, le))


def number(input: Input, keyword: str) -> Number:
    """A number that Python means; None where there is none, or none that can be known."""
    value = input.meant(keyword)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def read(text: str) -> float:
    """A number of a text."""
    return float(text.replace("\u2212", "-"))


def show(value: float | int) -> str:
    """A number as people write it."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else str(value)


def default_differs(text: str, default: Number, for_nothing: bool = False) -> Iterator[Contradiction]:
    """ "Default 50" where the code has another default. Defaults of special cases are left alone, but for the case that
    nothing is given where the default is `for_nothing`."""
    if default is None or "default" not in text.lower():
        return
    for match in DEFAULT.finditer(text):
        claim = match.group("value")
        before, after = around(text, match.start(), match.end())
        after = NOTHING.sub("", after, count=1) if for_nothing else after
        if CONDITION.search(before) or CONDITION.match(after.lstrip()):
            continue
        if claim.lower() in {"true", "false"}:
            same = not isinstance(default, bool) or default == (claim.lower() == "true")
        else:
            same = isinstance(default, bool) or read(claim) == float(default)
        if not same:
            value = str(default) if isinstance(default, bool) else show(default)
            message = f"says that the default is {claim}, but the code has {value}"
            yield Contradiction(match.start("value"), match.end("value"), message, value, frozenset({"default"}))


def limit_differs(text: str, ge: Number, le: Number) -> Iterator[Contradiction]:
    """ "Maximum is 150" where the code allows more or less."""
    if not any(word in text.lower() for word in ("max", "min")):
        return  # as in most texts: the search takes a hundred times as long
    for match in LIMIT.finditer(text):
        keyword, bound = ("le", le) if match.group("side").lower().startswith("max") else ("ge", ge)
        before, after = around(text, match.start(), match.end())
        if bound is None or CONDITION.search(before) or CONDITION.match(after.lstrip()) or ADVICE.search(before):
            continue
        if read(match.group("value")) != float(bound):
            side = "maximum" if keyword == "le" else "minimum"
            message = f"says that the {side} is {match.group('value')}, but the code has {show(bound)}"
            yield Contradiction(match.start("value"), match.end("value"), message, show(bound), frozenset({keyword}))


def limit_beyond(text: str, le: Number) -> Iterator[Contradiction]:
    """ "Up to 2048" where the code allows less."""
    if le is None or not any(word in text.lower() for word in ("up", "most", "more")):
        return
    for match in BEYOND.finditer(text):
        before, after = around(text, match.start(), match.end())
        special = CONDITION.search(before) or CONDITION.match(after.lstrip()) or ADVICE.search(before)
        if not special and read(match.group("value")) > le:
            message = f"says up to {match.group('value')}, but the code allows at most {show(le)}"
            yield Contradiction(match.start("value"), match.end("value"), message, show(le), frozenset({"le"}))


def length_beyond(text: str, longest: int) -> Iterator[Contradiction]:
    """ "Up to 2048 characters" where the code allows, or keeps, fewer."""
    if "char" not in text.lower():
        return
    for match in LENGTH.finditer(text):
        if int(match.group("value")) > longest:
            message = f"says {match.group('value')} characters, but the code takes at most {longest}"
            yield Contradiction(
                match.start("value"), match.end("value"), message, str(longest), frozenset({"max_length"})
            )


def range_differs(text: str, ge: Number, le: Number) -> Iterator[Contradiction]:
    """ "Between 0 and 1" where the code has other bounds. A range inside of the bounds that is advice is left alone."""
    if (ge is None and le is None) or SPAN.search(text) is None:
        return
    for match in BETWEEN.finditer(text):
        group = "" if match.group("low") is not None else "2"
        low, high = match.group("low" + group), match.group("high" + group)
        before, after = around(text, match.start(), match.end())
        wider = (ge is not None and read(low) < ge) or (le is not None and read(high) > le)
        narrower = (ge is not None and read(low) != ge) or (le is not None and read(high) != le)
        advice = ADVICE.search(before) or ADVICE.search(after)
        if read(low) >= read(high) or not (wider or (narrower and not advice)):
            continue
        allowed = allowed_range(ge, le)
        ends = {"low" + group: ge, "high" + group: le}
        wrong = [(end, bound) for end, bound in ends.items() if bound is not None and read(match.group(end)) != bound]
        message = f"says {low} to {high}, but the code allows {allowed}"
        if len(wrong) == 1:
            name, bound = wrong[0]
            against = frozenset({"ge" if name.startswith("low") else "le"})
            yield Contradiction(match.start(name), match.end(name), message, show(bound), against)
        else:
            yield Contradiction(match.start(), match.end(), message, None, frozenset({"ge", "le"}))


def allowed_range(ge: float | None, le: float | None) -> str:
    """The bounds in words."""
    if ge is None or le is None:
        return f"at most {show(le)}" if le is not None else f"at least {show(ge or 0)}"
    return f"{show(ge)} to {show(le)}"


def value_refused(text: str, ge: Number, le: Number) -> Iterator[Contradiction]:
    """ "-1 for random" where the bounds refuse -1."""
    if (ge is None and le is None) or MEANT.search(text) is None:
        return
    for match in SPECIAL.finditer(text):
        value = read(match.group("value"))
        bound = "ge" if ge is not None and value < ge else "le" if le is not None and value > le else ""
        if bound:
            message = f"tells people to use {match.group('value')}, but the code refuses it"
            yield Contradiction(match.start("value"), match.end("value"), message, None, frozenset({bound}))


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a place in the same sentence."""
    head = text[:start]
    cut = max((m.end() for m in SENTENCE.finditer(head)), default=0)
    tail = SENTENCE.split(text[end:], maxsplit=1)[0]
    return head[cut:], tail
