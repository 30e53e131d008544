"""`content/glossary.toml`: how this deck writes its terms, and how it does not.

    [terms.backpropagation]
    not = ["back-propagation", "backward propagation"]
    definition = "Computes all gradients of the loss in one pass from the output to the input."

A spelling in lower case stands for every case ("pytorch" for "Pytorch" and "PYTORCH"), and each for
its plural.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from deckpress.deck.toml import Table, TableReader, is_list_of_texts
from deckpress.model import Problem, Span, Term

KEYS = ("not", "definition")
"""The keys of a term; both may be left out."""

_HEAD = re.compile(r"""^\s*\[terms\.(?:"([^"]*)"|'([^']*)'|([\w-]+))\]""")
"""`[terms.a]`, `[terms."a"]` or `[terms.'a']`."""


Terms = tuple[Term, ...]
"""In the order of the file."""


# --- where a text holds what the terms exclude ---


class Use(NamedTuple):
    """A place in a text where a term is spelled in another way."""

    start: int
    end: int
    written: str
    better: str
    term: Term


class Spelling(NamedTuple):
    """One way in which a term is not written."""

    term: Term
    pattern: re.Pattern[str]
    """Its groups: the spelling itself, and the ending of a plural or genitive."""
    head: str
    """Its longest run of English letters: without that, or its plural, a text cannot hold it."""
    any_case: bool


@functools.lru_cache(maxsize=4)
def spellings(terms: Terms) -> tuple[Spelling, ...]:
    """What the terms exclude, longer spellings first, so that a part never hides the whole."""
    pairs: list[tuple[Term, str]] = []
    for term in terms:
        pairs += [(term, wrong) for wrong in term.wrong]
    pairs.sort(key=lambda pair: len(pair[1]), reverse=True)
    return tuple(_spelling(term, wrong) for term, wrong in pairs)


def _spelling(term: Term, wrong: str) -> Spelling:
    any_case = wrong.islower()
    # In a paragraph, a line may end between two words.
    words = r"\s+".join(map(re.escape, wrong.split()))
    pattern = rf"(?<![\w-])({words})(s|'s|)(?![\w-])"
    runs = re.findall("[a-z]+", wrong.lower())
    return Spelling(
        term=term,
        pattern=re.compile(pattern, re.IGNORECASE if any_case else 0),
        head=max(runs, key=len, default=""),
        any_case=any_case,
    )


def uses(text: str, wrong: Sequence[Spelling]) -> list[Use]:
    """Where a text holds one of the spellings, in its order; no two overlap."""
    taken: list[Use] = []
    for spelling in wrong:
        for found in spelling.pattern.finditer(text):
            use = _use(found, spelling)
            if use and not any(_overlap(use, other) for other in taken):
                taken.append(use)
    return sorted(taken, key=lambda use: use.start)


def _overlap(one: Use, other: Use) -> bool:
    return one.start < other.end and other.start < one.end


def _use(found: re.Match[str], spelling: Spelling) -> Use | None:
    """A use of a spelling; None if the term is written so itself, but for its first letter."""
    written, ending = found.groups()
    term = spelling.term
    better = term.preferred
    # "Back-propagation" at the beginning of a sentence becomes "Backpropagation".
    if spelling.any_case and written[0].isupper() and better[0].islower():
        better = better[0].upper() + better[1:]
    if written in (better, term.preferred):
        return None
    return Use(
        start=found.start(),
        end=found.end(),
        written=written + ending,
        better=better + ending,
        term=term,
    )


# --- the file ---


def terms(root: Path) -> tuple[Terms, list[Problem]]:
    """The terms in the file's order without those that have a fault, and the faults."""
    return _Reader(()).read(root)


class _Reader(TableReader[Terms]):
    """Reads each `[terms.name]` at its own lines."""

    file, code = "content/glossary.toml", "bad-glossary"

    def value(self, table: Table) -> Terms:
        self.known(table, ("terms",), "table")
        found = tuple(self._terms(self.table(table, "terms")))
        self.first_row = 0
        return tuple(self._without_circles(found))

    def _terms(self, table: Table) -> Iterator[Term]:
        rows = self.first_rows(_HEAD)
        for name, values in table.items():
            self.first_row = rows.get(name, 0)
            term = self._term(name, values)
            if term:
                yield term

    def _term(self, name: str, values: object) -> Term | None:
        if not name.strip() or not isinstance(values, dict):
            self.problem(
                name,
                f"{name!r} must be a table with a name",
                'write [terms."the term"], its keys below it',
            )
            return None
        self.known(values, KEYS, "key")
        wrong = values.get("not", [])
        if not is_list_of_texts(wrong):
            self.problem(
                "not",
                "'not' must be a list of spellings",
                'write not = ["another spelling"]',
            )
            return None
        return Term(
            preferred=name,
            wrong=tuple(wrong),
            definition=self.text(values, "definition"),
            span=Span(self.file, self.first_row + 1),
        )

    def _without_circles(self, terms: Terms) -> Iterator[Term]:
        """The terms but those that exclude a part of a term: to mend that would never end."""
        for term in terms:
            circle = _circle(term, terms)
            if not circle:
                yield term
                continue
            written, other = circle
            self.problem(
                written,
                f"“{written}” is not to be written, yet the term “{other}” holds it",
                "make the spelling longer, or take it out",
            )


def _circle(term: Term, terms: Sequence[Term]) -> tuple[str, str] | None:
    """A spelling that a term excludes, and the first term that holds it."""
    own = spellings((term,))
    for other in terms:
        for use in uses(other.preferred, own):
            return use.written, other.preferred
    return None
