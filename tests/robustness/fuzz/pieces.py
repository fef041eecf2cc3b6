"""Pieces of the files that people write: one of them many times is a long text, many of them in turn are another. `{n}`
is another number each time."""

from __future__ import annotations

MARKDOWN = (
    "# Title {n}\n\n", "Title {n}\n=====\n\n", "## Limitations\n\nIt may fail at {n}.\n\n", "###### deep ######\n",
    "## Empty {n}\n\n", "## `before`\n\nThe text.\n\n", "### License\n\nMIT\n\n", "#\n", "# ", "word ",
    "Some words of a sentence about model {n}. ", "A paragraph.\n\n", "line\n", "line  \n", "1,000 ", "1.5 ",
    "- item\n", "* item {n}\n\n  more\n\n", "1. item\n", "  - inner\n", "- - ", "- [ ] task\n", "- [x] done\n",
    "> quote\n", ">> deep\n> ", "+ ", "- `before` (str): the text, default {n}\n",
    "- **steps**: how many, from 1 to {n}\n", "```python\nreplicate.run('a/b', input={'before': 'a'})\n```\n",
    "```\n", "~~~sh\ncog predict -i before={n}\n~~~\n", "```json\n{\"input\": {\"before\": {n}}}\n```\n", "````\n",
    "    indented\n", "```python\nx = {n}\n", "`", "``",
    "```sh\ncurl -d '{\"input\": {\"steps\": {n}}}' localhost:5000/predictions\n```\n", "`code` ", "`before` ",
    "```js\nawait replicate.run('a/b', { input: { before: 'a' } })\n```\n", "$ cog predict -i before=@{n}.png\n",
    "[a{n}](https://e.org/{n}) ", "[a](#title-{n}) ", "[a](file{n}.md) ", "[a][{n}] ", "[{n}]: https://e.org/{n}\n",
    "[a] ", "[a]: x\n", "<https://e.org/{n}> ", "https://e.org/{n} ", "www.e.org/{n} ", "![a](pic{n}.png) ",
    "[![b](https://e.org/b.svg)](https://e.org/{n}) ", "[", "![", "](", "[a](", "](b) ", "]", "[a](b \"c\") ", "*a* ",
    "**b** ", "***", "*", "_c_ ", "__", "~~s~~ ", "\\", "\\* ", "*a **b ", "**a*", "a_b_", "$x$ ", "$$\nx\n$$\n",
    "<div>\n", "</div>\n", "<br>", "<!-- c -->", "<!--", "-->", "<img src='x{n}.png'> ", "<a href='x{n}'>a</a> ", "<",
    "<details><summary>x</summary>\n\n", "</details>\n\n", "<table><tr><td>a</td></tr></table>\n", "<a ", "<a b='",
    ">", "<p align=\"center\">\n", "<a name=\"x{n}\"></a>\n", "<![CDATA[", "<?", "<!", "&amp; ", "&", "&#{n};",
    "<code>before</code> ", "| a | b |\n|---|---|\n| before | {n} |\n\n", "| before | {n} |\n", "|", "| ", "|---",
    "a | b\n--- | ---\n", "\\| ", "| steps | int | {n} | how many |\n", "|a|\n|-|\n", "| `before` |\n",
    "Term {n}\n: meaning\n", "[^{n}] ", "[^{n}]: note\n\n", "[^a]", "---\n", "***\n", "key{n}: value\n",
    "---\na: {n}\n---\n", "===\n", "--- ", "<!-- cog-lsp: ignore -->\n", "<!-- cog-lsp: ignore[jargon] -->\n",
    "<!-- cog-lsp: ignore[", "cog-lsp: ", "TODO ", "(TODO) ", "[TODO] ", "Lorem ipsum ", "under the MIT license ",
    "arxiv.org/abs/2301.{n} ", "replicate.com/a/b{n} ", "@misc{a{n}, title={B}}\n", "https://huggingface.co/a/b{n} ",
    "github.com/a/b{n} ", "a{n}@e.org ", "@{n} ", "before: ", "before={n} ", "--before 1 ", "steps (int) ",
    "default: {n}, ", "between {n} and 9 ", "min {n}, max 3; ", "It was trained on {n} images. ",
    "Do not use it for harm. ", "may be biased; ", "e.g. ", "i.e. ", "x.y.z.", "a/b/", "a-b-", "(", ")", "((", "{",
    "}", "\"a\" ", "'", "\u201ca\u201d ", "\u2014", "\u2026", "...", ",", ", ", ";", ":", ": ", "!", "? ", "=", " ",
    "\t", "\r\n", "\r", "\f", "\0", "\u2028", "\u00a0", "\u200b", "\u202e", "\u0301", "\ufeff", "\U0001f600",
    "\u4e2d", "\u00e9", "\n", "_", "-", ".",
)  # fmt: skip
MODULE = (
    "A{n} = {n}\n", "A = {n}\n", "A += ['x']\n", "A.append({n})\n", "A['k{n}'] = 1\n", "A = A + ['{n}']\n",
    "import a{n}\n", "from a import b{n}\n", "from a import *\n", "from cog import Input as I{n}\n", "x = y = {n}; ",
    "a, b{n} = 1, 2\n", "def f{n}(x):\n    return x\n", "def f(x):\n    return f(x)\n", "class C{n}:\n    pass\n",
    "@d\n", "del a{n}\n", "global a\n", "class C{n}(BaseModel):\n    a: str\n",
    "class C{n}(C):\n    def run(self, a: str = Input()) -> str: ...\n", "\f\n",
    "class P{n}(BaseRunner):\n    def run(self, a: str = Input()) -> str: ...\n", "if x:\n    A = {n}\n",
    "# comment {n}\n", "elif x:\n    A = {n}\n", "else:\n    A = {n}\n", "try:\n    A = 1\nexcept E:\n    A = 2\n",
    "with a as b{n}:\n    pass\n", "for x in y:\n    A.append(x)\n", "while x:\n    x = {n}\n", '"""doc"""\n', "'''",
    '"""', '"', "'", "\\\n", "(", ")", "[", "]", "{", "}", "lambda: ", "x.y.z", "f()", "f(x)(", "a[", "a[0]", " + 1",
    " and x", "not ", "x if y else ", "A{n}, ", "'a{n}', ", "{'a{n}': {n}}\n", "f'{a}{n}' ", "r'\\d' ",
    "async def f{n}(): ...\n", "await x\n", "yield x\n", "match x:\n    case {n}: pass\n", "type T{n} = int\n",
    "T{n} = Literal['a', 'b']\n", "assert x\n", "    ", "\t", "\r\n", "\r", "\0", "\u2028", "\u00e9 = 1\n", "$ ",
    "? ", "x\n", "# cog-lsp: ignore[jargon]\n", "# cog-lsp: ignore\n", "# type: ignore\n", "<<<<<<< HEAD\n",
    "=======\n", ">>>>>>> b\n", "1_000 ", "os.environ['A{n}'] = 'x'\n",
    "def f{n}(before):\n    return before.strip()\n", "A{n} = [a for a in A]\n", "A{n} = dict(a={n})\n", "A{n} = A\n",
    "print({n})\n", "def f{n}(x=", "@", "...\n", ":\n", ",\n", "=", ".", "if x: ", "for a in b: ", "class A: ",
)  # fmt: skip
PARAMETERS = (
    "p{n}: int = Input(),\n", "p{n}: str = Input(description='Text of {n}'),\n",
    "p{n}: float = Input(ge=0, le={n}, default=1),\n", "p: int = Input(),\n",
    "p{n}: str = Input(choices=['a', 'b'], default='a'),\n", "p{n}: Path,\n", "p{n},\n", "p{n}=1,\n",
    "p{n}: Optional[str] = Input(default=None),\n", "p{n}: Literal['a', 'b'] = 'a',\n", "p{n}: list[str],\n", "*,\n",
    "/,\n", "seed{n}: int = Input(description='Random seed', default=None),\n", "guidance_scale{n}: float = 7.5,\n",
    "**k{n},\n", "# c\n", "p{n}: str = Input(description='half\n", "p{n}: str = Input(regex='^a+$', default='a'),\n",
    "x: int = Input(ge=,\n", "*a{n},\n",
    "p{n}: str = Input(description='prompt', deprecated=True),  # cog-lsp: ignore[jargon]\n",
    "p{n}: 'int' = Input(default=A{n}),\n", "p{n}: str = Input('a{n}'),\n",
    "p{n}: List[Path] = Input(description=f'a {b}'),\n", "p{n}: int | None = None,\n", "p{n}: ",
)  # fmt: skip
KEYWORDS = (
    ", ge=1", ", k{n}=1", ", description='a'", ", choices=['a']", " 'a{n}'", " + 'a'", ", default='a'", ",", "\n",
    " % 1", ", a", ".b()", "[0]", "(1)", " if a else 'b'", ", *a", ", **a{n}", ", ge=min(1, {n})", ", le=-1",
    " or ''", ", choices=[*A, {n}]", ", (", ", [", ", {",
)  # fmt: skip
VALUES = (
    "word ", "Use {n} to 5. ", "between 0 and {n} ", "e.g. ", "CFG ", "LoRA ", "higher is better ", "(default {n}) ",
    "in pixels, ", "https://e.org/{n} ", "`before` ", "steps ", "a-b ", "a_b", "_", "-", ".", ", ", "; ", ": ", "\\n",
    "\\t", "\\u00e9", "  ", "{n}x{n} ", "1, 2, ", "1|2|", "'a' ", "TODO ", "leave empty for ", "set to {n} ",
    "0 turns it off. ", "must be a multiple of {n}. ", "if steps is {n}, ", "True ", "None ", "<b>", "**b** ",
    "[a](b) ", "\U0001f600", "\u00e9", "\u4e2d", "\u2014", "\u200b", "a", "A", "1", "%", "$", "?", "! ", "(", ")",
    "[", "]", "<", ">", "/", "and ", "or ", "not ", "the ", "seconds ", "only ", "used when ", "as a ",
    "Comma-separated ", "one of a, b, c{n}; ", "from {n} ", "up to {n} ", "at least {n} ", "A ", "the model's ",
)  # fmt: skip
BODY = (
    "x{n} = before\n", "x = f(x)\n", "x = before\n", "before = before.strip()\n", "before = f{n}(before)\n",
    "steps = min(steps, {n})\n", "if before == 'a{n}':\n    y = {n}\n",
    "if steps > {n}:\n    raise ValueError('too many')\n", "elif before:\n    pass\n", "else:\n    y = 1\n",
    "if x:\n    y = before\n", "assert steps > {n}, 'a'\n", "raise ValueError(before)\n", "self.a{n} = before\n",
    "self.a = steps\n", "d['k{n}'] = before\n", "d = {'k{n}': before}\n", "f(before, k{n}=steps)\n",
    "with open(before) as f:\n    x = f.read()\n", "try:\n    x = before\nexcept E:\n    pass\n",
    "for i in range(steps):\n    x = i\n", "for a{n} in b{n}:\n    before += a{n}\n",
    "while steps:\n    steps -= 1\n", "x, y{n} = before, steps\n", "return before\n", "print(f'{before} {n}')\n",
    "y = before if before else {n}\n", "y{n} = [a for a in before]\n", "y = lambda a: before\n", "yield before\n",
    "del x{n}\n", "global g{n}\n", "match before:\n    case 'a{n}': y = 1\n",
    "def inner{n}(a):\n    return a + before\n", "x = self.model(before)\n", "x = x + before\n",
    "y = self.m{n}(before)\n", "x{n} = x{n} or before\n", "a.b.c{n} = before\n", "y = before.lower().strip()\n",
    "if not before: return\n", "steps = int(steps)\n", "y = (before, steps, {n})\n", "y = before[{n}:]\n",
    "y = '%s' % before\n", "os.system(before)\n", "y = {**before}\n", "f(*before, **x)\n", "# c\n", "x{n} = A{n}\n",
    "if before in ('a', 'b{n}'):\n    y = 2\n", "if a and before or steps == {n}:\n    y = 2\n",
    "before, steps = steps, before\n", "x = before; ", "y = x{n}\n",
)  # fmt: skip
METHODS = (
    "def m{n}(self, x):\n    return x\n", "def m{n}(self, x):\n    return self.m(x)\n", "a{n}: int = {n}\n",
    "def m(self, before):\n    if before: return {n}\n", "@property\ndef p{n}(self): return 1\n",
    "def run(self, a: str = Input()) -> str: ...\n", "class Inner{n}:\n    pass\n", "async def m{n}(self): ...\n",
    "def setup(self):\n    self.a{n} = 1\n", "# c\n", "x = {n}\n",
    "def m{n}(self, steps):\n    self.steps = steps // 8 * 8\n",
)  # fmt: skip
YAML = (
    "k{n}: 1\n", "k: 1\n", "k{n}: {a: 1}\n", "k{n}: [a, b]\n", "- a\n", "  - a\n", "k{n}:\n  a: 1\n",
    "k{n}:\n  - a\n  - b\n", "# c\n", "#", "{a: 1}, ", "[a], ", "[", "]", "{", "}", "&a{n} x", "k{n}: &a x\n",
    "k{n}: *a\n", "*a ", "'q' ", '"q" ', "'", '"', "k{n}: |\n  text\n", "k{n}: >-\n  text\n", "? a\n: b\n", "? ",
    ": ", "- ", "- - ", "<<: *a\n", "---\n", "...\n", "!t ", "!!str a\n", "%YAML 1.2\n", "run: run.py:Runner\n",
    "predict: a.py:B{n}\n", "build:\n  gpu: true\n", "image: r8.im/a/b{n}\n", "a b{n}\n",
    "concurrency:\n  max: {n}\n", "k{n}: 2024-01-{n}\n", "k{n}: 1e{n}\n", "~: 1\n", "\t", " ", "\n", "\r\n", "\r",
    "\0", "\u2028", "\u00e9: 1\n", "@", "`", ",", "|", ">", "train: t.py:t\n",
)  # fmt: skip
BUILD = (
    "k{n}: 1\n", "k: 1\n", "gpu: true\n", "cuda: '12.{n}'\n", "python_version: '3.{n}'\n",
    "python_packages:\n  - a=={n}\n", "  - a{n}==1\n", "  - a\n", "run:\n  - a\n", "  - apt install a{n}\n",
    "system_packages:\n  - a{n}\n", "  - command: a\n", "python_requirements: r{n}.txt\n", "  - torch==2.{n}\n",
)  # fmt: skip
CASES = (
    "    - inputs: {before: a}\n", "    - inputs: {nothing{n}: 1}\n",
    "    - inputs:\n        before: a\n        steps: {n}\n", "      exact_string: a\n", "k{n}: 1\n", "    - a\n",
    "      match_prompt: a\n", "    - inputs: {steps: {n}\n", "  fuzz:\n    iterations: {n}\n", "        k{n}: 1\n",
    "        k: 1\n",
)  # fmt: skip
TOML = (
    "a{n} = 1\n", "a = 1\n", "a.b{n} = 1\n", "a{n}.b = 1\n", "a.b.c.d.e{n} = 1\n", "severity.jargon{n} = 'off'\n",
    "severity.jargon = 'off'\n", "[a{n}]\n", "[a]\n", "[a.b{n}]\n", "[[a]]\n", "[[a.b]]\nc{n} = 1\n",
    "[severity]\nx{n} = 'off'\n", "x{n} = [1, 2]\n", "x{n} = {a = 1}\n", "# c\n", "x{n} = '''\n", "[terms]\n",
    "term{n} = 'a thing'\n", "'q{n}' = 1\n", 'x{n} = "a"\n', "1, ", "'a{n}', ", "[", "]", "{", "{a = ", "a.", ".",
    "=", '"', "'", "\n", "\r\n", "\r", "\0", " ", "\u00e9 = 1\n", "x{n} = 1979-05-27\n", "x{n} = 0x1\n",
    "x{n} = inf\n", "[tool.cog-lsp]\n", "[tool.a{n}]\nb = 1\n", "tool.a.b{n} = 1\n", "ignore = ['a']\n",
)  # fmt: skip
LINES = (
    "a{n}\n", "*a\n", "*a*b\n", "**/a{n}\n", "!a\n", "/a/\n", "[a]\n", "[", "\\", "a{n}==1.0\n", "a\n",
    "-r x{n}.txt\n", "# c\n", "git+https://e.org/{n}\n", "a[b,c]>=1; x < '3'\n", "*", "?", "\n",
    "--extra-index-url https://e.org\n", "a", " ", "a\\\n", "https://e.org/a{n}.whl\n", "torch==2.{n}\n",
)  # fmt: skip
CHOICES = (
    "'c{n}', ",
    "{n}, ",
    "'a', ",
    "1.5, ",
    "None, ",
    "A, ",
    "*A, ",
    "'a' 'b', ",
    "True, ",
    "-{n}, ",
    "f(), ",
    "[], ",
)
