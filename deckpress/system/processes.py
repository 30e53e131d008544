"""Work done side by side in forked processes: nothing is sent there, only results come back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from typing import TypeVar

Result = TypeVar("Result")


def side_by_side(jobs: Sequence[Callable[[], Result]]) -> list[Result]:
    """The results of all jobs, in order: the last is done here, each other in a fork of its own.

    Raises what a job raises. For Linux only (`Config.processes` is 1 elsewhere); results must be
    picklable.
    """
    fork = get_context("fork")
    running: list[tuple[ForkProcess, Connection]] = []
    for job in jobs[:-1]:
        receive, send = fork.Pipe(duplex=False)
        process = fork.Process(target=_send, args=(job, send))
        process.start()
        send.close()
        running.append((process, receive))
    last = [_tried(job) for job in jobs[-1:]]
    results = [receive.recv() for _, receive in running] + last
    for process, _ in running:
        process.join()
    for result in results:
        if isinstance(result, Exception):
            raise result
    return results


def _send(job: Callable[[], Result], send: Connection) -> None:
    result = _tried(job)
    send.send(result)


def _tried(job: Callable[[], Result]) -> Result | Exception:
    try:
        return job()
    except Exception as error:  # it is raised again by the caller
        return error
