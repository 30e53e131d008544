"""A deck's Markdown files -> pages: each parsed once, and not again while it stays as it is."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from deckpress.deck.config import Config
from deckpress.model import Card, Fault, Mark, Page, Section, Setting, Span, printable
from deckpress.sources import canonical
from deckpress.sources.deck_names import deck_name
from deckpress.sources.pictures import pictures, with_pictures
from deckpress.system import files
from deckpress.system.steps import Step

LARGEST_PAGE = 5_000_000
"""Bytes; a page beyond this is no page but an accident or an attack."""

NOUNS = (Page, Card, Section, Setting, Mark, Fault, Span)
"""What a page is made of."""


@dataclass(frozen=True, slots=True)
class Source:
    """A page as it lies on the disk."""

    path: str
    """Relative to the root."""
    data: bytes = b""
    faults: tuple[Fault, ...] = ()
    """Why it cannot be read."""

    @property
    def digest(self) -> str:
        """The hash of path and bytes; empty if it cannot be read."""
        known = b"%b\0%b" % (os.fsencode(self.path), self.data)
        return "" if self.faults else hashlib.sha256(known).hexdigest()

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.data)


def parsed(paths: Iterable[Path], config: Config) -> list[Page]:
    """The pages in the order of their paths, without what lies outside of them: the files of their pictures."""
    memory = config.memory("pages", NOUNS)
    step = Step(partial(_parsed, config), _stopped, Page, memory, config.processes)
    return step.results([_source(path, config) for path in paths])


def page_of(text: str, path: str, config: Config) -> Page:
    """The page that a text would be at a path of the deck, with its pictures. Never raises."""
    made = canonical.parse(text, path, deck_name(config, config.root / path))
    return with_pictures(made, pictures(made, config))


def _parsed(config: Config, source: Source) -> Page:
    if source.faults:
        return Page(source.path, faults=source.faults)
    try:
        text = source.data.decode("utf-8")
    except UnicodeDecodeError as error:
        return Page(source.path, faults=(_not_utf_8(source, error),), digest=source.digest)
    made = canonical.page(text, source.path, deck_name(config, config.root / source.path))
    return made._replace(digest=source.digest, size=source.size)


def _stopped(source: Source, fault: Fault) -> Page:
    return Page(source.path, faults=(fault,))


def _not_utf_8(source: Source, error: UnicodeDecodeError) -> Fault:
    """The fault at the first byte that is none, in lines as editors count them."""
    before = source.data[: error.start].decode("utf-8-sig")
    before = before.replace("\r\n", "\n").replace("\r", "\n")
    column = len(before) - before.rfind("\n")
    span = Span(source.path, before.count("\n") + 1, column)
    return Fault(span, f"not UTF-8: byte 0x{source.data[error.start]:02X}", code="not-utf-8")


def _source(path: Path, config: Config) -> Source:
    """A file; of one that is not to be read, what is wrong with it."""
    name = path.relative_to(config.root).as_posix()
    if not name.isprintable():  # neither is a byte that is not UTF-8, nor a line break
        fix = "rename the file: letters, digits and hyphens are safe everywhere"
        return _refused(printable(name), "a name that cannot be printed", "unsafe-path", fix)
    largest = _largest(config)
    if files.inside(path, config.root) and path.stat().st_size > largest:
        return _refused(name, f"larger than {largest:,} bytes", "page-too-large")
    try:
        return Source(name, files.read(path, config.root))
    except files.UnsafePath as error:
        return _refused(name, str(error.strerror), "unsafe-path")


def _refused(name: str, message: str, code: str, fix: str = "") -> Source:
    return Source(name, faults=(Fault(Span(name), message, fix, code=code),))


def _largest(config: Config) -> int:
    """The limit in bytes. deckpress.toml can lower it and never raise it: a stranger may propose that file, too."""
    given = config.options.get("page-too-large", {}).get("bytes", LARGEST_PAGE)
    return min(given, LARGEST_PAGE) if type(given) is int and given > 0 else LARGEST_PAGE
