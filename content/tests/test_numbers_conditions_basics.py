"""What folders 01 to 05 say of conditions and conventions is tried out: where a claim holds, and where it stops.

The numbers in the notes of those cards are computed again here, like those of `test_numbers_basics.py`.
"""

from __future__ import annotations

import math
import random
from statistics import fmean, pvariance

import pytest
from test_numbers_basics import (
    huber,
    number,
    relu_gain,
    rounds_to,
    said,
    sigmoid,
    slope,
    softmax,
    text,
)

Matrix = list[list[float]]


def times(matrix: Matrix, vector: list[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def log_sum(logits: list[float]) -> float:
    """The logarithm of the softmax's denominator, without overflow."""
    return max(logits) + math.log(sum(math.exp(z - max(logits)) for z in logits))


def cosine(left: list[float], right: list[float]) -> float:
    return sum(a * b for a, b in zip(left, right, strict=True)) / (
        math.hypot(*left) * math.hypot(*right)
    )


# 01-basics


def test_pytorch_zero_grad_why() -> None:
    """Dividing each mean loss by k makes the sum over k equal mini-batches the mean of the large one."""
    assert "each mean loss divided by $k$" in text("pytorch-zero-grad-why", "Application")
    batches = [[1.0, 4.0], [2.0, 9.0], [0.0, 5.0]]
    accumulated = sum(fmean(batch) / len(batches) for batch in batches)
    assert accumulated == pytest.approx(fmean(value for batch in batches for value in batch))


# 02-activations


def test_prelu_vs_leaky_relu() -> None:
    card = "prelu-vs-leaky-relu"
    learned, height, width, channels, shared = said(
        card, r"([\d,]+) on an \$(\d)\\times(\d)\\times(\d+)\$ feature map, (\d+) with", "Notes"
    )
    assert number(learned) == int(height) * int(width) * int(channels)
    assert shared == channels


# 03-gradients


def below_half_of_the_mean(steps: int = 100_000) -> float:
    """Of the squared singular values of a matrix with twice as many rows as columns (Marchenko-Pastur's law)."""
    low, high = (1 - math.sqrt(0.5)) ** 2, (1 + math.sqrt(0.5)) ** 2
    width = (0.5 - low) / steps
    points = [low + (i + 0.5) * width for i in range(steps)]
    return sum(math.sqrt((high - x) * (x - low)) / (math.pi * x) for x in points) * width


def test_vanishing_gradient_jacobian_product() -> None:
    """Half of the Jacobian's columns are zero; He weights give the squared values of the others a mean of 2."""
    card = "vanishing-gradient-jacobian-product"
    (percent,) = said(card, r"about (\d+) % of them lie below 1", "Notes")
    assert 0.5 + 0.5 * below_half_of_the_mean() == pytest.approx(int(percent) / 100, abs=0.01)
    assert relu_gain(math.sqrt(2 / 400), 400) == pytest.approx(1)  # the root mean square


def test_a_singular_value_above_1_does_not_suffice() -> None:
    assert "necessary, but not sufficient" in text("vanishing-gradient-rnn-condition")
    matrix = [
        [0, 1.2],
        [0.5, 0],
    ]  # its singular values are 1.2 and 0.5, its eigenvalues have the size 0.77
    state = [1.0, 1.0]
    for _ in range(500):
        state = times(matrix, state)
    assert math.hypot(*state) < 1e-50


def test_one_eigenvalue_above_1_suffices_without_damping() -> None:
    assert r"\lvert\lambda\rvert^{500}" in text("exploding-gradient-cause", "Application")
    state = [1.0, 1.0, 1.0]
    for _ in range(500):
        state = [1.2 * state[0], 0.5 * state[1], 0.5 * state[2]]
    assert math.hypot(*state) == pytest.approx(1.2**500)


def test_the_scale_of_the_weights_cancels_in_a_normalized_layer() -> None:
    """The derivative of the normalized output with respect to the input does not depend on the weight's scale."""
    assert "independent of the weights' scale" in text("normalization-layer-gradient-remedy")

    def normalized(first: float, weight: float) -> float:
        batch = [weight * x for x in (first, -1.2, 2.5, 0.0)]
        return (batch[0] - fmean(batch)) / math.sqrt(pvariance(batch))

    assert slope(lambda x: normalized(x, 7), 0.3) == pytest.approx(
        slope(lambda x: normalized(x, 1), 0.3), rel=1e-6
    )


def test_gradient_clipping_value_vs_norm() -> None:
    card = "gradient-clipping-value-vs-norm"
    shown = said(
        card,
        r"gradients \((\d+), (\d+)\) and \(([\d.]+), ([\d.]+)\), limit 1: `clipnorm` leaves \(([\d.]+), ([\d.]+)\)"
        r" and .* gradient is ([\d.]+); `clipvalue` leaves \((\d), (\d)\) .* with ([\d.]+\d)",
        "Notes",
    )
    *gradient, first, second, by_tensor, one, other, by_value = map(float, shown)
    norm = math.hypot(*gradient[:2])
    assert [first, second] == [part / norm for part in gradient[:2]] and [one, other] == [1, 1]
    assert cosine(gradient, [first, second, *gradient[2:]]) == pytest.approx(by_tensor, abs=0.005)
    assert cosine(gradient, [one, other, *gradient[2:]]) == pytest.approx(by_value, abs=0.005)


def test_gradient_clipping_threshold_choice() -> None:
    """At the typical norm about half of the steps are cut, well above it few, at half of it most."""
    assert "somewhat above their typical size" in text("gradient-clipping-threshold-choice")
    draw = random.Random(0).lognormvariate
    norms = [draw(0, 0.5) for _ in range(20_000)]

    def cut(threshold: float) -> float:
        return fmean(norm > threshold for norm in norms)

    assert (
        0.35 < cut(fmean(norms)) < 0.5
        and cut(2 * fmean(norms)) < 0.07
        and cut(fmean(norms) / 2) > 0.8
    )


def test_gradient_clipping_with_adam() -> None:
    """Adam's updates, as a share of the learning rate, after one spike in an otherwise constant gradient."""
    card = "gradient-clipping-with-adam"
    size, soon, low, late, high = said(
        card,
        r"spike of (\d+) times its size: ([\d,]+) steps .* have (\d+) % .*, ([\d,]+) steps after it (\d+) %",
        "Notes",
    )
    first = second = 1.0  # the running averages, long after the start
    updates = []
    for gradient in (float(size), *[1.0] * int(number(late))):
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        updates.append(first / math.sqrt(second))
    assert rounds_to(low, 100 * updates[int(number(soon))])
    assert rounds_to(high, 100 * updates[int(number(late))])


# 04-initialization


def trained(biases: tuple[float, float], steps: int = 200) -> tuple[float, float]:
    """The incoming weights of two tanh units that start with equal weights, after gradient descent."""
    weights, offsets, outgoing = [0.1, 0.1], list(biases), [0.1, 0.1]
    for _ in range(steps):
        hidden = [math.tanh(w * 1.5 + b) for w, b in zip(weights, offsets, strict=True)]
        error = sum(v * h for v, h in zip(outgoing, hidden, strict=True)) - 1
        signals = [error * v * (1 - h * h) for v, h in zip(outgoing, hidden, strict=True)]
        outgoing = [v - 0.1 * error * h for v, h in zip(outgoing, hidden, strict=True)]
        weights = [w - 0.1 * s * 1.5 for w, s in zip(weights, signals, strict=True)]
        offsets = [b - 0.1 * s for b, s in zip(offsets, signals, strict=True)]
    return weights[0], weights[1]


def test_weight_init_symmetry_breaking() -> None:
    assert "equal biases and equal incoming and outgoing weights" in text(
        "weight-init-symmetry-breaking"
    )
    first, second = trained((0.0, 0.0))
    assert first == second != 0.1
    first, second = trained((0.2, -0.2))
    assert first != second


def test_weight_init_fixed_std() -> None:
    width = number(
        said("weight-init-fixed-std", r"a factor of 1 would take \$n_\{in\}=([\d{},]+)\$")[0]
    )
    assert relu_gain(0.01, int(width)) == pytest.approx(1)


def test_uniform_variance_numeric_needs_inputs_of_mean_zero() -> None:
    assert "33 inputs of mean 0 and variance 1" in text("uniform-variance-numeric", "Application")
    random.seed(0)

    def output_variance(mean: float) -> float:
        def unit() -> float:
            return sum(random.uniform(-0.3, 0.3) * random.gauss(mean, 1) for _ in range(33))

        return pvariance([unit() for _ in range(4000)])

    assert output_variance(0) == pytest.approx(1, abs=0.1)
    assert output_variance(2) == pytest.approx(5, abs=0.5)


def test_orthogonal_init_recurrent() -> None:
    """The rows of a wide matrix may be orthonormal without any square block of it being orthogonal."""
    assert "no single gate's matrix is orthogonal" in text(
        "orthogonal-init-recurrent", "Application"
    )
    half = math.sqrt(0.5)
    rows = [[half, 0, half, 0], [0, half, 0, -half]]
    assert [[sum(a * b for a, b in zip(x, y, strict=True)) for x in rows] for y in rows] == [
        [pytest.approx(1), 0],
        [0, pytest.approx(1)],
    ]
    block = [row[:2] for row in rows]
    assert math.hypot(*times(block, [3, 4])) == pytest.approx(5 * half)


# 05-losses


@pytest.mark.parametrize("delta", [0.5, 1.0, 3.0])
def test_huber_loss_conventions(delta: float) -> None:
    """The Elements of Statistical Learning writes twice the form with 1/2; smooth L1 divides it by the threshold."""
    assert "write twice this: $e^2$ near zero" in text("huber-loss-formula", "Notes")
    assert "divided by its threshold: beyond it the slope is 1" in text("huber-loss-use", "Notes")
    for error in (0.25, 4.0):
        textbook = error**2 if error <= delta else 2 * delta * error - delta**2
        assert textbook == pytest.approx(2 * huber(error, delta))
    assert slope(lambda e: huber(e, delta) / delta, 4.0) == pytest.approx(1)


def test_huber_loss_does_not_tame_an_extreme_input() -> None:
    assert "multiplies the gradient of the weights" in text("huber-loss-gradient", "Notes")

    def loss(weight: float, x: float) -> float:
        return huber(weight * x - 100, 1)

    assert slope(lambda w: loss(w, 1), 2) == pytest.approx(-1)
    assert slope(lambda w: loss(w, 50), 3) == pytest.approx(50)


def test_bce_vs_cce_interview() -> None:
    """Averaged over the labels, as libraries do it, each logit's gradient is the error divided by their number."""
    (labels, parts) = said(
        "bce-vs-cce-interview", r"with (\d) labels .* \$\(\\hat p-y\)/(\d)\$", "Notes"
    )
    assert labels == parts
    logits, truth = [1.0, -2.0, 0.5, 3.0], [1, 0, 0, 1]

    def loss(first: float) -> float:
        chances = [sigmoid(z) for z in (first, *logits[1:])]
        return fmean(-math.log(p if y else 1 - p) for p, y in zip(chances, truth, strict=True))

    assert slope(loss, logits[0]) == pytest.approx((sigmoid(logits[0]) - truth[0]) / int(parts))


def test_scce_soft_targets() -> None:
    """Cross-entropy is linear in the target: two weighted index losses are the loss of the blended target."""
    cat, dog = map(
        float,
        said("scce-soft-targets", r"so \$([\d.]+)\$ times .* plus \$([\d.]+)\$ times", "Notes"),
    )
    logits = [0.2, 1.1, -0.4]
    index_losses = [log_sum(logits) - z for z in logits]
    blended = -sum(y * math.log(p) for y, p in zip((cat, dog, 0), softmax(logits), strict=True))
    assert blended == pytest.approx(cat * index_losses[0] + dog * index_losses[1])


def test_scce_label_range_pitfall() -> None:
    """Keras on JAX turns the index into a one-hot vector, which is all zeros for an index past the end."""
    assert "silently add zero loss" in text("scce-label-range-pitfall", "Notes")
    one_hot = [float(k == 3) for k in range(3)]
    chances = softmax([0.3, 1.0, -1.0])
    assert sum(y * math.log(p) for y, p in zip(one_hot, chances, strict=True)) == 0


def first_loss(spread: float, classes: int = 10, networks: int = 20_000) -> float:
    """The mean cross-entropy of logits drawn from a normal distribution."""
    draw = random.Random(0).gauss
    drawn = ([draw(0, spread) for _ in range(classes)] for _ in range(networks))
    return fmean(-math.log(softmax(logits)[0]) for logits in drawn)


def test_initial_loss_ln_k() -> None:
    """Near-zero logits cost ln K whatever the class frequencies; larger ones cost more."""
    pattern = r"logits with standard deviation (\d) give about ([\d.]+\d)"
    spread, shown = said("initial-loss-ln-k", pattern, "Notes")
    assert first_loss(float(spread)) == pytest.approx(float(shown), abs=0.02)
    assert first_loss(0.01) == pytest.approx(math.log(10), abs=1e-3)


def test_loss_from_logits() -> None:
    clipped, power, right = said(
        "loss-from-logits",
        r"loss is ([\d.]+) \(from the clip at \$(\S+)\$\) .* right (\d+)",
        "Notes",
    )
    assert rounds_to(clipped, -math.log(number(power)))
    logits = [float(z) for z in said("loss-from-logits", r"Logits \((\d), (\d+)\)", "Notes")]
    assert log_sum(logits) - logits[0] == pytest.approx(float(right))


def test_label_smoothing_variant() -> None:
    """The code of the original Transformer shares epsilon among the other classes only."""
    true, other = said(
        "label-smoothing-values", r"which gives ([\d.]+) and about ([\d.]+);", "Notes"
    )
    assert rounds_to(other, (1 - float(true)) / 9)
    assert r"y'=(1-\epsilon)y+\epsilon/K" in text("label-smoothing-values")
