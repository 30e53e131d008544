"""A deck name that Anki would change or treat in a special way.

Anki trims blanks around `::`, renames empty parts to `blank`, and puts cards of `Default` among the learner's own.

Bad:
    deck: "Deep Learning:: "

Good:
    deck: Deep Learning::Training
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.model import Fault, Page

FIX = "write names joined by :: with something between them; not `Default`"
WAIVABLE = False


def check_page(page: Page, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each wrong name, at the setting that gives it; folders give none that is wrong."""
    settings = (*page.settings, *(setting for card in page.cards for setting in card.settings))
    for setting in (s for s in settings if s.key == "deck"):
        parts = setting.value.split("::")
        if setting.value == "Default" or any(not part or part != part.strip() for part in parts):
            yield Fault(setting.value_span, f"malformed deck name {setting.value!r}")
