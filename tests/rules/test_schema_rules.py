"""Every example of every schema rule: reported or not, where, and what the fix makes of it."""

from __future__ import annotations

from collections import Counter

import pytest

from cog_lsp.findings.finding import Finding, about_input
from cog_lsp.fixes import apply, fixes
from cog_lsp.predictor.cog.schema import schemas
from cog_lsp.predictor.model import Refusal
from cog_lsp.project.context import Context
from cog_lsp.rules.rule import Example, Rule
from cog_lsp.rules.schema.refusals import TOLD_BY
from cog_lsp.settings.record import Settings
from tests.rules.schema_examples import checked, contexts, file_of, findings, project, schema_rules

RULES = schema_rules()
VALID = [pytest.param(rule, e, id=f"{rule.slug}-{n}") for rule in RULES for n, e in enumerate(rule.valid)]
INVALID = [pytest.param(rule, e, id=f"{rule.slug}-{n}") for rule in RULES for n, e in enumerate(rule.invalid)]


def reported(rule: Rule, example: Example) -> tuple[str, list[tuple[Context, Finding]]]:
    """The text that an example stands for, and what the rule finds in it."""
    if rule.subject == "project":
        context = Context(Settings(), files=project(example))
        return example.text, [(context, f) for f in rule.check(project(example), context)]
    text = file_of(example.text)
    cog_yaml = example.files.get("cog.yaml", "")
    found = [(c, findings((rule,), c)) for c in contexts(text, cog_yaml)]
    assert found, "the example has no predictor"
    return text, [(c, f) for c, group in found for f in group]


@pytest.mark.parametrize(("rule", "example"), VALID)
def test_valid(rule: Rule, example: Example) -> None:
    assert [f.message for _, f in reported(rule, example)[1]] == []


@pytest.mark.parametrize(("rule", "example"), INVALID)
def test_invalid(rule: Rule, example: Example) -> None:
    text, found = reported(rule, example)
    assert tuple(text[f.span.start : f.span.end] for _, f in found) == example.found
    for _, finding in found:
        assert finding.rule == rule.slug
        assert len(finding.message) <= 100, finding.message
        assert "\n" not in finding.message


@pytest.mark.parametrize(("rule", "example"), INVALID)
def test_fix(rule: Rule, example: Example) -> None:
    text, found = reported(rule, example)
    context, first = found[0]
    offered = fixes(first, context, text)
    if example.fixed is None:
        assert offered == ()
        return
    assert offered[0].kind == rule.fix or (rule.fix == "safe" and offered[0].kind == "draft")
    fixed = apply(text, offered[0].edits)
    assert fixed == file_of(example.fixed, "\r\n" if "\r\n" in text else "\n")
    before = Counter(f.rule for _, group in checked(text) for f in group)
    after = Counter(f.rule for _, group in checked(fixed) for f in group)
    assert after <= before - Counter([rule.slug])


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.slug)
def test_rule_is_whole(rule: Rule) -> None:
    texts = [e.text for e in (*rule.valid, *rule.invalid)]
    assert len(rule.valid) >= 5
    assert len(rule.invalid) >= 5
    assert any("\r\n" in t for t in texts)
    assert any(any(c > "\uffff" for c in t) for t in texts)
    assert any("\n" in t.strip() for t in texts)
    fixed = any(e.fixed is not None for e in rule.invalid)
    assert fixed == (rule.fix is not None)


DROPPED = 'seed: int = Input(default=2**3, le=2**4, description="a" "b")'
VERSIONS = [
    ("seed: int = Input(default=None)", "0.16.8", []),
    ("seed: int = Input(default=None)", "0.19.0", []),
    ("seed: int = Input(default=None)", "0.20.0", ["required-by-none"]),
    ("seed: int = Input(default=None)", ">=0.21", ["required-by-none"]),
    (DROPPED, "0.18", []),
    (DROPPED, "0.19", ["lost-default", "lost-constraint", "altered-description"]),
    ('style: Literal["a"] = Input()', "0.16", []),
    ('style: Literal["a"] = Input()', "0.20", ["unsupported-type"]),
    ("seed: int = Input(step=1)", "0.16", ["invalid-argument"]),
    ("seed: int = Input(default=1, ge=2)", "0.16", []),
    ("seed: int = Input(default=1, ge=2)", "0.17", ["invalid-default"]),
    ("seed = Input(default=1)", "0.1", ["missing-annotation"]),
    ("seed", "0.18", []),
    ("seed", None, ["lost-input"]),
]


@pytest.mark.parametrize(("parameter", "version", "rules"), VERSIONS)
def test_versions(parameter: str, version: str | None, rules: list[str]) -> None:
    text = file_of(f"        {parameter},")
    on = tuple(rule for rule in RULES if rule.slug != "old-api")
    cog_yaml = f'build:\n  sdk_version: "{version}"\n' if version else ""
    by_sdk = [f.rule for c in contexts(text, cog_yaml) for f in findings(on, c)]
    by_setting = [f.rule for c in contexts(text, "", Settings(cog_version=version)) for f in findings(on, c)]
    assert by_sdk == by_setting == rules


MESSAGES = [
    ('x: str = Input(description="a " "b")', 'Published as `a " "b`: Cog up to 0.23 does not join adjacent strings'),
    ('x: str = Input(description="it\\\'s")', "Published as `it\\'s`: Cog up to 0.23 decodes no escape sequences"),
    ('x: str = Input(description="a".strip())', 'Published as `a".strip(`: Cog runs no method'),
    ("x: str = Input(description=f'{y}')", "No description is published: Cog does not read f-strings"),
    ("x: int = Input(default=2**3)", "Callers must now send it: Cog cannot read the default `2**3`"),
    (
        "x: Optional[int] = Input(default=2**3)",
        "The default is not published: Cog cannot read the default `2**3`",
    ),
    ("x: int = Input(3)", "Callers must now send it: Cog reads no default without its keyword"),
    ("x: int = Input(le=MAX)", "No upper bound is published: Cog cannot read `MAX`"),
    ("x: str = Input(regex='a' 'b')", "Published as `a' 'b`: Cog up to 0.23 does not join adjacent strings"),
    ("x: str = Input(regex='a' + 'b')", "Published as `a' + 'b`: Cog does not join strings"),
    (r"x: str = Input(regex='\\d')", r"Published as `\\d`: Cog up to 0.23 decodes no escape sequences"),
    ("x: str = Input(min_length=-1)", "A length cannot be negative: it is published as 18446744073709551615"),
    (
        "x: int = Input(default=None)",
        "Callers must now send it: since Cog 0.20 a default of None needs an optional type",
    ),
    ("x: np.ndarray", "Cog's build fails: it has no inputs of the type `ndarray`"),
    ("x: Sequence[str]", "Cog's build fails: Sequence[...] is not a supported input type"),
    ("x: List[List[str]]", "Cog's build fails: nested generics like List[Optional[X]] are not supported"),
    ("x: int = Input(default=0, ge=1.5)", "Cog's build fails: the default `0` is below `ge=1.5`"),
    ("x: int = Input(default=9, le=5)", "Cog's build fails: the default `9` is above `le=5`"),
    ("x: int = Input(default=9, choices=[1, 2])", "Cog's build fails: the default `9` is none of the choices `1`, `2`"),
    ("x: bool = 1", "Cog's build fails: the default `1` must be True or False"),
    ("x: str = Input(regex='(?<a)b')", "Cog's build fails: patterns may not look ahead or behind (RE2)"),
    (r"x: str = Input(regex=r'(a)\1')", "Cog's build fails: patterns may not refer back to a group (RE2)"),
    ("x: int = Input(min=1)", "The model will not start: Input has no argument `min`; it is called `ge`"),
    ("x: int = Input(step=1)", "The model will not start: Input has no argument `step`"),
    ("x: str = Input(accept='a')", "Cog's build fails: `accept` is for Path and File inputs only"),
    ("x: int = Input(ge=3, le=2)", "`ge=3` is above `le=2`: no number is allowed"),
    ("x: str = Input(min_length=3, max_length=2)", "`min_length=3` is above `max_length=2`: no text is allowed"),
    ("x: str = Input(choices=[])", "An empty list of choices is not published: any value is allowed"),
    ("x: str = Input(regex='(a')", "Cog's build fails: the pattern is no RE2: missing closing ): `(a`"),
    (
        "x: str = Input(default='b', choices=['a long choice here', 'another long choice', 'c'])",
        'Cog\'s build fails: the default `"b"` is none of the choices `"a long choice…"`, …',
    ),
    (
        "x: int = Input(default_factory=make)",
        "Cog's build fails: it has no `default_factory`; write the value as `default`",
    ),
    ("x: dict = 3", "Cog's build fails: the default `3` must be a dictionary"),
    ("x: list[int] = ['a']", "Cog's build fails: an item of the default `['a']` must be a whole number"),
    ("x: int | str = 1.5", "Cog's build fails: the default `1.5` does not fit the input"),
    ("*args: str", "Cog's build fails: it takes no `*args` with a type"),
    ("x: str = Input(accept=Y)", "No list of accepted file types is published: Cog cannot read `Y`"),
    ("x: str = Input(description=1)", None),
    ("x: str = Input(description=None)", None),
    ("x: Secret = Input(min_length=1)", None),
    ("x: Path = Input(regex='a')", "`regex` means nothing for `Path`"),
    ("x: str = helper()", "Cog's build fails: it cannot read the default `helper()`"),
]


@pytest.mark.parametrize(("parameter", "message"), MESSAGES)
def test_messages(parameter: str, message: str | None) -> None:
    """`message` is what follows the name of the input, which begins every message about one."""
    found = [f for _, group in checked(file_of(f"        {parameter},")) for f in group]
    wanted = [] if message is None else [message]
    assert [f.message for f in found] == [
        m if f.input is None else about_input(f.input, m) for f, m in zip(found, wanted, strict=True)
    ]


OUTPUTS = [
    ("ConcatenateIterator", "Cog's build fails: say what it yields, `ConcatenateIterator[str]`"),
    ("Iterator", "Cog's build fails: say what it yields, `Iterator[…]`"),
    ("None", "Cog's build fails: a model must return something, and None is no output type"),
    ("Optional[str]", "Cog's build fails: Optional is not allowed as a return type"),
    ("str | Path", "Cog's build fails: union types are not supported as output"),
    ("ConcatenateIterator[int]", "Cog's build fails: ConcatenateIterator element type must be str, got int"),
    ("Image.Image", "Cog's build fails: it cannot follow the type `Image`"),
]


@pytest.mark.parametrize(("output", "message"), OUTPUTS)
def test_messages_on_outputs(output: str, message: str) -> None:
    text = file_of("        x: str,").replace("-> str", f"-> {output}")
    text = text.replace("Optional, Sequence", "Iterator, Optional, Sequence").replace(
        "Path,", "ConcatenateIterator, Path,"
    )
    assert [f.message for _, group in checked(text) for f in group] == [message]


def test_streaming_needs_an_iterator() -> None:
    text = file_of("        x: str,").replace("import BaseRunner", "import streaming, BaseRunner")
    text = text.replace("    def run", "    @streaming\n    def run")
    (found,) = [f for _, group in checked(text) for f in group]
    assert found.message == "Cog's build fails: `@streaming` needs an iterator as return type"
    assert text[found.span.start : found.span.end] == "str"


PLACES = [
    (
        "run: run.py:Runer\n",
        {"run.py": "class Runner: ...\n"},
        "`run.py` has no class or function `Runer`; did you mean `Runner`?",
    ),
    ("run: run.py:Runner\n", {}, "There is no file `run.py`"),
    ("run: run.py:R\n", {"predict.py": ""}, "There is no file `run.py`; did you mean `predict.py`?"),
    ("run: run.py:R\n", {"run.py": ""}, "`run.py` has no class or function `R`"),
    ("run: run.py:R\n", {"run.py": "class R:\n    x = 1\n"}, "Cog's build fails: `R` does not define run()"),
    (
        "train: t.py:T\n",
        {"t.py": "class T:\n    def run(self): ...\n"},
        "Cog's build fails: `T` does not define train()",
    ),
    ("run: run.py\n", {"run.py": "class Painter: ..."}, "Write file and name: `run.py:Painter`"),
    ("run: run.py\n", {}, "Write file and name, such as `run.py:Runner`"),
    (r"run: src\run.py:R", {"src/run.py": "class R: ..."}, "Write the path with forward slashes: `src/run.py:R`"),
    (
        "build:\n  run: run.py:R\n",
        {},
        "Cog looks for `run` at the top level only: write `run: run.py:R` without indentation",
    ),
    ("Run: run.py\n", {"run.py": "class Painter: ..."}, "Cog knows no key `Run`: write `run: run.py:Painter`"),
    ("predictor: p.py:P\n", {}, "Cog knows no key `predictor`: write `predict: p.py:P`"),
    ("train: [t.py:train]\n", {}, "Cog takes a text here, no list: write `train: t.py:train`"),
    ("build:\n\tgpu: true\n", {}, "Cog cannot read cog.yaml from line 2: a tab stands where YAML wants spaces"),
    ("a: 1\n---\nb: 1\n", {}, "Cog cannot read cog.yaml from line 2: a second document begins, and Cog reads one"),
    ('a: 1\nb: "1\nc: 1\n', {}, "Cog cannot read cog.yaml from line 2: a quotation mark is not closed"),
    ("a: [1\nb: 1\n", {}, "Cog cannot read cog.yaml from line 2: this is no YAML"),
    (
        'build:\n  sdk_version: "0.16.11"\n',
        {},
        "Cog's build fails: it needs SDK 0.17.0 or newer, not 0.16.11",
    ),
    ("train: train:x\n", {}, "Write file and name, such as `train.py:train`"),
    ("run: /a/run.py:R\n", {}, "Cog's build fails: the file must lie in the folder of cog.yaml"),
    (
        "run: run.py:R\n",
        {"run.py": "class R:\n    def run(self, a: str): ...\n    def predict(self, a: str): ...\n"},
        "The model will not start: `R` defines both run() and predict()",
    ),
    (
        "run: run.py:R\npredict: run.py:R\n",
        {"run.py": "class R:\n    def run(self, a: str): ...\n"},
        "Cog's build fails: set `run` or `predict`, not both",
    ),
]


@pytest.mark.parametrize(("cog_yaml", "files", "message"), PLACES)
def test_messages_on_cog_yaml(cog_yaml: str, files: dict[str, str], message: str) -> None:
    (rule,) = [rule for rule in RULES if rule.slug == "entry-point"]
    example = Example(cog_yaml, files=files)
    assert [f.message for f in rule.check(project(example), Context(Settings(), files=project(example)))] == [message]


FIXED = [
    ('x: Literal["a", 1]', None),
    ('x: Literal[b"a"]', None),
    ("x: Literal[True, False]", None),
    ('x: Literal["a", None] = None', 'x: Optional[str] = Input(default=None, choices=["a"])'),
    ('x: None | Literal["a"] = None', 'x: str | None = Input(default=None, choices=["a"])'),
    ("x: Literal[1, -2]", "x: int = Input(choices=[1, -2])"),
    (r'x: Literal["a]", "b\"c", r"\d"]', r"""x: str = Input(choices=["a]", 'b"c', r"\d"])"""),
    ('x: Literal["a"] = Input(choices=["a"])', 'x: str = Input(choices=["a"])'),
    ('x: list[Literal["a"]]', None),
    ("x: Literal[A.b]", None),
    ("x: Mapping[str, int]", "x: dict[str, int]"),
    ("x: str = Input(regex='\\\\d' + '+')", "x: str = Input(regex=r'\\d+')"),
    ("x: int = Input(ge='3' + '')", None),
    ("x: int = Input(le=None)", None),
    ("x: str = Input('a' 'b')", "x: str = Input(default='ab')"),
    ("x: int = Input(SIZE)", "x: int = Input(default=SIZE)"),
    ("x: Optional[int] = Input(None)", None),
    ("x: int = Input(None)", "x: Optional[int] = Input(None)"),
    ("x: Optional[Sequence[str]]", "x: Optional[list[str]]"),
    ("x: int = Input(default=2**3, le=5)", None),
    ("x: int = Input(default=9, le=2**3)", None),
    ("x: int = Input(9, le=8)", None),
    ("x: int = Input(default=0, min=1)", None),
    ("x: int = Input(default=0, max=2**3)", "x: int = Input(default=0, le=8)"),
    ("x: int = Input(max=0x10)", "x: int = Input(le=0x10)"),
    ("x: int = Input(defaul=None)", None),
    ("x: int = Input(defaul=y)", None),
    ("x: str = Input(options=('a', 'b'))", "x: str = Input(choices=['a', 'b'])"),
    ("x: str = Input(help='a' 'b')", "x: str = Input(description='ab')"),
    ("x: str = Input(default='c', choices=('a', 'b'))", None),
    ("x: Literal['a', 'b'] = 'c'", None),
    ("x: str = Input(default='', min_length=(1))", None),
    ("x: str = Input(regex='(?=a)' + 'b')", None),
    ("x: list[str] = ['a\\n', 'b']", 'x: list[str] = ["""a\n""", \'b\']'),
    ("x: dict = {'a\\t': 1}", "x: dict = {'a\t': 1}"),
    ("x: dict = Input(default_factory=dict)", "x: dict = Input(default={})"),
    ("x: list[str] = Input(default_factory=make)", None),
    ("x: str = Input('a', 'b', 'c')", None),
    ("x: str = Input(maxx=1)", None),
    ("x: int = Input(max_len=1)", "x: int = Input(max_length=1)"),
    ("x: str = Input(choices={'a': 1}.keys())", "x: str = Input(choices=['a'])"),
    ("x: str = (  # why\n            Input(default='a'))", None),
    ("x: str = ''.join(['a', b])", None),
]


@pytest.mark.parametrize(("parameter", "fixed"), FIXED)
def test_more_fixes(parameter: str, fixed: str | None) -> None:
    text = file_of(f"        {parameter},")
    offered = [x for c, group in checked(text) for f in group for x in fixes(f, c, text)]
    if fixed is None:
        assert offered == []
    else:
        assert apply(text, offered[0].edits) == file_of(f"        {fixed},")


FILES = sorted({file_of(e.text) for rule in RULES if rule.subject != "project" for e in (*rule.valid, *rule.invalid)})


@pytest.mark.parametrize("text", FILES)
def test_what_the_build_refuses_is_reported_and_nothing_else(text: str) -> None:
    for context, group in checked(text):
        assert context.predictor is not None
        refusal = schemas(context.predictor)
        errors = {f.rule for f in group if "build fails" in f.message}
        if context.predictor.api == "decorators":
            assert errors == set()
        elif isinstance(refusal, Refusal):
            assert TOLD_BY[refusal.about] in errors
        else:
            assert errors == set()
