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

from deckpress import markup
from deckpress.checks._contract import Faults, Options
from deckpress.model import Card, Fault, Mark

FIX = "close the cloze with }} in the same paragraph"
WAIVABLE = False

_BROKEN = {
    # The {{c1::rectified linear unit
    "unclosed-cloze": ("is never closed", ""),
    # The {{c1::**rectified}} linear unit**
    "crossing-cloze": (
        "ends inside other markup",
        "begin and end emphasis and links on the same side of the braces",
    ),
    # {{c1::{{c1::{{c1:: … }} }} }}
    "deep-cloze": (
        f"stands inside {markup.MAX_CLOZES} others: Anki sees no more",
        "nest less: make two cards",
    ),
}
"""What is wrong with a cloze, and the fix, by the kind of its mark."""


def check_card(card: Card, options: Options) -> Faults:
    """One fault for each broken cloze."""
    for section in card.parts:
        for mark in section.marks:
            # In other cards braces without a beginning are text like any other.
            if mark.kind != "stray-braces" or card.kind == "cloze":
                yield from _faults(mark)


def _faults(mark: Mark) -> Faults:
    cloze = f"the cloze c{mark.value}"
    if mark.kind in _BROKEN:
        message, fix = _BROKEN[mark.kind]
        yield Fault(mark.span, f"{cloze} {message}", fix)
    elif mark.kind == "double-hint":  # {{c1::std::vector::a container}}
        fix = "put what contains :: into `backticks`; only one :: can begin the hint"
        yield Fault(mark.span, f"a second :: in {cloze}", fix)
    elif mark.kind == "stray-braces":
        fix = "delete it, or put it into `backticks` if it is text"
        yield Fault(mark.span, "}} closes no cloze", fix)
    elif mark.kind == "cloze" and not mark.note.strip():
        yield Fault(mark.span, f"{cloze} is empty", "write what the learner is to recall")
    elif mark.kind.endswith("math") and _ends_too_early(mark.value):
        fix = "write a blank between the braces of the formula: } }"
        yield Fault(mark.span, "}} inside a cloze in a formula ends the cloze too early", fix)


def _ends_too_early(tex: str) -> bool:
    r"""Whether the first `}}` behind a cloze is the formula's own: {{c1::\frac{1}{x^{2}}}}.

    The TeX before it, and in the hint, is then not whole.
    """
    if "{{c" not in tex:
        return False
    _, hidden = markup.around_clozes(tex)
    return any(map(markup.lone_brace, hidden))
