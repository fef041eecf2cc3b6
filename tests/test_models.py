"""Whole models, as people write them: the invariants of findings and fixes on every file of every fixture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cog_lsp import fixes
from cog_lsp.check.checker import Checker
from cog_lsp.check.model import Model
from cog_lsp.findings.finding import Finding
from cog_lsp.predictor.cog.schema import schemas
from cog_lsp.predictor.model import Home, Refusal
from cog_lsp.predictor.source import read_source
from cog_lsp.project.workspace import Workspace
from cog_lsp.readme.markdown.document import parse_card
from tests.models import ROOT, checked

FIXTURES = Path(__file__).parent / "fixtures"
MODELS = sorted(p for p in (FIXTURES / "models").iterdir() if p.is_dir())
PREDICTORS = sorted([*FIXTURES.rglob("*.py")])
READMES = sorted([*FIXTURES.rglob("*.md"), *FIXTURES.rglob("*.markdown")])
LINE_ENDS = ("\n", "\r\n")


def texts(folder: Path, end: str = "\n") -> dict[str, str]:
    """The files of a model with the line ends asked for."""
    found = {
        p.relative_to(folder).as_posix(): p.read_bytes().decode() for p in sorted(folder.rglob("*")) if p.is_file()
    }
    return {name: text.replace("\r\n", "\n").replace("\n", end) for name, text in found.items()}


def read(files: dict[str, str]) -> tuple[Checker, Model]:
    return checked(files, "cog.yaml")


def key(finding: Finding) -> tuple[str, str | None, str]:
    """What stays the same when lines move: a message may name the line of the code that shows it."""
    return finding.rule, finding.input, re.sub(r" \(line \d+\)", "", finding.message)


@pytest.mark.parametrize("end", LINE_ENDS, ids=["lf", "crlf"])
@pytest.mark.parametrize("folder", MODELS, ids=lambda p: p.name)
def test_findings_lie_in_the_text_and_split_no_line_end(folder: Path, end: str) -> None:
    files = texts(folder, end)
    _, model = read(files)
    assert any(model.findings.values())
    for path, findings in model.findings.items():
        text = files[path.relative_to(ROOT).as_posix()]
        for finding in findings:
            start, stop = finding.span
            assert 0 <= start <= stop <= len(text)
            assert text[start - 1 : start + 1] != "\r\n"
            assert text[stop - 1 : stop + 1] != "\r\n"


@pytest.mark.parametrize("folder", MODELS, ids=lambda p: p.name)
def test_findings_come_in_the_order_of_the_text_and_each_once(folder: Path) -> None:
    _, model = read(texts(folder, "\n"))
    for path, findings in model.findings.items():
        assert [f.span for f in findings] == sorted(f.span for f in findings)
        assert len({(f.rule, f.span, f.message) for f in findings}) == len(findings)
        assert set(findings) == {f for group in model.groups if group.path == path for f in group.findings}


@pytest.mark.parametrize("folder", MODELS, ids=lambda p: p.name)
def test_the_same_findings_whatever_the_line_ends(folder: Path) -> None:
    def told(end: str) -> list[tuple[str, str, str | None]]:
        found = read(texts(folder, end))[1].findings
        return [(str(path), f.rule, f.input) for path, group in sorted(found.items()) for f in group]

    assert told("\n") == told("\r\n")


def offered(model: Model, files: dict[str, str]) -> Iterator[tuple[str, Finding, fixes.Fix]]:
    for path in model.findings:
        name = path.relative_to(ROOT).as_posix()
        for finding, context in model.in_context(path):
            for fix in fixes.fixes(finding, context, files[name]):
                yield name, finding, fix


@pytest.mark.parametrize("end", LINE_ENDS, ids=["lf", "crlf"])
@pytest.mark.parametrize("folder", MODELS, ids=lambda p: p.name)
def test_each_fix_settles_its_finding_and_nothing_else(folder: Path, end: str) -> None:
    files = texts(folder, end)
    _, model = read(files)
    count = 0
    for name, finding, fix in offered(model, files):
        count += 1
        target = fix.creates or name
        before = files.get(target, "")
        after = fixes.apply(before, fix.edits)
        assert after != before, fix.title
        again = read({**files, target: after})[1]
        path = ROOT / name
        old, new = [key(f) for f in model.findings[path]], [key(f) for f in again.findings.get(path, ())]
        assert new.count(key(finding)) < max(1, old.count(key(finding))) or finding.rule == "missing-section", fix.title
        # What an outline leaves to be written is said until somebody writes it.
        expected = ("empty-section", "missing-section", *(("unfinished-description",) if fix.outline else ()))
        fresh = {k for k in set(new) - set(old) if k[0] not in expected}
        assert fresh == set(), f"{fix.title} brought {fresh}"
        if before:
            assert after.count("\n") == after.count(end), "the line ends of the file"
        kept = unchanged(before, fix.edits)
        assert all(piece in after for piece in kept), "what lies outside of the edits stays"
        if target.endswith(".py"):
            compile(after, target, "exec")
        if fix.kind == "draft" and "Describe" in fix.title and target.endswith(".py"):
            check_published(again, path, finding)
    assert count > 0


def unchanged(text: str, edits: tuple[fixes.Edit, ...]) -> list[str]:
    """The pieces of a text that no edit touches."""
    pieces, at = [], 0
    for edit in edits:
        pieces.append(text[at : edit.span.start])
        at = edit.span.end
    return [*pieces, text[at:]]


def check_published(model: Model, path: Path, finding: Finding) -> None:
    """A drafted description is published exactly as it is written."""
    for predictor in model.predictors.get(path, ()):
        input = predictor.find(finding.input or "")
        if input is not None:
            # Python reads every line end as \n; Cog publishes the file's own, and the form shows both as a space.
            assert input.published("description").replace("\r\n", "\n") == input.meant("description") != ""


@pytest.mark.parametrize("folder", MODELS, ids=lambda p: p.name)
def test_all_safe_fixes_once_and_twice(folder: Path) -> None:
    """Afterwards no safe fix is left, a second round changes nothing, and Cog publishes what Python means."""
    files = texts(folder)
    checker, model = read(files)
    for path in model.paths:
        name = path.relative_to(ROOT).as_posix()
        files[name] = checker.fixed(model, path)
    checker, again = read(files)
    for path in again.paths:
        assert checker.fixed(again, path) == files[path.relative_to(ROOT).as_posix()]
    left = [fix.title for _, _, fix in offered(again, files) if fix.kind == "safe"]
    assert left == []
    for group in again.predictors.values():
        for predictor in group:
            assert not isinstance(schemas(predictor), Refusal)
            for input in predictor.inputs:
                # What a helper method passes on is lost in the helper, which other inputs share.
                for argument in input.arguments if input.home is not Home.HELPER else ():
                    assert argument.published == argument.meant, (input.name, argument.keyword)


def test_safe_fixes_in_any_order_give_the_same_text() -> None:
    """One fix at a time, the first or the last first, ends where fix-all ends."""
    for folder in MODELS:
        ends = set()
        for pick in (0, -1):
            files = texts(folder)
            for _ in range(40):
                _, model = read(files)
                safe = [(n, f) for n, _, f in offered(model, files) if f.kind == "safe" and f.preferred]
                if not safe:
                    break
                name, fix = safe[pick]
                files[name] = fixes.apply(files[name], fix.edits)
            ends.add(tuple(sorted(files.items())))
        files = texts(folder)
        checker, model = read(files)
        for path in model.paths:
            files[path.relative_to(ROOT).as_posix()] = checker.fixed(model, path)
        ends.add(tuple(sorted(files.items())))
        assert len(ends) == 1, folder.name


@pytest.mark.parametrize("path", PREDICTORS, ids=lambda p: p.relative_to(FIXTURES).as_posix())
def test_every_prefix_of_a_predictor(path: Path) -> None:
    """Nothing raises while someone types, and the reader that follows the keystrokes sees what a fresh one sees."""
    text = path.read_bytes().decode()
    workspace = Workspace([ROOT])
    checker = Checker(workspace)
    workspace.open(ROOT / "cog.yaml", 'run: "run.py:Runner"\n')
    source = None
    for end in range(len(text) + 1):
        prefix = text[:end]
        source = read_source(prefix, source)
        if end % 3 == 0:
            workspace.open(ROOT / "run.py", prefix)
            files = workspace.model_of(ROOT / "run.py")
            assert files is not None
            model = checker.check(files)
            for findings in model.findings.values():
                assert all(0 <= f.span.start <= f.span.end <= max(len(prefix), 21) for f in findings)
        if end % 7 == 0:
            read_source(text[end:]).predictors(None, "run")
        if end % 70 == 0:
            fresh = read_source(prefix).predictors(None, "run")
            assert source.predictors(None, "run") == fresh


@pytest.mark.parametrize("path", READMES, ids=lambda p: p.relative_to(FIXTURES).as_posix())
def test_every_prefix_of_a_readme(path: Path) -> None:
    text = path.read_bytes().decode()
    workspace = Workspace([ROOT])
    checker = Checker(workspace)
    workspace.open(ROOT / "cog.yaml", 'run: "run.py:Runner"\n')
    workspace.open(ROOT / "run.py", (FIXTURES / "models/image/run.py").read_text())
    card = None
    for end in range(len(text) + 1):
        workspace.open(ROOT / "README.md", text[:end])
        workspace.forget()
        files = workspace.model_of(ROOT / "README.md")
        assert files is not None
        for finding in checker.check(files).findings.get(ROOT / "README.md", ()):
            assert 0 <= finding.span.start <= finding.span.end <= end
        card = parse_card(text[:end], card)
        if end % 7 == 0:
            fresh = parse_card(text[:end])
            assert [p.text for p in card.parts] == [p.text for p in fresh.parts]
            assert card.tally == fresh.tally


def test_a_model_is_checked_the_same_each_time() -> None:
    for folder in MODELS:
        files = texts(folder)
        assert read(files)[1].findings == read(dict(reversed(files.items())))[1].findings
