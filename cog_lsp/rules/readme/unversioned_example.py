"""Calls of this model by its name alone, which only official models answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cog_lsp.findings.finding import Finding
from cog_lsp.project.context import Context
from cog_lsp.readme.snippets import snippets_of_part
from cog_lsp.rules.rule import Example, Rule, Step
from cog_lsp.writing.identity import own_name

if TYPE_CHECKING:
    from cog_lsp.readme.markdown.document import ModelCard

SLUG = "unversioned-example"


def check(card: ModelCard, context: Context) -> Iterator[Finding]:
    """Report at the call."""
    own = own_name(context)
    if own is None:
        return
    for origin, part in card.having("code"):
        for snippet in snippets_of_part(part):
            if snippet.bare and snippet.model == own:
                message = f"This call needs a version: write `{own}:` and the id of a version, unless Replicate lists it as official"
                yield Finding(SLUG, message, snippet.anchor.shifted(origin))


def _card(call: str, language: str = "python") -> str:
    return f"# Demo\n\n[![Replicate](https://replicate.com/acme/demo/badge)](https://replicate.com/acme/demo)\n\n```{language}\n{call}\n```\n"


RULE = Rule(
    slug=SLUG,
    summary="An example calls this model by its name alone, which ends with 404 for all but official models.",
    severity="information",
    subject="card",
    why="""
        Replicate's clients send `owner/name` to the address of official models. Every other model answers only where the
        call names a version, and `latest` is none: people who copy the example get "404 Not Found".
    """,
    what_to_do="""
        Write `owner/name:version`, with the hash that the page of the model shows under *Versions*. Leave the call as it
        is if Replicate lists your model as official, and turn the rule off.
    """,
    valid=(
        Example(_card('replicate.run("acme/demo:5c7d5dc6", input={"prompt": "🎨"})')),
        Example(_card('replicate.run("acme/demo:<version>", input={"prompt": "a fox"})').replace("\n", "\r\n")),
        Example(_card('replicate.run("other/model", input={"prompt": "a fox"})'), note="another model"),
        Example(
            _card(
                'version = replicate.models.get("acme/demo").latest_version\n'
                'replicate.predictions.create(version=version, input={"prompt": "a fox"})'
            ),
            note="the version is asked for",
        ),
        Example(_card("cog run -i prompt=fox", "sh")),
    ),
    invalid=(
        Example(_card('replicate.run("acme/demo", input={"prompt": "🎨"})'), ("replicate.run",)),
        Example(_card('replicate.run("acme/demo:latest", input={"prompt": "a fox"})'), ("replicate.run",)),
        Example(
            _card('replicate.predictions.create(model="acme/demo", input={"prompt": "a fox"})'),
            ("replicate.predictions.create",),
        ),
        Example(_card('await replicate.run("acme/demo", { input: { prompt: "a fox" } });', "js"), ("replicate.run",)),
        Example(
            _card('for event in replicate.stream("acme/demo", input={"prompt": "a fox"}):\n    print(event)').replace(
                "\n", "\r\n"
            ),
            ("replicate.stream",),
        ),
    ),
    check=check,
    about_examples=True,
    step=Step("Name a version in {n} example", "Name a version in {n} examples"),
)
