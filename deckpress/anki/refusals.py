"""What is said of a package that cannot be read, or must not be."""

from __future__ import annotations

from deckpress.model.refused import Refused


def broken(message: str) -> Refused:
    """No package, or a damaged one."""
    return Refused(
        "bad-package",
        message,
        "export the deck from Anki again",
    )


def hostile(code: str, message: str) -> Refused:
    """A package that nobody made by accident: a bomb, or a path that leads away."""
    return Refused(
        code,
        message,
        "do not trust this package",
    )
