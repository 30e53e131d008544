"""A part of the comment under a question that is no `key: value` pair.

The comment holds the settings of the card; `;` separates them. A reason for a waiver goes into a comment of its own.

Bad:
    <!-- id: relu-slope; advanced -->

Good:
    <!-- id: relu-slope; level: advanced -->
"""

# Raised by `sources/cards.py`, and by `sources/slips.py` of settings in a second comment.
FIX = "write `key: value` pairs separated by `;`"
WAIVABLE = False
