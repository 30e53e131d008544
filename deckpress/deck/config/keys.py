"""What can stand in `deckpress.toml`: its keys, and what some of them may be."""

from __future__ import annotations

from collections.abc import Mapping

DECK_KEYS: Mapping[str, str] = {
    "name": "The deck's name in Anki and on paper; `::` in it makes sub-decks.",
    "slug": "The stem of every file in `build/`; made from the name if it is missing.",
    "namespace": (
        "Goes into the identity of every note. Never change it: "
        "learners would get each card a second time."
    ),
    "language": (
        "The language of the cards, such as `en` or `pt-BR`; "
        "checks of a language look at decks in it only."
    ),
    "author": "Who made the deck; shown in the booklet and on the site.",
    "license": "Under what terms the deck may be used, in a few words.",
    "description": "Markdown, shown by Anki under the deck and on the site.",
    "repository": "The web address where the deck is written.",
    "fix-link": (
        "The web address behind “Fix this card”; "
        "`{id}` is the card's id, `{path}` and `{line}` its place."
    ),
}
"""The keys of the `[deck]` table, and what each means."""

FOLDER_KEYS: Mapping[str, str] = {
    "name": "The name of the sub-deck; made from the folder's name if it is missing.",
    "description": "Markdown, shown by Anki under the sub-deck and on the site.",
}
"""The keys of `[folders."name of a folder in content/"]`."""

PRINT_KEYS: Mapping[str, str] = {
    "card-size": "How large the cards to cut out are.",
    "flip": "The edge of the paper over which the printer turns it to print the other side.",
    "shift": (
        "How far right and down the backs go, in mm, "
        "to make up for a printer that misses the fronts."
    ),
}
"""The keys of the `[print]` table, and what each means."""

LABEL_KEYS: Mapping[str, str] = {
    "question": "Words before a question: `Swali: …`.",
    "answer": "Words before an answer: `Jibu: …`.",
    "right-answer": "Words before the letter of the right option.",
    "right-option": "Words in brackets behind a right option.",
    "analogy": "Words before or above an analogy.",
    "application": "Words before or above an application.",
    "example": "Words before an example.",
    "sources": "Words before or above sources.",
    "hint": "Words before or above a hint.",
    "explanation": "Words before the explanation of an answer.",
}
"""The keys of the `[labels]` table: words of pages to import, beside the built-in ones."""

LONGEST_LABEL, MOST_LABELS = 60, 100
"""Characters of a word, and words of one key."""

CARD_SIZES: Mapping[str, tuple[float, float]] = {
    "small": (62, 48),  # 15 on a sheet of A4, and as many on one of Letter
    "a8": (74, 52),  # 10
    "medium": (95, 62),  # 8
    "a7": (105, 74),  # 4
    "index": (127, 76.2),  # 4
    "large": (95, 124),  # 4
}
"""Cut-out cards, width and height in mm."""

FLIPS = ("long", "short")
"""The edge of the paper over which a printer turns it to print the other side."""

FARTHEST = 10.0
"""Millimetres by which backs can be shifted: a printer that errs by more needs a mechanic."""
