"""`content/glossary.toml`: how this deck writes its terms, and how it does not.

    [terms.backpropagation]
    not = ["back-propagation", "backward propagation"]
    definition = "Computes all gradients of the loss in one pass from the output to the input."

A spelling in lower case stands for every case ("pytorch" for "Pytorch" and "PYTORCH"), and each for its plural.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from deckpress.deck.toml import TableReader, in_time, read_toml
from deckpress.model import Problem, Span, Term

FILE = "content/glossary.toml"

_HEAD = re.compile(r"""\s*\[terms\.(?:"([^"]*)"|'([^']*)'|([\w-]+))\]""")

KEYS = ("not", "definition")
"""The keys of a term; both may be left out."""


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
    head: str
    """Its longest run of English letters: without that, or its plural, a text cannot hold it."""
    any_case: bool


@in_time(FILE, ())
def terms(root: Path) -> tuple[tuple[Term, ...], list[Problem]]:
    """The terms in the file's order, and what is wrong with the file; a term with a fault is not used."""
    toml = read_toml(root, FILE)
    if not toml.table:
        return (), toml.problems
    reader = _Reader(toml.text, toml.problems)
    found = tuple(reader.terms(toml.table))
    return tuple(reader.without_circles(found)), reader.problems


@functools.lru_cache(maxsize=4)
def spellings(found: tuple[Term, ...]) -> tuple[Spelling, ...]:
    """Every spelling that the terms exclude, longer ones first, so that a part never hides the whole."""
    pairs = sorted(
        ((term, wrong) for term in found for wrong in term.wrong), key=lambda pair: -len(pair[1])
    )
    return tuple(
        Spelling(term, _pattern(wrong), _head(wrong), wrong.islower()) for term, wrong in pairs
    )


def uses(text: str, wrong: Sequence[Spelling]) -> list[Use]:
    """Where a text holds one of the spellings, in its order; no two overlap."""
    taken: list[Use] = []
    for spelling in wrong:
        for found in spelling.pattern.finditer(text):
            use = _use(found, spelling)
            if use and not any(use.start < other.end and other.start < use.end for other in taken):
                taken.append(use)
    return sorted(taken, key=lambda use: use.start)


def _use(found: re.Match[str], spelling: Spelling) -> Use | None:
    (written, ending), term = found.groups(), spelling.term
    begins = spelling.any_case and written[0].isupper() and term.preferred[0].islower()
    preferred = term.preferred[0].upper() + term.preferred[1:] if begins else term.preferred
    if written in (preferred, term.preferred):
        return None
    return Use(found.start(), found.end(), f"{written}{ending}", f"{preferred}{ending}", term)


def _pattern(wrong: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in wrong.split())
    return re.compile(
        rf"(?<![\w-])({words})(s|'s|)(?![\w-])", re.IGNORECASE if wrong.islower() else 0
    )


def _head(wrong: str) -> str:
    return max(re.findall("[a-z]+", wrong.lower()), key=len, default="")


class _Reader(TableReader):
    """As strict as the reader of deckpress.toml."""

    file, code = FILE, "bad-glossary"

    def terms(self, table: Mapping[str, Any]) -> Iterator[Term]:
        """All terms; what is none is a problem and left out."""
        self.known(table, ("terms",), "table")
        whole, heads = self.lines, self._heads()
        for name, values in self.table(table, "terms").items():
            row = heads.get(name, 0)
            self.lines = [""] * row + whole[row:]  # so that a problem is found in this entry
            term = self._term(name, values, Span(FILE, row + 1))
            if term:
                yield term
        self.lines = whole

    def _heads(self) -> dict[str, int]:
        """The first line, from 0, of each term: `[terms.a]`, `[terms."a"]` or `[terms.'a']`."""
        found = ((row, _HEAD.match(line)) for row, line in reversed([*enumerate(self.lines)]))
        return {head[1] or head[2] or head[3]: row for row, head in found if head}

    def _term(self, name: str, values: Any, place: Span) -> Term | None:
        if not name.strip() or not isinstance(values, dict):
            self.problem(
                name,
                f"{name!r} must be a table with a name",
                'write [terms."the term"], its keys below it',
            )
            return None
        self.known(values, KEYS, "key")
        wrong = values.get("not", [])
        if not isinstance(wrong, list) or not all(isinstance(x, str) and x.strip() for x in wrong):
            self.problem(
                "not", "'not' must be a list of spellings", 'write not = ["another spelling"]'
            )
            return None
        return Term(name, tuple(wrong), self.text(values, "definition", ""), place)

    def without_circles(self, found: tuple[Term, ...]) -> Iterator[Term]:
        """The terms but those that exclude a spelling which is part of a term: to mend it would never end."""
        for term in found:
            own = spellings((Term(term.preferred, term.wrong, "", term.span),))
            circles = ((use, other) for other in found for use in uses(other.preferred, own))
            bad, other = next(circles, (None, term))
            if bad:
                message = f"“{bad.written}” is not to be written, yet the term “{other.preferred}” holds it"
                self.problem(bad.written, message, "make the spelling longer, or take it out")
            else:
                yield term
