"""The two sides of a cut-out card: what stands on them, in which type, on a card of which size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from deckpress.kinds import fields
from deckpress.model import Card, Note, Section
from deckpress.outputs._cards_fit import Shape, largest, shape, together
from deckpress.outputs._edition import Edition, filled_sections, unlinked

FRONT_TYPE = (13.0, 11.0, 9.0)
BACK_TYPE = (9.6, 8.3, 7.2)
"""Points; `templates/print/cards.css` has the same as classes t0, t1 and t2."""

MIDDLE = 1
"""The index of the middle size of type."""

BELOW = 0.8
"""What stands below the question is smaller: this share of its size."""

PADDING = (6.0, 8.6, 4.4)
"""Millimetres inside a card, as in `cards.css`: left and right, above (the topic stands there), below."""

EXTRAS = ("Analogy", "Application")
"""Printed where they make neither the type smaller than the middle size nor the card larger."""

TOO_LONG = "<p>Too long for a sheet of paper: read number {} in the booklet.</p>"

Box = tuple[float, float]
"""Width and height (mm) that a card has for its text."""


class Face(NamedTuple):
    """One side of a card."""

    size: int
    """Of its type: an index of `FRONT_TYPE` or `BACK_TYPE`."""
    html: Markup


class CutOut(NamedTuple):
    """A card, ready to be put on a sheet."""

    number: int
    grid: int
    """The index of the first box in which both sides fit."""
    front: Face
    back: Face


def cut_out(
    note: Note,
    topic: Markup,
    made: Edition,
    boxes: Sequence[Box],
) -> CutOut:
    """A card in the first of `boxes` in which both of its sides fit."""
    card = note.card
    number = made.numbers[card.id]
    sections = filled_sections(card)
    front_shape, back_shape = _front_shape(card, sections), _back_shape(sections)
    uris = made.inlined([note])
    head = Markup(f'<p class="top"><span>{topic}</span> <b>{number}</b></p>')
    for index, box in enumerate(boxes):
        front = largest(front_shape, *box, FRONT_TYPE)
        back = largest(back_shape, *box, BACK_TYPE)
        if front is None or back is None:
            continue
        extras, back = _extras(sections, back_shape, back, box)
        question = made.linked(_front(card, sections))
        told = made.linked(_back(sections, extras))
        blank = card.kind == "cloze"
        return CutOut(
            number,
            index,
            Face(front, head + made.html(question, uris, reveal=not blank)),
            Face(back, head + made.html(told, uris)),
        )
    title = made.html(_title(card), uris)
    excuse = Markup(TOO_LONG.format(number))
    smallest = len(FRONT_TYPE) - 1
    return CutOut(number, len(boxes) - 1, Face(smallest, head + title), Face(0, head + excuse))


# --- how high they are ------------------------------------------------------------------------


def _front_shape(card: Card, sections: Mapping[str, Section]) -> Shape:
    """The question, and in smaller type what it is about and the hint."""
    # The text of a cloze card and the options of a choice card are in its answer.
    asks_in_answer = card.kind in ("cloze", "choice")
    names = ("Question", "Answer", "Hint") if asks_in_answer else ("Question", "Hint")
    below = [sections[name] for name in names if name in sections]
    if card.kind == "choice":
        below = [_options(part) if part.name == "Answer" else part for part in below]
    return together(shape(card.title), *[shape(section).scaled(BELOW) for section in below])


def _back_shape(sections: Mapping[str, Section]) -> Shape:
    """The answer and the notes."""
    shapes = []
    if "Answer" in sections:
        shapes.append(shape(sections["Answer"]))
    if "Notes" in sections:
        shapes.append(shape(sections["Notes"], "Notes"))
    return together(*shapes) if shapes else Shape()


def _options(answer: Section) -> Section:
    """The options alone, without what the answer says about them."""
    count = sum(mark.kind == "choice" for mark in answer.marks)
    lines = [line for line in answer.text.split("\n") if line]
    marks = tuple(mark for mark in answer.marks if mark.kind != "image")
    return answer._replace(text="\n".join(lines[:count]), marks=marks)


def _extras(
    sections: Mapping[str, Section],
    text: Shape,
    size: int,
    box: Box,
) -> tuple[list[str], int]:
    """The names of the extras that fit below a text in type of some size, and the size then."""
    fitting: list[str] = []
    for name in EXTRAS:
        if name not in sections:
            continue
        text = together(text, shape(sections[name], name))
        smaller = largest(text, *box, BACK_TYPE)
        if smaller is None or smaller > max(size, MIDDLE):
            break
        fitting.append(name)
        size = smaller
    return fitting, size


# --- what stands on them, still as neutral HTML -----------------------------------------------


def _front(card: Card, sections: Mapping[str, Section]) -> str:
    """The question, what it is about, and the hint."""
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


def _back(sections: Mapping[str, Section], extras: Sequence[str]) -> str:
    """The answer, the notes, and what else there is room for."""
    names = [name for name in ("Answer", "Notes", *extras) if name in sections]
    return "".join([_div(name.lower(), sections[name].html) for name in names])


def _title(card: Card) -> str:
    return f"<h3>{unlinked(card.title.html)}</h3>"


def _div(name: str, html: str) -> str:
    return f'<div class="{name}">{html}</div>'
