"""Whether a file that is there is a report of ours: only over such a one is a new report written."""

from __future__ import annotations

from cog_lsp.regex import regex

_COMPACT = regex(
    r'\[\]|\[\{"(?:file|description)":"(?:[^"\\]|\\.)*","(?:rule|check_name)":'
    r'|\{"\$schema":"https://json\.schemastore\.org/sarif-2\.1\.0\.json","version":"2\.1\.0",'
    r'"runs":\[\{"tool":\{"driver":\{"name":"cog-lsp"'
    r"|<\?xmlversion=\"1\.0\"encoding=\"utf-8\"\?><testsuitesname=\"cog-lsp\""
)
"""How a report for machines begins, all space left out."""
_LINE = regex(
    r"^(?:::(?:error|warning|notice) title=cog-lsp \(|[^:]*:[0-9]+:[0-9]+: (?:error|warning|information|hint)[\[ ][a-z]"
    r"|(?:Fixed|Silenced) .|Found [0-9]|Nothing to fix\.| *[0-9]+  [a-z][a-z-]*$)"
)
"""The first line of a report for people, or of commands for GitHub."""


def is_report(head: str) -> bool:
    """Whether a file that begins so is one, in whatever format; an empty one may be."""
    first = head.lstrip("\ufeff").partition("\n")[0]
    return not head.strip() or _LINE.match(first) is not None or _COMPACT.match("".join(head.split())) is not None
