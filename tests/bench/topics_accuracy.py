"""How well the topics of READMEs are found: precision and recall against labels set by reading.

    python tests/bench/topics_accuracy.py LABELS READMES_DIR [--errors] [--sentences SENTENCES]

LABELS is a tab-separated file with a column `entry`, one column for each topic (`1_what_it_does` and so on, "present"
or "absent"), and `weak`: the numbers of topics that are present only in passing. READMES_DIR holds `<entry>.md`.
SENTENCES has the columns `sentence`, `topic` and `note`.
Prints a table in Markdown: first without the topics that are present only in passing, then with these as present.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from cog_lsp.readme.coverage import covered, says
from cog_lsp.readme.markdown.document import parse_card
from cog_lsp.readme.topics import TOPICS, Topic, any_of, topics


@dataclass
class Count:
    """Agreements and disagreements."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    def add(self, found: bool, present: bool) -> None:
        """Count one judgement."""
        self.right += found and present
        self.extra += found and not present
        self.missed += present and not found

    def row(self) -> str:
        """Cells: present, precision, recall."""
        precision = self.right / (self.right + self.extra) if self.right + self.extra else 1.0
        recall = self.right / (self.right + self.missed) if self.right + self.missed else 1.0
        return f"{self.right + self.missed} | {precision:.2f} | {recall:.2f}"


def judge(labels: Path, folder: Path, errors: bool) -> Iterable[str]:
    """The lines of the table."""
    strict = {slug: Count() for slug in TOPICS}
    lenient = {slug: Count() for slug in TOPICS}
    with labels.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    columns = [name for name in rows[0] if name[:1].isdigit() and name[1:2] == "_"]
    for row in rows:
        text = (folder / f"{row['entry']}.md").read_bytes().decode("utf-8", "replace")
        found = covered(parse_card(text))
        for number, (slug, column) in enumerate(zip(TOPICS, columns, strict=True), 1):
            present, weak = row[column] == "present", str(number) in row["weak"].split(",")
            lenient[slug].add(slug in found, present)
            if not weak:
                strict[slug].add(slug in found, present)
            if errors and (slug in found) != present:
                kind = "missed" if present else "extra"
                yield f"{kind}{' (weak)' if weak else ''}: {slug} in {row['entry']}"
    yield "| topic | READMEs | precision | recall | with weak | precision | recall |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for slug in TOPICS:
        yield f"| {topics()[slug].title} | {strict[slug].row()} | {lenient[slug].row()} |"
    yield f"| **all** | {_total(strict.values()).row()} | {_total(lenient.values()).row()} |"


FOLDS = 5


def judge_sentences(labels: Path) -> Iterable[str]:
    """The lines of the table about single sentences, without the borderline ones.

    The columns "unseen": the sentences of a fifth of the repositories, judged without the cues that say something about
    a sentence of that fifth and of no other. "With its heading": the sentence in a README, below the heading it has."""
    with labels.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    rows = [row for row in rows if "borderline" not in row["note"]]
    repos = list(dict.fromkeys(row["repo"] for row in rows))
    yield "| topic | sentences | precision | recall | unseen precision | unseen recall | with its heading: recall |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for slug in dict.fromkeys(row["topic"] for row in rows if row["topic"] in TOPICS):
        topic, count, unseen, placed = topics()[slug], Count(), Count(), Count()
        for fold in range(FOLDS):
            own = [row for row in rows if repos.index(row["repo"]) % FOLDS == fold]
            rest = [row["sentence"].lower() for row in rows if repos.index(row["repo"]) % FOLDS != fold]
            known = replace(topic, cues=tuple(_known(topic, rest, [row["sentence"].lower() for row in own])))
            for row in own:
                present = row["topic"] == slug
                count.add(says(topic, row["sentence"]), present)
                unseen.add(says(known, row["sentence"]), present)
                text = f"# Model\n\n## {row['heading']}\n\n{row['sentence']}\n"
                placed.add(slug in covered(parse_card(text)), present)
        cells = (count.row(), unseen.row().partition("| ")[2], placed.row().rpartition("| ")[2])
        yield f"| {topic.title} | {' | '.join(cells)} |"


def _known(topic: Topic, rest: Iterable[str], own: Iterable[str]) -> Iterable[str]:
    """The cues of a topic but for those that only the sentences of one fold hold."""
    for pattern in topic.cues:
        cue = any_of((pattern,))
        if any(map(cue.search, rest)) or not any(map(cue.search, own)):
            yield pattern


def _total(counts: Iterable[Count]) -> Count:
    total = Count()
    for count in counts:
        total = Count(total.right + count.right, total.extra + count.extra, total.missed + count.missed)
    return total


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Precision and recall of the topics of READMEs, as a Markdown table.")
    parser.add_argument("labels", type=Path)
    parser.add_argument("readmes", type=Path)
    parser.add_argument("--errors", action="store_true", help="list the disagreements first")
    parser.add_argument("--sentences", type=Path, help="a file of labelled sentences")
    arguments = parser.parse_args()
    print("\n".join(judge(arguments.labels, arguments.readmes, arguments.errors)))
    if arguments.sentences is not None:
        print("\n" + "\n".join(judge_sentences(arguments.sentences)))


if __name__ == "__main__":
    main()
