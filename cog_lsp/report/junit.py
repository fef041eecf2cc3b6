"""Findings as a JUnit report: a suite for each file, a failed case for each finding."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from xml.etree import ElementTree

from cog_lsp.report.item import Item
from cog_lsp.text import visible


def render(items: Sequence[Item]) -> str:
    """An XML document; one passed case where nothing was found, since some readers refuse an empty report."""
    root = ElementTree.Element("testsuites", name="cog-lsp", tests=str(max(1, len(items))), failures=str(len(items)))
    for file, group in groupby(items, key=lambda item: item.file):
        own = list(group)
        suite = ElementTree.SubElement(root, "testsuite", name=_xml(file), tests=str(len(own)), failures=str(len(own)))
        for item in own:
            finding = item.finding
            name = f"{finding.rule} {finding.input}" if finding.input else finding.rule
            case = ElementTree.SubElement(
                suite, "testcase", name=_xml(name), classname=_xml(file), file=_xml(file), line=str(item.start[0])
            )
            failure = ElementTree.SubElement(case, "failure", message=_xml(finding.message), type=finding.severity)
            failure.text = _xml(f"{file}:{item.start[0]}:{item.start[1]}: {finding.message}")
    if not items:
        suite = ElementTree.SubElement(root, "testsuite", name="cog-lsp", tests="1", failures="0")
        ElementTree.SubElement(suite, "testcase", name="check", classname="cog-lsp")
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _xml(text: str) -> str:
    """The text without control characters, which XML cannot hold, and without the two that are no characters."""
    return visible(text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
