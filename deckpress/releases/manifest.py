"""`build/manifest.json`: a release for machines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from deckpress.model import Book, Ledger
from deckpress.releases import change_report, compare, gate

NAME = "manifest.json"


def text(
    book: Book,
    ledger: Ledger,
    changes: Sequence[compare.Change],
    out: Path,
    report: gate.Report,
) -> str:
    """The release, its files, its note types, what changed, and what the upgrade gate said."""
    *earlier, (version, time) = ledger.releases
    previous = earlier[-1][0] if earlier else None
    manifest = {
        "version": version,
        "previous": previous,
        "time": datetime.fromtimestamp(time, UTC).isoformat(),
        "notes": len(book.notes),
        "cards": sum(len(note.ordinals) for note in book.notes),
        "note_types": [
            {
                "kind": made.kind,
                "id": made.id,
                "name": made.name,
                "mod": made.mod,
            }
            for made in book.note_types
        ],
        "files": [_file(path, out) for path in _shown(out)],
        "changes": [change_report.row(change) for change in changes if previous],
        "retired": [
            {"id": note.id, "guid": note.guid, "retired": note.retired}
            for note in ledger.notes
            if note.retired
        ],
        "upgrade_gate": report,
    }
    return json.dumps(manifest, indent=2, ensure_ascii=False)


def _shown(out: Path) -> Iterator[Path]:
    """All files but hidden ones, which are caches."""
    for path in sorted(out.rglob("*")):
        names = path.relative_to(out).parts
        is_hidden = any(name.startswith(".") for name in names)
        if path.is_file() and not is_hidden:
            yield path


def _file(path: Path, out: Path) -> dict[str, object]:
    data = path.read_bytes()
    return {
        "name": path.relative_to(out).as_posix(),
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
