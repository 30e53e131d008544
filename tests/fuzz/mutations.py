"""Damage to what is well-formed: lines, pieces and bytes moved, doubled, cut and replaced."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from tests.fuzz import words

Change = Callable[[list[bytes], Random, Sequence[bytes]], None]

MOST = 400_000
"""Bytes beyond which a mutation leaves nothing: what is slow in proportion to its size is no find.
"""


def mutated(data: bytes, random: Random, others: Sequence[bytes], most: int = 4) -> bytes:
    """The data with one or a few changes; `others` is what pieces are taken from."""
    lines = data.splitlines(keepends=True)
    for _ in range(random.randint(1, most)):
        random.choice(CHANGES)(lines, random, others)
    return b"".join(lines)[:MOST]


def damaged(data: bytes, random: Random, most: int = 8) -> bytes:
    """Binary data with a few bits flipped, bytes replaced, or its end missing."""
    out = bytearray(data)
    for _ in range(random.randint(1, most)):
        at = random.randrange(len(out) or 1)
        piece = random.choice(
            (b"\0", b"\xff", b"\x7f", random.randbytes(random.randint(1, 8)), b"")
        )
        if out and random.random() < 0.5:
            out[at] ^= 1 << random.randrange(8)
        else:
            out[at : at + random.choice((0, 1, len(piece)))] = piece
    return bytes(out[: random.randrange(len(out))] if random.random() < 0.15 and out else out)


def _at(lines: Sequence[bytes], random: Random) -> int:
    return random.randrange(len(lines)) if lines else 0


def delete(lines: list[bytes], random: Random, others: Sequence[bytes]) -> None:
    """Remove a few lines."""
    at = _at(lines, random)
    del lines[at : at + random.choice((1, 1, 1, 3, 20))]


def double(lines: list[bytes], random: Random, others: Sequence[bytes]) -> None:
    """Write a line again, now and then very often."""
    at = _at(lines, random)
    lines[at:at] = lines[at : at + random.choice((1, 1, 5))] * random.choice((1, 1, 2, 100))


def swap(lines: list[bytes], random: Random, others: Sequence[bytes]) -> None:
    """Exchange two lines."""
    if lines:
        a, b = _at(lines, random), _at(lines, random)
        lines[a], lines[b] = lines[b], lines[a]


def shift(lines: list[bytes], random: Random, others: Sequence[bytes]) -> None:
    """Indent, quote or un-indent a few lines."""
    at, sign = (
        _at(lines, random),
        random.choice((b"    ", b"  ", b"\t", b"> ", b"- ", b"#", b"| ", b"")),
    )
    for i in range(at, min(at + random.choice((1, 2, 10)), len(lines))):
        lines[i] = sign + lines[i] if sign else lines[i].lstrip()


def splice(lines: list[bytes], random: Random, others: Sequence[bytes]) -> None:
    """Put a piece of another file here."""
    if others:
        other = random.choice(others).splitlines(keepends=True)
        start = _at(other, random)
        at = _at(lines, random)
        lines[at:at] = other[start : start + random.choice((1, 2, 8, 30))]


def insert(lines: list[bytes], random: Random, others: Sequence[bytes]) -> None:
    """Put something odd inside a line."""
    if lines:
        at = _at(lines, random)
        place = random.randrange(len(lines[at]) + 1)
        piece = random.choice((words.odd(random), words.code_point(random))).encode(
            "utf-8", "replace"
        )
        lines[at] = lines[at][:place] + piece + lines[at][place:]


def cut(lines: list[bytes], random: Random, others: Sequence[bytes]) -> None:
    """Remove a piece of a line, so that a sign loses its partner."""
    if lines:
        at = _at(lines, random)
        place = random.randrange(len(lines[at]) + 1)
        lines[at] = lines[at][:place] + lines[at][place + random.choice((1, 1, 2, 5, 40)) :]


def truncate(lines: list[bytes], random: Random, others: Sequence[bytes]) -> None:
    """End the file early, in the middle of a line."""
    if lines:
        at = _at(lines, random)
        lines[at] = lines[at][: random.randrange(len(lines[at]) + 1)]
        del lines[at + 1 :]


def endings(lines: list[bytes], random: Random, others: Sequence[bytes]) -> None:
    """Other line ends, in all lines or a few; a BOM."""
    ending = random.choice(
        (b"\r\n", b"\r", b"\n\n", b"\x0b", b"\x0c", b"\xe2\x80\xa8", b"\xc2\x85", b" \n", b"")
    )
    share = random.choice((1.0, 0.1))
    lines[:] = [
        line.rstrip(b"\r\n") + ending if random.random() < share else line for line in lines
    ]
    if random.random() < 0.2:
        lines.insert(0, b"\xef\xbb\xbf")


def noise(lines: list[bytes], random: Random, others: Sequence[bytes]) -> None:
    """Bytes that are mostly no UTF-8."""
    if lines:
        at = _at(lines, random)
        lines[at] = damaged(lines[at], random, 3)


def join(lines: list[bytes], random: Random, others: Sequence[bytes]) -> None:
    """Lose a line end."""
    if lines:
        at = _at(lines, random)
        lines[at] = lines[at].rstrip(b"\r\n")


CHANGES: tuple[Change, ...] = (
    delete, delete, double, swap, shift, splice, splice, insert, insert, insert, cut, cut, truncate,
    endings, noise, join,
)  # fmt: skip
"""Each as often as it is worth trying."""
