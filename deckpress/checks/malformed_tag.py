"""A tag that Anki would change: with an empty part, with blanks or quotes, or one of its own.

Anki splits tags at blanks, renames empty parts to `blank`, and drops `marked` and `leech`, which
are a learner's own. `::` makes a hierarchy. `level` and `facet` are tags, too.

Bad:
    tags: [dl::, "vanishing gradients"]

Good:
    tags: [dl::gradients::vanishing]
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.deck import allowed_names
from deckpress.model import Card, Fault, Page, Span

FIX = "write a tag as words joined by :: without blanks"
WAIVABLE = False


def check_page(page: Page, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each wrong tag, once for the front matter of a page."""
    written = (tag for card in page.cards for tag in (*card.tag_spans, *_filters(card)))
    for tag, span in dict.fromkeys(written):
        odd = any(char.isspace() or char in "\"'" for char in tag)
        if allowed_names.is_learners(tag):
            message = f"Anki drops the tag {tag!r}: it is a learner's own"
            yield Fault(span, message, "choose another word")
        elif odd or not all(tag.split("::")):
            yield Fault(span, f"malformed tag {tag!r}")


def _filters(card: Card) -> Iterator[tuple[str, Span]]:
    """The tags that `level` and `facet` make; without a value they make none."""
    for setting in card.settings:
        if setting.key in ("level", "facet") and setting.value:
            yield f"{setting.key}::{setting.value}", setting.value_span
