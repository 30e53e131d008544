"""A question, analogy, application or note that stops in the middle of a sentence.

The same rule as for answers (`truncated-answer`); of a question, only the last word counts.

Bad:
    ### Application
    Training deep networks on small data sets can lead

Good:
    ### Application
    Training deep networks on small data sets can lead to overfitting.
"""

from deckpress.checks._contract import Faults, Options
from deckpress.checks._phrases import last_words
from deckpress.markup import prose
from deckpress.model import Card, Fault, Section

FIX = "complete the sentence; if it is complete, end it with a full stop"
OPTIONS: Options = {"words": 20}
"""The longest text that may do without a full stop."""

SECTIONS = ("Analogy", "Application", "Notes", "Hint")


def check_card(card: Card, options: Options) -> Faults:
    """One fault for each section, at its last words."""
    for section in card.sections:
        if section.name in SECTIONS and prose.cut_off(section, options["words"]):
            yield _fault(section, section.name.lower())
    if prose.loose_end(card.question.text):
        yield _fault(card.question, "question")


def _fault(section: Section, name: str) -> Fault:
    end = last_words(section)
    return Fault(prose.find(section, end), f"the {name} stops at “… {end}”")
