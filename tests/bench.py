"""`make bench`: what a deck of 10,000 generated cards costs, as ratios to the floor.

The floor is the same text through `MarkdownIt.render` plus genanki's `write_to_file`, nothing else, in one process.
All are whole processes, one after the other in each round; the best round of each counts. The wall's time tells what
an author waits, processor time (of all processes together) is steadier on a busy machine.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).parent.parent
CARDS_PER_PAGE = 25
OUTPUTS = "apkg,booklet"

FLOOR = """
import re, sys, pathlib, genanki
from markdown_it import MarkdownIt
md, root = MarkdownIt("commonmark").enable("table"), pathlib.Path(sys.argv[1])
model = genanki.Model(1607392319, "M", fields=[{"name": "Q"}, {"name": "A"}],
    templates=[{"name": "C", "qfmt": "{{Q}}", "afmt": "{{A}}"}])
deck = genanki.Deck(2059400110, "D")
for path in sorted((root / "content").rglob("*.md")):
    for card in re.split(r"(?m)^## ", path.read_text())[1:]:
        question, _, answer = card.partition("\\n")
        deck.add_note(genanki.Note(model, [md.render(question), md.render(answer)]))
genanki.Package(deck).write_to_file(sys.argv[2])
"""

DUPLICATES = """
import sys, time
from dataclasses import replace
from pathlib import Path
from deckpress import similarity, sources
from deckpress.deck import config
deck = replace(sources.read(config.load(Path(sys.argv[1]))[0])[0], cache="")
start = time.process_time()
similarity.matches(deck, [similarity.question(card) for card in deck.cards])
print(time.process_time() - start)
"""

WORDS = (
    "gradient layer weight network training loss batch rate function activation input output neuron matrix vector "
    "norm sample error model feature kernel state gate cell sequence token image channel stride mean variance scale "
    "shift step momentum decay schedule epoch update bias depth width path signal noise bound limit product sum"
).split()


def make_deck(root: Path, cards: int, seed: int = 1) -> None:
    """Write a deck of distinct cards of ordinary length: prose, a list, formulas, some code, three sections."""
    chance = random.Random(seed)
    (root / "content").mkdir(parents=True)
    (root / "deckpress.toml").write_text('[deck]\nname = "Bench"\n')
    for page in range((cards + CARDS_PER_PAGE - 1) // CARDS_PER_PAGE):
        numbers = range(page * CARDS_PER_PAGE, min(cards, (page + 1) * CARDS_PER_PAGE))
        folder = root / "content" / f"{page // 20:03}-topic"
        folder.mkdir(exist_ok=True)
        text = "".join(_card(chance, number) for number in numbers)
        (folder / f"{page:04}-page.md").write_text(
            f"---\ntags: [bench::topic-{page % 40}]\n---\n# Page {page}\n\n{text}"
        )


def _card(chance: random.Random, number: int) -> str:
    def words(count: int) -> str:
        return " ".join(chance.choices(WORDS, k=count))

    # Invented names keep the questions distinct, as those of a real deck are: the words above are not enough.
    name = (
        "".join(chance.choices("bcdfglmnprst", k=3))
        + "".join(chance.choices("aeiou", k=2))
        + f"x{number}"
    )
    code = (
        f"\n```python\nx = {number}\nfor step in range(x):\n    print(step)\n```\n"
        if number % 10 == 0
        else ""
    )
    return (
        f"## What does {name} do to the {words(3)}?\n<!-- id: card-{number}; level: core -->\n\n"
        f"The **{words(2)}** is {words(14)}: $a_{{{number % 500}}} = \\frac{{x}}{{{number % 50 + 2}}}$.\n\n"
        f"- {words(7)}\n- {words(6)} `{words(1)}`\n{code}\n"
        f"### Analogy\n{words(18).capitalize()}.\n\n### Application\n{words(12).capitalize()}.\n\n"
        f"### Sources\n- Author {1950 + number % 70}, §{number % 30 + 1}\n\n"
    )


class Cost(NamedTuple):
    """What a process and its children took."""

    wall: float
    processor: float
    output: str = ""


def cost(*command: str, **environment: str) -> Cost:
    """Run a process; its output matters only if it fails."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    inherited = {
        key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"
    }
    done = subprocess.run(command, capture_output=True, text=True, env={**inherited, **environment})
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(done.stdout[-2000:] + done.stderr[-2000:])
    return Cost(
        wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout
    )


class Bench:
    """One generated deck, with a cache of its own, and what is done with it."""

    def __init__(self, folder: Path, cards: int) -> None:
        self.folder, self.root, self.edits = folder, folder / "deck", 0
        make_deck(self.root, cards)
        self.page = next(self.root.rglob("0000-page.md"))
        self.cache = {
            "XDG_CACHE_HOME": str(folder / "cache"),
            "PYTHONPATH": str(REPOSITORY),
            **_compiled(folder),
        }

    def press(self, *arguments: str) -> Cost:
        """A deckpress command on the deck."""
        command = (
            sys.executable,
            str(REPOSITORY / "pipeline.py"),
            "--root",
            str(self.root),
            *arguments,
        )
        return cost(*command, **self.cache)

    def edit(self, old: str, new: str) -> None:
        """Change the first card: another text each time, so that no run can know the page already."""
        self.edits += 1
        text = self.page.read_text()
        self.page.write_text(text.replace(old, f"{new}{self.edits} ", 1))

    def floor(self) -> Cost:
        """The same text through markdown-it and genanki, and nothing else."""
        command = (sys.executable, "-c", FLOOR, str(self.root), str(self.folder / "floor.apkg"))
        return cost(*command, **_compiled(self.folder))

    def first(self) -> Cost:
        """Nothing known at all: the formulas are typeset, too."""
        shutil.rmtree(self.folder / "cache", ignore_errors=True)
        return self.press("build", "--only", OUTPUTS)

    def cold(self) -> Cost:
        """No page known."""
        for folder in (self.folder / "cache").glob("*/*/*"):
            if folder.name in ("pages", "findings", "notes"):
                shutil.rmtree(folder)
        return self.press("build", "--only", OUTPUTS)

    def answer(self) -> Cost:
        """A build after an edit of one answer."""
        self.edit("The **", "The **so ")
        return self.press("build", "--only", OUTPUTS)

    def question(self) -> Cost:
        """A build after an edit of one question: the whole deck is compared with it."""
        self.edit("## What", "## What now ")
        return self.press("build", "--only", OUTPUTS)

    def check(self) -> Cost:
        """A check of one page that has changed."""
        self.edit("The **", "The **so ")
        return self.press("check", str(self.page))

    def site(self) -> Cost:
        """The site alone, after an edit."""
        self.edit("The **", "The **so ")
        return self.press("build", "--only", "site")


MEASURES: dict[str, Callable[[Bench], Cost]] = {
    "floor": Bench.floor,
    "first build": Bench.first,
    "cold build": Bench.cold,
    "build, answer edited": Bench.answer,
    "build, question edited": Bench.question,
    "check of edited page": Bench.check,
    "site, answer edited": Bench.site,
}


def main() -> None:
    """Print each measure and its ratio to the floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        bench = Bench(Path(temporary), arguments.cards)
        rounds = [
            {name: measure(bench) for name, measure in MEASURES.items()}
            for _ in range(arguments.rounds)
        ]
        best = {name: Cost(*(min(r[name][i] for r in rounds) for i in (0, 1))) for name in MEASURES}
        print(f"{arguments.cards:,} cards              wall           processor")
        for name, found in best.items():
            wall, processor = (
                found.wall / best["floor"].wall,
                found.processor / best["floor"].processor,
            )
            print(
                f"{name:<22} {found.wall:6.2f} s {wall:5.2f} x  {found.processor:6.2f} s {processor:5.2f} x"
            )
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"largest process        {peak:6.0f} MB")
        alike = min(
            float(cost(sys.executable, "-c", DUPLICATES, str(bench.root), **bench.cache).output)
            for _ in "12"
        )
        print(
            f"near-duplicates alone                  {alike:6.2f} s {alike / best['floor'].processor:5.2f} x"
        )
        _print_own_deck(_compiled(Path(temporary)))


def _compiled(folder: Path) -> dict[str, str]:
    """Modules are compiled once, as for every user, and not into the repository."""
    return {"PYTHONPYCACHEPREFIX": str(folder / "compiled")}


def _print_own_deck(environment: dict[str, str]) -> None:
    """What does not depend on the generated deck: starting, and checking the repository's own deck."""
    start = (sys.executable, str(REPOSITORY / "pipeline.py"))
    commands = ((*start, "--help"), (sys.executable, "-c", "import click"))
    help_, click = (min(cost(*command, **environment) for _ in "1234") for command in commands)
    print(
        f"--help                 {help_.wall:6.2f} s {help_.wall / click.wall:5.2f} x import click"
    )
    own = min(cost(*start, "--root", str(REPOSITORY), "check", **environment) for _ in "1234")
    print(f"check of our own deck  {own.wall:6.2f} s, {own.wall - help_.wall:.2f} s beyond --help")


if __name__ == "__main__":
    main()
