"""Numbers that somebody else has written."""

from __future__ import annotations

MOST = 18
"""Digits: every such number fits into 64 bits, for which databases and TOML have room."""


def whole_number(text: str) -> int | None:
    """The number from 0 that some ASCII digits say; None for anything else.

    `str.isdigit` is true of `²`, which `int` does not read, and `int` reads no more than 4,300 digits.
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST else None
