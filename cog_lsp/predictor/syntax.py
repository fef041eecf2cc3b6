"""Parsing with tree-sitter: text in, nodes whose offsets count characters out.

tree-sitter counts bytes. Each character beyond ASCII is handed to it as one `_`, which keeps identifiers, strings and
comments what they are, so that its byte offsets are character offsets and nothing has to be converted. The text of a
node is always cut from the original text.
"""

from __future__ import annotations

import keyword
import re
from functools import cache

import tree_sitter_python
from tree_sitter import Language, Node, Parser, Tree

from cog_lsp.text import line_start

LONE_RETURN = re.compile(rb"\r(?!\n)")
LONGEST_WORD = 200
MEANING = re.compile(rf"\b(?:{'|'.join((*keyword.kwlist, 'match', 'case', 'type', 'print', 'exec'))})\b|Input|return")
"""Words that can mean more than a name."""


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
    return LONE_RETURN.sub(b"\n", data) if b"\r" in data else data


class Piece:
    """A parsed text: the whole file, or a part of it that starts at `base`."""

    __slots__ = ("base", "root", "text", "tree")

    def __init__(self, text: str, base: int = 0, tree: Tree | None = None) -> None:
        self.text = text
        self.base = base
        self.tree = _parser().parse(encoded(text)) if tree is None else tree
        self.root = self.tree.root_node

    def of(self, node: Node) -> str:
        """The source text of a node."""
        return self.text[node.start_byte : node.end_byte]

    def edited(self, text: str) -> Piece:
        """The piece for a new text, parsed from what the two texts share. Where only a word changed into another word,
        every token stays what it is: the tree is moved, not parsed. Where the lines or their indentation changed, the
        text is parsed anew: tree-sitter keeps blocks that it would not find in a fresh parse."""
        edit = difference(self.text, text)
        word = word_edit(self.text, text, *edit)
        if word is not None:
            return self.moved(text, *word)
        if _indents(self.text, edit[0], edit[1]) or _indents(text, edit[0], edit[2]):
            return Piece(text, self.base)
        return Piece(text, self.base, _parser().parse(encoded(text), self.moved(text, *edit).tree))

    def moved(self, text: str, start: int, old_end: int, new_end: int) -> Piece:
        """The same tree for a text that an edit made, which must not touch what its tokens are."""
        tree = self.tree.copy()
        points = _point(self.text, start), _point(self.text, old_end), _point(text, new_end)
        tree.edit(start, old_end, new_end, *points)
        return Piece(text, self.base, tree)


def word_edit(old: str, new: str, start: int, old_end: int, new_end: int) -> tuple[int, int, int] | None:
    """The edit as one of whole words, if it only turns one word into another: in code one name into another, in a
    string or comment some text into other text, so that nothing else can be read differently. Else None."""
    left, right = start, old_end
    first, last = max(0, start - LONGEST_WORD), min(len(old), old_end + LONGEST_WORD)
    while left > first and _is_word(old[left - 1]):
        left -= 1
    while right < last and _is_word(old[right]):
        right += 1
    if (left == first > 0) or (right == last < len(old)):
        return None
    new_right = new_end + right - old_end
    before, after = old[left:right], new[left:new_right]
    if not (before.isidentifier() and after.isidentifier()) or MEANING.search(f"{before} {after}"):
        return None
    if old[right : right + 1] in ("'", '"') or old[max(0, left - 1) : left] in ("\\", "!"):
        return None
    if old[max(0, left - 1) : left] == "." and old[max(0, left - 2) : left - 1].isdigit():
        return None
    return left, right, new_right


def _is_word(character: str) -> bool:
    return character == "_" or character.isalnum()


def difference(old: str, new: str) -> tuple[int, int, int]:
    """The edit between two texts: where it starts, and where it ends in the old and in the new one."""
    limit = min(len(old), len(new))
    start = _shared(old, new, limit)
    end = _shared_end(old, new, limit - start)
    return start, len(old) - end, len(new) - end


def _shared(old: str, new: str, limit: int) -> int:
    """The length of the common prefix, at most `limit`, by comparing halves of what is left."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _shared_end(old: str, new: str, limit: int) -> int:
    """The length of the common suffix, at most `limit`."""
    a, b = len(old), len(new)
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if old[a - middle : a - low] == new[b - middle : b - low]:
            low = middle
        else:
            high = middle - 1
    return low


def _indents(text: str, start: int, end: int) -> bool:
    """Whether a part of a text holds a line end, or stands in the indentation of its line."""
    return "\n" in text[start:end] or "\r" in text[start:end] or not text[line_start(text, start) : start].strip()


def _point(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset) - 1
