"""One `Input(...)` rewritten: comments, quotes, commas and layout stay."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from cog_lsp.fixes.arguments import Change, Remove, Rename, Set, Write, rewrite
from cog_lsp.fixes.layout import Layout, LongText

PLACE = Layout(indent="        ", column=22, tail=1, width=88)
LONG = "How closely the image follows the prompt. Higher values follow it more literally, lower ones less."
WRAPPED = (
    'description="""How closely the image follows the prompt. Higher values\n'
    'follow it more literally, lower ones less."""'
)
EXPLODED = "Input(\n            default=7.5,\n            ge=1,\n        )"
COMMENTED = (
    "Input(  # one\n            # two\n            default=7.5,  # three\n            # four\n"
    "            ge=1  # five\n            # six\n        )"
)

CASES: dict[str, tuple[str, list[Change], str | None]] = {
    "one line stays": (
        "Input(default=7.5)",
        [Write("description", "Short.")],
        'Input(description="Short.", default=7.5)',
    ),
    "one line that grows too long": (
        "Input(default=7.5, ge=1)",
        [Write("description", LONG)],
        f"Input(\n            {WRAPPED},\n            default=7.5,\n            ge=1,\n        )",
    ),
    "one line that fits when exploded": (
        "Input(default=7.5, ge=1)",
        [Write("description", "How closely the image follows the prompt, or not.")],
        'Input(\n            description="How closely the image follows the prompt, or not.",\n'
        "            default=7.5,\n            ge=1,\n        )",
    ),
    "one argument per line": (
        EXPLODED,
        [Write("description", "Short.")],
        'Input(\n            description="Short.",\n            default=7.5,\n            ge=1,\n        )',
    ),
    "wrapped": (
        EXPLODED,
        [Write("description", LONG)],
        f"Input(\n            {WRAPPED},\n            default=7.5,\n            ge=1,\n        )",
    ),
    "as adjacent literals": (
        EXPLODED,
        [Write("description", LONG)],
        'Input(\n            description="How closely the image follows the prompt. Higher values "\n'
        '            "follow it more literally, lower ones less.",\n            default=7.5,\n'
        "            ge=1,\n        )",
    ),
    "on one line": (
        EXPLODED,
        [Write("description", LONG)],
        f'Input(\n            description="{LONG}",\n            default=7.5,\n            ge=1,\n        )',
    ),
    "marked": (
        EXPLODED,
        [Write("description", "Short.", unread=True)],
        'Input(\n            description="Short.",  # cog-lsp: draft\n            default=7.5,\n'
        "            ge=1,\n        )",
    ),
    "marked on one line": (
        "Input(ge=1)",
        [Write("description", "Short.", unread=True)],
        'Input(\n            description="Short.",  # cog-lsp: draft\n            ge=1,\n        )',
    ),
    "marked, with another comment": (
        'Input(\n            description="x"  # why\n        )',
        [Write("description", "Short.", unread=True)],
        'Input(\n            description="Short."  # why  # cog-lsp: draft\n        )',
    ),
    "marked between others on its line": (
        'Input(default=1,\n            description="x", ge=3)',
        [Write("description", "Short.", unread=True)],
        'Input(default=1,\n            description="Short.",  # cog-lsp: draft\n            ge=3)',
    ),
    "marked at the end of its line": (
        'Input(\n            default=1, description="x")',
        [Write("description", "Short.", unread=True)],
        'Input(\n            default=1, description="Short."  # cog-lsp: draft\n        )',
    ),
    "marked twice": (
        'Input(\n            description="x",  # cog-lsp: draft\n        )',
        [Write("description", "Short.", unread=True)],
        'Input(\n            description="Short.",  # cog-lsp: draft\n        )',
    ),
    "chosen by a person": (
        'Input(\n            description="x",  # cog-lsp: draft\n            ge=1,  # cog-lsp: draft\n        )',
        [Write("description", "Short.")],
        'Input(\n            description="Short.",\n            ge=1,  # cog-lsp: draft\n        )',
    ),
    "chosen by a person, with another comment": (
        'Input(\n            description="x",  # cog-lsp: draft  # noqa\n        )',
        [Write("description", "Short.")],
        'Input(\n            description="Short.",  # noqa\n        )',
    ),
    "no trailing comma": (
        "Input(\n            default=7.5\n        )",
        [Set("ge", "0")],
        "Input(\n            default=7.5,\n            ge=0\n        )",
    ),
    "comments, in front": (
        COMMENTED,
        [Write("description", "Short.")],
        'Input(  # one\n            description="Short.",\n            # two\n            default=7.5,  # three\n'
        "            # four\n            ge=1  # five\n            # six\n        )",
    ),
    "comments, behind": (
        COMMENTED,
        [Set("le", "20")],
        "Input(  # one\n            # two\n            default=7.5,  # three\n            # four\n"
        "            ge=1,  # five\n            le=20\n            # six\n        )",
    ),
    "comments, between": (
        COMMENTED,
        [Set("default_factory", "int")],
        "Input(  # one\n            # two\n            default=7.5,  # three\n            default_factory=int,\n"
        "            # four\n            ge=1  # five\n            # six\n        )",
    ),
    "comments inside a value move above it": (
        'Input(\n            description="a "  # one\n            "b",  # two\n        )',
        [Set("description", '"a b"')],
        'Input(\n            # one\n            description="a b",  # two\n        )',
    ),
    "comments inside a later value": (
        'Input(\n            # a\n            le=1,\n            description="a "  # one\n            "b",\n        )',
        [Set("description", '"a b"')],
        'Input(\n            # a\n            le=1,\n            # one\n            description="a b",\n        )',
    ),
    "comments inside a value that has no line of its own": (
        'Input(description="a "  # one\n    "b")',
        [Set("description", '"a b"')],
        None,
    ),
    "hanging": ("Input(default=7.5,\n      ge=1)", [Set("le", "20")], "Input(default=7.5,\n      ge=1,\n      le=20)"),
    "hanging, in front": (
        "Input(default=7.5,\n      ge=1)",
        [Write("description", "Short.")],
        'Input(description="Short.",\n      default=7.5,\n      ge=1)',
    ),
    "value on its own line": (
        'Input(\n            description=\n            "a" "b",\n        )',
        [Set("description", '"ab"')],
        'Input(\n            description="ab",\n        )',
    ),
    "spaces around the equals sign": ("Input(default = 7.5)", [Set("default", "8")], "Input(default = 8)"),
    "empty": ("Input()", [Write("description", "Short.")], 'Input(description="Short.")'),
    "empty, too long": ("Input()", [Write("description", LONG)], f"Input(\n            {WRAPPED},\n        )"),
    "empty over two lines": (
        "Input(\n        )",
        [Write("description", "Short.")],
        'Input(\n            description="Short."\n        )',
    ),
    "empty with a comment": (
        "Input(\n            # soon\n        )",
        [Set("ge", "1")],
        "Input(\n            # soon\n            ge=1\n        )",
    ),
    "positional default": ('Input("x", ge=1)', [Set("default", '"x"')], 'Input(default="x", ge=1)'),
    "behind a positional one": ('Input("x")', [Write("description", "Short.")], 'Input("x", description="Short.")'),
    "behind an unpacked mapping": ("Input(**KW)", [Set("ge", "1")], "Input(**KW, ge=1)"),
    "trailing comma on one line": ("Input(ge=1, )", [Set("le", "2")], "Input(ge=1, le=2, )"),
    "single quotes": (
        "Input(default='x')",
        [Write("description", "Short.")],
        "Input(description='Short.', default='x')",
    ),
    "single quotes behind a prefix": (
        "Input(default=r'x', regex=Rb'y')",
        [Write("description", "Short.")],
        "Input(description='Short.', default=r'x', regex=Rb'y')",
    ),
    "several at once": (
        "Input(help='d', min=0)",
        [Set("default", "1"), Rename("min", "ge"), Rename("help", "description")],
        "Input(description='d', default=1, ge=0)",
    ),
    "rename to one that is there": ("Input(min=0, ge=1)", [Rename("min", "ge")], None),
    "rename what is not there": ("Input()", [Rename("min", "ge")], None),
    "remove": ("Input(default=1, ge=0, le=2)", [Remove("ge")], "Input(default=1, le=2)"),
    "remove the last": (
        "Input(\n            default=1,\n            ge=0\n        )",
        [Remove("ge")],
        "Input(\n            default=1\n        )",
    ),
    "remove the only one": ("Input(\n            ge=0,\n        )", [Remove("ge")], "Input()"),
    "remove what is not there": ("Input()", [Remove("ge")], None),
    "CRLF": (
        "Input(\r\n            default=7.5,\r\n        )",
        [Set("ge", "1")],
        "Input(\r\n            default=7.5,\r\n            ge=1,\r\n        )",
    ),
    "tabs": ("Input(\n\t\t\tdefault=7.5,\n\t\t)", [Set("ge", "1")], "Input(\n\t\t\tdefault=7.5,\n\t\t\tge=1,\n\t\t)"),
    "several lines of text": (
        EXPLODED,
        [Write("description", "One.\nTwo.")],
        'Input(\n            description="""One.\nTwo.""",\n            default=7.5,\n            ge=1,\n        )',
    ),
    "a value inside stays as it is": (
        "Input(default=[1,2 ,3], description=f'a{x!r}', choices=sorted( [1] ))",
        [Set("ge", "1")],
        "Input(default=[1,2 ,3], description=f'a{x!r}', ge=1, choices=sorted( [1] ))",
    ),
    "two kinds of line ends": (
        "Input(\r\n default=1,\n le=2\r\n)",
        [Set("ge", "1")],
        "Input(\r\n default=1,\n ge=1,\r\n le=2\r\n)",
    ),
    "line ends inside a text": (
        'Input(description="""a\r\nb\nc""")',
        [Set("ge", "1")],
        'Input(description="""a\r\nb\nc""", ge=1)',
    ),
    "a backslash at the end of a line": (
        "Input(default=1,\\\n  le=2)",
        [Set("ge", "1")],
        "Input(default=1,\\\n  ge=1,\\\n  le=2)",
    ),
    "a line end that is none": ("Input(default=1,\u2028le=2)", [Set("ge", "1")], None),
    "positional behind what becomes a keyword": ("Input(1, 2)", [Set("default", "1")], None),
    "text without a literal form": ("Input()", [Write("description", "a \\ b\nc")], None),
    "line ends of two kinds": (
        "Input(\r\n    default=1,\n    le=2,\n)",
        [Set("ge", "1")],
        "Input(\r\n    default=1,\n    ge=1,\r\n    le=2,\n)",
    ),
    "no expression": ("Input()", [Set("ge", "1 +")], None),
    "no call": ("Inputs.x", [Set("ge", "1")], None),
    "unfinished": ("Input(default=", [Set("ge", "1")], None),
}

LONG_TEXTS: dict[str, LongText] = {"as adjacent literals": "joined", "on one line": "one line"}


@pytest.mark.parametrize("name", CASES)
def test_rewrite(name: str) -> None:
    source, changes, expected = CASES[name]
    newline = "\r\n" if "\r\n" in source else "\n"
    place = replace(PLACE, newline=newline, long_text=LONG_TEXTS.get(name, "broken"))
    assert rewrite(source, changes, place) == expected
    assert rewrite(source, changes[::-1], place) == expected


@pytest.mark.parametrize(
    "source", ["Input(" + "(" * 61 + "1" + ")" * 61 + ")", "Input(" + "-" * 400 + "1)", "Input(\0)"]
)
def test_what_could_end_the_process_is_left_alone(source: str) -> None:
    assert rewrite(source, [Set("ge", "1")], PLACE) is None
    assert rewrite("Input()", [Set("ge", source)], PLACE) is None


def test_same_text_in_any_order_of_single_changes() -> None:
    from itertools import permutations

    changes: list[Change] = [Set("ge", "1"), Set("le", "2"), Set("default", "1"), Rename("help", "description")]
    results = set()
    for order in permutations(changes):
        source: str | None = "Input(\n            choices=[1],\n            help='d',\n        )"
        for change in order:
            assert source is not None
            source = rewrite(source, [change], PLACE)
        results.add(source)
    assert len(results) == 1
