"""Imports that a fix adds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cog_lsp.fixes import import_lists, plain_imports
from cog_lsp.fixes.edits import apply
from cog_lsp.fixes.imports import Name, edits, names

OPTIONAL: Name = ("typing", "Optional")
BODY = "\n\nclass A:\n    pass\n"
CASES: list[tuple[str, list[Name], str | None]] = [
    ("from typing import Any, Union\n", [OPTIONAL], "from typing import Any, Optional, Union\n"),
    ("from typing import Any, List\n", [OPTIONAL], "from typing import Any, List, Optional\n"),
    ("from typing import Any  # why\n", [OPTIONAL], "from typing import Any, Optional  # why\n"),
    ("from typing import Any; x = 1\n", [OPTIONAL], "from typing import Any, Optional; x = 1\n"),
    ("from typing import Any, \\\n    List\n", [OPTIONAL], "from typing import Any, \\\n    List, \\\n    Optional\n"),
    (
        "from typing import (\n    Any,\n    Union,  # why\n)\n",
        [OPTIONAL],
        "from typing import (\n    Any,\n    Optional,\n    Union,  # why\n)\n",
    ),
    (
        "from typing import (\n    Any,\n    List,  # why\n)\n",
        [OPTIONAL],
        "from typing import (\n    Any,\n    List,  # why\n    Optional,\n)\n",
    ),
    (
        "from typing import (\n    Any,\n    List  # why\n)\n",
        [OPTIONAL],
        "from typing import (\n    Any,\n    List,  # why\n    Optional\n)\n",
    ),
    (
        "from typing import (Any,\n                    List)\n",
        [OPTIONAL],
        "from typing import (Any,\n                    List,\n                    Optional)\n",
    ),
    ("from typing import Any\r\nimport z\r\n", [OPTIONAL], "from typing import Any, Optional\r\nimport z\r\n"),
    (
        "from typing import (\r\n    Any,\r\n    Union,\r\n)\r\n",
        [OPTIONAL],
        "from typing import (\r\n    Any,\r\n    Optional,\r\n    Union,\r\n)\r\n",
    ),
    ("import os\nimport torch\n" + BODY, [OPTIONAL], "import os\nimport torch\nfrom typing import Optional\n" + BODY),
    ("import a\nimport z" + BODY, [OPTIONAL], "import a\nfrom typing import Optional\nimport z" + BODY),
    ("import z\n" + BODY, [OPTIONAL], "from typing import Optional\nimport z\n" + BODY),
    (
        "from __future__ import annotations\nimport z\n",
        [OPTIONAL],
        "from __future__ import annotations\nfrom typing import Optional\nimport z\n",
    ),
    (
        '"""Doc.\nfrom typing import Any\n"""\nx = 1\n',
        [OPTIONAL],
        '"""Doc.\nfrom typing import Any\n"""\nfrom typing import Optional\n\nx = 1\n',
    ),
    ("#!/bin/python\n# c\nx = 1\n", [OPTIONAL], "#!/bin/python\n# c\nfrom typing import Optional\n\nx = 1\n"),
    ('# c\n"""Doc."""\nx = 1\n', [OPTIONAL], '# c\n"""Doc."""\nfrom typing import Optional\n\nx = 1\n'),
    ('"""Doc."""', [OPTIONAL], '"""Doc."""\nfrom typing import Optional\n'),
    ("", [OPTIONAL], "from typing import Optional\n"),
    ("from typing import Any,\n", [OPTIONAL], "from typing import Optional\nfrom typing import Any,\n"),
    ("from typing import ()\n", [OPTIONAL], "from typing import Optional\nfrom typing import ()\n"),
    ("from typing import Any as\n", [OPTIONAL], "from typing import Optional\nfrom typing import Any as\n"),
    ("from typing import *\n", [OPTIONAL], "from typing import Optional\nfrom typing import *\n"),
    ("from typing import Optional\n", [OPTIONAL], "from typing import Optional\n"),
    ("from typing import Optional as Opt\n", [OPTIONAL], "from typing import Optional, Optional as Opt\n"),
    ("from other import Optional\n", [OPTIONAL], None),
    ("import cog\n", [("cog", "Input")], "import cog\nfrom cog import Input\n"),
    ("import os\n", [("cog", ""), ("cog", "Input")], "import cog\nfrom cog import Input\nimport os\n"),
    ("import cog\n", [("cog", "")], "import cog\n"),
    ("import os; x = 1\n", [OPTIONAL], "import os\nfrom typing import Optional; x = 1\n"),
    ("import os  # why\nx = 1\n", [OPTIONAL], "import os  # why\nfrom typing import Optional\nx = 1\n"),
    ("from . import a\n", [OPTIONAL], "from typing import Optional\nfrom . import a\n"),
    ("if x:\n    import typing\n", [OPTIONAL], "from typing import Optional\n\nif x:\n    import typing\n"),
]


@pytest.mark.parametrize(("text", "wanted", "expected"), CASES)
def test_edits(text: str, wanted: list[Name], expected: str | None) -> None:
    made = edits(text, wanted)
    assert (None if made is None else apply(text, made)) == expected
    if expected is not None:
        assert edits(expected, wanted) == ()


def test_order_does_not_matter() -> None:
    wanted: list[Name] = [OPTIONAL, ("typing", "List"), ("cog", "Path"), ("cog", "Input")]
    for start in ("import os\nfrom typing import Union, Any\n", "import os\nimport torch\n", ""):
        results = set()
        for order in (wanted, wanted[::-1], [wanted[2], wanted[0], wanted[3], wanted[1]]):
            text = start
            for name in order:
                text = apply(text, edits(text, [name]) or ())
            results.add(text)
        assert len(results) == 1


def test_names() -> None:
    text = "import numpy as np, os\nfrom a.b import (c,\n  d as e,)\nfrom . import f\n"
    text += "from importlib import import_module, reload as important\nfrom .imports import x; import y.z\n"
    text += "# from x import y\n'''\nimport z\n'''\n"
    assert names(text) == {"np": "numpy", "os": "os", "c": "a.b.c", "e": "a.b.d", "f": "..f"} | {
        "import_module": "importlib.import_module",
        "important": "importlib.reload",
        "x": ".imports.x",
    }


_NAMES = st.sampled_from(["Any", "List", "Optional", "Union", "a", "_x", "zeta", "import", "None", "match"])
_SPACES = st.sampled_from([" ", "", "  ", "\t"])


@st.composite
def _statements(draw: st.DrawFn) -> str:
    """A `from … import …` on one line, most of them right."""
    module = draw(st.sampled_from(["typing", "..", ".a", "a.b", "cog . types", "a..b", "if"]))
    first, *others = draw(st.lists(_NAMES, min_size=1, max_size=4))
    rest = "".join(f"{draw(_SPACES)},{draw(_SPACES)}{name}" for name in others)
    return f"from {module} import {first}{rest}{draw(st.sampled_from(['', '', ',', ' as b', '  # why']))}"


@given(_statements(), st.lists(st.sampled_from(["Optional", "BaseModel", "aa"]), min_size=1, max_size=2, unique=True))
def test_a_plain_list_is_changed_as_libcst_would(source: str, added: list[str]) -> None:
    plain = plain_imports.extended(source, added)
    assert plain is None or plain == import_lists.extended(source, added)


def test_a_plain_list_needs_no_libcst() -> None:
    assert (
        plain_imports.extended("from typing import Any, Union", ["Optional"])
        == "from typing import Any, Optional, Union"
    )
