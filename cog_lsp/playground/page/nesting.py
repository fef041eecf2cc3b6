"""Whether HTML is nested so that browsers, and the library that sanitizes it, take more than its length tells.

For each tag they look through the elements that are open, and after each paragraph some that were never closed are
opened anew: forty kilobytes of `<b id=1><p><b id=2><p>…` are fifty megabytes of page. What they take for closed depends
on where it stands, so an end tag counts here only where no reading could miss it: within its element, in plain HTML.
"""

from __future__ import annotations

from cog_lsp.regex import regex

MOST = 1_000_000
"""Open elements, counted at each start tag: the most that takes less than a second."""
ORDINARY = frozenset(
    [
        "a", "abbr", "acronym", "b", "blockquote", "caption", "center", "cite", "code", "del", "details",
        "div", "dl", "em", "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "i", "ins", "kbd", "main", "nav", "ol", "picture", "pre", "q", "s", "samp", "section",
        "small", "span", "strike", "strong", "sub", "summary", "sup", "table", "tt", "u", "ul", "var", "video"
    ]
)  # fmt: skip
"""Elements that may hold any other, and end with their end tag."""
BRIEF = frozenset(
    [
        "area", "br", "col", "dd", "dt", "hr", "img", "input", "li", "p", "source", "tbody", "td", "tfoot",
        "th", "thead", "tr", "wbr"
    ]
)  # fmt: skip
"""Elements that hold nothing, or end where the next of their kind begins."""
_COMMENT = regex(r"<!--(?!-?>)(?:[^-]|-(?!-!?>))*-->")
_TAG = regex(
    r"<(/?)([a-zA-Z][a-zA-Z0-9]*)"
    r"(?:\s+[\w:.-]+(?:\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>=`]+))?)*\s*/?>"
)
_START = regex(r"<([a-zA-Z][a-zA-Z0-9]*)")


def is_tangled(html: str) -> bool:
    """Whether more elements are open at once, at more tags, than anybody means."""
    cost, elements = 0, list[str]()
    at = html.find("<")
    while at >= 0 and cost <= MOST:
        comment = _COMMENT.match(html, at)
        tag = None if comment else _TAG.match(html, at)
        name = tag[2].lower() if tag else ""
        if comment is None and name not in ORDINARY and name not in BRIEF:
            return cost + _unclosed(html, at, len(elements)) > MOST
        if tag is not None and not tag[1]:
            cost += len(elements)
            if name in ORDINARY:
                elements.append(name)
        elif elements and elements[-1] == name:
            elements.pop()
        token = comment or tag
        at = html.find("<", token.end() if token else at + 1)
    return cost > MOST


def _unclosed(html: str, at: int, depth: int) -> int:
    """What the rest costs where nothing in it is closed: from here on it may be read in more than one way."""
    cost = 0
    for start in _START.finditer(html, at):
        cost += depth
        depth += start[1].lower() not in BRIEF
    return cost
