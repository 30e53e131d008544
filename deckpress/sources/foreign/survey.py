"""A page of any dialects -> its questions, and everything else with the reason why it is not one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from deckpress.sources.foreign import assemble, embedded, reach, rest, truncation
from deckpress.sources.foreign import body as bodies
from deckpress.sources.foreign.blocks import blocks
from deckpress.sources.foreign.found import Found, Harvest, Skipped
from deckpress.sources.foreign.lines import clean
from deckpress.sources.foreign.page import Head, Page, page


def read(text: str, path: str) -> Harvest:
    """All questions of a page with their parts; what is not one is in `skipped`."""
    cleaned = clean(text)
    view = page(path, cleaned, blocks(cleaned.lines))
    heads = reach.heads(view)
    ends = reach.ends(view, heads)
    below = [bodies.body(view, head, end) for head, end in zip(heads, ends, strict=True)]
    below, ends = reach.without_remarks(view, heads, ends, below)
    marked = _marked_forms(heads, below)
    cards = [_card(view, head, body, marked) for head, body in zip(heads, below, strict=True)]
    cards = truncation.marked(path, heads, cards)
    inside = rest.within(view, heads, ends)
    paths = rest.topics(view, heads, inside)
    cards = [replace(card, topics=topics) for card, topics in zip(cards, paths, strict=True)]
    cards, echoes = _without_echoes(cards)
    skipped = sorted([*rest.skipped(view, heads, ends, inside), *echoes], key=lambda row: row.line)
    return Harvest(
        path, tuple(embedded.proposed(card, path) for card in cards), tuple(skipped), title=rest.title(view, heads)
    )


def _without_echoes(cards: Sequence[Found]) -> tuple[list[Found], list[Skipped]]:
    """Without unanswered questions that are answered elsewhere on the page: a table of contents without links."""
    answered = {rest.plain(card.question).lower() for card in cards if card.answer}
    echoes = [
        card for card in cards if not card.answer and not card.choices and rest.plain(card.question).lower() in answered
    ]
    kept = [card for card in cards if card not in echoes] if echoes else list(cards)
    return kept, [Skipped(card.line, "table of contents", rest.plain(card.question)[: rest.EXCERPT]) for card in echoes]


def _card(view: Page, head: Head, body: bodies.Body, marked: frozenset[str]) -> Found:
    if head.answered:
        body = replace(
            body,
            lines=tuple(head.rest.split("\n")),
            numbers=(head.rest_row,) * (head.rest.count("\n") + 1),
            blocks=(),
            cuts=(),
            noise=(),
        )
    return assemble.card(view, head, body, head.form in marked)


def _marked_forms(heads: Sequence[Head], below: Sequence[bodies.Body]) -> frozenset[str]:
    """The forms of which at least half the questions have a labelled answer."""
    counts: dict[str, list[bool]] = defaultdict(list)
    for head, body in zip(heads, below, strict=True):
        counts[head.form].append(any(cut.part in ("answer", "key") for cut in body.cuts))
    return frozenset(form for form, found in counts.items() if sum(found) * 2 >= len(found))

