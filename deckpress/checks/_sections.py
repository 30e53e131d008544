"""What several checks ask of a section before they look into it."""

from deckpress.model import Card, Section


def shows_something(section: Section) -> bool:
    """Whether a learner sees anything in it: text, a formula, code or a picture."""
    if section.text.strip():
        return True
    return any(mark.kind == "image" for mark in section.marks)


def answer_text(card: Card) -> Section | None:
    """The answer if there is text in it; that it is missing is for `empty-answer` to say."""
    answer = card.answer
    if answer and answer.text.strip():
        return answer
    return None
