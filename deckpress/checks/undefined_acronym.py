"""An acronym that the card does not spell out and that the deck does not take for known.

A learner who meets it first here has to look it up. Spell it out once, as "long short-term memory (LSTM)" or "LSTM
(long short-term memory)"; or, if everyone knows it, add it to `known` in deckpress.toml.

Bad:
    SMOTE interpolates between neighbors.

Good:
    SMOTE (Synthetic Minority Over-sampling Technique) interpolates between neighbors.
"""

import re
from collections.abc import Iterable

from deckpress.checks._contract import Faults, Options
from deckpress.markup import prose
from deckpress.model import Card, Fault

SEVERITY = "info"
FIX = (
    "spell it out on this card, or add it to `known` under [checks.undefined-acronym] "
    "in deckpress.toml"
)
OPTIONS: Options = {"known": []}
"""Acronyms that need no explanation in this deck, beside those everyone knows."""

EVERYONE = frozenset(
    """
    AI AM API ASCII BC CD CPU CSS CSV DNA EU FAQ GB GPS GPU GUI HTML HTTP HTTPS ID IDE IO IP IT JSON
    KB LED MB NASA OK OS PC PDF PM QA RAM RNA ROM SDK SI SMS SQL SSD TB TCP TODO TV UI UK UN URL US
    USA USB UTF UV UX VIP WWW XML
    AND NOT OR XOR NAND II III IV VI VII VIII IX XI XII
    """.split()
)
# LSTMs and (GRU), but not an id such as GPT-4, N/A or CI.yml.
_ACRONYM = re.compile(r"(?<![\w'/.-])[A-Z]{2,}(?=s?(?![\w'.]*\w))")


def check_card(card: Card, options: Options) -> Faults:
    """One fault for each acronym, where it first stands."""
    sections = (card.question, *prose.backs(card))
    written = "\n".join([section.text for section in sections])
    # Most cards have none but known ones: that is to be seen without reading their markup.
    if not _unknown(prose.capitals(written), options):
        return
    if not _unknown(_ACRONYM.findall(written), options):
        return
    text = "\n".join(map(prose.plain, sections))
    for name in _unknown(_ACRONYM.findall(text), options):
        if not _is_spelled_out(name, text):
            first = next(section for section in sections if name in prose.plain(section))
            yield Fault(first.find(name), f"{name} is not explained on this card")


def _unknown(names: Iterable[str], options: Options) -> list[str]:
    """Each of some names once that neither everyone nor the deck knows."""
    strange = [name for name in dict.fromkeys(names) if name not in EVERYONE]
    return [name for name in strange if name not in options["known"]]


def _is_spelled_out(name: str, text: str) -> bool:
    """Whether a text holds "long short-term memory (LSTM)" or "LSTMs (long short-term …)"."""
    return any(name + after in text for after in (")", "s)", " (", "s ("))
