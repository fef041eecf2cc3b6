"""Typed records of the protocol to JSON and back, with the one converter that pygls uses too."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from pygls.protocol import default_converter

T = TypeVar("T")


@lru_cache(maxsize=1)
def converter() -> Any:
    """The converter of lsprotocol's records; made once, since that takes a tenth of the start.

    It stops at the first value of a wrong type. To gather all of them takes a minute for a list of 300,000.
    """
    make: Callable[[], Any] = default_converter
    result = make()
    result.detailed_validation = False
    return result


def to_json(record: Any, kind: type) -> str:
    """A record as JSON, in the form that the protocol gives `kind`."""
    return json.dumps(converter().unstructure(record, kind), separators=(",", ":"))


def from_json(data: Any, kind: type[T]) -> T:
    """What `json.loads` gave as a typed record. Raises what cattrs raises where it does not fit."""
    record: T = converter().structure(data, kind)
    return record
