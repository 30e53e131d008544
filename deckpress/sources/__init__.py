"""Stage 1, parse: files -> Deck. `canonical` reads the deck's own syntax; each other file reads one foreign dialect."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from deckpress import files, glossary, ledger, media, misconceptions, taxonomy
from deckpress.config import Config
from deckpress.model import Deck, Fault, Page, Problem, Span
from deckpress.similarity import vocabulary
from deckpress.sources import canonical

Extra = TypeVar("Extra")

NOT_PAGES = ("README.md",)
"""Markdown in `content/` that is for authors, not for learners."""

WORTH_A_PROCESS = 400_000
"""Bytes of Markdown from which a second process saves more time than it costs to start."""

LARGEST_PAGE = 5_000_000
"""Bytes; a page beyond this is no page but an accident or an attack."""

_NUMBER = re.compile(r"^\d+[-_. ]+")


def read(
    config: Config, each: Callable[[Page], Extra], one: Callable[..., tuple[Page, Extra]] | None = None
) -> tuple[Deck, list[Extra], list[Problem]]:
    """Parse the whole deck; `each` is done with every page in the process that parsed it.

    `one` stands in for `read_page`, for instance one that remembers pages.
    Returns the deck, the results of `each` in page order, and what is wrong with the deck's own TOML files.
    """
    paths = page_paths(config)
    work = partial(one or read_page, config, each)
    done = [*_mapped(work, paths, config.processes)]
    topics, problems = taxonomy.topics(config.root)
    own_words, more = vocabulary.read(config.root)
    register, wrong = misconceptions.register(config.root)
    terms, misspelled = glossary.terms(config.root)
    faults = () if paths else (Fault(Span("content"), "no cards: there is no Markdown file here", code="no-cards"),)
    pages = tuple(page for page, _ in done)
    used = sorted({path for page in pages for _, path in page.media})
    unsafe = tuple((path, fault) for path in used if (fault := media.svg_fault(config.root / path)))
    clashing = media.clashes(_media_paths(config)) if used else ()
    ambiguous = tuple(sorted(pair for page in pages for pair in _ambiguous(page, config)))
    deck = Deck(pages, topics, faults, unsafe_media=unsafe, clashing_media=clashing + ambiguous)
    deck = replace(deck, contrasts=own_words.contrasts, aliases=own_words.aliases)
    deck = replace(deck, misconceptions=register, glossary=terms)
    return _with_releases(deck, used, config), [extra for _, extra in done], problems + more + wrong + misspelled


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
    folder, root = (config.root / page.path).parent, config.root.resolve()
    for target, _ in page.media:
        others = media.candidates(config, folder, target)[1:]
        if others:
            yield f"{page.path}\n{target}", others[0].relative_to(root).as_posix()


def page_paths(config: Config) -> list[Path]:
    """The deck's Markdown files in deck order; hidden files and READMEs are not pages."""
    found = (p for p in config.content.rglob("*.md") if p.name not in NOT_PAGES and (p.is_file() or p.is_symlink()))
    return sorted(
        (p for p in found if not any(part.startswith(".") for part in p.relative_to(config.content).parts)),
        key=lambda p: tuple(unicodedata.normalize("NFC", part) for part in p.relative_to(config.content).parts),
    )


def _mapped(
    work: Callable[[Path], tuple[Page, Extra]], paths: Sequence[Path], processes: int
) -> Sequence[tuple[Page, Extra]]:
    if processes < 2 or sum(p.lstat().st_size for p in paths) < WORTH_A_PROCESS:
        return [work(path) for path in paths]
    chunk = max(1, len(paths) // (processes * 8))
    with ProcessPoolExecutor(processes, get_context("fork")) as pool:
        return list(pool.map(work, paths, chunksize=chunk))


def read_page(config: Config, each: Callable[[Page], Extra], path: Path) -> tuple[Page, Extra]:
    """One file, with the media that its targets mean, and what `each` makes of it."""
    name = path.relative_to(config.root).as_posix()
    page = with_media(_parse(config, path, name), config)
    return page, each(page)


def with_media(page: Page, config: Config) -> Page:
    """The page with the files that the targets of its pictures mean."""
    folder, root = (config.root / page.path).parent, config.root.resolve()
    targets = sorted({m.value for c in page.cards for s in c.parts for m in s.marks if m.kind == "image"})
    found = ((target, media.candidates(config, folder, target)) for target in targets)
    return page._replace(media=tuple((t, p.relative_to(root).as_posix()) for t, places in found for p in places[:1]))


def _parse(config: Config, path: Path, name: str) -> Page:
    if not files.inside(path, config.root):
        return Page(name, faults=(Fault(Span(name), "a link that leads to no file of the deck", code="unsafe-path"),))
    limit = config.options.get("page-too-large", {}).get("bytes", LARGEST_PAGE)
    if path.stat().st_size > limit:
        return Page(name, faults=(Fault(Span(name), f"larger than {limit:,} bytes", code="page-too-large"),))
    data = path.read_bytes()
    try:
        return canonical.parse(data.decode("utf-8"), name, deck_name(config, path))
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        span = Span(name, before.count(b"\n") + 1, column)
        return Page(name, faults=(Fault(span, f"not UTF-8: byte 0x{data[error.start]:02X}", code="not-utf-8"),))
    except RecursionError:
        return Page(name, faults=(Fault(Span(name), "nested too deeply to be read", code="nested-too-deeply"),))


def deck_name(config: Config, path: Path) -> str:
    """The deck of a page that names none: the deck's name, then the names of its folders below `content/`."""
    folders = path.relative_to(config.content).parent.parts
    return "::".join([config.name, *(folder_name(config, folders[: i + 1]) for i in range(len(folders)))])


def folder_name(config: Config, parts: Sequence[str]) -> str:
    """`05-loss-functions` -> "Loss functions", unless `[folders."05-loss-functions"]` names it."""
    key = "/".join(parts)
    words = re.sub(r"[-_]+", " ", _NUMBER.sub("", parts[-1])).strip() or parts[-1]
    named = config.folders.get(key)
    return named.name if named and named.name else words[0].upper() + words[1:]
