"""CrowdAnki's JSON: a deck with its notes, note types, sub-decks and a list of media beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from deckpress import files
from deckpress.sources.foreign import notes
from deckpress.sources.foreign.found import Harvest, Refused, Skipped, Tick

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
    kinds = _kinds(deck)
    rows = list(_rows(deck, kinds, (), 0))
    numbered = [notes.Row(r.kind, r.values, i, r.deck, r.tags, r.guid) for i, r in enumerate(rows, 1)]
    used = list(dict.fromkeys(row.kind for row in numbered))
    parts = {kind: notes.mapping(kind, fields) for kind in used}
    good = [row for row in numbered if not notes.too_large(row.values)]
    skipped = tuple(
        Skipped(row.line, "a field of more than a million characters") for row in numbered if row not in good
    )
    cards = tuple(card for row in good if (card := notes.card(row, parts[row.kind], name)).question)
    return Harvest(
        name,
        cards,
        skipped,
        tuple(notes.shown(kind, parts[kind], name) for kind in used),
        decks=True,
        media=_media(path, deck),
    )


def _loaded(path: Path) -> dict[str, Any]:
    try:
        deck = json.loads(path.read_bytes().decode("utf-8-sig", "replace"))
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise Refused(
            "bad-json", f"not valid JSON: {getattr(error, 'msg', 'nested too deeply')}", "export the deck again", line
        ) from None
    if not isinstance(deck, dict) or not isinstance(deck.get("notes"), list):
        raise Refused("bad-json", "no CrowdAnki deck: it has no list of notes", "export the deck with CrowdAnki")
    return deck


def _kinds(deck: Mapping[str, Any]) -> dict[str, notes.Kind]:
    kinds = {}
    for model in _listed(deck, "note_models"):
        names = tuple(str(f.get("name", "")) for f in _listed(model, "flds"))
        templates = _listed(model, "tmpls")
        typed = any("{{type:" in str(t.get("qfmt", "")) for t in templates)
        kinds[str(model.get("crowdanki_uuid", ""))] = notes.Kind(
            str(model.get("name", "")), names, model.get("type") == 1, len(templates), typed
        )
    for child in _listed(deck, "children"):
        kinds |= _kinds(child) if child is not deck else {}
    return kinds


def _rows(
    deck: Mapping[str, Any], kinds: Mapping[str, notes.Kind], above: tuple[str, ...], depth: int
) -> Iterator[notes.Row]:
    if depth > DEEPEST:
        return
    path = (*above, str(deck.get("name", "")))
    for note in _listed(deck, "notes"):
        values = tuple(str(value) for value in note.get("fields") or () if isinstance(value, str | int | float))
        kind = kinds.get(str(note.get("note_model_uuid", ""))) or notes.Kind(
            "unknown", tuple(f"Field {i + 1}" for i in range(len(values)))
        )
        tags = tuple(str(tag) for tag in note.get("tags") or () if isinstance(tag, str))
        yield notes.Row(kind, values, 0, "::".join(path), tags, str(note.get("guid") or ""))
    for child in _listed(deck, "children"):
        yield from _rows(child, kinds, path, depth + 1)


def _listed(table: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    value = table.get(key)
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _media(path: Path, deck: Mapping[str, Any]) -> dict[str, bytes]:
    names = [name for name in deck.get("media_files") or () if isinstance(name, str)]
    folder = path.parent / "media"
    found = {
        name: folder / name
        for name in sorted(set(names))
        if Path(name).name == name and files.inside(folder / name, folder)
    }
    return {name: place.read_bytes() for name, place in found.items()}
