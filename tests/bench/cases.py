"""What is measured: files of several sizes, the places where somebody types in them, and what is asked there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.bench.texts import predictor, readme


def letters(n: int) -> str:
    """A word that grows letter by letter, the next one after eight; none of them was there before."""
    number, grown = divmod(n, 8)
    return "".join(chr(ord("a") + int(digit)) for digit in str(number)) + "qrstuvwx"[: grown + 1]


@dataclass(frozen=True)
class Place:
    """Somewhere to type."""

    name: str
    behind: str
    word: Callable[[int], str] = letters
    questions: bool = False
    """Whether a hover and a code action on the input follow on each change."""

    def change(self, text: str, n: int) -> str:
        """The text after the n-th change."""
        at = self.at(text)
        return text[:at] + self.word(n) + text[at:]

    def at(self, text: str) -> int:
        """Where the typing begins."""
        return text.index(self.behind) + len(self.behind)


@dataclass(frozen=True)
class Session:
    """A model, in one file of which somebody types at some places."""

    name: str
    file: str
    files: dict[str, str]
    places: tuple[Place, ...]


IN_PREDICTOR = (
    Place("in a description", 'description="Guidance scale', questions=True),
    Place("in a bound", "le=20", str),
    Place("in a body", "result = self.model("),
)
IN_README = (Place("in a paragraph", "It is written in plain words"),)
NAME = "color_scale_0"
"""The input with that description and bound; it has findings and fixes."""
QUESTIONS = ("hover", "code action")
SIZES = ((50, 5, 0), (500, 5, 0), (500, 15, 0), (500, 15, 10), (500, 60, 0), (2000, 15, 0), (5000, 15, 0))
"""Lines, inputs, and kilobytes of a README: what a predictor says is compared with what its README says."""
KILOBYTES = (2, 10, 50)


def model(lines: int, inputs: int = 0, kilobytes: int = 0) -> dict[str, str]:
    """The files of a model."""
    files = {"cog.yaml": 'predict: "predict.py:Predictor"\n', "predict.py": predictor(lines, inputs)}
    return {**files, "README.md": readme(kilobytes)} if kilobytes else files


def sessions() -> list[Session]:
    """All of them."""
    found = []
    for lines, inputs, size in SIZES:
        name = f"{lines:,} lines, {inputs} inputs{f', README of {size} KB' if size else ''}"
        found.append(Session(name, "predict.py", model(lines, inputs, size), IN_PREDICTOR))
    for size in KILOBYTES:
        found.append(Session(f"{size} KB", "README.md", model(200, 0, size), IN_README))
    return found
