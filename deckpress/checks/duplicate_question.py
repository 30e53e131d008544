"""Two cards that ask the same question.

Learners would see it twice and answer it twice. Case, punctuation, articles, markup, "Explain …" or "What is …", and
"What are … s" for "What is a …" make no difference; any other word does. Of several equal cards, each is compared with
the first. Cards of one note are never compared, nor clozes of one text with other gaps. A draft is only warned of, by
`similar-question`.

Bad:
    ## What is the vanishing gradient problem?
    ## Explain the vanishing gradient problem.

Good:
    ## What is the vanishing gradient problem?
    ## What causes the vanishing gradient problem?
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from deckpress import similarity
from deckpress.model import Deck, Fault
from deckpress.similarity import reports

FIX = "keep the better card and retire the other"


gather = similarity.asked


def check(
    deck: Deck, options: Mapping[str, Any], questions: Sequence[similarity.Question]
) -> Iterator[Fault]:
    """One fault for each card whose question an earlier card has asked."""
    cards = deck.cards
    for match in similarity.matches(deck, questions).pairs:
        first, second = cards[match.first], cards[match.second]
        if match.exact and not (first.draft or second.draft or reports.waived(first, second)):
            asked = " ".join(questions[match.first].text.split())
            message = f"asks the same as {first.id or 'the card'} ({first.span}): {asked}"
            yield Fault(second.span, message, reports.fix(first), (first.span,))
