"""What survives every edit: GUIDs, ids and the frozen field list.

Anki finds a note by its GUID and a note type by its id, and it never updates the notes of a note
type whose fields or templates changed. So all of these are constants made from stable keys, never
from text that may be reworded.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection
from unicodedata import combining, normalize
from urllib.parse import quote, unquote

from deckpress.model import Card

FIELDS = (
    "ID",
    "Question",
    "Answer",
    "Analogy",
    "Application",
    "Sources",
    "Hint",
    "Notes",
    "Topics",
    "Extra1",
    "Extra2",
)
"""The fields of every note type, frozen at version 1 (tests/schema.json records them)."""

OWN_FIELDS = {"choice": ("Choices",)}
"""What a kind has besides, after the others; as frozen as they are."""

TEMPLATES = {
    "basic": ("card",),
    "reversed": ("forward", "backward"),
    "typed": ("card",),
    "cloze": ("cloze",),
    "choice": ("card",),
}
"""The stable keys of each kind's card templates, in order."""

ID = re.compile(r"[a-z0-9-]{3,80}")
"""What a card's id looks like."""

ENCODED = "url:"
"""How a written GUID begins if percent signs stand for the bytes that a setting cannot hold."""

_PLAIN_GUID = re.compile(r"(?!url:)(?!.*--)[!-:<-~]+(?: +[!-:<-~]+)*")


def fields(kind: str) -> tuple[str, ...]:
    """The names of the fields of a kind's note type, in order."""
    return FIELDS + OWN_FIELDS.get(kind, ())


def stable_id(*parts: object) -> int:
    """A positive 63-bit id: same parts, same id, everywhere. Never 0 or 1, which are Anki's own."""
    text = "\x1f".join(map(str, parts))
    digest = hashlib.sha256(text.encode()).digest()
    number = int.from_bytes(digest[:8], "big")
    # SQLite's integers have 63 bits and a sign.
    return (number >> 1) | 2


def guid(namespace: str, card: Card) -> str:
    """The note's GUID: that with which a card was adopted, or 96 bits of namespace and id."""
    adopted = card.setting("guid")
    if adopted.startswith(ENCODED):
        return unquote(adopted.removeprefix(ENCODED))
    if adopted:
        return adopted
    digest = hashlib.sha256(f"{namespace}\x1f{card.id}".encode()).digest()
    return base64.urlsafe_b64encode(digest[:12]).decode()


def written_guid(value: str) -> str:
    """A GUID as it can stand in a card's comment.

    `;` and `--` would end the setting or the comment, and what is no ASCII would be normalised with
    the page, while Anki compares bytes.
    """
    if _PLAIN_GUID.fullmatch(value):
        return value
    return ENCODED + quote(value, safe="").replace("--", "%2D%2D")


def new_id(question: str, taken: Collection[str] = ()) -> str:
    """An id for a question: its words in ASCII, up to 60 characters; if taken, with a number."""
    stem = _first_words(question)
    if len(stem) < 3:
        stem = f"card-{hashlib.sha256(question.encode()).hexdigest()[:8]}"
    found, number = stem, 1
    while found in taken:
        number += 1
        found = f"{stem}-{number}"
    return found


def _first_words(text: str) -> str:
    """`what-is-an-epoch`: as many words as have room."""
    # Of `é`, NFKD makes an `e` and an accent.
    letters = [c for c in normalize("NFKD", text.lower()) if not combining(c)]
    stem = ""
    for word in re.findall(r"[a-z0-9]+", "".join(letters)):
        if len(stem) + len(word) > 59:
            break
        stem = f"{stem}-{word}" if stem else word
    return stem
