"""Reading READMEs: headings of every style, code with its place, links, tables, comments; and taking parts over."""

from __future__ import annotations

import pytest

from cog_lsp.readme.markdown.document import ModelCard, parse_card
from cog_lsp.readme.markdown.records import BELOW_ALL
from cog_lsp.text import Span

HEADINGS = [
    ("# Title", [("Title", 1, "atx")]),
    ("#Title", []),
    ("####### seven", []),
    ("## Closed ##", [("Closed", 2, "atx")]),
    ("Title\n=====\n\nUsage\n---", [("Title", 1, "setext"), ("Usage", 2, "setext")]),
    ("**Usage**", [("Usage", BELOW_ALL, "bold")]),
    ("**Usage:**", [("Usage:", BELOW_ALL, "bold")]),
    ("**This is a whole sentence.**", []),
    ("**Note** that it is slow", []),
    ("**One** and **two**", []),
    ("**One** **two**", []),
    ("<h2></h2>\n\n<h3> </h3>", []),
    ("<h2>Usage</h2>", [("Usage", 2, "html")]),
    ("<h1 align='center'>\n  A <b>big</b> title\n</h1>", [("A big title", 1, "html")]),
    ("<details><summary>More</summary>\n\ntext\n\n</details>", [("More", BELOW_ALL, "summary")]),
    ("## [Usage](#usage) :book: `x`", [("Usage :book: x", 2, "atx")]),
    ("## 🚀 Los", [("🚀 Los", 2, "atx")]),
    ("```sh\n# a comment\n```", []),
    ("- item\n\n  ```sh\n  # a comment\n  ```\n\n## After", [("After", 2, "atx")]),
    ("1. item\n   ~~~\n# still code\n   ~~~", [("still code", 1, "atx")]),
    ("<!--\n# hidden\n\n# hidden too\n-->\n\n# Shown", [("Shown", 1, "atx")]),
    ("<pre>\n\n# not this\n\n</pre>\n\n# this", [("this", 1, "atx")]),
    ("    # indented code", []),
    ("---\ntitle: x\n# y\n---\n\n# After", [("After", 1, "atx")]),
    ("> # quoted", [("quoted", 1, "atx")]),
    ("# One\r\n\r\n## Two\r\n", [("One", 1, "atx"), ("Two", 2, "atx")]),
    ("# One\r## Two\r", [("One", 1, "atx"), ("Two", 2, "atx")]),
    ("", []),
]


@pytest.mark.parametrize(("text", "wanted"), HEADINGS)
def test_headings(text: str, wanted: list[tuple[str, int, str]]) -> None:
    card = parse_card(text)
    assert [(h.text, h.level, h.style) for h in card.headings] == wanted


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("# Title", "Title"),
        ("\n\n## 🚀 Closed ##\n", "🚀 Closed"),
        ("Title\n===", "Title"),
        ("<h1 align=center> Big </h1>", "Big"),
        ("[![a](b)](c)\n\n## Second level\n\ntext", "Second level"),
        ("Just text.\nMore text.", "Just text."),
        ("---\na: b\n---\nText", "Text"),
        ("", ""),
        ("   \n", ""),
    ],
)
def test_title_span(text: str, marked: str) -> None:
    span = parse_card(text).title_span
    assert text[span.start : span.end] == marked


LEADS = [
    ("# T\n\nAdds colors to photos.\n", "Adds colors to photos."),
    ("# T\n\n![a](b)\n\n[x](y) | [z](w)\n\nAdds *colors* to photos.\n", "Adds colors to photos."),
    ("# T\n\nhttps://example.org/x\n\nAdds colors to photos.\n", "Adds colors to photos."),
    ("# T\n\n**News:**\n\nAdds colors to photos.\n", "Adds colors to photos."),
    ("# T\n\n## Usage\n\nAdds colors to photos.\n", None),
    ("# T\n\n- adds colors to photos\n", None),
    (
        "# T\n\nAda Lovelace, Alan Turing, Grace Hopper, Donald Knuth\n\nAdds colors to photos.\n",
        "Adds colors to photos.",
    ),
    ("Adds colors to photos.\n", "Adds colors to photos."),
    ("# T\n\n<p align=center>Adds colors to photos.</p>\n", "Adds colors to photos."),
    ("# T\n\n给黑白照片添加颜色\n", "给黑白照片添加颜色"),
    ("# T\n", None),
]


@pytest.mark.parametrize(("text", "wanted"), LEADS)
def test_lead(text: str, wanted: str | None) -> None:
    lead = parse_card(text).lead
    assert (lead[0].text if lead is not None else None) == wanted


def test_sections_reach_to_the_next_heading_of_their_level() -> None:
    text = "# T\n\na\n\n## Usage\n\nb\n\n### Python\n\nc\n\n## License\n\nd\n"
    card = parse_card(text)
    found = {s.heading.text: (text[slice(*s.body)].split(), text[slice(*s.own)].split()) for s in card.sections}
    assert found["Usage"] == (["b", "###", "Python", "c"], ["b"])
    assert found["License"] == (["d"], ["d"])
    assert [sorted(s.topics) for s in card.sections] == [[], ["how-to-use"], [], ["citations"]]
    assert card.section_at(text.index("c\n")) is card.sections[2]
    assert parse_card("text").section_at(0) is None


CODES = [
    ("```Python title=x\na\nb\n```", "python", "a\nb\n"),
    ("~~~\na\n~~~", "", "a\n"),
    ("- x\n\n  ```sh\n  a\n    b\n  ```", "sh", "a\n  b\n"),
    ("1. x\n   ````js\n   ```\n   ````\n", "js", "```\n"),
    ("> ```sh\n> a 😀\n> b\n> ```", "sh", "a 😀\nb\n"),
    ("text\n\n    a\n\n    b\n\nmore", "", "a\n\nb\n"),
    ("```sh\r\na\r\nb\r\n```\r\n", "sh", "a\nb\n"),
    ("```sh\nnever closed", "sh", "never closed\n"),
    ("```{.python}\na\n```", "python", "a\n"),
]


@pytest.mark.parametrize(("text", "language", "content"), CODES)
def test_code_and_the_way_back(text: str, language: str, content: str) -> None:
    card = parse_card("# Title\n\n" + text)
    ((origin, code),) = [(origin, code) for origin, part in card.placed() for code in part.codes]
    assert (code.language, code.content.rstrip("\n")) == (language, content.rstrip("\n"))
    for at, character in enumerate(code.content.rstrip("\n")):
        if character not in "\r\n":
            span = code.span_of(at, at + 1).shifted(origin)
            assert card.text[span.start : span.end] == character


LINKS = [
    ("[a](b.md)", [("link", "b.md")]),
    ('![a](<b c.png> "title")', [("image", "b c.png")]),
    ("[![a](b.svg)](c.md)", [("link", "c.md"), ("image", "b.svg")]),
    ("`[a](b.md)`", []),
    ("```\n[a](b.md)\n```", []),
    ("[a]: b.md", [("link", "b.md")]),
    ("[^1]: https://example.org/a\n[^2]: Measured on a card.", []),
    ("[a]: b.md\n[^1]: Houses only.\n[^c]: d.md", [("link", "b.md")]),
    ("[a]: b.md\n\nSee\n[note]: houses only.", [("link", "b.md")]),
    ("[A b]: <c d.md>", [("link", "c d.md")]),
    ("<img srcset=\"a.png 1x, b.png 2x\" src='c.png'>", [("image", "a.png"), ("image", "b.png"), ("image", "c.png")]),
    (
        '<picture>\n<source media="(min-width: 9px)" srcset="d.webp">\n<img data-src=\'x\' src="e.png">\n</picture>',
        [("image", "d.webp"), ("image", "e.png")],
    ),
    ("See <a class=x HREF=b.md>this</a>", [("link", "b.md")]),
    ('<video poster="p.jpg" src="v.mp4"></video>', [("image", "p.jpg"), ("image", "v.mp4")]),
    (
        '<img srcset="data:image/png;base64,AAAA 1x,  f.png 1.5x" alt="src = none">',
        [("image", "data:image/png;base64,AAAA"), ("image", "f.png")],
    ),
    ("<img width=3 src=\"b.png\"><a href='c.md'>x</a>", [("image", "b.png"), ("link", "c.md")]),
    ('text <img src="b.png"> text', [("image", "b.png")]),
    ("## [a](b.md)", [("link", "b.md")]),
    ("| a |\n| --- |\n| [x](y.md) |", [("link", "y.md")]),
    ("<!-- [a](b.md) -->", []),
    ("<a href=''>x</a> <img src=\"\"> <a href='c.md'>y</a>", [("link", "c.md")]),
    ("| a |\n| --- |\n| [x]() `[y](z.md)` |", []),
]


@pytest.mark.parametrize(("text", "wanted"), LINKS)
def test_links(text: str, wanted: list[tuple[str, str]]) -> None:
    text = "# 🎨\n\n" + text + "\n"
    card = parse_card(text)
    found = [(link.kind, link.target, link.span.shifted(o)) for o, part in card.placed() for link in part.links]
    assert sorted((kind, target) for kind, target, _ in found) == sorted(wanted)
    assert all(text[span.start : span.end] == target for _, target, span in found)


def test_table_cells_have_their_places() -> None:
    text = "# 🎨\n\n| Name | Default |\n| --- | --- |\n| `a` | `x\\|y` |\nb | 2\n"
    ((origin, table),) = [(o, t) for o, part in parse_card(text).placed() for t in part.tables]
    cells = [[cell.text for cell in row] for row in (table.header, *table.rows)]
    assert cells == [["Name", "Default"], ["`a`", "`x\\|y`"], ["b", "2"]]
    for row in table.rows:
        for cell in row:
            assert text[slice(*cell.span.shifted(origin))] == cell.text


@pytest.mark.parametrize("text", ["| a | b |\n| --- | --- |\n", "| a |\n| --- |\n|  |\n"])
def test_tables_without_words(text: str) -> None:
    (part,) = parse_card(text).parts
    (table,) = part.tables
    assert [cell.text for row in table.rows for cell in row] == [""] * text.count("|  |")
    assert [paragraph.text for paragraph in part.paragraphs] == [""] * text.count("|  |")


SUPPRESSIONS = [
    ("<!-- cog-lsp: ignore[broken-link] -->\n# T\n\ntext", ["broken-link"], "all"),
    ("# T\n\n<!-- cog-lsp: ignore[broken-link, jargon] -->\n\n## Usage\n", ["broken-link", "jargon"], "all"),
    ("# T\n\n## Usage\n\n<!-- cog-lsp: ignore[broken-link] -->\n\n## License\n", ["broken-link"], "## Usage"),
    ("# T\n\n<!-- cog-lsp: other -->\n", None, ""),
    ("# T\n\n```\n<!-- cog-lsp: ignore[broken-link] -->\n```\n", None, ""),
]


@pytest.mark.parametrize(("text", "slugs", "scope"), SUPPRESSIONS)
def test_suppressions(text: str, slugs: list[str] | None, scope: str) -> None:
    found = parse_card(text).suppressions
    assert [slug for s in found for slug, _ in s.slugs] == (slugs or [])
    for suppression in found:
        assert all(text[slice(*span)] == slug for slug, span in suppression.slugs)
        whole = suppression.scope == Span(0, len(text))
        assert whole if scope == "all" else text[slice(*suppression.scope)].startswith(scope)


LANGUAGES = [
    (
        "# T\n\nAdds natural colors to black-and-white photos. It works with portraits of people and with landscapes.",
        True,
    ),
    ("# T\n\n这个模型可以给黑白照片添加自然的颜色。", False),
    ("# T\n\nЭта модель раскрашивает старые чёрно-белые фотографии.", False),  # noqa: RUF001
    (
        "# T\n\nDieses Modell färbt alte Schwarzweißfotos ein und ist für Familienalben gedacht. Die Bilder werden "
        "auf der Grafikkarte gerechnet, und das Ergebnis ist nicht immer perfekt.",
        False,
    ),
    ("# T\n\nKurz.", True),
    ("", True),
]


@pytest.mark.parametrize(("text", "english"), LANGUAGES)
def test_english(text: str, english: bool) -> None:
    assert parse_card(text).english is english


def whole(card: ModelCard) -> object:
    """Everything that a card says."""
    return (
        [part.text for part in card.parts],
        card.origins,
        card.front_matter,
        [(h.text, h.span) for h in card.headings],
        [s.span for s in card.sections],
        [code.content for part in card.parts for code in part.codes],
        card.tally,
    )


def test_a_keystroke_keeps_the_other_parts() -> None:
    text = "# T\n\nLead.\n\n```sh\nrun\n```\n\n## Usage\n\nText.\n\n- a\n\n## License\n\nMIT\n"
    before = parse_card(text)
    typed = text.replace("Text.", "Texts.")
    after = parse_card(typed, before)
    assert whole(after) == whole(parse_card(typed))
    kept = {id(part) for part in before.parts} & {id(part) for part in after.parts}
    assert len(kept) == len(before.parts) - 1
    assert parse_card(typed, after) is after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# a\n\nb\n\n# c\n", "# a\n\n```\nb\n\n# c\n"),
        ("# a\n\n<!-- b\n\n# c\n", "# a\n\n<!-- b\n\n# c\n\n-->\n"),
        ("# a\n\n<!-- b\n\n# c\n\n-->\n", "# a\n\n<!-- b\n\n# c\n"),
        ("# a\n\nb\n", "---\nx: y\n---\n# a\n\nb\n"),
        ("a\n\nb", "a\n\n  b"),
        ("a\n\n", "a\n\nb"),
        ("a\n\nb\n\nc", ""),
        ("", "a\n\nb"),
        ("a\n\na\n\na\n", "a\n\na\n"),
    ],
)
def test_what_reaches_over_parts(before: str, after: str) -> None:
    assert whole(parse_card(after, parse_card(before))) == whole(parse_card(after))
