"""What is usual for the name of an input: bounds that most models have, and whole words instead of shortened ones."""

from __future__ import annotations

from functools import lru_cache

from cog_lsp.prose.data import load
from cog_lsp.prose.words import name_parts


@lru_cache(maxsize=2_000)
def usual_bounds(name: str, kind: str) -> tuple[float, float] | None:
    """The usual `ge` and `le` of a number with that name; None where none are known. `kind` is "int" or "float"."""
    bounds = load("bounds.toml").get(name)
    if bounds is None:
        return None
    low, high = bounds
    if kind == "int":
        return (int(low), int(high)) if float(low).is_integer() and float(high).is_integer() else None
    return float(low), float(high)


@lru_cache(maxsize=2_000)
def whole_name(name: str) -> str | None:
    """The name with its shortened words written out; None where none is shortened."""
    names = load("names.toml")
    full = names["names"].get(name.lower())
    if full is not None:
        return str(full)
    if "_" not in name and not name.islower():
        return None
    parts = name.lower().split("_")
    whole = [names["words"].get(part.rstrip("0123456789"), part) for part in parts]
    numbered = [w if w == p else w + p[len(p.rstrip("0123456789")) :] for w, p in zip(whole, parts, strict=True)]
    if numbered == parts or not name_parts(name):
        return None
    # A name that keeps other short parts would be no whole word either: `guidance_p`.
    return "_".join(numbered) if all(_is_whole(part) for part in numbered) else None


def _is_whole(part: str) -> bool:
    return len(part) > 2 or part.isdigit() or part in load("names.toml")["short"]["words"]
