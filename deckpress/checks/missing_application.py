"""A card without an application, in a deck that wants one on every card.

Off by default: it is a deck's own policy, switched on in deckpress.toml. An example inside the answer counts
(`embedded-example` suggests to move it).

Bad:
    ## What does early stopping do?

    It halts training when the validation loss stops falling.

Good:
    ## What does early stopping do?

    It halts training when the validation loss stops falling.

    ### Application
    `EarlyStopping(patience=5)` in Keras.
"""

from deckpress.checks import embedded_example
from deckpress.checks._contract import Faults, Options
from deckpress.checks._options import is_meant
from deckpress.model import Card, Fault

SEVERITY = "off"
FIX = (
    "add `### Application`: a system, a data set, a call or a number that a practitioner recognizes"
)
OPTIONS: Options = {"types": ["basic"], "facets": []}
"""The card types that need one, and the facets; an empty list means all."""


def check_card(card: Card, options: Options) -> Faults:
    """One fault at the question."""
    if not is_meant(card, options) or card.section("Application"):
        return
    if not embedded_example.marker(card):
        yield Fault(card.span, "this card has no application")
