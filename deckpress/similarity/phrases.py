"""Runs of words that count as one: what the deck abbreviates, and the aliases its owner lists.

A deck that writes "recurrent neural network (RNN)" somewhere has one term with two names; read as one word, it no
longer looks half like "convolutional neural network".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from deckpress.similarity import english
from deckpress.similarity.stems import form

Phrases = Mapping[tuple[str, ...], str]
"""Runs of forms, each with the form it counts as."""

_SHORT = r"[A-Z][A-Za-z0-9]*[A-Z0-9][A-Za-z0-9]*?"
_IN_BRACKETS = re.compile(rf"(?<![\w'-])((?:[\w'-]+ ){{0,6}}[\w'-]+) \(({_SHORT})s?\)")
_SPELLED_OUT = re.compile(rf"\b({_SHORT})s? \(((?:[\w'-]+ ){{1,6}}[\w'-]+)\)")


def phrases(
    texts: Iterable[str], aliases: Iterable[tuple[str, str]] = ()
) -> dict[tuple[str, ...], str]:
    """The abbreviations that the texts explain, and the aliases as `(short, long)`; what the owner says wins."""
    found: dict[tuple[str, ...], str] = {}
    for text in texts:
        if "(" in text:
            for long, short in _explained(text):
                _add(found, short, long)
    for short, long in aliases:
        _add(found, short, long)
    return found


def _explained(text: str) -> Iterable[tuple[str, str]]:
    yield from ((_tail(long, short), short) for long, short in _IN_BRACKETS.findall(text))
    yield from ((_tail(long, short), short) for short, long in _SPELLED_OUT.findall(text))


def _tail(long: str, short: str) -> str:
    """The last words of `long` whose initials are the capitals of `short`; nothing if they are not."""
    letters = [char.lower() for char in short if char.isupper()]
    words = re.findall(r"[^\W_]+", long)[-len(letters) :]
    return " ".join(words) if [word[0].lower() for word in words] == letters else ""


def forms(text: str) -> tuple[str, ...]:
    """The forms of a term as its owner wrote it; a word of the frame has none."""
    return tuple(
        found
        for word in re.findall(r"[^\W_]+(?:[.'+#-]+[^\W_]+)*[+#]*", text)
        for found in _split(word)
        if found
    )


def _split(word: str) -> Iterable[str]:
    return (form(part.lower()) for part in word.split("-"))


def _add(found: dict[tuple[str, ...], str], short: str, long: str) -> None:
    run, name = forms(long), forms(short)
    if len(name) == 1 and run and run != name and run[0] not in english.ASK_WEIGHTS:
        found[run] = name[0]
