"""How well the rules about descriptions agree with people: precision and recall on labelled inputs.

    python tests/bench/prose_accuracy.py LABELS.tsv… [--update docs/accuracy.md]

LABELS.tsv is tab-separated with a header and the columns repo, input, type, description, ge, le, choices, default,
label_terse, label_bounds_unexplained, label_jargon and note. Left out: inputs without a description, labels other than
"yes" and "no", and plain counts and sizes (by their note) for unexplained-bounds.

The rows are split into five folds by repository. For each fold, the one number that the rules have (how many new words
make a description say something) is chosen on the other four. The columns "unseen" go further: every wording and term
is put aside that no row of those four holds although a row of the fold does, as if its author had never met it.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cog_lsp.predictor.model import Input
from cog_lsp.predictor.source import read_source
from cog_lsp.prose import facets, jargon, phrases, terms
from cog_lsp.prose.judge import facets_of, has_bounds, is_terse, lacks_effect
from cog_lsp.prose.words import Token, tokens

RULES = {
    "terse-description": "label_terse",
    "unexplained-bounds": "label_bounds_unexplained",
    "jargon": "label_jargon",
}
FOLDS = 5
THRESHOLDS = (2, 3, 4)
Unseen = tuple[frozenset[tuple[str, ...]], frozenset[str]]
DEFAULT = facets.SHORT
NOTHING: Unseen = (frozenset(), frozenset())
BEGIN, END = "<!-- prose accuracy: begin -->", "<!-- prose accuracy: end -->"


@dataclass(frozen=True)
class Row:
    """A labelled input."""

    repo: str
    input: Input
    labels: dict[str, str]
    plain: bool


@dataclass(frozen=True)
class Score:
    """How often a rule and the labels agree."""

    hits: int
    false: int
    missed: int
    right: int

    @property
    def scored(self) -> int:
        return self.hits + self.false + self.missed + self.right

    @property
    def precision(self) -> float:
        return self.hits / (self.hits + self.false) if self.hits + self.false else 1.0

    @property
    def recall(self) -> float:
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 1.0

    @property
    def balance(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.hits + other.hits, self.false + other.false, self.missed + other.missed, self.right + other.right
        )


def cell(text: str) -> str:
    """A cell with its escapes undone."""
    return re.sub(r"\\([\\tnr])", lambda m: {"t": "\t", "n": "\n", "r": "\r"}.get(m.group(1), "\\"), text)


def number(text: str) -> float | int | None:
    """A bound or default of the table, where it is a plain number."""
    try:
        return float(text) if "." in text or "e" in text.lower() else int(text)
    except ValueError:
        return None


def choices(text: str) -> list[object] | None:
    """The choices of the table; a list that was cut keeps its whole items."""
    if not text.startswith("["):
        return None
    try:
        return list(json.loads(text))
    except ValueError:
        return list(re.findall(r'"([^"]*)"', text))


def read(path: Path) -> list[Row]:
    """The labelled inputs that have a description."""
    with path.open(encoding="utf-8", newline="\n") as file:
        table = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    rows = []
    for line in table:
        if not line["description"]:
            continue
        arguments: dict[str, object] = {"description": cell(line["description"])}
        for bound in ("ge", "le"):
            if line[bound]:
                arguments[bound] = number(line[bound])
        arguments["choices"] = choices(line["choices"])
        arguments["default"] = number(line["default"])
        known = {keyword: value for keyword, value in arguments.items() if value is not None}
        plain = line["note"].startswith("plain count")
        labels = {rule: line[column] for rule, column in RULES.items()}
        rows.append(Row(line["repo"], declared(line["input"], line["type"], known), labels, plain))
    return rows


def declared(name: str, type: str, arguments: dict[str, object]) -> Input:
    """The input as the reader of predictors sees it."""
    call = ", ".join(f"{keyword}={value!r}" for keyword, value in arguments.items())
    signature = f"def run(self, {name}: {type} = Input({call})) -> str: ..."
    text = f"from cog import BaseRunner, Input, Path\n\nclass Runner(BaseRunner):\n    {signature}\n"
    return read_source(text).predictors("Runner", "run")[0].inputs[0]


def found(input: Input) -> set[str]:
    """The rules that report an input."""
    said = facets_of(input)
    if said is None:
        return set()
    verdicts = {
        "terse-description": is_terse(said),
        "unexplained-bounds": has_bounds(input) and lacks_effect(said, input),
        "jargon": said.english and bool(said.terms),
    }
    return {rule for rule, reported in verdicts.items() if reported}


def score(rows: Iterable[Row], rule: str) -> tuple[Score, list[tuple[str, Row]]]:
    """The score of a rule, and the rows where it is wrong."""
    counts = {"hits": 0, "false": 0, "missed": 0, "right": 0}
    wrong = []
    for row in rows:
        if row.labels[rule] not in {"yes", "no"} or (rule == "unexplained-bounds" and row.plain):
            continue
        reported, wanted = rule in found(row.input), row.labels[rule] == "yes"
        kind = ("hits" if wanted else "false") if reported else ("missed" if wanted else "right")
        counts[kind] += 1
        if kind in {"false", "missed"}:
            wrong.append((kind, row))
    return Score(**counts), wrong


def fold_of(row: Row) -> int:
    """The fold of a row: all rows of a repository are in one."""
    return zlib.crc32(row.repo.encode()) % FOLDS


def use(threshold: int, unseen: Unseen = NOTHING) -> None:
    """Judge with this threshold, and without these wordings and spellings of terms."""
    facets.SHORT = threshold
    phrases.trie.cache_clear()
    terms.trie.cache_clear()
    prune(phrases.trie(), unseen[0])
    for spelling in unseen[1]:
        forget(terms.trie(), terms.spell(spelling))
    facets.analyse.cache_clear()


def prune(root: phrases.Node, wordings: frozenset[tuple[str, ...]]) -> None:
    """Take wordings out of the trie."""
    for wording in wordings:
        node = root
        for word in wording:
            node = node.next[word]
        node.ends = ()


def forget(root: terms.Node, words: Sequence[str]) -> None:
    """Take one spelling of a term out of the trie."""
    node = root
    for word in words:
        node = node.next[word]
    node.folded, node.exact = None, {}


def unseen_by(training: Sequence[Row], held_out: Sequence[Row]) -> Unseen:
    """Wordings and spellings that occur in the held-out rows and in none of the others."""
    wordings = occurring(held_out) - occurring(training)
    spellings = {s for row in held_out for s in spelled(row)} - {s for row in training for s in spelled(row)}
    return frozenset(wordings), frozenset(spellings)


def occurring(rows: Iterable[Row]) -> set[tuple[str, ...]]:
    """The wordings that the rows hold, as paths in the trie."""
    paths: set[tuple[str, ...]] = set()
    for row in rows:
        words = tokens(row.input.description or "")
        for at in range(len(words)):
            walk(phrases.trie(), words, at, (), paths)
    return paths


def walk(
    node: phrases.Node, words: Sequence[Token], at: int, path: tuple[str, ...], paths: set[tuple[str, ...]]
) -> None:
    """Note every wording that starts here."""
    if node.ends:
        paths.add(path)
    if at < len(words):
        word = words[at]
        for step in (word.stem, "=" + word.word, "*"):
            if step in node.next and (path or step != "*"):
                walk(node.next[step], words, at + 1, (*path, step), paths)


def spelled(row: Row) -> set[str]:
    """The spellings of terms that a row holds."""
    text = row.input.description or ""
    return {
        " ".join(terms.spell(text[term.start : term.end])) for term, _ in jargon.candidates(text, tokens(text), None)
    }


def cross_validate(rows: Sequence[Row], strict: bool) -> dict[str, list[Score]]:
    """The score of each fold, judged with what the other folds could teach; `strict` puts wordings aside as well."""
    scores: dict[str, list[Score]] = {rule: [] for rule in RULES}
    for fold in range(FOLDS):
        training = [row for row in rows if fold_of(row) != fold]
        held_out = [row for row in rows if fold_of(row) == fold]
        use(DEFAULT)
        unseen = unseen_by(training, held_out) if strict else NOTHING
        use(max(THRESHOLDS, key=lambda threshold: balance_at(threshold, training)), unseen)
        for rule in RULES:
            scores[rule].append(score(held_out, rule)[0])
    use(DEFAULT)
    return scores


def balance_at(threshold: int, rows: Sequence[Row]) -> float:
    """How good terse-description is with a threshold."""
    use(threshold)
    return score(rows, "terse-description")[0].balance


def report(rows: Sequence[Row]) -> str:
    """The tables in Markdown."""
    folds, strict = cross_validate(rows, False), cross_validate(rows, True)
    lines = [f"{len(rows)} labelled inputs of {len({row.repo for row in rows})} repositories.", ""]
    lines += ["| rule | rows | scored | precision | recall | unseen precision | unseen recall |"]
    lines += ["| --- | --- | --- | --- | --- | --- | --- |"]
    wrong: list[str] = []
    for rule in RULES:
        whole, errors = score(rows, rule)
        lines.append(line_of(rule, "all", whole, None))
        wrong += [f"- {rule}, {kind}: `{row.input.name}` of {row.repo}" for kind, row in errors]
        pairs = list(zip(folds[rule], strict[rule], strict=True))
        lines += [line_of("", f"fold {n}", *pair) for n, pair in enumerate(pairs, 1)]
        lines.append(line_of("", "folds together", total(folds[rule]), total(strict[rule])))
    lines += ["", "Still wrong on all rows (false: reported and should not be; missed: the other way round):", ""]
    return "\n".join([*lines, *(wrong or ["- nothing"])]) + "\n"


def total(scores: Iterable[Score]) -> Score:
    """The scores of all folds in one."""
    return sum(scores, Score(0, 0, 0, 0))


def line_of(rule: str, rows: str, result: Score, strict: Score | None) -> str:
    """A line of the table."""
    unseen = f"{strict.precision:.2f} | {strict.recall:.2f}" if strict is not None else " | "
    return f"| {rule} | {rows} | {result.scored} | {result.precision:.2f} | {result.recall:.2f} | {unseen} |"


def main() -> None:
    """Print the tables, or write them into a page between its markers."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("labels", type=Path, nargs="+", metavar="LABELS.tsv")
    parser.add_argument("--update", type=Path, metavar="PAGE", help="write the tables into this page")
    options = parser.parse_args()
    text = report([row for path in options.labels for row in read(path)])
    if options.update is None:
        print(text, end="")
        return
    page = options.update.read_text(encoding="utf-8")
    head, rest = page.split(BEGIN)
    options.update.write_text(f"{head}{BEGIN}\n\n{text}\n{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
