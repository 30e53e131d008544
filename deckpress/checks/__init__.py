"""Stage 2, validate: Deck -> Problems. One file is one check; its name, with hyphens, is the code.

A check module has a docstring (what `explain` prints: what, why, Bad, Good), `FIX` (how to mend
it), and some of

    check_card(card: Card, options) -> Iterator[Fault]    sees one card
    check_page(page: Page, options) -> Iterator[Fault]    sees one page
    check(deck: Deck, options) -> Iterator[Fault]         sees everything

What the first two find is remembered for as long as the page stays as it is: prefer them. A `check`
that must look at every card of a deck can have `gather(card, options)`, remembered in the same way:
its third argument is what that returned (texts, numbers, bytes, tuples) for each card of the deck.
Checks that share one such function share what it returns.

Optional:

    SEVERITY            default "error"
    OPTIONS             defaults of what deckpress.toml can set under `[checks.CODE]`
    LIMITS              the least and the most that an option can be: where more of it would turn a
                        guard off, or never end
    WAIVABLE = False    the packager, a learner's progress or safety rests on it, so no `allow:` can
                        excuse it
    GUARD = True        nothing in deckpress.toml makes it less than an error; true of all that is
                        not waivable
    LANGUAGE            the check knows the words of one language only, say "en": in a deck of
                        another it is off until deckpress.toml gives it a severity
    fix(card, deck, options) -> Iterator[tuple[Section, str]]
                        what `check --fix` may write: sections of the card, each with its Markdown
                        mended, on as many lines; what is right already comes back unchanged
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from deckpress.checks import _config
from deckpress.checks._contract import Gathered
from deckpress.checks._findings import (
    Check,
    Findings,
    enabled,
    findings,
    is_waived,
    problem,
    problems_of_readers,
)
from deckpress.checks._settings import (
    firmness,
    is_guard,
    is_waivable,
    modules,
    options,
    settings,
    severity,
)
from deckpress.deck.config import Config
from deckpress.model import Deck, Fault, Problem, Span, card_finder
from deckpress.system.timeouts import TooLong, at_most

__all__ = [
    "firmness",
    "is_guard",
    "is_waivable",
    "is_waived",
    "modules",
    "options",
    "problem",
    "run",
    "settings",
    "severity",
]

SECONDS, SECONDS_A_CARD = 20, 0.01
"""Processor time of one check of the whole deck; honest decks take a hundredth."""

_SLOW = "look for what is repeated ten thousand times in the deck or its tables"


def run(deck: Deck, config: Config) -> list[Problem]:
    """All problems of the deck, sorted by place, each once."""
    by_page = findings(deck.pages, config)
    problems: set[Problem] = set()  # one that several checks find at a place is told once
    for page in by_page:
        problems.update(page.problems)
    problems.update(problems_of_readers(deck.faults, config))
    problems.update(_of_deck(deck, by_page, config))
    problems.update(_config.problems(config))
    return sorted(problems)


def _of_deck(
    deck: Deck,
    by_page: Sequence[Findings],
    config: Config,
) -> Iterator[Problem]:
    """Everything that takes more than one page to see."""
    card_at = card_finder(deck.pages)
    for check in enabled("check", config):
        for fault in _faults(check, deck, by_page):
            card = card_at(fault.span)
            if not is_waived(check.code, card):
                # A check that was stopped is reported as `takes-too-long`.
                yield problem(fault.code or check.code, fault, config)


def _faults(
    check: Check,
    deck: Deck,
    by_page: Sequence[Findings],
) -> list[Fault]:
    """What a check of the whole deck finds.

    If it takes far longer than for an honest deck, just that.
    """
    cards = sum(len(page.cards) for page in deck.pages)
    seconds = SECONDS + SECONDS_A_CARD * cards
    gather = getattr(modules()[check.code], "gather", None)
    try:
        with at_most(seconds):
            if gather is None:
                return [*check.function(deck, check.options)]
            gathered = [*_gathered(check, gather, deck, by_page)]
            return [*check.function(deck, check.options, gathered)]
    except TooLong:
        message = f"{check.code} takes far too long"
        return [Fault(Span("content"), message, _SLOW, code="takes-too-long")]


def _gathered(
    check: Check,
    gather: Callable[..., Gathered],
    deck: Deck,
    by_page: Sequence[Findings],
) -> Iterator[Gathered]:
    """What a check has gathered of each card of the deck."""
    for page, found in zip(deck.pages, by_page, strict=True):
        known = dict(found.gathered)
        if check.code in known:
            yield from known[check.code]
            continue
        for card in page.cards:  # the work on this page was stopped
            yield gather(card, check.options)
