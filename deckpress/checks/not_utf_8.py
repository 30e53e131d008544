"""A file in another encoding than UTF-8.

Guessing the encoding would put wrong letters on cards.

Bad:
    caf\xe9 (Latin-1)

Good:
    café (UTF-8)
"""

# Raised by `sources/reading.py`.
FIX = "save the file as UTF-8 in your editor"
WAIVABLE = False
