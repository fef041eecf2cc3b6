"""Components that every schema of Cog's has: choices of an input with the name of one of them are not published.

Source: replicate/cog, pkg/schema/openapi_spec.go.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cog_lsp.predictor.model import Mode

Components = Mapping[str, Mapping[str, Any]]


def _text(title: str, **more: str) -> dict[str, str]:
    return {"title": title, "type": "string", **more}


def _object(title: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": title, "type": "object", "properties": properties}


ALWAYS: Components = {
    "Status": {
        "title": "Status",
        "description": "An enumeration.",
        "enum": ["starting", "processing", "succeeded", "canceled", "failed"],
        "type": "string",
    },
    "HTTPValidationError": _object(
        "HTTPValidationError",
        {"detail": {"title": "Detail", "type": "array", "items": {"$ref": "#/components/schemas/ValidationError"}}},
    ),
    "ValidationError": {
        **_object(
            "ValidationError",
            {
                "loc": {
                    "title": "Location",
                    "type": "array",
                    "items": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
                },
                "msg": _text("Message"),
                "type": _text("Error Type"),
            },
        ),
        "required": ["loc", "msg", "type"],
    },
}


def _messages(name: str, prefix: str) -> Components:
    """What is sent and what comes back."""
    inputs = {"$ref": f"#/components/schemas/{prefix}Input"}
    returned = {"$ref": f"#/components/schemas/{prefix}Output"}
    moments = {f"{at}_at": _text(f"{at.title()} At", format="date-time") for at in ("created", "started", "completed")}
    answer = {
        "input": inputs,
        "output": returned,
        "id": _text("Id"),
        "version": _text("Version"),
        **moments,
        "status": _text("Status"),
        "error": _text("Error"),
        "logs": _text("Logs"),
        "metrics": {"title": "Metrics", "type": "object"},
    }
    return {
        f"{name}Request": _object(f"{name}Request", {"id": _text("Id"), "input": inputs}),
        f"{name}Response": _object(f"{name}Response", answer),
    }


FIXED: Mapping[Mode, Components] = {
    "run": {**ALWAYS, **_messages("Prediction", "")},
    "train": {**ALWAYS, **_messages("Training", "Training")},
}
"""By what the predictor does."""
