"""Which of a deck's problems a run reports: those of some files, of some checks, of a change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from deckpress.console.git_changes import LinesOfFiles
from deckpress.model import Deck, Problem, Span, card_finder


def inside(
    problems: Iterable[Problem],
    paths: Sequence[Path],
    root: Path,
) -> list[Problem]:
    """The problems in these files and folders; all, if none is named."""
    if not paths:
        return [*problems]
    wanted = [path.resolve() for path in paths]

    def is_wanted(problem: Problem) -> bool:
        place = (root / problem.span.path).resolve()
        return any(place.is_relative_to(path) for path in wanted)

    return list(filter(is_wanted, problems))


def of_checks(
    problems: Iterable[Problem],
    select: Collection[str],
    ignore: Collection[str],
) -> list[Problem]:
    """The problems of the selected checks (all, if none is), without the ignored ones."""
    selected = [*problems]
    if select:
        selected = [problem for problem in selected if problem.code in select]
    return [problem for problem in selected if problem.code not in ignore]


def touched(
    problems: Iterable[Problem],
    deck: Deck,
    lines: LinesOfFiles,
) -> list[Problem]:
    """The problems of cards (or lines) that a change touches, and those related to one, as a
    duplicate is."""
    card_at = card_finder(deck.pages)

    def is_touched(span: Span) -> bool:
        first = last = span.line
        card = card_at(span)
        if card:
            first, last = card.span.line, card.last_line
        # A card counts as a whole: its answer may be wrong since its question changed.
        changed = lines.get(span.path, [])
        return any(rows.start <= last and first < rows.stop for rows in changed)

    def is_wanted(problem: Problem) -> bool:
        return any(map(is_touched, (problem.span, *problem.related)))

    return list(filter(is_wanted, problems))
