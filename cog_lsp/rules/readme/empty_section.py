"""A topic's section with nothing in it, or with a placeholder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Literal

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import NameVersion, WriteSection
from cog_lsp.project.context import Context
from cog_lsp.prose.placeholders import GAP
from cog_lsp.readme.markdown.comments import without_comments
from cog_lsp.readme.marks import is_draft, is_outline
from cog_lsp.readme.placeholders import VERSION, Placeholder, placeholders
from cog_lsp.regex import regex
from cog_lsp.rules.rule import Example, Rule, Step
from cog_lsp.text import Span
from cog_lsp.writing.identity import own_name

if TYPE_CHECKING:
    from cog_lsp.readme.markdown.document import ModelCard
    from cog_lsp.readme.markdown.records import Section

LARGE = 600
"""Characters beyond which a section is neither empty nor a placeholder."""
LONG = 8
"""Words from which on a heading is a sentence."""
SHOWN = 40
"""Characters of a heading that the message repeats."""
_LONG_TOPICS = frozenset({"how-to-use", "model-details"})
"""Topics that authors spread over several headings of one level."""
_PLACEHOLDER = regex(
    r"[\W_]*(?:(?:to[ -]?do|tbd|tba|tbc|wip|n/?a|coming soon|work in progress|under construction|placeholder|xxx+|"
    r"(?:this section )?(?:is )?(?:to be|will be) (?:added|written|done|filled in|announced|completed|updated)|"
    r"(?:more )?information (?:is )?needed|not (?:yet )?(?:written|available)(?: yet)?|fill (?:me|this) in|"
    r"待补充|待完善|待更新|敬请期待|準備中|工事中|작성 ?중|준비 ?중|wird (?:noch )?ergänzt|folgt(?: in kürze)?|en construcción|"
    r"próximamente|por completar|à venir|à compléter|em breve|em construção|a completar|in arrivo|скоро|в разработке|"
    r"(?:add|insert|write|put|describe)\b.{0,60}\bhere|(?:your|some) text here)\b[\W_]*(?:(?:soon|later|yet)[\W_]*)?)+",
    re.IGNORECASE,
)
_TODO = regex(r"[\W_]*(?:todo|tbd)\b[\s:.\-–—]*(?P<rest>.{0,80})", re.IGNORECASE | re.DOTALL)
_LOREM = "lorem ipsum"
_LACKS_VERSION = "“{}” lacks a version: write its id, which `cog-lsp card --remote` tells"
_EMPTY_HTML = regex(r"</?(?:a|br|p|div|center|span|details|hr)\b[^<>]*>", re.IGNORECASE)
_RULE = regex(r"^[ \t]*(?:[-*_][ \t]*){3,}\r?$", re.MULTILINE)


def check(card: ModelCard, context: Context) -> Iterator[Finding]:
    """Report at the heading of the section."""
    reported = set()
    doubtful = "<!--" in card.text or _LOREM in card.text.lower()
    for number, section in enumerate(card.sections):
        if not section.topics:
            continue
        if section.body.end - section.body.start > LARGE and not doubtful:
            continue
        standing = _standing(_content(card, number))
        if standing == "written":
            continue
        name = _short(section.heading.text)
        if standing == "empty":
            if not _continues(card.sections, number) and not _says_all(section):
                reported.add(section.heading.span)
                message = f"“{name}” has nothing in it: write the section or take its heading out"
                yield _finding(section, message, _written(card, section))
        else:
            reported.add(section.heading.span)
            yield _finding(
                section, f"“{name}” holds a placeholder: write the section or take it out", _written(card, section)
            )
    yield from _placeholders(card, own_name(context), reported)
    for comment in card.comments:
        if not is_draft(comment.text):
            continue
        section_here = card.section_at(comment.span.start)
        if section_here is None:
            yield Finding(
                "empty-section", "This text is still a draft: rewrite it, then delete this line", comment.span
            )
        elif section_here.heading.span not in reported:
            reported.add(section_here.heading.span)
            name = _short(section_here.heading.text)
            yield _finding(section_here, f"“{name}” is still a draft: rewrite it, then delete the comment in it")


def _placeholders(card: ModelCard, own: str | None, reported: set[Span]) -> Iterator[Finding]:
    """Those in a text that is otherwise written; one finding for each kind of text. For the version of another model
    stands what its author decides."""
    texts = set[str]()
    for placeholder in placeholders(card):
        section = card.section_at(placeholder.span.start)
        heading = section.heading.span if section is not None else None
        is_promise = section is not None and bool(section.topics)
        text = _short(" ".join(placeholder.text.split()))
        if (
            placeholder.model not in ("", own)
            or heading in reported
            or text in texts
            or (placeholder.is_note and not is_promise)
        ):
            continue
        texts.add(text)
        topics = tuple(sorted(section.topics)) if section is not None else ()
        yield Finding(
            "empty-section",
            _LACKS_VERSION.format(text)
            if placeholder.model
            else f"“{text}” is a placeholder: write what belongs there",
            placeholder.span,
            repairs=_version(placeholder),
            data=(("topics", topics),),
        )


def _version(placeholder: Placeholder) -> tuple[NameVersion, ...]:
    """What can be written in place of a gap for a version."""
    end = placeholder.span.end
    return (NameVersion(placeholder.model, Span(end - len(VERSION), end)),) if placeholder.model else ()


def _written(card: ModelCard, section: Section) -> tuple[WriteSection, ...]:
    """What can be written in place of the section, unless it is an outline already or holds others."""
    if section.own != section.body or is_outline(card.text[section.own.start : section.own.end]):
        return ()
    return tuple(WriteSection(topic, section.own) for topic in sorted(section.topics))


def _finding(section: Section, message: str, repairs: tuple[WriteSection, ...] = ()) -> Finding:
    data = (("topics", tuple(sorted(section.topics))),)
    return Finding("empty-section", message, section.heading.text_span, repairs=repairs, data=data)


def _short(heading: str) -> str:
    return heading if len(heading) <= SHOWN else heading[:SHOWN].rstrip() + "…"


def _content(card: ModelCard, number: int) -> str:
    """What stands in a section and its sub-sections, without headings."""
    section = card.sections[number]
    if section.heading.style == "summary":  # what unfolds below it, whatever headings stand there
        end = card.text.find("</details", section.body.start)
        return card.text[section.body.start : end if end >= 0 else len(card.text)]
    pieces, at = [], section.body.start
    for heading in islice(card.headings, number + 1, None):
        if heading.span.start >= section.body.end:
            break
        pieces.append(card.text[at : heading.span.start])
        at = heading.span.end
    pieces.append(card.text[at : section.body.end])
    return "\n".join(pieces)


@lru_cache(maxsize=1024)
def _standing(source: str) -> Literal["empty", "placeholder", "written"]:
    """What is left of a section without comments, rules and empty HTML. Kept, because most sections stay the same."""
    body = _RULE.sub("", _EMPTY_HTML.sub("", without_comments(source))).strip()
    if not body:
        return "empty"
    return "placeholder" if _is_placeholder(body) else "written"


def _is_placeholder(body: str) -> bool:
    if _LOREM in body.lower() or _PLACEHOLDER.fullmatch(body) or GAP.fullmatch(body):
        return True
    todo = _TODO.fullmatch(body)
    return todo is not None and len(todo["rest"].split()) <= 8


def _says_all(section: Section) -> bool:
    """Whether the heading is the message: "If you have any problem, please read the FAQ first"."""
    return len(section.heading.text.split()) >= LONG


def _continues(sections: tuple[Section, ...], number: int) -> bool:
    """Whether the section goes on below a sibling that names no topic, as in "# Usage" and then "# Step 1"."""
    if number + 1 >= len(sections):
        return False
    following = sections[number + 1]
    return (
        bool(_LONG_TOPICS & sections[number].topics)
        and (not following.topics or bool(_LONG_TOPICS & following.topics))
        and following.heading.level >= sections[number].heading.level
    )


_DRAFT = "<!-- cog-lsp: draft. Rewrite the text below, then delete this line. -->"

_BADGE = "[![Replicate](https://replicate.com/acme/colorizer/badge)](https://replicate.com/acme/colorizer)"

RULE = Rule(
    slug="empty-section",
    summary="A section of the model card is empty, or holds nothing but a placeholder or a draft.",
    severity="warning",
    subject="card",
    why="""
        A heading promises an answer. One with "TODO" below it tells people that the author knew the question and left
        them alone with it, which is worse than no heading.
        """,
    what_to_do="""
        Write the section: two sentences are enough for most. Where it does not apply to your model, take the heading
        out. A draft of cog-lsp carries a comment that says so: rewrite the text, then delete the comment. Where a
        drafted call lacks its version (`owner/name:VERSION`), `cog-lsp card --remote` tells the newest; from then on the
        quick fix writes it, and new drafts name it.
        """,
    valid=(
        Example("# Colorizer\n\n## Limitations\n\nFlags often get the wrong color.\n"),
        Example("# Colorizer\n\n## Usage\n\n### From Python\n\nCall it.\n", note="the sub-section has the text"),
        Example("# Colorizer\n\n## Results\n\n![before and after](result.png)\n", note="a picture is an answer"),
        Example("# Colorizer\n\n## Citation\n\n```bibtex\n@misc{x, title={Color}}\n```\n"),
        Example("# Colorizer\r\n\r\n## Limitations\r\n\r\nNone are known: 🤞\r\n"),
        Example("# Colorizer\n\n## To do\n\nTODO\n", note="not a topic of a model card"),
        Example("# Colorizer\n\n## Limitations\n\n" + "Red is often painted too dark. " * 30 + "\n"),
        Example("# Colorizer\n\n## Usage\n\n## Step 1\n\nScan the photo.\n", note="goes on below the next heading"),
        Example(
            "# Colorizer\n\n## Usage\n\n```sh\ncog push r8.im/your-name/colorizer\n```\n", note="for readers to fill in"
        ),
        Example(
            f'# Colorizer\n\n{_BADGE}\n\n## Usage\n\n```python\nreplicate.run("acme/others:VERSION")\n```\n',
            note="another model",
        ),
        Example("# Colorizer\n\n## Limitations\n\nText in [square brackets] and in [your words](a.md) stays gray.\n"),
    ),
    invalid=(
        Example("# Colorizer\n\n## Limitations\n\n## License\n\nMIT\n", found=("Limitations",)),
        Example("# Colorizer\n\n## Troubleshooting\n\nTODO\n", found=("Troubleshooting",)),
        Example("# Colorizer\n\n## Limitations\n\n[More Information Needed]\n", found=("Limitations",)),
        Example(f"# Colorizer\n\n## Limitations\n\n{_DRAFT}\n\nIt works best with …\n", found=("Limitations",)),
        Example(
            "# 🎨 Colorizer\r\n\r\n## 📚 Citation\r\n\r\n<!-- the paper -->\r\n\r\n---\r\n", found=("📚 Citation",)
        ),
        Example("Colorizer\n=====\n\nIntended use\n---\n\nLorem ipsum dolor sit amet.\n", found=("Intended use",)),
        Example("# Colorizer\n\n## Model details\n\nTBD: architecture\nand weights\n", found=("Model details",)),
        Example("# Colorizer\n\n## Model details\n\n[describe the training data]\n", found=("Model details",)),
        Example("# Colorizer\n\n## Grenzen\n\nWird noch ergänzt.\n", found=("Grenzen",)),
        Example(
            '# Colorizer\n\n## Usage\n\n```python\nreplicate.run("your-name/colorizer:1")\n```\n',
            found=("your-name/colorizer",),
        ),
        Example(
            "# Colorizer\n\n## Citation\n\n```bibtex\n@article{key,\n  title = {Color}\n}\n```\n",
            found=("@article{key,",),
        ),
        Example("# Colorizer\n\nAdds colors to [your kind of photo], in seconds.\n", found=("[your kind of photo]",)),
        Example(
            f'# Colorizer\n\n{_BADGE}\n\n## Usage\n\n```python\nreplicate.run("acme/colorizer:VERSION")\n```\n',
            found=("acme/colorizer:VERSION",),
            note="a draft that did not know the version",
        ),
    ),
    check=check,
    is_unpublishable=True,
    fix="draft",
    step=Step("Write 1 section that is empty or still a draft", "Write {n} sections that are empty or still drafts"),
)
