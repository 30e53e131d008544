"""A link to a card, or to a page of the deck, that does not exist.

Cards are linked by id: `[the chain rule](#backprop-chain-rule)`. Print and site make it a link; Anki shows its text.

Bad:
    see [He initialization](#he-intialization)

Good:
    see [He initialization](#he-initialization)
"""

import posixpath
from collections.abc import Sequence
from itertools import chain

from deckpress.checks._contract import Faults, Options
from deckpress.deck.suggestions import Suggestions
from deckpress.markup import safe_link, web_link
from deckpress.model import Card, Deck, Fault, Mark

FIX = "link to a card by its id: (#the-id)"

Links = tuple[Mark, ...]


def gather(card: Card, options: Options) -> Links:
    """The card's links into the deck."""
    return tuple(filter(_is_inner, card.marks("link")))


def _is_inner(link: Mark) -> bool:
    return safe_link(link.value) and not web_link(link.value)


def check(deck: Deck, options: Options, gathered: Sequence[Links]) -> Faults:
    """One fault for each target that is not in the deck; addresses on the web are not looked up."""
    ids = {card.id for card in deck.cards}
    pages = {page.path for page in deck.pages}
    suggestions = Suggestions(ids)
    for link in chain.from_iterable(gathered):
        # 02-training.md#relu-slope, ../index.md, #relu-slope
        path, hash_sign, anchor = link.value.partition("#")
        message = ""
        if not link.value:
            message = "a link without a target"
        elif path and _from_root(path, link.span.path) not in pages:
            message = f"there is no page {path!r}"
        elif hash_sign and anchor not in ids:
            message = f"there is no card with the id {anchor!r}"
        if message:
            fix = suggestions.fix(anchor) if hash_sign else ""
            yield Fault(link.span, message, fix)


def _from_root(target: str, page: str) -> str:
    """The path from the deck's root of what a page names from its own folder."""
    folder = posixpath.dirname(page)
    return posixpath.normpath(posixpath.join(folder, target))
