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

from deckpress.checks._contract import Faults, Mended, Options
from deckpress.markup import prose
from deckpress.model import Card, Deck, Fault, Section

LANGUAGE = "en"
SEVERITY = "warning"
FIX = "ask a question (with ?), or give an instruction (Explain …, Name …) that ends in a full stop"
OPTIONS: Options = {"types": ["basic", "typed", "choice"]}
"""The card types that ask."""

# How a question begins that wants more than a yes. Where it would be enough, a question mark does
# not help: the question would still be a bad one.
_ASKS = re.compile(
    r"""
    (?:
        (?:what|why|where|when|who|how)(?:\ (?:many|much|often|far|long))?
        \ (?:
            is|are|was|were|do|does|did|can|could|should|would|will|has|have|must|may|happens
        )                                # How many layers is "deep"
      | which                            # Which optimizer
      | (?:can|could|would|will)\ you    # Can you explain
    )[ ]
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ENDS = ("？", "؟", ":", prose.OBJECT)


def check_card(card: Card, options: Options) -> Faults:
    """One fault at the question."""
    question = card.question
    if "?" in question.text or card.kind not in options["types"]:
        return
    if _is_finished(question):
        return
    place, mark = prose.find(question, ""), _missing_mark(question)
    if mark:
        fix = f"end it with “{mark}” (`check --fix` does it)"
        yield Fault(place, f"it ends without its “{mark}”", fix)
    else:
        yield Fault(place, "neither a question nor an instruction with its full stop")


def _is_finished(question: Section) -> bool:
    """Whether a text without a question mark may end as it does."""
    text = prose.plain(question).rstrip()
    text = text.rstrip("\"')*_")
    if not text or text.endswith(_ENDS) or question.html.endswith("</table>"):
        return True
    if not text.endswith("."):
        return False
    return any(map(prose.imperative, prose.sentences(text)))


def fix(card: Card, deck: Deck, options: Options) -> Mended:
    """End a single sentence that clearly asks or clearly instructs with the mark that it lacks."""
    source = card.question.source.rstrip()
    yield card.question, source + _missing_mark(card.question)


def _missing_mark(question: Section) -> str:
    """The one mark that makes it right, if that is all it lacks."""
    text = prose.plain(question).strip()
    last = question.source.rstrip()[-1:]
    # Behind a formula, code or markup nobody can tell whether the sentence goes on there.
    if not text.endswith(last) or not (last.isalnum() or last == ")"):
        return ""
    if len(prose.sentences(text)) != 1:
        return ""
    if _ASKS.match(text):
        return "?"
    return "." if prose.imperative(text) else ""
