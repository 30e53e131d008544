"""A page of any dialects -> its questions, and everything else with the reason why it is not one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from deckpress.sources.foreign import assemble, embedded, reach, rest, truncation
from deckpress.sources.foreign.blocks import blocks
from deckpress.sources.foreign.body import Body
from deckpress.sources.foreign.found import Found, Harvest, Skipped
from deckpress.sources.foreign.lines import clean
from deckpress.sources.foreign.page import Head, Page, page


def read(text: str, path: str) -> Harvest:
    """All questions of a page with their parts; what is not one is in `skipped`."""
    cleaned = clean(text)
    view = page(path, cleaned, blocks(cleaned.lines))
    heads = reach.heads(view)
    below, ends = reach.without_remarks(view, heads, reach.ends(view, heads))
    marked = _marked_forms(heads, below)
    cards = [_card(view, head, body, marked) for head, body in zip(heads, below, strict=True)]
    cards = truncation.marked(path, heads, cards)
    taken = rest.inside(view, heads, ends)
    topics = rest.topics(view, heads, taken)
    cards, echoes = _without_echoes([replace(card, topics=t) for card, t in zip(cards, topics, strict=True)])
    skipped = sorted([*rest.skipped(view, heads, ends, taken), *echoes], key=lambda row: row.line)
    proposed = (embedded.proposed(card, path) for card in cards)
    return Harvest(path, tuple(proposed), tuple(skipped), title=rest.title(view, taken))


def _card(view: Page, head: Head, body: Body, marked: frozenset[str]) -> Found:
    if head.answered:
        lines = tuple(head.rest.split("\n"))
        body = replace(body, lines=lines, numbers=(head.rest_row,) * len(lines), blocks=(), cuts=(), noise=())
    return assemble.card(view, head, body, head.form in marked)


def _marked_forms(heads: Sequence[Head], below: Sequence[Body]) -> frozenset[str]:
    """The forms of which at least half the questions have a labelled answer."""
    counts: dict[str, list[bool]] = defaultdict(list)
    for head, body in zip(heads, below, strict=True):
        counts[head.form].append(any(cut.part in ("answer", "key") for cut in body.cuts))
    return frozenset(form for form, found in counts.items() if sum(found) * 2 >= len(found))


def _without_echoes(cards: Sequence[Found]) -> tuple[list[Found], list[Skipped]]:
    """Without unanswered questions that are answered elsewhere on the page: a table of contents without links."""
    names = [rest.plain(card.question).lower() for card in cards]
    answered = {name for name, card in zip(names, cards, strict=True) if card.answer}
    echo = [not card.answer and not card.choices and name in answered for name, card in zip(names, cards, strict=True)]
    kept = [card for card, is_echo in zip(cards, echo, strict=True) if not is_echo]
    gone = [card for card, is_echo in zip(cards, echo, strict=True) if is_echo]
    return kept, [Skipped(c.line, "table of contents", rest.plain(c.question)[: rest.EXCERPT]) for c in gone]
