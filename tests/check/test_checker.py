"""What is more than one rule: several predictors, shared inputs, test cases, severities, and what is kept."""

from __future__ import annotations

import pytest

from cog_lsp.check.checker import Checker
from cog_lsp.check.model import Model
from cog_lsp.findings.finding import Finding
from cog_lsp.predictor.source import read_source
from cog_lsp.project.workspace import Workspace
from cog_lsp.settings.record import Settings
from cog_lsp.writing.inputs_table import inputs_table
from tests.models import ROOT, checked

RUN = """from cog import BaseRunner, Input


class Runner(BaseRunner):
    def run(self, prompt: str = Input(description="What you want to see in the picture.")) -> str:
        return prompt
"""
TRAIN = """from cog import Input, Path


def train(data: Path = Input(description="Pictures to learn from, in one zip file.")) -> Path:
    return data
"""
COG = "run: run.py:Runner\ntrain: train.py:train\n"


def named(model: Model, name: str) -> list[Finding]:
    return list(model.findings.get(ROOT / name, ()))


def test_each_predictor_judges_the_examples_of_its_own_mode() -> None:
    calls = "cog run -i prompt=x\ncog train -i data=@x.zip -i step=3\ncog run -i prmpt=x"
    readme = f"# A\n\nPaints.\n\n```sh\n{calls}\n```\n"
    _, model = checked({"cog.yaml": COG, "run.py": RUN, "train.py": TRAIN, "README.md": readme})
    broken = [readme[f.span.start : f.span.end] for f in named(model, "README.md") if f.rule == "broken-example"]
    assert broken == ["step", "prmpt"]


def test_an_input_that_several_classes_share_is_reported_once() -> None:
    text = """from cog import BaseRunner, Input


class Inputs:
    prompt = Input(description="Prompt")


class First(BaseRunner):
    def run(self, prompt: str = Inputs.prompt) -> str: ...


class Second(BaseRunner):
    def run(self, prompt: str = Inputs.prompt) -> str: ...
"""
    _, model = checked({"run.py": text}, "run.py")
    assert len(model.predictors[ROOT / "run.py"]) == 2
    terse = [f for f in named(model, "run.py") if f.rule == "terse-description"]
    assert [text[f.span.start : f.span.end] for f in terse] == ['"Prompt"']


def test_a_finding_comes_with_the_predictor_that_it_is_about() -> None:
    """What two classes share is the first one's; the rest is each one's own, in the order of the text."""
    text = """from cog import BaseRunner, Input


class Inputs:
    prompt = Input(description="Prompt")


class First(BaseRunner):
    def run(self, prompt: str = Inputs.prompt, seed: int = Input(description="Seed")) -> str: ...


class Second(BaseRunner):
    def run(self, prompt: str = Inputs.prompt, seed: int = Input(description="Seed")) -> str: ...
"""
    _, model = checked({"run.py": text, "README.md": "# A\n"}, "run.py")
    pairs = list(model.in_context(ROOT / "run.py"))
    assert tuple(finding for finding, _ in pairs) == model.findings[ROOT / "run.py"]
    classes = [(f.input, c.predictor and c.predictor.name) for f, c in pairs if f.rule == "terse-description"]
    assert classes == [("prompt", "First"), ("seed", "First"), ("seed", "Second")]
    assert all(context == model.context_of() for _, context in model.in_context(ROOT / "README.md"))


def test_what_is_said_of_a_predictor_stands_among_what_is_said_of_its_inputs() -> None:
    parameters = [
        *(f'{name}: int = Input(description="Number", default=1)' for name in "abc"),
        'd: str = Input(description="Text", default="a\\n", size=3, ge=3)',
        'last: int = Input(description="Number")',
    ]
    text = RUN.replace('prompt: str = Input(description="What you want to see in the picture.")', ", ".join(parameters))
    _, model = checked({"cog.yaml": "run: run.py:Runner\n", "run.py": text})
    found = named(model, "run.py")
    assert [(f.rule, f.input) for f in found] == [
        *(("terse-description", name) for name in "abcd"),
        ("lost-default", "d"),
        ("invalid-argument", "d"),  # what ends the build is said of the predictor
        ("pointless-constraint", "d"),
        ("required-after-optional", "last"),
        ("terse-description", "last"),
    ]
    parts = model.parts(ROOT / "run.py")
    assert [part.judged.input and part.judged.input.name for part in parts] == [*"abc", *[None] * 5, "last"]
    assert found == [finding for part in parts for finding in part.findings]


def test_test_cases_of_cog_safe_push_are_checked() -> None:
    push = "model: a/b\npredict:\n  test_cases:\n    - inputs:\n        prompt: x\n        sed: 1\n"
    files = {"cog.yaml": COG, "run.py": RUN, "train.py": TRAIN, "cog-safe-push.yaml": push}
    _, model = checked(files)
    found = named(model, "cog-safe-push.yaml")
    assert [(f.rule, push[f.span.start : f.span.end]) for f in found] == [("broken-example", "sed")]
    _, off = checked(files, settings=Settings(severity={"broken-example": "off"}))
    assert named(off, "cog-safe-push.yaml") == []


def test_a_name_that_is_there_but_no_class() -> None:
    _, model = checked({"cog.yaml": "run: run.py:Runner\n", "run.py": '"""\nclass Runner:\n"""\n'})
    (found,) = (f for f in named(model, "cog.yaml") if f.rule == "entry-point")
    assert found.message == "`run.py` defines `Runner`, but Cog cannot use it as a model"


def test_an_inherited_signature_is_reported_in_its_own_file() -> None:
    base = RUN.replace("What you want to see in the picture.", "Prompt")
    child = "from base import Runner as Base\n\n\nclass Runner(Base):\n    def setup(self) -> None: ...\n"
    _, model = checked({"cog.yaml": "run: run.py:Runner\n", "run.py": child, "base.py": base})
    found = [f for f in named(model, "base.py") if f.rule == "terse-description"]
    assert [base[f.span.start : f.span.end] for f in found] == ['"Prompt"']
    assert ROOT / "base.py" in model.paths


def test_only_what_changed_is_judged_again() -> None:
    workspace = Workspace([ROOT])
    readme = "# A\n\nPaints pictures of harbors.\n\n    cog run -i prompt=boats\n"
    texts = {"cog.yaml": COG, "run.py": RUN, "train.py": TRAIN, "README.md": readme}
    for name, text in texts.items():
        workspace.open(ROOT / name, text)
    files = workspace.model_of(ROOT / "run.py")
    assert files is not None
    checker = Checker(workspace)
    first = checker.check(files)
    workspace.open(ROOT / "run.py", RUN.replace("return prompt", "return prompt.upper()"))
    second = checker.check(files)
    (before,), (after,) = (m.predictors[ROOT / "run.py"] for m in (first, second))
    assert after.inputs[0] is before.inputs[0], "the reader gives back the same record"
    card = [next(g for g in m.groups if g.path.name == "README.md") for m in (first, second)]
    assert card[0].others is card[1].others, "nothing that the card is judged by changed"
    assert second.context_of(card[1].predictor).predictor is after, "its fixes look at the predictor as it is"
    described = RUN.replace("What you want to see in the picture.", "What the picture shows.")
    for text, same in ((described, True), (RUN.replace("prompt: str", "text: str"), False)):
        workspace.open(ROOT / "run.py", text)
        third = checker.check(files)
        card.append(next(g for g in third.groups if g.path.name == "README.md"))
        assert (card[-1].others is card[-2].others) is same


def test_a_description_is_told_to_the_table_of_inputs() -> None:
    """The table that cog-lsp wrote is out of date as soon as a description changes."""
    workspace = Workspace([ROOT])
    table = inputs_table(next(iter(read_source(RUN).predictors("Runner", "run"))))
    for name, text in {"cog.yaml": "run: run.py:Runner\n", "run.py": RUN, "README.md": f"# A\n\n{table}\n"}.items():
        workspace.open(ROOT / name, text)
    files = workspace.model_of(ROOT / "run.py")
    assert files is not None
    checker = Checker(workspace)
    stale = []
    for text in (RUN, RUN.replace("What you want to see", "What to paint")):
        workspace.open(ROOT / "run.py", text)
        stale.append([f.rule for f in named(checker.check(files), "README.md") if f.rule == "stale-reference"])
    assert stale == [[], ["stale-reference"]]


def test_a_fresh_check_finds_the_same_as_one_that_remembers() -> None:
    workspace = Workspace([ROOT])
    workspace.open(ROOT / "cog.yaml", COG)
    workspace.open(ROOT / "train.py", TRAIN)
    checker = Checker(workspace)
    for end in range(0, len(RUN), 5):
        workspace.open(ROOT / "run.py", RUN[:end])
        files = workspace.model_of(ROOT / "run.py")
        assert files is not None
        assert checker.check(files).findings == Checker(workspace).check(files).findings


TERSE = RUN.replace("What you want to see in the picture.", "Prompt")
COMMENTS = [
    ("", TERSE, ["terse-description"]),
    ("# cog-lsp: ignore-file[terse-description]\n", TERSE, []),
    ("# cog-lsp: ignore-file[jargon, terse-description]\n", TERSE, ["unused-suppression"]),
    ("# cog-lsp: ignore-file[jargon]\n", TERSE, ["terse-description", "unused-suppression"]),
    ("# cog-lsp: ignore-file\n", TERSE, ["terse-description", "unused-suppression"]),
]


@pytest.mark.parametrize(("comment", "text", "rules"), COMMENTS)
def test_a_comment_on_a_line_of_its_own_holds_for_the_whole_file(comment: str, text: str, rules: list[str]) -> None:
    files = {"cog.yaml": COG, "run.py": comment + text, "train.py": TRAIN}
    _, model = checked(files)
    assert sorted(f.rule for f in named(model, "run.py")) == rules
    _, quiet = checked(files, settings=Settings(severity={"unused-suppression": "off"}))
    assert sorted(f.rule for f in named(quiet, "run.py")) == [rule for rule in rules if rule != "unused-suppression"]


def test_a_comment_in_cog_yaml_silences_the_rules_of_the_project() -> None:
    files = {"run.py": RUN}
    _, loud = checked({**files, "cog.yaml": "run: run.py:Runner\n"})
    assert [f.rule for f in named(loud, "cog.yaml")] == ["missing-readme"]
    comment = "# cog-lsp: ignore-file[missing-readme]\n"
    _, quiet = checked({**files, "cog.yaml": f"{comment}run: run.py:Runner\n"})
    assert named(quiet, "cog.yaml") == []
    _, unused = checked({**files, "cog.yaml": f"{comment}run: run.py:Runner\n", "README.md": "# A\n"})
    assert [f.rule for f in named(unused, "cog.yaml")] == ["unused-suppression"]


def test_an_example_is_judged_again_where_an_input_that_it_names_changes() -> None:
    runner = RUN.replace('")) ->', '"), steps: int = Input(default=1, ge=1, le=9), seed: int = Input(default=0)) ->')
    call = "cog run -i prompt=x -i steps=5"
    readme = f"# A\n\nPaints.\n\n```sh\n{call}\n```\n"
    workspace = Workspace([ROOT])
    for name, text in {"cog.yaml": "run: run.py:Runner\n", "run.py": runner, "README.md": readme}.items():
        workspace.open(ROOT / name, text)
    files = workspace.model_of(ROOT / "run.py")
    assert files is not None
    checker = Checker(workspace)
    told = []
    for old, new in (("", ""), ("le=9", "le=4"), ("default=0", "default=2"), ("steps", "step"), ("prompt", "text")):
        workspace.open(ROOT / "run.py", runner.replace(old, new))
        model = checker.check(files)
        told.append(
            [readme[f.span.start : f.span.end] for f in named(model, "README.md") if f.rule == "broken-example"]
        )
        assert model.findings == Checker(workspace).check(files).findings
    assert told == [[], ["5"], [], ["steps"], ["prompt"]]


RENAME = "people choose among those of run(): Cog publishes one `mode`. Rename one"
SHARED_NAMES = [
    ("choices=['a', 'b']", "choices=['a', 'b']", []),
    ("choices=['a', 'b']", "choices=['a', 'c']", [f"`mode`: {RENAME}"]),
    ("choices=['a', 'b']", "choices=['a', 'c'], default='a'", [f"`mode`: {RENAME}"]),
    ("choices=['a', 'b']", "choices=['a', 'c'], default='c'", [f"`mode`: Cog's build fails: {RENAME}"]),
    ("default='a'", "choices=['a', 'c'], default='c'", []),
    ("choices=['a', 'b']", "default='c'", []),
]


@pytest.mark.parametrize(("run", "train", "messages"), SHARED_NAMES)
def test_run_and_train_share_the_choices_of_a_name(run: str, train: str, messages: list[str]) -> None:
    runner = RUN.replace("prompt: str", f"mode: str = Input({run}), prompt: str")
    trainer = TRAIN.replace("data: Path", f"mode: str = Input({train}), data: Path")
    _, model = checked({"cog.yaml": COG, "run.py": runner, "train.py": trainer})
    told = [f.message for name in ("run.py", "train.py") for f in named(model, name) if f.rule == "altered-choices"]
    assert told == messages


@pytest.mark.parametrize(("version", "rules"), [(None, 1), ("0.23.1", 1), ("0.24.0", 0), ("0.18.0", 0)])
def test_the_version_of_cog_decides_how_text_is_read(version: str | None, rules: int) -> None:
    text = RUN.replace('see in the picture."', 'see " "in the picture."')
    _, model = checked({"cog.yaml": COG, "run.py": text}, settings=Settings(cog_version=version))
    assert len([f for f in named(model, "run.py") if f.rule == "altered-description"]) == rules


def test_classes_of_which_nobody_knows_which_one_runs_share_no_choices() -> None:
    runner = RUN.replace("prompt: str", "mode: str = Input(choices={}), prompt: str")
    text = runner.format("['a']") + "\n\n" + runner.format("['b']").split("\n\n\n")[1].replace("Runner(", "Other(")
    _, model = checked({"run.py": text}, "run.py")
    assert len(model.predictors[ROOT / "run.py"]) == 2
    assert "altered-choices" not in {f.rule for f in named(model, "run.py")}


def test_a_foreign_readme_is_the_only_finding_in_it() -> None:
    readme = "# Node studio\n\n" + "Connect boxes to a pipeline and save it as a file. " * 4
    readme += "\n\n[more](gone.md) and [the code](https://github.com/nodes/node-studio)\n"
    files = {"cog.yaml": f"image: r8.im/acme/lantern\n{COG}", "run.py": RUN, "train.py": TRAIN}
    _, model = checked({**files, "README.md": readme})
    assert [f.rule for f in named(model, "README.md")] == ["foreign-readme"]
    _, model = checked({**files, "README.md": "<!-- cog-lsp: ignore[foreign-readme] -->\n\n" + readme})
    rules = [f.rule for f in named(model, "README.md")]
    assert {"foreign-readme", "unused-suppression"} & set(rules) == set()
    assert "broken-link" in rules
