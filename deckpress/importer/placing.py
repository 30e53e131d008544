"""Where a new card goes: one file for each topic of a source."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path, PurePosixPath

from deckpress import sources
from deckpress.deck.config import Config
from deckpress.importer import names
from deckpress.importer.harvest import Harvest
from deckpress.importer.plan import Plan
from deckpress.model import Deck

LARGEST_FILE = 500_000
"""Characters of new cards after which a topic goes on in another file: a page must stay readable,
and fast to check."""


class Places:
    """The files of a deck below one folder, and those that an import adds."""

    def __init__(self, config: Config, deck: Deck, into: str, plan: Plan) -> None:
        self.config, self.plan = config, plan
        self.folder = PurePosixPath("content", into)
        self.there = {page.path for page in deck.pages}
        self.files = {
            PurePosixPath(path).name
            for path in self.there
            if PurePosixPath(path).parent == self.folder
        }
        self.by_stem = {re.sub(r"^\d+-", "", name): name for name in sorted(self.files)}
        self.sizes: Counter[str] = Counter()
        """Characters put under a topic so far."""

    def put(self, topics: tuple[str, ...], harvest: Harvest, text: str) -> None:
        """Add a card to the file that the last import made for its topics, or to a new one in the
        source's order."""
        title = harvest.title or Path(harvest.path).stem
        topic = names.slugged(" ".join(topics) or title)
        self.sizes[topic] += len(text)
        part = self.sizes[topic] // LARGEST_FILE
        stem = f"{topic}-{part + 1}.md" if part else f"{topic}.md"
        if stem not in self.by_stem:
            self.by_stem[stem] = f"{len(self.files) + 1:02d}-{stem}"
            self.files.add(self.by_stem[stem])
        path = str(self.folder / self.by_stem[stem])
        if path not in self.there:
            self.plan.heads.setdefault(
                path, self._head(topics, harvest.decks, (topics or (title,))[-1])
            )
        self.plan.texts.setdefault(path, []).append(text)

    def _head(self, topics: tuple[str, ...], decks: bool, title: str) -> str:
        """Front matter and title: a package's decks keep their names, a page's headings become
        sub-decks and a tag."""
        root = (
            []
            if decks and topics
            else [sources.deck_name(self.config, self.config.root / self.folder / "x.md")]
        )
        deck = "::".join([*root, *(names.deck_part(topic) for topic in topics)])
        tag = "" if decks else "::".join(names.slugged(topic) for topic in topics)
        tags = [f"tags: [{_quoted(tag)}]"] if tag else []
        return "\n".join(["---", f"deck: {_quoted(deck)}", *tags, "---", f"# {title}", ""])


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
