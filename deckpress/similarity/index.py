"""All questions of a deck, weighed: each word by how rare it is here.

    build(texts, phrases, answers) -> Index

A question becomes a row of `(rank, weight)`, the rarest word first. Weights are whole numbers (1e-4), so that sums do
not depend on their order and the same deck gives the same figures everywhere.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from deckpress.similarity import english
from deckpress.similarity.phrases import Phrases
from deckpress.similarity.spelling import misspelled
from deckpress.similarity.stems import form
from deckpress.similarity.words import Word

Row = tuple[tuple[int, int], ...]
"""`(rank, weight)` of each word of a question, by rising rank."""

SMALL_DECK = 100
"""A deck counts as at least this many cards: in a deck of two, every shared word would be common."""

LONGEST_ROW = 50
"""The rarest words of a question that are compared: `join` looks up pairs of them."""

LONGEST_WORD = 40
"""Letters of a word that another spelling can mean."""

LONGEST_PHRASE = 6
"""Words of the longest run that counts as one."""

COMMON = 0.1
"""A word that more than this share of the cards use says little by itself."""

ASKING = 0.7
"""From this weight on, a question word is as good as a topic: causes are not remedies."""

SOFT = frozenset(found for word in english.SOFT if (found := form(word)))
"""The forms of `english.SOFT`."""


def says_little(form: str) -> bool:
    """Whether a form only asks, or narrows a question a little."""
    return form in english.ASK_WEIGHTS or form in SOFT


class Index(NamedTuple):
    """The deck's questions as rows."""

    rows: tuple[Row, ...]
    """In the order of the texts."""
    names: tuple[str, ...]
    """The form of each rank."""
    topics: frozenset[int]
    """The ranks of words rare enough to be a topic of their own."""
    known: frozenset[str]
    """Every form of the deck, and how each begins."""
    phrases: Phrases
    spelled: Mapping[str, str]
    """Words read as another word, since they seem misspelled."""

    def uses(self, text: Sequence[Word]) -> dict[str, Word]:
        """Each form of a text with the word as written, as `rows` counts them."""
        found = _merged(text, self.known, self.phrases)
        return {self.spelled.get(word.form, word.form): word for word in reversed(found)}


def build(texts: Sequence[Sequence[Word]], phrases: Phrases, answers: Sequence[str]) -> Index:
    """Weigh the words of all texts.

    `phrases` are runs of forms that count as one word. `answers`, parallel to `texts`, tell a misspelling from a rare
    term: a term stands in its answer too.
    """
    known = _beginnings({word.form for text in texts for word in text})
    found = [_factors(_merged(text, known, phrases)) for text in texts]
    counts = Counter(word for text in found for word in text)
    written = {word.form: len(word.text) for text in texts for word in text}
    spelled = misspelled(counts, found, answers, written)
    if spelled:
        found = [
            {spelled.get(word, word): factor for word, factor in text.items()} for text in found
        ]
        counts = Counter(word for text in found for word in text)
    cards = max(len(texts), SMALL_DECK)
    weights = {word: _weight(word, count, cards) for word, count in counts.items()}
    names = sorted(weights, key=lambda word: (-weights[word], word))
    ranks = {name: rank for rank, name in enumerate(names)}
    rows = tuple(_row(text, ranks, weights) for text in found)
    return Index(rows, tuple(names), _topics(names, counts, cards), known, phrases, spelled)


def _row(text: Mapping[str, float], ranks: Mapping[str, int], weights: Mapping[str, int]) -> Row:
    row = sorted([(ranks[word], round(weights[word] * factor)) for word, factor in text.items()])
    return tuple(row[:LONGEST_ROW])


def _weight(word: str, count: int, cards: int) -> int:
    rarity = math.log(1 + cards / count)
    if word in english.ASK_WEIGHTS:
        rarity = min(rarity, 4.0) * english.ASK_WEIGHTS[word]
    elif word in SOFT:
        rarity = min(rarity, 4.0) * 0.3
    return max(1, round(rarity * 10_000))


def _topics(names: Sequence[str], counts: Mapping[str, int], cards: int) -> frozenset[int]:
    return frozenset(
        rank
        for rank, name in enumerate(names)
        if _is_topic(name) and counts[name] <= COMMON * cards
    )


def _is_topic(name: str) -> bool:
    if name in english.ASK_WEIGHTS:
        return english.ASK_WEIGHTS[name] >= ASKING
    return name not in SOFT


def _factors(text: Sequence[Word]) -> dict[str, float]:
    """Each form with its factor: 1 in the main clause, less if it stands only in an added one."""
    out: dict[str, float] = {}
    for word in text:
        if word.form not in out or not word.added:
            out[word.form] = word.weight
    return out


def _merged(text: Sequence[Word], known: frozenset[str], phrases: Phrases) -> list[Word]:
    """The words with runs joined; if they only ask, without a topic, then all of them are the topic."""
    words = _joined(text, known)
    words = _contracted(words, phrases) if phrases else words
    if all(says_little(word.form) for word in words):
        whole = " ".join(word.text for word in text)
        words.append(Word(whole.lower() or "?", whole, False))
    return words


def _beginnings(forms: Iterable[str]) -> frozenset[str]:
    """The forms with a full stop, and their beginnings without: a quick way to rule out most joined words."""
    short = [whole for whole in forms if len(whole) <= LONGEST_WORD]
    return frozenset(
        [
            part
            for whole in short
            for part in (f"{whole}.", *(whole[:n] for n in range(3, len(whole))))
        ]
    )


def _joined(text: Sequence[Word], known: frozenset[str]) -> list[Word]:
    """`auto encoder` and `auto-encoder` as `autoencoder`, if the deck writes that too."""
    out: list[Word] = []
    for word in text:
        if (
            out
            and len(out[-1].text) + len(word.text) >= 7
            and word.text.isalpha()
            and out[-1].text.isalpha()
        ):
            both = (out[-1].text + word.text).lower()
            whole = form(both) if both[: len(out[-1].text) + 2] in known else ""
            if f"{whole}." in known:
                out[-1] = Word(
                    whole, out[-1].text + word.text, out[-1].added, weight=out[-1].weight
                )
                continue
        out.append(word)
    return out


def _contracted(words: list[Word], phrases: Phrases) -> list[Word]:
    out: list[Word] = []
    forms = tuple(word.form for word in words)
    i = 0
    while i < len(words):
        lengths = range(min(LONGEST_PHRASE, len(words) - i), 0, -1)
        length = next((n for n in lengths if forms[i : i + n] in phrases), 0)
        run = words[i : i + length]
        out.append(
            Word(
                phrases[forms[i : i + length]],
                " ".join(w.text for w in run),
                run[0].added,
                weight=run[0].weight,
            )
            if run
            else words[i]
        )
        i += length or 1
    return out
