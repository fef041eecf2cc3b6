"""What kind of model it is: what it takes and makes, its task, and the places that show it.

Silent where the evidence disagrees.
"""

from __future__ import annotations

from msgspec import Struct

from cog_lsp.evidence.because import Because, line_of
from cog_lsp.evidence.kind.case import Case
from cog_lsp.evidence.kind.makes import read_makes
from cog_lsp.evidence.kind.reach import read_reach
from cog_lsp.evidence.kind.returned import read_returned
from cog_lsp.evidence.kind.takes import is_prompt, read_takes
from cog_lsp.evidence.kind.tasks import README, choose_task, read_words
from cog_lsp.evidence.kind.votes import Votes
from cog_lsp.evidence.texts import ModelTexts

UNPROMPTED = ("text-to-speech", "embedding", "text-classification", "image-classification", "translation")
"""Tasks whose text is read aloud, embedded, classified or translated: it steers nothing."""
MOST_PLACES = 3


class Kind(Struct, frozen=True):
    """What kind of model it is. Kinds of things: text, picture, video, audio, file, data, 3d, embedding, labels, mask,
    weights."""

    takes: tuple[str, ...] = ()
    """What one has to give."""
    may_take: tuple[str, ...] = ()
    """What one may give beside it, or instead."""
    makes: tuple[str, ...] = ()
    """Empty where the evidence disagrees."""
    task: str | None = None
    has_prompt: bool = False
    """Whether a free text steers the result."""
    because: tuple[Because, ...] = ()


def read_kind(texts: ModelTexts) -> Kind:
    """The kind of a model."""
    predictor = texts.predictor
    reach = read_reach(predictor)
    returned = read_returned(reach)
    contents = read_takes(predictor, reach)
    takes = tuple(dict.fromkeys(t.kind for t in contents if t.must))
    may = [t.kind for t in contents if not t.must] + [other for t in contents for other in t.others]
    words = read_words(texts, reach)
    makes, votes = read_makes(Case(texts, reach, returned, words, takes, tuple(may)))
    prompts = any(is_prompt(t.input) for t in contents)
    task, tasks = choose_task(words, takes, tuple(may), makes, prompts)
    if makes == ("weights",):
        task = "training"
    has_prompt = prompts and task not in UNPROMPTED
    because = [place for kind in makes for place in _places(texts, votes, kind)]
    because += _places(texts, tasks, task) if task is not None else []
    may_take = tuple(kind for kind in dict.fromkeys(may) if kind not in takes)
    return Kind(takes, may_take, makes, task, has_prompt, tuple(dict.fromkeys(because)))


def _places(texts: ModelTexts, votes: Votes, name: str) -> list[Because]:
    """The strongest evidence for something, with its places."""
    places = []
    for piece in votes.strongest(name, MOST_PLACES):
        if piece.offset >= 0:
            places.append(Because(texts.path, line_of(texts.predictor.text, piece.offset), f"{name}: {piece.what}"))
        elif piece.offset == README and texts.card is not None:
            line = line_of(texts.card.text, texts.card.title_span.start)
            places.append(Because(texts.readme, line, f"{name}: {piece.what}"))
    return places
