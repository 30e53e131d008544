r"""A deck name or a tag in which Anki, or the page that it shows, would read markup.

Anki writes the names of deck and tags into cards as they are: `<b>` makes them bold, `\(` begins a
formula, `[sound:` plays a file, and `&lt;` is shown as `<`. A name is plain text; a stranger's pull
request must not act through it.

Bad:
    deck: Math::\(x^2\)
    tags: [<script>]

Good:
    deck: Math::Squares
    tags: [squares]
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.markup import markup_in_name
from deckpress.model import Fault, Page, Span

FIX = "write plain words"
WAIVABLE = False

_OWN_KEYS = ("deck", "level", "facet")


def check_page(page: Page, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each name: where it is written, or (a folder's) at the first of its cards."""
    told = {name for name, _ in _written(page)}
    named = (
        *_written(page),
        *((card.deck, card.span) for card in page.cards if card.deck not in told),
    )
    for name, span in dict(reversed(named)).items():
        if piece := markup_in_name(name):
            yield Fault(span, f"Anki would read {piece!r} in the name {name!r} as markup")


def _written(page: Page) -> list[tuple[str, Span]]:
    """The names on a page, with their places."""
    settings = (*page.settings, *(setting for card in page.cards for setting in card.settings))
    names = [
        (setting.value, setting.value_span) for setting in settings if setting.key in _OWN_KEYS
    ]
    return names + [tag for card in page.cards for tag in card.tag_spans]
