"""What the code does with each input: one small predictor for each pattern, and for each look-alike."""

from __future__ import annotations

import pytest

from tests.evidence.predictors import predictor, said

WIDTH = "width: int = Input(default=512, ge=64, le=2048)"
STEPS = "steps: int = Input(default=20, ge=1, le=500)"
SEED = "seed: int = Input(default=None)"
IMAGE = "image: Path = Input(default=None)"
PROMPT = 'prompt: str = Input(default="")'

FACTS = [
    (
        "a comparison, then raise",
        WIDTH,
        """
        if width % 8 != 0:
            raise ValueError("width must be divisible by 8")
        return self.model(width)
        """,
        ["refuses width: Must be a multiple of 8."],
    ),
    (
        "an assert of a length",
        PROMPT,
        """
        assert len(prompt) <= 80, "too long"
        return self.model(prompt)
        """,
        ["refuses prompt: Must have at most 80 characters."],
    ),
    (
        "two inputs that exclude each other",
        'a: str = Input(default="")\nb: str = Input(default="")',
        """
        if a and b:
            raise ValueError("one of them")
        return self.model(a, b)
        """,
        ["requires a: Fails when `a` and `b` are given."],
    ),
    (
        "min",
        STEPS,
        "return self.model(min(steps, 50))",
        ["clamps steps: At most 50; other values are changed to that."],
    ),
    (
        "rounded down",
        WIDTH,
        """
        width = width - width % 64
        return self.model(width)
        """,
        ["clamps width: Rounded down to a multiple of 64."],
    ),
    (
        "a random seed where none is given",
        SEED,
        """
        if seed is None:
            seed = random.randint(0, 100)
        return self.model(seed)
        """,
        ["special seed: Leave empty for a random seed."],
    ),
    (
        "used with an image only",
        f"{IMAGE}\nstrength: float = Input(default=0.5)",
        """
        arguments = {}
        if image:
            arguments["image"] = Image.open(image)
            arguments["strength"] = strength
        return self.pipe(**arguments)
        """,
        [
            "special image: Leave empty to go without it.",
            "only_if strength: Only used when `image` is given.",
        ],
    ),
    ("never read", f"{STEPS}\n{PROMPT}", "return self.model(prompt)", ["unused steps: Has no effect."]),
    (
        "resized in a helper",
        "image: Path = Input()",
        "return self.model(self.load(image))",
        ["clamps image: Resized to 512 by 512 pixels."],
    ),
]

METHODS = """
def load(self, path):
    return Image.open(path).convert("RGB").resize((512, 512))
"""

NO_FACTS = [
    (
        "a test that the bounds make impossible",
        STEPS,
        "if steps < 1:\n    raise ValueError('no')\nreturn self.model(steps)",
    ),
    ("a limit that the bounds set as well", STEPS, "return self.model(min(steps, 500))"),
    ("an error that is not raised", PROMPT, "if not prompt:\n    ValueError('no')\nreturn self.model(prompt)"),
    ("a text that is never None", PROMPT, "if prompt is None:\n    raise ValueError('no')\nreturn self.model(prompt)"),
    ("a switch", "flag: bool = Input(default=False)", "if flag:\n    return self.model(1)\nreturn self.model(2)"),
    (
        "a refusal that is caught",
        STEPS,
        "try:\n    assert steps < 9\nexcept Exception:\n    pass\nreturn self.model(steps)",
    ),
    ("used in a nested function", STEPS, "def inner(x):\n    return x * steps\nreturn self.model(inner)"),
    ("used in a default", STEPS, "inner = lambda x, s=steps: x * s\nreturn self.model(inner)"),
    ("logged", STEPS, "print(f'{steps:.1f}')\nreturn self.model(1)"),
    ("taken by name", STEPS, "return self.model(**locals())"),
    ("another unit", "minutes: float = Input(default=1, ge=0.1, le=9)", "return self.model(minutes * 60)"),
]


@pytest.mark.parametrize(("inputs", "body", "expected"), [c[1:] for c in FACTS], ids=[c[0] for c in FACTS])
def test_facts(inputs: str, body: str, expected: list[str]) -> None:
    assert said(predictor(inputs, body, methods=METHODS)) == expected


@pytest.mark.parametrize(("inputs", "body"), [c[1:] for c in NO_FACTS], ids=[c[0] for c in NO_FACTS])
def test_nothing_is_said(inputs: str, body: str) -> None:
    assert said(predictor(inputs, body)) == []
