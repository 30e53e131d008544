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

census = plugins.lazy("deckpress.console.statistics")
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
    with terminal.session(root) as say:
        deck, _ = sources.read(say.config)
        counted = census.take(deck)
        terminal.tell(_html(counted, say.config) if form == "html" else FORMS[form](counted), form)


def _text(counted: Census) -> str:
    largest = max([1, *(max(c.count, c.minimum) for c in counted.coverage)])
    width = max([0, *(len(c.tag) for c in counted.coverage)])
    lines = [f"{counted.notes} notes, {len(counted.drafts)} drafts", ""]
    lines += (_bar(c, width, largest) for c in counted.coverage)
    for title, rows in _tables(counted):
        lines += ["", f"{title}: " + ", ".join(f"{name} {count}" for name, count in rows)]
    lines += ["", *(f"draft: {card.span} {card.title.text}" for card in counted.drafts)]
    return "\n".join(lines).rstrip()


def _bar(topic: Coverage, width: int, largest: int) -> str:
    bar = "█" * round(topic.count * BAR / largest) + "·" * round(topic.missing * BAR / largest)
    gap = f"  {topic.missing} to write" if topic.missing else ""
    return f"{topic.tag:<{width}} {topic.count:>4} of {topic.minimum:<4} {bar}{gap}"


def _tables(counted: Census) -> Iterator[tuple[str, Sequence[tuple[str, int]]]]:
    for title in ("kinds", "levels", "facets", "decks", "origins"):
        rows = getattr(counted, title)
        if rows:
            yield title, rows


def _markdown(counted: Census) -> str:
    lines = ["| topic | cards | minimum | to write |", "|---|--:|--:|--:|"]
    lines += (
        f"| `{c.tag}` | {c.count} | {c.minimum} | {c.missing or ''} |" for c in counted.coverage
    )
    return "\n".join([*lines, "", f"{counted.notes} notes."])


def _json(counted: Census) -> str:
    return json.dumps(
        {
            "notes": counted.notes,
            "drafts": [card.id for card in counted.drafts],
            "coverage": _coverage(counted),
            **{title: dict(rows) for title, rows in _tables(counted)},
        },
        indent=2,
        ensure_ascii=False,
    )


def _coverage(counted: Census) -> list[dict[str, object]]:
    return [dataclasses.asdict(topic) | {"missing": topic.missing} for topic in counted.coverage]


def _html(counted: Census, settings: object) -> str:
    largest = max([1, *(max(c.count, c.minimum) for c in counted.coverage)])
    shown = {"notes": counted.notes, "coverage": _coverage(counted)}
    tables = list(_tables(counted))
    return str(
        templating.page(settings, "stats/stats.html", census=shown, largest=largest, tables=tables)
    )


FORMS: Mapping[str, Callable[[Census], str]] = {"text": _text, "json": _json, "markdown": _markdown}
