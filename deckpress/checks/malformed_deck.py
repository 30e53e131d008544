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
from collections.abc import Iterable, Iterator

from deckpress.checks._contract import Faults, Options
from deckpress.deck import allowed_names
from deckpress.model import Deck, Fault, Page, Span

FIX = (
    f"write at most {allowed_names.DEEPEST_DECK} names, joined by :: with something between them; "
    "not `Default`"
)
WAIVABLE = False

_FOLDER_FIX = 'rename the folder, or name it in deckpress.toml: [folders."its/path"], name = "…"'
_CASE_FIX = "write the two alike, or differently in more than case"


def check_page(page: Page, options: Options) -> Faults:
    """One fault for each wrong name, at the setting or the page that gives it."""
    for name, place in _names([page]).items():
        message = allowed_names.deck_fault(name)
        if message:
            fix = _FOLDER_FIX if place == Span(page.path) else FIX
            yield Fault(place, message, fix)


def check(deck: Deck, options: Options) -> Faults:
    """One fault for each name of which more cards are in a deck of another case."""
    usual = _usual_names(deck)
    for name, place in _names(deck.pages).items():
        if allowed_names.deck_fault(name):
            continue
        for part in _upwards(name):
            other = usual[part.casefold()]
            if other != part:
                message = f"the deck {part!r} is called {other!r} elsewhere"
                yield Fault(place, f"{message}: to Anki that is one name", _CASE_FIX)
                break


def _usual_names(deck: Deck) -> dict[str, str]:
    """How each deck, and each above it, is written on most cards, by its name in one case."""
    cards: Counter[str] = Counter()
    of_deck = Counter(card.deck for card in deck.cards)
    for name, count in of_deck.items():
        for part in _upwards(name):
            cards[part] += count
    usual: dict[str, str] = {}
    # Of two that are as frequent, the first in the deck: `most_common` keeps their order.
    for part, _ in cards.most_common():
        usual.setdefault(part.casefold(), part)
    return usual


def _upwards(name: str) -> Iterator[str]:
    """A deck's name and those of the decks above it, the topmost first: A, A::B, A::B::C."""
    levels = name.split("::")
    for count in range(1, len(levels) + 1):
        yield "::".join(levels[:count])


def _names(pages: Iterable[Page]) -> dict[str, Span]:
    """Each deck's name and the first place that gives it: a setting, or a page in its folder."""
    names: dict[str, Span] = {}
    for page in pages:
        written = [setting.value_span for setting in page.settings if setting.key == "deck"]
        of_page = written[0] if written else Span(page.path)
        for card in page.cards:
            place = card.place("deck") if card.setting("deck") else of_page
            names.setdefault(card.deck, place)
    return names
