"""Stage 1, parse: the files of a deck -> Deck.

folder        what lies in content/
reading       Markdown files -> pages; pictures: the files that they show
canonical     the text of a page -> Page; blocks, page_text, cards, front_matter: its parts
slips         what Markdown reads in another way than it was meant
deck_names    the decks that folders make
layout        a page in its canonical layout, for `fmt`
"""

from __future__ import annotations

from pathlib import Path

from deckpress.deck import comparison_words, glossary, ledger, media, misconceptions, taxonomy
from deckpress.deck.config import Config
from deckpress.model import Deck, Fault, Page, Problem, Span
from deckpress.sources.deck_names import deck_name
from deckpress.sources.folder import contents
from deckpress.sources.pictures import ambiguous, media_facts, pictures, with_pictures
from deckpress.sources.reading import page_of, parsed
from deckpress.system import remembered

__all__ = ["deck_name", "page_of", "page_paths", "read"]


def read(config: Config) -> tuple[Deck, list[Problem]]:
    """Parse the whole deck; returns it and what is wrong with its own TOML files."""
    folder = contents(config)
    faults = [*folder.faults]
    if not folder.pages:
        message = "no cards: there is no Markdown file here"
        faults.append(Fault(Span("content"), message, code="no-cards"))
    pages: list[Page] = []
    clashing: list[tuple[str, str]] = []
    for page in parsed(folder.pages, config):
        found = pictures(page, config)
        pages.append(with_pictures(page, found))
        clashing += ambiguous(page, found)
    remembered.forget_old_decks(config.cache)
    used = sorted({path for page in pages for _, path in page.media})
    shown = media_facts(used, config)
    if used:
        clashing = [*media.clashes(folder.media), *sorted(clashing)]
    released, ledger_faults = ledger.read(config.root)
    retirements, retirement_faults = ledger.retirements(config.root)
    topics, problems = taxonomy.topics(config.root)
    vocabulary, vocabulary_problems = comparison_words.read(config.root)
    register, register_problems = misconceptions.register(config.root)
    terms, term_problems = glossary.terms(config.root)
    deck = Deck(
        tuple(pages),
        faults=(*faults, *ledger_faults, *retirement_faults),
        topics=topics,
        misconceptions=register,
        glossary=terms,
        contrasts=vocabulary.contrasts,
        aliases=vocabulary.aliases,
        namespace=config.namespace,
        ledger=released,
        retirements=retirements,
        digests=shown.digests,
        unsafe_media=shown.faults,
        clashing_media=tuple(clashing),
        cache=str(config.cache),
    )
    return deck, problems + vocabulary_problems + register_problems + term_problems


def page_paths(config: Config) -> tuple[Path, ...]:
    """The deck's Markdown files in deck order; hidden files and READMEs are not pages."""
    return contents(config).pages
