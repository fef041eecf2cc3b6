"""Technical terms: found with their places, silent where the text explains them, with plain meanings."""

from __future__ import annotations

import re

import pytest

from cog_lsp.prose.data import load
from cog_lsp.prose.facets import facets
from cog_lsp.prose.jargon import find_terms, meaning
from cog_lsp.prose.terms import Entry, entries
from cog_lsp.prose.words import tokens

FOUND = [
    ("Scale for classifier-free guidance", ["classifier-free guidance"]),
    ("Scale for classifier free guidance", ["classifier free guidance"]),
    ("CFG", ["CFG"]),
    ("cfg scale", ["cfg scale"]),
    ("Number of denoising steps", ["denoising steps"]),
    ("URLs of LoRAs", ["LoRAs"]),
    ("top_p", ["top_p"]),
    ("Top-P sampling", ["Top-P sampling"]),
    ("the ControlNet and the VAE", ["ControlNet", "VAE"]),
    ("img2img", ["img2img"]),
    ("Use RN50x64 model", ["RN50x64"]),
    ("A score by CLIP", ["CLIP"]),
    ("LoRA (0.8 recommended)", ["LoRA"]),
    ("LoRA (only for trained models)", ["LoRA"]),
    ("LoRA of the LoRA", ["LoRA"]),
    ("🎨 the 🎨 LoRA", ["LoRA"]),
]
SILENT = [
    "How closely the picture follows your words",
    "LoRA (a small add-on file that teaches a style)",
    "a small add-on file that teaches a style (aka LoRA)",
    "Load a LoRA, which is a small add-on file",
    "LoRA means a small add-on file.",
    "Working files, such as ControlNet pictures",
    "Denoising. More steps give finer detail.",
    "See `lora_scale`.",
    "my_lora_file",
    "A short video clip of a paper clip",
    "Remove noise: denoising of the voice recording",
    "A gain in quality for the same cost",
    "kept for backwards compatibility",
    "Maximum number of tokens to generate",
    "Resolution, 1080p or 4K",
]


def written(text: str) -> list[str]:
    return [text[term.start : term.end] for term in facets(text).terms]


@pytest.mark.parametrize(("text", "terms"), FOUND)
def test_found(text: str, terms: list[str]) -> None:
    assert written(text) == terms


@pytest.mark.parametrize("text", SILENT)
def test_silent(text: str) -> None:
    assert written(text) == []


def meanings(entry: Entry) -> list[str]:
    return [meaning for _, meaning in entry.senses if meaning]


def test_there_are_enough_terms_with_plain_meanings() -> None:
    assert len(entries()) >= 150
    for entry in entries().values():
        for said in meanings(entry):
            assert len(said) <= 80, entry.name
            assert not said.endswith("."), entry.name
            assert said[0].islower() or said[0].isdigit(), entry.name
            assert not re.search(r"colour|grey\b|isation|neighbour", said)


@pytest.mark.parametrize("name", entries())
def test_an_explanation_with_the_meaning_silences_the_term(name: str) -> None:
    spellings = [
        name,
        *(s.removeprefix("=") for kind in load("jargon.toml").values() if name in kind for s in kind[name]["also"]),
    ]
    for said in meanings(entries()[name]):
        for spelling in spellings:
            text = f"Uses the {spelling}. {spelling} means {said}."
            assert name not in [term.name for term in facets(text).terms]


@pytest.mark.parametrize("name", entries())
def test_a_meaning_holds_no_other_unexplained_term(name: str) -> None:
    for said in meanings(entries()[name]):
        assert written(f"This is {said}.") == []


@pytest.mark.parametrize(
    ("term", "known"),
    [
        ("LoRA", True),
        ("loras", True),
        ("low-rank adaptation", True),
        ("nucleus sampling", True),
        ("CLIP", True),
        ("cat", False),
    ],
)
def test_meaning(term: str, known: bool) -> None:
    assert (meaning(term) is not None) is known


def test_own_terms_come_first() -> None:
    own = {"griddling": "a second pass", "LoRA": ""}
    text = "The LoRA and the griddling"
    heavy, light = find_terms(text, tokens(text), own=own)
    assert [(term.name, term.meaning) for term in heavy] == [("griddling", "a second pass")]
    assert light == ()
    assert meaning("Griddling", own) == "a second pass"
    assert meaning("LoRA", own) is None
