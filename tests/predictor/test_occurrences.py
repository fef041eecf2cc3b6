"""Where a file names a parameter: each place is marked in the text, and nothing else may be found."""

from __future__ import annotations

import ast
import re

import pytest

from cog_lsp.predictor.reading.occurrences import names_in_method, occurrences
from cog_lsp.predictor.source import read_source

HEAD = "from cog import BaseRunner, Input\n\nsteps = 3\n\n\nclass Runner(BaseRunner):\n"
RUN = "    def run(self, «steps»: int) -> str:\n"
BODIES = {
    "uses": "    def run(self, «steps»: int = Input(default=20)) -> str:\n        return str(«steps» + 1)\n",
    "a default of the file": "    def run(self, «steps»: int = steps) -> str:\n        return f'{«steps»} steps'\n",
    "attributes and arguments": (RUN + "        self.steps = call(steps=«steps»)\n        return self.steps.steps\n"),
    "a lambda of its own": (
        RUN + "        f = lambda steps: steps + 1\n        g = lambda n: «steps» + n\n"
        "        return f(«steps») + g(1)\n"
    ),
    "a default of an inner function": (
        RUN + "        def inner(steps=«steps»):\n            return steps\n        return inner()\n"
    ),
    "an inner function that assigns": (
        RUN + "        def inner():\n            steps, n = 1, 2\n            return steps\n"
        "        return inner() + «steps»\n"
    ),
    "an inner function that says nonlocal": (
        RUN + "        def inner():\n            nonlocal «steps»\n"
        "            «steps» += 1\n        inner()\n        return «steps»\n"
    ),
    "a comprehension": (
        RUN + "        a = [steps for steps in range(«steps»)]\n        return [n * «steps» for n in a]\n"
    ),
    "assigned again": (
        RUN + "        «steps» = max(«steps», 1)\n        for «steps» in range(3):\n"
        "            pass\n        return «steps»\n"
    ),
    "its own calls": (
        RUN + "        return self.pipe.run(steps=«steps»)\n\n"
        "    def test(self):\n        steps = 2\n        return self.run(«steps»=steps)\n\n\n"
        "Runner().run(«steps»=4)\nother.run(steps=4)\n"
    ),
    "another method": (RUN + "        return «steps»\n\n    def other(self, steps):\n        return steps\n"),
    "beyond the basic plane": RUN + '        """🎨 steps"""\n        return "🎨" * «steps»\n',
    "half written": "    def run(self, «steps»: int = Input(default=)) -> str:\n        return «steps»\n",
}


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_every_place(name: str, end: str) -> None:
    marked = (HEAD + BODIES[name]).replace("\n", end)
    text = re.sub("[«»]", "", marked)
    (predictor,) = read_source(text).predictors(None, "run", lambda _: None)
    found = occurrences(predictor, "steps") or ()
    again, at = "", 0
    for span in found:
        again += f"{text[at : span.start]}«{text[slice(*span)]}»"
        at = span.end
    assert again + text[at:] == marked
    if name != "half written":
        ast.parse(text)


def test_the_name_in_a_decorator_of_2021() -> None:
    text = (
        "import cog\n\n\nclass Model(cog.Model):\n    def setup(self):\n        pass\n\n"
        '    @cog.input("steps", type=int, default=3)\n    def predict(self, steps):\n        return steps\n'
    )
    (predictor,) = read_source(text).predictors("Model", "run", lambda _: None)
    found = occurrences(predictor, "steps") or ()
    assert [text[:start].count("\n") for start, _ in found] == [7, 8, 9]
    assert {text[slice(*span)] for span in found} == {"steps"}


def test_the_names_of_a_method() -> None:
    (predictor,) = read_source(HEAD + "    def run(self, n: int):\n        rounds = n\n").predictors(None, "run")
    assert {"n", "rounds", "self"} <= names_in_method(predictor)
    assert "steps" not in names_in_method(predictor)
