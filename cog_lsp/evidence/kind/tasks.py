"""The task of a model: words in prose and names in code, held against what the model takes and makes."""

from __future__ import annotations

from typing import Any

from cog_lsp.evidence.kind.reach import Reach
from cog_lsp.evidence.kind.votes import Votes
from cog_lsp.evidence.kind.words import spaced, table, task_phrases
from cog_lsp.evidence.texts import ModelTexts

README, PROJECT = -1, -2
"""Offsets of evidence that stands in the README, or is the name of the project."""


CODE = ("in the code", "in the name of weights", "in the name of an input")
"""How the description of evidence ends that no prose gives."""


def entries() -> dict[str, dict[str, Any]]:
    """What is known of each task, by its name."""
    return table("tasks")


class _Cap:
    """Keeps a source from saying the same too often."""

    def __init__(self, votes: Votes, most: float) -> None:
        self.votes, self.most = votes, most
        self.given: dict[str, float] = {}
        self.said: set[tuple[str, str]] = set()

    def add(self, task: str, weight: float, offset: int, phrase: str, where: str) -> None:
        total = self.given.get(task, 0.0)
        if total < self.most and (task, phrase) not in self.said:
            self.said.add((task, phrase))
            self.given[task] = total + weight
            self.votes.add(task, weight, offset, f"“{phrase}” {where}")


def read_words(texts: ModelTexts, reach: Reach) -> Votes:
    """How strongly words and names speak of each task, whatever the model takes and makes."""
    votes = Votes()
    prose, names = task_phrases("words"), task_phrases("names")
    predictor = texts.predictor
    cap = _Cap(votes, 3.0)
    for origin, input in predictor.placed():
        for match in prose.find(input.description or ""):
            cap.add(match.label, 1.5, origin, match.phrase, f"in the description of {input.name}")
    cap = _Cap(votes, 3.0)
    for match in prose.find(predictor.docstring or ""):
        cap.add(match.label, 2.0, predictor.name_span.start, match.phrase, "in the docstring")
    card = texts.card
    if card is not None and card.title is not None:
        cap = _Cap(votes, 4.0)
        for match in prose.find(card.title.text):
            cap.add(match.label, 3.0, README, match.phrase, "in the title of the README")
        for match in names.find(spaced(card.title.text)):
            cap.add(match.label, 1.5, README, match.phrase, "in the title of the README")
    if card is not None and card.lead is not None:
        cap = _Cap(votes, 3.0)
        for match in prose.find(card.lead[0].text[:600]):
            cap.add(match.label, 1.5, README, match.phrase, "in the README's first words")
    cap = _Cap(votes, 3.0)
    project = spaced(texts.name)
    for match in (*names.find(project), *prose.find(project)):
        cap.add(match.label, 2.0, PROJECT, match.phrase, "in the name of the project")
    cap = _Cap(votes, 4.0)
    for name, offset in _code_names(texts, reach):
        for match in names.find(spaced(name)):
            cap.add(match.label, 1.5, offset, match.phrase, "in the code")
    cap = _Cap(votes, 2.0)
    for origin, input in predictor.placed():
        for match in names.find(spaced(input.name)):
            cap.add(match.label, 1.0, origin, match.phrase, "in the name of an input")
    cap = _Cap(votes, 2.0)
    for string in reach.strings:
        text = string.text
        if ("/" in text and len(text) < 120) or text.startswith("models--"):
            for match in names.find(spaced(text)):
                cap.add(match.label, 1.0, reach.place(string.start), match.phrase, "in the name of weights")
    return votes


def _code_names(texts: ModelTexts, reach: Reach) -> list[tuple[str, int]]:
    """The imported names that the code mentions, and what it calls."""
    names = [(texts.predictor.name, texts.predictor.name_span.start)]
    for local, origin in texts.predictor.scope.items():
        if local.partition(".")[0] in reach.names:
            names.append((origin, reach.place(reach.names[local.partition(".")[0]])))
    for call in reach.calls:
        names.append((call.callee[-60:], reach.place(call.start)))
    return names


PROMPTED = ("depth", "pose", "segmentation", "detection", "captioning", "embedding", "ocr")
"""Tasks that seldom have a prompt: beside one, they are about a by-product."""
BY_PRODUCTS = ("depth", "pose", "segmentation", "detection", "background-removal", "speech-to-text", "captioning")
"""Tasks whose libraries makers of other things use on the way: code alone does not show them."""
GENERIC = (
    "text-to-image",
    "image-to-image",
    "language-model",
    "text-to-video",
    "image-to-video",
    "video-to-video",
    "vision-language",
)
MOST_GENERIC = 3.0
"""What words may say for a generic task: a special one that is shown too comes before it."""
SETTINGS = frozenset(
    {
        "epoch",
        "epochs",
        "num_epochs",
        "learning_rate",
        "max_train_steps",
        "train_batch_size",
        "total_epoch",
        "num_train_epochs",
    }
)


def choose_task(
    words: Votes, takes: tuple[str, ...], may: tuple[str, ...], makes: tuple[str, ...], has_prompt: bool
) -> tuple[str | None, Votes]:
    """The task that words and shape agree on; None where they don't."""
    votes = Votes()
    default = shape_task(takes, may, makes)
    if default is not None:
        votes.add(default, 1.5, PROJECT, "what it takes and makes")
    for task, entry in entries().items():
        pieces = words.pieces.get(task, [])
        if not pieces or not set(entry["makes"]) & set(makes):
            continue
        factor = 1.0
        if not set(entry["takes"]) & set(takes):
            factor = 0.3 if set(entry["takes"]) & set(may) else 0.0
        sees = {"picture", "video"} & {*takes, *may}
        if sees and task == "language-model":
            factor *= 0.4
        elif sees and task == "text-classification":
            factor *= 0.5
        elif sees and task == "vision-language":
            factor = 1.0
        if task in BY_PRODUCTS and all(piece.what.endswith(CODE) for piece in pieces):
            factor *= 0.4
        if has_prompt and task in PROMPTED and "text" not in makes:
            factor *= 0.5
        most = MOST_GENERIC - votes.weight(task)
        if task in GENERIC and (total := sum(piece.weight for piece in pieces) * factor) > most:
            factor *= most / total
        for piece in pieces if factor else ():
            votes.add(task, piece.weight * factor, piece.offset, piece.what)
    return votes.best(1.5, 1.1), votes


def shape_task(takes: tuple[str, ...], may: tuple[str, ...], makes: tuple[str, ...]) -> str | None:
    """The usual task of models that take and make these kinds."""
    for row in table("shapes")["shape"]:
        if (
            set(row["takes"]) <= set(takes)
            and row["makes"] in makes
            and not set(row.get("without", ())) & {*takes, *may}
        ):
            return str(row["task"])
    return None
