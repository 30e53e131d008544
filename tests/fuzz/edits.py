"""What a learner, or somebody hostile, has done to the notes of a package of ours."""

from __future__ import annotations

import sqlite3
from random import Random

from tests.fuzz import notes, words


def edited(data: bytes, random: Random) -> bytes:
    """A collection of our own in which somebody has edited, added, deleted and re-tagged notes."""
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    try:
        for _ in range(random.choice((1, 2, 5))):
            _edited(connection, random)
        connection.commit()
        return bytes(connection.serialize())
    finally:
        connection.close()


def _edited(connection: sqlite3.Connection, random: Random) -> None:
    ids = [row[0] for row in connection.execute("SELECT id FROM notes ORDER BY id")]
    if not ids:
        return
    note = random.choice(ids)
    (text,) = connection.execute("SELECT flds FROM notes WHERE id = ?", (note,)).fetchone()
    fields = str(text).split("\x1f")
    at = random.randrange(len(fields))
    changed = random.choice(
        (
            notes.field(random),
            f"{fields[at]} {words.text(random, 0.2)}",
            "",
            fields[at].replace("a", "b", 1),
            words.odd(random),
        )
    )
    fields[at] = changed.encode("utf-8", "replace").decode()
    tags = words.one_line(random, 0.3).encode("utf-8", "replace").decode()
    sql, given = random.choice((
        ("UPDATE notes SET flds = ?, mod = mod + 100 WHERE id = ?", ("\x1f".join(fields), note)),
        ("UPDATE notes SET flds = ?, mod = mod + 100 WHERE id = ?", ("\x1f".join(fields), note)),
        ("UPDATE notes SET flds = ? WHERE id = ?", ("\x1f".join(fields[: at + 1]), note)),
        ("UPDATE notes SET tags = ?, mod = mod + 100 WHERE id = ?", (f" {tags} ", note)),
        ("DELETE FROM notes WHERE id = ?", (note,)),
        ("UPDATE notes SET guid = ? WHERE id = ?", (tags, note)),
        ("UPDATE notes SET mid = ? WHERE id = ?", (random.choice((1, 0, note)), note)),
        ("UPDATE cards SET did = ? WHERE nid = ?", (random.choice((1, 7)), note)),
        ("UPDATE cards SET ord = ? WHERE nid = ?", (random.choice((0, 1, 9)), note)),
        ("UPDATE notes SET mod = ? WHERE id = ?", (random.choice((0, -1, 2**40, "x")), note)),
        (_COPY, (note,)),
    ))  # fmt: skip
    connection.execute(sql, given)


_COPY = (
    "INSERT OR IGNORE INTO notes SELECT id + 1000000, guid || 'x', mid, mod, usn, tags, flds, "
    "sfld, csum, flags, data FROM notes WHERE id = ?"
)
