"""Where cut-out cards lie on a sheet, in mm from its top left corner, and which backs behind them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from deckpress.templating import View

PAPERS = {"A4": (210.0, 297.0), "Letter": (215.9, 279.4)}
"""Width and height in mm (ISO 216, ANSI/ASME Y14.1)."""

MARGIN = 8.0
"""What at least stays free at each edge: no printer reaches it, and the cut marks stand there."""

TICK_GAP, TICK_LENGTH = 1.0, 4.0
"""Of cut marks, in mm: how far from the cards they begin, and how long they are."""

Line = tuple[float, float, float, float]
"""From x, y to x, y."""


@dataclass(frozen=True, slots=True, repr=False)
class Grid(View):
    """Equal cards side by side, in the middle of the sheet: so the backs lie on the same lines."""

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
        upright = _cuts(self.paper[0], self.card[0], self.columns)
        level = _cuts(self.paper[1], self.card[1], self.rows)
        return upright, level

    @property
    def cells(self) -> tuple[tuple[float, float], ...]:
        """The top left corner of each card, row by row."""
        upright, level = self.lines
        corners: list[tuple[float, float]] = []
        for top in level[:-1]:
            corners += [(left, top) for left in upright[:-1]]
        return tuple(corners)

    def behind(self, cell: int, flip: str) -> int:
        """The cell of the back behind a cell, when the paper is turned over its `flip` edge.

        The printer means the edges of the paper, which a landscape sheet shows as top and side.
        """
        row, column = divmod(cell, self.columns)
        width, height = self.paper
        sideways = (flip == "long") == (width < height)
        if sideways:
            column = self.columns - 1 - column
        else:
            row = self.rows - 1 - row
        return row * self.columns + column


def _cuts(whole: float, part: float, count: int) -> tuple[float, ...]:
    """Where to cut so many equal parts out of the middle of a whole."""
    start = (whole - count * part) / 2
    return tuple(round(start + i * part, 3) for i in range(count + 1))


def grids(paper: str, card: tuple[float, float]) -> tuple[Grid, ...]:
    """The sheets for cards of a size, for ones of double height, and one card for a whole sheet.

    The paper stands or lies, whichever holds more cards of the first kind.
    """
    width, height = PAPERS[paper]
    upright, lying = _full((width, height), card), _full((height, width), card)
    grid = lying if lying.count > upright.count else upright
    made = [grid]
    width, height = card
    if grid.rows > 1:
        made.append(Grid(grid.paper, (width, 2 * height), grid.columns, grid.rows // 2))
    if made[-1].count > 1:
        whole = (grid.columns * width, grid.rows * height)
        made.append(Grid(grid.paper, whole, 1, 1))
    return tuple(made)


def _full(paper: tuple[float, float], card: tuple[float, float]) -> Grid:
    """As many cards as the paper holds."""
    columns = (paper[0] - 2 * MARGIN) // card[0]
    rows = (paper[1] - 2 * MARGIN) // card[1]
    return Grid(paper, card, int(columns), int(rows))


def ticks(grid: Grid) -> Iterator[Line]:
    """Cut marks at both ends of each cut, outside the cards."""
    upright, level = grid.lines
    near, far = TICK_GAP, TICK_GAP + TICK_LENGTH
    for x in upright:
        yield x, level[0] - far, x, level[0] - near
        yield x, level[-1] + near, x, level[-1] + far
    for y in level:
        yield upright[0] - far, y, upright[0] - near, y
        yield upright[-1] + near, y, upright[-1] + far, y
