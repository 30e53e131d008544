"""Every number of folders 06 to 11 that can be computed is computed again, and compared with what the card says.

A test names its card, reads the number out of the card's file and fails if the card is wrong, or if a rewording hides
the number from it. Defaults of libraries and results that papers report are not here: they have a source.
"""

from __future__ import annotations

import functools
import math
import random
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise, product
from pathlib import Path
from statistics import NormalDist, fmean, pstdev

import pytest

from deckpress.model import Card
from deckpress.sources import canonical

CONTENT = Path(__file__).parents[2] / "content"
FOLDERS = ("06-*/*.md", "07-*/*.md", "08-*/*.md", "09-*/*.md", "10-*/*.md", "11-*/*.md")


# What the cards say


@functools.cache
def cards() -> dict[str, Card]:
    """All cards of the six folders, by id."""
    paths = sorted(path for folder in FOLDERS for path in CONTENT.glob(folder))
    pages = (
        canonical.parse(path.read_text(encoding="utf-8"), path.as_posix(), "Deck") for path in paths
    )
    return {card.id: card for page in pages for card in page.cards}


def source(card: str, part: str = "Answer") -> str:
    """The Markdown of one part of a card; `Title` is its heading."""
    if part == "Title":
        return cards()[card].title.source
    section = cards()[card].section(part)
    assert section is not None, f"{card} has no {part}"
    return section.source


def shown(card: str, pattern: str, part: str = "Answer") -> tuple[str, ...]:
    """The groups of `pattern`, which the part must match in exactly one place."""
    found = list(re.finditer(pattern, source(card, part), re.DOTALL))
    assert len(found) == 1, f"{card}, {part}: {len(found)} places match {pattern!r}"
    return found[0].groups()


def read(card: str, pattern: str, part: str = "Answer") -> tuple[float, ...]:
    """The same as numbers."""
    return tuple(number(digits) for digits in shown(card, pattern, part))


def number(written: str) -> float:
    r"""`1,024`, `73{,}856`, `-0.5`, `10^{-5}`, `10^6` or `four` as a number."""
    words = {"one": 1, "two": 2, "Two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "ten": 10}
    if written in words:
        return words[written]
    plain = written.replace("{,}", "").replace(",", "")
    if power := re.fullmatch(r"(?:([\d.]+)\\times)?10\^\{?(-?\d+)\}?", plain):
        return float(power[1] or 1) * 10.0 ** int(power[2])
    return float(plain)


def agrees(written: str, exact: float) -> bool:
    """Whether `written` is `exact`, rounded to the decimals it has; zeros at the end of an integer are rounded too."""
    mantissa, _, exponent = written.replace("{,}", "").replace(",", "").partition(r"\times")
    scale = number(exponent) if exponent else 1.0
    whole, _, decimals = mantissa.lstrip("-").partition(".")
    last = (
        10.0 ** -len(decimals) if decimals else 10.0 ** (len(whole) - len(whole.rstrip("0") or "0"))
    )
    return abs(number(written) - exact) <= 0.5000001 * last * scale


def says(card: str, pattern: str, *exact: float, part: str = "Answer") -> None:
    """The groups of `pattern` are the exact numbers, rounded as the card rounds them."""
    found = shown(card, pattern, part)
    assert len(found) == len(exact), f"{card}: {len(found)} groups for {len(exact)} numbers"
    wrong = [
        (digits, value)
        for digits, value in zip(found, exact, strict=True)
        if not agrees(digits, value)
    ]
    assert not wrong, f"{card}, {part}: {wrong}"


def typed(card: str) -> float:
    """The answer of a card that is answered by typing a number."""
    assert cards()[card].kind == "typed"
    return float(source(card))


def drawn(picture: str) -> list[str]:
    """The labels of a figure, in the order of the file."""
    return re.findall(
        r">([^<>]*\S[^<>]*)<", (CONTENT / "media" / picture).read_text(encoding="utf-8")
    )


def curves(picture: str) -> list[list[tuple[float, float]]]:
    """The points of each polyline of a figure, in the order of the file."""
    found = re.findall(
        r'<polyline points="([^"]*)"', (CONTENT / "media" / picture).read_text(encoding="utf-8")
    )
    return [
        [(float(x), float(y)) for x, y in (point.split(",") for point in line.split())]
        for line in found
    ]


_PYTHON = (
    (r"\\[td]?frac\{([^{}]*)\}\{([^{}]*)\}", r"((\1)/(\2))"),
    (r"\\sqrt\{([^{}]*)\}", r"math.sqrt(\1)"),
    (r"\\lfloor(.*?)\\rfloor", r"math.floor(\1)"),
    (r"\^\{([^{}]*)\}", r"**(\1)"),
    (r"\^(\d+)", r"**\1"),
    (r"\\cdot|\\times", "*"),
    (r"\[", "("),
    (r"\]", ")"),
    (r"\\,|\\%|\s", ""),
)


def value(tex: str) -> float | None:
    """What a formula of plain numbers comes to; None if there is a letter in it."""
    plain = tex.replace("{,}", "").rstrip(".,")
    for pattern, python in _PYTHON:
        plain = re.sub(pattern, python, plain)
    if not re.search(r"\d", plain) or not re.fullmatch(
        r"(?:[\d.+\-*/()]|math\.sqrt|math\.floor)+", plain
    ):
        return None
    try:
        return float(eval(plain, {"__builtins__": {}, "math": math}))
    except SyntaxError:
        return None


def equations() -> Iterator[tuple[str, str, str, str]]:
    r"""`(card, left, sign, right)` of each `=` and `\approx` of the six folders with plain numbers on both sides."""
    for card in cards().values():
        for part in (card.title, *card.sections):
            for _, tex in re.findall(r"(\$\$?)(.+?)\1", part.source, re.DOTALL):
                sides = re.split(r"(=|\\approx)", tex)
                for left, sign, right in zip(sides[::2], sides[1::2], sides[2::2], strict=False):
                    if value(left) is not None and value(right) is not None:
                        yield card.id, left.strip(), sign, right.strip()


# The functions the cards are about


def descend(gradient: Callable[[float], float], start: float, rate: float, steps: int = 1) -> float:
    """Gradient descent."""
    for _ in range(steps):
        start -= rate * gradient(start)
    return start


def adam_steps(
    gradients: list[float], rate: float = 1.0, corrected: bool = True, epsilon: float = 0.0
) -> list[float]:
    """The steps of Adam with the decays of its paper."""
    first, second = read("adam-default-hyperparameters", r"c1::([\d.]+)\}\}.*c2::([\d.]+)\}\}")
    m = v = 0.0
    steps = []
    for t, gradient in enumerate(gradients, 1):
        m = first * m + (1 - first) * gradient
        v = second * v + (1 - second) * gradient**2
        m_hat, v_hat = (m / (1 - first**t), v / (1 - second**t)) if corrected else (m, v)
        steps.append(rate * m_hat / (math.sqrt(v_hat) + epsilon))
    return steps


def convolved(size: int, kernel: int, padding: int = 0, stride: int = 1) -> int:
    """The width of the output, counted: the places where the kernel fits."""
    return sum(
        1
        for start in range(-padding, size + padding - kernel + 1)
        if (start + padding) % stride == 0
    )


def convolution_parameters(kernel: int, channels: int, filters: int, bias: bool = True) -> int:
    return (kernel * kernel * channels + bias) * filters


def receptive_field(layers: list[tuple[int, int]]) -> int:
    """How many inputs one unit sees, counted backwards through layers of (kernel, stride)."""
    seen = 1
    for kernel, stride in reversed(layers):
        seen = (seen - 1) * stride + kernel
    return seen


def recurrent_parameters(blocks: int, inputs: int, units: int, biases: int = 1) -> int:
    """Each block is a dense map of the input and the previous state."""
    return blocks * (inputs * units + units * units + biases * units)


def precision(hits: float, false_alarms: float) -> float:
    return hits / (hits + false_alarms)


def recall(hits: float, misses: float) -> float:
    return hits / (hits + misses)


def focal_factor(p: float, gamma: float) -> float:
    return (1 - p) ** gamma


# The helpers themselves


@pytest.mark.parametrize(
    ("written", "exact", "good"),
    [
        ("0.11", 0.1131, True),
        ("0.12", 0.1131, False),
        ("5,000", 5004.6, True),
        ("6,000", 5004.6, False),
        ("73{,}856", 73856, True),
        ("73{,}857", 73856, False),
        (r"8.6\times10^{9}", 8.59e9, True),
        (r"8.5\times10^{9}", 8.59e9, False),
        ("four", 4, True),
    ],
)
def test_rounding_is_judged_by_the_digits_shown(written: str, exact: float, good: bool) -> None:
    assert agrees(written, exact) is good


@pytest.mark.parametrize(
    ("tex", "result"),
    [
        (r"0.1\cdot8192/256", 3.2),
        (r"\lfloor223/2\rfloor+1", 112),
        (r"4\cdot[(100+128)\cdot128+128]", 117248),
        (r"0.1/\sqrt{0.001}", 10**0.5),
        (r"224/2^5", 7),
        (r"1/\sqrt B", None),
        (r"\theta", None),
    ],
)
def test_a_formula_of_numbers_has_a_value(tex: str, result: float | None) -> None:
    assert value(tex) == (None if result is None else pytest.approx(result))


# All six folders


def test_every_equation_between_numbers_holds() -> None:
    def holds(left: str, sign: str, right: str) -> bool:
        exact, given = value(left), value(right)
        assert exact is not None and given is not None
        return math.isclose(exact, given, rel_tol=1e-9) if sign == "=" else agrees(right, exact)

    found = list(equations())
    assert len(found) >= 25
    assert [equation for equation in found if not holds(*equation[1:])] == []


def test_every_number_that_is_typed_is_recomputed() -> None:
    paths = sorted(Path(__file__).parent.glob("test_numbers_*.py"))
    tests = "".join(path.read_text(encoding="utf-8") for path in paths)
    numeric = [
        card.id
        for card in cards().values()
        if card.kind == "typed" and card.setting("facet") == "numeric"
    ]
    assert len(numeric) >= 12
    assert [card for card in numeric if f'"{card}"' not in tests] == []


@pytest.mark.parametrize(
    ("card", "formula"),
    [
        ("gradient-descent-update-rule", r"\theta\leftarrow\theta-\eta\,\nabla_\theta L(\theta)"),
        ("gradient-descent-variants-interview", r"standard error falls like $1/\sqrt B$"),
        ("batch-size-choice-interview", r"noise falls like $1/\sqrt B$"),
        ("mini-batch-gradient-standard-error", r"falls like {{c1::$1/\sqrt B$}}"),
        ("momentum-update-rule", r"\mathbf v\leftarrow\beta\mathbf v-\eta\nabla L(\theta),"),
        ("momentum-update-rule", r"\theta\leftarrow\theta+\mathbf v$$"),
        ("adagrad-update-rule", r"\mathbf r\leftarrow\mathbf r+\mathbf g\odot\mathbf g,"),
        (
            "rmsprop-update-rule",
            r"\mathbf r\leftarrow\rho\mathbf r+(1-\rho)\,\mathbf g\odot\mathbf g$$",
        ),
        (
            "adadelta-update-rule",
            r"-\frac{\mathrm{RMS}[\Delta\theta]_{t-1} }{\mathrm{RMS}[g]_t}\,g_t",
        ),
        ("adadelta-update-rule", r"\mathrm{RMS}[x]=\sqrt{E[x^2]+\epsilon}"),
        (
            "adam-update-rule",
            r"m\leftarrow\beta_1m+(1-\beta_1)g$, $v\leftarrow\beta_2v+(1-\beta_2)g^2",
        ),
        ("adam-update-rule", r"\hat m=\frac{m}{1-\beta_1^t}$, $\hat v=\frac{v}{1-\beta_2^t}"),
        ("dropout-training-vs-inference", "survivors are scaled by $1/(1-p)$"),
        ("dropout-interview", "scaling survivors by $1/(1-p)$"),
        ("batch-norm-formula", r"\hat x=\dfrac{x-\mu_B}{\sqrt{\sigma_B^2+\epsilon} }"),
        ("receptive-field-growth-rule", r"$(k-1)\cdot j$"),
        ("dilated-convolution", "gaps of $d-1$ cells"),
        ("lstm-output-gate", r"\mathbf{h}_t=\mathbf{o}_t\odot\tanh(\mathbf{c}_t)"),
        (
            "vae-reparameterization-trick",
            r"=\boldsymbol{\mu}+\boldsymbol{\sigma}\odot\boldsymbol{\epsilon}$",
        ),
        ("standardization-vs-min-max", r"$(x-\mu)/\sigma$"),
        ("focal-loss-factor", r"$-(1-p_t)^\gamma\log p_t$"),
        ("precision-vs-recall", r"Precision, $\frac{TP}{TP+FP}$"),
        ("precision-vs-recall", r"Recall, $\frac{TP}{TP+FN}$"),
    ],
)
def test_a_formula_without_numbers_stays_as_it_was_checked(card: str, formula: str) -> None:
    assert formula in source(card)


# 06-optimizers


def test_gradient_descent_one_step_by_hand() -> None:
    card = "gradient-descent-one-step-by-hand"
    start, rate = read(card, r"theta=(\d)\$ with learning rate ([\d.]+):", "Title")
    assert r"$f(\theta)=\theta^2$" in source(card, "Title")
    assert typed(card) == pytest.approx(descend(lambda theta: 2 * theta, start, rate))
    says(
        card,
        r"1-2\\eta=([\d.]+)\$",
        descend(lambda theta: 2 * theta, start, rate) / start,
        part="Notes",
    )
    (limit,) = read(card, r"above \$\\eta=(\d)\$", "Notes")
    assert abs(descend(lambda theta: 2 * theta, start, limit * 1.01, 1000)) > 1e6
    assert abs(descend(lambda theta: 2 * theta, start, limit * 0.99, 1000)) < 1e-6


@pytest.mark.parametrize("curvature", [0.5, 1.0, 40.0])
def test_gradient_descent_largest_stable_step(curvature: float) -> None:
    (two,) = read("gradient-descent-largest-stable-step", r"exceeds \$(\d)/\\lambda", "Title")

    def error(rate: float) -> float:
        return abs(descend(lambda theta: curvature * theta, 1.0, rate, 1000))

    assert error(1.01 * two / curvature) > 1e6
    assert error(0.99 * two / curvature) < 1e-6


def test_gradient_descent_variants_interview() -> None:
    millions, steps, batch = shown(
        "gradient-descent-variants-interview",
        r"([\d.]+) million .* as much as ([\d,]+) steps with batch size (\d+)",
        "Application",
    )
    assert agrees(steps, number(millions) * 1e6 / number(batch))


def test_mini_batch_gradient_standard_error() -> None:
    card = "mini-batch-gradient-standard-error"
    dice = range(1, 7)

    def error(batch: int) -> float:
        return pstdev(fmean(throws) for throws in product(dice, repeat=batch))

    (times,) = read(card, r"c2::(\w+)\}\} times as many")
    assert error(int(times)) == pytest.approx(error(1) / 2)
    small, large, work, less = read(
        card, r"batch ([\d,]+) to ([\d,]+) costs (\d+) times.*factor of (\d+)", "Application"
    )
    assert large / small == work
    assert math.sqrt(large / small) == less
    assert source(card, "Analogy").startswith("Polling four times as many voters only halves")


def test_mini_batch_unbiased_estimate() -> None:
    gpus, examples, batch = read(
        "mini-batch-unbiased-estimate",
        r"(\d+) GPUs .* over (\d+) examples .* one batch of (\d+)",
        "Application",
    )
    assert gpus * examples == batch


def test_gradient_accumulation_larger_batch() -> None:
    small, steps, batch = read(
        "gradient-accumulation-larger-batch",
        r"batch_size=(\d+)`.*steps=(\d+)`.*effective batch of (\d+)",
        "Application",
    )
    assert small * steps == batch


def velocity(decay: float, gradients: list[float], rate: float = 1.0) -> float:
    speed = 0.0
    for gradient in gradients:
        speed = decay * speed - rate * gradient
    return speed


def test_momentum_amplification_factor() -> None:
    card = "momentum-amplification-factor"
    (decay,) = read(card, r"beta=([\d.]+)\$", "Title")
    assert typed(card) == pytest.approx(-velocity(decay, [1.0] * 5000))
    other, factor = read(card, r"beta=([\d.]+)\$ it would be (\d+)", "Notes")
    assert factor == pytest.approx(-velocity(other, [1.0] * 5000))


def test_momentum_amplification_keeps_the_step_and_widens_stability() -> None:
    """The smaller rate makes up for the factor; momentum raises the largest stable rate on a quadratic."""
    card = "momentum-amplification-factor"
    plain, decay, smaller = read(
        card, r"rate ([\d.]+) to momentum ([\d.]+), a rate of ([\d.]+) keeps", "Application"
    )
    assert -velocity(decay, [1.0] * 5000, smaller) == pytest.approx(plain)
    shown(card, r"2/\\lambda_\{\\max\}\$ to \$2\(1\+\\beta\)/\\lambda_\{\\max\}", "Notes")

    def distance(rate: float, curvature: float = 4.0) -> float:
        theta, speed = 1.0, 0.0
        for _ in range(4000):
            speed = decay * speed - rate * curvature * theta
            theta += speed
        return abs(theta)

    limit = 2 * (1 + decay) / 4.0
    assert distance(0.99 * limit) < 1e-6 < 1e6 < distance(1.01 * limit)


def bowl_path(method: str, rate: float, steps: int = 25) -> list[tuple[float, float]]:
    """From (-9, 1.6) towards the minimum of (x^2 + 20 y^2)/2, the bowl of `momentum-narrow-valleys`."""
    place, speed = [-9.0, 1.6], [0.0, 0.0]
    seen: list[list[float]] = [[], []]
    path = [(place[0], place[1])]
    for _ in range(steps):
        for axis, curvature in enumerate((1.0, 20.0)):
            seen[axis].append(curvature * place[axis])
            if method == "Adam":
                speed[axis] = -adam_steps(seen[axis], rate)[-1]
            else:
                speed[axis] = (0.7 if method == "Momentum" else 0.0) * speed[axis] - rate * seen[
                    axis
                ][-1]
            place[axis] += speed[axis]
        path.append((place[0], place[1]))
    return path


@pytest.mark.parametrize(
    ("index", "method", "label", "middle"),
    [
        (0, "Gradient descent", r"Gradient descent, step ([\d.]+)", 82),
        (1, "Momentum", r"Momentum 0\.7, step ([\d.]+)", 218),
        (2, "Adam", r"Adam, step ([\d.]+)", 354),
    ],
)
def test_optimizer_paths_figure(index: int, method: str, label: str, middle: float) -> None:
    """The three paths are real ones: 18 pixels to a unit of x, 19 to one of y."""
    labels = "\n".join(drawn("optimizer-paths-elongated-bowl.svg"))
    (step,) = re.findall(label, labels)
    losses = re.findall(r"loss after 25 steps: ([\d.]+)", labels)
    path = bowl_path(method, float(step))
    for (x, y), (drawn_x, drawn_y) in zip(
        path, curves("optimizer-paths-elongated-bowl.svg")[index], strict=True
    ):
        assert (drawn_x, drawn_y) == (
            pytest.approx(250 + 18 * x, abs=0.06),
            pytest.approx(middle - 19 * y, abs=0.06),
        )
    x, y = path[-1]
    assert agrees(losses[index], (x * x + 20 * y * y) / 2)


def test_momentum_pytorch_convention() -> None:
    """The two forms take the same steps at a constant rate and differ after a cut of the rate."""
    assert r"\mathbf v\leftarrow\beta\mathbf v+\mathbf g" in source("momentum-pytorch-convention")
    assert r"\mathbf v\leftarrow\beta\mathbf v-\eta\nabla L" in source("momentum-update-rule")
    gradients = [random.Random(1).uniform(-1, 1) for _ in range(20)]

    def steps(rates: list[float]) -> tuple[list[float], list[float]]:
        classical = pytorch = 0.0
        moved: tuple[list[float], list[float]] = ([], [])
        for rate, gradient in zip(rates, gradients, strict=True):
            classical = 0.9 * classical - rate * gradient
            pytorch = 0.9 * pytorch + gradient
            moved[0].append(classical)
            moved[1].append(-rate * pytorch)
        return moved

    constant, torch_constant = steps([0.1] * 20)
    assert constant == pytest.approx(torch_constant)
    cut, torch_cut = steps([0.1] * 10 + [0.01] * 10)
    assert torch_cut[10:] == pytest.approx([step / 10 for step in constant[10:]])
    assert abs(cut[10]) > 5 * abs(torch_cut[10])


def test_adagrad_decaying_steps() -> None:
    card = "adagrad-decaying-steps"
    size, rate = read(card, r"size (\d) and \$\\eta=([\d.]+)\$", "Application")
    early, moved, late, crawled = read(
        card,
        r"step ([\d,]+) moves .* by ([\d.]+) and step ([\d,]+) by only ([\d.]+\d)",
        "Application",
    )
    for step, seen in ((early, moved), (late, crawled)):
        accumulator = sum(size**2 for _ in range(int(step)))
        assert rate * size / math.sqrt(accumulator) == pytest.approx(seen)


def test_negative_gradient_steepest_descent() -> None:
    """Of all unit directions the negative gradient lowers a plane most, by the length of the gradient."""
    source("negative-gradient-steepest-descent")
    slope = (3.0, -4.0)
    turns = [math.radians(degree) for degree in range(360)]
    falls = {
        (math.cos(turn), math.sin(turn)): slope[0] * math.cos(turn) + slope[1] * math.sin(turn)
        for turn in turns
    }
    best = min(falls, key=lambda direction: falls[direction])
    assert best == (pytest.approx(-0.6, abs=0.02), pytest.approx(0.8, abs=0.02))
    assert falls[best] == pytest.approx(-5, abs=0.01)


def test_adagrad_second_step() -> None:
    card = "adagrad-second-step"
    first, second = read(card, r"gradients (\d), then (\d)\.", "Title")
    assert typed(card) == pytest.approx(second / math.hypot(first, second))


def test_rmsprop_first_step() -> None:
    card = "rmsprop-first-step"
    (decay,) = read(card, r"rho=([\d.]+)\$", "Title")
    assert agrees(source(card), 4.0 / math.sqrt((1 - decay) * 4.0**2))
    slower, times = read(card, r"alpha=([\d.]+)` the first step is even (\d+) times", "Application")
    assert times == pytest.approx(1 / math.sqrt(1 - slower))


def test_adadelta_units() -> None:
    """The first step of AdaDelta, from its own rule, for any gradient that is not tiny."""
    card = "adadelta-units"
    size, epsilon, decay = shown(
        card,
        r"or ([\d.]+) for PyTorch's \$\\epsilon=(10\^\{-\d\})\$ and \$\\rho=([\d.]+)\$",
        "Notes",
    )
    for gradient in (0.5, 7.0):
        step = (
            math.sqrt(number(epsilon))
            / math.sqrt((1 - float(decay)) * gradient**2 + number(epsilon))
            * gradient
        )
        assert agrees(size, step)
        assert step == pytest.approx(math.sqrt(number(epsilon) / (1 - float(decay))), rel=1e-3)


def test_rmsprop_versus_adagrad() -> None:
    decay, steps = read(
        "rmsprop-versus-adagrad", r"rho=([\d.]+)\$ .*1/\(1-\\rho\)=(\d+)\$", "Application"
    )
    assert steps == pytest.approx(sum(decay**age for age in range(1000)))


def test_adagrad_versus_rmsprop_figure() -> None:
    """Both curves are the effective rates for gradients of the two sizes; the alt text rounds their ends."""
    picture = (CONTENT / "media" / "adagrad-versus-rmsprop-rate.svg").read_text(encoding="utf-8")
    lines = [
        re.findall(r"([\d.]+) ([\d.]+)", line)
        for line in re.findall(r'd="M([^"]*)"', picture)
        if line.count("L") > 9
    ]
    before, after, switch, start, end, left = read(
        "rmsprop-versus-adagrad",
        r"size (\d) to ([\d.]+) at step (\d+), .* RMSprop climbs from ([\d.]+) to ([\d.]+), .* near ([\d.]+)\]",
    )
    total = average = 0.0
    for step, ((_, rms), (_, ada)) in enumerate(zip(*lines, strict=True), 1):
        gradient = before if step <= switch else after
        total += gradient**2
        average = 0.9 * average + 0.1 * gradient**2
        for y, accumulator in ((rms, average), (ada, total)):
            assert (214 - float(y)) / 174 * 0.5 == pytest.approx(
                0.1 / math.sqrt(accumulator), abs=0.001
            )
        if step == switch:
            assert 0.1 / math.sqrt(average) == pytest.approx(start, abs=0.001)
    assert 0.1 / math.sqrt(average) == pytest.approx(end, abs=0.001)
    assert 0.1 / math.sqrt(total) == pytest.approx(left, abs=0.001)


def test_adadelta_keras_learning_rate() -> None:
    card = "adadelta-keras-learning-rate"
    paper, default = read(card, r"factor of ([\d.]+)\..*default of ([\d.]+) makes", "Notes")
    assert typed(card) == paper
    assert "a thousand times too small" in source(card, "Notes")
    assert paper / default == pytest.approx(1000)


def test_adam_bias_correction() -> None:
    card = "adam-bias-correction"
    raw = adam_steps([1.0] * 3000, corrected=False)
    says(card, r"\\approx([\d.]+)\$ times", raw[0])
    assert adam_steps([1.0] * 3000) == pytest.approx([1.0] * 3000)
    peak, where, left, later = shown(
        card,
        r"peaks at ([\d.]+) times .* step (\d+) .* still ([\d.]+) times .* step ([\d,]+)\.",
        "Notes",
    )
    assert agrees(peak, max(raw))
    assert raw.index(max(raw)) + 1 == number(where)
    assert agrees(left, raw[int(number(later)) - 1])
    labels = [
        re.fullmatch(r"([\d.]+) at step ([\d,]+)", label)
        for label in drawn("adam-bias-correction.svg")
    ]
    points = [label.groups() for label in labels if label]
    assert len(points) == 3
    assert [step for size, step in points if not agrees(size, raw[int(number(step)) - 1])] == []


def test_adam_scale_invariance() -> None:
    card = "adam-scale-invariance"
    (factor,) = read(card, r"by (\d+) hardly", "Title")
    noise = random.Random(2)
    gradients = [noise.gauss(0.3, 1) for _ in range(200)]
    scaled = [factor * gradient for gradient in gradients]
    assert adam_steps(scaled) == pytest.approx(adam_steps(gradients))
    assert adam_steps(scaled, epsilon=1e-8) == pytest.approx(
        adam_steps(gradients, epsilon=1e-8), rel=1e-4
    )
    assert adam_steps(scaled, epsilon=1.0) != pytest.approx(
        adam_steps(gradients, epsilon=1.0), rel=1e-2
    )
    spike = adam_steps([1e-9] * 20000 + [1.0])[-1]
    says(card, r"\\approx([\d.]+)\$ times", spike, part="Notes")


def test_adam_spike_stays_for_a_thousand_steps() -> None:
    """`adam-scale-invariance`: the weight of an old gradient falls to 1/e after the time that the card names."""
    (steps,) = read("adam-scale-invariance", r"for about ([\d,]+) steps", "Notes")
    (decay,) = read("adam-default-hyperparameters", r"c2::([\d.]+)\}\}")
    assert decay**steps == pytest.approx(math.exp(-1), rel=0.01)


def test_adam_optimizer_state_memory() -> None:
    card = "adam-optimizer-state-memory"
    (billions,) = read(card, r"a (\d)-billion-parameter", "Title")
    one = billions * 1e9 * 32 / 8 / 1e9
    assert typed(card) == 2 * one
    values, size = read(card, r"(\w+) values per parameter of (\d) bytes", "Notes")
    assert (values * size, size) == (typed(card), 32 / 8)
    assert r"$2\cdot4\cdot10^9$ bytes" in source(card, "Notes")
    says(
        card,
        r"bytes \$=(\d+)\$ GB.*the (\d+) GB of weights.*one buffer \((\d+) GB\)",
        2 * one,
        one,
        one,
        part="Notes",
    )


def test_adamw_versus_adam_l2() -> None:
    """The penalty's share of a step is divided by the gradient's size in Adam, and is not in AdamW."""
    assert r"AdamW subtracts $\eta\lambda\theta$ from the weights directly" in source(
        "adamw-versus-adam-l2"
    )
    weight, decay = 1.0, 0.01

    def pull(size: float) -> float:
        """How much the penalty moves the weight in the coupled form, for gradients that average to zero."""
        noise = [size if step % 2 else -size for step in range(4000)]
        coupled = adam_steps([gradient + decay * weight for gradient in noise])
        return fmean(coupled[2000:])

    assert pull(0.1) == pytest.approx(10 * pull(1.0), rel=0.1)
    assert "Those with large gradients." in source("adamw-l2-weak-decay")


def test_learning_rate_linear_scaling_number() -> None:
    card = "learning-rate-linear-scaling-number"
    rate, small, large = read(
        card, r"rate ([\d.]+) for batch (\d+): .* for batch ([\d,]+)\?", "Title"
    )
    assert typed(card) == pytest.approx(rate * large / small)
    gpus, images = read(card, r"on (\d+) GPUs with (\d+) images", "Application")
    assert gpus * images == large
    start, end = read(
        "learning-rate-warmup-definition", r"from ([\d.]+) to ([\d.]+\d)", "Application"
    )
    assert (start, end) == (rate, typed(card))
    assert read("learning-rate-linear-scaling", r"batch ([\d,]+) in one hour", "Application") == (
        large,
    )


def test_learning_rate_cosine_schedule() -> None:
    card = "learning-rate-cosine-schedule"
    for part in (
        r"\eta_{\min}+\frac{\Delta}{2}\left(1+\cos\frac{\pi t}{T}\right)$$",
        r"$\Delta=\eta_{\max}-\eta_{\min}$",
    ):
        assert part in source(card)
    total, top, warm = read(
        card,
        r"over ([\d,]+) steps: a linear rise to ([\d.]+) in the first ([\d,]+), then half a cosine",
    )
    steps = int(total - warm)
    rates = [top / 2 * (1 + math.cos(math.pi * t / steps)) for t in range(steps + 1)]
    falls = [before - after for before, after in pairwise(rates)]
    assert (rates[0], rates[-1]) == (top, pytest.approx(0))
    assert falls.index(max(falls)) == pytest.approx(steps / 2, abs=1)
    assert max(falls[0], falls[-1]) < max(falls) / 1000
    labels = drawn("warm-up-cosine-schedule.svg")
    assert {f"{top:g}", f"{warm:,.0f}", f"{total:,.0f}", f"{warm + steps / 2:,.0f}"} <= set(labels)


def test_warm_up_cosine_figure() -> None:
    """The drawn schedule: linear to 0.001 in 1,000 steps, then the formula of the card over the other 9,000."""
    (points,) = curves("warm-up-cosine-schedule.svg")
    for x, y in points:
        step = (x - 64) / 390 * 10_000
        share = step / 1000 if step <= 1000 else (1 + math.cos(math.pi * (step - 1000) / 9000)) / 2
        assert y == pytest.approx(198 - 150 * share, abs=0.2)


def test_learning_rate_step_decay_resnet() -> None:
    factor, epochs = read(
        "learning-rate-step-decay-resnet", r"by ([\d.]+) after (\d+) epochs", "Application"
    )
    assert read("learning-rate-step-decay-resnet", r"c2::(\d+)\}\}") == (pytest.approx(1 / factor),)
    assert epochs > 0


def test_learning_rate_scheduler_step_pitfall() -> None:
    card = "learning-rate-scheduler-step-pitfall"
    batches, steps = read(card, r"With (\d+) batches per epoch and `T_max=(\d+)`", "Application")
    assert "after a fifth of the first epoch" in source(card, "Application")
    rates = [(1 + math.cos(math.pi * step / steps)) / 2 for step in range(int(batches))]
    assert rates.index(min(rates)) / batches == 1 / 5
    assert rates[int(1.5 * steps)] > rates[int(steps)]
    assert (
        read(card, r"T_max=(\d+) epochs", "Notes")
        == read(card, r"in range\((\d+)\)", "Notes")
        == (steps,)
    )
    assert read(card, r"January (\d+)", "Analogy") == (12,)  # a page for each month, a page a day


# 07-regularization


def test_generalization_gap_definition() -> None:
    train, validation, gap = read(
        "generalization-gap-definition",
        r"(\d+) % training and (\d+) % validation .* gap of (\d+)",
        "Application",
    )
    assert train - validation == gap


def test_bias_variance_figure() -> None:
    """The curve of the test error is the sum of the other two and a constant; the dashed line marks its minimum."""
    bias, variance, error = (
        [262 - y for _, y in curve] for curve in curves("bias-variance-capacity.svg")
    )
    noise = [e - b - v for b, v, e in zip(bias, variance, error, strict=True)]
    assert noise == pytest.approx([noise[0]] * len(noise), abs=0.2) and noise[0] > 10
    assert bias == sorted(bias, reverse=True) and variance == sorted(variance)
    lowest = min(curves("bias-variance-capacity.svg")[2], key=lambda point: -point[1])
    assert lowest[0] == pytest.approx(247, abs=8)


def test_l2_penalty_sgd_update() -> None:
    assert r"(1-\eta\lambda)\,\mathbf{w}-\eta\,\nabla L(\mathbf{w})" in source(
        "l2-penalty-sgd-update"
    )
    assert r"\frac{\lambda}{2}\lVert\mathbf{w}\rVert^2" in source("l2-penalty-sgd-update", "Title")
    weight, slope, rate, strength = 3.0, 0.7, 0.1, 0.05

    def penalty(w: float) -> float:
        return strength / 2 * w * w

    gradient = slope + (penalty(weight + 1e-6) - penalty(weight - 1e-6)) / 2e-6
    assert weight - rate * gradient == pytest.approx((1 - rate * strength) * weight - rate * slope)


def test_l2_penalty_one_step_by_hand() -> None:
    card = "l2-penalty-one-step-by-hand"
    pattern = r"eta=([\d.]+)\$.*lambda=([\d.]+)\$ and no gradient .* \$w=(\d)\$"
    rate, penalty, weight = read(card, pattern, "Title")
    assert typed(card) == pytest.approx(descend(lambda w: penalty * w, weight, rate))
    (steps,) = read(card, r"halves about every (\d+) steps", "Application")
    assert descend(lambda w: penalty * w, 1.0, rate, int(steps)) == pytest.approx(0.5, abs=0.005)
    says(card, r"approx(\d+)\$ steps", math.log(2) / (rate * penalty), part="Notes")


def test_l1_versus_l2_figure() -> None:
    """Under the penalty alone L1 takes the same amount off per step, L2 the same share."""
    picture = (CONTENT / "media" / "l1-versus-l2-shrinkage.svg").read_text(encoding="utf-8")
    amount, percent = re.findall(
        r"minus ([\d.]+) (?:%|per)", "\n".join(drawn("l1-versus-l2-shrinkage.svg"))
    )
    paths = [
        re.findall(r"([\d.]+) ([\d.]+)", line)
        for line in re.findall(r'd="M([^"]*)"', picture)
        if line.count("L") > 1
    ]
    assert len(paths) == 4
    for line, start in zip(paths, (1.0, 1.0, 0.5, 0.5), strict=True):
        shares = [((float(x) - 52) / 410 * 150, (212 - float(y)) / 172) for x, y in line]
        for step, weight in shares:
            straight = max(0.0, start - float(amount) * step)
            curved = start * (1 - float(percent) / 100) ** step
            assert weight == pytest.approx(straight if len(line) == 3 else curved, abs=0.003)


def test_early_stopping_like_l2() -> None:
    """The share of the way to the minimum that a direction of curvature h goes, from zero, either way."""
    assert (
        r"an L2 penalty $\frac{\alpha}{2}\lVert\mathbf w\rVert^2$ with $\alpha=1/(\eta\tau)$"
        in source("early-stopping-like-l2")
    )
    assert r"written $\lambda\lVert\mathbf w\rVert^2$, as in Keras, $\lambda$ is half" in source(
        "early-stopping-like-l2", "Notes"
    )
    rate, steps = 0.01, 100
    penalty = 1 / (rate * steps)
    shares = [
        (1 - (1 - rate * h) ** steps, h / (h + penalty)) for h in (0.001, 0.01, 1.0, 20.0, 50.0)
    ]
    assert all(abs(stopped - shrunk) < 0.21 for stopped, shrunk in shares)
    assert all(
        stopped == pytest.approx(shrunk, rel=0.05) for stopped, shrunk in (*shares[:2], *shares[3:])
    )
    assert [shrunk for _, shrunk in shares] == sorted(shrunk for _, shrunk in shares)


def test_early_stopping_stop_epoch() -> None:
    card = "early-stopping-stop-epoch"
    best, patience = (
        int(n) for n in read(card, r"after epoch (\d+), patience is (\d+)\.", "Title")
    )
    lowest, waited, epoch = math.inf, 0, 0
    while waited < patience:
        epoch += 1
        loss = 1 + abs(epoch - best)
        lowest, waited = (loss, 0) if loss < lowest else (lowest, waited + 1)
    assert typed(card) == epoch
    assert read(card, r"Epochs (\d+) to (\d+) are .* end of epoch (\d+)", "Notes") == (
        best + 1,
        epoch,
        epoch,
    )
    minutes, wait, extra = read(
        card, r"(\d+) minutes per epoch, a patience of (\d+) costs (\d+) minutes", "Application"
    )
    assert (minutes * wait, wait) == (extra, patience)


def test_early_stopping_keras_default_weights() -> None:
    (patience,) = read("early-stopping-keras-default-weights", r"patience=(\d+)\)", "Title")
    assert read("early-stopping-keras-default-weights", r"(\w+) epochs past the best") == (
        patience,
    )


def test_inverted_dropout_survivor_value() -> None:
    card = "inverted-dropout-survivor-value"
    out, rate = read(card, r"outputs ([\d.]+) and .* `Dropout\(([\d.]+)\)`", "Title")
    assert typed(card) == pytest.approx(out / (1 - rate))
    keep, passed, drop, mean = read(
        card, r"\$([\d.]+)\\cdot([\d.]+)\+([\d.]+)\\cdot0=([\d.]+)\$", "Application"
    )
    assert (keep, drop, passed, mean) == (1 - rate, rate, typed(card), out)


def test_inverted_dropout_scaling() -> None:
    """A fifth is absent, so the others sing a quarter louder."""
    assert "c1::$1/(1-p)$" in source("inverted-dropout-scaling")
    assert "If a fifth of the choir is absent, the others sing a quarter louder" in source(
        "inverted-dropout-scaling", "Analogy"
    )
    assert 1 / (1 - Fraction(1, 5)) == 1 + Fraction(1, 4)


def test_dropout_ensemble_view() -> None:
    assert "every step trains one of $2^n$ subnetworks" in source("dropout-ensemble-view")
    assert [len(set(product((0, 1), repeat=units))) for units in (1, 3, 8)] == [2**1, 2**3, 2**8]


def test_inverted_dropout_numpy() -> None:
    """The code of the card, run on single numbers: the expected output is the input."""
    found = re.search(r"```python\n(.*?)```", source("inverted-dropout-numpy"), re.DOTALL)
    assert found
    names: dict[str, Callable[..., float]] = {}
    exec(found[1], names)

    class Activation(float):
        shape = ()

    class Numbers:
        def __init__(self) -> None:
            self.random = lambda shape: draw.random()

    draw = random.Random(3)
    outputs = [names["dropout"](Activation(2.0), 0.2, Numbers(), True) for _ in range(20_000)]
    assert set(outputs) == {0.0, typed("inverted-dropout-survivor-value")}
    assert fmean(outputs) == pytest.approx(2.0, rel=0.02)
    assert names["dropout"](Activation(2.0), 0.2, Numbers(), False) == 2.0


def test_batch_norm_formula() -> None:
    card = "batch-norm-formula"
    batch = [number(n) for n in shown(card, r"\\\{(.*?)\\\}", "Notes")[0].split(",")]
    mean, deviation = fmean(batch), pstdev(batch)
    says(card, r"\\mu_B=(\d+)\$, \$\\sigma_B=(\d+)\$", mean, deviation, part="Notes")
    x, normal, scale, shift, out = shown(
        card,
        r"x=(\d+)\$ becomes .*?approx(\d+)\$, and with \$\\gamma=(\d+)\$, \$\\beta=([\d.]+)\$ .* about \$([\d.]+)\$",
        "Notes",
    )
    exact = (number(x) - mean) / math.sqrt(deviation**2 + 1e-5)
    assert agrees(normal, exact)
    assert agrees(out, number(scale) * exact + number(shift))


def test_batch_norm_parameter_count() -> None:
    card = "batch-norm-parameter-count"
    channels, trained = read(card, r"on (\d+) channels trains \{\{c1::(\d+)\}\}")
    scales, shifts = read(card, r"(\d+) scales .* plus (\d+) shifts", "Notes")
    assert (scales, shifts) == (channels, channels)
    assert trained == scales + shifts


def test_dropout_before_batch_norm() -> None:
    """The variance of an activation under inverted dropout, against the formula of the card."""
    card = "dropout-before-batch-norm"
    assert r"$\frac{\sigma^2+\mu^2}{1-p}-\mu^2$" in source(card, "Notes")
    rate, mean = read(card, r"for \$p=([\d.]+)\$ and \$\\mu=(\d)\$", "Notes")

    def variances(values: list[float], p: float) -> tuple[float, float, float]:
        outcomes = [(p / len(values), 0.0) for _ in values] + [
            ((1 - p) / len(values), v / (1 - p)) for v in values
        ]
        mu = sum(chance * value for chance, value in outcomes)
        seen = sum(chance * value**2 for chance, value in outcomes) - mu**2
        plain = pstdev(values) ** 2
        return plain, seen, (plain + fmean(values) ** 2) / (1 - p) - fmean(values) ** 2

    for values, p in (([0.0, 1.0, 5.0], 0.2), ([1.0, 2.0, 2.5], 0.5)):
        plain, seen, formula = variances(values, p)
        assert seen == pytest.approx(formula) and seen > plain
    plain, seen, _ = variances([mean - 1, mean + 1], rate)
    assert "twice" in source(card, "Notes") and seen == pytest.approx(2 * plain)


def test_batch_norm_redundant_bias() -> None:
    """A constant added to a feature is subtracted again with the mean."""
    batch = [0.3, -1.2, 2.5, 0.9]

    def normalized(values: list[float]) -> list[float]:
        return [(x - fmean(values)) / pstdev(values) for x in values]

    assert "raises its mini-batch mean by the same constant" in source("batch-norm-redundant-bias")
    assert normalized([x + 7 for x in batch]) == pytest.approx(normalized(batch))


# 08-architectures


def test_convolution_one_output_value() -> None:
    card = "convolution-one-output-value"
    height, width, channels, weights = read(
        card, r"\$(\d)\\times(\d)\\times(\d)\$: (\d+) weights", "Application"
    )
    assert height * width * channels == weights
    assert convolution_parameters(3, 3, 1) == weights + 1


def test_convolution_figure() -> None:
    """`convolution-one-output-value` and the numbers in its picture: padded input, kernel, output of stride 2."""
    cells = [
        int(label) for label in drawn("convolution-kernel-stride-padding.svg") if label.isdigit()
    ]
    size, kernel_size, out_size = read(
        "convolution-one-output-value",
        r"A padded (\d) by \d input, a (\d) by \d kernel and the (\d) by",
    )
    padded, taps, side = int(size) + 2, int(kernel_size), int(out_size)
    image, kernel, output = (
        cells[: padded**2],
        cells[padded**2 : padded**2 + taps**2],
        cells[padded**2 + taps**2 :],
    )
    computed = [
        sum(
            kernel[a * taps + b] * image[(2 * row + a) * padded + 2 * column + b]
            for a, b in product(range(taps), repeat=2)
        )
        for row, column in product(range(side), repeat=2)
    ]
    assert output == computed
    assert read("convolution-one-output-value", r"sums to (\d+); with stride 2") == (
        computed[len(computed) // 2],
    )
    assert convolved(int(size), taps, padding=1, stride=2) == side


def test_convolution_parameter_sharing() -> None:
    card = "convolution-parameter-sharing"
    kernel, _, channels, filters, weights = read(
        card, r"\$(\d)\\cdot(\d)\\cdot(\d)\\cdot(\d+)=([\d{},]+)\$", "Application"
    )
    assert weights == convolution_parameters(int(kernel), int(channels), int(filters), bias=False)
    inputs, outputs, dense = read(card, r"from (\w+) inputs to (\w+) outputs with (\d+) separate")
    assert inputs * outputs == dense
    assert convolved(int(inputs), int(read(card, r"width (\d) that")[0])) == outputs


def test_cnn_versus_fully_connected() -> None:
    card = "cnn-versus-fully-connected"
    taps, channels, filters, few, side, many = shown(
        card,
        r"\$(\d)\\times\d\$ .* from (\d+) to (\d+) channels has ([\d,]+) .* \$(\d+)\\times\S+ maps .* ([\d.]+) billion",
        "Application",
    )
    kernel, ins, outs, pixels = int(taps), int(channels), int(filters), int(side) ** 2
    assert number(few) == convolution_parameters(kernel, ins, outs)
    assert agrees(many, pixels * ins * pixels * outs / 1e9)


def test_max_pooling_2x2_effect() -> None:
    card = "max-pooling-2x2-effect"
    side, times, last = read(card, r"(\d+) pixels down to \$224/2\^(\d)=(\d)\$", "Application")
    assert times == read(card, r"pools this way (\w+) times", "Application")[0]
    for _ in range(int(times)):
        side = convolved(int(side), 2, stride=2)
    assert side == last
    assert convolved(7, 2, stride=2) == 3
    assert "c2::halved}} (without padding, rounded down)" in source(card)


def test_max_pooling_figure() -> None:
    """Input, output and gradient: only the place of each maximum has a gradient, and all of it."""
    labels = drawn("max-pooling-forward-backward.svg")
    cells = [float(label) for label in labels if re.fullmatch(r"[\d.]+", label)]
    image, pooled, back = cells[:16], cells[16:20], cells[20:]
    (sent,) = (re.findall(r"0\.\d", label) for label in labels if label.startswith("backward"))
    assert len(back) == 16 and sum(map(bool, back)) == 4
    for block, (value, gradient) in enumerate(zip(pooled, sent, strict=True)):
        corner = 8 * (block // 2) + 2 * (block % 2)
        places = [corner, corner + 1, corner + 4, corner + 5]
        best = max(places, key=lambda place: image[place])
        assert image[best] == value and [back[place] for place in places if place != best] == [
            0,
            0,
            0,
        ]
        assert back[best] == float(gradient)


def test_max_pooling_parameter_count() -> None:
    card = "max-pooling-parameter-count"
    assert typed(card) == 0
    assert "shrinks the feature map fourfold" in source(card, "Notes")
    assert (8 * 8) / convolved(8, 2, stride=2) ** 2 == 4


def test_global_average_pooling_why() -> None:
    """The last feature maps of VGG-16 are 512 of 7 by 7; they feed 4,096 units."""
    says(
        "global-average-pooling-why",
        r"about (\d+) million",
        512 * 7 * 7 * 4096 / 1e6,
        part="Application",
    )


def test_convolution_output_size_formula() -> None:
    card = "convolution-output-size-formula"
    assert r"\left\lfloor\frac{n+2p-k}{s}\right\rfloor+1" in source(card)
    for n, k, p, s in product(range(5, 20), (1, 2, 3, 5), (0, 1, 2), (1, 2, 3)):
        assert (n + 2 * p - k) // s + 1 == convolved(n, k, p, s)
    n, k, p, s, dividend, out = read(
        card,
        r"n=(\d+)\$, \$k=(\d+)\$, \$p=(\d+)\$, \$s=(\d+)\$ gives .*lfloor(\d+)/2.*=(\d+)\$",
        "Application",
    )
    assert dividend == n + 2 * p - k
    assert out == convolved(int(n), int(k), int(p), int(s))


def test_convolution_output_size_lenet() -> None:
    card = "convolution-output-size-lenet"
    kernel, size = (
        int(n) for n in read(card, r"a (\d)×\d convolution .* on a (\d+)×\d+ image", "Title")
    )
    assert typed(card) == convolved(size, kernel)


def test_convolution_same_padding() -> None:
    assert "{{c1::$(k-1)/2$}}" in source("convolution-same-padding")
    assert "{{c2::$k-1$}}" in source("convolution-same-padding")
    for kernel in (1, 3, 5, 7):
        assert convolved(32, kernel, (kernel - 1) // 2) == 32
        assert convolved(32, kernel) == 32 - (kernel - 1)


def test_convolution_parameter_count() -> None:
    card = "convolution-parameter-count"
    kernel, channels, filters = (
        int(n) for n in read(card, r"a (\d)×\d .* from (\d+) to (\d+) channels", "Title")
    )
    assert typed(card) == convolution_parameters(kernel, channels, filters)
    assert read(card, r"=([\d{},]+)\$\$", "Notes") == (typed(card),)
    (side,) = read(card, r"at \$(\d+)\\times\d+\$ pixels", "Notes")
    inputs, outputs, weights = shown(
        card, r"\$\$([\d{},]+)\\cdot([\d{},]+)\\approx(.*?)\$\$", "Notes"
    )
    assert (number(inputs), number(outputs)) == (side * side * channels, side * side * filters)
    assert agrees(weights, number(inputs) * number(outputs))


def test_vgg_three_3x3_convolutions() -> None:
    card = "vgg-three-3x3-convolutions"
    large, small = (
        int(n) for n in read(card, r"one (\d)×\d convolution by three stacked (\d)×\d", "Title")
    )
    assert receptive_field([(small, 1)] * 3) == large
    assert rf"sees the same ${large}\times{large}$ region" in source(card)
    layers, each, stack, single = read(
        card, r"\$(\d)\\cdot(\d)C\^2=(\d+)C\^2\$ weights rather than \$(\d+)C\^2\$"
    )
    assert (layers, each, stack, single) == (3, small**2, 3 * small**2, large**2)


def test_receptive_field_five_3x3() -> None:
    card = "receptive-field-five-3x3"
    layers, kernel = read(card, r"of (\w+) stacked (\d)×\d", "Title")
    assert typed(card) == receptive_field([(int(kernel), 1)] * int(layers))
    first, more = read(card, r"One layer sees (\d); .* adds (\d):", "Notes")
    assert (first, more) == (kernel, kernel - 1)


def test_receptive_field_definition() -> None:
    """The alternative text of the figure counts the units from layer to layer."""
    kernel, *seen = read(
        "receptive-field-definition",
        r"kernel width (\d): one unit of layer 3 depends on (\w+) units of layer 2, (\w+) of layer 1 and (\w+) input",
    )
    assert seen == [receptive_field([(int(kernel), 1)] * depth) for depth in (1, 2, 3)]
    assert "1 + 3 · 2 = 7" in " ".join(drawn("receptive-field-stacked-convolutions.svg"))


def test_receptive_field_growth_rule() -> None:
    card = "receptive-field-growth-rule"
    stem = [(7, 2), (3, 2)]
    taps, kernel_minus_one, jump, added = read(
        card, r"each \$(\d)\\times\d\$ layer adds \$(\d)\\cdot(\d)=(\d)\$", "Application"
    )
    assert receptive_field([*stem, (int(taps), 1)]) - receptive_field(stem) == added
    assert kernel_minus_one == taps - 1
    assert jump == math.prod(stride for _, stride in stem)
    assert shown(card, r"strides (\d) and (\d)", "Application") == ("2", "2")


def test_dilated_convolution() -> None:
    assert "spans $d(k-1)+1$ cells" in source("dilated-convolution")
    for taps, dilation in product((2, 3, 5), (1, 2, 4)):
        places = [tap * dilation for tap in range(taps)]
        assert max(places) - min(places) + 1 == dilation * (taps - 1) + 1
    (last,) = read("dilated-convolution", r"\(1, 2, 4, up to (\d+)\)", "Application")
    dilations = [2**layer for layer in range(10)]
    assert dilations[-1] == last
    assert "in ten layers" in source("dilated-convolution", "Application")
    assert 1000 < 1 + sum(dilations) < 1100


def test_transposed_convolution_size() -> None:
    """Counted: each input writes to a window of outputs, windows start a stride apart, padding is cut off both ends."""
    card = "transposed-convolution-size"
    assert r"$$(n-1)\,s-2p+k$$" in source(card)

    def widened(size: int, kernel: int, padding: int, stride: int) -> int:
        written = {place * stride + tap for place in range(size) for tap in range(kernel)}
        return max(written) + 1 - 2 * padding

    for size, kernel, padding, stride in product((1, 4, 7), (2, 3, 4), (0, 1), (1, 2)):
        assert widened(size, kernel, padding, stride) == (size - 1) * stride - 2 * padding + kernel
    kernel, stride, padding, small, large = read(
        card,
        r"k=(\d)\$, \$s=(\d)\$, \$p=(\d)\$ doubles the width, e.g. from (\d+) to (\d+)\.",
        "Application",
    )
    assert widened(int(small), int(kernel), int(padding), int(stride)) == large == 2 * small
    assert convolved(int(large), int(kernel), int(padding), int(stride)) == small


def test_depthwise_separable_cost() -> None:
    card = "depthwise-separable-cost"
    assert "{{c1::$1/N+1/k^2$}}" in source(card)
    kernel, filters = (int(n) for n in read(card, r"\$k=(\d)\$ and \$N=(\d+)\$", "Application"))
    side, channels = 14, 64
    separable = side * side * channels * (kernel * kernel + filters)
    share = separable / (side * side * channels * filters * kernel * kernel)
    says(card, r"fraction is ([\d.]+), about ([\d.]+) times", share, 1 / share, part="Application")


def test_rnn_state_update() -> None:
    card = "rnn-state-update"
    units, inputs, total = read(
        card, r"SimpleRNN\((\d+)\)` on (\d+) features .*=([\d{},]+)\$", "Application"
    )
    assert total == recurrent_parameters(1, int(inputs), int(units))


def test_lstm_cell_state_update() -> None:
    """A component keeps its value where the forget gate is 1 and the input gate 0."""
    assert r"\mathbf{f}_t\odot\mathbf{c}_{t-1}+\mathbf{i}_t\odot" in source(
        "lstm-cell-state-update"
    )
    forget, keep, old, candidate = 1.0, 0.0, 0.7, -0.9
    assert forget * old + keep * candidate == old


def test_lstm_forget_bias_one() -> None:
    one, shown_one, zero, shown_zero = shown(
        "lstm-forget-bias-one",
        r"sigma\((\d)\)\\approx([\d.]+)\$ instead of \$\\sigma\((\d)\)=([\d.]+)\$",
    )
    for x, digits in ((one, shown_one), (zero, shown_zero)):
        assert agrees(digits, 1 / (1 + math.exp(-float(x))))


def test_lstm_parameter_count() -> None:
    card = "lstm-parameter-count"
    units, inputs = (
        int(n) for n in read(card, r"with (\d+) units .* on (\d+)-dimensional", "Title")
    )
    assert typed(card) == recurrent_parameters(4, inputs, units)
    says(card, r"=([\d{},]+)\$\$", typed(card), part="Notes")
    says(
        card, r"reports ([\d,]+\d)", recurrent_parameters(4, inputs, units, biases=2), part="Notes"
    )
    assert "four times a `SimpleRNN`" in source(card, "Notes")


def test_gru_versus_lstm() -> None:
    card = "gru-versus-lstm"
    units, inputs, gru, lstm = read(
        card,
        r"With (\d+) units on (\d+) features, Keras counts ([\d,]+) parameters for `GRU` and ([\d,]+) for",
        "Application",
    )
    assert gru == recurrent_parameters(3, int(inputs), int(units), biases=2)
    assert lstm == recurrent_parameters(4, int(inputs), int(units)) == typed("lstm-parameter-count")
    says(card, r"about (\d+) % fewer", 100 * (1 - gru / lstm))


def test_recurrent_cell_weight_blocks() -> None:
    card = "recurrent-cell-weight-blocks"
    blocks = read(card, r"c1::(\w+)\}\}.*c2::(\w+)\}\}.*c3::(\w+)\}\}")
    units, inputs, lstm, gru, plain = read(
        card,
        r"At (\d+) units on (\d+) features: ([\d,]+), ([\d,]+) and ([\d,]+) parameters",
        "Application",
    )
    sizes = [recurrent_parameters(int(n), int(inputs), int(units)) for n in blocks]
    assert (lstm, plain) == (sizes[0], sizes[2])
    assert gru == recurrent_parameters(int(blocks[1]), int(inputs), int(units), biases=2)
    assert [round(size / plain) for size in (lstm, gru, plain)] == list(blocks)


def test_keras_bidirectional_size() -> None:
    card = "keras-bidirectional-size"
    units, inputs = read(card, r"LSTM\((\d+)\)` on (\d+) features", "Title")
    before, wide, one, two = read(
        card, r"from (\d+) to \{\{c1::(\d+)\}\} .* from ([\d,]+) to \{\{c2::([\d,]+)\}\}"
    )
    assert (before, wide) == (units, 2 * units)
    assert one == recurrent_parameters(4, int(inputs), int(units))
    assert two == 2 * one
    assert read(card, r"stays at (\d+) features", "Application") == (units,)


def softmax(scores: list[float]) -> list[float]:
    parts = [math.exp(score - max(scores)) for score in scores]
    return [part / sum(parts) for part in parts]


def attention(tokens: list[list[float]], mask: bool = False) -> list[list[float]]:
    """Self-attention whose queries, keys and values are the tokens themselves."""
    mixed = []
    for place, query in enumerate(tokens):
        seen = tokens[: place + 1] if mask else tokens
        dots = [sum(a * b for a, b in zip(query, key, strict=True)) for key in seen]
        weights = softmax([dot / math.sqrt(len(query)) for dot in dots])
        mixed.append(
            [
                sum(w * value[i] for w, value in zip(weights, seen, strict=True))
                for i in range(len(query))
            ]
        )
    return mixed


def test_self_attention_figure() -> None:
    weights = [
        float(label)
        for label in drawn("self-attention-weighted-average.svg")
        if re.fullmatch(r"0\.\d\d", label)
    ]
    alt = shown(
        "self-attention-one-token", r"weights ([\d.]+), ([\d.]+), ([\d.]+), ([\d.]+) and ([\d.]+),"
    )
    assert weights == [float(weight) for weight in alt] and math.fsum(weights) == pytest.approx(1)


def test_attention_causal_mask_figure() -> None:
    """Masking leaves the ratios within a row as they are: what is left is scaled up to a sum of 1."""
    cells = [
        float(x)
        for x in drawn("attention-full-versus-causal.svg")
        if re.fullmatch(r"[01]\.\d\d|0", x)
    ]
    full, causal = ([cells[start + 4 * row :][:4] for row in range(4)] for start in (0, 16))
    for row, (plain, masked) in enumerate(zip(full, causal, strict=True)):
        left = plain[: row + 1]
        assert math.fsum(plain) == pytest.approx(1) and math.fsum(masked) == pytest.approx(1)
        assert masked == pytest.approx(
            [weight / math.fsum(left) for weight in left] + [0] * (3 - row), abs=0.005
        )


def test_transformer_position_information() -> None:
    """Self-attention permutes its outputs with its inputs; with a causal mask it does not."""
    source("transformer-position-information")
    noise = random.Random(5)
    tokens = [[noise.gauss(0, 1) for _ in range(3)] for _ in range(4)]
    order = [2, 0, 3, 1]
    shuffled = [tokens[i] for i in order]

    def same(left: list[list[float]], right: list[list[float]]) -> bool:
        pairs = zip(left, right, strict=True)
        return all(a == pytest.approx(b) for a, b in pairs)

    assert same(attention(shuffled), [attention(tokens)[i] for i in order])
    assert not same(
        attention(shuffled, mask=True), [attention(tokens, mask=True)[i] for i in order]
    )


def test_attention_scaling_number() -> None:
    card = "attention-scaling-number"
    (length,) = read(card, r"keys of length (\d+)", "Title")
    assert typed(card) == math.sqrt(length)
    width, heads, each = read(
        card, r"width (\d+), split into (\d) heads with keys of length (\d+)\.", "Application"
    )
    assert width / heads == each == length
    questions, times = shown(
        "attention-scaling-why", r"a (\d+)-question quiz scatter (\w+) times", "Analogy"
    )
    assert math.sqrt(int(questions)) == {"eight": 8}[times]
    noise = random.Random(6)
    dots = [
        sum(noise.gauss(0, 1) * noise.gauss(0, 1) for _ in range(int(length))) for _ in range(4000)
    ]
    assert pstdev(dots) ** 2 == pytest.approx(length, rel=0.1)


def test_attention_quadratic_growth() -> None:
    card = "attention-quadratic-growth"
    short, long = read(card, r"from ([\d,]+) to ([\d,]+) tokens", "Title")
    assert typed(card) == long**2 / short**2


def test_autoencoder_parameter_count() -> None:
    card = "autoencoder-parameter-count"
    widths = [
        int(width) for width in shown(card, r"layers of (\d+), (\d+) and (\d+) units", "Title")
    ]
    assert typed(card) == sum(before * after + after for before, after in pairwise(widths))


def test_undercomplete_autoencoder() -> None:
    height, width, pixels, code = read(
        "undercomplete-autoencoder",
        r"\$(\d+)\\times(\d+)=(\d+)\$ MNIST pixels into a code of (\d+)",
        "Application",
    )
    assert height * width == pixels > code
    assert read(
        "autoencoder-objective",
        r"with (\d+) values passes .* a code of (\d+) values; .* output of (\d+)",
    ) == (
        pixels,
        code,
        pixels,
    )


def test_autoencoder_anomaly_score() -> None:
    percentile, alarms = read(
        "autoencoder-anomaly-score", r"the (\d+)th percentile .* about (\d+) %", "Application"
    )
    assert 100 - percentile == alarms


# 09-tuning


def test_random_versus_grid_search() -> None:
    card = "random-versus-grid-search"
    draws, rates, trials, few = read(
        card,
        r"(\d+) random draws of .* give (\d+) learning rates; a grid of (\d+) trials gives (\d+)",
        "Application",
    )
    names = ("learning rate", "weight decay", "dropout")
    assert all(name in source(card, "Application") for name in names)
    assert draws == rates
    assert few ** len(names) == trials
    side, hit = read(card, r"nine on a (\d) by \d grid hit only (\w+)", "Analogy")
    assert len({column for _, column in product(range(int(side)), repeat=2)}) == hit


def test_validation_standard_error() -> None:
    card = "validation-standard-error"
    percent, examples = read(card, r"accuracy of (\d+) % measured on ([\d,]+) examples", "Title")
    error = 100 * math.sqrt(percent / 100 * (1 - percent / 100) / examples)
    assert agrees(source(card), error)
    says(
        card, r"approx([\d.]+)\$; .* about ([\d.]+) points", error / 100, 1.96 * error, part="Notes"
    )


def test_grid_search_trial_count() -> None:
    card = "grid-search-trial-count"
    words = {"four": 4, "five": 5}
    names, values = shown(card, r"over (\w+) hyperparameters with (\w+) values each", "Title")
    trials = len(list(product(range(words[values]), repeat=words[names])))
    assert typed(card) == trials
    (hours,) = read(card, r"one hour per trial, ([\d,]+) trials", "Application")
    assert (
        hours == trials
        and round(hours / 24 / 7) == 6
        and "six weeks" in source(card, "Application")
    )


def test_random_search_trials_for_top_5_percent() -> None:
    card = "random-search-trials-for-top-5-percent"
    chance, best = (
        Fraction(int(n), 100) for n in read(card, r"a (\d+) % chance .* best (\d+) %", "Title")
    )
    needed = next(n for n in range(1, 1000) if 1 - (1 - best) ** n >= chance)
    assert typed(card) == needed
    for trials, miss in re.findall(r"0\.95\^\{(\d+)\}\\approx([\d.]+\d)", source(card, "Notes")):
        assert agrees(miss, float((1 - best) ** int(trials)))
    assert read(card, r"so \$n=(\d+)\$", "Notes") == (needed,)


def test_log_scale_learning_rate_search() -> None:
    card = "log-scale-learning-rate-search"
    low, high, share, middle = shown(
        card,
        r"between ([\d.]+) and ([\d.]+) would spend (\d+) % of the trials above ([\d.]+\d)",
        "Application",
    )
    bottom, top, cut = float(low), float(high), float(middle)
    assert agrees(share, 100 * (top - cut) / (top - bottom))
    first, second, third, fourth = read(
        card, r"from ([\d.]+) to ([\d.]+) is .* from ([\d.]+) to ([\d.]+\d)\."
    )
    assert second / first == pytest.approx(fourth / third)
    assert "log sampling spends half" in source(card, "Application")
    assert math.log(top / cut) / math.log(top / bottom) == pytest.approx(0.5)


def test_keras_tuner_log_sampling() -> None:
    card = "keras-tuner-log-sampling"
    bottom, top = (10.0 ** int(n) for n in shown(card, r"10\^\{(-\d)\}.*10\^\{(-\d)\}", "Title"))
    assert [float(n) for n in shown(card, r'"lr", (\S+), (\S+), sampling="log"')] == pytest.approx(
        [bottom, top]
    )
    (cut,) = read(card, r"half of the draws fall below ([\d.]+),")
    assert math.log(cut / bottom) / math.log(top / bottom) == pytest.approx(0.5)
    says(
        card,
        r"about (\d+) % of the draws",
        100 * (cut - bottom) / (top - bottom),
        part="Application",
    )


def test_successive_halving_rounds() -> None:
    card = "successive-halving-rounds"
    (factor,) = (int(n) for n in read(card, r"factor (\d):", "Title"))
    start, left, epochs, last, longest = read(
        card,
        r"Starting from (\d+) .*c1::(\d+)\}\}.*c2::(\d+)\}\}.*c3::(\d+)\}\} configuration gets (\d+) epochs",
    )
    rounds = [(int(start) // factor**n, factor**n) for n in range(4)]
    assert rounds[1] == (left, epochs)
    assert rounds[-1] == (last, longest)
    each, total, full = read(card, r"=(\d+)\$ epochs, (\d+) in total, against (\d+) for", "Notes")
    assert {configurations * budget for configurations, budget in rounds} == {each}
    assert total == sum(configurations * budget for configurations, budget in rounds)
    assert full == start * longest
    assert read(card, r"training all (\d+) to", "Notes") == (start,)
    resumed = sum(configurations * (budget - budget // factor) for configurations, budget in rounds)
    assert read(card, r"instead of starting again, it is (\d+)\.", "Notes") == (resumed,)
    labels = [
        re.fullmatch(r"(\d+) × (\d+)(?: epoch)?", label)
        for label in drawn("successive-halving.svg")
    ]
    assert [(int(label[1]), int(label[2])) for label in labels if label] == rounds


# 10-practice


def test_standardization_vs_min_max() -> None:
    assert "gives mean 0 and variance 1" in source("standardization-vs-min-max")
    values = [4.0, 8.0, 15.0, 16.0, 23.0, 42.0]
    scaled = [(x - fmean(values)) / pstdev(values) for x in values]
    assert (fmean(scaled), pstdev(scaled)) == (pytest.approx(0), pytest.approx(1))
    bits, most = read("standardization-vs-min-max", r"divide (\d)-bit .* by (\d+)", "Application")
    assert 2**bits - 1 == most


def test_input_scale_conditioning() -> None:
    larger, curved = read(
        "input-scale-conditioning",
        r"A feature (\d+) times larger .* about \$(.*?)\$ times more curved",
    )
    values = [0.5, -1.0, 2.0]

    def curvature(scale: float) -> float:
        def loss(w: float) -> float:
            return fmean((w * scale * x - 1) ** 2 for x in values)

        step = 1 / scale
        return (loss(step) - 2 * loss(0) + loss(-step)) / step**2

    assert curvature(larger) / curvature(1) == pytest.approx(curved)


def test_standardized_inputs_figure() -> None:
    """The zigzag: curvatures 1 and 20, rate 0.093; what is left of the way is that of the flat direction."""
    percent, steps = read(
        "input-normalization-interview", r"has (\d+) % of the way left after (\d+) steps"
    )
    assert round(100 * descend(lambda x: x, 1.0, 0.093, int(steps))) == percent
    assert abs(descend(lambda y: 20 * y, 1.0, 0.093, int(steps))) < 1
    assert f"{steps:.0f} steps: {percent:.0f} % of the way left" in drawn(
        "standardized-inputs-rounder-loss.svg"
    )


def test_imbalance_accuracy_trap() -> None:
    card = "imbalance-accuracy-trap"
    (fraud,) = read(card, r"If (\d) % of transactions", "Title")
    assert typed(card) == 100 - fraud
    assert "recall for fraud is 0" in source(card, "Notes")
    assert recall(0, fraud) == 0


def test_class_weights_loss() -> None:
    card = "class-weights-loss"
    usual, rare, many, few = shown(
        card,
        r"\{0: ([\d.]+), 1: ([\d.]+)\}\)` for (\d+) legitimate and (\d+) fraudulent",
        "Application",
    )
    rows = number(many) + number(few)
    assert agrees(usual, rows / (2 * number(many)))
    assert agrees(rare, rows / (2 * number(few)))
    assert rows == 1000


def test_focal_loss_numeric() -> None:
    (gamma,) = read("focal-loss-numeric", r"gamma=(\d)\$")
    easy, low, hard, high = read(
        "focal-loss-numeric",
        r"p_t=([\d.]+)\$ by \{\{c1::([\d.]+)\}\}.*p_t=([\d.]+)\$ by \{\{c2::([\d.]+)\}\}",
    )
    assert focal_factor(easy, gamma) == pytest.approx(low)
    assert focal_factor(hard, gamma) == pytest.approx(high)
    assert r"$(1-p_t)^\gamma$" in source("focal-loss-factor")
    none, factor = read("focal-loss-factor", r"gamma=(\d)\$ the factor is (\d)", "Notes")
    assert focal_factor(0.3, none) == factor


def test_precision_vs_recall() -> None:
    card = "precision-vs-recall"
    hits, misses, alarms, passed = read(card, r"with (\d+) TP, (\d+) FN, (\d+) FP and (\d+) TN")
    accuracy = (hits + passed) / (hits + misses + alarms + passed)
    says(
        card,
        r"precision ([\d.]+), recall ([\d.]+) and.* accuracy ([\d.]+\d)",
        precision(hits, alarms),
        recall(hits, misses),
        accuracy,
        part="Application",
    )
    labels = " ".join(drawn("confusion-matrix-precision-recall.svg"))
    for name, count in (("TP", hits), ("FN", misses), ("FP", alarms), ("TN", passed)):
        assert f"{name} = {count:.0f}" in labels


def test_precision_from_counts() -> None:
    card = "precision-from-counts"
    hits, alarms, misses, passed = read(
        card,
        r"(\d+) true positives, (\d+) false positives, (\d+) false negatives and (\d+) true negatives",
        "Title",
    )
    assert typed(card) == precision(hits, alarms)
    says(card, r"recall would be .*=([\d.]+\d)\$", recall(hits, misses), part="Notes")
    accuracy = (hits + passed) / (hits + alarms + misses + passed)
    missed = 100 * misses / (hits + misses)
    says(
        card,
        r"accuracy of ([\d.]+), which hides that (\d+) %",
        accuracy,
        missed,
        part="Application",
    )


def test_f1_score_formula() -> None:
    card = "f1-score-formula"
    assert r"F_1=\dfrac{2PR}{P+R}" in source(card)
    p, r, score = shown(card, r"\$P=(\d)\$ with \$R=([\d.]+)\$ gives just ([\d.]+\d)")
    harmonic = 2 / (1 / float(p) + 1 / float(r))
    assert harmonic == pytest.approx(2 * float(p) * float(r) / (float(p) + float(r)))
    assert agrees(score, harmonic)


def test_threshold_precision_recall_tradeoff() -> None:
    """Recall can only fall or stay; precision dips when a true positive is the next to go."""
    assert "recall can only fall or stay equal" in source("threshold-precision-recall-tradeoff")
    ranked = [0, 0, 1, 0, 1, 1, 0, 1]  # labels, from the lowest score to the highest
    recalls = [recall(sum(ranked[cut:]), sum(ranked[:cut])) for cut in range(len(ranked))]
    precisions = [fmean(ranked[cut:]) for cut in range(len(ranked))]
    assert recalls == sorted(recalls, reverse=True)
    dips = [cut for cut in range(1, len(ranked)) if precisions[cut] < precisions[cut - 1]]
    assert dips and all(ranked[cut - 1] == 1 for cut in dips)


def test_roc_auc_probability() -> None:
    """The share of pairs in the right order is the area under the curve, computed by trapezoids."""
    assert "(ties count one half)" in source("roc-auc-probability")
    positives, negatives = [0.9, 0.8, 0.6, 0.6, 0.3], [0.7, 0.6, 0.4, 0.2, 0.2, 0.1]
    pairs = fmean((p > n) + (p == n) / 2 for p, n in product(positives, negatives))
    cuts = sorted({*positives, *negatives, 2.0}, reverse=True)
    points = [
        (fmean(n >= cut for n in negatives), fmean(p >= cut for p in positives)) for cut in cuts
    ]
    area = sum((x2 - x1) * (y1 + y2) / 2 for (x1, y1), (x2, y2) in pairwise(points))
    assert area == pytest.approx(pairs)
    chance, perfect = read(
        "roc-auc-probability", r"([\d.]+) is random ranking, ([\d.]+) a perfect", "Application"
    )
    assert (chance, perfect) == (0.5, 1.0)


def test_roc_auc_vs_pr_auc_imbalance() -> None:
    card = "roc-auc-vs-pr-auc-imbalance"
    sick, people, found, false, share = read(
        card,
        r"(\d+) sick among ([\d,]+) people: (\d+) % recall at a (\d+) % .* only (\d+) %",
        "Application",
    )
    hits, alarms = sick * found / 100, (people - sick) * false / 100
    assert agrees(f"{share:.0f}", 100 * precision(hits, alarms))
    assert read(card, r"(\d+) true against (\d+) false positives", "Notes") == (hits, alarms)
    says(card, r"\\approx([\d.]+)\$", precision(hits, alarms), part="Notes")


def test_roc_versus_precision_recall_figure() -> None:
    """Scores of both classes are normal, so far apart that the dot has the rates that the figure names."""
    labels = "\n".join(drawn("roc-versus-precision-recall.svg"))
    (hit, alarm), (positives, total) = (
        [int(n.replace(",", "")) for n in re.findall(pattern, labels)[0]]
        for pattern in (r"(\d+) % recall, (\d+) % false", r"(\d+) positives among ([\d,]+)")
    )
    normal = NormalDist()
    apart = normal.inv_cdf(hit / 100) + normal.inv_cdf(1 - alarm / 100)

    def at(threshold: float) -> tuple[float, float]:
        recalled, flagged = 1 - normal.cdf(threshold - apart), 1 - normal.cdf(threshold)
        hits, alarms = positives * recalled, (total - positives) * flagged
        return recalled, hits / (hits + alarms)

    sweep = [at(7 - step / 200) for step in range(2200)]
    areas = (
        normal.cdf(apart / math.sqrt(2)),
        sum((b[0] - a[0]) * (a[1] + b[1]) / 2 for a, b in pairwise(sweep)),
    )
    assert all(
        agrees(area, exact)
        for area, exact in zip(re.findall(r"area ([\d.]+)", labels), areas, strict=True)
    )
    (precise,) = re.findall(r"precision (\d+) %", labels)
    assert agrees(precise, 100 * at(normal.inv_cdf(1 - alarm / 100))[1])


def test_calibration_reliability_figure() -> None:
    """The five points of the curve: each lies below the diagonal, the last where alt text and label say."""
    picture = (CONTENT / "media" / "reliability-diagram.svg").read_text(encoding="utf-8")
    dots = [
        (0.5 + (float(x) - 66) / 760, 0.4 + (260 - float(y)) / (226 / 0.6))
        for x, y in re.findall(r'cx="([^"]+)" cy="([^"]+)"', picture)
    ]
    assert len(dots) == 5 and all(share < stated for stated, share in dots)
    right, stated = read("calibration-reliability-diagram", r"at ([\d.]+) for a stated ([\d.]+)\]")
    assert dots[-1] == (pytest.approx(stated, abs=0.005), pytest.approx(right, abs=0.005))
    labels = "\n".join(drawn("reliability-diagram.svg"))
    assert f"said {stated:.2f}" in labels and f"right in {100 * right:.0f} %" in labels


def test_rmse_versus_mae_gap() -> None:
    card = "rmse-versus-mae-gap"
    rmse, mae = shown(card, r"\(RMSE\) of ([\d.]+) beside .*\(MAE\) of ([\d.]+) reveal", "Title")
    good, bad, late = read(
        card, r"(\d+) parcels on time and (\d+) late by (\d+) minutes", "Application"
    )
    errors = [0.0] * int(good) + [late] * int(bad)
    assert agrees(mae, fmean(errors))
    assert agrees(rmse, math.sqrt(fmean(error**2 for error in errors)))


def test_macro_versus_micro_f1() -> None:
    """Micro-averaged F1 is accuracy if each example has one class; a rare class that fails lowers the macro mean."""
    source("macro-versus-micro-f1", "Notes")
    truth, guess = "a" * 95 + "b" * 5, "a" * 98 + "b" * 2

    def counts(name: str) -> tuple[int, int, int]:
        pairs = list(zip(truth, guess, strict=True))
        hits = sum(t == g == name for t, g in pairs)
        return (
            hits,
            sum(g == name for _, g in pairs) - hits,
            sum(t == name for t, _ in pairs) - hits,
        )

    per_class = [counts(name) for name in "ab"]
    scores = [2 * hits / (2 * hits + wrong + missed) for hits, wrong, missed in per_class]
    hits, wrong, missed = (sum(column) for column in zip(*per_class, strict=True))
    micro = 2 * hits / (2 * hits + wrong + missed)
    assert micro == pytest.approx(
        sum(t == g for t, g in zip(truth, guess, strict=True)) / len(truth)
    )
    assert fmean(scores) < micro


def test_r_squared_zero() -> None:
    targets = [1.0, 2.0, 4.0, 9.0]
    total = sum((y - fmean(targets)) ** 2 for y in targets)

    def r_squared(predictions: list[float]) -> float:
        return 1 - sum((y - p) ** 2 for y, p in zip(targets, predictions, strict=True)) / total

    (zero,) = read("r-squared-zero", r"\$R\^2=(\d)\$", "Title")
    assert r_squared([fmean(targets)] * 4) == zero
    assert r_squared([9.0, 4.0, 2.0, 1.0]) < 0


def test_weights_not_importances() -> None:
    """Doubling what comes into a ReLU unit and halving what leaves it changes no prediction."""
    assert "Doubling the incoming weights and the bias" in source(
        "weights-not-importances", "Application"
    )

    def output(x: float, incoming: float, bias: float, outgoing: float) -> float:
        return outgoing * max(0.0, incoming * x + bias)

    for x in (-2.0, -0.1, 0.4, 3.0):
        assert output(x, 1.5, 0.5, -0.8) == pytest.approx(output(x, 2 * 1.5, 2 * 0.5, -0.8 / 2))


def test_lora_low_rank_update() -> None:
    card = "lora-low-rank-update"
    rows, columns, rank = read(
        card, r"A \$(\d+)\\times(\d+)\$ matrix with \$r=(\d)\$", "Application"
    )
    small = rank * (rows + columns)
    pattern = r": ([\d,]+) trainable numbers instead of ([\d.]+) million, about ([\d.]+) %"
    says(
        card,
        pattern,
        small,
        rows * columns / 1e6,
        100 * small / (rows * columns),
        part="Application",
    )


def test_shap_values_sum() -> None:
    card = "shap-values-sum"
    score, average = read(card, r"score of ([\d.]+) against an average of ([\d.]+):", "Application")
    shares = [
        float(share) for share in re.findall(r"\$([+-][\d.]+)\$", source(card, "Application"))
    ]
    (difference,) = read(card, r"make up the ([\d.]+\d)", "Application")
    assert math.fsum(shares) == pytest.approx(score - average) == pytest.approx(difference)


def test_latency_tail_percentile() -> None:
    card = "latency-tail-percentile"
    slow, calls = read(card, r"If (\d) % of calls .* waits for (\d+) independent", "Application")
    says(card, r"in (\d+) % of cases", 100 * (1 - (1 - slow / 100) ** calls), part="Application")


def test_model_size_float32() -> None:
    card = "model-size-float32"
    (millions,) = read(card, r"do (\d+) million float32", "Title")
    (each,) = read(card, r"^(\d) bytes per weight", "Notes")
    assert each == 32 / 8
    assert typed(card) == millions * each
    assert rf"${millions:.0f}\cdot10^6$ weights" in source(card, "Notes")
    (resnet,) = read(card, r"about ([\d.]+) million parameters", "Application")
    assert resnet * each == pytest.approx(typed(card), rel=0.05)


def test_int8_quantization() -> None:
    assert "a quarter of the memory" in source("int8-quantization")
    assert Fraction(8, 32) == Fraction(1, 4)
    assert "an int8 version near a quarter of it" in source("model-size-float32", "Application")


def test_int8_quantization_figure() -> None:
    floats, integers = re.findall(
        r"weights (.*) are stored as the integers (.*)\]",
        source("int8-quantization").replace("−", "-"),
    )[0]
    weights, stored = (
        [float(n) for n in re.findall(r"-?[\d.]+\d", part)] for part in (floats, integers)
    )
    (scale,) = read("int8-quantization", r"scale of ([\d.]+),")
    assert stored == [round(weight / scale) for weight in weights] and len(stored) == 3
    assert scale * 127 == pytest.approx(1.27) and "1.27" in drawn("int8-quantization-scale.svg")
