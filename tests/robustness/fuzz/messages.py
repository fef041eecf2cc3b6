"""(b) The protocol: messages that are almost right, to one server, which answers each request once and lives on."""

from __future__ import annotations

import copy
import queue
import random
from collections.abc import Iterator
from typing import Any

from cog_lsp.server.features import COMMANDS, FEATURES
from tests.raw_client import PULL, PUSH, RawClient, frame
from tests.robustness.fuzz.kinds import files
from tests.robustness.fuzz.texts import model

MESSAGES = 150
WAIT = 60.0
"""Seconds for an answer, in which a server that hangs is told from one that is slow."""
URI = "file:///nowhere/model"
POSITION = {"line": 9, "character": 20}
RANGE = {"start": {"line": 0, "character": 0}, "end": POSITION}
METHODS = (
    *(feature.method for feature in FEATURES),
    "textDocument/diagnostic", "workspace/diagnostic", "workspace/executeCommand", "shutdown/later", "$/odd",
)  # fmt: skip
TOLD = (
    "textDocument/didOpen", "textDocument/didChange", "textDocument/didSave", "textDocument/didClose", "initialized",
    "workspace/didChangeConfiguration", "workspace/didChangeWatchedFiles", "workspace/didChangeWorkspaceFolders",
    "workspace/didRenameFiles", "$/cancelRequest", "$/setTrace", "window/workDoneProgress/cancel", "$/odd",
)  # fmt: skip
ODD = (
    None, True, False, 0, -1, 1, 2**31, 2**63, -(2**70), 1.5, 1e400, "", "x", "\0", "\ud800", "file:///", "file:///a%zz",
    "untitled:x", "a" * 5_000, [], {}, [[]], [None], {"": ""}, [{"uri": "x"}] * 50, {"line": -1, "character": 2**40},
)  # fmt: skip
DEEP: Any = []
for _ in range(300):
    DEEP = [DEEP]


def fault(seed: str) -> str | None:
    """What a server did wrong on the messages of a seed."""
    chance = random.Random(seed)
    capabilities = chance.choice((PUSH, PULL, {}, {**PULL, "workspace": {"diagnostics": {"refreshSupport": True}}}))
    with RawClient() as client:
        client.initialize(capabilities=capabilities)
        client.open(f"{URI}/run.py", files({})["run.py"])
        due: list[Any] = []
        try:
            for message in _messages(chance):
                client.send(frame(message))
                if isinstance(message.get("id"), (int, str)) and not isinstance(message["id"], bool):
                    due.append(message["id"])
            wrong = _unanswered(client, due)
            code = client.shut_down()
        except (BrokenPipeError, AssertionError, queue.Empty) as error:
            return f"{type(error).__name__} {error} {_log(client)}"
    return wrong or (f"ended with {code}" if code else None) or _log(client) or None


def _log(client: RawClient) -> str:
    log = b"".join(client.log).decode()
    return log if "Traceback" in log else ""


def _unanswered(client: RawClient, due: list[Any]) -> str | None:
    """Which requests have no answer, or more than one, or one that tells of a fault of ours."""
    last = client.start("textDocument/hover", {"textDocument": {"uri": URI}, "position": POSITION})
    answers: list[Any] = []
    while last not in answers:
        message = client.next(WAIT)
        if message is None:
            return f"the server ended {b''.join(client.log).decode()[-500:]}"
        client.serve(message)
        if "method" in message:
            continue
        answers.append(message.get("id"))
        if message.get("error", {}).get("code") == -32603:
            return f"an error of ours: {message}"
    late = [id for id in due if due.count(id) != answers.count(id)]
    for id in late:  # the findings of the workspace are held until there are some, or nobody waits any more
        client.notify("$/cancelRequest", {"id": id})
    while late:
        try:
            message = client.next(WAIT)
        except queue.Empty:
            return f"no answer to {late}"
        assert message is not None
        if "method" not in message:
            answers.append(message.get("id"))
        late = [id for id in due if due.count(id) > answers.count(id)]
    return None


def _messages(chance: random.Random) -> Iterator[dict[str, Any]]:
    texts = [*files(model(chance)).items()]
    for number in range(MESSAGES):
        params = _params(chance, texts, number)
        for _ in range(chance.choice((0, 0, 1, 1, 2))):
            params = _odd(params, chance)
        if chance.random() < 0.5:
            yield {"jsonrpc": "2.0", "method": chance.choice(TOLD), "params": params}
        else:
            yield {"jsonrpc": "2.0", "id": f"f{number}", "method": chance.choice(METHODS), "params": params}


def _params(chance: random.Random, texts: list[tuple[str, str]], number: int) -> dict[str, Any]:
    """Parameters that hold what every request and notification asks for."""
    name, text = chance.choice(texts)
    uri = f"{URI}/{name}"
    text = text[: chance.choice((0, 500, 5_000))]
    return {
        "textDocument": {"uri": uri, "version": number, "languageId": "python", "text": text},
        "position": POSITION, "range": RANGE, "context": {"diagnostics": [], "includeDeclaration": True},
        "contentChanges": [{"text": text}], "newName": "other", "query": "before", "previousResultIds": [],
        "files": [{"oldUri": uri, "newUri": f"{URI}/other.py"}], "changes": [{"uri": uri, "type": 2}],
        "event": {"added": [{"uri": URI, "name": "a"}], "removed": []}, "id": f"f{number - 1}", "settings": {},
        "command": chance.choice([*COMMANDS]), "arguments": [uri, 9], "value": "off", "token": "t",
    }  # fmt: skip


def _odd(params: Any, chance: random.Random) -> Any:
    """The parameters with one value somewhere in them replaced or gone."""
    params = copy.deepcopy(params)
    at = params
    while True:
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        if not keys:
            return params
        key = chance.choice(keys)
        if isinstance(at[key], (dict, list)) and at[key] and chance.random() < 0.7:
            at = at[key]
            continue
        if chance.random() < 0.2:
            del at[key]
        else:
            at[key] = chance.choice((*ODD, DEEP))
        return params
