"""Weights, identity, license and hardware, each with its place."""

from __future__ import annotations

import pytest

from cog_lsp.evidence.hardware import read_hardware
from cog_lsp.evidence.identity import read_identity, remote_of
from cog_lsp.evidence.license import license_of_text, read_license
from cog_lsp.evidence.texts import ModelTexts
from cog_lsp.evidence.weights import read_weights
from cog_lsp.predictor.source import read_source
from cog_lsp.readme.markdown.document import parse_card
from tests.evidence.predictors import predictor

WEIGHTS = {
    "Harp.from_pretrained('ann/harp-1b')": ["ann/harp-1b"],
    "Harp.from_pretrained(ID)": ["bob/lute"],
    "hf_hub_download(repo_id='ann/harp', filename='harp.bin')": ["ann/harp"],
    "Harp.from_pretrained('./cache/harp')": [],
    "Harp.from_pretrained('checkpoints/harp')": [],
    "Harp.from_pretrained('harp/config.json')": [],
    "download('https://weights.replicate.delivery/default/ann/harp.tar')": [
        "https://weights.replicate.delivery/default/ann/harp.tar"
    ],
    "get('https://huggingface.co/ann/harp/resolve/main/harp.bin')": ["ann/harp"],
    "get('https://huggingface.co/datasets/ann/songs')": [],
    "untar('models--ann--harp-1b.tar')": ["ann/harp-1b"],
}


@pytest.mark.parametrize("call", WEIGHTS)
def test_weights(call: str) -> None:
    text = predictor("prompt: str = Input()", call, top="ID = 'bob/lute'\nOTHER = 'some/thing'")
    (found,) = read_source(text).predictors("Predictor", "run")
    weights = read_weights(ModelTexts(found, "predict.py"))
    assert [w.id for w in weights] == WEIGHTS[call]
    for one in weights:
        assert one.id.rpartition("/")[2].partition(".")[0] in text.split("\n")[one.line - 1]


CONFIG = """\
[remote "upstream"]
    url = https://github.com/bob/lute.git
[remote "origin"]
    url = git@github.com:ann/harp.git
"""


def test_identity() -> None:
    card = parse_card("# Harp\n\n[![x](https://replicate.com/ann/lyre/badge)](https://replicate.com/ann/lyre)\n")
    found = read_identity("ann/harp", "build:\nimage: r8.im/ann/harp\n", card, git_config=CONFIG)
    assert (found.model, found.repository) == ("ann/harp", "ann/harp")
    assert [(place.file, place.line) for place in found.because] == [("cog.yaml", 2), (".git/config", 4)]
    found = read_identity(None, "", card)
    assert (found.model, found.because[0].line) == ("ann/lyre", 3)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://github.com/ann/harp", "ann/harp"),
        ("ssh://git@github.com/ann/harp.js.git", "ann/harp.js"),
        ("https://example.com/ann/harp", None),
    ],
)
def test_remote(url: str, name: str | None) -> None:
    assert remote_of(f'[remote "x"]\n\turl = {url}\n') == name


MIT = """\
MIT License

Permission is hereby granted, free of charge, to any person obtaining a copy of
this software, to deal in the Software without restriction"""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (MIT, "MIT"),
        (MIT + " for non-commercial use", None),
        ("Apache License\n   Version 2.0, January 2004", "Apache-2.0"),
        ("GNU LESSER GENERAL PUBLIC LICENSE\nVersion 3", "LGPL-3.0"),
        ("GNU GENERAL PUBLIC LICENSE\nVersion 3", "GPL-3.0"),
        ("Creative Commons Attribution-NonCommercial 4.0 International", "CC-BY-NC-4.0"),
        ("All rights reserved.", None),
    ],
)
def test_license(text: str, name: str | None) -> None:
    assert license_of_text(text) == name


def test_license_of_the_front_matter() -> None:
    card = parse_card("---\ntags: [x]\nlicense: apache-2.0\n---\n# Harp\n")
    found = read_license("All rights reserved.", "LICENSE", card)
    assert found is not None
    assert (found.id, found.because.file, found.because.line) == ("Apache-2.0", "README.md", 3)
    assert read_license(None, "LICENSE", parse_card("# Harp\n\nlicense: mit\n")) is None


def test_hardware() -> None:
    cog = "build:\n  gpu: true\n  cuda: '11.8'\n"
    found = read_hardware(True, "11.8", cog, parse_card("# Harp\n\nThis model runs on Nvidia A40 GPU hardware.\n"))
    assert (found.gpu, found.cuda, found.name) == (True, "11.8", "A40")
    assert [(place.file, place.line) for place in found.because] == [("cog.yaml", 2), ("cog.yaml", 3), ("README.md", 3)]
    assert read_hardware(None, None, "", parse_card("# A100\n\nFaster than an A100.\n")).name is None


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Predictions typically complete within 12 seconds.", "predictions typically complete within 12 seconds"),
        ("The first run loads the weights; then it needs ~50s per prediction.", "~50s per prediction"),
        ("One prediction takes about 2 minutes on a T4.", "one prediction takes about 2 minutes"),
        ("A run takes 5 seconds, and about 9 seconds per image.", None),
        ("The first run takes two minutes for the download.", None),
        ("Three flags speed it up by 30 seconds.", None),
    ],
)
def test_run_time(text: str, time: str | None) -> None:
    assert read_hardware(None, None, "", parse_card(f"# Harp\n\n{text}\n")).time == time
