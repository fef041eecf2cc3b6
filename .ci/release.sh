#!/usr/bin/env bash
# Builds what a release publishes and checks it; publishes nothing.
#   .ci/release.sh [FOLDER [VERSION]]   writes the packages to FOLDER (dist), which must hold no others
# VERSION, where it is given, must be the version in cog_lsp/__init__.py and in the extension's package.json.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

folder=${1:-dist}
wanted=${2:-}
version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' cog_lsp/__init__.py)
extension=$(sed -n 's/^  "version": "\(.*\)",$/\1/p' editors/vscode/package.json)

[ "$extension" = "$version" ] || { echo "The extension is $extension, the package $version." >&2; exit 1; }
[ -z "$wanted" ] || [ "$wanted" = "$version" ] || { echo "The tag says $wanted, the package $version." >&2; exit 1; }
grep -q "^## $version\$" CHANGELOG.md || { echo "CHANGELOG.md has no section $version." >&2; exit 1; }

tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
python3 -m venv "$tools"
"$tools/bin/pip" install --quiet --disable-pip-version-check build twine
"$tools/bin/python" -m build --outdir "$folder" . >"$tools/log" || { cat "$tools/log" >&2; exit 1; }
"$tools/bin/twine" check --strict "$folder"/cog_lsp-"$version"*
"$tools/bin/python" tests/packaging/contents.py "$folder"/cog_lsp-"$version"-py3-none-any.whl
echo "cog-lsp $version is in $folder"
