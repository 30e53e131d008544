"""A card that speaks of the video, lecture or text it was made from.

The learner sees the card alone, months later. (A video or a document may well be what a card is about: only what
points at the source counts.)

Bad:
    ## What are the loss functions mentioned in the video?

Good:
    ## Which loss functions suit classification?
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.markup import prose
from deckpress.model import Card, Fault

LANGUAGE = "en"
FIX = "say it so that it can be understood without the source"

_TALK = r"(?:video|transcript|lecture|tutorial|podcast|webinar|slide)s?"
_SOURCE = r"(?:video|transcript|lecture|tutorial|podcast|webinar|slide|course|article|text|document|passage|chapter)s?"
_SAYS = (
    r"(?:(?:(?:briefly|also|then|only|explicitly)\ )?(?:mention|discuss|describe|emphasi[sz]e|explain|sa(?:y|id)|show|"
    r"cover|introduce|present|refer|talk|state|claim|suggest|list)(?:e?s|e?d)?|above|below)\b"
)
_POINTS = re.compile(
    rf"""\b(?:the|this|that)\ (?:youtube\ )?{_SOURCE}\ {_SAYS}
    | \b(?:in|from)\ (?:the|this|that)\ (?:youtube\ )?{_TALK}(?=\s*(?:[,.;:?!)]|$))
    | \baccording\ to\ (?:the|this|that)\ {_SOURCE}(?=\s*(?:[,.;:?!)]|$))
    | \b(?:mentioned|discussed|described|shown)\ (?:above|earlier|in\ (?:the|this|that)\ {_SOURCE})
    | \bas\ (?:we\ )?(?:saw|discussed)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_MAYBE = tuple(
    (
        "video|transcript|lecture|tutorial|podcast|webinar|slide| course| article| text| docu|"
        "passage|chapter|mentioned |discussed |described |shown |as saw|we saw"
    ).split("|")
)


def points_away(text: str) -> bool:
    """Whether some plain text speaks of its source."""
    return bool(_POINTS.search(text))


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault in the question and one in the answer."""
    for section in (card.question, card.answer):
        if section and prose.holds(section, _MAYBE):
            found = _POINTS.search(prose.plain(section))
            if (
                found and f"{found[0].rpartition(' ')[2]}</a>" not in section.html
            ):  # a link shows what is meant
                yield Fault(
                    prose.find(section, found[0]),
                    f"“{found[0]}” points at something the learner does not see",
                )
