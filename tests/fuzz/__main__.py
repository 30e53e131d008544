"""`python -m tests.fuzz pages --minutes 60 --seed 7 --jobs 2`: make cases, run them, keep failures.

Each case is made by its generator, seed and number alone, so `--replay pages:7:123` makes and runs
it again (with the same `--corpus`). What fails is made smaller and kept in `build/fuzz/`; once
mended, its folder moves to `tests/fuzz/found/`, where the tests run it for ever.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import click

from tests.fuzz import child, corpus
from tests.fuzz.campaign import GENERATORS, Order, folder, made, show, worked
from tests.fuzz.case import Case, load
from tests.fuzz.corpus import REPOSITORY

KEPT = Path(__file__).parent / "found"
"""Cases that failed once."""


@click.command()
@click.argument("what", type=click.Choice(["all", "found", *GENERATORS]), default="all")
@click.option("--minutes", type=float, default=10, show_default=True, help="How long.")
@click.option("--cases", type=int, default=0, help="How many of each kind, instead of --minutes.")
@click.option("--seed", type=int, default=lambda: int(time.time()), help="Default: the clock.")
@click.option("--jobs", type=int, default=1, show_default=True, help="Processes.")
@click.option(
    "--corpus", "pages", type=click.Choice(["all", "tests"]), default="all", help="What is damaged."
)
@click.option(
    "--replay", metavar="NAME", default="", help="`pages:7:123`, or the folder of a case."
)
def command(
    what: str, minutes: float, cases: int, seed: int, jobs: int, pages: str, replay: str
) -> None:
    """Look for what breaks deckpress, or run again what WHAT=found did break."""
    if replay or what == "found":
        again = (
            _named(replay, pages) if replay else {p.name: load(p) for p in sorted(KEPT.glob("*/"))}
        )
        sys.exit(1 if _replayed(again) else 0)
    names = tuple(GENERATORS) if what == "all" else (what,)
    until = time.monotonic() + (minutes * 60 if not cases else 1e9)
    click.echo(f"{', '.join(names)}: seed {seed}, corpus {pages}")
    orders = [Order(names, seed, cases, until, job, jobs, pages) for job in range(jobs)]
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("fork")) as pool:
        done = list(pool.map(worked, orders))
    counts: Counter[str] = sum((work.counts for work in done), Counter())
    cases, runs, built = (sum(numbers) for numbers in zip(*(w[1:] for w in done), strict=True))
    click.echo(f"\n{cases} cases, {runs} commands, {built} decks built, {len(counts)} failures")
    for name, count in sorted(counts.items()):
        click.echo(f"{count:>6} x {name}  {folder(name).relative_to(REPOSITORY)}")
    sys.exit(1 if counts else 0)


def _named(name: str, pages: str) -> dict[str, Case]:
    """One case, made again or read from its folder."""
    place = Path(name)
    return {name: load(place) if place.is_dir() else made(name, corpus.read(pages == "all"))}


def _replayed(cases: dict[str, Case]) -> int:
    """Run cases, say of each whether it is fine; how many are not."""
    anki, failed = child.real_anki(), 0
    for name, case in cases.items():
        failures = child.tried(case, anki).failures
        failed += bool(failures)
        click.echo(f"{name}: {'failed' if failures else 'fine'}")
        for failure in failures:
            show(case, failure)
    return failed


if __name__ == "__main__":
    command()
