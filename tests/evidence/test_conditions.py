"""Conditions: numbers that must fit another input, tests that decide nothing, values at the end of a range."""

from __future__ import annotations

import pytest

from tests.evidence.predictors import facts, predictor, said

TILE = "image: Path\ntile: int = Input(default=8, ge=1)"
SHARE = "share: float = Input(default=0.9, ge=0.1, le=1)"
SEED = "seed: int = Input(default=-1)"
STEPS = "steps: int = Input(default=5, ge=0)"
CONDITIONS = [
    (
        "a number that another one does not divide",
        "width: int\ntile: int = Input(default=8, ge=1)",
        "assert width % tile == 0\nreturn self.model(width, tile)",
        ["requires width: Fails when `width` is not a multiple of `tile`."],
    ),
    (
        "the same, by what is left over",
        "width: int\ntile: int = Input(default=8, ge=1)",
        "if width % tile:\n    raise ValueError('no')\nreturn self.model(width, tile)",
        ["requires width: Fails when `width` is not a multiple of `tile`."],
    ),
    (
        "a number that does not divide the size of a picture",
        TILE,
        """
        width, height = Image.open(image).size
        if width % tile:
            raise ValueError("no")
        return self.model(image, tile)
        """,
        ["requires tile: Must divide a value that comes from `image` evenly."],
    ),
    (
        "the same by multiplication",
        TILE,
        """
        width, height = Image.open(image).size
        assert width == width // tile * tile, "tile=%d should divide width=%d" % (tile, width)
        return self.model(image, tile)
        """,
        ["requires tile: Must divide a value that comes from `image` evenly."],
    ),
    (
        "one value that is refused",
        STEPS,
        "if steps == 3:\n    raise ValueError('no')\nreturn self.model(steps)",
        ["refuses steps: Must not be 3."],
    ),
    (
        "a length that is refused",
        "words: list[str]",
        "assert len(words) == 3\nreturn self.model(words)",
        ["refuses words: Must have exactly 3 items."],
    ),
    (
        "a condition that a constant decides",
        STEPS,
        "adaptive = False\nif adaptive and steps > 0:\n    self.model(1)\nreturn self.model(steps)",
        [],
    ),
    (
        "a value that a constant decides",
        "share: float",
        "exact = False\nreturn self.model(round(share) if exact else None, share if share is not None else exact)",
        [],
    ),
    (
        "a constant that lets the other side decide",
        STEPS,
        "checks = True\nif checks and steps > 9:\n    raise ValueError('no')\nreturn self.model(steps)",
        ["refuses steps: Must be at most 9."],
    ),
    (
        "errors of which one comes in any case",
        STEPS,
        "if steps > 9:\n    raise ValueError('a')\nassert 2 <= steps <= 20\nif steps < 1:\n    raise ValueError('b')\n"
        "return self.model(steps)",
        ["refuses steps: Must be at most 9.", "refuses steps: Must be at least 2 and at most 20."],
    ),
    (
        "a list that is never empty",
        STEPS,
        "sizes = [steps] or None\nif sizes is None:\n    raise ValueError('no')\nreturn self.model(sizes)",
        [],
    ),
    (
        "the end of a range of fractions",
        SHARE,
        "if share < 1.0:\n    self.model(share)\nreturn self.model(2)",
        ["special share: 1 turns it off."],
    ),
    (
        "a picture that lets steps be passed over",
        "image: Path = Input(default=None)",
        "skipped = 50 // 2 if image else 0\nreturn self.model(skipped)",
        ["special image: Leave empty to go without it."],
    ),
    (
        "an error whose condition joins both ways",
        "a: str\nb: str\nc: str",
        "if (a and b) or c:\n    raise ValueError('no')\nreturn self.model(a, b, c)",
        ["requires a: Fails when `a` and `b` are given or `c` is given."],
    ),
    (
        "a fraction without an end",
        "share: float = Input(default=0.9)",
        "if share < 1.0:\n    self.model(share)\nreturn self.model(2)",
        ["special share: 1 or more turns it off."],
    ),
    (
        "a negative seed that becomes -1",
        SEED,
        "return self.model(seed if seed >= 0 else -1)",
        ["special seed: A negative number means another result each time."],
    ),
    (
        "a negative number that becomes -1",
        "frames: int = Input(default=-1)",
        "return self.model(frames if frames >= 0 else -1)",
        [],
    ),
    (
        "a text that is put behind another one where there is one",
        'prompt: str = Input(default="")\nmeter: str',
        """
        if prompt == "":
            prompt = meter
        else:
            prompt = prompt + ", " + meter
        return self.model(prompt)
        """,
        [
            "special prompt: Leave empty to go without it.",
            "clamps meter: `prompt` is put in front of it.",
        ],
    ),
    (
        "a word that has a branch of its own",
        "age: str",
        """
        if age == "default":
            ages = [self.make(number) for number in self.numbers]
        else:
            ages = [self.make(age)]
        return self.model(ages)
        """,
        ["special age: default is handled in another way."],
    ),
    (
        "the count of a batch",
        "text: str",
        """
        count = 1 if isinstance(text, str) else len(text)
        seeds = [1]
        if len(seeds) != count:
            raise ValueError("As many seeds as texts, please")
        return self.model(text)
        """,
        [],
    ),
    (
        "a file is no text",
        "image: Path",
        """
        if isinstance(image, str):
            raise ValueError("A link is not supported")
        return self.model(image)
        """,
        [],
    ),
    (
        "a number of the right type",
        STEPS,
        "assert isinstance(steps, int) and steps > 0, 'a positive whole number'\nreturn self.model(steps)",
        ["refuses steps: Must be above 0."],
    ),
    (
        "an error about the inside of a model",
        "weights: str = Input(default='a')",
        """
        model = self.load(weights)
        self.check(model)
        return model.run()
        """,
        [],
    ),
]
CHECK = """
def check(self, model):
    if model.config.rate is None:
        raise ValueError("Loudness needs a rate")
"""


@pytest.mark.parametrize(("inputs", "body", "expected"), [c[1:] for c in CONDITIONS], ids=[c[0] for c in CONDITIONS])
def test_conditions(inputs: str, body: str, expected: list[str]) -> None:
    assert said(predictor(inputs, body, methods=CHECK)) == expected


def test_an_error_that_the_choices_rule_out_among_many_conditions() -> None:
    """More combinations than are tried: what is asked of one input alone still counts."""
    others = [f"a{number}: int = Input(default=1, ge=0, le=9)" for number in range(4)]
    choices = 'mode: str = Input(choices=["x", "y"])'
    tests = "\n".join(f"if a{number} > 5 and mode == 'x':\n    return self.model(a{number})" for number in range(4))
    body = f"{tests}\nif mode != 'x' and mode != 'y':\n    raise ValueError('no')\nreturn self.model(mode)"
    found = said(predictor("\n".join([*others, choices]), body))
    assert [sentence for sentence in found if sentence.startswith(("refuses", "requires"))] == []


VAGUE = [
    ("if a and b:\n    raise ValueError('no')", False),
    ("if (a and b) or c:\n    raise ValueError('no')", True),
    ("if a and not b.strip():\n    raise ValueError('no')", False),
    ("if self.model(a) is None:\n    raise ValueError('This does not work')", True),
]


@pytest.mark.parametrize(("body", "is_vague"), VAGUE, ids=[case[0] for case in VAGUE])
def test_sentences_that_tell_nobody_what_to_fill_in(body: str, is_vague: bool) -> None:
    found = facts(predictor("a: str\nb: str\nc: str", f"{body}\nreturn self.model(a, b, c)"))
    assert [fact.is_vague for fact in found if fact.kind in ("refuses", "requires")] == [is_vague]
