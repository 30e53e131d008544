"""Makes a failing case small: fewer commands, files, lines and characters, as long as it fails in
the same way.

Delta debugging (Zeller and Hildebrandt, 2002, "Simplifying and isolating failure-inducing input")
on a budget of tries.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from tests.fuzz.case import Case

Fails = Callable[[Case], bool]
Piece = TypeVar("Piece")

TRIES, SECONDS = 250, 90
"""Runs of a case, and how long they may take, after which it is small enough."""

SHORT = 3_000
"""Bytes from which on a file is cut by lines only, as cutting it by bytes takes too many tries."""


class _Budget:
    """Counts the tries; when they are used up nothing fails any more, and so nothing is cut."""

    def __init__(self, fails: Fails) -> None:
        self.fails, self.tries, self.end = fails, TRIES, time.monotonic() + SECONDS

    def __call__(self, case: Case) -> bool:
        self.tries -= 1
        return self.tries >= 0 and time.monotonic() < self.end and self.fails(case)


def shrunk(case: Case, fails: Fails) -> Case:
    """The smallest case found that still fails."""
    still = _Budget(fails)
    commands = _reduced(case.commands, lambda part: still(replace(case, commands=tuple(part))))
    case = replace(case, commands=tuple(commands))
    paths = _reduced(sorted(case.files), lambda part: still(_with(case, part)))
    case = _with(case, paths)
    for path in paths:
        case = _smaller(case, path, still)
    return case


def _with(case: Case, paths: Sequence[str]) -> Case:
    return _honest(replace(case, files={path: case.files[path] for path in paths}))


def _honest(case: Case) -> Case:
    """The case without expectations about what has gone."""
    everything = b"\n".join(case.files.values())
    cards = tuple(card for card in case.cards if card.encode() in everything)
    shown = tuple(word for word in case.shown if word.encode() in everything)
    hidden = tuple(word for word in case.hidden if word.encode() in everything)
    return replace(case, cards=cards, shown=shown, hidden=hidden)


def _smaller(case: Case, path: str, still: Fails) -> Case:
    """One file cut by lines, then by bytes."""

    def trial(data: bytes) -> Case:
        return _honest(replace(case, files={**case.files, path: data}))

    def fails(pieces: Sequence[bytes]) -> bool:
        return still(trial(b"".join(pieces)))

    data = b"".join(_reduced(case.files[path].splitlines(keepends=True), fails))
    if len(data) <= SHORT:
        data = b"".join(_reduced([data[i : i + 1] for i in range(len(data))], fails))
    return trial(data)


def _reduced(pieces: Sequence[Piece], fails: Callable[[Sequence[Piece]], bool]) -> Sequence[Piece]:
    """The pieces without those that can go: halves first, then ever smaller runs."""
    size = max(1, len(pieces) // 2)
    while pieces:
        at, changed = 0, False
        while at < len(pieces):
            fewer = [*pieces[:at], *pieces[at + size :]]
            if fails(fewer):
                pieces, changed = fewer, True
            else:
                at += size
        if size == 1 and not changed:
            break
        size = size if changed and size > 1 else max(1, size // 2)
    return pieces
