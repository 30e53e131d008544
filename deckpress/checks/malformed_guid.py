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

from deckpress.checks._contract import Faults, Options
from deckpress.deck import identity
from deckpress.model import Card, Fault

FIX = "write the GUID as the package has it that the card came with; a new card needs none"
WAIVABLE = False

LONGEST = 255
"""Characters. Anki's own have 10; what is longer than this is an accident or an attack."""

_NO_FIX = "remove `guid:`, or write the card's own"
_ENCODED = re.compile(r"(?:[^%]|%[0-9A-Fa-f]{2})*")


def check_card(card: Card, options: Options) -> Faults:
    """One fault if the GUID is not plain."""
    written = card.setting("guid")
    if not written:
        return
    message, fix = _wrong(written, identity.guid("", card))
    if message:
        yield Fault(card.place("guid"), message, fix)


def _wrong(written: str, meant: str) -> tuple[str, str]:
    """What is wrong with a GUID and how to mend it; both empty if nothing is."""
    if not _is_readable(written, meant):
        return f"{written[:60]!r} has percent signs that stand for nothing", ""
    if not written.isascii():
        # An editor, and deckpress itself, may write the same letters in other bytes.
        fix = f"write guid: {identity.written_guid(written)}"
        return f"the GUID {written[:60]!r} is not ASCII", fix
    # `-` is an empty value in the ledger.
    if not meant.strip() or meant == "-":
        return f"{meant!r} is no GUID: other decks have it too", _NO_FIX
    if not meant.isprintable() or meant != meant.strip():
        return f"the GUID {meant[:60]!r} has characters that nobody can see", ""
    if len(meant) > LONGEST:
        return f"a GUID of {len(meant)} characters", ""
    return "", ""


def _is_readable(written: str, meant: str) -> bool:
    """Whether what is written with percent signs stands for text, in UTF-8."""
    if not written.startswith(identity.ENCODED):
        return True
    return bool(_ENCODED.fullmatch(written)) and "\N{REPLACEMENT CHARACTER}" not in meant
