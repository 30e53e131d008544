"""A step that is done with each page alone.

Once for each version of the page, by several processes side by side, and never without end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, Protocol, TypeVar

from deckpress.model import Fault, Span
from deckpress.system.processes import side_by_side
from deckpress.system.remembered import Memory, pickled
from deckpress.system.timeouts import TooLong, at_most

WORTH_A_PROCESS = 400_000
"""Bytes of Markdown from which a second process saves more time than it costs to start."""


def seconds(size: int) -> float:
    """The processor time after which a step stops: twenty times what an honest page takes.

    `size` is the page's, in bytes or characters.
    """
    return 4 + 20 * size / 1_000_000


def too_long(path: str, error: TooLong) -> Fault:
    """What is wrong with a page on which work took too long."""
    return Fault(Span(path, error.row + 1), str(error), code="takes-too-long")


class Input(Protocol):
    """What a step is done with: a page in some form."""

    @property
    def path(self) -> str:
        """Relative to the deck's root."""

    @property
    def digest(self) -> str:
        """A hash of all that it holds; empty if nothing that is made of it may be remembered."""

    @property
    def size(self) -> int:
        """Bytes of its Markdown: the work is measured by it."""


Given = TypeVar("Given", bound=Input)
Result = TypeVar("Result", bound=tuple[object, ...])


@dataclass(frozen=True, slots=True)
class Step(Generic[Given, Result]):
    """One step of a stage.

    Its results are named tuples, and all are read from their pickled form, new ones too: a run
    that remembers everything goes on with the same values as one that remembers nothing.
    """

    work: Callable[[Given], Result]
    """Depends on what it is given and on what the names in `memory` depend on, on nothing else."""
    stopped: Callable[[Given, Fault], Result]
    """What stands for the result of work that took too long. It is not remembered: on a machine
    that is less busy it may not take too long."""
    kind: type[Result]
    memory: Memory
    processes: int = 1
    """More than one where the work takes much longer than reading its result."""

    def results(self, pages: Sequence[Given]) -> list[Result]:
        """What the step makes of each page, in order; all else that it ever made is forgotten."""
        memory = self.memory
        names = [memory.name(page.digest) for page in pages]
        known = [memory.get(name, self.kind) for name in names]
        missing = [
            page
            for page, result in zip(pages, known, strict=True)
            if result is None  # never made, or of another version of the page
        ]
        made = self._made(missing)
        memory.keep(names)
        new = iter([memory.read(data) for data in made])
        return [next(new) if result is None else result for result in known]

    def _made(self, pages: Sequence[Given]) -> list[bytes]:
        """The results of the work on some pages, pickled, in order."""
        size = sum(page.size for page in pages)
        if self.processes == 1 or size < WORTH_A_PROCESS:
            return self._made_here(pages)
        jobs: list[Callable[[], list[bytes]]] = []
        for first in range(self.processes):
            share = pages[first :: self.processes]
            jobs.append(partial(self._made_here, share))
        # This process does the last job, which is none: what the work leaves in memory goes away
        # with the others.
        jobs.append(list)
        *shares, _ = side_by_side(jobs)
        results = [b""] * len(pages)
        for first, made in enumerate(shares):
            results[first :: self.processes] = made
        return results

    def _made_here(self, pages: Sequence[Given]) -> list[bytes]:
        """The same, page by page; each is remembered at once, should this run be cut short."""
        results = []
        for page in pages:
            name = self.memory.name(page.digest)
            try:
                with at_most(seconds(page.size)):
                    result = pickled(self.work(page))
            except TooLong as error:
                name = ""
                fault = too_long(page.path, error)
                result = pickled(self.stopped(page, fault))
            self.memory.put(name, result)
            results.append(result)
        return results
