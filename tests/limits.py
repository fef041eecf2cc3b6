"""How long a test waits for what must come. Nothing is measured by it: it only ends a run in which something hangs."""

from __future__ import annotations

LIMIT = 180.0
"""Seconds; a machine that does ten things at once needs a tenth of it."""
