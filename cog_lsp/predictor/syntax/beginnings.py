"""What a line begins with: the one table of Python's statements for texts that no parser reads whole.

A half-written file is cut into statements by its lines. At the left edge nearly anything may stand that starts a
statement; below a signature that is still open, a line must look less like one of its parameters.
"""

from __future__ import annotations

import re

from cog_lsp.regex import regex

AT_THE_LEFT = (
    r"(?:async[ \t]+)?def[ \t]+\w",
    r"class[ \t]+\w",
    r"@[\w.]",  # a decorator
    r"import[ \t]+\w",
    r"from[ \t]+[\w.]+[ \t]+import\b",
    r"[A-Za-z_]\w*[ \t]*(?::[^=\n]*)?[-+*/|&%]?=(?!=)",  # an assignment, annotated and augmented ones too
    r"(?:if|for|while|with|try)\b[^\n]*:[ \t\r]*(?:\#.*)?$",  # the whole head of a block
    r"(?:return|raise|pass|assert)\b",
    r"\"\"\"",  # a docstring
    r"\w[\w.]*\(",  # a call
)
"""How a statement begins that stands where a class or function may."""

IN_A_BODY = (
    r"(?:return|raise|for|while|with|try|import|from|assert|del|global|yield|await|print|pass)\b",
    r"if\b[^\n]*:",
    r"\"\"\"|'''",
    r"(?:async[ \t]+)?def[ \t]",
    r"class[ \t]",
    r"@",
    r"\w+(?:\.\w+)+",  # an attribute: no parameter has one in its name
    r"\w+[ \t]*(?:\[[^\n]*\][ \t]*)?=[^=]",  # an assignment; a parameter with a default alone looks like it
    r"\w+\(",
)
"""How a line begins that can only stand in the body of a function whose signature was never closed."""

STATEMENT = "|".join(AT_THE_LEFT)
BODY = regex(rf"[ \t]*(?:{'|'.join(IN_A_BODY)})")
PARAMETER = regex(r"[ \t]*\*{0,2}[^\W\d]\w*[ \t]*(?::[ \t]*[\w\"'\[]|,[ \t\r]*$)", re.MULTILINE)
"""A parameter with its annotation, or a name and a comma at the end of the line."""
