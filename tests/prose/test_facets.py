"""What descriptions say, facet by facet, and the verdicts on them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cog_lsp.prose.facets import facets
from cog_lsp.prose.judge import explains_itself, facets_of, has_bounds, is_terse, lacks_effect
from cog_lsp.prose.words import name_parts, name_words, tokens
from tests.prose.declare import declare

SAYS = [
    ("Higher values follow the prompt more closely.", "effect"),
    ("More steps take longer.", "effect"),
    ("The larger the value, the smoother.", "effect"),
    ("Faster, at the expense of quality.", "effect"),
    ("Whether to keep the loudness of the song (0) or a fixed one (1).", "effect"),
    ("How many pixels to add on the left", "plain"),
    ("0 disables it.", "special"),
    ("Random seed, -1 for random.", "special"),
    ("(1.0 = no penalty)", "special"),
    ("Leave blank to randomize.", "omit"),
    ("If not provided, the whole clip is used.", "omit"),
    ("Length in seconds", "form"),
    ("Comma-separated list of names", "form"),
    ("An MP3 or WAV recording", "form"),
    ("Accepts .png files", "form"),
    ("A recording (up to 4 hours)", "form"),
    ("One of them, e.g. cat", "form"),
    ("Values between 0 and 1", "range"),
    ("Must be 1-10", "range"),
    ("Recommended: 28", "start"),
    ("The default is a good starting point.", "start"),
    ("Ignored when a mask is given.", "use"),
    ("Useful for debugging.", "use"),
    ("How closely the picture follows the words", "gist"),
    ("Photos to generate an avatar from", "purpose"),
]
SAYS_NOT = [
    ("The second picture", "form"),
    ("Input used", "use"),
    ("The lowest note", "effect"),
    ("Generally available", "range"),
    ("Optimizer", "start"),
    ("Reasoning", "start"),
    ("Usefulness", "omit"),
    ("Number of steps", "effect"),
    ("The second (2) setting", "effect"),
    ("Number of images to generate", "purpose"),
    ("Structured Latent Generation", "form"),  # the name of a technique, not a form of text
    ("How many steps decide how closely it follows", "plain"),
]


@pytest.mark.parametrize(("text", "facet"), SAYS)
def test_says(text: str, facet: str) -> None:
    assert getattr(facets(text), facet)


@pytest.mark.parametrize(("text", "facet"), SAYS_NOT)
def test_does_not_say(text: str, facet: str) -> None:
    assert not getattr(facets(text), facet)


VERDICTS: list[tuple[str, str, str, dict[str, Any], str]] = [
    # name, type, description, other arguments, verdicts ("t" terse, "b" bounds unexplained)
    ("seed", "int", "Random seed", {}, "t"),
    ("seed", "int", "Random seed for repeatable results", {"ge": 0}, ""),
    ("image", "Path", "Input image (optional)", {}, "t"),
    ("image", "Path", "Photo of your room", {}, ""),
    ("audio", "Path", "Audio file (supports up to 4 hours)", {}, ""),
    ("image", "Path", "Photo of a dog to turn into a cartoon", {}, ""),
    ("npz", "bool", "Save npz", {}, "t"),
    ("save_npz", "bool", "Save npz file", {}, "t"),
    ("use_eyeblink", "bool", "Use eye blink", {}, "t"),
    ("original_colors", "bool", "Preserve original picture colors", {}, ""),
    ("overlay", "bool", "Show the tracked outline in every frame", {}, ""),
    ("num_outputs", "int", "Number of outputs", {"ge": 1, "le": 4}, "t"),
    ("num_steps", "int", "Number of steps", {"ge": 1, "le": 4}, "tb"),
    ("width", "int", "Width in pixels", {"ge": 64, "le": 2048}, ""),
    ("tilt", "float", "Adjusts the tilt of the face", {"ge": -20, "le": 20}, "b"),
    ("tilt", "float", "Tilt of the face; 0 is upright, negative is left", {"ge": -20, "le": 20}, ""),
    ("threshold", "float", "Threshold", {"ge": 0, "le": 1}, "tb"),
    (
        "blend",
        "float",
        "Blend of both voices. Good results lie near 0.5, recommended for most.",
        {"ge": 0, "le": 1},
        "",
    ),
    ("prompt", "str", "Décrivez l'image que vous voulez créer avec des mots simples", {}, ""),
    ("strength", "float", "Stärke der Änderung für das Bild und den Ton", {"ge": 0, "le": 1}, ""),
    ("prompt", "str", "你想看到什么样的图像", {}, ""),
    ("prompt", "str", "图", {}, "t"),
    ("hf_token", "Secret", "Hugging Face access token", {}, ""),
    ("mode", "str", "Use fast, or exact", {"choices": ["fast", "exact"]}, ""),
]


@pytest.mark.parametrize(("name", "type", "text", "others", "verdicts"), VERDICTS)
def test_verdicts(name: str, type: str, text: str, others: dict[str, Any], verdicts: str) -> None:
    input = declare(name, type, description=text, **others)
    said = facets_of(input)
    assert said is not None
    found = ("t" if is_terse(said) else "") + ("b" if has_bounds(input) and lacks_effect(said, input) else "")
    assert found == verdicts


@pytest.mark.parametrize(
    ("choice", "plain"),
    [
        ("png", True),
        ("16:9", True),
        ("1024x768", True),
        ("48k", True),
        ("fast", True),
        ("upper_body", True),
        ("Video game", True),
        (4, True),
        ("v2", True),
        ("DDIM", False),
        ("K_EULER", False),
        ("DPMSolverMultistep", False),
        ("gi830M.pth", False),
        ("aes_stage2", False),
        ("rmvpe", False),
        ("", True),
    ],
)
def test_choices_that_explain_themselves(choice: object, plain: bool) -> None:
    assert explains_itself(choice) is plain


@pytest.mark.parametrize(
    ("name", "parts", "words"),
    [
        ("num_inf_steps", ("num", "inf", "steps"), ("number", "inference", "steps")),
        ("numSteps", ("num", "steps"), ("number", "steps")),
        ("HTTPPort", ("http", "port"), ("http", "port")),
        ("image2", ("image", "2"), ("image", "2")),
        ("_", (), ()),
        ("größe", ("größe",), ("größe",)),
    ],
)
def test_names(name: str, parts: tuple[str, ...], words: tuple[str, ...]) -> None:
    assert name_parts(name) == parts
    assert name_words(name) == words


LINE = st.lists(
    st.sampled_from(
        [
            "Number",
            "of",
            "steps.",
            "LoRA",
            "(small",
            "file)",
            "guidance",
            "scale;",
            "higher",
            "0",
            "is",
            "e.g.",
            "fast",
            "mode,",
        ]
    ),
    min_size=1,
)


@given(LINE, st.sampled_from(["num_steps", "width", "x"]))
def test_line_breaks_change_nothing(words: list[str], name: str) -> None:
    one = facets(" ".join(words), name=name, choices=["fast mode", "slow"])
    many = facets("\n        ".join(words), name=name, choices=["fast mode", "slow"])
    assert replace(one, terms=(), length=0) == replace(many, terms=(), length=0)
    assert [term.name for term in one.terms] == [term.name for term in many.terms]


@given(st.text(max_size=200), st.text(max_size=20))
def test_any_text(text: str, name: str) -> None:
    said = facets(text, name=name, type="float", choices=[name])
    for token in tokens(text):
        assert 0 <= token.start < token.end <= len(text)
    for term in said.terms:
        assert 0 <= term.start < term.end <= len(text)
    assert said == facets(text, name=name, type="float", choices=[name])
