"""A Markdown file that no person wrote by hand.

A file of many megabytes would keep the build busy for ever, and no reviewer could read it.

Bad:
    one file of 8 MB

Good:
    a file for each topic
"""

# Raised by `sources/reading.py`, which reads the option before it reads the file.
FIX = "split the file"
WAIVABLE = False
OPTIONS = {"bytes": 5_000_000}
LIMITS = {"bytes": (1, 5_000_000)}
