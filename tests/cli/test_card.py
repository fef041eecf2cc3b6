"""`cog-lsp card`, also against a server that answers as Replicate's API does."""

from __future__ import annotations

import contextlib
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from cog_lsp.cli import main
from cog_lsp.project.published import remembered_version
from cog_lsp.replicate import api as replicate

from .replicate_server import OLDER, TOKEN, VERSION, Api, prediction

MODELS = Path(__file__).parent.parent / "fixtures/models"


@pytest.fixture
def image(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "image"
    shutil.copytree(MODELS / "image", folder)
    monkeypatch.chdir(folder)
    return folder


def test_the_card_of_a_model(image: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["card"]) == 1
    out = capsys.readouterr().out
    assert "Inputs explained:  3 of 7, 4 to write\n" in out
    assert "Examples that fit: 1 of 2" in out
    assert "What is left to do" in out
    assert main(["card", "--format", "json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert data["ready"] is False
    assert data["inputs"] == {"total": 7, "explained": 3, "drafts": 0, "to_write": 4}
    assert data["topics"]["troubleshooting"] == "missing"
    assert main(["card", "--format", "markdown"]) == 1
    assert "- [ ] Troubleshooting" in capsys.readouterr().out


def test_nothing_lacks(image: Path, api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["card", "--remote"]) == 0
    assert capsys.readouterr().out == (
        "atelier/lantern can be displayed.\n- Nothing is missing.\n"
        "1 example ran on version 5c7d5dc6 (the latest).\n"
        "No example shows `width`, `guidance_scale`, `num_inference_steps` and `scheduler`.\n"
    )
    where = "/v1/models/atelier/lantern"
    assert api.seen == [("GET", path, f"Bearer {TOKEN}") for path in (where, f"{where}/readme", f"{where}/examples")]


def test_every_example_is_judged(image: Path, api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    api.examples += [
        prediction("old1", OLDER, prompt="a pier", image="https://e.com/a.png", seed=1, skeduler="DDIM", width=None),
        None,
        prediction("old2", OLDER, seed=1, scheduler="K_EULER"),
    ]
    assert main(["card", "--remote", "--format", "json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert {one["id"]: (one["version"] == OLDER, len(one["problems"])) for one in data["examples"]} == {
        "v1q9": (False, 0),
        "old1": (True, 1),
        "old2": (True, 1),
    }
    assert data["not_shown"] == ["width", "guidance_scale", "num_inference_steps"]
    assert main(["card", "--remote"]) == 1
    out = capsys.readouterr().out
    assert "- Example old1 does not fit the signature" in out
    assert "3 examples ran on versions 5c7d5dc6 (the latest) and 0a1f3e7d.\n" in out


ODD = {
    "no examples": ("examples", []),
    "an example without inputs": ("examples", [{"id": 7, "input": [1]}]),
    "a version that is a word": ("latest_version", "hidden"),
    "a default that is a list": ("default_example", [1]),
    "a description that is a number": ("description", 5),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_answers(name: str, image: Path, api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    where, answer = ODD[name]
    if where == "examples":
        api.examples = answer
    else:
        api.model[where] = answer
    assert main(["card", "--remote"]) in (0, 1)
    assert capsys.readouterr().out.startswith("atelier/lantern ")


def test_what_a_machine_reads(image: Path, api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    api.model |= {"default_example": None}
    assert main(["card", "--remote", "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"model", "displayworthy", "version", "lacking", "examples", "not_shown"}
    assert (found["model"], found["displayworthy"]) == ("atelier/lantern", False)
    assert [line.startswith("It has no example.") for line in found["lacking"]] == [True]


@pytest.mark.parametrize("example", [{"input": {"seed": 1}}, {"input": "text"}, {}])
def test_an_example_is_not_judged_where_the_signature_cannot_be_read(
    example: dict[str, Any], image: Path, api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    api.model |= {"default_example": example}
    api.examples = [example]
    assert main(["card", "--remote"]) == 1
    assert "The example does not fit the signature" in capsys.readouterr().out
    (image / "run.py").write_text("class Other: ...\n")
    assert main(["card", "--remote"]) == 0
    assert "Nothing is missing." in capsys.readouterr().out


def test_the_version_of_a_drafted_call(image: Path, api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    text = (image / "README.md").read_text()
    (image / "README.md").write_text(text.replace('"atelier/lantern"', '"atelier/lantern:VERSION"'))
    assert main(["card", "--remote"]) == 1
    wanted = f"- Line 11 of the README calls `atelier/lantern:VERSION`. Write `atelier/lantern:{VERSION}`.\n"
    assert wanted in capsys.readouterr().out


def test_a_draft_names_the_version_that_was_seen(image: Path, api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    draft = ["check", "--fix", "--drafts"]
    (image / "README.md").unlink()
    main(draft)
    first = (image / "README.md").read_text()
    assert '"atelier/lantern:VERSION"' in first
    capsys.readouterr()
    main(["check", "--select", "empty-section"])
    assert "“atelier/lantern:VERSION” lacks a version" in capsys.readouterr().out
    main(["card", "--remote"])
    main(draft)
    third = (image / "README.md").read_text()
    assert third == first.replace(":VERSION", f":{VERSION}"), "what was left open is filled in"
    (image / "README.md").unlink()
    main(draft)
    second = (image / "README.md").read_text()
    assert second == first.replace(":VERSION", f":{VERSION}")
    main(draft)
    assert (image / "README.md").read_text() == second
    api.model["latest_version"] = None  # it was taken back
    main(["card", "--remote"])
    (image / "README.md").unlink()
    main(draft)
    assert (image / "README.md").read_text() == first


@pytest.mark.parametrize("content", [b"", b"{}", b"latest\n", VERSION.encode()[:-1], VERSION.encode() * 9, b"\xff\xfe"])
def test_a_broken_record_of_a_version_is_none(content: bytes, image: Path, api: Api, tmp_path: Path) -> None:
    assert main(["card", "--remote"]) == 0
    assert remembered_version("atelier/lantern") == VERSION
    (path,) = (tmp_path / "state").rglob("lantern.txt")
    if sys.platform != "win32":
        assert path.parent.stat().st_mode & 0o077 == 0
    path.write_bytes(content)
    assert remembered_version("atelier/lantern") is None


@pytest.mark.parametrize("name", ["atelier/other", "../lantern", "atelier/../lantern", "/etc/passwd", "a", ""])
def test_no_version_is_remembered_of_other_names(name: str, image: Path, api: Api) -> None:
    assert main(["card", "--remote"]) == 0
    assert remembered_version(name) is None


def test_a_version_that_cannot_be_kept(
    image: Path, api: Api, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "state").write_text("no folder")
    assert main(["card", "--remote"]) == 0
    captured = capsys.readouterr()
    assert "Nothing is missing." in captured.out
    assert captured.err.endswith("Drafts of calls will not name the version.\n")


LACKING: dict[str, tuple[dict[str, Any], str]] = {
    "private": ({"visibility": "private"}, "It is private."),
    "no version": ({"latest_version": None}, "cog push r8.im/atelier/lantern"),
    "no example": ({"default_example": None}, "It has no example."),
    "no description": ({"description": None}, "It has no description."),
    "unknown input": (
        {"default_example": {"input": {"prompt": "x", "image": "https://e.com/a", "seed": 1, "stile": 1}}},
        "stile",
    ),
    "missing input": ({"default_example": {"input": {"seed": 1}}}, "prompt"),
    "refused value": (
        {"default_example": {"input": {"prompt": "x", "image": "https://e.com/a", "seed": 1, "guidance_scale": 99}}},
        "guidance_scale",
    ),
}


@pytest.mark.parametrize("name", LACKING)
def test_what_lacks_and_where_to_mend_it(name: str, image: Path, api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    change, message = LACKING[name]
    api.model |= change
    assert main(["card", "--remote", "atelier/lantern"]) == 1
    out = capsys.readouterr().out
    assert message in out
    assert out.count("\n- ") >= 1


@pytest.mark.parametrize(("readme", "message"), [(None, "no README"), ("", "no README"), ("# Other\n", "differs")])
def test_the_readme_on_replicate(
    readme: str | None, message: str, image: Path, api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    api.readme = readme
    assert main(["card", "--remote"]) == 1
    assert message in capsys.readouterr().out


def test_line_ends_do_not_make_a_difference(image: Path, api: Api) -> None:
    assert api.readme is not None
    api.readme = api.readme.replace("\n", "\r\n") + "\r\n"
    assert main(["card", "--remote"]) == 0


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (401, "does not accept the token"),
        (403, "may not see"),
        (404, "knows no model"),
        (429, "asks to wait a minute"),
        (500, "status 500"),
    ],
)
def test_one_clear_line_for_each_refusal(
    status: int, message: str, image: Path, api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    api.status = {"GET": status}
    assert main(["card", "--remote"]) == 2
    captured = capsys.readouterr()
    assert message in captured.err
    assert captured.err.count("\n") == 1
    assert captured.out == ""


def test_slow_offline_garbled_and_without_a_token(
    image: Path, api: Api, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replicate, "SECONDS", 0.2)
    api.delay = {"GET": 1.0}
    assert main(["card", "--remote"]) == 2
    assert "did not answer" in capsys.readouterr().err
    api.delay = {}
    api.body = b"[1"
    assert main(["card", "--remote"]) == 2
    assert "could not be read" in capsys.readouterr().err
    monkeypatch.setenv("REPLICATE_API_BASE_URL", "http://127.0.0.1:9")
    assert main(["card", "--remote"]) == 2
    assert "cannot be reached" in capsys.readouterr().err
    monkeypatch.delenv("REPLICATE_API_TOKEN")
    assert main(["card", "--remote"]) == 2
    assert "Set REPLICATE_API_TOKEN" in capsys.readouterr().err


def test_which_model(image: Path, api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    (image / "cog.yaml").write_text("run: run.py:Runner\n")
    assert main(["card", "--remote"]) == 2
    assert "Say which model" in capsys.readouterr().err
    assert main(["card", "--remote", "lantern"]) == 2


LEADS = ["http://127.0.0.1:{port}/x", "//127.0.0.1:{port}/x", "x:@127.0.0.1:{port}/x", "@127.0.0.1:{port}/x", "x:"]


@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize("status", [200, 302, 307])
def test_the_token_goes_to_one_place_only(lead: str, status: int, api: Api) -> None:
    """Whatever an answer says is next, and wherever it sends one."""
    elsewhere = Api()
    lead = lead.format(port=elsewhere.server.server_port)
    api.examples, api.following = [*api.examples, *api.examples], lead
    api.status, api.headers = {"GET": status}, {"Location": lead}
    with contextlib.suppress(replicate.Unavailable), replicate.Api("atelier/lantern") as client:
        client.examples()
    elsewhere.stop()
    assert elsewhere.seen == []
    assert {token for _, _, token in api.seen} == {f"Bearer {TOKEN}"}
