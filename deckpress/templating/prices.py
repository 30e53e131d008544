"""What filters make of their input: the units that they cost besides looking at it.

Most make no more than they get. Those that do are here: what they make is paid for before they run,
since nothing can stop them then.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple


class Use(NamedTuple):
    """One use of a filter."""

    value: object
    """Its input."""
    weight: int
    """Units that it took to look at the input: at least its characters, or twenty for each item."""
    letters: int
    """Units for its arguments, numbers not counted: their characters, if they are texts."""
    arguments: Sequence[object]

    @property
    def numbers(self) -> int:
        """The sum of its arguments that are numbers."""
        numbers = [extra for extra in self.arguments if isinstance(extra, int)]
        return sum(map(abs, numbers))


def _between(use: Use) -> int:
    """`replace("", text)` and `join(text)` put the text between all characters or items."""
    return use.weight * use.letters


def _before_each(use: Use) -> int:
    """`indent(9)` puts nine blanks before each line."""
    return use.weight * (use.letters + use.numbers)


def _up_to(use: Use) -> int:
    """`center(80)` fills up to 80 characters, `batch(3, x)` up to three items."""
    return use.numbers


def _rest_of_it(use: Use) -> int:
    """For each tag or line that is found, the rest of the text is copied."""
    return use.weight * (use.weight // 100 + use.letters)


def _formatted(use: Use) -> int:
    """`"%80s"` is 80 characters wide; in `"%*s"`, one of the arguments says how wide."""
    text = str(use.value)
    widths = [int(digits[-20:]) for digits in re.findall(r"\d+", text)]
    from_arguments = use.numbers if "*" in text else 0
    return sum(widths) + from_arguments + use.weight * use.letters


def _added_up(use: Use) -> int:
    """A sum of lists copies what it has with each further one."""
    lists = [extra for extra in use.arguments if isinstance(extra, (list, tuple))]
    return use.weight**2 if lists else 0


def each_with_each(count: int) -> int:
    """Units for telling so many keys apart.

    A table finds most at once. But numbers can be chosen so that all of them fall on one place,
    and each has to be compared with all others; with texts, Python sees to it that they do not.
    """
    return count * count // 2


def _told_apart(use: Use) -> int:
    items: Any = use.value
    texts = [item for item in items if isinstance(item, str)]
    if use.arguments:  # of which an attribute is asked, which may be a number
        texts = []
    return each_with_each(len(items) - len(texts))


PRICES: Mapping[str, Callable[[Use], int]] = {
    "batch": _up_to,
    "center": _up_to,
    "format": _formatted,
    "indent": _before_each,
    "join": _between,
    "replace": _between,
    "round": _up_to,  # it computes 10 to the power of so many digits
    "slice": _up_to,
    "striptags": _rest_of_it,
    "sum": _added_up,
    "tojson": _before_each,
    "trim": _between,
    "unique": _told_apart,
    "wordwrap": _rest_of_it,
}
