"""Tables and lists of inputs: what they say, whose they are, and what the signature says."""

from __future__ import annotations

import pytest

from cog_lsp.findings.repairs import Replace
from cog_lsp.fixes.edits import Edit, apply
from cog_lsp.predictor.source import read_source
from cog_lsp.project.context import Context
from cog_lsp.readme.markdown.document import parse_card
from cog_lsp.rules.readme.stale_reference import check
from cog_lsp.settings.record import Settings

SOURCE = """\
from cog import BaseRunner, Input, Path

class Runner(BaseRunner):
    def run(
        self,
        prompt: str = Input(description="Text.", default="a cat"),
        steps: int = Input(description="Steps.", default=28, ge=1, le=50),
        scale: float = Input(description="Scale.", default=7.0, ge=0),
        mode: str = Input(description="Mode.", default="fast", choices=["fast", "slow"]),
        half: bool = Input(description="Half.", default=True),
    ) -> Path:
        ...
"""
PREDICTOR = next(iter(read_source(SOURCE).predictors(None, "run", lambda _: None)))


def found(text: str) -> list[tuple[str, str | None]]:
    """The text under each finding, and the row or line after its fix."""
    card = parse_card(text)
    pairs = []
    for finding in check(card, Context(Settings(), predictor=PREDICTOR, card=card)):
        at = text[slice(*finding.span)]
        mended = None
        for repair in finding.repairs[:1]:
            assert isinstance(repair, Replace)
            after = apply(text, [Edit(repair.span, repair.text)])
            changed = set(after.split("\n")) - set(text.split("\n"))
            mended = changed.pop().strip() if changed else None
        pairs.append((at, mended))
    return pairs


HEAD = (
    "# T\n\n| Parameter | Type | Default | Range | Min | Max |\n|---|---|---|---|---|---|\n| `prompt` | str | | | | |\n"
)
ROWS = [
    ("| steps | int | 28 | 1-50 | 1 | 50 |", []),
    ("| steps | int | `28` | `1` to `50` | `1` | 50 |", []),
    ("| steps | int | 30 | 1–50 | 1 | 50 |", [("30", "| steps | int | 28 | 1–50 | 1 | 50 |")]),
    ("| **steps** | int | | 1..100 | | |", [("100", "| **steps** | int | | 1..50 | | |")]),
    ("| steps | int | | (0, 60) | | |", [("0", "| steps | int | | (1, 50) | | |")]),
    (
        "| steps | int | | any | 2 | 60 |",
        [("2", "| steps | int | | any | 1 | 60 |"), ("60", "| steps | int | | any | 2 | 50 |")],
    ),
    ("| scale | float | 7 | 0 to 20 | | 20 |", []),
    ("| scale | float | `7.5` | | | |", [("7.5", "| scale | float | `7` | | | |")]),
    ("| mode | str | `slow` | | | |", [("slow", "| mode | str | `fast` | | | |")]),
    ("| mode | str | slow | | | |", []),
    ("| mode | str | `slow…` | | | |", []),
    ("| half | bool | False | | | |", [("False", "| half | bool | True | | | |")]),
    ("| half | bool | off | | | |", []),
    ("| half | bool | - | - | - | - |", []),
    ("| halve | bool | True | | | |", []),
    ("| steps |", []),
]


@pytest.mark.parametrize(("row", "wanted"), ROWS)
def test_rows(row: str, wanted: list[tuple[str, str]]) -> None:
    assert found(f"{HEAD}| `half` | bool | | | | |\n{row}\n") == wanted


LISTS = [
    ("- `prompt`: text\n- `steps` (int, default 28): count\n", []),
    ("- `prompt`: text\n- **steps**: Count. Default: `30`.\n", [("30", "- **steps**: Count. Default: `28`.")]),
    ("- **prompt:** text\n- **steps:** defaults to 30 if fast\n", []),
    ("* prompt - text\n* step - count\n* half - bool\n", [("step", "* steps - count")]),
    ("- prompt: a\n\n- steps: default is 30\n", [("30", "- steps: default is 28")]),
    ("- `prompt`: text\n- `fast`: a mode\n- `steps`: count\n", []),
    ("- `url`: the result\n- `prompt`: the text\n", []),
    ("- `option_name`: x\n- `prompt`: x\n- `steps`: x\n", []),
]


@pytest.mark.parametrize(("items", "wanted"), LISTS)
def test_lists(items: str, wanted: list[tuple[str, str]]) -> None:
    assert found(f"# T\n\n## Inputs\n\n{items}") == wanted


@pytest.mark.parametrize(
    "text",
    [
        HEAD.replace("Parameter", "File") + "| steps | int | 5 | | | |\n",
        "# T\n\n## Training\n\n" + HEAD[4:] + "| steps | int | 5 | | | |\n",
        "# T\n\n```\n" + HEAD[4:] + "| steps | int | 5 | | | |\n```\n",
        "# T\n\n- prompt and steps\n",
        "",
    ],
)
def test_what_is_no_listing(text: str) -> None:
    assert found(text) == []


def test_a_table_of_ours_in_windows_lines() -> None:
    text = "# T\n\n<!-- cog-lsp: inputs -->\n\n| Input |\n| --- |\n| `old` |\n\n<!-- cog-lsp: end of inputs -->\n"
    text = text.replace("\n", "\r\n")
    card = parse_card(text)
    (finding,) = check(card, Context(Settings(), predictor=PREDICTOR, card=card))
    assert text[slice(*finding.span)] == "| Input |"
    (repair,) = finding.repairs
    assert isinstance(repair, Replace)
    after = apply(text, [Edit(repair.span, repair.text)])
    assert "\n" not in after.replace("\r\n", "")
    card = parse_card(after)
    assert list(check(card, Context(Settings(), predictor=PREDICTOR, card=card))) == []


def test_without_a_predictor() -> None:
    assert list(check(parse_card(HEAD), Context(Settings()))) == []
