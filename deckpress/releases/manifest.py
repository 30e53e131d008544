"""`build/manifest.json`: a release for machines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from deckpress.model import Book, Ledger
from deckpress.releases import change_report, compare

NAME = "manifest.json"


def text(
    book: Book, ledger: Ledger, changes: Sequence[compare.Change], out: Path, gate: object
) -> str:
    """The release, its files, its note types, what changed, and what the upgrade gate said."""
    version, time = ledger.releases[-1]
    previous = ledger.releases[-2][0] if len(ledger.releases) > 1 else None
    return json.dumps(
        {
            "version": version,
            "previous": previous,
            "time": datetime.fromtimestamp(time, UTC).isoformat(),
            "notes": len(book.notes),
            "cards": sum(len(note.ordinals) for note in book.notes),
            "note_types": [
                {"kind": t.kind, "id": t.id, "name": t.name, "mod": t.mod} for t in book.note_types
            ],
            "files": _files(out),
            "changes": [change_report.row(change) for change in changes] if previous else [],
            "retired": [
                {"id": n.id, "guid": n.guid, "retired": n.retired}
                for n in ledger.notes
                if n.retired
            ],
            "upgrade_gate": gate,
        },
        indent=2,
        ensure_ascii=False,
    )


def _files(out: Path) -> list[dict[str, object]]:
    """Each file with its size and hash; hidden ones are caches."""
    paths = sorted(p for p in out.rglob("*") if p.is_file())
    shown = [p for p in paths if not any(part.startswith(".") for part in p.relative_to(out).parts)]
    return [_file(path, out) for path in shown]


def _file(path: Path, out: Path) -> dict[str, object]:
    data = path.read_bytes()
    name = path.relative_to(out).as_posix()
    return {"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
