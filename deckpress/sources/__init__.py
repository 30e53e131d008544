"""Stage 1, parse: files -> Deck. `canonical` reads the deck's own syntax; each other file reads one foreign dialect."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from deckpress.deck import comparison_words, glossary, ledger, media, misconceptions, taxonomy
from deckpress.deck.config import Config
from deckpress.model import Deck, Fault, Page, Problem, Span
from deckpress.sources.folder import contents
from deckpress.sources.reading import Work, deck_name, nothing, with_media
from deckpress.system import remembered
from deckpress.system.remembered import Memory

__all__ = ["deck_name", "page_paths", "read", "with_media"]


def read(
    config: Config, each: Callable[[Page, Config], Page] = nothing
) -> tuple[Deck, list[Problem]]:
    """Parse the whole deck; `each`, a function of a module, adds to a page where it was parsed.

    What comes out of that is remembered (see `remembered`), unless it is nothing.
    Returns the deck and what is wrong with its own TOML files.
    """
    found = contents(config)
    pages = Work(config, each).done(found.pages)
    topics, problems = taxonomy.topics(config.root)
    own_words, more = comparison_words.read(config.root)
    register, wrong = misconceptions.register(config.root)
    terms, misspelled = glossary.terms(config.root)
    faults = found.faults
    if not found.pages:
        message = "no cards: there is no Markdown file here"
        faults += (Fault(Span("content"), message, code="no-cards"),)
    used = sorted({path for page in pages for _, path in page.media})
    unsafe, digests = _media_facts(used, config)
    clashing = media.clashes(found.media) if used else ()
    ambiguous = tuple(sorted(pair for page in pages for pair in _ambiguous(page, config)))
    deck = Deck(pages, topics, faults, unsafe_media=unsafe, clashing_media=clashing + ambiguous)
    deck = replace(deck, contrasts=own_words.contrasts, aliases=own_words.aliases)
    deck = replace(
        deck, misconceptions=register, glossary=terms, cache=str(config.cache), digests=digests
    )
    return _with_releases(deck, config), problems + more + wrong + misspelled


_MediaFacts = tuple[tuple[Fault, ...], tuple[tuple[str, str], ...]]
"""What is wrong with files, and each path with its digest."""


def _media_facts(used: Sequence[str], config: Config) -> _MediaFacts:
    """What is wrong with the files that cards show, and each path with the digest of what is packed of it.

    Both are remembered for as long as all files stay as they are.
    """
    paths = [(path, config.root / path) for path in used]
    memory = Memory(config.cache / "media")
    name = memory.name("", repr([(path, media.digest(file)) for path, file in paths]).encode())
    known: _MediaFacts | None = memory.get(name, remembered.nouns(Fault, Span))
    if known is None:
        faults = tuple(fault for path, file in paths for fault in media.faults(file, path))
        known = faults, tuple((path, media.packed_digest(file)) for path, file in paths)
        memory.put(name, remembered.written(known))
        memory.keep({name})
    return known


def _with_releases(deck: Deck, config: Config) -> Deck:
    """The deck with what was released of it, what is to be retired, and what both are compared with."""
    released, faults = ledger.read(config.root)
    retirements, more = ledger.retirements(config.root)
    return replace(
        deck,
        faults=(*deck.faults, *faults, *more),
        namespace=config.namespace,
        ledger=released,
        retirements=retirements,
    )


def _ambiguous(page: Page, config: Config) -> Iterator[tuple[str, str]]:
    """Targets of a page that mean one file beside it and another in the deck's own folders."""
    for target, _ in page.media:
        others = media.candidates(config, (config.root / page.path).parent, target)[1:]
        if others:
            yield f"{page.path}\n{target}", others[0].relative_to(config.root.resolve()).as_posix()


def page_paths(config: Config) -> tuple[Path, ...]:
    """The deck's Markdown files in deck order; hidden files and READMEs are not pages."""
    return contents(config).pages
