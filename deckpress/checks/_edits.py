"""Edits that `check --fix` makes to words, and the fault at the first place that they change."""

from collections.abc import Callable

from deckpress.checks._contract import Faults
from deckpress.markup import mending
from deckpress.model import Fault, Section


def first_edit(
    section: Section,
    edit: Callable[[str], str],
    message: str,
    by_hand: str,
    *,
    tables: bool = True,
) -> Faults:
    """One fault where `edit` first changes the words of a section (see `mending.mend`).

    Anki knows a cloze's card by its hidden text, so `--fix` changes none; if there is nothing else
    to change, `by_hand` is what its author can do.
    """
    edited = mending.mend(section.source, edit, clozes=True, tables=tables)
    if edited != section.source:
        mended = mending.mend(section.source, edit, tables=tables)
        fix = by_hand if mended == section.source else ""
        yield Fault(mending.first_change(section, edited), message, fix)
