"""A setting whose value is empty or not among the allowed ones.

`draft` is `true` or left out; `level` and `facet` take the values that deckpress.toml lists, so that a learner can
trust them as a filter.

Bad:
    <!-- id: relu-slope; level: hard -->

Good:
    <!-- id: relu-slope; level: advanced -->
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.deck.suggestions import suggest
from deckpress.model import Card, Fault

FIX = "write a value, or remove the key"
WAIVABLE = False
OPTIONS: Mapping[str, Any] = {"level": [], "facet": []}
"""The allowed values; an empty list allows any."""


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each value that cannot be right."""
    for setting in card.settings:
        allowed = ["true"] if setting.key == "draft" else options.get(setting.key, [])
        if not setting.value:
            yield Fault(setting.span, f"the key {setting.key!r} has no value")
        elif allowed and setting.value not in allowed:
            message = f"{setting.key} cannot be {setting.value!r}"
            fix = (
                "write `draft: true`, or remove the key"
                if setting.key == "draft"
                else suggest(setting.value, allowed)
            )
            yield Fault(setting.value_span, message, fix)
