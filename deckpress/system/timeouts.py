"""A last resort against work without end: what takes far longer than anything honest is an error.

Limits on sizes come first, since they mean the same on every machine. A time does not, so it never
decides what an output looks like, only that there is none.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

AGAIN = 1.0
"""Seconds after which a stop is repeated, in case something has swallowed it."""


class TooLong(Exception):
    """What was stopped, in words for its author."""

    def __init__(self, what: str = "reading this page", row: int = 0) -> None:
        super().__init__(f"{what} takes far too long")
        self.row = row
        """The line of the page, from 0."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise TooLong in what runs here, a regular expression even, after so much processor time.

    May be nested. Only where a signal can do that: in the main thread, and not on Windows;
    elsewhere it does nothing.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or not hasattr(signal, "setitimer"):
        yield
        return
    handler = signal.signal(signal.SIGVTALRM, _stop)
    outer, _ = signal.getitimer(signal.ITIMER_VIRTUAL)
    start = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, min(seconds, outer or seconds), AGAIN)
    try:
        yield
    finally:
        used = time.process_time() - start
        left = max(outer - used, 0.001) if outer else 0
        signal.setitimer(signal.ITIMER_VIRTUAL, left, AGAIN)
        signal.signal(signal.SIGVTALRM, handler)


def _stop(number: int, frame: FrameType | None) -> None:
    raise TooLong
