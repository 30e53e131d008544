"""An application that says only that the thing is useful.

"It improves the performance of models" fits every card. An application that stays in mind names a system, a data set,
a call or a number.

Bad:
    ### Application
    Using appropriate methods improves performance.

Good:
    ### Application
    GPT-3 clipped the global gradient norm at 1.0.
"""

import functools
import re

from deckpress.checks._contract import Faults, Options
from deckpress.markup import prose
from deckpress.model import Card, Fault, Section

LANGUAGE = "en"
SEVERITY = "warning"
FIX = "name a system, a data set, a call or a number; or delete the section"
OPTIONS: Options = {"generic": []}
"""Beginnings of words that say nothing in this deck's field, beside the general ones below."""

GENERAL = """
    abilit accelerat achiev allow appl approach appropriat benefi better capab challeng choos
    complex correct crucial effect efficien enabl ensur essential facilitat good help implement
    importan improv increas iterativ key lead make many method new optimal perform possib power
    practic problem process progress prop provid quality reduc reliab result robust signific solv
    success support system task techni tool use using useful various way well work
""".split()
_DIGIT = re.compile(r"\d")
_FUNCTION = frozenset(
    """
    a about all also an and any are as at be been being both but by can could did do does during
    each for from had has have how if in into is it its just like may might more most much must no
    not of on one only or other our over same should so some such than that the their them then
    there these they this those through to too under until up very was we were what when where
    which while who why will with without would you your
    """.split()
)
"""Words that hold the others together: they count neither way."""


def check_card(card: Card, options: Options) -> Faults:
    """One fault at the section's text."""
    section = card.section("Application")
    if section is None or _shows_something_particular(section):
        return
    words = prose.words(section) - _FUNCTION
    generic = " ".join((*GENERAL, *options["generic"]))
    empty = sorted(word for word in words if _says_nothing(word, generic))
    # A single word says too little to be called empty.
    if len(words) > 1 and len(empty) > len(words) / 2:
        shown = ", ".join(empty[:4])
        yield Fault(section.at(0), f"this application says nothing particular ({shown} …)")


def _shows_something_particular(section: Section) -> bool:
    """Whether there is a number, a formula, a link, code or a name in bold."""
    if section.marks or "<" in section.html:
        return True
    return _DIGIT.search(section.text) is not None


@functools.lru_cache(maxsize=4096)
def _says_nothing(word: str, generic: str) -> bool:
    """Whether a word begins as one of the generic ones, "improving" as "improv"."""
    return word.startswith(tuple(generic.split()))
