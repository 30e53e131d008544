"""The files that a deck's pictures mean.

They lie outside of its pages, so they are looked up in every run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from deckpress.deck import media
from deckpress.deck.config import Config
from deckpress.model import Fault, Page, Span


class Picture(NamedTuple):
    """A target that the pictures of a page name."""

    target: str
    """As written."""
    file: str = ""
    """The file that it means, relative to the root; empty if there is none."""
    digest: str = ""
    """The SHA-256 of the file's bytes."""
    other: str = ""
    """Another file that it could mean as well."""


class MediaFacts(NamedTuple):
    """What there is to know of all the files that a deck shows."""

    faults: tuple[Fault, ...]
    """What is wrong with their content, at its lines in them."""
    digests: tuple[tuple[str, str], ...]
    """Each path with the SHA-256 of what is packed of the file; sorted."""


def pictures(page: Page, config: Config) -> list[Picture]:
    """Each target of a page, in order."""
    return [_picture(page, target, config) for target in page.targets]


def _picture(
    page: Page,
    target: str,
    config: Config,
) -> Picture:
    folder = (config.root / page.path).parent
    files = media.candidates(config, folder, target)
    if not files:
        return Picture(target)
    root = config.root.resolve()
    # plot.png beside the page, content/plot.png, content/media/plot.png: the first counts
    names = [file.relative_to(root).as_posix() for file in files]
    return Picture(
        target,
        file=names[0],
        digest=media.digest(files[0]),
        other=names[1] if len(names) > 1 else "",
    )


def with_pictures(page: Page, shown: Sequence[Picture]) -> Page:
    """The page with the files of its pictures; their names and bytes are part of its digest."""
    if not shown:
        return page
    files = [(picture.target, picture.file) for picture in shown if picture.file]
    page = page._replace(media=tuple(files))
    if not page.digest:
        return page
    digests = [picture.digest for picture in shown]
    known = repr((page.digest, files, digests))
    digest = hashlib.sha256(known.encode())
    return page._replace(digest=digest.hexdigest())


def ambiguous(
    page: Page,
    shown: Sequence[Picture],
) -> Iterator[tuple[str, str]]:
    """`(page path + newline + target, other file)` of each target that can mean two files."""
    for picture in shown:
        if picture.other:
            yield f"{page.path}\n{picture.target}", picture.other


def media_facts(paths: Sequence[str], config: Config) -> MediaFacts:
    """The facts of some files, remembered for as long as all of them stay as they are."""
    memory = config.memory("media", (MediaFacts, Fault, Span))
    # To hash all files takes much less time than to look what an SVG holds.
    digests = [media.digest(config.root / path) for path in paths]
    return memory.only(
        repr((paths, digests)),
        MediaFacts,
        lambda: _media_facts(paths, config),
    )


def _media_facts(paths: Sequence[str], config: Config) -> MediaFacts:
    faults: list[Fault] = []
    digests = []
    for path in paths:
        file = config.root / path
        faults += media.faults(file, path)
        digests.append((path, media.packed_digest(file)))
    return MediaFacts(tuple(faults), tuple(digests))
