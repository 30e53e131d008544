"""A key or value of content/glossary.toml that means nothing.

The file says how the deck spells its terms: the preferred spelling, the spellings not to use, and, if the authors like,
what the term means.

Bad:
    [terms.backpropagation]
    never = "back-propagation"

Good:
    [terms.backpropagation]
    not = ["back-propagation"]
    definition = "Computes all gradients of the loss in one backward pass."
"""

# Raised by `deck/glossary.py`.
FIX = 'write [terms."the term"], and below it not = ["another spelling"] and definition = "…"'
WAIVABLE = False
