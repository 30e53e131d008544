"""Numbers that somebody else has written."""

from __future__ import annotations

MOST = 19
"""Digits: all that 64 bits can hold has no more, and no id of Anki or time needs more."""


def whole_number(text: str) -> int | None:
    """The number that up to `MOST` ASCII digits say; None for anything else.

    `str.isdigit` is true of `²`, which `int` does not read, and `int` fails beyond 4,300 digits.
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST else None
