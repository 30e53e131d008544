"""Where cut-out cards lie on a sheet, in millimetres from its top left corner; which back lies behind which front."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from deckpress.templating import View

PAPERS = {"A4": (210.0, 297.0), "Letter": (215.9, 279.4)}
"""Width and height in mm (ISO 216, ANSI/ASME Y14.1)."""

MARGIN = 8.0
"""What at least stays free at each edge: no printer reaches the very edge, and the cut marks stand there."""


@dataclass(frozen=True, slots=True, repr=False)
class Grid(View):
    """Equal cards side by side, in the middle of the sheet: so the backs lie on the same lines as the fronts."""

    paper: tuple[float, float]
    """Width and height of the sheet as it is looked at."""
    card: tuple[float, float]
    columns: int
    rows: int

    @property
    def count(self) -> int:
        """How many cards a sheet holds."""
        return self.columns * self.rows

    @property
    def lines(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Where to cut: x of the upright cuts, y of the level ones."""
        left, top = (
            (whole - n * part) / 2
            for whole, part, n in zip(self.paper, self.card, (self.columns, self.rows), strict=True)
        )
        return (
            tuple(round(left + i * self.card[0], 3) for i in range(self.columns + 1)),
            tuple(round(top + i * self.card[1], 3) for i in range(self.rows + 1)),
        )

    @property
    def cells(self) -> tuple[tuple[float, float], ...]:
        """The top left corner of each card, row by row."""
        x, y = self.lines
        return tuple((left, top) for top in y[:-1] for left in x[:-1])

    def behind(self, cell: int, flip: str) -> int:
        """The cell of the other side that comes to lie behind a cell when the paper is turned over its `flip` edge.

        The printer means the edges of the paper, which a landscape sheet shows as top and side.
        """
        row, column = divmod(cell, self.columns)
        sideways = (flip == "long") == (self.paper[0] < self.paper[1])
        if sideways:
            return row * self.columns + self.columns - 1 - column
        return (self.rows - 1 - row) * self.columns + column


def grids(paper: str, card: tuple[float, float]) -> tuple[Grid, ...]:
    """The sheets for cards of a size, then for ever larger ones: double height, and one card for the whole sheet.

    The paper stands or lies, whichever holds more cards of the first kind.
    """
    portrait = PAPERS[paper]
    grid = max(
        (_fill(side, card) for side in (portrait, portrait[::-1])), key=lambda grid: grid.count
    )
    width, height = grid.card
    found = [grid]
    if grid.rows > 1:
        found.append(Grid(grid.paper, (width, 2 * height), grid.columns, grid.rows // 2))
    if found[-1].count > 1:
        found.append(Grid(grid.paper, (grid.columns * width, grid.rows * height), 1, 1))
    return tuple(found)


def _fill(paper: tuple[float, float], card: tuple[float, float]) -> Grid:
    columns, rows = (
        int((whole - 2 * MARGIN) // part) for whole, part in zip(paper, card, strict=True)
    )
    return Grid(paper, card, columns, rows)


def ticks(
    grid: Grid, gap: float = 1.0, length: float = 4.0
) -> Iterator[tuple[float, float, float, float]]:
    """Cut marks outside the cards, as `(x1, y1, x2, y2)`: `gap` mm away from them, `length` mm long."""
    x, y = grid.lines
    for at in x:
        yield at, y[0] - gap - length, at, y[0] - gap
        yield at, y[-1] + gap, at, y[-1] + gap + length
    for at in y:
        yield x[0] - gap - length, at, x[0] - gap, at
        yield x[-1] + gap, at, x[-1] + gap + length, at
