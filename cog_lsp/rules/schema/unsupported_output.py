"""A return type that Cog's build refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import Annotate, Repair
from cog_lsp.predictor.cause import Cause
from cog_lsp.predictor.model import Predictor, Refusal
from cog_lsp.project.context import Context
from cog_lsp.rules.rule import Example, Rule
from cog_lsp.rules.schema.reading import code, is_static, short
from cog_lsp.rules.schema.refusals import is_told_by

SLUG = "unsupported-output"
COG_TYPES = ("Path", "File", "Secret", "ConcatenateIterator", "AsyncConcatenateIterator")


def check(predictor: Predictor, context: Context) -> Iterator[Finding]:
    """Report the generator's refusal at the return annotation."""
    output = predictor.output
    if output is None or predictor.api == "decorators" or not is_static(context):
        return
    refused = output.schema
    if isinstance(refused, Refusal):
        repairs = _repairs(output.source.strip(), predictor, refused)
        reason = (
            _of_cause(refused.cause)
            if refused.cause is not None
            else _message(refused.message, output.source, predictor)
        )
        fields = re.findall(r'field "(\w+)": ', refused.message)
        where = f" for the field {code(fields[-1], 20)}" if fields else ""
        data = (("cog", refused.message),)
        yield Finding(SLUG, f"Cog's build fails{where}: {reason}", refused.span, repairs=repairs, data=data)
    for refusal in predictor.refusals:
        if is_told_by(refusal, SLUG) and refusal is not output.schema:
            message = "Cog's build fails: `@streaming` needs an iterator as return type"
            yield Finding(SLUG, message, refusal.span, data=(("cog", refusal.message),))


def _of_cause(cause: Cause) -> str:
    """Why Cog does not follow a type, and what to write instead."""
    name, module = code(cause.name, 24), code(cause.module, 20)
    if "Literal[" in cause.source:
        return f"it follows no name of a `Literal` such as {name}. Write `str` or `int`"
    return {
        "enumeration": "it knows no enumerations. Write `str` or `int`",
        "alias": f"it follows no other name of a type. Write {code(cause.source, 32)}",
        "dataclass": f"it knows no dataclasses. Derive {name} from cog's `BaseModel`",
        "derived": f"{name} itself must name `BaseModel` as its base",
        "made": f"it makes no call such as that behind {name}. Derive a class from cog's `BaseModel`",
        "class": f"{name} is no model. Derive it from cog's `BaseModel`",
        "passed on": f"it reads no `__init__.py`. Import {name} from {module}",
        "module": f"it knows no {name} of {module}. Return a `Path`, or mark it `Opaque`",
        "unbound": f"nothing is called {name} here",
        "annotated": "it reads no call in `Annotated`",
    }[cause.kind]


def _message(cog: str, source: str, predictor: Predictor) -> str:
    """Why Cog takes no such output, in words of the author."""
    bare = re.fullmatch(r"(?:\w+\.)?((?:Async)?(?:Concatenate)?Iterator)", source.strip())
    if bare is not None:
        item = "[str]" if "Concatenate" in bare[1] else "[…]"
        return f"say what it yields, `{bare[1]}{item}`"
    if "cannot resolve type 'None'" in cog:
        return "a model must return something, and None is no output type"
    unknown = re.search(r"cannot resolve type '([^']*)'", cog)
    module, _, own = predictor.scope.get(unknown[1], "").rpartition(".") if unknown is not None else ("", "", "")
    if unknown is not None and module == "cog" and own in COG_TYPES and own != unknown[1]:
        return f"it knows {code(unknown[1])} by the name {code(own)} only"
    if unknown is not None:
        return f"it cannot follow the type {code(unknown[1])}"
    reason = re.sub(r"^(?:field \"\w+\": )*(?:unsupported (?:output )?type: )?", "", cog)
    unread = re.fullmatch(r"(?s)[a-z_ ]+: (.+)", reason)
    return short(reason, 78) if unread is None else f"it cannot read the type {code(unread[1], 48)}"


def _repairs(source: str, predictor: Predictor, refused: Refusal) -> tuple[Repair, ...]:
    """The output as Cog reads it; a draft where it decides something for the author."""
    if refused.cause is not None and refused.cause.kind == "alias" and source == refused.cause.name:
        is_known = not refused.cause.module and "Literal[" not in refused.cause.source
        return (_annotate(refused.cause.source),) if is_known else ()
    if re.fullmatch(r"(?:\w+\.)?(?:Async)?ConcatenateIterator", source):
        return (_annotate(f"{source}[str]"),)
    if re.fullmatch(r"(?:\w+\.)?(?:Async)?Iterator", source):
        return (_annotate(f"{source}[str]", draft=True),)
    generator = re.fullmatch(r"(?s)(?:\w+\.)?(Async)?Generator\[([^\[\],]+)(?:,[^\[\]]*)?\]", source)
    if generator is not None:
        name = f"{generator[1] or ''}Iterator"
        return (_annotate(f"{name}[{generator[2].strip()}]", (("typing", name),)),)
    optional = re.fullmatch(r"(?s)(?:\w+\.)?Optional\[(.*)\]", source)
    before, _, last = source.rpartition("|")
    inner = optional[1] if optional is not None else before.rstrip() if last.strip() == "None" else ""
    if inner and "|" not in inner:
        return (_annotate(inner, draft=True),)
    return _unaliased(source, predictor)


def _unaliased(source: str, predictor: Predictor) -> tuple[Repair, ...]:
    """`CogPath` by the name that Cog knows."""
    imports: list[tuple[str, str]] = []

    def known(match: re.Match[str]) -> str:
        module, _, name = predictor.scope.get(match[0], "").rpartition(".")
        if module != "cog" or name not in COG_TYPES or name == match[0]:
            return match[0]
        imports.append((module, name))
        return name

    plain = re.sub(r"(?<![\w.])\w+\b", known, source)
    return (_annotate(plain, tuple(dict.fromkeys(imports))),) if imports else ()


def _annotate(source: str, imports: tuple[tuple[str, str], ...] = (), *, draft: bool = False) -> Annotate:
    return Annotate(source, imports, f"Write {code(source)}", output=True, kind="draft" if draft else "safe")


def _file(returns: str, end: str = "\n", imports: str = "BaseRunner, ConcatenateIterator, Input") -> str:
    text = (
        "from typing import Any, Generator, Iterator, Optional\n\n"
        f"from cog import {imports}\n\n\n"
        f"class Runner(BaseRunner):\n    def run(self, prompt: str = Input()) -> {returns}:\n        return prompt\n"
    )
    return text.replace("\n", end)


RULE = Rule(
    slug=SLUG,
    summary="Cog's build refuses the return type.",
    severity="error",
    subject="predictor",
    why="""
        Cog takes `str`, `int`, `float`, `bool`, `Path`, `Secret`, `Any`, `dict`, lists, `Iterator[…]`,
        `ConcatenateIterator[str]` and `BaseModel` classes as outputs. A bare `ConcatenateIterator`, an optional output,
        a tuple or `None` end the build, with a message that speaks of external types.
    """,
    what_to_do="""
        Say what an iterator yields: `ConcatenateIterator[str]`. Return a `BaseModel` for several values, a list for
        several of a kind. Where there may be nothing to return, return an empty string or list.
    """,
    valid=(
        Example(_file("ConcatenateIterator[str]")),
        Example(_file("list[Path]")),
        Example(_file("Any")),
        Example(_file("Iterator[Path]", "\r\n")),
        Example(_file("dict[str, list[str]]").replace("return prompt", 'return {"🎨": [prompt]}')),
        Example(
            "from cog import BaseModel, BaseRunner, Input\n\n\nclass Output(BaseModel):\n    text: str\n\n\nclass Runner(BaseRunner):\n    def run(self, prompt: str = Input()) -> Output:\n        return Output(text=prompt)\n"
        ),
    ),
    invalid=(
        Example(
            _file("ConcatenateIterator"),
            ("ConcatenateIterator",),
            _file("ConcatenateIterator[str]"),
            note="the most frequent one",
        ),
        Example(_file("Generator[str, None, None]"), ("Generator[str, None, None]",), _file("Iterator[str]")),
        Example(_file("None"), ("None",)),
        Example(
            "from dataclasses import dataclass\n\n\n@dataclass\nclass Made:\n    words: str\n\n\n"
            + _file("Made").partition("\n\n")[2],
            ("Made",),
            note="a dataclass",
        ),
        Example(
            "from enum import Enum\n\nfrom cog import BaseModel\n\n\nclass Side(Enum):\n    LEFT = 'left'\n\n\n"
            "class Made(BaseModel):\n    side: Side\n\n\n" + _file("Made").partition("\n\n")[2],
            ("Side",),
            note="a field that is an enumeration",
        ),
        Example(_file("Optional[str]"), ("Optional[str]",), _file("str"), note="an output cannot be left out"),
        Example(_file("tuple[str, str]", "\r\n").replace("return prompt", 'return "🎨", prompt'), ("tuple[str, str]",)),
        Example(_file("Iterator"), ("Iterator",), _file("Iterator[str]")),
        Example(
            _file("CogPath", imports="BaseRunner, Input, Path as CogPath"),
            ("CogPath",),
            _file("Path", imports="BaseRunner, Input, Path, Path as CogPath"),
        ),
    ),
    check=check,
    fix="safe",
)
