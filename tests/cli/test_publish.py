"""`cog-lsp publish`, against a server that answers as Replicate's API does, and with odd answers."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cog_lsp.cli import main
from cog_lsp.replicate import api as replicate

from .replicate_server import RUN, TOKEN, Api

README = """\
# Lantern

Makes a small photo four times as large without blurring its edges.

![before and after](docs/before.png)

See [the notes](docs/notes.md#speed), [the license](/LICENSE), [issues](../../issues), the
[paper](https://arxiv.org/pdf/2401.01234v2) and [what follows](#limitations).

## Limitations

Faces in the background come out wrong.
"""
ON_PAGE = (
    README.replace("docs/before", "https://github.com/atelier/lantern-cog/raw/HEAD/docs/before")
    .replace("docs/notes", "https://github.com/atelier/lantern-cog/blob/HEAD/docs/notes")
    .replace("(/LICENSE", "(https://github.com/atelier/lantern-cog/blob/HEAD/LICENSE")
    .replace("../../issues", "https://github.com/atelier/lantern-cog/issues")
)
SUMMARY = "Makes a small photo four times as large without blurring its edges."
ALL = {
    "description": SUMMARY,
    "readme": ON_PAGE,
    "github_url": "https://github.com/atelier/lantern-cog",
    "paper_url": "https://arxiv.org/abs/2401.01234",
    "license_url": "https://github.com/atelier/lantern-cog/blob/HEAD/LICENSE",
}
pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="needs git")


def git(folder: Path, *words: str) -> None:
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", *words]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repository")
    files = {
        "cog.yaml": 'image: r8.im/atelier/lantern\nrun: "run.py:Runner"\n',
        "run.py": RUN,
        "README.md": README,
        "LICENSE": "MIT License\n",
        "docs/before.png": "",
        "docs/notes.md": "# Notes\n",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "remote", "add", "origin", "git@github.com:atelier/lantern-cog.git")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "first")
    return folder


@pytest.fixture
def lantern(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "lantern"
    shutil.copytree(repository, folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def publish(
    lantern: Path, api: Api, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    """Runs the command with an answer to its question; gives the exit code and what it printed. No token is in that."""

    def run(*words: str, answer: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(answer))
        code = main(["publish", *words])
        captured = capsys.readouterr()
        assert TOKEN not in captured.out + captured.err
        assert TOKEN not in "".join(path.read_text() for path in lantern.parent.rglob("*.json"))
        return code, captured.out, captured.err

    return run


Publish = Callable[..., tuple[int, str, str]]


def test_what_changes_is_shown_asked_sent_and_compared(publish: Publish, api: Api) -> None:
    code, out, _ = publish(answer="y\n")
    assert code == 0
    assert "--- a/description\n+++ b/description\n@@ -1 +1 @@\n-Paints night scenes\n+Makes a small photo" in out
    assert "+![before and after](https://github.com/atelier/lantern-cog/raw/HEAD/docs/before.png)\n" in out
    assert (
        "Change the description, github_url, paper_url, license_url and readme on replicate.com/atelier/lantern?" in out
    )
    assert out.endswith("Published: https://replicate.com/atelier/lantern\n")
    assert api.sent == [ALL]
    assert {token for _, _, token in api.seen} == {f"Bearer {TOKEN}"}
    assert publish() == (0, "The page of atelier/lantern says all of this already.\n", "")
    assert len(api.sent) == 1


@pytest.mark.parametrize("answer", ["n\n", "\n", "what\n"])
def test_a_no_sends_nothing(answer: str, publish: Publish, api: Api) -> None:
    code, out, _ = publish(answer=answer)
    assert (code, out.rpartition("] ")[2], api.sent) == (1, "Nothing was sent.\n", [])


def test_nobody_to_ask(publish: Publish, api: Api) -> None:
    code, _, err = publish()
    assert (code, err, api.sent) == (
        2,
        "cog-lsp: Nobody is here to answer. Publish with --yes, or look first with --dry-run.\n",
        [],
    )


@pytest.mark.parametrize(
    ("words", "sent"),
    [
        (["--yes"], ALL),
        (["--dry-run"], None),
        (["--dry-run", "--yes"], None),
        (["--yes", "--only", "description"], {"description": SUMMARY}),
        (["--yes", "--only", "readme, license_url"], {key: ALL[key] for key in ("readme", "license_url")}),
        (["--yes", ".", "atelier/lantern"], ALL),
        (["--yes", "atelier/lantern"], ALL),
    ],
)
def test_options(words: list[str], sent: dict[str, str] | None, publish: Publish, api: Api) -> None:
    code, out, _ = publish(*words)
    assert (code, api.sent) == (0, [sent] if sent is not None else [])
    assert ("Nothing was sent" in out) == (sent is None)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--only", "title"], "A page has no title. It has description, "),
        (["--format", "json", "--yes"], "add --dry-run"),
        ([".", "lantern"], "lantern is no model's name"),
        ([".", "../../x"], "../../x is no model's name"),
    ],
)
def test_wrong_use(words: list[str], message: str, publish: Publish, api: Api) -> None:
    code, out, err = publish(*words)
    assert (code, out, api.seen) == (2, "", [])
    assert message in err


def test_an_address_that_the_author_gave_stays(publish: Publish, api: Api) -> None:
    api.model["github_url"] = "https://github.com/other/place"
    code, out, _ = publish("--yes")
    assert code == 0
    assert "github_url stays https://github.com/other/place. The files show https://github.com/atelier/" in out
    assert "github_url" not in api.sent[0]
    assert publish("--yes", "--only", "github_url")[0] == 0
    assert api.sent[1] == {"github_url": ALL["github_url"]}


def test_weights_that_replicate_does_not_tell_are_sent_once(publish: Publish, api: Api, lantern: Path) -> None:
    loads = 'print(AutoModel.from_pretrained("acme/enlarger"), image)'
    text = (lantern / "run.py").read_text().replace("print(image)", loads)
    (lantern / "run.py").write_text("from transformers import AutoModel\n" + text)
    code, out, _ = publish("--yes", "--only", "weights_url")
    assert (code, api.sent) == (0, [{"weights_url": "https://huggingface.co/acme/enlarger"}])
    assert "Replicate does not tell which weights_url the page has" in out
    assert publish("--yes", "--only", "weights_url")[1] == "The page of atelier/lantern says all of this already.\n"


Change = Callable[[Path], object]


def add_to_readme(text: str) -> Change:
    return lambda folder: (folder / "README.md").write_text(README + text)


OBSTACLES: dict[str, tuple[Change, str]] = {
    "an error": (
        lambda folder: (folder / "run.py").write_text(RUN.replace(" -> Path", "")),
        "run.py:5: ",
    ),
    "a placeholder": (add_to_readme("\n## Use cases\n\nTODO\n"), "README.md:14: "),
    "a draft": (
        add_to_readme("\n<!-- cog-lsp: draft. Rewrite the text below, then delete this line. -->\n\nGood for maps.\n"),
        "is still a draft",
    ),
    "an unfinished description": (
        lambda folder: (folder / "run.py").write_text(RUN.replace("The photo", "[say which] The photo")),
        "(unfinished-description)",
    ),
    "a picture that is gone": (
        lambda folder: (folder / "docs/before.png").unlink(),
        "README.md:5: there is no docs/before.png.",
    ),
    "a picture that only this machine has": (
        lambda folder: [add_to_readme("\n![after](docs/after.png)\n")(folder), (folder / "docs/after.png").touch()],
        "README.md:14: docs/after.png is not on GitHub yet",
    ),
    "no remote": (lambda folder: git(folder, "remote", "remove", "origin"), "no remote on GitHub is known"),
    "no README": (lambda folder: (folder / "README.md").unlink(), "There is no README.md"),
    "no summary": (
        lambda folder: (folder / "README.md").write_text("# Lantern\n\n## Limitations\n\nFaces come out wrong.\n"),
        "The README has no summary",
    ),
}


@pytest.mark.parametrize("name", OBSTACLES)
def test_what_stands_in_the_way(name: str, publish: Publish, api: Api, lantern: Path) -> None:
    change, message = OBSTACLES[name]
    change(lantern)
    code, out, _ = publish("--yes")
    assert (code, api.seen) == (1, []), "nothing is asked of Replicate"
    assert out.startswith("atelier/lantern was not published. In the way of it:\n- ")
    assert message in out
    code, out, _ = publish("--dry-run")
    assert (code, api.sent) == (1, [])
    assert message in out
    code, out, _ = publish("--yes", "--force")
    assert (code, len(api.sent)) == (0, 1)
    assert "Ignored with --force:\n- " in out
    assert message in out


def test_a_page_that_somebody_else_changed(publish: Publish, api: Api, lantern: Path) -> None:
    assert publish("--yes")[0] == 0
    assert api.readme is not None
    api.readme = api.readme.replace("Faces in the background", "Small faces").replace("\n", "\r\n")
    (lantern / "README.md").write_text(README.replace("come out wrong", "come out blurred"))
    code, out, _ = publish("--yes")
    assert (code, len(api.sent)) == (1, 1)
    assert (
        "@@ line 12 @@\n<<<<<<< on the page now\nSmall faces come out wrong.\n"
        "||||||| when it was last published from here\nFaces in the background come out wrong.\n"
        "=======\nFaces in the background come out blurred.\n>>>>>>> here\n"
    ) in out
    assert out.endswith("Nothing was sent: somebody else changed the readme. Look at it without --yes.\n")
    assert publish(answer="y\n")[0] == 0
    assert "blurred" in api.sent[1]["readme"]


def test_force_and_a_record_that_was_tampered_with(publish: Publish, api: Api, tmp_path: Path) -> None:
    assert publish("--yes")[0] == 0
    api.model["description"] = "Something else"
    assert publish("--yes")[0] == 1
    assert publish("--yes", "--force")[0] == 0
    api.model["description"] = "Something else"
    (record,) = (tmp_path / "state").rglob("*.json")
    for text in (record.read_text().replace("Makes", "Bakes"), "{", "[[", '{"hash": 1, "fields": 2}'):
        record.write_text(text)
        code, out, _ = publish("--dry-run")
        assert (code, "<<<<<<<" in out) == (0, False)


def dry_run(publish: Publish, *words: str) -> tuple[int, dict[str, Any]]:
    code, out, _ = publish("--dry-run", "--format", "json", *words)
    return code, json.loads(out)


def test_an_editor_sends_what_it_showed_and_nothing_else(publish: Publish, api: Api, lantern: Path) -> None:
    code, shown = dry_run(publish)
    assert (code, shown["model"], shown["in_the_way"], api.sent) == (0, "atelier/lantern", [], [])
    first = {"field": "description", "now": "Paints night scenes", "after": SUMMARY, "last_published": None}
    assert shown["changes"][0] == first
    assert {change["field"]: change["after"] for change in shown["changes"]} == ALL
    text = (lantern / "README.md").read_text()
    (lantern / "README.md").write_text(text.replace("come out wrong", "blur"))
    code, out, _ = publish("--shown", shown["digest"])
    assert (code, out, api.sent) == (
        1,
        "Nothing was sent: the page or the files changed since you looked. Look again.\n",
        [],
    )
    (lantern / "README.md").write_text(text)
    assert publish("--shown", shown["digest"])[0] == 0
    assert api.sent == [ALL]
    code, shown = dry_run(publish)
    assert (code, shown["changes"]) == (0, [])


def test_an_editor_is_told_of_what_others_changed(publish: Publish, api: Api) -> None:
    assert publish("--yes")[0] == 0
    api.model["description"] = "Mine"
    _, shown = dry_run(publish)
    (change,) = shown["changes"]
    assert (change["now"], change["last_published"]) == ("Mine", SUMMARY)
    assert publish("--shown", shown["digest"])[0] == 0, "it was seen"


def test_an_editor_is_told_what_stands_in_the_way(publish: Publish, api: Api, lantern: Path) -> None:
    git(lantern, "remote", "remove", "origin")
    code, shown = dry_run(publish)
    assert (code, len(shown["in_the_way"])) == (1, 1)
    code, out, _ = publish("--shown", shown["digest"])
    assert (code, api.sent) == (1, [])
    assert shown["in_the_way"][0] in out


def test_a_folder_for_state_that_cannot_be_written(publish: Publish, api: Api, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("no folder")
    code, out, err = publish("--yes")
    assert (code, out.endswith("Published: https://replicate.com/atelier/lantern\n")) == (0, True)
    assert "will go unnoticed" in err


def test_a_page_that_changes_while_it_is_read(publish: Publish, api: Api) -> None:
    api.before_answer = {3: lambda: api.model.update(description="Mine")}
    code, out, _ = publish(answer="y\n")
    assert (code, api.sent) == (1, [])
    assert "Nothing was sent: the description changed on the page meanwhile." in out


def test_what_replicate_makes_of_it(publish: Publish, api: Api) -> None:
    api.keeps = {"description": SUMMARY[:20]}
    code, out, _ = publish("--yes")
    assert code == 1
    assert "Replicate shows another description than was sent." in out


REFUSALS: list[tuple[int, dict[str, str], Any, str]] = [
    (401, {}, {"detail": "Invalid token."}, "does not accept the token in REPLICATE_API_TOKEN"),
    (403, {}, {"detail": "No permission."}, "may not change atelier/lantern"),
    (404, {}, {"detail": "Not found."}, "knows no model atelier/lantern"),
    (409, {}, {"detail": "Conflict"}, "right now: Conflict. Try again"),
    (413, {}, b"<html>", "The README is too large for Replicate. Move"),
    (
        422,
        {},
        {"detail": f"- description:\n too {TOKEN} long\n", "status": 422},
        "this: - description: too … long. Change",
    ),
    (422, {}, {"title": "x" * 999}, f"this: {'x' * 200}…. Change"),
    (429, {"Retry-After": "17"}, {"detail": "Slow down."}, "asks to wait 17 seconds. Then"),
    (429, {}, {"detail": "Request was throttled. Your rate limit resets in ~30s."}, "asks to wait 30 seconds"),
    (429, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, b"", "asks to wait a minute"),
    (418, {}, b"\xff\xfe", "status 418"),
    (503, {}, b"", "status 503"),
    (301, {"Location": "https://example.com"}, b"", "status 301"),
]


@pytest.mark.parametrize(("status", "headers", "body", "message"), REFUSALS)
def test_a_refused_change_is_one_line(
    status: int, headers: dict[str, str], body: Any, message: str, publish: Publish, api: Api
) -> None:
    def refuse() -> None:
        api.body = body if isinstance(body, bytes) else json.dumps(body).encode()

    def answer_again() -> None:
        api.body = None

    api.status, api.headers = {"PATCH": status}, headers
    # Two answers tell the page, two that it is the same still; the change is the fifth.
    api.before_answer = {5: refuse, 6: answer_again}
    code, out, err = publish("--yes")
    assert code == 2
    assert message in err
    assert err.count("\n") == 1
    assert "Published" not in out
    assert (len(api.sent), api.model["description"]) == (1, "Paints night scenes")


@pytest.mark.parametrize("how", ["no answer in time", "a connection that breaks", "an error after all"])
def test_a_change_that_was_taken_without_an_answer(
    how: str, publish: Publish, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replicate, "SECONDS", 0.3)
    if how == "no answer in time":
        api.delay = {"PATCH": 0.8}
    elif how == "a connection that breaks":
        api.drops = {"PATCH"}
    else:
        api.status, take = {"PATCH": 502}, api.take
        api.before_answer = {5: lambda: take(ALL)}
    code, out, _ = publish("--yes")
    assert (code, out.endswith("Published: https://replicate.com/atelier/lantern\n")) == (0, True)


def test_nobody_knows_whether_it_was_taken(publish: Publish, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    api.drops = {"PATCH"}
    api.before_answer = {6: lambda: api.status.update(GET=500)}
    code, _, err = publish("--yes")
    assert code == 2
    assert "Nobody knows whether atelier/lantern changed. Run `cog-lsp publish --dry-run` to see." in err


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("REPLICATE_API_TOKEN", "", "Set REPLICATE_API_TOKEN"),
        ("REPLICATE_API_TOKEN", f"{TOKEN}\nX-Other: 1", "REPLICATE_API_TOKEN holds no token"),
        ("REPLICATE_API_TOKEN", f"{TOKEN}é", "REPLICATE_API_TOKEN holds no token"),
        ("REPLICATE_API_BASE_URL", "http://example.com", "must begin with https://"),
        ("REPLICATE_API_BASE_URL", "http://127.0.0.1:9", "cannot be reached"),
    ],
)
def test_before_anything_is_sent(
    name: str, value: str, message: str, publish: Publish, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    code, out, err = publish("--yes")
    assert (code, out, api.seen) == (2, "", [])
    assert message in err


@pytest.mark.parametrize("body", [b"", b"[1", b"[]", b"[" * 100_000, b"\xff", b"null"])
def test_answers_that_cannot_be_read(body: bytes, publish: Publish, api: Api) -> None:
    api.body = body
    code, _, err = publish("--yes")
    assert (code, api.sent) == (2, [])
    assert "Replicate's answer could not be read." in err


def test_a_model_below_the_top_of_its_repository(publish: Publish, api: Api, lantern: Path) -> None:
    inner = lantern / "models" / "my lantern"
    inner.mkdir(parents=True)
    for name in ("cog.yaml", "run.py", "README.md", "LICENSE"):
        (lantern / name).rename(inner / name)
    (lantern / "docs").rename(inner / "docs")
    git(lantern, "add", ".")
    git(lantern, "commit", "-q", "-m", "moved")
    code, _, _ = publish("--yes", str(inner))
    assert code == 0
    assert "/lantern-cog/raw/HEAD/models/my%20lantern/docs/before.png)" in api.sent[0]["readme"]
    assert api.sent[0]["license_url"].endswith("/HEAD/models/my%20lantern/LICENSE")
