"""Front matter that cannot be read.

Deck and tags of the whole file come from it. It is YAML between two lines of `---`: a key, a colon, a word or a list
of words.

Bad:
    ---
    tags: [a, b
    ---

Good:
    ---
    tags: [a, b]
    ---
"""

# Raised by `sources/front_matter.py`.
FIX = "write `key: value` lines between two lines of ---"
WAIVABLE = False
