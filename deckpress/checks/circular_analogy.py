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
from collections.abc import Sequence

from deckpress.checks import embedded_analogy, embedded_example
from deckpress.checks._contract import Faults, Options
from deckpress.markup import prose
from deckpress.model import Card, Fault, Section

LANGUAGE = "en"
SEVERITY = "warning"
FIX = (
    "find a picture from another world in which the same thing happens for the same reason, "
    "or delete it"
)
OPTIONS: Options = {
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

# Shorter words are alike by chance.
_LONG_WORD = re.compile(r"[a-z][a-z-]{5,}")


def check_card(card: Card, options: Options) -> Faults:
    """One fault for the analogy, in its section or inside the answer."""
    section = card.section("Analogy")
    if section:
        phrase = _empty_phrase(section.text.lower(), options["empty"])
    elif card.answer:
        section = card.answer
        phrase = _inside_answer(section, embedded_analogy.marker(card), options["empty"])
    if section and phrase:
        message = f"the analogy explains nothing: “{phrase}”"
        yield Fault(prose.find(section, phrase), message)


def _inside_answer(answer: Section, cue: str, empty: Sequence[str]) -> str:
    """What makes the comparison empty that begins with `cue` ("is like"), if one does."""
    if not cue:
        return ""
    sentences = prose.sentences(prose.plain(answer))
    comparison = next((sentence for sentence in sentences if cue in sentence), "")
    sentence = comparison.lower()
    thing, _, picture = sentence.partition(cue.lower())
    return _empty_phrase(sentence, empty) or _circle(thing, picture)


def _empty_phrase(text: str, phrases: Sequence[str]) -> str:
    return next((phrase for phrase in phrases if phrase in text), "")


def _circle(thing: str, picture: str) -> str:
    """A word of the picture with the stem of one in the example that it is to illustrate.

    For example, translation models are like translators: "translators". Empty if there is none.
    """
    if not embedded_example.opens(thing):
        return ""
    things: list[str] = _LONG_WORD.findall(thing)[:MOST]
    pictures: list[str] = _LONG_WORD.findall(picture)[:MOST]
    for word in pictures:
        if any(_same_stem(word, other) for other in things):
            return word
    return ""


def _same_stem(one: str, other: str) -> bool:
    """Whether two words begin alike, but for three letters: "translation" and "translator"."""
    shorter = min(len(one), len(other))
    stem = max(5, shorter - 3)
    return one[:stem] == other[:stem]
