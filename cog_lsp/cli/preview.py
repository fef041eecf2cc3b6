"""`cog-lsp preview`: the model's form and page in a browser, or as one HTML file."""

from __future__ import annotations

import argparse
import sys
import time
import webbrowser
from collections.abc import Iterable
from pathlib import Path

from cog_lsp.check.model import Model
from cog_lsp.cli import FOUND_NOTHING, complain
from cog_lsp.cli.models import Models, UsageError
from cog_lsp.cli.progress import waiting
from cog_lsp.cli.write import write_output
from cog_lsp.playground.page.door import door_to
from cog_lsp.playground.page.page import page_of
from cog_lsp.playground.page.state import to_json
from cog_lsp.playground.page.static_files import TITLE, self_contained

_POLL_SECONDS = 0.5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("path", nargs="?", default=".", metavar="PATH", help="the model's folder or one of its files")
    parser.add_argument("--target", metavar="URL", help="a running Cog server, such as http://localhost:5000, for Run")
    parser.add_argument("--html", metavar="FILE", help="write one self-contained page to this file instead")
    parser.add_argument("--port", type=int, default=0, help="the port to listen on; without it, a free one")
    parser.add_argument(
        "--open",
        action=argparse.BooleanOptionalAction,
        help="open the page in the default browser, or do not; without either, where this is a terminal",
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve the page until Ctrl-C, or write it; 2 for wrong use."""
    try:
        with waiting("Reading the model …"):
            preview = _Preview(arguments.path)
        if arguments.html:
            return preview.write(Path(arguments.html))
        browser = sys.stdout.isatty() if arguments.open is None else arguments.open
        return preview.serve(arguments.target or "", arguments.port, browser)
    except UsageError as error:
        return complain(str(error))


def _is_page(head: str) -> bool:
    """Whether a file that begins so is a page of ours, which may be written anew."""
    return not head.strip() or (head.startswith("<!doctype html>") and TITLE in head)


class _Preview:
    """One model that is read again when one of its files is saved."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.model = self._read()
        self.seen = _stamps(self.model.paths)

    def _read(self) -> Model:
        models = Models([self.path])
        checker = models.checker()
        return checker.check(models.one())

    def write(self, file: Path) -> int:
        """Write one page with everything in it."""
        state = f'{{"version":1,"can":{{}},"target":"","page":{to_json(page_of(self.model), is_alone=True)}}}'
        write_output(str(file), self_contained(state).encode("utf-8", "replace"), _is_page, "page of the preview")
        print(f"Wrote {file}")
        return FOUND_NOTHING

    def serve(self, target: str, port: int, browser: bool) -> int:
        """Serve the page, and show what is saved, until Ctrl-C."""
        try:
            with waiting("Starting the preview …"):
                from cog_lsp.playground.page.server import PreviewServer
                from cog_lsp.playground.page.target import check_target

                target = check_target(target) if target else ""
                server = PreviewServer(page_of(self.model), target=target, port=port)
                url = server.start()
        except ValueError as error:
            raise UsageError(str(error)) from None
        except OSError as error:
            raise UsageError(f"The preview cannot listen on port {port}: {error.strerror or error}.") from None
        try:
            print(f"Preview: {url}\nIt follows the files as they are saved; Ctrl-C stops it.", flush=True)
            if browser:
                webbrowser.open(door_to(url).as_uri())
            while True:
                time.sleep(_POLL_SECONDS)
                if self._changed():
                    server.update(page_of(self.model))
        except KeyboardInterrupt:
            return FOUND_NOTHING
        finally:
            server.stop()

    def _changed(self) -> bool:
        """Read the model again where one of its files was saved; a model that is gone for a moment stays as it was."""
        stamps = _stamps(self.model.paths)
        if stamps == self.seen:
            return False
        self.seen = stamps
        try:
            self.model = self._read()
        except UsageError:
            return False
        self.seen = _stamps(self.model.paths)
        return True


def _stamps(paths: Iterable[Path]) -> list[tuple[int, int] | None]:
    """When each file was written and how long it is; None where it is not there. Its folder tells of a new README."""
    stamps: list[tuple[int, int] | None] = []
    for path in [*paths, *{path.parent for path in paths}]:
        try:
            state = path.stat()
            stamps.append((state.st_mtime_ns, state.st_size))
        except OSError:
            stamps.append(None)
    return stamps
