"""What people read of findings: the message of each, and title and effect of each of its fixes.

`words.txt` holds it, for the invalid examples of each rule and for the parameters and READMEs below. Write it anew with
`python -m tests.rules.test_words`, and read what changes.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Container, Iterator
from pathlib import Path

import pytest

from cog_lsp.check.model import Model
from cog_lsp.findings.finding import Finding
from cog_lsp.fixes import apply, fixes
from cog_lsp.project.context import Context
from cog_lsp.rules import BY_SLUG, RULES
from cog_lsp.rules.page import page
from cog_lsp.rules.rule import Example, Rule
from cog_lsp.settings.record import Settings
from tests.models import ROOT, checked, example_model
from tests.rules.schema_examples import file_of, schema_rules
from tests.rules.test_examples import run

WORDS = Path(__file__).with_name("words.txt")
UPDATE = "Meant so? `python -m tests.rules.test_words` writes words.txt anew; read the difference."
PAGES = Path(__file__).parents[2] / "docs" / "rules"
INDENT = "    "


def said(rule: Rule, example: Example) -> Iterator[str]:
    """The lines for one example."""
    if rule.subject != "settings":
        _, model, name, text = example_model(rule, example)
        yield from told(model, name, text, (rule.slug,))
        return
    found, text = run(rule, example)
    for finding in found:
        yield from lines_of(finding, Context(Settings()), text)


def told(model: Model, name: str, text: str, rules: Container[str]) -> Iterator[str]:
    """The lines for what some rules find in a file of a model."""
    for finding, context in model.in_context(ROOT / name):
        if finding.rule in rules:
            yield from lines_of(finding, context, text)


def lines_of(finding: Finding, context: Context, text: str) -> Iterator[str]:
    """What a finding says, and its fixes."""
    yield f"{INDENT}{finding.input or 'file'}, {finding.rule}: {finding.message}"
    if finding.data:
        data = {
            key: value.split("\n")[0] if isinstance(value, str) else value for key, value in dict(finding.data).items()
        }
        yield f"{INDENT * 2}{json.dumps(data, ensure_ascii=False, sort_keys=True)}"
    subject = BY_SLUG[finding.rule].subject
    for fix in fixes(finding, context, text):
        title, drafted, _ = fix.title.partition(": “")
        yield f"{INDENT * 2}{fix.kind}{', preferred' if fix.preferred else ''}: {title}"
        if drafted or (fix.kind == "draft" and subject in ("card", "project")):
            continue  # the texts that are drafted have tests of their own
        before = "" if fix.creates else text
        yield from (INDENT * 3 + line for line in changed(before, apply(before, fix.edits)))


def changed(before: str, after: str) -> Iterator[str]:
    """The lines that go and come, with line ends other than the usual one shown."""
    lines = [text.replace("\r", "␍").split("\n") for text in (before, after)]
    for line in difflib.ndiff(*lines):
        if line[0] in "-+":
            yield line.rstrip()


SCHEMA = tuple(rule.slug for rule in schema_rules())
PARAMETERS = (
    # constraints that do nothing
    'x: str = Input(choices=["a", "b"], min_length=1)',
    "x: int = Input(choices=[1, 2], ge=1, le=2)",
    "x: float = Input(choices=[1, 2.5], max_length=3)",
    'x: str = Input(choices=["a"])',
    'x: str = Input(choices=["a", "b", "a"])',
    "x: int = Input(choices=[1, 2, 1.0])",
    "x: int = Input(choices=[1, True])",
    'x: int = Input(choices=[1, "2"])',
    "x: float = Input(choices=[1, 2.5])",
    'x: str = Input(choices=["a", 2])',
    'x: bool = Input(choices=["a", "b"])',
    'é: str = Input(choices=["a", "b"])',
    'x: list[str] = Input(choices=["a", "b"])',
    "x: list[int] = Input(ge=1, le=2)",
    "x: list[str] = Input(min_length=1)",
    "x: bool = Input(ge=1)",
    "x: Path = Input(min_length=1, le=3)",
    'x: int = Input(regex="")',
    "x: Any = Input(ge=1)",
    "x: int | str = Input(ge=1)",
    "x: Secret = Input(ge=1)",
    "x: int = Input(ge=2, le=2)",
    "x: float = Input(ge=2.5, le=2)",
    "x: int = Input(ge=2, le=-1)",
    "x: str = Input(min_length=-1)",
    "x: str = Input(min_length=0, max_length=0)",
    # arguments that end the build or the start
    "x: str = Input('a', 'b')",
    "x: str = Input('a', 'b', description='c')",
    "x: str = Input('a', 'b', default='c')",
    "x: int = Input(1, default=2)",
    "x: int = Input(ge=1, ge=2)",
    "x: int = Input(default=1, minimum=0, maximum=9)",
    "x: int = Input(default=1, min_value=0, gte=0)",
    "x: str = Input(m_length=3)",
    "x: str = Input(minlength=3)",
    "x: str = Input(descripton='a')",
    "x: str = Input(pattern='a', enum=['a'])",
    "x: str = Input(desc='a', description='b')",
    "x: str = Input(**{'ge': 1})",
    "x: str = Input(accept='image/*')",
    "x: list[str] = Input(default_factory=list)",
    "x: float = Input(default_factory=float)",
    "x: bool = Input(default_factory=bool)",
    "x: int = Input(default=1, default_factory=int)",
    "x: str = Input(default='a', regex='(?=a)a')",
    "x: str = Input(regex='(?!a)b')",
    r"x: str = Input(regex=r'(.)\1')",
    "x: str = Input(regex='a{2,1}')",
    "x: str = Input(regex='a**')",
    "x: str = Input(regex='[')",
    # types
    "x: Literal['a', 'b'] = 'a'",
    'x: Literal["a]", "it\'s"] = "a]"',
    "x: Literal['a', 'b'] = 'c'",
    "x: Literal[1, 2]",
    "x: Literal[-1, 'a'] = -1",
    "x: Literal[True]",
    "x: Literal[None]",
    "x: Literal['a', None] = None",
    "x: Optional[Literal['a', 'b']] = None",
    "x: Literal['a', 'b'] | None = None",
    "x: list[Literal['a', 'b']]",
    "x: Literal[A.B]",
    "x: Literal['a', 'b'] = Input(choices=['a'])",
    r"x: Literal['a\n', 'b'] = 'b'",
    "x: Sequence[str]",
    "x: Optional[Sequence[str]] = None",
    "x: Sequence[str] | None = None",
    "x: typing.Iterable[int]",
    "x: Mapping[str, int]",
    "x: Sequence",
    "x: list",
    "x: List",
    "x: tuple[int, int]",
    "x: torch.Tensor",
    "x: np.ndarray",
    "x: Secret | str",
    "x: Path | None = None",
    "x: int | Optional[str]",
    "x: Optional[int | Path]",
    "x: Union[int, list[str]]",
    "x: int | Union[str, bool]",
    "x: Union[int, Union[str, None]]",
    "x: int | list",
    "x: int | Unknown",
    "x: Union[int, None, None]",
    "x: Union[int]",
    "x: Optional[int, str]",
    "x: list[int, str]",
    "x: dict[str, int]",
    "x: 'np.ndarray'",
    "x: 'int |'",
    "x: int & str",
    "x: lambda: 1",
    "x: list[list[int]]",
    "*args: str",
    "*args: dict[str, {1: 2}]",
    "**kwargs: str",
    "*args",
    "**kwargs",
    "num_images",
    "use_mask",
    "style_image",
    "guidance_scale",
    "x, /, y",
    # no type
    "x = Input(default=1, ge=0.5)",
    "x = Input(default=1, le=2.5)",
    "x = Input(default=1, le=2)",
    "x = Input(default=1.5)",
    "x = 1",
    "x = 'a'",
    "x = False",
    "x = None",
    "x = [1]",
    # descriptions
    'x: str = Input(description="A text that is a little longer, so that it has " "room for two forms.")',
    'x: str = Input(description="A text that is a little shorter, so that " "it has one.")',
    r'x: str = Input(description="Two\nlines that are a little longer, so that they would have room for two forms.")',
    'x: str = Input(description=b"a")',
    'x: str = Input(description=R"a")',
    'x: str = Input(description="a" if y else "b")',
    'x: str = Input(description=os.environ["HELP"])',
    "x: str = Input(description=HELP)",
    "x: str = Input(description=help.text)",
    'x: str = Input(description="" "")',
    'x: str = Input(description="a %s" % "b")',
    'x: str = Input(description="{} of the picture, which may be long or short".format("width"))',
    'x: str = Input(description="a long text before the place, and then " "a long text after the place of the quotes")',
    "x: str = Input(description='it is `code` \\\\ here')",
    # defaults and constraints that are lost
    "x: int = 2**3",
    "x: int = Input(2**3)",
    "x: int = Input(3)",
    "x: str = Input(NAME, description='a')",
    "x: float = Input(default=1/3)",
    "x: int = Input(default=-(1))",
    "x: str = Input(default=os.environ.get('A', 'b'))",
    "x: str = Input(default='a' 'b')",
    "x: Optional[int] = Input(default=2**3)",
    "x: list[int] = Input(default=[1, 2**3])",
    "x: list[str] = Input(default=('a', 'b'))",
    "x: dict = Input(default={'a': 1, **b})",
    "x: int = Input(default=9, le=2**3)",
    "x: int = Input(default=9, le=2**4)",
    "x: int = Input(ge=int('3'), le=max(3, 4))",
    "x: float = Input(ge=1_000.5, le=1e3)",
    "x: str = Input(max_length=2**3, min_length=TOP)",
    "x: str = Input(regex='a' 'b')",
    "x: str = Input(regex=re.compile('a'))",
    "x: str = Input(regex='(?=a)' 'b')",
    "x: bool = Input(deprecated=1)",
    "x: str = Input(choices=('a', 'b'))",
    "x: str = Input(choices=sorted({'b': 1, 'a': 2}))",
    "x: str = Input(choices=[a for a in 'ab'])",
    "x: int = Input(choices=list(range(3)), default=1)",
    "x: int = Input(choices=list(range(3)), default=7)",
    "x: str = Input(choices=NAMES)",
    "x: int = Input(default=None)",
    "x: Optional[int] = Input(default=None)",
    "x: int = None",
    "x: str = make()",
    "x: str = Input(default=make(), choices=['a'])",
    # defaults that break the input's own bounds
    "x: int = Input(default=1, ge=2)",
    "x: float = Input(default=1.5, le=1)",
    "x: float = Input(default=5e6, le=1234567.5)",
    "x: int = Input(default=1.5)",
    "x: int = Input(default='a')",
    "x: str = Input(default=1)",
    "x: bool = Input(default='true')",
    "x: str = Input(default='', min_length=1)",
    "x: str = Input(default='abcd', max_length=3)",
    "x: str = Input(default='a', max_length=-1)",
    "x: str = Input(default='', min_length=-1)",
    "x: str = Input(default='b', regex='^a$')",
    "x: list[int] = Input(default=1)",
    "x: list[int] = Input(default=[1, 'a'])",
    "x: list[int] = Input(default=[1, None])",
    "x: dict = Input(default=[])",
    "x: Path = Input(default=1)",
    "x: str = Input(default='c', choices=['aaaaaa', 'bbbbbb', 'ccccccc', 'd'])",
    "x: str = Input(default='c', choices=['aaaaaa', 'bbbbbb', 'cccccc', 'd'])",
    "x: str = Input(default='c', choices=['aaaaaa', 'bbbbbb', 'ccccc', 'd'])",
    "x: int = Input(default=0, choices=[1000000000000000000, 2, 3])",
    "x: str = Input(default='a text that is rather long', choices=['a', 'b'])",
)
"""What the rules on the schema say of these."""
CLASS = """from cog import BaseRunner, Input, Path as CogPath, streaming
from typing import *


class Runner(BaseRunner):
"""
CLASSES = {
    "no type": "    def run(self, a: str = Input()):\n        return a\n",
    "text": "    def run(self, a: str = Input()):\n        if a:\n            return \"a\"\n\n        return f'{a}'\n",
    "file": "    def run(self, a: str = Input()):\n        return Path(a)\n",
    "flag": "    def run(self, a: str = Input()):\n        return True\n",
    "several": "    def run(self, a: str = Input()):\n        return 'a'\n        return True\n",
    "pieces": "    def run(self, a: str = Input()):\n        yield 'a'\n",
    "nothing below": "    def run(self, a: str = Input()): return 'a'\n",
    "another method below": "    def run(self, a: str):\n        return 'a'\n    def x(self):\n        return True\n",
    **{
        kind: f"    def run(self, a: str = Input()) -> {kind}:\n        ...\n"
        for kind in (
            "Generator[str, None, None]",
            "AsyncGenerator[str, None]",
            "Iterator[List[str]]",
            "typing.Iterator",
            "AsyncConcatenateIterator",
            "Optional[str]",
            "str | None",
            "Optional[int | str]",
            "tuple[str, int]",
            "Dict[str, Image]",
            "List[Optional[str]]",
            "None",
            "np.ndarray",
        )
    },
    "an alias": "    def run(self, a: CogPath, b: Optional[CogPath] = None, c: list[CogPath] = None) -> CogPath: ...\n",
    "2021": "    @cog.input('a', type=str)\n    def predict(self, a) -> None:\n        ...\n",
    "2021, no type": "    @cog.input('a', type=Image, min=1)\n    def predict(self, a, *b):\n        ...\n",
    "old name": "    def predict(self, a: str) -> str:\n        ...\n",
    "both names": "    def predict(self, a: str) -> str: ...\n    def run(self, a: str) -> str: ...\n",
    "no method": "    def go(self, a: str) -> str: ...\n",
    "pieces of a stream": "    @streaming\n    def run(self, a: str) -> str: ...\n",
}
"""Classes, by what is about them."""
PLAIN = """from cog import Input


class Runner:
    def run(
        self,
        steps: int = 20,
        top: float = 0.5,
        fast: bool = True,
        name: str = 'a`b|c',
        tick: str = 'a`b',
        pipe: str = 'a|b',
        style: str = Input(choices=['x', 'y'], default='x'),
        size: int = Input(default=64, ge=8, le=512),
    ) -> str: ...
"""
TABLE = "# A\n\n## Inputs\n\n| Input | Default | Range |\n| --- | --- | --- |\n"
CARDS = (
    TABLE + "| steps | 30 | |\n| top | 0.50 | |\n| fast | true | |\n| style | `x` | |\n",
    TABLE + "| steps | 20.0 | |\n| top | 1 | |\n| fast | False | |\n| style | y | |\n",
    TABLE + "| steps | `25` | |\n| top | half | |\n| fast | 'false' | |\n| style | `y` | |\n",
    TABLE + "| name | `b` | |\n| tick | `b` | |\n| pipe | `b` | |\n| style | **`z`** | |\n| size | `64` | 8 to 512 |\n",
    TABLE + "| steps | x | |\n| top | | |\n| style | `random` | |\n| size | 64 | 8-256 |\n",
    TABLE + "| steps | 20 | |\n| top | | |\n| style | `two words` | |\n| size | 64 | [16, 512] |\n",
    TABLE + "| steps | 20 | |\n| top | | |\n| style | `x…` | |\n| size | 64 | `1`–`2` |\n",
    TABLE + "| step | 20 | |\n| top | | |\n| fast | | |\n| name | | |\n| style | | |\n| old | | |\n",
    TABLE + "| fast | 20 | |\n| top | | |\n| size | | |\n| x | | |\n| <name> | | |\n",
    TABLE + "| fast | 20 | |\n| top | | |\n| old | | |\n| older | | |\n",
    "# A\n\n## Inputs\n\n| Name | Min | Max |\n| --- | --- | --- |\n| size | 16 | 1024 |\n| steps | 1 | 2 |\n",
    "# A\n\n## Inputs\n\n- `steps` (default: 30): how many\n- `size` (default 64, 8 to 256)\n- `fastt`: whether\n",
    TABLE.replace("\n", "\r\n") + "| steps | 30 | |\r\n| top | | |\r\n",
    "# A\n\n![a](b.png) [c](d%20e.md#f) [g](www.example.com) [h](example.com/i) [j](k.md?l) <img src='m.png'>\n",
    f"# A\n\n[a]({'long/' * 20}name.md) ![b]({'x' * 60}) [c]({'y' * 61})\n",
    "# A\n\n## Usage\n\nTODO\n\n## Limitations\n\n## License\n\n---\n\n## Citation\n\n<br>\n",
    "# A\n\n## How to use this model in your own work and at home\n\n## Usage " + "x" * 40 + "\n\nTBD: soon\n",
    "# A\n\n## Usage\n\nlorem ipsum dolor sit amet\n\n## License\n\nTODO: " + "word " * 9 + "\n",
    "# A\n\n## Usage\n\n" + "lorem ipsum " * 60 + "\n\n## License\n\n" + "TODO " * 200 + "\n",
    "# A\n\n## Usage\n\n" + "Write a sentence. " * 60 + "\n\n## License\n\n<!-- soon -->\n" + "<br>\n" * 200,
    "<!-- cog-lsp: draft. Rewrite the text below, then delete this line. -->\n\nWords.\n\n# A\n\nMore.\n",
    "# A\n\n<!-- cog-lsp: draft. Rewrite the text below, then delete this line. -->\n\nWords.\n\n## Usage\n\nx\n",
    "# A\n\n## Usage\n\n### Steps\n\n## License\n\n### MIT\n\nText\n",
)
"""What the rules on READMEs say of these, beside the predictor above."""
SAID_OF_CARDS = ("broken-link", "empty-section", "stale-reference")


def said_of_parameter(parameter: str) -> Iterator[str]:
    """The lines for one parameter."""
    text = file_of(f"        {parameter},")
    _, model = checked({"cog.yaml": 'run: "run.py:Runner"\n', "run.py": text})
    yield from told(model, "run.py", text, SCHEMA)


def said_of_class(body: str) -> Iterator[str]:
    """The lines for one class, and for the entry point that names it."""
    files = {"cog.yaml": 'run: "run.py:Runner"\n', "run.py": CLASS + body}
    _, model = checked(files, settings=Settings(severity={"old-api": "warning"}))
    for name, text in files.items():
        yield from told(model, name, text, SCHEMA)


def said_of_card(card: str) -> Iterator[str]:
    """The lines for one README."""
    _, model = checked({"cog.yaml": 'run: "run.py:Runner"\n', "run.py": PLAIN, "README.md": card})
    yield from told(model, "README.md", card, SAID_OF_CARDS)


def words() -> Iterator[tuple[str, list[str]]]:
    """The heading of each case, and its lines."""
    for rule in RULES:
        for number, example in enumerate(rule.invalid):
            yield f"{rule.slug} {number}", list(said(rule, example))
    for parameter in PARAMETERS:
        yield parameter, list(said_of_parameter(parameter))
    for name, body in CLASSES.items():
        yield f"class: {name}", list(said_of_class(body))
    for number, card in enumerate(CARDS):
        yield f"README {number}", list(said_of_card(card))


def recorded() -> dict[str, list[str]]:
    """What the file holds."""
    found: dict[str, list[str]] = {}
    for line in WORDS.read_text(encoding="utf-8").splitlines():
        if not line.startswith(INDENT):
            found[line] = []
        else:
            found[list(found)[-1]].append(line)
    return found


RECORDED = recorded()
CASES = [
    pytest.param(rule, example, f"{rule.slug} {number}", id=f"{rule.slug}-{number}")
    for rule in RULES
    for number, example in enumerate(rule.invalid)
]


@pytest.mark.parametrize(("rule", "example", "name"), CASES)
def test_words(rule: Rule, example: Example, name: str) -> None:
    assert list(said(rule, example)) == RECORDED.get(name), UPDATE


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_words_on_parameters(parameter: str) -> None:
    assert list(said_of_parameter(parameter)) == RECORDED.get(parameter), UPDATE


@pytest.mark.parametrize("name", CLASSES)
def test_words_on_classes(name: str) -> None:
    assert list(said_of_class(CLASSES[name])) == RECORDED.get(f"class: {name}"), UPDATE


@pytest.mark.parametrize("number", range(len(CARDS)))
def test_words_on_readmes(number: int) -> None:
    assert list(said_of_card(CARDS[number])) == RECORDED.get(f"README {number}"), UPDATE


def test_no_case_is_missing() -> None:
    examples = [f"{rule.slug} {number}" for rule in RULES for number in range(len(rule.invalid))]
    classes = [f"class: {name}" for name in CLASSES]
    readmes = [f"README {number}" for number in range(len(CARDS))]
    assert list(RECORDED) == [*examples, *PARAMETERS, *classes, *readmes], UPDATE


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_the_page_is_the_one_of_the_documentation(rule: Rule) -> None:
    recorded = (PAGES / f"{rule.slug}.md").read_text(encoding="utf-8")
    assert page(rule) == recorded, "Meant so? `python tools/generate.py` writes the page anew; read the difference."


if __name__ == "__main__":
    blocks = ["\n".join([name, *lines]) for name, lines in words()]
    WORDS.write_text("\n".join(blocks) + "\n", encoding="utf-8", newline="\n")
