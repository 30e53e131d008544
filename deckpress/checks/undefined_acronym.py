"""An acronym that the card does not spell out and that the deck does not take for known.

A learner who meets it first here has to look it up. Spell it out once, as "long short-term memory (LSTM)" or "LSTM
(long short-term memory)"; or, if everyone knows it, add it to `known` in deckpress.toml.

Bad:
    SMOTE interpolates between neighbors.

Good:
    SMOTE (Synthetic Minority Over-sampling Technique) interpolates between neighbors.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.markup import prose
from deckpress.model import Card, Fault

SEVERITY = "info"
FIX = "spell it out on this card, or add it to `known` under [checks.undefined-acronym] in deckpress.toml"
OPTIONS: Mapping[str, Any] = {"known": []}
"""Acronyms that need no explanation in this deck, beside those everyone knows."""

EVERYONE = frozenset(
    "AI AM API ASCII BC CD CPU CSS CSV DNA EU FAQ GB GPS GPU GUI HTML HTTP HTTPS ID IDE IO IP IT JSON KB LED MB NASA "
    "OK OS PC PDF PM QA RAM RNA ROM SDK SI SMS SQL SSD TB TCP TODO TV UI UK UN URL US USA USB UTF UV UX VIP WWW XML "
    "AND NOT OR XOR NAND II III IV VI VII VIII IX XI XII".split()
)
_ACRONYM = re.compile(r"(?<![\w'/.-])[A-Z]{2,}(?=s?(?![\w'.]*\w))")


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each acronym, where it first stands."""
    sections = (card.question, *prose.backs(card))
    known = options["known"]
    raw = "\n".join([section.text for section in sections])
    if not prose.capitals(raw).difference(EVERYONE, known) or {
        *_ACRONYM.findall(raw)
    } <= EVERYONE.union(known):
        return
    text = "\n".join(map(prose.plain, sections))
    for name in dict.fromkeys(_ACRONYM.findall(text)):
        spelled_out = any(f"{name}{after}" in text for after in (")", "s)", " (", "s ("))
        if not spelled_out and name not in EVERYONE and name not in known:
            first = next(s for s in sections if name in prose.plain(s))
            yield Fault(first.find(name), f"{name} is not explained on this card")
