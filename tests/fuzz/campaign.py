"""One process's share of the cases: make them, run them, make small what fails, and keep it."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from types import ModuleType
from typing import NamedTuple

import click

from tests.fuzz import child, corpus, packages, pages, shrink, tables
from tests.fuzz.case import Case, store
from tests.fuzz.corpus import REPOSITORY, Corpus
from tests.fuzz.oracle import Failure

Generator = Callable[[Random, Corpus, str], Case]
"""Makes a case of its name and of random numbers; the same ones make the same case."""

GENERATORS: dict[str, Generator] = {
    "pages": pages.case,
    "packages": packages.case,
    "tables": tables.case,
}

NEW = REPOSITORY / "build" / "fuzz"
"""Where cases that fail are kept."""

LINES = 12
"""Of what is said about a failure."""


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


class Work(NamedTuple):
    """What a process has done."""

    counts: Counter[str]
    """How many cases failed in which way."""
    cases: int
    runs: int
    """Commands."""
    built: int
    """Builds that passed."""


def made(name: str, known: Corpus) -> Case:
    """The case of a name such as `pages:7:123`: generator, seed and number."""
    try:
        return GENERATORS[name.partition(":")[0]](Random(name), known, name)
    except Exception as error:
        error.add_note(f"while {name} was made: a fault of the fuzzer")
        raise


def worked(order: Order) -> Work:
    """Run an order's cases; what fails in a new way is made small, kept and shown."""
    known, anki = corpus.read(order.corpus == "all"), child.real_anki()
    child.warmed_up()
    counts: Counter[str] = Counter()
    cases = runs = built = 0
    for name in _names(order):
        case = made(name, known)
        outcome = child.tried(case, anki)
        cases, runs, built = cases + 1, runs + outcome.runs, built + outcome.built
        for failure in {failure.name: failure for failure in outcome.failures}.values():
            counts[failure.name] += 1
            if counts[failure.name] == 1:
                kept(_smaller(case, failure, anki), failure)
    return Work(counts, cases, runs, built)


def _names(order: Order) -> Iterator[str]:
    """The cases of one process: every `jobs`-th, the generators in turn."""
    number = order.job
    while (not order.cases or number < order.cases) and time.monotonic() < order.until:
        yield from (f"{name}:{order.seed}:{number}" for name in order.names)
        number += order.jobs


def _smaller(case: Case, failure: Failure, anki: ModuleType | None) -> Case:
    """A case that fails in the same way with as little as possible."""

    def fails(smaller: Case) -> bool:
        return failure.name in {other.name for other in child.tried(smaller, anki).failures}

    return shrink.shrunk(case, fails)


def kept(case: Case, failure: Failure) -> None:
    """Write a case into a folder that is named after its failure, and show what failed."""
    store(case, folder(failure.name), failure.name)
    show(case, failure)


def folder(name: str) -> Path:
    """The folder of the cases that fail in some way."""
    return NEW / re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60]


def show(case: Case, failure: Failure) -> None:
    """What failed, in which command of which case, and the end of what was said."""
    click.echo(f"\n{failure.name}\n    {' '.join(failure.command)}    ({case.name})")
    lines = failure.detail.strip().split("\n")
    shown = lines if len(lines) <= LINES else [lines[0], "…", *lines[2 - LINES :]]
    click.echo("".join(f"    {line}\n" for line in shown), nl=False)
