"""The words of the command line: what was probably meant, places that are pasted, and the options of `check`."""

from __future__ import annotations

import io
import json
import os
import re
from pathlib import Path

import pytest

from cog_lsp.cli import COMMANDS, main
from cog_lsp.cli.check import FOR_PEOPLE
from cog_lsp.cli.located import located
from cog_lsp.report import FORMATS
from cog_lsp.rules import RULES

MODELS = Path(__file__).parent.parent / "fixtures/models"


MISSPELT = {
    "chek": "There is no command chek. Did you mean check?",
    "run.py": "There is no command run.py. Did you mean cog-lsp check run.py?",
    "zzz": "There is no command zzz. Run `cog-lsp --help`",
    "check --formt json": "has no option --formt. Did you mean --format?",
    "check --formt=json": "has no option --formt. Did you mean --format?",
    "check --format jsn": "Did you mean json?",
    "schema --mode trian": "Did you mean train?",
    "completion bsh": "Did you mean bash?",
    "card a b": "takes no further argument, and b is one",
    "explain jargn": "There is no rule jargn. Did you mean jargon?",
    "check --select jargn": "There is no rule jargn. Did you mean jargon?",
    "check --ignore zzz": "There is no rule zzz. Run `cog-lsp explain`",
    "check rn.py": "rn.py does not exist. Did you mean run.py?",
    "check READMEmd": "READMEmd does not exist. Did you mean README.md?",
    "card rnu.py": "rnu.py does not exist. Did you mean run.py?",
    "check zzz": "zzz does not exist.\n",
    "check --config cog-lps.toml": "The settings file cog-lps.toml cannot be read.",
    "check --config run.py --isolated": "Either --config or --isolated",
    "check --fix -": "write files, not standard input",
    "check --diff --output-file x": "--output-file is for reports",
    "check --output-file README.md": "README.md is no report of cog-lsp, so it is left as it is",
    "check --output-file no/x.json": "no/x.json cannot be written",
    "explain jargon --all": "Name a rule, or say --all.",
}


def test_a_file_in_another_folder_is_named_with_it(
    model: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(model.parent)
    assert main(["check", f"{model.name}/rn.py"]) == 2
    assert capsys.readouterr().err == "cog-lsp: lantern/rn.py does not exist. Did you mean lantern/run.py?\n"


@pytest.mark.parametrize("words", MISSPELT)
def test_what_was_probably_meant(words: str, model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in model.iterdir()}
    try:
        code = main(words.split())
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    said = capsys.readouterr()
    assert code == 2
    assert MISSPELT[words] in said.err
    assert said.err.startswith("cog-lsp: ")
    assert said.err.count("\n") == 1
    assert said.out == ""
    assert {path: path.read_bytes() for path in model.iterdir()} == before


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_is_taken_for_another(command: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])
    assert stopped.value.code == 0


PASTED = {
    "run.py": ("run.py", None),
    "run.py:7": ("run.py", 7),
    "run.py:7:20": ("run.py", 7),
    "run.py:7:20:": ("run.py", 7),
    "run.py:7:": ("run.py", 7),
    "run.py:Runner": ("run.py", None),
    "run.py:7:8:9": ("run.py:7:8:9", None),
    "odd:7": ("odd:7", None),
    "gone.py:7": ("gone.py:7", None),
    ".": (".", None),
    "run.py:": ("run.py:", None),
    "": ("", None),
}


@pytest.mark.parametrize("word", PASTED)
def test_a_pasted_place(word: str, model: Path) -> None:
    (model / "odd:7").write_text("")
    name, line = PASTED[word]
    assert located(word) == (Path(name).absolute(), line)


@pytest.mark.parametrize(
    ("words", "places"),
    [
        (["run.py:19"], {("run.py", 19)}),
        (["run.py:19:41:"], {("run.py", 19)}),
        (["run.py:1"], set()),
        (["run.py:19", "README.md:12"], {("run.py", 19), ("README.md", 12)}),
        (["run.py:Runner", "--select", "terse-description"], {("run.py", line) for line in (19, 26, 28, 33)}),
    ],
)
def test_the_findings_of_a_line(
    words: list[str], places: set[tuple[str, int]], model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["check", "--format", "json", *words])
    found = {(entry["file"], entry["start"]["line"]) for entry in json.loads(capsys.readouterr().out)}
    assert found == places
    assert code == bool(places)


def test_fix_says_what_it_did(model: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for terminal, said in ((False, ""), (True, "cog-lsp: --fix would settle 2. Nothing was changed.\n")):
        monkeypatch.setattr("sys.stderr.isatty", lambda terminal=terminal: terminal)
        main(["check", "--diff"])
        assert capsys.readouterr().err == said
    main(["check", "--fix", "--select", "required-by-none"])
    assert capsys.readouterr().out == "Fixed run.py: 2 required-by-none\nFixed 2, 0 left.\n"
    main(["check", "--fix", "--select", "required-by-none"])
    assert capsys.readouterr().out == "Fixed 0, 0 left.\n"


@pytest.mark.parametrize("format", FORMATS)
def test_fix_says_so_where_no_program_reads(format: str, model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--fix", "--format", format])
    said = capsys.readouterr()
    told = said.out if format in FOR_PEOPLE else said.err
    assert "Fixed 2, 10 left. Found 8 warnings, 2 notes in 2 files." in told
    assert ("Fixed" in said.out) == (format in FOR_PEOPLE)


def test_drafts_count_the_readme_that_they_write(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (model / "README.md").unlink()
    main(["check", "--fix", "--drafts", "--select", "missing-readme"])
    assert capsys.readouterr().out == "Fixed README.md: 1 missing-readme\nFixed 1, 0 left.\n"


def test_exit_zero(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--exit-zero"]) == 0
    assert "terse-description" in capsys.readouterr().out
    assert main(["check", "--exit-zero", "gone"]) == 2, "wrong use is wrong all the same"


def test_quiet(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "-q"])
    assert "Found" not in capsys.readouterr().out
    for words in (["-q"], ["-q", "--fix"], ["-q", "--format", "concise"], ["-q", "--diff"]):
        main(["check", "--select", "old-api", *words])
        assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("format", FORMATS)
def test_the_report_in_a_file(format: str, model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--format", format, "--exit-zero"])
    printed = capsys.readouterr().out
    for _ in range(2):  # over the one of before
        assert main(["check", "--format", format, "--output-file", "report.out", "--color", "auto"]) == 1
        assert (model / "report.out").read_bytes().decode("utf-8") == printed
        assert capsys.readouterr().out.startswith("Found 10 warnings, 2 notes in 2 files.")


@pytest.mark.parametrize("choice", ["always", "never", "auto"])
@pytest.mark.parametrize("set", ["NO_COLOR", "FORCE_COLOR", ""])
def test_color(
    choice: str, set: str, model: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    if set:
        monkeypatch.setenv(set, "1")
    before = dict(os.environ)
    main(["check", "--color", choice])
    wanted = {"always": True, "never": False, "auto": set == "FORCE_COLOR"}[choice]
    assert ("\033[" in capsys.readouterr().out) == wanted
    assert dict(os.environ) == before


def test_settings_that_are_named_or_left_aside(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (model / "cog-lsp.toml").write_text('[severity]\nterse-description = "off"\n')
    (model / "strict.toml").write_text('[severity]\nterse-description = "error"\n')
    (model / "sub").mkdir()
    (model / "sub/pyproject.toml").write_text('[tool.cog-lsp.severity]\nterse-description = "hint"\n')
    for words, severities in (
        ([], set()),
        (["--isolated"], {"warning"}),
        (["--config", "strict.toml"], {"error"}),
        (["--config", "sub/pyproject.toml"], {"hint"}),
    ):
        main(["check", "--format", "json", "--select", "terse-description", *words])
        assert {entry["severity"] for entry in json.loads(capsys.readouterr().out)} == severities


def test_suppressions_for_all_that_is_found(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--add-suppressions", "--select", "required-by-none,broken-example"])
    assert capsys.readouterr().out == (
        "Silenced run.py: 2 required-by-none\nSilenced README.md: 1 broken-example\nSilenced 3, 0 left.\n"
    )
    main(["check", "--add-suppressions"])
    assert capsys.readouterr().out.endswith(", 0 left.\n")
    written = {path: path.read_bytes() for path in model.iterdir()}
    assert main(["check"]) == 0
    assert capsys.readouterr().out == "Nothing to fix.\n", "what a weaker rule says then is silenced, too"
    main(["check", "--add-suppressions"])
    assert {path: path.read_bytes() for path in model.iterdir()} == written


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_suppressions_for_several_inputs_in_one_line(
    newline: str, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each comment holds for one line below it: those of one line are one."""
    line = '    def run(self, a: str = Input(description="b"), c: int = Input(description="d"), e: str = "") -> str:'
    code = ["from cog import BaseRunner, Input", "", "", "class Runner(BaseRunner):", line, "        return a", ""]
    (model / "run.py").write_bytes(newline.join(code).encode())
    main(["check", "--add-suppressions", "run.py"])
    assert capsys.readouterr().out.endswith(", 0 left.\n")
    lines = (model / "run.py").read_bytes().decode().split(newline)
    assert [bool(re.match("    # cog-lsp: ignore", line)) for line in lines].count(True) == 1
    assert len(lines) == len(code) + 1


@pytest.mark.parametrize(
    ("text", "file"),
    [("from cog import BaseRunner\nx = 'Input prompt'\n", "run.py"), ("# Title\n\n[a](gone.md)\n", "README.md")],
)
def test_a_dash_is_standard_input(
    text: str, file: str, model: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    main(["check", "-", "--format", "json"])
    before = json.loads(capsys.readouterr().out)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    main(["check", "--stdin-filename", file, "--format", "json"])
    assert before == json.loads(capsys.readouterr().out)
    assert any(entry["file"] == file for entry in before) or file == "run.py"


def test_a_dash_where_there_is_no_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO((MODELS / "image/run.py").read_bytes())))
    assert main(["check", "-"]) == 1
    assert "run.py:19:41: " in capsys.readouterr().out


@pytest.mark.parametrize("settings", ['exclude = ["*"]', 'ignore = ["/lantern/"]', 'ignore = ["cog.yaml", "run.py"]'])
def test_a_setting_that_leaves_everything_out_is_named(
    settings: str, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (model.parent / ".git").mkdir()
    (model.parent / "cog-lsp.toml").write_text(settings)
    assert main(["check"]) == 2
    assert "The setting `exclude` (or `ignore`) in " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("settings", "words", "named"),
    [
        ('exclude = ["*.py", "*.md"]', [], "."),
        ('exclude = ["run.py"]', ["run.py"], "run.py"),
        ('exclude = ["README.md"]', ["README.md"], "README.md"),
        ('exclude = ["README.md"]', ["--select", "old-api"], None),
        ("", ["--select", "old-api"], None),
    ],
)
def test_nothing_to_look_at_is_said(
    settings: str, words: list[str], named: str | None, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (model / "cog-lsp.toml").write_text(settings)
    main(["check", *words])
    said = capsys.readouterr().err
    assert said == (f"cog-lsp: The setting `exclude` (or `ignore`) leaves out {named}.\n" if named else "")


def test_rules_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    main(["explain", "--format", "json"])
    rules = json.loads(capsys.readouterr().out)
    assert [rule["rule"] for rule in rules] == [rule.slug for rule in RULES]
    assert {frozenset(rule) for rule in rules} == {
        frozenset(["rule", "severity", "fix", "summary", "why", "what_to_do", "url", "page"])
    }
    main(["explain", "jargon", "--format", "json"])
    jargon = json.loads(capsys.readouterr().out)
    assert jargon == next(rule for rule in rules if rule["rule"] == "jargon")
    main(["explain", "jargon"])
    assert capsys.readouterr().out == jargon["page"]
    main(["explain", "--all"])
    assert capsys.readouterr().out == "\n".join(rule["page"] for rule in rules)
