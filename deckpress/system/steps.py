"""A step that is done with each page alone: once for each version of it, side by side, never without end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, NamedTuple, Protocol, TypeVar

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


class _Task(NamedTuple, Generic[Given]):
    """A page on which the work is still to be done, or was."""

    name: str
    """Under which the result is remembered."""
    page: Given


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
        tasks = [_Task(self.memory.name(page.digest), page) for page in pages]
        known = [self.memory.get(task.name, self.kind) for task in tasks]
        missing = [task for task, result in zip(tasks, known, strict=True) if result is None]
        made = iter([self.memory.read(data) for data in self._shared_out(missing)])
        self.memory.keep({task.name for task in tasks})
        return [next(made) if result is None else result for result in known]

    def _shared_out(self, tasks: Sequence[_Task[Given]]) -> list[bytes]:
        """The pickled results of all tasks, in order, made by several processes if there is much to do."""
        if self.processes == 1 or sum(task.page.size for task in tasks) < WORTH_A_PROCESS:
            return self._made(tasks)
        results = [b""] * len(tasks)
        shares: list[Callable[[], list[bytes]]] = [
            partial(self._made, tasks[i :: self.processes]) for i in range(self.processes)
        ]
        # The last job is done here, and is none: what the work leaves in memory goes with the others.
        for i, share in enumerate(side_by_side([*shares, list])[:-1]):
            results[i :: self.processes] = share
        return results

    def _made(self, tasks: Sequence[_Task[Given]]) -> list[bytes]:
        """The pickled results of some tasks; each is remembered at once, should this run be cut short."""
        results = []
        for name, page in tasks:
            try:
                with at_most(seconds(page.size)):
                    result = pickled(self.work(page))
            except TooLong as error:
                results.append(pickled(self.stopped(page, too_long(page.path, error))))
            else:
                self.memory.put(name, result)
                results.append(result)
        return results
