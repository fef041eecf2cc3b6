"""All fixes of a file at once, and what is offered for one finding."""

from __future__ import annotations

from collections.abc import Callable

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import AddSections, Annotate, Describe, Replace, SetArgument, WriteReadme
from cog_lsp.fixes import Checked, apply, fix_all, fixes
from cog_lsp.project.context import Context
from cog_lsp.readme.markdown.document import parse_card
from cog_lsp.settings.record import Settings
from cog_lsp.text import Span
from tests.rules.schema_examples import checked, contexts, file_of

TEXT = file_of('        guidance_scale: float = Input(description="Scale", default=7.5),\n        seed: int = 0,')


def judge(*findings: Finding) -> Callable[[str], Checked]:
    """A judge that always finds the same, as long as the text is that of the tests."""
    return lambda text: [(context, findings) for context in contexts(text)]


def test_overlapping_edits_are_never_made() -> None:
    where = Span(TEXT.index("7.5"), TEXT.index("7.5") + 3)
    first = Finding("unused-suppression", "", where, repairs=(Replace(where, "8.5", ""),))
    second = Finding("unused-suppression", "", Span(where.start + 1, where.end), repairs=(Replace(where, "9.5", ""),))
    once = iter([[first, second]])
    assert fix_all(TEXT, lambda text: [(c, next(once, ())) for c in contexts(text)]) == TEXT.replace("7.5", "8.5")


def test_ends_where_fixes_undo_each_other() -> None:
    def check(text: str) -> Checked:
        new = "8.5" if "7.5" in text else "7.5"
        repair = SetArgument("default", float(new), "")
        return [(c, [Finding("lost-default", "", Span(0, 0), "guidance_scale", (repair,))]) for c in contexts(text)]

    assert fix_all(TEXT, check) == TEXT.replace("7.5", "8.5")


def test_what_cannot_be_done_does_not_stop_the_rest() -> None:
    wrong = Finding("lost-default", "", Span(0, 0), "guidance_scale", (SetArgument("ge", float("inf"), ""),))
    gone = Finding("lost-default", "", Span(0, 0), "no_such_input", (SetArgument("ge", 1, ""),))
    right = Finding("lost-default", "", Span(0, 0), "guidance_scale", (SetArgument("le", 20, ""),))
    assert fix_all(TEXT, judge(wrong, gone, right)) == TEXT.replace("default=7.5", "default=7.5, le=20")


def test_drafts_only_where_asked() -> None:
    text = TEXT.replace("guidance_scale", "top_p")
    finding = Finding("terse-description", "", Span(0, 0), "top_p", (Describe(("effect",)),))
    assert fix_all(text, judge(finding)) == text
    once = iter([[finding]])
    drafted = fix_all(text, lambda text: [(c, next(once, ())) for c in contexts(text)], drafts=True)
    (offered, *_) = fixes(finding, next(contexts(text)), text)
    assert drafted.count("# cog-lsp: draft") == 1
    assert drafted.replace("  # cog-lsp: draft", "").split() == apply(text, offered.edits).split()
    assert '"Scale"' not in drafted


def test_an_outline_is_never_written_for_somebody() -> None:
    text = TEXT.replace("guidance_scale", "zorp")
    finding = Finding("terse-description", "", Span(0, 0), "zorp", (Describe(("effect",)),))
    (offered,) = fixes(finding, next(contexts(text)), text)
    assert offered.title.startswith("Outline what to say")
    assert fix_all(text, judge(finding), drafts=True) == text


def test_safe_before_draft() -> None:
    repairs = (SetArgument("default", 9, "", kind="draft"), SetArgument("default", 8, ""))
    finding = Finding("lost-default", "", Span(0, 0), "guidance_scale", repairs)
    assert fix_all(TEXT, judge(finding), drafts=True) == TEXT.replace("7.5", "8")
    context = next(contexts(TEXT))
    assert [(f.kind, f.preferred) for f in fixes(finding, context, TEXT)] == [("draft", False), ("safe", True)]


def test_sections_of_a_readme() -> None:
    text = "# Model\n\nMakes pictures.\n"
    card = parse_card(text)
    both = (
        Finding("missing-section", "", Span(2, 7), repairs=(AddSections(("limitations", "troubleshooting")),)),
        Finding("missing-readme", "", Span(0, 0), repairs=(WriteReadme(),)),
        Finding("stale-reference", "", Span(9, 14), "x", repairs=(Replace(Span(9, 14), "Paints", ""),)),
    )
    predictor = next(contexts(TEXT)).predictor
    found: Checked = [(Context(Settings(), card=card, predictor=predictor), both)]
    once = iter([found])
    after = fix_all(text, lambda _: next(once, ()), drafts=True)
    assert after.startswith("# Model\n\nPaints pictures.\n")
    assert after.count("\n## ") == 0, "nothing is known of these: they are outlines"


def test_output_and_input_in_one_go() -> None:
    text = file_of("        x: CogPath = Input(default=None),").replace("-> str", "-> ConcatenateIterator")
    text = text.replace("Input, Path", "ConcatenateIterator, Input, Path as CogPath")
    after = fix_all(text, checked)
    assert "x: Optional[Path] = Input(default=None)," in after
    assert "-> ConcatenateIterator[str]:" in after
    assert "ConcatenateIterator, Input, Path, Path as CogPath" in after


def test_a_fix_for_another_text_is_no_fix() -> None:
    finding = Finding("lost-default", "", Span(0, 0), "seed", (SetArgument("ge", 1, ""), Describe()))
    context = next(contexts(TEXT))
    assert fixes(finding, context, TEXT + "\n") == ()
    assert fixes(finding, Context(Settings()), TEXT) == ()
    output = Finding("missing-return-type", "", Span(0, 0), None, (Annotate("str", (), "", output=True), Describe()))
    assert fixes(output, Context(Settings()), TEXT) == ()


def test_what_only_the_author_can_decide_is_made_alone() -> None:
    deprecate = SetArgument("deprecated", True, "Mark it as deprecated", "draft", alone=True)
    finding = Finding("unused-input", "", Span(0, 0), "x", (deprecate,))
    text = file_of('        x: int = Input(description="Text.", default=1),')
    assert fix_all(text, judge(finding), drafts=True) == text


WRAPPED = (
    "        x: float = Input(\n"
    '            description="How much of the photo is kept. Lower values stay close to it, "\n'
    '            "higher ones replace most of what it shows by what you describe.",\n'
    "            ge=0.0,\n        ),"
)


def test_a_text_that_was_wrapped_by_hand_stays_wrapped() -> None:
    after = fix_all(file_of(WRAPPED), checked)
    assert '"""How much of the photo' in after
    assert max(map(len, after.splitlines())) <= 88


def test_a_line_feed_is_not_written_where_lines_end_otherwise() -> None:
    line = '        x: str = Input(description="Words below the picture.\\nOne line for each."),'
    assert '"""Words below' in fix_all(file_of(line), checked)
    windows = file_of(line).replace("\n", "\r\n")
    assert fix_all(windows, checked) == windows
