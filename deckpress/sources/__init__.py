"""Stage 1, parse: files -> Deck. `canonical` reads the deck's own syntax; each other file reads one foreign dialect."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from deckpress import glossary, ledger, media, misconceptions, taxonomy
from deckpress.config import Config
from deckpress.model import Deck, Fault, Page, Problem, Span
from deckpress.similarity import vocabulary
from deckpress.sources._pages import Work, deck_name, nothing, with_media

__all__ = ["deck_name", "page_paths", "read", "with_media"]

NOT_PAGES = ("README.md",)
"""Markdown in `content/` that is for authors, not for learners."""


def read(config: Config, each: Callable[[Page, Config], Page] = nothing) -> tuple[Deck, list[Problem]]:
    """Parse the whole deck; `each`, a function of a module, adds to a page where it was parsed.

    What comes out of that is remembered (see `remembered`), unless it is nothing.
    Returns the deck and what is wrong with its own TOML files.
    """
    paths = page_paths(config)
    pages = Work(config, each).done(paths)
    topics, problems = taxonomy.topics(config.root)
    own_words, more = vocabulary.read(config.root)
    register, wrong = misconceptions.register(config.root)
    terms, misspelled = glossary.terms(config.root)
    faults = () if paths else (Fault(Span("content"), "no cards: there is no Markdown file here", code="no-cards"),)
    used = sorted({path for page in pages for _, path in page.media})
    unsafe = tuple((path, fault) for path in used if (fault := media.svg_fault(config.root / path)))
    clashing = media.clashes(_media_paths(config)) if used else ()
    ambiguous = tuple(sorted(pair for page in pages for pair in _ambiguous(page, config)))
    deck = Deck(pages, topics, faults, unsafe_media=unsafe, clashing_media=clashing + ambiguous)
    deck = replace(deck, contrasts=own_words.contrasts, aliases=own_words.aliases)
    deck = replace(deck, misconceptions=register, glossary=terms, cache=str(config.cache))
    return _with_releases(deck, used, config), problems + more + wrong + misspelled


def _with_releases(deck: Deck, used: Sequence[str], config: Config) -> Deck:
    """The deck with what was released of it, what is to be retired, and what both are compared with."""
    released, faults = ledger.read(config.root)
    retirements, more = ledger.retirements(config.root)
    digests = tuple((path, media.digest(config.root / path)) for path in used)
    return replace(
        deck,
        faults=(*deck.faults, *faults, *more),
        namespace=config.namespace,
        ledger=released,
        retirements=retirements,
        digests=digests,
    )


def _media_paths(config: Config) -> list[str]:
    found = (p for p in config.content.rglob("*") if p.suffix.lower() not in (".md", ".toml", ".tsv") and p.is_file())
    return [p.relative_to(config.root).as_posix() for p in found]


def _ambiguous(page: Page, config: Config) -> Iterator[tuple[str, str]]:
    """Targets of a page that mean one file beside it and another in the deck's own folders."""
    for target, _ in page.media:
        others = media.candidates(config, (config.root / page.path).parent, target)[1:]
        if others:
            yield f"{page.path}\n{target}", others[0].relative_to(config.root.resolve()).as_posix()


def page_paths(config: Config) -> list[Path]:
    """The deck's Markdown files in deck order; hidden files and READMEs are not pages."""
    found = (p for p in config.content.rglob("*.md") if p.name not in NOT_PAGES and (p.is_file() or p.is_symlink()))
    depth = len(config.content.parts)
    placed = ((tuple(unicodedata.normalize("NFC", part) for part in p.parts[depth:]), p) for p in found)
    return [p for parts, p in sorted(placed) if not any(part.startswith(".") for part in parts)]
