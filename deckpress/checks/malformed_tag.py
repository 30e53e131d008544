"""A tag that Anki would change: with an empty part, with blanks or quotes, or one of its own.

Anki splits tags at blanks, renames empty parts to `blank`, and drops `marked` and `leech`, which
are a learner's own. `::` makes a hierarchy. `level` and `facet` are tags, too.

Bad:
    tags: [dl::, "vanishing gradients"]

Good:
    tags: [dl::gradients::vanishing]
"""

from collections.abc import Iterator

from deckpress.checks._contract import Faults, Options
from deckpress.deck import allowed_names
from deckpress.model import Fault, Page, Span

FIX = "write a tag as words joined by :: without blanks"
WAIVABLE = False


def check_page(page: Page, options: Options) -> Faults:
    """One fault for each wrong tag, once for the front matter of a page."""
    for tag, span in dict.fromkeys(_tags(page)):
        if allowed_names.is_learners(tag):
            message = f"Anki drops the tag {tag!r}: it is a learner's own"
            yield Fault(span, message, "choose another word")
        elif not _is_kept(tag):
            yield Fault(span, f"malformed tag {tag!r}")


def _tags(page: Page) -> Iterator[tuple[str, Span]]:
    """The tags of each card, with those that `level` and `facet` make if they have a value."""
    for card in page.cards:
        yield from card.tag_spans
        for setting in card.settings:
            if setting.key in ("level", "facet") and setting.value:
                yield f"{setting.key}::{setting.value}", setting.value_span


def _is_kept(tag: str) -> bool:
    """Whether Anki leaves a tag as it is: no part is empty, and there is no blank or quote."""
    if any(char.isspace() or char in "\"'" for char in tag):
        return False
    return all(tag.split("::"))
