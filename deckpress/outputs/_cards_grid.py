"""Where cut-out cards lie on a sheet, and which backs lie behind them: in mm from the top left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from deckpress.templating import View

Size = tuple[float, float]
"""Width and height in mm."""

Cuts = tuple[float, ...]
"""Where to cut, from edge to edge of the cards: one cut more than there are cards."""

PAPERS: dict[str, Size] = {
    "A4": (210.0, 297.0),
    "Letter": (215.9, 279.4),
}
"""ISO 216, ANSI/ASME Y14.1."""

MARGIN = 8.0
"""What at least stays free at each edge: no printer reaches it, and the cut marks stand there."""

TICK_GAP = 1.0
TICK_LENGTH = 4.0
"""Of cut marks: how far from the cards they begin, and how long they are."""


@dataclass(frozen=True, slots=True, repr=False)
class Grid(View):
    """Equal cards side by side, in the middle of the sheet: so the backs lie on the same lines."""

    paper: Size
    """The sheet as it is looked at."""
    card: Size
    columns: int
    rows: int

    @property
    def count(self) -> int:
        """How many cards a sheet holds."""
        return self.columns * self.rows

    @property
    def lines(self) -> tuple[Cuts, Cuts]:
        """The upright cuts (their x), and the level ones (their y)."""
        across, down = self.paper
        width, height = self.card
        upright = _cuts(across, width, self.columns)
        level = _cuts(down, height, self.rows)
        return upright, level

    @property
    def cells(self) -> tuple[tuple[float, float], ...]:
        """The top left corner (x, y) of each card, row by row."""
        upright, level = self.lines
        corners = product(level[:-1], upright[:-1])
        return tuple((x, y) for y, x in corners)

    def behind(
        self,
        cell: int,
        flip: str,
    ) -> int:
        """The cell of the back behind a cell, when the paper is turned over its `flip` edge.

        The printer means the edges of the paper, which a landscape sheet shows as top and side.
        """
        row, column = divmod(cell, self.columns)
        across, down = self.paper
        long_edge_is_upright = across < down
        if (flip == "long") == long_edge_is_upright:
            column = self.columns - 1 - column
        else:
            row = self.rows - 1 - row
        return row * self.columns + column


def _cuts(
    whole: float,
    part: float,
    count: int,
) -> Cuts:
    """Those of `count` equal parts in the middle of a whole."""
    start = (whole - count * part) / 2
    places = [start + i * part for i in range(count + 1)]
    return tuple(round(place, 3) for place in places)


def grids(paper: str, card: Size) -> tuple[Grid, ...]:
    """The sheets for cards of a size, for ones of double height, and one card for a whole sheet.

    The paper stands or lies, whichever holds more cards of the first kind.
    """
    portrait = PAPERS[paper]
    landscape = portrait[1], portrait[0]
    standing, lying = _full(portrait, card), _full(landscape, card)
    first = lying if lying.count > standing.count else standing
    columns, rows = first.columns, first.rows
    width, height = card
    made = [first]
    if rows > 1:
        double = (width, 2 * height)
        made.append(Grid(first.paper, double, columns, rows // 2))
    if made[-1].count > 1:
        whole = (columns * width, rows * height)
        made.append(Grid(first.paper, whole, 1, 1))
    return tuple(made)


def _full(paper: Size, card: Size) -> Grid:
    """As many cards as the paper holds."""
    columns = (paper[0] - 2 * MARGIN) // card[0]
    rows = (paper[1] - 2 * MARGIN) // card[1]
    return Grid(paper, card, int(columns), int(rows))


def ticks(grid: Grid) -> Iterator[tuple[float, float, float, float]]:
    """Cut marks outside the cards, at both ends of each cut: from x, y to x, y."""
    upright, level = grid.lines
    left, right = upright[0], upright[-1]
    top, bottom = level[0], level[-1]
    near = TICK_GAP
    far = TICK_GAP + TICK_LENGTH
    for x in upright:
        yield x, top - far, x, top - near
        yield x, bottom + near, x, bottom + far
    for y in level:
        yield left - far, y, left - near, y
        yield right + near, y, right + far, y
