"""What the files of a model show, for those who write about it; each part is read when it is asked for."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from cog_lsp.evidence.kind import Kind, read_kind
from cog_lsp.evidence.texts import ModelTexts
from cog_lsp.evidence.uses.fact import Fact
from cog_lsp.evidence.weights import Weights, read_weights
from cog_lsp.identity import Same
from cog_lsp.project.facts import facts_of_model, path_of
from cog_lsp.writing.identity import own_name

if TYPE_CHECKING:
    from cog_lsp.evidence.hardware import Hardware
    from cog_lsp.evidence.license import License
    from cog_lsp.predictor.model import Predictor
    from cog_lsp.project.context import Context
    from cog_lsp.readme.markdown.document import ModelCard

_UNTELLING = ("before it is used", "Only the first items are used")
"""How a picture is resized to what nobody can say, or how many items count: no limit that a README could name."""


class Known:
    """What is known of one model."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.predictor = context.predictor
        self.model = own_name(context)
        """`owner/name` on Replicate, where it is known."""

    @cached_property
    def version(self) -> str | None:
        """The id of its newest version there, where this machine has seen it."""
        return None if self.model is None else self._context.published_version(self.model)

    @cached_property
    def kind(self) -> Kind:
        """What the model takes and makes; empty where there is no predictor."""
        return Kind() if self.predictor is None else _kind(Same(self.predictor), Same(self._context.card), self.model)

    @cached_property
    def weights(self) -> tuple[Weights, ...]:
        """The weights that the code loads from a place with a page."""
        if self.predictor is None:
            return ()
        all_weights = read_weights(ModelTexts(self.predictor, path_of(self.predictor, self._context.files)))
        return tuple({weights.id: weights for weights in all_weights if weights.source == "huggingface"}.values())

    @cached_property
    def hardware(self) -> Hardware:
        """What cog.yaml asks for, and what the README says of it."""
        from cog_lsp.evidence.hardware import read_hardware

        cog = self._context.cog
        gpu, cuda = (cog.gpu, cog.cuda) if cog is not None else (None, None)
        return read_hardware(gpu, cuda, "", self._context.card)

    @cached_property
    def license(self) -> License | None:
        """The license by the text of its file, else by the front matter of the README."""
        from cog_lsp.evidence.license import find_license

        files, card = self._context.files, self._context.card
        return None if files is None else find_license(files.read, card)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """What the code does with the inputs, as far as it helps people who call the model."""
        if self.predictor is None:
            return ()
        all_facts = facts_of_model(self.predictor, self._context.files)
        telling = (fact for fact in all_facts if not (fact.trivial or fact.is_vague))
        return tuple(fact for fact in telling if not any(words in fact.sentence for words in _UNTELLING))


@lru_cache(maxsize=8)
def _kind(predictor: Same[Predictor], card: Same[ModelCard | None], name: str | None) -> Kind:
    return read_kind(ModelTexts(predictor.record, predictor.record.path or "run.py", card.record, name=name or ""))
