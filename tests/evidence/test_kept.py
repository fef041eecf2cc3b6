"""Facts that are kept from text to text equal those of a fresh reading, whatever the edits, however broken the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cog_lsp.evidence.kind.reach import read_reach
from cog_lsp.evidence.uses.kept import KeptFacts
from cog_lsp.evidence.uses.recognize import facts_of
from cog_lsp.predictor.source import Source, read_source
from tests.evidence.predictors import predictor

FIXTURES = sorted((Path(__file__).parent.parent / "fixtures").rglob("*.py"))
TEXT = predictor(
    """
    image: Path = Input(description="A photo.", default=None),
    width: int = Input(description="Pixels.", default=512, ge=64),
    seed: int = Input(default=None),
    mode: str = Input(choices=["a", "b"], default="a")
    """,
    """
    if seed is None:
        seed = random.randint(0, 9)
    if mode == "a" and image is None:
        raise ValueError("no image")
    arguments = {"width": self.even(width), "seed": seed}
    if image:
        arguments["image"] = load(image)
    return self.pipe(**arguments)
    """,
    top="from helpers import load",
    methods="""
    def even(self, value):
        return value // 8 * 8
    """,
)
HELPERS = "from PIL import Image\n\n\ndef load(path):\n    return Image.open(path).resize((512, 512))\n"
PIECES = st.sampled_from(
    [
        "",
        "x",
        " ",
        "\n",
        "(",
        '"',
        "8",
        "None",
        "not ",
        "image",
        "if width > 9:\n            pass\n",
        "\n        return 1\n",
    ]
)


def fresh(source: Source, files: dict[str, str]) -> list[tuple[object, ...]]:
    found = source.predictors(None, "run", files.get, "predict.py")
    return [tuple(facts_of(one, "predict.py", files.get)) for one in found]


@settings(deadline=None)
@example([(False, TEXT.index("self,"), len("self,"), "")])
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 1500), st.integers(0, 12), PIECES), max_size=5))
def test_edits(edits: list[tuple[bool, int, int, str]]) -> None:
    kept = KeptFacts()
    files = {"helpers.py": HELPERS}
    text, source = TEXT, read_source(TEXT)
    for is_helper, place, length, piece in [(False, 0, 0, ""), *edits]:
        before = files["helpers.py"] if is_helper else text
        at = place % (len(before) + 1)
        after = before[:at] + piece + before[at + length :]
        if is_helper:
            files["helpers.py"] = after
        else:
            text, source = after, read_source(after, source)
        found = source.predictors(None, "run", files.get, "predict.py")
        mine = [kept.of(one, "predict.py", files.get) for one in found]
        if len({one.name for one in found}) == len(found):
            assert mine == fresh(read_source(text), files)


def test_a_description_reads_no_code() -> None:
    kept = KeptFacts()
    asked: list[str] = []

    def read(path: str) -> str | None:
        asked.append(path)
        return HELPERS if path == "helpers.py" else None

    source = read_source(TEXT)
    (one,) = source.predictors(None, "run", read, "predict.py")
    before = kept.of(one, "predict.py", read)
    source = read_source(TEXT.replace("Pixels.", "Pixels. A multiple of 8."), source)
    (two,) = source.predictors(None, "run", read, "predict.py")
    reading = next(iter(kept._known.values())).reading
    after = kept.of(two, "predict.py", read)
    assert next(iter(kept._known.values())).reading is reading
    told = {fact.inputs[0]: fact.told for fact in after if fact.kind == "clamps"}
    assert told["width"] == "yes"
    assert [fact[:5] for fact in before] == [fact[:5] for fact in after]


@pytest.mark.parametrize("file", FIXTURES, ids=lambda file: file.stem)
def test_every_few_prefixes_of_a_predictor(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    for end in range(0, len(text), max(1, len(text) // 12)):
        for found in read_source(text[:end]).predictors(None, "run", None, file.name):
            for fact in facts_of(found, file.name):
                assert 1 <= fact.at.line <= fact.at.end_line <= text[:end].count("\n") + 1
                assert fact.sentence.endswith(".")


DEEP = [
    "return " + "(" * 3000 + "x" + ")" * 3000,
    "return " + "+".join(["x"] * 3000),
    "return " + "f(" * 2000 + "x" + ")" * 2000,
    "y = [x]\n" + "y = y + y\n" * 40 + "return f(y)",
    "if x == 0:\n    pass\n" + "".join(f"elif x == {n}:\n    s = g({n})\n" for n in range(300)),
]


@pytest.mark.parametrize("body", DEEP, ids=["brackets", "sum", "calls", "doubled", "branches"])
def test_deep_and_long_code(body: str) -> None:
    text = predictor("x: int = Input(default=1)", body)
    for found in read_source(text).predictors(None, "run", None, "predict.py"):
        assert [fact for fact in facts_of(found, "predict.py") if fact.kind == "unused"] == []


@pytest.mark.parametrize("longer", ["", "A longer text, ", "Two\\nlines, ", "(a bracket) "])
def test_the_code_of_a_kind_is_kept_and_its_places_follow(longer: str) -> None:
    text = TEXT.replace("A photo.", f"{longer}A photo.").replace("Pixels.", f"Pixels, {longer}wide.")
    (one,) = read_source(text).predictors(None, "run")
    reach = read_reach(one)
    assert {text[(at := reach.place(call.start)) : at + len(call.callee)] for call in reach.calls} == {
        call.callee for call in reach.calls
    }
    assert all(text[reach.place(offset) :].startswith(name) for name, offset in reach.names.items())
    assert reach.piece is read_reach(read_source(TEXT).predictors(None, "run")[0]).piece  # nothing is parsed again
