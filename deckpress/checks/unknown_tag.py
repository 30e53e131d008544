"""A tag that content/tags.toml does not list.

Coverage is counted by tag, and learners filter by tag: a misspelt one loses the card to both. A new topic is added to
the taxonomy, with a description and a minimum of cards. (Without a tags.toml, any tag goes.)

Bad:
    tags: [dl::gradient::vanishing]

Good:
    tags: [dl::gradients::vanishing]
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.deck.suggestions import Suggestions
from deckpress.model import Deck, Fault, Span

FIX = "add the tag to content/tags.toml"


def check(deck: Deck, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each unknown tag and place."""
    known = {topic.tag for topic in deck.topics}
    suggestions = Suggestions(known)
    seen: set[tuple[str, Span]] = set()
    for card in deck.cards if known else ():
        for tag, span in card.tag_spans:
            if tag not in known and all(tag.split("::")) and (tag, span) not in seen:
                seen.add((tag, span))
                near = suggestions.fix(tag)
                fix = (
                    f"{near} (or add the tag to content/tags.toml)"
                    if near.startswith("did")
                    else ""
                )
                yield Fault(span, f"unknown tag {tag!r}", fix)
