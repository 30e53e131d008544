"""What a deck's own tables say: the taxonomy, the register of misconceptions, the glossary."""

from __future__ import annotations

from dataclasses import dataclass

from deckpress.model.places import Span


@dataclass(frozen=True, slots=True)
class Topic:
    """One tag of the taxonomy."""

    tag: str
    description: str
    minimum: int
    span: Span


@dataclass(frozen=True, slots=True)
class Misconception:
    """A wrong statement that must not come back: an entry of `content/misconceptions.toml`."""

    id: str
    pattern: str
    """A regular expression in the syntax of RE2 (see `patterns`)."""
    why: str
    """Why it is wrong."""
    source: str
    severity: str
    unless: str
    """A pattern of what makes the statement right if the same card says it; empty: nothing does."""
    span: Span


@dataclass(frozen=True, slots=True)
class Term:
    """How the deck spells something: an entry of `content/glossary.toml`."""

    preferred: str
    wrong: tuple[str, ...]
    """Spellings not to use."""
    definition: str
    span: Span
