"""A file that lies outside the deck, or is no ordinary file: a link to elsewhere, a pipe, a device.

A pull request must not be able to read other files of the machine that builds the deck, or to let it
wait for ever. So nothing is read through a link that leads out of the deck, into `.git` or to a hidden
file, and no link is followed where a build writes. A link to another page or picture of the deck is
fine. Nor may files of the deck look like a git repository: git would not know the real one.

Bad:
    content/notes.md -> /etc/passwd
    content/ledger.tsv -> ../.env

Good:
    content/notes.md
"""

# Raised by `sources/folder.py` for pages, and by all who read files, such as `deck/toml.py`.
FIX = "put the file itself into content/"
WAIVABLE = False
