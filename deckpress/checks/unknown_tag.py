"""A tag that content/tags.toml does not list.

Coverage is counted by tag, and learners filter by tag: a misspelt one loses the card to both. A new topic is added to
the taxonomy, with a description and a minimum of cards. (Without a tags.toml, any tag goes.)

Bad:
    tags: [dl::gradient::vanishing]

Good:
    tags: [dl::gradients::vanishing]
"""

from deckpress.checks._contract import Faults, Options
from deckpress.deck.suggestions import Suggestions
from deckpress.model import Deck, Fault, Span

FIX = "add the tag to content/tags.toml"


def check(deck: Deck, options: Options) -> Faults:
    """One fault for each unknown tag and place."""
    known = {topic.tag for topic in deck.topics}
    if not known:
        return
    suggestions = Suggestions(known)
    # A tag of the front matter is on all cards of its page, and one fault.
    reported: set[tuple[str, Span]] = set()
    for card in deck.cards:
        for tag, span in card.tag_spans:
            if tag not in known and (tag, span) not in reported:
                reported.add((tag, span))
                yield from _faults(tag, span, suggestions)


def _faults(tag: str, span: Span, suggestions: Suggestions) -> Faults:
    if all(tag.split("::")):  # that a part of dl:: is empty is for `malformed-tag` to say
        near = suggestions.fix(tag)
        fix = f"{near} (or {FIX})" if near.startswith("did you mean") else ""
        yield Fault(span, f"unknown tag {tag!r}", fix)
