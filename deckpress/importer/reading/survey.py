"""A page of any dialects -> its questions, and everything else with the reason why it is not
one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from deckpress.importer.harvest import Found, Harvest, Skipped
from deckpress.importer.reading import (
    answer_keys,
    assemble,
    embedded,
    headings_above,
    leftovers,
    option_lists,
    question_ends,
    truncation,
)
from deckpress.importer.reading import card_body as bodies
from deckpress.importer.reading.card_body import Body
from deckpress.importer.reading.page import Head, Page, page
from deckpress.importer.reading.page_blocks import blocks
from deckpress.importer.reading.page_lines import clean

MOST_TRIES = 3
"""How often a page is read again because something taken for a key is none."""


def read(text: str, path: str) -> Harvest:
    """All questions of a page with their parts; what is not one is in `skipped`."""
    cleaned = clean(text)
    view = page(path, cleaned, blocks(cleaned.lines))
    view, heads, below, ends, unused = _questions(view)
    cards = _cards(view, heads, below)
    cards = truncation.marked(path, heads, cards)
    taken = headings_above.inside(view, heads, ends) | view.keys
    echo = _echoes(cards)
    topics, named = headings_above.topics(view, heads, taken, echo)
    echoes = [
        Skipped(
            card.line, "table of contents", headings_above.plain(card.question)[: leftovers.EXCERPT]
        )
        for card, is_echo in zip(cards, echo, strict=True)
        if is_echo
    ]
    placed = zip(cards, topics, echo, strict=True)
    kept = [
        replace(card, topics=above) if above else card
        for card, above, is_echo in placed
        if not is_echo
    ]
    said = leftovers.skipped(view, heads, ends, below, named)
    skipped = sorted([*said, *unused, *echoes], key=lambda row: row.line)
    proposed = (embedded.proposed(card, path) for card in kept)
    return Harvest(path, tuple(proposed), tuple(skipped), title=headings_above.title(view, taken))


def _questions(view: Page) -> tuple[Page, list[Head], list[Body], list[int], list[Skipped]]:
    """The questions of a page, their bodies and ends; answers that stand in a key further down are
    in the bodies.

    Last, the answers in keys whose questions are not there.
    """
    found = answer_keys.find(view)
    for tries in range(MOST_TRIES):
        view = replace(view, keys=answer_keys.blocks_of(view, found))
        heads = question_ends.heads(view)
        below, ends = question_ends.without_remarks(view, heads, question_ends.ends(view, heads))
        fitting, unused = _answered(view, found, heads, below) if found else ([], [])
        if len(fitting) == len(found):
            break
        found = fitting if tries < MOST_TRIES - 2 else []
    return view, heads, below, ends, unused


def _answered(
    view: Page, found: Sequence[answer_keys.Key], heads: Sequence[Head], below: list[Body]
) -> tuple[list[answer_keys.Key], list[Skipped]]:
    """Put the answers of each key into the bodies of its questions; returns the keys that answer
    any, and the rest."""
    fitting, unused = [], []
    cards = _cards(view, heads, below)
    empty = [i for i, card in enumerate(cards) if any(p.code == "no-answer" for p in card.problems)]
    for key in found:
        answers, left_over = answer_keys.answers(view, key, heads, empty)
        fitting += [key] if answers else []
        unused += left_over
        empty = [i for i in empty if i not in answers]
        for i, (row, lines) in answers.items():
            whole = [*below[i].lines, "", *lines]
            numbers = [*below[i].numbers, *[view.text.number(row)] * (len(lines) + 1)]
            below[i] = bodies.of_lines(heads[i], whole, numbers)
    return fitting, unused


def _cards(view: Page, heads: Sequence[Head], below: Sequence[Body]) -> list[Found]:
    labelled = [any(cut.part in ("answer", "key") for cut in body.cuts) for body in below]
    marked = _forms(heads, labelled)
    quizzes = _forms(
        heads, [len(option_lists.options(body, len(body.lines))) > 1 for body in below]
    )
    return [
        _card(view, head, body, marked, quizzes) for head, body in zip(heads, below, strict=True)
    ]


def _card(
    view: Page, head: Head, body: Body, marked: frozenset[str], quizzes: frozenset[str]
) -> Found:
    if head.answered:
        lines = head.rest.split("\n")
        body = bodies.of_lines(head, lines, [view.text.number(head.rest_row)] * len(lines))
    return assemble.card(view, head, body, head.form in marked, head.form in quizzes)


def _forms(heads: Sequence[Head], have: Sequence[bool]) -> frozenset[str]:
    """The forms of which at least half the questions have something."""
    counts: dict[str, list[bool]] = defaultdict(list)
    for head, it in zip(heads, have, strict=True):
        counts[head.form].append(it)
    return frozenset(form for form, found in counts.items() if sum(found) * 2 >= len(found))


def _echoes(cards: Sequence[Found]) -> list[bool]:
    """Which are unanswered questions that are answered elsewhere on the page: a table of contents
    without links."""
    names = [headings_above.plain(card.question).lower() for card in cards]
    answered = {name for name, card in zip(names, cards, strict=True) if card.answer}
    return [
        name in answered and not _has_more(card) for name, card in zip(names, cards, strict=True)
    ]


def _has_more(card: Found) -> bool:
    """Whether a card has anything but its question."""
    return bool(
        card.answer or card.choices or card.analogy or card.application or card.sources or card.hint
    )
