"""Matches -> faults: one for each card that resembles an earlier one, with everything needed to decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from deckpress.model import Card, Deck, Fault
from deckpress.similarity.find import Matches
from deckpress.similarity.question import Match

SIMILAR = 0.8
"""From this score on, two questions are similar: on interview lists of several fields, 97 of 100 such pairs were."""

APART = 0.9
"""What two questions with a topic of their own each must reach to be worth a remark."""

SHOWN = 3
"""How many of the cards that one resembles are named as places."""


def is_similar(match: Match, threshold: float = SIMILAR) -> bool:
    """Whether a match that is no exact one is worth a warning."""
    return not match.exact and not match.apart and match.score >= threshold


def is_possible(match: Match, threshold: float, below: float = SIMILAR) -> bool:
    """Whether a match is worth a remark and no more."""
    if match.exact or is_similar(match, below):
        return False
    return match.score >= (max(APART, threshold) if match.apart else threshold)


def waived(one: Card, other: Card) -> bool:
    """Whether one of two cards says that it is no duplicate of the other."""
    return other.id in one.listed("not-duplicate-of") or one.id in other.listed("not-duplicate-of")


def faults(
    deck: Deck, matches: Matches, wanted: Callable[[Match], bool], limit: int
) -> Iterator[Fault]:
    """One fault for each card with wanted matches among the cards before it, the best match in words.

    After `limit` cards comes a last fault that counts the rest.
    """
    cards = deck.cards
    earlier: dict[int, list[Match]] = defaultdict(list)
    for match in matches.pairs:
        if wanted(match) and not waived(cards[match.first], cards[match.second]):
            earlier[match.second].append(match)
    for count, (second, found) in enumerate(sorted(earlier.items())):
        card = cards[second]
        if count == limit:
            yield Fault(
                card.span,
                f"this and {len(earlier) - limit - 1} further cards resemble others",
                _LIMIT_FIX,
            )
            return
        best = cards[found[0].first]
        related = tuple(cards[match.first].span for match in found[:SHOWN])
        message = f"resembles {_name(best)} ({best.span}); similarity {found[0].score:.2f}; {matches.explain(found[0])}"
        yield Fault(card.span, message, fix(best), related)


_LIMIT_FIX = "mend the others first, or raise the check's `limit` in deckpress.toml"


def fix(other: Card) -> str:
    """What to do about a card that resembles `other`."""
    waiver = (
        f", or write `not-duplicate-of: {other.id}` below the question and why into a comment"
        if other.id
        else ""
    )
    return f"keep the better card and retire the other{waiver}"


def _name(card: Card) -> str:
    return card.id or f"{card.title.text!r}"


def connected(matches: Matches, strong: Callable[[Match], bool]) -> Callable[[Match], bool]:
    """Tells of a match whether its later card is already reported as one of a cluster that holds the other card."""
    parent: dict[int, int] = {}
    reported = {match.second for match in matches.pairs if strong(match)}

    def root(i: int) -> int:
        while parent.get(i, i) != i:
            i = parent[i]
        return i

    for match in matches.pairs:
        if strong(match):
            one, other = sorted((root(match.first), root(match.second)))
            parent[other] = one
    return lambda match: match.second in reported and root(match.first) == root(match.second)
