"""The deck keeps what the owner's material asks for: every item, every sub-topic of the key points, every tag."""

from __future__ import annotations

from collections import Counter

import pytest
from support import REPOSITORY

from deckpress import sources
from deckpress.deck import config
from deckpress.model import Card

ITEMS = [
    *(f"A{n}" for n in range(1, 13)),
    *(f"B{n}" for n in range(1, 11)),
    *(f"C{n}" for n in range(1, 21)),
]
"""The 42 questions of the raw document: three sets of 12, 10 and 20."""

SUB_TOPICS = {
    "K1": "neural-networks weights biases activation-functions backpropagation",
    "K2": "sigmoid tanh relu softmax linear uses",
    "K3": "vanishing-causes vanishing-solutions exploding-causes exploding-solutions",
    "K4": "importance uniform xavier he",
    "K5": "bce cce scce mae mse",
    "K6": "gradient-descent sgd mini-batch momentum adagrad adadelta rmsprop adam",
    "K7": "keras-tuner layers-and-units",
    "K8": "cnn rnn lstm bilstm autoencoder overfitting",
}
"""The 8 key points of the raw document and what each names."""


@pytest.fixture(scope="module")
def cards() -> tuple[Card, ...]:
    settings, _ = config.load(REPOSITORY)
    return sources.read(settings)[0].cards


def test_every_item_and_sub_topic_is_the_origin_of_a_card(cards: tuple[Card, ...]) -> None:
    origins = {origin for card in cards for origin in card.listed("origin")}
    wanted = {
        *ITEMS,
        *(f"{key}-{name}" for key, names in SUB_TOPICS.items() for name in names.split()),
    }
    assert sorted(wanted - origins) == []


def test_the_deck_has_what_it_promises(cards: tuple[Card, ...]) -> None:
    kinds = Counter(card.kind for card in cards)
    assert (
        sum(kinds.values()) >= 250
        and min(kinds[kind] for kind in ("basic", "reversed", "typed", "cloze")) >= 20
    )
    marks = [mark for card in cards for part in card.parts for mark in part.marks]
    assert len({mark.value for mark in marks if mark.kind == "image"}) >= 20
    assert not [card.id for card in cards if not card.section("Sources")]
    interviews = [card for card in cards if card.setting("facet") == "interview"]
    assert interviews and not [
        c.id for c in interviews if not (c.section("Analogy") and c.section("Application"))
    ]
