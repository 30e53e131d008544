"""What folders 06 to 10 say of conditions and conventions is tried out: where a claim holds, and where it stops.

The numbers in the notes of those cards are computed again here, like those of `test_numbers_practice.py`.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from itertools import combinations
from statistics import fmean, pstdev

import pytest
from test_numbers_attention import Vectors, dot, some_tokens
from test_numbers_practice import adam_steps, agrees, focal_factor, read, says, source, velocity


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


# 06-optimizers


def over_all_batches(values: list[float], size: int, loss: Callable[[list[float]], float]) -> float:
    """The expected loss of a mini-batch, every batch of that size being equally likely."""
    return fmean(loss(list(batch)) for batch in combinations(values, size))


def test_mini_batch_unbiased_estimate() -> None:
    """A mean of per-example losses is estimated without bias; a loss that uses the batch's mean is not."""
    assert "the mean of per-example losses" in source("mini-batch-unbiased-estimate")
    assert "examples of a batch influence each other" in source(
        "mini-batch-unbiased-estimate", "Notes"
    )
    values = [0.0, 1.0, 3.0, 8.0]

    def per_example(batch: list[float]) -> float:
        return fmean((x - 1) ** 2 for x in batch)

    def with_statistics(batch: list[float]) -> float:
        return pstdev(batch) ** 2

    assert over_all_batches(values, 2, per_example) == pytest.approx(per_example(values))
    assert over_all_batches(values, 2, with_statistics) < 0.7 * with_statistics(values)


def test_mini_batch_error_without_replacement() -> None:
    """The error of a mean of B out of N values is below the one of B independent draws, and 0 for B = N."""
    assert "Drawn without replacement" in source("mini-batch-gradient-standard-error", "Notes")
    values = [0.0, 1.0, 3.0, 8.0, 8.5, 11.0]
    errors = [pstdev(fmean(batch) for batch in combinations(values, size)) for size in range(1, 7)]
    independent = [pstdev(values) / math.sqrt(size) for size in range(1, 7)]
    shares = [error / free for error, free in zip(errors, independent, strict=True)]
    assert shares[0] == pytest.approx(1) and shares[-1] == pytest.approx(0)
    assert shares == sorted(shares, reverse=True)


def test_gradient_accumulation_of_unequal_micro_batches() -> None:
    card = "gradient-accumulation-larger-batch"
    few, many, low, high, accumulated, whole = read(
        card,
        r"with (\d) and (\d) tokens .* losses (\d) and (\d), .* gives ([\d.]+), the large batch ([\d.]+\d)",
        "Notes",
    )
    assert accumulated == (low + high) / 2
    assert whole == pytest.approx((few * low + many * high) / (few + many))


def test_momentum_that_averages_does_not_enlarge_the_step() -> None:
    (factor,) = read("momentum-amplification-factor", r"the factor is (\d)\.\)", "Notes")
    assert -velocity(0.9, [1.0] * 1000, rate=1 - 0.9) == pytest.approx(factor)
    assert r"by the factor $1-\beta$" in source("momentum-update-rule", "Notes")


def test_nesterov_as_libraries_store_it() -> None:
    """Their parameters are the look-ahead points of the textbook's, at a constant rate."""
    assert "look-ahead points" in source("nesterov-versus-classical-momentum", "Notes")
    decay, rate = 0.9, 0.02
    theta, speed = 3.0, 0.0
    stored, buffer = 3.0, 0.0
    for _ in range(50):
        speed = decay * speed - rate * 7 * (theta + decay * speed)
        theta += speed
        gradient = 7 * stored
        buffer = decay * buffer + gradient
        stored -= rate * (gradient + decay * buffer)
        assert stored == pytest.approx(theta + decay * speed)


def test_adadelta_first_step_is_at_most_its_limit() -> None:
    assert "the first step is at most about" in source("adadelta-units", "Notes")
    epsilon, decay = 1e-6, 0.9
    limit = math.sqrt(epsilon / (1 - decay))
    steps = [
        math.sqrt(epsilon / ((1 - decay) * g**2 + epsilon)) * g for g in (1e-4, 1e-3, 1.0, 100.0)
    ]
    assert steps == sorted(steps) and steps[-1] <= limit
    assert steps[0] < limit / 20


def test_adam_after_a_jump_of_the_scale() -> None:
    card = "adam-scale-invariance"
    before, after, peak = read(
        card, r"gradients of (\d) to gradients of (\d+), steps rise to ([\d.]+) times", "Notes"
    )
    steps = adam_steps([before] * 5000 + [after] * 2000)
    says(card, r"steps rise to ([\d.]+) times", max(steps), part="Notes")
    assert steps[4999] == pytest.approx(1) and max(steps) == pytest.approx(peak, abs=0.05)


# 07-regularization


def test_early_stopping_like_l2_in_both_conventions() -> None:
    """Half the strength, if the penalty is written without the half, shrinks by the same share."""
    assert "$\\lambda$ is half as large" in source("early-stopping-like-l2", "Notes")
    curvature, alpha = 3.0, 0.5

    def minimum(penalty: Callable[[float], float]) -> float:
        """The weight, in steps of 1/1000, at which the squared error to 1 plus the penalty is least."""
        return min(
            (step / 1000 for step in range(1001)),
            key=lambda w: curvature / 2 * (w - 1) ** 2 + penalty(w),
        )

    halved = minimum(lambda w: alpha / 2 * w * w)
    assert halved == pytest.approx(curvature / (curvature + alpha), abs=0.001)
    assert minimum(lambda w: alpha * w * w) == pytest.approx(
        curvature / (curvature + 2 * alpha), abs=0.001
    )


# 08-architectures


def test_lstm_forget_bias_in_pytorch() -> None:
    says("lstm-forget-bias-one", r"\\sigma\(2\)\\approx([\d.]+)\$", sigmoid(2), part="Notes")


def test_gru_update_gate_conventions_mirror_each_other() -> None:
    """Negated weights of the update gate turn one convention into the other."""
    assert "negate the update gate's weights and biases" in source(
        "gru-update-gate-convention", "Application"
    )
    for score, old, candidate in ((0.3, 0.7, -0.2), (-2.0, 0.1, 0.9)):
        keeps = sigmoid(score) * old + (1 - sigmoid(score)) * candidate
        writes = (1 - sigmoid(-score)) * old + sigmoid(-score) * candidate
        assert keeps == pytest.approx(writes)


def test_gru_reset_gate_before_and_after_the_product_differ() -> None:
    assert "apply it after the matrix product" in source(
        "gru-update-gate-convention", "Application"
    )
    matrix, state, reset = [[1.0, 2.0], [3.0, 4.0]], [1.0, -1.0], [0.2, 0.9]
    before = [dot(row, [r * h for r, h in zip(reset, state, strict=True)]) for row in matrix]
    after = [r * dot(row, state) for r, row in zip(reset, matrix, strict=True)]
    assert before != pytest.approx(after)


def test_linear_attention_needs_no_scores() -> None:
    """The product regrouped: a sum over keys of key times value, and no table of all pairs."""
    assert r"\phi(Q)(\phi(K)^\top V)" in source("attention-quadratic-growth", "Notes")
    queries, keys, values = some_tokens(), some_tokens(), some_tokens(width=3)

    def features(vector: list[float]) -> list[float]:
        return [max(0.0, x) + 0.1 for x in vector]

    def by_pairs(query: list[float]) -> list[float]:
        scores = [dot(features(query), features(key)) for key in keys]
        return [dot(scores, list(column)) for column in zip(*values, strict=True)]

    state = [[0.0] * 3 for _ in range(4)]
    for key, value in zip(keys, values, strict=True):
        state = [
            [s + f * v for s, v in zip(row, value, strict=True)]
            for row, f in zip(state, features(key), strict=True)
        ]
    for query in queries:
        regrouped = [dot(features(query), list(column)) for column in zip(*state, strict=True)]
        assert regrouped == pytest.approx(by_pairs(query))


def test_transformer_feedforward_share_with_grouped_queries() -> None:
    """Llama 3 8B: width 4,096, feedforward 14,336 in three matrices, 8 key-value heads of width 128."""
    width, hidden, keys = 4096, 14336, 8 * 128
    feedforward, attending = 3 * width * hidden, 2 * width * width + 2 * width * keys
    share = feedforward / (feedforward + attending)
    says("transformer-feedforward-share", r"Llama 3 8B it is ([\d.]+\d)\.", share, part="Notes")


def best_line_error(points: Vectors, slopes: int = 3600) -> float:
    """The least mean squared distance of centered points from a line through the origin."""
    turns = [math.pi * turn / slopes for turn in range(slopes)]
    return min(
        fmean((y * math.cos(turn) - x * math.sin(turn)) ** 2 for x, y in points) for turn in turns
    )


def test_autoencoder_versus_pca() -> None:
    """A linear decoder puts every reconstruction on a line, and none fits better than that of PCA."""
    assert "no plane fits better than that of PCA" in source("autoencoder-versus-pca", "Notes")
    chance = random.Random(4)
    raw = [(x, x * x) for x in (chance.uniform(-1, 1) for _ in range(300))]
    middle = fmean(x for x, _ in raw), fmean(y for _, y in raw)
    points = [[x - middle[0], y - middle[1]] for x, y in raw]
    xx, yy, xy = (fmean(p[a] * p[b] for p in points) for a, b in ((0, 0), (1, 1), (0, 1)))
    smallest_eigenvalue = (xx + yy) / 2 - math.hypot((xx - yy) / 2, xy)
    assert best_line_error(points) == pytest.approx(smallest_eigenvalue, rel=1e-4)


# 10-practice


def test_focal_loss_with_the_default_class_weight() -> None:
    card = "focal-loss-numeric"
    alpha, easy, hard = read(card, r"`alpha=([\d.]+)` .* into ([\d.]+) and ([\d.]+\d)\.", "Notes")
    assert (easy, hard) == (
        pytest.approx(alpha * focal_factor(0.9, 2)),
        pytest.approx(alpha * focal_factor(0.5, 2)),
    )


def test_class_weights_multiply_the_odds() -> None:
    card = "imbalance-correction-calibration"
    weight, true, reported = read(
        card, r"\$w=(\d)\$, a true probability of ([\d.]+) is reported as ([\d.]+\d)", "Notes"
    )

    def loss(p: float) -> float:
        return -weight * true * math.log(p) - (1 - true) * math.log(1 - p)

    best = min((step / 1000 for step in range(1, 1000)), key=loss)
    assert agrees(f"{reported:g}", best)
    assert best / (1 - best) == pytest.approx(weight * true / (1 - true))
