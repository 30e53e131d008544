"""A link to a card, or to a page of the deck, that does not exist.

Cards are linked by id: `[the chain rule](#backprop-chain-rule)`. Print and site make it a link; Anki shows its text.

Bad:
    see [He initialization](#he-intialization)

Good:
    see [He initialization](#he-initialization)
"""

import posixpath
from collections.abc import Sequence

from deckpress.checks._contract import Faults, Options
from deckpress.deck.toml import Suggestions
from deckpress.markup import safe_link, web_link
from deckpress.model import Card, Deck, Fault, Mark

FIX = "link to a card by its id: (#the-id)"


def gather(card: Card, options: Options) -> tuple[Mark, ...]:
    """The card's links into the deck."""
    links = card.marks("link")
    return tuple(m for m in links if safe_link(m.value) and not web_link(m.value))


def check(deck: Deck, options: Options, gathered: Sequence[tuple[Mark, ...]]) -> Faults:
    """One fault for each target that is not in the deck; addresses on the web are not looked up."""
    ids = {card.id for card in deck.cards}
    pages = {page.path for page in deck.pages}
    suggestions = Suggestions(ids)
    for links in gathered:
        for link in links:
            path, hash_sign, anchor = link.value.partition("#")
            fix = suggestions.fix(anchor) if hash_sign else ""
            if not link.value:
                yield Fault(link.span, "a link without a target")
            elif path and _page(path, link.span.path) not in pages:
                yield Fault(link.span, f"there is no page {path!r}", fix)
            elif hash_sign and anchor not in ids:
                yield Fault(link.span, f"there is no card with the id {anchor!r}", fix)


def _page(target: str, page: str) -> str:
    """The path, from the deck's root, of what a page names by a path of its own."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), target))
