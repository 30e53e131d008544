"""Matches -> faults: one for each card that resembles an earlier one, with all it takes to
decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from deckpress.model import Card, Deck, Fault
from deckpress.similarity.matches import Matches
from deckpress.similarity.question import Match

SIMILAR = 0.8
"""From this score on, two questions are similar.

On interview lists of several fields, 97 of 100 such pairs were.
"""

APART = 0.9
"""What two questions with a topic of their own each must reach to be worth a remark."""

SHOWN = 3
"""How many of the cards that one resembles are named as places."""

_LIMIT_FIX = "mend the others first, or raise the check's `limit` in deckpress.toml"

Wanted = Callable[[Match], bool]
"""Whether a check is to report a match."""


def is_similar(match: Match, threshold: float = SIMILAR) -> bool:
    """Whether a match that is no exact one is worth a warning."""
    if match.exact or match.apart:
        return False
    return match.score >= threshold


def is_possible(
    match: Match,
    threshold: float,
    below: float = SIMILAR,
) -> bool:
    """Whether a match is worth a remark and no more."""
    if match.exact or is_similar(match, below):
        return False
    least = max(APART, threshold) if match.apart else threshold
    return match.score >= least


def waived(one: Card, other: Card) -> bool:
    """Whether one of two cards says that it is no duplicate of the other."""
    if other.id in one.listed("not-duplicate-of"):
        return True
    return one.id in other.listed("not-duplicate-of")


def faults(
    deck: Deck,
    matches: Matches,
    wanted: Wanted,
    limit: int,
) -> Iterator[Fault]:
    """One fault for each card with wanted matches among the cards before it.

    The best match is told in words. After `limit` cards comes a last fault that counts the rest.
    """
    cards = deck.cards
    earlier: dict[int, list[Match]] = defaultdict(list)
    for match in filter(wanted, matches.pairs):
        if not waived(cards[match.first], cards[match.second]):
            earlier[match.second].append(match)
    for count, card in enumerate(sorted(earlier)):
        if count == limit:
            further = len(earlier) - limit - 1
            message = f"this and {further} further cards resemble others"
            yield Fault(cards[card].span, message, _LIMIT_FIX)
            return
        yield _fault(cards, earlier[card], matches)


def _fault(
    cards: Sequence[Card],
    resembled: Sequence[Match],
    matches: Matches,
) -> Fault:
    """What a card resembles, by its own matches, the best one first."""
    best = resembled[0]
    other = cards[best.first]
    name = other.id or repr(other.title.text)
    explanation = matches.explain(best)
    places = [cards[match.first].span for match in resembled[:SHOWN]]
    return Fault(
        cards[best.second].span,
        f"resembles {name} ({other.span}); similarity {best.score:.2f}; {explanation}",
        fix(other),
        tuple(places),
    )


def fix(other: Card) -> str:
    """What to do about a card that resembles `other`."""
    advice = "keep the better card and retire the other"
    if not other.id:
        return advice
    waiver = f"write `not-duplicate-of: {other.id}` below the question and why into a comment"
    return f"{advice}, or {waiver}"


def connected(matches: Matches, strong: Wanted) -> Wanted:
    """Tells of a match whether its later card is reported already, in a cluster with the other."""
    parent: dict[int, int] = {}
    reported: set[int] = set()

    def root(card: int) -> int:
        while card in parent:
            card = parent[card]
        return card

    for match in filter(strong, matches.pairs):
        reported.add(match.second)
        first = root(match.first)
        second = root(match.second)
        if first != second:
            parent[max(first, second)] = min(first, second)

    def is_known(match: Match) -> bool:
        if match.second not in reported:
            return False
        return root(match.first) == root(match.second)

    return is_known
