"""Settings: layers, wrong keys and values, and where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from cog_lsp.rules import OPTIONS
from cog_lsp.settings.read import MOST_PROBLEMS, check_table, combine, read_file
from cog_lsp.settings.record import Settings, SettingsFile

WRONG = {
    # name: text of cog-lsp.toml, the text under the finding, a part of the message
    "unknown key": ('tpics = ["how-to-use"]\n', "tpics", "did you mean topics?"),
    "unknown rule": ('[severity]\njargn = "off"\n', "jargn", "did you mean jargon?"),
    "unknown severity": ('[severity]\njargon = "warn"\n', "jargon", "did you mean warning?"),
    "unknown topic": ('topics = ["limits"]\n', "topics", "did you mean limitations?"),
    "nothing like a topic": ('topics = ["xyz"]\n', "topics", "use one of what-it-does"),
    "string for a list": ('ignore = "a"\n', "ignore", "use a list of strings"),
    "number for a string": ("readme = 3\n", "readme", "use a string"),
    "string for a boolean": ('inlay-hints = "yes"\n', "inlay-hints", "use true or false"),
    "boolean for a number": ("line-length = true\n", "line-length", "whole number from 40 to 400"),
    "too small": ("line-length = 3\n", "line-length", "whole number from 40 to 400"),
    "no version": ('cog-version = "newest"\n', "cog-version", "a version such as 0.20.0"),
    "no table": ('severity = "off"\n', "severity", "must be a table"),
    "inline table": ('severity = { jargon = "of" }\n', "jargon", "did you mean off?"),
    "no TOML": ("severity = [\n", "", "no valid TOML"),
    "a number for all settings": ("[tool]\ncog-lsp = 3\n", "", "The settings must be a table"),
    "deep TOML": (f"topics = {'[' * 20_000}{']' * 20_000}\n", "", "nested too deeply"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_settings_are_found_where_they_stand(name: str) -> None:
    text, under, message = WRONG[name]
    file = "pyproject.toml" if text.startswith("[tool]") else "cog-lsp.toml"
    found = read_file(SettingsFile(Path(file), text), OPTIONS).problems
    assert [text[f.span.start : f.span.end] for f in found] == [under]
    assert message in found[0].message


@pytest.mark.parametrize("head", ["", "[severity]\n"])
def test_of_very_many_wrong_settings_some_are_told(head: str) -> None:
    """It took two minutes to find each of 20,000 in the text."""
    text = head + "".join(f"jargo{n} = 'off'\n" for n in range(20_000)) + "jargon = 'off'\n"
    said = read_file(SettingsFile(Path("cog-lsp.toml"), text), OPTIONS)
    assert [text[p.span.start : p.span.end] for p in said.problems] == [f"jargo{n}" for n in range(MOST_PROBLEMS)]
    assert said.values == ({"severity": {"jargon": "off"}} if head else {})


def test_a_value_of_any_size_is_told_in_a_short_line() -> None:
    _, problems = check_table({"severity": {"jargon": [{"a": 1}] * 100_000}, "x" * 100_000: 1}, OPTIONS)
    assert [len(problem.message) < 200 for problem in problems] == [True, True]


def test_a_wrong_value_leaves_the_others_and_what_stands_below() -> None:
    near = SettingsFile(
        Path("/a/b/cog-lsp.toml"), 'readme = 1\n[severity]\njargon = "off"\nterse-description = "loud"\n'
    )
    far = SettingsFile(
        Path("/a/pyproject.toml"), '[tool.cog-lsp]\nreadme = "CARD.md"\n[tool.ruff]\nline-length = 100\n'
    )
    loaded = combine([near, far], OPTIONS, {"readme": "EDITOR.md", "inlay-hints": True})
    assert loaded.settings.readme == "CARD.md"
    assert loaded.settings.severity == {"jargon": "off"}
    assert loaded.settings.inlay_hints is True
    assert loaded.settings.line_length == 100
    assert loaded.origins == {
        "readme": "/a/pyproject.toml",
        "severity": "/a/b/cog-lsp.toml",
        "inlay-hints": "editor",
        "line-length": "/a/pyproject.toml",
    }
    assert [len(file.problems) for file in loaded.files] == [2, 0]


FILES = {
    "/a/one.toml": 'extend = "b/two.toml"\nreadme = "ONE.md"\n',
    "/a/b/two.toml": 'extend = "../three.toml"\nreadme = "TWO.md"\ntopics = ["citations"]\nignore = ["old/"]\n',
    "/a/three.toml": 'topics = ["limitations"]\nline-length = 50\n',
    "/a/circle.toml": 'extend = "./circle.toml"\nline-length = 60\n',
    "/a/gone.toml": 'line-length = 70\nextend = "nowhere.toml"\n',
    "/a/chain0.toml": 'extend = "chain1.toml"\n',
    "/a/chain1.toml": 'extend = "chain0.toml"\nline-length = 80\n',
}
EXTENDED = {
    "/a/one.toml": ({"readme": "ONE.md", "topics": ("citations",), "line_length": 50}, []),
    "/a/three.toml": ({"topics": ("limitations",), "line_length": 50}, []),
    "/a/circle.toml": ({"line_length": 60}, ["extend: ./circle.toml cannot be read, or leads back to this file"]),
    "/a/gone.toml": ({"line_length": 70}, ["extend: nowhere.toml cannot be read, or leads back to this file"]),
    "/a/chain0.toml": ({"line_length": 80}, ["extend: chain0.toml cannot be read, or leads back to this file"]),
}


@pytest.mark.parametrize("name", EXTENDED)
def test_a_file_that_extends_another(name: str) -> None:
    wanted, messages = EXTENDED[name]
    loaded = combine([SettingsFile(Path(name), FILES[name])], OPTIONS, read=lambda path: FILES.get(str(path)))
    assert {field: getattr(loaded.settings, field) for field in wanted} == wanted
    problems = [problem for file in loaded.files for problem in file.problems]
    assert [problem.message for problem in problems] == messages
    for file in loaded.files:
        assert all(file.file.text[slice(*problem.span)] == "extend" for problem in file.problems)
    if name == "/a/one.toml":
        assert loaded.settings.patterns_from == Path("/a/b"), "patterns count from the file that sets them"


@pytest.mark.parametrize(
    ("text", "excluded"),
    [
        ('ignore = ["a"]\n', ("a",)),
        ('exclude = ["a"]\n', ("a",)),
        ('ignore = ["a"]\nexclude = ["b"]\n', ("b",)),
        ('exclude = ["b"]\nignore = ["a"]\n', ("b",)),
    ],
)
def test_an_older_name_counts_unless_the_newer_is_there(text: str, excluded: tuple[str, ...]) -> None:
    loaded = combine([SettingsFile(Path("cog-lsp.toml"), text)], OPTIONS)
    assert loaded.settings.exclude == excluded
    assert not loaded.files[0].problems


def test_own_line_length_stands_above_the_formatter() -> None:
    text = "[tool.black]\nline-length = 100\n[tool.cog-lsp]\nline-length = 60\n"
    assert combine([SettingsFile(Path("pyproject.toml"), text)], OPTIONS).settings.line_length == 60


@pytest.mark.parametrize(
    "text",
    [
        "[tool.ruff]\n",
        '[tool.ruff]\nline-length = "100"\n',
        "[tool.black]\nline-length = 10\n",
        "[tool]\nruff = 100\n",
        "tool = 1\n",
        "[project]\nname = 'x'\n",
    ],
)
def test_no_line_length_of_a_formatter(text: str) -> None:
    loaded = combine([SettingsFile(Path("pyproject.toml"), text)], OPTIONS)
    assert "line-length" not in loaded.origins
    assert loaded.settings.line_length == Settings().line_length


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_the_example_of_each_option_can_be_used(option) -> None:  # type: ignore[no-untyped-def]
    file = read_file(SettingsFile(Path("cog-lsp.toml"), option.example), OPTIONS)
    table, found = file.values, file.problems
    assert not found
    assert list(table) == [option.attribute]
