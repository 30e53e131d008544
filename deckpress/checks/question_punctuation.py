"""A question that is neither a question nor an instruction.

A title such as "Dropout" does not say what to recall. A question ends in a question mark; an instruction begins with
Explain, Name, Derive … and ends in a full stop. (Of a cloze card the text is the question; a reversed card asks for a
term or its meaning: there a title is enough.)

Bad:
    ## Dropout in training

Good:
    ## What does dropout do during training?
"""

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress import prose
from deckpress.model import Card, Fault

LANGUAGE = "en"
SEVERITY = "warning"
FIX = "ask a question (with ?), or give an instruction that ends in a full stop"
OPTIONS: Mapping[str, Any] = {"types": ["basic", "typed", "choice"]}
"""The card types that ask."""

_ENDS = ("？", "؟", ":", prose.OBJECT)


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault at the question."""
    if "?" in card.question.text or card.kind not in options["types"]:
        return
    text = prose.plain(card.question).rstrip().rstrip("\"')*_")
    if not text or text.endswith(_ENDS) or card.question.html.endswith("</table>"):
        return
    if not (text.endswith(".") and any(map(prose.imperative, prose.sentences(text)))):
        yield Fault(prose.find(card.question, ""), "neither a question nor an instruction with its full stop")
