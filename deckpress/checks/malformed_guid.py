"""A written `guid:` that Anki, the ledger or a reader would take for something else.

Anki finds an adopted card's note by the very bytes of its GUID: another case, another Unicode
form of the same letter or a blank is another note, and an empty GUID is the same note in every
deck. So a GUID is text that can be seen, and what is no plain ASCII is written as `url:` with
percent signs, which no editor rewrites.

Bad:
    <!-- id: relu-slope; guid: url: -->
    <!-- id: relu-slope; guid: é(K2x -->

Good:
    <!-- id: relu-slope; guid: b$Tq9*(K2x -->
    <!-- id: relu-slope; guid: url:%C3%A9%28K2x -->
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.deck import identity
from deckpress.model import Card, Fault

FIX = "write the GUID as the package has it that the card came with; a new card needs none"
WAIVABLE = False

LONGEST = 255
"""Characters. Anki's own have 10; what is longer than this is an accident or an attack."""

_NO_FIX = "remove `guid:`, or write the card's own"
_ENCODED = re.compile(r"(?:[^%]|%[0-9A-Fa-f]{2})*")


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault if the GUID is not plain."""
    written = card.setting("guid")
    if not written:
        return
    meant = identity.guid("", card)
    shown = repr(written[:60])
    if not _is_readable(written, meant):
        message, fix = f"{shown} has percent signs that stand for nothing", ""
    elif not written.isascii():
        # An editor, and deckpress itself, may write the same letters in other bytes.
        message = f"the GUID {shown} is not ASCII"
        fix = f"write guid: {identity.written_guid(written)}"
    elif not meant.strip() or meant == "-":
        message, fix = f"{meant!r} is no GUID: other decks have it too", _NO_FIX
    elif not meant.isprintable() or meant != meant.strip():
        message, fix = f"the GUID {meant[:60]!r} has characters that nobody can see", ""
    elif len(meant) > LONGEST:
        message, fix = f"a GUID of {len(meant)} characters", ""
    else:
        return
    yield Fault(card.place("guid"), message, fix)


def _is_readable(written: str, meant: str) -> bool:
    """Whether what is written with percent signs stands for text, in UTF-8."""
    if not written.startswith(identity.ENCODED):
        return True
    return bool(_ENCODED.fullmatch(written)) and "\N{REPLACEMENT CHARACTER}" not in meant
