"""HTML that costs more than its length tells is known before it is sanitized; what people write is not taken for it."""

from __future__ import annotations

import pytest

from cog_lsp.playground.page.nesting import is_tangled
from cog_lsp.playground.page.page import build_page
from cog_lsp.readme.markdown.document import parse_card

MANY = 3_000
TANGLED = {
    "elements in elements": "<div>",
    "opened anew in each paragraph": "<p><b id=1>",
    "an end tag in an attribute": '<b><i title="</b>">',
    "an attribute that holds the start of one": '<b id=x"></b id="><i></b>',
    "an end tag in a comment": "<b><!-- </b> -->",
    "a comment that ends otherwise": "<b><!--></b>-->",
    "a declaration": "<b><! </b>",
    "an instruction": "<b><? </b>",
    "text without tags": "<b><textarea></b></textarea>",
    "a form that is not opened twice": "<b><form></b></form>",
    "a cell": "<b><table><td></b></table>",
    "an element that a cell ends": "<table><b></table>",
    "an end tag of another element": "<b></i>",
    "a foreign element": "<b><svg><title></b></title></svg>",
    "attributes of the page": "<html a=1>",
}
PLAIN = {
    "a row of a table": "<table><tr><td><a href='https://e.org'><img src=x.png></a></td></tr></table>\n",
    "no end tags where none are needed": "<p>text<ul><li>one<li>two</ul><br>\n",
    "centred, in capitals": '<DIV ALIGN="center">\n<h1>Title</h1><hr/></DIV>\n',
    "a comment": "<!-- not yet: <img src='x'> </b> -->\n<b>text</b>\n",
    "Markdown": "| a | b |\n|---|---|\n| **x** | [y](https://e.org) `<b>` |\n\n",
}


@pytest.mark.parametrize("piece", TANGLED.values(), ids=TANGLED)
def test_what_may_stay_open_counts(piece: str) -> None:
    assert is_tangled(piece * MANY)
    assert not is_tangled(piece * 10)


@pytest.mark.parametrize("piece", PLAIN.values(), ids=PLAIN)
def test_what_people_write_is_shown(piece: str) -> None:
    html = build_page(None, parse_card(piece * 1_000)).readme.html
    assert len(html) > 10_000


def test_the_page_says_that_it_leaves_it_out() -> None:
    html = build_page(None, parse_card("# A model\n\n" + "<div>\n" * MANY)).readme.html
    assert html == "<p>The HTML in this README has too many elements without an end tag for the preview.</p>"
