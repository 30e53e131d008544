"""Markup or a label that was left over when the text was pasted.

Stars that make nothing bold, footnotes, a label such as "Answer:" that the section's name says already, and bold
labels in the middle of a paragraph (a list that lost its lines) are shown to the learner.

Bad:
    **Answer:** The steps are: 1. **Forward pass:** run the network. 2. **Loss:** compare.

Good:
    1. **Forward pass:** run the network.
    2. **Loss:** compare.
"""

import re
from itertools import islice

from deckpress.checks._contract import Faults, Mended, Options
from deckpress.checks._phrases import first_phrase
from deckpress.markup import prose
from deckpress.model import Card, Deck, Fault, Section

FIX = "delete the marks or the label; put each labeled item on a line of its own"

_STARS = re.compile(
    r"""
      (?<!\*)\*\*+(?=\w) | (?<=\w)\*\*+        # **bold, bold**
    | (?<![\w_])__(?=\w) | (?<=\w)__(?![\w_])  # __bold, bold__
    | ^\#{1,6}[ ]                              # ## a heading
    """,
    re.MULTILINE | re.VERBOSE,
)
_SIGNS = ("*", "__", "_:", "#")
_FOOTNOTE = re.compile(r"\[\^[\w-]+\]")
_LABEL = re.compile(
    r"""
    (?:^|<p>|<li>)<(?:strong|em)>
    (                                # Answer 2:, 1. Real-world analogy
        (?:\d+[.)]\ )?
        (?:question|answer|(?:real-(?:world|life)\ )?(?:analogy|application)|explanation|sources?)
        \s*\d*:?
    )
    </(?:strong|em)>:?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NAMES = ("question", "answer", "analogy", "application", "explanation", "source")
_INNER_LABEL = re.compile(
    r"""
    (?:[:.;]|\d[.)])\ <strong>     # The steps are: 1. <strong>
    (?:
        ([^<]{2,40}:)</strong>[ ]  # Forward pass:</strong> run
      | ([^<]{2,40})</strong>:[ ]  # Forward pass</strong>: run
    )
    """,
    re.VERBOSE,
)
_BEFORE_INNER = (": <strong>", ". <strong>", "; <strong>", ") <strong>")


def check_card(card: Card, options: Options) -> Faults:
    """One fault for each section, at the first leftover, and one at the first footnote."""
    for section in card.parts:
        if any([sign in section.source for sign in _SIGNS]):
            yield from islice(_leftovers(section), 1)
        if "[^" in section.source:
            yield from _footnotes(section)


def _footnotes(section: Section) -> Faults:
    found = first_phrase(_FOOTNOTE, section)
    if found:
        message = f"cards have no footnotes: {found!r} is shown as it is"
        place = prose.find(section, found)
        yield Fault(place, message, "put the remark into `### Notes`")


def _leftovers(section: Section) -> Faults:
    stars = first_phrase(_STARS, section, ("**", "__", "#"))
    if stars:
        message = f"{stars.strip()!r} is left over from markup"
        yield Fault(prose.find(section, stars), message)
    html = section.html
    if prose.holds(section, _NAMES) and ("<strong>" in html or "<em>" in html):
        label = _LABEL.search(html)
        if label:
            yield _label_fault(section, label[1], "is left over")
    if any([before in html for before in _BEFORE_INNER]):
        label = _INNER_LABEL.search(html)
        if label:
            yield _label_fault(section, label[1] or label[2], "stands inside a paragraph")


def _label_fault(section: Section, label: str, what: str) -> Fault:
    is_mendable = _without_label(section) != section.source
    fix = "delete the label (`check --fix` does it)" if is_mendable else ""
    return Fault(prose.find(section, label), f"the label “{label}” {what}", fix)


def fix(card: Card, deck: Deck, options: Options) -> Mended:
    """Delete a label that only repeats the name of the section that it opens."""
    for section in card.parts:
        yield section, _without_label(section)


def _without_label(section: Section) -> str:
    name = "Question" if section.name == "Title" else section.name
    # What it looks like: **Answer:** It …, *Answer 2*: It …
    label = rf"(?i:(\*\*|__|[*_]){re.escape(name)}\s*\d*(?::\1|\1:)[ ]+)(?=\S)"
    return re.sub(rf"\A(?:{label})+", "", section.source)
