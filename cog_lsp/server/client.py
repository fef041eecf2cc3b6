"""What the client can do: its long list of capabilities reduced, once, to the questions that the server asks."""

from __future__ import annotations

from functools import partial
from typing import Any

from lsprotocol import types
from msgspec import Struct

from cog_lsp.text import Encoding

ENCODINGS = {encoding.value: encoding for encoding in Encoding}


class Client(Struct, frozen=True):
    """The answers."""

    encoding: Encoding = Encoding.UTF16
    pulls_diagnostics: bool = False
    refreshes_diagnostics: bool = False
    reads_markdown: bool = True
    """In hovers: clients that say nothing about it do, as before the protocol asked."""
    versioned_edits: bool = False
    links_codes: bool = False
    tags: bool = False
    relates: bool = False
    """Diagnostics may name other places."""
    resolves_edits: bool = False
    tooltips: bool = False
    watches_files: bool = False
    answers_configuration: bool = False
    shows_documents: bool = False
    creates_files: bool = False
    previews_edits: bool = False
    """Edits that a person confirms one by one."""
    shows_pictures: bool = False
    """Our own question, asked through the initialization options: does a hover render a picture?"""
    shows_previews: bool = False
    """Likewise: does it show the page of a preview itself, and start no browser with its address?"""
    theme: str = "light"
    """Of the editor when it started; whatever is not `dark` is light."""

    @classmethod
    def read(cls, params: types.InitializeParams) -> Client:
        """Read the answers off the initialize request; whatever is missing counts as no."""
        capabilities = params.capabilities
        options = params.initialization_options if isinstance(params.initialization_options, dict) else {}
        ask = partial(_ask, capabilities)
        name = params.client_info.name if params.client_info is not None else ""
        hovers = ask("text_document.hover.content_format")
        return cls(
            encoding=next(
                (ENCODINGS[e] for e in map(_value, ask("general.position_encodings") or ()) if e in ENCODINGS),
                Encoding.UTF16,
            ),
            pulls_diagnostics=ask("text_document.diagnostic") is not None,
            # Helix 25.07 can, and says so under a name that the protocol does not have.
            refreshes_diagnostics=bool(ask("workspace.diagnostics.refresh_support")) or name == "helix",
            reads_markdown=not hovers or "markdown" in map(_value, hovers),
            versioned_edits=bool(ask("workspace.workspace_edit.document_changes")),
            links_codes=bool(ask("text_document.publish_diagnostics.code_description_support"))
            or ask("text_document.diagnostic") is not None,
            tags=ask("text_document.publish_diagnostics.tag_support") is not None
            or ask("text_document.diagnostic") is not None,
            relates=bool(ask("text_document.publish_diagnostics.related_information"))
            or bool(ask("text_document.diagnostic.related_information")),
            resolves_edits="edit" in (ask("text_document.code_action.resolve_support.properties") or ()),
            tooltips=bool(ask("text_document.document_link.tooltip_support")),
            watches_files=bool(ask("workspace.did_change_watched_files.dynamic_registration")),
            answers_configuration=bool(ask("workspace.configuration")),
            shows_documents=bool(ask("window.show_document.support")),
            creates_files="create" in map(_value, ask("workspace.workspace_edit.resource_operations") or ()),
            previews_edits=ask("workspace.workspace_edit.change_annotation_support") is not None
            and bool(ask("workspace.workspace_edit.document_changes")),
            shows_pictures=options.get("hoverPictures") is True,
            shows_previews=options.get("showsPreviews") is True,
            theme=str(options.get("theme")),
        )


def _ask(capabilities: Any, path: str) -> Any:
    for name in path.split("."):
        capabilities = getattr(capabilities, name, None)
    return capabilities


def _value(item: Any) -> Any:
    return getattr(item, "value", item)
