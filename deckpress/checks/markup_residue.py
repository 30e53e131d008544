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
from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.markup import prose
from deckpress.model import Card, Deck, Fault, Section

FIX = "delete the marks or the label; put each labeled item on a line of its own"
_DELETED = "delete the label (`check --fix` does it)"

_STARS = re.compile(
    r"(?<!\*)\*\*+(?=\w)|(?<=\w)\*\*+|(?<![\w_])__(?=\w)|(?<=\w)__(?![\w_])|^#{1,6} ", re.MULTILINE
)
_FOOTNOTE = re.compile(r"\[\^[\w-]+\]")
_LABEL = re.compile(
    r"(?:^|<p>|<li>)<(?:strong|em)>((?:\d+[.)] )?"
    r"(?:question|answer|(?:real-(?:world|life) )?(?:analogy|application)|explanation|sources?)"
    r"\s*\d*:?)</(?:strong|em)>:?",
    re.IGNORECASE,
)
_NAMES = ("question", "answer", "analogy", "application", "explanation", "source")
_BEFORE = (": <strong>", ". <strong>", "; <strong>", ") <strong>")
_INSIDE = re.compile(
    r"(?:[:.;]|\d[.)]) <strong>(?:([^<]{2,40}:)</strong> |([^<]{2,40})</strong>: )"
)


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each section, at the first leftover."""
    for section in card.parts:
        if (
            "*" in section.source
            or "__" in section.source
            or "_:" in section.source
            or "#" in section.source
        ):
            phrase, message = _leftover(section)
            if phrase:
                opens = (
                    message.startswith("the label") and _without_label(section) != section.source
                )
                yield Fault(prose.find(section, phrase), message, _DELETED if opens else "")
        if "[^" in section.source and (found := _FOOTNOTE.search(prose.plain(section))):
            message = f"cards have no footnotes: {found[0]!r} is shown as it is"
            yield Fault(prose.find(section, found[0]), message, "put the remark into `### Notes`")


def fix(card: Card, deck: Deck, options: Mapping[str, Any]) -> Iterator[tuple[Section, str]]:
    """Delete a label that only repeats the name of the section that it opens."""
    yield from ((section, _without_label(section)) for section in card.parts)


def _without_label(section: Section) -> str:
    name = "Question" if section.name == "Title" else section.name
    label = rf"(?i:(\*\*|__|[*_]){re.escape(name)}\s*\d*(?::\1|\1:)[ ]+)(?=\S)"
    return re.sub(rf"\A(?:{label})+", "", section.source)


def _leftover(section: Section) -> tuple[str, str]:
    plain, html = prose.plain(section), section.html
    if ("**" in plain or "__" in plain or "#" in plain) and (found := _STARS.search(plain)):
        return found[0], f"{found[0].strip()!r} is left over from markup"
    marked = ("<strong>" in html or "<em>" in html) and prose.holds(section, _NAMES)
    if marked and (found := _LABEL.search(html)):
        return found[1], f"the label “{found[1]}” is left over"
    if any([before in html for before in _BEFORE]) and (found := _INSIDE.search(html)):
        phrase = found[1] or found[2]
        return phrase, f"the label “{phrase}” stands inside a paragraph"
    return "", ""
