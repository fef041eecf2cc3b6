"""Discovery: which files belong together, and which files are none of our business."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cog_lsp.check.checker import Checker
from cog_lsp.project.disk import LARGEST, LARGEST_YAML
from cog_lsp.project.workspace import Workspace

PREDICTOR = (
    "from cog import BasePredictor, Input\n\n\nclass Predictor(BasePredictor):\n"
    "    def predict(self, x: str = Input()) -> str:\n        return x\n"
)
NEW_KEY = "run: run.py:Runner\n"
FUNCTION = "from cog import Input\n\n\ndef run(x: str = Input()) -> str:\n    return x\n"


def tree(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


CASES = {
    "new key": ({"cog.yaml": "run: run.py:Runner\n", "run.py": PREDICTOR}, "run.py", [("run.py", "Runner", "run")]),
    "old key": (
        {"cog.yaml": 'predict: "predict.py:Predictor"\n', "predict.py": PREDICTOR},
        "predict.py",
        [("predict.py", "Predictor", "run")],
    ),
    "build.run is no reference": (
        {"cog.yaml": "build:\n  run:\n    - pip install x\nrun: a.py:A\n", "a.py": PREDICTOR},
        "a.py",
        [("a.py", "A", "run")],
    ),
    "subfolder": (
        {"cog.yaml": "predict: src/p.py:P\n", "src/p.py": PREDICTOR},
        "src/p.py",
        [("src/p.py", "P", "run")],
    ),
    "train too": (
        {"cog.yaml": "predict: p.py:P\ntrain: t.py:train\n", "p.py": PREDICTOR, "t.py": FUNCTION},
        "t.py",
        [("p.py", "P", "run"), ("t.py", "train", "train")],
    ),
    "no cog.yaml": ({"predict.py": PREDICTOR}, "predict.py", [("predict.py", None, "run")]),
    "no cog.yaml, any name": ({"serve_model.py": PREDICTOR}, "serve_model.py", [("serve_model.py", None, "run")]),
    "function": ({"cog.yaml": "run: main.py:run\n", "main.py": FUNCTION}, "main.py", [("main.py", "run", "run")]),
    "cog.yaml names a file that is gone": (
        {"cog.yaml": "predict: gone.py:P\n", "predict.py": PREDICTOR},
        "predict.py",
        [("predict.py", None, "run")],
    ),
    "cog.yaml is broken": ({"cog.yaml": "run: [\n", "run.py": PREDICTOR}, "run.py", [("run.py", None, "run")]),
    "cog.yaml itself": ({"cog.yaml": "run: run.py:R\n", "run.py": PREDICTOR}, "cog.yaml", [("run.py", "R", "run")]),
    "readme": (
        {"cog.yaml": "run: run.py:R\n", "run.py": PREDICTOR, "README.md": "# A\n"},
        "README.md",
        [("run.py", "R", "run")],
    ),
    "readme without cog.yaml": (
        {"predict.py": PREDICTOR, "readme.markdown": "# A\n"},
        "readme.markdown",
        [("predict.py", None, "run")],
    ),
    "another Python file": (
        {"cog.yaml": "run: run.py:R\n", "run.py": PREDICTOR, "other.py": PREDICTOR},
        "other.py",
        None,
    ),
    "another Markdown file": (
        {"cog.yaml": "run: run.py:R\n", "run.py": PREDICTOR, "NOTES.md": "# A\n"},
        "NOTES.md",
        None,
    ),
    "readme of no model": ({"README.md": "# A\n", "main.py": "print(1)\n"}, "README.md", None),
    "another YAML file": ({"predict.py": PREDICTOR, "notes.yaml": "a: 1\n"}, "notes.yaml", None),
    "a picture": ({"predict.py": PREDICTOR, "a.png": ""}, "a.png", None),
    "plain Python": ({"main.py": "import os\n"}, "main.py", None),
    "another package named cog": ({"bot.py": "import cog_bot\n"}, "bot.py", None),
    "absolute path": ({"cog.yaml": "run: /etc/run.py:R\n", "x.py": "import os\n"}, "x.py", None),
    "path that leaves": ({"cog.yaml": "run: ../run.py:R\n", "x.py": "import os\n"}, "x.py", None),
}


@pytest.mark.parametrize("name", CASES)
def test_which_files_belong_together(name: str, tmp_path: Path) -> None:
    files, asked, expected = CASES[name]
    tree(tmp_path, files)
    model = Workspace([tmp_path]).model_of(tmp_path / asked)
    if expected is None:
        assert model is None
    else:
        assert model is not None
        assert [(e.path.relative_to(tmp_path).as_posix(), e.name, e.mode) for e in model.predictors] == expected


@pytest.mark.parametrize("name", ["README.md", "readme.md", "Readme.MD", "README.markdown"])
def test_readme_in_any_letter_case(name: str, tmp_path: Path) -> None:
    tree(tmp_path, {"cog.yaml": "run: run.py:R\n", "run.py": PREDICTOR, name: "# A\n"})
    model = Workspace([tmp_path]).model_of(tmp_path / "run.py")
    assert model is not None
    assert model.readme == tmp_path / name


def test_readme_by_setting(tmp_path: Path) -> None:
    tree(tmp_path, {"cog.yaml": "run: run.py:R\n", "run.py": PREDICTOR, "README.md": "# A\n", "CARD.md": "# B\n"})
    model = Workspace([tmp_path], readme=lambda _: "card.md").model_of(tmp_path / "run.py")
    assert model is not None
    assert model.readme == tmp_path / "CARD.md"


def test_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    tree(tmp_path, {"cog.yaml": 'run: "ru\\0n.py:R"\n', "predict.py": PREDICTOR})
    workspace = Workspace([tmp_path])
    assert workspace.read(tmp_path / "ru\0n.py") is None
    model = workspace.model_of(tmp_path / "predict.py")
    assert model is not None
    assert [entry.path.name for entry in model.predictors] == ["predict.py"]


def test_the_search_stops_at_the_workspace(tmp_path: Path) -> None:
    tree(tmp_path, {"cog.yaml": "run: run.py:R\n", "run.py": PREDICTOR, "inner/predict.py": PREDICTOR})
    inside = Workspace([tmp_path / "inner"]).model_of(tmp_path / "inner/predict.py")
    assert inside is not None
    assert inside.cog_yaml is None
    assert Workspace([tmp_path]).model_of(tmp_path / "inner/predict.py") is None


def test_buffers_stand_above_the_disk(tmp_path: Path) -> None:
    tree(tmp_path, {"cog.yaml": "run: run.py:R\n", "run.py": PREDICTOR})
    workspace = Workspace([tmp_path])
    workspace.open(tmp_path / "cog.yaml", "run: other.py:O\n")
    workspace.open(tmp_path / "other.py", FUNCTION)
    model = workspace.model_of(tmp_path / "other.py")
    assert model is not None
    assert model.predictors[0].name == "O"
    assert model.read("other.py") == FUNCTION
    workspace.close(tmp_path / "cog.yaml")
    assert workspace.model_of(tmp_path / "other.py") is None


def test_an_untitled_buffer_works_by_content() -> None:
    workspace = Workspace()
    path = Path("untitled:Untitled-1.py")
    workspace.open(path, PREDICTOR)
    model = workspace.model_of(path)
    assert model is not None
    assert [entry.path for entry in model.predictors] == [path]


def test_what_cannot_be_read_is_none(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "folder.py").mkdir()
    (tmp_path / "large.py").write_bytes(b"#" * (1024 * 1024 + 1))
    (tmp_path / "odd.py").write_bytes(b"# \xff\xfe caf\xe9\n")
    outside = tmp_path.parent / f"{tmp_path.name}-outside.py"
    outside.write_text("secret = 1\n")
    (tmp_path / "link.py").symlink_to(outside)
    workspace = Workspace([tmp_path])
    for name in ("pipe.py", "folder.py", "large.py", "link.py", "gone.py", "nul\0.py"):
        assert workspace.read(tmp_path / name) is None, name
    assert workspace.read(tmp_path / "odd.py") == "# \ufffd\ufffd caf\ufffd\n"
    outside.unlink()


def test_no_link_leads_out_of_a_model_that_stands_in_no_repository(tmp_path: Path) -> None:
    tree(tmp_path, {"a/cog.yaml": NEW_KEY, "a/in/used.py": PREDICTOR, "b/secret.py": PREDICTOR})
    (tmp_path / "a/run.py").symlink_to("in/used.py")
    (tmp_path / "a/in/out.py").symlink_to(tmp_path / "b/secret.py")
    (tmp_path / "b/alone.py").symlink_to(tmp_path / "a/run.py")
    workspace = Workspace()
    found = [workspace.read(tmp_path / name) for name in ("a/run.py", "a/in/out.py", "b/alone.py")]
    assert found == [PREDICTOR, None, None]


def test_models_below_a_folder(tmp_path: Path) -> None:
    tree(
        tmp_path,
        {
            "b/cog.yaml": "run: run.py:R\n",
            "b/run.py": PREDICTOR,
            "a/predict.py": PREDICTOR,
            ".git/predict.py": PREDICTOR,
            "venv/pyvenv.cfg": "",
            "venv/predict.py": PREDICTOR,
            "env2/pyvenv.cfg": "",
            "env2/predict.py": PREDICTOR,
            "node_modules/x/predict.py": PREDICTOR,
            "skipped/predict.py": PREDICTOR,
            "plain/main.py": "print(1)\n",
        },
    )
    found = Workspace().models_below(tmp_path, lambda path: path.name == "skipped")
    assert [model.root.name for model in found] == ["a", "b"]


def test_a_cog_yaml_that_is_not_committed(tmp_path: Path) -> None:
    """It is there, so it counts; what the settings leave out does not."""
    tree(
        tmp_path,
        {"cog.yaml": NEW_KEY, "run.py": PREDICTOR, ".gitignore": "cog.yaml\nmade/\n", "made/run.py": PREDICTOR},
    )
    workspace = Workspace()
    ignored = workspace.left_out(tmp_path)
    assert [model.root for model in workspace.models_below(tmp_path, ignored, lambda _: False)] == [tmp_path]
    assert list(workspace.models_below(tmp_path, ignored, lambda path: path.name == "cog.yaml")) == []


@pytest.mark.parametrize(
    ("files", "readme"),
    [
        ({"README.markdown": "", "README.md": ""}, "README.md"),
        ({"README.markdown": ""}, "README.markdown"),
        ({"../README.md": "# Above"}, "../README.md"),
        ({"../README.md": "# Above", "readme.md": "# Here"}, "readme.md"),
        ({"../README.md": "# Above", "../cog.yaml": NEW_KEY, "../run.py": PREDICTOR}, None),
    ],
    ids=["the usual ending first", "the other ending", "above", "here first", "of another model"],
)
def test_which_readme(files: dict[str, str], readme: str | None, tmp_path: Path) -> None:
    folder = tmp_path / "cog"
    folder.mkdir()
    tree(folder, {"cog.yaml": NEW_KEY, "run.py": PREDICTOR, **files})
    workspace = Workspace([tmp_path])
    model = workspace.model_of(folder / "run.py")
    assert model is not None
    assert model.readme == (None if readme is None else Path(os.path.normpath(folder / readme)))
    if model.readme is not None:
        assert workspace.model_of(model.readme) is model


def test_a_predictor_of_another_name(tmp_path: Path) -> None:
    text = "from cog import BaseRunner\n\n\nclass Runner(BaseRunner):\n    def run(self) -> str:\n        return ''\n"
    tree(tmp_path, {"model.py": text, "helpers.py": "from cog import Path\n", "README.md": "# Model\n"})
    workspace = Workspace([tmp_path])
    (model,) = workspace.models_below(tmp_path)
    assert [entry.path.name for entry in model.predictors] == ["model.py"]
    assert workspace.model_of(tmp_path / "README.md") is not None


@pytest.mark.parametrize(
    ("files", "word"),
    [
        ({"cog.yaml": b"", "run.py": PREDICTOR.encode()}, "`run: run.py:Predictor`"),
        ({"cog.yml": b"run: run.py:Predictor", "run.py": PREDICTOR.encode()}, "rename cog.yml"),
        ({"cog.yaml": "# größer\nrun: run.py:Predictor\n".encode("latin-1"), "run.py": PREDICTOR.encode()}, "UTF-8"),
        ({"cog.yaml": b"build:\n  gpu: true\n", "tools.py": b"print(1)"}, None),
        (
            {
                "cog.yaml": b"build:\n  run:\n    - python run.py:x\nrun: run.py:Predictor\n",
                "run.py": PREDICTOR.encode(),
            },
            None,
        ),
    ],
    ids=["empty", "the other ending", "another encoding", "an environment only", "commands"],
)
def test_a_cog_yaml_that_names_nothing(files: dict[str, bytes], word: str | None, tmp_path: Path) -> None:
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    workspace = Workspace([tmp_path])
    (files_of_model,) = workspace.models_below(tmp_path)
    found = [f.message for group in Checker(workspace).check(files_of_model).findings.values() for f in group]
    told = [message for message in found if word is not None and word in message]
    assert len(told) == (word is not None)
    assert word is not None or not any("Cog" in message for message in found)


@pytest.mark.parametrize(("name", "most"), [("run.py", LARGEST), ("README.md", LARGEST), ("cog.yaml", LARGEST_YAML)])
def test_buffers_are_read_up_to_the_size_of_files(name: str, most: int, tmp_path: Path) -> None:
    workspace, path = Workspace([tmp_path]), tmp_path / name
    for text, is_read in (("#" * most, True), ("#" * (most + 1), False)):
        path.write_text(text)
        workspace.forget()
        assert (workspace.read(path) == text) is is_read
        workspace.open(path, text)
        assert (workspace.read(path) == text) is is_read
        workspace.close(path)
