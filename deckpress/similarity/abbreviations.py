"""Runs of words that count as one: what the deck abbreviates, and the aliases its owner lists.

A deck that writes "recurrent neural network (RNN)" somewhere has one term with two names; read as
one word, it no longer looks half like "convolutional neural network".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from deckpress.similarity import english
from deckpress.similarity.stems import term
from deckpress.similarity.words import Word

Run = tuple[str, ...]
"""Terms that stand one behind the other: `("recurrent", "neural", "network")`."""

Abbreviations = Mapping[Run, str]
"""Each run with the term it counts as, such as `rnn`."""

Aliases = tuple[tuple[str, str], ...]
"""`(name, long name)` of the same thing, as a deck's owner wrote them."""

LONGEST_RUN = 6
"""Words of the longest run that counts as one."""

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


def abbreviations(
    texts: Iterable[str],
    aliases: Aliases = (),
) -> Abbreviations:
    """Those that the texts explain, and the aliases; what the owner says wins."""
    runs: dict[Run, str] = {}
    for short, long in (*_explained(texts), *aliases):
        run, name = terms(long), terms(short)
        if len(name) != 1 or run in ((), name):
            continue
        # a run that begins with "advantage" or "how" asks, and names nothing
        if run[0] not in english.ASKS:
            runs[run] = name[0]
    return runs


def _explained(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """`(short, long)` for each abbreviation beside its long form, one of them in brackets."""
    for text in texts:
        # few texts have brackets: the patterns are slow
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


def terms(name: str) -> Run:
    """The terms of a name as its owner wrote it; a word of the frame has none."""
    words = _NAME_WORD.findall(name.lower())
    return tuple(filter(None, map(term, words)))


def contracted(words: Sequence[Word], runs: Abbreviations) -> list[Word]:
    """The words, each run that has a short name as one."""
    all_terms = tuple([word.term for word in words])
    out: list[Word] = []
    start = 0
    while start < len(words):
        ahead = all_terms[start : start + LONGEST_RUN]
        length = _run_length(ahead, runs)
        end = start + max(1, length)
        name = runs.get(ahead[:length])
        if name:
            out.append(_as_one(words[start:end], name))
        else:
            out.append(words[start])
        start = end
    return out


def _run_length(ahead: Run, runs: Abbreviations) -> int:
    """How many of the next terms are a run, the longest one; 0 if none."""
    for length in range(len(ahead), 0, -1):
        if ahead[:length] in runs:
            return length
    return 0


def _as_one(run: Sequence[Word], name: str) -> Word:
    text = " ".join(word.text for word in run)
    return Word(name, text, run[0].added, weight=run[0].weight)
