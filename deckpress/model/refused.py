"""A file from elsewhere that is not read, and what is said about its lines."""

from __future__ import annotations

from deckpress.model.places import Problem, Span


class Refused(Exception):
    """A source that cannot be read, or must not be: `code`, what is wrong, and where."""

    def __init__(self, code: str, message: str, fix: str, line: int = 1) -> None:
        super().__init__(message)
        self.code, self.message, self.fix, self.line = code, message, fix, line


class Unable(Exception):
    """A command cannot do what was asked; the arguments are what is wrong and what to do."""


def problem(
    path: str, line: int, code: str, message: str, fix: str, severity: str = "info"
) -> Problem:
    """Something to say about one place of a source; it stops nothing, unless it is an error."""
    return Problem(Span(path, line), code, message, severity, fix)
