"""Each format on the same findings, against what its readers demand."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import Describe, SetArgument
from cog_lsp.fixes.edits import Edit, apply
from cog_lsp.fixes.fix import Fix
from cog_lsp.publication import REPOSITORY
from cog_lsp.report import Item, render
from cog_lsp.report.text import COLORS, summary
from cog_lsp.rules import page_of
from cog_lsp.text import LineIndex, Span

TEXT = "a = 1\r\n中😀 = bad, thing\n"
ITEMS = [
    Item(
        "src/run.py",
        LineIndex(TEXT),
        Finding(
            "terse-description",
            "100% bad: a, b\nand ::more",
            Span(TEXT.index("bad"), TEXT.index("bad") + 3),
            input="x",
            repairs=(Describe(), SetArgument("ge", 1, "Set ge")),
            severity="warning",
            data=(("missing", ("terms",)), ("terms", ("CFG", "XYZ")), ("meanings", ("a method", ""))),
        ),
        kinds=frozenset({"safe", "draft"}),
    ),
    Item(
        "READ ME.md",
        LineIndex("# T\n"),
        Finding("missing-section", "Two topics are missing \x07", Span(2, 3), severity="information"),
    ),
    Item(
        "READ ME.md",
        LineIndex(""),
        Finding("missing-readme", "There is none", Span(0, 0), repairs=(Describe(),), severity="error"),
        kinds=frozenset({"draft"}),
    ),
]


def test_json_has_exactly_the_documented_keys() -> None:
    first, second, third = json.loads(render("json", ITEMS))
    assert first == {
        "file": "src/run.py",
        "rule": "terse-description",
        "url": page_of("terse-description"),
        "severity": "warning",
        "message": "100% bad: a, b\nand ::more",
        "start": {"line": 2, "column": 6},
        "end": {"line": 2, "column": 9},
        "input": "x",
        "missing": ["terms"],
        "terms": [{"term": "CFG", "meaning": "a method"}, {"term": "XYZ", "meaning": None}],
        "fix": "safe",
        "fixes": [],
    }
    assert (second["input"], second["fix"], third["fix"]) == (None, None, "draft")
    assert json.loads(render("json", [])) == []


def test_concise_marks_what_can_be_fixed() -> None:
    lines = render("concise", ITEMS[1:]).splitlines()
    assert lines[0].startswith("READ ME.md:1:3: information missing-section: Two topics are missing")
    assert lines[1] == "READ ME.md:1:1: error missing-readme: There is none [draft]"


def test_text_points_under_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    lines = render("text", ITEMS[:1]).splitlines()
    assert lines[0].startswith("src/run.py:2:6: warning[terse-description] ")
    source = next(line for line in lines if "| 中" in line)
    pointer = next(line for line in lines if "^" in line)
    assert source == "2 | 中😀 = bad, thing"
    assert pointer == "  | " + " " * 7 + "^^^", "two wide characters take four columns"


PLACED = [
    # the source, the marked words, COLUMNS, what is shown below the messages
    ("x = one(two)", ["one", "two"], 80, ["1 | x = one(two)", "  |     ^^^ ^^^"]),
    ("x = one(two)", ["one(two)", "two"], 80, ["1 | x = one(two)", "  |     ^^^^^^^^"]),
    ("x = one(two)", ["one", "one"], 80, ["1 | x = one(two)", "  |     ^^^"]),
    ("a" * 60 + " b", ["a" * 60], 50, ["1 | " + "a" * 44 + "…", "  | " + "^" * 44]),
    ("a" * 60 + " bad", ["bad"], 50, ["1 | …" + "a" * 40 + " bad", "  |  " + " " * 41 + "^^^"]),
    (
        "中" * 60 + " bad, " + "c" * 60,
        ["bad"],
        50,
        ["1 | …" + "中" * 10 + " bad, " + "c" * 18 + "…", "  |  " + " " * 21 + "^^^"],
    ),
    ("a" * 60, ["a"], 10, ["1 | " + "a" * 34 + "…", "  | ^"]),
]


@pytest.mark.parametrize(("source", "marked", "columns", "shown"), PLACED)
def test_a_line_of_source_is_shown_once_and_fits(
    source: str, marked: list[str], columns: int, shown: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", str(columns))
    items = []
    for word in marked:
        start = source.index(word)
        items.append(Item("run.py", LineIndex(source), Finding("jargon", "Bad", Span(start, start + len(word)))))
    lines = render("text", items).splitlines()
    assert [line.partition(": ")[0] for line in lines[: len(marked)]] == [
        f"run.py:1:{source.index(word) + 1}" for word in marked
    ]
    assert lines[len(marked) :] == shown


def test_what_can_be_fixed_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    first, *_, last = [line for line in render("text", ITEMS).splitlines() if re.match(r"[\w /.]+:\d+:\d+:", line)]
    assert first.endswith(" [*]")
    assert last.endswith(" [draft]")


def test_color_follows_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\033[38;5;130m" in render("text", ITEMS)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\033" not in render("text", ITEMS)


STEPS = (0, 95, 135, 175, 215, 255)
"""Of red, green and blue in the colours from 16 to 231. Source: xterm, 256colres.h."""


@pytest.mark.parametrize("kind", COLORS)
def test_colors_can_be_read_on_white_and_on_black(kind: str) -> None:
    place = COLORS[kind] - 16
    assert 0 <= place < 216, "a theme may change the first 16"
    parts = [STEPS[place // 36] / 255, STEPS[place // 6 % 6] / 255, STEPS[place % 6] / 255]
    light = sum(
        weight * (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
        for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True)
    )
    assert min(1.05 / (light + 0.05), (light + 0.05) / 0.05) > 4


def test_concise_is_a_line_with_the_fix_in_it() -> None:
    fix, draft = Fix("Say\ngood", "safe", (), True, None), Fix("Say better", "draft", (), False, None)
    plain, safe = replace(ITEMS[0], kinds=frozenset()), frozenset({"safe", "draft"})
    items = [
        plain,
        replace(plain, fixes=(draft, fix), kinds=safe),
        replace(plain, fixes=(draft,), kinds=frozenset({"draft"})),
    ]
    said = "src/run.py:2:6: warning terse-description: 100% bad: a, b and ::more"
    lines = render("concise", items).splitlines()
    assert lines == [said, f"{said} [*] Say good", f"{said} [draft] Say better"]


def test_summary() -> None:
    assert summary(ITEMS) == (
        "Found 1 error, 1 warning, 1 note in 2 files. 1 can be fixed with --fix. 1 can be drafted with --fix --drafts."
    )
    assert summary([]) == "Nothing to fix."


def test_github_commands_are_escaped() -> None:
    first, second, third = render("github", ITEMS).splitlines()
    assert first == (
        "::warning title=cog-lsp (terse-description),file=src/run.py,line=2,col=6,endLine=2,endColumn=9"
        "::100%25 bad: a, b%0Aand ::more"
    )
    assert second.startswith("::notice ")
    assert third.startswith("::error ")


def test_sarif_names_each_rule_once_with_its_index() -> None:
    log = json.loads(render("sarif", ITEMS))
    run = log["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert sorted(rules) == ["missing-readme", "missing-section", "terse-description"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
    assert [r["level"] for r in run["results"]] == ["warning", "note", "error"]
    location = run["results"][1]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "READ%20ME.md"
    assert run["columnKind"] == "unicodeCodePoints"


def test_sarif_says_why_how_and_from_where() -> None:
    driver = json.loads(render("sarif", ITEMS))["runs"][0]["tool"]["driver"]
    assert driver["informationUri"] == REPOSITORY
    for rule in driver["rules"]:
        assert rule["help"]["markdown"].startswith(f"# {rule['id']}\n")
        assert rule["help"]["text"].startswith(rule["fullDescription"]["text"])
        assert "\n " not in rule["help"]["text"]


def test_sarif_carries_fixes_that_can_be_applied() -> None:
    """What a reader does with the regions and texts of a fix gives the text after the fix."""
    span = Span(TEXT.index("bad"), TEXT.index("bad") + 3)
    fix = Fix("Say good", "draft", (Edit(span, "good"), Edit(Span(0, 1), "😀\nb")), False, None)
    item = Item("run.py", LineIndex(TEXT), ITEMS[0].finding, (fix,))
    plain, fixed = json.loads(render("sarif", [ITEMS[0], item]))["runs"][0]["results"]
    assert "fixes" not in plain
    (described,) = fixed["fixes"]
    assert described["description"]["text"] == "Say good (a draft: read it before you keep it)"
    (change,) = described["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "run.py"
    lines = TEXT.split("\n")
    for replacement in sorted(change["replacements"], key=lambda r: r["deletedRegion"]["startLine"], reverse=True):
        region = replacement["deletedRegion"]
        assert region["startLine"] == region["endLine"]
        line = lines[region["startLine"] - 1]
        before, after = line[: region["startColumn"] - 1], line[region["endColumn"] - 1 :]
        lines[region["startLine"] - 1] = before + replacement["insertedContent"]["text"] + after
    assert "\n".join(lines) == apply(TEXT, fix.edits) == "😀\nb = 1\r\n中😀 = good, thing\n"


def test_sarif_fingerprints_are_the_ones_of_gitlab() -> None:
    results = json.loads(render("sarif", [*ITEMS, ITEMS[0]]))["runs"][0]["results"]
    prints = [result["partialFingerprints"]["cogLspFinding/v1"] for result in results]
    assert prints == [entry["fingerprint"] for entry in json.loads(render("gitlab", [*ITEMS, ITEMS[0]]))]


def test_junit_is_xml_with_a_failure_for_each_finding() -> None:
    root = ElementTree.fromstring(render("junit", ITEMS))
    assert root.get("failures") == "3"
    assert len(root.findall("./testsuite/testcase/failure")) == 3
    empty = ElementTree.fromstring(render("junit", []))
    assert (empty.get("tests"), empty.get("failures")) == ("1", "0")
    assert len(empty.findall("./testsuite/testcase")) == 1


def test_gitlab_fingerprints_do_not_depend_on_lines_and_differ() -> None:
    entries = json.loads(render("gitlab", [*ITEMS, ITEMS[0]]))
    prints = [entry["fingerprint"] for entry in entries]
    assert len(set(prints)) == 4
    moved = Item(ITEMS[0].file, LineIndex("\n" + TEXT), ITEMS[0].finding)
    assert json.loads(render("gitlab", [moved]))[0]["fingerprint"] == prints[0]
    assert all(re.fullmatch("[0-9a-f]{64}", fingerprint) for fingerprint in prints)
