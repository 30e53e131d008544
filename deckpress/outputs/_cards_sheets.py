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
from deckpress.deck.config import CARD_SIZES, Config
from deckpress.model import Book
from deckpress.outputs import _cards_grid, _paper
from deckpress.outputs._cards_faces import PADDING, CutOut, Face, cut_out
from deckpress.outputs._cards_grid import Grid
from deckpress.outputs._downloads import Download
from deckpress.outputs._edition import Edition, edition
from deckpress.templating import View


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
    made = edition(book, config, _paper.LINK, with_descriptions=False)
    grids = _cards_grid.grids(paper, CARD_SIZES[config.card_size])
    cut_outs = tuple(_cut_outs(made, grids))
    script = Markup(templating.page(config, "print/fit.js"))
    return _paper.write(
        made,
        "print/cards.html",
        download,
        paper=paper,
        grids=grids,
        ticks=[tuple(_cards_grid.ticks(grid)) for grid in grids],
        sheets=tuple(_sheets(cut_outs, grids, config.flip)),
        script=script,
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )


def _cut_outs(made: Edition, grids: Sequence[Grid]) -> Iterator[CutOut]:
    """All cards, in the order of the decks."""
    boxes = tuple(_box(grid) for grid in grids)
    for deck, chapters in made.decks.items():
        topic = escape(made.title(deck) or made.config.name)
        for chapter in chapters:
            for note in chapter.notes:
                yield cut_out(note, topic, made, boxes)


def _box(grid: Grid) -> tuple[float, float]:
    """Width and height (mm) that a card has for its text."""
    width, height = grid.card
    side, above, below = PADDING
    return width - 2 * side, height - above - below


def _sheets(
    cut_outs: Sequence[CutOut],
    grids: Sequence[Grid],
    flip: str,
) -> Iterator[_Sheet]:
    """The sheets of ordinary cards, then those of larger ones, each in the order of the decks."""
    sheet_number = itertools.count(1)
    for index, grid in enumerate(grids):
        behind = [grid.behind(cell, flip) for cell in range(grid.count)]
        of_this_size = [card for card in cut_outs if card.grid == index]
        for start in range(0, len(of_this_size), grid.count):
            cards = of_this_size[start : start + grid.count]
            yield _Sheet(
                next(sheet_number),
                index,
                _in_words([card.number for card in cards]),
                _fronts(cards),
                _backs(cards, behind),
            )


def _fronts(cards: Sequence[CutOut]) -> Markup:
    pieces = []
    for cell, card in enumerate(cards):
        face = card.front
        classes = _classes(cell, face)
        pieces.append(f'<article class="{classes}" id="q{card.number}">{face.html}</article>\n')
    return Markup("".join(pieces))


def _backs(cards: Sequence[CutOut], behind: Sequence[int]) -> Markup:
    """`behind` has, for each cell of the fronts, the one that comes to lie behind it."""
    pieces = []
    for cell, card in zip(behind, cards, strict=False):  # the last sheet may not be full
        face = card.back
        pieces.append(f'<div class="{_classes(cell, face)}">{face.html}</div>\n')
    return Markup("".join(pieces))


def _classes(cell: int, face: Face) -> str:
    """`card c3 t1`: in the fourth cell, in type of the middle size."""
    return f"card c{cell} t{face.size}"


def _in_words(numbers: Sequence[int]) -> str:
    """The numbers of a sheet, rising: three or more without a gap are a range."""
    first, last = numbers[0], numbers[-1]
    if last - first == len(numbers) - 1 > 1:
        return f"{first}–{last}"
    return ", ".join(map(str, numbers))
