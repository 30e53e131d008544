"""The numbers and claims of the pages on the inside of networks, on prompting and on fine-tuning."""

from __future__ import annotations

import math
import random

import pytest
from test_numbers_practice import number, read, says, source, typed


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


# 10-practice/07-inside-networks


def test_sparse_autoencoder_features() -> None:
    card = "sparse-autoencoder-features"
    width, features, active, percent = read(
        card,
        r"Width ([\d,]+), a dictionary of ([\d,]+) features, (\d+) active at a time: ([\d.]+) %",
        "Application",
    )
    assert features == 16 * width
    assert percent == pytest.approx(active / features * 100, abs=0.05)


def test_activation_patching_restored_share() -> None:
    card = "activation-patching-restored-share"
    clean, corrupted, patched = read(
        card, r"clean run (\d), corrupted run −(\d), patched run (\d)\.", "Title"
    )
    assert typed(card) == (patched + corrupted) / (clean + corrupted)


def test_activation_patching_limit() -> None:
    """Of two paths of which the larger counts, removing one changes nothing, although it was at work."""
    assert "Backups may take over" in source("activation-patching-limit")

    def output(first: float, second: float) -> float:
        return max(first, second)

    assert output(1.0, 1.0) == output(0.0, 1.0) != output(0.0, 0.0)


# 11-language-models


def test_adaptation_what_is_frozen() -> None:
    billions, size, bits, again = read(
        "adaptation-what-is-frozen",
        r"an (\d)-billion-parameter model \((\d+) GB in (\d+) bits\).* another (\d+) GB",
        "Application",
    )
    assert size == again == billions * bits / 8


def test_lora_alpha_scaling() -> None:
    card = "lora-alpha-scaling"
    rank, alpha, plain, stable = read(
        card, r"r=(\d+), lora_alpha=(\d+)\).* scales by (\d), with .* by (\d)\.", "Application"
    )
    assert (plain, stable) == (alpha / rank, alpha / math.sqrt(rank))


def test_voices_out_of_step_add_up_like_the_root_of_their_number() -> None:
    """So the entries of BA grow like √r, and α/r lets them shrink where α/√r keeps them."""
    assert r"add up only like $\sqrt r$" in source("lora-alpha-scaling", "Analogy")
    chance = random.Random(8)

    def size(rank: int) -> float:
        sums = [
            sum(chance.gauss(0, 1) * chance.gauss(0, 1) for _ in range(rank)) for _ in range(3000)
        ]
        return math.sqrt(sum(x * x for x in sums) / len(sums))

    assert size(64) / size(4) == pytest.approx(math.sqrt(64 / 4), rel=0.1)


def test_a_merged_adapter_is_the_same_function() -> None:
    assert "the function is the same" in source("lora-merge-or-keep")
    weight, b, a, scale = [[1.0, 2.0], [3.0, 4.0]], [0.5, -1.0], [2.0, 0.25], 2.0
    x = [0.7, -0.3]
    apart = [
        sum(w * v for w, v in zip(row, x, strict=True)) + scale * out * (a[0] * x[0] + a[1] * x[1])
        for row, out in zip(weight, b, strict=True)
    ]
    merged = [
        [w + scale * out * col for w, col in zip(row, a, strict=True)]
        for row, out in zip(weight, b, strict=True)
    ]
    assert [sum(w * v for w, v in zip(row, x, strict=True)) for row in merged] == pytest.approx(
        apart
    )


def test_qlora_memory() -> None:
    card = "qlora-mechanism"
    billions, small, few, large = read(
        card,
        r"(\d+) billion weights take ([\d.]+) GB in (\d) bits instead of (\d+) GB",
        "Application",
    )
    assert (small, large) == (billions * few / 8, billions * 16 / 8)
    (each,) = read(card, r"\((\d+) bytes per weight\)", "Sources")
    says(card, r"mixed precision needs about ([\d,]+) GB", each * billions, part="Application")
    # A 32-bit scale for each block of 64 weights; then 8-bit scales, and a 32-bit one for each 256 of these.
    (block,) = read(card, r"for each block of (\d+) weights", "Notes")
    twice = 8 / block + 32 / (block * 256)
    says(card, r"from ([\d.]+) to ([\d.]+) bits per weight", 32 / block, twice, part="Notes")


def test_reward_model_preference() -> None:
    card = "rlhf-kl-penalty"
    assert r"-\ln\sigma(r_w-r_l)" in source(card, "Notes")
    gap, percent = read(card, r"a difference of (\d) means a preference of (\d+) %", "Notes")
    assert percent == pytest.approx(sigmoid(gap) * 100, abs=0.5)


def preference_loss(preferred: float, rejected: float, beta: float = 0.1) -> float:
    """The loss of DPO for two changes of log-probability against the reference."""
    return -math.log(sigmoid(beta * preferred - beta * rejected))


def test_dpo_loss() -> None:
    card = "dpo-loss"
    (first,) = read(card, r"\$\\ln2\\approx([\d.]+)\$", "Application")
    for beta in (0.01, 0.1, 0.5):
        assert preference_loss(0.0, 0.0, beta) == pytest.approx(first, abs=0.0005)
    assert "falls while both answers become less likely" in source(card, "Notes")
    assert preference_loss(-5.0, -30.0) < preference_loss(-1.0, -2.0) < first


def test_stored_logits() -> None:
    card = "lm-distillation-logits-versus-texts"
    logits, bits, size = read(
        card, r"([\d,]+) of them in (\d+) bits .* a million tokens make (\d+) GB", "Notes"
    )
    assert size == logits * bits / 8 * number("10^6") / 1e9


def test_reverse_divergence_prefers_one_mode() -> None:
    """On two peaks, a single peak fits best by the reverse divergence, a spread over both by the forward one."""
    assert "covers some of the teacher's modes" in source("on-policy-distillation-why", "Notes")

    def divergence(p: list[float], q: list[float]) -> float:
        return sum(x * math.log(x / y) for x, y in zip(p, q, strict=True))

    teacher = [0.48, 0.02, 0.02, 0.48]
    peaked, spread = [0.94, 0.02, 0.02, 0.02], [0.25, 0.25, 0.25, 0.25]
    assert divergence(peaked, teacher) < divergence(spread, teacher)
    assert divergence(teacher, spread) < divergence(teacher, peaked)
