"""A key that no card, or no front matter, has.

A misspelt key would be ignored in silence: `tag:` instead of `tags:` leaves the card without its tags.

Bad:
    <!-- id: relu-slope; tag: dl::activations::relu -->

Good:
    <!-- id: relu-slope; tags: dl::activations::relu -->
"""

from collections.abc import Sequence

from deckpress.checks._contract import Faults, Options
from deckpress.deck.suggestions import suggest
from deckpress.model import CARD_KEYS, PAGE_KEYS, Fault, Page, Setting

FIX = "remove the key"
WAIVABLE = False


def check_page(page: Page, options: Options) -> Faults:
    """One fault for each unknown or repeated key."""
    yield from _unknown(page.settings, PAGE_KEYS, "front matter")
    for card in page.cards:
        yield from _unknown(card.settings, CARD_KEYS, "a card's comment")
        yield from _repeated(card.settings)


def _unknown(settings: Sequence[Setting], known: Sequence[str], where: str) -> Faults:
    for setting in settings:
        key = setting.key
        if key not in known:
            yield Fault(setting.span, f"unknown key {key!r} in {where}", suggest(key, known))


def _repeated(settings: Sequence[Setting]) -> Faults:
    """The known keys that a comment has twice; of front matter, YAML says it."""
    seen = set()
    for setting in settings:
        if setting.key in seen:
            message = f"the key {setting.key!r} stands here twice"
            yield Fault(setting.span, message, "keep one of the two")
        if setting.key in CARD_KEYS:
            seen.add(setting.key)
