"""A deck's Markdown files -> pages: each parsed once, and not again while it stays as it is."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from deckpress.deck.config import Config
from deckpress.model import (
    Card,
    Fault,
    Mark,
    Page,
    Section,
    Setting,
    Span,
    printable,
)
from deckpress.sources import canonical
from deckpress.sources.deck_names import deck_name
from deckpress.sources.page_text import plain_line_ends
from deckpress.sources.pictures import pictures, with_pictures
from deckpress.system import files
from deckpress.system.steps import Step

LARGEST_PAGE = 5_000_000
"""Bytes; a page beyond this is no page but an accident or an attack."""

NOUNS = (
    Page,
    Card,
    Section,
    Setting,
    Mark,
    Fault,
    Span,
)
"""What a page is made of."""


class Source(NamedTuple):
    """A page as it lies on the disk."""

    path: str
    """Relative to the root."""
    data: bytes = b""
    digest: str = ""
    """The hash of path and bytes; empty if it cannot be read."""
    faults: tuple[Fault, ...] = ()
    """Why it cannot be read."""

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.data)


def parsed_pages(
    paths: Iterable[Path],
    config: Config,
) -> list[Page]:
    """The pages in the order of their paths, as they are without the files that they show."""
    step = Step(
        partial(_parsed_page, config),
        _stopped,
        Page,
        config.memory("pages", NOUNS),
        config.processes,
    )
    sources = [_source(path, config) for path in paths]
    return step.results(sources)


def page_of(
    text: str,
    path: str,
    config: Config,
) -> Page:
    """The page that a text would be at a path of the deck, with its pictures. Never raises."""
    deck = deck_name(config, config.root / path)
    page = canonical.parse(text, path, deck)
    return with_pictures(page, pictures(page, config))


def _parsed_page(config: Config, source: Source) -> Page:
    if source.faults:
        return Page(source.path, faults=source.faults)
    try:
        text = source.data.decode("utf-8")
    except UnicodeDecodeError as error:
        fault = _not_utf_8(source, error)
        return Page(source.path, faults=(fault,), digest=source.digest)
    deck = deck_name(config, config.root / source.path)
    page = canonical.page(text, source.path, deck)
    return page._replace(digest=source.digest, size=source.size)


def _stopped(source: Source, fault: Fault) -> Page:
    return Page(source.path, faults=(fault,))


def _not_utf_8(source: Source, error: UnicodeDecodeError) -> Fault:
    """The fault at the first byte that is none, in lines as editors count them."""
    before = source.data[: error.start].decode("utf-8")
    before = plain_line_ends(before)
    row = before.count("\n")
    column = len(before) - before.rfind("\n")
    byte = source.data[error.start]
    return Fault(
        Span(source.path, row + 1, column),
        f"not UTF-8: byte 0x{byte:02X}",
        code="not-utf-8",
    )


def _source(path: Path, config: Config) -> Source:
    """A file; of one that is not to be read, what is wrong with it."""
    name = path.relative_to(config.root).as_posix()
    if not name.isprintable():  # neither is a byte that is not UTF-8, nor a line break
        return _refused(
            printable(name),
            "a name that cannot be printed",
            "unsafe-path",
            "rename the file: letters, digits and hyphens are safe everywhere",
        )
    # Asked before it is read: a stranger's page may be larger than the memory.
    largest = _largest(config)
    if files.inside(path, config.root) and path.stat().st_size > largest:
        return _refused(name, f"larger than {largest:,} bytes", "page-too-large")
    try:
        data = files.read(path, config.root)
    except files.UnsafePath as error:
        return _refused(name, str(error.strerror), "unsafe-path")
    known = os.fsencode(name) + b"\0" + data
    return Source(name, data, hashlib.sha256(known).hexdigest())


def _refused(
    name: str,
    message: str,
    code: str,
    fix: str = "",
) -> Source:
    fault = Fault(Span(name), message, fix, code=code)
    return Source(name, faults=(fault,))


def _largest(config: Config) -> int:
    """The limit in bytes; deckpress.toml can lower it and never raise it.

    A stranger may propose that file, too.
    """
    options = config.options.get("page-too-large", {})
    given = options.get("bytes", LARGEST_PAGE)
    if type(given) is not int or given <= 0:  # to `isinstance`, True is a number
        return LARGEST_PAGE
    return min(given, LARGEST_PAGE)
