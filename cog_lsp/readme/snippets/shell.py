"""Shell commands with positions: words after quotes, escapes and line continuations are taken away."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from tree_sitter import Node

from cog_lsp.predictor.model import UNKNOWN
from cog_lsp.readme.snippets.records import Entry, with_placeholders
from cog_lsp.readme.snippets.shell_text import HOLE, unescape_ansi
from cog_lsp.readme.snippets.tree import Source, span
from cog_lsp.regex import regex
from cog_lsp.text import Span

_ANGLE = regex(r"<[A-Za-z](?:[\w ./|:-]*\w)?>")
_ESCAPED = regex(r"\\(\r\n|.)", re.DOTALL)
_ESCAPED_IN_QUOTES = regex(r'\\(\r\n|[\n"\\$`])')


class Word(Struct, frozen=True):
    """A word of a command, as the program gets it."""

    text: str
    offsets: tuple[int, ...]
    """Where each character of `text` stands in the code, and where the word ends."""
    span: Span
    quoted: bool
    """Whether any part of it stands in quotes."""

    def part(self, start: int, end: int | None = None) -> Span:
        """A range of `text` as a range of the code; quotes around the range are left out, those inside are not."""
        stop = len(self.text) if end is None else end
        if stop <= start:
            return Span(self.offsets[start], self.offsets[start])
        return Span(self.offsets[start], self.offsets[stop - 1] + 1)


class Command(Struct, frozen=True):
    """A simple command: its words, and what it reads."""

    words: tuple[Word, ...]
    span: Span
    stdin: Word | None
    """What a here-document, a here-string or an `echo` in front of the pipe gives it."""
    whole: bool
    """False where a backslash stands at the end of the line and continues nothing, so that words may be missing."""


def pair_entry(word: Word, pair: re.Match[str]) -> Entry:
    """The input that `name=value`, a match in a word, gives. The programs take a pair of quotes off a value."""
    text = pair[2]
    if HOLE in text:
        value: object = UNKNOWN
    else:
        if len(text) >= 2 and text[0] == text[-1] == '"':
            text = text[1:-1]
        value = with_placeholders(text)
    return Entry(pair[1], word.part(*pair.span(1)), value, word.part(*pair.span(2)))


def commands(code: str) -> Iterator[Command]:
    """The commands of a piece of shell code; those that the grammar does not understand are left out."""
    masked_code = _ANGLE.sub(lambda m: "_" * len(m.group()), code)
    source = Source(code, "bash", masked_code)
    for node in source.nodes("command"):
        if node.has_error or _in_error(node):
            continue
        words = [_word(source, child) for child in node.named_children if child.type not in _NO_WORDS]
        rest = code[node.end_byte :].split("\n", 1)[0].strip()
        yield Command(tuple(words), span(node), _stdin(source, node), not rest.startswith("\\"))


_NO_WORDS = frozenset({"variable_assignment", "file_redirect", "heredoc_redirect", "herestring_redirect", "comment"})


def _in_error(node: Node) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.type == "ERROR":
            return True
        parent = parent.parent
    following = node.next_sibling
    return following is not None and (following.type == "ERROR" or following.is_missing)


def _stdin(source: Source, node: Node) -> Word | None:
    """What a command reads: the nearest of here-string, here-document and pipe, looked for from the inside out."""
    for child in node.children:
        if child.type == "herestring_redirect" and child.named_children:
            return _word(source, child.named_children[0])
    inner, parent = node, node.parent
    while parent is not None and parent.type in ("redirected_statement", "pipeline", "list", "heredoc_redirect"):
        if parent.type == "pipeline" and parent.named_children[0] != inner:
            before = parent.named_children[parent.named_children.index(inner) - 1]
            return _written(source, before) if before.type == "command" else _heredoc(source, before)
        body = _heredoc(source, parent)
        if body is not None:
            return body
        inner, parent = parent, parent.parent
    return None


def _heredoc(source: Source, node: Node) -> Word | None:
    """The here-document of a statement."""
    redirects = [node] if node.type == "heredoc_redirect" else node.children
    for redirect in redirects:
        body = next((c for c in redirect.children if c.type == "heredoc_body"), None)
        if redirect.type == "heredoc_redirect" and body is not None:
            offsets = tuple(range(body.start_byte, body.end_byte + 1))
            return Word(source.of(body), offsets, span(body), True)
    return None


def _written(source: Source, node: Node) -> Word | None:
    """The one text that `echo` or `printf` writes."""
    words = [_word(source, child) for child in node.named_children if child.type not in _NO_WORDS]
    if not words or words[0].text not in ("echo", "printf"):
        return None
    texts = [word for word in words[1:] if word.quoted or not word.text.startswith("-")]
    if words[0].text == "printf" and len(texts) == 2 and texts[0].text in ("%s", "%s\\n", "%s\n"):
        texts = texts[1:]
    return texts[0] if len(texts) == 1 else None


def _word(source: Source, node: Node) -> Word:
    pieces: list[tuple[str, int]] = []
    quoted = _collect(source, node, pieces)
    text = "".join(piece for piece, _ in pieces)
    offsets = [at for _, at in pieces] + [node.end_byte]
    return Word(text, tuple(offsets), span(node), quoted)


def _collect(source: Source, node: Node, into: list[tuple[str, int]]) -> bool:
    """Add the characters of a node; whether any of them stand in quotes."""
    kind, start, end = node.type, node.start_byte, node.end_byte
    if kind in ("concatenation", "command_name"):
        quoted = [_collect(source, child, into) for child in node.children]
        return any(quoted)
    if kind in ("word", "number", "test_operator", "[", "]", "{", "}", "=", "$"):
        _add(source.text, start, end, _ESCAPED, into)
        return False
    if kind == "ansi_c_string":
        into += unescape_ansi(source.text, start + 2, max(start + 2, end - 1))
        return True
    if kind == "raw_string":
        into += [(source.text[at], at) for at in range(start + 1, max(start + 1, end - 1))]
        return True
    if kind == "string":
        at = start + 1
        for child in node.children:
            if child.type == '"':
                continue
            _add(source.text, at, child.start_byte, _ESCAPED_IN_QUOTES, into)
            if child.type == "string_content":
                _add(source.text, child.start_byte, child.end_byte, _ESCAPED_IN_QUOTES, into)
            else:
                _substitute(source, child, into)
            at = child.end_byte
        _add(source.text, at, max(at, end - 1), _ESCAPED_IN_QUOTES, into)
        return True
    into.append((HOLE, start))
    return False


def _substitute(source: Source, node: Node, into: list[tuple[str, int]]) -> None:
    """Add what the shell puts into a string: the text of `$(cat <<EOF …)`, else a hole."""
    inner = node.named_children[0] if node.type == "command_substitution" and node.named_children else None
    body = _heredoc(source, inner) if inner is not None else None
    if inner is None or body is None or source.of(inner.named_children[0]) != "cat":
        into.append((HOLE, node.start_byte))
    else:
        into += zip(body.text.rstrip("\n"), body.offsets, strict=False)


def _add(text: str, start: int, end: int, escaped: re.Pattern[str], into: list[tuple[str, int]]) -> None:
    at = start
    for match in escaped.finditer(text, start, end):
        into += [(text[i], i) for i in range(at, match.start())]
        if match[1] not in ("\n", "\r\n"):
            into.append((match[1], match.start(1)))
        at = match.end()
    into += [(text[i], i) for i in range(at, end)]
