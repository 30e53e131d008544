"""`stats`: cards by topic, type, level, facet, deck and origin; the gaps in the coverage."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click

from deckpress.console import terminal
from deckpress.console.statistics import Census, Counts, Coverage
from deckpress.system import plugins

statistics = plugins.lazy("deckpress.console.statistics")
config = plugins.lazy("deckpress.deck.config")
sources = plugins.lazy("deckpress.sources")
templating = plugins.lazy("deckpress.templating")

BAR = 24
"""Characters of the longest bar in the text form."""


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", "markdown", "html")),
    default="text",
)
@click.pass_obj
def command(root: Path | None, form: str) -> None:
    """Count the deck's cards by topic, type, level, facet, deck and origin."""
    with terminal.session(root) as session:
        deck, _ = sources.read(session.config)
        census = statistics.census(deck)
        if form == "html":
            text = _html(census, session.config)
        else:
            text = FORMS[form](census)
        terminal.tell(text, form)


def _text(census: Census) -> str:
    drafts = census.drafts
    largest = _largest(census)
    lines = [f"{census.notes} notes, {len(drafts)} drafts", ""]
    width = max([len(topic.tag) for topic in census.coverage], default=0)
    for topic in census.coverage:
        lines.append(f"{topic.tag:<{width}} {_bar(topic, largest)}")
    for title, rows in _tables(census):
        counts = [f"{name} {count}" for name, count in rows]
        lines += ["", f"{title}: {', '.join(counts)}"]
    lines.append("")
    for card in drafts:
        lines.append(f"draft: {card.span} {card.title.text}")
    return "\n".join(lines).rstrip()


def _largest(census: Census) -> int:
    """What the longest bar stands for: cards of a topic that has the most, or wants the most."""
    counts = [1]
    for topic in census.coverage:
        counts += [topic.count, topic.minimum]
    return max(counts)


def _bar(topic: Coverage, largest: int) -> str:
    # 12 of 15   ████████······  3 to write
    written = "█" * round(topic.count * BAR / largest)
    missing = "·" * round(topic.missing * BAR / largest)
    gap = f"  {topic.missing} to write" if topic.missing else ""
    return f"{topic.count:>4} of {topic.minimum:<4} {written}{missing}{gap}"


def _tables(census: Census) -> Iterator[tuple[str, Counts]]:
    """Title and `(name, cards)` of each count that has rows."""
    for title in ("kinds", "levels", "facets", "decks", "origins"):
        rows = getattr(census, title)
        if rows:
            yield title, rows


def _markdown(census: Census) -> str:
    lines = ["| topic | cards | minimum | to write |", "|---|--:|--:|--:|"]
    for topic in census.coverage:
        counts = f"{topic.count} | {topic.minimum} | {topic.missing or ''}"
        lines.append(f"| `{topic.tag}` | {counts} |")
    return "\n".join([*lines, "", f"{census.notes} notes."])


def _json(census: Census) -> str:
    counts = {
        "notes": census.notes,
        "drafts": [card.id for card in census.drafts],
        "coverage": _coverage(census),
    }
    for title, rows in _tables(census):
        counts[title] = dict(rows)
    return json.dumps(counts, indent=2, ensure_ascii=False)


def _coverage(census: Census) -> list[dict[str, object]]:
    rows = []
    for topic in census.coverage:
        row = dataclasses.asdict(topic)
        rows.append({**row, "missing": topic.missing})
    return rows


def _html(census: Census, settings: object) -> str:
    # Templates see numbers and texts, and no objects of ours.
    shown = {"notes": census.notes, "coverage": _coverage(census)}
    page = templating.page(
        settings,
        "stats/stats.html",
        census=shown,
        largest=_largest(census),
        tables=list(_tables(census)),
    )
    return str(page)


FORMS: Mapping[str, Callable[[Census], str]] = {
    "text": _text,
    "json": _json,
    "markdown": _markdown,
}
