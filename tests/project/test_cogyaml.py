"""cog.yaml: what it says and where, also when it is broken or hostile."""

from __future__ import annotations

import pytest

from cog_lsp.project.cogyaml import read_cog_yaml

REFERENCES = {
    "plain": ("run: run.py:Runner\n", [("run", "run.py", "Runner", "run.py:Runner")]),
    "double quotes": ('predict: "p.py:P"\n', [("predict", "p.py", "P", "p.py:P")]),
    "single quotes": ("train: 't.py:train'\n", [("train", "t.py", "train", "t.py:train")]),
    "comment": ("run: run.py:Runner # the class\n", [("run", "run.py", "Runner", "run.py:Runner")]),
    "build.run": ("build:\n  run:\n    - echo hi\n", []),
    "windows line ends": ("build:\r\n  gpu: true\r\nrun: a.py:A\r\n", [("run", "a.py", "A", "a.py:A")]),
    "non-BMP before": ("# 😀\nrun: a.py:A\n", [("run", "a.py", "A", "a.py:A")]),
    "list": ("run:\n  - a.py:A\n", []),
    "empty": ("", []),
    "broken": ("run: [\n: {", []),
    "several documents": ("---\nrun: a.py:A\n---\nrun: b.py:B\n", []),
    "deep": ("[" * 5000, []),
}


@pytest.mark.parametrize("name", REFERENCES)
def test_references_with_their_places(name: str) -> None:
    text, expected = REFERENCES[name]
    found = read_cog_yaml(text).references
    assert [(r.key, r.file, r.name, text[r.span.start : r.span.end]) for r in found] == expected


def test_build_and_image() -> None:
    text = (
        "image: r8.im/owner/name:latest\n"
        "build:\n  gpu: true\n  cuda: '12.1'\n  python_version: 3.10\n  sdk_version: 0.16.2\n"
        "  python_packages:\n    - torch==2.0\n  python_requirements: requirements.txt\n"
    )
    requirements = "numpy>=1\n# a comment\n-r other.txt\n\npillow  # images\n"
    cog = read_cog_yaml(text, {"requirements.txt": requirements}.get)
    assert (cog.image, cog.gpu, cog.cuda, cog.python_version, cog.sdk_version) == (
        "owner/name",
        True,
        "12.1",
        "3.10",
        "0.16.2",
    )
    assert cog.requirements == ("torch==2.0", "numpy>=1", "pillow")


def test_aliases_do_not_grow() -> None:
    """Nine levels of ten aliases each would be a thousand million scalars if they were copied."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    cog = read_cog_yaml("\n".join([*lines, "run: a.py:A", "build: *a9"]))
    assert [r.value for r in cog.references] == ["a.py:A"]
    assert cog.requirements == ()
