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

from collections.abc import Iterator, Sequence
from itertools import product

from deckpress.checks._contract import Faults, Options
from deckpress.deck.suggestions import Suggestions
from deckpress.model import Deck, Fault
from deckpress.similarity import LEAST, Match, Question, asked, matches, reports

SEVERITY = "warning"
FIX = "remove the name from not-duplicate-of"

gather = asked


def check(deck: Deck, options: Options, questions: Sequence[Question]) -> Faults:
    """One fault for each name that waives nothing."""
    waiving = [card for card in deck.cards if card.setting("not-duplicate-of")]
    if not waiving:
        return
    known = {card.id for card in deck.cards}
    suggestions = Suggestions(known)
    alike = {*_alike(deck, questions)}
    for card in waiving:
        place = card.place("not-duplicate-of")
        for other in card.listed("not-duplicate-of"):
            if other not in known:
                message = f"not-duplicate-of names {other!r}, which is no card"
                yield Fault(place, message, suggestions.fix(other))
            elif other == card.id:
                yield Fault(place, "not-duplicate-of names the card itself")
            elif frozenset((card.id, other)) not in alike:
                yield Fault(place, f"this card does not resemble {other!r} (any more)")


def _alike(deck: Deck, questions: Sequence[Question]) -> Iterator[frozenset[str]]:
    """The pairs of ids that one of the duplicate checks would report."""
    cards, pairs = deck.cards, matches(deck, questions).pairs
    # Of cards that ask the same, only the first is compared with the others.
    same: dict[int, list[int]] = {}
    for match in pairs:
        if match.exact:
            same.setdefault(match.first, [match.first]).append(match.second)
    for match in filter(_is_reported, pairs):
        firsts = same.get(match.first, [match.first])
        seconds = same.get(match.second, [match.second])
        for first, second in product(firsts, seconds):
            yield frozenset((cards[first].id, cards[second].id))


def _is_reported(match: Match) -> bool:
    if match.exact or reports.is_similar(match):
        return True
    return reports.is_possible(match, LEAST)
