"""The real Anki takes a package: imported with the dialog's options, and nothing to mend
afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.support.anki_collection import collection, database_is_fine, install


def faults(package: Path, folder: Path, count: int) -> Iterator[str]:
    """What Anki does not like about a package of `count` notes."""
    try:
        with collection(folder) as col:
            log = install(col, package)
            if log["new"] != count:
                yield f"of {count} notes came {log['new']}"
            if empty := col.get_empty_cards().notes:
                yield f"empty cards: {len(empty)}"
            for card_id in col.find_cards(""):
                card = col.get_card(card_id)
                if "has a problem" in card.question() + card.answer():
                    yield "a card whose template has a problem"
            if not database_is_fine(col):
                yield "Check Database mends something"
    except Exception as error:  # of Anki's backend, whose exceptions share no base class
        yield f"{type(error).__name__}: {error}"
