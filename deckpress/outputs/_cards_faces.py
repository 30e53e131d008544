"""The two sides of a cut-out card: what stands on them, in which type, on a card of which size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from deckpress.kinds import fields
from deckpress.model import Card, Note, Section
from deckpress.outputs._cards_fit import Shape, largest, shape, together
from deckpress.outputs._cards_grid import Size
from deckpress.outputs._edition import Edition, filled_sections, unlinked

FRONT_TYPE = (13.0, 11.0, 9.0)
BACK_TYPE = (9.6, 8.3, 7.2)
"""Points; `templates/print/cards.css` has the same as classes t0, t1 and t2."""

LARGEST, MIDDLE, SMALLEST = range(3)
"""Indices of sizes of type."""

BELOW = 0.8
"""What stands below the question is smaller: this share of its size."""

PADDING = (6.0, 8.6, 4.4)
"""Millimetres inside a card: left and right, above (below the line with the topic), below.

`cards.css` has the same.
"""

TOLD = ("Answer", "Notes")
"""What stands on the back."""

EXTRAS = ("Analogy", "Application")
"""Printed where they make neither the type smaller than the middle size nor the card larger."""

TOO_LONG = "<p>Too long for a sheet of paper: read number {} in the booklet.</p>"


class CutOut(NamedTuple):
    """A card, ready to be put on a sheet."""

    number: int
    grid: int
    """The index of its size: that of the first box in which both sides fit."""
    front: Markup
    front_size: int
    """Of its type: an index of `FRONT_TYPE`."""
    back: Markup
    back_size: int
    """Of its type: an index of `BACK_TYPE`."""


def cut_out(
    note: Note,
    topic: Markup,
    edition: Edition,
    boxes: Sequence[Size],
) -> CutOut:
    """A card in the first of `boxes`, what cards have for their text, in which both sides fit."""
    card = note.card
    number = edition.numbers[card.id]
    pictures = edition.data_uris([note])
    sections = filled_sections(card)
    asked = _asked(card.kind, sections)
    told = [sections[name] for name in TOLD if name in sections]
    front_shape = _front_shape(card, asked)
    back_shape = together(map(_labelled, told))
    head = Markup(f'<p class="top"><span>{topic}</span> <b>{number}</b></p>')
    for index, box in enumerate(boxes):
        front_size = largest(front_shape, *box, FRONT_TYPE)
        back_size = largest(back_shape, *box, BACK_TYPE)
        if front_size is None or back_size is None:
            continue
        extras, back_size = _extras(sections, back_shape, back_size, box)
        question = edition.linked(_front(card, asked))
        answer = edition.linked(_back([*told, *extras]))
        blank = card.kind == "cloze"
        front = head + edition.html(question, pictures, reveal=not blank)
        back = head + edition.html(answer, pictures)
        return CutOut(number, index, front, front_size, back, back_size)
    front = head + edition.html(_title(card), pictures)
    back = head + Markup(TOO_LONG.format(number))
    return CutOut(number, len(boxes) - 1, front, SMALLEST, back, LARGEST)


def _asked(kind: str, sections: Mapping[str, Section]) -> list[Section]:
    """What stands below the question."""
    names = ["Question", "Hint"]
    if kind in ("cloze", "choice"):  # the text with blanks, and the options, are in the answer
        names.insert(1, "Answer")
    return [sections[name] for name in names if name in sections]


# --- how high they are ------------------------------------------------------------------------


def _front_shape(card: Card, asked: Sequence[Section]) -> Shape:
    shapes = [shape(card.title)]
    for section in asked:
        if section.name == "Answer" and card.kind == "choice":
            section = _options(section)
        shapes.append(shape(section).scaled(BELOW))
    return together(shapes)


def _options(answer: Section) -> Section:
    """The options alone, without what the answer says about them."""
    count = sum(mark.kind == "choice" for mark in answer.marks)
    lines = [line for line in answer.text.split("\n") if line]
    shown = "\n".join(lines[:count])
    marks = [mark for mark in answer.marks if mark.kind != "image"]
    return answer._replace(text=shown, marks=tuple(marks))


def _labelled(section: Section) -> Shape:
    """The shape of a section of the back: all but the answer begin with their name."""
    label = "" if section.name == "Answer" else section.name
    return shape(section, label)


def _extras(
    sections: Mapping[str, Section],
    text: Shape,
    size: int,
    box: Size,
) -> tuple[list[Section], int]:
    """The extras that fit below a text in type of some size, and the size that they leave."""
    fitting: list[Section] = []
    for name in EXTRAS:
        if name not in sections:
            continue
        text = together([text, shape(sections[name], name)])
        smaller = largest(text, *box, BACK_TYPE)
        if smaller is None or smaller > max(size, MIDDLE):
            break
        fitting.append(sections[name])
        size = smaller
    return fitting, size


# --- what stands on them, still as neutral HTML -----------------------------------------------


def _front(card: Card, asked: Sequence[Section]) -> str:
    pieces = [_title(card)]
    for section in asked:
        if section.name != "Answer":
            pieces.append(_div(section.name, section.html))
        elif card.kind == "cloze":
            pieces.append(_div("text", section.html))
        else:
            options = fields.choices(section.html)
            pieces.append(_div("choices", options))
    return "".join(pieces)


def _back(sections: Sequence[Section]) -> str:
    pieces = [_div(section.name, section.html) for section in sections]
    return "".join(pieces)


def _title(card: Card) -> str:
    return f"<h3>{unlinked(card.title.html)}</h3>"


def _div(name: str, html: str) -> str:
    return f'<div class="{name.lower()}">{html}</div>'
