"""The front end's files, and all of them in one self-contained page."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files

from cog_lsp.regex import regex

CONTENT_TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript"}
MODULES = (
    "dom.js",
    "values.js",
    "controls.js",
    "looks.js",
    "findings.js",
    "fields.js",
    "calls.js",
    "output.js",
    "panels.js",
    "reference.js",
    "jumps.js",
    "frame.js",
    "server.js",
    "app.js",
)
"""The modules of the front end, each after those that it imports."""
TITLE = "<title>Playground preview</title>"
"""In the head of every page."""
FILES = frozenset({"index.html", "style.css", *MODULES})

_IMPORT = regex(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT = regex(r"^export (?=const |function |async function |class |let )", re.MULTILINE)


@cache
def static_file(name: str) -> str | None:
    """The text of a file of the front end; None where there is none of that name."""
    if name not in FILES:
        return None
    return (files("cog_lsp.playground") / "static" / name).read_text(encoding="utf-8")


def self_contained(state: str) -> str:
    """One HTML page with the state, the style and the script in it. It loads nothing; its policy allows only its own
    script. The modules share one scope, so their top-level names differ from each other."""
    page, style = _text("index.html"), _text("style.css")
    script = "".join(_EXPORT.sub("", _IMPORT.sub("", _text(name))) for name in MODULES)
    script = f'"use strict";\n{script}'.replace("</script", "<\\/script")
    data = state.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; img-src data: blob:; "
        "media-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    head = f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n<style>{style}</style>\n'
    page = page.replace('<link rel="stylesheet" href="static/style.css">\n', head)
    body = f'<script type="application/json" id="state">{data}</script>\n<script type="module">{script}</script>'
    return page.replace('<script type="module" src="static/app.js"></script>', body)


def _text(name: str) -> str:
    return static_file(name) or ""


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
