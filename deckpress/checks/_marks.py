"""The marks that several checks look at."""

from collections.abc import Iterator

from deckpress.model import Card, Mark, Page, Section, Span


def formulas(card: Card) -> Iterator[Mark]:
    """All formulas of a card, in a line of text and on lines of their own."""
    for section in card.parts:
        for mark in section.marks:
            if mark.kind in ("math", "display-math"):
                yield mark


def pictures(page: Page) -> Iterator[Mark]:
    """All pictures of a page, each as often as a card shows it."""
    for card in page.cards:
        yield from card.marks("image")


def has_unclosed_cloze(text: Section) -> bool:
    """Whether a cloze is not read as one, so that the numbers of the others say nothing."""
    return any(mark.kind == "unclosed-cloze" for mark in text.marks)


def place_of_cloze(text: Section, number: int) -> Span:
    """Where the first cloze of a number begins."""
    return text.find(f"{{{{c{number}")
