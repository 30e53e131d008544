"""A second `#` heading in one file.

A file is one chapter in print and on the site. `#` is its title, `##` a question, `###` a section of a card.

Bad:
    # Training
    # Optimizers

Good:
    # Training

    ## What does an optimizer do?
"""

FIX = "make it a question (`##`) or start a new file"
WAIVABLE = False
