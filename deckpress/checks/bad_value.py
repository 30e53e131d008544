"""A setting whose value is empty or not among the allowed ones.

`draft` is `true` or left out; `level` and `facet` take the values that deckpress.toml lists, so that a learner can
trust them as a filter.

Bad:
    <!-- id: relu-slope; level: hard -->

Good:
    <!-- id: relu-slope; level: advanced -->
"""

from deckpress.checks._contract import Faults, Options
from deckpress.deck.suggestions import suggest
from deckpress.model import Card, Fault

FIX = "write a value, or remove the key"
WAIVABLE = False
OPTIONS: Options = {"level": [], "facet": []}
"""The allowed values; an empty list allows any."""


def check_card(card: Card, options: Options) -> Faults:
    """One fault for each value that cannot be right."""
    for setting in card.settings:
        key, value = setting.key, setting.value
        allowed = ["true"] if key == "draft" else options.get(key)
        if not value:
            yield Fault(setting.span, f"the key {key!r} has no value")
        elif allowed and value not in allowed:
            fix = "write `draft: true`, or remove the key"
            if key != "draft":
                fix = suggest(value, allowed)
            yield Fault(setting.value_span, f"{key} cannot be {value!r}", fix)
