"""A call as LibCST sees it. Import this module late: LibCST takes 100 ms to load."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import libcst as cst

from cog_lsp.fixes.layout import Layout
from cog_lsp.predictor.comment import MARK

White = cst.BaseParenthesizableWhitespace


def parse(source: str, layout: Layout) -> Call | None:
    """The call, where the source is one that LibCST writes back to the character; else None."""
    try:
        node = cst.parse_expression(source)
    except (cst.ParserSyntaxError, cst.CSTValidationError, RecursionError, UnicodeError):
        return None
    if not isinstance(node, cst.Call):
        return None
    for newline in (layout.newline, "\n", "\r\n", "\r"):
        if cst.Module([], default_newline=newline).code_for_node(node) == source:
            return Call(node, layout, newline)
    return None


class Call:
    """A call whose arguments can be changed."""

    def __init__(self, node: cst.Call, layout: Layout, newline: str) -> None:
        self._node = node
        self._args = list(node.args)
        self._layout = layout
        self._newline = newline
        self._head: White = node.whitespace_before_args
        self._exploding = False

    def source(self) -> str | None:
        """The call as it is now; None where its arguments are in an order that Python does not allow."""
        try:
            node = self._node.with_changes(args=self._args, whitespace_before_args=self._head)
        except cst.CSTValidationError:
            return None
        return cst.Module([], default_newline=self._newline).code_for_node(node)

    def quote(self) -> str:
        """The quotation mark of the call's strings: the double one, unless only single ones are used."""
        strings = [a.value.value for a in self._args if isinstance(a.value, cst.SimpleString)]
        marks = {s.lstrip("bBfFrRuU")[:1] for s in strings}
        return "'" if marks == {"'"} else '"'

    def argument_indent(self) -> str:
        """The indentation of an argument that stands on a line of its own."""
        separators = [self._head, *(_after(a) for a in self._args[:-1])]
        for white in separators:
            if isinstance(white, cst.ParenthesizedWhitespace):
                return white.last_line.value
        return self._layout.indent + self._layout.unit

    def explode(self) -> None:
        """Put each argument on its own line, where all of them stand on one."""
        whites = [self._head, *(_after(a) for a in self._args)]
        if any(isinstance(w, cst.ParenthesizedWhitespace) for w in whites):
            return
        if not self._args:
            self._exploding = True  # the first argument that is set gets its own line
            return
        inner = _line(self._layout.indent + self._layout.unit)
        self._head = inner
        for at, arg in enumerate(self._args):
            after = inner if at + 1 < len(self._args) else _line(self._layout.indent)
            self._args[at] = arg.with_changes(
                comma=cst.Comma(whitespace_after=after), whitespace_after_arg=cst.SimpleWhitespace("")
            )

    def _find(self, keyword: str) -> int | None:
        """The last argument of that keyword; for `default` the first positional one too."""
        for at in reversed(range(len(self._args))):
            name = self._args[at].keyword
            if name is not None and name.value == keyword:
                return at
        if keyword == "default" and self._args and self._args[0].keyword is None and not self._args[0].star:
            return 0
        return None

    def rename(self, keyword: str, to: str) -> bool:
        """Rename an argument; False where it is missing or the new keyword is taken."""
        at = self._find(keyword)
        if at is None or self._find(to) is not None:
            return False
        self._args[at] = self._keyworded(self._args[at], to)
        return True

    def set(self, keyword: str, source: str, rank: Callable[[str], int]) -> bool:
        """Give an argument this value, or insert it; False where the source is no expression."""
        value = _value(source)
        at = self._find(keyword)
        if value is not None and at is None:
            self._insert(keyword, value, rank)
        return value is not None and (at is None or self._replace(at, keyword, value))

    def remove(self, keyword: str) -> bool:
        """Take an argument out with what separates it from the next; its comments stay."""
        at = self._find(keyword)
        if at is None or _comments(self._args[at]):
            return False
        argument = self._args.pop(at)
        if at == len(self._args) and self._args:
            last = self._args[-1]
            comma = argument.comma if isinstance(last.comma, cst.Comma) else last.comma
            self._args[-1] = last.with_changes(comma=comma, whitespace_after_arg=argument.whitespace_after_arg)
        elif not self._args:
            self._head = cst.SimpleWhitespace("")
        return True

    def mark(self, keyword: str, mark: str) -> None:
        """Let the line of an argument end with the mark of a draft, or without one where `mark` is empty."""
        if mark:
            self.explode()
        at = self._find(keyword)
        white = cst.SimpleWhitespace("") if at is None else _after(self._args[at])
        if at is None or not (mark or isinstance(white, cst.ParenthesizedWhitespace)):
            return
        if not isinstance(white, cst.ParenthesizedWhitespace):
            white = _line(self._layout.indent if at + 1 == len(self._args) else self.argument_indent())
        line = white.first_line
        before = line.comment.value if line.comment is not None else ""
        text = "  ".join(filter(None, (MARK.sub("", before).strip(), mark)))
        if text != before:
            blanks = cst.SimpleWhitespace("  " if text else "")
            line = line.with_changes(whitespace=blanks, comment=cst.Comment(text) if text else None)
            self._set_after(at, white.with_changes(first_line=line))

    @staticmethod
    def _keyworded(arg: cst.Arg, keyword: str) -> cst.Arg:
        plain = cst.SimpleWhitespace("")
        equal = cst.AssignEqual(whitespace_before=plain, whitespace_after=plain)
        return arg.with_changes(
            keyword=cst.Name(keyword), equal=arg.equal if isinstance(arg.equal, cst.AssignEqual) else equal
        )

    def _replace(self, at: int, keyword: str, value: cst.BaseExpression) -> bool:
        """Give an argument another value. Comments in the old one move in front of it; False where they cannot."""
        arg = self._args[at]
        comments = [c for part in (arg.value, arg.equal) for c in _comments(part)]
        if comments and not self._hoist(at, comments):
            return False
        arg = self._keyworded(arg, keyword)
        assert isinstance(arg.equal, cst.AssignEqual)
        if not all(isinstance(w, cst.SimpleWhitespace) for w in arg.equal.children):
            # The value stood on a line of its own.
            arg = self._keyworded(arg.with_changes(equal=cst.MaybeSentinel.DEFAULT), keyword)
        self._args[at] = arg.with_changes(value=value)
        return True

    def _hoist(self, at: int, comments: list[cst.Comment]) -> bool:
        """Put comments on lines of their own above an argument; False where it shares its line."""
        white = _after(self._args[at - 1]) if at else self._head
        if not isinstance(white, cst.ParenthesizedWhitespace):
            return False
        lines = [_comment_line(c, white.last_line.value) for c in comments]
        self._set_before(at, white.with_changes(empty_lines=[*white.empty_lines, *lines]))
        return True

    def _set_before(self, at: int, white: White) -> None:
        if at == 0:
            self._head = white
        elif isinstance(self._args[at - 1].comma, cst.Comma):
            self._set_after(at - 1, white)

    def _set_after(self, at: int, white: White) -> None:
        """The white space after an argument and its comma."""
        arg = self._args[at]
        if isinstance(arg.comma, cst.Comma):
            self._args[at] = arg.with_changes(comma=arg.comma.with_changes(whitespace_after=white))
        else:
            self._args[at] = arg.with_changes(whitespace_after_arg=white)

    def _insert(self, keyword: str, value: cst.BaseExpression, rank: Callable[[str], int]) -> None:
        """Add an argument at the place that its rank gives it."""
        new = self._keyworded(cst.Arg(value), keyword)
        place = 0
        for at, arg in enumerate(self._args):
            if arg.keyword is None or rank(arg.keyword.value) < rank(keyword):
                place = at + 1
        if not self._args:
            self._insert_only(new)
        elif place == 0:
            self._insert_first(new)
        else:
            self._insert_after(place - 1, new)

    def _insert_only(self, new: cst.Arg) -> None:
        """Add the first argument of a call that had none."""
        indent = self._layout.indent
        if self._exploding:
            self._head = _line(indent + self._layout.unit)
            self._args = [new.with_changes(comma=cst.Comma(whitespace_after=_line(indent)))]
            return
        if isinstance(self._head, cst.ParenthesizedWhitespace):
            closing = self._head.last_line.value
            self._head = self._head.with_changes(last_line=cst.SimpleWhitespace(indent + self._layout.unit))
            new = new.with_changes(whitespace_after_arg=_line(closing))
        self._args = [new]

    def _insert_first(self, new: cst.Arg) -> None:
        """Above the comments that stand over the first argument: they belong to it."""
        head = self._head
        if isinstance(head, cst.ParenthesizedWhitespace):
            after: White = _line(head.last_line.value, head.empty_lines)
            self._head = head.with_changes(empty_lines=[])
        else:
            after = self._separator()
        self._args.insert(0, new.with_changes(comma=cst.Comma(whitespace_after=after)))

    def _separator(self) -> White:
        """What stands between two arguments of a call whose first one shares the line of the bracket."""
        for arg in self._args[:-1]:
            white = _after(arg)
            if isinstance(white, cst.ParenthesizedWhitespace):
                return _line(white.last_line.value)
        return cst.SimpleWhitespace(" ")

    def _insert_after(self, at: int, new: cst.Arg) -> None:
        """Add an argument behind another one, with the white space that the others have between them."""
        arg = self._args[at]
        last = at + 1 == len(self._args)
        if isinstance(arg.comma, cst.Comma):
            white: White = arg.comma.whitespace_after
            before, after = self._split(white, last=last)
            self._args[at] = arg.with_changes(comma=arg.comma.with_changes(whitespace_after=before))
            new = new.with_changes(comma=cst.Comma(whitespace_after=after))
        else:
            before, after = self._split(arg.whitespace_after_arg, last=True)
            comma = cst.Comma(whitespace_after=before)
            self._args[at] = arg.with_changes(comma=comma, whitespace_after_arg=cst.SimpleWhitespace(""))
            new = new.with_changes(whitespace_after_arg=after)
        self._args.insert(at + 1, new)

    def _split(self, white: White, *, last: bool) -> tuple[White, White]:
        """White space after an argument, split around a new one: a comment on the argument's line stays there."""
        if isinstance(white, cst.ParenthesizedWhitespace):
            indent = self.argument_indent() if last else white.last_line.value
            before = white.with_changes(empty_lines=[], last_line=cst.SimpleWhitespace(indent))
            return before, _line(white.last_line.value, white.empty_lines)
        return (self._separator() if last else white), white


def _value(source: str) -> cst.BaseExpression | None:
    """An expression as it stands in a call, where adjacent literals may stand on several lines."""
    try:
        value = cst.parse_expression(f"({source})")
    except (cst.ParserSyntaxError, cst.CSTValidationError, UnicodeError):
        return None
    return value.with_changes(lpar=value.lpar[1:], rpar=value.rpar[:-1])


def _after(arg: cst.Arg) -> White:
    """The white space after an argument and its comma."""
    return arg.comma.whitespace_after if isinstance(arg.comma, cst.Comma) else arg.whitespace_after_arg


def _line(indent: str, above: Sequence[cst.EmptyLine] = ()) -> cst.ParenthesizedWhitespace:
    """A line end, the given lines, and the indentation of the next one."""
    return cst.ParenthesizedWhitespace(
        first_line=cst.TrailingWhitespace(newline=cst.Newline()),
        empty_lines=above,
        indent=True,
        last_line=cst.SimpleWhitespace(indent),
    )


def _comment_line(comment: cst.Comment, indent: str) -> cst.EmptyLine:
    return cst.EmptyLine(indent=True, whitespace=cst.SimpleWhitespace(indent), comment=comment)


class _Comments(cst.CSTVisitor):
    def __init__(self) -> None:
        self.found: list[cst.Comment] = []

    def visit_Comment(self, node: cst.Comment) -> None:
        self.found.append(node)


def _comments(node: cst.CSTNode | cst.MaybeSentinel) -> list[cst.Comment]:
    """The comments inside a node, in order."""
    if isinstance(node, cst.MaybeSentinel):
        return []
    visitor = _Comments()
    node.visit(visitor)
    return visitor.found
