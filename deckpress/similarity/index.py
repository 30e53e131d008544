"""All questions of a deck, weighed: each word by how rare it is here.

    build(readings, aliases) -> Index

A question becomes a row of `(rank, weight)`, the rarest word first. Weights are whole numbers (1e-4), so that sums do
not depend on their order and the same deck gives the same figures everywhere.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from deckpress.similarity import english
from deckpress.similarity.words import ADDED, Word, form

Row = tuple[tuple[int, int], ...]
"""`(rank, weight)` of each word of a question, by rising rank."""

SMALL_DECK = 100
"""A deck counts as at least this many cards: in a deck of two, every shared word would be common."""

_SOFT = frozenset(form(word) for word in english.SOFT)


class Index(NamedTuple):
    """The deck's questions as rows."""

    rows: tuple[Row, ...]
    """In the order of the readings."""
    names: tuple[str, ...]
    """The form of each rank."""
    spelled: Mapping[str, str]
    """Words read as another word, since they seem misspelled."""


def build(texts: Sequence[Sequence[Word]], phrases: Mapping[tuple[str, ...], str], answers: Sequence[str]) -> Index:
    """Weigh the words of all texts.

    `phrases` are runs of forms that count as one word (aliases). `answers`, parallel to `texts`, tell a misspelling from
    a rare term: a term stands in its answer too.
    """
    known = {word.form for text in texts for word in text}
    found = [_forms(_joined(text, known), phrases) for text in texts]
    counts = Counter(word for text in found for word in text)
    spelled = misspelled(counts, found, answers)
    if spelled:
        found = [_respelled(text, spelled) if not spelled.keys().isdisjoint(text) else text for text in found]
        counts = Counter(word for text in found for word in text)
    names = sorted(counts, key=lambda word: (-_weight(word, counts[word], len(texts)), word))
    ranks = {name: rank for rank, name in enumerate(names)}
    weights = [_weight(name, counts[name], len(texts)) for name in names]
    return Index(tuple(_row(text, ranks, weights) for text in found), tuple(names), spelled)


def _row(text: Mapping[str, float], ranks: Mapping[str, int], weights: Sequence[int]) -> Row:
    pairs = ((ranks[name], factor) for name, factor in text.items())
    return tuple(sorted((rank, round(weights[rank] * factor)) for rank, factor in pairs))


def _weight(word: str, count: int, cards: int) -> int:
    cards = max(cards, SMALL_DECK)
    rarity = math.log(1 + cards / count)
    if word[0] == "~" and word[1:] in english.ASKS:
        rarity = min(rarity, 4.0) * english.ASKS[word[1:]][0]
    elif word in _SOFT:
        rarity = min(rarity, 4.0) * 0.3
    return max(1, round(rarity * 10_000))


# --- words that are one ------------------------------------------------------------------------------------------


def _joined(text: Sequence[Word], known: set[str]) -> Sequence[Word]:
    """`auto encoder` and `auto-encoder` as `autoencoder`, if the deck writes that too."""
    out: list[Word] = []
    for word in text:
        if out and len(out[-1].text) + len(word.text) >= 7 and word.text.isalpha() and out[-1].text.isalpha():
            whole = form((out[-1].text + word.text).lower())
            if whole in known:
                out[-1] = Word(whole, out[-1].text + word.text, out[-1].added)
                continue
        out.append(word)
    return out


def _forms(text: Sequence[Word], phrases: Mapping[tuple[str, ...], str]) -> dict[str, float]:
    """Each form with its factor: 1 in the main clause, less if it stands only in an added one."""
    out: dict[str, float] = {}
    forms = [word.form for word in text]
    i = 0
    while i < len(text):
        length = next((n for n in range(min(6, len(text) - i), 0, -1) if tuple(forms[i : i + n]) in phrases), 0) if phrases else 0
        name = phrases[tuple(forms[i : i + length])] if length else forms[i]
        out[name] = max(out.get(name, 0), ADDED if text[i].added else 1)
        i += length or 1
    if all(name[0] == "~" or name in _SOFT for name in out):  # nothing but question words: they are the topic
        out["= " + " ".join(word.text.lower() for word in text)] = 1
    return out


# --- spelling ---------------------------------------------------------------------------------------------------


def misspelled(counts: Mapping[str, int], texts: Sequence[Mapping[str, float]], answers: Sequence[str]) -> dict[str, str]:
    """`{word: word meant}` for words seen once, one edit away from another word of the deck.

    Both have six letters or more and the same first letter: below that, names differ by one letter (TCP, UDP).
    """
    rare = {word for word, count in counts.items() if count == 1 and len(word) >= 6 and word.isalpha()}
    wanted = {key for word in rare for key in _deletions(word)}
    near: dict[str, list[str]] = defaultdict(list)
    for word in sorted(counts):
        if len(word) >= 5 and word.isalpha():
            for key in _deletions(word):
                if key in wanted:
                    near[key].append(word)
    meant = ((word, _meant(word, near, counts)) for word in sorted(rare))
    found = {word: other for word, other in meant if other}
    own = {word: i for i, text in enumerate(texts) for word in text if word in found} if found else {}
    return {w: o for w, o in found.items() if w[:-1] not in answers[own[w]].lower() and o not in found}


def _meant(word: str, near: Mapping[str, Sequence[str]], counts: Mapping[str, int]) -> str:
    others = {other for key in _deletions(word) for other in near[key] if other != word and _one_edit(word, other)}
    best = min(others, key=lambda other: (-counts[other], other), default="")
    return best if best and (counts[best] > 1 or best < word) else ""


def _deletions(word: str) -> Iterable[str]:
    return {word, *(word[:i] + word[i + 1 :] for i in range(1, len(word)))}


def _one_edit(a: str, b: str) -> bool:
    """One letter added, lost or replaced, or two neighbours swapped; a negating prefix is no slip."""
    if len(a) > len(b):
        a, b = b, a
    start = next((i for i in range(len(a)) if a[i] != b[i]), len(a))
    if len(a) < len(b):
        return len(b) - len(a) == 1 and a[start:] == b[start + 1 :]
    swapped = a[start : start + 2] == b[start : start + 2][::-1] and a[start + 2 :] == b[start + 2 :]
    return swapped or a[start + 1 :] == b[start + 1 :]


def _respelled(text: Mapping[str, float], spelled: Mapping[str, str]) -> dict[str, float]:
    return {spelled.get(word, word): factor for word, factor in text.items()}
