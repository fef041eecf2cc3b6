"""Recognizes what is done to the content of a file before it is used: resized, cut, converted."""

from __future__ import annotations

import re

from cog_lsp.evidence.uses.declared import Declared
from cog_lsp.evidence.uses.fact import Fact
from cog_lsp.evidence.uses.multiples import multiple
from cog_lsp.evidence.uses.phrases import number
from cog_lsp.evidence.uses.subject import LIMITING, measure, subject
from cog_lsp.evidence.uses.terms import NONE, Choice, Const, Given, Items, Opaque, Operation, Place, Term, parts
from cog_lsp.regex import regex

CONTENT = frozenset(["open", "content", "resize", "crop", "thumbnail", "each", "append", "rate", "part", "mono"])
"""Operations after which a value still is the content of the same file."""
RESIZED, MAY_BE_RESIZED = "Resized before it is used.", "May be resized before it is used."
FIXED = "Scaled to a size that the model sets."
SHORTENED = "Cut to a maximum length."
FIXED_SIZE = regex(r"Resized to ([0-9]{1,6}) by [0-9]{1,6} pixels\.")
LARGEST_OF_FEATURES = 224
"""Pixels on a side of the largest picture that CLIP and the like look at."""
VAGUE = frozenset([RESIZED, MAY_BE_RESIZED, SHORTENED])
"""Sentences that are only said where nothing more exact is known, and the entry file itself shows it."""
ADDRESS = regex("url|uri|link|path|file|image|img|photo|picture|video|audio|mask", re.I)
SOUNDS = ("audio", "sound", "music", "song", "voice", "speech", "vocal", "wav", "melody", "track")
MADE = ("self.", "model", "pipe", "net", "predict", "forward", "generate", "infer", "output", "result")
"""Words in the name of a call whose result is no longer what came in."""


def content_of(term: Term, declared: Declared) -> str | None:
    """The input whose content a term is: opened, decoded, converted, by whatever numbers."""
    for _ in range(30):
        name = subject(term)
        if name is not None:
            return name
        if isinstance(term, Operation) and (term.name in CONTENT or term.name == "item") and term.operands:
            term = term.operands[0]
        elif isinstance(term, Choice):
            term = term.then if term.then.inputs else term.otherwise
        elif isinstance(term, Opaque) and term.what:
            names = [name for name in term.inputs if declared.is_file(name) or _is_address(name, declared)]
            names = names if len(names) == 1 else [name for name in names if declared.is_file(name)]
            return None if len(names) != 1 or any(word in term.what.lower() for word in MADE) else names[0]
        else:
            return None
    return None


def _is_address(name: str, declared: Declared) -> bool:
    """Whether a text says where a file is, by its name: what comes of other texts is made from them."""
    return declared.kind(name) in ("", "str") and ADDRESS.search(name) is not None


def changed_content(term: Operation, declared: Declared) -> Fact | None:
    """A fact about a file whose content is changed."""
    fact = _resized(term, declared) or _rate(term, declared) or _sized(term, declared)
    return fact or _shortened(term, declared) or _mixed(term, declared) or _split(term, declared)


def of_features(fact: Fact, entry: Place) -> bool:
    """Whether a picture is only made small for what a model of features looks at, far from the entry method."""
    match = FIXED_SIZE.fullmatch(fact.sentence)
    return match is not None and fact.at.file != entry.file and int(match[1]) <= LARGEST_OF_FEATURES


def _is_content(name: str | None, declared: Declared) -> bool:
    return name is not None and (declared.is_file(name) or declared.kind(name) in ("", "str"))


def _resized(term: Operation, declared: Declared) -> Fact | None:
    """`image.resize((512, 512))`, `cv2.resize(image, …)`, `image.thumbnail(…)`."""
    if term.name not in ("resize", "thumbnail"):
        return None
    name = content_of(term.operands[0], declared)
    if name is None or not _is_content(name, declared):
        return None
    if not declared.is_file(name) and not any(
        isinstance(part, Operation) and part.name == "open" for part in parts(term.operands[0])
    ):
        return None  # a picture that was made from a text
    size = term.operands[1] if len(term.operands) > 1 else None
    return fact_of(term, name, _size(size, term.name))


def _size(size: Term | None, how: str) -> str:
    """The sentence for a size to which something is resized, of numbers or of inputs."""
    if isinstance(size, Items) and len(size.items) == 2:
        width, height = size.items
        if isinstance(width, Const) and isinstance(height, Const):
            if how == "thumbnail":
                return f"Scaled down to fit {number(width.value)} by {number(height.value)} pixels."
            return f"Resized to {number(width.value)} by {number(height.value)} pixels."
        names = _dimension(width), _dimension(height)
        if names[0] is not None and names[1] is not None and names[0] != names[1]:
            other = ", or to another size" if any(map(_is_either, size.items)) else ""
            return f"Resized to `{names[0]}` by `{names[1]}`{other}."
    if isinstance(size, Const) and isinstance(size.value, (int, float)):
        return f"Resized to {number(size.value)} pixels."
    return RESIZED


def _is_either(term: Term) -> bool:
    """Whether a number is an input in one case, and comes from something else in another."""
    return any(
        isinstance(part, Choice)
        and part.then.inputs
        and part.otherwise.inputs
        and measure(part.then) != measure(part.otherwise)
        for part in parts(term)
    )


def _dimension(term: Term) -> str | None:
    """The input that a width or height is, within limits or rounded to a multiple."""
    rounding = multiple(term) if isinstance(term, Operation) else None
    return measure(term if rounding is None else rounding[0], LIMITING)


def _rate(term: Operation, declared: Declared) -> Fact | None:
    """A sound that gets another rate: `librosa.load(path, sr=16000)`, `librosa.resample(sound, target_sr=16000)`."""
    if term.name not in ("open", "rate") or len(term.operands) < 2:
        return None
    if term.name == "open" and "librosa.load" not in term.source:
        return None
    name = content_of(term.operands[0], declared)
    rate = next(
        (value for value in map(_whole, reversed(term.operands[1:])) if value is not None and value > 4000), None
    )
    if name is None or rate is None or not _is_content(name, declared):
        return None
    return fact_of(term, name, f"Converted to {rate / 1000:g} kHz.", number(rate))


def _whole(term: Term) -> int | None:
    return term.value if isinstance(term, Const) and type(term.value) is int else None


def _sized(term: Operation, declared: Declared) -> Fact | None:
    """A size that is worked out from that of a file: rounded, or scaled to a limit."""
    rounding = multiple(term)
    if rounding is not None and subject(rounding[0]) is None:
        name = _measured(rounding[0], declared)
        if name is not None and isinstance(rounding[1], (int, float)) and rounding[1] > 1:
            return fact_of(
                term,
                name,
                f"Its size is rounded {rounding[2]} a multiple of {number(rounding[1])}.",
                number(rounding[1]),
            )
    scaled = _fitted(term, declared)
    if scaled is not None:
        name, limit = scaled
        if isinstance(limit, Const):
            return fact_of(term, name, f"Scaled to fit {number(limit.value)} pixels.", number(limit.value))
        if not limit.inputs:
            return fact_of(term, name, FIXED)
        return fact_of(term, name, f"Scaled to fit `{subject(limit)}`.", (subject(limit) or "").lower())
    return None


def _fitted(term: Operation, declared: Declared) -> tuple[str, Term] | None:
    """The file whose size is scaled, and to what: `min(1024 / width, …)`, `width * (1024 / height)`,
    `width * 1024 / height`."""
    ratios: list[tuple[Term, Term]] = []  # what is divided, and by what
    if term.name == "min":
        ratios = [_ratio(operand) for operand in term.operands]
    elif term.name == "*" and len(term.operands) == 2:
        left, right = term.operands
        ratios = [_ratio(other) for one, other in ((left, right), (right, left)) if _measured(one, declared)]
    elif term.name in ("/", "//") and isinstance(term.operands[0], Operation) and term.operands[0].name == "*":
        left, right = term.operands[0].operands
        ratios = [
            (other, term.operands[1]) for one, other in ((left, right), (right, left)) if _measured(one, declared)
        ]
    for limit, size in ratios:
        name = _measured(size, declared)
        if name is not None and _is_size(limit, declared):
            return name, limit
    return None


def _ratio(term: Term) -> tuple[Term, Term]:
    """What is divided and by what, within limits of it: `min(512 / size, 1)`; nothing where no ratio is."""
    for _ in range(5):
        if isinstance(term, Choice):
            term = term.then if term.then.inputs else term.otherwise
        elif isinstance(term, Operation) and term.name in ("min", "max"):
            term = next((operand for operand in term.operands if operand.inputs), NONE)
        else:
            break
    if isinstance(term, Operation) and term.name == "/" and len(term.operands) == 2:
        return term.operands[0], term.operands[1]
    return NONE, NONE


def _is_size(term: Term, declared: Declared) -> bool:
    """Whether a term is a number of pixels: one that stands in the code or in a setting of the model, or an input."""
    if isinstance(term, Const):
        return isinstance(term.value, (int, float)) and term.value > 16
    if isinstance(term, Opaque) and not term.inputs:
        return True
    name = subject(term)
    return name is not None and declared.kind(name) == "int"


THROUGH = frozenset(["item", "int", "float", "max", "min", "*", "-", "part"])
MEASURES = frozenset([":size", ":shape", ":width", ":height"])


def _measured(term: Term, declared: Declared) -> str | None:
    """The file whose width, height or length a number is."""
    for _ in range(30):
        if isinstance(term, Operation) and term.name in THROUGH:
            term = next((operand for operand in term.operands if operand.inputs), NONE)
        elif isinstance(term, Choice):
            if any(declared.kind(subject(side) or "") in ("int", "float") for side in (term.then, term.otherwise)):
                return None
            term = term.otherwise if term.otherwise.inputs else term.then
        else:
            break
    if isinstance(term, Opaque) or (isinstance(term, Operation) and term.name in MEASURES):
        return term.inputs[0] if len(term.inputs) == 1 and declared.is_file(term.inputs[0]) else None
    return None


def _shortened(term: Operation, declared: Declared) -> Fact | None:
    """`sound[:longest]`."""
    if term.name != "part" or len(term.operands) != 4:
        return None
    value, start, stop, _ = term.operands
    if subject(value) is not None or not (isinstance(start, Const) and start.value in (None, 0)):
        return None
    name = content_of(value, declared)
    if name is None or not _is_sound(name, declared) or (isinstance(stop, Const) and stop.value in (None, -1, 1, 2, 3)):
        return None
    others = [other for other in stop.inputs if other != name]
    if not _is_product(stop):
        return None
    if others:
        listed = " and ".join(f"`{other}`" for other in others[:2])
        return fact_of(term, name, f"Cut to a length that comes from {listed}.")._replace(is_vague=True)
    return fact_of(term, name, SHORTENED)


def _is_product(term: Term) -> bool:
    """Whether a length is worked out from a number of seconds or the like."""
    while isinstance(term, Operation) and term.name in ("int", "round", "floor"):
        term = term.operands[0]
    if not (isinstance(term, Operation) and term.name == "*"):
        return False
    return any(isinstance(part, (Const, Given)) for part in parts(term))


def _is_sound(name: str, declared: Declared) -> bool:
    """Whether an input takes a sound, by its name."""
    return declared.is_file(name) and any(word in name.lower() for word in SOUNDS)


def _split(term: Operation, declared: Declared) -> Fact | None:
    """`mask > 0.5`: a mask of two values."""
    if term.name not in (">", ">=") or len(term.operands) != 2 or not isinstance(term.operands[1], Const):
        return None
    name, limit = content_of(term.operands[0], declared), term.operands[1].value
    if name is None or not declared.is_file(name) or "mask" not in name.lower():
        return None
    if subject(term.operands[0]) is not None or type(limit) not in (int, float) or limit <= 0:
        return None
    return fact_of(term, name, f"Made black and white, split at {number(limit)}.", number(limit))


def _mixed(term: Operation, declared: Declared) -> Fact | None:
    """`np.mean(sound, axis=1)`."""
    if term.name != "mono":
        return None
    name = content_of(term.operands[0], declared)
    if name is None or not _is_sound(name, declared):
        return None
    return fact_of(term, name, "Mixed down to mono.", "mono")


def fact_of(term: Operation, name: str, sentence: str, *clues: str) -> Fact:
    others = tuple(other for other in term.inputs if other != name)
    groups = tuple(frozenset([clue]) for clue in clues)
    return Fact("clamps", (name, *others), term.at, term.source, sentence, groups)
