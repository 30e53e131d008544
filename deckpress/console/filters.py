"""Which of a deck's problems a run reports: those of some files, of some checks, of a change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from deckpress.console.git_changes import LinesOfFiles
from deckpress.model import Deck, Problem, Span, card_finder


def inside(problems: Iterable[Problem], paths: Sequence[Path], root: Path) -> list[Problem]:
    """The problems in these files and folders; all, if none is named."""
    if not paths:
        return [*problems]
    wanted = [path.resolve() for path in paths]
    return [problem for problem in problems if _is_inside(root / problem.span.path, wanted)]


def _is_inside(path: Path, wanted: Sequence[Path]) -> bool:
    """Whether a file is one of some, or lies in one of them."""
    place = path.resolve()
    return any(place.is_relative_to(folder) for folder in wanted)


def of_checks(
    problems: Iterable[Problem],
    select: Collection[str],
    ignore: Collection[str],
) -> list[Problem]:
    """The problems of the selected checks (all, if none is), without the ignored ones."""
    selected = [problem for problem in problems if not select or problem.code in select]
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
        changed = lines.get(span.path, [])
        return any(rows.start <= last and first < rows.stop for rows in changed)

    return [
        problem
        for problem in problems
        if is_touched(problem.span) or any(map(is_touched, problem.related))
    ]
