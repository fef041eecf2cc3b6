"""Snippets that call the model wrongly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import Replace
from cog_lsp.project.context import Context
from cog_lsp.readme.snippets import snippets_of_part
from cog_lsp.readme.snippets.ports import port_problems
from cog_lsp.readme.snippets.problem import Correction, Problem
from cog_lsp.readme.snippets.problems import common_problems, is_about, problems
from cog_lsp.readme.snippets.records import Port
from cog_lsp.readme.snippets.test_cases import key_problems, model_of_cases, snippets_of_cases
from cog_lsp.rules.rule import Example, Rule, Step
from cog_lsp.writing.identity import own_name

if TYPE_CHECKING:
    from cog_lsp.predictor.model import Input, Predictor
    from cog_lsp.readme.markdown.document import ModelCard
    from cog_lsp.readme.markdown.records import Part


def check(card: ModelCard, context: Context) -> Iterator[Finding]:
    """Report each wrong name and value where it stands, and what is left out on the call."""
    own = own_name(context)
    if context.candidates:
        for origin, part in card.having("code"):
            for snippet in snippets_of_part(part):
                for problem in common_problems(snippet, context.candidates, own):
                    yield _finding(problem, origin)
        return
    judges = tuple(_Judge.of(p) for p in (context.predictor, context.trainer) if p is not None)
    for origin, part in card.having("code"):
        for problem in _problems(part, judges, own):
            yield _finding(problem, origin)
    for problem in port_problems(card, list(_ports(card, judges, own))):
        yield _finding(problem, 0)


def _ports(card: ModelCard, judges: tuple[_Judge, ...], own: str | None) -> Iterator[Port]:
    """The ports that calls of this model go to, with absolute spans."""
    for origin, part in card.having("code"):
        for snippet in snippets_of_part(part):
            port = snippet.port
            if port is not None and any(is_about(snippet, judge.predictor, own) for judge in judges):
                yield Port(port.number, port.span.shifted(origin))


def check_cases(text: str, context: Context) -> Iterator[Finding]:
    """The same for the test cases in a configuration of cog-safe-push."""
    model, own = model_of_cases(text), context.cog.image if context.cog is not None else None
    if model is not None and own is not None and model.lower() != own.lower():
        return  # another variant of the model, by its own configuration
    for problem in key_problems(text):
        yield _finding(problem, 0)
    for snippet in snippets_of_cases(text):
        if context.candidates:
            all_problems = common_problems(snippet, context.candidates)
        else:
            judges = (p for p in (context.predictor, context.trainer) if p is not None)
            all_problems = tuple(problem for predictor in judges for problem in problems(snippet, predictor))
        for problem in all_problems:
            yield _finding(problem, 0)


def _finding(problem: Problem, origin: int) -> Finding:
    """What a problem of a snippet is as a finding, where its text starts at `origin`."""
    repairs = () if problem.correction is None else (_replace(problem.correction, origin),)
    return Finding("broken-example", problem.message, problem.span.shifted(origin), repairs=repairs)


class _Judge(NamedTuple):
    """A predictor, and what any snippet is judged by: the names of its inputs, and which of them it needs."""

    predictor: Predictor
    inputs: Mapping[str, Input]
    names: tuple[object, ...]

    @classmethod
    def of(cls, predictor: Predictor) -> _Judge:
        """For one check."""
        names = [(i.name, i.required, i.opaque, i.argument("default") is None) for i in predictor.inputs]
        by_name = {i.name: i for i in predictor.inputs}
        return cls(predictor, by_name, _one((predictor.mode, predictor.lost, bool(predictor.refusals), *names)))


@lru_cache(maxsize=64)
def _one(names: tuple[object, ...]) -> tuple[object, ...]:
    """One object for all that are equal: each snippet compares them with those of the last check."""
    return names


def _problems(part: Part, judges: tuple[_Judge, ...], own: str | None) -> tuple[Problem, ...]:
    """The problems of all snippets in a part, kept for as long as neither the part nor an input that it names changes."""
    snippets = snippets_of_part(part)
    if not snippets:
        return ()
    inputs = [j.inputs.get(entry.name) for j in judges for snippet in snippets for entry in snippet.entries]
    key = own, [j.names for j in judges], inputs
    memo = part.memo.get(problems)
    if memo is None or memo[0] != key:
        # Each predictor judges the snippets of its own mode: calls that run, or calls that train.
        all_problems = tuple(
            p for snippet in snippets for judge in judges for p in problems(snippet, judge.predictor, own)
        )
        memo = part.memo[problems] = key, all_problems
    result: tuple[Problem, ...] = memo[1]
    return result


def _replace(correction: Correction, origin: int) -> Replace:
    return Replace(correction.span.shifted(origin), correction.text, correction.title, correction.kind)


_PREDICTOR = """\
from cog import BaseRunner, Input, Path


class Runner(BaseRunner):
    def run(
        self,
        prompt: str = Input(description="What the picture shows."),
        width: int = Input(description="Width in pixels.", default=512, ge=64, le=2048),
        output_format: str = Input(description="File format.", default="webp", choices=["webp", "png", "jpg"]),
        fast: bool = Input(description="Trade quality for speed.", default=False),
    ) -> Path:
        ...
"""
_FILES = {"run.py": _PREDICTOR}
_OWN = {"run.py": _PREDICTOR, "cog.yaml": 'image: r8.im/me/painter\nrun: "run.py:Runner"\n'}


def _python(body: str, model: str = "me/painter") -> str:
    return f'# Painter\n\n```python\nimport replicate\n\noutput = replicate.run(\n    "{model}",\n    input={{{body}}},\n)\n```\n'


def _shell(command: str) -> str:
    return f"# Painter\n\n```sh\n{command}\n```\n"


RULE = Rule(
    slug="broken-example",
    summary="An example in the README names an input that does not exist, leaves out a required one, or gives a value that the model refuses.",
    severity="warning",
    subject="card",
    why="""
        The first thing that people do is to copy the example. When an input was renamed or got new bounds, the example
        goes on looking right and answers with an error, and people conclude that the model is broken.
        """,
    what_to_do="""
        Use the name or value that the message gives. Where one name is certain, the quick fix writes it. Values that
        stand for something to fill in (`$PROMPT`, `<your text>`, `...`) pass, and calls of other models are left alone.
        Of a call that names a version by its hash, whose inputs may be older, only what no version takes is reported.
        On the command line, each input has an `-i`, a name and a value, in quotes where it holds spaces:
        `-i prompt="a red car"`. Servers of Cog take JSON: `-d '{"input": {…}}'`.
        """,
    valid=(
        Example(
            _python('"prompt": "a red car", "width": 768'),
            files=_OWN,
            note="`prompt` is required, `width` goes up to 2048",
        ),
        Example(_shell('cog run -i prompt="a red car" -i output_format=png -i fast=true'), files=_FILES),
        Example(_shell("cog predict -i prompt=$PROMPT -i width=<width>"), files=_FILES, note="placeholders"),
        Example(_python('"text": "hello", "voice": "anna"', "other/speaker"), files=_OWN, note="another model"),
        Example(
            _python(
                '"text": "a red car"', "me/painter:5c7d5dc6dd8bf75c1acaa8565735e7986bc5b66206b55cca93cb72c9bf15ccaa"
            ),
            files=_OWN,
            note="a version that may have had other inputs",
        ),
        Example(_python("**settings"), files=_OWN, note="what the call gives cannot be known"),
        Example(_shell("cog run -i prompt='a 🚗' \\\n  -i width=512").replace("\n", "\r\n"), files=_FILES),
        Example(_shell("cog run python -m unittest -i x"), files=_FILES, note="a command in the container"),
        Example(_python('"prompt": "a red car"').replace(")\n```", "```"), files=_OWN, note="does not parse"),
        Example(
            "# Painter\n\n- Call it:\n\n  ```js\n  const input = { prompt: 'a red car' };\n  await replicate.run('me/painter', { input });\n  ```\n",
            files=_OWN,
        ),
    ),
    invalid=(
        Example(
            _python('"promt": "a red car"'),
            found=("promt",),
            fixed=_python('"prompt": "a red car"'),
            files=_OWN,
            note="the input is called `prompt`",
        ),
        Example(
            _python('"prompt": "a red car", "width": 4096'), found=("4096",), files=_OWN, note="`width` goes up to 2048"
        ),
        Example(
            _shell("cog run -i prompt=a red car -i fast=true"),
            found=("a red car",),
            fixed=_shell('cog run -i prompt="a red car" -i fast=true'),
            files=_FILES,
            note="the shell splits the value at its spaces",
        ),
        Example(
            _shell("cog run prompt=cars -i fast=true"),
            found=("prompt=cars",),
            fixed=_shell("cog run -i prompt=cars -i fast=true"),
            files=_FILES,
            note="without `-i`, Cog takes it for an image",
        ),
        Example(
            _python('"prompt": "cars", "fast": "true"'),
            found=('"true"',),
            fixed=_python('"prompt": "cars", "fast": True'),
            files=_OWN,
        ),
        Example(
            _shell("curl -F prompt=cars http://localhost:5000/predictions"),
            found=("-F",),
            files=_FILES,
            note="the server takes JSON",
        ),
        Example(
            _shell(
                "docker run -d -p 5000:5000 r8.im/me/painter\n"
                'curl -d \'{"input": {"prompt": "🚗"}}\' http://localhost:5001/predictions'
            ),
            found=("5001",),
            fixed=_shell(
                "docker run -d -p 5000:5000 r8.im/me/painter\n"
                'curl -d \'{"input": {"prompt": "🚗"}}\' http://localhost:5000/predictions'
            ),
            files=_FILES,
            note="the container answers on port 5000",
        ),
        Example(
            '# Painter\n\n```go\nclient.Run(ctx, "me/painter", replicate.PredictionInput{"promt": "cars"}, nil)\n```\n',
            found=("promt",),
            files=_OWN,
        ),
        Example(_shell("cog predict -i width=512"), found=("cog predict",), files=_FILES, note="leaves out `prompt`"),
        Example(
            _shell("cog run -i prompt=🚗 -i output_format=PNG").replace("\n", "\r\n"),
            found=("PNG",),
            fixed=_shell("cog run -i prompt=🚗 -i output_format=png").replace("\n", "\r\n"),
            files=_FILES,
        ),
        Example(
            _shell("cog run -i prompt=cars \\\n    -i fast=True"),
            found=("True",),
            fixed=_shell("cog run -i prompt=cars \\\n    -i fast=true"),
            files=_FILES,
        ),
        Example(
            "# Painter\n\n1. Call it:\n\n   ```ts\n   await replicate.run(\"me/painter\", {\n     input: { prompt: 'cars', widht: 512 },\n   });\n   ```\n",
            found=("widht",),
            fixed="# Painter\n\n1. Call it:\n\n   ```ts\n   await replicate.run(\"me/painter\", {\n     input: { prompt: 'cars', width: 512 },\n   });\n   ```\n",
            files=_OWN,
        ),
        Example(
            _shell('curl -s http://localhost:5000/predictions -d \'{"input": {"prompt": "cars", "width": "wide"}}\''),
            found=('"wide"',),
            files=_FILES,
        ),
        Example(
            "# Painter\n\nRun it:\n\n    cog run -i prompt=cars -i widht=512\n",
            found=("widht",),
            fixed="# Painter\n\nRun it:\n\n    cog run -i prompt=cars -i width=512\n",
            files=_FILES,
        ),
    ),
    check=check,
    about_examples=True,
    step=Step("Repair 1 place in the examples", "Repair {n} places in the examples", is_broken=True),
    check_cases=check_cases,
    reads=frozenset({"names", "declarations"}),
    fix="safe",
)
