"""What the runner gives to the functions of a check, and what it gets from them."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from deckpress.model import Fault, Section

Options: TypeAlias = Mapping[str, Any]
"""The options of a check by name: those of its `OPTIONS`, with what deckpress.toml sets.

Numbers, texts, lists of texts or tables. The runner has seen to it that each has the type of its
default, and lies within `LIMITS`.
"""

Faults: TypeAlias = Iterator[Fault]
"""What `check_card`, `check_page` and `check` yield."""

# A plain value or named tuples of some: it is pickled (see `_findings.NOUNS`).
Gathered: TypeAlias = "str | bytes | float | tuple[Gathered, ...] | None"
"""What `gather` returns of one card."""

Mended: TypeAlias = Iterator[tuple[Section, str]]
"""What `fix` yields: sections, and their Markdown as it should be."""
