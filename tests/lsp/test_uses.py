"""What the code does with inputs, in editors: the way from a parameter to its uses, and what an empty value becomes."""

from __future__ import annotations

import pytest
from lsprotocol import types
from pytest_lsp import LanguageClient

from tests.evidence.predictors import predictor
from tests.lsp.test_features import Editor

PAINTER = predictor(
    """
    image: Path = Input(description="A photo.", default=None)
    seed: int = Input(description="Start value.", default=None)
    size: int = Input(description="Pixels.", default=512)
    """,
    """
    if seed is None:
        seed = random.randint(0, 9)
    picture = image
    if picture:
        self.pipe(load(picture), size)
    return self.pipe(seed, size=size)
    """,
    top="""
    from loading import load
    """,
)
LOADING = """from PIL import Image


def load(photo):
    return Image.open(photo)
"""


@pytest.fixture
async def painter(client: LanguageClient) -> Editor:
    """The predictor of a model whose code has something to say, open in an editor."""
    file = Editor(client, "painter/predict.py")
    file.path.parent.mkdir()
    (file.path.parent / "cog.yaml").write_text("predict: predict.py:Predictor\n")
    (file.path.parent / "loading.py").write_text(LOADING)
    file.text = PAINTER
    file.path.write_text(file.text)
    await file.open()
    return file


async def defined(file: Editor, marker: str, after: int = 0) -> list[tuple[str, str]]:
    """Where "go to definition" leads: the names of files with the lines."""
    places = types.DefinitionParams(file.document, file.position(marker, after))
    return [line_of(file, place) for place in await file.client.text_document_definition_async(places) or []]


def line_of(file: Editor, place: types.Location) -> tuple[str, str]:
    name = place.uri.rpartition("/")[2]
    return name, (file.path.parent / name).read_text().splitlines()[place.range.start.line].strip()


async def test_a_parameter_leads_to_its_uses(painter: Editor) -> None:
    assert await defined(painter, "size: int") == [
        ("predict.py", "self.pipe(load(picture), size)"),
        ("predict.py", "return self.pipe(seed, size=size)"),
    ]
    assert await defined(painter, "image: Path", 3) == [
        ("loading.py", "return Image.open(photo)"),
        ("predict.py", "picture = image"),
        ("predict.py", "if picture:"),
        ("predict.py", "self.pipe(load(picture), size)"),
    ]


async def test_a_use_leads_to_its_parameter(painter: Editor) -> None:
    parameter = [("predict.py", 'size: int = Input(description="Pixels.", default=512)')]
    assert await defined(painter, "size)") == parameter
    assert await defined(painter, "size=size", len("size=")) == parameter
    assert await defined(painter, "self.pipe", 6) == [], "no input of that name"


async def test_references_hold_the_uses(painter: Editor) -> None:
    for included in (False, True):
        asked = types.ReferenceParams(types.ReferenceContext(included), painter.document, painter.position("image\n"))
        places = await painter.client.text_document_references_async(asked) or []
        names = [line_of(painter, place)[0] for place in places]
        assert names == ["predict.py"] * included + ["loading.py", *["predict.py"] * 3]


async def shown(file: Editor) -> tuple[list[tuple[types.Position, str]], list[str]]:
    """The inlay hints, and the lens of empty values."""
    whole = types.Range(types.Position(0, 0), types.Position(99, 0))
    hints = await file.client.text_document_inlay_hint_async(types.InlayHintParams(file.document, whole))
    lenses = await file.client.text_document_code_lens_async(types.CodeLensParams(file.document)) or []
    titles = [lens.command.title for lens in lenses if lens.command and lens.command.command == "cog-lsp.showEmpty"]
    return [(hint.position, str(hint.label)) for hint in hints or []], titles


async def test_what_empty_values_become_is_off_unless_set(painter: Editor) -> None:
    assert await shown(painter) == ([], [])
    (painter.path.parent / "cog-lsp.toml").write_text("empty-values = true\n")
    painter.client.text_document_did_save(types.DidSaveTextDocumentParams(painter.document))
    end = len("default=None")
    assert await shown(painter) == (
        [
            (painter.position("default=None),\n        seed", end), "empty: left out"),
            (painter.position("default=None),\n        size", end), "empty: a random seed"),
        ],
        ["Empty: image (left out), seed (a random seed)"],
    )
