"""Numbers whose name is known to need bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from cog_lsp.evidence.uses.fact import Usage
from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import SetArgument
from cog_lsp.predictor.model import ABSENT, UNKNOWN, Input
from cog_lsp.project.context import Context
from cog_lsp.prose.contradictions import allowed_range, refuses_bounds, show
from cog_lsp.prose.judge import facets_of, lacks_effect
from cog_lsp.prose.usual import usual_bounds
from cog_lsp.rules.evidence import Limits, limits, related, where
from cog_lsp.rules.inputs.hidden_requirement import whole
from cog_lsp.rules.inputs.places import is_silent
from cog_lsp.rules.rule import Example, Rule

SIDES = {"ge": "lower", "le": "upper"}
WIDER: dict[str, Callable[[float, float], float]] = {"ge": min, "le": max}


def check(usage: Usage, context: Context) -> Iterator[Finding]:
    """Report a number without `ge` and `le` whose bounds the code has, or which are usual, and fit its default."""
    input = usage.input
    kind = input.type.name if input.type is not None else ""
    if is_silent(input) or kind not in {"int", "float"}:
        return
    if any(input.meant(keyword) is not ABSENT for keyword in (*SIDES, "choices")):
        return
    if any(fact.kind == "refuses" and fact.limits and fact.told == "no" for fact in usage.facts):
        return  # `hidden-requirement` says so, and declares them
    in_code = {keyword: limit for keyword, limit in limits(usage).items() if keyword in SIDES}
    narrow = _bounds(input, kind, in_code)
    apart = [fact for fact in usage.facts if fact.handled is not None and not _holds(narrow, fact.handled)]
    bounds = dict(narrow)
    for fact in apart:  # a value that has a meaning of its own is never refused
        bounds |= {keyword: WIDER[keyword](value, fact.handled or 0) for keyword, value in bounds.items()}
    if not bounds or not _fit(bounds, input):
        return
    facets = facets_of(input)
    if not in_code and facets is not None and lacks_effect(facets, input):
        return  # bounds that nobody explains help nobody: the description comes first
    message = f"`{input.name}` has no bounds, so any number is accepted; {_range(narrow)} is usual"
    if in_code:
        (_, fact), *_ = in_code.values()
        allowed = _range({keyword: narrow[keyword] for keyword in in_code})
        message = f"`{input.name}` has no bounds, and the code takes {allowed} ({where(fact, usage)})"
    if apart:
        message += f"; {show(apart[0].handled or 0)} has a meaning of its own ({where(apart[0], usage)})"
    yield Finding(
        "unbounded-number",
        message,
        input.name_span,
        input.name,
        tuple(_repair(keyword, value, "" if keyword in in_code else "usual ") for keyword, value in bounds.items()),
        related=related([*(fact for _, fact in in_code.values()), *apart], usage, context),
    )


def _bounds(input: Input, kind: str, in_code: Limits) -> dict[str, float]:
    """The bounds by keyword, those of the code before the usual ones."""
    usual = usual_bounds(input.name, kind)
    certain = {keyword: value for keyword, (value, _) in in_code.items()}
    bounds = certain if usual is None else dict(zip(SIDES, usual, strict=True)) | certain
    return certain if len(bounds) == len(SIDES) and bounds["ge"] > bounds["le"] else bounds


def _holds(bounds: Mapping[str, float], value: float) -> bool:
    """Whether a value lies within some bounds."""
    return bounds.get("ge", value) <= value <= bounds.get("le", value)


def _fit(bounds: Mapping[str, float], input: Input) -> bool:
    """Whether the default and the text of an input allow the bounds: where they do not, the author knows better."""
    default, text = input.meant("default"), input.description
    low, high = bounds.get("ge"), bounds.get("le")
    if default is UNKNOWN or (text is not None and refuses_bounds(text, low, high)):
        return False
    return not isinstance(default, int | float) or _holds(bounds, default)


def _range(bounds: Mapping[str, float]) -> str:
    return allowed_range(bounds.get("ge"), bounds.get("le"))


def _repair(keyword: str, value: float, which: str) -> SetArgument:
    return SetArgument(keyword, value, f"Add the {which}{SIDES[keyword]} bound, {keyword}={show(value)}", "draft")


STEPS = "steps: int = Input({}),"
NOTED = 'description="🪜 Steps. The maximum is 150.", default=20'
LIMIT = "return self.model(min(steps, 150))"
FPS = 'fps: int = Input(description="Frames per second; more frames look smoother.", default=12{}),'
KEPT = "if fps == 0:\n    fps = self.rate\nreturn self.model(fps)"

RULE = Rule(
    slug="unbounded-number",
    summary="A number whose name is known to need bounds has none.",
    severity="hint",
    subject="usage",
    why="""
        With `ge` and `le` the form shows the range and refuses impossible values at once. Without them, a typing mistake such
        as 500 instead of 50 steps costs minutes on an expensive machine, or fails late with an error that nobody understands.
        """,
    what_to_do="""
        Add `ge` and `le`. Keep the range wide, and say in the description where the best results lie. Bounds that the code
        has come before the usual ones, and a number to which the code gives a meaning of its own, such as -1, stays allowed.
        """,
    fix="draft",
    valid=(
        Example('top_p: float = Input(description="Share of the likeliest words.", ge=0, le=1, default=0.9)'),
        Example(
            "guidance_scale: float = Input(default=7.5, le=30)", note="one bound shows that the author thought of it"
        ),
        Example("num_inference_steps: int = Input(choices=[4, 8])"),
        Example("guidance_scale: float = Input(default=5000)", note="the usual bounds do not fit here"),
        Example("wavelength: float = Input(default=440.0)", note="not a known name"),
        Example("steps: int = Input(\r\n    default=20,\r\n    ge=1,\r\n)"),
        Example('top_p: str = Input(description="🎯 Not a number.")'),
        Example(
            'top_p: float = Input(description="Share of the likeliest words", default=0.9)',
            note="the text must say first what lower and higher values do",
        ),
        Example(
            'top_p: float = Input(description="Lower values give safer answers. Use 8 to disable it.", default=0.9)',
            note="the usual bounds would refuse a value that the text tells people to use",
        ),
        Example(
            whole(
                STEPS.format('default=20, description="Steps."'),
                "if steps > 90:\n    raise ValueError(steps)\nreturn ''",
            ),
            note="`hidden-requirement` declares what the code refuses",
        ),
    ),
    invalid=(
        Example("guidance_scale: float = Input(default=7.5)", ("guidance_scale",)),
        Example("num_inference_steps: int = Input(default=50)", ("num_inference_steps",)),
        Example(
            'top_p: float = Input(description="🎯 Share of the likeliest words. Lower values give safer answers.")',
            ("top_p",),
        ),
        Example("num_outputs: int = 1", ("num_outputs",), note="a plain default makes a field without bounds too"),
        Example("temperature: float = Input(\r\n    default=0.7,\r\n)", ("temperature",)),
        Example(
            'num_outputs: int = Input(\n    description="""How many pictures\n    to make. More take longer.""",\n    default=1,\n)',
            ("num_outputs",),
        ),
        Example(whole(STEPS.format(NOTED), LIMIT), ("steps",), whole(STEPS.format(f"{NOTED}, le=150"), LIMIT)),
        Example(whole(FPS.format(""), KEPT), ("fps",), whole(FPS.format(", ge=0"), KEPT)),
    ),
    check=check,
    about_words=True,
)
