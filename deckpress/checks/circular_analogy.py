"""An analogy that explains nothing: a stock phrase, or a picture of the thing by the thing itself.

"Like choosing the right tool for the job" fits every choice; "a translation model is like a translator" goes in a
circle.

Bad:
    ### Analogy
    It is like choosing the right tool for the job.

Good:
    ### Analogy
    A door that opens in one direction only.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.checks import embedded_analogy, embedded_example
from deckpress.markup import prose
from deckpress.model import Card, Fault

LANGUAGE = "en"
SEVERITY = "warning"
FIX = "find a picture from another world in which the same thing happens for the same reason, or delete it"
OPTIONS: Mapping[str, Any] = {
    "empty": [
        "right tool for the job",
        "feedback mechanism",
        "two sides of the same coin",
        "well-oiled machine",
        "swiss army knife",
        "secret ingredient",
    ]
}
"""Phrases that make any analogy empty, in lower case."""

MOST = 50
"""Words on each side of a comparison that are looked at."""

_LONG_WORD = re.compile(r"[a-z][a-z-]{5,}")


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for the analogy, in its section or inside the answer."""
    section = card.section("Analogy")
    if section:
        phrase = _empty(section.text.lower(), options["empty"])
    elif section := card.answer:
        cue = embedded_analogy.marker(card)
        sentence = (
            next((s for s in prose.sentences(prose.plain(section)) if cue in s), "") if cue else ""
        )
        thing, picture = sentence.lower().split(cue.lower(), 1) if sentence else ("", "")
        phrase = _empty(sentence.lower(), options["empty"]) or _circle(thing, picture)
    else:
        return
    if phrase:
        place = prose.find(section, phrase)
        yield Fault(place, f"the analogy explains nothing: “{phrase}”")


def _empty(text: str, phrases: list[str]) -> str:
    return next((phrase for phrase in phrases if phrase in text), "")


def _circle(thing: str, picture: str) -> str:
    """A word of the picture with the stem of one in the example that it illustrates; empty if there is none."""
    if not embedded_example.opens(thing):
        return ""
    things, pictures = _LONG_WORD.findall(thing)[:MOST], _LONG_WORD.findall(picture)[:MOST]
    pairs = ((a, b) for b in pictures for a in things)
    return next((b for a, b in pairs if _same_stem(a, b)), "")


def _same_stem(one: str, other: str) -> bool:
    least = max(5, min(len(one), len(other)) - 3)
    return one[:least] == other[:least]
