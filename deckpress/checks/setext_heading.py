"""A line of `---` or `===` right under text.

Markdown turns the text above such a line into a heading, which would start a new card in the middle of an answer.

Bad:
    The slope is 1.
    ---

Good:
    The slope is 1.

    ---
"""

# Raised by `sources/canonical.py`.
FIX = "put an empty line above it, or write the heading with `##`"
WAIVABLE = False
