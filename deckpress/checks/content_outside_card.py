"""Text above the first `##` heading.

It belongs to no card, so it would be in no output. Nothing that an author wrote is dropped in silence.

Bad:
    # Training
    This chapter is about training.

Good:
    # Training

    ## What is an epoch?
"""

# Raised by `sources/canonical.py`.
FIX = "put it below a `## question`, or into a comment <!-- ... -->"
WAIVABLE = False
