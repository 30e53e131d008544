"""The two sides of a cut-out card: what stands on them, and in which type on a card of which size it fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from deckpress.formulas.typeset import Formula, Key
from deckpress.kinds import fields
from deckpress.model import Card, Note, Section
from deckpress.outputs import _fit, _paper

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


class Face(NamedTuple):
    """One side of a card."""

    size: int
    """Of its type: an index of `FRONT_TYPE` or `BACK_TYPE`."""
    html: Markup


class CutOut(NamedTuple):
    """A card, ready to be put on a sheet."""

    number: int
    grid: int
    """The first of `Context.boxes` in which both sides fit."""
    front: Face
    back: Face


@dataclass(frozen=True, slots=True)
class Context:
    """What every card's HTML depends on."""

    root: Path
    formulas: Mapping[Key, Formula]
    numbers: Mapping[str, int]
    """Card id to running number, as in the booklet."""
    boxes: tuple[tuple[float, float], ...]
    """Width and height (mm) that a card of each grid has for its text."""


def cut_out(number: int, topic: Markup, note: Note, context: Context) -> CutOut:
    """A card in the first grid in which both of its sides fit. All HTML is neutral until it is put together."""
    card = note.card
    sections = {section.name: section for section in reversed(card.sections) if section.html}
    write = _paper.writer(note, context.root, context.formulas, context.numbers)
    head = Markup(f'<p class="top"><span>{topic}</span> <b>{number}</b></p>')
    asked, told = (
        _asked(card, sections),
        [sections[name] for name in ("Answer", "Notes") if name in sections],
    )
    below = [_fit.shape(section).scaled(BELOW) for section in asked]
    front_shape = _fit.together(_fit.shape(card.title), *below)
    back_shape = _fit.together(
        *(
            [
                _fit.shape(section, "" if section.name == "Answer" else section.name)
                for section in told
            ]
            or [_fit.Shape()]
        )
    )
    for grid, box in enumerate(context.boxes):
        front = _fit.largest(front_shape, *box, FRONT_TYPE)
        back = _fit.largest(back_shape, *box, BACK_TYPE)
        if front is not None and back is not None:
            extras, back = _extras(sections, back_shape, back, box)
            html = "".join(
                [_div(section.name.lower(), section.html) for section in (*told, *extras)]
            )
            question = write(_front(card, sections), reveal=card.kind != "cloze")
            return CutOut(
                number, grid, Face(front, head + question), Face(back, head + write(html))
            )
    title, excuse = write(_title(card)), Markup(f"<p>{TOO_LONG.format(number)}</p>")
    return CutOut(number, len(context.boxes) - 1, Face(2, head + title), Face(0, head + excuse))


def _asked(card: Card, sections: Mapping[str, Section]) -> list[Section]:
    """What stands below the question: the options of a choice card and the text of a cloze card are in its answer."""
    names = (
        ("Question", "Answer", "Hint") if card.kind in ("cloze", "choice") else ("Question", "Hint")
    )
    found = [sections[name] for name in names if name in sections]
    return [_options(s) if s.name == "Answer" and card.kind == "choice" else s for s in found]


def _options(answer: Section) -> Section:
    """The options alone, without what the answer says about them."""
    count = sum(mark.kind == "choice" for mark in answer.marks)
    lines = [line for line in answer.text.split("\n") if line]
    return answer._replace(
        text="\n".join(lines[:count]), marks=tuple(m for m in answer.marks if m.kind != "image")
    )


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
