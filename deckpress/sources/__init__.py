"""Stage 1, parse: the files of a deck -> Deck.

folder        what lies in content/
reading       Markdown files -> pages; pictures: the files that they show
canonical     the text of a page -> Page; blocks, page_text, cards, front_matter: its parts
slips         what Markdown reads in another way than it was meant
deck_names    the decks that folders make
layout        a page in its canonical layout, for `fmt`
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from deckpress.deck import comparison_words, glossary, ledger, media, misconceptions, taxonomy
from deckpress.deck.config import Config
from deckpress.model import Deck, Fault, Page, Problem, Span
from deckpress.sources.deck_names import deck_name
from deckpress.sources.folder import contents
from deckpress.sources.pictures import ambiguous, media_facts, pictures, with_pictures
from deckpress.sources.reading import page_of, parsed_pages
from deckpress.system import remembered

__all__ = ["deck_name", "page_of", "page_paths", "read"]


def read(config: Config) -> tuple[Deck, list[Problem]]:
    """Parse the whole deck; returns it and what is wrong with its own TOML files."""
    folder = contents(config)
    pages: list[Page] = []
    clashing: list[tuple[str, str]] = []
    # What is remembered of a page is what its bytes say; the files that it shows may change alone.
    for page in parsed_pages(folder.pages, config):
        shown = pictures(page, config)
        pages.append(with_pictures(page, shown))
        clashing += ambiguous(page, shown)
    remembered.forget_old_decks(config.cache)
    used = sorted({path for page in pages for _, path in page.media})
    facts = media_facts(used, config)
    if used:
        # Any file may clash with a picture that a card shows, shown or not.
        clashing = [*media.clashes(folder.media), *sorted(clashing)]
    deck = Deck(
        tuple(pages),
        faults=folder.faults,
        namespace=config.namespace,
        digests=facts.digests,
        unsafe_media=facts.faults,
        clashing_media=tuple(clashing),
        cache=str(config.cache),
    )
    return _with_tables(deck, config.root)


def _with_tables(deck: Deck, root: Path) -> tuple[Deck, list[Problem]]:
    """The deck with what its files beside the pages say, and what is wrong with those in TOML."""
    faults = [*deck.faults]
    if not deck.pages:
        message = "no cards: there is no Markdown file here"
        faults.append(Fault(Span("content"), message, code="no-cards"))
    released, ledger_faults = ledger.read(root)
    retirements, retirement_faults = ledger.retirements(root)
    topics, topic_problems = taxonomy.topics(root)
    vocabulary, word_problems = comparison_words.read(root)
    register, register_problems = misconceptions.register(root)
    terms, term_problems = glossary.terms(root)
    deck = replace(
        deck,
        faults=(*faults, *ledger_faults, *retirement_faults),
        ledger=released,
        retirements=retirements,
        topics=topics,
        contrasts=vocabulary.contrasts,
        aliases=vocabulary.aliases,
        misconceptions=register,
        glossary=terms,
    )
    problems = topic_problems + word_problems + register_problems + term_problems
    return deck, problems


def page_paths(config: Config) -> tuple[Path, ...]:
    """The deck's Markdown files in deck order; hidden files and READMEs are not pages."""
    return contents(config).pages
