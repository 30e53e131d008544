"""A deck name that Anki would change, refuse or treat in a special way.

Anki trims blanks and colons around `::`, renames empty parts to `blank`, puts cards of `Default`
among the learner's own, and tells no names apart that differ in case only. A deck more than 11
levels deep makes it refuse the whole package.

Bad:
    deck: "Deep Learning:: "
    deck: Deep learning::Training     (elsewhere: Deep Learning::Tuning)

Good:
    deck: Deep Learning::Training
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from deckpress.deck import allowed_names
from deckpress.model import Deck, Fault, Page, Span

FIX = f"write at most {allowed_names.DEEPEST_DECK} names, joined by :: with something between them; not `Default`"
WAIVABLE = False

_FOLDER_FIX = 'rename the folder, or name it in deckpress.toml: [folders."its/path"], name = "…"'
_CASE_FIX = "write the two alike, or differently in more than case"


def check_page(page: Page, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each wrong name, at the setting or the page that gives it."""
    for name, place in _names([page]).items():
        message = allowed_names.deck_fault(name)
        if message:
            fix = _FOLDER_FIX if place == Span(page.path) else FIX
            yield Fault(place, message, fix)


def check(deck: Deck, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each name of which more cards are in a deck of another case."""
    usual = _usual(deck)
    for name, place in _names(deck.pages).items():
        wrong = (part for part in _upwards(name) if usual[part.casefold()] != part)
        part = next(wrong, "")
        if part and not allowed_names.deck_fault(name):
            other = usual[part.casefold()]
            message = f"the deck {part!r} is called {other!r} elsewhere: to Anki that is one name"
            yield Fault(place, message, _CASE_FIX)


def _usual(deck: Deck) -> dict[str, str]:
    """How each deck, and each above it, is written on most cards, by its name in one case."""
    cards: Counter[str] = Counter()
    for name, count in Counter(card.deck for card in deck.cards).items():
        cards.update(dict.fromkeys(_upwards(name), count))
    rarest_first = sorted(reversed([*cards]), key=cards.__getitem__)
    return {part.casefold(): part for part in rarest_first}


def _upwards(name: str) -> Iterator[str]:
    """A deck's name and those of the decks above it, the topmost first."""
    levels = name.split("::")
    return ("::".join(levels[: n + 1]) for n in range(len(levels)))


def _names(pages: Iterable[Page]) -> dict[str, Span]:
    """Each deck's name and the first place that gives it: a setting, or a page in its folder."""
    names: dict[str, Span] = {}
    for page in pages:
        above = (setting.value_span for setting in page.settings if setting.key == "deck")
        own = next(above, Span(page.path))
        for card in page.cards:
            place = card.place("deck") if card.setting("deck") else own
            names.setdefault(card.deck, place)
    return names
