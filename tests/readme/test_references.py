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
        corrected = None
        for repair in finding.repairs[:1]:
            assert isinstance(repair, Replace)
            after = apply(text, [Edit(repair.span, repair.text)])
            changed = set(after.split("\n")) - set(text.split("\n"))
            corrected = changed.pop().strip() if changed else None
        pairs.append((at, corrected))
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
    ("| mode | str | slow | | | |", [("slow", "| mode | str | fast | | | |")]),
    ("| mode | str | quick | | | |", []),
    ("| mode | str | depends | | | |", []),
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


LISTS += [
    ("- `prompt`: text\n- `mode`: how (default: `slow`)\n", [("slow", "- `mode`: how (default: `fast`)")]),
    ("- `prompt`: text\n- `mode`: how. Default: slow.\n", [("slow", "- `mode`: how. Default: fast.")]),
    ('- `prompt`: text\n- `mode`: how, defaults to "slow"\n', [("slow", '- `mode`: how, defaults to "fast"')]),
    ("- `prompt`: text\n- `mode`: the default of all\n", []),
    ("- `mode`: a\n- `prompt`: text (default: `a dog`)\n", []),
    ("- `prompt`: text\n- `half`: default: False\n", [("False", "- `half`: default: True")]),
    (
        "- `prompt`: text\n- `steps` (int, 1-60, default 28): count\n",
        [("60", "- `steps` (int, 1-50, default 28): count")],
    ),
    ("- `prompt`: text\n- `steps`: count. Range: 1 to 60\n", [("60", "- `steps`: count. Range: 1 to 50")]),
    ("- `prompt`: text\n- `steps`: count (min: 2, max: 50)\n", [("2", "- `steps`: count (min: 1, max: 50)")]),
    ("- `prompt`: text\n- `steps`: the best range is 20 to 30\n", []),
    ("- `prompt`: text\n- `steps`: 20 to 30 work well\n", []),
    ("- `prompt`: text\n- `steps`: max 10 seconds a step\n", []),
    ("- `prompt`: text\n- `steps` (512, 768): count\n", []),
    ("- `prompt`: 文本\n- `steps`\uff1a步数\uff0c默认\uff1a30\n", [("30", "- `steps`\uff1a步数\uff0c默认\uff1a28")]),
    ("- `prompt`: Text\n- `steps`: Schritte, Standardwert 30\n", [("30", "- `steps`: Schritte, Standardwert 28")]),
    ("- `prompt`: text\n- `steps`: count\n- `half`: x\n- `paper_size`: gone\n", [("paper_size", None)]),
    ("- prompt: text\n- steps: count\n- half: x\n- note: all are optional\n", [("note", None)]),
    ("- `prompt`: text\n- `steps`: count\n- `half`: x\n- note: all are optional\n", []),
    ("- `prompt`: text\n- `steps`: count\n- `half`: x\n- `webhook`: where to\n", []),
    ("- `prompt`: text\n- `steps`: count\n- `half`: x\n- `mode`: one of\n  - `ultra`: all\n", []),
    ("- `prompt`: text\n- `steps`: count\n\nThe response has:\n\n- `url`: where\n- `seconds`: time\n", []),
    ("- `prompt`: text\n- `steps`: count\n\n- `half`: x\n\n- `paper_size`: gone\n", [("paper_size", None)]),
    ("- `prompt`, `stepz`: two\n- `half`: x\n", [("stepz", "- `prompt`, `steps`: two")]),
    ("- `steps`: default 30\n", [("30", "- `steps`: default 28")]),
    ("- `prompt` → text\n- `steps` → count, default 30\n", [("30", "- `steps` → count, default 28")]),
    (
        "<ul>\n<li><code>prompt</code>: text</li>\n<li><code>steps</code>: count (default: <b>30</b>)</li>\n</ul>\n",
        [("30", "<li><code>steps</code>: count (default: <b>28</b>)</li>")],
    ),
    (
        "<ul><li>prompt: text<li>steps: 1 &amp; more, default 30</ul>\n",
        [("30", "<ul><li>prompt: text<li>steps: 1 &amp; more, default 28</ul>")],
    ),
    (
        "<ol><li><code>prompt</code>: a</li><li><code>steps</code>: b</li><li><code>grain</code>: c</li></ol>\n",
        [("grain", None)],
    ),
    ("- `learning_rate`: default 30\n", []),
]


@pytest.mark.parametrize(("items", "wanted"), LISTS)
def test_lists(items: str, wanted: list[tuple[str, str]]) -> None:
    assert found(f"# T\n\n## Inputs\n\n{items}") == wanted


def test_a_list_below_another_heading_names_other_things_too() -> None:
    assert found("# T\n\n## Features\n\n- `prompt`: a\n- `steps`: b\n- `half`: c\n- `batching`: d\n") == []
    below = "# T\n\n## Use\n\nThe model has these inputs:\n\n- `prompt`: a\n- `steps`: b\n- `half`: c\n- `size`: d\n"
    assert found(below) == [("size", None)]


TABLES = [
    (
        "| input | meaning |\n|---|---|\n| `prompt` | a |\n| `steps` | b |\n| `mode` / `grain` | c |\n",
        [("grain", None)],
    ),
    (
        "| input | meaning |\n|---|---|\n| `prompt`, `stepz` and `mode` | a |\n",
        [("stepz", "| `prompt`, `steps` and `mode` | a |")],
    ),
    ("| input | default |\n|---|---|\n| `steps`, `scale` | 7 |\n| `half` | |\n", [("7", None)]),
    (
        "| input | meaning |\n|---|---|\n| [`stepz`](#a) | a |\n| [half](#b) | b |\n| mode | c |\n",
        [("stepz", "| [`steps`](#a) | a |")],
    ),
    ("| input | values |\n|---|---|\n| mode | `fast`, `slow`, `ultra` |\n", [("ultra", None)]),
    ("| input | values |\n|---|---|\n| mode | `fast` or `slow` |\n", []),
    ("| input | values |\n|---|---|\n| mode | `fast`, see `docs.md` |\n", []),
    ("| input | default |\n|---|---|\n| `steps` | 10 |\n", [("10", "| `steps` | 28 |")]),
    ("| option | default |\n|---|---|\n| `steps` | 10 |\n", []),
    (
        "| # | parameter | default |\n|---|---|---|\n| 1 | steps | 10 |\n| 2 | half | |\n",
        [("10", "| 1 | steps | 28 |")],
    ),
    ("| # | name | default |\n|---|---|---|\n| 1 | steps | 10 |\n| 2 | half | |\n", []),
    (
        "| 参数 | 默认值 | 范围 |\n|---|---|---|\n| steps | 30 | 1 到 60 |\n| half | | |\n",
        [("30", "| steps | 28 | 1 到 60 |"), ("60", "| steps | 30 | 1 到 50 |")],
    ),
    ("| パラメータ | デフォルト |\n|---|---|\n| `steps` | `30` |\n| `half` | |\n", [("30", "| `steps` | `28` |")]),
    (
        "| Parameter | Standardwert | Bereich |\n|---|---|---|\n| steps | 28 | 1 bis 60 |\n",
        [("60", "| steps | 28 | 1 bis 50 |")],
    ),
    ("| Paramètre | Valeur par défaut |\n|---|---|\n| steps | 30 |\n", [("30", "| steps | 28 |")]),
    (
        "<table>\n<tr><th>Parameter</th><th>Default</th><th>Range</th></tr>\n"
        "<tr><td><code>steps</code></td><td>30</td><td>1 to 60</td></tr>\n"
        "<tr><td>half</td><td><b>false</b></td><td></td></tr>\n</table>\n",
        [
            ("30", "<tr><td><code>steps</code></td><td>28</td><td>1 to 60</td></tr>"),
            ("60", "<tr><td><code>steps</code></td><td>30</td><td>1 to 50</td></tr>"),
            ("false", "<tr><td>half</td><td><b>true</b></td><td></td></tr>"),
        ],
    ),
    (
        "<table><thead>\n<tr>\n  <th>Input\n  <th>Default\n</tr>\n</thead><tbody>\n"
        "<tr>\n  <td>steps\n  <td>30\n</tr></tbody></table>\n",
        [("30", "<td>28")],
    ),
    ("<table>\n<tr><td>steps</td><td>30</td></tr>\n</table>\n", []),
]


@pytest.mark.parametrize(("table", "wanted"), TABLES)
def test_tables(table: str, wanted: list[tuple[str, str | None]]) -> None:
    assert found(f"# T\n\n## Notes\n\n{table}") == wanted


HEADINGS = [
    (
        "## Parameters\n\n### prompt\n\nThe text.\n\n### steps\n\nDefault: 28. Range: 1 to 60.\n",
        [("60", "Default: 28. Range: 1 to 50.")],
    ),
    ("## Parameters\n\n### `steps` (int, default 30)\n\nThe count.\n", [("30", "### `steps` (int, default 28)")]),
    ("## Usage\n\n### prompt\n\nText.\n\n### steps\n\nDefault: 30\n", [("30", "Default: 28")]),
    ("## Usage\n\n### steps\n\nDefault: 30\n", []),
    (
        "## Inputs\n\n### prompt\n\nText.\n\n### steps\n\nCount.\n\n### half\n\nx\n\n### paper_size\n\nx\n",
        [("paper_size", None)],
    ),
    ("## Inputs\n\n### prompt\n\nText.\n\n### steps\n\nCount.\n\n### half\n\nx\n\n### Notes\n\nx\n", []),
    ("## Training inputs\n\n### prompt\n\nText.\n\n### steps\n\nDefault: 30\n", []),
    ("## Inputs\n\n### steps\n\n```\ndefault: 30\n```\n", []),
]


@pytest.mark.parametrize(("text", "wanted"), HEADINGS)
def test_headings(text: str, wanted: list[tuple[str, str | None]]) -> None:
    assert found(f"# T\n\n{text}") == wanted


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
