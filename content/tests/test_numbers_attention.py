"""Every number of the pages on attention and Transformers that can be computed is computed again, in plain Python.

The same is done for what the cards claim of attention itself: that it ignores order, that a causal mask hides the
future, that rotary positions are relative, that a running softmax is exact.
"""

from __future__ import annotations

import math
import random
import re

import pytest
from test_numbers_practice import agrees, drawn, number, read, says, shown, source, typed

Vectors = list[list[float]]
GIB = 2**30


# What the cards are about


def softmax(scores: list[float]) -> list[float]:
    powers = [math.exp(score - max(scores)) for score in scores]
    return [power / sum(powers) for power in powers]


def dot(a: list[float], b: list[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


def average(weights: list[float], values: Vectors) -> list[float]:
    return [dot(weights, list(column)) for column in zip(*values, strict=True)]


def attention(tokens: Vectors, causal: bool = False) -> Vectors:
    """Self-attention of vectors that are their own queries, keys and values."""
    outputs = []
    for at, query in enumerate(tokens):
        seen = tokens[: at + 1] if causal else tokens
        outputs.append(
            average(softmax([dot(query, key) / math.sqrt(len(query)) for key in seen]), seen)
        )
    return outputs


def in_tiles(query: list[float], keys: Vectors, values: Vectors, size: int) -> list[float]:
    """Attention of one query with a running maximum, sum and average: no list of all weights."""
    top, total, mixed = -math.inf, 0.0, [0.0] * len(values[0])
    for start in range(0, len(keys), size):
        for key, value in zip(
            keys[start : start + size], values[start : start + size], strict=True
        ):
            score = dot(query, key) / math.sqrt(len(query))
            new = max(top, score)
            old, weight = math.exp(top - new), math.exp(score - new)
            total = total * old + weight
            mixed = [m * old + weight * v for m, v in zip(mixed, value, strict=True)]
            top = new
    return [m / total for m in mixed]


def turned(vector: list[float], angle: float) -> list[float]:
    x, y = vector
    return [x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)]


def some_tokens(count: int = 5, width: int = 4) -> Vectors:
    chance = random.Random(7)
    return [[chance.gauss(0, 1) for _ in range(width)] for _ in range(count)]


# Attention


def test_the_figure_of_the_causal_mask() -> None:
    """Each row of weights in the figure is the softmax of its row of masked scores, and sums to 1 as shown."""
    cells = [
        label for label in drawn("causal-mask-weights.svg") if re.fullmatch(r"[\d.]+|−∞", label)
    ]
    assert len(cells) == 2 * 16
    rows = [cells[start : start + 4] for start in range(0, len(cells), 4)]
    for at, (scores, weights) in enumerate(zip(rows[:4], rows[4:], strict=True)):
        masked = [-math.inf if score == "−∞" else float(score) for score in scores]
        assert [score == -math.inf for score in masked] == [key > at for key in range(4)]
        assert all(
            agrees(weight, value) for weight, value in zip(weights, softmax(masked), strict=True)
        )
        assert sum(map(float, weights)) == pytest.approx(1)


def test_attention_scaling_why() -> None:
    """The variance of a sum of independent products of mean 0 and variance 1 is their number."""
    assert "their dot product has variance $d_k$" in source("attention-scaling-why")
    chance = random.Random(1)
    scores = [sum(chance.gauss(0, 1) * chance.gauss(0, 1) for _ in range(64)) for _ in range(4000)]
    deviation = math.sqrt(sum(score**2 for score in scores) / len(scores))
    assert deviation == pytest.approx(typed("attention-scaling-number"), rel=0.05)


def test_attention_output_numeric() -> None:
    card = "attention-output-numeric"
    low, high = read(card, r"values are \$(\d)\$ and \$(\d)\$", "Title")
    weights = softmax([0, math.log(3)])
    says(card, r"weights \$([\d.]+)\$ and \$([\d.]+)\$", *weights, part="Notes")
    assert typed(card) == pytest.approx(dot(weights, [low, high]))


def test_attention_mask_after_softmax() -> None:
    """Weights zeroed after softmax depend on the score that they should hide."""
    card = "attention-mask-after-softmax"
    whole, zeroed, other, right = re.findall(r"\$\((0\.[\d.,]+)\)\$", source(card, "Notes"))
    expected = (
        (whole, softmax([0, 0, math.log(2)])),
        (other, softmax([0, 0, 0])[:2]),
        (right, softmax([0, 0])),
    )
    for written, exact in expected:
        assert all(
            agrees(weight, value) for weight, value in zip(written.split(","), exact, strict=True)
        )
    assert whole.startswith(zeroed)


def test_an_all_masked_row_is_zero_by_zero() -> None:
    assert "0/0" in source("pytorch-attention-mask-true", "Notes")
    powers = [math.exp(-math.inf)] * 3
    assert sum(powers) == 0 and powers[0] == 0


def test_the_past_cannot_see_a_changed_last_token() -> None:
    """The unit test that a card recommends, and its failure without the mask."""
    assert "change the last token" in source("attention-mask-after-softmax", "Application")
    tokens = some_tokens()
    changed = [*tokens[:-1], [9.0, -9.0, 9.0, -9.0]]
    assert attention(tokens, causal=True)[:-1] == attention(changed, causal=True)[:-1]
    assert attention(tokens)[0] != pytest.approx(attention(changed)[0])


def test_multi_head_attention_parameter_count() -> None:
    card = "multi-head-attention-parameter-count"
    width, heads, head = read(card, r"width (\d+) with (\d) heads of width (\d+)", "Title")
    assert heads * head == width
    assert typed(card) == 4 * width * heads * head
    says(card, r"counts ([\d,]+)\.", typed(card) + 4 * width, part="Notes")
    labels = " ".join(drawn("multi-head-attention-shapes.svg"))
    for label in (
        f"{heads:.0f} heads",
        f"n × {head:.0f}",
        f"n × ({heads:.0f} · {head:.0f})",
        f"n × {width:.0f}",
    ):
        assert label in labels


# Transformers


def test_subword_tokens_why() -> None:
    whole, of_bytes, merges = read(
        "subword-tokens-why", r"of ([\d,]+) tokens: (\d+) bytes, ([\d,]+) ", "Application"
    )
    assert whole == of_bytes + merges + 1
    assert of_bytes == 2**8


def test_transformer_position_information() -> None:
    """Reordered tokens give reordered outputs; with a causal mask they do not."""
    assert "permute the tokens and the outputs are permuted in the same way" in source(
        "transformer-position-information"
    )
    tokens, order = some_tokens(), [3, 0, 4, 2, 1]
    moved = [tokens[i] for i in order]
    for output, at in zip(attention(moved), order, strict=True):
        assert output == pytest.approx(attention(tokens)[at])
    causal = attention(tokens, causal=True)
    assert attention(moved, causal=True)[0] != pytest.approx(causal[order[0]])


def test_rotary_positions_are_relative() -> None:
    assert "through $m-n$ only" in source("positional-encoding-kinds", "Notes")
    query, key = [0.3, -1.2], [2.0, 0.7]

    def score(m: int, n: int) -> float:
        return dot(turned(query, 0.4 * m), turned(key, 0.4 * n))

    assert score(7, 3) == pytest.approx(score(104, 100))
    assert score(7, 3) != pytest.approx(score(7, 4))


def test_transformer_feedforward_share() -> None:
    card = "transformer-feedforward-share"
    width, part, whole = read(card, r"d=(\d+)\$ that is ([\d,]+) of ([\d,]+)\.", "Notes")
    feedforward, attending = 2 * width * 4 * width, 4 * width * width
    assert (part, whole) == (feedforward, feedforward + attending)
    above, below = map(int, source(card).split("/"))
    assert part / whole == pytest.approx(above / below)
    over, under = shown(card, r"\\frac(\d)(\d)d\$", "Notes")
    assert 3 * number(over) / number(under) == pytest.approx(8)


def test_key_value_cache() -> None:
    card = "kv-cache-memory-per-token"
    bits, tokens, layers, heads, width = read(
        card,
        r"a (\d+)-bit .* of ([\d,]+) tokens with (\d+) layers and (\d) key-value heads of width (\d+)\?",
        "Title",
    )
    each = 2 * layers * heads * width * bits / 8
    assert typed(card) == tokens * each / GIB
    says(card, r"=([\d{},]+)\$\$", each, part="Notes")
    says(card, r"that is (\d+) KiB", each / 2**10, part="Notes")
    assert read(card, r"([\d,]+) tokens take (\d) GiB", "Notes") == (tokens, typed(card))
    all_heads, more = read(card, r"With (\d+) key-value heads, .* would be (\d+) GiB", "Notes")
    assert more == typed(card) * all_heads / heads


def test_grouped_query_attention() -> None:
    queries, keys = read(
        "grouped-query-attention", r"With (\d+) query heads and (\d) key-value heads"
    )
    assert "shrinks to a quarter" in source("grouped-query-attention")
    assert keys / queries == 1 / 4
    per_cabinet, _ = shown("grouped-query-attention", r"(four) clerks share (one)", "Analogy")
    assert number(per_cabinet) == queries / keys


def test_flash_attention_changes() -> None:
    """The matrix that is not stored has the size said, and a running softmax gives the same output."""
    length, size = read(
        "flash-attention-changes", r"n=([\d{},]+)\$ would take (\d) GiB", "Application"
    )
    assert length**2 * 2 / GIB == size
    tokens = some_tokens(count=11)
    for query, exact in zip(tokens, attention(tokens), strict=True):
        assert in_tiles(query, tokens, tokens, size=3) == pytest.approx(exact)


def test_rms_norm_versus_layer_norm() -> None:
    """The two differ by the mean only: on a vector of mean 0 they agree."""
    assert "subtraction of the mean" in source("rms-norm-versus-layer-norm")

    def rms_norm(vector: list[float]) -> list[float]:
        return [x / math.sqrt(dot(vector, vector) / len(vector)) for x in vector]

    def layer_norm(vector: list[float]) -> list[float]:
        mean = sum(vector) / len(vector)
        return rms_norm([x - mean for x in vector])

    assert rms_norm([1.0, -3.0, 2.0]) == pytest.approx(layer_norm([1.0, -3.0, 2.0]))
    assert rms_norm([2.0, -2.0, 3.0]) != pytest.approx(layer_norm([2.0, -2.0, 3.0]))
