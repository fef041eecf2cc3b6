"""Drafts: every sentence has a ground, the author's words stay, and where nothing is certain there is an outline."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from cog_lsp.check.checker import Checker
from cog_lsp.predictor.model import Input
from cog_lsp.project.facts import facts_of_file
from cog_lsp.project.workspace import Workspace
from cog_lsp.prose.about import NOTHING, About
from cog_lsp.prose.data import load
from cog_lsp.prose.drafts import LONGEST, drafts
from cog_lsp.prose.glossary import Entry, entries
from cog_lsp.prose.placeholders import placeholder
from cog_lsp.rules.inputs.drafting import drafts_for
from tests.effort import examples
from tests.prose.checklist import faults
from tests.prose.declare import declare

FIXTURES = Path(__file__).parents[1] / "fixtures" / "models"
EVERYTHING = About(
    prompt=True,
    words=frozenset(word for claim in load("grounds.toml")["claim"] for word in claim.get("beside", []))
    | frozenset(word for entry in entries() for word in entry.when.near),
)
"""A model of which every claim is known."""
TYPES = {
    "int": "int",
    "float": "float",
    "text": "str",
    "choice": "str",
    "file": "Path",
    "files": "list[Path]",
    "texts": "list[str]",
    "bool": "bool",
    "secret": "Secret",
    "list": "dict",
}
NUMBERS: list[dict[str, Any]] = [
    {},
    {"default": 1},
    {"default": None},
    {"default": 5, "ge": 1, "le": 20},
    {"default": 0, "ge": 0, "le": 1},
    {"default": -1, "ge": -1},
    {"le": 4096},
    {"default": 2, "choices": [1, 2, 4]},
]
OTHERS: dict[str, list[dict[str, Any]]] = {
    "int": NUMBERS,
    "float": [*NUMBERS, {"default": 7.5, "ge": 0.5, "le": 30.0}],
    "text": [{}, {"default": ""}, {"default": None}, {"default": "a lighthouse"}],
    "choice": [
        {"choices": ["png", "webp"], "default": "webp"},
        {"choices": ["DDIM", "K_EULER", "PNDM"], "default": "DDIM"},
        {"choices": ["DDIM", "K_EULER"]},
        {"choices": ["small", "large"], "default": "small"},
        {"choices": ["only"]},
    ],
    "file": [{}, {"default": None}],
    "files": [{}, {"default": None}],
    "texts": [{}],
    "bool": [{"default": True}, {"default": False}],
    "secret": [{}, {"default": None}],
    "list": [{}],
}


def abouts(name: str) -> list[About]:
    """What may be known of a model with such an input: nothing, every claim, and each kind of model."""
    known = replace(EVERYTHING, inputs=frozenset({name, "image", "init_image", "control_image", "audio"}))
    kinds = [("picture", "text-to-image"), ("video", "text-to-video"), ("text", "language-model"), ("music", "music")]
    trainer = replace(known, trains=True, words=known.words | {"stylegan"})
    return [
        NOTHING,
        known,
        trainer,
        *(replace(known, makes=frozenset({makes}), takes=frozenset({"picture"}), task=task) for makes, task in kinds),
    ]


def check(input: Input, about: About) -> None:
    """Nothing of the checklist is wrong with a draft, and no outline passes for one."""
    offered = drafts(input, about=about)
    assert len(offered) <= 3
    assert len({draft.text for draft in offered}) == len(offered)
    assert offered == drafts(input, about=about)
    old = " ".join((input.description or "").split())
    for draft in offered:
        if draft.complete:
            assert list(faults(old, draft.text, input, about)) == [], (input.source, draft)
        else:
            assert placeholder(draft.text) is not None, (input.source, draft)


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
def test_entry(entry: Entry) -> None:
    assert entry.types, entry.name
    assert entry.types <= TYPES.keys()
    for name in (entry.names[0], entry.names[-1]):
        for about in abouts(name):
            for kind in entry.types:
                for arguments in OTHERS[kind]:
                    check(declare(name, TYPES[kind], **arguments), about)


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
def test_entry_beside_the_words_of_an_author(entry: Entry) -> None:
    kind = min(entry.types)
    title = entry.name.replace("_", " ").capitalize()
    texts = (
        title,
        f"{title} of the LoRA.",
        "Shape of the antenna, only measured in `meters`",
        'Separate each with "|"; not for the first',
        "Anzahl der Schritte",
    )
    for about in abouts(entry.name)[:2]:
        for text in texts:
            for arguments in OTHERS[kind][:4]:
                check(declare(entry.name, TYPES[kind], description=text, **arguments), about)


def test_there_are_enough_entries_and_no_name_means_two_things() -> None:
    assert len(entries()) >= 180
    seen: dict[tuple[str, str], Entry] = {}
    for entry in entries():
        for name in entry.names:
            for kind in entry.types:
                first = seen.setdefault((name, kind), entry)
                differs = first.up_to is not None or first.begins or entry.when != first.when
                assert first is entry or differs, (name, kind)


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
def test_sentences_are_whole(entry: Entry) -> None:
    for text in entry.sentences:
        assert text.endswith("."), text
        assert text[0].isupper() or text[0].isdigit(), text
        assert not re.search(r"\s\s|!|—", text)


@pytest.mark.parametrize("folder", sorted(FIXTURES.iterdir()), ids=lambda folder: folder.name)
def test_fixtures(folder: Path) -> None:
    """Every description that a fixture could have drafted, whether a rule asks for it or not."""
    workspace = Workspace([folder])
    files = workspace.model_of(folder / "cog.yaml")
    assert files is not None
    model = Checker(workspace).check(files)
    for group in model.groups:
        if group.predictor is None:
            continue
        context = model.context_of(group.predictor)
        texts = []
        facts = facts_of_file(group.predictor, context.files)
        for input in group.predictor.inputs:
            old = " ".join((input.description or "").split())
            code = " ".join(fact.sentence for fact in facts if fact.inputs[0] == input.name)
            complete = [draft for draft in drafts_for(input, context) if draft.complete]
            for draft in complete:
                assert list(faults(old, draft.text, input, context.about, code)) == [], (input.source, draft)
            texts += [draft.text for draft in complete[:1]]
        assert len(set(texts)) == len(texts), "two inputs cannot be told apart"


def test_what_the_author_wrote_stays() -> None:
    woo = declare("woo", "float", description="Shapes the mouth for 'woo' sounds", ge=-20, le=15, default=0)
    complete, *_ = drafts(woo, about=EVERYTHING)
    assert complete.text.startswith("Shapes the mouth for 'woo' sounds. 0 changes nothing;")


@pytest.mark.parametrize(
    ("description", "task", "text"),
    [
        ("Input image", "upscaling", "The picture to enlarge."),
        ("Audio file.", "speech-to-text", "The recording to write down."),
        ("Input video", "upscaling", "The video to enlarge."),
    ],
)
def test_a_file_by_any_name_is_what_its_description_calls_it(description: str, task: str, text: str) -> None:
    about = replace(EVERYTHING, task=task)
    complete, *_ = drafts(declare("input", "Path", description=description), about=about)
    assert complete.text == text


@pytest.mark.parametrize(
    ("name", "type", "text"),
    [
        ("prompt", "str", "The prompt, uses Compel weights"),
        ("result_path", "str", "Path to save the picture"),
        ("note", "str", 'The form is "subject:weight", such as "cat:2". CFG is not applied to it.'),
        ("path", "str", r"Folder, such as C:\models. CFG is not applied to it."),
    ],
)
def test_no_draft_loses_the_text(name: str, type: str, text: str) -> None:
    for draft in drafts(declare(name, type, description=text), about=EVERYTHING):
        assert draft.text.startswith(text.split(".")[0][:12]), draft


@pytest.mark.parametrize(
    "text",
    [
        "Anzahl der Schritte",
        "How rough the paper looks, from [your value] to 5",
        "Passes of refinement (default 50)",
        "画像のサイズ",
    ],
)
def test_only_the_author_can_go_on(text: str) -> None:
    assert drafts(declare("num_steps", "int", description=text, default=20, ge=1, le=50), about=EVERYTHING) == ()


def test_an_unknown_name_gets_an_outline_with_the_words_of_its_author() -> None:
    (draft,) = drafts(declare("zorp", "float", description="Zorp of the left ear", ge=0, le=1), facets=["effect"])
    assert (draft.kind, draft.complete) == ("outline", False)
    assert draft.text == "Zorp of the left ear. [What lower and higher values do.]"


def test_a_term_is_explained_where_it_stands() -> None:
    lora = declare("style_file", "str", description="Address of the LoRA to load")
    assert drafts(lora)[0].text == (
        "Address of the LoRA (a small add-on file that teaches a model something new, such as a style) to load."
    )


def test_claims_need_a_ground() -> None:
    scale = declare("guidance_scale", "float", default=7.5, ge=1.0, le=20.0)
    assert drafts(scale, about=About(prompt=True))[0].text.startswith("How closely the result follows the prompt.")
    assert not any("prompt" in draft.text for draft in drafts(scale, about=About(prompt=False)))
    pictures = About(prompt=True, makes=frozenset({"picture"}))
    assert drafts(scale, about=pictures)[0].text.startswith("How closely the picture follows the prompt.")


def test_two_inputs_never_get_the_same_text() -> None:
    about = About(inputs=frozenset({"temperature", "temp"}))
    for name in about.inputs:
        assert not any(draft.complete for draft in drafts(declare(name, "float"), about=about))


def test_facts_of_the_code_come_last_and_only_where_there_is_room() -> None:
    width = declare("width", "int", description="Target width", default=512)
    fact = "Rounded down to a multiple of 8."
    assert drafts(width, facts=[fact])[0].text.endswith(fact)
    assert all(len(draft.text) <= LONGEST for draft in drafts(width, facts=[fact] * 12))


NAMES = st.from_regex(r"[a-z][a-z0-9]{0,7}(_[a-z0-9]{1,7}){0,3}", fullmatch=True)
KNOWN = st.sampled_from([name for entry in entries() for name in entry.names])
BOUND = st.one_of(st.none(), st.integers(-1000, 1000), st.floats(-100, 100, allow_nan=False))
TEXT = st.one_of(
    st.none(),
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            ["Input", "image", "LoRA", "guidance", "seed", "the", "default", "50", "between", "0", "and", "-1"]
        )
    ).map(" ".join),
)


@st.composite
def declarations(draw: st.DrawFn) -> Input:
    type = draw(st.sampled_from([*TYPES.values(), "Optional[int]", "Optional[Path]"]))
    arguments: dict[str, Any] = {}
    text = draw(TEXT)
    if text is not None:
        arguments["description"] = text
    if type in {"int", "float", "Optional[int]"}:
        for keyword in ("ge", "le", "default"):
            value = draw(BOUND)
            if value is not None:
                arguments[keyword] = value
    elif type == "str":
        if draw(st.booleans()):
            arguments["choices"] = draw(st.lists(st.text(max_size=12), max_size=4))
        if draw(st.booleans()):
            arguments["default"] = draw(st.one_of(st.none(), st.text(max_size=12)))
    return declare(draw(st.one_of(NAMES, KNOWN)), type, **arguments)


@settings(max_examples=examples(250), deadline=None)
@given(declarations())
def test_any_declaration(input: Input) -> None:
    check(input, NOTHING)
    check(input, EVERYTHING)
