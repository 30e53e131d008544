"""The rows of a package or a table -> what is taken of them, and what is not, with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from deckpress.anki import field_media, note_types
from deckpress.anki.archive import LARGEST_MEDIUM
from deckpress.importer import field_parts
from deckpress.importer.harvest import Found, Harvest, Skipped, Tick, silent
from deckpress.importer.reading import note_cards
from deckpress.model.refused import Refused
from deckpress.system import files
from deckpress.system.timeouts import TooLong, at_most

SECONDS = 10
"""Processor time of reading one note; honest ones take milliseconds."""

FOLDERS = (".", "media", "collection.media")
"""Where the media of a table may lie."""

# "](media/cat.png)"
_MEDIA = re.compile(r"\]\(media/([^)\s]+)\)")


def media_names(cards: Iterable[Found]) -> list[str]:
    """The names of the pictures and recordings in some cards, sorted."""
    texts = (
        text
        for card in cards
        for text in (card.question, card.answer, card.notes, card.hint, card.application)
    )
    return sorted(
        {unquote(name) for text in texts if "media/" in text for name in _MEDIA.findall(text)}
    )


def beside(harvest: Harvest, path: Path) -> Harvest:
    """A harvest with the media that lie beside its file, or in a folder that people export them
    to."""
    found: dict[str, bytes] = {}
    for name in (name for name in media_names(harvest.cards) if Path(name).name == name):
        places = (path.parent / folder / name for folder in FOLDERS)
        place = next((place for place in places if files.inside(place, path.parent)), None)
        if place and place.stat().st_size <= LARGEST_MEDIUM:
            found[name] = place.read_bytes()
    return replace(harvest, media=harvest.media | found)


def _card(row: note_cards.Row, parts: Mapping[str, str], path: str, noun: str) -> Found:
    """The card of a row. Raises Refused if that takes far too long: some HTML costs time with its
    square."""
    try:
        with at_most(SECONDS):
            return note_cards.card(row, parts, path)
    except TooLong:
        message = f"this {noun} takes far too long to read"
        raise Refused(
            "takes-too-long", message, "shorten its fields, or leave it out", row.line
        ) from None


def _unpasted(row: note_cards.Row) -> tuple[note_cards.Row, dict[str, bytes]]:
    """A row with the pictures that its fields hold themselves as files, and those by name."""
    values: list[str] = []
    pictures: dict[str, bytes] = {}
    for value in row.values:
        html, pasted = field_media.unpasted(value)
        values.append(html)
        pictures |= pasted
    return replace(row, values=tuple(values)), pictures


def taken(
    rows: Iterable[note_cards.Row],
    given: Mapping[str, str],
    path: str,
    noun: str = "note",
    total: int = 0,
    tick: Tick = silent,
) -> Harvest:
    """The cards of some rows, each called a `noun`; `given` maps names of fields to parts; decks
    keep their names."""
    cards: list[Found] = []
    skipped: list[Skipped] = []
    parts: dict[note_types.StoredType, dict[str, str]] = {}
    pasted: dict[str, bytes] = {}
    for count, row in enumerate(rows, 1):
        if not count % 500:
            tick(count, total)
        row, pictures = _unpasted(row)
        pasted |= pictures
        reason, text = note_cards.reason(row), (row.values or ("",))[0]
        if not reason and row.kind not in parts:
            parts[row.kind] = field_parts.mapping(row.kind, given)
        if not reason:
            card = _card(row, parts[row.kind], path, noun)
            if card.question:
                cards.append(card)
                continue
            reason, text = f"a {noun} without a question", card.answer
        skipped.append(Skipped(row.line, reason, " ".join(text.split())[:80]))
    said = tuple(field_parts.said(parts, given, path))
    return Harvest(path, tuple(cards), tuple(skipped), said, decks=True, media=pasted)
