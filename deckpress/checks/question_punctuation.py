"""A question that is neither a question nor an instruction.

A title such as "Dropout" does not say what to recall. A question ends in a question mark; an instruction begins with
Explain, Name, Derive … and ends in a full stop. (Of a cloze card the text is the question; a reversed card asks for a
term or its meaning: there a title is enough.)

Bad:
    ## Dropout in training

Good:
    ## What does dropout do during training?
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.markup import prose
from deckpress.model import Card, Deck, Fault, Section

LANGUAGE = "en"
SEVERITY = "warning"
FIX = "ask a question (with ?), or give an instruction (Explain …, Name …) that ends in a full stop"
OPTIONS: Mapping[str, Any] = {"types": ["basic", "typed", "choice"]}
"""The card types that ask."""

_ASKS = re.compile(
    r"(?:(?:what|why|where|when|who|how)(?: (?:many|much|often|far|long))? (?:is|are|was|were|do|does|did|can|could|"
    r"should|would|will|has|have|must|may|happens)|which|(?:can|could|would|will) you) ",
    re.IGNORECASE,
)
"""How a question begins that wants more than a yes: with its mark, a yes-or-no question would still be a bad one."""

_ENDS = ("？", "؟", ":", prose.OBJECT)


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault at the question."""
    if "?" in card.question.text or card.kind not in options["types"]:
        return
    text = prose.plain(card.question).rstrip().rstrip("\"')*_")
    if not text or text.endswith(_ENDS) or card.question.html.endswith("</table>"):
        return
    if not (text.endswith(".") and any(map(prose.imperative, prose.sentences(text)))):
        mark = _missing(card.question)
        message = (
            f"it ends without its “{mark}”"
            if mark
            else "neither a question nor an instruction with its full stop"
        )
        yield Fault(
            prose.find(card.question, ""),
            message,
            f"end it with “{mark}” (`check --fix` does it)" if mark else "",
        )


def fix(card: Card, deck: Deck, options: Mapping[str, Any]) -> Iterator[tuple[Section, str]]:
    """Put the mark that is missing at the end of a single sentence that clearly asks or clearly instructs."""
    yield card.question, card.question.source.rstrip() + _missing(card.question)


def _missing(question: Section) -> str:
    """The one mark that makes it right, if that is all it lacks."""
    text, source = prose.plain(question).strip(), question.source.rstrip()
    whole = source[-1:].isalnum() or source[-1:] == ")"
    if len(prose.sentences(text)) != 1 or not whole or text[-1:] != source[-1:]:
        return ""
    return "?" if _ASKS.match(text) else "." if prose.imperative(text) else ""
