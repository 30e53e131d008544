"""Runs of words that count as one.

- Compounds: `auto encoder` and `auto-encoder` are `autoencoder`, if the deck writes that, too.
- Abbreviations: a deck that writes "recurrent neural network (RNN)" somewhere has one term with two
  names; read as one word, it no longer looks half like "convolutional neural network".
- Aliases, which a deck's owner lists: other names of the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from deckpress.similarity import english
from deckpress.similarity.stems import Terms, term
from deckpress.similarity.words import Word

Aliases = tuple[tuple[str, str], ...]
"""`(name, long name)`, as the owner wrote them."""

Run = tuple[str, ...]
"""Terms that stand one behind the other: `("recurrent", "neural", "network")`."""

LONGEST_RUN = 6
"""Words of the longest run that has a name."""

LONGEST_COMPOUND = 40
"""Letters of a term that can be written apart."""

SHORTEST_COMPOUND = 7

_SHORT = r"[A-Z][A-Za-z0-9]*[A-Z0-9][A-Za-z0-9]*?"
_IN_BRACKETS = re.compile(
    rf"""(?<![\w'-])((?:[\w'-]+\ ){{0,6}}[\w'-]+)  # recurrent neural network
    \ \(({_SHORT})s?\)                             # (RNN)""",
    re.VERBOSE,
)
_SPELLED_OUT = re.compile(
    rf"""\b({_SHORT})s?                   # RNN
    \ \(((?:[\w'-]+\ ){{1,6}}[\w'-]+)\)  # (recurrent neural network)""",
    re.VERBOSE,
)
_NAME_WORD = re.compile(r"[^\W_]+(?:[.'+#]+[^\W_]+)*[+#]*")


class Runs(NamedTuple):
    """What a deck writes as one word."""

    names: Mapping[Run, str]
    """Abbreviations and aliases: each run with the term it counts as, such as `rnn`."""
    compounds: Terms
    """The terms that can be written apart."""
    beginnings: Terms
    """Three letters and more of each: two words that begin as none need not be stemmed."""

    def merged(self, words: Sequence[Word]) -> list[Word]:
        """The words, each run as one."""
        words = self._compounded(words)
        return self._named(words) if self.names else words

    def _compounded(self, words: Iterable[Word]) -> list[Word]:
        out: list[Word] = []
        for word in words:
            whole = self._compound(out[-1], word) if out else None
            if whole:
                out[-1] = whole
            else:
                out.append(word)
        return out

    def _compound(self, first: Word, second: Word) -> Word | None:
        """The word that two words are together; None if the deck has none such."""
        text = first.text + second.text
        if len(text) < SHORTEST_COMPOUND or not text.isalpha():
            return None
        lower = text.lower()
        beginning = len(first.text) + 2
        if lower[:beginning] not in self.beginnings:
            return None
        whole = term(lower)
        return _whole(whole, text, first) if whole in self.compounds else None

    def _named(self, words: Sequence[Word]) -> list[Word]:
        terms = tuple([word.term for word in words])
        out: list[Word] = []
        start = 0
        while start < len(words):
            ahead = terms[start : start + LONGEST_RUN]
            end = start + self._length(ahead)
            name = self.names.get(terms[start:end])
            if name:
                text = " ".join(word.text for word in words[start:end])
                out.append(_whole(name, text, words[start]))
            else:
                out.append(words[start])
            start = end
        return out

    def _length(self, ahead: Run) -> int:
        """How many of the next terms are one: those of the longest run, or the next one alone."""
        for length in range(len(ahead), 1, -1):
            if ahead[:length] in self.names:
                return length
        return 1


def _whole(
    term: str,
    text: str,
    first: Word,
) -> Word:
    """The word that a run is, from its first word on."""
    return Word(term, text, weight=first.weight)


def runs(
    texts: Iterable[str],
    words: Iterable[Word],
    aliases: Aliases = (),
) -> Runs:
    """The runs of a deck, from the texts of its questions, all their words, and its aliases."""
    terms = {word.term for word in words}
    compounds = [term for term in terms if len(term) <= LONGEST_COMPOUND]
    beginnings: set[str] = set()
    for whole in compounds:
        for length in range(3, len(whole)):
            beginnings.add(whole[:length])
    names = dict(_names([*_abbreviations(texts), *aliases]))
    return Runs(names, frozenset(compounds), frozenset(beginnings))


def _names(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[Run, str]]:
    """The runs that `(name, long name)` make, with their terms; the last ones win."""
    for short, long in pairs:
        run, name = name_terms(long), name_terms(short)
        if len(name) != 1 or run in ((), name):
            continue
        # a run that begins with "advantage" or "how" asks, and names nothing
        if run[0] not in english.ASKS:
            yield run, name[0]


def name_terms(name: str) -> Run:
    """The terms of a name as its owner wrote it; a word of the frame has none."""
    words = _NAME_WORD.findall(name.lower())
    return tuple(filter(None, map(term, words)))


def _abbreviations(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """`(name, long name)` for each abbreviation beside its long form, one of them in brackets."""
    for text in texts:
        # few texts have brackets, and the patterns are slow
        if "(" not in text:
            continue
        for long, short in _IN_BRACKETS.findall(text):
            yield short, _spelled_by(short, long)
        for short, long in _SPELLED_OUT.findall(text):
            yield short, _spelled_by(short, long)


def _spelled_by(short: str, long: str) -> str:
    """The last words of `long`, if their initials are the capitals of `short`; else nothing."""
    capitals = "".join(filter(str.isupper, short))
    words = re.findall(r"[^\W_]+", long)
    last = words[-len(capitals) :]
    initials = "".join(word[0] for word in last)
    same = initials.lower() == capitals.lower()
    return " ".join(last) if same else ""
