"""Two cards whose backs share a run of words.

A sentence that stands on two cards was probably copied, and makes them resemble each other in memory. A run of `warn`
words or more is a warning; from `words` words on it is reported.

Bad:
    Dropout sets a random fraction of the units of a layer to zero.      (on two cards)

Good:
    the sentence on one card, and a card that builds on it
"""

import re
from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from zlib import crc32

from deckpress.checks._contract import Faults, Options
from deckpress.markup import prose
from deckpress.model import Card, Deck, Fault, Span

SEVERITY = "warning"
FIX = "say it on one of the cards, or say it differently"
OPTIONS: Options = {"words": 8, "warn": 12}
"""The length of a run that is reported, and of one that is a warning."""
LIMITS = {"words": (2, 100)}
"""Each run of each card is looked at: a thousand times the length, a thousand times as long."""

MOST = 3
"""Of a run that stands on many cards, this many are named."""

SHOWN = 12
"""Words of a run that the message quotes."""

_WORD = re.compile(r"\w+")


def gather(card: Card, options: Options) -> bytes:
    """The hash of each run of words of the card's back, in order.

    Equal runs have equal hashes, in every process.
    """
    words, length = _words(card), options["words"]
    if len(words) < length:
        return b""
    numbers = [crc32(word.encode()) for word in words]
    # Of "a b c d" with runs of three: (a b c d), (b c d), (c d); zipped, (a b c) and (b c d).
    shifted = [numbers[start:] for start in range(length)]
    return array("q", map(hash, zip(*shifted, strict=False))).tobytes()


def check(deck: Deck, options: Options, gathered: Sequence[bytes]) -> Faults:
    """One fault for each card that repeats earlier ones, with the earlier places."""
    cards = deck.cards
    runs_by_card = [array("q", data) for data in gathered]
    repeated = _repeated(runs_by_card)
    owners: dict[int, list[int]] = {}
    for number, runs in enumerate(runs_by_card):
        shared = repeated.intersection(runs)
        if not shared:
            continue
        starts = _starts(runs, owners)
        if starts:
            first = sorted(starts.items())[:MOST]
            earlier = [(cards[owner], start) for owner, start in first]
            yield _fault(cards[number], earlier, options)
        for run in shared:
            # The first cards with it, and the last one: a run that is everywhere costs no more.
            owners.setdefault(run, [])[MOST - 1 :] = [number]


def _words(card: Card) -> list[str]:
    """The words of a card's back; a draft has none."""
    if card.answer is None or card.draft:
        return []
    return _WORD.findall(prose.lowered(card.answer))


def _repeated(texts: Iterable[Iterable[int]]) -> set[int]:
    """The runs that stand in more than one text."""
    seen: set[int] = set()
    twice: set[int] = set()
    for runs in texts:
        twice.update(seen.intersection(runs))
        seen.update(runs)
    return twice


def _starts(runs: Iterable[int], owners: Mapping[int, list[int]]) -> dict[int, int]:
    """The cards that own some of the runs, and the word with which the first of these begins."""
    starts: dict[int, int] = {}
    for start, run in enumerate(runs):
        for owner in owners.get(run, ()):
            starts.setdefault(owner, start)
    return starts


def _fault(card: Card, earlier: Sequence[tuple[Card, int]], options: Options) -> Fault:
    """The fault of a card that repeats earlier ones, each from one of its words on."""
    words, least = _words(card), options["words"]
    runs = [_shared_run(words[start:], _words(other), least) for other, start in earlier]
    longest = max(runs, key=len)
    shown = " ".join(longest[:SHOWN])
    if len(longest) > SHOWN:
        shown += " …"
    message = f"{len(longest)} words as in another card: “{shown}”"
    severity = "" if len(longest) >= options["warn"] else "info"
    places = tuple(_place(other) for other, _ in earlier)
    return Fault(_place(card), message, related=places, severity=severity)


def _shared_run(words: Sequence[str], other: Sequence[str], least: int) -> list[str]:
    """The words at the beginning of one text that stand in another, `least` or as many as go."""
    start = _find(words[:least], other)
    pairs = zip(words, other[start:], strict=False)
    return [word for word, _ in takewhile(lambda pair: pair[0] == pair[1], pairs)]


def _find(run: Sequence[str], words: Sequence[str]) -> int:
    """The word of a text with which a run begins; 0 if only its hash is there."""
    for start in range(len(words)):
        if words[start : start + len(run)] == run:
            return start
    return 0


def _place(card: Card) -> Span:
    return (card.answer or card.title).at(0)
