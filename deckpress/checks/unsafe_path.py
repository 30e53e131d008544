"""A page that is a link to a file outside the deck, or to none.

A pull request must not be able to read other files of the machine that builds the deck.

Bad:
    content/notes.md -> /etc/passwd

Good:
    content/notes.md
"""

FIX = "put the file itself into content/"
WAIVABLE = False
