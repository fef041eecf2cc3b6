"""Which model it is: its `owner/name` on Replicate and its repository on GitHub, with the places that say so."""

from __future__ import annotations

from msgspec import Struct

from cog_lsp.evidence.because import Because, line_of
from cog_lsp.readme.markdown.document import ModelCard
from cog_lsp.readme.markdown.parts import per_part
from cog_lsp.readme.markdown.records import Part
from cog_lsp.readme.snippets.records import model_of
from cog_lsp.regex import regex

_PAGE = regex(r"https?://(?:www\.)?replicate\.com/([\w.-]+/[\w.-]+?)(/badge)?(?:[/?#].*)?")
_NO_OWNERS = frozenset(
    {"about", "account", "blog", "changelog", "collections", "docs", "explore", "guides", "home", "pricing", "terms"}
)
_WORD = regex(r"[^\W\d_]+")
_REMOTE = regex(r"(?m)^[ \t]*url[ \t]*=[ \t]*(\S+)")
_GITHUB = regex(r"(?:https?://|ssh://|git@)?(?:[\w.-]+@)?github\.com[:/]([\w.-]+/[\w.-]+?)(?:\.git)?/?")


class Identity(Struct, frozen=True):
    """Who the model is."""

    model: str | None = None
    """`owner/name` on Replicate, in lower case."""
    repository: str | None = None
    """`owner/name` on GitHub."""
    because: tuple[Because, ...] = ()


def read_identity(
    image: str | None = None,
    cog_yaml: str = "",
    card: ModelCard | None = None,
    readme: str = "README.md",
    git_config: str | None = None,
) -> Identity:
    """The names of a model. `image` is what cog.yaml (whose text is `cog_yaml`) names, `git_config` the text of
    `.git/config`. The image comes before the badge of the README, and that before its only link."""
    because = []
    model = model_of(image) if image else None
    if model is not None:
        at = max(0, cog_yaml.find(image or ""))
        because.append(Because("cog.yaml", line_of(cog_yaml, at), f"image {model}"))
    elif card is not None and (model := linked_name(card)) is not None:
        at = max(0, card.text.lower().find(f"replicate.com/{model}"))
        because.append(Because(readme, line_of(card.text, at), f"link to {model}"))
    repository = remote_of(git_config or "")
    if repository is not None:
        at = (git_config or "").find(repository)
        because.append(Because(".git/config", line_of(git_config or "", at), f"remote {repository}"))
    return Identity(model, repository, tuple(because))


def remote_of(git_config: str) -> str | None:
    """The `owner/name` of the repository on GitHub: of the remote `origin`, else of the first one that is there."""
    origin = git_config.find('[remote "origin"]')
    for start in ([origin] if origin >= 0 else []) + [0]:
        for match in _REMOTE.finditer(git_config, start):
            name = github_name(match[1])
            if name is not None:
                return name
    return None


def github_name(address: str) -> str | None:
    """The `owner/name` of a repository by the address of a remote; None where that is not on GitHub."""
    match = _GITHUB.fullmatch(address)
    return None if match is None else match[1]


def linked_name(card: ModelCard) -> str | None:
    """`owner/name` from the badge, or from the only link to a page on Replicate where its name has a word of the title:
    others lead to what the model is made from, or compared with."""
    pages = [page for _, part in card.having("link") for page in _pages(part)]
    badges = {name for name, badge in pages if badge}
    names = badges or {name for name, _ in pages}
    if len(names) != 1:
        return None
    (name,) = names
    return name if badges or card.title is None or _is_like(name, card.title.text) else None


def _is_like(name: str, title: str) -> bool:
    """Whether a title could be that of `owner/name`, by a word or by its letters run together."""
    words = _WORD.findall(name.partition("/")[2])
    letters = "".join(_WORD.findall(title.lower()))
    return any(word in letters for word in words if len(word) > 2)


@per_part
def _pages(part: Part) -> tuple[tuple[str, bool], ...]:
    pages = []
    for link in part.links:
        match = _PAGE.fullmatch(link.target)
        if match is not None and match[1].split("/")[0] not in _NO_OWNERS:
            pages.append((match[1].lower(), match[2] is not None))
    return tuple(pages)
