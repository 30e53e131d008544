"""A link to a card, or to a page of the deck, that does not exist.

Cards are linked by id: `[the chain rule](#backprop-chain-rule)`. Print and site make it a link; Anki shows its text.

Bad:
    see [He initialization](#he-intialization)

Good:
    see [He initialization](#he-initialization)
"""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from deckpress.deck.suggestions import Suggestions
from deckpress.markup import safe_link, web_link
from deckpress.model import Card, Deck, Fault, Mark

FIX = "link to a card by its id: (#the-id)"


def gather(card: Card, options: Mapping[str, Any]) -> tuple[Mark, ...]:
    """The card's links into the deck."""
    links = (mark for section in card.parts for mark in section.marks if mark.kind == "link")
    return tuple(m for m in links if safe_link(m.value) and not web_link(m.value))


def check(
    deck: Deck, options: Mapping[str, Any], gathered: Sequence[tuple[Mark, ...]]
) -> Iterator[Fault]:
    """One fault for each target that is not in the deck; addresses on the web are not looked up."""
    ids = frozenset(card.id for card in deck.cards)
    pages = frozenset(page.path for page in deck.pages)
    suggestions = Suggestions(ids)
    for target, span in ((mark.value, mark.span) for marks in gathered for mark in marks):
        message = _wrong(target, span.path, ids, pages)
        if message:
            _, hash_sign, anchor = target.partition("#")
            yield Fault(span, message, suggestions.fix(anchor) if hash_sign else "")


def _wrong(target: str, page: str, ids: frozenset[str], pages: frozenset[str]) -> str:
    path, hash_sign, anchor = target.partition("#")
    if path and posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) not in pages:
        return f"there is no page {path!r}"
    if hash_sign and anchor not in ids:
        return f"there is no card with the id {anchor!r}"
    return "" if target else "a link without a target"
