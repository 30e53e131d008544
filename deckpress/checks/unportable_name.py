"""A file or folder in `content/` whose name some system cannot store, or that is too long.

On Windows nobody could check out the deck any more, or the next build on another machine would fail
half-way. Windows keeps names such as `aux` and `con.png` for devices, ends none in a dot or a blank,
and has none with `< > : " | ? * \\`. Names have up to 238 bytes in UTF-8, so that there is room for
the hash of an import, and paths up to 200 characters.

Bad:
    content/media/aux.svg
    content/what: a question.md

Good:
    content/media/auxiliary.svg
    content/what-a-question.md
"""

# Raised by `sources/folder.py`.
FIX = "rename it: letters, digits and hyphens are safe everywhere"
