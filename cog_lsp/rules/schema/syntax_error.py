"""Python cannot read the file."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.findings.finding import Finding
from cog_lsp.predictor.faults.fault import Fault
from cog_lsp.project.context import Context
from cog_lsp.rules.rule import Example, Rule

SLUG = "syntax-error"
HEAD = "from cog import BaseRunner, Input, Path\n\n\nclass Runner(BaseRunner):\n"
TAIL = "        return photo\n"


def check(fault: Fault, context: Context) -> Iterator[Finding]:
    """One finding for a file, at the first place that cannot be read."""
    del context
    yield Finding(SLUG, fault.told(), fault.span)


def _with(signature: str, body: str = "") -> str:
    return f"{HEAD}    def run(self, {signature}) -> Path:\n{body}{TAIL}"


RULE = Rule(
    slug=SLUG,
    summary="Python cannot read the file: a comma, colon, bracket or quotation mark is missing, or another slip.",
    severity="error",
    subject="source",
    why="""
        Cog's build reads what it can of a file with an error in it and says nothing: the schema lacks inputs, or is whole
        and the model never starts. Python names the line only when the container runs.
    """,
    what_to_do="""
        Look at the line that the message names, and at the end of the line above it. A file in another encoding is to be
        saved as UTF-8. In an editor the finding waits until typing rests.
    """,
    valid=(
        Example(_with("photo: Path")),
        Example(_with('photo: Path = Input(description="🎨")').replace("\n", "\r\n")),
        Example(_with("photo: Path", "        match photo:\n            case _:\n                pass\n")),
        Example(_with("photo: Path", "        print(f\"{'a' + 'b'} {photo!r:>{4}}\")\n"), note="any version of Python"),
        Example("type Size = tuple[int, int]\n" + _with("photo: Path"), note="a statement of Python 3.12"),
        Example(_with("photo: Path, *, scale: int = 2, tone: str")),
    ),
    invalid=(
        Example(
            _with("\n        photo: Path = Input()\n        scale: int = Input(default=2),\n    "),
            (")",),
            note="no comma between two inputs",
        ),
        Example(_with("photo: Path").replace("(BaseRunner):", "(BaseRunner)"), (")",), note="no colon"),
        Example('WEIGHTS = "large.bin\n' + _with("photo: Path"), ('"large.bin',), note="an open string"),
        Example(_with("photo: Path = Input(description=“A photo”)"), ("“",), note="typographic quotes"),
        Example(
            _with("photo: Path = Input(), scale: int = 2, seed: int"), ("seed: int",), note="no default behind one"
        ),
        Example(
            _with("photo: Path", "        size = (photo\r\n").replace("\n", "\r\n").replace("\r\r", "\r"),
            ("(",),
            note="an open bracket in the body",
        ),
        Example(
            _with("photo: Path", "          size = 1\n"),
            ("return photo",),
            note="lines that do not stand below each other",
        ),
        Example('print "🎨"\n' + _with("photo: Path"), ('print "🎨"',), note="Python 2"),
    ),
    check=check,
)
