"""A term that the deck spells in another way.

One thing under two spellings looks like two things, and a search finds only half of the cards. The deck's own
content/glossary.toml says how each term is written, and how it is not. Code, formulas, links and the titles of sources
may write it as they do. `check --fix` mends it, but for the hidden text of clozes.

Bad:
    Back-propagation needs the derivative of RELU.

Good:
    Backpropagation needs the derivative of ReLU.
"""

from collections.abc import Sequence

from deckpress.checks._contract import Faults, Mended, Options
from deckpress.deck import glossary
from deckpress.deck.glossary import Spelling, Use
from deckpress.markup import mending, prose
from deckpress.model import Card, Deck, Fault, Section

SEVERITY = "warning"
FIX = "spell it as content/glossary.toml does"

Spellings = Sequence[Spelling]


def check(deck: Deck, options: Options) -> Faults:
    """One fault for each place."""
    spellings = glossary.spellings(deck.glossary)
    if not spellings:
        return
    for card in deck.cards:
        for section in card.parts:
            yield from _faults(section, spellings)


def _faults(section: Section, spellings: Spellings) -> Faults:
    uses = _uses(section, spellings, clozes=True)
    mendable = _mendable(section, spellings) if uses else []
    for use in uses:
        if use in mendable:
            how = "`check --fix` does it"
        elif "\n" in use.written:
            how = "by hand: it runs over a line's end"
        else:
            how = "by hand: it is inside a cloze"
        written = " ".join(use.written.split())
        message = f"“{written}” is spelled “{use.better}” in this deck"
        fix = f"write “{use.better}” ({how})"
        entry = use.term.span
        yield Fault(section.at(use.start), message, fix, (entry,))


def fix(card: Card, deck: Deck, options: Options) -> Mended:
    """Write the preferred spelling, with its plural, and with a capital where one was written."""
    spellings = glossary.spellings(deck.glossary)
    for section in card.parts:
        source = section.source
        # The last first, so that the places of the others stay true.
        for use in reversed(_mendable(section, spellings)):
            before, after = source[: use.start], source[use.end :]
            source = before + use.better + after
        yield section, source


def _mendable(section: Section, spellings: Spellings) -> list[Use]:
    """The places that are safe to mend: outside clozes, and on one line."""
    return [use for use in _uses(section, spellings) if "\n" not in use.written]


def _uses(section: Section, spellings: Spellings, *, clozes: bool = False) -> list[Use]:
    """The places in a section's source; those inside clozes only if they are asked for."""
    if section.name == "Sources":
        return []
    words = prose.words(section)
    # "epochs" may be an "epoch"; what has no English letters has no head, and is looked for always.
    singulars = [word[:-1] for word in words if word.endswith("s")]
    heads = words.union(singulars, [""])
    likely = [spelling for spelling in spellings if spelling.head in heads]
    if not likely:
        return []
    text = mending.words_only(section.source, clozes=clozes)
    return glossary.uses(text, likely)
