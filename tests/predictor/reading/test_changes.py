"""Constants that a file changes after their assignment: the statement that Cog does not read."""

from __future__ import annotations

import pytest

from cog_lsp.predictor.source import read_source

MODEL = """from cog import BaseRunner, Input

{code}


class Runner(BaseRunner):
    def run(self, x: str = Input(description=D, choices={choices})) -> str:
        return x
"""

CHANGED = {
    'S = ["a", "b"]\nS.append("c")': 'S.append("c")',
    'S = ["a"]\nS.extend(["b"])\nS.insert(0, "c")': 'S.extend(["b"])',
    'S = ["a"]\nS = S + ["b"]': 'S = S + ["b"]',
    'S = ["a"]\nS += ["b"]': 'S += ["b"]',
    'S = ["a"]\nS[0] = "b"': 'S[0] = "b"',
    'S = ["a", "b"]\ndel S[0]': "del S[0]",
    'S = ["a"]\nfor n in "bc":\n    if n:\n        S.append(n)': "S.append(n)",
    'S = ["a"]\ntry:\n    S.remove("a")\nexcept ValueError:\n    pass': 'S.remove("a")',
    'import os\nS = ["a"]\nif os.name:\n    S = ["b"]': 'S = ["b"]',
    'K = {"a": 1}\nK["b"] = 2': 'K["b"] = 2',
    'K = {"a": 1}\nK.update(b=2)': "K.update(b=2)",
    'K = {"a": 1}\nK |= {"b": 2}': 'K |= {"b": 2}',
}
UNCHANGED = [
    'S = ["a", "b"]\nT = S.copy()\nT.append("c")',
    'S = ["a"]\nprint(S)\nS.index("a")\nlen(S)',
    'S = ["a"]\ndef f():\n    S = []\n    S.append("b")',
    'S = ["a"]\nclass C:\n    S = []\n    S.append("b")',
    'S = ["a"]\nS.append("b")\nS = ["c", "d"]',
    'S = ["a"]\nT.S.append("b")\nobject.S = 1',
    'S = ["a"]\nT[S[0]] = 1\ndel T[S[0]]',
]


def changed(code: str) -> str | None:
    choices = "list(K.keys())" if code.startswith("K") else "S"
    text = MODEL.format(code='D = "Words"\n' + code, choices=choices)
    (predictor,) = read_source(text).predictors("Runner", "run")
    argument = predictor.inputs[0].argument("choices")
    assert argument is not None
    return argument.changed


@pytest.mark.parametrize(("code", "statement"), CHANGED.items())
def test_changed(code: str, statement: str) -> None:
    assert changed(code) == statement


@pytest.mark.parametrize("code", UNCHANGED)
def test_unchanged(code: str) -> None:
    assert changed(code) is None


def test_a_change_is_seen_while_typing() -> None:
    before = MODEL.format(code='D = "Words"\nS = ["a"]\nS.index("b")', choices="S")
    source = read_source(before)
    source.predictors("Runner", "run")
    (predictor,) = read_source(before.replace("index", "append"), source).predictors("Runner", "run")
    argument = predictor.inputs[0].argument("choices")
    assert argument is not None
    assert argument.changed == 'S.append("b")'
