"""Long runs of lines without code: every offset stays, and what stands around them is read as before."""

from __future__ import annotations

import pytest

from cog_lsp.predictor.syntax.piece import Piece, encoded
from cog_lsp.predictor.syntax.runs import MOST

RUNS = {
    "comments": "# word\n",
    "comments with empty lines": "# word\n\n",
    "indented comments": "    # word\n  # other\n",
    "comments and CRLF": "# word\r\n\r\n",
    "continuations": "\\\n",
    "continuations and CRLF": "\\\r\n",
    "both": "# word\n\\\n",
    "comments with triple quotes": '# """\n',
}
AROUND = "import os\n\n%s\n\nclass A:\n    def f(self):\n        x = 1\n%s        return x\n%sb = 2\n"


@pytest.mark.parametrize("name", RUNS)
def test_the_code_around_a_run_is_read_as_without_it(name: str) -> None:
    run = RUNS[name] * (2 * MOST)
    text = AROUND % (run, run, run)
    assert len(encoded(text)) == len(text)
    long, short = (_code(Piece(source)) for source in (text, AROUND % ("", "", "")))
    assert long == short


def _code(piece: Piece) -> list[str]:
    """The nodes that are no comments, and the texts of those without children."""
    nodes, waiting = [], [piece.root]
    while waiting:
        node = waiting.pop()
        if node.type not in ("comment", "line_continuation"):
            nodes.append(node.type if node.named_children else f"{node.type} {piece.of(node)}")
            waiting.extend(reversed(node.named_children))
    return nodes


@pytest.mark.parametrize("quotes", ['"""', "'''"])
def test_a_run_in_a_string_leaves_its_end_where_it_is(quotes: str) -> None:
    run = "# word\n" * (2 * MOST)
    text = f"a = {quotes}\n{run}# {{x}}{quotes}\n{run}b = 1\n"
    piece = Piece(text)
    assert not piece.root.has_error
    first, last = (node for node in piece.root.named_children if node.type == "expression_statement")
    assert piece.of(first) == text[: text.index(quotes, 10) + 3]
    assert piece.of(last) == "b = 1"


def test_comments_near_code_are_there() -> None:
    piece = Piece("x = 1\n# first\n" + "# word\n" * (2 * MOST) + "# last\ny = 2\n")
    comments = [piece.of(node) for node in piece.root.named_children if node.type == "comment"]
    assert (comments[0], comments[-1]) == ("# first", "# last")
