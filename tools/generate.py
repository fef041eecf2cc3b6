"""Write everything that is made from the code: rule pages, the tables of rules, the page and schema of settings.

`python tools/generate.py` writes; with `--check` it writes nothing and fails where a file is out of date.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cog_lsp.rules import OPTIONS, RULES
from cog_lsp.rules.page import page
from cog_lsp.rules.rule import Rule
from cog_lsp.settings.options import Option
from cog_lsp.settings.record import OWN_FILE, Settings

ROOT = Path(__file__).resolve().parent.parent
FAMILIES = {
    "inputs": "Inputs: is the form easy to use?",
    "schema": "Schema: will Cog publish what you meant?",
    "readme": "Model card: does the README tell people what they need?",
    "own": "The tool itself",
}
SITE = "https://cog-lsp.github.io/cog-lsp/"
NAVIGATION = re.compile(r"(      # generated: rules\n).*?(      # end\n)", re.DOTALL)
MARK = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def family(rule: Rule) -> str:
    """The folder that holds the rule."""
    return rule.check.__module__.split(".")[2]


def table(prefix: str) -> str:
    """The rules by family, each with a link to its page."""
    parts = []
    for name, title in FAMILIES.items():
        rows = [
            f"| [`{rule.slug}`]({prefix}{rule.slug}.md) | {rule.severity} | {rule.fix or ''} | {rule.summary} |"
            for rule in RULES
            if family(rule) == name
        ]
        if rows:
            parts.append(
                f"**{title}**\n\n| rule | severity | fix | finds |\n| --- | --- | --- | --- |\n" + "\n".join(rows)
            )
    return "\n\n".join(parts) + "\n"


def settings_page() -> str:
    """docs/configuration.md."""
    parts = [
        "# Settings",
        "Settings stand in `cog-lsp.toml`, or in `[tool.cog-lsp]` of `pyproject.toml`, beside `cog.yaml` or in a "
        "folder above it up to the workspace. In editors they stand under `cog-lsp`. A file stands above the editor's "
        "settings, the nearer file above the farther one. `cog-lsp check --show-settings` prints each value and where "
        "it comes from.",
        "An unknown key or a wrong value is reported as `invalid-setting` on the file and left out; all else holds.",
    ]
    for option in OPTIONS:
        parts += [
            f"## {option.name}",
            option.summary + "".join(f" Its older name, `{name}`, counts too." for name in option.older),
            f"```toml\n{option.example}\n```",
        ]
    return "\n\n".join(parts) + "\n"


def settings_schema() -> dict[str, Any]:
    """JSON Schema of the settings, for cog-lsp.toml."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"Settings of cog-lsp ({OWN_FILE}, [tool.cog-lsp])",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            name: _described(option) | ({"deprecated": True} if name in option.older else {})
            for option in OPTIONS
            for name in (option.name, *option.older)
        },
    }


def _described(option: Option) -> dict[str, Any]:
    return {**option.schema, "description": option.summary}


def vscode_package(text: str) -> str:
    """editors/vscode/package.json with the settings that the server reads, beside the extension's own."""
    data = json.loads(text)
    properties = data["contributes"]["configuration"]["properties"]
    own = {name: value for name, value in properties.items() if value.get("x-generated") is not True}
    made = {f"cog-lsp.{_camel_case(o.name)}": _of_vscode(o) for o in OPTIONS if o.in_editors}
    data["contributes"]["configuration"]["properties"] = {**own, **made}
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _camel_case(name: str) -> str:
    """The name of a setting from which VS Code makes a title: `lineLength` becomes Line Length."""
    first, *rest = name.split("-")
    return first + "".join(word.capitalize() for word in rest)


def _of_vscode(option: Option) -> dict[str, Any]:
    """A setting as VS Code shows it: with its default, which nothing may call wrong."""
    described = _described(option)
    if "pattern" in described:
        described["pattern"] = f"^$|{described['pattern']}"
    value = getattr(Settings(), option.attribute)
    empty: dict[str, Any] = (
        {"object": {}, "array": []} if "enum" in described else {"object": {}, "array": [], "string": ""}
    )
    return {**described, "default": empty.get(described["type"], value), "x-generated": True}


def printed() -> str:
    """What `check` prints for a small model, as a block of text."""
    words = ["check", "tests/fixtures/models/retouch"]
    environment = {**os.environ, "COLUMNS": "110", "NO_COLOR": "1", "PYTHONPATH": str(ROOT)}
    for name in ("FORCE_COLOR", "FORCE_HYPERLINK", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        environment.pop(name, None)
    done = subprocess.run(
        [sys.executable, "-m", "cog_lsp", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return f"```text\n$ cog-lsp {' '.join(words)}\n{done.stdout.strip()}\n```\n"


def rules_of_navigation() -> str:
    """The rules by family, as entries of the site's navigation."""
    lines = []
    for name, title in FAMILIES.items():
        lines.append(f"      - {title.partition(':')[0]}:")
        lines += [f"          - rules/{rule.slug}.md" for rule in RULES if family(rule) == name]
    return "\n".join(lines) + "\n"


def for_language_models(navigation: str) -> str:
    """docs/llms.txt: what the site is about, and each page with its first sentence (https://llmstxt.org)."""
    index = (ROOT / "docs/index.md").read_text(encoding="utf-8")
    lines = ["# cog-lsp", "", f"> {_opening(index)}", "", "## Pages", ""]
    made = {f"rules/{rule.slug}.md": page(rule) for rule in RULES}
    for path in re.findall(r"[\w/-]+\.md", navigation.partition("nav:")[2]):
        text = made.get(path) or (ROOT / "docs" / path).read_text(encoding="utf-8")
        title = text.partition("\n")[0].removeprefix("# ")
        address = SITE + f"{path.removesuffix('.md')}/".removesuffix("index/")
        opening = _opening(text)
        lines.append(f"- [{title}]({address})" + (f": {opening}" if opening else ""))
    return "\n".join(lines) + "\n"


def _opening(text: str) -> str:
    """The first sentence of a page, on one line and without links."""
    paragraphs = (part for part in text.split("\n\n") if part[:1] not in "#<[!|-`*")
    words = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", " ".join(next(paragraphs, "").split()))
    return re.split(r"(?<=[.:])\s", words, maxsplit=1)[0].rstrip(":")


def marked(text: str, parts: dict[str, str]) -> str:
    """The text with each generated part renewed between its comments."""
    return MARK.sub(lambda match: match[1] + parts[match[2]] + match[3], text)


def files() -> Iterator[tuple[Path, str]]:
    """Every generated file with its text."""
    for rule in RULES:
        yield ROOT / "docs/rules" / f"{rule.slug}.md", page(rule)
    yield ROOT / "docs/rules/index.md", "# Rules\n\n" + table("")
    yield ROOT / "docs/configuration.md", settings_page()
    schema = json.dumps(settings_schema(), indent=2) + "\n"
    yield ROOT / "docs/settings.schema.json", schema
    readme = ROOT / "README.md"
    yield readme, marked(readme.read_text(encoding="utf-8"), {"rules": table("docs/rules/")})
    yield ROOT / "editors/vscode/media/settings.schema.json", schema
    pages = ROOT / "docs/cli.md"
    yield pages, marked(pages.read_text(encoding="utf-8"), {"printed": printed()})
    navigation = ROOT / "mkdocs.yml"
    listed = NAVIGATION.sub(rf"\1{rules_of_navigation()}\2", navigation.read_text(encoding="utf-8"))
    yield navigation, listed
    yield ROOT / "docs/llms.txt", for_language_models(listed)
    package = ROOT / "editors/vscode/package.json"
    yield package, vscode_package(package.read_text(encoding="utf-8"))


def main() -> int:
    """Write or check; the exit code is 1 where `--check` finds a file out of date."""
    check = "--check" in sys.argv[1:]
    wanted = dict(files())
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    stale += [path for path in (ROOT / "docs/rules").glob("*.md") if path not in wanted]
    for path in stale:
        print(f"{'out of date' if check else 'wrote'}: {path.relative_to(ROOT)}")
        if not check and path in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[path], encoding="utf-8")
        elif not check:
            path.unlink()
    if check and stale:
        print("Run `just update` (or `python tools/generate.py`), read the difference and commit it.")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
