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

from collections.abc import Iterator

from deckpress.checks._contract import Faults, Options
from deckpress.markup import markup_in_name
from deckpress.model import Fault, Page, Span

FIX = "write plain words"
WAIVABLE = False

_OWN_KEYS = ("deck", "level", "facet")


def check_page(page: Page, options: Options) -> Faults:
    """One fault for each name: where it is written, or (a folder's) at the first of its cards."""
    places: dict[str, Span] = {}
    for name, span in _written(page):
        places.setdefault(name, span)
    # What is left is the name of a folder, which stands nowhere on the page.
    for card in page.cards:
        places.setdefault(card.deck, card.span)
    for name, span in places.items():
        piece = markup_in_name(name)
        if piece:
            yield Fault(span, f"Anki would read {piece!r} in the name {name!r} as markup")


def _written(page: Page) -> Iterator[tuple[str, Span]]:
    """The names on a page, with their places."""
    settings = [*page.settings]
    for card in page.cards:
        settings += card.settings
    for setting in settings:
        if setting.key in _OWN_KEYS:
            yield setting.value, setting.value_span
    for card in page.cards:
        yield from card.tag_spans
