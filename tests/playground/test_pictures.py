"""The README on the page: the pictures that lie beside it, its language and its direction."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from pathlib import Path
from struct import pack
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from cog_lsp.playground.page.language import language_of
from cog_lsp.playground.page.page import Page
from cog_lsp.playground.page.server import running
from cog_lsp.playground.page.state import to_json
from cog_lsp.playground.page.static_files import self_contained
from cog_lsp.readme.markdown.document import parse_card


def png(width: int, height: int) -> bytes:
    """A gray picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    head = pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


README = """# Demo

![A cat](assets/a%20cat.png) ![Above](../secret.png) ![Not there](assets/none.png) ![No picture](run.py)
![Elsewhere](https://example.com/x.png)

<img src="b.svg" width="40">
"""
FILES: dict[str, str | bytes] = {
    "cog.yaml": "run: run.py:Runner\n",
    "run.py": "from cog import BaseRunner\n\n\nclass Runner(BaseRunner):\n    def run(self) -> str: ...\n",
    "README.md": README,
    "assets/a cat.png": png(30, 20),
    "assets/other.png": png(5, 5),
    "b.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><script>alert(1)</script></svg>',
}


@pytest.fixture
def page(tmp_path: Path, page_of_files: Callable[..., Page]) -> Page:
    (tmp_path / "secret.png").write_bytes(png(1, 1))
    return page_of_files(tmp_path / "model", FILES)


def test_only_pictures_of_the_readme_are_served(page: Page, tmp_path: Path) -> None:
    assert set(page.readme.pictures) == {"assets/a cat.png", "b.svg"}
    with running(page) as server:
        with urlopen(f"{server.url}picture?path=assets%2Fa%20cat.png") as answer:
            assert answer.headers["Content-Type"] == "image/png"
            assert "script-src 'self'" in answer.headers["Content-Security-Policy"], "a drawing runs no script"
            assert answer.read() == png(30, 20)
        for path in ("assets/other.png", "../secret.png", "run.py", "/etc/passwd", ""):
            with pytest.raises(HTTPError) as refused:
                urlopen(f"{server.url}picture?path={path}")
            assert refused.value.code == 404
        (tmp_path / "model" / "b.svg").unlink()
        (tmp_path / "model" / "b.svg").symlink_to(tmp_path / "secret.png")
        with pytest.raises(HTTPError):
            urlopen(f"{server.url}picture?path=b.svg")


SHOWN = """() => [...document.querySelectorAll(".readme :is(img, .picture)")].map((node) =>
  node.tagName === "IMG" ? [node.alt, node.naturalWidth, node.width] : node.textContent)"""
LOADED = "() => [...document.querySelectorAll('.readme img')].every((image) => image.complete && image.naturalWidth)"
PICTURES = [
    ["A cat", 30, 30],
    "Picture: Above",
    "Picture: Not there",
    "Picture: No picture",
    "Picture: Elsewhere",
    ["", 8, 40],
]


@pytest.mark.parametrize("is_alone", [False, True])
def test_they_are_shown(is_alone: bool, page: Page, tmp_path: Path, view: Callable[..., Any]) -> None:
    with running(page) as server:
        url = server.url
        if is_alone:
            file = tmp_path / "page.html"
            state = f'{{"version":1,"can":{{}},"target":"","page":{to_json(page, is_alone=True)}}}'
            file.write_text(self_contained(state), encoding="utf-8")
            url = file.as_uri()
        shown = view(url)
        shown.wait_for_function(LOADED)
        assert shown.evaluate(SHOWN) == PICTURES


GERMAN = "Dieses Modell malt Bilder aus einem Text, und es ist für Menschen mit wenig Zeit gemacht, die nicht malen. "
ITEMS = {"de": "- eins\n- zwei", "zh": "- 第一项\n- 第二项", "ar": "- البند الأول\n- البند الثاني"}
LANGUAGES = {
    "de": f"# Laterne\n\n{GERMAN * 3}",
    "fr": "# Lanterne\n\n" + "Ce modèle dessine des images pour vous avec le texte que vous donnez dans le champ. " * 3,
    "zh": "# 灯笼\n\n" + "这个模型根据简短的描述绘制夜景、就像被一盏灯笼照亮一样。" * 3,
    "ja": "# ランタン\n\n" + "このモデルは短い説明から夜景を描きます。提灯で照らされたように見えます。" * 3,
    "ar": "# فانوس\n\n" + "يرسم هذا النموذج مشاهد ليلية من وصف قصير كأنها مضاءة بفانوس واحد. " * 3,
    "": "# Lantern\n\n" + "This model paints night scenes from a short description of what you want to see. " * 3,
    "pt-BR": "---\nlanguage:\n  - pt-BR\nlicense: mit\n---\n# Lanterna\n\nPinta cenas.\n",
}


@pytest.mark.parametrize(("language", "text"), LANGUAGES.items(), ids=lambda value: value[:5])
def test_the_language_of_a_readme(language: str, text: str) -> None:
    assert language_of(parse_card(text)) == language


@pytest.mark.parametrize("width", [400, 1400])
@pytest.mark.parametrize("language", ["de", "zh", "ar"])
def test_a_model_in_another_language(
    language: str, width: int, tmp_path: Path, view: Callable[..., Any], page_of_files: Callable[..., Page]
) -> None:
    text = LANGUAGES[language].partition("\n\n")[2].strip()
    runner = FILES["run.py"]
    assert isinstance(runner, str)
    body = runner.replace("self)", f"self, text: str = Input(description={json.dumps(text, ensure_ascii=False)}))")
    files = {
        **FILES,
        "run.py": body.replace("BaseRunner\n", "BaseRunner, Input\n", 1),
        "README.md": f"{LANGUAGES[language]}\n\n{ITEMS[language]}\n",
    }
    with running(page_of_files(tmp_path, files)) as server:
        page = view(server.url, width=width)
        assert page.get_attribute(".readme", "lang") == language
        direction = "rtl" if language == "ar" else "ltr"
        page.fill("#field-text", text)
        for part in (
            *("h1", "#summary", "#help-text", "#field-text", ".readme h3", ".readme p", ".readme ul"),
            ".reference td:last-child span",
        ):
            assert page.evaluate("part => getComputedStyle(document.querySelector(part)).direction", part) == direction
        assert page.evaluate("getComputedStyle(document.querySelector('#calls-panel')).direction") == "ltr"
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert "The README is not in English" in page.text_content("#checklist-panel")
