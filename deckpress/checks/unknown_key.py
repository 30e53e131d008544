"""A key that no card, or no front matter, has.

A misspelt key would be ignored in silence: `tag:` instead of `tags:` leaves the card without its tags.

Bad:
    <!-- id: relu-slope; tag: dl::activations::relu -->

Good:
    <!-- id: relu-slope; tags: dl::activations::relu -->
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from deckpress.deck.suggestions import suggest
from deckpress.model import CARD_KEYS, PAGE_KEYS, Fault, Page, Setting

FIX = "remove the key"
WAIVABLE = False


def check_page(page: Page, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each unknown or repeated key."""
    yield from _wrong(page.settings, PAGE_KEYS, "front matter")
    for card in page.cards:
        yield from _wrong(card.settings, CARD_KEYS, "a card's comment")


def _wrong(settings: Iterable[Setting], known: Iterable[str], where: str) -> Iterator[Fault]:
    seen = set()
    for setting in settings:
        if setting.key not in tuple(known):
            yield Fault(
                setting.span, f"unknown key {setting.key!r} in {where}", suggest(setting.key, known)
            )
        elif setting.key in seen and where != "front matter":
            yield Fault(
                setting.span, f"the key {setting.key!r} stands here twice", "keep one of the two"
            )
        seen.add(setting.key)
