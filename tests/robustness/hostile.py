"""Models that nobody writes: what overflows stacks, eats memory or takes for ever in careless readers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

COG_YAML = 'run: "run.py:Runner"\n'
PREDICTOR = """from cog import BaseRunner, Input


class Runner(BaseRunner):
    def run(
        self,
        before: str = Input(description="Input prompt"),
        %s,
        after: float = Input(description="Guidance scale", default=7.5, ge=1, le=20),
    ) -> str:
        return ""
"""
README = """# Model

A model.

%s

## How to use

```python
replicate.run("owner/name", input={"before": "a", "nothing": 1})
```
"""

Files = Mapping[str, str | bytes]


def code(parameter: str) -> Files:
    """A predictor with that parameter between two others."""
    return {"cog.yaml": COG_YAML, "run.py": PREDICTOR.replace("%s", parameter), "README.md": README % "Text."}


def value(expression: str) -> Files:
    """A predictor with an input that has that default."""
    return code(f'x: str = Input(description="Text", default={expression})')


def file(text: str | bytes) -> Files:
    """A predictor file."""
    return {"cog.yaml": COG_YAML, "run.py": text}


def card(text: str) -> Files:
    """A README with that text in it."""
    return {
        "cog.yaml": COG_YAML,
        "run.py": PREDICTOR % 'x: str = Input(description="Text")',
        "README.md": README % text,
    }


def yaml(text: str, name: str = "cog.yaml") -> Files:
    """A YAML file of that text."""
    return {**card("Text."), name: text}


def snippet(language: str, text: str) -> Files:
    return card(f"```{language}\n{text}\n```")


def call(value: str) -> Files:
    """A call of the model in Python."""
    return snippet("python", f'import replicate\nreplicate.run("owner/name", input={{"before": {value}}})')


BRACKETS = {"round": "()", "square": "[]", "curly": "{}", "string": ("f'{", "}'")}
BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)


def nested(kind: str, depth: int) -> str:
    opening, closing = BRACKETS[kind]
    return opening * depth + ("x" if kind == "string" else "1") + closing * depth


GENERATORS: dict[str, Callable[[], Files]] = {
    **{
        f"{kind} brackets, {depth:,} deep": lambda kind=kind, depth=depth: value(nested(kind, depth))
        for kind in BRACKETS
        for depth in (100, 1_000, 10_000)
    },
    **{
        f"{kind} brackets, unclosed": lambda kind=kind: value(BRACKETS[kind][0] * 10_000)
        for kind in ("round", "square", "curly")
    },
    "nested calls of Input": lambda: code("x: str = " + "Input(default=" * 2_000 + "1" + ")" * 2_000),
    "nested annotation": lambda: code(f"x: {'Optional[' * 5_000}str{']' * 5_000} = Input()"),
    "long union": lambda: code(f"x: {' | '.join(['str'] * 20_000)} = Input()"),
    "line of 2 MB": lambda: file(PREDICTOR % f'x: str = Input(description="{"word " * 400_000}")'),
    "line just below 1 MiB": lambda: file(PREDICTOR % f'x: str = Input(description="{"word " * 200_000}")'),
    "description of one word": lambda: value(f'"{"a" * 900_000}"'),
    "sum of 20,000 terms": lambda: value("+".join(["1"] * 20_000)),
    "sum of 20,000 lists": lambda: value("+".join(["[1]"] * 20_000)),
    "power": lambda: value("9**9**9"),
    "string times number": lambda: value('"a" * 10**12'),
    "string times string of times": lambda: value('"a" * 1000 * 1000 * 1000 * 1000'),
    "shift": lambda: value("1 << 10**10"),
    "number of 100,000 digits": lambda: value("9" * 100_000),
    "range": lambda: code("x: int = Input(choices=list(range(10**9)))"),
    "format width": lambda: value('f"{1:1000000000}"'),
    "percent width": lambda: value('"%1000000000d" % 1'),
    "constants that double": lambda: file(
        "A0 = ['x']\n"
        + "".join(f"A{n} = A{n - 1} + A{n - 1}\n" for n in range(1, 60))
        + PREDICTOR % "x: str = Input(choices=A59)"
    ),
    "constants in a circle": lambda: file("A = B\nB = C + A\nC = A\n" + PREDICTOR % "x: str = Input(default=C)"),
    "chain of 5,000 constants": lambda: file(
        "A0 = 1\n"
        + "".join(f"A{n} = A{n - 1}\n" for n in range(1, 5_000))
        + PREDICTOR % "x: int = Input(default=A4999)"
    ),
    "5,000 adjacent literals": lambda: code("x: str = Input(description=" + '"a" ' * 5_000 + ")"),
    "100,000 unary minus": lambda: value("-" * 100_000 + "1"),
    "50,000 not": lambda: value("not " * 50_000 + "1"),
    "attribute chain of 20,000": lambda: value("a" + ".b" * 20_000),
    "call chain of 20,000": lambda: value("a" + "()" * 20_000),
    "3,000 elif": lambda: file(
        PREDICTOR % 'x: str = Input(description="Text")'
        + "\nif a:\n    pass\n"
        + "".join(f"elif a == {n}:\n    A = {n}\n" for n in range(3_000))
    ),
    "1,000 nested blocks": lambda: file("".join(f"{' ' * n}if a:\n" for n in range(1_000)) + " " * 1_000 + "pass\n"),
    "1,000 inputs": lambda: code(",\n        ".join(f"p{n}: int = Input(ge=0)" for n in range(1_000))),
    "200 predictors": lambda: {
        "run.py": "".join((PREDICTOR % "x: int = 1").replace("Runner(", f"Runner{n}(") for n in range(200))
    },
    "5,000 choices": lambda: code(f"x: str = Input(choices={[f'c{n}' for n in range(5_000)]})"),
    "lambda in lambda": lambda: value("lambda: " * 10_000 + "1"),
    "conditions": lambda: value("1 if a else " * 10_000 + "1"),
    "comprehensions": lambda: value("[" * 300 + "x" + " for x in y]" * 300),
    "walrus": lambda: value("(a := " * 1_000 + "1" + ")" * 1_000),
    "unclosed string": lambda: code('x: str = Input(description="half'),
    "2,000 unclosed strings": lambda: code('x: str = Input(description="half\n' * 2_000),
    "unclosed triple quotes": lambda: code('x: str = Input(description="""half'),
    "20,000 quotes": lambda: value('"' * 20_001),
    "5,000 decorators": lambda: file("@a\n" * 5_000 + PREDICTOR % "x: int = 1"),
    "5,000 backslashes": lambda: value("\\\n" * 5_000 + "1"),
    "NUL": lambda: code('x: str = Input(description="a\0b")\0'),
    "nothing but NUL": lambda: file(b"\0" * 500_000),
    "escaped surrogates": lambda: code(r'x: str = Input(description="\ud800 \udfff", default="\udc00")'),
    "bytes of a surrogate": lambda: file((PREDICTOR % "x: str = '?'").encode().replace(b"?", b"\xed\xa0\x80")),
    "byte order marks": lambda: file("\ufeff\ufeff" + PREDICTOR % "x: str = 'a\ufeff'"),
    "UTF-16": lambda: file((PREDICTOR % "x: str = 'a'").encode("utf-16")),
    "latin-1": lambda: file(b"# -*- coding: latin-1 -*-\n" + (PREDICTOR % "x: str = '\xe9'").encode("latin-1")),
    "only line ends": lambda: file("\r" * 100_000 + "\r\n" * 100_000),
    "form feeds": lambda: file(("\f\v\x85\u2028\u2029" * 20_000) + PREDICTOR % "x: str = 1"),
    "regex that takes for ever": lambda: code('x: str = Input(regex="^(a+)+$", default="' + "a" * 40 + 'b")'),
    "regex nested": lambda: code('x: str = Input(regex="' + "(" * 5_000 + ")" * 5_000 + '", default="a")'),
    "regex repeated": lambda: code('x: str = Input(regex="((a{1000}){1000}){1000}", default="a")'),
    "import of itself": lambda: {
        **code("x: str = A"),
        "run.py": "from run import *\nfrom run import A\n" + PREDICTOR % "x: str = Input(default=A)",
    },
    "imports in a circle": lambda: {
        "cog.yaml": COG_YAML,
        "run.py": "from a import Runner\nfrom a import A\n",
        "a.py": "from run import Runner, A\n",
    },
    "classes in a circle": lambda: file("class Runner(Other):\n    pass\n\nclass Other(Runner):\n    pass\n"),
    "quotes 10,000 deep": lambda: card(">" * 10_000 + " text"),
    "lists 1,000 deep": lambda: card("".join(f"{'  ' * n}- item\n" for n in range(1_000))),
    "list markers in a line": lambda: card("- " * 10_000 + "text"),
    "20,000 [": lambda: card("[" * 20_000),
    "20,000 ![": lambda: card("![" * 20_000),
    "20,000 [](": lambda: card("[a](" * 20_000),
    "20,000 emphasis marks": lambda: card("*a_ " * 20_000 + "**a" * 20_000),
    "20,000 headings": lambda: card("## Heading\n" * 20_000),
    "5,000 empty sections": lambda: card("".join(f"## Limitations {n}\n\n" for n in range(5_000))),
    "20,000 backticks": lambda: card("`" * 20_000 + "\n\n" + "".join("`" * n + "a" for n in range(200))),
    "20,000 reference definitions": lambda: card("".join(f"[a{n}]: /url{n}\n" for n in range(20_000)) + "[a1]" * 5_000),
    "20,000 tags": lambda: card("<div>" * 20_000 + "\n\n<!-- " * 5_000),
    "20,000 <": lambda: card("<" * 20_000 + "\n\n" + "<a " * 20_000),
    "20,000 entities": lambda: card("&amp;" * 20_000 + "&" * 20_000),
    "table of 20,000 rows": lambda: card("| input | default |\n|---|---|\n" + "| before | 1 |\n" * 20_000),
    "table of 5,000 columns": lambda: card("|a" * 5_000 + "|\n" + "|-" * 5_000 + "|\n" + ("|b" * 5_000 + "|\n") * 3),
    "5,000 code blocks": lambda: card('```json\n{"input": {"before": 1}}\n```\n' * 5_000),
    "unclosed fence": lambda: card("```python\n" + "input = {'before': 1}\n" * 10_000),
    "front matter of 20,000 lines": lambda: {**card(""), "README.md": "---\n" + "a: [\n" * 20_000 + "---\n# Model\n"},
    "odd characters in Markdown": lambda: card("\0\ufeff\u202e\u2028\x85\f\v\r" * 5_000),
    "JSON 10,000 deep": lambda: snippet("json", '{"input": ' + "[" * 10_000 + "]" * 10_000 + "}"),
    "JSON objects 10,000 deep": lambda: snippet("json", '{"input": ' * 10_000 + "1" + "}" * 10_000),
    "JSON unclosed": lambda: snippet("json", '{"input": {"before": "' + "[{" * 10_000),
    "Python 10,000 deep": lambda: call("[" * 10_000 + "]" * 10_000),
    "Python sum in a call": lambda: call(" + ".join(["1"] * 20_000)),
    "JavaScript 10,000 deep": lambda: snippet(
        "js", 'await replicate.run("o/n", { input: { before: ' + "[" * 10_000 + "]" * 10_000 + " } })"
    ),
    "shell quoting": lambda: snippet("sh", "cog predict -i before=" + "'\"'\"'" * 10_000),
    "shell substitutions": lambda: snippet("sh", "cog predict -i before=" + '"$(echo ' * 5_000 + ')"' * 5_000),
    "shell heredocs": lambda: snippet("sh", "cat <<EOF | curl -d @- http://x\n" * 2_000 + "EOF\n" * 2_000),
    "shell backslashes": lambda: snippet("sh", "curl -d '" + "\\" * 50_000 + "' http://localhost:5000/predictions"),
    "curl with deep JSON": lambda: snippet(
        "sh", "curl -X POST http://localhost:5000/predictions -d '" + '{"input":' * 5_000 + "1" + "}" * 5_000 + "'"
    ),
    "YAML bomb": lambda: yaml(BOMB + COG_YAML),
    "deep YAML": lambda: yaml("a: " + "[" * 32_000 + "]" * 32_000 + "\n" + COG_YAML),
    "deep block YAML": lambda: yaml("".join(f"{' ' * n}a:\n" for n in range(300)) + COG_YAML),
    "YAML of 60,000 keys": lambda: yaml(COG_YAML + "".join(f"k{n}: 1\n" for n in range(5_500))),
    "YAML that names itself": lambda: yaml("build: &a\n  python_packages: *a\n" + COG_YAML),
    "YAML with tags": lambda: yaml("a: !!python/object/apply:os.system ['touch canary']\n" + COG_YAML),
    "YAML with odd bytes": lambda: {**yaml(""), "cog.yaml": b"run: \xff\xfe\0run.py:Runner\n"},
    "YAML with a number as name": lambda: yaml("run: 12\ntrain: [a]\npredict: {}\n"),
    "YAML of 1 MB": lambda: yaml(COG_YAML + "# comment\n" * 100_000),
    "bomb in cog-safe-push.yaml": lambda: yaml(
        BOMB + "predict:\n  test_cases:\n    - inputs: {before: *a11}\n", "cog-safe-push.yaml"
    ),
    "deep cog-safe-push.yaml": lambda: yaml("predict: " + "[" * 500_000 + "]" * 500_000, "cog-safe-push.yaml"),
    "self-reference in cog-safe-push.yaml": lambda: yaml(
        "predict:\n  test_cases:\n    - inputs: &a {before: *a, other: [*a]}\n", "cog-safe-push.yaml"
    ),
    "1,000 test cases": lambda: yaml(
        "predict:\n  test_cases:\n" + "    - inputs: {nothing: 1}\n" * 1_000, "cog-safe-push.yaml"
    ),
    "numbers of 100,000 digits in YAML": lambda: yaml(
        f"predict:\n  test_cases:\n    - inputs: {{before: {'9' * 100_000}}}\n", "cog-safe-push.yaml"
    ),
    "deep TOML": lambda: yaml("a = " + "[" * 20_000 + "]" * 20_000 + "\n", "cog-lsp.toml"),
    "TOML with a million digits": lambda: yaml("line-length = " + "9" * 1_000_000 + "\n", "cog-lsp.toml"),
    "TOML with odd bytes": lambda: {**yaml(""), "cog-lsp.toml": b"\xff\0\xfe"},
    "settings of odd types": lambda: yaml(
        'topics = 1\nreadme = ["x"]\nignore = {a = 1}\nseverity = [1]\nterms = "x"\nheadings = 1.5\n', "cog-lsp.toml"
    ),
    "requirements of 500 KB": lambda: {
        **yaml("build:\n  python_requirements: r.txt\n" + COG_YAML),
        "r.txt": "a==1; b\n" * 60_000,
    },
    "gitignore of nonsense": lambda: {**yaml(COG_YAML), ".gitignore": "[\n**/" * 2_000 + "\\\n!\n"},
}
"""The files of each model by a name that says what is odd about it."""
