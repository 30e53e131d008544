"""Tags that were added or removed in Anki: what of it goes into a card's comment, and what is only said."""

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
    """One card's tags and the changes to them; `said` holds what is not written, as `(message, fix)`."""

    def __init__(self, card: Card, deck: Deck, config: Config) -> None:
        self.card = card
        self.topics = {topic.tag.casefold(): topic.tag for topic in deck.topics}
        self.values = checks.options("bad-value", config)
        self.settings = {setting.key: setting.value for setting in card.settings}
        self.own = [tag for tag in re.split(r"[,\s]+", self.settings.get("tags", "")) if tag]
        self.said: list[tuple[str, str]] = []
        self.written = 0

    def edit(
        self, base: Collection[str], theirs: Collection[str], lines: Sequence[str]
    ) -> Edit | None:
        """The changed comment, if there is something to change; tags differ when more than their case does."""
        today, old, new = (_folded(tags) for tags in (self.card.tags, base, theirs))
        added = [
            new[key]
            for key in sorted(new.keys() - old.keys() - today.keys())
            if key not in PERSONAL
        ]
        removed = [today[key] for key in sorted((old.keys() - new.keys()) & today.keys())]
        for tag in added:
            self._add(tag, removed)
        for tag in removed:
            self._remove(tag)
        return self._comment(lines) if self.written else None

    def _say(self, message: str, fix: str) -> None:
        self.said.append((message, fix))

    def _add(self, tag: str, removed: list[str]) -> None:
        key, _, value = tag.partition("::")
        old = f"{key}::{self.settings.get(key, '')}"
        if (
            key in DERIVED
            and value in self.values.get(key, ())
            and (old in removed or not self.settings.get(key))
        ):
            self.settings[key] = value
            self.written += 1
            if old in removed:
                removed.remove(old)
        elif tag.casefold() in self.topics:
            self.own.append(self.topics[tag.casefold()])
            self.written += 1
        else:
            self._say(
                f"the tag {tag!r} was added in Anki",
                "if it is for everybody, add it to content/tags.toml first",
            )

    def _remove(self, tag: str) -> None:
        topics = [t for t in self.card.tags if t.partition("::")[0] not in DERIVED]
        if tag in self.own and (len(topics) > 1 or len(self.own) > 1):
            self.own.remove(tag)
            self.written += 1
        else:
            self._say(
                f"the tag {tag!r} was removed in Anki",
                "remove it by hand, if that is right for everybody",
            )

    def _comment(self, lines: Sequence[str]) -> Edit | None:
        """The canonical comment with today's settings; None if the author wrote it over several lines."""
        row = self.card.settings[0].span.line if self.card.settings else 0
        if not re.fullmatch(r"\s*<!--.*-->\s*", lines[row - 1] if row else ""):
            self._say("tags were changed in Anki", f"write them by hand: {', '.join(self.own)}")
            self.written = 0
            return None
        comma = (
            " "
            if " " in self.settings.get("tags", "") and "," not in self.settings["tags"]
            else ", "
        )
        values = self.settings | {"tags": comma.join(self.own)}
        return Edit(row, row, (f"<!-- {_pairs(values, [s.key for s in self.card.settings])} -->",))


def _pairs(values: Mapping[str, str], written: Sequence[str]) -> str:
    """`key: value` pairs; the keys that were there keep their places, a new one stands where `fmt` would put it."""
    order = [key for key in written if values.get(key)]
    for key in (k for k in CARD_KEYS if values.get(k) and k not in written):
        before = [
            i
            for i, k in enumerate(order)
            if k in CARD_KEYS and CARD_KEYS.index(k) < CARD_KEYS.index(key)
        ]
        order.insert(before[-1] + 1 if before else 0, key)
    return "; ".join(f"{key}: {values[key]}" for key in order)


def _folded(tags: Collection[str]) -> dict[str, str]:
    """Anki does not tell case apart, and writes a tag as the collection first did."""
    return {tag.casefold(): tag for tag in tags}
