# The bench: `just` lists the tasks, `just test` tells in about a minute whether a change holds.
# docs/contributing.md says how to set up; all of it runs in the Python environment that is active.

# List the tasks.
default:
    @just --list --unsorted

# Install cog-lsp from the checkout with the pinned tools.
setup:
    python -m pip install --constraint .ci/constraints.txt "pip>=25.1"
    python -m pip install --constraint .ci/constraints.txt --editable ".[test,docs]" --group dev

# Format, and repair what the linter can repair.
fix:
    ruff format .
    ruff check --fix .

# Look for mistakes without running anything: style, generated files.
lint:
    ruff check .
    ruff format --check .
    python tools/generate.py --check

# Check the types.
types:
    mypy

# The fast tests, without servers, editors and browsers. Options and files of pytest may follow.
test *options:
    python -m pytest -n auto --hypothesis-profile=few -m "not (slow or server or browser or editor)" {{ options }}

# Look for what hangs or breaks cog-lsp: `just fuzz --minutes 20 --seed WORD`; without a seed, a new one each time.
fuzz *options:
    python -m tests.robustness.fuzz {{ options }}

# All tests; those of editors and browsers where these are installed.
test-all *options:
    python -m pytest -n auto --dist loadfile --no-loadscope-reorder {{ options }}

# Write anew what is made from the code or records what it says; read the difference before you commit it.
update:
    python tools/generate.py
    python -m tests.rules.test_words
    python -m tests.predictor.test_readings

# Serve the documentation on this machine, following your edits.
docs:
    zensical serve

# Lint and type-check the extension of VS Code and the page of the preview.
javascript:
    cd editors/vscode && npm ci --ignore-scripts && npm run check

# Measure a keystroke and a check of many models.
bench:
    python tests/bench/keystroke.py
    python tests/bench/check.py
    python tests/bench/idle.py

# Bring the pinned tools to their newest versions.
pin:
    python tools/pin.py
