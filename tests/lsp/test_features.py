"""Every feature with every client: what an author sees, and that the answer keeps to what the client declared."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from lsprotocol import types
from pytest_lsp import LanguageClient

from cog_lsp.text import Encoding, LineIndex

pytestmark = pytest.mark.filterwarnings("error::pytest_lsp.LspSpecificationWarning")


class Editor:
    """What an editor does with one file, on top of a client."""

    def __init__(self, client: LanguageClient, name: str, language: str = "python") -> None:
        self.client = client
        self.path: Path = client.root / name  # type: ignore[attr-defined]
        self.uri = self.path.as_uri()
        self.language = language
        self.version = 0
        self.text = self.path.read_bytes().decode() if self.path.exists() else ""
        self.encoding: Encoding = client.encoding  # type: ignore[attr-defined]

    @property
    def pulls(self) -> bool:
        return bool(self.client.capabilities.text_document and self.client.capabilities.text_document.diagnostic)

    async def open(self) -> None:
        self.version += 1
        item = types.TextDocumentItem(self.uri, self.language, self.version, self.text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    async def change(self, text: str) -> None:
        self.version += 1
        self.text = text
        identifier = types.VersionedTextDocumentIdentifier(self.version, self.uri)
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, [change]))

    async def replace(self, before: str, after: str) -> None:
        assert before in self.text
        await self.change(self.text.replace(before, after, 1))

    async def close(self) -> None:
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(self.document))

    @property
    def document(self) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri)

    async def diagnostics(self) -> list[types.Diagnostic]:
        """What the editor shows now: pulled, or pushed last."""
        if self.pulls:
            report = await self.client.text_document_diagnostic_async(types.DocumentDiagnosticParams(self.document))
            assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
            assert self.uri not in self.client.diagnostics, "pull and push at once"
            return list(report.items)
        await self.client.text_document_hover_async(types.HoverParams(self.document, types.Position(0, 0)))
        return list(self.client.diagnostics.get(self.uri, []))

    def index(self) -> LineIndex:
        return LineIndex(self.text)

    def position(self, marker: str, after: int = 0) -> types.Position:
        """The position of a marker in the text, or `after` characters behind its start."""
        return types.Position(*self.index().position(self.text.index(marker) + after, self.encoding))

    def covered(self, range: types.Range) -> str:
        """The text of a range."""
        index = self.index()
        start = index.offset(range.start.line, range.start.character, self.encoding)
        end = index.offset(range.end.line, range.end.character, self.encoding)
        return self.text[start:end]

    async def hover(self, marker: str, after: int = 0) -> str | None:
        answer = await self.client.text_document_hover_async(
            types.HoverParams(self.document, self.position(marker, after))
        )
        if answer is None:
            return None
        assert isinstance(answer.contents, types.MarkupContent)
        return answer.contents.value

    async def actions(self, marker: str, only: list[Any] | None = None) -> list[types.CodeAction]:
        """The actions with the cursor on a marker."""
        place = self.position(marker)
        shown = [d for d in await self.diagnostics() if d.range.start <= place <= d.range.end]
        found = await self.client.text_document_code_action_async(
            types.CodeActionParams(
                self.document, types.Range(place, place), types.CodeActionContext(diagnostics=shown, only=only)
            )
        )
        actions = [action for action in found or [] if isinstance(action, types.CodeAction)]
        support = self.client.capabilities.text_document and self.client.capabilities.text_document.code_action
        lazy = support is not None and support.resolve_support is not None
        assert lazy or all(action.edit is not None for action in actions), "only those that resolve get it later"
        return [a if a.edit is not None else await self.client.code_action_resolve_async(a) for a in actions]

    def applied(self, edit: types.WorkspaceEdit | None) -> str:
        """The text after an edit."""
        assert edit is not None
        edits: list[types.TextEdit] = list((edit.changes or {}).get(self.uri, []))
        for operation in edit.document_changes or []:
            if isinstance(operation, types.TextDocumentEdit) and operation.text_document.uri == self.uri:
                assert operation.text_document.version == self.version
                edits += [e for e in operation.edits if isinstance(e, types.TextEdit)]
        assert edits
        index, text = self.index(), self.text
        places = [
            (
                index.offset(e.range.start.line, e.range.start.character, self.encoding),
                index.offset(e.range.end.line, e.range.end.character, self.encoding),
                e.new_text,
            )
            for e in edits
        ]
        for start, end, new in sorted(places, reverse=True):
            text = text[:start] + new + text[end:]
        return text


@pytest.fixture
def editor(client: LanguageClient) -> Any:
    """Opens files of the models."""

    def make(name: str, language: str = "python") -> Editor:
        return Editor(client, name, language)

    return make


def rules(found: list[types.Diagnostic]) -> set[str]:
    return {str(d.code) for d in found}


async def test_diagnostics_with_code_link_and_exact_ranges(editor: Any) -> None:
    file = editor("image/run.py")
    await file.open()
    found = await file.diagnostics()
    terse = next(d for d in found if d.code == "terse-description")
    assert file.covered(terse.range) == '"Input prompt"'
    assert terse.source == "cog-lsp"
    assert terse.severity == types.DiagnosticSeverity.Warning
    if terse.code_description is not None:
        page = Path(unquote(urlsplit(terse.code_description.href).path))
        assert page.read_text(encoding="utf-8").startswith("# terse-description\n"), (
            "it can be opened as it is installed"
        )
    seed = next(d for d in found if d.code == "required-by-none" and d.data["input"] == "seed")
    assert file.covered(seed.range) == "default=None", "behind an emoji, in the client's own units"


async def test_findings_follow_the_text(editor: Any) -> None:
    file = editor("image/run.py")
    await file.open()
    before = await file.diagnostics()
    await file.replace('"Input prompt"', '"What you want to see in the picture, in plain words."')
    after = await file.diagnostics()
    assert len([d for d in before if d.data["input"] == "prompt"]) == 1
    assert not [d for d in after if d.data["input"] == "prompt"]
    await file.change(file.text.replace("        prompt: str", "        prompt: str = (\n        other: str", 1))
    broken = await file.diagnostics()
    assert [d for d in broken if d.data["input"] == "guidance_scale"], "a broken input leaves the others whole"


async def test_findings_of_the_readme_follow_the_predictor_and_back(editor: Any) -> None:
    code, card = editor("image/run.py"), editor("image/README.md", "markdown")
    await code.open()
    await card.open()
    assert "broken-example" in rules(await card.diagnostics()), "the README names `guidance`"
    await code.replace("guidance_scale: float", "guidance: float")
    assert "broken-example" not in rules(await card.diagnostics())
    await card.replace('"guidance": 7.5', '"guidence": 7.5')
    found = [d for d in await card.diagnostics() if d.code == "broken-example"]
    assert [card.covered(d.range).strip('"') for d in found] == ["guidence"]


async def test_closing_clears_and_the_disk_counts_again(editor: Any) -> None:
    code, card = editor("image/run.py"), editor("image/README.md", "markdown")
    await card.open()
    await code.open()
    await code.replace("guidance_scale: float", "guidance: float")
    assert "broken-example" not in rules(await card.diagnostics())
    await code.close()
    assert "broken-example" in rules(await card.diagnostics())
    if not code.pulls:
        assert not code.client.diagnostics[code.uri]


async def test_other_files_get_nothing(editor: Any) -> None:
    file = editor("image/helper.py")
    file.text = "from cog import Input\n\nclass Predictor:\n    def predict(self, x: str = Input()) -> str: ...\n"
    await file.open()
    assert await file.diagnostics() == []
    assert await file.hover("Input") is None
    assert await file.actions("class") == []


async def test_an_untitled_buffer_works(editor: Any) -> None:
    file = editor("image/run.py")
    file.uri = "untitled:Untitled-1"
    await file.open()
    assert "terse-description" in rules(await file.diagnostics())


HOVERS = {
    "name": ("guidance_scale", 3, "guidance_scale"),
    "annotation": ("float = Input", 2, "guidance_scale"),
    "description": ("Guidance scale for", 4, "guidance_scale"),
    "bound": ("le=20.0", 1, "guidance_scale"),
    "behind an emoji": ("🎲", 1, "seed"),
    "comment inside": ("# fast enough", 4, "num_inference_steps"),
}


@pytest.mark.parametrize("name", HOVERS)
async def test_hover_shows_the_form_field(name: str, editor: Any) -> None:
    marker, after, input = HOVERS[name]
    file = editor("image/run.py")
    await file.open()
    text = await file.hover(marker, after)
    assert text is not None
    assert input in text.replace("\\_", "_")
    assert "data:image" not in text, "a picture only for clients that asked for one"
    if input == "guidance_scale":
        assert "default 7.5 · min 1 · max 20" in text


async def test_hover_on_a_heading_says_what_belongs_there(editor: Any) -> None:
    card = editor("image/README.md", "markdown")
    await card.open()
    text = await card.hover("## Limitations", 5)
    assert text is not None
    assert "imitation" in text


async def test_hover_on_a_key_of_a_snippet_shows_its_field(editor: Any) -> None:
    card = editor("image/README.md", "markdown")
    await card.open()
    text = await card.hover('"prompt": "a harbor', 3)
    assert text is not None
    assert "prompt" in text


async def test_quick_fixes_are_tied_to_their_findings(editor: Any) -> None:
    file = editor("image/run.py")
    await file.open()
    actions = await file.actions("default=None),")
    safe = next(a for a in actions if a.is_preferred)
    assert safe.kind == types.CodeActionKind.QuickFix
    assert [d.code for d in safe.diagnostics or []] == ["required-by-none"]
    after = file.applied(safe.edit)
    assert "seed: int | None = Input(" in after
    await file.change(after)
    assert not [d for d in await file.diagnostics() if d.code == "required-by-none" and d.data["input"] == "seed"]
    drafts = [a for a in await file.actions('"Input prompt"') if a.title.startswith(("Describe", "Outline"))]
    assert 1 <= len(drafts) <= 3
    assert not any(a.is_preferred for a in drafts)
    everything = [a for a in await file.actions('"Input prompt"') if "all" in a.title and a.kind == "quickfix"]
    assert len(everything) <= 1, "drafts for all are offered where at least two are certain"
    silence = [a for a in await file.actions('"Input prompt"') if "ignore" in (a.title + file.applied(a.edit)).lower()]
    assert silence


async def test_actions_in_the_same_order_each_time(editor: Any) -> None:
    file = editor("image/run.py")
    await file.open()
    titles = [[a.title for a in await file.actions('"Guidance scale for')] for _ in range(3)]
    assert titles[0] == titles[1] == titles[2]
    assert len(titles[0]) == len(set(titles[0])), "no action twice"


BOUND = """\
from cog import BaseRunner, Input


class Runner(BaseRunner):
    def run(self, seed: int = Input(description="Seed", default=None, le=2**32 - 1), cfg: float = 3) -> str:
        return str(seed)
"""


@pytest.mark.parametrize(
    ("marker", "first"),
    [
        ("2**32", "le=4294967295"),
        ("None", "seed: int | None"),
        ('"Seed"', "description="),
        ("cfg", "cfg: float = Input"),
    ],
)
async def test_what_the_cursor_is_on_comes_first(marker: str, first: str, editor: Any) -> None:
    file = editor("image/run.py")
    file.text = BOUND
    await file.open()
    action = (await file.actions(marker))[0]
    after = file.applied(action.edit)
    assert first in after.replace("\n            ", ""), action.title
    assert first == "description=" or first not in BOUND


KINDS: dict[str, set[str]] = {
    "quickfix": {"quickfix"},
    "source": {"source.fixAll.cog-lsp"},
    "source.fixAll": {"source.fixAll.cog-lsp"},
    "source.fixAll.cog-lsp": {"source.fixAll.cog-lsp"},
    "source.organizeImports": set(),
    "refactor": set(),
}


async def test_only_the_kinds_that_were_asked_for(editor: Any) -> None:
    file = editor("image/run.py")
    await file.open()
    for only, kinds in KINDS.items():
        given = {str(getattr(a.kind, "value", a.kind)) for a in await file.actions("default=None),", [only])}
        assert given == kinds, only


async def test_fix_all_in_one_edit(editor: Any) -> None:
    file = editor("image/run.py")
    await file.open()
    (action,) = await file.actions("class Runner", ["source.fixAll"])
    await file.change(file.applied(action.edit))
    assert "required-by-none" not in rules(await file.diagnostics())
    assert "# Kept small on purpose" in file.text
    assert await file.actions("class Runner", ["source.fixAll"]) == []


async def test_symbols(editor: Any) -> None:
    file = editor("image/run.py")
    await file.open()
    found = await file.client.text_document_document_symbol_async(types.DocumentSymbolParams(file.document))
    (runner,) = found or []
    assert isinstance(runner, types.DocumentSymbol)
    inputs = {child.name: child.detail for child in runner.children or []}
    assert list(inputs)[:2] == ["prompt", "image"]
    assert inputs["guidance_scale"] == "float 1.0..20.0"
    assert runner.detail == "run"
    await file.replace("def run(", "def predict(")
    found = await file.client.text_document_document_symbol_async(types.DocumentSymbolParams(file.document))
    assert (found or [])[0].detail == "predict"  # type: ignore[union-attr]
    card = editor("image/README.md", "markdown")
    await card.open()
    sections = await card.client.text_document_document_symbol_async(types.DocumentSymbolParams(card.document))
    topics = {s.name: s.detail for s in sections or []}  # type: ignore[union-attr]
    assert topics["Limitations"] == "limitations"
    assert all(topics.values()), "headings without a topic are in the outline of the editor already"


async def test_links_and_definition_from_cog_yaml(editor: Any) -> None:
    file = editor("image/cog.yaml", "yaml")
    await file.open()
    (link,) = await file.client.text_document_document_link_async(types.DocumentLinkParams(file.document)) or []
    assert file.covered(link.range) == "run.py"
    assert link.target == (file.path.parent / "run.py").as_uri()
    (place,) = await file.client.text_document_definition_async(
        types.DefinitionParams(file.document, file.position("Runner"))
    )
    assert place.uri == link.target
    line = (file.path.parent / "run.py").read_text().splitlines()[place.range.start.line]
    assert line == "class Runner(BaseRunner):"


async def test_a_reference_to_a_class_that_is_not_there_leads_to_the_file(editor: Any) -> None:
    file = editor("image/cog.yaml", "yaml")
    file.text = file.text.replace("run.py:Runner", "run.py:Painter")
    await file.open()
    (place,) = await file.client.text_document_definition_async(
        types.DefinitionParams(file.document, file.position("Painter"))
    )
    assert place.uri == (file.path.parent / "run.py").as_uri()
    assert place.range == types.Range(types.Position(0, 0), types.Position(0, 0))
    elsewhere = types.DefinitionParams(file.document, file.position("gpu"))
    assert await file.client.text_document_definition_async(elsewhere) is None


async def test_definition_and_references_between_readme_and_predictor(editor: Any) -> None:
    card = editor("image/README.md", "markdown")
    await card.open()
    (place,) = await card.client.text_document_definition_async(
        types.DefinitionParams(card.document, card.position('"prompt": "a', 3))
    )
    code = editor("image/run.py")
    assert place.uri == code.uri
    await code.open()
    assert code.covered(place.range) == "prompt"
    found = await code.client.text_document_references_async(
        types.ReferenceParams(types.ReferenceContext(False), code.document, place.range.start)
    )
    assert [r.uri for r in found or []] == [code.uri, card.uri, card.uri], "body, snippet and command"
    of_class = await code.client.text_document_references_async(
        types.ReferenceParams(types.ReferenceContext(False), code.document, code.position("Runner(BaseRunner)"))
    )
    assert [r.uri.rpartition("/")[2] for r in of_class or []] == ["cog.yaml"]


async def test_lenses(editor: Any) -> None:
    file = editor("image/run.py")
    await file.open()
    lenses = await file.client.text_document_code_lens_async(types.CodeLensParams(file.document)) or []
    titles = [lens.command.title for lens in lenses if lens.command]
    assert titles[0] == "3 of 7 inputs explained, 4 to write"
    assert titles[1].startswith("Draft the ")
    assert titles[2:] == ["Preview playground"]
    commands = [lens.command.command for lens in lenses if lens.command]
    assert commands == ["cog-lsp.showFirst", "cog-lsp.draftAll", "cog-lsp.preview"], "a count changes nothing"
    card = editor("image/README.md", "markdown")
    await card.open()
    (lens,) = await card.client.text_document_code_lens_async(types.CodeLensParams(card.document)) or []
    assert lens.command is not None
    assert lens.command.title == "4 of 8 topics"


async def test_a_signature_without_inputs_has_nothing_to_count(editor: Any) -> None:
    file = editor("image/run.py")
    file.text = (
        "from cog import BaseRunner\n\n\nclass Runner(BaseRunner):\n    def run(self) -> str:\n        return ''\n"
    )
    await file.open()
    lenses = await file.client.text_document_code_lens_async(types.CodeLensParams(file.document)) or []
    assert [lens.command.title for lens in lenses if lens.command] == ["Preview playground"]


async def test_inlay_hints_are_off_unless_set(editor: Any) -> None:
    file = editor("image/run.py")
    await file.open()
    whole = types.Range(types.Position(0, 0), types.Position(99, 0))
    ask = types.InlayHintParams(file.document, whole)
    assert await file.client.text_document_inlay_hint_async(ask) is None
    (file.path.parent / "cog-lsp.toml").write_text("inlay-hints = true\n")
    file.client.text_document_did_save(types.DidSaveTextDocumentParams(file.document))
    hints = await file.client.text_document_inlay_hint_async(ask) or []
    assert [h.label for h in hints][:4] == ["required", "required", "default 768", "default 7.5"]


async def test_settings_files_are_checked_and_take_effect(editor: Any) -> None:
    file, settings = editor("image/run.py"), editor("image/cog-lsp.toml", "toml")
    await file.open()
    assert "required-by-none" in rules(await file.diagnostics())
    settings.text = '[severity]\nrequired-by-none = "off"\nterse-descripton = "off"\n'
    settings.path.write_text(settings.text)
    await settings.open()
    found = await settings.diagnostics()
    assert [settings.covered(d.range) for d in found] == ["terse-descripton"]
    file.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([]))
    assert "required-by-none" not in rules(await file.diagnostics())
    await settings.change('[severity]\nterse-description = "off"\n')
    assert await settings.diagnostics() == []
    assert "required-by-none" in rules(await file.diagnostics()), "what is typed counts before it is saved"
    assert "terse-description" not in rules(await file.diagnostics())


async def test_a_text_that_was_never_saved_counts_once_it_is_opened(editor: Any) -> None:
    """Editors bring such texts back when they start."""
    file, settings = editor("image/run.py"), editor("image/cog-lsp.toml", "toml")
    await file.open()
    assert "required-by-none" in rules(await file.diagnostics())
    settings.text = '[severity]\nrequired-by-none = "off"\n'
    await settings.open()
    assert "required-by-none" not in rules(await file.diagnostics())


async def test_editor_settings(editor: Any) -> None:
    file = editor("image/run.py")
    await file.open()
    table = {"severity": {"terse-description": "error"}}
    file.client.set_configuration({"cog-lsp": table})
    file.client.workspace_did_change_configuration(types.DidChangeConfigurationParams({"cog-lsp": table}))
    await asyncio.sleep(0.1)
    found = [d for d in await file.diagnostics() if d.code == "terse-description"]
    assert {d.severity for d in found} == {types.DiagnosticSeverity.Error}


async def test_completion_of_keywords_choices_and_drafts(editor: Any) -> None:
    file = editor("image/run.py")
    await file.open()

    async def labels(text: str, marker: str) -> list[str]:
        await file.change(text)
        place = types.Position(*file.index().position(text.index(marker) + len(marker), file.encoding))
        found = await file.client.text_document_completion_async(types.CompletionParams(file.document, place))
        items = found.items if isinstance(found, types.CompletionList) else found or []
        return [item.label for item in items]

    keywords = await labels(
        file.text.replace("choices=SCHEDULERS, default", "choices=SCHEDULERS, , default", 1), "SCHEDULERS, "
    )
    assert "regex" in keywords
    assert not {"choices", "default", "description"} & set(keywords), "those are written already"
    assert "ge" not in keywords, "a string has no bounds"
    choices = await labels(file.text.replace(', , default="DDIM"', ", default=", 1), "SCHEDULERS, default=")
    assert choices == ['"DDIM"', '"K_EULER"', '"DPMSolverMultistep"']
    quoted = await labels(
        file.text.replace("SCHEDULERS, default=", 'SCHEDULERS, default="', 1), 'SCHEDULERS, default="'
    )
    assert quoted == ["DDIM", "K_EULER", "DPMSolverMultistep"], "between quotes that stand there already"
    await file.change(file.text.replace('SCHEDULERS, default="', "SCHEDULERS, default=", 1))
    drafts = await labels(
        file.text.replace('description="Input prompt"', "description=", 1), "prompt: str = Input(description="
    )
    assert drafts
    names = await labels(
        file.text.replace("import BaseRunner, Input, Path", "import BaseRunner, Input, Pa", 1), "Input, Pa"
    )
    assert "Path" in names
    assert "Input" not in names


async def test_tags_for_clients_that_show_them(editor: Any) -> None:
    file = editor("image/run.py")
    (file.path.parent / "cog-lsp.toml").write_text('[severity]\nold-api = "hint"\n')
    file.text = file.text.replace("BaseRunner", "BasePredictor").replace("def run(", "def predict(")
    file.text = file.text.replace('"Input prompt"),', '"Input prompt"),  # cog-lsp: ignore[missing-description]')
    await file.open()
    found = await file.diagnostics()
    capable = file.client.capabilities.text_document
    shows = capable is not None and (
        capable.diagnostic is not None
        or (capable.publish_diagnostics is not None and capable.publish_diagnostics.tag_support is not None)
    )
    tags = {str(d.code): list(d.tags or []) for d in found}
    assert tags["old-api"] == ([types.DiagnosticTag.Deprecated] if shows else [])
    assert tags["unused-suppression"] == ([types.DiagnosticTag.Unnecessary] if shows else [])
    assert tags["terse-description"] == []


PUSH = """model: atelier/lantern
predict:
  test_cases:
    - inputs:
        prompt: a harbor
        {typed}
"""
BELOW = """        width: 512
      exact_string: a
    - inputs:
        seed: 1
"""


async def test_completion_in_test_cases(editor: Any) -> None:
    file = editor("image/cog-safe-push.yaml", "yaml")
    file.text = PUSH.replace("{typed}", "") + BELOW
    file.path.write_text(file.text)
    await file.open()
    for typed, first in (("", "image"), ("gui", "image"), ("scheduler: ", "DDIM"), ("scheduler: K_", "DDIM")):
        await file.change(PUSH.replace("{typed}", typed) + BELOW)
        place = types.Position(5, len("        " + typed))
        answer = await file.client.text_document_completion_async(types.CompletionParams(file.document, place))
        assert answer is not None, typed
        labels = [item.label for item in answer.items]  # type: ignore[union-attr]
        assert labels[0] == first, typed
        assert not {"prompt", "width"} & set(labels), "they stand there already"
        assert ("seed" in labels) == (":" not in typed), "another case has its own"


async def test_no_completion_beside_the_inputs_of_a_test_case(editor: Any) -> None:
    file = editor("image/cog-safe-push.yaml", "yaml")
    file.path.write_text("model: atelier/lantern\n")
    await file.open()
    beside = [PUSH.replace("{typed}", typed) for typed in ("- a", "prompt: a\n      gui")]
    for text in ("model: ", "  gui", *beside):
        await file.change(text)
        line = file.text.rstrip("\n").count("\n")
        place = types.Position(line, len(file.text.rstrip("\n").split("\n")[-1]))
        answer = await file.client.text_document_completion_async(types.CompletionParams(file.document, place))
        assert answer is None, text


async def test_a_test_case_leads_to_its_input(editor: Any) -> None:
    file = editor("image/cog-safe-push.yaml", "yaml")
    file.text = PUSH.replace("{typed}", "sed: 1")
    file.path.write_text(file.text)
    await file.open()
    assert [file.covered(d.range) for d in await file.diagnostics() if d.code == "broken-example"] == ["sed"]
    hover = await file.hover("prompt: a", 2)
    assert hover is not None
    (place,) = await file.client.text_document_definition_async(
        types.DefinitionParams(file.document, file.position("prompt: a"))
    )
    assert place.uri.endswith("/image/run.py")
    found = await file.client.text_document_references_async(
        types.ReferenceParams(types.ReferenceContext(True), file.document, file.position("prompt: a"))
    )
    names = [r.uri.rpartition("/")[2] for r in found or []]
    assert names == ["run.py", "run.py", "README.md", "README.md", "cog-safe-push.yaml"]
    assert file.covered(found[-1].range) == "prompt"  # type: ignore[index]


async def test_a_renamed_file_is_noticed(editor: Any) -> None:
    file = editor("image/cog.yaml", "yaml")
    await file.open()
    assert "entry-point" not in rules(await file.diagnostics())
    old, new = file.path.parent / "run.py", file.path.parent / "runner.py"
    old.rename(new)
    rename = types.FileRename(old.as_uri(), new.as_uri())
    file.client.workspace_did_rename_files(types.RenameFilesParams([rename]))
    assert "entry-point" in rules(await file.diagnostics())


async def test_ignored_models_get_nothing(editor: Any) -> None:
    file = editor("image/run.py")
    (file.path.parent / "cog-lsp.toml").write_text('ignore = ["image/"]\n')
    await file.open()
    assert await file.diagnostics() == []
    assert await file.hover("guidance_scale") is None
    (file.path.parent / "cog-lsp.toml").write_text('ignore = ["other/"]\n')
    file.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([]))
    assert await file.diagnostics()


async def test_hover_on_the_name_of_a_rule_shows_its_page(editor: Any) -> None:
    file, settings = editor("image/run.py"), editor("image/cog-lsp.toml", "toml")
    await file.open()
    await file.replace('"Input prompt"),', '"Input prompt"),  # cog-lsp: ignore[terse-description]')
    for opened, text in ((file, None), (settings, '[severity]\nterse-description = "off"\n')):
        if text is not None:
            opened.text = text
            await opened.open()
        shown = await opened.hover("terse-description", 4)
        assert shown is not None
        assert shown.startswith("# terse-description")
    beside = await file.hover("cog-lsp: ignore[terse", 3)
    assert beside is None or not beside.startswith("# ")
