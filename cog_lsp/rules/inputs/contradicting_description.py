"""Descriptions that state a default, a limit or a value which the code does not have."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.evidence.uses.fact import Usage
from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import FixKind, Replace
from cog_lsp.project.context import Context
from cog_lsp.prose.contradictions import contradictions, length_beyond, number, show
from cog_lsp.rules.evidence import Limits, limits, related, where
from cog_lsp.rules.inputs.hidden_requirement import whole
from cog_lsp.rules.inputs.left_empty import untrue_of_nothing
from cog_lsp.rules.inputs.places import exact, is_silent, place_in
from cog_lsp.rules.inputs.untrue import Untrue
from cog_lsp.rules.rule import Example, Rule, Step


def check(usage: Usage, context: Context) -> Iterator[Finding]:
    """Report each statement that the code contradicts: the declaration, or what the body of the method does."""
    input, text = usage.input, usage.input.description
    if text is None or is_silent(input):
        return
    for wrong in (*_values(text, usage), *untrue_of_nothing(text, usage)):
        message, facts = f"`{input.name}`: the text {wrong.message}", [wrong.fact] if wrong.fact is not None else []
        repairs: tuple[Replace, ...] = ()
        if wrong.truth is not None and exact(input):
            start, end, words = wrong.truth
            kind: FixKind = "safe" if wrong.is_value and not facts else "draft"
            title = f"Write {words}, as the code has it" if wrong.is_value else f"Write “{words}” instead"
            repairs = (Replace(place_in(input, start, end), words, title, kind),)
        yield Finding(
            "contradicting-description",
            f"{message} ({where(facts[0], usage)})" if facts else message,
            place_in(input, wrong.start, wrong.end),
            input.name,
            repairs,
            related=related(facts, usage, context),
        )


def _values(text: str, usage: Usage) -> Iterator[Untrue]:
    """The defaults, bounds and lengths that are others in the code."""
    input, in_body = usage.input, _in_body(usage)
    bounds = {keyword: value for keyword, (value, _) in in_body.items() if keyword in ("default", "ge", "le")}
    wrong = list(contradictions(text, input, bounds))
    if "max_length" in in_body:
        wrong += length_beyond(text, in_body["max_length"][0])
    for each in wrong:
        fact = next((in_body[keyword][1] for keyword in sorted(each.against) if keyword in in_body), None)
        message, truth = each.message, None
        if each.correct is not None:
            truth = each.start, each.end, each.correct
        if fact is None and truth is None and len(each.against) == 1:
            (keyword,) = each.against
            message += f" ({keyword}={show(number(input, keyword) or 0)})"
        yield Untrue(each.start, each.end, message, fact, truth, is_value=True)


def _in_body(usage: Usage) -> Limits:
    """What the body of the method has in place of the declared default, bounds and lengths."""
    in_body = dict(limits(usage))
    for fact in usage.facts:
        is_number = isinstance(fact.instead, int | float) and not isinstance(fact.instead, bool)
        if fact.value == "empty" and is_number and usage.input.meant("default") is None:
            in_body.setdefault("default", (fact.instead, fact))
    return in_body


WIDTH = 'width: int = Input(description="Pixels, up to {}.", default=512, le=4096),'
CUT = "return self.model(min(width, 1024))"
SEED = 'seed: int = Input(description="🎲 Start value. {}", default=None),'
FIXED = "if seed is None:\n    seed = 42\nreturn self.model(seed)"
MASK = 'mask: Path = Input(description="{} mask.", default=None),'
RAISES = 'if mask is None:\n    raise ValueError("no mask")\nreturn self.model(mask)'

RULE = Rule(
    slug="contradicting-description",
    summary="A description states a default, a range or a value that the code contradicts.",
    severity="warning",
    subject="usage",
    why="""
        Defaults and bounds get changed, and the sentence that mentions them is forgotten. People then send values that the
        model refuses, or wonder why the result is not what the text promises. So it is with what the body of the method does:
        a width “up to 2048” that is cut to 1024, a seed that is “random if empty” and always 42, an “optional” mask without
        which the run fails.
        """,
    what_to_do="""
        Correct the text or the code. Where one number is certain, the quick fix writes the one from the code. The form shows
        the default and the bounds beside the text, so a description need not repeat them. What contradicts the body of the
        method names its line, and its fix is a draft: the mistake may as well be in the code.
        """,
    fix="safe",
    valid=(
        Example('steps: int = Input(description="Passes of refinement. The default is 28.", default=28)'),
        Example(whole(WIDTH.format(1024), CUT)),
        Example(
            'scale: float = Input(description="Strength. Good results lie between 0 and 1.", ge=-1, le=2, default=1)',
            note="advice, not a limit",
        ),
        Example(
            'fps: int = Input(description="Speed. Defaults to 12 for GIF files.", default=0)', note="a special case"
        ),
        Example('width: int = Input(description="Width; the largest size is 1024x768.", le=1280, default=512)'),
        Example('seed: int = Input(\r\n    description="Use -1 for a random start.",\r\n    ge=-1,\r\n)'),
        Example('volume: float = Input(description="🔊 From 0 to 1.", ge=0, le=1)'),
        Example('steps: int = Input(description="Default 50.", default=STEPS)', note="the default is not known"),
        Example(whole(SEED.format("Leave empty for a random one."), FIXED.replace("42", "self.draw()"))),
        Example(whole(MASK.format("Optional"), "return self.model(mask)")),
    ),
    invalid=(
        Example(
            'steps: int = Input(description="Passes of refinement (default 50).", default=28)',
            ("50",),
            'steps: int = Input(description="Passes of refinement (default 28).", default=28)',
        ),
        Example(whole(WIDTH.format(2048), CUT), ("2048",), whole(WIDTH.format(1024), CUT)),
        Example(
            'scale: float = Input(description="Strength between 0 and 1.", ge=0, le=20)',
            ("1",),
            'scale: float = Input(description="Strength between 0 and 20.", ge=0, le=20)',
        ),
        Example('end: int = Input(description="End in seconds. -1 means the end of the clip.", ge=0)', ("-1",)),
        Example(
            'quality: int = Input(\r\n    description="Quality, from 0 to 100.",\r\n    ge=1,\r\n    le=100,\r\n)',
            ("0",),
            'quality: int = Input(\r\n    description="Quality, from 1 to 100.",\r\n    ge=1,\r\n    le=100,\r\n)',
        ),
        Example(
            'width: int = Input(description="📐 Width in pixels. The maximum is 720.", le=1280)',
            ("720",),
            'width: int = Input(description="📐 Width in pixels. The maximum is 1280.", le=1280)',
        ),
        Example(
            'strict: bool = Input(\n    description="""Stop at the first error.\n    Defaults to True.""",\n    default=False,\n)',
            ("True",),
            'strict: bool = Input(\n    description="""Stop at the first error.\n    Defaults to False.""",\n    default=False,\n)',
        ),
        Example(
            whole(SEED.format("Leave empty for a random one."), FIXED),
            ("Leave empty for a random",),
            whole(SEED.format("Leave empty to use 42."), FIXED),
        ),
        Example(
            whole(MASK.format("Optional"), RAISES, "\r\n"),
            ("Optional",),
            whole(MASK.format("Required"), RAISES, "\r\n"),
        ),
        Example(
            'seed: int = Input(description="Start value (leave empty for a random one).", default=42)',
            ("leave empty for a random",),
            'seed: int = Input(description="Start value (leave empty to use 42).", default=42)',
        ),
        Example(
            'mask: Path = Input(description="Mask (optional)")',
            ("optional",),
            'mask: Path = Input(description="Mask (required)")',
        ),
    ),
    check=check,
    about_words=True,
    step=Step(
        "Correct 1 description that the code contradicts",
        "Correct {n} descriptions that the code contradicts",
        is_broken=True,
    ),
)
