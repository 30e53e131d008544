"""A line that begins with ## or ### and no blank behind it.

Markdown takes it for plain text: the card or the section does not exist, and its text belongs to what stands above.

Bad:
    ##What is an epoch?

Good:
    ## What is an epoch?
"""

# Raised by `sources/slips.py`.
FIX = "write a blank behind the #"
WAIVABLE = False
