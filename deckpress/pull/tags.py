"""Tags that were added or removed in Anki: what of it goes into a card's comment, and what is only
said."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from deckpress import checks
from deckpress.deck.config import Config
from deckpress.model import CARD_KEYS, Card, Deck
from deckpress.pull.line_edits import Edit

PERSONAL = ("marked", "leech")
"""Tags that Anki itself gives: they say something of a learner, not of a card."""

DERIVED = ("level", "facet")
"""Settings of a card that become tags."""


class CardTags:
    """One card's tags, and the changes to them."""

    def __init__(
        self,
        card: Card,
        deck: Deck,
        config: Config,
    ) -> None:
        self.not_written: list[tuple[str, str]] = []
        """What is left to people, as `(message, fix)`."""
        self.written = 0
        """How many tags change."""
        self._card = card
        self._topics = {topic.tag.casefold(): topic.tag for topic in deck.topics}
        self._values = checks.options("bad-value", config)
        self._settings = {setting.key: setting.value for setting in card.settings}
        tags = re.split(r"[,\s]+", self._settings.get("tags", ""))
        self._own = [tag for tag in tags if tag]
        """Those of the card's comment; others come from its page."""

    def edit(
        self,
        base: Collection[str],
        theirs: Collection[str],
        lines: Sequence[str],
    ) -> Edit | None:
        """The changed comment, if there is something to change; tags differ when more than their
        case does."""
        today = _folded(self._card.tags)
        old = _folded(base)
        new = _folded(theirs)
        added = new.keys() - old.keys() - today.keys()
        gone = old.keys() - new.keys()
        removed = [today[key] for key in sorted(gone & today.keys())]
        for key in sorted(added - {*PERSONAL}):
            self._add(new[key], removed)
        for tag in removed:
            self._remove(tag)
        return self._comment(lines) if self.written else None

    def _add(self, tag: str, removed: list[str]) -> None:
        key, _, value = tag.partition("::")
        topic = self._topics.get(tag.casefold())
        if self._is_setting(
            key,
            value,
            removed,
        ):
            replaced = f"{key}::{self._settings.get(key, '')}"
            if replaced in removed:
                removed.remove(replaced)
            self._settings[key] = value
            self.written += 1
        elif topic:
            self._own.append(topic)
            self.written += 1
        else:
            fix = "if it is for everybody, add it to content/tags.toml first"
            self.not_written.append((f"the tag {tag!r} was added in Anki", fix))

    def _is_setting(
        self,
        key: str,
        value: str,
        removed: Collection[str],
    ) -> bool:
        """Whether a tag is a card's level or facet: `level::core`, in place of the one it had."""
        if key not in DERIVED or value not in self._values.get(key, ()):
            return False
        old = self._settings.get(key)
        return not old or f"{key}::{old}" in removed

    def _remove(self, tag: str) -> None:
        settings = tuple(f"{key}::" for key in DERIVED)
        topics = [topic for topic in self._card.tags if not topic.startswith(settings)]
        # The last topic stays: without one, no reader finds the card.
        is_last = len(topics) < 2 and len(self._own) < 2
        if tag in self._own and not is_last:
            self._own.remove(tag)
            self.written += 1
        else:
            fix = "remove it by hand, if that is right for everybody"
            self.not_written.append((f"the tag {tag!r} was removed in Anki", fix))

    def _comment(self, lines: Sequence[str]) -> Edit | None:
        """The canonical comment with today's settings; None if the author wrote it over several
        lines."""
        settings = self._card.settings
        row = settings[0].span.line if settings else 0
        if not re.fullmatch(r"\s*<!--.*-->\s*", lines[row - 1] if row else ""):
            fix = f"write them by hand: {', '.join(self._own)}"
            self.not_written.append(("tags were changed in Anki", fix))
            self.written = 0
            return None
        # `tags: a b` and `tags: a, b` are both right; each stays as it is.
        tags = self._settings.get("tags", "")
        separator = " " if " " in tags and "," not in tags else ", "
        values = self._settings | {"tags": separator.join(self._own)}
        pairs = _pairs(values, [setting.key for setting in settings])
        return Edit(
            row,
            row,
            (f"<!-- {pairs} -->",),
        )


def _pairs(values: Mapping[str, str], written: Sequence[str]) -> str:
    """`key: value` pairs; the keys that were there keep their places, a new one stands where `fmt`
    would put it."""
    order = [key for key in written if values.get(key)]
    new = [key for key in CARD_KEYS if values.get(key) and key not in written]
    for key in new:
        earlier = CARD_KEYS[: CARD_KEYS.index(key)]
        places = [i for i, other in enumerate(order, 1) if other in earlier]
        order.insert(places[-1] if places else 0, key)
    return "; ".join(f"{key}: {values[key]}" for key in order)


def _folded(tags: Collection[str]) -> dict[str, str]:
    """Anki does not tell case apart, and writes a tag as the collection first did."""
    return {tag.casefold(): tag for tag in tags}
