"""`python -m tests.fuzz pages --minutes 60 --seed 7 --jobs 2`: make cases, run them, keep what
fails.

Each case is made by its generator, seed and number alone, so `--replay pages:7:123` makes and runs
it again (with the same `--corpus`). What fails is made smaller and kept in `build/fuzz/`; once
mended, its folder moves to `tests/fuzz/found/`, where the tests run it for ever.
"""

from __future__ import annotations

import multiprocessing
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random
from types import ModuleType
from typing import NamedTuple

import click

from tests.fuzz import child, corpus, packages, pages, shrink, tables
from tests.fuzz.case import Case, load, store
from tests.fuzz.corpus import REPOSITORY, Corpus
from tests.fuzz.oracle import Failure

GENERATORS: dict[str, Callable[[Random, Corpus, str], Case]] = {
    "pages": pages.case,
    "packages": packages.case,
    "tables": tables.case,
}
KEPT = Path(__file__).parent / "found"
"""Cases that failed once."""

NEW = REPOSITORY / "build" / "fuzz"


class Order(NamedTuple):
    """What a process is to do."""

    names: tuple[str, ...]
    """Of the generators."""
    seed: int
    cases: int
    """Of each generator; 0: as many as time allows."""
    until: float
    """When to stop, by `time.monotonic`."""
    job: int
    jobs: int
    corpus: str


class Finding(NamedTuple):
    """A failure, and the case that shows it, made small."""

    failure: Failure
    case: Case

    @property
    def key(self) -> tuple[str, str]:
        """What findings are counted by."""
        return self.failure.kind, self.failure.key


class Work(NamedTuple):
    """What a process has done."""

    counts: Counter[tuple[str, str]]
    """How often each failure came."""
    findings: list[Finding]
    """An example of each."""
    cases: int
    runs: int
    """Commands."""
    built: int
    """Decks that were built."""


def made(name: str, known: Corpus) -> Case:
    """The case of a name such as `pages:7:123`."""
    generator = name.partition(":")[0]
    try:
        return GENERATORS[generator](Random(name), known, name)
    except Exception as error:
        error.add_note(f"while {name} was made: a fault of the fuzzer")
        raise


def worked(order: Order) -> Work:
    """One process's share."""
    known, anki = corpus.read(order.corpus == "all"), child.real_anki()
    child.warmed_up()
    counts: Counter[tuple[str, str]] = Counter()
    findings, cases, runs, built = [], 0, 0, 0
    for name in _names(order):
        outcome = child.tried(made(name, known), anki)
        cases, runs, built = cases + 1, runs + outcome.runs, built + outcome.built
        for failure in {(f.kind, f.key): f for f in outcome.failures}.values():
            counts[failure.kind, failure.key] += 1
            if counts[failure.kind, failure.key] == 1:
                findings.append(_finding(made(name, known), failure, anki))
                _kept(findings[-1])
                _say(findings[-1])
    return Work(counts, findings, cases, runs, built)


def _names(order: Order) -> Iterator[str]:
    """The cases of one process: every `jobs`-th, the generators in turn."""
    number = order.job
    while (not order.cases or number < order.cases) and time.monotonic() < order.until:
        yield from (f"{name}:{order.seed}:{number}" for name in order.names)
        number += order.jobs


def _finding(case: Case, failure: Failure, anki: ModuleType | None) -> Finding:
    """The same failure with as little as possible."""

    def fails(smaller: Case) -> bool:
        return any(
            (f.kind, f.key) == (failure.kind, failure.key)
            for f in child.tried(smaller, anki).failures
        )

    return Finding(failure, shrink.shrunk(case, fails))


def _say(finding: Finding) -> None:
    failure, case = finding
    click.echo(f"\n{failure.kind}: {failure.key}\n    {' '.join(failure.command)}    ({case.name})")
    lines = failure.detail.strip().split("\n")
    shown = lines if len(lines) < 12 else [lines[0], "…", *lines[-10:]]
    click.echo("".join(f"    {line}\n" for line in shown), nl=False)


def _kept(finding: Finding) -> Path:
    """Write a finding into a folder that is named after it."""
    name = re.sub(
        r"[^a-z0-9]+", "-", f"{finding.failure.kind} {finding.failure.key}".lower()
    ).strip("-")[:60]
    store(finding.case, NEW / name, f"{finding.failure.kind}: {finding.failure.key}")
    return NEW / name


@click.command()
@click.argument("which", type=click.Choice(["all", "found", *GENERATORS]), default="all")
@click.option("--minutes", type=float, default=10, show_default=True, help="How long.")
@click.option(
    "--cases", type=int, default=0, help="How many of each generator, instead of --minutes."
)
@click.option("--seed", type=int, default=lambda: int(time.time()), help="Default: the clock.")
@click.option("--jobs", type=int, default=1, show_default=True, help="Processes.")
@click.option(
    "--corpus",
    "which_corpus",
    type=click.Choice(["all", "tests"]),
    default="all",
    help="What is damaged.",
)
@click.option(
    "--replay",
    metavar="NAME",
    default="",
    help="One case, as `pages:7:123`, or the folder of a kept one.",
)
def command(
    which: str, minutes: float, cases: int, seed: int, jobs: int, which_corpus: str, replay: str
) -> None:
    """Look for what breaks deckpress."""
    if replay or which == "found":
        sys.exit(_replayed(replay, which_corpus))
    names = tuple(GENERATORS) if which == "all" else (which,)
    until = time.monotonic() + (minutes * 60 if not cases else 1e9)
    click.echo(f"{', '.join(names)}: seed {seed}, corpus {which_corpus}")
    orders = [Order(names, seed, cases, until, job, jobs, which_corpus) for job in range(jobs)]
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("fork")) as pool:
        results = list(pool.map(worked, orders))
    counts = sum((work.counts for work in results), Counter())
    findings = {finding.key: finding for work in results for finding in work.findings}
    cases, runs, built = (
        sum(numbers) for numbers in zip(*(work[2:] for work in results), strict=True)
    )
    click.echo(
        f"\n{cases} cases, {runs} commands, {built} decks built, {len(counts)} different failures"
    )
    for key, finding in sorted(findings.items()):
        click.echo(f"{counts[key]:>6} x {': '.join(key)}  {_kept(finding).relative_to(REPOSITORY)}")
    sys.exit(1 if counts else 0)


def _replayed(name: str, which_corpus: str) -> int:
    """Run one case, or all that are kept; says what failed."""
    anki, failed = child.real_anki(), 0
    folders = (
        [Path(name)]
        if name and Path(name).is_dir()
        else sorted(KEPT.glob("*/"))
        if not name
        else []
    )
    known = [load(folder) for folder in folders] or [made(name, corpus.read(which_corpus == "all"))]
    for case, folder in zip(known, folders or [Path(name)], strict=True):
        outcome = child.tried(case, anki)
        failed += len(outcome.failures)
        click.echo(f"{folder.name}: {'failed' if outcome.failures else 'fine'}")
        for failure in outcome.failures:
            _say(Finding(failure, case))
    return 1 if failed else 0


if __name__ == "__main__":
    command()
