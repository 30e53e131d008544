"""What visitors of the site can take along: each output says so itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from deckpress.deck.config import Config
from deckpress.system import plugins

MOST_VOLUMES = 99
"""What a PDF can come in: `deck-booklet-1.pdf` and so on."""


class Download(NamedTuple):
    """A file of `build/` that stands beside the site; `DOWNLOAD` of an output that writes one."""

    title: str
    """What the link to it says, as `Crib sheet`; the links stand in the order of their titles."""
    ending: str
    """What its name is made of besides the deck's slug: `-crib.html`."""

    def path(self, config: Config) -> Path:
        """Where the output writes it."""
        return config.out / f"{config.slug}{self.ending}"


def links(config: Config) -> Iterator[tuple[str, str]]:
    """`(address, label)` of what this run writes or an earlier one left, each with its PDFs."""
    for output, download in _offered():
        path = download.path(config)
        if output in config.outputs or path.is_file():
            yield f"../{path.name}", download.title
        for pdf, volume in _pdfs(path):
            yield f"../{pdf.name}", f"{download.title}, PDF{volume}"


def _offered() -> list[tuple[str, Download]]:
    """Each output that has a download, by title."""
    offered = []
    for name, module in plugins.discover(__package__).items():
        if hasattr(module, "DOWNLOAD"):
            offered.append((name, module.DOWNLOAD))
    return sorted(offered, key=lambda output: output[1].title)


def _pdfs(page: Path) -> list[tuple[Path, str]]:
    """Each PDF of a page, and what tells it from others: nothing, or ` 2` of several volumes."""
    if page.suffix != ".html":
        return []
    volumes = []
    for number in range(1, MOST_VOLUMES + 1):
        path = page.with_name(f"{page.stem}-{number}.pdf")
        if path.is_file():
            volumes.append((path, f" {number}"))
    whole = page.with_suffix(".pdf")
    if volumes or not whole.is_file():
        return volumes  # beside them, one in one piece is what a smaller deck has left
    return [(whole, "")]
