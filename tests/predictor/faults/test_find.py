"""Where Python cannot read a file: the line and a word of the reason, against what Python itself says."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cog_lsp.predictor.faults.find import fault_of, undecoded

SIGNATURE = """from cog import BaseRunner, Input, Path


class Runner(BaseRunner):
    def run(
        self,
        photo: Path = Input(description="A photo"),
        scale: int = Input(description="How large", default=2, ge=1, le=4),
    ) -> Path:
        if scale > 2:
            photo = photo
        sizes = {"small": 1, "large": 2}
        return photo
"""

DAMAGES = [
    ('photo"),', 'photo")', 7, "comma"),
    ("(BaseRunner):", "(BaseRunner)", 4, "colon"),
    (") -> Path:", ") -> Path", 9, "colon"),
    ("if scale > 2:", "if scale > 2", 10, "colon"),
    ('"A photo"', '"A photo', 7, "string"),
    ('"A photo"', "“A photo”", 7, "“"),
    ("default=2, ge", "default=2,, ge", 8, "commas"),
    ("le=4),", "le=4,", 8, "look for"),
    ('Input(description="A photo")', 'Input(description="A photo"))', 7, "look for"),
    ('"small": 1,', '"small": 1', 12, "look for"),
    ('"large": 2}', '"large": 2', 12, "closed"),
    ('"large": 2}', '"large": 2]', 12, "closes"),
    ("            photo = photo\n", "", 11, "empty"),
    ("        return photo", "          return photo", 13, "indented"),
    ("        return photo", "       return photo", 13, "fits none"),
    ("        return photo", "\treturn photo", 13, "tabs"),
    ("        return photo", "<<<<<<< HEAD\n        return photo", 13, "merge"),
    ("        return photo", "        return await photo", 13, "await"),
    ("        return photo", "        break", 13, "loop"),
    ("        return photo", "        print photo", 13, "parentheses"),
    ("        return photo", '        print "done"', 13, "parentheses"),
    ("        return photo", '        raise ValueError, "x"', 13, "raise"),
    ("        return photo", "        try:\n            pass", 13, "except"),
    ("        return photo", "        photo =\n        return photo", 13, "too early"),
    ("        return photo", "        return photo and", 13, "too early"),
    ("        return photo", '        return "C:\\Users"', 13, "escape"),
    ("        return photo", "        return 0777", 13, "number"),
    ("        return photo", '        return ur"x"', 13, "string"),
    ("        return photo", "        return photo <> 1", 13, "<>"),
    ("        return photo", "        return f(a=1, 2)", 13, "name"),
    ("        return photo", "        return f(a=1, a=2)", 13, "twice"),
    ("        return photo", "        return f(**a, *b)", 13, "behind"),
    ("        return photo", "        return photo?", 13, "?"),
    ("        return photo", "        return\u00a0photo", 13, "U+00A0"),
    ("        return photo", "        return photo\nreturn photo", 14, "outside"),
    ("        return photo", "        from os import *", 13, "import"),
    ("scale: int = Input(description", "photo: int = Input(description", 8, "two parameters"),
    ('photo: Path = Input(description="A photo")', "photo: Path, tone: str = 'x', seed: int", 7, "default"),
    ("from cog", "import os\nfrom __future__ import annotations\nfrom cog", 2, "__future__"),
    ("from cog", "\0from cog", 1, "zero"),
]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("old", "new", "line", "word"), DAMAGES)
def test_damaged(old: str, new: str, line: int, word: str, end: str) -> None:
    assert old in SIGNATURE
    text = SIGNATURE.replace(old, new, 1).replace("\n", end)
    with pytest.raises((SyntaxError, ValueError)):
        compile(text, "run.py", "exec", dont_inherit=True)
    fault = fault_of(text)
    assert fault is not None
    assert fault.line == line
    assert word in fault.reason
    assert fault.told().startswith(f"Python cannot read this file from line {line}: ")


REFUSED = [
    ("*a = 3", "*name"),
    ("for *a in b: pass", "*name"),
    ("x = *a", "*values"),
    ("*a, *b = c", "two names"),
    ("(a, b): int = 1", "single name"),
    ("[a]: int", "single name"),
    ("a, b += 1", "in place"),
    ("del x, (y, f())", "`f()` cannot be deleted"),
    ("with x as 3: pass", "bound to `3`"),
    ("with x as (a, f()): pass", "bound to `f()`"),
    ("def f(): nonlocal q", "no function around"),
    ("nonlocal q", "outside of a function"),
    ("def f():\n    x = 1\n    global y, x", "above its `global`"),
    ("def f(x):\n    global x", "above its `global`"),
    ("def f():\n    x = 1\n    def g():\n        print(x)\n        nonlocal x", "above its `nonlocal`"),
    ("class A:\n    return 3", "outside of a function"),
    ("class A:\n    yield 3", "outside of a function"),
    ("def f():\n    x = [(yield 1) for a in b]", "comprehension"),
    ("async def f():\n    yield from a", "yield from"),
    ("async def f():\n    yield a\n    return 3", "returns no value"),
    ("match x:\n    case (a, a): pass", "bound twice"),
    ("match x:\n    case {'k': a, **a}: pass", "bound twice"),
    ("match x:\n    case Point(x=a, y=[*a]): pass", "bound twice"),
    ("match x:\n    case (a, b) as a: pass", "bound twice"),
    ("def f():\n    async for a in b: pass", "`async for`"),
    ("def f():\n    async with a: pass", "`async with`"),
    ("def f():\n    [a async for a in b]", "`async for`"),
    ("class A:\n    from os import *", "in a class"),
    ("try:\n    pass\nexcept: # all\n    pass\nexcept ValueError:\n    pass", "comes last"),
    ("try:\n    pass\nelse: pass\nfinally: pass", "no `except`"),
    ("match x:\n    case a: pass\n    case 1: pass", "takes everything"),
    ("f(a for a in b, c)", "brackets of its own"),
    ("def f(a, *): pass", "lone `*`"),
    ("def f(*, **k): pass", "lone `*`"),
    ("def f(**k, a): pass", "follow `**`"),
    ("def f(*a, *b): pass", "twice"),
    ("def f(a, /, b, /): pass", "once"),
    ("def f(/, a): pass", "once"),
    ("def f((a, b)): pass", "brackets of its own"),
    ("import a,", "comma"),
    ("from a import b,", "comma"),
    ("from __future__ import anotations", "anotations"),
    ("x := 1", "`:=`"),
    ("def f(a=x:=1): pass", "`:=`"),
    ("x = 'a' b'c'", "bytes"),
    ("x = f'{a!z}'", "!z"),
    ("x = `y`", "backticks"),
]


@pytest.mark.parametrize(("text", "word"), REFUSED)
def test_what_the_grammar_reads_and_python_refuses(text: str, word: str) -> None:
    with pytest.raises(SyntaxError):
        compile(text, "run.py", "exec", dont_inherit=True)
    fault = fault_of(text)
    assert fault is not None
    assert word in fault.reason


VALID = {
    "whole": SIGNATURE,
    "a byte order mark": "\ufeff" + SIGNATURE,
    "a form feed": SIGNATURE.replace("\n\nclass", "\n\x0c\nclass"),
    "no line end": SIGNATURE.rstrip(),
    "nothing": "",
    "a type statement": "type Size = tuple[int, int]\n",
    "type parameters": "async def f[T](x: T) -> T:\n    return x\n",
    "quotes in quotes": 'print(f"{x!r:>{4}} {"a" + "b"} {f"{y["z"]}"}")\n',
    "soft keywords": "match = type = case = _ = print = 1\nmatch[0]\nmatch(1)\nprint >>match, 1\n",
    "match": "match x:\n    case [1, *_] | {'a': 2}:\n        pass\n    case _ if x:\n        pass\n",
    "keyword only": "def f(a, *, b=1, c, **d): pass\ndef g(a=1, *b, c): pass\nlambda *a, b: b\ndef h(a, /, b): pass\n",
    "calls": "f(a=1, *b)\nf(*a, **b, c=1)\nf(a=1, # why\n  b=2, \\\n  c=3)\n",
    "except without parentheses": "try:\n    pass\nexcept A, B:\n    pass\n",
    "an exception group": "try:\n    pass\nexcept* A:\n    pass\n",
    "tabs": "if x:\n\ty = 1\n\tif y:\n\t\tz = 1\n",
    "comments anywhere": "if x:\n# left\n        # right\n    y = 1\n  # between\n    z = 1\n",
    "long strings": 'def f():\n    x = """\n  left (\n"""\n    return x\n',
    "continued": "x = 1 + \\\n  2\nif a and \\\n   b: pass\nassert x, \\\n    'y'\n",
    "continued inside a string": "x = 'a\\\n  b'\n",
    "numbers": "x = 1_000, 0xFF, 0o17, 0b1, 00, 1., .5, 1e-3, 2j, 07.5, 09e1, 07j\n",
    "escapes": r"x = '\x41 \u00e9 \U0001F600 \N{BULLET} \d \101', r'\x', b'\xff', rb'\u1', f'\x41'" + "\n",
    "names": "größe = 1\nΩ, 数 = 2, 3\n",
    "ellipsis": "def f() -> int: ...\nx = ...\nx[...] = 1.\n",
    "import": "from os import *\nfrom . import (\n    a,\n)\n",
    "future": '# a comment\n"""Words."""\n# more\nfrom __future__ import annotations\n',
    "loops": "for x in y:\n    if x: break\n    else: continue\nwhile 1:\n    try: break\n    finally: pass\n",
    "markers in a string": 'x = """\n<<<<<<< HEAD\n=======\n>>>>>>> b\n"""\n',
    "a line of code in a string": "x = '''\ndef f(:\n'''\n",
    "keywords at line starts in brackets": "x = (a\n  if b\n  else c)\ny = [z\n  for z in a\n  if z]\n",
    "async": "async def f():\n    async with a as b: pass\n    [await e async for e in g]\n",
    "targets": (
        "(a): int = 1\n*a, b = c\n(*a, b), [c, *d] = e\ndel (a, [b.c, d[0]]), e\nwith x as (a, *b), y as c.d: pass\n"
    ),
    "star values": "x = *a, b\ny: tuple = *a, b\nreturned = [*a]\nfor x in *a, b: pass\n",
    "declarations": (
        "def f():\n    global x\n    global x, y\n    x = 1\n    def g(z): pass\n    def h():\n"
        "        nonlocal g\n        g = y\n"
    ),
    "a method's class": (
        "class A:\n    def f(self):\n        nonlocal __class__\n        self.x = 1\n        global x\n"
    ),
    "generators": (
        "f(a for a in b)\nf((a for a in b), c)\nf(a for a in (b, c))\nx = (await a for a in b)\n"
        "y = (a async for a in b)\n"
    ),
    "yields": "def f():\n    return [a for a in (yield)]\nasync def g():\n    yield 1\n    return\nlambda: (yield)\n",
    "catching": (
        "try: pass\nexcept A: pass\nexcept: pass\nelse: pass\nmatch x:\n    case A(): pass\n"
        "    case a if a: pass\n    case b.c: pass\n    case _: pass\n"
    ),
    "patterns": (
        "match x:\n    case (1 as a) | a: pass\n    case (_, _): pass\n    case {b.c: a, **b}: pass\n"
        "    case a.b, a.b: pass\n    case a(a=b): pass\n    case A([a], b=c) if a: pass\n"
        "    case (a, 1) | (2, a): pass\n"
    ),
    "an async generator": "async def f():\n    yield 1\n    async def g():\n        return 2\n    return\n",
    "walrus": "(x := 1)\nf(x := 1)\nf(a=(x := 1))\nif x := 1: pass\nprint(f'{(x := 1)} {x!r}')\n",
    "joined to an empty line": "if a:\\\n\n    b = 1\n",
    "a coding line": "# -*- coding: utf-8 -*-\nx = 1\n",
}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("text", VALID.values(), ids=VALID.keys())
def test_valid(text: str, end: str) -> None:
    fault = fault_of(text.replace("\n", end))
    assert (fault is not None) == (end == "\r" and text != "")
    assert fault is None or fault.told().startswith("Cog takes this file for one line: from line ")


def test_an_unknown_encoding() -> None:
    fault = fault_of("#!/usr/bin/python\n# -*- coding: latin-9000 -*-\n")
    assert fault is not None
    assert (fault.line, fault.reason) == (2, "there is no encoding `latin-9000`")


PIECES = [*"()[]{}\"'#\\:,=.\n\r\t f1é“", "def f", "if ", "class A", "x", "\n    ", '"""', " = ", "for ", " in "]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text(text: str) -> None:
    """Whatever the text, a place inside it; and none where Python reads it."""
    fault = fault_of(text)
    if fault is not None:
        assert 0 <= fault.span.start <= fault.span.end <= len(text)
        assert 1 <= fault.line <= len(re.split(r"\r\n|\r|\n", text))
        if fault.told().startswith("Cog"):
            return
        try:
            compile(text, "run.py", "exec", dont_inherit=True)
        except (SyntaxError, ValueError):
            return
        raise AssertionError(f"Python reads this: {fault}")


@pytest.mark.parametrize("data", [b"\x93ftypmp42" * 40, b"x = 1\0"])
def test_binary(data: bytes) -> None:
    from pathlib import PurePath

    text = data.decode("utf-8", "replace")
    assert (undecoded(PurePath("run.py"), text, 0) or fault_of(text)) is not None
