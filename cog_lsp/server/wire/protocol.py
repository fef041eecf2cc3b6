"""pygls' protocol with its gaps closed: every request gets exactly one answer, whatever the client sends.

Measured on pygls 2.1.1: malformed parameters get no answer, requests before initialize are served and requests after
shutdown are not answered, handler errors carry a traceback with file paths, every failing notification pops up a
message, nested objects with a "jsonrpc" key are taken for messages, and one future per notification is never freed.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from concurrent.futures import Future
from time import perf_counter
from typing import Any

from lsprotocol import types
from pygls.protocol import JsonRPCNotification, JsonRPCRequestMessage, LanguageServerProtocol, lsp_method

logger = logging.getLogger(__name__)

Code = types.ErrorCodes
SERVED_BEFORE_INITIALIZE = {types.INITIALIZE, types.EXIT}


class Json(str):
    """The result of a request that is JSON already: it is sent as it is."""


class CogProtocol(LanguageServerProtocol):
    """One connection."""

    _server: Any

    def __init__(self, server: Any, converter: Any) -> None:
        super().__init__(server, converter)
        self._initialized = False
        self._started: dict[Any, tuple[str, float]] = {}
        """Requests that have no answer yet: their methods, and when they came."""
        self.exit_code: int | None = None
        self._direct: dict[str, Callable[[Any], None]] = {
            types.TEXT_DOCUMENT_DID_OPEN: self.lsp_text_document__did_open,
            types.TEXT_DOCUMENT_DID_CLOSE: self.lsp_text_document__did_close,
        }

    @property
    def process_id(self) -> int | None:
        """The client's process, as it told it."""
        process_id: int | None = self._server.process_id
        return process_id

    @property
    def orderly(self) -> bool:
        """Whether the client asked for a shutdown."""
        return self._shutdown

    def receive(self, body: bytes) -> None:
        """Handle the body of one message."""
        try:
            # Editors may send half a surrogate pair; it stays in the text until `text.clean` replaces it.
            data = json.loads(body.decode("utf-8", "surrogatepass"))
        except (ValueError, RecursionError):
            return self._refuse(None, Code.ParseError, "The message is no valid JSON.")
        if not isinstance(data, dict) or data.get("jsonrpc") != "2.0":
            id = data.get("id") if isinstance(data, dict) else None
            return self._refuse(id, Code.InvalidRequest, "The message is no JSON-RPC 2.0 object.")
        if "method" not in data and ("result" in data or "error" in data):
            return self._answered(data)
        if not isinstance(data.get("method"), str):
            return self._refuse(data.get("id"), Code.InvalidRequest, "The method is no string.")
        if "id" in data:
            return self._request(data)
        return self._notification(data)

    def _request(self, data: dict[str, Any]) -> None:
        """Handle a request, or say why it cannot be handled: each gets one answer."""
        id, method = data["id"], data["method"]
        if not _is_id(id):
            return self._refuse(None, Code.InvalidRequest, "The id is neither a string nor an integer.")
        if self._shutdown:
            return self._refuse(id, Code.InvalidRequest, "The server is shutting down.")
        if not self._initialized and method not in SERVED_BEFORE_INITIALIZE:
            return self._refuse(id, Code.ServerNotInitialized, "Send initialize first.")
        if self._initialized and method == types.INITIALIZE:
            return self._refuse(id, Code.InvalidRequest, "The server is initialized already.")
        if method not in self.fm.features and method not in self.fm.builtin_features:
            return self._refuse(id, Code.MethodNotFound, f"There is no method {method[:100]}.")
        if method == types.TEXT_DOCUMENT_CODE_ACTION:
            _forget_diagnostics(data.get("params"))
        message = self._structure(data, JsonRPCRequestMessage)
        if message is None or (method == types.WORKSPACE_EXECUTE_COMMAND and not self._can_run(message.params)):
            return self._refuse(id, Code.InvalidParams, f"The parameters of {method} are malformed.")
        self._initialized = self._initialized or method == types.INITIALIZE
        self._started[id] = method, perf_counter()
        self._handle_request(id, method, message.params)
        return None

    def _notification(self, data: dict[str, Any]) -> None:
        method = data["method"]
        if method == types.EXIT:
            self.exit_code = 0 if self._shutdown else 1
        elif self._initialized and not self._shutdown:
            if method == types.TEXT_DOCUMENT_DID_CHANGE:
                self._change(data.get("params"))
            else:
                self._typed_notification(data)

    def _change(self, params: Any) -> None:
        """Take a change of a document as it comes: the typed records of a keystroke take a twentieth of its time."""
        match params:
            case {"textDocument": {"uri": str(uri), "version": int(version)}, "contentChanges": [*_, dict(change)]}:
                self._run(types.TEXT_DOCUMENT_DID_CHANGE, self._server.session.change, uri, version, change)
            case _:
                logger.error("A change with malformed parameters was ignored")

    def _typed_notification(self, data: dict[str, Any]) -> None:
        method = data["method"]
        if method == types.INITIALIZED:
            data["params"] = data.get("params") or {}
        message = self._structure(data, JsonRPCNotification)
        if message is None:
            logger.error("A notification %s with malformed parameters was ignored", method[:100])
        else:
            self._notify(method, message.params)

    def _notify(self, method: str, params: Any) -> None:
        """Hand a notification to its handler.

        Documents go straight to the session: pygls makes an id, a future and a context for each message, and tells
        them apart by run-time protocols.
        """
        direct = self._direct.get(method)
        if direct is None:
            self._handle_notification(method, params)
        else:
            self._run(method, direct, params)

    def _run(self, method: str, handler: Callable[..., None], *arguments: Any) -> None:
        """A notification that fails is logged; there is nobody to answer."""
        start = perf_counter()
        try:
            handler(*arguments)
        except Exception:
            logger.exception("%s failed", method)
        else:
            logger.debug("%s: %.1f ms", method, 1000 * (perf_counter() - start))

    def _handle_cancel_notification(self, msg_id: Any) -> None:
        """Give up a request that still runs. Editors cancel late: one that has its answer is no reason to warn."""
        future = self._request_futures.get(msg_id) if _is_id(msg_id) else None
        if future is not None:
            future.cancel()

    def _structure(self, data: dict[str, Any], fallback: type) -> Any:
        """The typed message; None where its parameters do not fit."""
        kind = self.get_message_type(data["method"]) or fallback
        if kind is fallback:
            data.setdefault("params", None)
        try:
            return self._converter.structure(data, kind)
        except Exception:  # cattrs raises many kinds, all of them for the same reason
            logger.debug("Malformed message", exc_info=True)
            return None

    def _answered(self, data: dict[str, Any]) -> None:
        """An answer of the client to a request of ours. An answer is not answered, whatever it is to."""
        id = data.get("id")
        if not _is_id(id) or id not in self._request_futures or id in self._started:
            logger.debug("An answer to no request was passed over")
            return None
        future = self._request_futures.pop(id)
        kind = self._result_types.pop(id, None)
        if "error" in data:
            error = data["error"] if isinstance(data["error"], dict) else {}
            return future.set_exception(RuntimeError(str(error.get("message", "The client answered with an error."))))
        try:
            message = self._converter.structure({**data, "result": data.get("result")}, kind) if kind else None
            return future.set_result(message.result if message is not None else data.get("result"))
        except Exception as error:
            return future.set_exception(error)

    def _can_run(self, params: types.ExecuteCommandParams) -> bool:
        """Whether a command of ours has its argument: each is told a document or a rule by one string."""
        arguments = params.arguments or []
        return params.command not in self.fm.commands or (len(arguments) == 1 and isinstance(arguments[0], str))

    def _log_answer(self, id: Any, outcome: str) -> None:
        """Say at level debug what was asked, how long the answer took and how it ended: never a text."""
        method, start = self._started.pop(id, ("", 0.0))
        if method:
            logger.debug("%s: %s after %.1f ms", method, outcome, 1000 * (perf_counter() - start))

    def _refuse(self, id: Any, code: int, message: str) -> None:
        id = id if _is_id(id) else None
        self._log_answer(id, f"error {int(code)}")
        self._send_data({"jsonrpc": "2.0", "id": id, "error": {"code": int(code), "message": message}})

    def _send_data(self, data: Any) -> None:
        """Write a message."""
        self.send_text(json.dumps(data, default=self._serialize_message, separators=(",", ":")))

    def send_text(self, text: str) -> None:
        """Write a message that is JSON already. Where the client closed its end, the session ends."""
        body = text.encode()
        try:
            assert self.writer is not None
            self.writer.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        except OSError:
            logger.warning("The client does not read any more")
            self.exit_code = 0 if self._shutdown else 1

    def _execute_handler(
        self, msg_id: Any, handler: Any, callback: Callable[[Any], None], args: Any = None, kwargs: Any = None
    ) -> None:
        def done(future: Future[Any]) -> None:
            # pygls keeps the future of each notification for ever; request futures are freed by its own callback.
            self._request_futures.pop(msg_id, None)
            callback(future)

        super()._execute_handler(msg_id, handler, done, args, kwargs)

    def _send_handler_result(self, future: Any, *, msg_id: Any) -> None:
        """Answer a request. An error says what failed, without a traceback and without paths."""
        self._request_futures.pop(msg_id, None)
        if future.cancelled():
            self._result_types.pop(msg_id, None)
            return self._refuse(msg_id, types.LSPErrorCodes.RequestCancelled, "The request was cancelled.")
        error = future.exception()
        if error is None:
            self._log_answer(msg_id, "answered")
            result = future.result()
            if isinstance(result, Json):
                self._result_types.pop(msg_id, None)
                return self.send_text(f'{{"jsonrpc":"2.0","id":{json.dumps(msg_id)},"result":{result}}}')
            self._send_response(msg_id, result=result)
            return None
        self._result_types.pop(msg_id, None)
        code = getattr(error, "code", None)
        if isinstance(code, int):
            return self._refuse(msg_id, code, str(error))
        logger.error("A request failed", exc_info=error)
        return self._refuse(msg_id, Code.InternalError, f"{type(error).__name__} while answering; the log says more.")

    @lsp_method(types.SHUTDOWN)
    def lsp_shutdown(self, *_: Any) -> Any:
        """Refuse everything from now on, and give up what still runs."""
        self._shutdown = True
        for future in list(self._request_futures.values()):
            future.cancel()

    # The documents are ours (`server/session.py`), not those of pygls' workspace, which counts form feeds as line ends.

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        self._server.session.open(params.text_document)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        self._server.session.close(params.text_document.uri)


def _is_id(id: Any) -> bool:
    """Whether it is the id of a message. Python takes True and 1.0 for 1."""
    return isinstance(id, (str, int)) and not isinstance(id, bool)


def _forget_diagnostics(params: Any) -> None:
    """Leave out what an editor sends back with a question for actions: the diagnostics are ours, and typed records of
    them take a tenth of the answer's time."""
    match params:
        case {"context": {"diagnostics": [*_]} as context}:
            context["diagnostics"] = []
