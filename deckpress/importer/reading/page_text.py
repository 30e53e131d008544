"""A page as lines: ready for the Markdown parser, each with its number in the file."""

from __future__ import annotations

from dataclasses import dataclass

OPEN, SUMMARY, CLOSE = "\ue0d1", "\ue0d2", "\ue0d3"
"""Marks for `<details>`, the text of its `<summary>`, and `</details>`; a page's own such
characters are blanked."""

LINE = "\ue0d4"
"""A line end inside the text of a `<summary>`."""


@dataclass(frozen=True, slots=True)
class Text:
    """Lines ready to be parsed, and the number each has in its file."""

    lines: tuple[str, ...]
    numbers: tuple[int, ...]
    breaks: frozenset[int]
    """The rows of `lines` that were `<br>` or three and more blank lines: the author's own
    separators."""
    dropped: tuple[tuple[int, str, str], ...] = ()
    """`(line in the file, reason, text)` of what is no content: comments and front matter."""

    def number(self, row: int) -> int:
        """The line in the file of a row; of the row behind the last, the last line."""
        return self.numbers[min(row, len(self.numbers) - 1)] if self.numbers else 1
