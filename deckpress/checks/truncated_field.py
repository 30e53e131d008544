"""A question, analogy, application or note that stops in the middle of a sentence.

The same rule as for answers (`truncated-answer`); of a question, only the last word counts.

Bad:
    ### Application
    Training deep networks on small data sets can lead

Good:
    ### Application
    Training deep networks on small data sets can lead to overfitting.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.markup import prose
from deckpress.model import Card, Fault

FIX = "complete the sentence; if it is complete, end it with a full stop"
OPTIONS: Mapping[str, Any] = {"words": 20}
"""The longest text that may do without a full stop."""

SECTIONS = ("Analogy", "Application", "Notes", "Hint")


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each section, at its last words."""
    cut = [s for s in card.sections if s.name in SECTIONS and prose.cut_off(s, options["words"])]
    if prose.loose_end(card.question.text):
        cut.append(card.question)
    for section in cut:
        end = prose.plain(section).rstrip().rpartition("\n")[2][-40:].partition(" ")[2]
        name = "question" if section is card.question else section.name.lower()
        yield Fault(prose.find(section, end), f"the {name} stops at “… {end}”")
