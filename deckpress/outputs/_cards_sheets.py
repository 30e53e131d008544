"""Cut-out cards on paper of one size: each sheet of fronts is followed by that of their backs.

What fits is estimated (`_cards_fit`): three sizes of type, then a card of double height, then one
of a whole sheet; larger cards come on sheets of their own at the end. A script in the page only
corrects the estimate. `templates/print/cards.*` say what it looks like, `[print]` in deckpress.toml
how large the cards are and how the printer turns the paper.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup, escape

from deckpress import templating
from deckpress.deck.config import Config
from deckpress.deck.config.keys import CARD_SIZES
from deckpress.model import Book
from deckpress.outputs import _cards_grid, _edition, _paper
from deckpress.outputs._cards_faces import PADDING, CutOut, cut_out
from deckpress.outputs._cards_grid import Grid, Size
from deckpress.outputs._downloads import Download
from deckpress.outputs._edition import Edition
from deckpress.templating import View

# A side of a card in a cell of its sheet, in type of one of the sizes: `card c3 t1`.
FRONT = (
    '<article class="card c{cell} t{card.front_size}" id="q{card.number}">{card.front}</article>\n'
)
BACK = '<div class="card c{cell} t{card.back_size}">{card.back}</div>\n'


@dataclass(frozen=True, slots=True, repr=False)
class _Sheet(View):
    number: int
    grid: int
    """The index of its grid."""
    numbers: str
    """Of its cards: `9–16`, or `34, 77, 94`."""
    fronts: Markup
    backs: Markup


def write(
    book: Book,
    config: Config,
    paper: str,
    download: Download,
) -> Path:
    """Write the sheets for one `paper` (a key of `_cards_grid.PAPERS`). Same book, same bytes.

    Raises BadTemplate for a mistake in the deck's own template, OSError if the file cannot be
    written.
    """
    edition = _edition.make(book, config, _paper.LINK, described=False)
    card_size = CARD_SIZES[config.card_size]
    grids = _cards_grid.grids(paper, card_size)
    cards = [*_cut_outs(edition, grids)]
    # The page's policy allows this script and no other, by its hash.
    script = templating.page(config, "print/fit.js")
    digest = hashlib.sha256(script.encode()).digest()
    return _paper.write(
        edition,
        "print/cards.html",
        download,
        paper=paper,
        grids=grids,
        ticks=[[*_cards_grid.ticks(grid)] for grid in grids],
        sheets=[*_sheets(cards, grids, config.flip)],
        script=Markup(script),
        script_hash=base64.b64encode(digest).decode(),
    )


def _cut_outs(
    edition: Edition,
    grids: Sequence[Grid],
) -> Iterator[CutOut]:
    """All cards, in the order of the decks."""
    boxes = [_box(grid.card) for grid in grids]
    for deck, chapters in edition.decks.items():
        title = edition.title(deck) or edition.config.name
        topic = escape(title)
        for chapter in chapters:
            for note in chapter.notes:
                yield cut_out(note, topic, edition, boxes)


def _box(card: Size) -> Size:
    """What a card has for its text."""
    width, height = card
    side, above, below = PADDING
    return width - 2 * side, height - above - below


def _sheets(
    cards: Sequence[CutOut],
    grids: Sequence[Grid],
    flip: str,
) -> Iterator[_Sheet]:
    """The sheets of ordinary cards, then those of larger ones, each in the order of the decks."""
    sheet_number = itertools.count(1)
    for index, grid in enumerate(grids):
        of_this_size = [card for card in cards if card.grid == index]
        for start in range(0, len(of_this_size), grid.count):
            together = of_this_size[start : start + grid.count]
            yield _sheet(next(sheet_number), index, together, grid, flip)


def _sheet(
    number: int,
    index: int,
    cards: Sequence[CutOut],
    grid: Grid,
    flip: str,
) -> _Sheet:
    fronts, backs = [], []
    for cell, card in enumerate(cards):
        fronts.append(FRONT.format(cell=cell, card=card))
        behind = grid.behind(cell, flip)
        backs.append(BACK.format(cell=behind, card=card))
    return _Sheet(
        number,
        index,
        numbers=_in_words([card.number for card in cards]),
        fronts=Markup("".join(fronts)),
        backs=Markup("".join(backs)),
    )


def _in_words(numbers: Sequence[int]) -> str:
    """The numbers of a sheet, rising: three or more without a gap are a range."""
    first, last = numbers[0], numbers[-1]
    if last - first == len(numbers) - 1 > 1:
        return f"{first}–{last}"
    return ", ".join(map(str, numbers))
