"""A tag that Anki would change: with an empty part, or with blanks or quotes.

Anki splits tags at blanks and renames empty parts to `blank`. `::` makes a hierarchy.

Bad:
    tags: [dl::, "vanishing gradients"]

Good:
    tags: [dl::gradients::vanishing]
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.model import Fault, Page, Span

FIX = "write a tag as words joined by :: without blanks"
WAIVABLE = False


def check_page(page: Page, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each wrong tag, once for the front matter of a page."""
    seen: set[tuple[str, Span]] = set()
    for card in page.cards:
        for tag, span in card.tag_spans:
            wrong = not all(tag.split("::")) or any(c.isspace() or c in "\"'" for c in tag)
            if wrong and (tag, span) not in seen:
                seen.add((tag, span))
                yield Fault(span, f"malformed tag {tag!r}")
