"""`cog-lsp check` as a user runs it: on copies of the bundled models."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from cog_lsp.cli import main
from cog_lsp.cli.write import Unwritable, _replace, create, rewrite
from cog_lsp.report import FORMATS
from cog_lsp.rules.inputs.lacking import ORDER
from tests.limits import LIMIT

MODELS = Path(__file__).parent.parent / "fixtures/models"
GOOD = '''"""A model with nothing to fix."""

from cog import BaseRunner, Input


class Runner(BaseRunner):
    def run(self, text: str = Input(description="The sentence to repeat. Any language works.")) -> str:
        return text
'''


def good(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "run.py").write_text(GOOD)
    return folder


def found(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, object]]:
    main(["check", "--format", "json", *words])
    entries: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return entries


def test_findings_exit_with_1_and_show_the_source(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 1
    out = capsys.readouterr().out
    assert "run.py:19:41: warning[terse-description]" in out
    assert '19 |         prompt: str = Input(description="Input prompt"),' in out
    assert "   |" + " " * 41 + "^" * len('"Input prompt"') in out


def test_nothing_found_exits_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(good(tmp_path / "m"))]) == 0
    assert capsys.readouterr().out == "Nothing to fix.\n"
    assert main(["check", "--statistics", "--ignore", "terse-description", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "Nothing to fix.\n", "nobody asked about all descriptions"


def test_notes_alone_exit_with_0(model: Path) -> None:
    assert main(["check", "--select", "missing-section,jargon"]) == 0


WRONG = {
    "no such path": (["nowhere"], "does not exist"),
    "no model": (["requirements.txt"], "No model in"),
    "no such rule": (["--select", "no-such-rule"], "There is no rule no-such-rule"),
    "drafts alone": (["--drafts"], "--drafts goes with --fix"),
    "fixing standard input": (["--fix", "--stdin-filename", "run.py"], "Use --diff"),
    "no baseline": (["--baseline", "nowhere.json"], "is no baseline file"),
    "a baseline in no folder": (["--write-baseline", "no/folder.json"], "no/folder.json cannot be written"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_use_exits_with_2_and_says_what_to_do(name: str, model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words, message = WRONG[name]
    assert main(["check", *words]) == 2
    captured = capsys.readouterr()
    assert message in captured.err
    assert captured.out == ""


def test_an_unreadable_input_exits_with_2(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (model / "run.py").write_bytes(b"#" * (1024 * 1024 + 1))
    assert main(["check", "."]) == 2
    assert "run.py cannot be read" in capsys.readouterr().err


def test_json_entries(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entries = found(capsys)
    assert {frozenset(entry) for entry in entries} == {
        frozenset(
            ["file", "rule", "url", "severity", "message", "start", "end", "input", "missing", "terms", "fix", "fixes"]
        )
    }
    seed = next(e for e in entries if e["rule"] == "required-by-none" and e["input"] == "seed")
    assert seed["fix"] == "safe"
    line = (model / "run.py").read_text().splitlines()[seed["start"]["line"] - 1]  # type: ignore[index]
    assert line[seed["start"]["column"] - 1 : seed["end"]["column"] - 1] == "default=None", "columns count characters"  # type: ignore[index]


def test_json_edits_can_be_applied(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entry = next(e for e in found(capsys) if e["rule"] == "required-by-none" and e["input"] == "seed")
    edits = entry["fixes"][0]["edits"]  # type: ignore[index]
    lines = (model / "run.py").read_text().splitlines(keepends=True)
    for edit in reversed(edits):
        start, end = edit["start"], edit["end"]
        assert start["line"] == end["line"]
        line = lines[start["line"] - 1]
        lines[start["line"] - 1] = line[: start["column"] - 1] + edit["text"] + line[end["column"] - 1 :]
    (model / "run.py").write_text("".join(lines))
    assert not [e for e in found(capsys) if e["rule"] == "required-by-none" and e["input"] == "seed"]


def test_many_models_in_one_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(MODELS, tmp_path / "models")
    (tmp_path / "models/.gitignore").write_text("speech/\n")
    (tmp_path / "models/cog-lsp.toml").write_text('ignore = ["trainer"]\n')
    files = {str(e["file"]).split("/models/")[1].split("/")[0] for e in found(capsys, str(tmp_path / "models"))}
    assert files == {folder.name for folder in MODELS.iterdir() if folder.is_dir()} - {"speech", "trainer"}


def test_select_and_ignore(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert {e["rule"] for e in found(capsys, "--select", "jargon")} == {"jargon"}
    assert "jargon" not in {e["rule"] for e in found(capsys, "--ignore", "jargon")}


def test_standard_input_stands_for_the_file(
    model: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(GOOD.encode())))
    entries = found(capsys, "--stdin-filename", "run.py")
    assert not [e for e in entries if e["file"] == "run.py"]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xff")))
    assert main(["check", "--stdin-filename", "run.py"]) == 2


def test_statistics(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--statistics"])
    *lines, last = capsys.readouterr().out.splitlines()
    assert last == "3 of 7 inputs explained, 4 to write."
    rows = [line.split() for line in lines]
    counts = [int(row[0]) for row in rows]
    assert counts == sorted(counts, reverse=True)
    assert ["2", "required-by-none"] in rows


def test_statistics_of_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--statistics", str(good(tmp_path / "m"))]) == 0
    assert capsys.readouterr().out == "Nothing to fix.\n1 of 1 input explained.\n"
    assert main(["check", "--statistics", "--ignore", "terse-description", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "Nothing to fix.\n", "nobody asked about all descriptions"


def test_a_model_that_is_named_twice_is_told_once(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert found(capsys, "run.py", ".", "README.md") == found(capsys, ".")


def test_show_settings_names_the_origin(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (model / "cog-lsp.toml").write_text('readme = "README.md"\n')
    (model / "pyproject.toml").write_text("[tool.ruff]\nline-length = 100\n")
    assert main(["check", "--show-settings"]) == 0
    out = capsys.readouterr().out
    assert 'readme = "README.md"  (cog-lsp.toml)' in out
    assert "line-length = 100  (pyproject.toml)" in out
    assert "topics = not set  (default)" in out


def test_a_wrong_setting_is_a_finding_on_its_file(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (model / "cog-lsp.toml").write_text('[severity]\njargn = "off"\n')
    entry = next(e for e in found(capsys) if e["rule"] == "invalid-setting")
    assert (entry["file"], entry["start"]) == ("cog-lsp.toml", {"line": 2, "column": 1})


def test_settings_change_and_silence_rules(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (model / "cog-lsp.toml").write_text('[severity]\njargon = "off"\nmissing-section = "error"\n')
    entries = found(capsys)
    assert "jargon" not in {e["rule"] for e in entries}
    assert {e["severity"] for e in entries if e["rule"] == "missing-section"} == {"error"}


NO_BASELINES = {
    "deep": "[" * 100_000,
    "a list": "[]",
    "a count without end": '{"version": 1, "findings": [{"file": "a", "input": null, "rule": "b", "count": 1e999}]}',
    "a row that is a text": '{"version": 1, "findings": ["a"]}',
    "findings that are a number": '{"version": 1, "findings": 1}',
}


@pytest.mark.parametrize("name", NO_BASELINES)
def test_what_is_no_baseline_is_said(name: str, model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (model / "baseline.json").write_text(NO_BASELINES[name])
    assert main(["check", str(model), "--baseline", str(model / "baseline.json")]) == 2
    assert "is no baseline file" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there are no devices")
def test_a_baseline_that_never_ends_is_none(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(model), "--baseline", "/dev/zero"]) == 2
    assert "is no baseline file" in capsys.readouterr().err


def test_a_baseline_hides_what_is_known_and_nothing_new(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--write-baseline", "known.json"]) == 0
    assert main(["check", "--baseline", "known.json"]) == 0
    text = (model / "run.py").read_text()
    (model / "run.py").write_text(
        "# a line above moves everything\n"
        + text.replace(
            "        # Kept small",
            '        style: str = Input(description="Style", default="oil"),\n        # Kept small',
        )
    )
    capsys.readouterr()
    assert main(["check", "--baseline", "known.json", "--format", "json"]) == 1
    assert {e["input"] for e in json.loads(capsys.readouterr().out)} == {"style"}


def test_fix_writes_and_a_second_time_changes_nothing(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = model / "run.py"
    path.chmod(0o640)
    before = path.read_bytes()
    main(["check", "--fix"])
    after = path.read_bytes()
    assert b"seed: int | None = Input(" in after
    assert b"# Kept small on purpose" in after
    assert b"# fast enough on an L40S" in after
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert before != after
    main(["check", "--fix"])
    assert path.read_bytes() == after
    assert sorted(p.name for p in model.iterdir()) == ["README.md", "cog.yaml", "requirements.txt", "run.py"]


@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
def test_fix_keeps_line_ends_and_the_byte_order_mark(model: Path, end: bytes) -> None:
    path = model / "run.py"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", end))
    main(["check", "--fix"])
    after = path.read_bytes()
    assert after.startswith(b"\xef\xbb\xbf")
    assert b"int | None" in after
    assert after.count(b"\n") == after.count(end)


def test_fix_leaves_a_file_that_is_not_utf_8(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = model / "run.py"
    data = path.read_bytes().replace("🎲".encode(), b"\xe9")
    path.write_bytes(data)
    assert main(["check", "--fix"]) == 2
    assert path.read_bytes() == data
    assert "left as it is" in capsys.readouterr().err


def test_diff_prints_a_patch_that_applies_and_writes_nothing(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (model / "run.py").read_bytes()
    assert main(["check", "--diff"]) == 0
    patch = capsys.readouterr().out
    assert (model / "run.py").read_bytes() == before
    subprocess.run(["git", "apply", "-"], input=patch, text=True, check=True)
    by_patch = (model / "run.py").read_bytes()
    (model / "run.py").write_bytes(before)
    main(["check", "--fix"])
    assert (model / "run.py").read_bytes() == by_patch


def test_drafts_settle_what_is_certain_and_leave_the_rest(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def lacking() -> set[tuple[object, object]]:
        return {
            (e["input"], e["message"])
            for e in found(capsys)
            if e["rule"] in ORDER and e["fixes"][0]["title"] != "Keep this draft"
        }

    before = lacking()
    main(["check", "--fix", "--drafts"])
    capsys.readouterr()
    assert lacking() < before


def test_drafts_write_the_readme_that_is_missing(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (model / "README.md").unlink()
    main(["check", "--diff", "--drafts", "--select", "missing-readme"])
    patch = capsys.readouterr().out
    assert patch.startswith("--- ")
    assert not (model / "README.md").exists()
    main(["check", "--fix", "--drafts", "--select", "missing-readme"])
    written = (model / "README.md").read_text(encoding="utf-8")
    assert written.startswith("# ")
    assert [line[1:] for line in patch.splitlines() if line[:1] == "+" and line[:3] != "+++"] == written.splitlines()
    main(["check", "--fix", "--drafts", "--select", "missing-readme"])
    assert (model / "README.md").read_text(encoding="utf-8") == written


def test_a_new_readme_has_what_its_title_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A title is evidence of the kind of model: a second run would find more to write."""
    folder = tmp_path / "cog-point-e-3d"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "cog.yaml").write_text('predict: "predict.py:Predictor"\n', encoding="utf-8")
    (folder / "predict.py").write_text(
        """from typing import Any
from cog import BasePredictor, Input


class Predictor(BasePredictor):
    def predict(self, prompt: str = Input(description="What to model, in plain words, a chair for example.")) -> Any:
        return self.model(prompt)
""",
        encoding="utf-8",
    )
    main(["check", "--fix", "--drafts"])
    written = (folder / "README.md").read_text(encoding="utf-8")
    main(["check", "--fix", "--drafts"])
    assert (folder / "README.md").read_text(encoding="utf-8") == written


def test_what_only_the_author_knows_is_no_draft(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (model / "README.md").unlink()
    main(["check", "--fix", "--drafts"])
    capsys.readouterr()
    lacking = [e for e in found(capsys) if e["rule"] == "missing-section"]
    assert lacking
    assert [e["fix"] for e in lacking] == [None]
    assert lacking[0]["fixes"], "an editor offers the outline still"
    main(["check"])
    assert "[draft]" not in "".join(line for line in capsys.readouterr().out.splitlines() if "missing-section" in line)


def test_a_file_in_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """The new text of a file goes beside it first; a new file is never written over one that is there."""
    path = tmp_path / "README.md"
    with pytest.raises(Unwritable, match=r"no.README\.md cannot be written: No such file"):
        create(tmp_path / "no" / "README.md", "# A\n")
    create(path, "# A\n")
    with pytest.raises(Unwritable, match="cannot be written: File exists"):
        create(path, "# B\n")
    with pytest.raises(Unwritable, match="or changed meanwhile"):
        rewrite(path, "# B\n", "# C\n", [tmp_path])
    with pytest.raises(Unwritable, match="cannot be written: No such file"):
        rewrite(tmp_path / "gone.md", "", "# C\n", [tmp_path])
    assert path.read_text() == "# A\n"
    assert [p.name for p in tmp_path.iterdir()] == ["README.md"]


@pytest.mark.skipif(sys.platform == "win32", reason="there a file that is a folder fails in another way")
def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(IsADirectoryError):
        _replace(tmp_path / "folder", b"# A\n", (tmp_path / "folder").stat())
    assert [p.name for p in tmp_path.iterdir()] == ["folder"]


def test_a_symbolic_link_stays_one(model: Path) -> None:
    (model / "run.py").rename(model / "real.py")
    (model / "run.py").symlink_to("real.py")
    main(["check", "--fix"])
    assert (model / "run.py").is_symlink()
    assert "int | None" in (model / "real.py").read_text()


def test_the_same_output_whatever_the_hash_seed(model: Path) -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-m", "cog_lsp", "check", "--format", "json"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=False,
        ).stdout
        for seed in ("0", "1", "2", "3")
    }
    assert len(outputs) == 1


def test_a_closed_pipe_is_no_error(model: Path) -> None:
    done = subprocess.run(
        f"{sys.executable} -m cog_lsp check | head -1", shell=True, capture_output=True, text=True, check=False
    )
    assert done.stdout.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_a_reader_that_is_gone_is_no_error(model: Path) -> None:
    command = [sys.executable, "-m", "cog_lsp", "check"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file that is always full")
@pytest.mark.parametrize(
    "words", [["check"], ["check", "--statistics"], ["explain", "jargon"], ["schema"]], ids=" ".join
)
def test_a_full_disk_is_told_in_one_line(words: list[str], model: Path) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "cog_lsp", *words], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 2
    assert done.stderr == "cog-lsp: The output cannot be written: No space left on device.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_ctrl_c_ends_it_without_a_traceback(model: Path) -> None:
    command = [sys.executable, "-m", "cog_lsp", "check", "--stdin-filename", "run.py"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.write(b"#" * 2**20)  # more than a pipe holds: it reads by now
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=LIMIT)
    assert (process.returncode, out, err) == (130, b"", b"")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_terminal_keeps_its_encoding(model: Path) -> None:
    import pty

    master, slave = pty.openpty()
    path = model / "run.py"
    path.write_text(path.read_text(encoding="utf-8").replace('"Input prompt"', '"Input é"'), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "cog_lsp", "check", "--select", "terse-description"],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        stdout=slave,
        stderr=slave,
    )
    os.close(slave)
    shown = b""
    with contextlib.suppress(OSError):  # the end of a pseudo-terminal
        while part := os.read(master, 1 << 16):
            shown += part
    os.close(master)
    assert process.wait(30) == 1
    assert b'"Input \\xe9"' in shown


@pytest.mark.parametrize(
    "words", [[], ["--diff", "--drafts", "-q"], *(["--format", name] for name in FORMATS)], ids=" ".join
)
def test_what_is_piped_is_utf_8_with_its_own_line_ends(words: list[str], model: Path) -> None:
    """Also where the system's encoding knows no such characters, as on Windows."""
    path = model / "run.py"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    text = path.read_text(encoding="utf-8").replace('"Input prompt"', '"Input 🎲"')
    path.write_bytes(text.replace("\n", "\r\n").encode())
    outputs = [
        subprocess.run(
            [sys.executable, "-m", "cog_lsp", "check", *words],
            env={**os.environ, "PYTHONIOENCODING": encoding},
            capture_output=True,
            check=False,
        )
        for encoding in ("ascii", "utf-8")
    ]
    assert [done.stderr for done in outputs] == [b"", b""]
    assert outputs[0].stdout == outputs[1].stdout
    shown = outputs[0].stdout.decode("utf-8")
    assert "🎲" in shown or "“" in shown
    assert "\r\r\n" not in shown


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell that closes streams")
@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("check . >&-", "Standard output is closed: give it a file, a pipe or a terminal."),
        ("serve >&-", "Standard output is closed: give it a file, a pipe or a terminal."),
        ("serve <&-", "Standard input is closed: an editor starts the server with a pipe."),
    ],
)
def test_a_stream_that_is_closed_from_the_start(command: str, said: str, tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -I -m cog_lsp {command}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=LIMIT,
    )
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"cog-lsp: {said}\n")
