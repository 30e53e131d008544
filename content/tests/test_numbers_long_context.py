"""The numbers and claims of the pages on rotary positions, shared key-value heads and linear recurrences."""

from __future__ import annotations

import functools
import math
import random

import pytest
from test_numbers_attention import GIB, Vectors, average, dot, softmax, turned
from test_numbers_practice import CONTENT, curves, drawn, number, read, says, shown, source, typed

# Rotary positions


def wavelengths(base: float, width: int = 128) -> list[float]:
    """Tokens per full turn, for each pair of components of a head."""
    return [2 * math.pi * base ** (2 * pair / width) for pair in range(width // 2)]


def test_rope_relative_score() -> None:
    """A common turn changes no score, in the formula and in the figure."""
    query, key, step = [0.3, -1.2], [2.0, 0.7], math.radians(20)
    for m, n in ((1, 4), (5, 8)):
        score = dot(turned(query, m * step), turned(key, n * step))
        assert score == pytest.approx(dot(query, turned(key, (n - m) * step)))
    labels = drawn("rope-relative-rotation.svg")
    for first, second in ((1, 4), (5, 8)):
        assert f"tokens {first} and {second}" in labels
        assert f"q turned by {20 * first}°" in labels and f"k turned by {20 * second}°" in labels
    assert labels.count("60°") == 2 and "20° per token: 3 apart makes 60° at any place" in labels


def test_rope_frequencies() -> None:
    card = "rope-frequencies"
    pattern = r"d=(\d+)\$ and \$b=([\d{},]+)\$ a full turn takes from ([\d.]+) to ([\d,]+) tokens"
    width, base = read(card, pattern, "Application")[:2]
    short, *_, long = wavelengths(base, int(width))
    says(card, pattern, width, base, short, long, part="Application")
    newer, millions = shown(
        card, r"b=([\d{},]+)\$ \(`rope_theta`\).* about ([\d.]+) million", "Application"
    )
    assert wavelengths(number(newer))[-1] / 1e6 == pytest.approx(float(millions), abs=0.005)


def test_rope_extrapolation_failure() -> None:
    card = "rope-extrapolation-failure"
    width, base, length = read(card, r"width (\d+), base ([\d,]+), ([\d,]+) tokens", "Application")
    slow, pairs = read(card, r"(\d+) of (\d+) pairs", "Application")
    turns = wavelengths(base, int(width))
    assert (sum(turn > length for turn in turns), len(turns)) == (slow, pairs)


def test_rope_scaling_by_frequency() -> None:
    """Llama 3.1 keeps pairs that turn four times in the trained length, and slows down those without a full turn."""
    card = "rope-scaling-by-frequency"
    base, length, factor = read(
        card, r"base ([\d,]+), trained on ([\d,]+) tokens, factor (\d)\)", "Application"
    )
    fast, under, slow, above, between = read(
        card,
        r"(\d+) pairs with turns under ([\d,]+) tokens .*, (\d+) above ([\d,]+) .*, (\d) between",
        "Application",
    )
    assert (under, above) == (length / 4, length)
    turns = wavelengths(base)
    counted = sum(turn < under for turn in turns), sum(turn > above for turn in turns)
    assert counted == (fast, slow) and between == len(turns) - sum(counted)
    assert "an eighth" in source(card, "Application") and factor == 8


# Shared key-value heads


def test_shared_heads_decoding_speed() -> None:
    card = "shared-heads-decoding-speed"
    speed, large, slow = read(
        card, r"At (\d) TB/s, reading a cache of (\d+) GiB takes ([\d.]+) ms", "Application"
    )
    few, many, small, fast = read(
        card, r"with (\d) instead of (\d+) .* is (\d) GiB and ([\d.]+\d) ms", "Application"
    )
    assert small == large * few / many
    assert slow == pytest.approx(large * GIB / (speed * 1e12) * 1e3, abs=0.05)
    assert fast == pytest.approx(small * GIB / (speed * 1e12) * 1e3, abs=0.05)
    weights, more = read(card, r"\((\d+) GB take another (\d+) ms\)", "Notes")
    assert more == pytest.approx(weights * 1e9 / (speed * 1e12) * 1e3)


def test_shared_key_value_heads_figure() -> None:
    """Eight query heads in each row, over 8, 2 and 1 key-value heads."""
    picture = (CONTENT / "media" / "shared-key-value-heads.svg").read_text(encoding="utf-8")
    assert picture.count("<circle") == 3 * 8 and picture.count('width="22"') == 8 + 2 + 1
    assert [label for label in drawn("shared-key-value-heads.svg") if "cache" in label] == [
        "cache: 1",
        f"cache: 1/{8 // 2}",
        f"cache: 1/{8 // 1}",
    ]


def test_kv_cache_concurrent_conversations() -> None:
    card = "kv-cache-concurrent-conversations"
    length, room, each = read(
        card, r"of ([\d,]+) tokens .* into (\d+) GiB .* at (\d+) KiB", "Title"
    )
    assert typed(card) == room * 2**20 / (length * each)
    layers, heads, width = read(
        card, r"\((\d+) layers, (\d) key-value heads of width (\d+)\)", "Notes"
    )
    assert each * 2**10 == 2 * layers * heads * width * 2
    queries, more, fewer = read(
        card, r"each of the (\d+) query heads \((\d+) KiB\) (\d+) conv", "Notes"
    )
    alone, most = read(card, r"for all \((\d+) KiB\) (\d+)\.", "Notes")
    assert (more, alone) == (each * queries / heads, each / heads)
    assert (fewer, most) == (typed(card) * heads / queries, typed(card) * heads)


def test_multi_head_latent_attention() -> None:
    card = "multi-head-latent-attention"
    heads, width, whole = read(
        card, r"its (\d+) heads of width (\d+) would be ([\d,]+)\.", "Application"
    )
    latent, key, both = read(card, r"\$(\d+)\+(\d+)=(\d+)\$", "Application")
    assert (both, whole) == (latent + key, 2 * heads * width)
    says(card, r"as ([\d.]+) key-value heads", both / (2 * width), part="Application")


# Linear recurrences


def pairs(count: int, width: int, chance: random.Random) -> tuple[Vectors, list[int]]:
    """Random keys of length 1, and one of 16 symbols for each."""
    keys = [[chance.gauss(0, 1) for _ in range(width)] for _ in range(count)]
    keys = [[x / math.hypot(*key) for x in key] for key in keys]
    return keys, [chance.randrange(16) for _ in range(count)]


def written(keys: Vectors, symbols: list[int]) -> Vectors:
    """The state after all pairs were added, one row per symbol."""
    state = [[0.0] * len(keys[0]) for _ in range(16)]
    for key, symbol in zip(keys, symbols, strict=True):
        state[symbol] = [s + k for s, k in zip(state[symbol], key, strict=True)]
    return state


@functools.cache
def recalled(count: int, width: int, trials: int) -> float:
    """The share of pairs that the state gives back, by its largest entry."""
    chance, hits = random.Random(3), 0
    for _ in range(trials):
        keys, symbols = pairs(count, width, chance)
        state = written(keys, symbols)
        for key, symbol in zip(keys, symbols, strict=True):
            read_out = [dot(row, key) for row in state]
            hits += read_out.index(max(read_out)) == symbol
    return hits / (count * trials)


def test_linear_attention_state() -> None:
    """Reading the state equals adding up the values, each weighted by the product of features."""
    assert r"S_t=S_{t-1}+\mathbf v_t\,\phi(\mathbf k_t)^\top" in source("linear-attention-state")
    chance = random.Random(1)
    keys, values = ([[chance.gauss(0, 1) for _ in range(3)] for _ in range(5)] for _ in range(2))
    state = [[0.0] * 3 for _ in range(3)]
    for at, (key, value) in enumerate(zip(keys, values, strict=True)):
        state = [
            [s + v * k for s, k in zip(row, key, strict=True)]
            for row, v in zip(state, value, strict=True)
        ]
        weights = [dot(earlier, key) for earlier in keys[: at + 1]]
        assert [dot(row, key) for row in state] == pytest.approx(average(weights, values[: at + 1]))


def test_linear_state_break_even() -> None:
    card = "linear-state-break-even"
    width, side = read(card, r"width (\d+) equal a \$(\d+)\\times", "Title")
    assert typed(card) == side**2 / (2 * width)
    tokens, times = read(card, r"After ([\d,]+) tokens .* is (\d+) times", "Notes")
    assert times == tokens / typed(card)


def test_fixed_state_recall_figure() -> None:
    """Each curve at two of its points, and its end as the alternative text has it; 206 px are 100 %."""
    alt = shown("fixed-state-recall-limit", r"falls to (\d+), (\d+) and (\d+) percent")
    lines = curves("fixed-state-recall.svg")
    assert len(lines) == 4 and {y for _, y in lines[3]} == {40.0}
    for width, line, end in zip((64, 32, 16), lines, reversed(alt), strict=False):
        shares = {round((x - 70) / 386 * 256): (246 - y) / 206 for x, y in line}
        assert shares[256] * 100 == pytest.approx(float(end), abs=1)
        for count in (32, 64):
            assert shares[count] == pytest.approx(recalled(count, width, 40), abs=0.03)
    assert recalled(256, 16, 4) == pytest.approx(float(alt[0]) / 100, abs=0.03)


def test_orthogonal_keys_and_attention_keep_pairs_apart() -> None:
    assert "at most $d$ are orthogonal" in source("fixed-state-recall-limit")
    keys = [[float(i == j) for j in range(8)] for i in range(8)]
    symbols = [5, 1, 1, 15, 0, 7, 7, 2]
    state = written(keys, symbols)
    assert [max(range(16), key=lambda s: dot(state[s], key)) for key in keys] == symbols
    many, _ = pairs(256, 16, random.Random(4))
    for at, key in enumerate(many[:20]):
        weights = softmax([200 * dot(key, other) for other in many])
        assert weights.index(max(weights)) == at


def delta_written(keys: Vectors, values: list[float]) -> list[float]:
    """The state of the delta rule with a step of 1 for values that are numbers."""
    state = [0.0] * len(keys[0])
    for key, value in zip(keys, values, strict=True):
        error = value - dot(state, key)
        state = [s + error * k for s, k in zip(state, key, strict=True)]
    return state


def test_delta_rule_update() -> None:
    """The last value comes back exactly, where adding returns the sum; an overlapping key changes it."""
    assert "exactly the last value" in source("delta-rule-update", "Notes")
    key = [0.6, 0.8]
    assert dot(delta_written([key, key], [3.0, 5.0]), key) == pytest.approx(5.0)
    assert dot([(3.0 + 5.0) * k for k in key], key) == pytest.approx(8.0)
    assert "overlaps with older ones changes" in source("delta-rule-update", "Notes")
    assert dot(delta_written([key, [1.0, 0.0]], [3.0, 5.0]), key) != pytest.approx(3.0, abs=0.5)
    assert dot(delta_written([key, [-0.8, 0.6]], [3.0, 5.0]), key) == pytest.approx(3.0)


def test_linear_recurrence_parallel_scan() -> None:
    """Pairwise merges give all states in as many rounds as the card says, and the states of the loop."""
    card = "linear-recurrence-parallel-scan"
    steps, rounds = read(card, r"over ([\d,]+) steps can do with (\d+) rounds", "Application")
    chance = random.Random(6)
    prefixes = [(chance.uniform(0.5, 1.0), chance.gauss(0, 1)) for _ in range(int(steps))]
    state, loop = 0.0, []
    for a, b in prefixes:
        state = a * state + b
        loop.append(state)
    needed, reach = 0, 1
    while reach < len(prefixes):
        before = prefixes
        prefixes = before[:reach] + [
            (a2 * a1, a2 * b1 + b2)
            for (a1, b1), (a2, b2) in zip(before, before[reach:], strict=False)
        ]
        needed, reach = needed + 1, 2 * reach
    assert needed == rounds
    assert [b for _, b in prefixes] == pytest.approx(loop)


def test_mamba_gate() -> None:
    """Zero-order hold of a state with A = −1 and B = 1 is a gate: the factors are 1 − σ(z) and σ(z)."""
    notes = source("mamba-selective-state", "Notes")
    assert "zero-order hold" in notes
    assert r"h_t=(1-g)h_{t-1}+g\,x_t$ with $g=\sigma(z)$" in notes
    for z in (-3.0, 0.0, 0.7, 4.0):
        step, gate = math.log1p(math.exp(z)), 1 / (1 + math.exp(-z))
        assert math.exp(-step) == pytest.approx(1 - gate)
        assert (math.exp(-step) - 1) / -1 == pytest.approx(gate)


def test_hybrid_recurrent_attention_interview() -> None:
    card = "hybrid-recurrent-attention-interview"
    few, layers = read(card, r"in (\d) of its (\d+) layers", "Application")
    tokens, small, large = read(
        card, r"at ([\d,]+) tokens the cache takes (\d) GiB instead of (\d+)\.", "Application"
    )
    heads, width = read(card, r"(\d) key-value heads of width (\d+)", "Notes")
    layer = 2 * heads * width * 2 * tokens / GIB
    assert (few * layer, layers * layer) == (small, large)
