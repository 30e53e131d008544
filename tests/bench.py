"""`make bench`: a whole build of 10,000 generated cards, as a ratio to the floor.

The floor is the same text through `MarkdownIt.render` plus genanki's `write_to_file`, nothing else, in one process.
Both are whole processes, timed by the wall, one after the other in one run; the best of each counts.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

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
    name = "".join(chance.choices("bcdfglmnprst", k=3)) + "".join(chance.choices("aeiou", k=2)) + f"x{number}"
    code = f"\n```python\nx = {number}\nfor step in range(x):\n    print(step)\n```\n" if number % 10 == 0 else ""
    return (
        f"## What does {name} do to the {words(3)}?\n<!-- id: card-{number}; level: core -->\n\n"
        f"The **{words(2)}** is {words(14)}: $a_{{{number % 500}}} = \\frac{{x}}{{{number % 50 + 2}}}$.\n\n"
        f"- {words(7)}\n- {words(6)} `{words(1)}`\n{code}\n"
        f"### Analogy\n{words(18).capitalize()}.\n\n### Application\n{words(12).capitalize()}.\n\n"
        f"### Sources\n- Author {1950 + number % 70}, §{number % 30 + 1}\n\n"
    )


def seconds(*command: str) -> float:
    """The wall time of a process; its output only if it fails."""
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stdout[-2000:] + done.stderr[-2000:])
    return time.perf_counter() - start


def main() -> None:
    """Print the floor, the build and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=2)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary) / "deck"
        make_deck(root, arguments.cards)
        pipeline = (sys.executable, str(REPOSITORY / "pipeline.py"), "--root", str(root))
        floor = min(_floor(root, Path(temporary)) for _ in range(arguments.rounds))
        print(f"floor                 {floor:6.2f} s   {arguments.cards:,} cards")
        cold = min(_cold(root, pipeline) for _ in range(arguments.rounds))
        _print("cold build", cold, floor)
        page = next(root.rglob("0000-page.md"))
        page.write_text(page.read_text().replace("The **", "Now the **", 1))
        _print("build after one edit", seconds(*pipeline, "build", "--only", OUTPUTS), floor)
        _print("check of one file", seconds(*pipeline, "check", str(page)), floor)
        help_time, click = seconds(*pipeline[:2], "--help"), seconds(sys.executable, "-c", "import click")
        print(f"--help                {help_time:6.2f} s   {help_time / click:.2f} x import click")
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"largest process       {peak:6.0f} MB")


def _floor(root: Path, folder: Path) -> float:
    return seconds(sys.executable, "-c", FLOOR, str(root), str(folder / "floor.apkg"))


def _cold(root: Path, pipeline: tuple[str, ...]) -> float:
    subprocess.run(["rm", "-rf", str(root / "build")], check=True)
    return seconds(*pipeline, "build", "--only", OUTPUTS)


def _print(name: str, value: float, floor: float) -> None:
    print(f"{name:<21} {value:6.2f} s   {value / floor:.2f} x floor")


if __name__ == "__main__":
    main()
