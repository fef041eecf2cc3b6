"""The list of names of one `from … import …`, changed through LibCST. Import it late, like `calls`."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst


def extended(source: str, added: Sequence[str]) -> str | None:
    """The statement with these names in its list, each after the last name that sorts before it; None where the
    statement is not one that LibCST writes back to the character."""
    newline = "\r\n" if "\r\n" in source else "\n"
    config = cst.PartialParserConfig(default_newline=newline)
    try:
        line = cst.parse_statement(source, config)
    except (cst.ParserSyntaxError, cst.CSTValidationError, RecursionError, UnicodeError):
        return None
    if not isinstance(line, cst.SimpleStatementLine) or len(line.body) != 1:
        return None
    statement = line.body[0]
    writer = cst.Module([], default_newline=newline)
    if (
        not isinstance(statement, cst.ImportFrom)
        or isinstance(statement.names, cst.ImportStar)
        or writer.code_for_node(statement) != source
    ):
        return None
    for name in added:
        statement = _with(statement, name)
    return writer.code_for_node(statement)


def _key(name: cst.ImportAlias) -> str:
    return str(name.evaluated_name).lower()


def _with(statement: cst.ImportFrom, added: str) -> cst.ImportFrom:
    """An import with one more name, in its place if the names are sorted, in the layout of the others."""
    assert not isinstance(statement.names, cst.ImportStar)
    names = list(statement.names)
    place = max((at + 1 for at, n in enumerate(names) if _key(n) < added.lower()), default=0)
    new = cst.ImportAlias(cst.Name(added))
    separator = _separator(statement, names)
    if place < len(names):
        names.insert(place, new.with_changes(comma=cst.Comma(whitespace_after=separator)))
        return statement.with_changes(names=names)
    last = names[-1]
    if isinstance(last.comma, cst.Comma):
        # What follows the trailing comma leads to the bracket: it moves behind the new name, but for a comment.
        closing = last.comma.whitespace_after
        names[-1] = last.with_changes(comma=cst.Comma(whitespace_after=_commented(closing, separator)))
        names.append(new.with_changes(comma=last.comma.with_changes(whitespace_after=_bare(closing))))
        return statement.with_changes(names=names)
    closing = statement.rpar.whitespace_before if statement.rpar else cst.SimpleWhitespace("")
    names[-1] = last.with_changes(comma=cst.Comma(whitespace_after=_commented(closing, separator)))
    rpar = statement.rpar.with_changes(whitespace_before=_bare(closing)) if statement.rpar else None
    return statement.with_changes(names=[*names, new], rpar=rpar)


def _separator(statement: cst.ImportFrom, names: Sequence[cst.ImportAlias]) -> cst.BaseParenthesizableWhitespace:
    """What stands between two names of the list."""
    for name in names[:-1]:
        if isinstance(name.comma, cst.Comma):
            return _bare(name.comma.whitespace_after)
    opening = statement.lpar.whitespace_after if statement.lpar else cst.SimpleWhitespace("")
    return _bare(opening) if isinstance(opening, cst.ParenthesizedWhitespace) else cst.SimpleWhitespace(" ")


def _bare(white: cst.BaseParenthesizableWhitespace) -> cst.BaseParenthesizableWhitespace:
    """The white space without comments and empty lines."""
    if isinstance(white, cst.ParenthesizedWhitespace):
        return white.with_changes(first_line=cst.TrailingWhitespace(newline=cst.Newline()), empty_lines=[])
    return white


def _commented(
    white: cst.BaseParenthesizableWhitespace, separator: cst.BaseParenthesizableWhitespace
) -> cst.BaseParenthesizableWhitespace:
    """The separator with the comment that stands behind the name before it."""
    if isinstance(white, cst.ParenthesizedWhitespace) and isinstance(separator, cst.ParenthesizedWhitespace):
        return separator.with_changes(first_line=white.first_line, empty_lines=white.empty_lines)
    return separator
