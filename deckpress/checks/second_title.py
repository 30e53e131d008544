"""A second `#` heading in one file, or one below its first card.

A file is one chapter in print and on the site. `#`, at its top, is its title, `##` a question, `###` a section of a
card.

Bad:
    # Training
    # Optimizers

Good:
    # Training

    ## What does an optimizer do?
"""

# Raised by `sources/canonical.py`.
FIX = "make it a question (`##`) or start a new file"
WAIVABLE = False
