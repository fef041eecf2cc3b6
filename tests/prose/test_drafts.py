"""Drafts: each passes our own rules, fits the declaration and holds no gap, for every entry of the glossary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cog_lsp.predictor.model import Input
from cog_lsp.project.context import Context
from cog_lsp.prose.compose import gap_mark
from cog_lsp.prose.drafts import Draft, drafts
from cog_lsp.prose.glossary import Entry, entries
from cog_lsp.rules import BY_SLUG
from cog_lsp.settings.record import Settings
from tests.effort import examples
from tests.prose.declare import declare

SLUGS = [
    "missing-description",
    "terse-description",
    "unexplained-bounds",
    "unexplained-choices",
    "jargon",
    "contradicting-description",
]
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
GAPS = re.compile(r"\[say |\bTODO\b|\{\w*\}|\bNone\b|\bABSENT\b|\bMarker\b")


def reported(input: Input, text: str) -> list[str]:
    """What our own rules say of an input with this description."""
    arguments = {argument.keyword: argument.meant for argument in input.arguments if argument.keyword != "description"}
    assert input.annotation is not None
    described = declare(input.name, input.annotation.source, description=text, **arguments)  # type: ignore[arg-type]
    context = Context(Settings())
    return [f"{slug}: {found.message}" for slug in SLUGS for found in BY_SLUG[slug].check(described, context)]


def problems(input: Input, draft: Draft) -> Iterator[str]:
    """What is wrong with a draft."""
    yield from reported(input, draft.text)
    text = draft.text
    if '"' in text or "\\" in text or "  " in text or text != text.strip():
        yield "cannot be published as it is written"
    if draft.complete == (gap_mark() in text):
        yield "gap and flag differ"
    if draft.complete and not input.description and GAPS.search(text.replace("The mark {prompt} stands", "")):
        yield "placeholder"
    if text[-1] not in ".!?)…":
        yield "no full stop"
    ge, le = input.meant("ge"), input.meant("le")
    for low, high in re.findall(r"Values from (\S+) to (\S+) are allowed", text):
        if (float(low), float(high)) != (ge, le):
            yield "names bounds that are not there"
    choices = input.meant("choices")
    named = re.findall(r"(?:Start with|Of the choices,) (\S+?)[,.]? ", text + " ")
    if isinstance(choices, list) and any(
        n not in {str(c).strip() for c in [*choices, input.meant("default")]} for n in named
    ):
        yield "names a choice that is not there"


def check(input: Input) -> None:
    offered = drafts(input)
    assert 1 <= len(offered) <= 3
    assert len({draft.text for draft in offered}) == len(offered)
    assert offered == drafts(input)
    assert [p for draft in offered for p in problems(input, draft)] == [], (input.source, offered)


def name_of(pattern: str) -> str:
    return pattern.replace("*", "wing")


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
def test_entry(entry: Entry) -> None:
    assert entry.types, entry.name
    assert entry.types <= TYPES.keys()
    for kind in entry.types:
        for arguments in OTHERS[kind]:
            check(declare(name_of(entry.name), TYPES[kind], **arguments))
    whole = drafts(declare(name_of(entry.names[-1]), TYPES[min(entry.types)], **OTHERS[min(entry.types)][0]))
    assert whole[0].complete


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
def test_entry_beside_the_words_of_an_author(entry: Entry) -> None:
    kind = min(entry.types)
    title = name_of(entry.name).replace("_", " ").capitalize()
    for text in (title, f"{title} of the LoRA.", "Shape of the antenna, measured in meters", "Turnip count; default 3"):
        for arguments in OTHERS[kind][:4]:
            check(declare(name_of(entry.name), TYPES[kind], description=text, **arguments))


def test_there_are_enough_entries_and_no_name_means_two_things() -> None:
    assert len(entries()) >= 220
    seen: dict[tuple[str, str], Entry] = {}
    for entry in entries():
        for name in entry.names:
            for kind in entry.types:
                first = seen.setdefault((name, kind), entry)
                assert first is entry or first.up_to is not None, (name, kind)


BRITISH = re.compile(
    r"\b\w*(?:colour|favour|behaviour|neighbour|centre|grey|[^w]ise[ds]?\b(?<!wise)(?<!noise)|isation)\b"
)


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
def test_spelling_and_full_stops(entry: Entry) -> None:
    sentences = [entry.text, *entry.by_kind.values()]
    sentences += [s for s in (entry.brief, entry.effect, entry.extremes, entry.omit, entry.minus, entry.zero) if s]
    for sentence in sentences:
        assert sentence.endswith("."), sentence
        assert sentence[0].isupper() or sentence[0].isdigit(), sentence
        british = [
            w
            for w in BRITISH.findall(sentence)
            if w not in {"precise", "raise", "raised", "otherwise", "noise", "rise"}
        ]
        assert british == [], sentence
        assert not re.search(r"\s\s|!|—", sentence)


def test_what_the_author_wrote_stays() -> None:
    woo = declare("woo", "float", description="Shapes the mouth for 'woo' sounds", ge=-20, le=15, default=0)
    complete, *others = drafts(woo)
    assert complete.text.startswith("Shapes the mouth for 'woo' sounds. ")
    assert [draft.kind for draft in (complete, *others)] == ["complete", "short", "append"]
    assert others[1].text.startswith("Shapes the mouth for 'woo' sounds. ")
    assert len(others[1].text) < len(complete.text)


def test_the_missing_facet_is_added() -> None:
    steps = declare("steps", "int", description="Steps of the staircase to draw, e.g. ten", default=10, ge=1, le=50)
    *_, plain = drafts(steps)
    *_, added = drafts(steps, facets=["start"])
    assert (plain.kind, added.kind) == ("append", "append")
    assert "Start with 10." not in plain.text
    assert "ten. Start with 10. Fewer" in added.text


def test_an_unknown_name_gets_one_marked_gap() -> None:
    (draft,) = drafts(declare("zorp", "float", description="Zorp", ge=0, le=1))
    assert not draft.complete
    assert draft.text.count("[") == 1


@pytest.mark.parametrize("name", ["threshold_2", "weight_1", "use_2", "2_strength"])
def test_a_number_in_a_name_is_nothing_to_talk_about(name: str) -> None:
    for draft in drafts(declare(name, "bool" if name == "use_2" else "float")):
        assert re.search(r"\d", draft.text) is None or not draft.complete, draft.text


def test_a_number_behind_a_name_is_left_aside() -> None:
    numbered, plain = (drafts(declare(name, "float", default=1.0)) for name in ("grain_scale_2", "grain_scale"))
    assert numbered == plain
    assert "amount of grain" in plain[0].text
    assert "face 2" in drafts(declare("use_face_2", "bool"))[0].text


def test_default_bounds_and_omission_are_used_only_where_they_are() -> None:
    full = drafts(declare("guidance_scale", "float", default=7.5, ge=1.0, le=20.0))[0].text
    assert "Values from 1 to 20 are allowed. Start with 7.5." in full
    bare = drafts(declare("guidance_scale", "float"))[0].text
    assert "Values" not in bare
    assert "Start with" not in bare
    assert "Leave empty" in drafts(declare("seed", "int", default=None))[0].text
    assert "-1" in drafts(declare("seed", "int", default=-1))[0].text
    assert "-1" not in drafts(declare("seed", "int", default=0))[0].text


NAMES = st.from_regex(r"[a-z][a-z0-9]{0,7}(_[a-z0-9]{1,7}){0,3}", fullmatch=True)
KNOWN = st.sampled_from([name_of(name) for entry in entries() for name in entry.names])
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
    check(input)
