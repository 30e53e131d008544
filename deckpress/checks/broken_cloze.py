"""A cloze that Anki would cut in the wrong place, or not see at all.

`{{c1::` needs its `}}` in the same paragraph; emphasis that begins inside a cloze ends inside it; the first `::` begins
the hint, so a second one is a mistake; an empty cloze asks for nothing; inside ten others Anki sees none. (Braces and
colons in formulas and code are safe: deckpress protects them.)

Bad:
    The {{c1::**rectified** linear unit
    {{c1::std::vector::a container}}

Good:
    The {{c1::**rectified** linear unit}}
    {{c1::`std::vector`::a container}}
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress import markup
from deckpress.model import Card, Fault, Mark

FIX = "close the cloze with }} in the same paragraph"
WAIVABLE = False

_BROKEN = ("cloze", "unclosed-cloze", "crossing-cloze", "deep-cloze", "double-hint")


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each broken cloze."""
    for section in card.parts:
        for mark in section.marks:
            if mark.kind in _BROKEN or (mark.kind == "stray-braces" and card.kind == "cloze"):
                yield from _broken(mark)
            elif mark.kind.endswith("math") and "{{c" in mark.value:
                yield from _in_formula(mark)


def _broken(mark: Mark) -> Iterator[Fault]:
    if mark.kind == "unclosed-cloze":
        yield Fault(mark.span, f"the cloze c{mark.value} is never closed")
    elif mark.kind == "crossing-cloze":
        fix = "begin and end emphasis and links on the same side of the braces"
        yield Fault(mark.span, f"the cloze c{mark.value} ends inside other markup", fix)
    elif mark.kind == "deep-cloze":
        message = (
            f"the cloze c{mark.value} stands inside {markup.MAX_CLOZES} others: Anki sees no more"
        )
        yield Fault(mark.span, message, "nest less: make two cards")
    elif mark.kind == "double-hint":
        fix = "put what contains :: into `backticks`; only one :: can begin the hint"
        yield Fault(mark.span, f"a second :: in the cloze c{mark.value}", fix)
    elif mark.kind == "stray-braces":
        yield Fault(
            mark.span, "}} closes no cloze", "delete it, or put it into `backticks` if it is text"
        )
    elif mark.kind == "cloze" and not mark.note.strip():
        yield Fault(
            mark.span, f"the cloze c{mark.value} is empty", "write what the learner is to recall"
        )


def _in_formula(mark: Mark) -> Iterator[Fault]:
    """In a formula the first `}}` ends the cloze: the TeX before it, and in its hint, must be whole."""
    if any(map(markup.lone_brace, markup.around_clozes(mark.value)[1])):
        fix = "write a blank between the braces of the formula: } }"
        yield Fault(mark.span, "}} inside a cloze in a formula ends the cloze too early", fix)
