"""A term that the deck spells in another way.

One thing under two spellings looks like two things, and a search finds only half of the cards. The deck's own
content/glossary.toml says how each term is written, and how it is not. Code, formulas, links and the titles of sources
may write it as they do. `check --fix` mends it, but for the hidden text of clozes.

Bad:
    Back-propagation needs the derivative of RELU.

Good:
    Backpropagation needs the derivative of ReLU.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from deckpress.deck import glossary
from deckpress.markup import mending, prose
from deckpress.model import Card, Deck, Fault, Section

SEVERITY = "warning"
FIX = "spell it as content/glossary.toml does"


def check(deck: Deck, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each place."""
    spellings = glossary.spellings(deck.glossary)
    for card in deck.cards if spellings else ():
        for section in card.parts:
            every = _uses(section, spellings, clozes=True)
            mendable = {use.start for use in _uses(section, spellings)} if every else set()
            for use in every:
                message = (
                    f"“{' '.join(use.written.split())}” is spelled “{use.better}” in this deck"
                )
                where = (
                    "it runs over a line's end" if "\n" in use.written else "it is inside a cloze"
                )
                how = "`check --fix` does it" if use.start in mendable else f"by hand: {where}"
                yield Fault(
                    section.at(use.start),
                    message,
                    f"write “{use.better}” ({how})",
                    (use.term.span,),
                )


def fix(card: Card, deck: Deck, options: Mapping[str, Any]) -> Iterator[tuple[Section, str]]:
    """Write the preferred spelling, with a capital where the sentence began with one, and with its plural."""
    spellings = glossary.spellings(deck.glossary)
    for section in card.parts:
        source = section.source
        for use in reversed(_uses(section, spellings)):
            source = source[: use.start] + use.better + source[use.end :]
        yield section, source


def _uses(
    section: Section, spellings: Sequence[glossary.Spelling], *, clozes: bool = False
) -> list[glossary.Use]:
    """The places in a section's source; without `clozes`, those that are safe to mend."""
    if section.name == "Sources":
        return []
    words = prose.words(section)
    words |= {word[:-1] for word in words if word.endswith("s")} | {""}
    if words.isdisjoint([spelling.head for spelling in spellings]):
        return []
    likely = [spelling for spelling in spellings if spelling.head in words]
    found = glossary.uses(mending.words_only(section.source, clozes=clozes), likely)
    return [use for use in found if clozes or "\n" not in use.written]
