"""Cut-out cards on paper of one size: sheets of fronts, each followed by the sheet of the backs behind them.

What fits is estimated (`_fit`): three sizes of type, then a card of double height, then one of a whole sheet; larger
cards come on sheets of their own at the end. A script in the page only corrects the estimate. `templates/print/cards.*`
say what it looks like, `[print]` in deckpress.toml how large the cards are and how the printer turns the paper.
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
from deckpress.formulas.typeset import stylesheet, typeset
from deckpress.kinds import fields
from deckpress.model import Book
from deckpress.outputs import _faces, _paper, _sheet
from deckpress.templating import View


@dataclass(frozen=True, slots=True, repr=False)
class _Sheet(View):
    number: int
    grid: int
    numbers: str
    """Of its cards: `9–16`, or `34, 77, 94`."""
    fronts: Markup
    backs: Markup


def write(book: Book, config: Config, paper: str) -> tuple[Path, ...]:
    """Write the sheets for one `paper` (a key of `_sheet.PAPERS`). Same book, same bytes.

    Raises BadTemplate for a mistake in the deck's own template, OSError if the file cannot be written.
    """
    decks = _paper.decks(book)
    placed = [
        (topic, note)
        for deck, chapters in decks.items()
        for topic in [escape(_paper.deck_title(deck, config) or config.name)]
        for chapter in chapters
        for note in chapter.notes
    ]
    formulas = typeset(
        fields.formulas(note.card for _, note in placed), config.cache / "formulas.json"
    )
    grids = _sheet.grids(paper, CARD_SIZES[config.card_size])
    numbers = {note.card.id: n for n, (_, note) in enumerate(placed, book.first)}
    context = _faces.Context(config.root, formulas, numbers, tuple(_box(grid) for grid in grids))
    cut_outs = [
        _faces.cut_out(n, topic, note, context)
        for n, (topic, note) in enumerate(placed, book.first)
    ]
    script = Markup(templating.page(config, "print/fit.js"))
    path = _paper.write(
        config,
        "print/cards.html",
        f"cards-{paper.lower()}",
        paper=paper,
        grids=grids,
        ticks=[tuple(_sheet.ticks(grid)) for grid in grids],
        sheets=tuple(_sheets(cut_outs, grids, config.flip)),
        count=len(placed),
        math_css=Markup(stylesheet("".join(formula.html for formula in formulas.values()))),
        script=script,
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )
    return (path,)


def _box(grid: _sheet.Grid) -> tuple[float, float]:
    side, above, below = _faces.PADDING
    return grid.card[0] - 2 * side, grid.card[1] - above - below


def _sheets(
    cut_outs: Sequence[_faces.CutOut], grids: Sequence[_sheet.Grid], flip: str
) -> Iterator[_Sheet]:
    """The sheets of ordinary cards, then those of larger ones, each in deck order."""
    sheet = itertools.count(1)
    for kind, grid in enumerate(grids):
        behind = [grid.behind(cell, flip) for cell in range(grid.count)]
        mine = iter([cut_out for cut_out in cut_outs if cut_out.grid == kind])
        while cards := tuple(itertools.islice(mine, grid.count)):
            fronts = (
                f'<article class="card c{cell} t{card.front.size}" id="q{card.number}">{card.front.html}</article>\n'
                for cell, card in enumerate(cards)
            )
            backs = (
                f'<div class="card c{cell} t{card.back.size}">{card.back.html}</div>\n'
                for cell, card in zip(behind, cards, strict=False)
            )
            numbers = _in_words([card.number for card in cards])
            yield _Sheet(
                next(sheet), kind, numbers, Markup("".join(fronts)), Markup("".join(backs))
            )


def _in_words(numbers: Sequence[int]) -> str:
    if numbers[-1] - numbers[0] == len(numbers) - 1 > 1:
        return f"{numbers[0]}–{numbers[-1]}"
    return ", ".join(map(str, numbers))
