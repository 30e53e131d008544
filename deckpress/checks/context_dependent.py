"""A card that speaks of the video, lecture or text it was made from.

The learner sees the card alone, months later. (A video or a document may well be what a card is about: only what
points at the source counts.)

Bad:
    ## What are the loss functions mentioned in the video?

Good:
    ## Which loss functions suit classification?
"""

import re

from deckpress.checks._contract import Faults, Options
from deckpress.checks._phrases import first_phrase
from deckpress.markup import prose
from deckpress.model import Card, Fault

LANGUAGE = "en"
FIX = "say it so that it can be understood without the source"

_TALK = r"(?:video|transcript|lecture|tutorial|podcast|webinar|slide)s?"
_SOURCE = (
    r"(?:video|transcript|lecture|tutorial|podcast|webinar|slide|course|article|text|document"
    r"|passage|chapter)s?"
)
_SAYS = (
    r"(?:(?:(?:briefly|also|then|only|explicitly)\ )?"
    r"(?:mention|discuss|describe|emphasi[sz]e|explain|sa(?:y|id)|show|cover|introduce|present"
    r"|refer|talk|state|claim|suggest|list)(?:e?s|e?d)?|above|below)\b"
)
_END = r"(?=\s*(?:[,.;:?!)]|$))"
_POINTS = re.compile(
    rf"""
      \b(?:the|this|that)\ (?:youtube\ )?{_SOURCE}\ {_SAYS}          # the video briefly mentions
    | \b(?:in|from)\ (?:the|this|that)\ (?:youtube\ )?{_TALK}{_END}  # in this lecture?
    | \baccording\ to\ (?:the|this|that)\ {_SOURCE}{_END}            # according to the text,
      # mentioned above, shown in the article
    | \b(?:mentioned|discussed|described|shown)\ (?:above|earlier|in\ (?:the|this|that)\ {_SOURCE})
    | \bas\ (?:we\ )?(?:saw|discussed)\b                             # as we saw
    """,
    re.IGNORECASE | re.VERBOSE,
)
_HINTS = (
    "video",
    "transcript",
    "lecture",
    "tutorial",
    "podcast",
    "webinar",
    "slide",
    " course",
    " article",
    " text",
    " docu",
    "passage",
    "chapter",
    "mentioned ",
    "discussed ",
    "described ",
    "shown ",
    "as saw",
    "we saw",
)


def points_away(text: str) -> bool:
    """Whether some plain text speaks of its source."""
    return bool(_POINTS.search(text))


def check_card(card: Card, options: Options) -> Faults:
    """One fault in the question and one in the answer."""
    for section in (card.question, card.answer):
        phrase = first_phrase(_POINTS, section, _HINTS)
        # A link on its last word shows what is meant: in [this video](…).
        if section and phrase and f"{phrase.rpartition(' ')[2]}</a>" not in section.html:
            message = f"“{phrase}” points at something the learner does not see"
            yield Fault(prose.find(section, phrase), message)
