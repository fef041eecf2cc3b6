"""Values that the code refuses or changes, and the form does not say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cog_lsp.evidence.uses.fact import Fact, Usage
from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import Declare, Repair, SetArgument
from cog_lsp.predictor.model import Input
from cog_lsp.project.context import Context
from cog_lsp.regex import regex
from cog_lsp.rules.evidence import related, where
from cog_lsp.rules.inputs.places import is_silent, place
from cog_lsp.rules.rule import Example, Rule, Step

KINDS = ("refuses", "requires", "clamps")
LONGEST = 160
BROKEN = regex(
    r"“(?:failed|could not|couldn't|unable|cannot|can't|error) (?:to )?(?:read|open|load|decode|encode|extract|write|save)",
    re.I,
)
"""What any file that is broken, or any disk that is full, comes to: it asks nothing of the one who fills in the form."""


def check(usage: Usage, context: Context) -> Iterator[Finding]:
    """Report an input once, with all that its form leaves out."""
    input = usage.input
    # A sentence that was added to the description may have been broken into two lines.
    text = " ".join((input.description or "").split()).lower()
    facts = (fact for fact in usage.facts if fact.kind in KINDS and fact.told == "no")
    untold = [
        fact
        for fact in facts
        if fact.sentence.lower().rstrip(".") not in text and not (fact.is_vague and BROKEN.search(fact.sentence))
    ]
    if untold and not is_silent(input) and input.meant("deprecated") is not True:
        yield Finding(
            "hidden-requirement",
            _message(untold, usage),
            place(input),
            input.name,
            _repairs(input, untold),
            related=related(untold, usage, context),
        )


def _message(facts: Sequence[Fact], usage: Usage) -> str:
    """What the form does not say, what ends a run first; as much as there is room for, and at least one."""
    refused = [fact for fact in facts if fact.kind != "clamps"]
    changed = [fact for fact in facts if fact.kind == "clamps"]
    message, joint = f"`{usage.input.name}`: the code ", ""
    for what, group in (("refuses values that the form allows: ", refused), ("changes values: ", changed)):
        for number, fact in enumerate(group):
            clause = f"{what if number == 0 else '; '}{_clause(fact, usage)}"
            if joint and len(message) + len(clause) > LONGEST:
                return message
            message += joint + clause if number == 0 else clause
            joint = ", and "
    return message


def _clause(fact: Fact, usage: Usage) -> str:
    sentence = fact.sentence.rstrip(".").replace("!", "")
    return f"{sentence[:1].lower()}{sentence[1:]} ({where(fact, usage)})"


def _repairs(input: Input, facts: Sequence[Fact]) -> tuple[Repair, ...]:
    """The declarations that say the same, then the sentences, added to a description that is there."""
    refused = [fact for fact in facts if fact.kind == "refuses"]
    limits = tuple(dict.fromkeys(limit for fact in refused for limit in fact.limits))
    title = f"Declare it: {', '.join(f'{keyword}={value}' for keyword, value in limits)}"
    declared = (Declare(limits, title),) if limits else ()
    text = input.description
    if not text or not text.strip():
        return declared
    end = text.rstrip()
    end = end if end.endswith((".", "?", ":", ".)", "?)")) else f"{end}."
    # "Some values fail with …" tells whoever looks into the code, and nobody who fills in a form.
    sentences = " ".join(dict.fromkeys(f.sentence for f in facts if not f.is_vague))
    if not sentences:
        return declared
    return (*declared, SetArgument("description", f"{end} {sentences}", "Say it in the description", "draft"))


def whole(inputs: str, body: str, end: str = "\n") -> str:
    """A predictor file with these parameters and this body."""
    lines = [
        "from cog import BaseRunner, Input, Path",
        "",
        "",
        "class Runner(BaseRunner):",
        "    def run(",
        "        self,",
        *(f"        {line}" for line in inputs.split("\n")),
        "    ) -> str:",
        *(f"        {line}" for line in body.split("\n")),
        "",
    ]
    return end.join(lines)


WIDTH = 'width: int = Input(description="{}", default=512),'
STEPS = 'steps: int = Input(description="Steps.{}", le=500),'
REFUSE = 'if width % 8 != 0:\n    raise ValueError("no")\nreturn str(width)'
LIMIT = "return self.model(min(steps, 50))"
NOTE = 'note: str = Input(description="🎨 Words.{}", default=""),'
DECLARED = 'note: str = Input(description="🎨 Words.", default="", max_length=80),'
LIMITED = (
    'steps: int = Input(\n    description="Steps. At most 50; other values are changed to that.",\n    le=500,\n),'
)
JOINED = '''text: str = Input(
    description="""Words. `before` is put in front of
it.""",
),
before: str = Input(description="Words in front."),'''
CLIP = 'clip: Path = Input(description="A clip."),'
UNREAD = 'if not read(clip):\n    raise ValueError("Could not read the video")\nreturn self.model(clip)'
SHORT = 'assert len(note) <= 80, "too long"\nreturn note'

RULE = Rule(
    slug="hidden-requirement",
    summary="The code refuses or changes values, and the form does not say so.",
    severity="warning",
    subject="usage",
    why="""
        Whoever fills in the form cannot read the code. A value that the form allows and the code refuses costs a failed run;
        one that is rounded, cut or limited without a word gives a result that nobody asked for.
        """,
    what_to_do="""
        Say it in the description, or declare it where a bound, choices or a length say it exactly. The message names the line of
        the code. Where blanks are stripped, letters folded or a picture is made RGB nobody has to be told, and this rule is
        silent. Nothing is executed: the code is read, also in functions and files of the model that it calls.
        """,
    fix="draft",
    valid=(
        Example(whole(WIDTH.format("Pixels. It must be a multiple of 8."), REFUSE)),
        Example(whole(STEPS.format(" At most 50 count."), LIMIT)),
        Example(whole(STEPS.format(""), "return self.model(min(steps, 500))"), note="the bound says the same"),
        Example(whole(NOTE.format(""), "return note.strip().lower()")),
        Example(whole(NOTE.format(" 80 characters at most."), SHORT, "\r\n")),
        Example(whole(JOINED, "return self.model(before + text)"), note="the sentence goes over two lines"),
        Example(whole(CLIP, UNREAD), note="what every broken file comes to"),
    ),
    invalid=(
        Example(
            whole(WIDTH.format("Width."), REFUSE),
            ('"Width."',),
            fixed=whole(WIDTH.format("Width. Must be a multiple of 8."), REFUSE),
        ),
        Example(
            whole(STEPS.format(""), LIMIT),
            ('"Steps."',),
            fixed=whole(LIMITED, LIMIT),
        ),
        Example(
            whole(NOTE.format(""), SHORT, "\r\n"),
            ('"🎨 Words."',),
            fixed=whole(DECLARED, SHORT, "\r\n"),
        ),
        Example(
            whole(
                'image: Path = Input(description="A photo."),',
                'if image.suffix not in (".jpg", ".png"):\n    raise ValueError("no")\nreturn str(image)',
            ),
            ('"A photo."',),
        ),
        Example(
            whole(WIDTH.format("(px)"), REFUSE),
            ('"(px)"',),
            fixed=whole(WIDTH.format("(px). Must be a multiple of 8."), REFUSE),
        ),
        Example(
            whole(
                NOTE.format(""),
                'if not known(note):\n    raise ValueError(f"note {note} is not in {LIST}")\nreturn note',
            ),
            ('"🎨 Words."',),
            note="a message with gaps is no text to publish",
        ),
        Example(
            whole(
                NOTE.format(""),
                'if not known(note):\n    raise ValueError("Not known")\nreturn note',
            ),
            ('"🎨 Words."',),
            note="which values fail only the author can say",
        ),
        Example(
            whole("width: int = Input(default=512),", "width = width // 64 * 64\nreturn self.model(width)"),
            ("width",),
        ),
        Example(
            whole(
                'front: str = Input(default="", description="🖼 The front."),\nback: str = Input(default="", description="The back."),',
                'if front and back:\n    raise ValueError("one of them")\nreturn front or back',
                "\r\n",
            ),
            ('"🖼 The front."',),
        ),
    ),
    check=check,
    step=Step("Say what the code asks of 1 input", "Say what the code asks of {n} inputs"),
)
