"""CrowdAnki's JSON: a deck with its notes, note types, sub-decks and a list of media beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from deckpress.anki import collection, foreign_json, note_types
from deckpress.importer.harvest import Harvest, Tick
from deckpress.importer.reading import note_cards
from deckpress.importer.reading.rows import beside, taken
from deckpress.model.refused import Refused

ORDER = 30

LARGEST = 300_000_000
"""Bytes."""

DEEPEST = 30
"""Levels of sub-decks."""


def recognises(path: Path, head: bytes) -> bool:
    """Any JSON."""
    return path.suffix.lower() == ".json"


def read(path: Path, name: str, fields: Mapping[str, str], tick: Tick) -> Harvest:
    """All notes of the deck and its sub-decks."""
    if path.stat().st_size > LARGEST:
        raise Refused("source-too-large", f"larger than {LARGEST:,} bytes", "split the deck")
    deck = _loaded(path)
    rows = (replace(row, line=line) for line, row in enumerate(_rows(deck, _kinds(deck), ()), 1))
    return beside(taken(rows, fields, name, tick=tick), path)


def _loaded(path: Path) -> dict[str, Any]:
    try:
        deck = foreign_json.loads(path.read_bytes())
    except ValueError as error:
        message = f"not valid JSON: {getattr(error, 'msg', error)}"
        raise Refused(
            "bad-json", message, "export the deck again", getattr(error, "lineno", 1)
        ) from None
    if not isinstance(deck, dict) or not isinstance(deck.get("notes"), list):
        raise Refused(
            "bad-json",
            "no CrowdAnki deck: it has no list of notes",
            "export the deck with CrowdAnki",
        )
    return deck


def _kinds(deck: Mapping[str, Any], depth: int = 0) -> dict[str, note_types.StoredType]:
    """The note types by the names that the notes use for them."""
    if depth > DEEPEST:
        raise Refused(
            "bad-json",
            f"more than {DEEPEST} levels of sub-decks",
            "flatten the deck, then export it again",
        )
    models = foreign_json.dicts(deck, "note_models")
    found = {
        str(model.get("crowdanki_uuid", "")): collection.legacy_note_type(model) for model in models
    }
    for child in foreign_json.dicts(deck, "children"):
        found |= _kinds(child, depth + 1)
    return found


def _rows(
    deck: Mapping[str, Any],
    found: Mapping[str, note_types.StoredType],
    above: tuple[str, ...],
) -> Iterator[note_cards.Row]:
    path = (*above, str(deck.get("name", "")))
    for note in foreign_json.dicts(deck, "notes"):
        fields = (
            value
            for value in foreign_json.values(note, "fields")
            if isinstance(value, str | int | float)
        )
        values = tuple(map(str, fields))
        kind = found.get(str(note.get("note_model_uuid", ""))) or note_types.StoredType(
            note_cards.NO_KIND, ()
        )
        tags = tuple(tag for tag in foreign_json.values(note, "tags") if isinstance(tag, str))
        yield note_cards.Row(kind, values, 0, "::".join(path), tags, str(note.get("guid") or ""))
    for child in foreign_json.dicts(deck, "children"):
        yield from _rows(child, found, path)
