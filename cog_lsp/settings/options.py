"""Every setting with its JSON Schema: the page of settings and the editors' settings are generated from these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from cog_lsp.settings.record import SEVERITIES


class Option(Struct, frozen=True):
    """One setting, for the reader of the settings and for their documentation."""

    name: str
    schema: Mapping[str, Any]
    """JSON Schema of its value."""
    summary: str
    example: str
    """As it stands in cog-lsp.toml."""
    older: tuple[str, ...] = ()
    """Names that it had before, which count all the same."""
    in_editors: bool = True
    """Whether an editor can set it, too."""

    @property
    def attribute(self) -> str:
        """The field of `Settings`."""
        return self.name.replace("-", "_")


def _strings(**more: Any) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string", **more}}


def options(rules: Sequence[str], topics: Sequence[str]) -> tuple[Option, ...]:
    """Every setting, in the order of the documentation, where these are the slugs of all rules and topics."""
    return (
        Option(
            "extend",
            {"type": "string"},
            "Another settings file, relative to this one: its settings count where this file has none.",
            'extend = "../common/cog-lsp.toml"',
            in_editors=False,
        ),
        Option(
            "severity",
            {
                "type": "object",
                "additionalProperties": {"enum": list(SEVERITIES)},
                "propertyNames": {"enum": list(rules)},
            },
            "How serious the findings of a rule are, by rule: error, warning, information, hint or off.",
            '[severity]\njargon = "off"\nmissing-section = "warning"',
        ),
        Option(
            "terms",
            {"type": "object", "additionalProperties": {"type": "string"}},
            "Technical terms of your own with their plain meaning; an empty meaning says that readers know the term.",
            '[terms]\nSplatting = "drawing a scene from many small blurred dots"\nLoRA = ""',
        ),
        Option(
            "headings",
            {"type": "object", "additionalProperties": _strings(), "propertyNames": {"enum": list(topics)}},
            "Further headings that cover a topic of the model card.",
            '[headings]\nlimitations = ["Where it falls short"]',
        ),
        Option(
            "topics",
            _strings(enum=list(topics)),
            "The topics that a README must cover. Without it, all eight.",
            'topics = ["what-it-does", "how-to-use", "limitations"]',
        ),
        Option(
            "readme",
            {"type": "string"},
            "The README's file name beside cog.yaml. Without it, README.md or README.markdown in any letter case.",
            'readme = "MODEL_CARD.md"',
        ),
        Option(
            "cog-version",
            {"type": "string", "pattern": r"^\d+\.\d+(\.\d+)?$"},
            "The Cog version that builds the model. Without it, build.sdk_version of cog.yaml, else the newest.",
            'cog-version = "0.18.0"',
        ),
        Option(
            "exclude",
            _strings(),
            "Models and files that are left out, as gitignore patterns from the folder of the settings file.",
            'exclude = ["examples/", "old_*.py"]',
            older=("ignore",),
        ),
        Option(
            "per-file-ignores",
            {"type": "object", "additionalProperties": _strings(enum=list(rules))},
            "Rules that stay silent in some files, by gitignore pattern.",
            '[per-file-ignores]\n"README.md" = ["jargon"]\n"old_*.py" = ["terse-description"]',
        ),
        Option(
            "line-length",
            {"type": "integer", "minimum": 40, "maximum": 400},
            "Columns at which drafted text wraps. Without it, line-length of [tool.ruff] or [tool.black], else 88.",
            "line-length = 100",
        ),
        Option(
            "description-layout",
            {"type": "string", "enum": ["wrapped", "one-line"]},
            "How a description that is too long for its line is written: wrapped, or on that line all the same.",
            'description-layout = "one-line"',
        ),
        Option(
            "inlay-hints",
            {"type": "boolean"},
            "Whether editors show the published default at the end of each input.",
            "inlay-hints = true",
        ),
        Option(
            "empty-values",
            {"type": "boolean"},
            "Whether editors show what the code makes of an empty value: behind each default, and above the signature.",
            "empty-values = true",
        ),
    )
