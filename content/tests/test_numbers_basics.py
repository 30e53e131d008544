"""Every number of folders 01 to 05 that can be computed is computed again, and compared with what the card says.

A test names its card, reads the number out of the card's file and fails if the card is wrong, or if a rewording hides
the number from it. Numbers that papers report (an error rate on ImageNet, say) are not here: they have a source.
"""

from __future__ import annotations

import functools
import math
import random
import re
from collections.abc import Callable
from pathlib import Path
from statistics import NormalDist, fmean, median

import pytest

from deckpress.model import Card
from deckpress.sources import canonical

ROOT = Path(__file__).parents[2]
FOLDERS = "0[1-5]-*/*.md"

NORMAL = NormalDist()
FLOAT32_MAX = (2 - 2**-23) * 2.0**127


# What the cards say


@functools.cache
def cards() -> dict[str, Card]:
    """All cards of the five folders, by id."""
    pages = (
        canonical.parse(path.read_text(encoding="utf-8"), path.as_posix(), "Deck")
        for path in sorted((ROOT / "content").glob(FOLDERS))
    )
    return {card.id: card for page in pages for card in page.cards}


def text(card: str, part: str = "Answer") -> str:
    """The Markdown of one part of a card; `Title` is its heading."""
    if part == "Title":
        return cards()[card].title.source
    section = cards()[card].section(part)
    assert section is not None, f"{card} has no {part}"
    return section.source


def said(card: str, pattern: str, part: str = "Answer") -> tuple[str, ...]:
    """The groups of `pattern`, which the part must contain exactly once."""
    found = re.findall(pattern, text(card, part))
    assert len(found) == 1, f"{card}, {part}: {len(found)} places match {pattern!r}"
    return found[0] if isinstance(found[0], tuple) else (found[0],)


def number(tex: str) -> float:
    r"""`0.25`, `-4.6`, `14,000`, `100{,}352`, `\tfrac14`, `2^{-15}`, `10^{-6}`, `7\times10^{-4}` as a number."""
    plain = tex.replace("{,}", "").replace(",", "").strip()
    if fraction := re.fullmatch(r"(-?)\\[td]?frac(\d)(\d)", plain):
        return float(fraction[1] + "1") * int(fraction[2]) / int(fraction[3])
    if power := re.fullmatch(r"(?:(-?[\d.]+)\\times ?)?(\d+)\^\{?(-?\d+)\}?", plain):
        return float(power[1] or 1) * float(power[2]) ** int(power[3])
    return float(plain)


def rounds_to(shown: str, exact: float) -> bool:
    """Whether `shown` is `exact`, rounded to the digits that `shown` has (zeros at the end of an integer are none)."""
    mantissa, _, power = shown.replace("{,}", "").replace(",", "").partition(r"\times")
    scale = number(power) if power else 1.0
    if "^" in mantissa:
        return round(math.log10(abs(exact))) == round(math.log10(number(mantissa)))
    digits = mantissa.strip().lstrip("-")
    whole, _, decimals = digits.partition(".")
    unit = (
        10.0 ** -len(decimals) if decimals else 10.0 ** (len(whole) - len(whole.rstrip("0") or "0"))
    )
    return abs(number(mantissa) * scale - exact) <= 0.5001 * unit * scale


_PYTHON = (
    (r"\\[td]?frac(\d)(\d)", r"(\1/\2)"),
    (r"\\[td]?frac\{([^{}]*)\}\{([^{}]*)\}", r"((\1)/(\2))"),
    (r"\\sqrt\{([^{}]*)\}", r"sqrt(\1)"),
    (r"\\sqrt(\d)", r"sqrt(\1)"),
    (r"\\ln ?(\d+|\(\([^()]*\)/\([^()]*\)\))", r"log(\1)"),
    (r"\\lceil(.*?)\\rceil", r"ceil(\1)"),
    (r"\^\{([^{}]*)\}", r"**(\1)"),
    (r"\^(\d)", r"**\1"),
    (r"\\cdot|\\times", "*"),
    (r"\\,|\\%", ""),
)


def value(tex: str) -> float | None:
    """What a formula of plain numbers comes to; None if it has a letter other than e in it."""
    plain = tex.replace("{,}", "")
    for pattern, python in _PYTHON:
        plain = re.sub(pattern, python, plain)
    if not re.fullmatch(r"(?:[\d.+\-*/() ]|sqrt\(|log\(|ceil\(|\be\b)+", plain):
        return None
    names = {"__builtins__": {}, "sqrt": math.sqrt, "log": math.log, "ceil": math.ceil, "e": math.e}
    try:
        return float(eval(plain, names))
    except SyntaxError:
        return None


def equations() -> list[tuple[str, str, str, str]]:
    """`(card, left, sign, right)` of each `=` and `\\approx` of the five folders with plain numbers on both sides."""
    found = []
    for card in cards().values():
        for mark in (mark for part in card.parts for mark in part.marks if "math" in mark.kind):
            sides = re.split(r"(=|\\approx)", mark.value)
            for left, sign, right in zip(sides[::2], sides[1::2], sides[2::2], strict=False):
                if value(left) is not None and value(right) is not None:
                    found.append((card.id, left.strip(), sign, right.strip()))
    return found


# The functions the cards are about


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def softmax(logits: list[float], temperature: float = 1.0) -> list[float]:
    powers = [math.exp((z - max(logits)) / temperature) for z in logits]
    return [power / sum(powers) for power in powers]


def gelu(x: float) -> float:
    return x * NORMAL.cdf(x)


def huber(error: float, delta: float) -> float:
    return error**2 / 2 if abs(error) <= delta else delta * (abs(error) - delta / 2)


def slope(function: Callable[[float], float], x: float, step: float = 1e-5) -> float:
    """The derivative, by central differences."""
    return (function(x + step) - function(x - step)) / (2 * step)


def relu_gain(std: float, width: int) -> float:
    """By what a ReLU layer multiplies the root mean square of its input, in expectation: half of the power is cut."""
    return std * math.sqrt(width / 2)


# The helpers themselves


@pytest.mark.parametrize(
    ("tex", "value"),
    [
        ("0.25", 0.25),
        ("-4.6", -4.6),
        ("14,000", 14000),
        ("100{,}352", 100352),
        (r"\tfrac14", 0.25),
        ("2^{-15}", 2**-15),
        ("10^{-6}", 1e-6),
        (r"7\times10^{-4}", 7e-4),
    ],
)
def test_a_number_is_read_from_tex(tex: str, value: float) -> None:
    assert math.isclose(number(tex), value)


@pytest.mark.parametrize(
    ("shown", "exact", "good"),
    [
        ("0.11", 0.1131, True),
        ("0.12", 0.1131, False),
        ("14,000", 13780.6, True),
        ("15,000", 13780.6, False),
        (r"4\times10^{-29}", 4.06e-29, True),
        (r"4\times10^{-28}", 4.06e-29, False),
        ("10^{-6}", 9.5e-7, True),
        ("-4.6", -4.595, True),
    ],
)
def test_rounding_is_judged_by_the_digits_shown(shown: str, exact: float, good: bool) -> None:
    assert rounds_to(shown, exact) is good


@pytest.mark.parametrize(
    ("tex", "result"),
    [
        (r"\lceil 50000/128\rceil", 391),
        (r"1\cdot(3-\tfrac12)", 2.5),
        (r"-\ln\tfrac{1}{10}", math.log(10)),
        (r"-\ln\frac{e}{e+9}", -math.log(math.e / (math.e + 9))),
        (r"\sqrt{2/50}", 0.2),
        (r"1.4\times10^{4}", 14000),
        (r"n_{in}/2", None),
        (r"\sigma(0)", None),
    ],
)
def test_a_formula_of_numbers_has_a_value(tex: str, result: float | None) -> None:
    assert value(tex) == (None if result is None else pytest.approx(result))


# All five folders


def test_every_equation_between_numbers_holds() -> None:
    def holds(left: str, sign: str, right: str) -> bool:
        exact, shown = value(left), value(right)
        assert exact is not None and shown is not None
        return math.isclose(exact, shown, rel_tol=1e-9) if sign == "=" else rounds_to(right, exact)

    assert len(equations()) >= 20
    assert [equation for equation in equations() if not holds(*equation[1:])] == []


# 01-basics


def test_dense_layer_784_128_parameter_count() -> None:
    card = "dense-layer-784-128-parameter-count"
    inputs, units = map(int, said(card, r"(\d+) inputs and (\d+) units", "Title"))
    assert int(text(card)) == (inputs + 1) * units
    left, right, weights = said(card, r"\$(\d+)\\cdot(\d+)=([\d{},]+)\$", "Notes")
    assert int(left) * int(right) == number(weights) == inputs * units
    pixels = said(card, r"(\d+) × (\d+) pixels", "Application")
    assert math.prod(map(int, pixels)) == inputs


def test_updates_per_epoch_50000_by_128() -> None:
    card = "updates-per-epoch-50000-by-128"
    examples, batch = (
        int(number(n)) for n in said(card, r"over ([\d,]+) examples .* batch size (\d+)", "Title")
    )
    full, rest = divmod(examples, batch)
    assert int(text(card)) == full + 1 == int(said(card, r"\\rceil=(\d+)", "Notes")[0])
    assert said(card, r"(\d+) full batches and one of (\d+) examples", "Notes") == (
        str(full),
        str(rest),
    )
    assert said(card, r"would be (\d+)", "Notes") == (str(full),)
    assert said(card, r"is (\d+)\.", "Application") == (str(full + 1),)


def test_xor_solution_two_relu_units() -> None:
    card = "xor-solution-two-relu-units"
    offset, weight = (
        int(n)
        for n in said(card, r"h_1=\\mathrm\{ReLU\}\(x_1\+x_2\).*x_1\+x_2-(\d)\).*\$h_1-(\d)h_2\$")
    )

    def output(x1: int, x2: int) -> int:
        return max(0, x1 + x2) - weight * max(0, x1 + x2 - offset)

    assert all(output(x1, x2) == x1 ^ x2 for x1 in (0, 1) for x2 in (0, 1))
    *sums, first, second, third = map(
        int, said(card, r"(\d), (\d), (\d) give outputs (\d), (\d), (\d)", "Application")
    )
    assert (sums, [first, second, third]) == ([0, 1, 2], [output(0, 0), output(0, 1), output(1, 1)])


def test_depth_vs_width_linear_regions() -> None:
    folded, flat = said(
        "depth-vs-width-linear-regions",
        r"five times and punch once: (\d+).*five times: (\d+)",
        "Analogy",
    )
    assert (int(folded), int(flat)) == (2**5, 5)


def test_backprop_squared_error_numeric_gradient() -> None:
    card = "backprop-squared-error-numeric-gradient"
    w, x, y = map(float, said(card, r"\$w=(\d+)\$, \$x=(\d+)\$, \$y=(\d+)\$", "Title"))
    assert math.isclose(slope(lambda v: (v * x - y) ** 2, w), float(text(card)), rel_tol=1e-6)
    steps = said(card, r"wx=(\d+).*wx-y=(\d+).*2e=(\d+).*=x=(\d+)\$, product \$(\d+)\$", "Notes")
    error = w * x - y
    assert [float(step) for step in steps] == [w * x, error, 2 * error, x, 2 * error * x]


def test_neuron_output_numeric_example() -> None:
    card = "neuron-output-numeric-example"
    w1, w2, bias, x1, x2 = map(
        int, said(card, r"\((\d),(-\d)\)\$, bias \$(\d)\$ .* \$\((\d),(\d)\)\$", "Title")
    )
    assert int(text(card)) == max(0, w1 * x1 + w2 * x2 + bias)


def test_gradient_check_centered_difference() -> None:
    card = "gradient-check-centered-difference"
    at, slope_there, step, centered, one_sided = map(
        float,
        said(
            card,
            r"w=(\d)\$, .* is (\d), .* \$([\d.]+)\$ gives ([\d.]+) centered and ([\d.]+) one-sided",
            "Notes",
        ),
    )
    assert slope_there == 3 * at**2 and "$L=w^3$" in text(card, "Notes")
    assert centered == pytest.approx(slope(lambda w: w**3, at, step))
    assert one_sided == pytest.approx(((at + step) ** 3 - at**3) / step)


# 02-activations


def test_sigmoid_formula() -> None:
    assert r"\sigma(x)=\dfrac{1}{1+e^{-x}}" in text("sigmoid-formula")
    assert number(said("sigmoid-formula", r"\\sigma\(0\)=(\\tfrac\d\d)")[0]) == sigmoid(0)
    score, probability = said(
        "sigmoid-formula",
        r"score of (\d+) becomes a probability of about ([\d.]+\d)",
        "Application",
    )
    assert rounds_to(probability, sigmoid(float(score)))


def test_sigmoid_derivative() -> None:
    assert r"\sigma'(x)=\sigma(x)\,(1-\sigma(x))" in text("sigmoid-derivative")
    for x in (-3.0, -0.5, 0.0, 2.0):
        assert math.isclose(slope(sigmoid, x), sigmoid(x) * (1 - sigmoid(x)), rel_tol=1e-6)
    peak = number(said("sigmoid-derivative", r"peaks at \$(\\tfrac\d\d)\$ for \$x=0\$")[0])
    assert max(slope(sigmoid, i / 100) for i in range(-500, 501)) == pytest.approx(peak)


@pytest.mark.parametrize(
    ("card", "pattern"),
    [
        ("tanh-vs-sigmoid-hidden-layers", r"sigmoid's slope is at most \$(\\tfrac\d\d)\$"),
        ("relu-vs-sigmoid-tanh-hidden-layers", r"sigmoid's slope is at most \$(\\tfrac\d\d)\$"),
        ("vanishing-gradient-ten-sigmoids", r"\\sigma'\(z\)\\le(\\tfrac\d\d)"),
        ("vanishing-gradient-rnn-condition", r"1 for tanh, \$(\\tfrac\d\d)\$ for the sigmoid"),
        ("xavier-sigmoid-assumption", r"has slope \$(\\tfrac\d\d)\$ there"),
    ],
)
def test_the_greatest_slope_of_the_sigmoid(card: str, pattern: str) -> None:
    assert slope(sigmoid, 0) == pytest.approx(number(said(card, pattern)[0]))
    assert slope(math.tanh, 0) == pytest.approx(1)


def test_tanh_sigmoid_relation() -> None:
    factor, inner, shift = map(
        float, said("tanh-sigmoid-relation", r"\\tanh\(x\)=(\d)\\,\\sigma\((\d)x\)-(\d)")
    )
    for x in (-2.0, -0.1, 0.7, 3.0):
        assert math.isclose(math.tanh(x), factor * sigmoid(inner * x) - shift)


def test_sigmoid_inverse_logit() -> None:
    assert r"\sigma^{-1}(p)=\ln\dfrac{p}{1-p}" in text("sigmoid-inverse-logit")
    probability, logit = said(
        "sigmoid-inverse-logit",
        r"predicted ([\d.]+) means a logit of about ([\d.]+\d)",
        "Application",
    )
    exact = math.log(float(probability) / (1 - float(probability)))
    assert rounds_to(logit, exact) and sigmoid(exact) == pytest.approx(float(probability))


def test_sigmoid_mirror_symmetry() -> None:
    assert r"\sigma(-x)=1-\sigma(x)" in text("sigmoid-mirror-symmetry")
    for x in (-2.0, 0.3, 4.0):
        assert sigmoid(-x) == pytest.approx(1 - sigmoid(x))
        assert -math.log(sigmoid(-x)) == pytest.approx(
            -math.log(1 - sigmoid(x))
        )  # the loss of label -1


def test_tanh_derivative() -> None:
    assert r"1-\tanh^2(x)" in text("tanh-derivative")
    for x in (-1.5, 0.0, 0.4):
        assert slope(math.tanh, x) == pytest.approx(1 - math.tanh(x) ** 2)


def test_tanh_saturation_why() -> None:
    assert r"The slope $1-\tanh^2(x)$ equals 1 only at $x=0$" in text("tanh-saturation-why")
    x, shown = said("tanh-saturation-why", r"at \$x=(\d)\$ it is about \$([\d.]+)\$")
    assert rounds_to(shown, 1 - math.tanh(float(x)) ** 2)
    assert math.isclose(slope(math.tanh, float(x)), 1 - math.tanh(float(x)) ** 2, rel_tol=1e-6)


def test_relu_sparsity_at_initialization() -> None:
    assert float(text("relu-sparsity-at-initialization")) == 100 * NORMAL.cdf(0)


def test_elu_negative_branch_formula() -> None:
    assert r"\alpha\,(e^{x}-1)" in text("elu-negative-branch-formula")
    assert "flattens out at $-\\alpha$" in text("elu-negative-branch-formula")
    for alpha in (0.5, 1.0):
        assert math.isclose(alpha * (math.exp(-40) - 1), -alpha)


def test_gelu_vs_relu_negative_inputs() -> None:
    low, where = said("gelu-vs-relu-negative-inputs", r"about \$(-[\d.]+)\$ near \$x=(-[\d.]+)\$")
    lowest = min((gelu(i / 1000), i / 1000) for i in range(-5000, 0))
    assert rounds_to(low, lowest[0]) and rounds_to(where, lowest[1])


def test_softplus_sigmoid_derivative() -> None:
    assert r"\log(1+e^{x})" in text("softplus-sigmoid-derivative")
    for x in (-2.0, 0.0, 1.5):
        assert math.isclose(slope(lambda v: math.log1p(math.exp(v)), x), sigmoid(x), rel_tol=1e-6)


def test_silu_swish_definition() -> None:
    assert r"x\,\sigma(x)" in text("silu-swish-definition")


def test_softmax_two_logits_numeric() -> None:
    card = "softmax-two-logits-numeric"
    first, second = said(card, r"\$\((\d),\\ln (\d)\)\$", "Title")
    logits = [float(first), math.log(float(second))]
    assert softmax(logits)[1] == pytest.approx(float(text(card)))
    odds = softmax(logits)[1] / softmax(logits)[0]
    assert rounds_to(said(card, r"\\ln 3\\approx([\d.]+\d)", "Notes")[0], math.log(odds))
    assert "hence $3/(1+3)$" in text(card, "Notes") and value("3/(1+3)") == float(text(card))
    assert odds == pytest.approx(float(said(card, r"odds of (\d) to 1", "Notes")[0]))


def test_softmax_subtract_max_why() -> None:
    exponent = int(
        said(
            "softmax-subtract-max-why", r"float32 \$e\^\{(\d+)\}\$ already overflows", "Application"
        )[0]
    )
    assert math.exp(exponent - 1) < FLOAT32_MAX < math.exp(exponent)
    assert softmax([1.0, 2.0]) == pytest.approx(softmax([1001.0, 1002.0]))


def test_softmax_invariance_choice() -> None:
    """Of the four changes, only the ticked one leaves the softmax as it is."""
    card = "softmax-invariance-choice"
    logits = [1.0, -2.0, 3.0]
    changes: dict[str, Callable[[float], float]] = {
        "adding 5 to each": lambda z: z + 5,
        "multiplying each by 5": lambda z: z * 5,
        "dividing each by their sum": lambda z: z / sum(logits),
        "replacing each by its absolute value": abs,
    }
    for option, change in changes.items():
        unchanged = softmax([change(z) for z in logits]) == pytest.approx(softmax(logits))
        assert f"- [{'x' if unchanged else ' '}] {option}\n" in text(card)
    factor, temperature = said(card, r"Multiplying by (\d) .* temperature of ([\d.]+\d)")
    assert softmax([z * int(factor) for z in logits]) == pytest.approx(
        softmax(logits, float(temperature))
    )


def test_softmax_interview() -> None:
    assert rounds_to(said("softmax-interview", r"by about ([\d.]+\d)\.", "Analogy")[0], math.e)
    shares = softmax([2.0, 1.0])
    assert shares[0] / shares[1] == pytest.approx(math.e)


def test_bounded_target_output_choice() -> None:
    assert softmax([-3.0]) == [1.0] and "over a single unit is constantly 1" in text(
        "bounded-target-output-choice"
    )


def test_softmax_two_class_equals_sigmoid() -> None:
    assert r"\mathrm{softmax}(z_0,z_1)_1=\sigma(z_1-z_0)" in text(
        "softmax-two-class-equals-sigmoid"
    )
    assert softmax([0.3, -1.1])[1] == pytest.approx(sigmoid(-1.1 - 0.3))


def test_softmax_temperature_limits() -> None:
    notes = text("softmax-temperature-limits", "Notes")
    logits = [
        float(z) for z in said("softmax-temperature-limits", r"z\}=\((\d),(\d),(\d)\)", "Notes")
    ]
    rows = re.findall(r"\$T=([\d.]+)\$ gives \$\(([\d.]+), ([\d.]+), ([\d.]+)\)\$", notes)
    assert len(rows) == 3
    picture = (ROOT / "content/media/softmax-temperature.svg").read_text(encoding="utf-8")
    for temperature, *shown in rows:
        exact = softmax(logits, float(temperature))
        assert all(rounds_to(s, p) for s, p in zip(shown, exact, strict=True))
        assert f"T = {temperature}<" in picture and all(f">{s}</text>" in picture for s in shown)


def test_multi_label_softmax_pitfall() -> None:
    (shown,) = said(
        "multi-label-softmax-pitfall",
        r"three equally likely tags get at most ([\d.]+\d) each",
        "Application",
    )
    assert rounds_to(shown, softmax([5.0] * 3)[0])


# 03-gradients


def test_vanishing_gradient_ten_sigmoids() -> None:
    card = "vanishing-gradient-ten-sigmoids"
    base, layers, shown = said(card, r"\$([\d.]+)\^\{(\d+)\}\\approx (10\^\{-\d+\})\$")
    assert (
        float(base) == pytest.approx(slope(sigmoid, 0))
        and layers == "10"
        and "ten sigmoid" in text(card, "Title")
    )
    assert rounds_to(shown, float(base) ** int(layers))
    assert "For ten tanh layers the same bound is $1^{10}=1$" in text(card, "Application")


def test_vanishing_gradient_jacobian_product() -> None:
    card = "vanishing-gradient-jacobian-product"
    up, high, layers = said(
        card, r"factor ([\d.]+) per layer it rises to about ([\d,]+) after (\d+) layers"
    )
    down, low = said(card, r"factor ([\d.]+) it falls to about ([\d.]+)\]")
    assert rounds_to(high, float(up) ** int(layers))
    assert rounds_to(low, float(down) ** int(layers))


def test_vanishing_gradient_despite_relu() -> None:
    width, std, factor, layers, rest = said(
        "vanishing-gradient-despite-relu",
        r"width (\d+) .* deviation ([\d.]+), .* about ([\d.]+); (\d+) layers leave about \$(\S+)\$",
        "Application",
    )
    gain = relu_gain(float(std), int(width))
    assert rounds_to(factor, gain) and rounds_to(rest, gain ** int(layers))


def test_exploding_gradient_cause() -> None:
    percent, base, exponent, shown = said(
        "exploding-gradient-cause",
        r"by (\d+) % .* thirty tellers: \$([\d.]+)\^\{(\d+)\}\\approx (\d+)\$",
        "Analogy",
    )
    assert float(base) == 1 + int(percent) / 100 and exponent == "30"
    assert rounds_to(shown, float(base) ** int(exponent))


def test_exploding_gradient_compounding() -> None:
    card = "exploding-gradient-compounding"
    up, layers = said(card, r"multiplied by ([\d.]+) in each of (\d+) layers")
    (down,) = said(card, r"multiplied by ([\d.]+) in each,")
    grown, shrunk = float(up) ** int(layers), float(down) ** int(layers)
    assert text(card).count("{{c1::more than ten thousand::") == 2
    assert 1e4 < grown < 1e5 and 1e4 < 1 / shrunk < 1e5
    power, times = said(card, r"\^\{100\}\\approx (\S+)\$, about ([\d,]+) times larger", "Notes")
    small_power, small_times = said(
        card, r"\^\{100\}\\approx (\S+)\$, about ([\d,]+) times smaller", "Notes"
    )
    assert rounds_to(power, grown) and rounds_to(times, grown)
    assert rounds_to(small_power, shrunk) and rounds_to(small_times, 1 / shrunk)


def test_gradient_clipping_value_vs_norm() -> None:
    card = "gradient-clipping-value-vs-norm"
    x, y, norm, limit = map(
        int, said(card, r"gradient \((\d), (\d)\) of norm (\d+) clipped at (\d):")
    )
    by_norm, by_value = (
        said(card, rf"by {way} it becomes \((\d), (\d)\)") for way in ("norm", "value")
    )
    assert math.hypot(x, y) == norm
    assert [*map(int, by_norm + by_value)] == [
        x * limit / norm,
        y * limit / norm,
        min(x, limit),
        min(y, limit),
    ]


def test_gradient_clipping_norm_formula() -> None:
    assert r"\tau\,\mathbf{g}/\lVert\mathbf{g}\rVert" in text("gradient-clipping-norm-formula")


def test_gradient_clipping_factor() -> None:
    card = "gradient-clipping-factor"
    threshold, norm = map(
        int, said(card, r"threshold (\d) scale a gradient of norm (\d+)", "Title")
    )
    assert float(text(card)) == threshold / norm
    assert int(said(card, r"A gradient of norm (\d) would stay", "Notes")[0]) <= threshold


def test_residual_gradient_numeric() -> None:
    card = "residual-gradient-numeric"
    own, blocks = said(card, r"F'=([\d.]+)\$ in each of (\d+) scalar blocks")
    plain, shortcut = said(card, r"c1::\$(10\^\{-\d+\})\$::.*c2::([\d.]+)\}\}")
    assert rounds_to(plain, float(own) ** int(blocks)) and rounds_to(
        shortcut, (1 + float(own)) ** int(blocks)
    )
    assert f"of {blocks} blocks whose own slope is only {own}?" in text(card, "Title")


def test_normalization_layer_gradient_remedy() -> None:
    """Batch normalization gives the same for W x and a W x, whatever the positive factor a."""

    def normalized(batch: list[float]) -> list[float]:
        deviation = math.sqrt(fmean((z - fmean(batch)) ** 2 for z in batch))
        return [(z - fmean(batch)) / deviation for z in batch]

    assert r"\mathrm{BN}(aW\mathbf{x})=\mathrm{BN}(W\mathbf{x})$ for $a>0$" in text(
        "normalization-layer-gradient-remedy"
    )
    batch = [0.3, -1.2, 2.5, 0.0]
    assert normalized([7 * z for z in batch]) == pytest.approx(normalized(batch))


def test_gradient_clipping_amp_order() -> None:
    assert number(said("gradient-clipping-amp-order", r"initially ([\d,]+)\)", "Notes")[0]) == 2**16


def test_gradient_clipping_nan() -> None:
    """What the card says of dividing by a norm of Inf: finite entries become zero, infinite ones NaN."""
    scale = 1 / math.inf
    assert 3.0 * scale == 0 and math.isnan(math.inf * scale)
    assert "the infinite entries into NaN and all others into zero" in text("gradient-clipping-nan")


def test_gradient_clipping_with_adam() -> None:
    card = "gradient-clipping-with-adam"
    steps = said(card, r"1/\(1-\\beta_2\)=(\d+)\$")[0]
    assert float(steps) == pytest.approx(1 / (1 - 0.999))  # Adam's default
    beta, short = said(
        card, r"\\beta_2=([\d.]+)\$, which forgets in about (\d+) steps", "Application"
    )
    assert 1 / (1 - float(beta)) == pytest.approx(float(short))


# 04-initialization


def test_weight_init_interview() -> None:
    layers, width, std, limit = said(
        "weight-init-interview",
        r"(\d+)-layer ReLU network of width (\d+): .* deviation ([\d.]+) less than \$(10\^\{-\d+\})\$",
        "Application",
    )
    assert 0 < relu_gain(float(std), int(width)) ** int(layers) < number(limit)
    assert relu_gain(math.sqrt(2 / int(width)), int(width)) == pytest.approx(1)


def test_he_initialization_keeps_the_size_of_a_signal() -> None:
    """The simulation of the card. Given the size of a layer's input, its pre-activations are independent and normal."""
    layers, width, factor = said(
        "weight-init-interview",
        r"simulated (\d+)-layer ReLU network of width (\d+): .* within a factor of about (\d);",
        "Application",
    )
    draw = random.Random(0).gauss
    kept = 0
    for _ in range(60):
        power = 1.0  # mean square of the signal
        for _ in range(int(layers)):
            power *= fmean(max(0.0, draw(0, math.sqrt(2))) ** 2 for _ in range(int(width)))
        kept += 1 / int(factor) < math.sqrt(power) < int(factor)
    assert kept >= 57


def test_weight_init_all_zero() -> None:
    pattern = r"balanced (\d+)-class problem .* (\d+) % accuracy with a loss near ([\d.]+\d)\."
    classes, percent, loss = said("weight-init-all-zero", pattern, "Application")
    assert int(percent) == 100 / int(classes) and rounds_to(loss, math.log(int(classes)))


def test_weight_init_all_zero_learns_output_biases_only() -> None:
    """One tanh unit between one input and one output, every parameter at zero: what gets a gradient."""
    assert "{{c1::output biases}}" in text("weight-init-all-zero")

    def loss(w1: float = 0, b1: float = 0, w2: float = 0, b2: float = 0) -> float:
        return (w2 * math.tanh(w1 * 1.5 + b1) + b2 - 1) ** 2

    assert (
        slope(lambda v: loss(w1=v), 0)
        == slope(lambda v: loss(b1=v), 0)
        == slope(lambda v: loss(w2=v), 0)
        == 0
    )
    assert slope(lambda v: loss(b2=v), 0) == pytest.approx(-2)


def test_bias_init_base_rate() -> None:
    assert r"b=\ln\dfrac{\pi}{1-\pi}" in text("bias-init-base-rate")
    rate, bias = said(
        "bias-init-base-rate", r"For \$\\pi=([\d.]+)\$ this is \$b\\approx(-[\d.]+)\$"
    )
    exact = math.log(float(rate) / (1 - float(rate)))
    assert rounds_to(bias, exact) and sigmoid(exact) == pytest.approx(float(rate))


def test_weight_init_fixed_std() -> None:
    card = "weight-init-fixed-std"
    (std,) = said(card, r"standard deviation of ([\d.]+) fail", "Title")
    assert r"by about $\sigma\sqrt{n_{in}/2}$" in text(card)
    factor, width = said(card, r"only ([\d.]+) for \$n_\{in\}=(\d+)\$")
    assert rounds_to(factor, relu_gain(float(std), int(width)))
    layers, width, above = said(
        card, r"over (\d+) ReLU layers of width (\d+).*beyond 10 to the (\d+)"
    )
    small, below = said(card, r"standard deviation ([\d.]+) it falls below 10 to the minus (\d+)")
    assert relu_gain(1, int(width)) ** int(layers) > 10 ** int(above)
    assert relu_gain(float(small), int(width)) ** int(layers) < 10 ** -int(below)


def test_weight_init_fixed_range_uniform() -> None:
    card = "weight-init-fixed-range-uniform"
    (limit,) = said(card, r"U\[-([\d.]+),", "Title")
    variance, width = said(card, r"\^2/3\\approx (\S+)\$.*near \$n_\{in\}=(\d+)\$")
    assert rounds_to(variance, float(limit) ** 2 / 3)
    assert float(limit) ** 2 / 3 * int(width) == pytest.approx(1)


def test_uniform_variance_numeric() -> None:
    card = "uniform-variance-numeric"
    limit = float(said(card, r"U\[-([\d.]+),", "Title")[0])
    assert float(text(card)) == pytest.approx(limit**2 / 3)
    inputs = int(said(card, r"with (\d+) inputs of mean 0", "Application")[0])
    assert float(text(card)) * inputs == pytest.approx(1, abs=0.02)


def test_fan_in_definition() -> None:
    card = "fan-in-definition"
    outputs, inputs, fan_in, fan_out = said(
        card, r"Dense\((\d+)\)` on (\d+) .* fan-in (\d+), fan-out (\d+)", "Application"
    )
    assert (fan_in, fan_out) == (inputs, outputs)
    height, width, channels, fan_in = map(
        int, said(card, r"(\d)\\times(\d)\$ .* (\d+) channels: fan-in (\d+)", "Application")
    )
    assert fan_in == height * width * channels


def test_init_constant_output_choice() -> None:
    card = "init-constant-output-choice"
    layers, width, outputs = said(
        card,
        r"a (\d+)-layer ReLU network of width (\d+) start with outputs near \$(10\^\{-\d+\})",
        "Title",
    )
    std, factor = said(card, r"With ([\d.]+) each layer scales .* about ([\d.]+\d);")
    assert f"- [x] normal weights with standard deviation {std}" in text(card)
    gain = relu_gain(float(std), int(width))
    assert rounds_to(factor, gain) and rounds_to(outputs, gain ** int(layers))


def test_weight_init_uniform_limit_he() -> None:
    card = "weight-init-uniform-limit-he"
    third, double, six = map(
        int, said(card, r"\$a\^2/(\d)\$.*\$(\d)/n_\{in\}\$.*\\sqrt\{(\d)/n_\{in\} \}")
    )
    samples = [(2 * i + 1) / 2000 for i in range(-1000, 1000)]
    assert fmean(a * a for a in samples) == pytest.approx(1 / third, rel=1e-5)
    assert six / third == double


def test_weight_init_pytorch_linear_default() -> None:
    card = "weight-init-pytorch-linear-default"
    variance = 1 / int(said(card, r"variance \$1/\((\d)n_\{in\}\)\$")[0])
    he = int(said(card, r"He's \$(\d)/n_\{in\}\$")[0])
    assert "six times smaller" in text(card) and he / variance == pytest.approx(6)
    layers, power, shown = said(
        card, r"(\d+)-layer ReLU MLP .* \$(6\^\{-\d+\})\\approx (\S+)\$", "Application"
    )
    exact = math.sqrt(variance / he) ** int(layers)
    assert math.isclose(number(power), exact) and rounds_to(shown, exact)
    gain = math.sqrt(2 / (1 + math.sqrt(5) ** 2))  # of kaiming_uniform_ with a=math.sqrt(5)
    assert math.sqrt(3) * gain == pytest.approx(1) and "a=math.sqrt(5)" in text(card, "Analogy")


def test_xavier_uniform_interval() -> None:
    six, double = map(int, said("xavier-uniform-interval", r"\\dfrac\{(\d)\}.*=\\dfrac\{(\d)\}"))
    assert six / 3 == double
    pattern = r"(\d+) inputs and (\d+) outputs, \$a=([\d.]+)\$"
    inputs, outputs, limit = said("xavier-uniform-interval", pattern, "Application")
    assert float(limit) == pytest.approx(math.sqrt(six / (int(inputs) + int(outputs))))


def test_xavier_variance_300_100() -> None:
    card = "xavier-variance-300-100"
    inputs, outputs = map(int, said(card, r"(\d+) inputs and (\d+) outputs", "Title"))
    assert float(text(card)) == pytest.approx(2 / (inputs + outputs))
    assert rounds_to(
        said(card, r"about ([\d.]+\d)\.", "Notes")[0], math.sqrt(2 / (inputs + outputs))
    )


def test_he_init_leaky_relu_variance() -> None:
    """The part of the power that passes is (1 + a^2) / 2."""
    assert r"\dfrac{2}{(1+a^2)\,n_{in}}" in text("he-init-leaky-relu-variance")
    grid = [i / 100 for i in range(-800, 801)]
    for a in (0.0, 0.2, 1.0):
        passed = sum((z if z > 0 else a * z) ** 2 * NORMAL.pdf(z) / 100 for z in grid)
        assert passed == pytest.approx((1 + a**2) / 2, rel=1e-3)


def test_xavier_fan_average() -> None:
    card = "xavier-fan-average"
    inputs, outputs = map(int, said(card, r"from (\d+) to (\d+) units", "Application"))
    forward, backward, taken = map(
        int, said(card, r"\$1/(\d+)\$.*\$1/(\d+)\$.*\$1/(\d+)\$", "Application")
    )
    assert (forward, backward) == (inputs, outputs)
    assert all(
        law in text(card) for law in ("(W)=1/n_{in}$", "$1/n_{out}$", "$2/(n_{in}+n_{out})$")
    )
    assert 2 / (inputs + outputs) == pytest.approx(1 / taken)


def test_xavier_sigmoid_assumption() -> None:
    assert number(
        said("xavier-sigmoid-assumption", r"outputs \$(\\tfrac\d\d)\$ at 0")[0]
    ) == sigmoid(0)


def test_he_init_std_50_inputs() -> None:
    card = "he-init-std-50-inputs"
    inputs = int(said(card, r"with (\d+) inputs", "Title")[0])
    assert float(text(card)) == pytest.approx(math.sqrt(2 / inputs))


def test_he_init_conv_fan_in() -> None:
    card = "he-init-conv-fan-in"
    height, width, channels = map(
        int, said(card, r"\$(\d)\\times(\d)\$ convolution with (\d+) input", "Title")
    )
    assert int(text(card)) == height * width * channels
    fan_in, std = said(card, r"\\sqrt\{2/(\d+)\}\\approx([\d.]+)\$", "Notes")
    assert int(fan_in) == int(text(card)) and rounds_to(std, math.sqrt(2 / int(fan_in)))


def test_he_init_factor_two() -> None:
    card = "he-init-factor-two"
    half = number(said(card, r"ReLU\}\(z\)\^2\]=(\\tfrac\d\d)")[0])
    grid = [i / 100 for i in range(-800, 801)]
    assert sum(max(0, z) ** 2 * NORMAL.pdf(z) / 100 for z in grid) == pytest.approx(half, rel=1e-3)
    assert r"With $1/n_{in}$ instead of $2/n_{in}$, the signal shrinks by $\sqrt{1/2}$" in text(
        card, "Application"
    )
    layers, power, shown = said(
        card, r"after (\d+) ReLU layers .* \$(2\^\{-\d+\})\\approx (\S+)\$", "Application"
    )
    assert number(power) == pytest.approx(math.sqrt(half) ** int(layers))
    assert rounds_to(shown, number(power))


def test_xavier_vs_he_interview() -> None:
    """The variance that keeps a layer's power is 1 over the fan-in times the power that the activation lets through."""
    answer = text("xavier-vs-he-interview")
    for law in ("(W)=2/(n_{in}+n_{out})$", "(W)=2/n_{in}$", "$1/n_{in}$", "$2/((1+a^2)n_{in})$"):
        assert law in answer
    grid = [i / 100 for i in range(-800, 801)]
    for a in (0.0, 0.01, 0.25):
        power = sum(max(a * z, z) ** 2 * NORMAL.pdf(z) / 100 for z in grid)
        assert 1 / power == pytest.approx(2 / (1 + a**2), rel=1e-3)


def test_orthogonal_init_recurrent() -> None:
    assert "W^\\top W=I" in text("orthogonal-init-recurrent")
    x, y = 3.0, 4.0
    turned = (math.cos(1) * x - math.sin(1) * y, math.sin(1) * x + math.cos(1) * y)
    assert math.hypot(*turned) == pytest.approx(math.hypot(x, y))


# 05-losses


def test_mse_mae_outlier_example() -> None:
    card = "mse-mae-outlier-example"
    targets = [int(n) for n in re.findall(r"\d+", text(card, "Title"))]
    mean, middle = map(int, said(card, r"the mean, (\d+)\. MAE: the median, (\d+)\."))
    assert (mean, middle) == (fmean(targets), median(targets))
    assert mean == min(range(101), key=lambda c: sum((c - y) ** 2 for y in targets))
    assert middle == min(range(101), key=lambda c: sum(abs(c - y) for y in targets))


def test_mean_median_outlier_picture() -> None:
    picture = (ROOT / "content/media/mean-median-outlier.svg").read_text(encoding="utf-8")
    targets = [int(n) for n in re.findall(r"\d+", text("mse-mae-outlier-example", "Title"))]
    assert (
        f"MAE: median {median(targets)}<" in picture
        and f"MSE: mean {fmean(targets):.0f}<" in picture
    )


def test_mse_four_predictions() -> None:
    card = "mse-four-predictions"
    errors = [int(n) for n in re.findall(r"\$(-?\d)\$", text(card, "Title"))]
    assert len(errors) == 4 and float(text(card)) == fmean(e * e for e in errors)
    assert "(1+1+0+2)/4=1$" in text(card, "Notes") and fmean(map(abs, errors)) == 1


def test_quantile_loss_percentile() -> None:
    """The constant that costs least under the pinball loss is the quantile."""
    card = "quantile-loss-percentile"
    q, low, high = map(
        float, said(card, r"q=([\d.]+)\$: an error costs ([\d.]+) per unit .*, and ([\d.]+\d) if")
    )
    assert low == q and high == pytest.approx(1 - q)
    assert r"\max(q\,e,\,(q-1)\,e)" in text(card, "Notes")

    def pinball(prediction: int, share: float) -> float:
        return sum(
            max(share * (y - prediction), (share - 1) * (y - prediction)) for y in range(1, 102)
        )

    assert (
        min(range(1, 102), key=lambda c: pinball(c, q)) == 91
    )  # 90 of 101 targets below, 10 above
    assert pinball(40, 0.5) == pytest.approx(sum(abs(y - 40) for y in range(1, 102)) / 2)


def test_mse_vs_mae_when() -> None:
    big, small = map(
        int,
        said("mse-vs-mae-when", r"a miss of (\d+) cost a hundred times as much as a miss of (\d+)"),
    )
    assert big**2 / small**2 == 100


def test_mse_vs_mae_gradient() -> None:
    factor = int(said("mse-vs-mae-gradient", r"squared error gives \$(\d)e\$")[0])
    for error in (-2.0, 0.25, 5.0):
        assert slope(lambda e: e * e, error) == pytest.approx(factor * error)
        assert slope(abs, error) == pytest.approx(math.copysign(1, error))


def test_huber_loss_formula() -> None:
    assert r"\tfrac12e^2" in text("huber-loss-formula")
    assert r"\delta\big(\lvert e\rvert-\tfrac12\delta\big)" in text("huber-loss-formula")
    for delta in (0.5, 1.0, 3.0):  # value and slope match at the threshold
        assert delta**2 / 2 == delta * (delta - delta / 2)
        assert slope(functools.partial(huber, delta=delta), delta) == pytest.approx(delta, rel=1e-4)


def test_huber_loss_gradient() -> None:
    assert r"clipped to $[-\delta,\delta]$" in text("huber-loss-gradient")
    for error in (-4.0, -0.3, 0.6, 9.0):
        assert slope(lambda e: huber(e, 1), error) == pytest.approx(max(-1, min(1, error)))


def test_huber_loss_example() -> None:
    card = "huber-loss-example"
    error, delta = map(float, said(card, r"error of (\d) with threshold \$\\delta=(\d)\$", "Title"))
    assert float(text(card)) == huber(error, delta)
    pattern = r"=([\d.]+)\$\. Half the squared error would be ([\d.]+), the absolute error (\d)\."
    assert [float(shown) for shown in said(card, pattern, "Notes")] == [
        huber(error, delta),
        error**2 / 2,
        error,
    ]


def test_bce_multilabel_pitfall() -> None:
    """With m true tags, the sum of -ln p over them is least at p = 1/m each: there the gradient m*p - y is zero."""
    assert "only about $1/m$" in text("bce-multilabel-pitfall")
    truth = [1, 1, 1, 0, 0]
    fitted = softmax([50.0 if y else 0.0 for y in truth])
    assert fitted[0] == pytest.approx(1 / 3)
    assert all(abs(sum(truth) * p - y) < 1e-9 for p, y in zip(fitted, truth, strict=True))


def test_bce_coin_flip_loss() -> None:
    assert text("bce-coin-flip-loss").strip() == f"{-math.log(0.5):.3f}"
    share = 0.2  # answering the share of positives is the best constant, and costs the entropy
    costs = {
        p / 100: -share * math.log(p / 100) - (1 - share) * math.log(1 - p / 100)
        for p in range(1, 100)
    }
    assert min(costs, key=lambda p: costs[p]) == share


def test_bce_with_logits_inputs() -> None:
    card = "bce-with-logits-inputs"
    positive, negative = said(
        card, r"below ([\d.]+) for positives and ([\d.]+\d) for", "Application"
    )
    assert rounds_to(positive, -math.log(sigmoid(1))) and rounds_to(
        negative, -math.log(1 - sigmoid(0))
    )
    best = said(card, r"=([\d.]+)\$ for label 1 .*=([\d.]+)\$ for label 0", "Notes")
    assert rounds_to(best[0], -math.log(sigmoid(1))) and rounds_to(
        best[1], -math.log(1 - sigmoid(0))
    )


def test_cross_entropy_curve_picture() -> None:
    picture = (ROOT / "content/media/cross-entropy-curve.svg").read_text(encoding="utf-8")
    marks = re.findall(r">([\d.]+) at ([\d.]+):", picture)
    assert len(marks) == 3 and all(rounds_to(loss, -math.log(float(p))) for loss, p in marks)


def test_cce_confident_mistakes() -> None:
    card = "cce-confident-mistakes"
    pairs = re.findall(r"([\d.]+) at ([\d.]*\d)", text(card))
    assert len(pairs) == 3 and all(rounds_to(loss, -math.log(float(p))) for loss, p in pairs)
    wrong, loss, images, right = said(
        card,
        r"probability ([\d.]+) contributes ([\d.]+), as much as (\d+) images .* at ([\d.]*\d)",
        "Application",
    )
    assert rounds_to(loss, -math.log(float(wrong)))
    assert rounds_to(images, math.log(float(wrong)) / math.log(float(right)))


def test_cce_vs_scce_interview() -> None:
    pattern = r"batch of (\d+) texts of (\d+) tokens over a ([\d,]+)-word .* take ([\d.]+) GB, int32 labels (\d+) kB"
    texts, tokens, words, giga, kilo = said("cce-vs-scce-interview", pattern, "Application")
    labels = int(texts) * int(tokens) * 4
    assert rounds_to(kilo, labels / 1e3) and rounds_to(giga, labels * number(words) / 1e9)


def test_scce_soft_targets() -> None:
    cat, dog = said("scce-soft-targets", r"cat \((\d+) %\) and a dog \((\d+) %\)", "Application")
    shown = said("scce-soft-targets", r"target \$\(([\d.]+), ([\d.]+)\)\$", "Application")
    assert [float(n) for n in shown] == [int(cat) / 100, int(dog) / 100] and int(cat) + int(
        dog
    ) == 100


def test_cross_entropy_vs_kl() -> None:
    assert r"H(p,q)=H(p)+D_{KL}(p\,\|\,q)" in text("cross-entropy-vs-kl")
    p, q = [0.7, 0.2, 0.1], [0.5, 0.3, 0.2]
    cross = -sum(a * math.log(b) for a, b in zip(p, q, strict=True))
    entropy = -sum(a * math.log(a) for a in p)
    divergence = sum(a * math.log(a / b) for a, b in zip(p, q, strict=True))
    assert cross == pytest.approx(entropy + divergence)


def test_perplexity_from_cross_entropy() -> None:
    loss, shown = said(
        "perplexity-from-cross-entropy",
        r"loss of ([\d.]+) means a perplexity of about (\d+)\.",
        "Application",
    )
    assert rounds_to(shown, math.exp(float(loss)))


def test_softmax_cross_entropy_gradient() -> None:
    assert r"$\hat{\mathbf{p}}-\mathbf{y}$" in text("softmax-cross-entropy-gradient")
    logits, truth = [0.4, -1.0, 2.2], 1
    for i, p in enumerate(softmax(logits)):

        def loss(z: float, i: int = i) -> float:
            return -math.log(softmax([*logits[:i], z, *logits[i + 1 :]])[truth])

        assert slope(loss, logits[i]) == pytest.approx(p - (i == truth))


def test_mse_sigmoid_classifier() -> None:
    z, label, entropy, squared = said(
        "mse-sigmoid-classifier",
        r"\$z=(-\d)\$ with label (\d), .* about \$(-\d)\$, that of .* about \$(\S+)\$",
        "Application",
    )
    at, y = float(z), int(label)
    assert y == 1 and rounds_to(entropy, slope(lambda v: -math.log(sigmoid(v)), at))
    assert rounds_to(squared, slope(lambda v: (sigmoid(v) - y) ** 2, at))


def test_initial_loss_ln_k() -> None:
    card = "initial-loss-ln-k"
    classes = int(said(card, r"a (\d+)-class softmax classifier", "Title")[0])
    assert (
        "three decimals" in text(card, "Title") and text(card).strip() == f"{math.log(classes):.3f}"
    )
    assert rounds_to(said(card, r"\\approx([\d.]+)\$", "Notes")[0], math.log(classes))
    many, loss = said(card, r"for (\d+) classes expect ([\d.]+\d)", "Notes")
    assert rounds_to(loss, math.log(int(many)))


def test_loss_double_softmax() -> None:
    card = "loss-double-softmax"
    classes, loss = said(card, r"with (\d+) classes .* costs about ([\d.]+\d)")
    best = softmax([1.0] + [0.0] * (int(classes) - 1))[0]
    assert rounds_to(loss, -math.log(best))
    others, floor = said(card, r"\{e\+(\d)\}\\approx([\d.]+)\$", "Application")
    assert best == pytest.approx(math.e / (math.e + int(others))) and floor == loss


def test_label_smoothing_values() -> None:
    card = "label-smoothing-values"
    epsilon, classes = said(card, r"\\epsilon=([\d.]+)\$ .* over (\d+) classes", "Title")
    true, other = said(card, r"\{\{c1::([\d.]+)\}\}.*\{\{c2::([\d.]+)\}\}")
    share = float(epsilon) / int(classes)
    assert float(true) == pytest.approx(1 - float(epsilon) + share) and float(
        other
    ) == pytest.approx(share)
    assert float(true) + (int(classes) - 1) * float(other) == pytest.approx(1)
    kept, spread, parts = said(card, r"gets \$([\d.]+)\+([\d.]+)/(\d+)\$", "Notes")
    assert float(kept) + float(spread) / int(parts) == pytest.approx(float(true))
