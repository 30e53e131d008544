"""An invisible control character.

Anki drops most of them, so the card would not be what the file says. They usually come from copying out of a PDF.

Bad:
    a learning rate of 0.1\x08

Good:
    a learning rate of 0.1
"""

# Raised by `sources/slips.py`.
FIX = "delete the invisible character (retyping the word does it)"
WAIVABLE = False
