"""A `not-duplicate-of:` that waives nothing: it names no card, the card itself, or one that it no longer resembles.

Such a leftover would hide the next real duplicate.

Bad:
    ## What is dropout?
    <!-- id: dropout; not-duplicate-of: lstm-gates -->

Good:
    ## What is the difference between L1 and L2 regularization?
    <!-- id: l1-l2; not-duplicate-of: l2-l1-sparsity -->
    <!-- the other one asks only for sparsity -->
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from deckpress import similarity
from deckpress.deck.suggestions import Suggestions
from deckpress.model import Card, Deck, Fault
from deckpress.similarity import reports

SEVERITY = "warning"
FIX = "remove the name from not-duplicate-of"


gather = similarity.asked


def check(
    deck: Deck, options: Mapping[str, Any], questions: Sequence[similarity.Question]
) -> Iterator[Fault]:
    """One fault for each name that waives nothing."""
    waivers = [(card, other) for card in deck.cards for other in card.listed("not-duplicate-of")]
    if not waivers:
        return
    known = {card.id for card in deck.cards}
    suggestions = Suggestions(known)
    alike = _alike(deck, questions)
    for card, other in waivers:
        place = card.place("not-duplicate-of")
        if other not in known:
            yield Fault(
                place, f"not-duplicate-of names {other!r}, which is no card", suggestions.fix(other)
            )
        elif other == card.id:
            yield Fault(place, "not-duplicate-of names the card itself")
        elif frozenset((card.id, other)) not in alike:
            yield Fault(place, f"this card does not resemble {other!r} (any more)")


def _alike(deck: Deck, questions: Sequence[similarity.Question]) -> frozenset[frozenset[str]]:
    """The pairs of ids that one of the duplicate checks would report."""
    cards: tuple[Card, ...] = deck.cards
    matches = similarity.matches(deck, questions)
    reported = [
        match
        for match in matches.pairs
        if match.exact or reports.is_similar(match) or reports.is_possible(match, similarity.LEAST)
    ]
    same: dict[int, list[int]] = {}
    for match in matches.pairs:
        if match.exact:
            same.setdefault(match.first, [match.first]).append(match.second)
    return frozenset(
        frozenset((cards[a].id, cards[b].id))
        for match in reported
        for a in same.get(match.first, [match.first])
        for b in same.get(match.second, [match.second])
    )
