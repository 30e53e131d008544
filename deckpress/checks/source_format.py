"""A source that cannot be looked up.

It needs one of: a year, a section or page (§, ch., p.), an arXiv id, a DOI, an ISBN, a link, or a name that the deck
lists under `known` (say, a documentation).

Bad:
    ### Sources
    - common knowledge

Good:
    ### Sources
    - Goodfellow et al. 2016, §8.2.5
"""

import re

from deckpress.checks._contract import Faults, Options
from deckpress.model import Card, Fault

SEVERITY = "warning"
FIX = (
    "add author and year, section, arXiv id, DOI or link; "
    "or list the name under [checks.source-format] known"
)
OPTIONS: Options = {"known": ["docs", "documentation"]}
"""Words that make a source good enough."""

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?!\d)")  # 1500 to 2099
_PLACE = re.compile(
    r"""
      \d{4}\.\d{4,5}                       # arXiv:1412.6980
    | §
    | \b(?:ch|sec|p|pp|vol|no)\.
    | \bchapters?\ \d
    | \b10\.\d{4,9}/                       # 10.1038/nature14539
    | \bISBN\b
    | https?://
    | \bRFC\ \d
    """,
    re.VERBOSE,
)


def check_card(card: Card, options: Options) -> Faults:
    """One fault for each source that names nothing of the kind."""
    section = card.section("Sources")
    if section is None:
        return
    if any(mark.kind == "link" for mark in section.marks):
        return
    for line in section.text.split("\n"):
        words = line.strip()
        if not words or _YEAR.search(line) or _PLACE.search(line):
            continue
        if not any(name in line for name in options["known"]):
            yield Fault(section.find(line), f"cannot be looked up: “{words[:60]}”")
