"""What deckpress.toml sets for a check."""

from __future__ import annotations

import re

from support import MakeDeck, Run


def test_options_of_another_type_are_located_and_left_aside(make_deck: MakeDeck, run: Run) -> None:
    """No check meets a value that it cannot count with, and each is reported in its own table."""
    settings = """\
[deck]
name = "D"
language = "en"
[checks]
chatter = 5
[checks.undefined-acronym]
known = [1]
[checks.source-format]
known = "x"
[checks.enumeration]
items = "three"
[checks.answer-too-long]
spoken = { interview = "long" }
"""
    page = "## What?\n<!-- id: what; facet: interview -->\n\nA, b, c, and d from SMOTE.\n\n### Sources\n- x\n"
    output = run(make_deck({"content/a.md": page, "deckpress.toml": settings}), "check").output
    for place, key in (
        ("5:1", "'chatter'"),
        ("7:1", "'known'"),
        ("9:1", "'known'"),
        ("11:1", "'items'"),
        ("13:1", "'spoken'"),
    ):
        assert re.search(rf"deckpress\.toml:{place}: .*{key}.* \[bad-config\]", output), output
