"""What the checks find on each page alone, and what those of the whole deck gather there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from deckpress.checks import _settings
from deckpress.checks._contract import Gathered, Options
from deckpress.checks._settings import modules, severity
from deckpress.deck.config import Config
from deckpress.model import (
    SEVERITIES,
    Card,
    Fault,
    Mark,
    Page,
    Problem,
    Span,
)
from deckpress.similarity import Question, TextAnalysis, Word
from deckpress.system.steps import Step


class Findings(NamedTuple):
    """What the checks make of one page."""

    problems: tuple[Problem, ...]
    # (("broken-link", (marks of the first card, of the second, …)), …)
    gathered: tuple[tuple[str, tuple[Gathered, ...]], ...] = ()
    """The code of each check that gathers something, and what it gathered of each card."""


NOUNS = (
    Findings,
    Problem,
    Span,
    # what checks gather
    Mark,
    Question,
    TextAnalysis,
    Word,
)
"""What findings are made of."""


def findings(
    pages: Sequence[Page],
    config: Config,
) -> list[Findings]:
    """What is found on each page alone, in order."""
    step = Step(
        _PageChecks(config).findings,
        partial(_stopped, config),
        Findings,
        config.memory("findings", NOUNS),
        config.processes,
    )
    return step.results(pages)


def _stopped(
    config: Config,
    page: Page,
    fault: Fault,
) -> Findings:
    return Findings((problem(fault.code, fault, config),))


class Check(NamedTuple):
    """One function of a check that is not off."""

    code: str
    function: Callable[..., Any]
    options: Options
    """Its last argument: what deckpress.toml sets for the check."""


def enabled(function: str, config: Config) -> list[Check]:
    """The functions of that name, of all checks that are not off."""
    found = []
    for code, check in modules().items():
        if hasattr(check, function) and severity(code, config) != "off":
            call = getattr(check, function)
            found.append(Check(code, call, _settings.options(code, config)))
    return found


def problem(
    code: str,
    fault: Fault,
    config: Config,
) -> Problem:
    """A fault as it is reported; what it does not say of itself, its check says."""
    # The milder of the two: a fault can weigh less than its check, never more.
    own = fault.severity or SEVERITIES[0]
    weight = max(own, severity(code, config), key=SEVERITIES.index)
    return Problem(
        fault.span,
        code,
        fault.message,
        weight,
        fault.fix or modules()[code].FIX,
        fault.related,
    )


def problems_of_readers(
    faults: Iterable[Fault],
    config: Config,
) -> Iterator[Problem]:
    """The faults of those who read files: each names the check that reports it."""
    for fault in faults:
        if severity(fault.code, config) != "off":
            yield problem(fault.code, fault, config)


def is_waived(code: str, card: Card | None) -> bool:
    """Whether a card excuses itself from a check."""
    if card is None or code not in card.listed("allow"):
        return False
    return _settings.is_waivable(code)


class _PageChecks:
    """All checks that look at one card or at one page."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.of_cards = enabled("check_card", config)
        self.of_pages = enabled("check_page", config)
        self.gathering = enabled("gather", config)

    def findings(self, page: Page) -> Findings:
        """Everything that can be said of a page, and what its parser saw."""
        problems = [
            *problems_of_readers(page.faults, self.config),
            *self._of_cards(page),
            *self._of_page(page),
        ]
        return Findings(tuple(problems), tuple(self._gathered(page)))

    def _of_cards(self, page: Page) -> list[Problem]:
        # No generator: to go through half a million would cost more than the checks.
        problems = []
        # Card by card, not check by check: they share what `prose` has just read of it.
        for card in page.cards:
            for code, check_card, options in self.of_cards:
                for fault in check_card(card, options):
                    if not is_waived(code, card):
                        problems.append(problem(code, fault, self.config))
        return problems

    def _of_page(self, page: Page) -> Iterator[Problem]:
        for code, check_page, options in self.of_pages:
            for fault in check_page(page, options):
                card = page.card_at(fault.span.line)
                if not is_waived(code, card):
                    yield problem(code, fault, self.config)

    def _gathered(
        self,
        page: Page,
    ) -> Iterator[tuple[str, tuple[Gathered, ...]]]:
        """What each check gathers; checks that share a function share what it returns."""
        known: dict[Callable[..., Any], tuple[Gathered, ...]] = {}
        for code, gather, options in self.gathering:
            if gather not in known:
                values = [gather(card, options) for card in page.cards]
                known[gather] = tuple(values)
            yield code, known[gather]
