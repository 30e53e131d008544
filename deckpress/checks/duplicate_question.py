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

from collections.abc import Sequence

from deckpress.checks._contract import Faults, Options
from deckpress.model import Deck, Fault
from deckpress.similarity import Question, asked, matches, reports

FIX = "keep the better card and retire the other"

gather = asked


def check(deck: Deck, options: Options, questions: Sequence[Question]) -> Faults:
    """One fault for each card whose question an earlier card has asked."""
    cards = deck.cards
    for match in matches(deck, questions).pairs:
        if not match.exact:
            continue
        first, second = cards[match.first], cards[match.second]
        # Of a draft, `similar-question` warns.
        if first.draft or second.draft or reports.waived(first, second):
            continue
        question = " ".join(questions[match.first].text.split())
        message = f"asks the same as {first.id or 'the card'} ({first.span}): {question}"
        yield Fault(second.span, message, reports.fix(first), (first.span,))
