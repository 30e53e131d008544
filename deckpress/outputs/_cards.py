"""Cut-out cards on paper of one size: sheets of fronts, each followed by the sheet of the backs behind them.

What fits is estimated (`_fit`): three sizes of type, then a card of double height, then one of a whole sheet; larger
cards come on sheets of their own at the end. A script in the page only corrects the estimate. `templates/print/cards.*`
say what it looks like, `[print]` in deckpress.toml how large the cards are and how the printer turns the paper.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup, escape

from deckpress import fields, templating
from deckpress.config import CARD_SIZES, Config
from deckpress.model import Book, Card, Note, Section
from deckpress.outputs import _fit, _paper, _sheet
from deckpress.typeset import Formula, Key, stylesheet, typeset

FRONT_TYPE = (13.0, 11.0, 9.0)
BACK_TYPE = (9.6, 8.3, 7.2)
"""Points; `templates/print/cards.css` has the same as classes t0, t1 and t2."""

BELOW = 0.8
"""What stands below the question is smaller: this share of its size."""

PADDING = (6.0, 8.6, 4.4)
"""Millimetres inside a card: left and right, above (below the line with the topic), below; `cards.css` has the same."""

EXTRAS = ("Analogy", "Application")
"""Printed where they make neither the type smaller than the middle size nor the card larger."""

TOO_LONG = "Too long for a sheet of paper: read number {} in the booklet."


class _Face(NamedTuple):
    """One side of a card."""

    size: int
    """Of its type: an index of `FRONT_TYPE` or `BACK_TYPE`."""
    html: str


class _CutOut(NamedTuple):
    number: int
    grid: int
    front: _Face
    back: _Face


@dataclass(frozen=True, slots=True)
class _Sheet:
    number: int
    grid: int
    numbers: str
    """Of its cards: `9–16`, or `34, 77, 94`."""
    fronts: Markup
    backs: Markup


@dataclass(frozen=True, slots=True)
class _Context:
    """What every card's HTML depends on."""

    root: Path
    formulas: Mapping[Key, Formula]
    numbers: Mapping[str, int]
    """Card id to running number, as in the booklet."""
    boxes: tuple[tuple[float, float], ...]
    """Width and height (mm) that a card of each grid has for its text."""


def write(book: Book, config: Config, paper: str) -> tuple[Path, ...]:
    """Write the sheets for one `paper` (a key of `_sheet.PAPERS`). Same book, same bytes.

    Raises jinja2.TemplateError for a mistake in the deck's own template, OSError if the file cannot be written.
    """
    decks = _paper.decks(book)
    placed = [
        (topic, note)
        for deck, chapters in decks.items()
        for topic in [escape(_paper.deck_title(deck, config) or config.name)]
        for chapter in chapters
        for note in chapter.notes
    ]
    formulas = typeset(fields.formulas(note.card for _, note in placed), config.cache / "formulas.json")
    grids = _sheet.grids(paper, CARD_SIZES[config.card_size])
    numbers = {note.card.id: n for n, (_, note) in enumerate(placed, book.first)}
    context = _Context(config.root, formulas, numbers, tuple(_box(grid) for grid in grids))
    cut_outs = [_cut_out(n, topic, note, context) for n, (topic, note) in enumerate(placed, book.first)]
    script = Markup(templating.environment(config).get_template("print/fit.js").render())
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
    side, above, below = PADDING
    return grid.card[0] - 2 * side, grid.card[1] - above - below


# --- sheets -----------------------------------------------------------------------------------------------------


def _sheets(cut_outs: Sequence[_CutOut], grids: Sequence[_sheet.Grid], flip: str) -> Iterator[_Sheet]:
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
            yield _Sheet(next(sheet), kind, numbers, Markup("".join(fronts)), Markup("".join(backs)))


def _in_words(numbers: Sequence[int]) -> str:
    if numbers[-1] - numbers[0] == len(numbers) - 1 > 1:
        return f"{numbers[0]}–{numbers[-1]}"
    return ", ".join(map(str, numbers))


# --- cards ------------------------------------------------------------------------------------------------------


def _cut_out(number: int, topic: Markup, note: Note, context: _Context) -> _CutOut:
    """A card in the first grid in which both of its sides fit. All HTML is neutral until it is put together."""
    card = note.card
    sections = {section.name: section for section in reversed(card.sections) if section.html}
    write = _paper.writer(note, context.root, context.formulas, context.numbers)
    head = f'<p class="top"><span>{topic}</span> <b>{number}</b></p>'
    asked, told = _asked(card, sections), [sections[name] for name in ("Answer", "Notes") if name in sections]
    below = [_fit.shape(section).scaled(BELOW) for section in asked]
    front_shape = _fit.together(_fit.shape(card.title), *below)
    back_shape = _fit.together(*([_fit.shape(section) for section in told] or [_fit.Shape()]))
    for grid, box in enumerate(context.boxes):
        front = _fit.largest(front_shape, *box, FRONT_TYPE)
        back = _fit.largest(back_shape, *box, BACK_TYPE)
        if front is not None and back is not None:
            extras, back = _extras(sections, back_shape, back, box)
            html = "".join([_div(section.name.lower(), section.html) for section in (*told, *extras)])
            question = write(_front(card, sections), reveal=card.kind != "cloze")
            return _CutOut(number, grid, _Face(front, head + question), _Face(back, head + write(html)))
    title, excuse = write(_title(card)), f"<p>{TOO_LONG.format(number)}</p>"
    return _CutOut(number, len(context.boxes) - 1, _Face(2, head + title), _Face(0, head + excuse))


def _asked(card: Card, sections: Mapping[str, Section]) -> list[Section]:
    """What stands below the question: the options of a choice card and the text of a cloze card are in its answer."""
    names = ("Question", "Answer", "Hint") if card.kind in ("cloze", "choice") else ("Question", "Hint")
    return [sections[name] for name in names if name in sections]


def _extras(
    sections: Mapping[str, Section], shape: _fit.Shape, size: int, box: tuple[float, float]
) -> tuple[list[Section], int]:
    """The extras that fit below a text of some shape and size of type, and the size that they leave."""
    found = []
    for section in [sections[name] for name in EXTRAS if name in sections]:
        shape = _fit.together(shape, _fit.shape(section, section.name))
        smaller = _fit.largest(shape, *box, BACK_TYPE)
        if smaller is None or smaller > max(size, 1):
            break
        found.append(section)
        size = smaller
    return found, size


def _front(card: Card, sections: Mapping[str, Section]) -> str:
    """The question, what it is about, and the hint; still neutral HTML."""
    pieces = [_title(card)]
    if "Question" in sections:
        pieces.append(_div("question", sections["Question"].html))
    if card.kind == "cloze" and "Answer" in sections:
        pieces.append(_div("text", sections["Answer"].html))
    if card.kind == "choice" and "Answer" in sections:
        pieces.append(_div("choices", fields.choices(sections["Answer"].html)))
    if "Hint" in sections:
        pieces.append(_div("hint", sections["Hint"].html))
    return "".join(pieces)


def _title(card: Card) -> str:
    return f"<h3>{_paper.unlinked(card.title.html)}</h3>"


def _div(name: str, html: str) -> str:
    return f'<div class="{name}">{html}</div>'
