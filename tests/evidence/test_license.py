"""Licenses by the first lines of their text."""

from __future__ import annotations

import pytest

from cog_lsp.evidence.license import license_of_text

TEXTS = [
    ("MIT License\n\nCopyright (c) 2025 Ann\n\nPermission is hereby granted, free of charge, to any person", "MIT"),
    ("Copyright (c) 2022 Acme\n\nCreativeML Open RAIL-M\ndated August 22, 2022", "CreativeML-OpenRAIL-M"),
    ("Copyright (c) 2023 Acme\nCreativeML Open RAIL++-M License dated July 26, 2023", "CreativeML-OpenRAIL++-M"),
    ("All rights reserved.", None),
]


@pytest.mark.parametrize(("text", "license"), TEXTS)
def test_license(text: str, license: str | None) -> None:
    assert license_of_text(text) == license
