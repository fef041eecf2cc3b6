"""Inputs made by hand, as the reader of predictors would make them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from cog_lsp.predictor.model import ABSENT, Argument, Field, Home, Input, Refusal, Span

NOWHERE = Span(0, 0)


def make_input(
    name: str = "x",
    schema: dict[str, Any] | None = None,
    *,
    required: bool = False,
    enum: Sequence[Any] | None = None,
    refusal: str | None = None,
    **arguments: tuple[Any, Any],
) -> Input:
    """An input whose arguments are given as pairs (meant, published)."""
    component = None if enum is None else {"title": name, "enum": list(enum), "type": "string"}
    published = Field(schema or {}, required, component)
    return Input(
        name=name,
        order=0,
        source=name,
        span=NOWHERE,
        name_span=NOWHERE,
        annotation=None,
        default_span=NOWHERE if arguments else None,
        call_span=NOWHERE if arguments else None,
        opaque=False,
        home=Home.SIGNATURE,
        arguments=tuple(
            Argument(keyword, NOWHERE, NOWHERE, "", "string", meant, read)
            for keyword, (meant, read) in arguments.items()
        ),
        field=published if refusal is None else Refusal("ErrUnsupportedType", refusal, NOWHERE, "unsupported-type"),
    )


@pytest.fixture(name="make_input", scope="session")
def _make_input() -> Callable[..., Input]:
    return make_input


@pytest.fixture(scope="session")
def absent() -> Any:
    """What Cog reads where it drops an argument."""
    return ABSENT
