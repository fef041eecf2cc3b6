"""Parsing with tree-sitter: text in, nodes whose offsets count characters out.

tree-sitter counts bytes. Each character beyond ASCII is handed to it as one `_`, which keeps identifiers, strings and
comments what they are, so that its byte offsets are character offsets and nothing has to be converted. The text of a
node is always cut from the original text.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

import tree_sitter_python
from tree_sitter import Language, Node, Parser, Tree

from cog_lsp.predictor.syntax.difference import _indents, difference, word_edit
from cog_lsp.predictor.syntax.runs import joined

LONE_RETURN = re.compile(rb"\r(?!\n)")


@cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_python.language()))


def encoded(text: str) -> bytes:
    """The text as ASCII bytes, one for each character; a byte order mark at its start becomes a space, and a carriage
    return that stands alone a line feed, since tree-sitter does not take it for the end of a line."""
    if text.isascii():
        data = text.encode("ascii")
    else:
        data = text.encode("ascii", "replace").replace(b"?", b"_")
        data = b" " + data[1:] if text[0] == "\ufeff" else data
    return joined(LONE_RETURN.sub(b"\n", data) if b"\r" in data else data)


class Piece:
    """A parsed text: the whole file, or a part of it that starts at `base`. Whether Cog `decodes` its string literals
    depends on the version that reads them."""

    __slots__ = ("base", "decodes", "root", "text", "tree")

    def __init__(self, text: str, base: int = 0, tree: Tree | None = None, *, decodes: bool = False) -> None:
        self.text = text
        self.base = base
        self.decodes = decodes
        self.tree = _parser().parse(encoded(text)) if tree is None else tree
        self.root = self.tree.root_node

    def of(self, node: Node) -> str:
        """The source text of a node."""
        return self.text[node.start_byte : node.end_byte]

    def like(self, text: str, base: int = 0) -> Piece:
        """Another text, read by the same Cog."""
        return Piece(text, base, decodes=self.decodes)

    def edited(self, text: str) -> Piece:
        """The piece for a new text, parsed from what the two texts share. Where only a word changed into another word,
        every token stays what it is: the tree is moved, not parsed. Where the lines or their indentation changed, the
        text is parsed anew: tree-sitter keeps blocks that it would not find in a fresh parse."""
        edit = difference(self.text, text)
        word = word_edit(self.text, text, *edit)
        if word is not None:
            return self.moved(text, *word)
        if _indents(self.text, edit[0], edit[1]) or _indents(text, edit[0], edit[2]):
            return self.like(text, self.base)
        tree = _parser().parse(encoded(text), self.moved(text, *edit).tree)
        return Piece(text, self.base, tree, decodes=self.decodes)

    def moved(self, text: str, start: int, old_end: int, new_end: int) -> Piece:
        """The same tree for a text that an edit made, which must not touch what its tokens are."""
        tree = self.tree.copy()
        points = _point(self.text, start), _point(self.text, old_end), _point(text, new_end)
        tree.edit(start, old_end, new_end, *points)
        return Piece(text, self.base, tree, decodes=self.decodes)


@lru_cache(maxsize=8)
def whole(text: str) -> Piece:
    """The piece of a whole file, kept for the next that asks: a file may hold many predictors, and what it declares,
    what its code does and whether Python can read it are three questions."""
    return Piece(text)


def _point(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset) - 1
