"""`stats`: cards by topic, type, level, facet, deck and origin; the gaps in the coverage."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import click

from deckpress.console import terminal
from deckpress.console.statistics import Census, Coverage
from deckpress.system import plugins

statistics = plugins.lazy("deckpress.console.statistics")
config = plugins.lazy("deckpress.deck.config")
sources = plugins.lazy("deckpress.sources")
templating = plugins.lazy("deckpress.templating")

BAR = 24
"""Characters of the longest bar in the text form."""


@click.command()
@click.option(
    "--format", "form", type=click.Choice(("text", "json", "markdown", "html")), default="text"
)
@click.pass_obj
def command(root: Path | None, form: str) -> None:
    """Count the deck's cards by topic, type, level, facet, deck and origin."""
    with terminal.session(root) as session:
        deck, _ = sources.read(session.config)
        counted = statistics.census(deck)
        text = _html(counted, session.config) if form == "html" else FORMS[form](counted)
        terminal.tell(text, form)


def _text(counted: Census) -> str:
    largest = _largest(counted)
    width = max((len(topic.tag) for topic in counted.coverage), default=0)
    lines = [f"{counted.notes} notes, {len(counted.drafts)} drafts", ""]
    lines += [_bar(topic, width, largest) for topic in counted.coverage]
    for title, rows in _tables(counted):
        counts = [f"{name} {count}" for name, count in rows]
        lines += ["", f"{title}: {', '.join(counts)}"]
    lines += ["", *(f"draft: {card.span} {card.title.text}" for card in counted.drafts)]
    return "\n".join(lines).rstrip()


def _largest(counted: Census) -> int:
    """What the longest bar stands for: cards of a topic that has the most, or wants the most."""
    return max((max(topic.count, topic.minimum) for topic in counted.coverage), default=1) or 1


def _bar(topic: Coverage, width: int, largest: int) -> str:
    # dl::optim::adam   12 of 15   ████████······  3 to write
    bar = "█" * round(topic.count * BAR / largest) + "·" * round(topic.missing * BAR / largest)
    gap = f"  {topic.missing} to write" if topic.missing else ""
    return f"{topic.tag:<{width}} {topic.count:>4} of {topic.minimum:<4} {bar}{gap}"


def _tables(counted: Census) -> Iterator[tuple[str, Sequence[tuple[str, int]]]]:
    """Title and `(name, cards)` of each count that has rows."""
    for title in ("kinds", "levels", "facets", "decks", "origins"):
        rows = getattr(counted, title)
        if rows:
            yield title, rows


def _markdown(counted: Census) -> str:
    lines = ["| topic | cards | minimum | to write |", "|---|--:|--:|--:|"]
    for topic in counted.coverage:
        counts = f"{topic.count} | {topic.minimum} | {topic.missing or ''}"
        lines.append(f"| `{topic.tag}` | {counts} |")
    return "\n".join([*lines, "", f"{counted.notes} notes."])


def _json(counted: Census) -> str:
    counts = {
        "notes": counted.notes,
        "drafts": [card.id for card in counted.drafts],
        "coverage": _coverage(counted),
        **{title: dict(rows) for title, rows in _tables(counted)},
    }
    return json.dumps(counts, indent=2, ensure_ascii=False)


def _coverage(counted: Census) -> list[dict[str, object]]:
    return [dataclasses.asdict(topic) | {"missing": topic.missing} for topic in counted.coverage]


def _html(counted: Census, settings: object) -> str:
    # Templates see numbers and texts, and no objects of ours.
    values = {
        "census": {"notes": counted.notes, "coverage": _coverage(counted)},
        "largest": _largest(counted),
        "tables": list(_tables(counted)),
    }
    return str(templating.page(settings, "stats/stats.html", **values))


FORMS: Mapping[str, Callable[[Census], str]] = {"text": _text, "json": _json, "markdown": _markdown}
