"""Parsing code blocks with tree-sitter: nodes whose offsets count characters."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal

from tree_sitter import Language, Node, Parser, Tree

from cog_lsp.regex import regex
from cog_lsp.text import Span

Grammar = Literal["python", "javascript", "bash"]
"""TypeScript with JSX reads every JavaScript that stands in a README, so there is one grammar for both."""

_NOT_ASCII = regex(r"[^\x00-\x7f]")


@cache
def _parser(grammar: Grammar) -> Parser:
    """The parser of a grammar, which is loaded only where it is needed."""
    if grammar == "python":
        import tree_sitter_python

        return Parser(Language(tree_sitter_python.language()))
    if grammar == "javascript":
        import tree_sitter_typescript

        return Parser(Language(tree_sitter_typescript.language_tsx()))
    import tree_sitter_bash

    return Parser(Language(tree_sitter_bash.language()))


PATIENCE = 500
"""Reports of progress for a text of no length; what people write brings one for every thirty characters and more."""


def _parsed(parser: Parser, data: bytes) -> Tree:
    """The tree of a text; an empty one where the parser goes around in a circle, as it does on some broken code."""
    left = PATIENCE + len(data) // 4

    def is_stuck(offset: int, has_error: bool) -> bool:
        nonlocal left
        del offset, has_error
        left -= 1
        return left < 0

    try:
        return parser.parse(lambda at, _: data[at:], progress_callback=is_stuck)
    except ValueError:
        parser.reset()
        return parser.parse(b"")


class Source:
    """A parsed code block."""

    __slots__ = ("root", "text")

    def __init__(self, text: str, grammar: Grammar, shown: str | None = None) -> None:
        """Parse `text`, or `shown` in its place: a text of the same length that the grammar understands better."""
        self.text = text
        # One byte for each character, so that byte offsets are character offsets.
        data = _NOT_ASCII.sub("_", text if shown is None else shown).encode("ascii")
        self.root = _parsed(_parser(grammar), data).root_node

    def of(self, node: Node) -> str:
        """The source text of a node."""
        return self.text[node.start_byte : node.end_byte]

    def nodes(self, *kinds: str) -> Iterator[Node]:
        """All nodes of these types, in the order of the text; without recursion, for code that is nested deeply."""
        stack = [self.root]
        while stack:
            node = stack.pop()
            if node.type in kinds:
                yield node
            stack.extend(reversed(node.children))


def span(node: Node) -> Span:
    """Where a node stands."""
    return Span(node.start_byte, node.end_byte)


def field(node: Node | None, name: str) -> Node | None:
    """A child by the name of its field."""
    return None if node is None else node.child_by_field_name(name)
