"""The numbers and claims of the page on Muon, in plain Python."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import pytest
from test_numbers_practice import agrees, curves, read, says, shown, source

Matrix = list[list[float]]

COEFFICIENTS = 3.4445, -4.7750, 2.0315
"""Those of Jordan et al., the defaults of PyTorch and Keras."""


def product(a: Matrix, b: Matrix) -> Matrix:
    return [
        [sum(x * y for x, y in zip(row, column, strict=True)) for column in zip(*b, strict=True)]
        for row in a
    ]


def transposed(a: Matrix) -> Matrix:
    return [list(column) for column in zip(*a, strict=True)]


def weighted(*terms: tuple[float, Matrix]) -> Matrix:
    """The sum of matrices of one shape, each with its factor."""
    rows, columns = len(terms[0][1]), len(terms[0][1][0])
    return [[sum(c * m[i][j] for c, m in terms) for j in range(columns)] for i in range(rows)]


def inner(a: Matrix, b: Matrix) -> float:
    return sum(
        x * y for left, right in zip(a, b, strict=True) for x, y in zip(left, right, strict=True)
    )


def turn(angle: float) -> Matrix:
    return [[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]]


def built(left: float, large: float, small: float, right: float) -> Matrix:
    """The 2×2 matrix with two given singular values between two turns."""
    return product(product(turn(left), [[large, 0.0], [0.0, small]]), turn(right))


def newton_schulz(x: Matrix, rounds: int) -> Matrix:
    """The rounds of the card, on a matrix already divided by its Frobenius norm."""
    a, b, c = COEFFICIENTS
    for _ in range(rounds):
        square = product(x, transposed(x))
        x = weighted((a, x), (b, product(square, x)), (c, product(product(square, square), x)))
    return x


def lifted(value: float, rounds: int = 5) -> float:
    """What the same rounds make of one singular value."""
    a, b, c = COEFFICIENTS
    for _ in range(rounds):
        value = a * value + b * value**3 + c * value**5
    return value


def test_muon_orthogonalized_update() -> None:
    """The orthogonal factor is the nearest such matrix, and of all steps of spectral norm 1 the steepest."""
    assert "nearest matrix whose singular values are all 1" in source("muon-orthogonalized-update")
    momentum, factor = built(0.4, 3.0, 0.2, -1.1), product(turn(0.4), turn(-1.1))
    assert inner(momentum, factor) == pytest.approx(3.0 + 0.2)
    chance = random.Random(2)
    for _ in range(200):
        other = built(chance.uniform(0, 7), 1.0, chance.choice((1.0, -1.0)), chance.uniform(0, 7))
        assert inner(momentum, other) <= inner(momentum, factor) + 1e-9
        gap, least = weighted((1, momentum), (-1, other)), weighted((1, momentum), (-1, factor))
        assert inner(gap, gap) >= inner(least, least) - 1e-9
        inside = built(chance.uniform(0, 7), 1.0, chance.uniform(-1, 1), chance.uniform(0, 7))
        assert inner(momentum, inside) <= inner(momentum, factor) + 1e-9


def test_muon_newton_schulz() -> None:
    card = "muon-newton-schulz"
    assert (
        read(card, r"a=([\d.]+)\$, \$b=(-[\d.]+)\$ and \$c=([\d.]+)\$", "Application")
        == COEFFICIENTS
    )
    smallest, low, high = shown(
        card,
        r"from ([\d.]+) of the norm upward end between ([\d.]+) and ([\d.]+\d)\.",
        "Application",
    )
    start = math.log(float(smallest))
    ends = [lifted(math.exp(start * step / 50_000)) for step in range(50_001)]
    assert agrees(low, min(ends)) and agrees(high, max(ends))
    says(
        card,
        r"grows ([\d.]+)-fold in a round, (\d+)-fold in five",
        COEFFICIENTS[0],
        COEFFICIENTS[0] ** 5,
        part="Notes",
    )
    assert lifted(1e-7) / 1e-7 == pytest.approx(COEFFICIENTS[0] ** 5, rel=1e-3)


def test_a_round_changes_only_the_singular_values() -> None:
    assert "A round changes only the singular values" in source("muon-newton-schulz")
    matrix = built(0.4, 0.9, 0.05, -1.1)
    for rounds in (1, 5):
        expected = built(0.4, lifted(0.9, rounds), lifted(0.05, rounds), -1.1)
        for row, exact in zip(newton_schulz(matrix, rounds), expected, strict=True):
            assert row == pytest.approx(exact, rel=1e-6)


def test_muon_newton_schulz_figure() -> None:
    """The three curves: before, after one round, after five; 384 px for four decades, 168 px for 1."""
    for rounds, curve in zip((0, 1, 5), curves("muon-newton-schulz.svg"), strict=True):
        for x, y in curve:
            value = 10 ** (4 * (x - 76) / 384 - 4)
            # Near 1 the fifth round is steep, and a pixel's tenth counts.
            assert (250 - y) / 168 == pytest.approx(lifted(value, rounds), abs=0.02)


def test_muon_update_rms() -> None:
    card = "muon-update-rms"
    rows, columns = read(card, r"\$(\d+)\\times(\d+)\$", "Title")
    assert Fraction(source(card)) ** 2 == Fraction(int(min(rows, columns)), int(rows * columns))
    assert read(card, r"mean square is \$1/(\d+)\$", "Notes") == (max(rows, columns),)
    factor, size = read(
        card, r"by \$([\d.]+)\\sqrt\{.*? root mean square of ([\d.]+),", "Application"
    )
    assert factor * math.sqrt(max(rows, columns)) * float(Fraction(source(card))) == pytest.approx(
        size
    )
