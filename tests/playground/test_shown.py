"""The pictures in the documentation show what the product shows."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tools import pictures

MESSAGE = "The picture says what the page does not say any more: run `python tools/pictures.py`"
SAID = json.loads(pictures.TEXTS.read_text(encoding="utf-8"))


def test_every_picture_is_written_down() -> None:
    assert set(SAID) == {*pictures.SHOTS, pictures.FIELDS}
    assert all((pictures.PICTURES / name).exists() and len(texts) > 3 for name, texts in SAID.items())


@pytest.mark.parametrize("name", pictures.SHOTS)
def test_the_page_says_what_its_picture_says(name: str, browser: Any) -> None:
    with pictures.taken(browser, pictures.SHOTS[name]) as view:
        today = set(pictures.texts_of(view, in_sight=False))
    assert [text for text in SAID[name] if text not in today] == [], MESSAGE


def test_hovers_say_what_their_picture_says() -> None:
    assert pictures.text_of_fields() == SAID[pictures.FIELDS], MESSAGE
